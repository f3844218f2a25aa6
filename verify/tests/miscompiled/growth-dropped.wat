;; A growth whose result nobody needs is an effect.
;; run: 1
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32)
    (drop (memory.grow (local.get 0)))))
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32)))
