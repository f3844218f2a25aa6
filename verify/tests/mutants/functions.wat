;; What the functions of the real module have little of.
(module
  (import "m" "f" (func $f (param i32) (result i32)))
  (import "m" "g" (func $g (param i32 i32)))
  (import "m" "h" (func $h))
  (memory 1 3)
  (table 4 funcref)
  (elem (i32.const 0) $gcd $sum $fill $classify)
  (type $binary (func (param i32 i32) (result i32)))
  (global $sp (mut i32) (i32.const 65536))
  (global $count (mut i64) (i64.const 0))

  (func $gcd (param i32 i32) (result i32) (local i32)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get 1)))
        (local.set 2 (i32.rem_u (local.get 0) (local.get 1)))
        (local.set 0 (local.get 1))
        (local.set 1 (local.get 2))
        (br $next)))
    (local.get 0))

  (func $sum (param i32 i32) (result i32) (local i32 i32)
    (if (i32.le_s (local.get 1) (i32.const 0)) (then (return (i32.const 0))))
    (loop $next
      (local.set 3 (i32.add (local.get 3) (i32.load8_s offset=4 (i32.add (local.get 0) (local.get 2)))))
      (br_if $next (i32.lt_s (local.tee 2 (i32.add (local.get 2) (i32.const 1))) (local.get 1))))
    (local.get 3))

  (func $fill (param i32 i32) (result i32)
    (block $done
      (br_if $done (i32.eqz (local.get 1)))
      (loop $next
        (i32.store16 (local.get 0) (i32.shl (local.get 1) (i32.const 3)))
        (i32.store8 offset=2 (local.get 0) (i32.sub (local.get 1) (i32.const 7)))
        (local.set 0 (i32.add (local.get 0) (i32.const 4)))
        (br_if $next (local.tee 1 (i32.sub (local.get 1) (i32.const 1))))))
    (local.get 0))

  (func $classify (param i32 i32) (result i32)
    (block $other
      (block $two
        (block $one
          (block $zero
            (br_table $zero $one $two $one $other (local.get 0)))
          (return (call $f (local.get 1))))
        (call $g (local.get 1) (local.get 0))
        (return (i32.const 5)))
      (call $h)
      (return (i32.div_s (local.get 1) (local.get 0))))
    (i32.const -1))

  (func $frame (param i32 i32) (result i32) (local i32)
    (global.set $sp (local.tee 2 (i32.sub (global.get $sp) (i32.const 32))))
    (i32.store offset=12 (local.get 2) (local.get 0))
    (i64.store offset=16 (local.get 2) (i64.extend_i32_s (local.get 1)))
    (call $g (i32.add (local.get 2) (i32.const 12)) (local.get 1))
    (local.set 0 (i32.add (i32.load offset=12 (local.get 2)) (i32.load16_u offset=16 (local.get 2))))
    (global.set $sp (i32.add (local.get 2) (i32.const 32)))
    (local.get 0))

  (func $mix (param i64 i64) (result i64)
    (local.set 0 (i64.xor (local.get 0) (i64.shr_u (local.get 0) (i64.const 33))))
    (local.set 0 (i64.mul (local.get 0) (i64.const 0xff51afd7ed558ccd)))
    (local.set 1 (i64.rotl (i64.sub (local.get 1) (local.get 0)) (i64.const 13)))
    (global.set $count (i64.add (global.get $count) (i64.const 1)))
    (select (i64.or (local.get 0) (local.get 1)) (i64.and (local.get 1) (i64.const 0xffff)) (i64.lt_s (local.get 0) (local.get 1))))

  (func $search (param i32 i32 i32) (result i32) (local i32)
    ;; Binary search.
    (loop $next (result i32)
      (if (result i32) (i32.ge_u (local.get 1) (local.get 2))
        (then (i32.const -1))
        (else
          (local.set 3 (i32.shr_u (i32.add (local.get 1) (local.get 2)) (i32.const 1)))
          (if (i32.lt_s (i32.load (i32.shl (local.get 3) (i32.const 2))) (local.get 0))
            (then (local.set 1 (i32.add (local.get 3) (i32.const 1))) (br $next))
            (else
              (if (i32.gt_s (i32.load (i32.shl (local.get 3) (i32.const 2))) (local.get 0))
                (then (local.set 2 (local.get 3)) (br $next)))))
          (local.get 3)))))

  (func $nested (param i32 i32) (result i32) (local i32 i32 i32)
    (loop $rows
      (local.set 3 (i32.const 0))
      (loop $columns
        (local.set 4 (i32.add (local.get 4) (i32.mul (local.get 2) (local.get 3))))
        (br_if $columns (i32.ne (local.tee 3 (i32.add (local.get 3) (i32.const 1))) (i32.const 6))))
      (i32.store (i32.shl (local.get 2) (i32.const 2)) (local.get 4))
      (br_if $rows (i32.lt_u (local.tee 2 (i32.add (local.get 2) (i32.const 1))) (i32.and (local.get 0) (i32.const 15)))))
    (i32.sub (local.get 4) (local.get 1)))

  (func $dispatch (param i32 i32) (result i32) (local i32)
    (local.set 2 (call_indirect (type $binary) (local.get 0) (local.get 1) (i32.and (local.get 0) (i32.const 3))))
    (if (result i32) (i32.eq (local.get 2) (i32.const 7))
      (then (call $frame (local.get 1) (local.get 2)))
      (else (call $sum (local.get 2) (i32.rem_s (local.get 1) (i32.const 9))))))

  (func $grow (param i32) (result i32) (local i32)
    (local.set 1 (memory.grow (i32.and (local.get 0) (i32.const 3))))
    (if (i32.ne (local.get 1) (i32.const -1))
      (then (memory.fill (i32.shl (local.get 1) (i32.const 12)) (local.get 0) (i32.const 300))
            (memory.copy (i32.const 8) (i32.const 16) (local.get 0))))
    (i32.sub (memory.size) (local.get 1)))

  (func $floats (param f64 i32) (result i32)
    (local.set 0 (f64.sub (f64.mul (local.get 0) (f64.const 1.5)) (f64.convert_i32_s (local.get 1))))
    (if (f64.lt (f64.abs (local.get 0)) (f64.const 1e6))
      (then (return (i32.trunc_f64_s (f64.neg (local.get 0))))))
    (f64.store (i32.and (local.get 1) (i32.const 0xff8)) (local.get 0))
    (i32.load8_u offset=7 (i32.and (local.get 1) (i32.const 0xff8))))

  (func $bits (param i32 i32) (result i32)
    (i32.or
      (i32.and (i32.shl (local.get 0) (local.get 1)) (i32.const 0xff00))
      (i32.add (i32.extend8_s (i32.shr_s (local.get 0) (i32.const 8)))
               (i32.clz (i32.xor (local.get 1) (i32.shr_u (local.get 0) (i32.const 16)))))))

  (func $lists (param i32) (result i32) (local i32 i32)
    ;; Reverses a linked list.
    (block $done
      (br_if $done (i32.eqz (local.get 0)))
      (loop $next
        (local.set 2 (i32.load offset=4 (local.get 0)))
        (i32.store offset=4 (local.get 0) (local.get 1))
        (local.set 1 (local.get 0))
        (br_if $next (local.tee 0 (local.get 2)))))
    (local.get 1))
)
