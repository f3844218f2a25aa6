(module
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func (param i32 i32) (result i32)))
  (export "mask" (func 0))
  (export "decided" (func 1))
  (export "join" (func 2))
  (func (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 1
    i32.add
    i32.const 7
    local.get $x
    i32.const 10
    i32.lt_u
    select
  )
  (func (;1;) (type 1) (param $x i32) (param $y i32) (result i32)
    local.get $y
  )
  (func (;2;) (type 0) (param $x i32) (result i32)
    local.get $x
    local.get $x
    i32.eqz
    local.get $x
    i32.const 15
    i32.gt_u
    i32.or
    i32.eqz
    i32.mul
    local.get $x
    i32.const 15
    i32.and
    i32.add
  )
)
