;; A load whose value nobody needs may trap.
;; run: 0x7fffffff
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32)
    (drop (i32.load (local.get 0)))))
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32)))
