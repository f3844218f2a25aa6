;; Comparisons and eqz.

;; not (a < b) = a >= b, and all its relatives
rule eqz-compare iN=i32,i64,i32,i64,i32,i64,i32,i64,i32,i64,i32,i64,i32,i64,i32,i64,i32,i64,i32,i64 aN=eq,eq,ne,ne,lt_s,lt_s,lt_u,lt_u,gt_s,gt_s,gt_u,gt_u,le_s,le_s,le_u,le_u,ge_s,ge_s,ge_u,ge_u bN=ne,ne,eq,eq,ge_s,ge_s,ge_u,ge_u,le_s,le_s,le_u,le_u,gt_s,gt_s,gt_u,gt_u,lt_s,lt_s,lt_u,lt_u
  (i32.eqz (iN.aN ?x ?y)) => (iN.bN ?x ?y)

;; not (a = b) = a != b also for floats: NaN is unequal to everything
rule eqz-compare-float fN=f32,f64,f32,f64 aN=eq,eq,ne,ne bN=ne,ne,eq,eq
  (i32.eqz (fN.aN ?x ?y)) => (fN.bN ?x ?y)

;; eqz(eqz b) = b for booleans
rule eqz-eqz
  (i32.eqz (i32.eqz ?b)) => ?b
  when (bool ?b)

;; (x = 0) = eqz x
rule eq-zero iN=i32,i64
  (iN.eq ?x 0) => (iN.eqz ?x)

;; (x != 0) = eqz(eqz x)
rule ne-zero iN=i32,i64
  (iN.ne ?x 0) => (i32.eqz (iN.eqz ?x))

;; (x >u 0) = eqz(eqz x)
rule gt_u-zero iN=i32,i64
  (iN.gt_u ?x 0) => (i32.eqz (iN.eqz ?x))

;; (x >=u 1) = eqz(eqz x)
rule ge_u-one iN=i32,i64
  (iN.ge_u ?x 1) => (i32.eqz (iN.eqz ?x))

;; (x <=u 0) = eqz x
rule le_u-zero iN=i32,i64
  (iN.le_u ?x 0) => (iN.eqz ?x)

;; (x <u 1) = eqz x
rule lt_u-one iN=i32,i64
  (iN.lt_u ?x 1) => (iN.eqz ?x)

;; (b = 1) = b for booleans
rule eq-one-bool
  (i32.eq ?b 1) => ?b
  when (bool ?b)

;; (b != 1) = eqz b for booleans
rule ne-one-bool
  (i32.ne ?b 1) => (i32.eqz ?b)
  when (bool ?b)

;; b ^ 1 = eqz b for booleans
rule xor-one-bool
  (i32.xor ?b 1) => (i32.eqz ?b)
  when (bool ?b)

;; 1 - b = eqz b for booleans
rule one-minus-bool
  (i32.sub 1 ?b) => (i32.eqz ?b)
  when (bool ?b)

;; x op x
rule compare-self-true iN=i32,i64,i32,i64,i32,i64,i32,i64,i32,i64 cN=eq,eq,le_s,le_s,le_u,le_u,ge_s,ge_s,ge_u,ge_u
  (iN.cN ?x ?x) => 1

;; x op x
rule compare-self-false iN=i32,i64,i32,i64,i32,i64,i32,i64,i32,i64 cN=ne,ne,lt_s,lt_s,lt_u,lt_u,gt_s,gt_s,gt_u,gt_u
  (iN.cN ?x ?x) => 0

;; (x <s 0) = eqz(clz x)
rule negative iN=i32,i64
  (iN.lt_s ?x 0) => (iN.eqz (iN.clz ?x))

;; (x <=s -1) = eqz(clz x)
rule negative-le iN=i32,i64
  (iN.le_s ?x -1) => (iN.eqz (iN.clz ?x))

;; (x >=s 0) = !!clz x: as a condition, clz x alone
rule not-negative iN=i32,i64
  (iN.ge_s ?x 0) => (i32.eqz (iN.eqz (iN.clz ?x)))

;; (x >s -1) = !!clz x
rule not-negative-gt iN=i32,i64
  (iN.gt_s ?x -1) => (i32.eqz (iN.eqz (iN.clz ?x)))

;; eqz(x op y) = (x = y) for op in -, ^
rule eqz-difference iN=i32,i64,i32,i64 oN=sub,sub,xor,xor
  (iN.eqz (iN.oN ?x ?y)) => (iN.eq ?x ?y)

;; eqz(x + c) = (x = -c)
rule eqz-sum iN=i32,i64
  (iN.eqz (iN.add ?x ?c)) => (iN.eq ?x (iN.sub 0 ?c))
  when (const ?c)

;; eqz(x rotl y) = eqz x
rule eqz-of-rotate iN=i32,i64,i32,i64 sN=rotl,rotl,rotr,rotr
  (iN.eqz (iN.sN ?x ?y)) => (iN.eqz ?x)

;; (x + a = b) = (x = b - a)
rule eq-of-add iN=i32,i64,i32,i64 cN=eq,eq,ne,ne
  (iN.cN (iN.add ?x ?a) ?b) => (iN.cN ?x (iN.sub ?b ?a))
  when (const ?a ?b)

;; (a - x = b) = (x = a - b)
rule eq-of-sub iN=i32,i64,i32,i64 cN=eq,eq,ne,ne
  (iN.cN (iN.sub ?a ?x) ?b) => (iN.cN ?x (iN.sub ?a ?b))
  when (const ?a ?b)

;; (x ^ a = b) = (x = a ^ b)
rule eq-of-xor iN=i32,i64,i32,i64 cN=eq,eq,ne,ne
  (iN.cN (iN.xor ?x ?a) ?b) => (iN.cN ?x (iN.xor ?a ?b))
  when (const ?a ?b)

;; (x rotl k = c) = (x = c rotr k)
rule eq-of-rotl iN=i32,i64,i32,i64 cN=eq,eq,ne,ne
  (iN.cN (iN.rotl ?x ?k) ?c) => (iN.cN ?x (iN.rotr ?c ?k))
  when (const ?k ?c)

;; (x op z = y op z) = (x = y)
rule eq-same-operand iN=i32,i64,i32,i64,i32,i64,i32,i64 oN=add,add,xor,xor,add,add,xor,xor cN=eq,eq,eq,eq,ne,ne,ne,ne
  (iN.cN (iN.oN ?x ?z) (iN.oN ?y ?z)) => (iN.cN ?x ?y)

;; (x - z = y - z) = (x = y)
rule eq-same-subtrahend iN=i32,i64,i32,i64 cN=eq,eq,ne,ne
  (iN.cN (iN.sub ?x ?z) (iN.sub ?y ?z)) => (iN.cN ?x ?y)

;; (z - x = z - y) = (x = y)
rule eq-same-minuend iN=i32,i64,i32,i64 cN=eq,eq,ne,ne
  (iN.cN (iN.sub ?z ?x) (iN.sub ?z ?y)) => (iN.cN ?x ?y)

;; (x op y = x) = eqz y
rule eq-unchanged iN=i32,i64,i32,i64 oN=add,add,xor,xor
  (iN.eq (iN.oN ?x ?y) ?x) => (iN.eqz ?y)

;; (x - y = x) = eqz y
rule eq-unchanged-sub iN=i32,i64
  (iN.eq (iN.sub ?x ?y) ?x) => (iN.eqz ?y)

;; (x & m = m) = (x & m != 0) for one bit m
rule has-bit iN=i32,i64
  (iN.eq (iN.and ?x ?m) ?m) => (i32.eqz (iN.eqz (iN.and ?x ?m)))
  when (pow2 ?m)

;; (x & m != m) = eqz(x & m) for one bit m
rule has-not-bit iN=i32,i64
  (iN.ne (iN.and ?x ?m) ?m) => (iN.eqz (iN.and ?x ?m))
  when (pow2 ?m)

;; (clz x = width) = eqz x; ctz likewise
rule no-bit iN=i32,i64,i32,i64 zN=clz,clz,ctz,ctz
  (iN.eq (iN.zN ?x) width) => (iN.eqz ?x)

;; (clz x != width) = eqz(eqz x); ctz likewise
rule some-bit iN=i32,i64,i32,i64 zN=clz,clz,ctz,ctz
  (iN.ne (iN.zN ?x) width) => (i32.eqz (iN.eqz ?x))

;; clz(x) >>u 5 = eqz x; ctz likewise
rule no-bit-by-shift zN=clz,ctz
  (i32.shr_u (i32.zN ?x) 5) => (i32.eqz ?x)

;; wrap(clz(x) >>u 6) = eqz x; ctz likewise
rule no-bit-by-shift-wrap zN=clz,ctz
  (i32.wrap_i64 (i64.shr_u (i64.zN ?x) 6)) => (i64.eqz ?x)

;; (x >= c) = (x > c - 1), where that is shorter: 64 takes two bytes, 63 one
rule ge-boundary iN=i32,i64,i32,i64 uN=s,s,u,u lN=min,min,0,0
  (iN.ge_uN ?x ?c) => (iN.gt_uN ?x (iN.sub ?c 1))
  when (const ?c) (shorter (iN.sub ?c 1) ?c) (holds (iN.ne ?c lN))

;; (x < c) = (x <= c - 1)
rule lt-boundary iN=i32,i64,i32,i64 uN=s,s,u,u lN=min,min,0,0
  (iN.lt_uN ?x ?c) => (iN.le_uN ?x (iN.sub ?c 1))
  when (const ?c) (shorter (iN.sub ?c 1) ?c) (holds (iN.ne ?c lN))

;; (x > c) = (x >= c + 1)
rule gt-boundary iN=i32,i64,i32,i64 uN=s,s,u,u hN=max,max,-1,-1
  (iN.gt_uN ?x ?c) => (iN.ge_uN ?x (iN.add ?c 1))
  when (const ?c) (shorter (iN.add ?c 1) ?c) (holds (iN.ne ?c hN))

;; (x <= c) = (x < c + 1)
rule le-boundary iN=i32,i64,i32,i64 uN=s,s,u,u hN=max,max,-1,-1
  (iN.le_uN ?x ?c) => (iN.lt_uN ?x (iN.add ?c 1))
  when (const ?c) (shorter (iN.add ?c 1) ?c) (holds (iN.ne ?c hN))

;; (x & 0xff) <u c = extend8_s(x) <u c for c <= 0x80: bytes from 0x80 on are large either way
rule narrow-below iN=i32,i32,i64,i64,i64,i32,i32,i64,i64,i64 kN=8,16,8,16,32,8,16,8,16,32 mN=0xff,0xffff,0xff,0xffff,0xffffffff,0xff,0xffff,0xff,0xffff,0xffffffff hN=0x80,0x8000,0x80,0x8000,0x80000000,0x80,0x8000,0x80,0x8000,0x80000000 cN=lt_u,lt_u,lt_u,lt_u,lt_u,ge_u,ge_u,ge_u,ge_u,ge_u
  (iN.cN (iN.and ?x mN) ?c) => (iN.cN (iN.extendkN_s ?x) ?c)
  when (const ?c) (holds (iN.le_u ?c hN))

;; (x & 0xff) >u c = extend8_s(x) >u c for c < 0x80
rule narrow-above iN=i32,i32,i64,i64,i64,i32,i32,i64,i64,i64 kN=8,16,8,16,32,8,16,8,16,32 mN=0xff,0xffff,0xff,0xffff,0xffffffff,0xff,0xffff,0xff,0xffff,0xffffffff hN=0x80,0x8000,0x80,0x8000,0x80000000,0x80,0x8000,0x80,0x8000,0x80000000 cN=gt_u,gt_u,gt_u,gt_u,gt_u,le_u,le_u,le_u,le_u,le_u
  (iN.cN (iN.and ?x mN) ?c) => (iN.cN (iN.extendkN_s ?x) ?c)
  when (const ?c) (holds (iN.lt_u ?c hN))

;; (x & 0xff) = c becomes extend8_s(x) = extend8_s(c)
rule narrow-equal iN=i32,i32,i64,i64,i64,i32,i32,i64,i64,i64 kN=8,16,8,16,32,8,16,8,16,32 mN=0xff,0xffff,0xff,0xffff,0xffffffff,0xff,0xffff,0xff,0xffff,0xffffffff cN=eq,eq,eq,eq,eq,ne,ne,ne,ne,ne
  (iN.cN (iN.and ?x mN) ?c) => (iN.cN (iN.extendkN_s ?x) (iN.extendkN_s ?c))
  when (const ?c) (holds (iN.le_u ?c mN))

;; (x & 0xff) = (y & 0xff) becomes extend8_s(x) = extend8_s(y)
rule narrow-both iN=i32,i32,i64,i64,i64,i32,i32,i64,i64,i64 kN=8,16,8,16,32,8,16,8,16,32 mN=0xff,0xffff,0xff,0xffff,0xffffffff,0xff,0xffff,0xff,0xffff,0xffffffff cN=eq,eq,eq,eq,eq,ne,ne,ne,ne,ne
  (iN.cN (iN.and ?x mN) (iN.and ?y mN)) => (iN.cN (iN.extendkN_s ?x) (iN.extendkN_s ?y))

;; eqz(x & 0xff) = eqz(extend8_s x)
rule narrow-eqz iN=i32,i32,i64,i64,i64 kN=8,16,8,16,32 mN=0xff,0xffff,0xff,0xffff,0xffffffff
  (iN.eqz (iN.and ?x mN)) => (iN.eqz (iN.extendkN_s ?x))

;; eqz(x & 0x80) = eqz(eqz(clz(extend8_s x)))
rule narrow-sign-clear kN=8,16 mN=0x80,0x8000
  (i32.eqz (i32.and ?x mN)) => (i32.eqz (i32.eqz (i32.clz (i32.extendkN_s ?x))))

;; (x = min) = (ctz x = w - 1): only the sign bit is set
rule eq-min iN=i32,i64,i32,i64 cN=eq,eq,ne,ne
  (iN.cN ?x min) => (iN.cN (iN.ctz ?x) msb)

;; eqz(x & min) = (x >=s 0)
rule sign-clear iN=i32,i64
  (iN.eqz (iN.and ?x min)) => (iN.ge_s ?x 0)

;; eqz(x & -2^k) = eqz(x >>u k)
rule eqz-high iN=i32,i64
  (iN.eqz (iN.and ?x ?m)) => (iN.eqz (iN.shr_u ?x (iN.ctz ?m)))
  when (const ?m) (shorter (iN.ctz ?m) ?m) (holds (iN.eq ?m (iN.shl -1 (iN.ctz ?m))))

;; eqz(x & (2^n - 1)) = eqz(x << clz)
rule eqz-low iN=i32,i64
  (iN.eqz (iN.and ?x ?m)) => (iN.eqz (iN.shl ?x (iN.clz ?m)))
  when (const ?m) (shorter (iN.clz ?m) ?m) (holds (iN.ne ?m 0)) (holds (iN.eqz (iN.and ?m (iN.add ?m 1))))

;; (x & -2^k = c) = (x >>u k = c >>u k) where c has no lower bit
rule eq-high iN=i32,i64,i32,i64 cN=eq,eq,ne,ne
  (iN.cN (iN.and ?x ?m) ?c) => (iN.cN (iN.shr_u ?x (iN.ctz ?m)) (iN.shr_u ?c (iN.ctz ?m)))
  when (const ?m ?c) (holds (iN.eq ?m (iN.shl -1 (iN.ctz ?m)))) (holds (iN.eqz (iN.and ?c (iN.xor ?m -1))))

;; (x & (2^n - 1) = c) = (x << k = c << k) with k = clz, where c has no higher bit
rule eq-low iN=i32,i64,i32,i64 cN=eq,eq,ne,ne
  (iN.cN (iN.and ?x ?m) ?c) => (iN.cN (iN.shl ?x (iN.clz ?m)) (iN.shl ?c (iN.clz ?m)))
  when (const ?m ?c) (holds (iN.ne ?m 0)) (holds (iN.eqz (iN.and ?m (iN.add ?m 1)))) (shorter (iN.shl ?c (iN.clz ?m)) ?m) (holds (iN.eqz (iN.and ?c (iN.xor ?m -1))))

;; (x = c) = (x rotr k = c >>u k) with k = ctz(c), where that saves four bytes
rule eq-rotated iN=i32,i64,i32,i64 cN=eq,eq,ne,ne
  (iN.cN ?x ?c) => (iN.cN (iN.rotr ?x (iN.ctz ?c)) (iN.shr_u ?c (iN.ctz ?c)))
  when (const ?c) (shorter (iN.shr_u ?c (iN.ctz ?c)) ?c 4)

;; (x & max) >u c = (x << 1) >u (c << 1): the test for NaN on bits
rule sign-ignored iN=i32,i64,i32,i64,i32,i64,i32,i64,i32,i64,i32,i64 cN=gt_u,gt_u,lt_u,lt_u,ge_u,ge_u,le_u,le_u,eq,eq,ne,ne
  (iN.cN (iN.and ?x max) ?c) => (iN.cN (iN.shl ?x 1) (iN.shl ?c 1))
  when (const ?c) (holds (iN.ge_s ?c 0))

;; ((x + a) & 0xff) <u n = (x + a) <u n for a byte x, where the wrapped part cannot be below n
rule byte-range iN=i32,i64
  (iN.lt_u (iN.and (iN.add ?x ?a) 0xff) ?n) => (iN.lt_u (iN.add ?x ?a) ?n)
  when (const ?a ?n) (below ?x 0x100) (holds (iN.le_u (iN.sub 0 ?a) 0xff)) (holds (iN.le_u ?n (iN.add ?a 0x100)))

;; a <= x <= b = (x - a) <=u (b - a), signed or unsigned, where a <= b
rule in-range iN=i32,i64,i32,i64 uN=s,s,u,u
  (i32.and (iN.ge_uN ?x ?a) (iN.le_uN ?x ?b)) => (iN.le_u (iN.sub ?x ?a) (iN.sub ?b ?a))
  when (const ?a ?b) (holds (iN.le_uN ?a ?b))

;; a < x < b = (x - (a + 1)) <u (b - (a + 1)), where a < b
rule in-open-range iN=i32,i64,i32,i64 uN=s,s,u,u
  (i32.and (iN.gt_uN ?x ?a) (iN.lt_uN ?x ?b)) => (iN.lt_u (iN.sub ?x (iN.add ?a 1)) (iN.sub ?b (iN.add ?a 1)))
  when (const ?a ?b) (holds (iN.lt_uN ?a ?b))

;; a <= x < b = (x - a) <u (b - a), where a <= b
rule in-half-open-range iN=i32,i64,i32,i64 uN=s,s,u,u
  (i32.and (iN.ge_uN ?x ?a) (iN.lt_uN ?x ?b)) => (iN.lt_u (iN.sub ?x ?a) (iN.sub ?b ?a))
  when (const ?a ?b) (holds (iN.le_uN ?a ?b))

;; a < x <= b = (x - (a + 1)) <u (b - a), where a <= b
rule in-range-above iN=i32,i64,i32,i64 uN=s,s,u,u
  (i32.and (iN.gt_uN ?x ?a) (iN.le_uN ?x ?b)) => (iN.lt_u (iN.sub ?x (iN.add ?a 1)) (iN.sub ?b ?a))
  when (const ?a ?b) (holds (iN.le_uN ?a ?b))

;; x < a or x > b = (x - a) >u (b - a), where a <= b
rule outside-range iN=i32,i64,i32,i64 uN=s,s,u,u
  (i32.or (iN.lt_uN ?x ?a) (iN.gt_uN ?x ?b)) => (iN.gt_u (iN.sub ?x ?a) (iN.sub ?b ?a))
  when (const ?a ?b) (holds (iN.le_uN ?a ?b))

;; x < a or x >= b = (x - a) >=u (b - a), where a <= b
rule outside-half-open-range iN=i32,i64,i32,i64 uN=s,s,u,u
  (i32.or (iN.lt_uN ?x ?a) (iN.ge_uN ?x ?b)) => (iN.ge_u (iN.sub ?x ?a) (iN.sub ?b ?a))
  when (const ?a ?b) (holds (iN.le_uN ?a ?b))

;; x = a or x = b is one comparison where a and b differ in one bit
rule either-of-two iN=i32,i64
  (i32.or (iN.eq ?x ?a) (iN.eq ?x ?b)) => (iN.eq (iN.or ?x ?d) (iN.or ?a ?b))
  when (const ?a ?b) (let ?d (iN.xor ?a ?b)) (holds (iN.eqz (iN.and ?d (iN.sub ?d 1))))

;; x != a and x != b likewise
rule neither-of-two iN=i32,i64
  (i32.and (iN.ne ?x ?a) (iN.ne ?x ?b)) => (iN.ne (iN.or ?x ?d) (iN.or ?a ?b))
  when (const ?a ?b) (let ?d (iN.xor ?a ?b)) (holds (iN.eqz (iN.and ?d (iN.sub ?d 1))))

;; x = a or x = a + 1 is (x - a) <u 2
rule either-of-neighbours iN=i32,i64
  (i32.or (iN.eq ?x ?a) (iN.eq ?x ?b)) => (iN.lt_u (iN.sub ?x ?a) 2)
  when (const ?a ?b) (holds (iN.eq (iN.add ?a 1) ?b))

;; x != a and x != a + 1 is (x - a) >u 1
rule neither-of-neighbours iN=i32,i64
  (i32.and (iN.ne ?x ?a) (iN.ne ?x ?b)) => (iN.gt_u (iN.sub ?x ?a) 1)
  when (const ?a ?b) (holds (iN.eq (iN.add ?a 1) ?b))

;; eqz x and eqz y = eqz(x | y)
rule both-zero iN=i32,i64
  (i32.and (iN.eqz ?x) (iN.eqz ?y)) => (iN.eqz (iN.or ?x ?y))

;; x != 0 or y != 0 = (x | y) != 0
rule one-nonzero iN=i32,i64
  (i32.or (i32.eqz (iN.eqz ?x)) (i32.eqz (iN.eqz ?y))) => (i32.eqz (iN.eqz (iN.or ?x ?y)))

;; x >=s 0 and y >=s 0 = (x | y) >=s 0
rule both-nonnegative iN=i32,i64
  (i32.and (iN.ge_s ?x 0) (iN.ge_s ?y 0)) => (iN.ge_s (iN.or ?x ?y) 0)

;; x <s 0 or y <s 0 = (x | y) <s 0
rule one-negative iN=i32,i64
  (i32.or (iN.lt_s ?x 0) (iN.lt_s ?y 0)) => (iN.lt_s (iN.or ?x ?y) 0)

;; x <s 0 and y <s 0 = (x & y) <s 0
rule both-negative iN=i32,i64
  (i32.and (iN.lt_s ?x 0) (iN.lt_s ?y 0)) => (iN.lt_s (iN.and ?x ?y) 0)

;; eqz b or eqz c = eqz(b & c) for booleans
rule one-false
  (i32.or (i32.eqz ?b) (i32.eqz ?c)) => (i32.eqz (i32.and ?b ?c))
  when (bool ?b) (bool ?c)

;; b != c = b ^ c for booleans: eqz of it is b = c
rule eqz-bool-eq
  (i32.eq (i32.eqz ?b) ?c) => (i32.xor ?b ?c)
  when (bool ?b) (bool ?c)

;; x < y or x = y = x <= y
rule less-or-equal iN=i32,i64,i32,i64 uN=s,s,u,u
  (i32.or (iN.lt_uN ?x ?y) (iN.eq ?x ?y)) => (iN.le_uN ?x ?y)

;; x <= y and x != y = x < y
rule less-and-different iN=i32,i64,i32,i64 uN=s,s,u,u
  (i32.and (iN.le_uN ?x ?y) (iN.ne ?x ?y)) => (iN.lt_uN ?x ?y)

;; (x & m) = m as no bit of m is missing: eqz((-1 - x) & m); m is written once
rule all-bits iN=i32,i64
  (iN.eq (iN.and ?x ?m) ?m) => (iN.eqz (iN.and (iN.sub -1 ?x) ?m))
  when (const ?m) (shorter -1 ?m 2)

;; (x & m) != m likewise: as a condition, (-1 - x) & m alone
rule some-bit-missing iN=i32,i64
  (iN.ne (iN.and ?x ?m) ?m) => (i32.eqz (iN.eqz (iN.and (iN.sub -1 ?x) ?m)))
  when (const ?m) (shorter -1 ?m 2)
