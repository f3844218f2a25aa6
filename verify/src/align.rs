//! Two sequences put opposite each other: an alignment of largest weight.

/// Cells of the table of one alignment.
const CELLS: usize = 4_000_000;

/// The cells of the table that [`align`] fills; `None` if they are too many to do that.
pub(crate) fn cells<T>(x: &[T], y: &[T]) -> Option<usize> {
    Some((x.len() + 1) * (y.len() + 1)).filter(|cells| *cells <= CELLS)
}

/// The pairs that an alignment of largest weight puts opposite each other; `alike` is the weight of a pair, 0 if it is none.
pub(crate) fn align<T>(x: &[T], y: &[T], alike: impl Fn(&T, &T) -> u16) -> Vec<(usize, usize)> {
    let (n, m) = (x.len(), y.len());
    let mut best = vec![0u16; (n + 1) * (m + 1)];
    let at = |i: usize, j: usize| i * (m + 1) + j;
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            let weight = alike(&x[i], &y[j]);
            let skip = best[at(i + 1, j)].max(best[at(i, j + 1)]);
            best[at(i, j)] = if weight > 0 { skip.max(best[at(i + 1, j + 1)].saturating_add(weight)) } else { skip };
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < n && j < m {
        let weight = alike(&x[i], &y[j]);
        if weight > 0 && best[at(i, j)] == best[at(i + 1, j + 1)].saturating_add(weight) {
            out.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[at(i, j)] == best[at(i + 1, j)] {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}
