(module
  (type (;0;) (func (param i32 i32)))
  (memory (;0;) 1)
  (export "m" (memory 0))
  (export "call" (func 0))
  (func (;0;) (type 0) (param $p i32) (param $out i32)
    (local i32)
    local.get $out
    local.get $p
    i32.load offset=8
    local.get $p
    i32.load offset=16
    local.tee 2
    i32.const 100
    local.get $p
    i32.div_u
    local.tee $p
    i32.lt_u
    i32.add
    i32.store
    local.get $out
    local.get 2
    local.get $p
    i32.and
    i32.store offset=4
  )
)
