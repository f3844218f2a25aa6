(module
  (rec
    (type $one (;0;) (func))
    (type $two (;1;) (func))
  )
  (type $unused (;2;) (func (param f64)))
  (type (;3;) (func))
  (table $t (;0;) 1 funcref)
  (export "trap" (func 1))
  (elem (;0;) (i32.const 0) func $f)
  (func $f (;0;) (type $one))
  (func (;1;) (type 3)
    i32.const 0
    call_indirect (type $two)
  )
)
