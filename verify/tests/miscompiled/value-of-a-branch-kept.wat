;; `br_if` leaves its value on the stack where it does not branch.
;; run: 0
(module
  (func (export "run") (param i32) (result i32)
    (block $a (result i32)
      (i32.add (br_if $a (i32.const 1) (local.get 0)) (i32.const 1)))))
(module
  (func (export "run") (param i32) (result i32)
    (block $a (result i32)
      (drop (br_if $a (i32.const 1) (local.get 0)))
      (i32.const 1))))
