(module
  (type (;0;) (func (param i64)))
  (type (;1;) (func (result i64)))
  (tag $used (;0;) (type 0) (param i64))
  (export "f" (func 0))
  (func (;0;) (type 1) (result i64)
    block $caught (result i64)
      try_table (catch $used $caught) ;; label = @2
        i64.const 1
        throw $used
      end
      i64.const 2
    end
  )
)
