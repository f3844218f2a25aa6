(module
  (type (;0;) (func))
  (type (;1;) (func (result funcref)))
  (table $t (;0;) 4 funcref)
  (export "table" (table $t))
  (export "init" (func 4))
  (export "take_c" (func 5))
  (export "take_e" (func 6))
  (elem $passive (;0;) func $a $b)
  (elem (;1;) declare func $c $e)
  (func $a (;0;) (type 0))
  (func $b (;1;) (type 0))
  (func $c (;2;) (type 0))
  (func $e (;3;) (type 0))
  (func (;4;) (type 0)
    i32.const 0
    i32.const 0
    i32.const 2
    table.init $passive
  )
  (func (;5;) (type 1) (result funcref)
    ref.func $c
  )
  (func (;6;) (type 1) (result funcref)
    ref.func $e
  )
)
