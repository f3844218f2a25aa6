;; Types that values name keep their numbers.
(module
  (type $unused (func (param f64)))
  (type $taken (func (param i32)))
  (func (export "f") (param (ref null $taken)))
  (func $dead))
