(module
  (type $unused (;0;) (func (param f64)))
  (type $taken (;1;) (func (param i32)))
  (type (;2;) (func (param (ref null $taken))))
  (type (;3;) (func))
  (export "f" (func 0))
  (func (;0;) (type 2) (param (ref null $taken)))
)
