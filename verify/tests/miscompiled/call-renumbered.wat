;; A call names another function of the same type.
;; run: 0
(module
  (func $one (result i32) (i32.const 1))
  (func $two (result i32) (i32.const 2))
  (func (export "run") (param i32) (result i32)
    (call $one)))
(module
  (func $one (result i32) (i32.const 1))
  (func $two (result i32) (i32.const 2))
  (func (export "run") (param i32) (result i32)
    (call $two)))
