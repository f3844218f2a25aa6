;; A global is written behind a call, which may read it.
;; run: 8
(module
  (import "m" "f" (func $f (param i32) (result i32)))
  (import "m" "h" (func $h))
  (memory (export "memory") 1)
  (global $g (export "g") (mut i32) (i32.const 7))
  (func (export "run") (param i32)
    (global.set $g (local.get 0))
    (call $h)))
(module
  (import "m" "f" (func $f (param i32) (result i32)))
  (import "m" "h" (func $h))
  (memory (export "memory") 1)
  (global $g (export "g") (mut i32) (i32.const 7))
  (func (export "run") (param i32)
    (call $h)
    (global.set $g (local.get 0))))
