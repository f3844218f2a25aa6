(module
  (type $unused (;0;) (func (param f64)))
  (type $pair (;1;) (struct (field i32) (field (ref null $pair))))
  (type (;2;) (func))
  (type (;3;) (func (result i32)))
  (type (;4;) (func (param anyref) (result (ref $pair))))
  (global $pair (;0;) (ref $pair) i32.const 2 ref.null $pair struct.new $pair)
  (export "first" (func 0))
  (export "cast" (func 1))
  (func (;0;) (type 3) (result i32)
    global.get $pair
    struct.get $pair 0
  )
  (func (;1;) (type 4) (param anyref) (result (ref $pair))
    local.get 0
    ref.cast (ref $pair)
  )
)
