#!/usr/bin/env bash
# Builds loom-eq, makes a real module smaller, and lets the verifier prove the result once more.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." >/dev/null

.ci/setup.sh
cargo build --release -p loom-eq

loom_eq=${CARGO_TARGET_DIR:-target}/release/loom-eq
original=tests/modules/zlib.wasm
optimized=target/zlib.opt.wasm
map=target/zlib.map

run() {
    printf '\n$ %s\n' "$*"
    "$@"
}
rm -f -- "$optimized"
run "$loom_eq" opt "$original" -o "$optimized" --map "$map"
[ -s "$optimized" ] || { echo "demo: error: no $optimized was written" >&2; exit 1; }
run "$loom_eq" verify "$original" "$optimized" --map "$map"
printf '\n%s: %d bytes\n%s: %d bytes\n' \
    "$original" "$(wc -c <"$original")" "$optimized" "$(wc -c <"$optimized")"
