(module
  (memory $unused (;0;) 1)
  (data (;0;) (i32.const 65533) "data")
)
