;; Names of functions and locals survive, and follow their locals when these are renumbered.
(module $module
  (func $double (export "double") (param $x i32) (result i32) (local $unused i32) (local $two i64)
    (local.set $unused (i32.const 7))
    (local.set $two (i64.extend_i32_s (local.get $x)))
    (i32.wrap_i64 (i64.add (local.get $two) (i64.shl (local.get $two) (i64.const 3))))))
