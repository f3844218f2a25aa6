;; Passive segments stay where code uses them; declared functions stay declared, also where what declared them has gone.
(module
  (table $t (export "table") 4 funcref)
  (elem $passive func $a $b)
  (elem $unused func $c $d)
  (elem declare func $dead $e)
  (func $a) (func $b) (func $c) (func $d) (func $e) (func $dead)
  (func (export "init") (table.init $t $passive (i32.const 0) (i32.const 0) (i32.const 2)))
  (func (export "take_c") (result funcref) (ref.func $c))
  (func (export "take_e") (result funcref) (ref.func $e)))
