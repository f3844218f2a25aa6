(module
  (import "env" "log" (func $log (param i32)))
  (memory (export "memory") 1)
  ;; One lap: no loop.
  (func (export "once") (param $x i32)
    (local $i i32)
    (loop $next
      (call $log (i32.add (local.get $x) (local.get $i)))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 1)))))
  ;; Two short laps are shorter than a loop.
  (func (export "twice") (param $x i32)
    (local $i i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_s (local.get $i) (i32.const 8)))
        (call $log (local.get $i))
        (local.set $i (i32.add (local.get $i) (i32.const 4)))
        (br $next))))
  ;; No lap at all.
  (func (export "never") (param $x i32) (result i32)
    (local $i i32)
    (local.set $i (i32.const 5))
    (block $done
      (loop $next
        (br_if $done (i32.gt_u (local.get $i) (i32.const 4)))
        (call $log (local.get $x))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (local.get $i))
  ;; Many laps stay a loop.
  (func (export "many") (param $x i32)
    (local $i i32)
    (loop $next
      (call $log (i32.load (i32.add (local.get $x) (local.get $i))))
      (local.set $i (i32.add (local.get $i) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 4000)))))
  ;; The state of a machine: what each arm sets decides where the next lap goes.
  (func (export "machine") (param $n i32) (result i32)
    (local $state i32)
    (block $out
      (loop $next
        (block $two
          (block $one
            (block $zero
              (br_table $zero $one $two (local.get $state)))
            (call $log (i32.const 10))
            (local.set $state (i32.const 1))
            (br $next))
          (call $log (i32.const 11))
          (local.set $state (i32.const 2))
          (br $next))
        (call $log (i32.const 12))))
    (local.get $n)))
