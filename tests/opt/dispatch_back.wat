(module
  (import "" "f" (func $f (param i32)))
  (import "" "g" (func $g (result i32)))
  (memory (export "m") 1)
  ;; Two targets: one compare.
  (func (export "one") (param i32)
    (block $b (block $a
      (br_table $b $b $b $b $a $b (local.get 0)))
      (call $f (i32.const 10)) (return))
    (call $f (i32.mul (call $g) (call $g))))
  ;; A range of values.
  (func (export "range") (param i32)
    (block $b (block $a
      (br_table $b $b $b $b $a $a $a $a $a $a $a $a $b (i32.load (local.get 0))))
      (call $f (i32.const 10)) (return))
    (call $f (i32.mul (call $g) (call $g))))
  ;; Up to a value, and the value is loaded.
  (func (export "below") (param i32)
    (block $c (block $b (block $a
      (br_table $a $a $a $a $a $a $a $a $a $a $b $b $b $b $b $b $b $b $b $b $b $b $c (i32.load8_u (local.get 0))))
      (call $f (i32.const 10)) (return))
      (call $f (call $g)) (return))
    (call $f (i32.mul (call $g) (call $g))))
  ;; Dense, and each value leads elsewhere: stays.
  (func (export "dense") (param i32)
    (block $d (block $c (block $b (block $a
      (br_table $a $b $c $d (local.get 0)))
      (call $f (i32.const 10)) (return))
      (call $f (call $g)) (return))
      (i32.store (call $g) (i32.const 4)) (return))
    (call $f (i32.mul (call $g) (call $g))))
  ;; The index is a choice of constants.
  (func (export "chosen") (param i32)
    (block $d (block $c (block $b (block $a
      (br_table $a $b $c $d (select (i32.const 1) (i32.const 2) (local.get 0))))
      (call $f (i32.const 10)) (return))
      (call $f (call $g)) (return))
      (i32.store (call $g) (i32.const 4)) (return))
    (call $f (i32.mul (call $g) (call $g))))
  (func (export "arms") (param i32)
    (block $d (block $c (block $b (block $a
      (br_table $a $b $c $d (if (result i32) (local.get 0) (then (call $f (i32.const 3)) (i32.const 1)) (else (call $f (call $g)) (i32.const 2)))))
      (call $f (i32.const 10)) (return))
      (call $f (call $g)) (return))
      (i32.store (call $g) (i32.const 4)) (return))
    (call $f (i32.mul (call $g) (call $g)))))
