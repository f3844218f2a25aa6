;; A store to the second byte lies between.
;; run: 8 5
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32 i32) (result i32)
    (i32.store (local.get 0) (local.get 1))
    (i32.store8 offset=1 (local.get 0) (i32.const 9))
    (i32.load (local.get 0))))
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32 i32) (result i32)
    (i32.store (local.get 0) (local.get 1))
    (i32.store8 offset=1 (local.get 0) (i32.const 9))
    (local.get 1)))
