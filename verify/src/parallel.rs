//! Work on several threads, answers in order.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// What a worker's thread may use: terms are deep, and Z3 recurses.
const STACK: usize = 256 << 20;

/// Applies `work` to the numbers below `count` and hands the answers to `take` in order. Each thread makes a `worker` of its own; the answer must
/// not depend on which one does the work.
pub(crate) fn in_order<W, T: Send>(
    count: usize,
    threads: usize,
    worker: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, usize) -> T + Sync,
    mut take: impl FnMut(usize, T),
) {
    let next = AtomicUsize::new(0);
    let (send, receive) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..threads.clamp(1, count.max(1)) {
            let (send, next, worker, work) = (send.clone(), &next, &worker, &work);
            let run = move || {
                let mut own = worker();
                loop {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    if i >= count || send.send((i, work(&mut own, i))).is_err() {
                        return;
                    }
                }
            };
            std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run).expect("a thread");
        }
        drop(send);
        // Answers that came before their turn.
        let mut early = BTreeMap::new();
        let mut turn = 0;
        for (i, answer) in receive {
            early.insert(i, answer);
            while let Some(answer) = early.remove(&turn) {
                take(turn, answer);
                turn += 1;
            }
        }
    });
}
