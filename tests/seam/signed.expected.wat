(module
  (type (;0;) (func (param i32) (result i64)))
  (memory (;0;) 1)
  (export "memory" (memory 0))
  (export "seek" (func 0))
  (func (;0;) (type 0) (param $object i32) (result i64)
    local.get $object
    i32.load
    local.get $object
    i32.load offset=4
    local.tee $object
    i32.const 4096
    i32.gt_s
    if ;; label = @1
      i64.const -22
      return
    end
    local.get $object
    i32.add
    i64.extend_i32_s
  )
)
