(module
  (type (;0;) (func (param i32)))
  (type (;1;) (func (param i32 i32 i32) (result i32)))
  (import "env" "log" (func $log (;0;) (type 0) (param i32)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "[callback][async-lift]run" (func 1))
  (export "[callback][async-lift]other" (func 2))
  (func (;1;) (type 1) (param $event i32) (param i32 i32) (result i32)
    local.get $event
    i32.const 5
    i32.lt_u
    if ;; label = @1
      local.get 2
      call $log
      local.get 1
      i32.load offset=4
      return
    end
    local.get 1
    call $log
    local.get 2
    i32.load16_u offset=20
  )
  (func (;2;) (type 1) (param $event i32) (param i32 i32) (result i32)
    local.get $event
    i32.const 3
    i32.eq
    if ;; label = @1
      i32.const 103
      call $log
      local.get 2
      i32.load offset=12
      return
    end
    local.get $event
    i32.const 1
    i32.eq
    if ;; label = @1
      local.get 2
      call $log
      local.get 1
      i32.load offset=4
      return
    end
    local.get 1
    call $log
    local.get 2
    i32.load16_u offset=20
  )
)
