;; What a condition says of a value holds where the condition does: masks are redundant there, and comparisons decided.
(module
  ;; Under x < 10, x + 1 has no bit outside of the mask.
  (func (export "mask") (param $x i32) (result i32)
    (if (result i32) (i32.lt_u (local.get $x) (i32.const 10))
      (then (i32.and (i32.add (local.get $x) (i32.const 1)) (i32.const 31)))
      (else (i32.const 7))))

  ;; Behind the branch, x is below 100: not above 200, and not -1.
  (func (export "decided") (param $x i32) (param $y i32) (result i32)
    (block
      (br_if 0 (i32.ge_u (local.get $x) (i32.const 100)))
      (if (i32.gt_u (local.get $x) (i32.const 200)) (then (local.set $y (i32.const 5))))
      (return (select (local.get $y) (i32.const 3) (i32.ne (local.get $x) (i32.const -1)))))
    (local.get $y))

  ;; Nothing is known where the paths meet again.
  (func (export "join") (param $x i32) (result i32)
    (local $r i32)
    (block
      (br_if 0 (i32.eqz (local.get $x)))
      (br_if 0 (i32.gt_u (local.get $x) (i32.const 15)))
      (local.set $r (i32.and (local.get $x) (i32.const 15))))
    (i32.add (local.get $r) (i32.and (local.get $x) (i32.const 15)))))
