#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes date_names.c: names of months and weekdays, folded.

Reads them out of Debian's libicu72 (CLDR 42, Unicode licence) by ctypes.
Run: ./make_dates.py > date_names.c
"""
import ctypes
import ctypes.util
import unicodedata as ud

import make_fold

VERSION = "72"
ICU = ctypes.CDLL("libicui18n.so." + VERSION)
# The first of two languages that disagree wins where nothing is known.
LOCALES = """en en_GB de de_AT fr fr_CA es es_MX it pt pt_PT nl ru uk pl cs sk
hu el tr ar ar_DZ ar_SY ar_MA he fa
fa@calendar=gregorian sv da nb nn fi ro bg sr sr_Latn hr sl bs
mk sq lt lv et ca eu gl is ga cy id ms th hi bn ur ta te ml ka hy az kk be af
sw uz mn ne si fil ky gu mr pa kn my km lo""".split()
MONTHS, WEEKDAYS = (1, 2, 10, 11), (3, 4, 13, 14)
# Spellings of feeds and of pages that CLDR does not have.
EXTRA = {
    "sept": 9, "mrz": 3, "maerz": 3, "jaenner": 1, "feber": 2, "janv": 1,
    "fevr": 2, "fev": 2, "avr": 4, "juil": 7, "aout": 8, "agosto": 8,
    "ene": 1, "abr": 4, "setiembre": 9, "set": 9, "dic": 12, "gen": 1,
    "mrt": 3, "sent": 9, "сент": 9, "нояб": 11, "февр": 2, "мая": 5, "мар": 3,
    "jun": 6, "jul": 7, "июн": 6, "июл": 7, "авг": 8, "сен": 9, "ноя": 11,
    "μαιος": 5, "μαι": 5, "μαϊ": 5, "αυγ": 8, "σεπτ": 9, "ιουν": 6, "ιουλ": 7,
    "maius": 5, "julius": 7, "oct": 10, "okt": 10, "nov": 11, "dez": 12,
    "prosince": 12, "lipca": 7, "grudnia": 12,
    "सितम्बर": 9, "नवम्बर": 11, "दिसम्बर": 12, "फ़रवरी": 2, "फरवरी": 2,
    "अक्तूबर": 10, "अक्टूबर": 10, "अगस्त": 8, "जनवरी": 1, "जुलाई": 7,
    "siječnja": 1, "kolovoza": 8, "juna": 6, "jula": 7, "augusta": 8,
    "марта": 3, "априла": 4, "маја": 5, "јуна": 6, "јула": 7, "августа": 8,
    "септембра": 9, "октобра": 10, "новембра": 11, "децембра": 12,
    "јануара": 1, "фебруара": 2, "januara": 1, "februara": 2, "maja": 5,
    "oktobra": 10, "novembra": 11, "decembra": 12, "septembra": 9,
    "гру": 12, "січ": 1, "лют": 2, "бер": 3, "кві": 4, "тра": 5, "чер": 6,
    "лип": 7, "сер": 8, "вер": 9, "жов": 10, "лис": 11,
    "sty": 1, "lut": 2, "kwi": 4, "cze": 6, "lip": 7, "sie": 8, "wrz": 9,
    "paź": 10, "gru": 12, "styczen": 1, "pazdziernika": 10,
    "جانفي": 1, "فيفري": 2, "فبراير": 2, "أفريل": 4, "ماي": 5, "جوان": 6,
    "جويلية": 7, "أوت": 8, "غشت": 8, "شتنبر": 9, "نونبر": 11, "دجنبر": 12,
    "يوليوز": 7, "ينایر": 1, "اذار": 3, "نيسان": 4, "ايار": 5, "حزيران": 6,
    "تموز": 7, "اب": 8, "ايلول": 9, "شباط": 2, "يونيه": 6, "يوليه": 7,
    "أبريل": 4, "إبريل": 4, "ابريل": 4, "enero": 1, "diciembre": 12,
    "ינו": 1, "פבר": 2, "אפר": 4, "אוג": 8, "ספט": 9, "אוק": 10, "אוקט": 10,
    "נוב": 11, "דצמ": 12, "urtarrilaren": 1, "otsailaren": 2,
    "martxoaren": 3, "apirilaren": 4, "maiatzaren": 5, "ekainaren": 6,
    "uztailaren": 7, "abuztuaren": 8, "irailaren": 9, "urriaren": 10,
    "azaroaren": 11, "abenduaren": 12, "gennaio": 1, "janeiro": 1, "fevereiro": 2, "março": 3, "mars": 3,
}
ASCII_DUTY = {"lun": 1, "mar": 2, "mer": 3, "jeu": 4, "ven": 5, "sam": 6,
              "dim": 0, "die": 2, "tues": 2, "wednes": 3, "thur": 4,
              "thurs": 4, "weds": 3}


def folded(text):
    out = "".join(make_fold.fold(ord(c)) for c in
                  ud.normalize("NFC", text.replace("’", "'")))
    return out.strip().rstrip(".").strip()


def names(locale, kind, count):
    status = ctypes.c_int(0)
    call = getattr(ICU, "udat_open_" + VERSION)
    call.restype = ctypes.c_void_p
    fmt = call(ctypes.c_int(-1), ctypes.c_int(-1), locale.encode(), None, 0,
               None, 0, ctypes.byref(status))
    get = getattr(ICU, "udat_getSymbols_" + VERSION)
    for i in range(count):
        room = (ctypes.c_uint16 * 100)()
        status = ctypes.c_int(0)
        size = get(ctypes.c_void_p(fmt), kind, i, room, 100,
                   ctypes.byref(status))
        yield bytes(room)[:size * 2].decode("utf-16le")


def usable(word):
    return (len(word) >= 2 and not any(c.isdigit() for c in word)
            and all(c.isalpha() or ud.category(c)[0] == "M" or c in " '-."
                    for c in word))


def main():
    months, days = {}, {}
    for locale in LOCALES:
        lang = locale.split("_")[0].split("@")[0]
        for kind in MONTHS:
            for i, name in enumerate(names(locale, kind, 12)):
                word = folded(name)
                if usable(word):
                    months.setdefault(word, {}).setdefault(i + 1, [])
                    if lang not in months[word][i + 1]:
                        months[word][i + 1].append(lang)
        for kind in WEEKDAYS:
            for i, name in enumerate(names(locale, kind, 8)):
                word = folded(name)
                if i > 0 and usable(word):
                    days.setdefault(word, i - 1)
    for word, value in EXTRA.items():
        months.setdefault(folded(word), {value: ["en"]})
    for word, value in ASCII_DUTY.items():
        days.setdefault(word, value)
    print("/* SPDX-License-Identifier: Apache-2.0 AND Unicode-DFS-2016 */")
    print("/* Made by make_dates.py from ICU %s; do not edit. */" % VERSION)
    print('#include "text/tables/tables.h"\n')
    print("const struct nwi_date_name nwi_date_names[] = {")
    count = 0
    for word in sorted(set(months) | set(days), key=lambda w: w.encode()):
        weekday = days.get(word, -1) + 1
        values = months.get(word, {0: []})
        for value, langs in values.items():
            lang = " ".join(langs) if len(values) > 1 else ""
            print('\t{ "%s", %d, %d, "%s" },' % (word, value, weekday, lang))
            count += 1
    print("};\nconst size_t nwi_date_name_count = %d;" % count)


if __name__ == "__main__":
    main()
