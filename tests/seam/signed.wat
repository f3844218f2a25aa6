(module
  ;; Signed fields: the high one comes out by an arithmetic shift, the low one by an extension.
  (import "env" "lock" (func $lock (param i32) (result i32)))
  (import "env" "wake" (func $wake (param i32)))
  (import "env" "log" (func $log (param i32 i32)))
  (memory (export "memory") 1)
  (func (export "seek") (param $object i32) (result i64)
    (local $packed i64)
    (local.set $packed (call $decide (i32.load (local.get $object)) (i32.load offset=4 (local.get $object))))
    (if (i32.lt_s (i32.wrap_i64 (local.get $packed)) (i32.const 0))
      (then (return (i64.extend32_s (local.get $packed)))))
    (i64.shr_s (local.get $packed) (i64.const 32)))
  (func $decide (param $at i32) (param $by i32) (result i64)
    (i64.or
      (i64.shl (i64.extend_i32_s (i32.add (local.get $at) (local.get $by))) (i64.const 32))
      (i64.and (i64.extend_i32_s (select (i32.const -22) (i32.const 0) (i32.gt_s (local.get $by) (i32.const 4096)))) (i64.const 0xffffffff)))))
