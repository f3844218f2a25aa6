(module
  ;; The packed state goes round a loop.
  (import "env" "lock" (func $lock (param i32) (result i32)))
  (import "env" "wake" (func $wake (param i32)))
  (import "env" "log" (func $log (param i32 i32)))
  (memory (export "memory") 1)
  (func $step (param $state i64) (param $input i32) (result i64)
    (i64.or
      (i64.shl (i64.extend_i32_u (i32.add (i32.wrap_i64 (i64.shr_u (local.get $state) (i64.const 32))) (local.get $input))) (i64.const 32))
      (i64.extend_i32_u (i32.add (i32.wrap_i64 (local.get $state)) (i32.const 1)))))
  (func (export "sum") (param $from i32) (param $count i32) (result i32)
    (local $state i64)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (i32.wrap_i64 (local.get $state)) (local.get $count)))
        (local.set $state (call $step (local.get $state) (i32.load8_u (i32.add (local.get $from) (i32.wrap_i64 (local.get $state))))))
        (br $next)))
    (i32.wrap_i64 (i64.shr_u (local.get $state) (i64.const 32)))))
