;; A local that nobody reads is not written, but what traps stays.
(module
  (memory 1)
  (func (export "pure") (param i32) (result i32) (local i32)
    (local.set 1 (i32.mul (local.get 0) (i32.const 3)))
    (local.get 0))
  (func (export "trapping") (param i32) (result i32) (local i32)
    (local.set 1 (i32.load (local.get 0)))
    (local.get 0))
  (func (export "copies") (param i32) (result i32) (local i32 i32)
    (local.set 1 (local.get 0))
    (local.set 2 (local.get 1))
    (i32.add (local.get 1) (local.get 2))))
