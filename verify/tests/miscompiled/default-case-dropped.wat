;; The default of a `br_table` becomes its first case.
;; run: 7
(module
  (func (export "run") (param i32) (result i32)
    (block $b
      (block $a
        (br_table $a $b $b (local.get 0)))
      (return (i32.const 1)))
    (i32.const 2)))
(module
  (func (export "run") (param i32) (result i32)
    (block $b
      (block $a
        (br_table $a $b $a (local.get 0)))
      (return (i32.const 1)))
    (i32.const 2)))
