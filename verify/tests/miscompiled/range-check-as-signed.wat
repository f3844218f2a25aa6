;; x - 48 < 10 unsigned becomes two signed comparisons, of which one is lost.
;; run: 5
(module
  (func (export "run") (param i32) (result i32)
    (i32.lt_u (i32.sub (local.get 0) (i32.const 48)) (i32.const 10))))
(module
  (func (export "run") (param i32) (result i32)
    (i32.lt_s (local.get 0) (i32.const 58))))
