;; Two constants become one; constants that take fewer bytes.

;; x - c = x + -c. The way back is taken only where the LEB is shorter (c = -64); the extractor chooses (c = 64).
rule sub-const iN=i32,i64
  (iN.sub ?x ?c) => (iN.add ?x (iN.sub 0 ?c))
  when (const ?c)

;; x + c = x - -c
rule add-const iN=i32,i64
  (iN.add ?x ?c) => (iN.sub ?x (iN.sub 0 ?c))
  when (const ?c) (shorter (iN.sub 0 ?c) ?c)

;; (x + a) + b = x + (a + b)
rule add-add iN=i32,i64
  (iN.add (iN.add ?x ?a) ?b) => (iN.add ?x (iN.add ?a ?b))
  when (const ?a ?b)

;; (a - x) + b = (a + b) - x
rule add-sub iN=i32,i64
  (iN.add (iN.sub ?a ?x) ?b) => (iN.sub (iN.add ?a ?b) ?x)
  when (const ?a ?b)

;; a - (x + b) = (a - b) - x
rule sub-add iN=i32,i64
  (iN.sub ?a (iN.add ?x ?b)) => (iN.sub (iN.sub ?a ?b) ?x)
  when (const ?a ?b)

;; a - (b - x) = x + (a - b)
rule sub-sub iN=i32,i64
  (iN.sub ?a (iN.sub ?b ?x)) => (iN.add ?x (iN.sub ?a ?b))
  when (const ?a ?b)

;; (x + a) - (y + b) = (x - y) + (a - b)
rule sub-of-sums iN=i32,i64
  (iN.sub (iN.add ?x ?a) (iN.add ?y ?b)) => (iN.add (iN.sub ?x ?y) (iN.sub ?a ?b))
  when (const ?a ?b)

;; (x + a) + (y + b) = (x + y) + (a + b)
rule add-of-sums iN=i32,i64
  (iN.add (iN.add ?x ?a) (iN.add ?y ?b)) => (iN.add (iN.add ?x ?y) (iN.add ?a ?b))
  when (const ?a ?b)

;; ~x + c = (c - 1) - x
rule not-add iN=i32,i64
  (iN.add (iN.xor ?x -1) ?c) => (iN.sub (iN.sub ?c 1) ?x)
  when (const ?c)

;; c - ~x = x + (c + 1)
rule sub-not iN=i32,i64
  (iN.sub ?c (iN.xor ?x -1)) => (iN.add ?x (iN.add ?c 1))
  when (const ?c)

;; ~(x + c) = (-1 - c) - x
rule not-of-add iN=i32,i64
  (iN.xor (iN.add ?x ?c) -1) => (iN.sub (iN.sub -1 ?c) ?x)
  when (const ?c)

;; ~(c - x) = x + (-1 - c)
rule not-of-sub iN=i32,i64
  (iN.xor (iN.sub ?c ?x) -1) => (iN.add ?x (iN.sub -1 ?c))
  when (const ?c)

;; (x & a) & b = x & (a & b)
rule and-and iN=i32,i64
  (iN.and (iN.and ?x ?a) ?b) => (iN.and ?x (iN.and ?a ?b))
  when (const ?a ?b)

;; (x | a) | b = x | (a | b)
rule or-or iN=i32,i64
  (iN.or (iN.or ?x ?a) ?b) => (iN.or ?x (iN.or ?a ?b))
  when (const ?a ?b)

;; (x ^ a) ^ b = x ^ (a ^ b)
rule xor-xor iN=i32,i64
  (iN.xor (iN.xor ?x ?a) ?b) => (iN.xor ?x (iN.xor ?a ?b))
  when (const ?a ?b)

;; (x * a) * b = x * (a * b)
rule mul-mul iN=i32,i64
  (iN.mul (iN.mul ?x ?a) ?b) => (iN.mul ?x (iN.mul ?a ?b))
  when (const ?a ?b)

;; (x << a) * b = x * (b << a)
rule mul-of-shl iN=i32,i64
  (iN.mul (iN.shl ?x ?a) ?b) => (iN.mul ?x (iN.shl ?b ?a))
  when (const ?a ?b)

;; (x * a) << b = x * (a << b)
rule shl-of-mul iN=i32,i64
  (iN.shl (iN.mul ?x ?a) ?b) => (iN.mul ?x (iN.shl ?a ?b))
  when (const ?a ?b)

;; x * 2^k = x << k
rule mul-pow2 iN=i32,i64
  (iN.mul ?x ?m) => (iN.shl ?x (iN.ctz ?m))
  when (pow2 ?m)

;; (0 - x) * c = x * -c
rule mul-of-neg iN=i32,i64
  (iN.mul (iN.sub 0 ?x) ?c) => (iN.mul ?x (iN.sub 0 ?c))
  when (const ?c)

;; 0 - x * c = x * -c
rule neg-of-mul iN=i32,i64
  (iN.sub 0 (iN.mul ?x ?c)) => (iN.mul ?x (iN.sub 0 ?c))
  when (const ?c)

;; x * c + x = x * (c + 1)
rule mul-plus-one iN=i32,i64
  (iN.add (iN.mul ?x ?c) ?x) => (iN.mul ?x (iN.add ?c 1))
  when (const ?c)

;; x * c - x = x * (c - 1)
rule mul-minus-one iN=i32,i64
  (iN.sub (iN.mul ?x ?c) ?x) => (iN.mul ?x (iN.sub ?c 1))
  when (const ?c)

;; x - x * c = x * (1 - c)
rule one-minus-mul iN=i32,i64
  (iN.sub ?x (iN.mul ?x ?c)) => (iN.mul ?x (iN.sub 1 ?c))
  when (const ?c)

;; (x << k) + x = x * (2^k + 1)
rule shl-plus-one iN=i32,i64
  (iN.add (iN.shl ?x ?k) ?x) => (iN.mul ?x (iN.add (iN.shl 1 ?k) 1))
  when (const ?k)

;; (x << k) - x = x * (2^k - 1)
rule shl-minus-one iN=i32,i64
  (iN.sub (iN.shl ?x ?k) ?x) => (iN.mul ?x (iN.sub (iN.shl 1 ?k) 1))
  when (const ?k)

;; x - (x << k) = x * (1 - 2^k)
rule one-minus-shl iN=i32,i64
  (iN.sub ?x (iN.shl ?x ?k)) => (iN.mul ?x (iN.sub 1 (iN.shl 1 ?k)))
  when (const ?k)

;; x * a + x * b = x * (a + b)
rule mul-sum iN=i32,i64
  (iN.add (iN.mul ?x ?a) (iN.mul ?x ?b)) => (iN.mul ?x (iN.add ?a ?b))
  when (const ?a ?b)

;; x * z + y * z = (x + y) * z
rule mul-factor iN=i32,i64 
  (iN.add (iN.mul ?x ?z) (iN.mul ?y ?z)) => (iN.mul (iN.add ?x ?y) ?z)

;; (x | c) & d = x & d where c and d share no bit
rule or-masked-away iN=i32,i64
  (iN.and (iN.or ?x ?c) ?d) => (iN.and ?x ?d)
  when (const ?c ?d) (holds (iN.eqz (iN.and ?c ?d)))

;; (x & c) | d = x | d where c and d cover all bits
rule and-set-anyway iN=i32,i64
  (iN.or (iN.and ?x ?c) ?d) => (iN.or ?x ?d)
  when (const ?c ?d) (holds (iN.eq (iN.or ?c ?d) -1))

;; (x & c) | d = (x & (c | d)) | d: bits that are set anyway are free in the mask
rule and-or-wider iN=i32,i64
  (iN.or (iN.and ?x ?c) ?d) => (iN.or (iN.and ?x (iN.or ?c ?d)) ?d)
  when (const ?c ?d) (shorter (iN.or ?c ?d) ?c)

;; (x & c) | d = (x & (c & ~d)) | d
rule and-or-narrower iN=i32,i64
  (iN.or (iN.and ?x ?c) ?d) => (iN.or (iN.and ?x (iN.and ?c (iN.xor ?d -1))) ?d)
  when (const ?c ?d) (shorter (iN.and ?c (iN.xor ?d -1)) ?c)

;; (x & c) | (x & d) = x & (c | d)
rule or-of-masks iN=i32,i64
  (iN.or (iN.and ?x ?c) (iN.and ?x ?d)) => (iN.and ?x (iN.or ?c ?d))
  when (const ?c ?d)

;; (x & c) + (x & d) = x & (c | d) where c and d share no bit
rule add-of-masks iN=i32,i64
  (iN.add (iN.and ?x ?c) (iN.and ?x ?d)) => (iN.and ?x (iN.or ?c ?d))
  when (const ?c ?d) (holds (iN.eqz (iN.and ?c ?d)))

;; (x | c) + d = x + (c + d) where x has no bit of c
rule add-of-or iN=i32,i64
  (iN.add (iN.or ?x ?c) ?d) => (iN.add ?x (iN.add ?c ?d))
  when (const ?c ?d) (zeros ?x ?c)

;; (x ^ min) + c = x + (c + min): the sign bit is added without carry
rule add-of-sign-flip iN=i32,i64
  (iN.add (iN.xor ?x min) ?c) => (iN.add ?x (iN.add ?c min))
  when (const ?c)

;; (x & z) op (y & z) = (x op y) & z
rule and-factor iN=i32,i64,i32,i64 oN=or,or,xor,xor
  (iN.oN (iN.and ?x ?z) (iN.and ?y ?z)) => (iN.and (iN.oN ?x ?y) ?z)

;; (x | z) & (y | z) = (x & y) | z
rule or-factor iN=i32,i64
  (iN.and (iN.or ?x ?z) (iN.or ?y ?z)) => (iN.or (iN.and ?x ?y) ?z)
