//! Reads what `--assume` names: a TOML file that says which values a parameter of an exported function can have.
//!
//! ```toml
//! [[callback]]
//! export = "[callback][async-lift]run"
//! param = 0
//! events = ["subtask", 5]
//! ```

use crate::failure::{Failure, io_message};
use loom_eq_islands::Assumption;
use serde::Deserialize;
use std::path::Path;

/// The events of the Component Model's async callbacks, by their numbers.
const EVENTS: [&str; 7] = ["none", "subtask", "stream-read", "stream-write", "future-read", "future-write", "task-cancelled"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    callback: Vec<Callback>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Callback {
    export: String,
    param: u32,
    events: Vec<Event>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Event {
    Number(i64),
    Name(String),
}

/// The assumptions in a file; none without one.
pub fn read(path: Option<&Path>) -> Result<Vec<Assumption>, Failure> {
    let Some(path) = path else { return Ok(Vec::new()) };
    let bad = |message: String| Failure::of(path, "stdin", message);
    let text = std::fs::read_to_string(path).map_err(|e| bad(io_message(&e)))?;
    let file: File = toml::from_str(&text).map_err(|e| bad(e.to_string()))?;
    if file.callback.is_empty() {
        return Err(bad("it has no [[callback]], so nothing would be assumed".into()));
    }
    file.callback.into_iter().map(|c| assumption(c).map_err(bad)).collect()
}

fn assumption(callback: Callback) -> Result<Assumption, String> {
    let mut values: Vec<u32> = callback.events.iter().map(value).collect::<Result<_, _>>()?;
    values.sort_unstable();
    values.dedup();
    Ok(Assumption { export: callback.export, param: callback.param, values })
}

fn value(event: &Event) -> Result<u32, String> {
    match event {
        // An i32, read as signed or unsigned.
        Event::Number(n) => {
            u32::try_from(*n).or_else(|_| i32::try_from(*n).map(i32::cast_unsigned)).map_err(|_| format!("event {n} does not fit an i32"))
        }
        Event::Name(name) => (0..).zip(EVENTS).find(|(_, e)| e == name).map(|(n, _)| n).ok_or_else(|| {
            let known = EVENTS.join(", ");
            format!("no event is called {name}: there are {known}, or a number")
        }),
    }
}
