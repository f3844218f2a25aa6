;; As with a load, with a division.
;; run: 5 0
(module
  (func (export "run") (param i32 i32) (result i32)
    (if (result i32) (local.get 1)
      (then (i32.div_u (local.get 0) (local.get 1)))
      (else (i32.const 0)))))
(module
  (func (export "run") (param i32 i32) (result i32)
    (select (i32.div_u (local.get 0) (local.get 1)) (i32.const 0) (local.get 1))))
