;; A segment may not fit, so nothing may go that is written before the trap.
(module
  (import "env" "base" (global $base i32))
  (table $unused 2 funcref)
  (memory $unused 1)
  (elem (table $unused) (global.get $base) func $f)
  (data (memory $unused) (i32.const 0) "data")
  (func $f)
  (func $dead))
