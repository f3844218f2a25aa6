(module
  (type (;0;) (func (param i32 i32)))
  (memory (;0;) 1)
  (export "m" (memory 0))
  (export "twice" (func 0))
  (func (;0;) (type 0) (param i32 i32)
    local.get 0
    local.get 1
    i32.xor
    i32.const 3
    i32.shl
    i32.const 4095
    i32.and
    local.tee 0
    local.get 0
    i32.load
    i32.store
  )
)
