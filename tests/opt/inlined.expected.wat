(module
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func (param i32 i32)))
  (memory (;0;) 1)
  (export "m" (memory 0))
  (export "call" (func 1))
  (func $f (;0;) (type 0) (param i32) (result i32)
    i32.const 100
    local.get 0
    i32.div_u
  )
  (func (;1;) (type 1) (param $p i32) (param $out i32)
    local.get $out
    local.get $out
    local.get $p
    i32.load offset=8
    local.get $p
    i32.load offset=16
    local.tee $out
    local.get $p
    call $f
    local.tee $p
    i32.lt_u
    i32.add
    i32.store
    local.get $out
    local.get $p
    i32.and
    i32.store offset=4
  )
)
