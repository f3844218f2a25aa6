;; add-zero.i32: x + 0 = x
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.add (local.get $x) (i32.const 0))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
  )
)

;; sub-zero.i32: x - 0 = x
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.sub (local.get $x) (i32.const 0))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
  )
)

;; or-zero.i32: x | 0 = x
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.or (local.get $x) (i32.const 0))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
  )
)

;; xor-zero.i32: x ^ 0 = x
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.xor (local.get $x) (i32.const 0))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
  )
)

;; mul-one.i32: x * 1 = x
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.mul (local.get $x) (i32.const 1))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
  )
)

;; and-ones.i32: x & -1 = x
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.and (local.get $x) (i32.const -1))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
  )
)

;; sub-self.i32: x - x = 0
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.sub (local.get $x) (local.get $x))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    i32.const 0
  )
)

;; xor-self.i32: x ^ x = 0
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.xor (local.get $x) (local.get $x))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    i32.const 0
  )
)

;; and-self.i32: x & x = x
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.and (local.get $x) (local.get $x))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
  )
)

;; or-self.i32: x | x = x
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.or (local.get $x) (local.get $x))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
  )
)

;; and-absorb.i32: x & (x | y) = x
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.and (local.get $x) (i32.or (local.get $x) (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
  )
)

;; or-absorb.i32: x | (x & y) = x
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.or (local.get $x) (i32.and (local.get $x) (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
  )
)

;; and-again.i32: x & (x & y) = x & y
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.and (local.get $x) (i32.and (local.get $x) (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.and
  )
)

;; or-again.i32: x | (x | y) = x | y
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.or (local.get $x) (i32.or (local.get $x) (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.or
  )
)

;; xor-cancel.i32: x ^ (x ^ y) = y
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.xor (local.get $x) (i32.xor (local.get $x) (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $y
  )
)

;; sub-cancel.i32: (x + y) - x = y
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.sub (i32.add (local.get $x) (local.get $y)) (local.get $x))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $y
  )
)

;; add-cancel.i32: (x - y) + y = x
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.add (i32.sub (local.get $x) (local.get $y)) (local.get $y))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
  )
)

;; sub-sum.i32: x - (x + y) = -y
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.sub (local.get $x) (i32.add (local.get $x) (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    i32.const 0
    local.get $y
    i32.sub
  )
)

;; sub-sub-left.i32: (x - y) - x = -y
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.sub (i32.sub (local.get $x) (local.get $y)) (local.get $x))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    i32.const 0
    local.get $y
    i32.sub
  )
)

;; sub-sub-right.i32: x - (x - y) = y
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.sub (local.get $x) (i32.sub (local.get $x) (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $y
  )
)

;; neg-sub.i32: 0 - (x - y) = y - x
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.sub (i32.const 0) (i32.sub (local.get $x) (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $y
    local.get $x
    i32.sub
  )
)

;; add-neg.i32: x + (0 - y) = x - y
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.add (local.get $x) (i32.sub (i32.const 0) (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.sub
  )
)

;; sub-neg.i32: x - (0 - y) = x + y
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.sub (local.get $x) (i32.sub (i32.const 0) (local.get $y)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.add
  )
)

;; add-self.i32: x + x = x << 1
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.add (local.get $x) (local.get $x))))
(module ;; the right-hand side
  (func (export "f") (param $x i32) (result i32)
    (i32.shl (local.get $x) (i32.const 1))))

;; xor-of-and.i32: (x & y) ^ x = x & (y ^ -1), where y ^ -1 is a constant
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.xor (local.get $x) (i32.and (local.get $x) (i32.const 20)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -21
    i32.and
  )
)

;; sub-of-and.i32: x - (x & m) = x & ~m
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.sub (local.get $x) (i32.and (local.get $x) (i32.const -96)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 95
    i32.and
  )
)

;; or-then-xor.i32: (x | m) ^ m = x & ~m
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.xor (i32.or (local.get $x) (i32.const 4194306)) (i32.const 4194306))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -4194307
    i32.and
  )
)

;; or-then-sub.i32: (x | m) - m = x & ~m
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.add (i32.or (local.get $x) (i32.const 0)) (i32.const 0))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -1
    i32.and
  )
)

;; and-of-xor.i32: (x ^ y) & x = x & ~y, where ~y is a constant
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.and (local.get $x) (i32.xor (local.get $x) (i32.const 34)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -35
    i32.and
  )
)

