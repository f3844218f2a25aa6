;; Neutral elements, operators applied to themselves, and what cancels. Absorbing constants (x & 0, x * 0, x | -1) need no rules: known bits fold them.

;; x + 0 = x
rule add-zero iN=i32,i64
  (iN.add ?x 0) => ?x

;; x - 0 = x
rule sub-zero iN=i32,i64
  (iN.sub ?x 0) => ?x

;; x | 0 = x
rule or-zero iN=i32,i64
  (iN.or ?x 0) => ?x

;; x ^ 0 = x
rule xor-zero iN=i32,i64
  (iN.xor ?x 0) => ?x

;; x * 1 = x
rule mul-one iN=i32,i64
  (iN.mul ?x 1) => ?x

;; x & -1 = x
rule and-ones iN=i32,i64
  (iN.and ?x -1) => ?x

;; x - x = 0
rule sub-self iN=i32,i64
  (iN.sub ?x ?x) => 0

;; x ^ x = 0
rule xor-self iN=i32,i64
  (iN.xor ?x ?x) => 0

;; x & x = x
rule and-self iN=i32,i64
  (iN.and ?x ?x) => ?x

;; x | x = x
rule or-self iN=i32,i64
  (iN.or ?x ?x) => ?x

;; x & (x | y) = x
rule and-absorb iN=i32,i64
  (iN.and ?x (iN.or ?x ?y)) => ?x

;; x | (x & y) = x
rule or-absorb iN=i32,i64
  (iN.or ?x (iN.and ?x ?y)) => ?x

;; x & (x & y) = x & y
rule and-again iN=i32,i64
  (iN.and ?x (iN.and ?x ?y)) => (iN.and ?x ?y)

;; x | (x | y) = x | y
rule or-again iN=i32,i64
  (iN.or ?x (iN.or ?x ?y)) => (iN.or ?x ?y)

;; x ^ (x ^ y) = y
rule xor-cancel iN=i32,i64
  (iN.xor ?x (iN.xor ?x ?y)) => ?y

;; (x + y) - x = y
rule sub-cancel iN=i32,i64
  (iN.sub (iN.add ?x ?y) ?x) => ?y

;; (x - y) + y = x
rule add-cancel iN=i32,i64
  (iN.add (iN.sub ?x ?y) ?y) => ?x

;; x - (x + y) = -y
rule sub-sum iN=i32,i64
  (iN.sub ?x (iN.add ?x ?y)) => (iN.sub 0 ?y)

;; (x - y) - x = -y
rule sub-sub-left iN=i32,i64
  (iN.sub (iN.sub ?x ?y) ?x) => (iN.sub 0 ?y)

;; x - (x - y) = y
rule sub-sub-right iN=i32,i64
  (iN.sub ?x (iN.sub ?x ?y)) => ?y

;; 0 - (x - y) = y - x
rule neg-sub iN=i32,i64
  (iN.sub 0 (iN.sub ?x ?y)) => (iN.sub ?y ?x)

;; x + (0 - y) = x - y
rule add-neg iN=i32,i64
  (iN.add ?x (iN.sub 0 ?y)) => (iN.sub ?x ?y)

;; x - (0 - y) = x + y
rule sub-neg iN=i32,i64
  (iN.sub ?x (iN.sub 0 ?y)) => (iN.add ?x ?y)

;; x + x = x << 1
rule add-self iN=i32,i64
  (iN.add ?x ?x) => (iN.shl ?x 1)

;; (x & y) ^ x = x & (y ^ -1), where y ^ -1 is a constant
rule xor-of-and iN=i32,i64
  (iN.xor ?x (iN.and ?x ?m)) => (iN.and ?x (iN.xor ?m -1))
  when (const ?m)

;; x - (x & m) = x & ~m
rule sub-of-and iN=i32,i64
  (iN.sub ?x (iN.and ?x ?m)) => (iN.and ?x (iN.xor ?m -1))
  when (const ?m)

;; (x | m) ^ m = x & ~m
rule or-then-xor iN=i32,i64
  (iN.xor (iN.or ?x ?m) ?m) => (iN.and ?x (iN.xor ?m -1))
  when (const ?m)

;; (x | m) - m = x & ~m
rule or-then-sub iN=i32,i64
  (iN.add (iN.or ?x ?m) ?n) => (iN.and ?x (iN.xor ?m -1))
  when (const ?m ?n) (holds (iN.eqz (iN.add ?m ?n)))

;; (x ^ y) & x = x & ~y, where ~y is a constant
rule and-of-xor iN=i32,i64
  (iN.and ?x (iN.xor ?x ?m)) => (iN.and ?x (iN.xor ?m -1))
  when (const ?m)
