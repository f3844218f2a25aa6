(module
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func (result i32)))
  (export "after_return" (func 0))
  (export "after_branch" (func 1))
  (export "trap" (func 2))
  (func (;0;) (type 0) (param i32) (result i32)
    local.get 0
    local.get 0
    i32.mul
  )
  (func (;1;) (type 0) (param i32) (result i32)
    local.get 0
  )
  (func (;2;) (type 1) (result i32)
    unreachable
  )
)
