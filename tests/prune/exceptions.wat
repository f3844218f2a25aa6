;; Tags, and the tags of handlers.
(module
  (type $unused (func (param f64)))
  (tag $unused (param i32))
  (tag $used (param i64))
  (func $dead (throw $unused (i32.const 0)))
  (func (export "f") (result i64)
    (block $caught (result i64)
      (try_table (catch $used $caught) (throw $used (i64.const 1)))
      (i64.const 2))))
