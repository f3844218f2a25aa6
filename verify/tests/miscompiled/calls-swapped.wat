;; Two calls of imports change places.
;; run: 1
(module
  (import "m" "f" (func $f (param i32) (result i32)))
  (import "m" "h" (func $h))
  (memory (export "memory") 1)
  (func (export "run") (param i32) (result i32)
    (i32.sub (call $f (local.get 0)) (call $f (i32.const 2)))))
(module
  (import "m" "f" (func $f (param i32) (result i32)))
  (import "m" "h" (func $h))
  (memory (export "memory") 1)
  (func (export "run") (param i32) (result i32)
    (local i32)
    (local.set 1 (call $f (i32.const 2)))
    (i32.sub (call $f (local.get 0)) (local.get 1))))
