(module
  ;; Two shims share what decides.
  (import "env" "lock" (func $lock (param i32) (result i32)))
  (import "env" "wake" (func $wake (param i32)))
  (import "env" "log" (func $log (param i32 i32)))
  (memory (export "memory") 1)
  (func $decide (param $count i32) (param $limit i32) (result i64)
    (i64.or
      (i64.shl (i64.extend_i32_u (i32.add (local.get $count) (i32.const 1))) (i64.const 32))
      (i64.extend_i32_u (i32.ge_u (local.get $count) (local.get $limit)))))
  (func (export "give") (param $object i32) (result i32)
    (local $packed i64)
    (local.set $packed (call $decide (i32.load (local.get $object)) (i32.load offset=4 (local.get $object))))
    (if (i32.and (i32.wrap_i64 (local.get $packed)) (i32.const 1)) (then (return (i32.const -11))))
    (i32.store (local.get $object) (i32.wrap_i64 (i64.shr_u (local.get $packed) (i64.const 32))))
    (i32.const 0))
  (func (export "count") (param $at i32) (result i32)
    (i32.wrap_i64 (i64.shr_u (call $decide (i32.load (local.get $at)) (i32.const 10)) (i64.const 32)))))
