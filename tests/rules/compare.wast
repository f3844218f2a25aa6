;; eqz-compare.i32.eq.ne: not (a < b) = a >= b, and all its relatives
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.eqz (i32.eq (local.get $x) (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.ne
  )
)

;; eqz-compare-float.f32.eq.ne: not (a = b) = a != b also for floats: NaN is unequal to everything
(module
  (func (export "f") (param $x f32) (param $y f32) (result i32)
    (i32.eqz (f32.eq (local.get $x) (local.get $y)))))
(module ;; after
  (type (;0;) (func (param f32 f32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x f32) (param $y f32) (result i32)
    local.get $x
    local.get $y
    f32.ne
  )
)

;; eqz-eqz: eqz(eqz b) = b for booleans
(module
  (func (export "f") (param $b i32) (result i32)
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (i32.eqz (i32.eqz (local.get $b)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $b i32) (result i32)
    local.get $b
    i32.const 1
    i32.and
  )
)

;; eq-zero.i32: (x = 0) = eqz x
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.eq (local.get $x) (i32.const 0))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.eqz
  )
)

;; ne-zero.i32: (x != 0) = eqz(eqz x)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.ne (local.get $x) (i32.const 0))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.eqz
    i32.eqz
  )
)

;; gt_u-zero.i32: (x >u 0) = eqz(eqz x)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.gt_u (local.get $x) (i32.const 0))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.eqz
    i32.eqz
  )
)

;; ge_u-one.i32: (x >=u 1) = eqz(eqz x)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.ge_u (local.get $x) (i32.const 1))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.eqz
    i32.eqz
  )
)

;; le_u-zero.i32: (x <=u 0) = eqz x
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.le_u (local.get $x) (i32.const 0))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.eqz
  )
)

;; lt_u-one.i32: (x <u 1) = eqz x
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.lt_u (local.get $x) (i32.const 1))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.eqz
  )
)

;; eq-one-bool: (b = 1) = b for booleans
(module
  (func (export "f") (param $b i32) (result i32)
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (i32.eq (local.get $b) (i32.const 1))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $b i32) (result i32)
    local.get $b
    i32.const 1
    i32.and
  )
)

;; ne-one-bool: (b != 1) = eqz b for booleans
(module
  (func (export "f") (param $b i32) (result i32)
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (i32.ne (local.get $b) (i32.const 1))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $b i32) (result i32)
    local.get $b
    i32.const 1
    i32.and
    i32.eqz
  )
)

;; xor-one-bool: b ^ 1 = eqz b for booleans
(module
  (func (export "f") (param $b i32) (result i32)
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (i32.xor (local.get $b) (i32.const 1))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $b i32) (result i32)
    local.get $b
    i32.const 1
    i32.and
    i32.eqz
  )
)

;; one-minus-bool: 1 - b = eqz b for booleans
(module
  (func (export "f") (param $b i32) (result i32)
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (i32.sub (i32.const 1) (local.get $b))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $b i32) (result i32)
    local.get $b
    i32.const 1
    i32.and
    i32.eqz
  )
)

;; compare-self-true.i32.eq: x op x
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.eq (local.get $x) (local.get $x))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    i32.const 1
  )
)

;; compare-self-false.i32.ne: x op x
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.ne (local.get $x) (local.get $x))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    i32.const 0
  )
)

;; negative.i32: (x <s 0) = eqz(clz x)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.lt_s (local.get $x) (i32.const 0))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.clz
    i32.eqz
  )
)

;; negative-le.i32: (x <=s -1) = eqz(clz x)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.le_s (local.get $x) (i32.const -1))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.clz
    i32.eqz
  )
)

;; not-negative.i32: (x >=s 0) = !!clz x: as a condition, clz x alone
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.ge_s (local.get $x) (i32.const 0))))
(module ;; the right-hand side
  (func (export "f") (param $x i32) (result i32)
    (i32.eqz (i32.eqz (i32.clz (local.get $x))))))

;; not-negative-gt.i32: (x >s -1) = !!clz x
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.gt_s (local.get $x) (i32.const -1))))
(module ;; the right-hand side
  (func (export "f") (param $x i32) (result i32)
    (i32.eqz (i32.eqz (i32.clz (local.get $x))))))

;; eqz-difference.i32.sub: eqz(x op y) = (x = y) for op in -, ^
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.eqz (i32.sub (local.get $x) (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.eq
  )
)

;; eqz-sum.i32: eqz(x + c) = (x = -c)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.eqz (i32.add (local.get $x) (i32.const 33)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -33
    i32.eq
  )
)

;; eqz-of-rotate.i32.rotl: eqz(x rotl y) = eqz x
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.eqz (i32.rotl (local.get $x) (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    i32.eqz
  )
)

;; eq-of-add.i32.eq: (x + a = b) = (x = b - a)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.eq (i32.add (local.get $x) (i32.const 34)) (i32.const -1))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -35
    i32.eq
  )
)

;; eq-of-sub.i32.eq: (a - x = b) = (x = a - b)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.eq (i32.sub (i32.const 0) (local.get $x)) (i32.const 36))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -36
    i32.eq
  )
)

;; eq-of-xor.i32.eq: (x ^ a = b) = (x = a ^ b)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.eq (i32.xor (local.get $x) (i32.const 34)) (i32.const 968382))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 968348
    i32.eq
  )
)

;; eq-of-rotl.i32.eq: (x rotl k = c) = (x = c rotr k)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.eq (i32.rotl (local.get $x) (i32.const -65536)) (i32.const 0))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 0
    i32.eq
  )
)

;; eq-same-operand.i32.add.eq: (x op z = y op z) = (x = y)
(module
  (func (export "f") (param $x i32) (param $z i32) (param $y i32) (result i32)
    (i32.eq (i32.add (local.get $x) (local.get $z)) (i32.add (local.get $y) (local.get $z)))))
(module ;; after
  (type (;0;) (func (param i32 i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $z i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.eq
  )
)

;; eq-same-subtrahend.i32.eq: (x - z = y - z) = (x = y)
(module
  (func (export "f") (param $x i32) (param $z i32) (param $y i32) (result i32)
    (i32.eq (i32.sub (local.get $x) (local.get $z)) (i32.sub (local.get $y) (local.get $z)))))
(module ;; after
  (type (;0;) (func (param i32 i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $z i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.eq
  )
)

;; eq-same-minuend.i32.eq: (z - x = z - y) = (x = y)
(module
  (func (export "f") (param $z i32) (param $x i32) (param $y i32) (result i32)
    (i32.eq (i32.sub (local.get $z) (local.get $x)) (i32.sub (local.get $z) (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i32 i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $z i32) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.eq
  )
)

;; eq-unchanged.i32.add: (x op y = x) = eqz y
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.eq (i32.add (local.get $x) (local.get $y)) (local.get $x))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $y
    i32.eqz
  )
)

;; eq-unchanged-sub.i32: (x - y = x) = eqz y
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.eq (i32.sub (local.get $x) (local.get $y)) (local.get $x))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $y
    i32.eqz
  )
)

;; has-bit.i32: (x & m = m) = (x & m != 0) for one bit m
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.eq (i32.and (local.get $x) (i32.const 1)) (i32.const 1))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 1
    i32.and
    i32.eqz
    i32.eqz
  )
)

;; has-not-bit.i32: (x & m != m) = eqz(x & m) for one bit m
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.ne (i32.and (local.get $x) (i32.const 1)) (i32.const 1))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 1
    i32.and
    i32.eqz
  )
)

;; no-bit.i32.clz: (clz x = width) = eqz x; ctz likewise
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.eq (i32.clz (local.get $x)) (i32.const 32))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.eqz
  )
)

;; some-bit.i32.clz: (clz x != width) = eqz(eqz x); ctz likewise
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.ne (i32.clz (local.get $x)) (i32.const 32))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.eqz
    i32.eqz
  )
)

;; no-bit-by-shift.clz: clz(x) >>u 5 = eqz x; ctz likewise
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.shr_u (i32.clz (local.get $x)) (i32.const 5))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.eqz
  )
)

;; no-bit-by-shift-wrap.clz: wrap(clz(x) >>u 6) = eqz x; ctz likewise
(module
  (func (export "f") (param $x i64) (result i32)
    (i32.wrap_i64 (i64.shr_u (i64.clz (local.get $x)) (i64.const 6)))))
(module ;; after
  (type (;0;) (func (param i64) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i64) (result i32)
    local.get $x
    i64.eqz
  )
)

;; ge-boundary.i32.s.min: (x >= c) = (x > c - 1), where that is shorter: 64 takes two bytes, 63 one
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.ge_s (local.get $x) (i32.const 1048576))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 1048575
    i32.gt_s
  )
)

;; lt-boundary.i32.s.min: (x < c) = (x <= c - 1)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.lt_s (local.get $x) (i32.const 1048576))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 1048575
    i32.le_s
  )
)

;; gt-boundary.i32.s.max: (x > c) = (x >= c + 1)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.gt_s (local.get $x) (i32.const -65))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -64
    i32.ge_s
  )
)

;; le-boundary.i32.s.max: (x <= c) = (x < c + 1)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.le_s (local.get $x) (i32.const -65))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -64
    i32.lt_s
  )
)

;; narrow-below.i32.8.0xff.0x80.lt_u: (x & 0xff) <u c = extend8_s(x) <u c for c <= 0x80: bytes from 0x80 on are large either way
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.lt_u (i32.and (local.get $x) (i32.const 255)) (i32.const 64))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.extend8_s
    i32.const 64
    i32.lt_u
  )
)

;; narrow-above.i32.8.0xff.0x80.gt_u: (x & 0xff) >u c = extend8_s(x) >u c for c < 0x80
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.gt_u (i32.and (local.get $x) (i32.const 255)) (i32.const 14))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.extend8_s
    i32.const 14
    i32.gt_u
  )
)

;; narrow-equal.i32.8.0xff.eq: (x & 0xff) = c becomes extend8_s(x) = extend8_s(c)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.eq (i32.and (local.get $x) (i32.const 255)) (i32.const 128))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.extend8_s
    i32.const -128
    i32.eq
  )
)

;; narrow-both.i32.8.0xff.eq: (x & 0xff) = (y & 0xff) becomes extend8_s(x) = extend8_s(y)
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.eq (i32.and (local.get $x) (i32.const 255)) (i32.and (local.get $y) (i32.const 255)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    i32.extend8_s
    local.get $y
    i32.extend8_s
    i32.eq
  )
)

;; narrow-eqz.i32.8.0xff: eqz(x & 0xff) = eqz(extend8_s x)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.eqz (i32.and (local.get $x) (i32.const 255)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.extend8_s
    i32.eqz
  )
)

;; narrow-sign-clear.8.0x80: eqz(x & 0x80) = eqz(eqz(clz(extend8_s x)))
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.eqz (i32.and (local.get $x) (i32.const 128)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.extend8_s
    i32.clz
    i32.eqz
    i32.eqz
  )
)

;; eq-min.i32.eq: (x = min) = (ctz x = w - 1): only the sign bit is set
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.eq (local.get $x) (i32.const -2147483648))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.ctz
    i32.const 31
    i32.eq
  )
)

;; sign-clear.i32: eqz(x & min) = (x >=s 0)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.eqz (i32.and (local.get $x) (i32.const -2147483648)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 0
    i32.ge_s
  )
)

;; eqz-high.i32: eqz(x & -2^k) = eqz(x >>u k)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.eqz (i32.and (local.get $x) (i32.const -2048)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 11
    i32.shr_u
    i32.eqz
  )
)

;; eqz-low.i32: eqz(x & (2^n - 1)) = eqz(x << clz)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.eqz (i32.and (local.get $x) (i32.const 65535)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 16
    i32.shl
    i32.eqz
  )
)

;; eq-high.i32.eq: (x & -2^k = c) = (x >>u k = c >>u k) where c has no lower bit
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.eq (i32.and (local.get $x) (i32.const -2147483648)) (i32.const -2147483648))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 31
    i32.shr_u
    i32.const 1
    i32.eq
  )
)

;; eq-low.i32.eq: (x & (2^n - 1) = c) = (x << k = c << k) with k = clz, where c has no higher bit
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.eq (i32.and (local.get $x) (i32.const 255)) (i32.const 0))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 24
    i32.shl
    i32.const 0
    i32.eq
  )
)

;; eq-rotated.i32.eq: (x = c) = (x rotr k = c >>u k) with k = ctz(c), where that saves four bytes
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.eq (local.get $x) (i32.const -2147483648))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -64
    i32.const 25
    i32.shl
    i32.eq
  )
)

;; sign-ignored.i32.gt_u: (x & max) >u c = (x << 1) >u (c << 1): the test for NaN on bits
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.gt_u (i32.and (local.get $x) (i32.const 2147483647)) (i32.const 65))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 1
    i32.shl
    i32.const 130
    i32.gt_u
  )
)

;; byte-range.i32: ((x + a) & 0xff) <u n = (x + a) <u n for a byte x, where the wrapped part cannot be below n
(module
  (func (export "f") (param $x i32) (result i32)
    (local.set $x (i32.and (local.get $x) (i32.const 255)))
    (i32.lt_u (i32.and (i32.add (local.get $x) (i32.const 0)) (i32.const 255)) (i32.const 1))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 255
    i32.and
    i32.const 0
    i32.add
    i32.const 1
    i32.lt_u
  )
)

;; in-range.i32.s: a <= x <= b = (x - a) <=u (b - a), signed or unsigned, where a <= b
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.and (i32.ge_s (local.get $x) (i32.const -1)) (i32.le_s (local.get $x) (i32.const 0)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -1
    i32.sub
    i32.const 1
    i32.le_u
  )
)

;; in-open-range.i32.s: a < x < b = (x - (a + 1)) <u (b - (a + 1)), where a < b
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.and (i32.gt_s (local.get $x) (i32.const 1)) (i32.lt_s (local.get $x) (i32.const 63)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 2
    i32.sub
    i32.const 61
    i32.lt_u
  )
)

;; in-half-open-range.i32.s: a <= x < b = (x - a) <u (b - a), where a <= b
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.and (i32.ge_s (local.get $x) (i32.const -2)) (i32.lt_s (local.get $x) (i32.const 1)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -2
    i32.sub
    i32.const 3
    i32.lt_u
  )
)

;; in-range-above.i32.s: a < x <= b = (x - (a + 1)) <u (b - a), where a <= b
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.and (i32.gt_s (local.get $x) (i32.const 0)) (i32.le_s (local.get $x) (i32.const 41)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 1
    i32.sub
    i32.const 41
    i32.lt_u
  )
)

;; outside-range.i32.s: x < a or x > b = (x - a) >u (b - a), where a <= b
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.or (i32.lt_s (local.get $x) (i32.const 1)) (i32.gt_s (local.get $x) (i32.const 1049608)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 1
    i32.sub
    i32.const 1049607
    i32.gt_u
  )
)

;; outside-half-open-range.i32.s: x < a or x >= b = (x - a) >=u (b - a), where a <= b
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.or (i32.lt_s (local.get $x) (i32.const -1)) (i32.ge_s (local.get $x) (i32.const 0)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -1
    i32.sub
    i32.const 1
    i32.ge_u
  )
)

;; either-of-two.i32: x = a or x = b is one comparison where a and b differ in one bit
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.or (i32.eq (local.get $x) (i32.const -2147483648)) (i32.eq (local.get $x) (i32.const -2147483584)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 64
    i32.or
    i32.const -2147483584
    i32.eq
  )
)

;; neither-of-two.i32: x != a and x != b likewise
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.and (i32.ne (local.get $x) (i32.const 1)) (i32.ne (local.get $x) (i32.const 0)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 1
    i32.or
    i32.const 1
    i32.ne
  )
)

;; either-of-neighbours.i32: x = a or x = a + 1 is (x - a) <u 2
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.or (i32.eq (local.get $x) (i32.const -1)) (i32.eq (local.get $x) (i32.const 0)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -1
    i32.sub
    i32.const 2
    i32.lt_u
  )
)

;; neither-of-neighbours.i32: x != a and x != a + 1 is (x - a) >u 1
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.and (i32.ne (local.get $x) (i32.const 0)) (i32.ne (local.get $x) (i32.const 1)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 0
    i32.sub
    i32.const 1
    i32.gt_u
  )
)

;; both-zero.i32: eqz x and eqz y = eqz(x | y)
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.and (i32.eqz (local.get $x)) (i32.eqz (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.or
    i32.eqz
  )
)

;; one-nonzero.i32: x != 0 or y != 0 = (x | y) != 0
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.or (i32.eqz (i32.eqz (local.get $x))) (i32.eqz (i32.eqz (local.get $y))))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.or
    i32.eqz
    i32.eqz
  )
)

;; both-nonnegative.i32: x >=s 0 and y >=s 0 = (x | y) >=s 0
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.and (i32.ge_s (local.get $x) (i32.const 0)) (i32.ge_s (local.get $y) (i32.const 0)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.or
    i32.const 0
    i32.ge_s
  )
)

;; one-negative.i32: x <s 0 or y <s 0 = (x | y) <s 0
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.or (i32.lt_s (local.get $x) (i32.const 0)) (i32.lt_s (local.get $y) (i32.const 0)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.or
    i32.const 0
    i32.lt_s
  )
)

;; both-negative.i32: x <s 0 and y <s 0 = (x & y) <s 0
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.and (i32.lt_s (local.get $x) (i32.const 0)) (i32.lt_s (local.get $y) (i32.const 0)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.and
    i32.const 0
    i32.lt_s
  )
)

;; one-false: eqz b or eqz c = eqz(b & c) for booleans
(module
  (func (export "f") (param $b i32) (param $c i32) (result i32)
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (local.set $c (i32.and (local.get $c) (i32.const 1)))
    (i32.or (i32.eqz (local.get $b)) (i32.eqz (local.get $c)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $b i32) (param $c i32) (result i32)
    local.get $b
    i32.const 1
    i32.and
    local.get $c
    i32.const 1
    i32.and
    i32.and
    i32.eqz
  )
)

;; eqz-bool-eq: b != c = b ^ c for booleans: eqz of it is b = c
(module
  (func (export "f") (param $b i32) (param $c i32) (result i32)
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (local.set $c (i32.and (local.get $c) (i32.const 1)))
    (i32.eq (i32.eqz (local.get $b)) (local.get $c))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $b i32) (param $c i32) (result i32)
    local.get $b
    i32.const 1
    i32.and
    local.get $c
    i32.const 1
    i32.and
    i32.xor
  )
)

;; less-or-equal.i32.s: x < y or x = y = x <= y
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.or (i32.lt_s (local.get $x) (local.get $y)) (i32.eq (local.get $x) (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.le_s
  )
)

;; less-and-different.i32.s: x <= y and x != y = x < y
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.and (i32.le_s (local.get $x) (local.get $y)) (i32.ne (local.get $x) (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.lt_s
  )
)

;; all-bits.i32: (x & m) = m as no bit of m is missing: eqz((-1 - x) & m); m is written once
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.eq (i32.and (local.get $x) (i32.const -268435456)) (i32.const -268435456))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    i32.const -1
    local.get $x
    i32.sub
    i32.const -64
    i32.const 22
    i32.shl
    i32.and
    i32.eqz
  )
)

;; some-bit-missing.i32: (x & m) != m likewise: as a condition, (-1 - x) & m alone
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.ne (i32.and (local.get $x) (i32.const 14954683)) (i32.const 14954683))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    i32.const -1
    local.get $x
    i32.sub
    i32.const 14954683
    i32.and
    i32.eqz
    i32.eqz
  )
)

