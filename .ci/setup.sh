#!/usr/bin/env bash
# Prepares a checkout: puts what the build and the tests need, and cargo does not bring, under target/.
# Nothing is installed outside the checkout. Running it again is quick and changes nothing.
#
#   LOOM_EQ_Z3=auto     (default) the system's Z3 if it is new enough, else the pinned one from PyPI
#   LOOM_EQ_Z3=system   the system's Z3, or fail
#   LOOM_EQ_Z3=pinned   the pinned one, whatever the system has
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." >/dev/null && pwd)
z3_dir=$root/target/z3
z3_min=4.13.3 # what z3-sys supports
requirements=$root/.ci/z3-requirements.txt

say() { printf 'setup: %s\n' "$*"; }
die() { printf 'setup: error: %s\n' "$*" >&2; exit 1; }

main() {
    command -v cargo >/dev/null || die "cargo is missing: install Rust from https://rustup.rs"
    make_target
    setup_z3
    # Anything else that the tests need on a fresh machine: one function each, called from here.
}

# Cargo marks a target folder as a cache only when it makes the folder itself.
make_target() {
    [ -d "$root/target" ] && return
    mkdir -p "$root/target"
    printf 'Signature: 8a477f597d28d172789f06886806bc55\n' >"$root/target/CACHEDIR.TAG"
}

setup_z3() {
    local found='' version='' lib_dir='' key pinned
    pinned=$(sed -n 's/^z3-solver==\([0-9]*\.[0-9]*\.[0-9]*\).*/\1/p' "$requirements")
    case ${LOOM_EQ_Z3:-auto} in
        auto) found=$(system_z3) || found='' ;;
        system) found=$(system_z3) || die "no system Z3 >= $z3_min with library and headers was found" ;;
        pinned) ;;
        *) die "LOOM_EQ_Z3 must be auto, system or pinned" ;;
    esac
    if [ -n "$found" ]; then
        version=${found%% *} lib_dir=${found#* }
        key="system $version $lib_dir"
        # Cargo hides the warning that z3-sys gives of this.
        at_least "$version" "$pinned" ||
            say "note: z3-sys was made for Z3 $pinned, this system has $version; LOOM_EQ_Z3=pinned takes the former"
    else
        version=$pinned
        key="pinned $(cksum <"$requirements")"
    fi

    # Two runs at a time must not unpack over each other.
    if command -v flock >/dev/null; then
        exec 9>"$root/target/.z3.lock"
        flock 9
    fi
    if [ "$(cat "$z3_dir/key" 2>/dev/null)" = "$key" ] && has_z3 "$z3_dir/lib"; then
        say "Z3 $version is ready (${key%% *})"
        return
    fi

    # A global, for the trap at exit. Made beside target/z3, so that one rename puts it there.
    new=$(mktemp -d "$root/target/z3.new.XXXXXX")
    trap 'rm -rf -- "$new"' EXIT
    mkdir "$new/lib"
    if [ -n "$found" ]; then
        ln -s "$lib_dir"/libz3.* "$new/lib/"
    else
        fetch_pinned_z3
    fi
    printf '[env]\nZ3_SYS_Z3_VERSION = "%s"\n' "$version" >"$new/cargo.toml"
    printf '%s\n' "$key" >"$new/key"
    chmod 755 "$new"
    rm -rf -- "$z3_dir"
    mv -- "$new" "$z3_dir"
    say "Z3 $version is ready (${key%% *}${lib_dir:+, from $lib_dir})"
}

has_z3() { [ -e "$1/libz3.so" ] || [ -e "$1/libz3.dylib" ]; }

# Prints "VERSION LIBRARY_FOLDER" of a system Z3 that is new enough and can be linked to, or fails.
system_z3() {
    local version dir prefix
    if command -v pkg-config >/dev/null && pkg-config --exists "z3 >= $z3_min"; then
        version=$(pkg-config --modversion z3)
        dir=$(pkg-config --variable=libdir z3)
        has_z3 "$dir" && echo "$(three "$version") $dir" && return
    fi
    command -v z3 >/dev/null || return 1
    version=$(z3 --version | sed -n 's/^Z3 version \([0-9.]*\).*/\1/p')
    [ -n "$version" ] && at_least "$version" "$z3_min" || return 1
    # The command alone is not enough: the library must stand beside it, with headers of the same version.
    prefix=$(cd -- "$(dirname -- "$(command -v z3)")/.." >/dev/null && pwd -P)
    [ "$(header_version "$prefix/include/z3_version.h")" = "$(three "$version")" ] || return 1
    for dir in "$prefix"/lib "$prefix"/lib64 "$prefix"/lib/*-linux-gnu; do
        has_z3 "$dir" && echo "$(three "$version") $dir" && return
    done
    return 1
}

three() { printf '%s' "$1" | cut -d. -f1-3; }

# at_least VERSION MINIMUM
at_least() { [ "$(printf '%s\n' "$2" "$1" | sort -V | sed -n 1p)" = "$2" ]; }

header_version() {
    [ -r "$1" ] || return 0
    awk '$2 == "Z3_MAJOR_VERSION" { a = $3 } $2 == "Z3_MINOR_VERSION" { b = $3 } $2 == "Z3_BUILD_NUMBER" { c = $3 }
         END { print a "." b "." c }' "$1"
}

# Downloads the pinned wheel (pip compares the sha256) and unpacks its library and headers into $new.
fetch_pinned_z3() {
    local by_hand="Or install Z3 >= $z3_min with its library and headers, and run this again."
    case "$(uname -s)-$(uname -m)" in
        Linux-x86_64 | Linux-aarch64) ;;
        *) die "no Z3 is pinned for $(uname -s) on $(uname -m). Install Z3 >= $z3_min (macOS: brew install z3) and run this again." ;;
    esac
    python3 -m pip --version >/dev/null 2>&1 ||
        die "python3 with pip is needed to download Z3 (Debian: apt install python3-pip). $by_hand"
    say "downloading Z3 from PyPI"
    python3 -m pip download --quiet --no-input --disable-pip-version-check --no-deps --only-binary=:all: \
        --require-hashes --requirement "$requirements" --dest "$new/wheel" ||
        die "pip could not download the pinned Z3, see above. $by_hand"
    python3 - "$new" <<'PYTHON' || die "the downloaded Z3 does not load here, see above. $by_hand"
import ctypes, glob, os, sys, zipfile

new = sys.argv[1]
(wheel,) = glob.glob(f"{new}/wheel/*.whl")
with zipfile.ZipFile(wheel) as z:
    for name in z.namelist():
        if name.startswith("z3/include/") and not name.endswith("/"):
            z.extract(name, f"{new}/unpacked")
        # The wheel holds the library twice: as libz3.so and under its soname.
        elif name.startswith("z3/lib/libz3.so."):
            z.extract(name, f"{new}/unpacked")
            soname = os.path.basename(name)
os.rename(f"{new}/unpacked/z3/include", f"{new}/include")
os.rename(f"{new}/unpacked/z3/lib/{soname}", f"{new}/lib/{soname}")
os.symlink(soname, f"{new}/lib/libz3.so")
ctypes.CDLL(f"{new}/lib/libz3.so")
PYTHON
    rm -rf -- "$new/wheel" "$new/unpacked"
}

main "$@"
