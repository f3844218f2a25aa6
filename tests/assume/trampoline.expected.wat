(module
  (type (;0;) (func (param i32)))
  (type (;1;) (func (param i32 i32 i32) (result i32)))
  (import "env" "log" (func $log (;0;) (type 0) (param i32)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "[callback][async-lift]run" (func 1))
  (func (;1;) (type 1) (param $event i32) (param $a i32) (param $b i32) (result i32)
    local.get $event
    i32.const 5
    i32.lt_u
    if ;; label = @1
      i32.const 101
      call $log
      local.get $a
      i32.const 1000
      i32.add
      call $log
      local.get $b
      i32.const 77
      i32.store offset=24
      local.get $a
      i32.load offset=4
      return
    end
    i32.const 105
    call $log
    local.get $a
    i32.const 154
    i32.store offset=24
    local.get $b
    i32.load16_u offset=20
  )
)
