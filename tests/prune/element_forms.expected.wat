(module
  (type (;0;) (func))
  (table $t (;0;) 4 funcref)
  (export "table" (table $t))
  (elem (;0;) (i32.const 0) func $f $f)
  (elem (;1;) (i32.const 2) funcref (ref.null func) (ref.func $f))
  (func $f (;0;) (type 0))
)
