;; wrap-extend.u: wrap(extend x) = x
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.wrap_i64 (i64.extend_i32_u (local.get $x)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
  )
)

;; extend-wrap: extend_u(wrap x) = x where x has no high bit
(module
  (func (export "f") (param $x i64) (result i64)
    (local.set $x (i64.and (local.get $x) (i64.const 4294967295)))
    (i64.extend_i32_u (i32.wrap_i64 (local.get $x)))))
(module ;; after
  (type (;0;) (func (param i64) (result i64)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i64) (result i64)
    local.get $x
    i32.const -1
    i64.extend_i32_u
    i64.and
  )
)

;; extend_s-wrap: extend_s(wrap x) = extend32_s(x)
(module
  (func (export "f") (param $x i64) (result i64)
    (i64.extend_i32_s (i32.wrap_i64 (local.get $x)))))
(module ;; after
  (type (;0;) (func (param i64) (result i64)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i64) (result i64)
    local.get $x
    i64.extend32_s
  )
)

;; low-half: x & 0xffffffff = extend_u(wrap x)
(module
  (func (export "f") (param $x i64) (result i64)
    (i64.and (local.get $x) (i64.const 4294967295))))
(module ;; after
  (type (;0;) (func (param i64) (result i64)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i64) (result i64)
    local.get $x
    i32.wrap_i64
    i64.extend_i32_u
  )
)

;; high-half: x & -2^32 = x - extend_u(wrap x)
(module
  (func (export "f") (param $x i64) (result i64)
    (i64.and (local.get $x) (i64.const -4294967296))))
(module ;; after
  (type (;0;) (func (param i64) (result i64)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i64) (result i64)
    local.get $x
    local.get $x
    i32.wrap_i64
    i64.extend_i32_u
    i64.sub
  )
)

;; low-half-by-shifts: (x << 32) >>u 32 = extend_u(wrap x)
(module
  (func (export "f") (param $x i64) (result i64)
    (i64.shr_u (i64.shl (local.get $x) (i64.const 32)) (i64.const 32))))
(module ;; after
  (type (;0;) (func (param i64) (result i64)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i64) (result i64)
    local.get $x
    i32.wrap_i64
    i64.extend_i32_u
  )
)

;; extend32-extend.u: extend32_s(extend_i32 x) = extend_i32_s(x)
(module
  (func (export "f") (param $x i32) (result i64)
    (i64.extend32_s (i64.extend_i32_u (local.get $x)))))
(module ;; after
  (type (;0;) (func (param i32) (result i64)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i64)
    local.get $x
    i64.extend_i32_s
  )
)

;; extend-nonnegative: extend_s x = extend_u x where x is not negative
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i32) (result i64)
    (local.set $x (i32.and (local.get $x) (i32.const 2147483647)))
    (i64.extend_i32_s (local.get $x))))
(module ;; the right-hand side
  (func (export "f") (param $x i32) (result i64)
    (local.set $x (i32.and (local.get $x) (i32.const 2147483647)))
    (i64.extend_i32_u (local.get $x))))

;; sign-extend-redundant.i32.8.0x7f: extendK_s x = x where x has no bit from K - 1 on
(module
  (func (export "f") (param $x i32) (result i32)
    (local.set $x (i32.and (local.get $x) (i32.const 127)))
    (i32.extend8_s (local.get $x))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 127
    i32.and
  )
)

;; sign-extend-negative.i32.8.0x7f: extendK_s x = x where x has all bits from K - 1 on
(module
  (func (export "f") (param $x i32) (result i32)
    (local.set $x (i32.or (local.get $x) (i32.const -128)))
    (i32.extend8_s (local.get $x))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -128
    i32.or
  )
)

;; sign-extend-of-mask.i32.8.0xff: extendK_s(x & m) = extendK_s(x) where m has the low K bits
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.extend8_s (i32.and (local.get $x) (i32.const 255)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.extend8_s
  )
)

;; sign-extend-of-pack.i32.8.0xff.or: extendK_s(x op y) = extendK_s(x) where y has none of the low K bits
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (local.set $y (i32.and (local.get $y) (i32.const -256)))
    (i32.extend8_s (i32.or (local.get $x) (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    i32.extend8_s
  )
)

;; sign-extend-twice.i32.8.8.8: extendK_s(extendL_s x) is the narrower one
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.extend8_s (i32.extend8_s (local.get $x)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.extend8_s
  )
)

;; sign-extend-wider: extend16_s(extend8_s x) = extend8_s x
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.extend16_s (i32.extend8_s (local.get $x)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.extend8_s
  )
)

;; mask-of-sign-extend.i32.8.0xff: extendK_s(x) & m = x & m where m has only low K bits
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.and (i32.extend8_s (local.get $x)) (i32.const 54))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 54
    i32.and
  )
)

;; shl-of-sign-extend.i32.8.24: extendK_s(x) << k = x << k where the copies of the sign fall out
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.shl (i32.extend8_s (local.get $x)) (i32.const 30))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 30
    i32.shl
  )
)

;; shifts-to-sign-extend.i32.8.24: (x << (w - K)) >>s (w - K) = extendK_s x, and with more to the right, shifted
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.shr_s (i32.shl (local.get $x) (i32.const 24)) (i32.const 24))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.extend8_s
  )
)

;; shifts-to-sign-extend-shifted.i32.8.24: (x << (w - K)) >>s b = extendK_s(x) >>s (b - (w - K))
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.shr_s (i32.shl (local.get $x) (i32.const 24)) (i32.const 24))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.extend8_s
    i32.const 0
    i32.shr_s
  )
)

;; xor-sub-sign-extend.i32.8.0xff.0x80: ((x & 0xff) ^ 0x80) - 0x80 = extend8_s x
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.add (i32.xor (i32.and (local.get $x) (i32.const 255)) (i32.const 128)) (i32.const -128))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.extend8_s
  )
)

;; sign-extend-of-shr.i32.8.24.shr_u: extendK_s(x >> (w - K)) = x >>s (w - K)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.extend8_s (i32.shr_u (local.get $x) (i32.const 24)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 24
    i32.shr_s
  )
)

;; wrap-of-sign-extend.8: extendK_s(wrap(extendK_s x)) = wrap(extendK_s x), and the sign extension moves out
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i64) (result i32)
    (i32.wrap_i64 (i64.extend8_s (local.get $x)))))
(module ;; the right-hand side
  (func (export "f") (param $x i64) (result i32)
    (i32.extend8_s (i32.wrap_i64 (local.get $x)))))

;; wrap-of-extend32: wrap(extend32_s x) = wrap x
(module
  (func (export "f") (param $x i64) (result i32)
    (i32.wrap_i64 (i64.extend32_s (local.get $x)))))
(module ;; after
  (type (;0;) (func (param i64) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i64) (result i32)
    local.get $x
    i32.wrap_i64
  )
)

;; sign-extend-of-extend.8.u: extendK_s(extend_i32(x)) = extend_i32_s(extendK_s x)
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i32) (result i64)
    (i64.extend8_s (i64.extend_i32_u (local.get $x)))))
(module ;; the right-hand side
  (func (export "f") (param $x i32) (result i64)
    (i64.extend_i32_s (i32.extend8_s (local.get $x)))))

;; wrap-of-op-extended.add.u: wrap(extend(x) op extend(y)) = x op y
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.wrap_i64 (i64.add (i64.extend_i32_u (local.get $x)) (i64.extend_i32_u (local.get $y))))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.add
  )
)

;; wrap-of-op-const.add: wrap(x op c) = wrap(x) op wrap(c)
(module
  (func (export "f") (param $x i64) (result i32)
    (i32.wrap_i64 (i64.add (local.get $x) (i64.const 292736879177072752)))))
(module ;; after
  (type (;0;) (func (param i64) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i64) (result i32)
    local.get $x
    i32.wrap_i64
    i32.const 98416
    i32.add
  )
)

;; wrap-of-sub-const: wrap(c - x) = wrap(c) - wrap(x)
(module
  (func (export "f") (param $x i64) (result i32)
    (i32.wrap_i64 (i64.sub (i64.const 5242192251719262336) (local.get $x)))))
(module ;; after
  (type (;0;) (func (param i64) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i64) (result i32)
    i32.const 537403520
    local.get $x
    i32.wrap_i64
    i32.sub
  )
)

;; wrap-of-shl: wrap(x << k) = wrap(x) << k for k < 32
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i64) (result i32)
    (i32.wrap_i64 (i64.shl (local.get $x) (i64.const 8)))))
(module ;; the right-hand side
  (func (export "f") (param $x i64) (result i32)
    (i32.shl (i32.wrap_i64 (local.get $x)) (i32.const 8))))

;; wrap-of-shl-variable: wrap(x << extend(y & 31)) = wrap(x) << y
(module
  (func (export "f") (param $x i64) (param $y i32) (result i32)
    (i32.wrap_i64 (i64.shl (local.get $x) (i64.extend_i32_u (i32.and (local.get $y) (i32.const 31)))))))
(module ;; after
  (type (;0;) (func (param i64 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i64) (param $y i32) (result i32)
    local.get $x
    i32.wrap_i64
    local.get $y
    i32.shl
  )
)

;; wrap-of-shr_u: wrap(extend_u(x) >>u k) = x >>u k for k < 32
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.wrap_i64 (i64.shr_u (i64.extend_i32_u (local.get $x)) (i64.const 3)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 3
    i32.shr_u
  )
)

;; wrap-of-shr_s: wrap(extend_s(x) >> k) = x >>s k for k < 32
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.wrap_i64 (i64.shr_s (i64.extend_i32_s (local.get $x)) (i64.const 1)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 1
    i32.shr_s
  )
)

;; wrap-of-shr-either: wrap(x >>s k) = wrap(x >>u k) for k <= 32
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i64) (result i32)
    (i32.wrap_i64 (i64.shr_s (local.get $x) (i64.const 31)))))
(module ;; the right-hand side
  (func (export "f") (param $x i64) (result i32)
    (i32.wrap_i64 (i64.shr_u (local.get $x) (i64.const 31)))))

;; bitwise-extended.and.u: extend_u(x) op extend_u(y) = extend_u(x op y) for bitwise op
(module
  (func (export "f") (param $x i32) (param $y i32) (result i64)
    (i64.and (i64.extend_i32_u (local.get $x)) (i64.extend_i32_u (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i64)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i64)
    local.get $x
    local.get $y
    i32.and
    i64.extend_i32_u
  )
)

;; and-extended-const: extend_u(x) & c = extend_u(x & wrap(c))
(module
  (func (export "f") (param $x i32) (result i64)
    (i64.and (i64.extend_i32_u (local.get $x)) (i64.const -144687080436404208))))
(module ;; after
  (type (;0;) (func (param i32) (result i64)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i64)
    local.get $x
    i32.const -285216752
    i32.and
    i64.extend_i32_u
  )
)

;; and-extended_s-const: extend_s(x) & c = extend_u(x & wrap(c)) for c below 2^32
(module
  (func (export "f") (param $x i32) (result i64)
    (i64.and (i64.extend_i32_s (local.get $x)) (i64.const 4294967294))))
(module ;; after
  (type (;0;) (func (param i32) (result i64)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i64)
    local.get $x
    i32.const -2
    i32.and
    i64.extend_i32_u
  )
)

;; bitwise-extended-const.or.u: extend(x) op c = extend(x op wrap(c)) where c comes back
(module
  (func (export "f") (param $x i32) (result i64)
    (i64.or (i64.extend_i32_u (local.get $x)) (i64.const 4294967294))))
(module ;; after
  (type (;0;) (func (param i32) (result i64)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i64)
    local.get $x
    i32.const -2
    i32.or
    i64.extend_i32_u
  )
)

;; shr-extended.shr_u.u: extend_u(x) >>u k = extend_u(x >>u k) for k < 32
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i32) (result i64)
    (i64.shr_u (i64.extend_i32_u (local.get $x)) (i64.const 0))))
(module ;; the right-hand side
  (func (export "f") (param $x i32) (result i64)
    (i64.extend_i32_u (i32.shr_u (local.get $x) (i32.const 0)))))

;; shl-extended: extend_u(x) << k = extend_u(x << k) where x has room
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i32) (result i64)
    (local.set $x (i32.and (local.get $x) (i32.const 8388607)))
    (i64.shl (i64.extend_i32_u (local.get $x)) (i64.const 9))))
(module ;; the right-hand side
  (func (export "f") (param $x i32) (result i64)
    (local.set $x (i32.and (local.get $x) (i32.const 8388607)))
    (i64.extend_i32_u (i32.shl (local.get $x) (i32.const 9)))))

;; eqz-extended.u: eqz(extend x) = eqz x
(module
  (func (export "f") (param $x i32) (result i32)
    (i64.eqz (i64.extend_i32_u (local.get $x)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.eqz
  )
)

;; compare-extended.eq.u: extend(x) op extend(y) = x op y for comparisons that the extension keeps
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i64.eq (i64.extend_i32_u (local.get $x)) (i64.extend_i32_u (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.eq
  )
)

;; compare-extended-signed.lt: extend_u(x) <s extend_u(y) = x <u y
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i64.lt_s (i64.extend_i32_u (local.get $x)) (i64.extend_i32_u (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.lt_u
  )
)

;; compare-extended-const.eq.u: extend(x) op c = x op wrap(c) where c comes back
(module
  (func (export "f") (param $x i32) (result i32)
    (i64.eq (i64.extend_i32_u (local.get $x)) (i64.const 21))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 21
    i32.eq
  )
)

;; compare-extended-signed-const.lt: extend_u(x) <s c = x <u wrap(c) for c in 0 … 2^32 - 1
(module
  (func (export "f") (param $x i32) (result i32)
    (i64.lt_s (i64.extend_i32_u (local.get $x)) (i64.const 4294967295))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -1
    i32.lt_u
  )
)

;; eqz-low-half: eqz(x >>u 32) with the low half kept apart: eqz(x & 0xffffffff) = eqz(wrap x)
(module
  (func (export "f") (param $x i64) (result i32)
    (i64.eqz (i64.and (local.get $x) (i64.const 4294967295)))))
(module ;; after
  (type (;0;) (func (param i64) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i64) (result i32)
    local.get $x
    i32.wrap_i64
    i32.eqz
  )
)

;; eqz-shl-half: eqz(x << 32) = eqz(wrap x)
(module
  (func (export "f") (param $x i64) (result i32)
    (i64.eqz (i64.shl (local.get $x) (i64.const 32)))))
(module ;; after
  (type (;0;) (func (param i64) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i64) (result i32)
    local.get $x
    i32.wrap_i64
    i32.eqz
  )
)

;; high-half-signed.shr_u: extend_s(wrap(x >>u 32)) = x >>s 32
(module
  (func (export "f") (param $x i64) (result i64)
    (i64.extend_i32_s (i32.wrap_i64 (i64.shr_u (local.get $x) (i64.const 32))))))
(module ;; after
  (type (;0;) (func (param i64) (result i64)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i64) (result i64)
    local.get $x
    i64.const 32
    i64.shr_s
  )
)

;; mul-extended-bool: extend_i32_u(x) * extend_i32_u(b) for a boolean b = extend_i32_u(x * b)
(module
  (func (export "f") (param $x i32) (param $b i32) (result i64)
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (i64.mul (i64.extend_i32_u (local.get $x)) (i64.extend_i32_u (local.get $b)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i64)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $b i32) (result i64)
    local.get $x
    local.get $b
    i32.const 1
    i32.and
    i32.mul
    i64.extend_i32_u
  )
)

