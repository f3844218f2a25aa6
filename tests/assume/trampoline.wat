;; The callback of a fused component: six events, of which two can occur. Four handlers go, and what only they reached.
(module
  (import "env" "log" (func $log (param i32)))
  (import "env" "abort" (func $abort (param i32)))
  (memory (export "memory") 1)
  (table $handlers 2 funcref)
  (elem (table $handlers) (i32.const 0) func $shared)
  (func $shared (param $n i32) (call $log (i32.add (local.get $n) (i32.const 1000))))
  (func $on_none (param $a i32) (param $b i32) (result i32)
    (call $log (i32.const 100))
    (i32.load (local.get $a)))
  (func $on_subtask (param $a i32) (param $b i32) (result i32)
    (call $log (i32.const 101))
    (call $shared (local.get $a))
    (call $returned (local.get $b) (i32.const 1))
    (i32.load offset=4 (local.get $a)))
  (func $on_stream_read (param $a i32) (param $b i32) (result i32)
    (call $log (i32.const 102))
    (call $copied (local.get $a) (local.get $b))
    (i32.load offset=8 (local.get $b)))
  (func $on_stream_write (param $a i32) (param $b i32) (result i32)
    (call $log (i32.const 103))
    (call $copied (local.get $b) (local.get $a))
    (i32.load offset=12 (local.get $b)))
  (func $on_future_read (param $a i32) (param $b i32) (result i32)
    (call $log (i32.const 104))
    (call $abort (local.get $a))
    (i32.load8_u offset=16 (local.get $a)))
  (func $on_future_write (param $a i32) (param $b i32) (result i32)
    (call $log (i32.const 105))
    (call $returned (local.get $a) (i32.const 2))
    (i32.load16_u offset=20 (local.get $b)))
  ;; Reached by handlers that stay.
  (func $returned (param $p i32) (param $n i32)
    (i32.store offset=24 (local.get $p) (i32.mul (local.get $n) (i32.const 77))))
  ;; Reached only by handlers that go.
  (func $copied (param $from i32) (param $to i32)
    (memory.copy (local.get $to) (local.get $from) (i32.const 333)))
  (func (export "[callback][async-lift]run") (param $event i32) (param $a i32) (param $b i32) (result i32)
    (block $other
      (block $future_write
        (block $future_read
          (block $stream_write
            (block $stream_read
              (block $subtask
                (block $none
                  (br_table $none $subtask $stream_read $stream_write $future_read $future_write $other (local.get $event)))
                (return (call $on_none (local.get $a) (local.get $b))))
              (return (call $on_subtask (local.get $a) (local.get $b))))
            (return (call $on_stream_read (local.get $a) (local.get $b))))
          (return (call $on_stream_write (local.get $a) (local.get $b))))
        (return (call $on_future_read (local.get $a) (local.get $b))))
      (return (call $on_future_write (local.get $a) (local.get $b))))
    (unreachable)))
