(module
  ;; The shim dispatches with a table.
  (import "env" "lock" (func $lock (param i32) (result i32)))
  (import "env" "wake" (func $wake (param i32)))
  (import "env" "log" (func $log (param i32 i32)))
  (memory (export "memory") 1)
  (func (export "take") (param $object i32) (param $wait i64) (result i32)
    (local $packed i64)
    (block $pend
      (block $busy
        (block $ok
          (br_table $ok $busy $pend
            (i32.and
              (i32.wrap_i64 (local.tee $packed (call $decide (i32.load offset=8 (local.get $object)) (i64.eqz (local.get $wait)))))
              (i32.const 255))))
        (i64.store32 offset=8 (local.get $object) (i64.shr_u (local.get $packed) (i64.const 32)))
        (return (i32.const 0)))
      (call $log (local.get $object) (i32.const 16))
      (return (i32.const -16)))
    (call $wake (local.get $object))
    (i32.const 1))
  (func $decide (param $count i32) (param $now i32) (result i64)
    (select
      (i64.shl (i64.extend_i32_u (i32.sub (local.get $count) (i32.const 1))) (i64.const 32))
      (select (i64.const 1) (i64.const 2) (local.get $now))
      (local.get $count))))
