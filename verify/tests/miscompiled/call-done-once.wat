;; Two equal calls become one.
;; run: 1
(module
  (import "m" "f" (func $f (param i32) (result i32)))
  (import "m" "h" (func $h))
  (memory (export "memory") 1)
  (func (export "run") (param i32) (result i32)
    (i32.add (call $f (local.get 0)) (call $f (local.get 0)))))
(module
  (import "m" "f" (func $f (param i32) (result i32)))
  (import "m" "h" (func $h))
  (memory (export "memory") 1)
  (func (export "run") (param i32) (result i32)
    (i32.shl (call $f (local.get 0)) (i32.const 1))))
