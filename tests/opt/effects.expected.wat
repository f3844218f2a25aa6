(module
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func (param i32)))
  (import "host" "call" (func $call (;0;) (type 0) (param i32) (result i32)))
  (memory (;0;) 1)
  (global $g (;0;) (mut i32) i32.const 1)
  (export "g" (global $g))
  (export "m" (memory 0))
  (export "order" (func 1))
  (export "unused_results" (func 2))
  (func (;1;) (type 0) (param i32) (result i32)
    global.get $g
    local.get 0
    call $call
    global.set $g
    i32.const 16
    global.get $g
    call $call
    i32.store
    i32.const 16
    i32.load
    i32.add
    global.get $g
    i32.add
  )
  (func (;2;) (type 1) (param i32)
    local.get 0
    call $call
    drop
    local.get 0
    i32.load
    drop
    i32.const 10
    local.get 0
    i32.div_s
    drop
  )
)
