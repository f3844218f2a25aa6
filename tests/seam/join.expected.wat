(module
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func (param i32)))
  (type (;2;) (func (param i32 i32)))
  (import "env" "wake" (func $wake (;0;) (type 1) (param i32)))
  (import "env" "log" (func $log (;1;) (type 2) (param i32 i32)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "pipe" (func 2))
  (func (;2;) (type 0) (param $object i32) (result i32)
    (local i32)
    local.get $object
    i32.load
    if (result i32) ;; label = @1
      local.get $object
      i32.load offset=4
      i32.const 2
      i32.shl
      local.set 1
      i32.const 9
    else
      local.get $object
      i32.const 1
      call $log
      local.get $object
      i32.load offset=8
      i32.const 2
      i32.shl
      local.set 1
      local.get $object
      i32.load offset=12
    end
    local.get $object
    call $wake
    local.get $object
    local.get 1
    i32.store
  )
)
