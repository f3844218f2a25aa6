(module
  ;; The fields are packed by an addition.
  (import "env" "lock" (func $lock (param i32) (result i32)))
  (import "env" "wake" (func $wake (param i32)))
  (import "env" "log" (func $log (param i32 i32)))
  (memory (export "memory") 1)
  (func (export "mix") (param $object i32) (result i32)
    (local $packed i64)
    (local.set $packed (call $decide (i32.load (local.get $object))))
    (call $log (i32.wrap_i64 (local.get $packed)) (i32.const 3))
    (i32.wrap_i64 (i64.shr_u (local.get $packed) (i64.const 32))))
  (func $decide (param $x i32) (result i64)
    (i64.add
      (i64.shl (i64.extend_i32_u (i32.mul (local.get $x) (i32.const 3))) (i64.const 32))
      (i64.extend_i32_u (i32.xor (local.get $x) (i32.const 5))))))
