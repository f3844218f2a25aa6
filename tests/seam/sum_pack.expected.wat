(module
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func (param i32 i32)))
  (import "env" "log" (func $log (;0;) (type 1) (param i32 i32)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "mix" (func 1))
  (func (;1;) (type 0) (param $object i32) (result i32)
    local.get $object
    i32.load
    local.tee $object
    i32.const 5
    i32.xor
    i32.const 3
    call $log
    local.get $object
    i32.const 3
    i32.mul
  )
)
