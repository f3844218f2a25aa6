;; min(a, b) is not a < b ? a : b for NaN and zeros.
;; run: nan 1
(module
  (func (export "run") (param f64 f64) (result f64)
    (f64.min (local.get 0) (local.get 1))))
(module
  (func (export "run") (param f64 f64) (result f64)
    (select (local.get 0) (local.get 1) (f64.lt (local.get 0) (local.get 1)))))
