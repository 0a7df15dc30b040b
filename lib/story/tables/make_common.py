#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes common_table.c: how usual a word is, by hash of language and word.

Usage: make_common.py < common_words.txt > common_table.c

Words are folded here as lib/text folds those of the list: case, and marks of
Latin, Greek and Cyrillic letters. The table is one of linear probing: the key
is the FNV-1a hash of the word, the language's multiplied into it.
"""
import sys
import unicodedata

SLOTS = 8192


def fold(word):
    keep = {"й": "\ue000", "ї": "\ue001", "ў": "\ue002"}
    word = word.casefold().replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("ı", "i").replace("æ", "ae").replace("œ", "oe")
    for letter, mark in keep.items():
        word = word.replace(letter, mark)
    word = unicodedata.normalize("NFD", word)
    word = "".join(c for c in word if not unicodedata.combining(c))
    for letter, mark in keep.items():
        word = word.replace(mark, letter)
    return word


def fnv(text):
    h = 0x811c9dc5
    for byte in text.encode() if isinstance(text, str) else text:
        h = (h ^ byte) * 0x01000193 & 0xffffffff
    return h


def main():
    classes = {}
    for line in sys.stdin:
        if line.startswith("#") or ":" not in line:
            continue
        head, words = line.split(":")
        language, number = head.split()
        for word in words.split():
            key = (fnv(fold(word)) ^ fnv(language) * 0x9e3779b1) & 0xfffffff8
            classes[key] = max(classes.get(key, 0), int(number))
    slots = [0] * SLOTS
    for key in sorted(classes):
        at = key >> 3 & SLOTS - 1
        while slots[at]:
            at = at + 1 & SLOTS - 1
        slots[at] = key | classes[key]
    print("/* SPDX-License-Identifier: Apache-2.0 */")
    print("/* Made by make_common.py from common_words.txt. */")
    print('#include "story/tables/common_table.h"\n')
    print("const uint32_t nwi_common_slots[NWI_COMMON_SLOTS] = {")
    for i in range(0, SLOTS, 6):
        print("\t" + ", ".join("0x%08x" % s for s in slots[i:i + 6]) + ",")
    print("};")


if __name__ == "__main__":
    main()
