;; x * 1.0 makes a signalling NaN quiet.
;; run: nan:0x7fa00000
(module
  (func (export "run") (param f32) (result f32)
    (f32.mul (local.get 0) (f32.const 1))))
(module
  (func (export "run") (param f32) (result f32)
    (local.get 0)))
