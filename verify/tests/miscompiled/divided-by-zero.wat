;; A division by 0 becomes a number.
;; run: 5
(module
  (func (export "run") (param i32) (result i32)
    (i32.div_u (local.get 0) (i32.const 0))))
(module
  (func (export "run") (param i32) (result i32)
    (i32.const -1)))
