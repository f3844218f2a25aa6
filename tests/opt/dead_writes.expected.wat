(module
  (type (;0;) (func (param i32) (result i32)))
  (memory (;0;) 1)
  (export "pure" (func 0))
  (export "trapping" (func 1))
  (export "copies" (func 2))
  (func (;0;) (type 0) (param i32) (result i32)
    local.get 0
  )
  (func (;1;) (type 0) (param i32) (result i32)
    local.get 0
    i32.load
    drop
    local.get 0
  )
  (func (;2;) (type 0) (param i32) (result i32)
    local.get 0
    local.get 0
    i32.add
  )
)
