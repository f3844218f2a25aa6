(module
  (type (;0;) (func))
  (type (;1;) (func (param i64)))
  (import "env" "used" (func $used (;0;) (type 0)))
  (import "env" "same" (func $same (;1;) (type 1) (param i64)))
  (import "env" "same" (func $same_again (;2;) (type 0)))
  (import "env" "table" (table $t (;0;) 4 funcref))
  (import "env" "g" (global $g (;0;) i32))
  (export "f" (func 4))
  (elem (;0;) (i32.const 0) func $seen)
  (func $seen (;3;) (type 0))
  (func (;4;) (type 0)
    call $used
    call $same_again
    global.get $g
    drop
  )
)
