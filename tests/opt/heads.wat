;; What both arms of an `if` start with stands in front, and a condition that it writes waits on the stack.
(module
  (import "" "next" (func $next (result i32)))
  (memory 1)
  (func (export "free") (param i32 i32)
    (if (local.get 0)
      (then (i32.store (local.get 1) (call $next)) (i32.store offset=4 (local.get 1) (call $next)))
      (else (i32.store (local.get 1) (call $next)) (i32.store8 offset=5 (local.get 1) (i32.const 7)))))
  (func (export "written") (param i32 i32)
    (if (i32.eqz (i32.load (local.get 0)))
      (then (local.set 0 (call $next)) (i32.store (local.get 0) (local.get 0)) (i32.store16 offset=4 (local.get 1) (call $next)))
      (else (local.set 0 (call $next)) (i32.store (local.get 0) (local.get 0)) (i32.store8 offset=5 (local.get 1) (i32.const 7))))))
