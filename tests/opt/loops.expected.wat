(module
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func (param i32 i32 i32) (result i32)))
  (type (;2;) (func (param i32 i32) (result i32)))
  (export "sum" (func 0))
  (export "swap" (func 1))
  (export "invariant" (func 2))
  (func (;0;) (type 0) (param $n i32) (result i32)
    (local $i i32) (local $sum i32)
    loop $again
      local.get $sum
      local.get $i
      local.get $i
      i32.mul
      i32.add
      local.set $sum
      local.get $i
      i32.const 1
      i32.add
      local.tee $i
      local.get $n
      i32.const 127
      i32.and
      i32.lt_u
      br_if $again
    end
    local.get $sum
  )
  (func (;1;) (type 1) (param $n i32) (param $a i32) (param $b i32) (result i32)
    local.get $n
    i32.const 63
    i32.and
    local.set $n
    loop $again
      local.get $a
      local.get $b
      local.set $a
      local.set $b
      local.get $n
      i32.const 1
      i32.sub
      local.tee $n
      i32.const 0
      i32.gt_s
      br_if $again
    end
    local.get $a
    local.get $b
    i32.sub
  )
  (func (;2;) (type 2) (param $n i32) (param $k i32) (result i32)
    (local $sum i32)
    local.get $n
    i32.const 63
    i32.and
    local.set $n
    loop $again
      local.get $sum
      local.get $k
      i32.const 123456
      i32.xor
      local.tee $sum
      i32.add
      local.get $sum
      i32.mul
      local.set $sum
      local.get $n
      i32.const 1
      i32.sub
      local.tee $n
      i32.const 0
      i32.gt_s
      br_if $again
    end
    local.get $sum
  )
)
