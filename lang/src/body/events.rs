//! A body as a sequence of events in execution order, without recursion.

use super::Body;
use crate::ids::{NodeId, Region};

/// What comes next when a body is run or written from its start to its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Event {
    /// A node without regions; its operands are on the stack.
    Op(NodeId),
    /// A `block`, `loop` or `if` starts; its operands are on the stack. The region is its first one.
    Open(NodeId, Region),
    /// The first arm of an `if` is over, the second starts.
    Else(NodeId, Region),
    /// A `block`, `loop` or `if` is over. The region is its last one.
    Close(NodeId, Region),
}

enum Step {
    Node(NodeId),
    Event(Event),
    Items(Region, usize),
}

/// See [`Body::events`].
pub struct Events<'a> {
    body: &'a Body,
    stack: Vec<Step>,
}

impl Body {
    /// All reachable nodes in execution order.
    pub fn events(&self) -> Events<'_> {
        Events { body: self, stack: vec![Step::Items(Body::ROOT, 0)] }
    }

    /// The events of one tree in execution order.
    pub fn tree_events(&self, root: NodeId) -> Events<'_> {
        Events { body: self, stack: vec![Step::Node(root)] }
    }
}

impl Iterator for Events<'_> {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        loop {
            match self.stack.pop()? {
                Step::Event(event) => return Some(event),
                Step::Items(region, i) => {
                    if let Some(&item) = self.body.region(region).items.get(i) {
                        self.stack.push(Step::Items(region, i + 1));
                        self.stack.push(Step::Node(item));
                    }
                }
                Step::Node(n) => {
                    let node = self.body.node(n);
                    match *node.regions.as_slice() {
                        [] => {
                            if node.args.is_empty() {
                                return Some(Event::Op(n));
                            }
                            self.stack.push(Step::Event(Event::Op(n)));
                        }
                        [only] => {
                            self.stack.push(Step::Event(Event::Close(n, only)));
                            self.stack.push(Step::Items(only, 0));
                            self.stack.push(Step::Event(Event::Open(n, only)));
                        }
                        [then, other, ..] => {
                            self.stack.push(Step::Event(Event::Close(n, other)));
                            self.stack.push(Step::Items(other, 0));
                            self.stack.push(Step::Event(Event::Else(n, other)));
                            self.stack.push(Step::Items(then, 0));
                            self.stack.push(Step::Event(Event::Open(n, then)));
                        }
                    }
                    self.stack.extend(node.args.iter().rev().map(|&a| Step::Node(a)));
                }
            }
        }
    }
}
