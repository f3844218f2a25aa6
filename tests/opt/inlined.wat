;; What inlining leaves of a call: all arguments first, then a `local.set` for each. The values go to where they are read.
(module
  (memory (export "m") 1)
  (func $f (param i32) (result i32) (i32.div_u (i32.const 100) (local.get 0)))
  (func (export "call") (param $p i32) (param $out i32) (local $a i32) (local $b i32) (local $c i32)
    (i32.load offset=8 (local.get $p))
    (i32.load offset=16 (local.get $p))
    (call $f (local.get $p))
    (local.set $c) (local.set $b) (local.set $a)
    (i32.store (local.get $out) (i32.add (local.get $a) (i32.lt_u (local.get $b) (local.get $c))))
    (i32.store offset=4 (local.get $out) (i32.and (local.get $b) (local.get $c)))))
