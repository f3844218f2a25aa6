;; What a narrow store wrote is less than its operand.
;; run: 8 0x12345
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32 i32) (result i32)
    (i32.store16 (local.get 0) (local.get 1))
    (i32.load16_u (local.get 0))))
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32 i32) (result i32)
    (i32.store16 (local.get 0) (local.get 1))
    (local.get 1)))
