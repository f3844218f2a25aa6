(module
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func (param i32)))
  (type (;2;) (func (param i32 i32) (result i64)))
  (import "env" "wake" (func $wake (;0;) (type 1) (param i32)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "depth" (func 1))
  (func (;1;) (type 0) (param $n i32) (result i32)
    local.get $n
    i32.const 0
    call $walk
    i64.const 32
    i64.shr_u
    i32.wrap_i64
  )
  (func $walk (;2;) (type 2) (param $n i32) (param $seen i32) (result i64)
    local.get $n
    if ;; label = @1
      local.get $n
      call $wake
      local.get $n
      i32.const 1
      i32.shr_u
      local.get $seen
      i32.const 1
      i32.add
      call $walk
      return
    end
    local.get $seen
    i64.extend_i32_u
    i64.const 32
    i64.shl
  )
)
