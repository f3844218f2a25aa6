;; Two stores to addresses that may be the same.
;; run: 8 9
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32 i32)
    (i32.store (local.get 0) (i32.const 1))
    (i32.store (local.get 1) (i32.const 2))))
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32 i32)
    (i32.store (local.get 1) (i32.const 2))
    (i32.store (local.get 0) (i32.const 1))))
