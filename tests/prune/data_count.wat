;; No code names a segment, so their number need not be said.
(module
  (memory (export "memory") 1)
  (data (i32.const 0) "active")
  (data $passive "passive")
  (func $dead (data.drop $passive)))
