;; Types that are more than functions stay; all else goes as usual.
(module
  (type $unused (func (param f64)))
  (type $pair (struct (field i32) (field (ref null $pair))))
  (global $dead_pair (ref $pair) (struct.new $pair (i32.const 1) (ref.null $pair)))
  (global $pair (ref $pair) (struct.new $pair (i32.const 2) (ref.null $pair)))
  (func $dead)
  (func (export "first") (result i32) (struct.get $pair 0 (global.get $pair)))
  (func (export "cast") (param anyref) (result (ref $pair)) (ref.cast (ref $pair) (local.get 0))))
