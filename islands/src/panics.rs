//! Panics become values: a defect met in one function must not end the run.
//!
//! The default hook prints a panic to stderr before anyone can catch it. [`quiet_panics`] replaces it by one that stays silent on threads
//! that are inside [`caught`] and keeps the place of the panic for the report; all other panics print as ever.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::Once;

thread_local! {
    static CATCHING: Cell<bool> = const { Cell::new(false) };
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps panics that the optimizer catches and reports from being printed. For commands; a library leaves the hook alone.
pub fn quiet_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let default = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info: &PanicHookInfo<'_>| {
            if CATCHING.get() {
                PLACE.set(info.location().map(|l| format!("{}:{}", l.file(), l.line())));
            } else {
                default(info);
            }
        }));
    });
}

/// Runs `work`; a panic comes back as its message, with its place where the hook saw it.
///
/// What `work` may have left half changed must be thrown away by the caller.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let outer = CATCHING.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    CATCHING.set(outer);
    result.map_err(|payload| {
        let message = message(payload.as_ref());
        match PLACE.take() {
            Some(place) => format!("{message} ({place})"),
            None => message,
        }
    })
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|s| s.to_string()).or_else(|| payload.downcast_ref::<String>().cloned());
    // One line: messages of assertions have several.
    text.map_or_else(|| "panic without message".into(), |t| t.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::caught;

    #[test]
    fn a_panic_is_a_value_with_its_message() {
        super::quiet_panics();
        let caught = caught(|| -> u32 { panic!("bad\n  luck") }).unwrap_err();
        assert!(caught.starts_with("bad luck (islands/src/panics.rs:"), "{caught}");
    }
}
