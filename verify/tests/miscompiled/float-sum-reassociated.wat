;; (a + b) + c is not a + (b + c).
;; run: 1e300 -1e300 1
(module
  (func (export "run") (param f64 f64 f64) (result f64)
    (f64.add (f64.add (local.get 0) (local.get 1)) (local.get 2))))
(module
  (func (export "run") (param f64 f64 f64) (result f64)
    (f64.add (local.get 0) (f64.add (local.get 1) (local.get 2)))))
