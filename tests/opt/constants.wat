;; A long constant that occurs often is held in a local.
(module
  (memory (export "m") 1)
  (func (export "fill") (param i32)
    (i64.store offset=0 (local.get 0) (i64.const 0x123456789abcdef))
    (i64.store offset=8 (local.get 0) (i64.const 0x123456789abcdef))
    (i64.store offset=16 (local.get 0) (i64.const 0x123456789abcdef))
    (i64.store offset=24 (local.get 0) (i64.const 0x123456789abcdef))))
