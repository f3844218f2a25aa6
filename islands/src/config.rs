//! Configurations: what each island does, and the limits of a run. All budgets are counted, none is a time.

use serde::Serialize;

/// One configuration of the search. Islands are independent: they share only what is read-only.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Island {
    /// Its name, in reports and to break ties between equally good candidates.
    pub name: String,
    /// Families of rules that it leaves out; none: it uses all that are built in.
    pub without: Vec<String>,
    /// The number of e-nodes at which saturation stops, per instruction of the function.
    pub nodes_per_instruction: usize,
    /// The number of e-nodes at which saturation stops whatever the size of the function.
    pub max_nodes: usize,
    /// Rounds of saturation.
    pub rounds: usize,
    /// Evaluations of the search, per instruction of the function.
    pub evaluations_per_instruction: usize,
    /// Evaluations whatever the size of the function.
    pub max_evaluations: usize,
    /// How many candidates the search hands over.
    pub candidates: usize,
    /// Mixed with the run's seed.
    pub seed: u64,
}

impl Island {
    /// Shrinking rules, and edits that each gain something.
    pub fn baseline() -> Island {
        Island {
            name: "baseline".into(),
            without: Vec::new(),
            nodes_per_instruction: 12,
            max_nodes: 200_000,
            rounds: 12,
            evaluations_per_instruction: 8,
            max_evaluations: 400_000,
            candidates: 2,
            seed: 0,
        }
    }

    /// A larger e-graph and a longer search with another seed.
    pub fn explore() -> Island {
        Island { name: "explore".into(), nodes_per_instruction: 30, rounds: 20, evaluations_per_instruction: 40, seed: 1, ..Island::baseline() }
    }
}

/// A run.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Config {
    /// What competes; the order does not matter, names must differ.
    pub islands: Vec<Island>,
    /// Worker threads; 0 takes one per core. The result does not depend on it.
    pub threads: usize,
    /// Whether names, producers and debug sections go.
    pub strip: bool,
    /// Mixed with each island's seed.
    pub seed: u64,
    /// How many candidates of one function are tried to be proven before the original is kept.
    pub attempts: usize,
    /// The solver's resource limit for one function's proof, in its own units.
    pub proof_units: u32,
}

impl Default for Config {
    fn default() -> Config {
        Config { islands: vec![Island::baseline(), Island::explore()], threads: 0, strip: false, seed: 0, attempts: 4, proof_units: 4_000_000 }
    }
}

#[cfg(test)]
mod tests {
    use super::Config;

    #[test]
    fn island_names_differ() {
        let mut names: Vec<_> = Config::default().islands.into_iter().map(|i| i.name).collect();
        names.sort();
        let count = names.len();
        names.dedup();
        assert_eq!((names.len(), count), (2, 2));
    }
}
