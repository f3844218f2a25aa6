;; Shifts and rotations: counts, chains, and pairs.

;; x shifted by a multiple of the width = x
rule shift-by-nothing iN=i32,i64,i32,i64,i32,i64,i32,i64,i32,i64 sN=shl,shl,shr_u,shr_u,shr_s,shr_s,rotl,rotl,rotr,rotr
  (iN.sN ?x ?k) => ?x
  when (const ?k) (holds (iN.eqz (iN.and ?k msb)))

;; counts are taken modulo the width
rule shift-count-reduced iN=i32,i64,i32,i64,i32,i64,i32,i64,i32,i64 sN=shl,shl,shr_u,shr_u,shr_s,shr_s,rotl,rotl,rotr,rotr
  (iN.sN ?x ?k) => (iN.sN ?x (iN.and ?k msb))
  when (const ?k) (shorter (iN.and ?k msb) ?k)

;; x shifted by (y & m) = x shifted by y where m has all bits of the count
rule shift-count-masked iN=i32,i64,i32,i64,i32,i64,i32,i64,i32,i64 sN=shl,shl,shr_u,shr_u,shr_s,shr_s,rotl,rotl,rotr,rotr
  (iN.sN ?x (iN.and ?y ?m)) => (iN.sN ?x ?y)
  when (const ?m) (holds (iN.eq (iN.and ?m msb) msb))

;; x shifted by extend(y & m) = x shifted by extend(y)
rule shift-count-masked-extended sN=shl,shr_u,shr_s,rotl,rotr
  (i64.sN ?x (i64.extend_i32_u (i32.and ?y ?m))) => (i64.sN ?x (i64.extend_i32_u ?y))
  when (const ?m) (holds (i32.eq (i32.and ?m 63) 63))

;; x shifted by extend(wrap y) = x shifted by y
rule shift-count-round-trip sN=shl,shr_u,shr_s,rotl,rotr,shl,shr_u,shr_s,rotl,rotr uN=u,u,u,u,u,s,s,s,s,s
  (i64.sN ?x (i64.extend_i32_uN (i32.wrap_i64 ?y))) => (i64.sN ?x ?y)

;; x shifted by (c + y) = x shifted by y where c is a multiple of the width
rule shift-count-plus-width iN=i32,i64,i32,i64,i32,i64,i32,i64,i32,i64 sN=shl,shl,shr_u,shr_u,shr_s,shr_s,rotl,rotl,rotr,rotr
  (iN.sN ?x (iN.add ?y ?c)) => (iN.sN ?x ?y)
  when (const ?c) (holds (iN.eqz (iN.and ?c msb)))

;; x shifted by (width - y) = x shifted by -y
rule shift-count-width-minus iN=i32,i64,i32,i64,i32,i64,i32,i64,i32,i64 sN=shl,shl,shr_u,shr_u,shr_s,shr_s,rotl,rotl,rotr,rotr
  (iN.sN ?x (iN.sub ?c ?y)) => (iN.sN ?x (iN.sub 0 ?y))
  when (const ?c) (shorter 0 ?c) (holds (iN.eqz (iN.and ?c msb)))

;; x rotl -y = x rotr y
rule rotl-neg iN=i32,i64
  (iN.rotl ?x (iN.sub ?c ?y)) => (iN.rotr ?x ?y)
  when (const ?c) (holds (iN.eqz (iN.and ?c msb)))

;; x rotr -y = x rotl y
rule rotr-neg iN=i32,i64
  (iN.rotr ?x (iN.sub ?c ?y)) => (iN.rotl ?x ?y)
  when (const ?c) (holds (iN.eqz (iN.and ?c msb)))

;; (x << a) << b = x << (a + b) where no count wraps
rule shift-shift iN=i32,i64,i32,i64,i32,i64 sN=shl,shl,shr_u,shr_u,shr_s,shr_s
  (iN.sN (iN.sN ?x ?a) ?b) => (iN.sN ?x (iN.add ?a ?b))
  when (const ?a ?b) (holds (iN.lt_u ?a width)) (holds (iN.lt_u ?b width)) (holds (iN.lt_u (iN.add ?a ?b) width))

;; (x >>s a) >>s b = x >>s msb where the sum of the counts is beyond it
rule shr_s-all iN=i32,i64
  (iN.shr_s (iN.shr_s ?x ?a) ?b) => (iN.shr_s ?x msb)
  when (const ?a ?b) (holds (iN.lt_u ?a width)) (holds (iN.lt_u ?b width)) (holds (iN.ge_u (iN.add ?a ?b) msb))

;; (x << a) op (x >>u b) = x rotl a where a + b = width and a != 0
rule rotate-by-shifts iN=i32,i64,i32,i64,i32,i64 oN=or,or,add,add,xor,xor
  (iN.oN (iN.shl ?x ?a) (iN.shr_u ?x ?b)) => (iN.rotl ?x ?a)
  when (const ?a ?b) (holds (iN.ne ?a 0)) (holds (iN.lt_u ?a width)) (holds (iN.eq (iN.add ?a ?b) width))

;; (x << y) | (x >>u -y) = x rotl y
rule rotate-by-variable-shifts iN=i32,i64
  (iN.or (iN.shl ?x ?y) (iN.shr_u ?x (iN.sub ?c ?y))) => (iN.rotl ?x ?y)
  when (const ?c) (holds (iN.eqz (iN.and ?c msb)))

;; (x << k) >>u k = x & (-1 >>u k)
rule shl-shr_u iN=i32,i64
  (iN.shr_u (iN.shl ?x ?k) ?k) => (iN.and ?x (iN.shr_u -1 ?k))
  when (const ?k)

;; (x >> k) << k = x & (-1 << k)
rule shr-shl iN=i32,i64,i32,i64 sN=shr_u,shr_u,shr_s,shr_s
  (iN.shl (iN.sN ?x ?k) ?k) => (iN.and ?x (iN.shl -1 ?k))
  when (const ?k)

;; (x << a) >>u b = x >>u (b - a) where no bit falls out at the top
rule shl-shr_u-right iN=i32,i64
  (iN.shr_u (iN.shl ?x ?a) ?b) => (iN.shr_u ?x (iN.sub ?b ?a))
  when (const ?a ?b) (holds (iN.le_u ?a ?b)) (holds (iN.lt_u ?b width)) (zeros ?x (iN.xor (iN.shr_u -1 ?a) -1))

;; (x << a) >>u b = x << (a - b) where no bit falls out at the top
rule shl-shr_u-left iN=i32,i64
  (iN.shr_u (iN.shl ?x ?a) ?b) => (iN.shl ?x (iN.sub ?a ?b))
  when (const ?a ?b) (holds (iN.le_u ?b ?a)) (holds (iN.lt_u ?a width)) (zeros ?x (iN.xor (iN.shr_u -1 ?a) -1))

;; (x >> a) << b = x >>u (a - b) where no bit falls out at the bottom
rule shr_u-shl-right iN=i32,i64
  (iN.shl (iN.shr_u ?x ?a) ?b) => (iN.shr_u ?x (iN.sub ?a ?b))
  when (const ?a ?b) (holds (iN.le_u ?b ?a)) (holds (iN.lt_u ?a width)) (zeros ?x (iN.xor (iN.shl -1 ?a) -1))

;; (x >> a) << b = x << (b - a) where no bit falls out at the bottom
rule shr-shl-left iN=i32,i64,i32,i64 sN=shr_u,shr_u,shr_s,shr_s
  (iN.shl (iN.sN ?x ?a) ?b) => (iN.shl ?x (iN.sub ?b ?a))
  when (const ?a ?b) (holds (iN.le_u ?a ?b)) (holds (iN.lt_u ?b width)) (zeros ?x (iN.xor (iN.shl -1 ?a) -1))

;; x >>s k = x >>u k where x is not negative
rule shr_s-of-nonnegative iN=i32,i64
  (iN.shr_s ?x ?y) => (iN.shr_u ?x ?y)
  when (zeros ?x min)

;; (x >>s k) & m = (x >>u k) & m where m has none of the copies of the sign
rule shr_s-masked iN=i32,i64
  (iN.and (iN.shr_s ?x ?k) ?m) => (iN.and (iN.shr_u ?x ?k) ?m)
  when (const ?k ?m) (holds (iN.eqz (iN.and ?m (iN.xor (iN.shr_u -1 ?k) -1))))

;; x >>u 31 = eqz(clz x)
rule sign-bit
  (i32.shr_u ?x 31) => (i32.eqz (i32.clz ?x))

;; wrap(x >>u 63) = eqz(clz x)
rule sign-bit-wrap
  (i32.wrap_i64 (i64.shr_u ?x 63)) => (i64.eqz (i64.clz ?x))
