#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# cppcheck over all that is installed; a finding is a failure. What it judges
# wrongly stands in cppcheck.txt, each with the reason.
src=$(cd "$(dirname "$0")/../.." && pwd)
cd "$src" || exit 1
command -v cppcheck >/dev/null || { echo "cppcheck is missing: apt-get install cppcheck"; exit 1; }
# Tables hold data alone, and large ones take minutes.
tables() { find lib daemon -type d -name tables -exec printf " -i%s" {} +; }
# Its preprocessor does not know __VA_OPT__.
exec cppcheck -j2 --quiet --std=c11 --error-exitcode=1 --relative-paths=. \
	--enable=warning,performance,portability \
	--suppressions-list=tests/lint/cppcheck.txt \
	-Iinclude -Ilib -I. -D_GNU_SOURCE -DHAVE_SYSTEMD=1 -D'__VA_OPT__(...)=__VA_ARGS__' \
	$(tables) lib daemon plugins
