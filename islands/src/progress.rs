//! What a caller may watch while a module is worked on.

/// Told about each step. Methods are called from worker threads, in no fixed order.
pub trait Progress: Sync {
    /// A module is about to be worked on; a component has several.
    fn module(&self, functions: usize, code_bytes: usize) {
        let _ = (functions, code_bytes);
    }

    /// A function is decided: its canonical size and the size that it has now.
    fn function(&self, canonical: usize, after: usize) {
        let _ = (canonical, after);
    }
}

/// Nobody watches.
impl Progress for () {}
