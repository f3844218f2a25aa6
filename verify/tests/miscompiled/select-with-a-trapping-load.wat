;; An `if` becomes a `select`; the load of the arm that was not taken may trap.
;; run: 0x7fffffff 0
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32 i32) (result i32)
    (if (result i32) (local.get 1)
      (then (i32.load (local.get 0)))
      (else (i32.const 0)))))
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32 i32) (result i32)
    (select (i32.load (local.get 0)) (i32.const 0) (local.get 1))))
