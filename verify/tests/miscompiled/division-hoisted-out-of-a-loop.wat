;; The loop need not run at all, and the division traps.
;; run: 0 0
(module
  (func (export "run") (param i32 i32) (result i32)
    (local i32)
    (block $out
      (loop $l
        (br_if $out (i32.eqz (local.get 0)))
        (local.set 2 (i32.add (local.get 2) (i32.div_u (i32.const 100) (local.get 1))))
        (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
        (br $l)))
    (local.get 2)))
(module
  (func (export "run") (param i32 i32) (result i32)
    (local i32 i32)
    (local.set 3 (i32.div_u (i32.const 100) (local.get 1)))
    (block $out
      (loop $l
        (br_if $out (i32.eqz (local.get 0)))
        (local.set 2 (i32.add (local.get 2) (local.get 3)))
        (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
        (br $l)))
    (local.get 2)))
