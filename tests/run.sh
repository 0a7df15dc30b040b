#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# All tests: make check with warnings as errors, make check under ASan and
# UBSan, make distcheck (which checks what a tarball holds, once more), and
# cppcheck. Every phase says how long it took; the last line counts every
# test. What cannot run is a failure unless tests/SKIP names it.
# NW_JOBS: jobs of make (2).
set -u
src=$(cd "$(dirname "$0")/.." && pwd)
work=$src/build/test
jobs=${NW_JOBS:-2}
passed=0
failed=0
began=$(date +%s)
unset NEWSWATCH_CONTROL NEWSWATCH_CONFIG MAKEFLAGS
PYTHON=${PYTHON:-/usr/bin/python3}
cc=gcc cxx=g++
if command -v ccache >/dev/null; then cc="ccache gcc" cxx="ccache g++"; fi

phase() {
	echo
	echo "== $*"
	started=$(date +%s)
}

took() { echo "   ($(($(date +%s) - started)) s)"; }

fail() {
	failed=$((failed + 1))
	echo "   FAILED: $*"
}

# Lines "SKIP: program 7 - sentence # SKIP why" of a log that tests/SKIP does
# not allow; those that it allows go to standard error with its reason.
forbidden_skips() {
	awk '
	FNR == NR {
		if (/^#/ || !/: /) next
		name = $0; sub(/: .*/, "", name)
		reason = $0; sub(/^[^:]*: /, "", reason)
		allowed[name] = reason
		next
	}
	/^SKIP: / {
		test = $0; sub(/^SKIP: /, "", test); sub(/ *# SKIP.*/, "", test)
		program = test; sub(/ .*/, "", program)
		sentence = test; sub(/ [0-9]+ - /, " - ", sentence)
		if (program in allowed) why = allowed[program]
		else if (sentence in allowed) why = allowed[sentence]
		else { print "   cannot run: " test; next }
		print "   skipped: " test ": " why >"/dev/stderr"
	}' "$src/tests/SKIP" "$1"
}

# The failures in a log of `make check`, each with the last lines that its
# test wrote before its result.
failures() {
	grep -E '^(FAIL|ERROR|XPASS):' "$1" | while IFS= read -r line; do
		echo "   $line"
		name=${line#*: }
		name=${name%% *}
		name=${name%.py}
		awk -v line="$line" '
		$0 == line { for (i = n > 15 ? n - 15 : 0; i < n; i++) print "   | " seen[i]; exit }
		/^(ok|PASS:) / || /^not ok / { if (/^(ok|PASS:) /) n = 0; next }
		{ seen[n++] = substr($0, 1, 400) }' "${name%.sh}.log"
	done
}

total() { sed -nE "s/^# ($1): *//p" "$2" | awk '{ n += $1 } END { print n + 0 }'; }

# Adds the summary of one `make check` that ended with status $2.
count() {
	p=$(total PASS "$1")
	f=$(total 'FAIL|XPASS|ERROR' "$1")
	skips=$(forbidden_skips "$1")
	[ -z "$skips" ] || { f=$((f + $(echo "$skips" | wc -l))); echo "$skips"; }
	[ "$f" = 0 ] || failures "$1"
	if [ "$p" = 0 ] || { [ "$2" != 0 ] && [ "$f" = 0 ]; }; then
		f=$((f + 1))
		tail -n 30 "$1" | sed 's/^/   | /'
	fi
	passed=$((passed + p))
	failed=$((failed + f))
	echo "   $p passed, $f failed"
}

# configure_in FOLDER ARGUMENT...
configure_in() {
	mkdir -p "$work/$1"
	cd "$work/$1" || exit 70
	shift
	[ -f Makefile ] && [ Makefile -nt "$src/configure" ] && return 0
	"$src/configure" -q --enable-werror --prefix="$PWD/root" CC="$cc" CXX="$cxx" \
		PYTHON="$PYTHON" "$@" >configure.out 2>&1 || tail -n 20 configure.out
}

# check_in FOLDER ARGUMENT...: configure, build, make check
check_in() {
	configure_in "$@"
	make -s -j"$jobs" >build.out 2>&1 || tail -n 30 build.out
	make -k -j"$jobs" check >check.out 2>&1 </dev/null
	count check.out $?
	took
}

# One test that is a whole command.
single() {
	name=$1
	shift
	if "$@" >"$work/$name.out" 2>&1 </dev/null; then
		passed=$((passed + 1))
		echo "   passed"
	else
		fail "$name"
		tail -n 40 "$work/$name.out" | sed 's/^/   | /'
	fi
	took
}

phase "make check, warnings are errors"
check_in plain

phase "make check under AddressSanitizer and UndefinedBehaviorSanitizer"
NW_SWEEP_POINTS=${NW_SWEEP_POINTS_SANITIZED:-8}
NW_LIFE_POLLS=150
NW_LIFE_SOURCES=25
# What was freed is kept for a while, 256 MiB of it by default: that would
# hide whether the daemon grows.
ASAN_OPTIONS=quarantine_size_mb=8
export NW_SWEEP_POINTS NW_LIFE_POLLS NW_LIFE_SOURCES ASAN_OPTIONS
# gcc warns of what it has inlined wrongly at -O1 with sanitizers.
check_in sanitized --enable-sanitizers --disable-werror CFLAGS='-g -O1'
unset NW_SWEEP_POINTS NW_LIFE_POLLS NW_LIFE_SOURCES ASAN_OPTIONS

phase "make distcheck"
cd "$work/plain" || exit 70
single distcheck make -j"$jobs" distcheck

phase "an installation: plugins by pkg-config, size, removal"
single install sh "$src/tests/lint/install.sh" "$work/plain"

phase "cppcheck"
cd "$src" || exit 70
single cppcheck sh tests/lint/cppcheck.sh

echo
echo "all of it: $(($(date +%s) - began)) s"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
