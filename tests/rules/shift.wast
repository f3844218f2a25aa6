;; shift-by-nothing.i32.shl: x shifted by a multiple of the width = x
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.shl (local.get $x) (i32.const -2147483648))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
  )
)

;; shift-count-reduced.i32.shl: counts are taken modulo the width
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.shl (local.get $x) (i32.const 1207961664))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 0
    i32.shl
  )
)

;; shift-count-masked.i32.shl: x shifted by (y & m) = x shifted by y where m has all bits of the count
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.shl (local.get $x) (i32.and (local.get $y) (i32.const -65)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.shl
  )
)

;; shift-count-masked-extended.shl: x shifted by extend(y & m) = x shifted by extend(y)
(module
  (func (export "f") (param $x i64) (param $y i32) (result i64)
    (i64.shl (local.get $x) (i64.extend_i32_u (i32.and (local.get $y) (i32.const 255))))))
(module ;; after
  (type (;0;) (func (param i64 i32) (result i64)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i64) (param $y i32) (result i64)
    local.get $x
    local.get $y
    i64.extend_i32_u
    i64.shl
  )
)

;; shift-count-round-trip.shl.u: x shifted by extend(wrap y) = x shifted by y
(module
  (func (export "f") (param $x i64) (param $y i64) (result i64)
    (i64.shl (local.get $x) (i64.extend_i32_u (i32.wrap_i64 (local.get $y))))))
(module ;; after
  (type (;0;) (func (param i64 i64) (result i64)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i64) (param $y i64) (result i64)
    local.get $x
    local.get $y
    i64.shl
  )
)

;; shift-count-plus-width.i32.shl: x shifted by (c + y) = x shifted by y where c is a multiple of the width
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.shl (local.get $x) (i32.add (local.get $y) (i32.const 0)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.shl
  )
)

;; shift-count-width-minus.i32.shl: x shifted by (width - y) = x shifted by -y
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.shl (local.get $x) (i32.sub (i32.const -8388608) (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    i32.const 0
    local.get $y
    i32.sub
    i32.shl
  )
)

;; rotl-neg.i32: x rotl -y = x rotr y
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.rotl (local.get $x) (i32.sub (i32.const -2147483584) (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.rotr
  )
)

;; rotr-neg.i32: x rotr -y = x rotl y
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.rotr (local.get $x) (i32.sub (i32.const 0) (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.rotl
  )
)

;; shift-shift.i32.shl: (x << a) << b = x << (a + b) where no count wraps
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.shl (i32.shl (local.get $x) (i32.const 1)) (i32.const 1))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 2
    i32.shl
  )
)

;; shr_s-all.i32: (x >>s a) >>s b = x >>s msb where the sum of the counts is beyond it
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.shr_s (i32.shr_s (local.get $x) (i32.const 8)) (i32.const 31))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 31
    i32.shr_s
  )
)

;; rotate-by-shifts.i32.or: (x << a) op (x >>u b) = x rotl a where a + b = width and a != 0
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.or (i32.shl (local.get $x) (i32.const 30)) (i32.shr_u (local.get $x) (i32.const 2)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 30
    i32.rotl
  )
)

;; rotate-by-variable-shifts.i32: (x << y) | (x >>u -y) = x rotl y
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.or (i32.shl (local.get $x) (local.get $y)) (i32.shr_u (local.get $x) (i32.sub (i32.const 0) (local.get $y))))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.rotl
  )
)

;; shl-shr_u.i32: (x << k) >>u k = x & (-1 >>u k)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.shr_u (i32.shl (local.get $x) (i32.const -3)) (i32.const -3))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 7
    i32.and
  )
)

;; shr-shl.i32.shr_u: (x >> k) << k = x & (-1 << k)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.shl (i32.shr_u (local.get $x) (i32.const 2046)) (i32.const 2046))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -64
    i32.const 24
    i32.shl
    i32.and
  )
)

;; shl-shr_u-right.i32: (x << a) >>u b = x >>u (b - a) where no bit falls out at the top
(module
  (func (export "f") (param $x i32) (result i32)
    (local.set $x (i32.and (local.get $x) (i32.const 524287)))
    (i32.shr_u (i32.shl (local.get $x) (i32.const 13)) (i32.const 15))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 524287
    i32.and
    i32.const 2
    i32.shr_u
  )
)

;; shl-shr_u-left.i32: (x << a) >>u b = x << (a - b) where no bit falls out at the top
(module
  (func (export "f") (param $x i32) (result i32)
    (local.set $x (i32.and (local.get $x) (i32.const 16383)))
    (i32.shr_u (i32.shl (local.get $x) (i32.const 18)) (i32.const 0))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 16383
    i32.and
    i32.const 18
    i32.shl
  )
)

;; shr_u-shl-right.i32: (x >> a) << b = x >>u (a - b) where no bit falls out at the bottom
(module
  (func (export "f") (param $x i32) (result i32)
    (local.set $x (i32.and (local.get $x) (i32.const -1)))
    (i32.shl (i32.shr_u (local.get $x) (i32.const 0)) (i32.const 0))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -1
    i32.and
    i32.const 0
    i32.shr_u
  )
)

;; shr-shl-left.i32.shr_u: (x >> a) << b = x << (b - a) where no bit falls out at the bottom
(module
  (func (export "f") (param $x i32) (result i32)
    (local.set $x (i32.and (local.get $x) (i32.const -524288)))
    (i32.shl (i32.shr_u (local.get $x) (i32.const 19)) (i32.const 22))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -524288
    i32.and
    i32.const 3
    i32.shl
  )
)

;; shr_s-of-nonnegative.i32: x >>s k = x >>u k where x is not negative
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (local.set $x (i32.and (local.get $x) (i32.const 2147483647)))
    (i32.shr_s (local.get $x) (local.get $y))))
(module ;; the right-hand side
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (local.set $x (i32.and (local.get $x) (i32.const 2147483647)))
    (i32.shr_u (local.get $x) (local.get $y))))

;; shr_s-masked.i32: (x >>s k) & m = (x >>u k) & m where m has none of the copies of the sign
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.and (i32.shr_s (local.get $x) (i32.const 40)) (i32.const 64))))
(module ;; the right-hand side
  (func (export "f") (param $x i32) (result i32)
    (i32.and (i32.shr_u (local.get $x) (i32.const 40)) (i32.const 64))))

;; sign-bit: x >>u 31 = eqz(clz x)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.shr_u (local.get $x) (i32.const 31))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.clz
    i32.eqz
  )
)

;; sign-bit-wrap: wrap(x >>u 63) = eqz(clz x)
(module
  (func (export "f") (param $x i64) (result i32)
    (i32.wrap_i64 (i64.shr_u (local.get $x) (i64.const 63)))))
(module ;; after
  (type (;0;) (func (param i64) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i64) (result i32)
    local.get $x
    i64.clz
    i64.eqz
  )
)

