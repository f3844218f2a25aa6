;; A byte load becomes a word load under a mask: it traps earlier.
;; run: 65533
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32) (result i32)
    (i32.load8_u (local.get 0))))
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32) (result i32)
    (i32.and (i32.load (local.get 0)) (i32.const 255))))
