;; --exact 60
;; What the search leaves and the cheapest code of a segment does not: values pushed once for several locals, constants that a comparison and a local share, copies made
;; on the way.
(module
  (import "" "f" (func $f (param i32 i32)))
  (memory (export "memory") 1)
  (func (export "many_zeros") (param i32) (local i32 i32)
    (local.set 1 (i32.const 1))
    (local.set 2 (i32.const 1))
    (loop $l
      (call $f (local.get 1) (local.get 2))
      (local.set 1 (i32.add (local.get 1) (local.get 2)))
      (local.set 2 (i32.shl (local.get 2) (i32.const 1)))
      (br_if $l (i32.lt_u (local.get 1) (local.get 0)))))
  (func (export "shared_constant") (param i32) (result i32) (local i32)
    (local.set 1 (i32.const 62))
    (block $b
      (br_if $b (i32.ne (i32.load8_u offset=648 (i32.and (local.get 0) (i32.const 255))) (i32.const 62)))
      (local.set 1 (i32.load8_u offset=8 (i32.and (local.get 0) (i32.const 255)))))
    (local.get 1))
  (func (export "copy_on_the_way") (param i32 i32 i32) (result i32)
    (i32.store (i32.const 16) (local.get 1))
    (i32.store (i32.const 20) (i32.sub (local.get 0) (local.get 2)))
    (local.set 2 (local.get 1))
    (loop $l
      (local.set 2 (i32.shr_u (local.get 2) (i32.const 1)))
      (br_if $l (i32.gt_u (local.get 2) (local.get 0))))
    (i32.add (local.get 2) (local.get 1))))
