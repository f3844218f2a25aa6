;; add-assoc-const.i32: x + (y + c) = (x + y) + c: constants move outwards
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.add (local.get $x) (i32.add (local.get $y) (i32.const -2139029503)))))
(module ;; the right-hand side
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.add (i32.add (local.get $x) (local.get $y)) (i32.const -2139029503))))

;; sub-assoc-const.i32: (x + c) - y = (x - y) + c
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.sub (i32.add (local.get $x) (i32.const 0)) (local.get $y))))
(module ;; the right-hand side
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.add (i32.sub (local.get $x) (local.get $y)) (i32.const 0))))

;; sub-assoc-const-right.i32: x - (y + c) = (x - y) + -c
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.sub (local.get $x) (i32.add (local.get $y) (i32.const 8192)))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.sub
    i32.const -8192
    i32.add
  )
)

;; shl-distribute.i32: (x + c) << k = (x << k) + (c << k)
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.shl (i32.add (local.get $x) (i32.const -1553499402)) (i32.const 255))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 255
    i32.shl
    i32.const 0
    i32.add
  )
)

;; shl-undistribute.i32: (x << k) + c = (x + (c >>s k)) << k where c has no low bits
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.add (i32.shl (local.get $x) (i32.const 50)) (i32.const -16777216))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const -64
    i32.add
    i32.const 50
    i32.shl
  )
)

;; mul-distribute.i32: (x + c) * d = x * d + c * d
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.mul (i32.add (local.get $x) (i32.const 268435968)) (i32.const 142623104))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 142623104
    i32.mul
    i32.const 8585216
    i32.add
  )
)

;; assoc.i32.add: (x op y) op z = x op (y op z)
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i32) (param $y i32) (param $z i32) (result i32)
    (i32.add (i32.add (local.get $x) (local.get $y)) (local.get $z))))
(module ;; the right-hand side
  (func (export "f") (param $x i32) (param $y i32) (param $z i32) (result i32)
    (i32.add (local.get $x) (i32.add (local.get $y) (local.get $z)))))

;; and-distribute.i32: (x or y) & c = (x & c) or (y & c)
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.and (i32.or (local.get $x) (local.get $y)) (i32.const 0))))
(module ;; the right-hand side
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.or (i32.and (local.get $x) (i32.const 0)) (i32.and (local.get $y) (i32.const 0)))))

;; shift-distribute.i32.shl: (x or y) shifted = shifted x or shifted y
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.shl (i32.or (local.get $x) (local.get $y)) (i32.const 4))))
(module ;; the right-hand side
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.or (i32.shl (local.get $x) (i32.const 4)) (i32.shl (local.get $y) (i32.const 4)))))

;; wrap-distribute.add: wrap(x op y) = wrap(x) op wrap(y)
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i64) (param $y i64) (result i32)
    (i32.wrap_i64 (i64.add (local.get $x) (local.get $y)))))
(module ;; the right-hand side
  (func (export "f") (param $x i64) (param $y i64) (result i32)
    (i32.add (i32.wrap_i64 (local.get $x)) (i32.wrap_i64 (local.get $y)))))

;; wrap-of-select: wrap(c ? x : y) = c ? wrap(x) : wrap(y)
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i64) (param $y i64) (param $c i32) (result i32)
    (i32.wrap_i64 (select (local.get $x) (local.get $y) (local.get $c)))))
(module ;; the right-hand side
  (func (export "f") (param $x i64) (param $y i64) (param $c i32) (result i32)
    (select (i32.wrap_i64 (local.get $x)) (i32.wrap_i64 (local.get $y)) (local.get $c))))

;; shift-of-select.i32.shl: (c ? x : y) >>u k = c ? x >>u k : y >>u k
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i32) (param $y i32) (param $c i32) (result i32)
    (i32.shl (select (local.get $x) (local.get $y) (local.get $c)) (i32.const -2147483648))))
(module ;; the right-hand side
  (func (export "f") (param $x i32) (param $y i32) (param $c i32) (result i32)
    (select (i32.shl (local.get $x) (i32.const -2147483648)) (i32.shl (local.get $y) (i32.const -2147483648)) (local.get $c))))

;; op-of-select.i32.add: (c ? x : y) op d = c ? x op d : y op d, where one arm is constant and folds
(module
  (func (export "f") (param $x i32) (param $c i32) (result i32)
    (i32.add (select (local.get $x) (i32.const -2147483648) (local.get $c)) (i32.const -2147483647))))
(module ;; after
  (type (;0;) (func (param i32 i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (param $c i32) (result i32)
    local.get $x
    i32.const 48
    i32.const 27
    i32.rotl
    i32.add
    i32.const 1
    local.get $c
    select
  )
)

;; op-of-select-swapped.i32.add: (c ? k : x) op d likewise
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i32) (param $c i32) (result i32)
    (i32.add (select (i32.const 0) (local.get $x) (local.get $c)) (i32.const 0))))
(module ;; the right-hand side
  (func (export "f") (param $x i32) (param $c i32) (result i32)
    (select (i32.const 0) (i32.add (local.get $x) (i32.const 0)) (local.get $c))))

;; add-disjoint.i32: x + y = x | y where they share no bit
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (local.set $x (i32.and (local.get $x) (i32.const 255)))
    (local.set $y (i32.and (local.get $y) (i32.const -256)))
    (i32.add (local.get $x) (local.get $y))))
(module ;; the right-hand side
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (local.set $x (i32.and (local.get $x) (i32.const 255)))
    (local.set $y (i32.and (local.get $y) (i32.const -256)))
    (i32.or (local.get $x) (local.get $y))))

;; xor-disjoint.i32: x ^ y = x | y where they share no bit
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (local.set $x (i32.and (local.get $x) (i32.const 255)))
    (local.set $y (i32.and (local.get $y) (i32.const -256)))
    (i32.xor (local.get $x) (local.get $y))))
(module ;; the right-hand side
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (local.set $x (i32.and (local.get $x) (i32.const 255)))
    (local.set $y (i32.and (local.get $y) (i32.const -256)))
    (i32.or (local.get $x) (local.get $y))))

;; or-disjoint.i32: x | y = x + y where they share no bit
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (local.set $x (i32.and (local.get $x) (i32.const 255)))
    (local.set $y (i32.and (local.get $y) (i32.const -256)))
    (i32.or (local.get $x) (local.get $y))))
(module ;; the right-hand side
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (local.set $x (i32.and (local.get $x) (i32.const 255)))
    (local.set $y (i32.and (local.get $y) (i32.const -256)))
    (i32.add (local.get $x) (local.get $y))))

;; mirror.i32.lt.gt.s: x < y = y > x: the operands change places, for the stack
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.lt_s (local.get $x) (local.get $y))))
(module ;; the right-hand side
  (func (export "f") (param $x i32) (param $y i32) (result i32)
    (i32.gt_s (local.get $y) (local.get $x))))

;; not-as-sub.i32: x ^ -1 = -1 - x: the operands change places, for the stack
;; its right-hand side is not smaller: it pays together with others only
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.xor (local.get $x) (i32.const -1))))
(module ;; the right-hand side
  (func (export "f") (param $x i32) (result i32)
    (i32.sub (i32.const -1) (local.get $x))))

