;; A value that is computed twice is computed once.
(module
  (memory (export "m") 1)
  (func (export "twice") (param i32 i32)
    (i32.store
      (i32.and (i32.shl (i32.xor (local.get 0) (local.get 1)) (i32.const 3)) (i32.const 4095))
      (i32.load (i32.and (i32.shl (i32.xor (local.get 0) (local.get 1)) (i32.const 3)) (i32.const 4095))))))
