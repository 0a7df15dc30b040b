#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes atoms.h (the enum) and atoms.inc (names and hash table) of atoms.txt.

Run in this folder after a change of atoms.txt: python3 atoms.py
The hash is that of nwi_name_hash() of hash.h; both must agree.
"""
SLOTS = 2048
MASK = (1 << 64) - 1


def words():
    seen = []
    for line in open("atoms.txt", encoding="ascii"):
        for word in line.split("#")[0].split():
            if word not in seen:
                seen.append(word)
    return sorted(seen)


def part(text):
    return int.from_bytes(text.ljust(8, b"\0"), "little")


def slot_of(word, slots):
    raw = word.encode()
    h = (part(raw[:8]) * 0x9E3779B97F4A7C15 & MASK) ^ (
        part(raw[-8:]) * 0xC2B2AE3D27D4EB4F & MASK) ^ len(raw)
    return ((h * 0xD6E8FEB86659FD93 & MASK) >> 32) % slots


def enumerator(word):
    return "NWI_A_" + word.upper().replace("-", "_").replace(":", "_")


def rows(items, width):
    line, out = "\t", []
    for item in items:
        if len(line) + len(item) + 2 > width:
            out.append(line.rstrip())
            line = "\t"
        line += item + ", "
    return "\n".join(out + [line.rstrip()])


def main():
    names = words()
    table = [0] * SLOTS
    for number, word in enumerate(names, 1):
        at = slot_of(word, SLOTS)
        while table[at]:
            at = (at + 1) % SLOTS
        table[at] = number
    head = ("/* SPDX-License-Identifier: Apache-2.0 */\n"
            "/* Made by tables/atoms.py of tables/atoms.txt. */\n")
    with open("atoms.h", "w", encoding="ascii") as out:
        out.write(head + "/* clang-format off */\n"
                  "#ifndef NWI_MARKUP_TABLES_ATOMS_H\n"
                  "#define NWI_MARKUP_TABLES_ATOMS_H\n\n"
                  "enum nwi_atom {\n\tNWI_A_NONE = 0, /* a name not listed */\n")
        for word in names:
            out.write("\t%s,\n" % enumerator(word))
        out.write("\tNWI_ATOM_COUNT\n};\n\n#endif\n")
    with open("atoms.inc", "w", encoding="ascii") as out:
        out.write(head + "/* clang-format off */\n"
                  "static const struct nw_str atom_names[NWI_ATOM_COUNT] = {\n"
                  "\tNW_STR(\"\"),\n")
        for word in names:
            out.write("\tNW_STR(\"%s\"),\n" % word)
        out.write("};\n\nenum { ATOM_SLOTS = %d };\n\n"
                  "static const uint16_t atom_slots[ATOM_SLOTS] = {\n" % SLOTS)
        out.write(rows([str(n) for n in table], 78) + "\n};\n")


if __name__ == "__main__":
    main()
