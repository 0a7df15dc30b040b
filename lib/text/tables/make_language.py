#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes language_table.c: which groups of letters and words are how usual in
which language.

Usage: make_language.py FOLDER [--offline] > language_table.c

The packages named below are downloaded by apt-get into FOLDER and unpacked
there; with --offline what lies there is taken. Only frequencies leave it.
The words of language_words.txt, which are ours, are added to the counts.
"""
import collections
import glob
import json
import math
import os
import re
import struct
import subprocess
import sys
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))

# What each is for: counts of letters in Wikipedia (Apache-2.0), the messages
# of Chromium (BSD-3-Clause), of LibreOffice for languages that the others
# lack (MPL-2.0), and of MediaWiki (GPL-2.0-or-later; counts only).
PACKAGES = """liblanguage-detector-java chromium-l10n mediawiki
libreoffice-l10n-xh libreoffice-l10n-zu libreoffice-l10n-st
libreoffice-l10n-tn libreoffice-l10n-ts libreoffice-l10n-om
libreoffice-l10n-rw libreoffice-l10n-kmr libreoffice-l10n-uz
libreoffice-l10n-tg libreoffice-l10n-ug""".split()

# By script, those that share theirs with another; the rest is told by script.
LANGUAGES = {
    "Latin": "af az bs ca cs cy da de en eo es et eu fi fo fr fy ga gl ha hr "
             "ht hu id ig is it ku la lb lg lt lv mg mi ms mt nb nl nn om pl "
             "pt ro rw sk sl sn so sq sr st sv sw tk tl tn tr ts uz vi xh yo "
             "zu",
    "Cyrillic": "ba be bg kk ky mk mn ru sr tg tt uk",
    "Arabic": "ar ckb fa ps sd ug ur",
    "Devanagari": "hi mr ne",
    "Bengali": "as bn",
    "Ethiopic": "am ti",
    "Hebrew": "he yi",
}
NAMES = {"Latin": "LATIN", "Cyrillic": "CYRILLIC", "Arabic": "ARABIC",
         "Devanagari": "DEVANAGARI", "Bengali": "BENGALI",
         "Ethiopic": "ETHIOPIC", "Hebrew": "HEBREW"}
# Other names of the same in the sources.
SYNONYMS = {"no": "nb", "fil": "tl", "pt-BR": "pt", "pt-PT": "pt",
            "en-US": "en", "en-GB": "en", "es-419": "es", "sr-ec": "sr",
            "sr-el": "sr", "kk-cyrl": "kk", "ku-latn": "ku", "kmr": "ku",
            "kmr@latin": "ku", "tg-cyrl": "tg", "tt-cyrl": "tt",
            "ug-arab": "ug"}

# What comes first where two fit alike, in natural logarithms: how much news
# there is in a language. A sentence decides with some 50 to 500 of them.
COMMON = "ar bg de en es fa fr hi id it pl pt ru tr uk ur".split()
RARE = """ba eo fo fy gl ht ig lb lg mg mi mt nn om rw sd sn so st tg ti tk
tn ts tt ug xh yi yo zu""".split()
PRIOR = {code: 5 for code in COMMON} | {code: -5 for code in RARE}
# Serbian has two scripts, and is mostly met in the other.
LATIN_PRIOR = {"bs": 1, "hr": 2, "sr": -4}

# How many kinds a language keeps: of letters beyond a to z, of three letters
# together, of words. Four letters together were measured and made it worse:
# they know the subjects of the sources.
KEPT = {1: 100, 3: 2000, "w": 600}
# The frequency of what a language has not.
FLOOR = 1e-6
# The part of the counts from Wikipedia beside those from messages.
PROFILE = 0.4
STEPS = 16  # of a gain, per unit of the natural logarithm
BUCKETS = 1 << 15
CHECK_BITS, COUNT_BITS = 10, 6
# A feature of many languages has a gain for each of the first DENSE (all in
# Latin script), and ALL for a count.
DENSE, ALL = 64, 63
# Frequency of a word of language_words.txt.
OWN_WORD = 2e-3


# ---- words, as lib/text/language_words.c cuts them ----

SAME = {0x130: "i", 0x6cc: "\u064a", 0x6a9: "\u0643", 0x15f: "\u0219",
        0x163: "\u021b", 0x2019: "'", 0x2bb: "'", 0x2bc: "'", 0x2018: "'",
        0x60: "'", 0x15e: "\u0219", 0x162: "\u021b"}
DROPPED = re.compile("[\u0591-\u05c7\u0640\u064b-\u0652\u00ad\u200c\u200d]")


def fold(text):
    text = unicodedata.normalize("NFC", text).translate(SAME)
    # One letter stays one letter, as u_tolower() has it.
    text = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return DROPPED.sub("", text.translate(SAME))


IS_LETTER = {}


def is_letter(c):
    if c not in IS_LETTER:
        IS_LETTER[c] = unicodedata.category(c)[0] in "LM"
    return IS_LETTER[c]


def words(text):
    word = []
    text = fold(text) + " "
    for i, c in enumerate(text):
        if is_letter(c) or (c == "'" and word and is_letter(text[i + 1])):
            word.append(c)
        elif word:
            if len(word) <= 40:
                yield "".join(word)
            word = []


def grams(word, n):
    padded = "_" + word + "_"
    return [padded[i:i + n] for i in range(len(padded) - n + 1)]


def features(word):
    for c in word:
        if ord(c) > 0x7f:
            yield 1, c
    for gram in grams(word, 3):
        yield 3, gram
    yield "w", word


# ---- the sources ----

def fetch(folder, offline):
    os.makedirs(folder, exist_ok=True)
    if not offline:
        subprocess.run(["apt-get", "download"] + PACKAGES, cwd=folder,
                       check=True, stdout=sys.stderr)
    found = []
    for deb in sorted(glob.glob(folder + "/*.deb")):
        name, version = os.path.basename(deb).split("_")[:2]
        if name not in PACKAGES:
            continue
        found.append(name + " " + version.replace("%3a", ":"))
        subprocess.run(["dpkg", "-x", deb, folder + "/x"], check=True)
    if len(found) < len(PACKAGES):
        sys.exit("make_language.py: packages are missing in " + folder)
    return folder + "/x", found


def clean(text):
    """A message of a program without its mark-up and place-holders."""
    text = re.sub(r"<[^>]*>", " ", text)
    text = re.sub(r"https?:\S+|\S*@\S+", " ", text)
    for _ in range(3):
        text = re.sub(r"\{\{[^{}|:]*:[^{}|]*\|([^{}]*)\}\}", r"\1", text)
        text = re.sub(r"\{\{[^{}]*\}\}", " ", text)
    text = re.sub(r"\[\[[^\]|]*\||\[https?\S*|\[\$\d+", " ", text)
    text = re.sub(r"&[a-z]+;|\$\d+|%\d*[a-zA-Z]|\\[nt]", " ", text)
    text = re.sub(r"[A-Za-z]*[_\d/.=][A-Za-z_\d/.=]*[A-Za-z]", " ", text)
    return text.replace("|", " ")


def mediawiki(root):
    for english in sorted(glob.glob(root + "/usr/share/mediawiki/**/i18n/**/"
                                    "en.json", recursive=True)):
        source = json.load(open(english))
        for path in sorted(glob.glob(os.path.dirname(english) + "/*.json")):
            code = os.path.basename(path)[:-5]
            for key, text in json.load(open(path)).items():
                if key[0] == "@" or not isinstance(text, str):
                    continue
                if code == "en" or text != source.get(key):
                    yield code, text


def chromium(root):
    for path in sorted(glob.glob(root + "/usr/lib/chromium/locales/*.pak")):
        code = os.path.basename(path)[:-4]
        if "_" in code:
            continue
        data = open(path, "rb").read()
        _, encoding, count, _ = struct.unpack("<IB3xHH", data[:12])
        assert encoding == 1
        rows = [struct.unpack("<HI", data[12 + 6 * i:18 + 6 * i])[1]
                for i in range(count + 1)]
        for start, end in zip(rows, rows[1:]):
            text = data[start:end].decode("utf-8", "replace")
            if len(text) < 2000 and "{" not in text:
                yield code, text


def libreoffice(root):
    for path in sorted(glob.glob(root + "/usr/lib/libreoffice/program/"
                                 "resource/*/LC_MESSAGES/*.mo")):
        code = path.split("/")[-3]
        data = open(path, "rb").read()
        _, _, count, ids, texts = struct.unpack("<5I", data[:20])

        def string(table, i):
            size, at = struct.unpack("<2I", data[table + 8 * i:][:8])
            return data[at:at + size].decode()
        for i in range(count):
            source = string(ids, i).split("\4")[-1].split("\0")[0]
            for text in string(texts, i).split("\0"):
                if source and text != source:
                    yield code, re.sub("[~_&]", "", text)


def count_messages(root):
    known = set(" ".join(LANGUAGES.values()).split())
    seen = collections.defaultdict(set)
    for source in (mediawiki, chromium, libreoffice):
        for code, text in source(root):
            code = SYNONYMS.get(code, code)
            if code in known:
                seen[code].add(clean(text))
    counts = {}
    for code in sorted(known):
        count = collections.Counter()
        for text in seen[code]:
            count.update(words(text))
        counts[code] = count
    return counts


def wikipedia(root):
    """Counts of three letters from the profiles of language-detector."""
    jar = root + "/usr/share/java/language-detector.jar"
    out = root + "/../profiles"
    os.makedirs(out, exist_ok=True)
    subprocess.run(["unzip", "-qo", jar, "languages/*", "-d", out],
                   check=True)
    profiles = {}
    for path in sorted(glob.glob(out + "/languages/*")):
        code = os.path.basename(path)
        count = collections.Counter()
        for gram, times in json.load(open(path))["freq"].items():
            gram = fold(gram).replace(" ", "_")
            inner = gram.strip("_")
            if len(gram) == 3 and inner and all(
                    is_letter(c) or c == "'" for c in inner):
                count[gram] += times
        profiles[SYNONYMS.get(code, code)] = count
    return profiles


# ---- frequencies ----

# Serbian is written in two scripts; what is in one stands for both.
SERBIAN = str.maketrans(dict(zip(
    "абвгдђежзијклљмнњопрстћуфхцчџш",
    "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š".split())))

def frequencies(root):
    """script, language -> kind -> feature -> frequency"""
    counts, profiles = count_messages(root), wikipedia(root)
    table = {}
    for script, codes in LANGUAGES.items():
        for code in codes.split():
            kinds = {n: collections.Counter() for n in KEPT}
            profile = profiles.get(code)
            if (script, code) == ("Latin", "sr"):
                profile = {gram.translate(SERBIAN): times for gram, times
                           in profile.items()
                           if len(gram.translate(SERBIAN)) == 3}
            for word, times in counts[code].items():
                if (script, code) == ("Latin", "sr"):
                    word = word.translate(SERBIAN)
                if not NAMES[script] in unicodedata.name(word[0], ""):
                    continue
                for n, feature in features(word):
                    kinds[n][feature] += times
            table[script, code] = {
                n: share(kinds[n], profile if n == 3 else None)
                for n in kinds}
    return table


def share(counts, profile):
    total = sum(counts.values()) or 1
    # What was seen once or twice is taken for less.
    out = {f: (k - 0.5 if k > 2 else 0.6 * k) / total
           for f, k in counts.items()}
    if profile:
        every = sum(profile.values())
        for feature in out:
            out[feature] *= 1 - PROFILE
        for feature, k in profile.items():
            out[feature] = out.get(feature, 0) + PROFILE * k / every
    return out


def own_words(table):
    """Adds the words of language_words.txt. A line `a b c: word ...` gives
    them to the first language; where they are rare in the others, messages
    that were never translated are the likely cause, and they go there."""
    for line in open(HERE + "/language_words.txt"):
        line = line.split("#")[0].strip()
        if not line:
            continue
        codes, text = line.split(":", 1)
        first, *others = codes.split()
        listed = list(words(text))
        for (script, code), kinds in table.items():
            if code == first:
                for word in listed:
                    if NAMES[script] in unicodedata.name(word[0], ""):
                        add_word(kinds, word)
            elif code in others:
                for word in listed:
                    if kinds["w"].get(word, 0) < OWN_WORD / 20:
                        kinds["w"].pop(word, None)


def add_word(kinds, word):
    kinds["w"][word] = max(kinds["w"].get(word, 0), OWN_WORD)
    for n, feature in features(word):
        if n != "w":
            kinds[n][feature] = max(kinds[n].get(feature, 0), OWN_WORD / 20)


# ---- the table ----

def hash_of(kind, feature):
    h = 0x77 if kind == "w" else kind
    for c in feature:
        h = ((h ^ ord(c)) * 0x9e3779b1) & 0xffffffff
    h ^= h >> 15
    h = (h * 0x85ebca6b) & 0xffffffff
    return h ^ (h >> 13)


def gain(frequency):
    return min(255, round(STEPS * math.log(frequency / FLOOR)))


def build(table):
    codes = sorted(table, key=lambda k: (list(LANGUAGES).index(k[0]), k[1]))
    entries = collections.defaultdict(dict)
    for number, key in enumerate(codes):
        for kind, kept in KEPT.items():
            best = sorted(table[key][kind].items(),
                          key=lambda row: (-row[1], row[0]))[:kept]
            for feature, frequency in best:
                if frequency < 2 * FLOOR:
                    break
                h = hash_of(kind, feature)
                entry = entries[h & (BUCKETS - 1), h >> (32 - CHECK_BITS)]
                entry[number] = max(entry.get(number, 0), gain(frequency))
    return codes, entries


def layout(entries):
    """Where each bucket starts, and the units of all."""
    starts, units = [], []
    by_bucket = collections.defaultdict(list)
    for (bucket, check), rows in entries.items():
        by_bucket[bucket].append((check, rows))
    for bucket in range(BUCKETS):
        starts.append(len(units))
        for check, rows in sorted(by_bucket[bucket],
                                  key=lambda entry: entry[0]):
            if len(rows) > DENSE // 2 and max(rows) < DENSE:
                units.append(check << COUNT_BITS | ALL)
                units += [rows.get(i, 0) | rows.get(i + DENSE // 2, 0) << 8
                          for i in range(DENSE // 2)]
                continue
            best = sorted(rows.items(), key=lambda r: (-r[1], r[0]))
            best = sorted(best[:ALL - 1])
            units.append(check << COUNT_BITS | len(best))
            units += [number << 8 | value for number, value in best]
    return starts + [len(units)], units


def numbers(rows, width):
    line = ""
    for row in rows:
        text = "%d," % row
        if len(line) + len(text) > width:
            print(line)
            line = ""
        line += text
    print(line)


def prior_of(script, code):
    if script == "Latin" and code in LATIN_PRIOR:
        return LATIN_PRIOR[code]
    return PRIOR.get(code, 0)


def main():
    root, found = fetch(sys.argv[1], "--offline" in sys.argv)
    table = frequencies(root)
    own_words(table)
    codes, entries = build(table)
    starts, units = layout(entries)
    print("/* SPDX-License-Identifier: Apache-2.0 */")
    print("/* By make_language.py; do not edit. Sources (NOTICE):")
    for name in found:
        print(" *   " + name)
    print(" */\n#include \"text/tables/language_table.h\"\n")
    print("const struct nwi_language nwi_languages[] = {")
    for script, code in codes:
        print("\t{ \"%s\", NWI_SCRIPT_%s, %d }," % (
            code, script.upper(), STEPS * prior_of(script, code)))
    print("};\nconst unsigned nwi_language_count = %d;\n" % len(codes))
    # A bucket's start: that of its block of 256 and what is added to it.
    print("const uint32_t nwi_language_blocks[] = {")
    numbers(starts[::256], 78)
    print("};\nconst uint16_t nwi_language_buckets[] = {")
    numbers([s - starts[i & ~255] for i, s in enumerate(starts)], 78)
    print("};\nconst uint16_t nwi_language_units[] = {")
    numbers(units, 78)
    print("};")
    print("%d languages, %d features, %d units, %d bytes" % (
        len(codes), len(entries), len(units),
        2 * len(units) + 2 * len(starts)), file=sys.stderr)


if __name__ == "__main__":
    main()
