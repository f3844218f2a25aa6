;; Rules that do not pay by themselves: they bring operators together that other rules join. Tried only while exploring.

;; x + (y + c) = (x + y) + c: constants move outwards
explore add-assoc-const iN=i32,i64
  (iN.add ?x (iN.add ?y ?c)) => (iN.add (iN.add ?x ?y) ?c)
  when (const ?c)

;; (x + c) - y = (x - y) + c
explore sub-assoc-const iN=i32,i64
  (iN.sub (iN.add ?x ?c) ?y) => (iN.add (iN.sub ?x ?y) ?c)
  when (const ?c)

;; x - (y + c) = (x - y) + -c
explore sub-assoc-const-right iN=i32,i64
  (iN.sub ?x (iN.add ?y ?c)) => (iN.add (iN.sub ?x ?y) (iN.sub 0 ?c))
  when (const ?c)

;; (x + c) << k = (x << k) + (c << k)
explore shl-distribute iN=i32,i64
  (iN.shl (iN.add ?x ?c) ?k) => (iN.add (iN.shl ?x ?k) (iN.shl ?c ?k))
  when (const ?c ?k)

;; (x << k) + c = (x + (c >>s k)) << k where c has no low bits
explore shl-undistribute iN=i32,i64
  (iN.add (iN.shl ?x ?k) ?c) => (iN.shl (iN.add ?x (iN.shr_s ?c ?k)) ?k)
  when (const ?c ?k) (holds (iN.eq (iN.shl (iN.shr_s ?c ?k) ?k) ?c))

;; (x + c) * d = x * d + c * d
explore mul-distribute iN=i32,i64
  (iN.mul (iN.add ?x ?c) ?d) => (iN.add (iN.mul ?x ?d) (iN.mul ?c ?d))
  when (const ?c ?d)

;; (x op y) op z = x op (y op z)
explore assoc iN=i32,i64,i32,i64,i32,i64,i32,i64 oN=add,add,and,and,or,or,xor,xor
  (iN.oN (iN.oN ?x ?y) ?z) => (iN.oN ?x (iN.oN ?y ?z))

;; (x or y) & c = (x & c) or (y & c)
explore and-distribute iN=i32,i64
  (iN.and (iN.or ?x ?y) ?c) => (iN.or (iN.and ?x ?c) (iN.and ?y ?c))
  when (const ?c)

;; (x or y) shifted = shifted x or shifted y
explore shift-distribute iN=i32,i64,i32,i64,i32,i64 sN=shl,shl,shr_u,shr_u,shr_s,shr_s
  (iN.sN (iN.or ?x ?y) ?k) => (iN.or (iN.sN ?x ?k) (iN.sN ?y ?k))
  when (const ?k)

;; wrap(x op y) = wrap(x) op wrap(y)
explore wrap-distribute oN=add,sub,mul,and,or,xor
  (i32.wrap_i64 (i64.oN ?x ?y)) => (i32.oN (i32.wrap_i64 ?x) (i32.wrap_i64 ?y))

;; wrap(c ? x : y) = c ? wrap(x) : wrap(y)
explore wrap-of-select
  (i32.wrap_i64 (select ?x ?y ?c)) => (select (i32.wrap_i64 ?x) (i32.wrap_i64 ?y) ?c)

;; (c ? x : y) >>u k = c ? x >>u k : y >>u k
explore shift-of-select iN=i32,i64,i32,i64,i32,i64 sN=shl,shl,shr_u,shr_u,shr_s,shr_s
  (iN.sN (select ?x ?y ?c) ?k) => (select (iN.sN ?x ?k) (iN.sN ?y ?k) ?c)
  when (const ?k)

;; (c ? x : y) op d = c ? x op d : y op d, where one arm is constant and folds
explore op-of-select iN=i32,i64,i32,i64,i32,i64,i32,i64 oN=add,add,and,and,or,or,xor,xor
  (iN.oN (select ?x ?k ?c) ?d) => (select (iN.oN ?x ?d) (iN.oN ?k ?d) ?c)
  when (const ?k ?d)

;; (c ? k : x) op d likewise
explore op-of-select-swapped iN=i32,i64,i32,i64,i32,i64,i32,i64 oN=add,add,and,and,or,or,xor,xor
  (iN.oN (select ?k ?x ?c) ?d) => (select (iN.oN ?k ?d) (iN.oN ?x ?d) ?c)
  when (const ?k ?d)

;; x + y = x | y where they share no bit
explore add-disjoint iN=i32,i64
  (iN.add ?x ?y) => (iN.or ?x ?y)
  when (disjoint ?x ?y)

;; x ^ y = x | y where they share no bit
explore xor-disjoint iN=i32,i64
  (iN.xor ?x ?y) => (iN.or ?x ?y)
  when (disjoint ?x ?y)

;; x | y = x + y where they share no bit
explore or-disjoint iN=i32,i64
  (iN.or ?x ?y) => (iN.add ?x ?y)
  when (disjoint ?x ?y)

;; x < y = y > x: the operands change places, for the stack
explore mirror iN=i32,i64,i32,i64,i32,i64,i32,i64 aN=lt,lt,lt,lt,le,le,le,le bN=gt,gt,gt,gt,ge,ge,ge,ge uN=s,s,u,u,s,s,u,u
  (iN.aN_uN ?x ?y) => (iN.bN_uN ?y ?x)

;; x ^ -1 = -1 - x: the operands change places, for the stack
explore not-as-sub iN=i32,i64
  (iN.xor ?x -1) => (iN.sub -1 ?x)
