//! Rows to text, columns aligned; as Markdown or plain.

/// A table with a header. The first column is left-aligned, the others are right-aligned.
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(header: &[&str]) -> Table {
        Table { rows: vec![header.iter().map(|h| h.to_string()).collect()] }
    }

    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    fn widths(&self) -> Vec<usize> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        (0..columns).map(|c| self.rows.iter().filter_map(|r| r.get(c)).map(|s| s.chars().count()).max().unwrap_or(0)).collect()
    }

    fn line(cells: &[String], widths: &[usize], between: &str) -> String {
        let cell = |(i, (s, w)): (usize, (&String, &usize))| if i == 0 { format!("{s:<w$}") } else { format!("{s:>w$}") };
        cells.iter().zip(widths).enumerate().map(cell).collect::<Vec<_>>().join(between)
    }

    pub fn plain(&self) -> String {
        let widths = self.widths();
        self.rows.iter().map(|r| Table::line(r, &widths, "  ") + "\n").collect()
    }

    pub fn markdown(&self) -> String {
        let widths = self.widths();
        let mut lines: Vec<String> = self.rows.iter().map(|r| format!("| {} |\n", Table::line(r, &widths, " | "))).collect();
        // A colon at the end aligns to the right.
        let rule = |(i, w): (usize, &usize)| if i == 0 { "-".repeat(w + 2) } else { "-".repeat(w + 1) + ":" };
        lines.insert(1, format!("|{}|\n", widths.iter().enumerate().map(rule).collect::<Vec<_>>().join("|")));
        lines.concat()
    }
}

/// A share in percent.
pub fn percent(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { 100.0 * part / whole }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn columns_are_aligned() {
        let mut table = Table::new(&["module", "s"]);
        table.row(vec!["a".into(), "12.5".into()]);
        assert_eq!(table.plain(), "module     s\na       12.5\n");
        assert_eq!(table.markdown(), "| module |    s |\n|--------|-----:|\n| a      | 12.5 |\n");
    }
}
