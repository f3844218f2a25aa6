;; Imports that nothing uses go; of those with one name all stay or none.
(module
  (import "env" "unused" (func $unused (param i32)))
  (import "env" "used" (func $used))
  (import "env" "same" (func $same (param i64)))
  (import "env" "same" (func $same_again))
  (import "env" "memory" (memory 1))
  (import "env" "table" (table $t 4 funcref))
  (import "env" "unused_table" (table $u 4 funcref))
  (import "env" "g" (global $g i32))
  (elem (table $t) (i32.const 0) func $seen)
  (func $seen)
  (func (export "f") (call $used) (call $same_again) (drop (global.get $g)))
  (func $dead (call $unused (i32.const 0))))
