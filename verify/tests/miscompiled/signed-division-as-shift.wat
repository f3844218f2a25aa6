;; A signed division rounds to zero, a shift downwards.
;; run: -1
(module
  (func (export "run") (param i32) (result i32)
    (i32.div_s (local.get 0) (i32.const 2))))
(module
  (func (export "run") (param i32) (result i32)
    (i32.shr_s (local.get 0) (i32.const 1))))
