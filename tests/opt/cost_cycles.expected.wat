(module
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func (param i32 i32) (result i32)))
  (type (;2;) (func (param i32)))
  (memory (;0;) 1)
  (export "mul" (func 0))
  (export "square" (func 1))
  (export "loop" (func 2))
  (func (;0;) (type 0) (param i32) (result i32)
    local.get 0
    i32.const 3
    i32.shl
  )
  (func (;1;) (type 1) (param i32 i32) (result i32)
    local.get 0
    local.get 0
    i32.mul
    local.tee 0
    local.get 1
    i32.div_u
    local.get 0
    local.get 1
    i32.add
    i32.xor
  )
  (func (;2;) (type 2) (param i32)
    loop ;; label = @1
      local.get 0
      i32.const 100000
      i32.store offset=4
      local.get 0
      i32.const 100000
      i32.store offset=8
      local.get 0
      i32.const 16
      i32.sub
      local.tee 0
      br_if 0 (;@1;)
    end
  )
)
