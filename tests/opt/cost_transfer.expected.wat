(module
  (type (;0;) (func (param i32)))
  (type (;1;) (func (param i32) (result i32)))
  (memory (;0;) 1)
  (export "f" (func 0))
  (export "g" (func 1))
  (export "h" (func 2))
  (func (;0;) (type 0) (param i32)
    local.get 0
    local.get 0
    local.get 0
    local.get 0
    i32.const 100000
    local.tee 0
    i32.store
    local.get 0
    i32.store offset=4
    local.get 0
    i32.store offset=8
    local.get 0
    i32.store offset=12
  )
  (func (;1;) (type 0) (param i32)
    local.get 0
    local.get 0
    local.get 0
    local.get 0
    i32.const 100000
    local.tee 0
    i32.store
    local.get 0
    i32.store offset=4
    local.get 0
    i32.store offset=8
    local.get 0
    i32.store offset=12
  )
  (func (;2;) (type 1) (param i32) (result i32)
    local.get 0
  )
)
