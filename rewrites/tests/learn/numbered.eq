;; The value rules that a search by hand had found in 61 real modules, by their numbers there; those about constants alone (36 to 38) and about the
;; offset of an access (39) are no equations of this language, and 34 is one only where the low bits are asked for. B marks those for a value that is
;; only tested for zero: written here below an `eqz`.

;; select(x, 0, b) = x * b
rule n01
  (select ?x:i32 0 ?b) => (i32.mul ?x ?b)
  when (bool ?b)

;; select(0, x, b) = x * eqz b
rule n02
  (select 0 ?x:i32 ?b) => (i32.mul ?x (i32.eqz ?b))

;; i64: x * extend_u b
rule n03
  (select ?x:i64 0 ?b) => (i64.mul ?x (i64.extend_i32_u ?b))
  when (bool ?b)

;; select(2^k, 0, b) = b << k
rule n04
  (select ?c:i32 0 ?b) => (i32.shl ?b (i32.ctz ?c))
  when (pow2 ?c) (bool ?b) (holds (i32.gt_s ?c 63))

;; select(-1, 0, b) = 0 - b
rule n05
  (select -1 0:i32 ?b) => (i32.sub 0 ?b)
  when (bool ?b)

;; select(c + 1, c, b) = c + b
rule n06
  (select ?d:i32 ?c ?b) => (i32.add ?b ?c)
  when (const ?c ?d) (bool ?b) (holds (i32.eq ?d (i32.add ?c 1)))

;; b ? x : y = y + (x - y) * b, where that is shorter
rule n07
  (select ?c:i32 ?d ?b) => (i32.add (i32.mul ?b (i32.sub ?c ?d)) ?d)
  when (const ?c ?d) (bool ?b) (shorter (i32.sub ?c ?d) ?c 2)

;; select(x, 0, x > 0) = x * (0 < x)
rule n08
  (select ?x 0 (i32.gt_s ?x 0)) => (i32.mul ?x (i32.gt_s ?x 0))

;; B x >=s 0 as clz x
rule n09
  (i32.eqz (i32.ge_s ?x 0)) => (i32.eqz (i32.clz ?x))

;; x <s 0 = eqz(clz x)
rule n10
  (i32.lt_s ?x 0) => (i32.eqz (i32.clz ?x))

;; B eqz(x & 1) as ctz x
rule n11
  (i32.eqz (i32.eqz (i32.and ?x 1))) => (i32.eqz (i32.ctz ?x))

;; x & 1 = eqz(ctz x)
rule n12
  (i32.and ?x 1) => (i32.eqz (i32.ctz ?x))

;; B x & 128 as eqz(clz(extend8_s x))
rule n13
  (i32.eqz (i32.and ?x 128)) => (i32.eqz (i32.eqz (i32.clz (i32.extend8_s ?x))))

;; B x = INT_MIN as ctz x = 31
rule n14
  (i32.eqz (i32.eq ?x min)) => (i32.eqz (i32.eq (i32.ctz ?x) 31))

;; x != 0 as a value = eqz(eqz x)
rule n15
  (i32.ne ?x 0) => (i32.eqz (i32.eqz ?x))

;; (x & 255) <u c = extend8_s x <u c
rule n16
  (i32.lt_u (i32.and ?x 255) ?c) => (i32.lt_u (i32.extend8_s ?x) ?c)
  when (const ?c) (holds (i32.lt_u ?c 128))

;; (x & 255) = c by extend8_s
rule n17
  (i32.eq (i32.and ?x 255) ?c) => (i32.eq (i32.extend8_s ?x) ?c)
  when (const ?c) (holds (i32.lt_u ?c 128))

;; (x & 65535) <u c = extend16_s x <u c
rule n18
  (i32.lt_u (i32.and ?x 65535) ?c) => (i32.lt_u (i32.extend16_s ?x) ?c)
  when (const ?c) (holds (i32.lt_u ?c 0x8000))

;; x & 0xffffffff = extend_i32_u(wrap x)
rule n19
  (i64.and ?x 0xffffffff) => (i64.extend_i32_u (i32.wrap_i64 ?x))

;; (x >>u k) & m: the high bits of m filled
rule n20
  (i32.and (i32.shr_u ?x ?k) ?m) => (i32.and (i32.shr_u ?x ?k) (i32.or ?m (i32.shl -1 (i32.sub 32 ?k))))
  when (const ?k ?m) (shorter (i32.or ?m (i32.shl -1 (i32.sub 32 ?k))) ?m) (holds (i32.and (i32.lt_u ?k 32) (i32.ne ?k 0)))

;; (x << k) & m: the low bits of m filled
rule n21
  (i32.and (i32.shl ?x ?k) ?m) => (i32.and (i32.shl ?x ?k) (i32.or ?m (i32.sub (i32.shl 1 ?k) 1)))
  when (const ?k ?m) (shorter (i32.or ?m (i32.sub (i32.shl 1 ?k) 1)) ?m) (holds (i32.lt_u ?k 32))

;; (x & -1 << 32) = c << 32 is x >> 32 = c
rule n22
  (i64.eq (i64.and ?x 0xffffffff00000000) ?c) => (i64.eq (i64.shr_u ?x 32) (i64.shr_u ?c 32))
  when (const ?c) (holds (i64.eqz (i64.and ?c 0xffffffff))) (shorter (i64.shr_u ?c 32) ?c)

;; x = 6 << 32 is a rotated x = 3
rule n23
  (i64.eq ?x ?c) => (i64.eq (i64.rotl ?x 31) (i64.rotl ?c 31))
  when (const ?c) (shorter (i64.rotl ?c 31) ?c 4)

;; the test for NaN on bits
rule n24
  (i64.gt_u (i64.and ?x max) ?c) => (i64.gt_u (i64.add ?x ?x) (i64.shl ?c 1))
  when (const ?c) (holds (i64.eq ?c 0x7ff0000000000000))

;; x & INT_MAX = (x + x) >>u 1
rule n25
  (i32.and ?x max) => (i32.shr_u (i32.add ?x ?x) 1)

;; the same of i64
rule n26
  (i64.and ?x max) => (i64.shr_u (i64.add ?x ?x) 1)

;; x & low mask = shl, shr_u
rule n27
  (i64.and ?x ?m) => (i64.shr_u (i64.shl ?x (i64.clz ?m)) (i64.clz ?m))
  when (const ?m) (holds (i64.gt_u ?m 0xffffffff)) (holds (i64.eqz (i64.and ?m (i64.add ?m 1))))

;; x & -2^32 = shr_u, shl
rule n28
  (i64.and ?x 0xffffffff00000000) => (i64.shl (i64.shr_u ?x 32) 32)

;; (x << 16) >>s 18 = extend16_s(x) >>s 2
rule n29
  (i32.shr_s (i32.shl ?x 16) ?k) => (i32.shr_s (i32.extend16_s ?x) (i32.sub ?k 16))
  when (const ?k) (holds (i32.and (i32.gt_u ?k 16) (i32.lt_u ?k 32)))

;; (x << 24) >>s (24 + k) = extend8_s(x) >>s k
rule n30
  (i32.shr_s (i32.shl ?x 24) ?k) => (i32.shr_s (i32.extend8_s ?x) (i32.sub ?k 24))
  when (const ?k) (holds (i32.and (i32.gt_u ?k 24) (i32.lt_u ?k 32)))

;; ((x - 65) & 255) <u 26 = x - 91 >u -27, for a byte x
rule n31
  (i32.lt_u (i32.and (i32.add ?x -65) 255) 26) => (i32.gt_u (i32.add ?x -91) -27)
  when (below ?x 256)

;; ((x & 255) <u 26) << 5 = ctz(25 <u extend8_s x)
rule n32
  (i32.shl (i32.lt_u (i32.and ?x 255) 26) 5) => (i32.ctz (i32.lt_u 25 (i32.extend8_s ?x)))

;; B (x & m) != m as (-1 - x) & m
rule n33
  (i32.eqz (i32.ne (i32.and ?x ?m) ?m)) => (i32.eqz (i32.and (i32.sub -1 ?x) ?m))
  when (const ?m) (holds (i32.gt_u ?m 63))

;; the low 8 bits of (x & 63) | 128
rule n34
  (i32.and (i32.or (i32.and ?x 63) 128) 255) => (i32.and (i32.add (i32.or ?x -64) -64) 255)

;; x >=s 64 = x >s 63
rule n35
  (i32.ge_s ?x 64) => (i32.gt_s ?x 63)
