#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# All tests: make check on the plain build, the unit tests under ASan and
# UBSan, and make distcheck. Ends with one line that counts every test.
set -u
src=$(cd "$(dirname "$0")/.." && pwd)
passed=0
failed=0
jobs=$(nproc)

# Adds the counts of an automake test summary.
count() {
	p=$(sed -n 's/^# PASS: *//p' "$1" | awk '{ n += $1 } END { print n + 0 }')
	f=$(sed -nE 's/^# (FAIL|XPASS|ERROR): *//p' "$1" | awk '{ n += $1 } END { print n + 0 }')
	s=$(sed -n 's/^# SKIP: *//p' "$1" | awk '{ n += $1 } END { print n + 0 }')
	passed=$((passed + p))
	failed=$((failed + f + s))
	[ "$p" -gt 0 ] || failed=$((failed + 1))
	echo "   $p passed, $f failed, $s could not run"
	[ $((f + s)) = 0 ] || grep -E '^(FAIL|ERROR|XPASS|SKIP):' "$1" | sed 's/^/   /'
}

# One test that is a whole command.
single() {
	name=$1
	shift
	if "$@" >"$src/build/$name.out" 2>&1; then
		passed=$((passed + 1))
		echo "   passed"
	else
		failed=$((failed + 1))
		echo "   FAILED: $name"
		tail -n 30 "$src/build/$name.out" | sed 's/^/   /'
	fi
}

grep -v '^#' "$src/tests/SKIP" | sed 's/^/skipped: /'

echo "== make check"
cd "$src/build" || exit 70
make -k -j"$jobs" check >check.out 2>&1
count check.out

echo "== make check with AddressSanitizer and UndefinedBehaviorSanitizer"
mkdir -p "$src/build/sanitized"
cd "$src/build/sanitized" || exit 70
{ [ -f Makefile ] || ../../configure --enable-sanitizers --enable-werror --prefix="$PWD/root" CFLAGS='-g -O1'; } >configure.out 2>&1
make -s -j"$jobs" >build.out 2>&1 || tail -n 30 build.out
make -k -j"$jobs" check >check.out 2>&1
count check.out

echo "== make distcheck"
cd "$src/build" || exit 70
single distcheck make -s -j"$jobs" distcheck TESTS=

echo
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
