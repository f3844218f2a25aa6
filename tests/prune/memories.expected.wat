(module
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func))
  (memory $used (;0;) 1)
  (memory $exported (;1;) 1)
  (memory $passive (;2;) 1)
  (export "memory" (memory $exported))
  (export "load" (func 0))
  (export "init" (func 1))
  (export "copy" (func 2))
  (func (;0;) (type 0) (param i32) (result i32)
    local.get 0
    i32.load8_u offset=1
  )
  (func (;1;) (type 1)
    i32.const 0
    i32.const 0
    i32.const 4
    memory.init $passive $init
    data.drop $init
  )
  (func (;2;) (type 1)
    i32.const 0
    i32.const 0
    i32.const 4
    memory.copy $used $passive
  )
  (data $kept (;0;) (i32.const 8) "kept")
  (data $init (;1;) "init")
)
