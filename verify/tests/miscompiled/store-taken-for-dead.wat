;; The second store covers one byte less.
;; run: 8
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32)
    (i32.store (local.get 0) (i32.const -1))
    (i32.store16 (local.get 0) (i32.const 0))))
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32)
    (i32.store16 (local.get 0) (i32.const 0))))
