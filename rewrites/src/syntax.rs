//! From text to trees of words: the grammar of `rules/README.md` up to the lists, without types.
//!
//! Invariants:
//! 1. Any input gives rules or an error with its place; nothing panics.
//! 2. An instance is its rule with each placeholder replaced in every word but variables' names.

use crate::error::{Error, Place, Result};
use std::sync::Arc;

/// A tree of words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Tree {
    Word(String, Place),
    List(Vec<Tree>, Place),
}

impl Tree {
    pub(crate) fn place(&self) -> Place {
        match self {
            Tree::Word(_, place) | Tree::List(_, place) => *place,
        }
    }

    /// With each placeholder replaced (invariant 2).
    fn instance(&self, with: &[(&str, &str)]) -> Tree {
        match self {
            Tree::List(items, place) => Tree::List(items.iter().map(|t| t.instance(with)).collect(), *place),
            Tree::Word(word, place) => {
                let (kept, replaced) = match word.split_once(':') {
                    Some((name, ty)) if name.starts_with('?') => (format!("{name}:"), ty),
                    _ if word.starts_with('?') => (word.clone(), ""),
                    _ => (String::new(), word.as_str()),
                };
                let replaced = with.iter().fold(replaced.to_owned(), |w, (from, to)| w.replace(from, to));
                Tree::Word(kept + &replaced, *place)
            }
        }
    }
}

impl std::fmt::Display for Tree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Tree::Word(word, _) => f.write_str(word),
            Tree::List(items, _) => {
                f.write_str("(")?;
                for (i, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if i == 0 { "" } else { " " })?;
                }
                f.write_str(")")
            }
        }
    }
}

/// When a rule is tried.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Family {
    /// Always: the right-hand side is not larger.
    Shrink,
    /// Only while exploring: opens ways for other rules.
    Explore,
}

impl Family {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Family::Shrink => "shrink",
            Family::Explore => "explore",
        }
    }
}

/// A rule as written.
#[derive(Clone, Debug)]
pub(crate) struct RawRule {
    pub name: String,
    pub family: Family,
    pub comment: String,
    pub place: Place,
    pub lists: Vec<(String, Vec<String>)>,
    pub lhs: Tree,
    pub rhs: Tree,
    pub conditions: Vec<Tree>,
}

/// One instance of a rule, still without types.
#[derive(Clone, Debug)]
pub(crate) struct RawInstance {
    pub name: String,
    pub lhs: Tree,
    pub rhs: Tree,
    pub conditions: Vec<Tree>,
}

impl RawRule {
    /// The instances; one if there are no lists.
    pub(crate) fn instances(&self) -> Vec<RawInstance> {
        let count = self.lists.first().map_or(1, |(_, words)| words.len());
        (0..count)
            .map(|j| {
                let with: Vec<(&str, &str)> = self.lists.iter().map(|(p, words)| (p.as_str(), words[j].as_str())).collect();
                RawInstance {
                    name: with.iter().fold(self.name.clone(), |name, (_, word)| format!("{name}.{word}")),
                    lhs: self.lhs.instance(&with),
                    rhs: self.rhs.instance(&with),
                    conditions: self.conditions.iter().map(|c| c.instance(&with)).collect(),
                }
            })
            .collect()
    }
}

struct Token {
    text: String,
    place: Place,
}

struct Parser<'a> {
    file: &'a Arc<str>,
    tokens: Vec<Token>,
    /// The comment on each line that has nothing else, from line 1.
    comments: Vec<Option<String>>,
    at: usize,
}

/// Reads a file.
pub(crate) fn parse(file: &Arc<str>, text: &str) -> Result<Vec<RawRule>> {
    let mut tokens = Vec::new();
    let mut comments = Vec::new();
    for (i, line_text) in text.lines().enumerate() {
        let line = u32::try_from(i + 1).map_err(|_| Error::new(file, Place { line: u32::MAX, column: 1 }, "too many lines"))?;
        let (code, comment) = match line_text.split_once(';') {
            Some((code, comment)) => (code, Some(comment.trim_start_matches(';').trim().to_owned())),
            None => (line_text, None),
        };
        comments.push(comment.filter(|_| code.trim().is_empty()));
        tokens.extend(words(code).map(|(column, text)| Token { text: text.to_owned(), place: Place { line, column } }));
    }
    let mut parser = Parser { file, tokens, comments, at: 0 };
    let mut rules = Vec::new();
    while parser.at < parser.tokens.len() {
        rules.push(parser.rule()?);
    }
    Ok(rules)
}

/// The parentheses and words of a line, each with its column.
fn words(line: &str) -> impl Iterator<Item = (u32, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = line[at..].trim_start();
        at = line.len() - rest.len();
        let first = rest.chars().next()?;
        let ends = |c: char| c.is_whitespace() || c == '(' || c == ')';
        let length = if ends(first) { 1 } else { rest.find(ends).unwrap_or(rest.len()) };
        let column = u32::try_from(line[..at].chars().count() + 1).unwrap_or(u32::MAX);
        at += length;
        Some((column, &rest[..length]))
    })
}

/// How deep terms may nest: deeper ones are a mistake, and would exhaust the stack.
const DEPTH: usize = 64;

impl Parser<'_> {
    fn place(&self) -> Place {
        self.tokens.get(self.at).or(self.tokens.last()).map_or(Place { line: 1, column: 1 }, |t| t.place)
    }

    fn fail<T>(&self, message: impl Into<String>) -> Result<T> {
        Err(Error::new(self.file, self.place(), message))
    }

    fn peek(&self) -> Option<&str> {
        self.tokens.get(self.at).map(|t| t.text.as_str())
    }

    fn word(&mut self, what: &str) -> Result<String> {
        match self.peek() {
            Some(word) if word != "(" && word != ")" => {
                let word = word.to_owned();
                self.at += 1;
                Ok(word)
            }
            Some(other) => self.fail(format!("expected {what}, found `{other}`")),
            None => self.fail(format!("expected {what}, found the end of the file")),
        }
    }

    fn tree(&mut self, depth: usize) -> Result<Tree> {
        let place = self.place();
        if depth > DEPTH {
            return self.fail("nested too deeply");
        }
        if self.peek() != Some("(") {
            return Ok(Tree::Word(self.word("a term")?, place));
        }
        self.at += 1;
        let mut items = Vec::new();
        loop {
            match self.peek() {
                Some(")") => {
                    self.at += 1;
                    return Ok(Tree::List(items, place));
                }
                Some(_) => items.push(self.tree(depth + 1)?),
                None => return Err(Error::new(self.file, place, "`(` is never closed")),
            }
        }
    }

    fn rule(&mut self) -> Result<RawRule> {
        let place = self.place();
        let family = match self.word("`rule` or `explore`")?.as_str() {
            "rule" => Family::Shrink,
            "explore" => Family::Explore,
            other => return Err(Error::new(self.file, place, format!("expected `rule` or `explore`, found `{other}`"))),
        };
        let name = self.word("the rule's name")?;
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_.-".contains(c);
        if name.is_empty() || !name.chars().all(fits) {
            return Err(Error::new(self.file, place, format!("`{name}` is not a name: a-z, 0-9, `_`, `.`, `-`")));
        }
        let lists = self.lists(&name)?;
        let lhs = self.tree(0)?;
        if self.peek() != Some("=>") {
            return self.fail(format!("rule {name}: expected `=>` after the left-hand side"));
        }
        self.at += 1;
        let rhs = self.tree(0)?;
        let mut conditions = Vec::new();
        if self.peek() == Some("when") {
            self.at += 1;
            while self.peek() == Some("(") {
                conditions.push(self.tree(0)?);
            }
            if conditions.is_empty() {
                return self.fail(format!("rule {name}: expected a condition after `when`"));
            }
        }
        Ok(RawRule { comment: self.comment_above(place.line), name, family, place, lists, lhs, rhs, conditions })
    }

    fn lists(&mut self, name: &str) -> Result<Vec<(String, Vec<String>)>> {
        let mut lists: Vec<(String, Vec<String>)> = Vec::new();
        while let Some((placeholder, words)) = self.peek().filter(|w| *w != "=>").and_then(|w| w.split_once('=')) {
            let mut chars = placeholder.chars();
            let shape = (chars.next(), chars.next(), chars.next());
            if !matches!(shape, (Some('a'..='z'), Some('N'), None)) {
                let message = format!("rule {name}: `{placeholder}` is not a placeholder: a lower-case letter and `N`");
                return self.fail(message);
            }
            let words: Vec<String> = words.split(',').map(str::to_owned).collect();
            let placeholder = placeholder.to_owned();
            if words.iter().any(String::is_empty) {
                return self.fail(format!("rule {name}: `{placeholder}` has an empty word"));
            }
            if lists.iter().any(|(p, w)| *p == placeholder || w.len() != words.len()) {
                return self.fail(format!("rule {name}: lists have equal lengths and different placeholders"));
            }
            lists.push((placeholder, words));
            self.at += 1;
        }
        Ok(lists)
    }

    /// The comment lines that end right above a line.
    fn comment_above(&self, line: u32) -> String {
        let above = self.comments.iter().take(line as usize - 1).rev();
        let mut lines: Vec<&str> = above.map_while(|c| c.as_deref()).collect();
        lines.reverse();
        lines.join(" ")
    }
}
