;; add-assoc-const.i32: x + (y + c) = (x + y) + c: constants move outwards
;; not shown: its right-hand side is not smaller: it pays together with others only

;; sub-assoc-const.i32: (x + c) - y = (x - y) + c
;; not shown: its right-hand side is not smaller: it pays together with others only

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
;; not shown: its right-hand side is not smaller: it pays together with others only

;; and-distribute.i32: (x or y) & c = (x & c) or (y & c)
;; not shown: its right-hand side is not smaller: it pays together with others only

;; shift-distribute.i32.shl: (x or y) shifted = shifted x or shifted y
;; not shown: its right-hand side is not smaller: it pays together with others only

;; wrap-distribute.add: wrap(x op y) = wrap(x) op wrap(y)
;; not shown: its right-hand side is not smaller: it pays together with others only

;; wrap-of-select: wrap(c ? x : y) = c ? wrap(x) : wrap(y)
;; not shown: its right-hand side is not smaller: it pays together with others only

;; shift-of-select.i32.shl: (c ? x : y) >>u k = c ? x >>u k : y >>u k
;; not shown: its right-hand side is not smaller: it pays together with others only

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
;; not shown: its right-hand side is not smaller: it pays together with others only

;; add-disjoint.i32: x + y = x | y where they share no bit
;; not shown: its right-hand side is not smaller: it pays together with others only

;; xor-disjoint.i32: x ^ y = x | y where they share no bit
;; not shown: its right-hand side is not smaller: it pays together with others only

;; or-disjoint.i32: x | y = x + y where they share no bit
;; not shown: its right-hand side is not smaller: it pays together with others only

;; mirror.i32.lt.gt.s: x < y = y > x: the operands change places, for the stack
;; not shown: its right-hand side is not smaller: it pays together with others only

;; not-as-sub.i32: x ^ -1 = -1 - x: the operands change places, for the stack
;; not shown: its right-hand side is not smaller: it pays together with others only

