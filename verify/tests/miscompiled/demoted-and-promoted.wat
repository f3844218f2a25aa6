;; A round trip through f32 loses bits.
;; run: 0.1
(module
  (func (export "run") (param f64) (result f64)
    (f64.promote_f32 (f32.demote_f64 (local.get 0)))))
(module
  (func (export "run") (param f64) (result f64)
    (local.get 0)))
