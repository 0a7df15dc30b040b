#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes common_table.c: how usual a word is, by hash of language and word.

Usage: make_common.py < common_words.txt > common_table.c

Words are folded here as lib/text folds those of the list: case and marks of
Latin, Greek and Cyrillic letters, hamza of Arabic kept.
"""
import sys
import unicodedata


def fold(word):
    word = word.casefold().replace("й", "\ue000").replace("ї", "\ue001").replace("ў", "\ue002")
    word = unicodedata.normalize("NFD", word)
    word = "".join(c for c in word if not unicodedata.combining(c))
    return word.replace("\ue000", "й").replace("\ue001", "ї").replace("\ue002", "ў")


def key(language, word):
    h = 0x811c9dc5
    for byte in (language + " " + word).encode():
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
            k = key(language, fold(word))
            classes[k] = max(classes.get(k, 0), int(number))
    print("/* SPDX-License-Identifier: Apache-2.0 */")
    print("/* Made by make_common.py from common_words.txt. */")
    print('#include "story/tables/common_table.h"\n')
    print("const struct common_row common_rows[] = {")
    for k in sorted(classes):
        print("\t{ 0x%08x, %d }," % (k, classes[k]))
    print("};\n")
    print("const size_t common_row_count = %d;" % len(classes))


main()
