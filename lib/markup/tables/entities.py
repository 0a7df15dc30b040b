#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes entities.inc: the named character references of HTML.

Source, read on 2026-11-22: the table html.entities.html5 of Python's standard
library (Debian's python3; PSF licence), which is the list of the WHATWG HTML
standard, section "Named character references" (2231 names; 106 of them also without ';').
Run in this folder: python3 entities.py
The hash is nwi_name_hash() of hash.h; both must agree.
"""
from html.entities import html5

from atoms import slot_of

SLOTS = 4096


def literal(raw):
    return "".join("\\%03o" % b if b > 126 or b < 32 or b in b"\\\"?"
                   else chr(b) for b in raw)


def main():
    names = sorted(n[:-1] for n in html5 if n.endswith(";"))
    legacy = {n for n in html5 if not n.endswith(";")}
    assert legacy <= set(names) and max(map(len, legacy)) == 6
    blob, rows, table = [], [], [0] * SLOTS
    offset = 0
    for number, name in enumerate(names, 1):
        value = html5[name + ";"].encode()
        assert len(name) < 32 and len(value) <= 6
        blob.append('\t"%s" "%s"' % (name, literal(value)))
        rows.append("{ %d, %d, %d, %d }" % (offset, len(name), len(value),
                                            name in legacy))
        offset += len(name) + len(value)
        at = slot_of(name, SLOTS)
        while table[at]:
            at = (at + 1) % SLOTS
        table[at] = number
    with open("entities.inc", "w", encoding="ascii") as out:
        out.write("/* SPDX-License-Identifier: Apache-2.0 */\n"
                  "/* Made by tables/entities.py; see there for the source. */\n"
                  "/* clang-format off */\n"
                  "static const char entity_bytes[] =\n%s;\n\n"
                  "static const struct entity entity_rows[] = {\n" %
                  "\n".join(blob))
        for i in range(0, len(rows), 4):
            out.write("\t" + ", ".join(rows[i:i + 4]) + ",\n")
        out.write("};\n\nenum { ENTITY_SLOTS = %d };\n\n"
                  "static const uint16_t entity_slots[ENTITY_SLOTS] = {\n" %
                  SLOTS)
        for i in range(0, SLOTS, 12):
            out.write("\t" + ", ".join(map(str, table[i:i + 12])) + ",\n")
        out.write("};\n")


main()
