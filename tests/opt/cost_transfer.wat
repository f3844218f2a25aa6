;; --cost transfer
(module
  (memory 1)
  ;; chosen by what the module takes behind brotli: parameters that wait are fewer bits than constants again and again
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
