//! Each web of definitions and uses in a local of its own: compilers keep values that have nothing to do with each other in one. A local with a single
//! definition, which all of its uses see, is as good as an SSA value: copies of it and constants are put in its place, and whoever looks at trees may look through it.

use super::cfg::{BlockId, Cfg};
use loom_eq_lang::{Imm, LocalIx, NodeId, Op};
use std::collections::{BTreeMap, BTreeSet};

/// Definitions times blocks.
const CELLS: usize = 1 << 24;

/// Splits webs and puts copies and constants in place, until there is nothing more; leaves what is known of single definitions in [`Cfg::single`].
pub fn number(cfg: &mut Cfg) {
    for _ in 0..ROUNDS {
        if !split_webs(cfg) {
            break;
        }
        let mut copies = BTreeMap::new();
        for (local, value) in &cfg.single {
            let node = cfg.body.node(*value);
            let source = if node.op == Op::LocalGet { cfg.body.local_of(*value) } else { None };
            if cfg.literal(*value).is_some() || source.is_some_and(|l| cfg.is_fixed(l)) {
                copies.insert(*local, *value);
            }
        }
        let mut changed = false;
        for b in cfg.reverse_postorder() {
            for n in cfg.block_nodes(b).collect::<Vec<_>>() {
                let mut from = n;
                // A chain of copies ends, as each definition dominates the next one.
                while let (Op::LocalGet, Some(l)) = (cfg.body.node(from).op, cfg.body.local_of(from))
                    && let Some(value) = copies.get(&l)
                {
                    from = *value;
                }
                if from != n {
                    *cfg.body.node_mut(n) = cfg.body.node(from).clone();
                    changed = true;
                }
            }
            let dead = |cfg: &Cfg, n: &NodeId| cfg.body.node(*n).op == Op::LocalSet && cfg.body.local_of(*n).is_some_and(|l| copies.contains_key(&l));
            let mut items = std::mem::take(&mut cfg.block_mut(b).items);
            items.retain(|n| !dead(cfg, n));
            cfg.block_mut(b).items = items;
        }
        cfg.single.retain(|l, _| !copies.contains_key(l));
        if !changed {
            break;
        }
    }
}

const ROUNDS: usize = 6;

/// Renames locals so that two definitions are in one local only if some use may see either. False, with
/// nothing done, if the graph is too large.
fn split_webs(cfg: &mut Cfg) -> bool {
    let order = cfg.reverse_postorder();
    // The first definitions are the locals' values at the start.
    let locals = cfg.body.locals.len();
    let mut of: Vec<usize> = (0..locals).collect();
    let mut sites = BTreeMap::new();
    for b in &order {
        for n in cfg.block_nodes(*b) {
            if matches!(cfg.body.node(n).op, Op::LocalSet | Op::LocalTee) {
                sites.insert(n, of.len());
                of.push(cfg.body.local_of(n).expect("names a local").ix());
            }
        }
    }
    if of.len().saturating_mul(order.len()) > CELLS {
        return false;
    }
    let words = of.len().div_ceil(64);
    let mut masks = vec![vec![0u64; words]; locals];
    for (d, l) in of.iter().enumerate() {
        masks[*l][d / 64] |= 1 << (d % 64);
    }
    let mut at_start: Vec<Vec<u64>> = vec![vec![0; words]; cfg.blocks.len()];
    (0..locals).for_each(|l| at_start[0][l / 64] |= 1 << (l % 64));
    let define = |reaching: &mut [u64], d: usize| {
        reaching.iter_mut().zip(&masks[of[d]]).for_each(|(r, m)| *r &= !m);
        reaching[d / 64] |= 1 << (d % 64);
    };
    let run = |cfg: &Cfg, b: BlockId, reaching: &mut Vec<u64>, on_use: &mut dyn FnMut(usize, &[u64])| {
        for n in cfg.block_nodes(b) {
            match (cfg.body.node(n).op, cfg.body.local_of(n)) {
                (Op::LocalGet, Some(l)) => on_use(l.ix(), reaching),
                (_, Some(_)) => define(reaching, sites[&n]),
                _ => {}
            }
        }
    };
    loop {
        let mut changed = false;
        for b in &order {
            let mut reaching = at_start[b.ix()].clone();
            run(cfg, *b, &mut reaching, &mut |_, _| {});
            for t in cfg.block(*b).end.targets() {
                for (to, from) in at_start[t.ix()].iter_mut().zip(&reaching) {
                    changed |= *from & !*to != 0;
                    *to |= from;
                }
            }
        }
        if !changed {
            break;
        }
    }
    let mut web: Vec<usize> = (0..of.len()).collect();
    let mut read = BTreeSet::new();
    for b in &order {
        let mut reaching = at_start[b.ix()].clone();
        run(cfg, *b, &mut reaching, &mut |l, reaching| {
            let mut first = None;
            for d in members(reaching, &masks[l]) {
                let root = find(&mut web, d);
                if d < locals {
                    read.insert(d);
                }
                match first {
                    None => first = Some(root),
                    Some(f) => web[root.max(f)] = root.min(f),
                }
                first = first.map(|f| f.min(root));
            }
        });
    }
    // A web with the value at the start keeps the local; else the first one does, if nobody reads that value.
    let read_at_start: BTreeSet<usize> = (0..locals).filter(|l| *l < cfg.body.ty.params.len() || read.contains(l)).collect();
    let mut name: BTreeMap<usize, u32> = read_at_start.iter().map(|l| (find(&mut web, *l), LocalIx::new(*l).0)).collect();
    let mut taken = read_at_start;
    let mut written: BTreeMap<LocalIx, Vec<(NodeId, bool)>> = BTreeMap::new();
    for b in &order {
        let mut renamed = Vec::new();
        let mut reaching = at_start[b.ix()].clone();
        for n in cfg.block_nodes(*b) {
            match (cfg.body.node(n).op, cfg.body.local_of(n)) {
                (Op::LocalGet, Some(l)) => renamed.extend(members(&reaching, &masks[l.ix()]).next().map(|d| (n, d))),
                (_, Some(_)) => {
                    define(&mut reaching, sites[&n]);
                    renamed.push((n, sites[&n]));
                }
                _ => {}
            }
        }
        for (n, d) in renamed {
            let root = find(&mut web, d);
            let name = *name.entry(root).or_insert_with(|| {
                let l = of[d];
                if taken.insert(l) { LocalIx::new(l).0 } else { cfg.body.add_local(cfg.body.locals[l]).0 }
            });
            let node = cfg.body.node_mut(n);
            node.imm = Imm::Index(name);
            if node.op != Op::LocalGet {
                written.entry(LocalIx(name)).or_default().push((n, root >= locals));
            }
        }
    }
    cfg.forget();
    cfg.zeroed = read.iter().filter(|l| **l >= cfg.body.ty.params.len()).map(|l| LocalIx::new(*l)).collect();
    for (l, sites) in written {
        let [(site, true)] = *sites.as_slice() else { continue };
        cfg.fixed.insert(l);
        let node = cfg.body.node(site);
        if let (Op::LocalSet, Some(&value)) = (node.op, node.args.first())
            && cfg.is_value(value)
        {
            cfg.single.insert(l, value);
        }
    }
    true
}

fn members<'a>(reaching: &'a [u64], mask: &'a [u64]) -> impl Iterator<Item = usize> + 'a {
    let words = reaching.iter().zip(mask).enumerate();
    words.flat_map(|(i, (r, m))| {
        let mut bits = r & m;
        std::iter::from_fn(move || {
            let bit = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
            bits &= bits - 1;
            Some(64 * i + bit)
        })
    })
}

fn find(web: &mut [usize], mut d: usize) -> usize {
    while web[d] != d {
        web[d] = web[web[d]];
        d = web[d];
    }
    d
}
