;; The bound of a loop is included.
;; run: 5
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32)
    (local i32)
    (loop $l
      (i32.store8 (local.get 1) (i32.const 1))
      (br_if $l (i32.lt_u (local.tee 1 (i32.add (local.get 1) (i32.const 1))) (local.get 0))))))
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32)
    (local i32)
    (loop $l
      (i32.store8 (local.get 1) (i32.const 1))
      (br_if $l (i32.le_u (local.tee 1 (i32.add (local.get 1) (i32.const 1))) (local.get 0))))))
