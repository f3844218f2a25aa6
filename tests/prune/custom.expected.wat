(module
  (type (;0;) (func))
  (func $dead (;0;) (type 0))
  (@custom "unknown" (after code) "\00")
)
