;; select: decided, on booleans, with constant arms, nested, and common operators pulled out.

;; c ? x : x = x
rule select-same tN=i32,i64,f32,f64
  (select ?x:tN ?x ?c) => ?x

;; c ? x : y = x where c is never 0
rule select-true tN=i32,i64,f32,f64
  (select ?x:tN ?y ?c) => ?x
  when (nonzero ?c)

;; 0 ? x : y = y
rule select-false tN=i32,i64,f32,f64
  (select ?x:tN ?y 0) => ?y

;; eqz c ? x : y = c ? y : x
rule select-eqz tN=i32,i64,f32,f64
  (select ?x:tN ?y (i32.eqz ?c)) => (select ?y ?x ?c)

;; (a op b) ? x : y for the comparison whose inverse is eqz: x != 0 as i64
rule select-ne-zero64 tN=i32,i64,f32,f64
  (select ?x:tN ?y (i32.eqz (i64.eqz ?c))) => (select ?y ?x (i64.eqz ?c))

;; (c & 1) ? x : y = ctz(c) ? y : x
rule select-low-bit tN=i32,i64,f32,f64
  (select ?x:tN ?y (i32.and ?c 1)) => (select ?y ?x (i32.ctz ?c))

;; (c >=s 0) ? x : y = clz(c) ? x : y
rule select-nonnegative tN=i32,i64,f32,f64
  (select ?x:tN ?y (i32.ge_s ?c 0)) => (select ?x ?y (i32.clz ?c))

;; (c >s -1) ? x : y = clz(c) ? x : y
rule select-above-minus-one tN=i32,i64,f32,f64
  (select ?x:tN ?y (i32.gt_s ?c -1)) => (select ?x ?y (i32.clz ?c))

;; (c <s 0) ? x : y = clz(c) ? y : x
rule select-negative tN=i32,i64,f32,f64
  (select ?x:tN ?y (i32.lt_s ?c 0)) => (select ?y ?x (i32.clz ?c))

;; (c & 0xff) ? x : y = extend8_s(c) ? x : y
rule select-byte tN=i32,i64,f32,f64,i32,i64,f32,f64 kN=8,8,8,8,16,16,16,16 mN=0xff,0xff,0xff,0xff,0xffff,0xffff,0xffff,0xffff
  (select ?x:tN ?y (i32.and ?c mN)) => (select ?x ?y (i32.extendkN_s ?c))

;; (c & 0x80) ? x : y = clz(extend8_s(c)) ? y : x
rule select-byte-sign tN=i32,i64,f32,f64,i32,i64,f32,f64 kN=8,8,8,8,16,16,16,16 mN=0x80,0x80,0x80,0x80,0x8000,0x8000,0x8000,0x8000
  (select ?x:tN ?y (i32.and ?c mN)) => (select ?y ?x (i32.clz (i32.extendkN_s ?c)))

;; b ? 1 : 0 = b
rule select-bool
  (select 1 0 ?b) => ?b
  when (bool ?b)

;; b ? 1 : 0 = extend b
rule select-bool64
  (select 1:i64 0 ?b) => (i64.extend_i32_u ?b)
  when (bool ?b)

;; c ? 1 : 0 = eqz(eqz c)
rule select-one-zero
  (select 1 0:i32 ?c) => (i32.eqz (i32.eqz ?c))

;; c ? 0 : 1 = eqz c
rule select-zero-one
  (select 0 1:i32 ?c) => (i32.eqz ?c)

;; c ? 0 : 1 = extend(eqz c)
rule select-zero-one64
  (select 0 1:i64 ?c) => (i64.extend_i32_u (i32.eqz ?c))

;; b ? x : 0 = x * b
rule select-or-zero
  (select ?x:i32 0 ?b) => (i32.mul ?x ?b)
  when (bool ?b)

;; c ? 0 : x = x * eqz(c)
rule select-zero-or
  (select 0 ?x:i32 ?c) => (i32.mul ?x (i32.eqz ?c))

;; b ? x : 0 = x * extend(b)
rule select-or-zero64
  (select ?x:i64 0 ?b) => (i64.mul ?x (i64.extend_i32_u ?b))
  when (bool ?b)

;; c ? 0 : x = x * extend(eqz c)
rule select-zero-or64
  (select 0 ?x:i64 ?c) => (i64.mul ?x (i64.extend_i32_u (i32.eqz ?c)))

;; b ? x : 0 = x & b for booleans
rule select-and
  (select ?x 0 ?b) => (i32.and ?x ?b)
  when (bool ?x) (bool ?b)

;; b ? 1 : x = x | b for booleans
rule select-or
  (select 1 ?x ?b) => (i32.or ?x ?b)
  when (bool ?x) (bool ?b)

;; c ? x : 1 = eqz(c) | x for a boolean x
rule select-else-one
  (select ?x 1 ?c) => (i32.or (i32.eqz ?c) ?x)
  when (bool ?x)

;; b ? 2^k : 0 = b << k
rule select-pow2
  (select ?m:i32 0 ?b) => (i32.shl ?b (i32.ctz ?m))
  when (pow2 ?m) (bool ?b)

;; c ? 0 : 2^k = eqz(c) << k
rule select-zero-pow2
  (select 0 ?m:i32 ?c) => (i32.shl (i32.eqz ?c) (i32.ctz ?m))
  when (pow2 ?m)

;; b ? 2^k : 0 = extend(b) << k
rule select-pow2-64
  (select ?m:i64 0 ?b) => (i64.shl (i64.extend_i32_u ?b) (i64.ctz ?m))
  when (pow2 ?m) (bool ?b)

;; c ? 0 : 2^k = extend(eqz c) << k
rule select-zero-pow2-64
  (select 0 ?m:i64 ?c) => (i64.shl (i64.extend_i32_u (i32.eqz ?c)) (i64.ctz ?m))
  when (pow2 ?m)

;; b ? -1 : 0 = 0 - b
rule select-minus-one
  (select -1 0 ?b) => (i32.sub 0 ?b)
  when (bool ?b)

;; c ? 0 : -1 = 0 - eqz(c)
rule select-zero-minus-one
  (select 0 -1:i32 ?c) => (i32.sub 0 (i32.eqz ?c))

;; b ? -1 : 0 = 0 - extend(b)
rule select-minus-one64
  (select -1:i64 0 ?b) => (i64.sub 0 (i64.extend_i32_u ?b))
  when (bool ?b)

;; b ? x + 1 : x = x + b
rule select-increment
  (select (i32.add ?x 1) ?x ?b) => (i32.add ?x ?b)
  when (bool ?b)

;; c ? x : x + 1 = x + eqz(c)
rule select-increment-else
  (select ?x (i32.add ?x 1) ?c) => (i32.add ?x (i32.eqz ?c))

;; b ? x - 1 : x = x - b
rule select-decrement
  (select (i32.add ?x -1) ?x ?b) => (i32.sub ?x ?b)
  when (bool ?b)

;; c ? x : x - 1 = x - eqz(c)
rule select-decrement-else
  (select ?x (i32.add ?x -1) ?c) => (i32.sub ?x (i32.eqz ?c))

;; b ? x + 1 : x = x + extend(b)
rule select-increment64
  (select (i64.add ?x 1) ?x ?b) => (i64.add ?x (i64.extend_i32_u ?b))
  when (bool ?b)

;; b ? x - 1 : x = x - extend(b)
rule select-decrement64
  (select (i64.add ?x -1) ?x ?b) => (i64.sub ?x (i64.extend_i32_u ?b))
  when (bool ?b)

;; b ? c + 1 : c = b + c
rule select-next
  (select ?a:i32 ?c ?b) => (i32.add ?b ?c)
  when (const ?a ?c) (bool ?b) (holds (i32.eq ?a (i32.add ?c 1)))

;; b ? c - 1 : c = c - b
rule select-previous
  (select ?a:i32 ?c ?b) => (i32.sub ?c ?b)
  when (const ?a ?c) (bool ?b) (holds (i32.eq (i32.add ?a 1) ?c))

;; x ? c : c + 1 = eqz(x) + c
rule select-next-swapped
  (select ?c:i32 ?a ?x) => (i32.add (i32.eqz ?x) ?c)
  when (const ?a ?c) (holds (i32.eq ?a (i32.add ?c 1)))

;; x ? c : c - 1 = c - eqz(x)
rule select-previous-swapped
  (select ?c:i32 ?a ?x) => (i32.sub ?c (i32.eqz ?x))
  when (const ?a ?c) (holds (i32.eq (i32.add ?a 1) ?c))

;; b ? c + 1 : c = extend(b) + c
rule select-next64
  (select ?a:i64 ?c ?b) => (i64.add (i64.extend_i32_u ?b) ?c)
  when (const ?a ?c) (bool ?b) (holds (i64.eq ?a (i64.add ?c 1)))

;; b ? c - 1 : c = c - extend(b)
rule select-previous64
  (select ?a:i64 ?c ?b) => (i64.sub ?c (i64.extend_i32_u ?b))
  when (const ?a ?c) (bool ?b) (holds (i64.eq (i64.add ?a 1) ?c))

;; b ? x : y = y + (b << k) where x - y = 2^k
rule select-distance-pow2
  (select ?x:i32 ?y ?b) => (i32.add (i32.shl ?b (i32.ctz (i32.sub ?x ?y))) ?y)
  when (const ?x ?y) (shorter ?y ?x 1) (bool ?b) (holds (i32.eq (i32.popcnt (i32.sub ?x ?y)) 1))

;; b ? x : y = y + (x - y) * b for constants, where that saves a byte
rule select-distance
  (select ?x:i32 ?y ?b) => (i32.add (i32.mul ?b (i32.sub ?x ?y)) ?y)
  when (const ?x ?y) (shorter (i32.sub ?x ?y) ?x 1) (bool ?b)

;; c ? (c ? x : y) : z = c ? x : z
rule select-nested-true tN=i32,i64,f32,f64
  (select (select ?x:tN ?y ?c) ?z ?c) => (select ?x ?z ?c)

;; c ? x : (c ? y : z) = c ? x : z
rule select-nested-false tN=i32,i64,f32,f64
  (select ?x:tN (select ?y ?z ?c) ?c) => (select ?x ?z ?c)

;; d ? x : (c ? x : y) = (c | d) ? x : y
rule select-either tN=i32,i64,f32,f64
  (select ?x:tN (select ?x ?y ?c) ?d) => (select ?x ?y (i32.or ?c ?d))

;; d ? (c ? x : y) : y = (c & d) ? x : y for booleans
rule select-both tN=i32,i64,f32,f64
  (select (select ?x:tN ?y ?c) ?y ?d) => (select ?x ?y (i32.and ?c ?d))
  when (bool ?c) (bool ?d)

;; (x = y) ? x : y = y
rule select-equal iN=i32,i64
  (select ?x ?y (iN.eq ?x ?y)) => ?y

;; (x != y) ? x : y = x
rule select-different iN=i32,i64
  (select ?x ?y (iN.ne ?x ?y)) => ?x

;; c ? x op z : y op z = (c ? x : y) op z
rule select-factor iN=i32,i64,i32,i64,i32,i64,i32,i64,i32,i64 oN=add,add,and,and,or,or,xor,xor,mul,mul
  (select (iN.oN ?x ?z) (iN.oN ?y ?z) ?c) => (iN.oN (select ?x ?y ?c) ?z)

;; c ? x op z : y op z = (c ? x : y) op z, with z on the right
rule select-factor-right iN=i32,i64,i32,i64,i32,i64,i32,i64 oN=sub,sub,shl,shl,shr_u,shr_u,shr_s,shr_s
  (select (iN.oN ?x ?z) (iN.oN ?y ?z) ?c) => (iN.oN (select ?x ?y ?c) ?z)

;; c ? z op x : z op y = z op (c ? x : y)
rule select-factor-left iN=i32,i64,i32,i64,i32,i64 oN=sub,sub,shl,shl,shr_u,shr_u
  (select (iN.oN ?z ?x) (iN.oN ?z ?y) ?c) => (iN.oN ?z (select ?x ?y ?c))

;; c ? op(x) : op(y) = op(c ? x : y)
rule select-factor-unary oN=i32.eqz,i64.eqz,i32.wrap_i64,i64.extend_i32_u,i64.extend_i32_s,i32.extend8_s,i32.extend16_s,i64.extend8_s,i64.extend16_s,i64.extend32_s,f32.neg,f64.neg,f32.abs,f64.abs,f32.reinterpret_i32,f64.reinterpret_i64,i32.reinterpret_f32,i64.reinterpret_f64
  (select (oN ?x) (oN ?y) ?c) => (oN (select ?x ?y ?c))

;; c ? extend(x) : k = extend(c ? x : wrap(k)) where k comes back
rule select-factor-extend uN=u,s
  (select (i64.extend_i32_uN ?x) ?k ?c) => (i64.extend_i32_uN (select ?x (i32.wrap_i64 ?k) ?c))
  when (const ?k) (holds (i64.eq (i64.extend_i32_uN (i32.wrap_i64 ?k)) ?k))

;; c ? k : extend(x) = extend(c ? wrap(k) : x) where k comes back
rule select-factor-extend-else uN=u,s
  (select ?k (i64.extend_i32_uN ?x) ?c) => (i64.extend_i32_uN (select (i32.wrap_i64 ?k) ?x ?c))
  when (const ?k) (holds (i64.eq (i64.extend_i32_uN (i32.wrap_i64 ?k)) ?k))

;; (c ? j : k) op d = c ? j op d : k op d for constants
rule select-fold iN=i32,i64,i32,i64,i32,i64,i32,i64,i32,i64,i32,i64,i32,i64,i32,i64,i32,i64 oN=add,add,and,and,or,or,xor,xor,mul,mul,shl,shl,shr_u,shr_u,shr_s,shr_s,sub,sub
  (iN.oN (select ?j ?k ?c) ?d) => (select (iN.oN ?j ?d) (iN.oN ?k ?d) ?c)
  when (const ?j ?k ?d)

;; d op (c ? j : k) = c ? d op j : d op k for constants
rule select-fold-left iN=i32,i64,i32,i64,i32,i64 oN=sub,sub,shl,shl,shr_u,shr_u
  (iN.oN ?d (select ?j ?k ?c)) => (select (iN.oN ?d ?j) (iN.oN ?d ?k) ?c)
  when (const ?j ?k ?d)

;; a comparison of (c ? j : k) with a constant is a select of booleans
rule select-fold-compare iN=i32,i64,i32,i64,i32,i64,i32,i64,i32,i64,i32,i64,i32,i64,i32,i64,i32,i64,i32,i64 oN=eq,eq,ne,ne,lt_s,lt_s,lt_u,lt_u,gt_s,gt_s,gt_u,gt_u,le_s,le_s,le_u,le_u,ge_s,ge_s,ge_u,ge_u
  (iN.oN (select ?j ?k ?c) ?d) => (select (iN.oN ?j ?d) (iN.oN ?k ?d) ?c)
  when (const ?j ?k ?d)

;; op(c ? j : k) = c ? op(j) : op(k) for constants
rule select-fold-unary oN=i32.eqz,i64.eqz,i32.wrap_i64,i32.extend8_s,i32.extend16_s,i64.extend8_s,i64.extend16_s,i64.extend32_s,i64.extend_i32_u,i64.extend_i32_s
  (oN (select ?j ?k ?c)) => (select (oN ?j) (oN ?k) ?c)
  when (const ?j ?k)
