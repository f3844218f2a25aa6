;; x + 0.0 is not x for -0.0.
;; run: -0
(module
  (func (export "run") (param f32) (result f32)
    (f32.add (local.get 0) (f32.const 0))))
(module
  (func (export "run") (param f32) (result f32)
    (local.get 0)))
