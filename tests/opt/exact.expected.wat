(module
  (type (;0;) (func (param i32 i32)))
  (type (;1;) (func (param i32)))
  (type (;2;) (func (param i32) (result i32)))
  (type (;3;) (func (param i32 i32 i32) (result i32)))
  (import "" "f" (func $f (;0;) (type 0) (param i32 i32)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "many_zeros" (func 1))
  (export "shared_constant" (func 2))
  (export "copy_on_the_way" (func 3))
  (func (;1;) (type 1) (param i32)
    (local i32 i32)
    i32.const 1
    local.tee 1
    local.set 2
    loop $l
      local.get 1
      local.get 2
      local.get 1
      local.get 2
      local.get 2
      i32.const 1
      i32.shl
      local.set 2
      call $f
      i32.add
      local.tee 1
      local.get 0
      i32.lt_u
      br_if $l
    end
  )
  (func (;2;) (type 2) (param i32) (result i32)
    (local i32)
    local.get 0
    i32.const 255
    i32.and
    local.tee 0
    i32.load8_u offset=648
    i32.const 62
    local.tee 1
    i32.eq
    if ;; label = @1
      local.get 0
      i32.load8_u offset=8
      local.set 1
    end
    local.get 1
  )
  (func (;3;) (type 3) (param i32 i32 i32) (result i32)
    i32.const 20
    local.get 0
    local.get 2
    i32.const 16
    local.get 1
    local.tee 2
    i32.store
    i32.sub
    i32.store
    loop $l
      local.get 2
      i32.const 1
      i32.shr_u
      local.tee 2
      local.get 0
      i32.gt_u
      br_if $l
    end
    local.get 2
    local.get 1
    i32.add
  )
)
