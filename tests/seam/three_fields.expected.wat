(module
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func (param i32)))
  (type (;2;) (func (param i32 i32)))
  (import "env" "wake" (func $wake (;0;) (type 1) (param i32)))
  (import "env" "log" (func $log (;1;) (type 2) (param i32 i32)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "put" (func 2))
  (func (;2;) (type 0) (param $object i32) (result i32)
    (local i32)
    local.get $object
    i32.load
    local.tee 1
    local.get $object
    i32.load offset=4
    local.get $object
    i32.load offset=8
    i32.const 16777215
    i32.and
    i32.const 7
    call $log
    i32.ge_u
    if ;; label = @1
      local.get $object
      call $wake
    else
      local.get $object
      local.get 1
      i32.const 4
      i32.add
      i32.store
    end
    i32.const 0
  )
)
