;; Two types of one group differ, however equal they look.
(module
  (rec (type $one (func)) (type $two (func)))
  (type $unused (func (param f64)))
  (table $t 1 funcref)
  (elem (table $t) (i32.const 0) func $f)
  (func $f (type $one))
  (func (export "trap") (call_indirect $t (type $two) (i32.const 0)))
  (func $dead))
