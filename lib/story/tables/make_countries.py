#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes country_table.c: countries by the words that name them.

Usage (needs libicu72):
PYTHONPATH=../../text/tables ./make_countries.py < country_words.txt > country_table.c

Names of countries and of the capitals that are a time zone's city come from
CLDR, as ICU has them, in the languages that newswatch reads; Slavic ones are
declined. All else is in the list. The table is one of linear probing by the
FNV-1a hash of the folded word; phrases and beginnings as in make_gist.py.
"""
import re
import sys

from make_common import fnv
from make_gist import BEGINNING, PHRASE, START_BITS, fold_all, print_bits
from make_places import rows_of

LANGUAGES = "en ru uk de fr es pt pt_PT it pl tr ar fa zh zh_Hant ja nl sv cs ro hu el bg sr he ko hi".split()
CAPITALS = """AF Asia/Kabul AM Asia/Yerevan AR America/Argentina/Buenos_Aires AT Europe/Vienna AZ Asia/Baku
BA Europe/Sarajevo BD Asia/Dhaka BE Europe/Brussels BG Europe/Sofia BH Asia/Bahrain BO America/La_Paz
BY Europe/Minsk CD Africa/Kinshasa CL America/Santiago CO America/Bogota CU America/Havana CY Asia/Nicosia
CZ Europe/Prague DE Europe/Berlin DK Europe/Copenhagen DZ Africa/Algiers EE Europe/Tallinn EG Africa/Cairo
ES Europe/Madrid ET Africa/Addis_Ababa FI Europe/Helsinki FR Europe/Paris GB Europe/London GE Asia/Tbilisi
GR Europe/Athens HR Europe/Zagreb HU Europe/Budapest IE Europe/Dublin ID Asia/Jakarta IQ Asia/Baghdad
IR Asia/Tehran IT Europe/Rome JO Asia/Amman JP Asia/Tokyo KE Africa/Nairobi KG Asia/Bishkek KH Asia/Phnom_Penh
KP Asia/Pyongyang KR Asia/Seoul LA Asia/Vientiane LB Asia/Beirut LT Europe/Vilnius LV Europe/Riga LY Africa/Tripoli
MD Europe/Chisinau MK Europe/Skopje ML Africa/Bamako NE Africa/Niamey NL Europe/Amsterdam NO Europe/Oslo
NP Asia/Kathmandu PE America/Lima PH Asia/Manila PL Europe/Warsaw PT Europe/Lisbon QA Asia/Qatar
RO Europe/Bucharest RS Europe/Belgrade RU Europe/Moscow SA Asia/Riyadh SD Africa/Khartoum SE Europe/Stockholm
SI Europe/Ljubljana SK Europe/Bratislava SO Africa/Mogadishu SY Asia/Damascus TD Africa/Ndjamena TH Asia/Bangkok
TJ Asia/Dushanbe TM Asia/Ashgabat TN Africa/Tunis TW Asia/Taipei TZ Africa/Dar_es_Salaam UA Europe/Kiev
UG Africa/Kampala UZ Asia/Tashkent VE America/Caracas ZW Africa/Harare""".split()
# Dependencies and places without people in them, and names that are other words too.
LEFT_OUT = set("""AC AQ AS AX BL BQ BV CC CK CP CW CX DG EA EU EZ FK FO GF GG GI GP GS GU HM IC IM IO JE KY MF MP MQ MS
NC NF NU PF PM PN PR QO RE SH SJ SX TA TC TF TK UM UN VG VI WF XA XB YT ZZ""".split())
NOT_PLACES = set("того тога тогу тоге ama cad daca ira oma sam sili gana gine fas rim lime limi limy лима лиме лими лиму лимы лимі man island lima la_paz santiago sofia congo kongo конго nigerie maria mary".split())
CYRILLIC_ENDINGS = {
    "ия": "ия ии ию ией иею", "ія": "ія ії ію ією", "а": "а ы и е у ой ою і", "я": "я и ю е ей ею і", "ь": "ь и ю ем і",
    "й": "й я ю е ем ї єм",
}
POLISH_ENDINGS = {"ia": "ia ii ie ię ią", "ja": "ja ji ję ją", "a": "a y i ie ę ą ze ce", "y": "y ami ach om"}
FREE, UPPER, NAME = 1, 2, 4  # of a word: without a capital too; in capitals alone; a person's name too


def declined(name, language):
    """The cases of a name of one word."""
    if " " in name or "-" in name:
        return [name]
    if language in ("ru", "uk"):
        for ending, forms in CYRILLIC_ENDINGS.items():
            if name.endswith(ending):
                return [name[:-len(ending)] + form for form in forms.split()]
        if name[-1] not in "еёиоуыэюєіїв":
            return [name + form for form in ("", "а", "у", "ом", "ем", "е", "і")]
    if language == "pl":
        for ending, forms in POLISH_ENDINGS.items():
            if name.endswith(ending):
                return [name[:-len(ending)] + form for form in forms.split()]
        if name[-1] not in "eiou":
            return [name + form for form in ("", "u", "em", "ie")]
    return [name]


class Table:
    def __init__(self):
        self.rows, self.clashes, self.starts = {}, [], set()
        self.capitals = dict(zip((zone.split("/")[-1] for zone in CAPITALS[1::2]), CAPITALS[::2]))

    def add(self, code, word, kind=0, by_hand=False):
        salt = BEGINNING if word.endswith("*") or word >= "\u3000" else 0
        words = fold_all(re.sub("['\u2019\u2018&,_\u00b7-]", " ", word.rstrip("*"))).split()
        if not words or "_".join(words) in NOT_PLACES or len("".join(words)) < 2:
            return
        key = fnv(" ".join(words)) ^ salt
        old = self.rows.get(key)
        if old and old[0] != code and old[0]:
            if old[2] == by_hand:
                self.clashes.append("%s: %s and %s" % (word, old[0], code))
            return
        if salt:
            self.starts.add(fnv("".join(words).encode()[:4]) & START_BITS - 1)
        if not old or not old[0]:
            self.rows[key] = (code, kind, by_hand)
        for i in range(1, len(words)):
            self.rows.setdefault(fnv(" ".join(words[:i])) ^ PHRASE, ("", 0, False))

    def add_list(self, lines):
        for line in lines:
            line = line.split("#")[0]
            if ":" not in line:
                continue
            code, words = line.split(":", 1)
            for word in words.split():
                kind = {"~": FREE, "?": NAME}.get(word[0], 0)
                if word.isascii() and word.isupper():
                    kind = UPPER
                self.add(code, word.lstrip("~?"), kind, True)

    def add_names(self, language):
        for code, name in rows_of(b"icudt72l-region", language, b"Countries"):
            if code in LEFT_OUT or len(code) != 2 or len(name) < 2:
                continue
            name = re.sub(r"\s*[(\uff08].*", "", name).replace(". ", " ")
            for form in declined(name, language):
                self.add(code, form)
        for zone, name in rows_of(b"icudt72l-zone", language, b"zoneStrings"):
            code = self.capitals.get(zone[5:])
            for form in declined(name, language) if code else []:
                self.add(code, form)


def main():
    table = Table()
    table.add_list(sys.stdin)
    for language in LANGUAGES:
        table.add_names(language)
    for city, code in table.capitals.items():
        table.add(code, city.replace("_", " "))
    for clash in table.clashes:
        print("clash:", clash, file=sys.stderr)
    count = 1024
    while 2 * count < 3 * len(table.rows):
        count *= 2
    slots = [None] * count
    for key in sorted(table.rows):
        at = (key ^ key >> 15) & count - 1
        while slots[at]:
            at = at + 1 & count - 1
        slots[at] = (key,) + table.rows[key][:2]
    print("/* SPDX-License-Identifier: Apache-2.0 AND Unicode-DFS-2016 */")
    print("/* Made by make_countries.py from country_words.txt and from CLDR 42, as ICU 72 has it. */")
    print('#include "story/tables/country_table.h"\n')
    print("const uint32_t nwi_country_slot_mask = %d;\n" % (count - 1))
    print("const struct nwi_country_slot nwi_country_slots[] = {")
    for i in range(0, count, 4):
        print("\t" + " ".join('{ 0x%x, "%s", %d },' % (s or (0, "", 0)) for s in slots[i:i + 4]))
    print("};\n")
    print_bits("nwi_country_starts", "NWI_COUNTRY_START_BITS", table.starts)


if __name__ == "__main__":
    main()
