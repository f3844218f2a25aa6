;; A `local.tee` is taken for dead, and is read.
;; run: 8
(module
  (func (export "run") (param i32) (result i32)
    (i32.add (local.tee 0 (i32.add (local.get 0) (i32.const 1))) (local.get 0))))
(module
  (func (export "run") (param i32) (result i32)
    (i32.add (i32.add (local.get 0) (i32.const 1)) (local.get 0))))
