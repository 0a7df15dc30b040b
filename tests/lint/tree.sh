#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What git holds is source: each folder of the root is a room, and no file is
# a program or a link, as those of an installation are. Prints TAP.
src=${NW_SRC:-$(cd "$(dirname "$0")/../.." && pwd)}
cd "$src" || exit 1
if [ ! -e .git ] || ! git ls-files >/dev/null 2>&1; then
	printf '1..1\nok 1 - no checkout, which could hold anything\n'
	exit 0
fi
echo 1..2
say() { # NUMBER NAME: what was found is on standard input
	found=$(head -n 5 | sed 's/^/# /')
	if [ -n "$found" ]; then
		printf '%s\nnot ok %s - %s\n' "$found" "$1" "$2"
		bad=1
	else
		echo "ok $1 - $2"
	fi
}
git ls-files | sed -n 's,/.*,,p' | sort -u |
	grep -vxE '\.ci|daemon|docs|etc|include|lib|m4|plugins|systemd|tests' |
	{ say 1 "every folder of the root is a room"; exit ${bad:-0}; } || failed=1
{
	git ls-files -s | grep -E '^(120000|160000) '
	git grep -l --cached -a -P '\A\x7fELF' --
} | { say 2 "no file is a program or a link"; exit ${bad:-0}; } || failed=1
exit ${failed:-0}
