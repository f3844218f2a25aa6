;; x / 3 is not x * (1 / 3).
;; run: 5
(module
  (func (export "run") (param f64) (result f64)
    (f64.div (local.get 0) (f64.const 3))))
(module
  (func (export "run") (param f64) (result f64)
    (f64.mul (local.get 0) (f64.const 0x1.5555555555555p-2))))
