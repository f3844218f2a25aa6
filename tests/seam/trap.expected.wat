(module
  (type (;0;) (func (param i32)))
  (type (;1;) (func (param i32 i32)))
  (import "env" "wake" (func $wake (;0;) (type 0) (param i32)))
  (import "env" "log" (func $log (;1;) (type 1) (param i32 i32)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "give" (func 2))
  (func (;2;) (type 1) (param $object i32) (param $waiting i32)
    (local i32)
    local.get $object
    i32.load offset=65532
    local.set 2
    local.get $waiting
    if ;; label = @1
      local.get $waiting
      call $wake
    else
      local.get $object
      local.get 2
      call $log
    end
  )
)
