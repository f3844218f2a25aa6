(module
  (type (;0;) (func (param i32)))
  (type (;1;) (func (param i32) (result i32)))
  (import "env" "log" (func $log (;0;) (type 0) (param i32)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "once" (func 1))
  (export "twice" (func 2))
  (export "never" (func 3))
  (export "many" (func 4))
  (export "machine" (func 5))
  (func (;1;) (type 0) (param $x i32)
    local.get $x
    call $log
  )
  (func (;2;) (type 0) (param $x i32)
    i32.const 0
    call $log
    i32.const 4
    call $log
  )
  (func (;3;) (type 1) (param $x i32) (result i32)
    i32.const 5
  )
  (func (;4;) (type 0) (param $x i32)
    (local $i i32)
    loop $next
      local.get $x
      local.get $i
      i32.add
      i32.load
      call $log
      local.get $i
      i32.const 4
      i32.add
      local.tee $i
      i32.const 4000
      i32.lt_u
      br_if $next
    end
  )
  (func (;5;) (type 1) (param $n i32) (result i32)
    i32.const 10
    call $log
    i32.const 11
    call $log
    i32.const 12
    call $log
    local.get $n
  )
)
