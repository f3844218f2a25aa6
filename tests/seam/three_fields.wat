(module
  ;; Three fields: action, flags, payload.
  (import "env" "lock" (func $lock (param i32) (result i32)))
  (import "env" "wake" (func $wake (param i32)))
  (import "env" "log" (func $log (param i32 i32)))
  (memory (export "memory") 1)
  (func (export "put") (param $object i32) (result i32)
    (local $packed i64)
    (local.set $packed (call $decide (i32.load (local.get $object)) (i32.load offset=4 (local.get $object)) (i32.load offset=8 (local.get $object))))
    (call $log (i32.and (i32.wrap_i64 (i64.shr_u (local.get $packed) (i64.const 8))) (i32.const 0xffffff)) (i32.const 7))
    (if (i32.eq (i32.and (i32.wrap_i64 (local.get $packed)) (i32.const 255)) (i32.const 1))
      (then (call $wake (local.get $object)))
      (else (i32.store (local.get $object) (i32.wrap_i64 (i64.shr_u (local.get $packed) (i64.const 32))))))
    (i32.const 0))
  (func $decide (param $used i32) (param $size i32) (param $flags i32) (result i64)
    (i64.or
      (i64.or
        (i64.extend_i32_u (i32.ge_u (local.get $used) (local.get $size)))
        (i64.shl (i64.extend_i32_u (i32.and (local.get $flags) (i32.const 0xffffff))) (i64.const 8)))
      (i64.shl (i64.extend_i32_u (i32.add (local.get $used) (i32.const 4))) (i64.const 32)))))
