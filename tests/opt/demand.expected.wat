(module
  (type (;0;) (func (param i32 i32 i32) (result i32)))
  (type (;1;) (func (param i32 i32) (result i32)))
  (type (;2;) (func (param i32 i64) (result i64)))
  (memory (;0;) 1)
  (export "m" (memory 0))
  (export "stores" (func 0))
  (export "sum" (func 1))
  (export "widths" (func 2))
  (func (;0;) (type 0) (param $a i32) (param $x i32) (param $y i32) (result i32)
    local.get $a
    i32.const -56
    i32.store8
    local.get $a
    i32.const -1
    i32.store16 offset=2
    local.get $a
    local.get $x
    local.get $y
    i32.mul
    local.tee $x
    i32.store8 offset=4
    local.get $a
    local.get $x
    i32.store8 offset=5
    local.get $a
    local.get $x
    i32.const 7
    i32.shr_u
    i32.store8 offset=6
    local.get $a
    i32.load
  )
  (func (;1;) (type 1) (param $x i32) (param $y i32) (result i32)
    local.get $x
    local.get $y
    i32.sub
    i32.const 511
    i32.and
  )
  (func (;2;) (type 2) (param $a i32) (param $x i64) (result i64)
    local.get $a
    local.get $x
    i64.store32 offset=8
    local.get $a
    local.get $a
    i32.store offset=12
    local.get $a
    i64.load8_u offset=8
    local.get $a
    i64.load32_s offset=9
    i64.add
  )
)
