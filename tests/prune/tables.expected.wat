(module
  (type (;0;) (func))
  (type (;1;) (func (param i32)))
  (table $used (;0;) 2 funcref)
  (export "call" (func 2))
  (elem (;0;) (i32.const 0) func $only_used $both)
  (func $only_used (;0;) (type 0))
  (func $both (;1;) (type 0))
  (func (;2;) (type 1) (param i32)
    local.get 0
    call_indirect (type 0)
  )
)
