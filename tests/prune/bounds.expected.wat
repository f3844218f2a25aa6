(module
  (type (;0;) (func))
  (import "env" "base" (global $base (;0;) i32))
  (table $unused (;0;) 2 funcref)
  (memory $unused (;0;) 1)
  (elem (;0;) (global.get $base) func $f)
  (func $f (;0;) (type 0))
  (data (;0;) (i32.const 0) "data")
)
