;; A store moves in front of a call.
;; run: 8
(module
  (import "m" "f" (func $f (param i32) (result i32)))
  (import "m" "h" (func $h))
  (memory (export "memory") 1)
  (func (export "run") (param i32)
    (call $h)
    (i32.store (local.get 0) (i32.const 1))))
(module
  (import "m" "f" (func $f (param i32) (result i32)))
  (import "m" "h" (func $h))
  (memory (export "memory") 1)
  (func (export "run") (param i32)
    (i32.store (local.get 0) (i32.const 1))
    (call $h)))
