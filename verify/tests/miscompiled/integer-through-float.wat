;; An i64 does not fit in an f64.
;; run: 0x20000000000001
(module
  (func (export "run") (param i64) (result i64)
    (i64.trunc_sat_f64_s (f64.convert_i64_s (local.get 0)))))
(module
  (func (export "run") (param i64) (result i64)
    (local.get 0)))
