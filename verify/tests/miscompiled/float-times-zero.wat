;; x * 0.0 is not 0.0 for -1, infinities and NaN.
;; run: -1
(module
  (func (export "run") (param f64) (result f64)
    (f64.mul (local.get 0) (f64.const 0))))
(module
  (func (export "run") (param f64) (result f64)
    (f64.const 0)))
