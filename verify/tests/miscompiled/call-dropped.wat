;; A call whose result nobody needs is dropped.
;; run: 1
(module
  (import "m" "f" (func $f (param i32) (result i32)))
  (import "m" "h" (func $h))
  (memory (export "memory") 1)
  (func (export "run") (param i32)
    (drop (call $f (local.get 0)))))
(module
  (import "m" "f" (func $f (param i32) (result i32)))
  (import "m" "h" (func $h))
  (memory (export "memory") 1)
  (func (export "run") (param i32)))
