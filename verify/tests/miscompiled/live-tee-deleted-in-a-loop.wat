;; The tee is read in the next iteration only.
;; run: 3
(module
  (func (export "run") (param i32) (result i32)
    (local i32)
    (loop $l
      (local.set 1 (i32.add (local.get 1) (local.get 0)))
      (br_if $l (local.tee 0 (i32.shr_u (local.get 0) (i32.const 1)))))
    (local.get 1)))
(module
  (func (export "run") (param i32) (result i32)
    (local i32)
    (loop $l
      (local.set 1 (i32.add (local.get 1) (local.get 0)))
      (br_if $l (i32.shr_u (local.get 0) (i32.const 1))))
    (local.get 1)))
