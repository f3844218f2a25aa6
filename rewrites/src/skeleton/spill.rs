//! Effects in the operands of operators that are to be taken apart become statements of their own, with all that is evaluated before them.

use super::cfg::{BlockId, Cfg, End};
use super::fields::transparent;
use loom_eq_lang::{LocalIx, NodeId, Op};

/// Afterwards trees that read a local for which `packed` holds, and looked-through trees that are written to one, have no effects, and no `local.tee` writes one. `None` if
/// something cannot be in a local.
pub fn spill(cfg: &mut Cfg, packed: &dyn Fn(&Cfg, LocalIx) -> bool) -> Option<()> {
    for b in cfg.reverse_postorder() {
        let mut spill = Spill { cfg, packed, before: Vec::new() };
        for n in std::mem::take(&mut spill.cfg.block_mut(b).items) {
            spill.statement(n)?;
            spill.before.push(n);
        }
        spill.end(b)?;
        let items = spill.before;
        cfg.block_mut(b).items = items;
    }
    Some(())
}

struct Spill<'a> {
    cfg: &'a mut Cfg,
    packed: &'a dyn Fn(&Cfg, LocalIx) -> bool,
    before: Vec<NodeId>,
}

impl Spill<'_> {
    fn is_packed(&self, n: NodeId) -> bool {
        self.cfg.body.local_of(n).is_some_and(|l| (self.packed)(self.cfg, l))
    }

    /// Whether something of a tree must stand before it; `inside` of an operator that is looked through.
    fn must(&self, n: NodeId, inside: bool) -> bool {
        let node = self.cfg.body.node(n);
        let through = transparent(self.cfg, n) || node.op == Op::LocalSet && self.is_packed(n);
        let concerned = || self.cfg.nodes(n).any(|n| self.is_packed(n));
        if node.op == Op::LocalTee && self.is_packed(n) || inside && !through && !self.cfg.is_value(n) {
            return true;
        }
        let inside = through && (inside || concerned());
        node.args.iter().any(|a| self.must(*a, inside))
    }

    fn statement(&mut self, n: NodeId) -> Option<()> {
        if self.must(n, false) {
            self.operands(n)?;
        }
        Some(())
    }

    fn end(&mut self, b: BlockId) -> Option<()> {
        let mut end = self.cfg.block(b).end.clone();
        match &mut end {
            End::Branch(n, ..) | End::Switch(n, _) if self.must(*n, false) => *n = self.value(*n)?,
            End::Return(values) if values.iter().any(|v| self.must(*v, false)) => {
                for v in values {
                    *v = self.value(*v)?;
                }
            }
            _ => {}
        }
        self.cfg.block_mut(b).end = end;
        Some(())
    }

    fn operands(&mut self, n: NodeId) -> Option<()> {
        for i in 0..self.cfg.body.node(n).args.len() {
            let arg = self.value(self.cfg.body.node(n).args[i])?;
            self.cfg.body.node_mut(n).args[i] = arg;
        }
        Some(())
    }

    /// The value, computed in statements before; what is left of it are operators that are looked through, over locals that nothing else writes.
    fn value(&mut self, n: NodeId) -> Option<NodeId> {
        if self.cfg.literal(n).is_some() {
            return Some(n);
        }
        self.operands(n)?;
        let node = self.cfg.body.node(n).clone();
        if transparent(self.cfg, n) && node.op != Op::LocalGet {
            return Some(n);
        }
        let ty = *node.results.first()?;
        let mut value = n;
        if node.op == Op::LocalTee {
            let written = self.cfg.body.local_of(n)?;
            let set = self.cfg.set(written, node.args[0]);
            self.before.push(set);
            value = self.cfg.get(written);
        }
        let held = ty.is_defaultable().then(|| self.cfg.body.add_local(ty))?;
        let set = self.cfg.set(held, value);
        self.before.push(set);
        Some(self.cfg.get(held))
    }
}
