;; --cost cycles
(module
  (memory 1)
  ;; as long, and two cycles less
  (func (export "mul") (param i32) (result i32)
    (i32.mul (local.get 0) (i32.const 8)))
  ;; the square is computed once, however far it is
  (func (export "square") (param i32 i32) (result i32)
    (i32.xor
      (i32.div_u (i32.mul (local.get 0) (local.get 0)) (local.get 1))
      (i32.add (i32.mul (local.get 0) (local.get 0)) (local.get 1))))
  ;; what does not change in a loop is as cheap as a local: a constant stays
  (func (export "loop") (param i32)
    (loop
      (i32.store offset=4 (local.get 0) (i32.const 100000))
      (i32.store offset=8 (local.get 0) (i32.const 100000))
      (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 16)))))))
