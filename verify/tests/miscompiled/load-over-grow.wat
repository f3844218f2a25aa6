;; A load moves in front of the growth without which it traps.
;; run: 65536
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32) (result i32)
    (drop (memory.grow (i32.const 1)))
    (i32.load (local.get 0))))
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32) (result i32)
    (i32.load (local.get 0))
    (drop (memory.grow (i32.const 1)))))
