;; A memory that nobody uses goes, the others get new numbers.
(module
  (memory $unused 1)
  (memory $used 1)
  (memory $exported (export "memory") 1)
  (memory $passive 1)
  (data $gone (memory $unused) (i32.const 8) "gone")
  (data $kept (memory $used) (i32.const 8) "kept")
  (data $init "init")
  (data $unused_passive "nobody reads this")
  (func (export "load") (param i32) (result i32) (i32.load8_u $used offset=1 (local.get 0)))
  (func (export "init") (memory.init $passive $init (i32.const 0) (i32.const 0) (i32.const 4)) (data.drop $init))
  (func (export "copy") (memory.copy $used $passive (i32.const 0) (i32.const 0) (i32.const 4))))
