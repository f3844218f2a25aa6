;; Equal code on several ways to one place stands once: a panic, a result, what follows a switch.
(module
  (import "" "panic" (func $panic (param i32 i32)))
  (import "" "next" (func $next (result i32)))
  (memory 1)
  (func (export "checked") (param i32 i32) (result i32)
    (if (i32.ge_u (local.get 0) (i32.const 16))
      (then (call $panic (i32.const 1048576) (i32.const 43)) (unreachable)))
    (i32.store (local.get 0) (call $next))
    (if (i32.ge_u (local.get 1) (i32.const 16))
      (then (call $panic (i32.const 1048576) (i32.const 43)) (unreachable)))
    (i32.load (local.get 1)))
  (func (export "switch") (param i32 i32)
    (block $out
      (block $c
        (block $b
          (block $a (br_table $a $b $c $out (local.get 0)))
          (i32.store offset=8 (local.get 1) (i32.const 1))
          (i32.store offset=16 (i32.const 0) (call $next))
          (br $out))
        (i32.store16 offset=8 (local.get 1) (i32.const 2))
        (i32.store offset=16 (i32.const 0) (call $next))
        (br $out))
      (i32.store8 offset=8 (local.get 1) (i32.const 3))
      (i32.store offset=16 (i32.const 0) (call $next))))
  ;; What differs is in front of the store, but both of its operands do.
  (func (export "two_operands") (param i32 i32)
    (if (local.get 0)
      (then (i32.store (call $next) (i32.const 1)))
      (else (i32.store (local.get 1) (call $next))))))
