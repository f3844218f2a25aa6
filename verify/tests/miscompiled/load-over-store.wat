;; A load moves over a store that may alias it.
;; run: 8 8
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32 i32) (result i32)
    (i32.store (local.get 1) (i32.const 1))
    (i32.load (local.get 0))))
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32 i32) (result i32)
    (i32.load (local.get 0))
    (i32.store (local.get 1) (i32.const 1))))
