#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes gist_table.c: what a word means for an item's gist.

Usage: make_gist.py < gist_words.txt > gist_table.c

A row of the list is "languages kind [value]: words". A word that ends in * is
the beginning of words; of several that fit a word the longest counts, and a
whole word before all. Words are folded as make_common.py folds them. The table
is one of linear probing: a key is the FNV-1a hash of the word, the language's
multiplied into it.
"""
import sys

from make_common import fnv, fold

BEGINNING = 0x5bd1e995


def fail(text):
    sys.exit("gist_words.txt: " + text)


def kinds():
    """The names of enum nwi_gist_kind, from the header beside."""
    import os
    import re
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "gist_table.h")
    return {m[1].lower(): int(m[2]) for m in re.finditer(r"NWI_GIST_IS_(\w+) = (\d+)", open(path).read())}


def read(names):
    rows, of, clashes = {}, [""], []
    for line in sys.stdin:
        line = line.split("#")[0]
        if not line.strip():
            continue
        head, words = line.split(":", 1)
        languages, kind, *value = head.split()
        if kind not in names:
            fail("unknown kind " + kind)
        what, number = 0, 0
        if value and value[0].isdigit():
            number = int(value[0])
        elif value:
            if value[0] not in of:
                of.append(value[0])
            what = of.index(value[0])
        for language in languages.split(","):
            for word in words.split():
                salt = 0
                if word.endswith("*"):
                    word, salt = word[:-1], BEGINNING
                folded = fold(word)
                key = fnv(folded) ^ fnv(language) * 0x9e3779b1 & 0xffffffff ^ salt
                row = (names[kind], what, number, language + " " + word)
                if key == 0 or key in rows and rows[key][:3] != row[:3]:
                    clashes.append("%s and %s" % (row[3], rows.get(key)))
                rows[key] = row
    if clashes:
        fail("twice, or a clash: " + "; ".join(clashes))
    return rows, of


def main():
    rows, of = read(kinds())
    count = 1024
    while count < 2 * len(rows):
        count *= 2
    slots = [None] * count
    for key in sorted(rows):
        at = (key ^ key >> 15) & count - 1
        while slots[at]:
            at = at + 1 & count - 1
        slots[at] = (key,) + rows[key][:3]
    print("/* SPDX-License-Identifier: Apache-2.0 */")
    print("/* Made by make_gist.py from gist_words.txt. */")
    print('#include "story/tables/gist_table.h"\n')
    print("const char *const nwi_gist_of[] = {")
    for name in of:
        print('\t"%s",' % name)
    print("};\n")
    print("const uint32_t nwi_gist_slot_mask = %d;\n" % (count - 1))
    print("const struct nwi_gist_slot nwi_gist_slots[] = {")
    for i in range(0, count, 4):
        print("\t" + " ".join("{ 0x%x, %d, %d, %d }," % (s or (0, 0, 0, 0)) for s in slots[i:i + 4]))
    print("};")


if __name__ == "__main__":
    main()
