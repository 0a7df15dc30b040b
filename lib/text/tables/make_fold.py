#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes fold_table.c: the class and the folded form of every character.

Needs nothing but Python: its unicodedata module holds the Unicode Character
Database (Unicode licence). Run: ./make_fold.py > fold_table.c
"""
import sys
import unicodedata as ud

SHIFT, SIZE = 7, 128
TOP = 0x20000  # behind it: ideographs, emoji of plane 1 are below, tags
LETTER, MARK, DIGIT = 1, 2, 3
UPPER, CUT, GONE = 4, 8, 16

# Letters that decompose to nothing and yet are read as their base.
BASE = {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe",
        "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ŋ": "n", "ĸ": "k",
        "ƒ": "f", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ə": "e",
        "ß": "ss", "ſ": "s", "ς": "σ", "ё": "е", "ѐ": "е", "ѝ": "и"}
ARABIC = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي",
          "ک": "ك", "ة": "ه", "ہ": "ه", "ە": "ه"}
# Marks that make a letter of its own in Cyrillic (й ї ў) stay.
STRIPPED = {"LATIN", "GREEK"}
CUT_RANGES = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF),
              (0x3005, 0x3007), (0x3040, 0x30FF), (0x31F0, 0x31FF),
              (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF),
              (0xFF66, 0xFF9F), (0x19E0, 0x19FF), (0xA9E0, 0xA9FF))


def dropped(c):
    """Points of Arabic and Hebrew, marks over Latin, joiners, tatweel."""
    return (0x300 <= c <= 0x36F or 0x483 <= c <= 0x489 or 0x591 <= c <= 0x5BD
            or c in (0x5BF, 0x5C1, 0x5C2, 0x5C4, 0x5C5, 0x5C7, 0x640, 0x670,
                     0xAD, 0x34F, 0x61C, 0x200C, 0x200D, 0x200E, 0x200F,
                     0xFEFF, 0x2060)
            or 0x610 <= c <= 0x61A or 0x64B <= c <= 0x65F
            or 0x6D6 <= c <= 0x6DC or 0x1AB0 <= c <= 0x1AFF
            or 0x1DC0 <= c <= 0x1DFF or 0x20D0 <= c <= 0x20FF
            or 0xFE00 <= c <= 0xFE0F or 0xFE20 <= c <= 0xFE2F)


def script(ch):
    return ud.name(ch, "").split(" ")[0]


def fold(c):
    """The folded text of code point c, "" for what is dropped."""
    if dropped(c):
        return ""
    if 0xFF9E <= c <= 0xFF9F:  # half-width voice marks: joined in fold.c
        return chr(0x3099 + c - 0xFF9E)
    ch = chr(c)
    if ud.category(ch) == "Nd":
        return str(ud.digit(ch))
    out = ""
    for x in ud.normalize("NFKC", ch).casefold():
        if dropped(ord(x)):
            continue
        if script(x) in STRIPPED:
            x = "".join(y for y in ud.normalize("NFD", x)
                        if not dropped(ord(y)))
        for y in ud.normalize("NFC", x).casefold():
            out += ARABIC.get(BASE.get(y, y), BASE.get(y, y))
    # A folded form with spaces (spacing accents) is no word's part.
    return out if out.strip() == out and out else ch


def klass(c):
    ch = chr(c)
    cat = ud.category(ch)
    bits = {"L": LETTER, "M": MARK}.get(cat[0], 0)
    if cat == "Nd":
        bits = DIGIT
    if cat in ("Lu", "Lt"):
        bits |= UPPER
    if bits in (LETTER, MARK) and any(a <= c <= b for a, b in CUT_RANGES):
        bits |= CUT
    if dropped(c) or cat == "Cf":
        bits |= GONE
    return bits


def blocks(values):
    """Two stages: (block numbers, blocks)."""
    seen, index = {}, []
    for at in range(0, TOP, SIZE):
        block = tuple(values[at:at + SIZE])
        index.append(seen.setdefault(block, len(seen)))
    return index, list(seen)


def rows(numbers, width):
    line = "\t"
    for n in numbers:
        word = "%d," % n
        if len(line) + len(word) + 7 > width:
            yield line
            line = "\t"
        line += word if line == "\t" else " " + word
    yield line


def table(kind, name, numbers):
    print("const %s %s[] = {" % (kind, name))
    print("\n".join(rows(numbers, 80)))
    print("};\n")


def main():
    pool, offsets = bytearray(b"\0\0"), {}
    folds, classes = [], []
    for c in range(TOP):
        if 0xD800 <= c <= 0xDFFF:
            folds.append(0)
            classes.append(0)
            continue
        text = fold(c).encode()
        classes.append(klass(c))
        if text == chr(c).encode():
            folds.append(0)
            continue
        if text not in offsets:
            offsets[text] = len(pool)
            pool += bytes([len(text)]) + text
        folds.append(offsets[text])
    if len(pool) > 0xFFFF:
        sys.exit("the pool is too large for 16-bit offsets")
    print("/* SPDX-License-Identifier: Apache-2.0 AND Unicode-DFS-2016 */")
    print("/* Made by make_fold.py from Unicode %s; do not edit. */"
          % ud.unidata_version)
    print('#include "text/tables/tables.h"\n')
    index, data = blocks(folds)
    table("uint8_t", "nwi_fold_index", index)
    table("uint16_t", "nwi_fold_blocks", [v for b in data for v in b])
    table("uint8_t", "nwi_fold_pool", pool)
    index, data = blocks(classes)
    table("uint8_t", "nwi_class_index", index)
    table("uint8_t", "nwi_class_blocks", [v for b in data for v in b])


if __name__ == "__main__":
    main()
