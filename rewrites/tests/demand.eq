;; Demanded bits, as equations: under the mask ?d of what is asked of the result, each operand may be masked with what is then asked of it.
;; The test beside this file says that `loom_eq_egraph::demanded` asks for the same bits, and Z3 proves the equations for all masks.

;; carries come from below
explore carry iN=i32,i64,i32,i64 oN=add,add,sub,sub
  (iN.and (iN.oN ?x ?y) ?d) => (iN.and (iN.oN (iN.and ?x ?a) (iN.and ?y ?b)) ?d)
  when (const ?d) (let ?a (iN.shr_u -1 (iN.clz ?d))) (let ?b (iN.shr_u -1 (iN.clz ?d)))

;; bit by bit
explore bitwise iN=i32,i64,i32,i64,i32,i64 oN=and,and,or,or,xor,xor
  (iN.and (iN.oN ?x ?y) ?d) => (iN.and (iN.oN (iN.and ?x ?a) (iN.and ?y ?b)) ?d)
  when (const ?d) (let ?a (iN.and ?d -1)) (let ?b (iN.and ?d -1))

;; where the mask is 0, nothing is asked
explore and-constant iN=i32,i64
  (iN.and (iN.and ?x ?y) ?d) => (iN.and (iN.and (iN.and ?x ?a) (iN.and ?y ?b)) ?d)
  when (const ?d ?y) (let ?a (iN.and ?d ?y)) (let ?b (iN.and ?d -1))

;; where the constant is 1, nothing is asked
explore or-constant iN=i32,i64
  (iN.and (iN.or ?x ?y) ?d) => (iN.and (iN.or (iN.and ?x ?a) (iN.and ?y ?b)) ?d)
  when (const ?d ?y) (let ?a (iN.and ?d (iN.xor ?y -1))) (let ?b (iN.and ?d -1))

;; a shift left by any count
explore shl iN=i32,i64
  (iN.and (iN.shl ?x ?y) ?d) => (iN.and (iN.shl (iN.and ?x ?a) (iN.and ?y ?b)) ?d)
  when (const ?d) (let ?a (iN.shr_u -1 (iN.clz ?d))) (let ?b (iN.sub width 1))

;; shifts right by any count
explore shr iN=i32,i64,i32,i64 oN=shr_u,shr_u,shr_s,shr_s
  (iN.and (iN.oN ?x ?y) ?d) => (iN.and (iN.oN (iN.and ?x ?a) (iN.and ?y ?b)) ?d)
  when (const ?d) (let ?a (iN.shl -1 (iN.ctz ?d))) (let ?b (iN.sub width 1))

;; a shift left by a constant
explore shl-constant iN=i32,i64
  (iN.and (iN.shl ?x ?y) ?d) => (iN.and (iN.shl (iN.and ?x ?a) (iN.and ?y ?b)) ?d)
  when (const ?d ?y) (let ?a (iN.shr_u ?d ?y)) (let ?b (iN.sub width 1))

;; an unsigned shift right by a constant
explore shr_u-constant iN=i32,i64
  (iN.and (iN.shr_u ?x ?y) ?d) => (iN.and (iN.shr_u (iN.and ?x ?a) (iN.and ?y ?b)) ?d)
  when (const ?d ?y) (let ?a (iN.shl ?d ?y)) (let ?b (iN.sub width 1))

;; a signed one: its copies ask for the sign
explore shr_s-constant iN=i32,i64
  (iN.and (iN.shr_s ?x ?y) ?d) => (iN.and (iN.shr_s (iN.and ?x ?a) (iN.and ?y ?b)) ?d)
  when (const ?d ?y) (let ?a (iN.or (iN.shl ?d ?y) (select min 0 (iN.ne (iN.and ?d (iN.xor (iN.shr_u -1 ?y) -1)) 0)))) (let ?b (iN.sub width 1))

;; rotations by a constant
explore rotate-constant iN=i32,i64,i32,i64 oN=rotl,rotl,rotr,rotr bN=rotr,rotr,rotl,rotl
  (iN.and (iN.oN ?x ?y) ?d) => (iN.and (iN.oN (iN.and ?x ?a) (iN.and ?y ?b)) ?d)
  when (const ?d ?y) (let ?a (iN.bN ?d ?y)) (let ?b (iN.sub width 1))

;; sign extensions: what is asked of the copies is asked of the sign
explore sign-extend iN=i32,i32,i64,i64,i64 kN=8,16,8,16,32 mN=0xff,0xffff,0xff,0xffff,0xffffffff hN=0x80,0x8000,0x80,0x8000,0x80000000
  (iN.and (iN.extendkN_s ?x) ?d) => (iN.and (iN.extendkN_s (iN.and ?x ?a)) ?d)
  when (const ?d) (let ?a (iN.or (iN.and ?d mN) (select hN 0 (iN.gt_u ?d mN))))

;; from 32 to 64 bits
explore sign-extend-half
  (i64.and (i64.extend_i32_s ?x) ?d) => (i64.and (i64.extend_i32_s (i32.and ?x ?a)) ?d)
  when (const ?d) (let ?a (i32.or (i32.wrap_i64 ?d) (select min 0 (i64.gt_u ?d 0xffffffff))))

;; from 32 to 64 bits
explore extend-half
  (i64.and (i64.extend_i32_u ?x) ?d) => (i64.and (i64.extend_i32_u (i32.and ?x ?a)) ?d)
  when (const ?d) (let ?a (i32.wrap_i64 ?d))

;; from 64 to 32 bits
explore wrap
  (i32.and (i32.wrap_i64 ?x) ?d) => (i32.and (i32.wrap_i64 (i64.and ?x ?a)) ?d)
  when (const ?d) (let ?a (i64.extend_i32_u ?d))

;; either arm is asked what the whole is
explore arms iN=i32,i64
  (iN.and (select ?x ?y ?c) ?d) => (iN.and (select (iN.and ?x ?a) (iN.and ?y ?b) ?c) ?d)
  when (const ?d) (let ?a (iN.and ?d -1)) (let ?b (iN.and ?d -1))
