;; A guard against large counts is not what the shift does.
;; run: 1 64
(module
  (func (export "run") (param i64 i64) (result i64)
    (i64.shr_u (local.get 0) (local.get 1))))
(module
  (func (export "run") (param i64 i64) (result i64)
    (select (i64.shr_u (local.get 0) (local.get 1)) (i64.const 0) (i64.lt_u (local.get 1) (i64.const 64)))))
