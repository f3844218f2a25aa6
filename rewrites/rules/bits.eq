;; Masks, and what known bits make of them.

;; x & m = x where x has no bit outside m
rule mask-redundant iN=i32,i64
  (iN.and ?x ?m) => ?x
  when (const ?m) (zeros ?x (iN.xor ?m -1))

;; x | m = x where x has all bits of m
rule or-redundant iN=i32,i64
  (iN.or ?x ?m) => ?x
  when (const ?m) (ones ?x ?m)

;; x & m = x & f, where f fills m above its highest bit and x has no bit there: the LEB of a negative number is short
rule mask-fill-high iN=i32,i64
  (iN.and ?x ?m) => (iN.and ?x ?f)
  when (const ?m) (let ?f (iN.or ?m (iN.shl -1 (iN.sub width (iN.clz ?m))))) (shorter ?f ?m) (zeros ?x (iN.xor ?f ?m))

;; x & m = x & f, where f fills m below its lowest bit and x has no bit there
rule mask-fill-low iN=i32,i64
  (iN.and ?x ?m) => (iN.and ?x ?f)
  when (const ?m) (let ?f (iN.or ?m (iN.sub ?m 1))) (shorter ?f ?m) (zeros ?x (iN.xor ?f ?m))

;; (x >>u k) & m = (x >>u k) & f, where f fills m with the bits that the shift has cleared
rule mask-of-shr_u iN=i32,i64
  (iN.and (iN.shr_u ?x ?k) ?m) => (iN.and (iN.shr_u ?x ?k) ?f)
  when (const ?m ?k) (let ?f (iN.or ?m (iN.xor (iN.shr_u -1 ?k) -1))) (shorter ?f ?m)

;; (x << k) & m = (x & (m >>u k)) << k
rule mask-before-shl iN=i32,i64
  (iN.and (iN.shl ?x ?k) ?m) => (iN.shl (iN.and ?x (iN.shr_u ?m ?k)) ?k)
  when (const ?m ?k) (shorter (iN.shr_u ?m ?k) ?m)

;; (x << k) & m = (x & (m >>s k)) << k
rule mask-before-shl-negative iN=i32,i64
  (iN.and (iN.shl ?x ?k) ?m) => (iN.shl (iN.and ?x (iN.shr_s ?m ?k)) ?k)
  when (const ?m ?k) (shorter (iN.shr_s ?m ?k) ?m)

;; (x & m) >>u k = (x >>u k) & (m >>u k)
rule mask-after-shr_u iN=i32,i64
  (iN.shr_u (iN.and ?x ?m) ?k) => (iN.and (iN.shr_u ?x ?k) (iN.shr_u ?m ?k))
  when (const ?m ?k) (shorter (iN.shr_u ?m ?k) ?m)

;; (x & m) >>u k = (x >>u k) & (m >>s k)
rule mask-after-shr_u-negative iN=i32,i64
  (iN.shr_u (iN.and ?x ?m) ?k) => (iN.and (iN.shr_u ?x ?k) (iN.shr_s ?m ?k))
  when (const ?m ?k) (shorter (iN.shr_s ?m ?k) ?m)

;; (x & m) >>u k = x >>u k where m has all bits that stay
rule shr_u-of-mask iN=i32,i64
  (iN.shr_u (iN.and ?x ?m) ?k) => (iN.shr_u ?x ?k)
  when (const ?m ?k) (holds (iN.eq (iN.shr_u ?m ?k) (iN.shr_u -1 ?k)))

;; (x & m) >>s k = x >>s k where m has all bits that stay
rule shr_s-of-mask iN=i32,i64
  (iN.shr_s (iN.and ?x ?m) ?k) => (iN.shr_s ?x ?k)
  when (const ?m ?k) (holds (iN.eq (iN.shr_u ?m ?k) (iN.shr_u -1 ?k)))

;; (x & m) << k = x << k where m has all bits that stay
rule shl-of-mask iN=i32,i64
  (iN.shl (iN.and ?x ?m) ?k) => (iN.shl ?x ?k)
  when (const ?m ?k) (holds (iN.eq (iN.shl ?m ?k) (iN.shl -1 ?k)))

;; (x op y) & c = x & c where y has no bit of c
rule masked-away iN=i32,i64,i32,i64 oN=or,or,xor,xor
  (iN.and (iN.oN ?x ?y) ?c) => (iN.and ?x ?c)
  when (const ?c) (zeros ?y ?c)

;; (x op y) & c = x & c for a mask c of low bits of which y has none
rule masked-away-sum iN=i32,i64,i32,i64 oN=add,add,sub,sub
  (iN.and (iN.oN ?x ?y) ?c) => (iN.and ?x ?c)
  when (const ?c) (holds (iN.eqz (iN.and ?c (iN.add ?c 1)))) (zeros ?y ?c)

;; (x & m) op y under a low mask c inside m: the inner mask is redundant
rule mask-inside-mask iN=i32,i64,i32,i64,i32,i64 oN=add,add,sub,sub,xor,xor
  (iN.and (iN.oN (iN.and ?x ?m) ?y) ?c) => (iN.and (iN.oN ?x ?y) ?c)
  when (const ?m ?c) (holds (iN.eqz (iN.and ?c (iN.add ?c 1)))) (holds (iN.eq (iN.and ?m ?c) ?c))

;; (y - (x & m)) & c likewise
rule mask-inside-mask-sub iN=i32,i64
  (iN.and (iN.sub ?y (iN.and ?x ?m)) ?c) => (iN.and (iN.sub ?y ?x) ?c)
  when (const ?m ?c) (holds (iN.eqz (iN.and ?c (iN.add ?c 1)))) (holds (iN.eq (iN.and ?m ?c) ?c))

;; (x or y) >> k = y >> k where x has only bits that fall out: the high half of a packed value
rule unpack-high iN=i32,i64,i32,i64 sN=shr_u,shr_u,shr_s,shr_s
  (iN.sN (iN.or ?x ?y) ?k) => (iN.sN ?y ?k)
  when (const ?k) (zeros ?x (iN.shl -1 ?k))

;; (x + y) >> k = y >> k where x is below 2^k and y has no bit there
rule unpack-high-add iN=i32,i64,i32,i64 sN=shr_u,shr_u,shr_s,shr_s
  (iN.sN (iN.add ?x ?y) ?k) => (iN.sN ?y ?k)
  when (const ?k) (zeros ?x (iN.shl -1 ?k)) (zeros ?y (iN.xor (iN.shl -1 ?k) -1))

;; (x or y) << k = y << k where x has only bits that fall out
rule unpack-low iN=i32,i64,i32,i64 oN=or,or,xor,xor
  (iN.shl (iN.oN ?x ?y) ?k) => (iN.shl ?y ?k)
  when (const ?k) (zeros ?x (iN.shr_u -1 ?k))

;; the low bits of x or y are those of x where y has none
rule wrap-of-pack oN=or,xor,add
  (i32.wrap_i64 (i64.oN ?x ?y)) => (i32.wrap_i64 ?x)
  when (zeros ?y 0xffffffff)

;; wrap(x - y) = wrap(x) where y has only high bits
rule wrap-of-sub-high
  (i32.wrap_i64 (i64.sub ?x ?y)) => (i32.wrap_i64 ?x)
  when (zeros ?y 0xffffffff)

;; wrap(x & m) = wrap(x) where m has all low bits
rule wrap-of-mask
  (i32.wrap_i64 (i64.and ?x ?m)) => (i32.wrap_i64 ?x)
  when (const ?m) (holds (i32.eq (i32.wrap_i64 ?m) -1))

;; x & 1 = eqz(ctz x)
rule low-bit
  (i32.and ?x 1) => (i32.eqz (i32.ctz ?x))

;; wrap(x & 1) = eqz(ctz x)
rule low-bit-wrap
  (i32.wrap_i64 (i64.and ?x 1)) => (i64.eqz (i64.ctz ?x))

;; wrap(x) & 1 = eqz(ctz x)
rule low-bit-of-wrap
  (i32.and (i32.wrap_i64 ?x) 1) => (i64.eqz (i64.ctz ?x))

;; x & (2^n - 1) = (x << k) >>u k with k = clz: shorter for masks of four bytes and more
rule low-mask-by-shifts iN=i32,i64
  (iN.and ?x ?m) => (iN.shr_u (iN.shl ?x (iN.clz ?m)) (iN.clz ?m))
  when (const ?m) (shorter 0 ?m 3) (holds (iN.ne ?m 0)) (holds (iN.eqz (iN.and ?m (iN.add ?m 1))))

;; x & -2^k = (x >>u k) << k: shorter for masks of four bytes and more
rule high-mask-by-shifts iN=i32,i64
  (iN.and ?x ?m) => (iN.shl (iN.shr_u ?x (iN.ctz ?m)) (iN.ctz ?m))
  when (const ?m) (shorter 0 ?m 3) (holds (iN.eq ?m (iN.shl -1 (iN.ctz ?m))))

;; x & max = (x << 1) >>u 1
rule sign-cleared-by-shifts
  (i32.and ?x max) => (i32.shr_u (i32.shl ?x 1) 1)

;; (x << a) op (y << a) = (x op y) << a
rule shl-factor iN=i32,i64,i32,i64,i32,i64,i32,i64 oN=and,and,or,or,xor,xor,add,add
  (iN.oN (iN.shl ?x ?k) (iN.shl ?y ?k)) => (iN.shl (iN.oN ?x ?y) ?k)

;; (x << a) - (y << a) = (x - y) << a
rule shl-factor-sub iN=i32,i64
  (iN.sub (iN.shl ?x ?k) (iN.shl ?y ?k)) => (iN.shl (iN.sub ?x ?y) ?k)

;; (x >> a) op (y >> a) = (x op y) >> a
rule shr-factor iN=i32,i64,i32,i64,i32,i64,i32,i64,i32,i64,i32,i64 oN=and,and,or,or,xor,xor,and,and,or,or,xor,xor sN=shr_u,shr_u,shr_u,shr_u,shr_u,shr_u,shr_s,shr_s,shr_s,shr_s,shr_s,shr_s
  (iN.oN (iN.sN ?x ?k) (iN.sN ?y ?k)) => (iN.sN (iN.oN ?x ?y) ?k)

;; ~x & ~y = ~(x | y)
rule de-morgan-and iN=i32,i64
  (iN.and (iN.xor ?x -1) (iN.xor ?y -1)) => (iN.xor (iN.or ?x ?y) -1)

;; ~x | ~y = ~(x & y)
rule de-morgan-or iN=i32,i64
  (iN.or (iN.xor ?x -1) (iN.xor ?y -1)) => (iN.xor (iN.and ?x ?y) -1)
