(module $named
  (type $type (;0;) (func (param i32)))
  (table $table (;0;) 1 funcref)
  (memory $memory (;0;) 1)
  (global $global (;0;) (mut i32) i32.const 0)
  (export "live" (func $live))
  (elem $element (;0;) (i32.const 0) func $live)
  (func $live (;0;) (type $type) (param $parameter i32)
    (local $variable i32)
    block $label
      local.get $variable
      br_if $label
    end
    local.get $parameter
    i32.load8_u
    global.set $global
    i32.const 0
    i32.const 0
    call_indirect (type $type)
  )
  (data $data (;0;) (i32.const 0) "x")
)
