(module
  (type (;0;) (func))
  (type (;1;) (func (result funcref)))
  (type (;2;) (func (param i32)))
  (global $refers (;0;) (mut funcref) ref.func $referred)
  (global $from (;1;) (mut i32) i32.const 3)
  (global $exported (;2;) i32 i32.const 2)
  (export "global" (global $exported))
  (export "get" (func 1))
  (export "set" (func 2))
  (func $referred (;0;) (type 0))
  (func (;1;) (type 1) (result funcref)
    global.get $refers
  )
  (func (;2;) (type 2) (param i32)
    local.get 0
    global.set $from
  )
)
