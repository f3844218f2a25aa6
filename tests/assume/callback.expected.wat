(module
  (type (;0;) (func (param i32)))
  (type (;1;) (func (param i32 i32) (result i32)))
  (type (;2;) (func (param i32 i32 i32) (result i32)))
  (import "env" "log" (func $log (;0;) (type 0) (param i32)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "[callback][async-lift]run" (func 7))
  (export "[callback][async-lift]other" (func 8))
  (func $none (;1;) (type 1) (param i32 i32) (result i32)
    i32.const 100
    call $log
    local.get 0
    i32.load
  )
  (func $subtask (;2;) (type 1) (param i32 i32) (result i32)
    local.get 1
    call $log
    local.get 0
    i32.load offset=4
  )
  (func $stream_read (;3;) (type 1) (param i32 i32) (result i32)
    i32.const 102
    call $log
    local.get 1
    i32.load offset=8
  )
  (func $stream_write (;4;) (type 1) (param i32 i32) (result i32)
    i32.const 103
    call $log
    local.get 1
    i32.load offset=12
  )
  (func $future_read (;5;) (type 1) (param i32 i32) (result i32)
    i32.const 104
    call $log
    local.get 0
    i32.load8_u offset=16
  )
  (func $future_write (;6;) (type 1) (param i32 i32) (result i32)
    local.get 0
    call $log
    local.get 1
    i32.load16_u offset=20
  )
  (func (;7;) (type 2) (param $event i32) (param i32 i32) (result i32)
    local.get $event
    i32.const 5
    i32.lt_u
    if ;; label = @1
      local.get 1
      local.get 2
      call $subtask
      return
    end
    local.get 1
    local.get 2
    call $future_write
  )
  (func (;8;) (type 2) (param $event i32) (param i32 i32) (result i32)
    local.get $event
    i32.const 3
    i32.eq
    if ;; label = @1
      local.get 1
      local.get 2
      call $stream_write
      return
    end
    local.get $event
    i32.const 1
    i32.eq
    if ;; label = @1
      local.get 1
      local.get 2
      call $subtask
      return
    end
    local.get 1
    local.get 2
    call $future_write
  )
)
