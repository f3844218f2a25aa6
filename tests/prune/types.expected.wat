(module
  (type $unary (;0;) (func (param i32) (result i32)))
  (type $block (;1;) (func (result i32 i32)))
  (table $t (;0;) 1 funcref)
  (export "table" (table $t))
  (export "f" (func 0))
  (export "g" (func 1))
  (func (;0;) (type $unary) (param i32) (result i32)
    local.get 0
    local.get 0
    call_indirect (type $unary)
  )
  (func (;1;) (type $unary) (param i32) (result i32)
    block (type $block) (result i32 i32) ;; label = @1
      i32.const 1
      local.get 0
    end
    i32.add
  )
)
