;; sub-const.i32: x - c = x + -c. The way back is taken only where the LEB is shorter (c = -64); the extractor chooses (c = 64).
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.sub (local.get $x) (i32.const 0))))
(module ;; the right-hand side
  (func (export "f") (param $x i32) (result i32)
    (i32.add (local.get $x) (i32.const 0))))

;; add-const.i32: x + c = x - -c
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.add (local.get $x) (i32.const 134217728))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 32
    i32.const 22
    i32.shl
    i32.add
  )
)

;; add-add.i32: (x + a) + b = x + (a + b)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.add (i32.add (local.get $x) (i32.const 8192)) (i32.const 55))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 8247
    i32.add
  )
)

;; add-sub.i32: (a - x) + b = (a + b) - x
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.add (i32.sub (i32.const 1) (local.get $x)) (i32.const 55059))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    i32.const 55060
    local.get $x
    i32.sub
  )
)

;; sub-add.i32: a - (x + b) = (a - b) - x
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.sub (i32.const 49) (i32.add (local.get $x) (i32.const 29)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    i32.const 20
    local.get $x
    i32.sub
  )
)

;; sub-sub.i32: a - (b - x) = x + (a - b)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.sub (i32.const 128) (i32.sub (i32.const 1) (local.get $x)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 127
    i32.add
  )
)

;; sub-of-sums.i32: (x + a) - (y + b) = (x - y) + (a - b)
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.sub (i32.add (local.get $x) (i32.const 0)) (i32.add (local.get $y) (i32.const 61)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.sub
    i32.const -61
    i32.add
  )
)

;; add-of-sums.i32: (x + a) + (y + b) = (x + y) + (a + b)
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.add (i32.add (local.get $x) (i32.const -68289475)) (i32.add (local.get $y) (i32.const 0)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.add
    i32.const -68289475
    i32.add
  )
)

;; not-add.i32: ~x + c = (c - 1) - x
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.add (i32.xor (local.get $x) (i32.const -1)) (i32.const -798203618))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    i32.const -798203619
    local.get $x
    i32.sub
  )
)

;; sub-not.i32: c - ~x = x + (c + 1)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.sub (i32.const 13) (i32.xor (local.get $x) (i32.const -1)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 14
    i32.add
  )
)

;; not-of-add.i32: ~(x + c) = (-1 - c) - x
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.xor (i32.add (local.get $x) (i32.const -3)) (i32.const -1))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    i32.const 2
    local.get $x
    i32.sub
  )
)

;; not-of-sub.i32: ~(c - x) = x + (-1 - c)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.xor (i32.sub (i32.const -1943649738) (local.get $x)) (i32.const -1))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 1943649737
    i32.add
  )
)

;; and-and.i32: (x & a) & b = x & (a & b)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.and (i32.and (local.get $x) (i32.const 37)) (i32.const 23))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 5
    i32.and
  )
)

;; or-or.i32: (x | a) | b = x | (a | b)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.or (i32.or (local.get $x) (i32.const -1677338437)) (i32.const 1677338501))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -65
    i32.or
  )
)

;; xor-xor.i32: (x ^ a) ^ b = x ^ (a ^ b)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.xor (i32.xor (local.get $x) (i32.const 28)) (i32.const 8))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 20
    i32.xor
  )
)

;; mul-mul.i32: (x * a) * b = x * (a * b)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.mul (i32.mul (local.get $x) (i32.const 1080098817)) (i32.const 32768))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -2147450880
    i32.mul
  )
)

;; mul-of-shl.i32: (x << a) * b = x * (b << a)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.mul (i32.shl (local.get $x) (i32.const 2143289345)) (i32.const -1))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -2
    i32.mul
  )
)

;; shl-of-mul.i32: (x * a) << b = x * (a << b)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.shl (i32.mul (local.get $x) (i32.const 1)) (i32.const -67108831))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 2
    i32.mul
  )
)

;; mul-pow2.i32: x * 2^k = x << k
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.mul (local.get $x) (i32.const 536870912))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 29
    i32.shl
  )
)

;; mul-of-neg.i32: (0 - x) * c = x * -c
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.mul (i32.sub (i32.const 0) (local.get $x)) (i32.const 151929669))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -151929669
    i32.mul
  )
)

;; neg-of-mul.i32: 0 - x * c = x * -c
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.sub (i32.const 0) (i32.mul (local.get $x) (i32.const -1)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 1
    i32.mul
  )
)

;; mul-plus-one.i32: x * c + x = x * (c + 1)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.add (i32.mul (local.get $x) (i32.const 6)) (local.get $x))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 7
    i32.mul
  )
)

;; mul-minus-one.i32: x * c - x = x * (c - 1)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.sub (i32.mul (local.get $x) (i32.const -2)) (local.get $x))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -3
    i32.mul
  )
)

;; one-minus-mul.i32: x - x * c = x * (1 - c)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.sub (local.get $x) (i32.mul (local.get $x) (i32.const 238236246)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -238236245
    i32.mul
  )
)

;; shl-plus-one.i32: (x << k) + x = x * (2^k + 1)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.add (i32.shl (local.get $x) (i32.const 295172)) (local.get $x))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 17
    i32.mul
  )
)

;; shl-minus-one.i32: (x << k) - x = x * (2^k - 1)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.sub (i32.shl (local.get $x) (i32.const 13)) (local.get $x))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 8191
    i32.mul
  )
)

;; one-minus-shl.i32: x - (x << k) = x * (1 - 2^k)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.sub (local.get $x) (i32.shl (local.get $x) (i32.const 128)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    i32.const 0
  )
)

;; mul-sum.i32: x * a + x * b = x * (a + b)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.add (i32.mul (local.get $x) (i32.const 16777216)) (i32.mul (local.get $x) (i32.const -1)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 16777215
    i32.mul
  )
)

;; mul-factor.i32: x * z + y * z = (x + y) * z
(module
  (func (export "f") (param $x i32) (param $z i32) (param $y i32) (result i32)
    (i32.add (i32.mul (local.get $x) (local.get $z)) (i32.mul (local.get $y) (local.get $z)))))
(module ;; after
  (type (;0;) (func (param i32 i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $z i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.add
    local.get $z
    i32.mul
  )
)

;; or-masked-away.i32: (x | c) & d = x & d where c and d share no bit
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.and (i32.or (local.get $x) (i32.const 0)) (i32.const -256))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -256
    i32.and
  )
)

;; and-set-anyway.i32: (x & c) | d = x | d where c and d cover all bits
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.or (i32.and (local.get $x) (i32.const 1)) (i32.const -2))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -2
    i32.or
  )
)

;; and-or-wider.i32: (x & c) | d = (x & (c | d)) | d: bits that are set anyway are free in the mask
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.or (i32.and (local.get $x) (i32.const -460915230)) (i32.const 2143289345))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -3736093
    i32.and
    i32.const 2143289345
    i32.or
  )
)

;; and-or-narrower.i32: (x & c) | d = (x & (c & ~d)) | d
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.or (i32.and (local.get $x) (i32.const 1048575)) (i32.const -2))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 1
    i32.and
    i32.const -2
    i32.or
  )
)

;; or-of-masks.i32: (x & c) | (x & d) = x & (c | d)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.or (i32.and (local.get $x) (i32.const 19)) (i32.and (local.get $x) (i32.const 47)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 63
    i32.and
  )
)

;; add-of-masks.i32: (x & c) + (x & d) = x & (c | d) where c and d share no bit
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.add (i32.and (local.get $x) (i32.const 27)) (i32.and (local.get $x) (i32.const 4)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 31
    i32.and
  )
)

;; add-of-or.i32: (x | c) + d = x + (c + d) where x has no bit of c
(module
  (func (export "f") (param $x i32) (result i32)
    (local.set $x (i32.and (local.get $x) (i32.const -34)))
    (i32.add (i32.or (local.get $x) (i32.const 33)) (i32.const -1))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -34
    i32.and
    i32.const 32
    i32.add
  )
)

;; add-of-sign-flip.i32: (x ^ min) + c = x + (c + min): the sign bit is added without carry
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.add (i32.xor (local.get $x) (i32.const -2147483648)) (i32.const -2147483616))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 32
    i32.add
  )
)

;; and-factor.i32.or: (x & z) op (y & z) = (x op y) & z
(module
  (func (export "f") (param $x i32) (param $z i32) (param $y i32) (result i32)
    (i32.or (i32.and (local.get $x) (local.get $z)) (i32.and (local.get $y) (local.get $z)))))
(module ;; after
  (type (;0;) (func (param i32 i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $z i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.or
    local.get $z
    i32.and
  )
)

;; or-factor.i32: (x | z) & (y | z) = (x & y) | z
(module
  (func (export "f") (param $x i32) (param $z i32) (param $y i32) (result i32)
    (i32.and (i32.or (local.get $x) (local.get $z)) (i32.or (local.get $y) (local.get $z)))))
(module ;; after
  (type (;0;) (func (param i32 i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $z i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.and
    local.get $z
    i32.or
  )
)

