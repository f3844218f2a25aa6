;; An address that wraps becomes an offset that does not.
;; run: -8
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32) (result i32)
    (i32.load (i32.add (local.get 0) (i32.const 16)))))
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32) (result i32)
    (i32.load offset=16 (local.get 0))))
