;; select-same.i32: c ? x : x = x
(module
  (func (export "f") (param $x i32) (param $c i32) (result i32)
    (select (local.get $x) (local.get $x) (local.get $c))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $c i32) (result i32)
    local.get $x
  )
)

;; select-true.i32: c ? x : y = x where c is never 0
(module
  (func (export "f") (param $x i32) (param $y i32) (param $c i32) (result i32)
    (local.set $c (i32.or (local.get $c) (i32.const 1)))
    (select (local.get $x) (local.get $y) (local.get $c))))
(module ;; after
  (type (;0;) (func (param i32 i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (param $c i32) (result i32)
    local.get $x
  )
)

;; select-false.i32: 0 ? x : y = y
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (select (local.get $x) (local.get $y) (i32.const 0))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $y
  )
)

;; select-eqz.i32: eqz c ? x : y = c ? y : x
(module
  (func (export "f") (param $x i32) (param $y i32) (param $c i32) (result i32)
    (select (local.get $x) (local.get $y) (i32.eqz (local.get $c)))))
(module ;; after
  (type (;0;) (func (param i32 i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (param $c i32) (result i32)
    local.get $y
    local.get $x
    local.get $c
    select
  )
)

;; select-ne-zero64.i32: (a op b) ? x : y for the comparison whose inverse is eqz: x != 0 as i64
(module
  (func (export "f") (param $x i32) (param $y i32) (param $c i64) (result i32)
    (select (local.get $x) (local.get $y) (i32.eqz (i64.eqz (local.get $c))))))
(module ;; after
  (type (;0;) (func (param i32 i32 i64) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (param $c i64) (result i32)
    local.get $y
    local.get $x
    local.get $c
    i64.eqz
    select
  )
)

;; select-low-bit.i32: (c & 1) ? x : y = ctz(c) ? y : x
(module
  (func (export "f") (param $x i32) (param $y i32) (param $c i32) (result i32)
    (select (local.get $x) (local.get $y) (i32.and (local.get $c) (i32.const 1)))))
(module ;; after
  (type (;0;) (func (param i32 i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (param $c i32) (result i32)
    local.get $y
    local.get $x
    local.get $c
    i32.ctz
    select
  )
)

;; select-nonnegative.i32: (c >=s 0) ? x : y = clz(c) ? x : y
(module
  (func (export "f") (param $x i32) (param $y i32) (param $c i32) (result i32)
    (select (local.get $x) (local.get $y) (i32.ge_s (local.get $c) (i32.const 0)))))
(module ;; after
  (type (;0;) (func (param i32 i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (param $c i32) (result i32)
    local.get $x
    local.get $y
    local.get $c
    i32.clz
    select
  )
)

;; select-above-minus-one.i32: (c >s -1) ? x : y = clz(c) ? x : y
(module
  (func (export "f") (param $x i32) (param $y i32) (param $c i32) (result i32)
    (select (local.get $x) (local.get $y) (i32.gt_s (local.get $c) (i32.const -1)))))
(module ;; after
  (type (;0;) (func (param i32 i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (param $c i32) (result i32)
    local.get $x
    local.get $y
    local.get $c
    i32.clz
    select
  )
)

;; select-negative.i32: (c <s 0) ? x : y = clz(c) ? y : x
(module
  (func (export "f") (param $x i32) (param $y i32) (param $c i32) (result i32)
    (select (local.get $x) (local.get $y) (i32.lt_s (local.get $c) (i32.const 0)))))
(module ;; after
  (type (;0;) (func (param i32 i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (param $c i32) (result i32)
    local.get $y
    local.get $x
    local.get $c
    i32.clz
    select
  )
)

;; select-byte.i32.8.0xff: (c & 0xff) ? x : y = extend8_s(c) ? x : y
(module
  (func (export "f") (param $x i32) (param $y i32) (param $c i32) (result i32)
    (select (local.get $x) (local.get $y) (i32.and (local.get $c) (i32.const 255)))))
(module ;; after
  (type (;0;) (func (param i32 i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (param $c i32) (result i32)
    local.get $x
    local.get $y
    local.get $c
    i32.extend8_s
    select
  )
)

;; select-byte-sign.i32.8.0x80: (c & 0x80) ? x : y = clz(extend8_s(c)) ? y : x
(module
  (func (export "f") (param $x i32) (param $y i32) (param $c i32) (result i32)
    (select (local.get $x) (local.get $y) (i32.and (local.get $c) (i32.const 128)))))
(module ;; after
  (type (;0;) (func (param i32 i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (param $c i32) (result i32)
    local.get $y
    local.get $x
    local.get $c
    i32.extend8_s
    i32.clz
    select
  )
)

;; select-bool: b ? 1 : 0 = b
(module
  (func (export "f") (param $b i32) (result i32)
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (select (i32.const 1) (i32.const 0) (local.get $b))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $b i32) (result i32)
    local.get $b
    i32.const 1
    i32.and
  )
)

;; select-bool64: b ? 1 : 0 = extend b
(module
  (func (export "f") (param $b i32) (result i64)
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (select (i64.const 1) (i64.const 0) (local.get $b))))
(module ;; after
  (type (;0;) (func (param i32) (result i64)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $b i32) (result i64)
    local.get $b
    i32.const 1
    i32.and
    i64.extend_i32_u
  )
)

;; select-one-zero: c ? 1 : 0 = eqz(eqz c)
(module
  (func (export "f") (param $c i32) (result i32)
    (select (i32.const 1) (i32.const 0) (local.get $c))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $c i32) (result i32)
    local.get $c
    i32.eqz
    i32.eqz
  )
)

;; select-zero-one: c ? 0 : 1 = eqz c
(module
  (func (export "f") (param $c i32) (result i32)
    (select (i32.const 0) (i32.const 1) (local.get $c))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $c i32) (result i32)
    local.get $c
    i32.eqz
  )
)

;; select-zero-one64: c ? 0 : 1 = extend(eqz c)
(module
  (func (export "f") (param $c i32) (result i64)
    (select (i64.const 0) (i64.const 1) (local.get $c))))
(module ;; after
  (type (;0;) (func (param i32) (result i64)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $c i32) (result i64)
    local.get $c
    i32.eqz
    i64.extend_i32_u
  )
)

;; select-or-zero: b ? x : 0 = x * b
(module
  (func (export "f") (param $x i32) (param $b i32) (result i32)
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (select (local.get $x) (i32.const 0) (local.get $b))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $b i32) (result i32)
    local.get $x
    local.get $b
    i32.const 1
    i32.and
    i32.mul
  )
)

;; select-zero-or: c ? 0 : x = x * eqz(c)
(module
  (func (export "f") (param $x i32) (param $c i32) (result i32)
    (select (i32.const 0) (local.get $x) (local.get $c))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $c i32) (result i32)
    local.get $x
    local.get $c
    i32.eqz
    i32.mul
  )
)

;; select-or-zero64: b ? x : 0 = x * extend(b)
(module
  (func (export "f") (param $x i64) (param $b i32) (result i64)
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (select (local.get $x) (i64.const 0) (local.get $b))))
(module ;; after
  (type (;0;) (func (param i64 i32) (result i64)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i64) (param $b i32) (result i64)
    local.get $x
    local.get $b
    i32.const 1
    i32.and
    i64.extend_i32_u
    i64.mul
  )
)

;; select-zero-or64: c ? 0 : x = x * extend(eqz c)
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i64) (param $c i32) (result i64)
    (select (i64.const 0) (local.get $x) (local.get $c))))
(module ;; the right-hand side
  (func (export "f") (param $x i64) (param $c i32) (result i64)
    (i64.mul (local.get $x) (i64.extend_i32_u (i32.eqz (local.get $c))))))

;; select-and: b ? x : 0 = x & b for booleans
(module
  (func (export "f") (param $x i32) (param $b i32) (result i32)
    (local.set $x (i32.and (local.get $x) (i32.const 1)))
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (select (local.get $x) (i32.const 0) (local.get $b))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $b i32) (result i32)
    local.get $x
    i32.const 1
    i32.and
    local.get $b
    i32.const 1
    i32.and
    i32.and
  )
)

;; select-or: b ? 1 : x = x | b for booleans
(module
  (func (export "f") (param $x i32) (param $b i32) (result i32)
    (local.set $x (i32.and (local.get $x) (i32.const 1)))
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (select (i32.const 1) (local.get $x) (local.get $b))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $b i32) (result i32)
    local.get $x
    i32.const 1
    i32.and
    local.get $b
    i32.const 1
    i32.and
    i32.or
  )
)

;; select-else-one: c ? x : 1 = eqz(c) | x for a boolean x
(module
  (func (export "f") (param $x i32) (param $c i32) (result i32)
    (local.set $x (i32.and (local.get $x) (i32.const 1)))
    (select (local.get $x) (i32.const 1) (local.get $c))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $c i32) (result i32)
    local.get $c
    i32.eqz
    local.get $x
    i32.const 1
    i32.and
    i32.or
  )
)

;; select-pow2: b ? 2^k : 0 = b << k
(module
  (func (export "f") (param $b i32) (result i32)
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (select (i32.const 1) (i32.const 0) (local.get $b))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $b i32) (result i32)
    local.get $b
    i32.const 1
    i32.and
    i32.const 0
    i32.shl
  )
)

;; select-zero-pow2: c ? 0 : 2^k = eqz(c) << k
(module
  (func (export "f") (param $c i32) (result i32)
    (select (i32.const 0) (i32.const 1) (local.get $c))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $c i32) (result i32)
    local.get $c
    i32.eqz
    i32.const 0
    i32.shl
  )
)

;; select-pow2-64: b ? 2^k : 0 = extend(b) << k
(module
  (func (export "f") (param $b i32) (result i64)
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (select (i64.const 2) (i64.const 0) (local.get $b))))
(module ;; after
  (type (;0;) (func (param i32) (result i64)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $b i32) (result i64)
    local.get $b
    i32.const 1
    i32.and
    i64.extend_i32_u
    i64.const 1
    i64.shl
  )
)

;; select-zero-pow2-64: c ? 0 : 2^k = extend(eqz c) << k
(module
  (func (export "f") (param $c i32) (result i64)
    (select (i64.const 0) (i64.const -9223372036854775808) (local.get $c))))
(module ;; after
  (type (;0;) (func (param i32) (result i64)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $c i32) (result i64)
    local.get $c
    i32.eqz
    i64.extend_i32_u
    i64.const 63
    i64.shl
  )
)

;; select-minus-one: b ? -1 : 0 = 0 - b
(module
  (func (export "f") (param $b i32) (result i32)
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (select (i32.const -1) (i32.const 0) (local.get $b))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $b i32) (result i32)
    i32.const 0
    local.get $b
    i32.const 1
    i32.and
    i32.sub
  )
)

;; select-zero-minus-one: c ? 0 : -1 = 0 - eqz(c)
(module
  (func (export "f") (param $c i32) (result i32)
    (select (i32.const 0) (i32.const -1) (local.get $c))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $c i32) (result i32)
    i32.const 0
    local.get $c
    i32.eqz
    i32.sub
  )
)

;; select-minus-one64: b ? -1 : 0 = 0 - extend(b)
(module
  (func (export "f") (param $b i32) (result i64)
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (select (i64.const -1) (i64.const 0) (local.get $b))))
(module ;; after
  (type (;0;) (func (param i32) (result i64)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $b i32) (result i64)
    i64.const 0
    local.get $b
    i32.const 1
    i32.and
    i64.extend_i32_u
    i64.sub
  )
)

;; select-increment: b ? x + 1 : x = x + b
(module
  (func (export "f") (param $x i32) (param $b i32) (result i32)
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (select (i32.add (local.get $x) (i32.const 1)) (local.get $x) (local.get $b))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $b i32) (result i32)
    local.get $x
    local.get $b
    i32.const 1
    i32.and
    i32.add
  )
)

;; select-increment-else: c ? x : x + 1 = x + eqz(c)
(module
  (func (export "f") (param $x i32) (param $c i32) (result i32)
    (select (local.get $x) (i32.add (local.get $x) (i32.const 1)) (local.get $c))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $c i32) (result i32)
    local.get $x
    local.get $c
    i32.eqz
    i32.add
  )
)

;; select-decrement: b ? x - 1 : x = x - b
(module
  (func (export "f") (param $x i32) (param $b i32) (result i32)
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (select (i32.add (local.get $x) (i32.const -1)) (local.get $x) (local.get $b))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $b i32) (result i32)
    local.get $x
    local.get $b
    i32.const 1
    i32.and
    i32.sub
  )
)

;; select-decrement-else: c ? x : x - 1 = x - eqz(c)
(module
  (func (export "f") (param $x i32) (param $c i32) (result i32)
    (select (local.get $x) (i32.add (local.get $x) (i32.const -1)) (local.get $c))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $c i32) (result i32)
    local.get $x
    local.get $c
    i32.eqz
    i32.sub
  )
)

;; select-increment64: b ? x + 1 : x = x + extend(b)
(module
  (func (export "f") (param $x i64) (param $b i32) (result i64)
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (select (i64.add (local.get $x) (i64.const 1)) (local.get $x) (local.get $b))))
(module ;; after
  (type (;0;) (func (param i64 i32) (result i64)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i64) (param $b i32) (result i64)
    local.get $x
    local.get $b
    i32.const 1
    i32.and
    i64.extend_i32_u
    i64.add
  )
)

;; select-decrement64: b ? x - 1 : x = x - extend(b)
(module
  (func (export "f") (param $x i64) (param $b i32) (result i64)
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (select (i64.add (local.get $x) (i64.const -1)) (local.get $x) (local.get $b))))
(module ;; after
  (type (;0;) (func (param i64 i32) (result i64)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i64) (param $b i32) (result i64)
    local.get $x
    local.get $b
    i32.const 1
    i32.and
    i64.extend_i32_u
    i64.sub
  )
)

;; select-next: b ? c + 1 : c = b + c
(module
  (func (export "f") (param $b i32) (result i32)
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (select (i32.const 0) (i32.const -1) (local.get $b))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $b i32) (result i32)
    local.get $b
    i32.const 1
    i32.and
    i32.const -1
    i32.add
  )
)

;; select-previous: b ? c - 1 : c = c - b
(module
  (func (export "f") (param $b i32) (result i32)
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (select (i32.const 56) (i32.const 57) (local.get $b))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $b i32) (result i32)
    i32.const 57
    local.get $b
    i32.const 1
    i32.and
    i32.sub
  )
)

;; select-next-swapped: x ? c : c + 1 = eqz(x) + c
(module
  (func (export "f") (param $x i32) (result i32)
    (select (i32.const 0) (i32.const 1) (local.get $x))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.eqz
    i32.const 0
    i32.add
  )
)

;; select-previous-swapped: x ? c : c - 1 = c - eqz(x)
(module
  (func (export "f") (param $x i32) (result i32)
    (select (i32.const 71) (i32.const 70) (local.get $x))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    i32.const 71
    local.get $x
    i32.eqz
    i32.sub
  )
)

;; select-next64: b ? c + 1 : c = extend(b) + c
(module
  (func (export "f") (param $b i32) (result i64)
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (select (i64.const 86197881492736825) (i64.const 86197881492736824) (local.get $b))))
(module ;; after
  (type (;0;) (func (param i32) (result i64)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $b i32) (result i64)
    local.get $b
    i32.const 1
    i32.and
    i64.extend_i32_u
    i64.const 86197881492736824
    i64.add
  )
)

;; select-previous64: b ? c - 1 : c = c - extend(b)
(module
  (func (export "f") (param $b i32) (result i64)
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (select (i64.const 56) (i64.const 57) (local.get $b))))
(module ;; after
  (type (;0;) (func (param i32) (result i64)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $b i32) (result i64)
    i64.const 57
    local.get $b
    i32.const 1
    i32.and
    i64.extend_i32_u
    i64.sub
  )
)

;; select-distance-pow2: b ? x : y = y + (b << k) where x - y = 2^k
(module
  (func (export "f") (param $b i32) (result i32)
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (select (i32.const 67108864) (i32.const 0) (local.get $b))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $b i32) (result i32)
    local.get $b
    i32.const 1
    i32.and
    i32.const 26
    i32.shl
    i32.const 0
    i32.add
  )
)

;; select-distance: b ? x : y = y + (x - y) * b for constants, where that saves a byte
(module
  (func (export "f") (param $b i32) (result i32)
    (local.set $b (i32.and (local.get $b) (i32.const 1)))
    (select (i32.const -2147188732) (i32.const -2147483648) (local.get $b))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $b i32) (result i32)
    local.get $b
    i32.const 1
    i32.and
    i32.const 294916
    i32.mul
    i32.const -64
    i32.const 25
    i32.shl
    i32.add
  )
)

;; select-nested-true.i32: c ? (c ? x : y) : z = c ? x : z
(module
  (func (export "f") (param $x i32) (param $y i32) (param $c i32) (param $z i32) (result i32)
    (select (select (local.get $x) (local.get $y) (local.get $c)) (local.get $z) (local.get $c))))
(module ;; after
  (type (;0;) (func (param i32 i32 i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (param $c i32) (param $z i32) (result i32)
    local.get $x
    local.get $z
    local.get $c
    select
  )
)

;; select-nested-false.i32: c ? x : (c ? y : z) = c ? x : z
(module
  (func (export "f") (param $x i32) (param $y i32) (param $z i32) (param $c i32) (result i32)
    (select (local.get $x) (select (local.get $y) (local.get $z) (local.get $c)) (local.get $c))))
(module ;; after
  (type (;0;) (func (param i32 i32 i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (param $z i32) (param $c i32) (result i32)
    local.get $x
    local.get $z
    local.get $c
    select
  )
)

;; select-either.i32: d ? x : (c ? x : y) = (c | d) ? x : y
(module
  (func (export "f") (param $x i32) (param $y i32) (param $c i32) (param $d i32) (result i32)
    (select (local.get $x) (select (local.get $x) (local.get $y) (local.get $c)) (local.get $d))))
(module ;; after
  (type (;0;) (func (param i32 i32 i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (param $c i32) (param $d i32) (result i32)
    local.get $x
    local.get $y
    local.get $c
    local.get $d
    i32.or
    select
  )
)

;; select-both.i32: d ? (c ? x : y) : y = (c & d) ? x : y for booleans
(module
  (func (export "f") (param $x i32) (param $y i32) (param $c i32) (param $d i32) (result i32)
    (local.set $c (i32.and (local.get $c) (i32.const 1)))
    (local.set $d (i32.and (local.get $d) (i32.const 1)))
    (select (select (local.get $x) (local.get $y) (local.get $c)) (local.get $y) (local.get $d))))
(module ;; after
  (type (;0;) (func (param i32 i32 i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (param $c i32) (param $d i32) (result i32)
    local.get $x
    local.get $y
    local.get $c
    i32.const 1
    i32.and
    local.get $d
    i32.const 1
    i32.and
    i32.and
    select
  )
)

;; select-equal.i32: (x = y) ? x : y = y
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (select (local.get $x) (local.get $y) (i32.eq (local.get $x) (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $y
  )
)

;; select-different.i32: (x != y) ? x : y = x
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (select (local.get $x) (local.get $y) (i32.ne (local.get $x) (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
  )
)

;; select-factor.i32.add: c ? x op z : y op z = (c ? x : y) op z
(module
  (func (export "f") (param $x i32) (param $z i32) (param $y i32) (param $c i32) (result i32)
    (select (i32.add (local.get $x) (local.get $z)) (i32.add (local.get $y) (local.get $z)) (local.get $c))))
(module ;; after
  (type (;0;) (func (param i32 i32 i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $z i32) (param $y i32) (param $c i32) (result i32)
    local.get $x
    local.get $y
    local.get $c
    select
    local.get $z
    i32.add
  )
)

;; select-factor-right.i32.sub: c ? x op z : y op z = (c ? x : y) op z, with z on the right
(module
  (func (export "f") (param $x i32) (param $z i32) (param $y i32) (param $c i32) (result i32)
    (select (i32.sub (local.get $x) (local.get $z)) (i32.sub (local.get $y) (local.get $z)) (local.get $c))))
(module ;; after
  (type (;0;) (func (param i32 i32 i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $z i32) (param $y i32) (param $c i32) (result i32)
    local.get $x
    local.get $y
    local.get $c
    select
    local.get $z
    i32.sub
  )
)

;; select-factor-left.i32.sub: c ? z op x : z op y = z op (c ? x : y)
(module
  (func (export "f") (param $z i32) (param $x i32) (param $y i32) (param $c i32) (result i32)
    (select (i32.sub (local.get $z) (local.get $x)) (i32.sub (local.get $z) (local.get $y)) (local.get $c))))
(module ;; after
  (type (;0;) (func (param i32 i32 i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $z i32) (param $x i32) (param $y i32) (param $c i32) (result i32)
    local.get $z
    local.get $x
    local.get $y
    local.get $c
    select
    i32.sub
  )
)

;; select-factor-unary.i32.eqz: c ? op(x) : op(y) = op(c ? x : y)
(module
  (func (export "f") (param $x i32) (param $y i32) (param $c i32) (result i32)
    (select (i32.eqz (local.get $x)) (i32.eqz (local.get $y)) (local.get $c))))
(module ;; after
  (type (;0;) (func (param i32 i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (param $c i32) (result i32)
    local.get $x
    local.get $y
    local.get $c
    select
    i32.eqz
  )
)

;; select-factor-extend.u: c ? extend(x) : k = extend(c ? x : wrap(k)) where k comes back
(module
  (func (export "f") (param $x i32) (param $c i32) (result i64)
    (select (i64.extend_i32_u (local.get $x)) (i64.const 4294967295) (local.get $c))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i64)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $c i32) (result i64)
    local.get $x
    i32.const -1
    local.get $c
    select
    i64.extend_i32_u
  )
)

;; select-factor-extend-else.u: c ? k : extend(x) = extend(c ? wrap(k) : x) where k comes back
(module
  (func (export "f") (param $x i32) (param $c i32) (result i64)
    (select (i64.const 4294967294) (i64.extend_i32_u (local.get $x)) (local.get $c))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i64)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $c i32) (result i64)
    i32.const -2
    local.get $x
    local.get $c
    select
    i64.extend_i32_u
  )
)

;; select-fold.i32.add: (c ? j : k) op d = c ? j op d : k op d for constants
(module
  (func (export "f") (param $c i32) (result i32)
    (i32.add (select (i32.const 6) (i32.const 1) (local.get $c)) (i32.const 32768))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $c i32) (result i32)
    i32.const 32774
    i32.const 32769
    local.get $c
    select
  )
)

;; select-fold-left.i32.sub: d op (c ? j : k) = c ? d op j : d op k for constants
(module
  (func (export "f") (param $c i32) (result i32)
    (i32.sub (i32.const 255) (select (i32.const -2) (i32.const 0) (local.get $c)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $c i32) (result i32)
    i32.const 257
    i32.const 255
    local.get $c
    select
  )
)

;; select-fold-compare.i32.eq: a comparison of (c ? j : k) with a constant is a select of booleans
(module
  (func (export "f") (param $c i32) (result i32)
    (i32.eq (select (i32.const 63) (i32.const 1) (local.get $c)) (i32.const 21))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $c i32) (result i32)
    i32.const 0
  )
)

;; select-fold-unary.i32.eqz: op(c ? j : k) = c ? op(j) : op(k) for constants
(module
  (func (export "f") (param $c i32) (result i32)
    (i32.eqz (select (i32.const 0) (i32.const 85496388) (local.get $c)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $c i32) (result i32)
    i32.const 1
    i32.const 0
    local.get $c
    select
  )
)

