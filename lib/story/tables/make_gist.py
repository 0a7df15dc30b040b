#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes gist_table.c: what a word means for an item's gist.

Usage: make_gist.py < gist_words.txt > gist_table.c

A row of the list is "languages kind [value]: words". A word that ends in * is
the beginning of words, one that ends in ! counts where it is spelt with its
accents; of several that fit a word the longest counts, and a
whole word before all. A phrase, its words parted by _, counts before its first
word. Words are folded as lib/text does. In Chinese and Japanese, which are
not parted by spaces, all words are beginnings of what follows. The table
is one of linear probing: a key is the FNV-1a hash of the word, the language's
multiplied into it.
"""
import os
import re
import sys

from make_common import fnv, fold

BEGINNING, PHRASE, MARKED = 0x5bd1e995, 0x27d4eb2f, 0x1ae16a3b
START_BITS = 8192
ALIASES = {  # kind of the list: (kind, how)
    "verb": ("class", 1), "noun": ("class", 2), "toll": ("class", 3),
    "before": ("unit", 1), "behind": ("hedge", 1),
}
# What lib/text folds of Arabic; all else of scripts behind it stands as it is.
ARABIC = str.maketrans("\u0622\u0623\u0625\u0649\u06cc\u0629\u06c0\u06a9", "\u0627\u0627\u0627\u064a\u064a\u0647\u0647\u0643", "\u200c\u0640\u0651")


def fold_all(text):
    return "".join(fold(c) if c < "\u0600" else c for c in text).translate(ARABIC)


def fail(text):
    sys.exit("gist_words.txt: " + text)


def kinds():
    """The names of enum nwi_gist_kind, from the header beside."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "gist_table.h")
    return {m[1].lower(): int(m[2]) for m in re.finditer(r"NWI_GIST_IS_(\w+) = (\d+)", open(path).read())}


def key_of(language, words, salt):
    return fnv(" ".join(words)) ^ fnv(language) * 0x9e3779b1 & 0xffffffff ^ salt


class Table:
    def __init__(self):
        self.rows, self.of, self.clashes, self.starts = {}, [""], [], set()
        self.kinds = kinds()

    def add(self, language, words, salt, row):
        key = key_of(language, words, salt)
        if key == 0 or key in self.rows and self.rows[key][0] != row:
            self.clashes.append("%s %s (also %s)" % (language, "_".join(words), self.rows.get(key)))
        self.rows[key] = (row, language, words)

    def add_word(self, language, word, row):
        salt = MARKED if word.endswith("!") else 0
        if word.endswith("*") or language in ("zh", "ja"):
            salt = BEGINNING
        words = fold_all(re.sub("['\u2019_]", " ", word.rstrip("*!"))).split()
        self.add(language, words, salt, row)
        if salt == BEGINNING:
            self.starts.add((fnv(words[0].encode()[:3]) ^ fnv(language) * 0x9e3779b1) & START_BITS - 1)
        for i in range(1, len(words)):
            self.add(language, words[:i], PHRASE, (0, 0, 0))

    def add_line(self, line):
        head, words = line.split(":", 1)
        languages, kind, *value = head.split()
        kind, how = ALIASES.get(kind, (kind, 0))
        if kind not in self.kinds:
            fail("unknown kind " + kind)
        what, number = 0, how
        if value and value[0].isdigit():
            number = int(value[0])
        elif value:
            if value[0] not in self.of:
                self.of.append(value[0])
            what = self.of.index(value[0])
        for language in languages.split(","):
            for word in words.split():
                self.add_word(language, word, (self.kinds[kind], what, number))


def read():
    table = Table()
    for line in sys.stdin:
        line = line.split("#")[0]
        if line.strip():
            table.add_line(line)
    if table.clashes:
        fail("twice, or a clash: " + "; ".join(table.clashes))
    return {key: row[0] for key, row in table.rows.items()}, table.of, table.starts


def print_bits(name, size, starts):
    bits = [sum(1 << b for b in range(32) if i + b in starts) for i in range(0, START_BITS, 32)]
    print("const uint32_t %s[%s / 32] = {" % (name, size))
    for i in range(0, len(bits), 6):
        print("\t" + " ".join("0x%08x," % b for b in bits[i:i + 6]))
    print("};")


def main():
    rows, of, starts = read()
    count = 1024
    while 7 * count < 10 * len(rows):
        count *= 2
    slots = [None] * count
    for key in sorted(rows):
        at = (key ^ key >> 15) & count - 1
        while slots[at]:
            at = at + 1 & count - 1
        slots[at] = (key,) + rows[key]
    print("/* SPDX-License-Identifier: Apache-2.0 */")
    print("/* Made by make_gist.py from gist_words.txt. */")
    print('#include "story/tables/gist_table.h"\n')
    print("const char *const nwi_gist_of[] = {")
    for name in of:
        print('\t"%s",' % name)
    print("};\n")
    print("const uint32_t nwi_gist_slot_mask = %d;\n" % (count - 1))
    print("const struct nwi_gist_slot nwi_gist_slots[] = {")
    for i in range(0, count, 5):
        print("\t" + " ".join("{ 0x%x, %d, %d, %d }," % (s or (0, 0, 0, 0)) for s in slots[i:i + 5]))
    print("};\n")
    print_bits("nwi_gist_starts", "NWI_GIST_START_BITS", starts)


if __name__ == "__main__":
    main()
