(module
  (type (;0;) (func (param i32 i32) (result i32)))
  (type (;1;) (func (param i32) (result i32)))
  (export "br_if_value" (func 0))
  (export "br_table_value" (func 1))
  (export "loop_parameter" (func 2))
  (export "if_parameter" (func 3))
  (func (;0;) (type 0) (param i32 i32) (result i32)
    local.get 1
    local.get 0
    i32.eqz
    i32.add
  )
  (func (;1;) (type 1) (param i32) (result i32)
    block (result i32) ;; label = @1
      local.get 0
      i32.const 3
      i32.mul
      local.get 0
      i32.const 3
      i32.and
      br_table 0 (;@1;) 1 0 (;@1;)
    end
    i32.const 10
    i32.add
  )
  (func (;2;) (type 1) (param i32) (result i32)
    local.get 0
    i32.const 15
    i32.and
    loop (type 1) (param i32) (result i32) ;; label = @1
      i32.const 3
      i32.sub
      local.tee 0
      local.get 0
      i32.const 0
      i32.gt_s
      br_if 0 (;@1;)
    end
  )
  (func (;3;) (type 0) (param i32 i32) (result i32)
    local.get 1
    local.get 0
    if (type 1) (param i32) (result i32) ;; label = @1
      i32.const 5
      i32.mul
    end
  )
)
