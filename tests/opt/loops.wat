;; Loops: values that the body changes, values that it swaps, and values that stay.
(module
  (func (export "sum") (param $n i32) (result i32) (local $i i32) (local $sum i32)
    (loop $again
      (local.set $sum (i32.add (local.get $sum) (i32.mul (local.get $i) (local.get $i))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $again (i32.lt_u (local.get $i) (i32.and (local.get $n) (i32.const 127)))))
    (local.get $sum))
  (func (export "swap") (param $n i32) (param $a i32) (param $b i32) (result i32) (local $t i32)
    (local.set $n (i32.and (local.get $n) (i32.const 63)))
    (loop $again
      (local.set $t (local.get $a))
      (local.set $a (local.get $b))
      (local.set $b (local.get $t))
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br_if $again (i32.gt_s (local.get $n) (i32.const 0))))
    (i32.sub (local.get $a) (local.get $b)))
  (func (export "invariant") (param $n i32) (param $k i32) (result i32) (local $sum i32)
    (local.set $n (i32.and (local.get $n) (i32.const 63)))
    (loop $again
      (local.set $sum (i32.add (local.get $sum) (i32.xor (local.get $k) (i32.const 123456))))
      (local.set $sum (i32.mul (local.get $sum) (i32.xor (local.get $k) (i32.const 123456))))
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br_if $again (i32.gt_s (local.get $n) (i32.const 0))))
    (local.get $sum)))
