;; A global stays if it is read, set or exported, and so does the function that it refers to.
(module
  (global $unused i32 (i32.const 1))
  (global $refers (mut funcref) (ref.func $referred))
  (global $from (mut i32) (i32.const 3))
  (global $exported (export "global") i32 (i32.const 2))
  (global $dropped funcref (ref.func $dead))
  (func $referred)
  (func $dead)
  (func (export "get") (result funcref) (global.get $refers))
  (func (export "set") (param i32) (global.set $from (local.get 0))))
