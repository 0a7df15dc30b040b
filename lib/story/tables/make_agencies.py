#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes agency_table.c: agencies by the hash of the first word of a spelling.

Usage: make_agencies.py < agencies.txt > agency_table.c
"""
import sys

from make_common import fnv, fold


def kind_of(spelling):
    if spelling.startswith("/"):
        return "NWI_AGENCY_SLASHED"
    upper = spelling == spelling.upper() and spelling != spelling.lower()
    return "NWI_AGENCY_CAPITALS" if upper else "NWI_AGENCY_ANY"


def fold_more(word):
    """Letters of Persian as lib/text folds them."""
    return fold(word).replace("\u06cc", "\u064a").replace("\u06a9", "\u0643")


def quote(text):
    return '"%s"' % text


def main():
    words, signs, names = [], [], {}
    for line in sys.stdin:
        if line.startswith("#") or "|" not in line:
            continue
        number, name, spellings = (part.strip() for part in line.split("|"))
        number = int(number)
        names[number] = name
        for spelling in (s.strip() for s in spellings.split(";")):
            if spelling.startswith("="):
                signs.append((-len(spelling.encode()), spelling[1:], number))
                continue
            folded = fold_more(spelling.lstrip("/"))
            row = (fnv(folded.split()[0]), -len(folded), folded, number,
                   kind_of(spelling))
            words.append(row)
    print("/* SPDX-License-Identifier: Apache-2.0 */")
    print("/* Made by make_agencies.py from agencies.txt. */")
    print('#include "story/tables/agency_table.h"')
    print("\nconst struct nwi_agency nwi_agencies[NWI_AGENCY_ROWS] = {")
    for key, _, folded, number, kind in sorted(words):
        print("\t{ 0x%08x, %d, %s, %s }," % (key, number, kind, quote(folded)))
    print("};")
    print("\nconst struct nwi_agency_sign "
          "nwi_agency_signs[NWI_AGENCY_SIGNS] = {")
    for _, sign, number in sorted(signs):
        print("\t{ %d, %s }," % (number, quote(sign)))
    print("};")
    print("\nconst char *const nwi_agency_names[NWI_AGENCY_NAMES] = {")
    print("\tNULL,")
    for number in range(1, max(names) + 1):
        print("\t%s," % quote(names[number]))
    print("};")
    print("%d %d %d" % (len(words), len(signs), len(names) + 1),
          file=sys.stderr)


if __name__ == "__main__":
    main()
