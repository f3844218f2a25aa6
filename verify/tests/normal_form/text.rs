//! Terms as text: `(add x (zext w y:8))`.
//!
//! Names are leaves, `name:8` of 8 bits, else of the width that the rest asks for, else of `w`. Numbers take the width of their neighbour; `min`
//! is the least signed number, `w-3` three less than the width of the rule. `not` is of booleans.

use loom_eq_verify::term::{Arena, Kind, Term};

pub struct Reader<'a> {
    words: Vec<&'a str>,
    at: usize,
    w: u8,
}

enum Tree<'a> {
    Word(&'a str),
    List(Vec<Tree<'a>>),
}

/// Builds the term in the form of the arena.
pub fn build(arena: &mut Arena, text: &str, w: u8) -> Term {
    build_as(arena, text, w, None)
}

/// As [`build`], where a bare number has this width.
pub fn build_as(arena: &mut Arena, text: &str, w: u8, width: Option<u8>) -> Term {
    let spaced = text.replace('(', " ( ").replace(')', " ) ");
    let mut reader = Reader { words: spaced.split_whitespace().collect(), at: 0, w };
    let tree = reader.tree();
    assert_eq!(reader.at, reader.words.len(), "{text}");
    reader.term(arena, &tree, width)
}

impl<'a> Reader<'a> {
    fn tree(&mut self) -> Tree<'a> {
        let word = self.words[self.at];
        self.at += 1;
        if word != "(" {
            return Tree::Word(word);
        }
        let mut list = Vec::new();
        while self.words[self.at] != ")" {
            list.push(self.tree());
        }
        self.at += 1;
        Tree::List(list)
    }

    /// `8`, `w`, `w-8`, `-1`, `0xff`, `min`.
    fn number(&self, word: &str) -> Option<u128> {
        let w = u128::from(self.w);
        if let Some(rest) = word.strip_prefix('w') {
            return match rest.split_at_checked(1) {
                None => Some(w),
                Some(("-", n)) => Some(w - n.parse::<u128>().ok()?),
                Some(("+", n)) => Some(w + n.parse::<u128>().ok()?),
                _ => None,
            };
        }
        if word == "min" {
            return Some(1 << (w - 1));
        }
        if let Some(n) = word.strip_prefix('-') {
            return Some(n.parse::<u128>().ok()?.wrapping_neg());
        }
        match word.strip_prefix("0x") {
            Some(hex) => u128::from_str_radix(hex, 16).ok(),
            None => word.parse().ok(),
        }
    }

    fn small(&self, tree: &Tree<'_>) -> u8 {
        let Tree::Word(word) = tree else { panic!("a number is expected") };
        self.number(word).unwrap_or_else(|| panic!("{word} is no number")) as u8
    }

    /// A number without a width of its own.
    fn is_bare(&self, tree: &Tree<'_>) -> bool {
        matches!(tree, Tree::Word(word) if self.number(word).is_some())
    }

    fn term(&self, t: &mut Arena, tree: &Tree<'_>, width: Option<u8>) -> Term {
        match tree {
            Tree::Word(word) => {
                let (name, width) = match word.split_once(':') {
                    Some((name, n)) => (name, self.number(n).expect("a width") as u8),
                    None => (*word, width.unwrap_or(self.w)),
                };
                match self.number(name) {
                    Some(v) => t.int(v, width),
                    None => t.leaf(&format!("{name}:{width}"), width),
                }
            }
            Tree::List(list) => {
                let Tree::Word(op) = list[0] else { panic!("an operator is expected") };
                self.apply(t, op, &list[1..], width)
            }
        }
    }

    /// Two operands of one width: whichever has a width of its own comes first.
    fn pair(&self, t: &mut Arena, a: &Tree<'_>, b: &Tree<'_>, width: Option<u8>) -> (Term, Term) {
        if self.is_bare(a) {
            let b = self.term(t, b, width);
            return (self.term(t, a, Some(t.width(b))), b);
        }
        let a = self.term(t, a, width);
        (a, self.term(t, b, Some(t.width(a))))
    }

    fn apply(&self, t: &mut Arena, op: &str, args: &[Tree<'_>], width: Option<u8>) -> Term {
        match (op, args) {
            ("zext" | "sext", [n, a]) => {
                let (n, a) = (self.small(n), self.term(t, a, None));
                if op == "zext" { t.zext(a, n) } else { t.sext(a, n) }
            }
            ("extract", [lo, n, a]) => {
                let a = self.term(t, a, None);
                t.extract(a, self.small(lo), self.small(n))
            }
            ("not", [a]) => {
                let a = self.term(t, a, Some(1));
                t.not(a)
            }
            ("clz" | "ctz" | "popcnt", [a]) => {
                let a = self.term(t, a, width);
                t.count(
                    if op == "clz" {
                        Kind::Clz
                    } else if op == "ctz" {
                        Kind::Ctz
                    } else {
                        Kind::Popcnt
                    },
                    a,
                )
            }
            ("ite", [c, a, b]) => {
                let c = self.term(t, c, Some(1));
                let (a, b) = self.pair(t, a, b, width);
                t.ite(c, a, b)
            }
            (_, [a, b]) => {
                // The width that is asked for is that of the result.
                let width = if matches!(op, "eq" | "ult" | "slt") { None } else { width };
                let (a, b) = self.pair(t, a, b, width);
                match op {
                    "add" => t.add(a, b),
                    "sub" => t.sub(a, b),
                    "mul" => t.mul(a, b),
                    "and" => t.and(a, b),
                    "or" => t.or(a, b),
                    "xor" => t.xor(a, b),
                    "shl" => t.shift(Kind::Shl, a, b),
                    "lshr" => t.shift(Kind::Lshr, a, b),
                    "ashr" => t.shift(Kind::Ashr, a, b),
                    "rotl" => t.shift(Kind::Rotl, a, b),
                    "rotr" => t.rotr(a, b),
                    "udiv" => t.udiv(a, b),
                    "urem" => t.urem(a, b),
                    "sdiv" => t.sdiv(a, b),
                    "srem" => t.srem(a, b),
                    "eq" => t.eq(a, b),
                    "ult" => t.ult(a, b),
                    "slt" => t.slt(a, b),
                    _ => panic!("{op} is no operator of two"),
                }
            }
            _ => panic!("{op} with {} operands", args.len()),
        }
    }
}
