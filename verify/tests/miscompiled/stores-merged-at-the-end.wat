;; Two stores become one, which traps before the first byte is written.
;; run: 65535
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32)
    (i32.store8 (local.get 0) (i32.const 1))
    (i32.store8 offset=1 (local.get 0) (i32.const 2))))
(module
  (memory (export "memory") 1)
  (func (export "run") (param i32)
    (i32.store16 (local.get 0) (i32.const 0x201))))
