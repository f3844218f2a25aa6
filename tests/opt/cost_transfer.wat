;; --cost transfer
(module
  (memory 1)
  ;; the same constant again and again is nothing to a compressor; four reads of a local that the rest of the module does not use are
  (func (export "f") (param i32)
    (i32.store (local.get 0) (i32.const 100000))
    (i32.store offset=4 (local.get 0) (i32.const 100000))
    (i32.store offset=8 (local.get 0) (i32.const 100000))
    (i32.store offset=12 (local.get 0) (i32.const 100000)))
  (func (export "g") (param i32)
    (i32.store (local.get 0) (i32.const 100000))
    (i32.store offset=4 (local.get 0) (i32.const 100000))
    (i32.store offset=8 (local.get 0) (i32.const 100000))
    (i32.store offset=12 (local.get 0) (i32.const 100000)))
  ;; less is less
  (func (export "h") (param i32) (result i32)
    (i32.sub (i32.add (local.get 0) (i32.const 7)) (i32.const 7))))
