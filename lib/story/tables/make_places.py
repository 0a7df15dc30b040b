#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes place_table.c: countries and cities by the hash of their names.

Reads the names of countries and the cities of time zones out of Debian's
libicu72 (CLDR 42, Unicode licence) by ctypes, in the languages below, and adds
those that CLDR does not have. Made 2026-11-22; run:
PYTHONPATH=../../text/tables ./make_places.py > place_table.c
"""
import ctypes
import sys
import unicodedata as ud

import make_fold

from make_common import fnv

UC = ctypes.CDLL("libicuuc.so.72")
LOCALES = """en de fr es it pt nl sv da nb fi et lv lt pl cs sk sl hr sr_Latn
hu ro bg sr mk ru uk be el tr az kk hy ka ar he fa hi zh zh_Hant ja ko id
vi""".split()
# Capitals that are no zone's city, and short names; CLDR's are kept as well.
MORE = {
    "CITY Beijing": "beijing peking pékin pekín pechino pequim пекин пекін pekin بكين 北京 베이징",
    "CITY Washington": "washington вашингтон вашингтон waszyngton واشنطن 华盛顿 華盛頓 ワシントン 워싱턴",
    "CITY Ankara": "ankara анкара ancara أنقرة 安卡拉 アンカラ",
    "CITY Ottawa": "ottawa оттава أوتاوا 渥太华",
    "CITY Delhi": "delhi дели делі دلهي 新德里 德里",
    "CITY Islamabad": "islamabad исламабад ісламабад إسلام+أباد 伊斯兰堡",
    "CITY Geneva": "geneva genf genève ginebra ginevra genebra genewa женева cenevre جنيف 日内瓦 ジュネーブ",
    "CITY Hague": "haag haia haga гаага гааги لاهاي 海牙",
    "CITY Jerusalem": "jerusalem jérusalem jerusalén gerusalemme jerozolima иерусалим єрусалим kudüs القدس 耶路撒冷",
    "CITY Odesa": "odesa odessa одесса одеса أوديسا 敖德萨",
    "CITY Kharkiv": "kharkiv charkiw kharkov харьков харків charków خاركيف 哈尔科夫",
    "CITY Kyiv": "kyiv kiev kiew киев київ kijów كييف 基辅 キーウ",
    "CITY Istanbul": "istanbul estambul stambuł стамбул إسطنبول اسطنبول 伊斯坦布尔",
    "CITY Tbilisi": "tbilisi tiflis тбилиси tbilissi تبليسي تفليس 第比利斯",
    "CITY Yerevan": "yerevan eriwan erevan ereván erywań ереван єреван erivan يريفان إيريفان 埃里温",
    "CITY Hanoi": "hanoi ханой هانوي 河内",
    "CITY Aviv": "tel+aviv тель+авив تل+أبيب 特拉维夫",
    "US": "usa сша америка 美国 美國 米国 アメリカ 미국 أميركا أمريكا",
    "GB": "britain great+britain großbritannien grande+bretagne gran+bretaña gran+bretagna британия великобритания великобританія بريطانيا 英国 英國 イギリス",
    "CZ": "czech+republic",
    "CN": "китай 中国 中國",
    "EU": "european+union европейский+союз евросоюз євросоюз європейський+союз europäische+union union+européenne unión+europea unione+europea unia+europejska avrupa+birliği الاتحاد+الأوروبي 欧盟 歐盟",
    "UN": "united+nations оон vereinte+nationen nations+unies naciones+unidas nazioni+unite الأمم+المتحدة 联合国 聯合國 国連",
    "NATO": "nato нато otan الناتو 北约 北約",
}
# Regions that are no countries, places that are everyday words.
LEFT_OUT = {"ZZ", "XA", "XB", "QO", "EZ", "UN", "EU", "IO", "UM"}
STOP = {"center", "central", "samara", "victoria", "eastern", "pacific",
        "mountain", "regina", "vincennes", "knox", "marengo", "chat",
        "bahia", "mali", "man", "guam", "general", "easter", "casey",
        "davis", "palmer", "troll", "wake", "turk", "metro", "lima",
        "wallis", "isle"}


def folded(text):
    text = ud.normalize("NFC", text)
    return "".join(make_fold.fold(ord(c)) for c in text)


def call(name, *args, result=ctypes.c_void_p):
    function = getattr(UC, name + "_72")
    function.restype = result
    status = ctypes.c_int(0)
    value = function(*args, ctypes.byref(status))
    return value if status.value <= 0 else None


def string_of(bundle):
    size = ctypes.c_int32(0)
    at = call("ures_getString", ctypes.c_void_p(bundle), ctypes.byref(size))
    return ctypes.string_at(at, 2 * size.value).decode("utf-16le") if at else ""


def rows_of(package, locale, key):
    """The strings of a table with their keys; of a table of tables their ec."""
    top = call("ures_open", package, locale.encode())
    table = top and call("ures_getByKey", ctypes.c_void_p(top), key, None)
    if not table:
        return
    count = UC.ures_getSize_72(ctypes.c_void_p(table))
    UC.ures_getKey_72.restype = ctypes.c_char_p
    for i in range(count):
        one = call("ures_getByIndex", ctypes.c_void_p(table), i, None)
        name = UC.ures_getKey_72(ctypes.c_void_p(one)).decode()
        if key == b"Countries":
            yield name, string_of(one)
            continue
        city = call("ures_getByKey", ctypes.c_void_p(one), b"ec", None)
        if city and ":" in name:
            yield "CITY " + name.split(":")[-1], string_of(city)


def is_short(word):
    return len(word) < (4 if ord(word[0]) < 0x1000 else 2)


def strip(word):
    """As nwi_place_strip does."""
    cyrillic = 0x400 <= ord(word[0]) < 0x530
    endings = "аеиоуыэюяйьіїємх" if cyrillic else "aeiouys"
    if not cyrillic and ord(word[0]) >= 0x250:
        return word
    left, least = (3, 3) if cyrillic else (1, 4)
    while left and len(word) > least and word[-1] in endings:
        word, left = word[:-1], left - 1
    return word


def keys_of(name):
    words = "".join(c if c.isalnum() or ud.category(c)[0] == "M" else " "
                    for c in folded(name)).split()
    if not 1 <= len(words) <= 3 or (len(words) == 1 and is_short(words[0])):
        return
    if words[0] in STOP and len(words) == 1:
        return
    if ord(words[0][0]) >= 0x2e80:
        yield "".join(words)
        return
    yield " ".join(words[:-1] + [strip(words[-1])])


def table(cells):
    line = ""
    for cell in cells:
        if len(line) + len(cell) > 70:
            print("\t" + line.rstrip())
            line = ""
        line += cell + " "
    print("\t" + line.rstrip() + "\n};\n")


def main():
    ids, found = {}, {}
    for locale in LOCALES:
        pairs = list(rows_of(b"icudt72l-region", locale, b"Countries"))
        pairs += rows_of(b"icudt72l-zone", locale, b"zoneStrings")
        for place, name in pairs:
            if place.isdigit() or place in LEFT_OUT or len(place) == 3:
                continue
            number = ids.setdefault(place, len(ids) + 1)
            for key in keys_of(name):
                found.setdefault(key, number)
    # Cities of zones whose name in English is the zone's.
    for place in [p for p in ids if p.startswith("CITY ")]:
        for key in keys_of(place[5:].replace("_", " ")):
            found.setdefault(key, ids[place])
    for place, names in MORE.items():
        number = None
        for name in names.split():
            for key in keys_of(name.replace("+", " ")):
                number = number or found.get(key)
        if place in ids:
            number = ids[place]
        number = number or ids.setdefault(place, len(ids) + 1)
        for name in names.split():
            for key in keys_of(name.replace("+", " ")):
                found[key] = number
    rows = {}
    for key, number in found.items():
        rows.setdefault(fnv(key), number)
    print("/* SPDX-License-Identifier: Apache-2.0 AND Unicode-DFS-2016 */")
    print("/* Made by make_places.py from ICU 72; do not edit. */")
    print('#include "story/tables/place_table.h"\n')
    print("const struct nwi_place_row nwi_place_rows[] = {")
    table(["{ 0x%08x, %d }," % (key, rows[key]) for key in sorted(rows)])
    order, starts, at = sorted(rows), [], 0
    for bucket in range(4097):
        while at < len(rows) and order[at] >> 20 < bucket:
            at += 1
        starts.append(at)
    print("const uint16_t nwi_place_starts[NWI_PLACE_BUCKETS + 1] = {")
    table(["%d," % start for start in starts])
    print(len(ids), "places", len(rows), "rows", file=sys.stderr)

if __name__ == "__main__":
    main()
