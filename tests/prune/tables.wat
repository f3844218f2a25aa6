;; The table of an indirect call stays with its functions; the other goes with its segments.
(module
  (table $used 2 funcref)
  (table $unused 2 funcref)
  (elem (table $unused) (i32.const 0) func $only_unused $both)
  (elem (table $used) (i32.const 0) func $only_used $both)
  (func $only_unused)
  (func $only_used)
  (func $both)
  (func (export "call") (param i32) (call_indirect $used (local.get 0))))
