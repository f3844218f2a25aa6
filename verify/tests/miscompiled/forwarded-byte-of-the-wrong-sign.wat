;; What a byte store wrote is loaded with sign.
;; run: 8 128
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32 i32) (result i32)
    (i32.store8 (local.get 0) (local.get 1))
    (i32.load8_s (local.get 0))))
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32 i32) (result i32)
    (i32.store8 (local.get 0) (local.get 1))
    (i32.and (local.get 1) (i32.const 255))))
