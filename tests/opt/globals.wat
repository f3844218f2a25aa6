;; A constant of four bytes that many functions use costs less in an immutable global; one that few use does not.
(module
  (memory (export "memory") 16)
  (func (export "a") (param i32) (i32.store (i32.const 1000000) (local.get 0)))
  (func (export "b") (param i32) (i32.store8 (i32.const 1000000) (local.get 0)))
  (func (export "c") (param i32) (i32.store16 (i32.const 1000000) (local.get 0)))
  (func (export "d") (result i32) (i32.load (i32.const 1000000)))
  (func (export "e") (result i32) (i32.load8_u (i32.const 1000000)))
  (func (export "f") (result i32) (i32.load16_u (i32.const 1000000)))
  (func (export "g") (param i32) (result i32) (i32.xor (i32.const 1000000) (local.get 0)))
  (func (export "h") (param i32) (result i32) (i32.xor (i32.const 2000000) (local.get 0))))
