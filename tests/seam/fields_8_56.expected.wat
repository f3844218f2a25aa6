(module
  (type (;0;) (func (param i32)))
  (type (;1;) (func (param i32) (result i64)))
  (import "env" "wake" (func $wake (;0;) (type 0) (param i32)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "take" (func 1))
  (func (;1;) (type 1) (param $object i32) (result i64)
    local.get $object
    i64.load
    i32.wrap_i64
    local.get $object
    i32.load offset=8
    if ;; label = @1
      local.get $object
      call $wake
    end
    i64.extend_i32_u
  )
)
