;; not (a < b) is not a >= b.
;; run: nan 1
(module
  (func (export "run") (param f64 f64) (result i32)
    (i32.eqz (f64.lt (local.get 0) (local.get 1)))))
(module
  (func (export "run") (param f64 f64) (result i32)
    (f64.ge (local.get 0) (local.get 1))))
