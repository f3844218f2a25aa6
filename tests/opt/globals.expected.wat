(module
  (type (;0;) (func (param i32)))
  (type (;1;) (func (result i32)))
  (type (;2;) (func (param i32) (result i32)))
  (memory (;0;) 16)
  (global (;0;) i32 i32.const 1000000)
  (export "memory" (memory 0))
  (export "a" (func 0))
  (export "b" (func 1))
  (export "c" (func 2))
  (export "d" (func 3))
  (export "e" (func 4))
  (export "f" (func 5))
  (export "g" (func 6))
  (export "h" (func 7))
  (func (;0;) (type 0) (param i32)
    global.get 0
    local.get 0
    i32.store
  )
  (func (;1;) (type 0) (param i32)
    global.get 0
    local.get 0
    i32.store8
  )
  (func (;2;) (type 0) (param i32)
    global.get 0
    local.get 0
    i32.store16
  )
  (func (;3;) (type 1) (result i32)
    global.get 0
    i32.load
  )
  (func (;4;) (type 1) (result i32)
    global.get 0
    i32.load8_u
  )
  (func (;5;) (type 1) (result i32)
    global.get 0
    i32.load16_u
  )
  (func (;6;) (type 2) (param i32) (result i32)
    global.get 0
    local.get 0
    i32.xor
  )
  (func (;7;) (type 2) (param i32) (result i32)
    i32.const 2000000
    local.get 0
    i32.xor
  )
)
