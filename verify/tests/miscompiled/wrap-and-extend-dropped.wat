;; The upper half of an i64 is cleared by wrap and extend.
;; run: -1
(module
  (func (export "run") (param i64) (result i64)
    (i64.extend_i32_u (i32.wrap_i64 (local.get 0)))))
(module
  (func (export "run") (param i64) (result i64)
    (local.get 0)))
