//! scratch: one function as a module-less listing
use loom_eq_lang::*;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let m = Module::parse(&std::fs::read(&a[1]).unwrap()).unwrap();
    let i: usize = a[2].parse().unwrap();
    let b = Body::parse(&m, i, &Default::default()).unwrap();
    let lifted = loom_eq_egraph::lift(&b);
    let found = loom_eq_extract::search(&b, &lifted, &Default::default());
    let mut bodies = vec![None; m.defined()];
    for (k, f) in found.iter().enumerate() {
        bodies[i] = Some(f.emit());
        let out = assemble(&m, &bodies, &Default::default());
        println!("candidate {k}: {} bytes {:?}", f.emit().bytes.len(), Module::parse(&out.bytes).err());
        std::fs::write(format!("/tmp/cand{k}.wasm"), &out.bytes).unwrap();
    }
    println!("orig {} locals {:?}", b.emit().bytes.len(), b.locals.len());
}
