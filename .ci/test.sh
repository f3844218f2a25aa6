#!/usr/bin/env bash
# Everything that CI checks. Runs all of it even if a part fails; fails if any part did.
# In release, like .ci/demo.sh: the optimizer is too slow to test without optimization, and nothing is compiled twice.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." >/dev/null

.ci/setup.sh

failed=()
check() {
    local start=$SECONDS
    printf '\n$ %s\n' "$*"
    "$@" || failed+=("$*")
    printf '(%d s)\n' "$((SECONDS - start))"
}
# CI must not resolve other versions than those that were committed.
locked=()
[ -z "${CI:-}" ] || locked=(--locked)

check cargo fmt --all --check
check cargo clippy "${locked[@]}" --workspace --all-targets --release -- -D warnings
check cargo test "${locked[@]}" --workspace --release --no-fail-fast

if [ ${#failed[@]} -gt 0 ]; then
    echo
    printf 'failed: %s\n' "${failed[@]}"
    exit 1
fi
