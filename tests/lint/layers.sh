#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Checks every #include "room/..." of lib/, daemon/ and plugins/ against the
# table in docs/ARCHITECTURE.md. Prints TAP.
src=${NW_SRC:-$(cd "$(dirname "$0")/../.." && pwd)}
cd "$src" || exit 1
echo 1..4
awk '
function trim(s) { gsub(/^[ \t]+|[ \t]+$/, "", s); return s }
FILENAME == "docs/ARCHITECTURE.md" {
	if ($0 ~ /<!-- layers -->/) on = 1
	if ($0 ~ /<!-- \/layers -->/) on = 0
	if (on && split($0, cell, "|") >= 4 && trim(cell[2]) ~ /^(lib|daemon|plugins)/) {
		room = trim(cell[2]); known[room] = 1
		n = split(trim(cell[3]), word, " ")
		for (i = 1; i <= n; i++) may[room, word[i]] = 1
	}
	next
}
FNR == 1 {
	split(FILENAME, part, "/")
	room = part[1] == "plugins" ? "plugins" : part[1] "/" part[2]
	if (FILENAME == "daemon/main.c") room = "daemon/server"
	if (!(room in known)) { print FILENAME ": room " room " has no row"; bad++ }
}
/^[ \t]*#[ \t]*include[ \t]*"/ {
	file = $0; sub(/^[^"]*"/, "", file); sub(/".*/, "", file)
	if (file == "config.h") next
	n = split(file, part, "/")
	own = room; sub(/^(lib|daemon)\//, "", own)
	if (part[1] == "daemon") {
		target = part[2]
		if ("daemon/" target == room) next
		if (target == "config") target = "config-model"
	} else {
		target = part[1]
		if (n < 2) { if (room == "plugins") next
			print FILENAME ": \"" file "\" names no room"; bad++; next }
		if ("lib/" target == room || target == "base") next
	}
	if (room == "plugins") { print FILENAME ": a plugin includes \"" file "\""; bad++; next }
	if (!((room, target) in may)) { print FILENAME ": " room " may not include " file; bad++ }
}
END { exit bad > 0 }
' docs/ARCHITECTURE.md $(git ls-files 2>/dev/null lib daemon plugins | grep '\.[ch]$' || find lib daemon plugins -name '*.[ch]') >/tmp/nw-layers.$$ 2>&1 &&
	echo "ok 1 - includes follow the table of layers" ||
	{ sed 's/^/# /' /tmp/nw-layers.$$; echo "not ok 1 - includes follow the table of layers"; }
rm -f /tmp/nw-layers.$$

missing=$(find include lib daemon plugins tests systemd -name '*.[ch]' -o -name '*.sh' -o -name '*.py' -o -name '*.mk' |
	grep -v '/tables/' | xargs grep -L 'SPDX-License-Identifier: Apache-2.0')
if [ -z "$missing" ]; then echo "ok 2 - every file names its licence"
else echo "$missing" | sed 's/^/# /'; echo "not ok 2 - every file names its licence"; fi

owners=$(grep -rnE '#include <(yaml|event2?/|curl/|sqlite3|unicode/|libstemmer|jansson|zlib|openssl/|seccomp)' lib daemon plugins include |
	grep -vE '^(lib/config/.*<yaml|daemon/(loop|control)/.*<event|daemon/transport/.*<(curl|openssl)|daemon/store/.*<(sqlite3|openssl)|lib/text/.*<(unicode|libstemmer)|lib/base/.*<(jansson|zlib)|daemon/worker/.*<(seccomp|unicode))')
if [ -z "$owners" ]; then echo "ok 3 - each library is included by its owner alone"
else echo "$owners" | sed 's/^/# /'; echo "not ok 3 - each library is included by its owner alone"; fi

naked=$(grep -rnE 'NW_AUTO\([a-z_0-9]+\)[^=;]*;' lib daemon plugins --include='*.c')
if [ -z "$naked" ]; then echo "ok 4 - what is released by itself is set where it is declared"
else echo "$naked" | sed 's/^/# /'; echo "not ok 4 - what is released by itself is set where it is declared"; fi
