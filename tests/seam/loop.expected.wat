(module
  (type (;0;) (func (param i32 i32) (result i32)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "sum" (func 0))
  (func (;0;) (type 0) (param $from i32) (param $count i32) (result i32)
    (local i32 i32)
    loop ;; label = @1
      local.get 2
      local.get $count
      i32.lt_u
      if ;; label = @2
        local.get 3
        local.get $from
        local.get 2
        local.get 2
        i32.const 1
        i32.add
        local.set 2
        i32.add
        i32.load8_u
        i32.add
        local.set 3
        br 1 (;@1;)
      end
    end
    local.get 3
  )
)
