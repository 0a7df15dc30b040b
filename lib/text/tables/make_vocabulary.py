#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes date_vocabulary.c: the vocabulary of dates beyond names, folded.

Own words of pages and feeds first, then what Debian's libicu72 (CLDR 42,
Unicode licence) says for "5 hours ago" and "yesterday" in each language: a
word that stands with most units means "ago", the rest is the unit.
Run: ./make_vocabulary.py > date_vocabulary.c
"""
import ctypes
import re

import make_dates as names
import make_fold

SECOND, MINUTE, HOUR, DAY, WEEK, MONTH, YEAR = range(7)
UNITS = ("SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "YEAR")
ICU_UNIT = {0: YEAR, 2: MONTH, 3: WEEK, 4: DAY, 5: HOUR, 6: MINUTE, 7: SECOND}
LOCALES = """en de fr es it pt nl ru uk pl cs sk hu el tr ar he fa sv da nb
fi ro bg sr sr_Latn hr sl bs mk sq lt lv et ca eu gl is ga cy id ms hi bn ur
ta te ml ka hy az kk be af sw uz mn ne si fil ky vi mr gu pa kn""".split()
COUNTS = (-1, -2, -3, -5, -11, -21)

# (kind, value, count, ago, words). `_` parts the words of a phrase.
OWN = [
    ("UNIT", SECOND, 0, 0, "s sec secs sek sec сек"),
    ("UNIT", MINUTE, 0, 0, """m min mins minuut minuti хвилину минути
        minutt minutit dk دقيقه דק minuta"""),
    ("UNIT", HOUR, 0, 0, """h hr hrs hora horas ora ore uur uren год godz
        hod timme timmar tim ωρα saat sa ساعه שעה jam gio heure heures ч
        tunti tuntia tundi val hours час часа часов години годин ঘণ্টা
        órával"""),
    ("UNIT", DAY, 0, 0, """d day days dag dagen dagar dage dager j dni dana
        nap gun hari ngay zi zile pv дн"""),
    ("UNIT", WEEK, 0, 0, "w wk week weeks неделя settimana"),
    ("UNIT", MONTH, 0, 0, "mo mos month months mes mois"),
    ("UNIT", YEAR, 0, 0, "y yr yrs year years an ans ar года"),
    ("UNIT", HOUR, 1, 0, "godzine un'ora"),
    ("UNIT", HOUR, 2, 0, "ساعتين שעתיים"),
    ("UNIT", MINUTE, 2, 0, "دقيقتين"),
    ("UNIT", DAY, 2, 0, "يومين יומיים"),
    ("UNIT", WEEK, 2, 0, "اسبوعين שבועיים"),
    ("UNIT", MONTH, 2, 0, "شهرين חודשיים"),
    ("UNIT", YEAR, 2, 0, "سنتين عامين שנתיים"),
    ("UNIT", HOUR, 0, 1, "oraja"), ("UNIT", MINUTE, 0, 1, "perce"),
    ("UNIT", DAY, 0, 1, "napja"), ("UNIT", WEEK, 0, 1, "hete"),
    ("UNIT", MONTH, 0, 1, "honapja"), ("UNIT", SECOND, 0, 1, "masodperce"),
    ("AGO", 0, 0, 0, """ago il vor hace fa geleden назад тому temu przed pred
        pre prije sedan siden sitten ezelott acum преди πριν once قبل منذ
        پیش לפני lalu truoc ha earlier atras tagasi əvvəl il_y_a مضت پہلے пре back"""),
    ("ONE", 1, 0, 0, """a an one ein eine einer einem einen un une una um uma
        een en ett et один одну одна jeden jedna jedno o um'ora egy bir"""),
    ("ONE", 2, 0, 0, """two zwei deux dos due dois duas twee två to два две
        дві dwa dwie dve dva iki kaksi doua"""),
    ("ONE", 3, 0, 0, "three drei trois tres tre três drie три trzy tri"),
    ("NOW", 0, 0, 0, """now moments_ago moment_ago seconds_ago jetzt maintenant
        ahora adesso nu сейчас зараз teraz nyt just_now только_что щойно
        simdi الان الآن עכשיו przed_chwila"""),
    ("DAY", 0, 0, 0, """today heute aujourd'hui hoy oggi hoje vandaag сегодня
        сьогодні dzisiaj dzis dnes idag i_dag danes днес σημερα bugun اليوم
        امروز היום azi astazi ma tanaan danas hari_ini данас tana sodien
        siandien hom_nay आज আজ আজকে"""),
    ("DAY", -1, 0, 0, """yesterday gestern hier ayer ieri ontem gisteren вчера
        вчора wczoraj vcera igar i_gar i_ga tegnap χθες χτες dun امس دیروز
        אתמול eilen jucer kemarin јуче juce eile vakar hom_qua i_gaar
        گزشتہ_روز গতকাল"""),
    ("DAY", -2, 0, 0, """vorgestern avant_hier anteayer antes_de_ayer avantieri
        altro_ieri l'altro_ieri anteontem eergisteren позавчера позавчора
        przedwczoraj predevcirem prekjucer toissapaivana forrgar i_forrgar
        i_forgars day_before_yesterday"""),
    ("HALF", 0, 0, 0, """am a.m π.μ πμ ص ق.ظ صباحا sabah sang vorm f.m ip ap
        de_la_manana da_manha पूर्वाह्न"""),
    ("HALF", 1, 0, 0, """pm p.m μ.μ μμ م ب.ظ مساء nachm e.m chieu toi de_la_tarde
        de_la_noche da_tarde da_noite अपराह्न"""),
    # Times of their own; behind a number they are halves: "12 noon".
    ("HALF", 1, 12, 0, "noon midday mediodia meio_dia mezzogiorno полдень"),
    ("HALF", 0, 12, 0, """midnight medianoche minuit mitternacht mezzanotte
        meia_noite полночь"""),
    # 1 stands behind the hour, 0 before it.
    ("CLOCK", 1, 0, 0, """uhr"""),
    ("CLOCK", 0, 0, 0, """at klo kl kell в о об u alle as las lus ore a_las
        às om um a_la luc pukul الساعه בשעה ב klukkan kello στις v"""),
    # Vietnamese numbers its months: "tháng 3".
    ("NOISE", 1, 0, 0, "thang"),
    ("NOISE", 0, 0, 0, """on of the for de del do da di le la el st nd rd th er
        eme den der am dem published updated posted date created modified last
        added publie mis jour stand veroffentlicht aktualisiert publicado
        actualizado pubblicato aggiornato gepubliceerd bijgewerkt года року r
        rok roku god godine gada год. y yang just gerade eben il há nam ngay
        local time standard summer daylight and und et e и dne dnia dana
        o os din au tarihinde tarihli ه sh year release released from since
        vom dal del_dia г г. no gada d ko ean"""),
]

# Minutes east of UTC of the abbreviations that mean one zone in feeds.
ZONES = [
    (0, "ut utc gmt wet z coordinated_universal_time greenwich_mean_time"),
    (60, """bst cet met mez west wat british_summer_time
        central_european_time central_european_standard_time"""),
    (120, """central_european_summer_time cest mest mesz eet sast cat"""),
    (180, "msk eest trt eat idt fet мск"), (210, "irst"),
    (240, "msd gst amt samt"), (270, "irdt"), (300, "pkt uzt yekt"),
    (330, "ist slst india_standard_time"), (345, "npt"), (360, "bdt almt omst"), (390, "mmt"),
    (420, "ict wib krat novt"), (480, "hkt sgt pht wita awst myt irkt"),
    (540, "jst kst wit yakt japan_standard_time"), (570, "acst"), (600, "aest vlat chst"),
    (630, "acdt"), (660, "aedt"), (720, "nzst fjt"), (780, "nzdt"),
    (-150, "ndt"), (-180, "adt brt art uyt clst"), (-210, "nst"),
    (-240, "edt ast clt bot vet eastern_daylight_time"), (-300, "est cdt cot pet eastern_standard_time central_daylight_time"),
    (-360, "cst mdt central_standard_time mountain_daylight_time"), (-420, "mst pdt mountain_standard_time pacific_daylight_time"), (-480, "pst akdt pacific_standard_time"),
    (-540, "akst"), (-600, "hst"),
]
# Zones with summer time, and places as software names them: Europe/Rome. 1: the rule of
# the European Union, 2: of the United States, 0: the same all year.
RULED = [
    (-300, 2, "et eastern_time"), (-360, 2, "ct central_time"),
    (-420, 2, "mt mountain_time"), (-480, 2, "pt pacific_time"),
]
PLACES = [
    (-300, 2, "new_york toronto detroit montreal eastern"),
    (-360, 2, "chicago winnipeg central"),
    (-420, 2, "denver edmonton mountain"),
    (-480, 2, "los_angeles vancouver pacific"), (-240, 2, "halifax"),
    (0, 1, "london dublin lisbon belfast"),
    (60, 1, """berlin paris madrid rome vienna amsterdam brussels zurich
        stockholm oslo copenhagen prague warsaw budapest belgrade zagreb
        ljubljana bratislava sarajevo skopje luxembourg monaco malta tirane
        andorra"""),
    (120, 1, "helsinki athens kiev kyiv bucharest sofia riga vilnius tallinn"),
    (180, 0, "moscow istanbul minsk baghdad riyadh nairobi qatar kuwait"),
    (120, 0, "johannesburg kaliningrad tripoli harare"), (240, 0, "dubai"),
    (60, 0, "lagos algiers tunis"), (330, 0, "kolkata calcutta colombo"),
    (300, 0, "karachi tashkent"), (345, 0, "kathmandu katmandu"),
    (360, 0, "dhaka"), (420, 0, "bangkok jakarta ho_chi_minh saigon"),
    (480, 0, """shanghai hong_kong singapore taipei manila kuala_lumpur perth
        beijing"""),
    (540, 0, "tokyo seoul"), (600, 0, "brisbane"),
    (-180, 0, "sao_paulo buenos_aires"), (-300, 0, "bogota lima"),
    (-360, 0, "mexico_city"), (-240, 0, "caracas la_paz"),
    (-420, 0, "phoenix"), (-600, 0, "honolulu"),
]

# Scripts that write without spaces; the longest that fits counts.
JOINED = [
    ("FIELD", YEAR, "年 년 ปี"), ("FIELD", MONTH, "月 월 月份"),
    ("FIELD", DAY, "日 号 號 일"), ("FIELD", HOUR, "時 时 點 点 시"),
    ("FIELD", MINUTE, "分 분"), ("FIELD", SECOND, "秒 초"),
    ("UNIT", HOUR, "시간 小时 小時 時間 個小時 个小时 ชั่วโมง ชม. ชม"),
    ("UNIT", MINUTE, "分钟 分鐘 นาที"), ("UNIT", SECOND, "秒钟 秒鐘 วินาที"),
    ("UNIT", DAY, "天 วัน"), ("UNIT", WEEK, "주 週間 周 週 星期 礼拜 สัปดาห์"),
    ("UNIT", MONTH, "개월 달 个月 個月 か月 ヶ月 カ月 ヵ月 เดือน"),
    ("AGO", 0, "前 전 以前 之前 ที่แล้ว ที่ผ่านมา ก่อน"),
    ("DAY", 0, "今天 今日 오늘 本日 วันนี้"),
    ("DAY", -1, "昨天 昨日 어제 เมื่อวาน เมื่อวานนี้"),
    ("DAY", -2, "前天 一昨日 그제 그저께 おととい เมื่อวานซืน"),
    ("HALF", 0, "上午 午前 오전 凌晨 早上 清晨 새벽 아침"),
    ("HALF", 1, "下午 午後 오후 晚上 傍晚 저녁 밤 中午"),
    ("NOW", 0, "刚刚 剛剛 たった今 방금 เมื่อสักครู่ 刚才"),
    ("ERA", 2018, "令和"), ("ERA", 1988, "平成"), ("ERA", 1925, "昭和"),
    ("ERA", 1911, "民國 民国 中華民國"),
    ("CLOCK", 0, "เวลา"), ("CLOCK", 1, "น."),
    ("NOISE", 0, "ที่ พ.ศ. พ.ศ ค.ศ. 於 于 の に は と 公開 更新 发布 発表 発売 版 付"),
]
THAI = """มกราคม มกรา ม.ค. ม.ค มค/กุมภาพันธ์ กุมภา ก.พ. ก.พ กพ/มีนาคม มีนา
มี.ค. มี.ค มีค/เมษายน เมษา เม.ย. เม.ย เมย/พฤษภาคม พฤษภา พ.ค. พ.ค พค/มิถุนายน
มิถุนา มิ.ย. มิ.ย มิย/กรกฎาคม กรกฎา ก.ค. ก.ค กค/สิงหาคม สิงหา ส.ค. ส.ค สค/
กันยายน กันยา ก.ย. ก.ย กย/ตุลาคม ตุลา ต.ค. ต.ค ตค/พฤศจิกายน พฤศจิกา พ.ย. พ.ย
พย/ธันวาคม ธันวา ธ.ค. ธ.ค ธค"""
THAI_DAYS = """วันอาทิตย์ อาทิตย์ อา./วันจันทร์ จันทร์ จ./วันอังคาร อังคาร อ./วันพุธ พุธ
พ./วันพฤหัสบดี พฤหัสบดี พฤหัส พฤ. พฤหัสฯ/วันศุกร์ ศุกร์ ศ./วันเสาร์ เสาร์ ส."""


EAST_DAYS = """日曜日 日曜 星期日 星期天 周日 週日 禮拜日 일요일/月曜日 月曜 星期一 周一
週一 월요일/火曜日 火曜 星期二 周二 週二 화요일/水曜日 水曜 星期三 周三 週三 수요일/木曜日 木曜 星期四 周四 週四
목요일/金曜日 金曜 星期五 周五 週五 금요일/土曜日 土曜 星期六 周六 週六 토요일"""


def relative(locale, style, call, unit, count):
    status = ctypes.c_int(0)
    get = getattr(names.ICU, "ureldatefmt_open_" + names.VERSION)
    get.restype = ctypes.c_void_p
    fmt = get(locale.encode() + b"@numbers=latn", None, style, 256,
              ctypes.byref(status))
    room = (ctypes.c_uint16 * 200)()
    status = ctypes.c_int(0)
    size = getattr(names.ICU, call + "_" + names.VERSION)(
        ctypes.c_void_p(fmt), ctypes.c_double(count), unit, room, 200,
        ctypes.byref(status))
    getattr(names.ICU, "ureldatefmt_close_" + names.VERSION)(
        ctypes.c_void_p(fmt))
    return bytes(room)[:size * 2].decode("utf-16le")


def words_of(text):
    for word in re.split(r"[\s\-]+", re.sub(r"[\u200c-\u200f]", "", text)):
        word = names.folded(word.strip("().,॰"))
        if names.usable(word):
            yield word


def phrase(text):
    return " ".join(names.folded(part) for part in re.split(r"[\s-]+", text))


def learn(locale, add):
    lang = locale.split("_")[0]
    units = {}
    for style in (0, 1, 2):
        for icu, unit in ICU_UNIT.items():
            for count in COUNTS:
                text = relative(locale, style, "ureldatefmt_formatNumeric",
                                icu, count)
                seen = re.search(r"\d", text) is not None
                for word in words_of(re.sub(r"[\d+-]+", " ", text)):
                    units.setdefault(word, {}).setdefault(unit, set())
                    units[word][unit].add(0 if seen else -count)
    for word, by in units.items():
        if len(by) >= 4:
            add(word, ("AGO", 0, 0, 0), lang)
        elif len(by) == 1:
            (unit, counts), = by.items()
            add(word, ("UNIT", unit, 0 if 0 in counts else min(counts), 0),
                lang)
    for days in (0, -1, -2):
        text = relative(locale, 0, "ureldatefmt_format", 4, days)
        if not re.search(r"\d", text) and len(phrase(text)) > 2:
            add(phrase(text), ("DAY", days, 0, 0), lang)


def c_value(kind, value):
    if kind in ("UNIT", "FIELD"):
        return "UNIT_" + UNITS[value]
    return str(value)


def print_words(rows):
    print("const struct nwi_date_vocable nwi_date_vocables[] = {")
    for word, kind, value, count, more, langs in rows:
        print('\t{ "%s", "%s", MARK_%s, %s, %d, %d },' % (
            word, langs, kind, c_value(kind, value), count, more))
    print("};\nconst size_t nwi_date_vocable_count = %d;\n" % len(rows))


def print_joined():
    rows = [(word, kind, c_value(kind, value), 0, 0)
            for kind, value, words in JOINED for word in words.split()]
    for i, month in enumerate(THAI.replace("\n", " ").split("/")):
        rows += [(word, "NAME", "0", i + 1, 0) for word in month.split()]
    for days in (THAI_DAYS, EAST_DAYS):
        for i, day in enumerate(days.replace("\n", " ").split("/")):
            rows += [(word, "NAME", "0", 0, i + 1) for word in day.split()]
    print("const struct nwi_date_joined nwi_date_joined[] = {")
    for row in sorted(rows, key=lambda r: r[0].encode()):
        print('\t{ "%s", MARK_%s, %s, %d, %d },' % row)
    print("};\nconst size_t nwi_date_joined_count = %d;" % len(rows))


def main():
    table, mine = {}, set()

    def add(word, meaning, lang=""):
        by = table.setdefault(word, {})
        for kind, value, _, _ in by if lang else ():
            # Zones are the same in all languages; own words know more.
            if kind == "ZONE" or (word in mine and meaning[:2] == (kind,
                                                                   value)):
                return
        by.setdefault(meaning, [])
        if lang and lang not in by[meaning]:
            by[meaning].append(lang)

    def own(words, kind, *meaning):
        for word in words.split():
            add(" ".join(names.folded(part) for part in word.split("_")),
                (kind,) + meaning)

    for minutes, words in ZONES:
        own(words, "ZONE", minutes, 0, 0)
    for minutes, rule, words in RULED:
        own(words, "ZONE", minutes, rule, 0)
    for minutes, rule, words in PLACES:
        own(words, "ZONE", minutes, rule, 1)
    for kind, value, count, ago, words in OWN:
        own(words, kind, value, count, ago)
    mine.update(table)
    for locale in LOCALES:
        learn(locale, add)
    rows = []
    for word in sorted(table, key=lambda w: w.encode()):
        for i, (meaning, langs) in enumerate(table[word].items()):
            # The first meaning is that of whoever says no language.
            if i == 0 or langs:
                rows.append((word,) + meaning + (" ".join(langs),))
    print("/* SPDX-License-Identifier: Apache-2.0 AND Unicode-DFS-2016 */")
    print("/* Made by make_vocabulary.py from ICU %s; do not edit. */"
          % names.VERSION)
    print('#include "text/date_internal.h"')
    print('#include "text/tables/tables.h"\n')
    print_words(rows)
    print_joined()


main()
