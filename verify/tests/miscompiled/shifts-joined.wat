;; Two shifts that together reach the width.
;; run: -1
(module
  (func (export "run") (param i32) (result i32)
    (i32.shr_u (i32.shr_u (local.get 0) (i32.const 20)) (i32.const 20))))
(module
  (func (export "run") (param i32) (result i32)
    (i32.shr_u (local.get 0) (i32.const 40))))
