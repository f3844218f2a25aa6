;; A division by -1 becomes a negation: the least number traps.
;; run: 0x80000000
(module
  (func (export "run") (param i32) (result i32)
    (i32.div_s (local.get 0) (i32.const -1))))
(module
  (func (export "run") (param i32) (result i32)
    (i32.sub (i32.const 0) (local.get 0))))
