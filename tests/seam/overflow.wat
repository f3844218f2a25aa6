(module
  ;; count <s limit, so that count + 1 does not overflow: the panic cannot be reached.
  (import "env" "lock" (func $lock (param i32) (result i32)))
  (import "env" "wake" (func $wake (param i32)))
  (import "env" "log" (func $log (param i32 i32)))
  (memory (export "memory") 1)
  (func (export "give") (param $object i32)
    (local $packed i64)
    (local.set $packed (call $decide (i32.load (local.get $object)) (i32.load offset=4 (local.get $object))))
    (if (i64.ne (i64.and (local.get $packed) (i64.const 255)) (i64.const 0))
      (then (call $wake (local.get $object)))
      (else (i64.store32 (local.get $object) (i64.shr_u (local.get $packed) (i64.const 32))))))
  (func $decide (param $count i32) (param $limit i32) (result i64)
    (if (i32.lt_s (local.get $count) (local.get $limit))
      (then
        (if (i32.eq (local.get $count) (i32.const 0x7fffffff))
          (then (call $panic) (unreachable)))
        (return (i64.shl (i64.extend_i32_u (i32.add (local.get $count) (i32.const 1))) (i64.const 32)))))
    (i64.const 1))
  (func $panic
    (call $log (i32.const 1) (i32.const 2))
    (loop $forever (br $forever))))
