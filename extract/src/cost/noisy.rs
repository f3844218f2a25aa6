//! Prices with noise, for searches that shall leave a local optimum: the noising method (Charon & Hudry 1993).
//!
//! Each kind of instruction is a little dearer by chance, the same for a whole round. A search under such prices takes steps that gain nothing, or lose a
//! little, by the true ones. The chance comes from a seed and nothing else.

use super::{CostModel, DEAREST};
use loom_eq_lang::{Body, Imm, Op};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Units in a unit of the model that is noised.
const SCALE: u32 = 16;

/// A model whose instructions are dearer by chance. Bodies cost what they cost.
#[derive(Debug)]
pub struct Noisy {
    model: Arc<dyn CostModel>,
    /// Of the price, in percent, at most.
    noise: u32,
    seed: u64,
}

impl Noisy {
    /// Noise of at most so many percent.
    pub fn new(model: Arc<dyn CostModel>, noise: u32, seed: u64) -> Noisy {
        Noisy { model, noise, seed }
    }
}

/// FNV-1a, which is the same on every machine and in every version.
struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 29
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.0 = (self.0 ^ u64::from(*b)).wrapping_mul(0x100_0000_01b3));
    }
}

impl CostModel for Noisy {
    fn instruction(&self, op: Op, imm: &Imm) -> u32 {
        let mut hash = Fnv(0xcbf2_9ce4_8422_2325 ^ self.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        hash.write(op.name().as_bytes());
        imm.hash(&mut hash);
        let price = self.model.instruction(op, imm).min(DEAREST / SCALE / 2);
        let most = u64::from(price * SCALE) * u64::from(self.noise) / 100;
        let more = u32::try_from(hash.finish() % (most + 1)).expect("no more than a price");
        price * SCALE + more
    }

    fn body(&self, body: &Body) -> u64 {
        self.model.body(body).saturating_mul(u64::from(SCALE))
    }

    fn declaration(&self) -> u32 {
        self.model.declaration().saturating_mul(SCALE)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Size;
    use super::*;

    #[test]
    fn a_price_is_dearer_by_the_noise_at_most_and_depends_on_the_seed() {
        let price = |seed, k| Noisy::new(Arc::new(Size), 50, seed).instruction(Op::I32Const, &Imm::I32(k));
        let (mut seeds, mut constants) = (0, 0);
        for k in 0..60 {
            assert!((2 * SCALE..=3 * SCALE).contains(&price(1, k)));
            seeds += u32::from(price(1, k) != price(2, k));
            constants += u32::from(price(1, k) != price(1, 0));
        }
        assert!(seeds > 40 && constants > 40, "{seeds} {constants}");
    }

    #[test]
    fn without_noise_nothing_changes_but_the_unit() {
        let quiet = Noisy::new(Arc::new(Size), 0, 7);
        assert_eq!(quiet.instruction(Op::I32Add, &Imm::None), SCALE);
    }
}
