;; Nobody looks at some bits: masks and extensions in front of narrow stores, bits that a later mask takes, loads and stores of the other width.
(module
  (memory (export "m") 1)

  ;; The high bits of the stored values go, also where they were made statements before.
  (func (export "stores") (param $a i32) (param $x i32) (param $y i32) (result i32)
    (local $t i32)
    (i32.store8 (local.get $a) (i32.const 200))
    (i32.store16 offset=2 (local.get $a) (i32.const 65535))
    (local.set $t (i32.and (i32.mul (local.get $x) (local.get $y)) (i32.const 65535)))
    (i32.store8 offset=4 (local.get $a) (local.get $t))
    (i32.store8 offset=5 (local.get $a) (i32.or (local.get $t) (i32.const 256)))
    (i32.store8 offset=6 (local.get $a) (i32.shr_u (local.get $t) (i32.const 7)))
    (i32.load (local.get $a)))

  ;; The carry of the sum comes from below, so only the last mask counts.
  (func (export "sum") (param $x i32) (param $y i32) (result i32)
    (i32.and (i32.add (i32.sub (i32.and (local.get $x) (i32.const 4095)) (local.get $y)) (i32.const 4096)) (i32.const 511)))

  ;; Stores and loads narrow and widen by themselves.
  (func (export "widths") (param $a i32) (param $x i64) (result i64)
    (i32.store offset=8 (local.get $a) (i32.wrap_i64 (local.get $x)))
    (i64.store32 offset=12 (local.get $a) (i64.extend_i32_u (local.get $a)))
    (i64.add
      (i64.extend_i32_u (i32.load8_u offset=8 (local.get $a)))
      (i64.extend_i32_s (i32.load offset=9 (local.get $a))))))
