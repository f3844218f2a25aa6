(module
  (type (;0;) (func))
  (export "live" (func 0))
  (func (;0;) (type 0))
)
