;; x + 5 < 10 is not x < 5 where the sum wraps.
;; run: 0x7fffffff
(module
  (func (export "run") (param i32) (result i32)
    (i32.lt_s (i32.add (local.get 0) (i32.const 5)) (i32.const 10))))
(module
  (func (export "run") (param i32) (result i32)
    (i32.lt_s (local.get 0) (i32.const 5))))
