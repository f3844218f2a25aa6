;; The loop stores to what it loads.
;; run: 8
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32) (result i32)
    (local i32)
    (loop $l
      (i32.store (local.get 0) (i32.add (i32.load (local.get 0)) (i32.const 1)))
      (br_if $l (i32.lt_u (local.tee 1 (i32.add (local.get 1) (i32.const 1))) (i32.const 3))))
    (i32.load (local.get 0))))
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32) (result i32)
    (local i32 i32)
    (local.set 2 (i32.load (local.get 0)))
    (loop $l
      (i32.store (local.get 0) (i32.add (local.get 2) (i32.const 1)))
      (br_if $l (i32.lt_u (local.tee 1 (i32.add (local.get 1) (i32.const 1))) (i32.const 3))))
    (i32.load (local.get 0))))
