;; A fill of no bytes traps beyond the end.
;; run: 65537
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32)
    (memory.fill (local.get 0) (i32.const 0) (i32.const 0))))
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32)))
