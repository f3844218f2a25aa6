;; Addresses of 64 bits.
(module
  (memory i64 1)
  (memory $small 1)
  (table $t i64 1 funcref)
  (func $load (param i64) (result i32) (i32.load offset=0x100000000 (local.get 0)))
  (func $size (result i64 i32) (memory.size) (memory.size $small))
  (func $grow (param i64) (result i64) (memory.grow (local.get 0)))
  (func $copy (param i64 i32) (memory.copy 0 $small (local.get 0) (local.get 1) (i32.const 3)))
  (func $table (param i64) (result i64) (drop (table.get $t (local.get 0))) (table.size $t))
)
