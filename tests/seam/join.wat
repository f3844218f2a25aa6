(module
  ;; The packed value is made on two ways that meet, and taken apart after an effect that both share.
  (import "env" "lock" (func $lock (param i32) (result i32)))
  (import "env" "wake" (func $wake (param i32)))
  (import "env" "log" (func $log (param i32 i32)))
  (memory (export "memory") 1)
  (func (export "pipe") (param $object i32) (result i32)
    (local $packed i64)
    (if (i32.load (local.get $object))
      (then (local.set $packed (call $decide (i32.load offset=4 (local.get $object)) (i32.const 9))))
      (else
        (call $log (local.get $object) (i32.const 1))
        (local.set $packed (call $decide (i32.load offset=8 (local.get $object)) (i32.load offset=12 (local.get $object))))))
    (call $wake (local.get $object))
    (i32.store (local.get $object) (i32.wrap_i64 (local.get $packed)))
    (i32.wrap_i64 (i64.shr_u (local.get $packed) (i64.const 32))))
  (func $decide (param $x i32) (param $y i32) (result i64)
    (i64.or (i64.shl (i64.extend_i32_u (local.get $y)) (i64.const 32)) (i64.extend_i32_u (i32.shl (local.get $x) (i32.const 2))))))
