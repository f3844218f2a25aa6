;; x * 2 / 2 is not x where the product wraps.
;; run: 0x80000000
(module
  (func (export "run") (param i32) (result i32)
    (i32.div_u (i32.shl (local.get 0) (i32.const 1)) (i32.const 2))))
(module
  (func (export "run") (param i32) (result i32)
    (local.get 0)))
