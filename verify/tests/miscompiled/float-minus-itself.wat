;; x - x is NaN for infinities.
;; run: inf
(module
  (func (export "run") (param f64) (result f64)
    (f64.sub (local.get 0) (local.get 0))))
(module
  (func (export "run") (param f64) (result f64)
    (f64.const 0)))
