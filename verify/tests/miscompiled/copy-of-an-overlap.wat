;; A copy becomes a load and a store of a part of it.
;; run: 0
(module
  (memory (export "memory") 1)
  (data (i32.const 0) "some bytes")
  (func (export "run") (param i32)
    (memory.copy (i32.const 8) (local.get 0) (i32.const 9))))
(module
  (memory (export "memory") 1)
  (data (i32.const 0) "some bytes")
  (func (export "run") (param i32)
    (i64.store (i32.const 8) (i64.load (local.get 0)))))
