;; x == x is false for NaN.
;; run: nan
(module
  (func (export "run") (param f64) (result i32)
    (f64.eq (local.get 0) (local.get 0))))
(module
  (func (export "run") (param f64) (result i32)
    (i32.const 1)))
