;; Between widths: extend, wrap, sign extension, and i64 work that can be done in i32.

;; wrap(extend x) = x
rule wrap-extend uN=u,s
  (i32.wrap_i64 (i64.extend_i32_uN ?x)) => ?x

;; extend_u(wrap x) = x where x has no high bit
rule extend-wrap
  (i64.extend_i32_u (i32.wrap_i64 ?x)) => ?x
  when (zeros ?x 0xffffffff00000000)

;; extend_s(wrap x) = extend32_s(x)
rule extend_s-wrap
  (i64.extend_i32_s (i32.wrap_i64 ?x)) => (i64.extend32_s ?x)

;; x & 0xffffffff = extend_u(wrap x)
rule low-half
  (i64.and ?x 0xffffffff) => (i64.extend_i32_u (i32.wrap_i64 ?x))

;; x & -2^32 = x - extend_u(wrap x)
rule high-half
  (i64.and ?x 0xffffffff00000000) => (i64.sub ?x (i64.extend_i32_u (i32.wrap_i64 ?x)))

;; (x << 32) >>u 32 = extend_u(wrap x)
rule low-half-by-shifts
  (i64.shr_u (i64.shl ?x 32) 32) => (i64.extend_i32_u (i32.wrap_i64 ?x))

;; extend32_s(extend_i32 x) = extend_i32_s(x)
rule extend32-extend uN=u,s
  (i64.extend32_s (i64.extend_i32_uN ?x)) => (i64.extend_i32_s ?x)

;; extend_s x = extend_u x where x is not negative
rule extend-nonnegative
  (i64.extend_i32_s ?x) => (i64.extend_i32_u ?x)
  when (zeros ?x min)

;; extendK_s x = x where x has no bit from K - 1 on
rule sign-extend-redundant iN=i32,i32,i64,i64,i64 kN=8,16,8,16,32 mN=0x7f,0x7fff,0x7f,0x7fff,0x7fffffff
  (iN.extendkN_s ?x) => ?x
  when (zeros ?x (iN.xor mN -1))

;; extendK_s x = x where x has all bits from K - 1 on
rule sign-extend-negative iN=i32,i32,i64,i64,i64 kN=8,16,8,16,32 mN=0x7f,0x7fff,0x7f,0x7fff,0x7fffffff
  (iN.extendkN_s ?x) => ?x
  when (ones ?x (iN.xor mN -1))

;; extendK_s(x & m) = extendK_s(x) where m has the low K bits
rule sign-extend-of-mask iN=i32,i32,i64,i64,i64 kN=8,16,8,16,32 mN=0xff,0xffff,0xff,0xffff,0xffffffff
  (iN.extendkN_s (iN.and ?x ?m)) => (iN.extendkN_s ?x)
  when (const ?m) (holds (iN.eq (iN.and ?m mN) mN))

;; extendK_s(x op y) = extendK_s(x) where y has none of the low K bits
rule sign-extend-of-pack iN=i32,i32,i64,i64,i64,i32,i32,i64,i64,i64,i32,i32,i64,i64,i64 kN=8,16,8,16,32,8,16,8,16,32,8,16,8,16,32 mN=0xff,0xffff,0xff,0xffff,0xffffffff,0xff,0xffff,0xff,0xffff,0xffffffff,0xff,0xffff,0xff,0xffff,0xffffffff oN=or,or,or,or,or,add,add,add,add,add,xor,xor,xor,xor,xor
  (iN.extendkN_s (iN.oN ?x ?y)) => (iN.extendkN_s ?x)
  when (zeros ?y mN)

;; extendK_s(extendL_s x) is the narrower one
rule sign-extend-twice iN=i32,i32,i32,i64,i64,i64,i64,i64,i64,i64,i64,i64 aN=8,8,16,8,8,8,16,16,32,16,32,32 bN=8,16,16,8,16,32,16,32,32,8,8,16 kN=8,8,16,8,8,8,16,16,32,8,8,16
  (iN.extendaN_s (iN.extendbN_s ?x)) => (iN.extendkN_s ?x)

;; extend16_s(extend8_s x) = extend8_s x
rule sign-extend-wider
  (i32.extend16_s (i32.extend8_s ?x)) => (i32.extend8_s ?x)

;; extendK_s(x) & m = x & m where m has only low K bits
rule mask-of-sign-extend iN=i32,i32,i64,i64,i64 kN=8,16,8,16,32 mN=0xff,0xffff,0xff,0xffff,0xffffffff
  (iN.and (iN.extendkN_s ?x) ?m) => (iN.and ?x ?m)
  when (const ?m) (holds (iN.le_u ?m mN))

;; extendK_s(x) << k = x << k where the copies of the sign fall out
rule shl-of-sign-extend iN=i32,i32,i64,i64,i64 kN=8,16,8,16,32 dN=24,16,56,48,32
  (iN.shl (iN.extendkN_s ?x) ?k) => (iN.shl ?x ?k)
  when (const ?k) (holds (iN.ge_u ?k dN)) (holds (iN.lt_u ?k width))

;; (x << (w - K)) >>s (w - K) = extendK_s x, and with more to the right, shifted
rule shifts-to-sign-extend iN=i32,i32,i64,i64,i64 kN=8,16,8,16,32 dN=24,16,56,48,32
  (iN.shr_s (iN.shl ?x dN) dN) => (iN.extendkN_s ?x)

;; (x << (w - K)) >>s b = extendK_s(x) >>s (b - (w - K))
rule shifts-to-sign-extend-shifted iN=i32,i32,i64,i64,i64 kN=8,16,8,16,32 dN=24,16,56,48,32
  (iN.shr_s (iN.shl ?x dN) ?b) => (iN.shr_s (iN.extendkN_s ?x) (iN.sub ?b dN))
  when (const ?b) (holds (iN.ge_u ?b dN)) (holds (iN.lt_u ?b width))

;; ((x & 0xff) ^ 0x80) - 0x80 = extend8_s x
rule xor-sub-sign-extend iN=i32,i32,i64,i64 kN=8,16,8,16 mN=0xff,0xffff,0xff,0xffff hN=0x80,0x8000,0x80,0x8000
  (iN.add (iN.xor (iN.and ?x mN) hN) -hN) => (iN.extendkN_s ?x)

;; extendK_s(x >> (w - K)) = x >>s (w - K)
rule sign-extend-of-shr iN=i32,i32,i64,i64,i64,i32,i32,i64,i64,i64 kN=8,16,8,16,32,8,16,8,16,32 dN=24,16,56,48,32,24,16,56,48,32 sN=shr_u,shr_u,shr_u,shr_u,shr_u,shr_s,shr_s,shr_s,shr_s,shr_s
  (iN.extendkN_s (iN.sN ?x dN)) => (iN.shr_s ?x dN)

;; extendK_s(wrap(extendK_s x)) = wrap(extendK_s x), and the sign extension moves out
rule wrap-of-sign-extend kN=8,16
  (i32.wrap_i64 (i64.extendkN_s ?x)) => (i32.extendkN_s (i32.wrap_i64 ?x))

;; wrap(extend32_s x) = wrap x
rule wrap-of-extend32
  (i32.wrap_i64 (i64.extend32_s ?x)) => (i32.wrap_i64 ?x)

;; extendK_s(extend_i32(x)) = extend_i32_s(extendK_s x)
rule sign-extend-of-extend kN=8,16,8,16 uN=u,u,s,s
  (i64.extendkN_s (i64.extend_i32_uN ?x)) => (i64.extend_i32_s (i32.extendkN_s ?x))

;; wrap(extend(x) op extend(y)) = x op y
rule wrap-of-op-extended oN=add,sub,mul,and,or,xor,add,sub,mul,and,or,xor uN=u,u,u,u,u,u,s,s,s,s,s,s
  (i32.wrap_i64 (i64.oN (i64.extend_i32_uN ?x) (i64.extend_i32_uN ?y))) => (i32.oN ?x ?y)

;; wrap(x op c) = wrap(x) op wrap(c)
rule wrap-of-op-const oN=add,mul,and,or,xor
  (i32.wrap_i64 (i64.oN ?x ?c)) => (i32.oN (i32.wrap_i64 ?x) (i32.wrap_i64 ?c))
  when (const ?c)

;; wrap(c - x) = wrap(c) - wrap(x)
rule wrap-of-sub-const
  (i32.wrap_i64 (i64.sub ?c ?x)) => (i32.sub (i32.wrap_i64 ?c) (i32.wrap_i64 ?x))
  when (const ?c)

;; wrap(x << k) = wrap(x) << k for k < 32
rule wrap-of-shl
  (i32.wrap_i64 (i64.shl ?x ?k)) => (i32.shl (i32.wrap_i64 ?x) (i32.wrap_i64 ?k))
  when (const ?k) (holds (i64.lt_u ?k 32))

;; wrap(x << extend(y & 31)) = wrap(x) << y
rule wrap-of-shl-variable
  (i32.wrap_i64 (i64.shl ?x (i64.extend_i32_u (i32.and ?y 31)))) => (i32.shl (i32.wrap_i64 ?x) ?y)

;; wrap(extend_u(x) >>u k) = x >>u k for k < 32
rule wrap-of-shr_u
  (i32.wrap_i64 (i64.shr_u (i64.extend_i32_u ?x) ?k)) => (i32.shr_u ?x (i32.wrap_i64 ?k))
  when (const ?k) (holds (i64.lt_u ?k 32))

;; wrap(extend_s(x) >> k) = x >>s k for k < 32
rule wrap-of-shr_s
  (i32.wrap_i64 (i64.shr_s (i64.extend_i32_s ?x) ?k)) => (i32.shr_s ?x (i32.wrap_i64 ?k))
  when (const ?k) (holds (i64.lt_u ?k 32))

;; wrap(x >>s k) = wrap(x >>u k) for k <= 32
rule wrap-of-shr-either
  (i32.wrap_i64 (i64.shr_s ?x ?k)) => (i32.wrap_i64 (i64.shr_u ?x ?k))
  when (const ?k) (holds (i64.le_u ?k 32))

;; extend_u(x) op extend_u(y) = extend_u(x op y) for bitwise op
rule bitwise-extended oN=and,or,xor,and,or,xor uN=u,u,u,s,s,s
  (i64.oN (i64.extend_i32_uN ?x) (i64.extend_i32_uN ?y)) => (i64.extend_i32_uN (i32.oN ?x ?y))

;; extend_u(x) & c = extend_u(x & wrap(c))
rule and-extended-const
  (i64.and (i64.extend_i32_u ?x) ?c) => (i64.extend_i32_u (i32.and ?x (i32.wrap_i64 ?c)))
  when (const ?c)

;; extend_s(x) & c = extend_u(x & wrap(c)) for c below 2^32
rule and-extended_s-const
  (i64.and (i64.extend_i32_s ?x) ?c) => (i64.extend_i32_u (i32.and ?x (i32.wrap_i64 ?c)))
  when (const ?c) (holds (i64.eqz (i64.shr_u ?c 32)))

;; extend(x) op c = extend(x op wrap(c)) where c comes back
rule bitwise-extended-const oN=or,xor,or,xor uN=u,u,s,s
  (i64.oN (i64.extend_i32_uN ?x) ?c) => (i64.extend_i32_uN (i32.oN ?x (i32.wrap_i64 ?c)))
  when (const ?c) (holds (i64.eq (i64.extend_i32_uN (i32.wrap_i64 ?c)) ?c))

;; extend_u(x) >>u k = extend_u(x >>u k) for k < 32
rule shr-extended sN=shr_u,shr_s uN=u,s
  (i64.sN (i64.extend_i32_uN ?x) ?k) => (i64.extend_i32_uN (i32.sN ?x (i32.wrap_i64 ?k)))
  when (const ?k) (holds (i64.lt_u ?k 32))

;; extend_u(x) << k = extend_u(x << k) where x has room
rule shl-extended
  (i64.shl (i64.extend_i32_u ?x) ?k) => (i64.extend_i32_u (i32.shl ?x (i32.wrap_i64 ?k)))
  when (const ?k) (holds (i64.lt_u ?k 32)) (zeros ?x (i32.xor (i32.shr_u -1 (i32.wrap_i64 ?k)) -1))

;; eqz(extend x) = eqz x
rule eqz-extended uN=u,s
  (i64.eqz (i64.extend_i32_uN ?x)) => (i32.eqz ?x)

;; extend(x) op extend(y) = x op y for comparisons that the extension keeps
rule compare-extended cN=eq,ne,lt_u,gt_u,le_u,ge_u,eq,ne,lt_s,gt_s,le_s,ge_s,lt_u,gt_u,le_u,ge_u uN=u,u,u,u,u,u,s,s,s,s,s,s,s,s,s,s
  (i64.cN (i64.extend_i32_uN ?x) (i64.extend_i32_uN ?y)) => (i32.cN ?x ?y)

;; extend_u(x) <s extend_u(y) = x <u y
rule compare-extended-signed cN=lt,gt,le,ge
  (i64.cN_s (i64.extend_i32_u ?x) (i64.extend_i32_u ?y)) => (i32.cN_u ?x ?y)

;; extend(x) op c = x op wrap(c) where c comes back
rule compare-extended-const cN=eq,ne,lt_u,gt_u,le_u,ge_u,eq,ne,lt_s,gt_s,le_s,ge_s,lt_u,gt_u,le_u,ge_u uN=u,u,u,u,u,u,s,s,s,s,s,s,s,s,s,s
  (i64.cN (i64.extend_i32_uN ?x) ?c) => (i32.cN ?x (i32.wrap_i64 ?c))
  when (const ?c) (holds (i64.eq (i64.extend_i32_uN (i32.wrap_i64 ?c)) ?c))

;; extend_u(x) <s c = x <u wrap(c) for c in 0 … 2^32 - 1
rule compare-extended-signed-const cN=lt,gt,le,ge
  (i64.cN_s (i64.extend_i32_u ?x) ?c) => (i32.cN_u ?x (i32.wrap_i64 ?c))
  when (const ?c) (holds (i64.eqz (i64.shr_u ?c 32)))

;; eqz(x >>u 32) with the low half kept apart: eqz(x & 0xffffffff) = eqz(wrap x)
rule eqz-low-half
  (i64.eqz (i64.and ?x 0xffffffff)) => (i32.eqz (i32.wrap_i64 ?x))

;; eqz(x << 32) = eqz(wrap x)
rule eqz-shl-half
  (i64.eqz (i64.shl ?x 32)) => (i32.eqz (i32.wrap_i64 ?x))

;; extend_s(wrap(x >>u 32)) = x >>s 32
rule high-half-signed sN=shr_u,shr_s
  (i64.extend_i32_s (i32.wrap_i64 (i64.sN ?x 32))) => (i64.shr_s ?x 32)

;; extend_i32_u(x) * extend_i32_u(b) for a boolean b = extend_i32_u(x * b)
rule mul-extended-bool
  (i64.mul (i64.extend_i32_u ?x) (i64.extend_i32_u ?b)) => (i64.extend_i32_u (i32.mul ?x ?b))
  when (bool ?b)
