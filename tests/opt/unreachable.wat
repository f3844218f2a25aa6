;; Code that is never reached goes; a block that ends unreachable still type-checks.
(module
  (func (export "after_return") (param i32) (result i32)
    (return (i32.mul (local.get 0) (local.get 0)))
    (drop (i32.const 5))
    (i32.const 6))
  (func (export "after_branch") (param i32) (result i32)
    (block (result i32)
      (br 0 (local.get 0))
      (i32.store (i32.const 0) (i32.const 1))
      (i32.const 3)))
  (func (export "trap") (result i32)
    unreachable
    (i32.add (i32.const 1)))
  (memory 1))
