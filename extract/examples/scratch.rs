//! scratch
use loom_eq_lang::*;
fn main() {
    let (mut tb, mut ta) = (0usize, 0usize);
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        let m = match Module::parse(&bytes) {
            Ok(m) => m,
            Err(e) => {
                println!("{path}: {e}");
                continue;
            }
        };
        let (mut changed, mut grown, mut before, mut after) = (0, 0, 0usize, 0usize);
        let t = std::time::Instant::now();
        let (mut tl, mut ts) = (0u128, 0u128);
        let mut bodies = vec![];
        for i in 0..m.defined() {
            let Ok(b) = Body::parse(&m, i, &Default::default()) else {
                bodies.push(None);
                continue;
            };
            let orig = b.emit();
            let t0 = std::time::Instant::now();
            let lifted = loom_eq_egraph::lift(&b);
            tl += t0.elapsed().as_micros();
            let t0 = std::time::Instant::now();
            let found = loom_eq_extract::search(&b, &lifted, &Default::default());
            let dt = t0.elapsed().as_micros();
            ts += dt;
            if dt > 2_000_000 {
                println!("  slow {i}: {dt} us, {} bytes {} locals {} regions", orig.bytes.len(), b.locals.len(), b.regions.len());
            }
            before += orig.bytes.len();
            if let Some(f) = found.first() {
                let e = f.emit();
                after += e.bytes.len();
                changed += 1;
                if e.bytes.len() > orig.bytes.len() {
                    grown += 1
                };
                bodies.push(Some(e));
            } else {
                after += orig.bytes.len();
                bodies.push(Some(orig));
            }
        }
        tb += before;
        ta += after;
        println!(
            "{path}: fns {} changed {changed} grown {grown} {before} -> {after} {:.2}% {:?} lift {}ms search {}ms",
            m.defined(),
            100.0 * (before as f64 - after as f64) / before as f64,
            t.elapsed(),
            tl / 1000,
            ts / 1000
        );
        let out = assemble(&m, &bodies, &Default::default());
        if let Err(e) = Module::parse(&out.bytes) {
            println!("INVALID {e}");
        }
        let name = std::path::Path::new(&path).file_name().unwrap();
        std::fs::create_dir_all("/tmp/scratch").unwrap();
        std::fs::write(std::path::Path::new("/tmp/scratch").join(name), &out.bytes).unwrap();
    }
    println!("total {tb} -> {ta} {:.2}%", 100.0 * (tb as f64 - ta as f64) / tb as f64);
}
