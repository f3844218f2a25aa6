;; A truncation that traps becomes one that does not.
;; run: nan
(module
  (func (export "run") (param f64) (result i32)
    (i32.trunc_f64_s (local.get 0))))
(module
  (func (export "run") (param f64) (result i32)
    (i32.trunc_sat_f64_s (local.get 0))))
