;; `ref.func` names another function of the same type.
;; run: 0
(module
  (table 2 funcref)
  (elem declare func $one $two)
  (func $one (result i32) (i32.const 1))
  (func $two (result i32) (i32.const 2))
  (func (export "run") (param i32) (result i32)
    (table.set (i32.const 0) (ref.func $one))
    (call_indirect (result i32) (i32.const 0))))
(module
  (table 2 funcref)
  (elem declare func $one $two)
  (func $one (result i32) (i32.const 1))
  (func $two (result i32) (i32.const 2))
  (func (export "run") (param i32) (result i32)
    (table.set (i32.const 0) (ref.func $two))
    (call_indirect (result i32) (i32.const 0))))
