;; A global is read before a call that may write it.
;; run: 8
(module
  (memory (export "memory") 1)
  (global $g (export "g") (mut i32) (i32.const 7))
  (func $set (global.set $g (i32.const 3)))
  (func (export "run") (param i32) (result i32)
    (call $set)
    (global.get $g)))
(module
  (memory (export "memory") 1)
  (global $g (export "g") (mut i32) (i32.const 7))
  (func $set (global.set $g (i32.const 3)))
  (func (export "run") (param i32) (result i32)
    (global.get $g)
    (call $set)))
