;; The data do not fit: instantiation traps, and must go on to.
(module
  (memory $unused 1)
  (data (memory $unused) (i32.const 65533) "data")
  (func $dead))
