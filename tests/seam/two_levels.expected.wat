(module
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func (param i32)))
  (import "env" "wake" (func $wake (;0;) (type 1) (param i32)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "unlock" (func 1))
  (func (;1;) (type 0) (param $object i32) (result i32)
    (local i32 i32 i32)
    local.get $object
    i32.load offset=4
    local.set 2
    local.get $object
    i32.load
    local.tee 1
    i32.const 1
    i32.gt_u
    if ;; label = @1
      local.get 1
      i32.const 1
      i32.sub
      local.set 3
    else
      local.get 2
      if ;; label = @2
        local.get $object
        call $wake
        i32.const 1
        return
      end
    end
    local.get $object
    local.get 3
    i32.store
    i32.const 0
  )
)
