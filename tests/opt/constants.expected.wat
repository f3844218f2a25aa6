(module
  (type (;0;) (func (param i32)))
  (memory (;0;) 1)
  (export "m" (memory 0))
  (export "fill" (func 0))
  (func (;0;) (type 0) (param i32)
    (local i64)
    local.get 0
    i64.const 81985529216486895
    local.tee 1
    i64.store
    local.get 0
    local.get 1
    i64.store offset=8
    local.get 0
    local.get 1
    i64.store offset=16
    local.get 0
    local.get 1
    i64.store offset=24
  )
)
