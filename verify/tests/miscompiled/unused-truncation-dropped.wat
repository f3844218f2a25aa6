;; A truncation whose result nobody needs may trap.
;; run: nan
(module
  (func (export "run") (param f32)
    (drop (i32.trunc_f32_s (local.get 0)))))
(module
  (func (export "run") (param f32)))
