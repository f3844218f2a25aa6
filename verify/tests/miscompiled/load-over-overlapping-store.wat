;; The store covers the last byte of the load only.
;; run: 8
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32) (result i32)
    (i32.store8 offset=3 (local.get 0) (i32.const 1))
    (i32.load (local.get 0))))
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32) (result i32)
    (i32.load (local.get 0))
    (i32.store8 offset=3 (local.get 0) (i32.const 1))))
