#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes charset_labels.c: label -> name -> converter of ICU.

Needs Debian's python3-webencodings (the label table of the WHATWG Encoding
Standard, BSD 3-clause) and icu-devtools (uconv, ICU licence). Run:
    ./make_labels.py > charset_labels.c
"""
import re
import subprocess

from webencodings.labels import LABELS

# Converters for the names of the Encoding Standard where ICU's own choice
# for the name is another table.
CONVERTERS = {
    "big5": "ibm-1375_P100-2008", "euc-jp": "euc-jp-2007",
    "euc-kr": "windows-949-2000", "gbk": "gb18030", "gb18030": "gb18030",
    "shift_jis": "ibm-943_P15A-2003", "ibm866": "ibm-866_P100-1995",
    "iso-8859-8-i": "ibm-5012_P100-1999", "koi8-r": "ibm-878_P100-1996",
    "koi8-u": "ibm-1168_P100-2002", "macintosh": "macos-0_2-10.2",
    "windows-874": "windows-874-2000", "x-mac-cyrillic": "macos-7_3-10.2",
    "hz-gb-2312": "HZ", "iso-8859-16": "",
}
SKIPPED = re.compile(r"SCSU|BOCU|CESU|IMAP|LMBCS|UTF-7|UTF16_|UTF32_|swaplfnl"
                     r"|UTF-8|US-ASCII|ISO-8859-1\b|,version=[1-9]")
# Labels seen in feeds that neither source has, and those that the Encoding
# Standard refuses and ICU can read.
EXTRA = {"utf-16": "utf-16", "utf-32": "utf-32", "x-sjis-2004": "shift_jis",
         "cp932": "shift_jis", "cp936": "gb18030", "cp949": "euc-kr",
         "cp950": "big5", "cp874": "windows-874", "cp65001": "utf-8",
         "utf_8": "utf-8", "utf-8n": "utf-8", "utf8mb4": "utf-8",
         "big5hkscs": "big5", "eucjp": "euc-jp", "euckr": "euc-kr",
         "eucgb2312-cn": "gb18030", "maccyrillic": "x-mac-cyrillic",
         "latin-1": "windows-1252", "iso-latin-1": "windows-1252",
         "win-1251": "windows-1251", "win1251": "windows-1251",
         "win-1250": "windows-1250", "iso8859-16": "iso-8859-16"}


def icu_rows():
    """(name, converter, labels) of what uconv lists."""
    text = subprocess.run(["uconv", "-l"], capture_output=True, text=True,
                          check=True).stdout
    for line in text.splitlines():
        words = line.split()
        if not words or SKIPPED.search(words[0]):
            continue
        names = [w.lower() for w in words]
        best = [n for n in names if re.match(
            r"(ibm\d|iso-|euc-|utf-|windows-\d{4}$|x-mac|macintosh|hz)", n)]
        yield (best or names)[0], words[0], names


def main():
    labels, converters = {}, {}
    for label, name in LABELS.items():
        if name == "x-user-defined":
            continue
        name = "gb18030" if name == "gbk" else name
        labels[label] = name
    for label, name in EXTRA.items():
        labels[label] = name
    for name in set(labels.values()):
        converters[name] = CONVERTERS.get(name, name)
    for name, converter, names in icu_rows():
        if name in labels:
            name = labels[name]
        converters.setdefault(name, converter)
        for label in names:
            if len(label) < 40 and "," not in label and "=" not in label:
                labels.setdefault(label, name)
    print("/* SPDX-License-Identifier: Apache-2.0 AND BSD-3-Clause AND "
          "ICU */\n/* Made by make_labels.py; do not edit. */\n"
          '#include "text/tables/tables.h"\n')
    names = sorted(converters)
    print("const struct nwi_charset_row nwi_charset_rows[] = {")
    for name in names:
        print('\t{ "%s", "%s" },' % (name, converters[name]))
    print("};\nconst size_t nwi_charset_row_count = %d;\n" % len(names))
    print("const struct nwi_label_row nwi_label_rows[] = {")
    for label in sorted(labels):
        print('\t{ "%s", %d },' % (label, names.index(labels[label])))
    print("};\nconst size_t nwi_label_row_count = %d;\n" % len(labels))
    high = bytes(range(0xa0, 0x100)).decode("iso8859-16")
    print("const uint16_t nwi_iso_8859_16[96] = {")
    for i in range(0, 96, 8):
        print("\t" + " ".join("0x%04x," % ord(c) for c in high[i:i + 8]))
    print("};")


main()
