(module
  ;; What calls itself is not put into itself.
  (import "env" "lock" (func $lock (param i32) (result i32)))
  (import "env" "wake" (func $wake (param i32)))
  (import "env" "log" (func $log (param i32 i32)))
  (memory (export "memory") 1)
  (func (export "depth") (param $n i32) (result i32)
    (i32.wrap_i64 (i64.shr_u (call $walk (local.get $n) (i32.const 0)) (i64.const 32))))
  (func $walk (param $n i32) (param $seen i32) (result i64)
    (if (i32.eqz (local.get $n))
      (then (return (i64.shl (i64.extend_i32_u (local.get $seen)) (i64.const 32)))))
    (call $wake (local.get $n))
    (call $walk (i32.shr_u (local.get $n) (i32.const 1)) (i32.add (local.get $seen) (i32.const 1)))))
