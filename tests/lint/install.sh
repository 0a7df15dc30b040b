#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage: install.sh BUILD-FOLDER
# Installs a build (its prefix is BUILD-FOLDER/root), then does what a plugin
# author and a packager do: compiles the skeletons with pkg-config alone, lets
# the installed command load them, compiles each header by itself, strips and
# measures, stages with DESTDIR, and removes everything again.
set -eu
src=$(cd "$(dirname "$0")/../.." && pwd)
cd "$1"
root=$PWD/root
stage=$PWD/stage
rm -rf "$root" "$stage"
fail() { echo "$*"; exit 1; }

make -s install >/dev/null
PKG_CONFIG_PATH=$root/lib/pkgconfig
export PKG_CONFIG_PATH
plugins=$(pkg-config --variable=plugindir newswatch)
flags=$(pkg-config --cflags --libs newswatch)

for kind in source classifier notifier; do
	gcc -shared -fPIC -Wall -Wextra -Werror -o "$plugins/skeleton_$kind.so" \
		"$src/plugins/skeleton/skeleton_$kind.c" $flags
done
LD_LIBRARY_PATH=$root/lib "$root/bin/newswatch" plugins >plugins.out
for kind in source classifier notifier; do
	grep -q "skeleton-$kind" plugins.out || fail "newswatch plugins does not show skeleton-$kind"
	rm "$plugins/skeleton_$kind.so"
done
echo "the skeletons of all three kinds compile with pkg-config alone, and load"

for header in "$root"/include/newswatch/*.h; do
	name=newswatch/$(basename "$header")
	echo "#include <$name>" | gcc -std=c11 -Wall -Wextra -Werror -pedantic -fsyntax-only -x c $flags - ||
		fail "$name does not stand by itself in C"
	echo "#include <$name>" | g++ -std=c++17 -Wall -Wextra -Werror -fsyntax-only -x c++ $flags - ||
		fail "$name does not stand by itself in C++"
done
echo "each installed header stands by itself, in C and in C++"

make -s install-strip DESTDIR="$stage" >/dev/null
daemon=0
for file in sbin/newswatchd bin/newswatch libexec/newswatch/newswatch-worker lib/libnewswatch.so.0.0.0 \
	$(cd "$stage$root" && find lib/newswatch -name '*.so'); do
	[ -f "$stage$root/$file" ] || fail "not installed: $file"
	size=$(stat -c %s "$stage$root/$file")
	printf '%9d  %s\n' "$size" "$file"
	[ "$file" = bin/newswatch ] || daemon=$((daemon + size))
done
printf '%9d  daemon, worker, library and plugins, stripped\n' $daemon
[ $daemon -lt 3145728 ] || fail "over 3 MiB"
for file in etc/newswatch/newswatch.yaml etc/newswatch/sources.d share/newswatch/topics/diplomacy.yaml \
	lib/systemd/system/newswatchd.service lib/sysusers.d/newswatch.conf lib/tmpfiles.d/newswatch.conf \
	share/man/man8/newswatchd.8 include/newswatch/plugin.h lib/pkgconfig/newswatch.pc; do
	[ -e "$stage$root/$file" ] || fail "not installed: $file"
done
make -s uninstall DESTDIR="$stage" >/dev/null
left=$(find "$stage" -type f -o -type l)
[ -z "$left" ] || fail "left behind by uninstall: $left"
make -s uninstall >/dev/null
echo "DESTDIR holds everything, and uninstall leaves nothing"
