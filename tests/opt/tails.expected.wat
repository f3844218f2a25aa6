(module
  (type (;0;) (func (param i32 i32)))
  (type (;1;) (func (result i32)))
  (type (;2;) (func (param i32 i32) (result i32)))
  (import "" "panic" (func $panic (;0;) (type 0) (param i32 i32)))
  (import "" "next" (func $next (;1;) (type 1) (result i32)))
  (memory (;0;) 1)
  (export "checked" (func 2))
  (export "switch" (func 3))
  (export "two_operands" (func 4))
  (func (;2;) (type 2) (param i32 i32) (result i32)
    block ;; label = @1
      local.get 0
      i32.const 16
      i32.ge_u
      br_if 0 (;@1;)
      local.get 0
      call $next
      i32.store
      local.get 1
      i32.const 16
      i32.ge_u
      br_if 0 (;@1;)
      local.get 1
      i32.load
      return
    end
    i32.const 1048576
    i32.const 43
    call $panic
    unreachable
  )
  (func (;3;) (type 0) (param i32 i32)
    block ;; label = @1
      block $c
        block $b
          block $a
            local.get 0
            br_table $a $b $c 4
          end
          local.get 1
          i32.const 1
          i32.store offset=8
          br 2 (;@1;)
        end
        local.get 1
        i32.const 2
        i32.store16 offset=8
        br 1 (;@1;)
      end
      local.get 1
      i32.const 3
      i32.store8 offset=8
    end
    i32.const 0
    call $next
    i32.store offset=16
  )
  (func (;4;) (type 0) (param i32 i32)
    local.get 0
    if ;; label = @1
      call $next
      i32.const 1
      i32.store
    else
      local.get 1
      call $next
      i32.store
    end
  )
)
