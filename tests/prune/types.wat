;; Unused types go, equal ones become one.
(module
  (type $unused (func (param f64)))
  (type $unary (func (param i32) (result i32)))
  (type $unary_again (func (param i32) (result i32)))
  (type $block (func (result i32 i32)))
  (table $t (export "table") 1 funcref)
  (func (export "f") (type $unary_again) (call_indirect $t (type $unary) (local.get 0) (local.get 0)))
  (func (export "g") (type $unary) (block (type $block) (i32.const 1) (local.get 0)) i32.add)
  (func $dead (param f64)))
