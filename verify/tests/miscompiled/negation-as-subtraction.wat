;; -x is not 0 - x for 0.
;; run: 0
(module
  (func (export "run") (param f64) (result f64)
    (f64.neg (local.get 0))))
(module
  (func (export "run") (param f64) (result f64)
    (f64.sub (f64.const 0) (local.get 0))))
