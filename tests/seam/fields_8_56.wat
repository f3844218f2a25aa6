(module
  ;; A status of 8 bits, a payload of 56.
  (import "env" "lock" (func $lock (param i32) (result i32)))
  (import "env" "wake" (func $wake (param i32)))
  (import "env" "log" (func $log (param i32 i32)))
  (memory (export "memory") 1)
  (func (export "take") (param $object i32) (result i64)
    (local $packed i64)
    (local.set $packed (call $decide (i64.load (local.get $object)) (i32.load offset=8 (local.get $object))))
    (if (i64.eq (i64.and (local.get $packed) (i64.const 255)) (i64.const 2))
      (then (call $wake (local.get $object))))
    (i64.shr_u (local.get $packed) (i64.const 8)))
  (func $decide (param $level i64) (param $ready i32) (result i64)
    (i64.or
      (i64.shl (i64.and (local.get $level) (i64.const 0xffffffff)) (i64.const 8))
      (select (i64.const 2) (i64.const 1) (local.get $ready)))))
