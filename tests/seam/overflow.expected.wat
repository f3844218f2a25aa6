(module
  (type (;0;) (func (param i32)))
  (import "env" "wake" (func $wake (;0;) (type 0) (param i32)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "give" (func 1))
  (func (;1;) (type 0) (param $object i32)
    (local i32)
    local.get $object
    i32.load
    local.tee 1
    local.get $object
    i32.load offset=4
    i32.lt_s
    if ;; label = @1
      local.get $object
      local.get 1
      i32.const 1
      i32.add
      i32.store
    else
      local.get $object
      call $wake
    end
  )
)
