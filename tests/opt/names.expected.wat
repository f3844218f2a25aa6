(module $module
  (type (;0;) (func (param i32) (result i32)))
  (export "double" (func $double))
  (func $double (;0;) (type 0) (param $x i32) (result i32)
    local.get $x
    i32.const 9
    i32.mul
  )
)
