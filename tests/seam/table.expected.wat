(module
  (type (;0;) (func (param i32)))
  (type (;1;) (func (param i32 i32)))
  (type (;2;) (func (param i32 i64) (result i32)))
  (import "env" "wake" (func $wake (;0;) (type 0) (param i32)))
  (import "env" "log" (func $log (;1;) (type 1) (param i32 i32)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "take" (func 2))
  (func (;2;) (type 2) (param $object i32) (param $wait i64) (result i32)
    (local i32)
    local.get $object
    i32.load offset=8
    local.tee 2
    if ;; label = @1
      local.get $object
      local.get 2
      i32.const 1
      i32.sub
      i32.store offset=8
      i32.const 0
      return
    end
    local.get $wait
    i64.eqz
    if ;; label = @1
      local.get $object
      i32.const 16
      call $log
      i32.const -16
      return
    end
    local.get $object
    call $wake
    i32.const 1
  )
)
