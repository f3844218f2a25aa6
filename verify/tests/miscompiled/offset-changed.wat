;; The immediate offset of a load changes.
;; run: 0
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32) (result i32)
    (i32.store (i32.const 4) (i32.const 5))
    (i32.load offset=4 (local.get 0))))
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32) (result i32)
    (i32.store (i32.const 4) (i32.const 5))
    (i32.load offset=8 (local.get 0))))
