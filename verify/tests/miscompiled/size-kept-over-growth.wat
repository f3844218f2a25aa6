;; The size of the memory is read before it grows.
;; run: 1
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32) (result i32)
    (drop (memory.grow (local.get 0)))
    (memory.size)))
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32) (result i32)
    (memory.size)
    (drop (memory.grow (local.get 0)))))
