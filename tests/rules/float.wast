;; reinterpret-back-float.i32.f32: reinterpretation and back
(module
  (func (export "f") (param $x f32) (result f32)
    (f32.reinterpret_i32 (i32.reinterpret_f32 (local.get $x)))))
(module ;; after
  (type (;0;) (func (param f32) (result f32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x f32) (result f32)
    local.get $x
  )
)

;; reinterpret-back-int.i32.f32: reinterpretation and back
(module
  (func (export "f") (param $x i32) (result i32)
    (i32.reinterpret_f32 (f32.reinterpret_i32 (local.get $x)))))
(module ;; after
  (type (;0;) (func (param i32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
  )
)

;; neg-neg.f32: -(-x) = x
(module
  (func (export "f") (param $x f32) (result f32)
    (f32.neg (f32.neg (local.get $x)))))
(module ;; after
  (type (;0;) (func (param f32) (result f32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x f32) (result f32)
    local.get $x
  )
)

;; abs-again.f32.neg: |op x| = |x| for op in -, | |
(module
  (func (export "f") (param $x f32) (result f32)
    (f32.abs (f32.neg (local.get $x)))))
(module ;; after
  (type (;0;) (func (param f32) (result f32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x f32) (result f32)
    local.get $x
    f32.abs
  )
)

;; copysign-self.f32: copysign(x, x) = x
(module
  (func (export "f") (param $x f32) (result f32)
    (f32.copysign (local.get $x) (local.get $x))))
(module ;; after
  (type (;0;) (func (param f32) (result f32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x f32) (result f32)
    local.get $x
  )
)

;; copysign-of.f32.neg: copysign(op x, y) = copysign(x, y) for op in -, | |
(module
  (func (export "f") (param $x f32) (param $y f32) (result f32)
    (f32.copysign (f32.neg (local.get $x)) (local.get $y))))
(module ;; after
  (type (;0;) (func (param f32 f32) (result f32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x f32) (param $y f32) (result f32)
    local.get $x
    local.get $y
    f32.copysign
  )
)

;; copysign-twice.f32: copysign(copysign(x, y), z) = copysign(x, z)
(module
  (func (export "f") (param $x f32) (param $y f32) (param $z f32) (result f32)
    (f32.copysign (f32.copysign (local.get $x) (local.get $y)) (local.get $z))))
(module ;; after
  (type (;0;) (func (param f32 f32 f32) (result f32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x f32) (param $y f32) (param $z f32) (result f32)
    local.get $x
    local.get $z
    f32.copysign
  )
)

;; copysign-sign.f32: copysign(x, copysign(y, z)) = copysign(x, z)
(module
  (func (export "f") (param $x f32) (param $y f32) (param $z f32) (result f32)
    (f32.copysign (local.get $x) (f32.copysign (local.get $y) (local.get $z)))))
(module ;; after
  (type (;0;) (func (param f32 f32 f32) (result f32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x f32) (param $y f32) (param $z f32) (result f32)
    local.get $x
    local.get $z
    f32.copysign
  )
)

;; copysign-abs.f32: copysign(x, |y|) = |x|
(module
  (func (export "f") (param $x f32) (param $y f32) (result f32)
    (f32.copysign (local.get $x) (f32.abs (local.get $y)))))
(module ;; after
  (type (;0;) (func (param f32 f32) (result f32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x f32) (param $y f32) (result f32)
    local.get $x
    f32.abs
  )
)

;; abs-copysign.f32: |copysign(x, y)| = |x|
(module
  (func (export "f") (param $x f32) (param $y f32) (result f32)
    (f32.abs (f32.copysign (local.get $x) (local.get $y)))))
(module ;; after
  (type (;0;) (func (param f32 f32) (result f32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x f32) (param $y f32) (result f32)
    local.get $x
    f32.abs
  )
)

;; copysign-neg-self.f32: copysign(x, -x) = -x
(module
  (func (export "f") (param $x f32) (result f32)
    (f32.copysign (local.get $x) (f32.neg (local.get $x)))))
(module ;; after
  (type (;0;) (func (param f32) (result f32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x f32) (result f32)
    local.get $x
    f32.neg
  )
)

;; abs-by-mask.i32.f32: bits(x) & max = bits(|x|)
(module
  (func (export "f") (param $x f32) (result i32)
    (i32.and (i32.reinterpret_f32 (local.get $x)) (i32.const 2147483647))))
(module ;; after
  (type (;0;) (func (param f32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x f32) (result i32)
    local.get $x
    f32.abs
    i32.reinterpret_f32
  )
)

;; neg-by-mask.i32.f32: bits(x) ^ min = bits(-x)
(module
  (func (export "f") (param $x f32) (result i32)
    (i32.xor (i32.reinterpret_f32 (local.get $x)) (i32.const -2147483648))))
(module ;; after
  (type (;0;) (func (param f32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x f32) (result i32)
    local.get $x
    f32.neg
    i32.reinterpret_f32
  )
)

;; neg-abs-by-mask.i32.f32: bits(x) | min = bits(-|x|)
(module
  (func (export "f") (param $x f32) (result i32)
    (i32.or (i32.reinterpret_f32 (local.get $x)) (i32.const -2147483648))))
(module ;; after
  (type (;0;) (func (param f32) (result i32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x f32) (result i32)
    local.get $x
    f32.abs
    f32.neg
    i32.reinterpret_f32
  )
)

;; abs-of-masked.i32.f32: float(i & max) = |float(i)|
(module
  (func (export "f") (param $x i32) (result f32)
    (f32.reinterpret_i32 (i32.and (local.get $x) (i32.const 2147483647)))))
(module ;; after
  (type (;0;) (func (param i32) (result f32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result f32)
    local.get $x
    f32.reinterpret_i32
    f32.abs
  )
)

;; neg-of-masked.i32.f32: float(i ^ min) = -float(i)
(module
  (func (export "f") (param $x i32) (result f32)
    (f32.reinterpret_i32 (i32.xor (local.get $x) (i32.const -2147483648)))))
(module ;; after
  (type (;0;) (func (param i32) (result f32)))
  (export "f" (func 0))
  (func (;0;) (type 0) (param $x i32) (result f32)
    local.get $x
    f32.reinterpret_i32
    f32.neg
  )
)

