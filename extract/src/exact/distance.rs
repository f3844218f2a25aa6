//! The figures of the exact search.

/// How far the segments of a body are from their optimum.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Distance {
    /// Segments, and operators in them.
    pub segments: usize,
    #[allow(missing_docs)]
    pub operators: usize,
    /// Segments that are longer than what is searched, and the cost of the code in them.
    pub too_long: usize,
    #[allow(missing_docs)]
    pub too_long_cost: u64,
    /// Segments whose optimum was not found within the budget, and the cost of the code in them.
    pub undecided: usize,
    #[allow(missing_docs)]
    pub undecided_cost: u64,
    /// Segments whose optimum is known, the cost of the code in them, and of the best code.
    pub decided: usize,
    #[allow(missing_docs)]
    pub cost: u64,
    #[allow(missing_docs)]
    pub optimum: u64,
    /// Decided segments that have cheaper code.
    pub improvable: usize,
    /// States made, over all segments.
    pub states: u64,
}

impl Distance {
    /// Adds the figures of another body.
    pub fn add(&mut self, other: &Distance) {
        self.segments += other.segments;
        self.operators += other.operators;
        self.too_long += other.too_long;
        self.too_long_cost += other.too_long_cost;
        self.undecided += other.undecided;
        self.undecided_cost += other.undecided_cost;
        self.decided += other.decided;
        self.cost += other.cost;
        self.optimum += other.optimum;
        self.improvable += other.improvable;
        self.states += other.states;
    }
}
