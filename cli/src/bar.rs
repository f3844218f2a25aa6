//! The progress bar: bytes of code done, and bytes won so far. Drawn on a terminal only.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use loom_eq_islands::Progress;
use std::sync::atomic::{AtomicUsize, Ordering};

pub struct Bar {
    bar: ProgressBar,
    won: AtomicUsize,
}

impl Bar {
    pub fn new() -> Bar {
        // This target hides itself where stderr is no terminal.
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template("{bar:32} {binary_bytes}/{binary_total_bytes} of code, {msg} [{elapsed}, {eta} left]");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Bar { bar, won: AtomicUsize::new(0) }
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Bar {
    fn module(&self, _functions: usize, code_bytes: usize) {
        self.bar.inc_length(code_bytes as u64);
        self.bar.set_message("nothing won yet");
    }

    fn function(&self, canonical: usize, after: usize) {
        let won = canonical.saturating_sub(after);
        let total = self.won.fetch_add(won, Ordering::Relaxed) + won;
        if won > 0 {
            self.bar.set_message(format!("{total} bytes won"));
        }
        self.bar.inc(canonical as u64);
    }
}
