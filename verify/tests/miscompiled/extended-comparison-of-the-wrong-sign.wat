;; A comparison of sign-extended bytes becomes one of zero-extended ones.
;; run: 128
(module
  (func (export "run") (param i32) (result i32)
    (i32.lt_s (i32.extend8_s (local.get 0)) (i32.const 100))))
(module
  (func (export "run") (param i32) (result i32)
    (i32.lt_s (i32.and (local.get 0) (i32.const 255)) (i32.const 100))))
