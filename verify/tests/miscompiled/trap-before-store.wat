;; A trap moves in front of a store.
;; run: 8 0
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32 i32)
    (i32.store (local.get 0) (i32.const 1))
    (drop (i32.div_u (i32.const 1) (local.get 1)))))
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32 i32)
    (drop (i32.div_u (i32.const 1) (local.get 1)))
    (i32.store (local.get 0) (i32.const 1))))
