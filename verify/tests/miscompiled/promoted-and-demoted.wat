;; A round trip through f64 makes a signalling NaN quiet.
;; run: nan:0x7fa00000
(module
  (func (export "run") (param f32) (result f32)
    (f32.demote_f64 (f64.promote_f32 (local.get 0)))))
(module
  (func (export "run") (param f32) (result f32)
    (local.get 0)))
