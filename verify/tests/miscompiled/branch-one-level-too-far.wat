;; A branch leaves one block more.
;; run: 1
(module
  (func (export "run") (param i32) (result i32)
    (block $a
      (block $b
        (br_if $b (local.get 0)))
      (return (i32.const 1)))
    (i32.const 2)))
(module
  (func (export "run") (param i32) (result i32)
    (block $a
      (block $b
        (br_if $a (local.get 0)))
      (return (i32.const 1)))
    (i32.const 2)))
