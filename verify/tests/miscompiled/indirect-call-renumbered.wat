;; The table index of an indirect call changes.
;; run: 0
(module
  (table 2 funcref)
  (elem (i32.const 0) $one $two)
  (func $one (result i32) (i32.const 1))
  (func $two (result i32) (i32.const 2))
  (func (export "run") (param i32) (result i32)
    (call_indirect (result i32) (i32.const 0))))
(module
  (table 2 funcref)
  (elem (i32.const 0) $one $two)
  (func $one (result i32) (i32.const 1))
  (func $two (result i32) (i32.const 2))
  (func (export "run") (param i32) (result i32)
    (call_indirect (result i32) (i32.const 1))))
