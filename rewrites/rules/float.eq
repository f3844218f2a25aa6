;; Floats as bits: only operators that move bits exactly, NaN payloads included. There is no arithmetic here (law 7).

;; reinterpretation and back
rule reinterpret-back-float iN=i32,i64 fN=f32,f64
  (fN.reinterpret_iN (iN.reinterpret_fN ?x)) => ?x

;; reinterpretation and back
rule reinterpret-back-int iN=i32,i64 fN=f32,f64
  (iN.reinterpret_fN (fN.reinterpret_iN ?x)) => ?x

;; -(-x) = x
rule neg-neg fN=f32,f64
  (fN.neg (fN.neg ?x)) => ?x

;; |op x| = |x| for op in -, | |
rule abs-again fN=f32,f64,f32,f64 oN=neg,neg,abs,abs
  (fN.abs (fN.oN ?x)) => (fN.abs ?x)

;; copysign(x, x) = x
rule copysign-self fN=f32,f64
  (fN.copysign ?x ?x) => ?x

;; copysign(op x, y) = copysign(x, y) for op in -, | |
rule copysign-of fN=f32,f64,f32,f64 oN=neg,neg,abs,abs
  (fN.copysign (fN.oN ?x) ?y) => (fN.copysign ?x ?y)

;; copysign(copysign(x, y), z) = copysign(x, z)
rule copysign-twice fN=f32,f64
  (fN.copysign (fN.copysign ?x ?y) ?z) => (fN.copysign ?x ?z)

;; copysign(x, copysign(y, z)) = copysign(x, z)
rule copysign-sign fN=f32,f64
  (fN.copysign ?x (fN.copysign ?y ?z)) => (fN.copysign ?x ?z)

;; copysign(x, |y|) = |x|
rule copysign-abs fN=f32,f64
  (fN.copysign ?x (fN.abs ?y)) => (fN.abs ?x)

;; |copysign(x, y)| = |x|
rule abs-copysign fN=f32,f64
  (fN.abs (fN.copysign ?x ?y)) => (fN.abs ?x)

;; copysign(x, -x) = -x
rule copysign-neg-self fN=f32,f64
  (fN.copysign ?x (fN.neg ?x)) => (fN.neg ?x)

;; bits(x) & max = bits(|x|)
rule abs-by-mask iN=i32,i64 fN=f32,f64
  (iN.and (iN.reinterpret_fN ?x) max) => (iN.reinterpret_fN (fN.abs ?x))

;; bits(x) ^ min = bits(-x)
rule neg-by-mask iN=i32,i64 fN=f32,f64
  (iN.xor (iN.reinterpret_fN ?x) min) => (iN.reinterpret_fN (fN.neg ?x))

;; bits(x) | min = bits(-|x|)
rule neg-abs-by-mask iN=i32,i64 fN=f32,f64
  (iN.or (iN.reinterpret_fN ?x) min) => (iN.reinterpret_fN (fN.neg (fN.abs ?x)))

;; float(i & max) = |float(i)|
rule abs-of-masked iN=i32,i64 fN=f32,f64
  (fN.reinterpret_iN (iN.and ?x max)) => (fN.abs (fN.reinterpret_iN ?x))

;; float(i ^ min) = -float(i)
rule neg-of-masked iN=i32,i64 fN=f32,f64
  (fN.reinterpret_iN (iN.xor ?x min)) => (fN.neg (fN.reinterpret_iN ?x))
