(module
  (type (;0;) (func (result i32)))
  (type (;1;) (func (param i32 i32)))
  (import "" "next" (func $next (;0;) (type 0) (result i32)))
  (memory (;0;) 1)
  (export "free" (func 1))
  (export "written" (func 2))
  (func (;1;) (type 1) (param i32 i32)
    local.get 1
    call $next
    i32.store
    local.get 0
    if ;; label = @1
      local.get 1
      call $next
      i32.store offset=4
    else
      local.get 1
      i32.const 7
      i32.store8 offset=5
    end
  )
  (func (;2;) (type 1) (param i32 i32)
    local.get 0
    i32.load
    call $next
    local.tee 0
    local.get 0
    i32.store
    if ;; label = @1
      local.get 1
      i32.const 7
      i32.store8 offset=5
    else
      local.get 1
      call $next
      i32.store16 offset=4
    end
  )
)
