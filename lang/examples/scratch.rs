use loom_eq_lang::*;
fn main() {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        let m = match Module::parse(&bytes) { Ok(m) => m, Err(e) => { println!("{path}: {e}"); continue } };
        assert!(m.write() == bytes);
        let (mut lifted, mut opaque, mut grown, mut before, mut after) = (0, std::collections::BTreeMap::new(), 0, 0usize, 0usize);
        let t = std::time::Instant::now();
        for i in 0..m.defined() {
            match Body::parse(&m, i, &Default::default()) {
                Ok(b) => {
                    lifted += 1;
                    let e = b.emit();
                    let orig = m.body_bytes(i);
                    before += orig.len(); after += e.bytes.len();
                    if e.bytes.len() > orig.len() { grown += 1; }
                    let b2 = Body::parse_bytes(&m, m.func_ix(i), &e.bytes, &Default::default()).unwrap();
                    assert!(b2.emit().bytes == e.bytes, "{path} {i}");
                }
                Err(o) => *opaque.entry(o.reason).or_insert(0) += 1,
            }
        }
        println!("{path}: lifted {lifted} opaque {opaque:?} grown {grown} {before} -> {after} {:?}", t.elapsed());
    }
}
