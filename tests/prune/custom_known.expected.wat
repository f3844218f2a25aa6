(module
  (type (;0;) (func))
  (@custom "target_features" (after func) "\00")
  (export "live" (func 0))
  (func (;0;) (type 0))
  (@producers)
)
