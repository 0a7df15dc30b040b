#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The unit's exposure as systemd judges it. Prints TAP.
unit=${NW_BUILD:-.}/systemd/newswatchd.service
echo 1..1
if ! command -v systemd-analyze >/dev/null; then
	echo "not ok 1 - systemd-analyze is missing: apt-get install systemd"
elif out=$(systemd-analyze security --offline=true --threshold=12 "$unit" 2>&1); then
	echo "# $(echo "$out" | tail -n 1)"
	echo "ok 1 - the service's exposure is at most 1.2"
else
	echo "$out" | tail -n 3 | sed 's/^/# /'
	echo "not ok 1 - the service's exposure is at most 1.2"
fi
