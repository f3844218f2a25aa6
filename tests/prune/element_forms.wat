;; The shortest form of a segment is written: plain indices.
(module
  (table $unused 1 externref)
  (table $t (export "table") 4 funcref)
  (elem (table $t) (i32.const 0) funcref (ref.func $f) (ref.func $f))
  (elem (table $t) (i32.const 2) funcref (ref.null func) (ref.func $f))
  (func $f))
