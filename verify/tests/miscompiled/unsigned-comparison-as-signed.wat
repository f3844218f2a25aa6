;; x < 10 unsigned becomes signed.
;; run: -1
(module
  (func (export "run") (param i32) (result i32)
    (i32.lt_u (local.get 0) (i32.const 10))))
(module
  (func (export "run") (param i32) (result i32)
    (i32.lt_s (local.get 0) (i32.const 10))))
