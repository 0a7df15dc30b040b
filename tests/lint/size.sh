#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Prints how long files and functions are; fails above 700 lines a file and 70
# a function. Tables do not count. Prints TAP.
src=${NW_SRC:-$(cd "$(dirname "$0")/../.." && pwd)}
cd "$src" || exit 1
echo 1..2
files=$(find lib daemon plugins -name '*.c' -not -path '*/tables/*' | sort)
awk '
FNR == 1 { if (NR > 1) print n, name; name = FILENAME; n = 0 }
{ n++ }
END { print n, name }' $files | sort -rn >/tmp/nw-size.$$
echo "# files: $(wc -l </tmp/nw-size.$$), longest:"
head -n 10 /tmp/nw-size.$$ | sed 's/^/#   /'
if [ "$(head -n 1 /tmp/nw-size.$$ | cut -d' ' -f1)" -le 700 ]
then echo "ok 1 - no file is over 700 lines"
else echo "not ok 1 - no file is over 700 lines"; fi

# A function begins with "{" in the first column and ends with "}" there.
awk '
FNR == 1 { start = 0 }
/^[a-z].*\(/ { head = $0 }
/^\{/ { start = FNR; from = head }
/^\}/ { if (start) { print FNR - start - 1, FILENAME ":" start, from; start = 0 } }
' $files | sort -rn >/tmp/nw-size.$$
count=$(wc -l </tmp/nw-size.$$)
at() { sed -n "$((count - count * $1 / 100 + 1))p" /tmp/nw-size.$$ | cut -d' ' -f1; }
echo "# functions: $count, median $(at 50), 90th percentile $(at 90), longest:"
head -n 10 /tmp/nw-size.$$ | cut -c1-110 | sed 's/^/#   /'
if [ "$(head -n 1 /tmp/nw-size.$$ | cut -d' ' -f1)" -le 70 ]
then echo "ok 2 - no function is over 70 lines"
else echo "not ok 2 - no function is over 70 lines"; fi
rm -f /tmp/nw-size.$$
