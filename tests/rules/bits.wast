;; mask-redundant.i32: x & m = x where x has no bit outside m
(module
  (func (export "f") (param $x i32) (result i32)
    (local.set $x (i32.and (local.get $x) (i32.const 1)))
    (i32.and (local.get $x) (i32.const 1))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 1
    i32.and
  )
)

;; or-redundant.i32: x | m = x where x has all bits of m
(module
  (func (export "f") (param $x i32) (result i32)
    (local.set $x (i32.or (local.get $x) (i32.const 39)))
    (i32.or (local.get $x) (i32.const 39))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 39
    i32.or
  )
)

;; mask-fill-high.i32: x & m = x & f, where f fills m above its highest bit and x has no bit there: the LEB of a negative number is short
(module
  (func (export "f") (param $x i32) (result i32)
    (local.set $x (i32.and (local.get $x) (i32.const 2147483647)))
    (i32.and (local.get $x) (i32.const 2143289345))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -2
    i32.const 1
    i32.shr_u
    i32.and
    i32.const -4194303
    i32.and
  )
)

;; mask-fill-low.i32: x & m = x & f, where f fills m below its lowest bit and x has no bit there
(module
  (func (export "f") (param $x i32) (result i32)
    (local.set $x (i32.and (local.get $x) (i32.const -2147483648)))
    (i32.and (local.get $x) (i32.const -2147483648))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -64
    i32.const 25
    i32.shl
    i32.and
    i32.const -1
    i32.and
  )
)

;; mask-of-shr_u.i32: (x >>u k) & m = (x >>u k) & f, where f fills m with the bits that the shift has cleared
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.and (i32.shr_u (local.get $x) (i32.const 2143289345)) (i32.const 2143289345))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 2143289345
    i32.shr_u
    i32.const -4194303
    i32.and
  )
)

;; mask-before-shl.i32: (x << k) & m = (x & (m >>u k)) << k
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.and (i32.shl (local.get $x) (i32.const -348516427)) (i32.const 269091088))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 128
    i32.and
    i32.const -348516427
    i32.shl
  )
)

;; mask-before-shl-negative.i32: (x << k) & m = (x & (m >>s k)) << k
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.and (i32.shl (local.get $x) (i32.const 21045252)) (i32.const -1860173728))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -116260858
    i32.and
    i32.const 21045252
    i32.shl
  )
)

;; mask-after-shr_u.i32: (x & m) >>u k = (x >>u k) & (m >>u k)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.shr_u (i32.and (local.get $x) (i32.const 2143289345)) (i32.const 29))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 29
    i32.shr_u
    i32.const 3
    i32.and
  )
)

;; mask-after-shr_u-negative.i32: (x & m) >>u k = (x >>u k) & (m >>s k)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.shr_u (i32.and (local.get $x) (i32.const 149784988)) (i32.const 1))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 1
    i32.shr_u
    i32.const 74892494
    i32.and
  )
)

;; shr_u-of-mask.i32: (x & m) >>u k = x >>u k where m has all bits that stay
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.shr_u (i32.and (local.get $x) (i32.const -2)) (i32.const -2073352399))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -2073352399
    i32.shr_u
  )
)

;; shr_s-of-mask.i32: (x & m) >>s k = x >>s k where m has all bits that stay
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.shr_s (i32.and (local.get $x) (i32.const -4096)) (i32.const 172602))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 172602
    i32.shr_s
  )
)

;; shl-of-mask.i32: (x & m) << k = x << k where m has all bits that stay
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.shl (i32.and (local.get $x) (i32.const -1)) (i32.const -9))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -9
    i32.shl
  )
)

;; masked-away.i32.or: (x op y) & c = x & c where y has no bit of c
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (local.set $y (i32.and (local.get $y) (i32.const -4231169)))
    (i32.and (i32.or (local.get $x) (local.get $y)) (i32.const 4231168))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    i32.const 4231168
    i32.and
  )
)

;; masked-away-sum.i32.add: (x op y) & c = x & c for a mask c of low bits of which y has none
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (local.set $y (i32.and (local.get $y) (i32.const 0)))
    (i32.and (i32.add (local.get $x) (local.get $y)) (i32.const -1))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    i32.const -1
    i32.and
  )
)

;; mask-inside-mask.i32.add: (x & m) op y under a low mask c inside m: the inner mask is redundant
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.and (i32.add (i32.and (local.get $x) (i32.const -1)) (local.get $y)) (i32.const -1))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.add
    i32.const -1
    i32.and
  )
)

;; mask-inside-mask-sub.i32: (y - (x & m)) & c likewise
(module
  (func (export "f") (param $y i32) (param $x i32) (result i32)
    (i32.and (i32.sub (local.get $y) (i32.and (local.get $x) (i32.const 1))) (i32.const 1))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $y i32) (param $x i32) (result i32)
    local.get $y
    local.get $x
    i32.sub
    i32.const 1
    i32.and
  )
)

;; unpack-high.i32.shr_u: (x or y) >> k = y >> k where x has only bits that fall out: the high half of a packed value
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (local.set $x (i32.and (local.get $x) (i32.const 255)))
    (i32.shr_u (i32.or (local.get $x) (local.get $y)) (i32.const 8))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $y
    i32.const 8
    i32.shr_u
  )
)

;; unpack-high-add.i32.shr_u: (x + y) >> k = y >> k where x is below 2^k and y has no bit there
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (local.set $x (i32.and (local.get $x) (i32.const 524287)))
    (local.set $y (i32.and (local.get $y) (i32.const -524288)))
    (i32.shr_u (i32.add (local.get $x) (local.get $y)) (i32.const 51))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $y
    i32.const -524288
    i32.and
    i32.const 51
    i32.shr_u
  )
)

;; unpack-low.i32.or: (x or y) << k = y << k where x has only bits that fall out
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (local.set $x (i32.and (local.get $x) (i32.const -16)))
    (i32.shl (i32.or (local.get $x) (local.get $y)) (i32.const 60))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $y
    i32.const 60
    i32.shl
  )
)

;; wrap-of-pack.or: the low bits of x or y are those of x where y has none
(module
  (func (export "f") (param $x i64) (param $y i64) (result i32)
    (local.set $y (i64.and (local.get $y) (i64.const -4294967296)))
    (i32.wrap_i64 (i64.or (local.get $x) (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i64 i64) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i64) (param $y i64) (result i32)
    local.get $x
    i32.wrap_i64
  )
)

;; wrap-of-sub-high: wrap(x - y) = wrap(x) where y has only high bits
(module
  (func (export "f") (param $x i64) (param $y i64) (result i32)
    (local.set $y (i64.and (local.get $y) (i64.const -4294967296)))
    (i32.wrap_i64 (i64.sub (local.get $x) (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i64 i64) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i64) (param $y i64) (result i32)
    local.get $x
    i32.wrap_i64
  )
)

;; wrap-of-mask: wrap(x & m) = wrap(x) where m has all low bits
(module
  (func (export "f") (param $x i64) (result i32)
    (i32.wrap_i64 (i64.and (local.get $x) (i64.const -2251799813685249)))))
(module ;; after
  (type (;0;) (func (param i64) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i64) (result i32)
    local.get $x
    i32.wrap_i64
  )
)

;; low-bit: x & 1 = eqz(ctz x)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.and (local.get $x) (i32.const 1))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.ctz
    i32.eqz
  )
)

;; low-bit-wrap: wrap(x & 1) = eqz(ctz x)
(module
  (func (export "f") (param $x i64) (result i32)
    (i32.wrap_i64 (i64.and (local.get $x) (i64.const 1)))))
(module ;; after
  (type (;0;) (func (param i64) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i64) (result i32)
    local.get $x
    i64.ctz
    i64.eqz
  )
)

;; low-bit-of-wrap: wrap(x) & 1 = eqz(ctz x)
(module
  (func (export "f") (param $x i64) (result i32)
    (i32.and (i32.wrap_i64 (local.get $x)) (i32.const 1))))
(module ;; after
  (type (;0;) (func (param i64) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i64) (result i32)
    local.get $x
    i64.ctz
    i64.eqz
  )
)

;; low-mask-by-shifts.i32: x & (2^n - 1) = (x << k) >>u k with k = clz: shorter for masks of four bytes and more
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.and (local.get $x) (i32.const 2147483647))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -2
    i32.const 1
    i32.shr_u
    i32.and
  )
)

;; high-mask-by-shifts.i32: x & -2^k = (x >>u k) << k: shorter for masks of four bytes and more
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.and (local.get $x) (i32.const -2147483648))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -64
    i32.const 25
    i32.shl
    i32.and
  )
)

;; sign-cleared-by-shifts: x & max = (x << 1) >>u 1
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.and (local.get $x) (i32.const 2147483647))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -2
    i32.const 1
    i32.shr_u
    i32.and
  )
)

;; shl-factor.i32.and: (x << a) op (y << a) = (x op y) << a
;; the proof of the rule goes through all cases of the count; the proof of a function does not, and gives up where the count is no constant
(module
  (func (export "f") (param $x i32) (param $k i32) (param $y i32) (result i32)
    (i32.and (i32.shl (local.get $x) (local.get $k)) (i32.shl (local.get $y) (local.get $k)))))
(module ;; the right-hand side
  (func (export "f") (param $x i32) (param $k i32) (param $y i32) (result i32)
    (i32.shl (i32.and (local.get $x) (local.get $y)) (local.get $k))))

;; shl-factor-sub.i32: (x << a) - (y << a) = (x - y) << a
;; the proof of the rule goes through all cases of the count; the proof of a function does not, and gives up where the count is no constant
(module
  (func (export "f") (param $x i32) (param $k i32) (param $y i32) (result i32)
    (i32.sub (i32.shl (local.get $x) (local.get $k)) (i32.shl (local.get $y) (local.get $k)))))
(module ;; the right-hand side
  (func (export "f") (param $x i32) (param $k i32) (param $y i32) (result i32)
    (i32.shl (i32.sub (local.get $x) (local.get $y)) (local.get $k))))

;; shr-factor.i32.and.shr_u: (x >> a) op (y >> a) = (x op y) >> a
;; the proof of the rule goes through all cases of the count; the proof of a function does not, and gives up where the count is no constant
(module
  (func (export "f") (param $x i32) (param $k i32) (param $y i32) (result i32)
    (i32.and (i32.shr_u (local.get $x) (local.get $k)) (i32.shr_u (local.get $y) (local.get $k)))))
(module ;; the right-hand side
  (func (export "f") (param $x i32) (param $k i32) (param $y i32) (result i32)
    (i32.shr_u (i32.and (local.get $x) (local.get $y)) (local.get $k))))

;; de-morgan-and.i32: ~x & ~y = ~(x | y)
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.and (i32.xor (local.get $x) (i32.const -1)) (i32.xor (local.get $y) (i32.const -1)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.or
    i32.const -1
    i32.xor
  )
)

;; de-morgan-or.i32: ~x | ~y = ~(x & y)
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.or (i32.xor (local.get $x) (i32.const -1)) (i32.xor (local.get $y) (i32.const -1)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.and
    i32.const -1
    i32.xor
  )
)

