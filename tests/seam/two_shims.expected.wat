(module
  (type (;0;) (func (param i32) (result i32)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "give" (func 0))
  (export "count" (func 1))
  (func (;0;) (type 0) (param $object i32) (result i32)
    (local i32)
    local.get $object
    i32.load offset=4
    local.get $object
    i32.load
    local.tee 1
    i32.le_u
    if ;; label = @1
      i32.const -11
      return
    end
    local.get $object
    local.get 1
    i32.const 1
    i32.add
    i32.store
    i32.const 0
  )
  (func (;1;) (type 0) (param $at i32) (result i32)
    local.get $at
    i32.load
    i32.const 1
    i32.add
  )
)
