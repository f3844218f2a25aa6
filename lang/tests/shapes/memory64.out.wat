(module
  (type (;0;) (func (param i64) (result i32)))
  (type (;1;) (func (result i64 i32)))
  (type (;2;) (func (param i64) (result i64)))
  (type (;3;) (func (param i64 i32)))
  (table $t (;0;) i64 1 funcref)
  (memory (;0;) i64 1)
  (memory $small (;1;) 1)
  (func $load (;0;) (type 0) (param i64) (result i32)
    local.get 0
    i32.load offset=4294967296
  )
  (func $size (;1;) (type 1) (result i64 i32)
    memory.size
    memory.size $small
  )
  (func $grow (;2;) (type 2) (param i64) (result i64)
    local.get 0
    memory.grow
  )
  (func $copy (;3;) (type 3) (param i64 i32)
    local.get 0
    local.get 1
    i32.const 3
    memory.copy 0 $small
  )
  (func $table (;4;) (type 2) (param i64) (result i64)
    local.get 0
    table.get $t
    drop
    table.size $t
  )
)
