//! scratch
use loom_eq_lang::*;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let bytes = std::fs::read(&a[1]).unwrap();
    let i: usize = a[2].parse().unwrap();
    let mut n = 0;
    for p in wasmparser::Parser::new(0).parse_all(&bytes) {
        if let wasmparser::Payload::CodeSectionEntry(b) = p.unwrap() {
            if n == i { for l in b.get_locals_reader().unwrap() { println!("{:?}", l.unwrap()); } let mut d = 0; for op in b.get_operators_reader().unwrap().into_iter_with_offsets() { let (op, at) = op.unwrap(); println!("{at:x} {op:?}"); } }
            n += 1;
        }
    }
}
