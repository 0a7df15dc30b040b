#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the pages of this folder and what a reader must find in them.

Each design is a function that writes one page over stories of our own; the
gold (NAME.gold, one JSON object an item) comes from the same stories, so a
page and its gold cannot disagree. Run in this folder: python3 make.py
"""
import html
import json
import os

E = html.escape
FETCHED = "2024-03-08T12:00:00Z"

# title, slug, date, author, outlet, paragraphs
EN = [
    ("Harbour workers vote to end nine-week walkout", "harbour-workers-vote", "2024-03-07", "Mara Lindqvist", "Coast Gazette",
     ["Crane drivers and dockers at the northern terminal accepted a new pay offer on Thursday, union officials said.",
      "Loading resumes on Monday, and the backlog of forty vessels should be cleared within a fortnight."]),
    ("Ministers from six states meet over river treaty", "ministers-river-treaty", "2024-03-06", "Tomas Okoye", "Delta Courier",
     ["Delegations arrived in the capital for two days of talks about the shared dams upstream.",
      "A draft text circulated beforehand leaves the question of quotas open, according to two diplomats."]),
    ("Storm leaves 12,000 homes without power", "storm-homes-power", "2024-03-05", "Ines Fallow", "Northern Post",
     ["Crews worked through the night after winds of 130 kilometres an hour brought down lines across the moor.",
      "Schools in three districts stay closed until at least Friday."]),
    ("Central bank holds rates, hints at summer cut", "bank-holds-rates", "2024-03-04", "Pavel Grant", "Ledger Daily",
     ["Policy makers left the benchmark unchanged at four per cent, as most analysts had expected.",
      "The governor told reporters that inflation was falling faster than the winter forecast."]),
    ("Museum returns bronze to fishing village", "museum-returns-bronze", "2024-03-03", "Ada Merrow", "Coast Gazette",
     ["The small figure was found in a net in 1931 and sold abroad within a month.",
      "Villagers plan a hall for it beside the old smokehouse."]),
    ("Rail line over the pass reopens after landslide", "rail-pass-reopens", "2024-03-02", "Jon Tarrow", "Delta Courier",
     ["The first train crossed at dawn, two months after mud buried the eastern portal.",
      "Speed remains limited while engineers watch sensors along the slope."]),
    ("Court annuls licence of open-cast mine", "court-annuls-licence", "2024-03-01", "Lena Aster", "Northern Post",
     ["Judges found that the ministry had ignored objections from four villages downhill.",
      "The operator said that it would appeal before the end of the month."]),
    ("Spring census counts record number of cranes", "census-cranes", "2024-02-29", "Otto Vane", "Ledger Daily",
     ["Volunteers counted more than nine thousand birds resting on the flooded meadows.",
      "Mild weather has moved the peak of migration forward by ten days."]),
]
DE = [
    ("Stadtrat beschließt Sanierung der Talbrücke", "talbruecke-sanierung", "2024-03-07", "Karla Brenner", "Talbote",
     ["Mit knapper Mehrheit stimmten die Fraktionen am Donnerstag für den teureren Entwurf.", "Die Bauzeit soll achtzehn Monate betragen."]),
    ("Hafen meldet Rekord beim Holzumschlag", "hafen-rekord-holz", "2024-03-06", "Jens Uhland", "Küstenblatt",
     ["Im Februar gingen so viele Stämme über die Kaimauer wie nie zuvor in einem Wintermonat.", "Grund sind die Sturmschäden vom Januar."]),
    ("Gericht stoppt Fällung der alten Linden", "gericht-linden", "2024-03-05", "Mia Sander", "Talbote",
     ["Die Richter gaben dem Eilantrag der Anwohner statt und rügten die fehlende Prüfung.", "Die Gemeinde will nun neu planen."]),
    ("Neue Fähre bindet die Inseln öfter an", "neue-faehre-inseln", "2024-03-04", "Ole Petersen", "Küstenblatt",
     ["Vom Sommer an legt das Schiff achtmal am Tag ab, bei Ebbe von der Außenmole.", "Die Preise bleiben gleich."]),
]
FR = [
    ("Le conseil régional vote le budget des lycées", "budget-lycees", "2024-03-07", "Claire Aubin", "Le Courrier du Val",
     ["Les élus ont adopté jeudi une enveloppe en hausse de trois pour cent malgré l'opposition.", "Les travaux commenceront à la rentrée."]),
    ("Grève des éboueurs : un accord se dessine", "greve-eboueurs-accord", "2024-03-06", "Paul Mercier", "La Dépêche des Quais",
     ["Les syndicats consultent leurs adhérents sur une prime annuelle présentée mercredi.", "La collecte pourrait reprendre dès samedi."]),
    ("Une pluie record inonde la basse ville", "pluie-record-inonde", "2024-03-05", "Léa Fontaine", "Le Courrier du Val",
     ["En six heures, il est tombé l'équivalent de deux mois de précipitations.", "Trois écoles servent d'abri."]),
]
RU = [
    ("Министры обсудили договор о водах реки", "ministry-dogovor", "2024-03-07", "Анна Лужина", "Речной вестник",
     ["Делегации двух стран провели в столице первый раунд переговоров.", "Следующая встреча назначена на апрель."]),
    ("Порт возобновил погрузку зерна после шторма", "port-zerno", "2024-03-06", "Игорь Белов", "Береговые новости",
     ["Первое судно вышло в море утром в среду, сообщили в диспетчерской.", "Очередь судов сократилась вдвое."]),
    ("Музей вернул деревне старинный колокол", "muzey-kolokol", "2024-03-05", "Вера Ким", "Речной вестник",
     ["Колокол хранился в запасниках почти сто лет.", "Его поднимут на звонницу к лету."]),
    ("Учёные посчитали журавлей на лугах", "zhuravli", "2024-03-04", "Олег Ремизов", "Береговые новости",
     ["Весенний учёт показал рекордное число птиц.", "Пик пролёта сместился на десять дней."]),
]
ES = [
    ("El puerto reanuda la carga tras nueve semanas de paro", "puerto-reanuda", "2024-03-07", "Marta Olmo", "Diario del Delta",
     ["Los estibadores aceptaron el jueves la nueva oferta salarial de la terminal.", "El primer buque zarpa el lunes."]),
    ("La corte anula la licencia de la mina a cielo abierto", "corte-anula-mina", "2024-03-06", "Julio Serra", "El Faro",
     ["Los jueces señalaron que el ministerio ignoró a cuatro aldeas.", "La empresa prepara un recurso."]),
    ("El censo de primavera cuenta más grullas que nunca", "censo-grullas", "2024-03-05", "Nuria Paz", "Diario del Delta",
     ["Más de nueve mil aves descansaban en los prados inundados.", "El pico de la migración se adelantó."]),
]
JA = [
    ("北部港の労働者、九週間のストを終える投票", "hokubu-stop", "2024-03-07", "佐川まり", "海岸新報",
     ["労働組合は木曜日、新しい賃金案を受け入れたと発表した。月曜日から荷役が再開される。"]),
    ("六か国の閣僚、河川条約をめぐり協議", "kasen-joyaku", "2024-03-06", "岡田とむ", "三角州通信",
     ["代表団は上流のダムについて二日間の協議を首都で始めた。草案は割り当てを決めていない。"]),
    ("嵐で一万二千戸が停電", "arashi-teiden", "2024-03-05", "藤野いね", "北方日報",
     ["強風で送電線が倒れ、夜通し復旧作業が続いた。三地区の学校は金曜日まで休校となる。"]),
]
AR = [
    ("عمال الميناء يصوتون لإنهاء الإضراب", "omal-almina", "2024-03-07", "ليلى حداد", "صحيفة الساحل",
     ["وافق السائقون وعمال الأرصفة يوم الخميس على عرض جديد للأجور، بحسب النقابة."]),
    ("وزراء ست دول يجتمعون بشأن معاهدة النهر", "wuzara-nahr", "2024-03-06", "سامي نجار", "بريد الدلتا",
     ["وصلت الوفود إلى العاصمة لإجراء محادثات تستمر يومين حول السدود المشتركة."]),
    ("العاصفة تترك آلاف المنازل بلا كهرباء", "alasifa", "2024-03-05", "منى عزيز", "بريد الشمال",
     ["عملت الفرق طوال الليل بعد أن أسقطت الرياح خطوط الكهرباء في أنحاء المنطقة."]),
]
MONTHS = "January February March April May June July August September October November December".split()
MON_DE = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
MON_FR = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
MON_ES = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
MON_RU = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()

PAGES = []


def ymd(s):
    y, m, d = s[2].split("-")
    return int(y), int(m), int(d)


def en(s):
    y, m, d = ymd(s)
    return "%s %d, %d" % (MONTHS[m - 1], d, y)


def eu(s):
    y, m, d = ymd(s)
    return "%d %s %d" % (d, MONTHS[m - 1], y)


def url(s, base="https://news.example"):
    y, m, d = ymd(s)
    return "%s/%d/%02d/%s" % (base, y, m, s[1])


def gold(s, text=None, date=True, author=False, outlet=False, link=True, title=True, kind=None, url_=None, published=None):
    paras = s[5] if text is None else text
    return {"title": s[0] if title else None, "url": (url_ or url(s)) if link else None,
            "published": published or (s[2] if date else None), "author": s[3] if author else None,
            "outlet": s[4] if outlet else None, "text": "\n".join(paras), "kind": kind}


NAV = ('<header><a class="logo" href="/">The Paper</a><nav><ul><li><a href="/world">World news</a></li><li><a href="/politics">Politics and society</a></li>'
       '<li><a href="/business">Business and markets</a></li><li><a href="/culture">Culture</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>')
FOOT = ('<footer><ul><li><a href="/about">About this paper</a></li><li><a href="/contact">Contact the newsroom</a></li><li><a href="/privacy">Privacy policy and cookies</a></li>'
        '<li><a href="/terms">Terms and conditions of use</a></li></ul><p>© 2024 The Paper. All rights reserved.</p></footer>')
ASIDE = ('<aside class="sidebar"><h3>Most read</h3><ol><li><a href="/2023/11/ten-quiet-beaches">Ten quiet beaches for the off season</a></li>'
         '<li><a href="/2023/10/how-we-chose">How we chose the walks of the year</a></li><li><a href="/2023/09/old-mill">Old mill to become a school again</a></li></ol>'
         '<h3>Newsletter</h3><p>Get the morning briefing in your inbox every weekday before seven.</p></aside>')


def page(name, body, items, title="The Paper", lang="en", head="", chrome=True, base="https://news.example/list", next_=None, country=None, fetched=None, extra=None):
    text = "<!doctype html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><title>%s</title>%s</head>\n<body>%s\n%s\n%s</body></html>\n" % (
        lang, E(title), head, NAV if chrome else "", body, FOOT if chrome else "")
    PAGES.append((name, text, items, {"base": base, "next": next_, "country": country, "fetched": fetched or FETCHED, **(extra or {})}))


# 1 WordPress archive: article.post with entry-title, meta and excerpt
def wordpress():
    b = "<div id=content class=site-content><main><header class=page-header><h1 class=page-title>Category: Region</h1></header>"
    for i, s in enumerate(EN):
        b += ('<article id="post-%d" class="post-%d post type-post status-publish hentry category-region tag-%s"><header class="entry-header">'
              '<h2 class="entry-title"><a href="%s" rel="bookmark">%s</a></h2><div class="entry-meta"><span class="posted-on">Posted on <a href="%s" rel="bookmark">'
              '<time class="entry-date published" datetime="%sT08:00:00+00:00">%s</time></a></span><span class="byline"> by <span class="author vcard"><a class="url fn n" href="/author/%d">%s</a></span></span></div></header>'
              '<div class="entry-summary"><p>%s</p><p><a class="more-link" href="%s">Continue reading <span class="screen-reader-text">%s</span></a></p></div>'
              '<footer class="entry-footer"><span class="cat-links">Posted in <a href="/category/region" rel="category tag">Region</a></span><span class="comments-link"><a href="%s#comments">Leave a comment</a></span></footer></article>\n') % (
            100 + i, 100 + i, "x%d" % i, url(s), E(s[0]), url(s), s[2], en(s), i, E(s[3]), E(s[5][0]), url(s), E(s[0]), url(s))
    b += '<nav class="navigation posts-navigation"><div class="nav-links"><div class="nav-previous"><a href="https://news.example/category/region/page/2">Older posts</a></div></div></nav></main></div>' + ASIDE
    page("wordpress-archive", b, [gold(s, s[5][:1], author=True, published=s[2] + "T08:00:00Z") for s in EN], next_="https://news.example/category/region/page/2")


# 2 Drupal view: div.views-row, date as span, relative links
def drupal():
    b = '<div class="view view-news"><div class="view-content">'
    for i, s in enumerate(EN):
        b += ('<div class="views-row views-row-%d views-row-%s"><div class="views-field views-field-created"><span class="field-content">%s</span></div>'
              '<div class="views-field views-field-title"><span class="field-content"><a href="%s">%s</a></span></div>'
              '<div class="views-field views-field-body"><div class="field-content"><p>%s</p></div></div>'
              '<div class="views-field views-field-view-node"><span class="field-content"><a href="%s">Read more</a></span></div></div>\n') % (
            i + 1, "odd" if i % 2 == 0 else "even", eu(s), url(s, ""), E(s[0]), E(s[5][0]), url(s, ""))
    b += '</div><ul class="pager"><li class="pager-current">1</li><li class="pager-item"><a href="/list?page=1">2</a></li><li class="pager-item"><a href="/list?page=2">3</a></li><li class="pager-next"><a href="/list?page=1">next ›</a></li></ul></div>'
    page("drupal-view", b, [gold(s, s[5][:1]) for s in EN], next_="https://news.example/list?page=1")


# 3 table of press releases: date, title, department
def table():
    b = '<h1>Press releases</h1><table class="list"><thead><tr><th>Date</th><th>Title</th><th>Department</th></tr></thead><tbody>'
    for s in EN:
        y, m, d = ymd(s)
        b += '<tr><td>%02d/%02d/%d</td><td><a href="%s">%s</a></td><td>Department of Works</td></tr>\n' % (d, m, y, url(s), E(s[0]))
    b += "</tbody></table>"
    page("table-releases", b, [gold(s, []) for s in EN], country="GB")


# 4 dl list
def dl():
    b = "<h1>News archive</h1><dl>"
    for s in EN:
        b += '<dt>%s &#8211; <a href="%s">%s</a></dt><dd>%s</dd>\n' % (eu(s), url(s), E(s[0]), E(s[5][0]))
    page("dl-archive", b + "</dl>", [gold(s, s[5][:1]) for s in EN])


# 5 cards whose whole body is the link
def cards():
    b = '<main><h1>Latest</h1><div class="grid">'
    for s in EN:
        b += ('<a class="card" href="%s"><img src="/i/%s.jpg" alt="A picture of something else entirely"><div class="card__body"><span class="card__kicker">Region</span>'
              '<h3 class="card__title">%s</h3><p class="card__text">%s</p><span class="card__date">%s</span></div></a>\n') % (url(s), s[1], E(s[0]), E(s[5][0]), eu(s))
    page("cards-whole-link", b + '</div></main>' + ASIDE, [gold(s, s[5][:1]) for s in EN])


# 6 cards without headings
def cards_div():
    b = '<div class="wrap"><div class="tiles">'
    for s in EN:
        b += '<div class="tile"><a href="%s" class="tile-link"><div class="tile-hd">%s</div><div class="tile-tx">%s</div></a><div class="tile-ft">%s</div></div>\n' % (
            url(s), E(s[0]), E(s[5][0]), en(s))
    page("cards-no-heading", b + "</div></div>", [gold(s, s[5][:1]) for s in EN])


# 7 flat h2 and paragraphs
def flat():
    b = '<div id="main"><h1>What happened this week</h1><p>Our weekly digest of the region.</p>'
    for s in EN:
        b += "<h2>%s</h2>\n" % E(s[0]) + "".join("<p>%s</p>\n" % E(p) for p in s[5])
    page("flat-h2", b + "</div>", [gold(s, date=False, link=False) for s in EN])


# 8 flat with date paragraph before each heading
def flat_date_first():
    b = '<div id="main"><h1>Diary of the council</h1>'
    for s in EN:
        b += '<p class="d">%s</p><h3><a href="%s">%s</a></h3>\n' % (eu(s), url(s), E(s[0])) + "".join("<p>%s</p>\n" % E(p) for p in s[5])
    page("flat-date-first", b + "</div>", [gold(s) for s in EN])


# 9 bold leads in paragraphs, br parted, hr between
def bold():
    b = '<table width=700><tr><td><font size=4><b>Morning briefing</b></font><br>'
    for s in EN:
        b += "<p><b>%s</b><br>%s</p><p>%s</p><hr>\n" % (E(s[0]), E(s[5][0]), E(s[5][1]))
    page("bold-leads", b + "</td></tr></table>", [gold(s, date=False, link=False) for s in EN], chrome=False)


# 10 government list: ul > li > a and date in brackets
def gov_ul():
    b = '<div id="content"><h1>Announcements</h1><ul class="releases">'
    for s in EN:
        b += '<li><a href="%s">%s</a> (%s)</li>\n' % (url(s), E(s[0]), eu(s))
    page("gov-ul", b + "</ul></div>", [gold(s, []) for s in EN])


# 11 day headings above lists
def by_day():
    b = '<section class="archive"><h1>March 2024</h1>'
    for k in range(0, len(EN), 2):
        b += "<h2>%s</h2><ul>" % eu(EN[k])
        for s in EN[k:k + 2]:
            b += '<li><h3><a href="%s">%s</a></h3><p>%s</p></li>\n' % (url(s), E(s[0]), E(s[5][0]))
        b += "</ul>"
    items = []
    for k in range(0, len(EN), 2):
        items += [gold(s, s[5][:1], published=EN[k][2]) for s in EN[k:k + 2]]
    page("by-day", b + "</section>", items)


# 12 live blog, article per entry with id, time and author
def live_articles():
    b = '<main class="live-blog"><h1>Storm: live updates</h1><p class="standfirst">All that we know about the storm.</p>'
    items = []
    for i, s in enumerate(EN[:6]):
        t = "2024-03-08T%02d:%02d:00Z" % (11 - i, 47 - i)
        b += '<article class="live-entry" id="entry-%d"><header><time datetime="%s">%02d.%02d</time><span class="byline">%s</span></header><h2>%s</h2>%s<div class="share"><a href="#">Share</a></div></article>\n' % (
            900 - i, t, 11 - i, 47 - i, E(s[3]), E(s[0]), "".join("<p>%s</p>" % E(p) for p in s[5]))
        g = gold(s, kind="live-entry", author=True, url_="https://news.example/live#entry-%d" % (900 - i), published=t)
        items.append(g)
    page("live-articles", b + "</main>", items, base="https://news.example/live")


# 13 live blog with name and time glued
def live_glued():
    b = '<div id="lb-wrap"><div class="updates">'
    items = []
    for i, s in enumerate(EN[:6]):
        b += '<div class="upd"><h3>%s</h3>%s<div class="ft"><span>%s</span><span>29 January 2025 %02d:%02d</span></div></div>\n' % (
            E(s[0]), "".join("<p>%s</p>" % E(p) for p in s[5]), E(s[3]), 12 - i, 38 - i)
        items.append(gold(s, kind="live-entry", author=True, link=False, published="2025-01-29T%02d:%02d" % (12 - i, 38 - i)))
    page("live-glued", "<h1>Talks: as it happened</h1>" + b + "</div></div>", items, base="https://news.example/live2", fetched="2025-01-29T13:00:00Z")


# 14 live ticker: time, paragraph; no titles
def live_ticker():
    b = '<h1>Live ticker: session of the council</h1><ul class="ticker">'
    items = []
    for i, s in enumerate(EN[:6]):
        b += '<li id="t%d"><span class="time">%02d:%02d</span><p>%s</p></li>\n' % (70 - i, 11 - i, 5 + i, E(s[5][0]))
        items.append(gold(s, s[5][:1], title=False, kind="live-entry", url_="https://news.example/tick#t%d" % (70 - i), published="2024-03-08T%02d:%02d" % (11 - i, 5 + i)))
    page("live-ticker", b + "</ul>", items, base="https://news.example/tick")


# 15 LiveBlogPosting in JSON-LD
def live_ld():
    ups, items = [], []
    for i, s in enumerate(EN[:5]):
        t = "2024-03-08T%02d:15:00Z" % (11 - i)
        ups.append({"@type": "BlogPosting", "headline": s[0], "articleBody": " ".join(s[5]), "datePublished": t, "url": "https://news.example/ld#u%d" % i,
                    "author": {"@type": "Person", "name": s[3]}})
        items.append(gold(s, [" ".join(s[5])], author=True, kind="live-entry", url_="https://news.example/ld#u%d" % i, published=t))
    ld = json.dumps({"@context": "https://schema.org", "@type": "LiveBlogPosting", "headline": "Live", "liveBlogUpdate": ups}, ensure_ascii=False)
    page("live-jsonld", '<div id="app"><p>Please turn on scripts to follow this live page.</p></div>', items, head='<script type="application/ld+json">%s</script>' % ld, base="https://news.example/ld")


# 16 two lists: top stories (with text) and latest (titles and dates)
def two_lists():
    b = '<main><section class="top"><h2>Top stories</h2>'
    for s in EN[:4]:
        b += '<div class="story"><h3><a href="%s">%s</a></h3><p>%s</p><span class="date">%s</span></div>' % (url(s), E(s[0]), E(s[5][0]), eu(s))
    b += '</section><section class="latest"><h2>Latest</h2><ul>'
    for s in EN[4:]:
        b += '<li><span class="date">%s</span> <a href="%s">%s</a></li>' % (eu(s), url(s), E(s[0]))
    page("two-lists", b + "</ul></section></main>", [gold(s, s[5][:1]) for s in EN[:4]] + [gold(s, []) for s in EN[4:]])


# 17 advertisements between records
def ads():
    b = '<div class="river">'
    for i, s in enumerate(EN):
        b += '<div class="river-item"><h2><a href="%s">%s</a></h2><div class="when">%s</div><p>%s</p></div>\n' % (url(s), E(s[0]), eu(s), E(s[5][0]))
        if i % 3 == 1:
            b += '<div class="ad-slot"><span>Advertisement</span><a href="https://shop.example/boots">Winter boots at half price this week only</a></div>\n'
        if i == 4:
            b += '<div class="promo"><h4>Join our community</h4><p>Support independent journalism for the price of a coffee a month.</p><a href="/join">Join now</a></div>'
    page("ads-between", b + "</div>", [gold(s, s[5][:1]) for s in EN])


# 18 records of varied shape: with and without picture, text, date
def varied():
    b = '<div class="stream">'
    items = []
    for i, s in enumerate(EN):
        b += '<article class="teaser %s">' % ["teaser--large", "teaser--small", "teaser--plain"][i % 3]
        if i % 2 == 0:
            b += '<figure><img src="x.jpg" alt="Photo"><figcaption>A crane at dusk. Photo: Agency</figcaption></figure>'
        if i % 3 == 0:
            b += '<p class="kicker">Analysis</p>'
        b += '<h2><a href="%s">%s</a></h2>' % (url(s), E(s[0]))
        text = []
        if i % 3 != 2:
            b += "<p>%s</p>" % E(s[5][0])
            text = s[5][:1]
        if i % 4 != 3:
            b += "<time datetime=%s>%s</time>" % (s[2], eu(s))
        b += "</article>\n"
        items.append(gold(s, text, date=i % 4 != 3))
    page("varied-shape", b + "</div>", items)


# 19 a featured first record of another shape
def featured():
    s = EN[0]
    b = '<main><section class="hero"><a href="%s"><img src="h.jpg" alt=""></a><h2 class="hero-title"><a href="%s">%s</a></h2><p class="hero-text">%s</p><p class="hero-date">%s</p></section><div class="list">' % (
        url(s), url(s), E(s[0]), E(s[5][0]), eu(s))
    for s in EN[1:]:
        b += '<div class="row"><h3><a href="%s">%s</a></h3><p>%s</p><p class="date">%s</p></div>\n' % (url(s), E(s[0]), E(s[5][0]), eu(s))
    page("featured-first", b + "</div></main>", [gold(s, s[5][:1]) for s in EN])


# 20 very long menu beside few records
def big_menu():
    b = '<div class="left"><ul class="tree">'
    for i in range(60):
        b += '<li><a href="/dept/%d">Department of regional affairs number %d</a><ul><li><a href="/dept/%d/a">Reports and statistics %d</a></li></ul></li>' % (i, i, i, i)
    b += '</ul></div><div class="right"><h1>News</h1>'
    for s in EN[:4]:
        b += '<div class="n"><div class="t"><a href="%s">%s</a></div><div class="d">%s</div><div class="x">%s</div></div>\n' % (url(s), E(s[0]), en(s), E(s[5][0]))
    page("big-menu", b + "</div>", [gold(s, s[5][:1]) for s in EN[:4]])


# 21 many full articles one after another, with subheadings
def full_articles():
    b = '<div id="blog">'
    items = []
    for s in EN[:4]:
        paras = s[5] + ["A spokeswoman for the district said that residents would be kept informed.", "The inquiry goes on, and a first report is due in the autumn of this year."]
        b += '<div class="post"><h2 class="title"><a href="%s">%s</a></h2><p class="meta">%s | %s</p>' % (url(s), E(s[0]), en(s), E(s[3]))
        b += "<p>%s</p><p>%s</p><h3>What comes next</h3><p>%s</p><p>%s</p>" % tuple(E(p) for p in paras)
        b += '<p class="tags">Tags: <a href="/tag/region">region</a>, <a href="/tag/law">law</a></p></div>\n'
        items.append(gold(s, paras[:2] + ["What comes next"] + paras[2:], author=True))
    page("full-articles", b + "</div>" + ASIDE, items)


# 22 Blogger archive: date header, h3.post-title, post-body
def blogger():
    b = '<div class="blog-posts hfeed">'
    items = []
    for s in EN[:5]:
        b += ('<div class="date-outer"><h2 class="date-header"><span>%s</span></h2><div class="date-posts"><div class="post-outer"><div class="post hentry"><h3 class="post-title entry-title"><a href="%s">%s</a></h3>'
              '<div class="post-body entry-content">%s<br><br>%s</div><div class="post-footer"><span class="post-author vcard">Posted by <span class="fn">%s</span></span> <span class="post-timestamp">at <a class="timestamp-link" href="%s"><abbr class="published" title="%sT09:30:00Z">9:30 AM</abbr></a></span>'
              ' <span class="post-comment-link"><a href="%s#comment-form">No comments:</a></span><span class="post-labels">Labels: <a href="/search/label/a" rel="tag">region</a></span></div></div></div></div></div>\n') % (
            eu(s), url(s), E(s[0]), E(s[5][0]), E(s[5][1]), E(s[3]), url(s), s[2], url(s))
        items.append(gold(s, author=True, published=s[2] + "T09:30:00Z"))
    b += '</div><div id="blog-pager"><a class="blog-pager-older-link" href="https://news.example/search?updated-max=2024-03-02">Older Posts</a></div>'
    page("blogger", b, items, chrome=False, next_="https://news.example/search?updated-max=2024-03-02")


# 23 tag page of an aggregator: outlet, relative date, section, title, body
def aggregator():
    b = '<h1>Latest news with #Harbour</h1><div class="feed">'
    items = []
    rel = ["3 hours ago", "a day ago", "2 days ago", "3 days ago", "4 days ago", "5 days ago"]
    when = ["2024-03-08T09:00:00Z", "2024-03-07", "2024-03-06", "2024-03-05", "2024-03-04", "2024-03-03"]
    for i, s in enumerate(EN[:6]):
        b += ('<div class="news-card"><div class="top"><img src="l.png" alt="%s logo"><span class="src">%s</span><span class="ago">%s</span></div><ul class="labels"><li>Politics</li><li>%s</li></ul>'
              '<h2 class="ttl"><a href="https://%s.example/%s">%s</a></h2><div class="txt">%s</div></div>\n') % (
            s[4], E(s[4]), rel[i], E(s[4]), s[4].split()[0].lower(), s[1], E(s[0]), E(" ".join(s[5])))
        items.append(gold(s, [" ".join(s[5])], outlet=True, published=when[i], url_="https://%s.example/%s" % (s[4].split()[0].lower(), s[1])))
    page("aggregator-tag", b + "</div>", items)


# 24 search results: link line, green address, snippet with date
def search():
    b = '<form action="/search"><input name=q value=harbour></form><p>About 8 results</p><ol class="results">'
    for s in EN:
        b += '<li class="result"><a href="%s"><h3>%s</h3></a><cite>news.example › 2024</cite><div class="snip"><span class="st-date">%s</span> — %s</div></li>\n' % (
            url(s), E(s[0]), en(s), E(s[5][0]))
    page("search-results", b + '</ol><div class="pages"><b>1</b> <a href="/search?q=harbour&amp;start=10">2</a> <a href="/search?q=harbour&amp;start=20">3</a></div>',
         [gold(s, s[5][:1]) for s in EN], base="https://news.example/search?q=harbour", next_="https://news.example/search?q=harbour&start=10")


# 25 newsletter in tables
def newsletter():
    b = '<table role="presentation"><tr><td><table><tr><td><h1>The Friday letter</h1></td></tr></table>'
    for s in EN[:5]:
        b += '<table class="block"><tr><td style="font-size:20px"><a href="%s">%s</a></td></tr><tr><td>%s</td></tr><tr><td><a href="%s">Read the full story →</a></td></tr></table>\n' % (
            url(s), E(s[0]), E(" ".join(s[5])), url(s))
    b += '<table><tr><td>You receive this letter because you asked for it. <a href="/unsubscribe">Unsubscribe</a></td></tr></table></td></tr></table>'
    page("newsletter-tables", b, [gold(s, [" ".join(s[5])], date=False) for s in EN[:5]], chrome=False)


# 26 microdata
def microdata():
    b = '<div itemscope itemtype="https://schema.org/Blog">'
    for s in EN[:5]:
        b += ('<div itemprop="blogPost" itemscope itemtype="https://schema.org/BlogPosting"><span itemprop="author" itemscope itemtype="https://schema.org/Person"><span itemprop="name">%s</span></span>'
              '<meta itemprop="datePublished" content="%s"><a itemprop="url" href="%s"><span itemprop="headline">%s</span></a><div itemprop="description">%s</div></div>\n') % (
            E(s[3]), s[2], url(s), E(s[0]), E(s[5][0]))
    page("microdata", b + "</div>", [gold(s, s[5][:1], author=True) for s in EN[:5]])


# 27 h-entry
def hentry():
    b = '<div class="h-feed"><h1 class="p-name">Notes</h1>'
    for s in EN[:5]:
        b += '<div class="h-entry"><a class="u-url p-name" href="%s">%s</a><div class="e-content"><p>%s</p></div><a class="p-author h-card" href="/me">%s</a> <time class="dt-published" datetime="%sT10:00:00Z">%s</time></div>\n' % (
            url(s), E(s[0]), E(s[5][0]), E(s[3]), s[2], eu(s))
    page("h-entry", b + "</div>", [gold(s, s[5][:1], author=True, published=s[2] + "T10:00:00Z") for s in EN[:5]])


# 28 ItemList in JSON-LD, nothing in the page
def itemlist():
    ld = json.dumps({"@context": "https://schema.org", "@type": "ItemList", "itemListElement": [
        {"@type": "ListItem", "position": i + 1, "item": {"@type": "NewsArticle", "headline": s[0], "url": url(s), "datePublished": s[2] + "T06:00:00Z", "description": s[5][0],
                                                          "author": {"name": s[3]}}} for i, s in enumerate(EN[:5])]}, ensure_ascii=False)
    page("itemlist-jsonld", '<div id="root"></div>', [gold(s, s[5][:1], author=True, published=s[2] + "T06:00:00Z") for s in EN[:5]], chrome=False,
         head='<script type="application/ld+json">%s</script>' % ld)


# 29 German list, dates of the country, "Weiterlesen"
def german():
    b = '<div class="meldungen"><h1>Meldungen</h1>'
    for s in DE:
        y, m, d = ymd(s)
        b += '<div class="meldung"><p class="datum">%02d.%02d.%d</p><h2>%s</h2><p>%s</p><p><a href="%s">Weiterlesen</a></p></div>\n' % (d, m, y, E(s[0]), E(s[5][0]), url(s))
    page("german-meldungen", b + '<p class="nav"><a href="/list?seite=2">Nächste Seite</a></p></div>', [gold(s, s[5][:1]) for s in DE], lang="de", next_="https://news.example/list?seite=2")


# 30 German in headings and paragraphs, by-line "Von"
def german_flat():
    b = '<div class="text"><h1>Nachrichten aus dem Tal</h1>'
    for s in DE:
        y, m, d = ymd(s)
        b += '<h2>%s</h2><p class="autor">Von %s, %d. %s %d</p>' % (E(s[0]), E(s[3]), d, MON_DE[m - 1], y) + "".join("<p>%s</p>" % E(p) for p in s[5]) + "\n"
    page("german-flat", b + "</div>", [gold(s, author=True, link=False) for s in DE], lang="de")


# 31 French, dates written out, "Lire la suite"
def french():
    b = '<section class="actualites"><h1>Actualités</h1>'
    for s in FR:
        y, m, d = ymd(s)
        b += '<article><p class="rubrique">Région</p><h2><a href="%s">%s</a></h2><p class="date">Publié le %d %s %d par %s</p><p>%s</p><a class="suite" href="%s">Lire la suite</a></article>\n' % (
            url(s), E(s[0]), d, MON_FR[m - 1], y, E(s[3]), E(s[5][0]), url(s))
    page("french-actualites", b + "</section>", [gold(s, s[5][:1], author=True) for s in FR], lang="fr")


# 32 Russian news line: time and title, a date heading
def russian():
    b = '<div class="lenta"><h1>Лента новостей</h1>'
    items = []
    for i, s in enumerate(RU):
        y, m, d = ymd(s)
        b += '<div class="item"><span class="time">%02d:%02d, %d %s %d</span> <a class="link" href="%s">%s</a><div class="anons">%s</div></div>\n' % (
            18 - i, 20 + i, d, MON_RU[m - 1], y, url(s), E(s[0]), E(s[5][0]))
        items.append(gold(s, s[5][:1], published="%sT%02d:%02d" % (s[2], 18 - i, 20 + i)))
    page("russian-lenta", b + "</div>", items, lang="ru")


# 33 Spanish, relative dates
def spanish():
    b = '<main><h1>Últimas noticias</h1><div>'
    rel = ["hace 3 horas", "hace 2 días", "hace 3 días"]
    when = ["2024-03-08T09:00:00Z", "2024-03-06", "2024-03-05"]
    items = []
    for i, s in enumerate(ES):
        b += '<div class="nota"><h2><a href="%s">%s</a></h2><div class="bajada">%s</div><div class="pie"><span class="autor">Por %s</span> <span class="fecha">%s</span></div></div>\n' % (
            url(s), E(s[0]), E(s[5][0]), E(s[3]), rel[i])
        items.append(gold(s, s[5][:1], author=True, published=when[i]))
    page("spanish-relative", b + "</div></main>", items, lang="es")


# 34 Japanese
def japanese():
    b = '<div id="news"><h2>新着ニュース</h2><ul>'
    for s in JA:
        y, m, d = ymd(s)
        b += '<li><span class="date">%d年%d月%d日</span><a href="%s">%s</a><p>%s</p></li>\n' % (y, m, d, url(s), s[0], s[5][0])
    page("japanese-list", b + "</ul></div>", [gold(s) for s in JA], lang="ja", chrome=False)


# 35 Arabic, right to left
def arabic():
    b = '<div dir="rtl" class="akhbar">'
    for s in AR:
        y, m, d = ymd(s)
        b += '<div class="khabar"><h3><a href="%s">%s</a></h3><span class="tarikh">%d/%d/%d</span><p>%s</p></div>\n' % (url(s), s[0], d, m, y, s[5][0])
    page("arabic-list", b + "</div>", [gold(s) for s in AR], lang="ar", country="AE")


# 36 rows of two table rows each, as link aggregators have
def two_rows():
    b = '<table id="hnmain"><tr><td><table class="itemlist">'
    for i, s in enumerate(EN):
        b += ('<tr class="athing" id="%d"><td class="rank">%d.</td><td class="title"><a href="https://%s.example/%s">%s</a> <span class="sitebit">(<a href="/from?site=x"><span class="sitestr">%s.example</span></a>)</span></td></tr>'
              '<tr><td></td><td class="subtext"><span class="score">%d points</span> by <a class="user" href="/user?id=u%d">u%d</a> <span class="age">%d hours ago</span> | <a href="/item?id=%d">%d comments</a></td></tr><tr class="spacer"></tr>\n') % (
            500 + i, i + 1, s[4].split()[0].lower(), s[1], E(s[0]), s[4].split()[0].lower(), 90 - i, i, i, i + 2, 500 + i, 30 + i)
    items = [gold(s, [], url_="https://%s.example/%s" % (s[4].split()[0].lower(), s[1]), published="2024-03-08T%02d:00:00Z" % (12 - i - 2)) for i, s in enumerate(EN)]
    page("two-table-rows", b + '</table></td></tr><tr><td><a href="?p=2" class="morelink" rel="next">More</a></td></tr></table>', items, chrome=False, base="https://news.example/news",
         next_="https://news.example/news?p=2")


# 37 front page: several sections, each with own records of one shape
def front():
    b = "<main>"
    for name, part in (("Politics", EN[:3]), ("Economy", EN[3:5]), ("Region", EN[5:])):
        b += '<section class="block"><div class="block-head"><h2><a href="/%s">%s</a></h2></div><div class="block-body">' % (name.lower(), name)
        for s in part:
            b += '<div class="entry"><h3 class="entry-t"><a href="%s">%s</a></h3><p class="entry-x">%s</p></div>' % (url(s), E(s[0]), E(s[5][0]))
        b += "</div></section>\n"
    page("front-sections", b + "</main>" + ASIDE, [gold(s, s[5][:1], date=False) for s in EN])


# 38 American numeric dates, order told by the page
def american():
    b = '<div class="archive-list">'
    for s in EN:
        y, m, d = ymd(s)
        b += '<div class="archive-item"><span class="dt">%02d/%02d/%d</span><h4><a href="%s">%s</a></h4></div>\n' % (m, d, y, url(s), E(s[0]))
    page("american-dates", b + "</div>", [gold(s, []) for s in EN], lang="en-US")


# 39 related links inside each record
def related_inside():
    b = '<div class="posts">'
    for i, s in enumerate(EN[:6]):
        o = EN[(i + 3) % 8]
        b += ('<div class="p"><h2><a href="%s">%s</a></h2><span class="date">%s</span><p>%s</p><div class="related"><b>Related:</b><ul><li><a href="%s">%s</a></li></ul></div>'
              '<div class="social"><a href="https://social.example/share?u=1">Share on Chirp</a><a href="mailto:?s=x">Mail this</a></div></div>\n') % (
            url(s), E(s[0]), eu(s), E(s[5][0]), url(o) + "-old", E("Earlier: " + o[0]))
    page("related-inside", b + "</div>", [gold(s, s[5][:1]) for s in EN[:6]])


# 40 table of contents above flat articles
def toc():
    b = '<div class="doc"><h1>Quarterly bulletin</h1><ul class="toc">' + "".join('<li><a href="#a%d">%s</a></li>' % (i, E(s[0])) for i, s in enumerate(EN[:5])) + "</ul>"
    items = []
    for i, s in enumerate(EN[:5]):
        b += '<h2 id="a%d">%s</h2>' % (i, E(s[0])) + "".join("<p>%s</p>" % E(p) for p in s[5]) + "\n"
        items.append(gold(s, date=False, url_="https://news.example/list#a%d" % i))
    page("toc-and-articles", b + "</div>", items)


# 41 date in its own column, two columns of records
def columns():
    b = '<div class="cols">'
    for part in (EN[:4], EN[4:]):
        b += '<div class="col">'
        for s in part:
            b += '<div class="box"><div class="box-date"><span>%d</span> <span>%s</span> <span>%d</span></div><div class="box-main"><a href="%s"><strong>%s</strong></a><p>%s</p></div></div>' % (
                ymd(s)[2], MONTHS[ymd(s)[1] - 1][:3], ymd(s)[0], url(s), E(s[0]), E(s[5][0]))
        b += "</div>\n"
    page("two-columns", b + "</div>", [gold(s, s[5][:1]) for s in EN])


# 42 unclosed li and p, upper case, no classes: a page of 1999
def old():
    b = "<CENTER><H1>News of the parish</H1></CENTER><UL>"
    for s in EN:
        b += '<LI><A HREF="%s"><B>%s</B></A> <I>(%s)</I><BR>%s\n' % (url(s), E(s[0]), eu(s), E(s[5][0]))
    page("old-tags", b + "</UL><HR><A HREF=index2.html>Next page</A>", [gold(s, s[5][:1]) for s in EN], chrome=False, base="https://news.example/old/index.html", next_="https://news.example/old/index2.html")


# 43 briefing: bullets with bold leads, one paragraph each
def briefing():
    b = '<article class="briefing"><h1>Five things to know today</h1><p>Good morning. Here is what matters.</p>'
    for i, s in enumerate(EN[:5]):
        b += "<p><strong>%d. %s.</strong> %s</p>\n" % (i + 1, E(s[0]), E(" ".join(s[5])))
    items = [gold(s, [" ".join(s[5])], date=False, link=False) for s in EN[:5]]
    page("briefing-bold", b + "</article>", items)


# 44 records in custom elements
def custom():
    b = '<news-list>'
    for s in EN[:6]:
        b += '<news-item><news-date>%s</news-date><news-title><a href="%s">%s</a></news-title><news-text>%s</news-text></news-item>\n' % (eu(s), url(s), E(s[0]), E(s[5][0]))
    page("custom-elements", b + "</news-list>", [gold(s, s[5][:1]) for s in EN[:6]])


# 45 only two records
def only_two():
    b = '<div class="list"><h1>Releases</h1>'
    for s in EN[:2]:
        b += '<div class="release"><h3><a href="%s">%s</a></h3><p class="date">%s</p><p>%s</p></div>\n' % (url(s), E(s[0]), en(s), E(s[5][0]))
    page("only-two", b + "</div>", [gold(s, s[5][:1]) for s in EN[:2]])


# 46 an iso date and a category label in one line, sections of utility classes
def utility():
    b = '<div class="mx-auto max-w-7xl"><div class="grid gap-4">'
    for i, s in enumerate(EN):
        b += ('<div class="flex flex-col p-4 %s"><div class="text-xs text-gray-500"><time datetime="%s">%s</time> · <a href="/topic/region" class="px-2">Region</a></div><div class="mt-3"><h3 class="text-lg font-semibold">'
              '<a href="%s"><span class="absolute inset-0"></span>%s</a></h3><p class="mt-5 line-clamp-3">%s</p></div><div class="flex items-center"><img src="a.jpg" alt=""><div class="text-sm"><p class="font-semibold"><a href="/a/%d">%s</a></p><p class="text-gray-600">Staff writer</p></div></div></div>\n') % (
            "bg-white" if i % 2 else "bg-gray-50", s[2], en(s), url(s), E(s[0]), E(s[5][0]), i, E(s[3]))
    page("utility-classes", b + "</div></div>", [gold(s, s[5][:1]) for s in EN])

# 47 live blog, name and time glued in one text, no titles
def live_glued_text():
    b = '<h1>Talks in the capital: latest</h1><div class="stream">'
    items = []
    for i, s in enumerate(EN[:6]):
        b += '<div class="post"><p class="by">%s29 January 2025 %02d:%02d</p>%s</div>\n' % (s[3], 12 - i, 38 - i, "".join("<p>%s</p>" % E(p) for p in s[5]))
        items.append(gold(s, title=False, kind="live-entry", author=True, link=False, published="2025-01-29T%02d:%02d" % (12 - i, 38 - i)))
    page("live-glued-text", b + "</div>", items, base="https://news.example/live3", fetched="2025-01-29T13:00:00Z")


# 48 times as headings of flat paragraphs
def live_time_headings():
    b = '<div class="text"><h1>Ticker: the storm</h1><p>We report on the storm as it crosses the coast.</p>'
    items = []
    for i, s in enumerate(EN[:6]):
        b += "<h3>%02d:%02d</h3>%s\n" % (11 - i, 40 - i, "".join("<p>%s</p>" % E(p) for p in s[5]))
        items.append(gold(s, title=False, kind="live-entry", link=False, published="2024-03-08T%02d:%02d" % (11 - i, 40 - i)))
    page("live-time-headings", b + "</div>", items, base="https://news.example/live4")


# 49 times in bold at the beginning of paragraphs
def live_time_bold():
    b = '<div class="text"><h1>What we know of the storm</h1>'
    items = []
    for i, s in enumerate(EN[:6]):
        b += "<p><strong>%02d:%02d</strong> %s</p>\n" % (11 - i, 40 - i, E(s[5][0]))
        items.append(gold(s, s[5][:1], title=False, kind="live-entry", link=False, published="2024-03-08T%02d:%02d" % (11 - i, 40 - i)))
    page("live-time-bold", b + "</div>", items, base="https://news.example/live5")


# 50 live blog with a list of key events, pinned note, buttons
def live_key_events():
    b = '<div class="live"><h1>Talks live</h1><section class="key-events"><h2>Key events</h2><ul>' + "".join(
        '<li><a href="#block-%d"><time>%02d.%02d GMT</time> <span>%s</span></a></li>' % (60 - i, 11 - i, 5 + i, E(s[0])) for i, s in enumerate(EN[:3])) + "</ul></section><div class='blocks'>"
    items = []
    for i, s in enumerate(EN[:6]):
        t = "2024-03-08T%02d:%02d:00Z" % (11 - i, 5 + i)
        b += ('<div class="block" id="block-%d"><p class="block-time"><a href="/live6?page=with:block-%d#block-%d"><time datetime="%s">%02d.%02d GMT</time></a></p><h2 class="block-title">%s</h2><div class="block-author">%s</div>'
              '<div class="block-elements">%s<figure><figcaption>Cranes. Photograph: Agency</figcaption></figure></div><div class="block-share"><button>Share</button></div></div>\n') % (
            60 - i, 60 - i, 60 - i, t, 11 - i, 5 + i, E(s[0]), E(s[3]), "".join("<p>%s</p>" % E(p) for p in s[5]))
        items.append(gold(s, kind="live-entry", author=True, url_="https://news.example/live6?page=with:block-%d#block-%d" % (60 - i, 60 - i), published=t))
    page("live-key-events", b + "</div></div>", items, base="https://news.example/live6")


# 51 newsletter: link, line break, text, in paragraphs below section names
def letter():
    b = '<table><tr><td><p><b>The week in the region</b></p>'
    for k in range(0, 6, 2):
        b += "<h3>%s</h3>" % ("Politics", "Work", "Nature")[k // 2]
        for s in EN[k:k + 2]:
            b += '<p><a href="%s">%s</a><br>%s</p>\n' % (url(s), E(s[0]), E(" ".join(s[5])))
    page("letter-paragraphs", b + "<p>Was this forwarded to you? <a href='/subscribe'>Subscribe here</a></p></td></tr></table>", [gold(s, [" ".join(s[5])], date=False) for s in EN[:6]], chrome=False)


# 52 flat paragraphs that only their classes tell apart
def flat_classes():
    b = '<div class="content"><p class="intro">All reports of the month at a glance.</p>'
    for s in EN:
        b += '<p class="ttl"><a href="%s">%s</a></p><p class="dat">%s</p>%s\n' % (url(s), E(s[0]), en(s), "".join('<p class="txt">%s</p>' % E(p) for p in s[5]))
    page("flat-classes", b + "</div>", [gold(s) for s in EN])


# 53 portal: in each section a lead with text and titles only
def portal():
    b = '<div class="portal">'
    items = []
    for k, name in ((0, "Politics"), (4, "Culture")):
        s = EN[k]
        b += '<section><header><h2>%s</h2></header><article class="lead"><h3><a href="%s">%s</a></h3><p>%s</p></article>' % (name, url(s), E(s[0]), E(s[5][0]))
        items.append(gold(s, s[5][:1], date=False))
        for s in EN[k + 1:k + 4]:
            b += '<article class="line"><h3><a href="%s">%s</a></h3></article>' % (url(s), E(s[0]))
            items.append(gold(s, [], date=False))
        b += "</section>\n"
    page("portal-leads", b + "</div>", items)


# 55 picture link, title link, text, button link
def picture_first():
    b = '<ul class="media-list">'
    for s in EN:
        b += ('<li class="media"><a class="media-left" href="%s"><img src="p.jpg" alt="%s"></a><div class="media-body"><h4 class="media-heading"><a href="%s">%s</a></h4><ul class="list-inline"><li>%s</li><li>%s</li><li>5 min read</li><li>1,204 views</li></ul>'
              '<p>%s</p><a href="%s" class="btn btn-primary">Read article</a></div></li>\n') % (url(s), E("Cranes over the harbour at night"), url(s), E(s[0]), eu(s), E(s[3]), E(s[5][0]), url(s))
    page("picture-first", b + "</ul>", [gold(s, s[5][:1]) for s in EN])


# 56 durations beside dates
def durations():
    b = '<div class="videos">'
    for i, s in enumerate(EN):
        b += '<div class="video"><a href="%s"><img src="v.jpg"><span class="duration">%d:%02d</span></a><h3><a href="%s">%s</a></h3><span class="date">%s</span><p>%s</p></div>\n' % (url(s), 10 + i, 12 + i, url(s), E(s[0]), eu(s), E(s[5][0]))
    page("durations", b + "</div>", [gold(s, s[5][:1]) for s in EN])


# 57 time and date in elements of their own, time first
def time_then_date():
    b = '<div class="wire">'
    items = []
    for i, s in enumerate(EN):
        b += '<div class="wire-item"><span class="time">%02d:%02d</span><span class="date">%s</span><div class="headline"><a href="%s">%s</a></div></div>\n' % (18 - i, 7 + i, eu(s), url(s), E(s[0]))
        items.append(gold(s, [], published="%sT%02d:%02d" % (s[2], 18 - i, 7 + i)))
    page("time-then-date", b + "</div>", items)


# 58 whole articles in sections, the source named behind each
def sources():
    b = "<main><h1>Press review</h1>"
    for s in EN[:6]:
        b += "<section><h2>%s</h2>%s<p>Source: %s</p></section>\n" % (E(s[0]), "".join("<p>%s</p>" % E(p) for p in s[5]), E(s[4]))
    page("press-review", b + "</main>", [gold(s, date=False, link=False, outlet=True) for s in EN[:6]])


# 59 titles only
def titles_only():
    b = '<div class="main"><h1>All releases</h1><ul>'
    for s in EN:
        b += '<li><a href="%s">%s</a></li>\n' % ("/release/" + s[1], E(s[0]))
    page("titles-only", b + "</ul></div>", [gold(s, [], date=False, url_="https://news.example/release/" + s[1]) for s in EN])


# 60 archive of a blog: titles in bold, text between line breaks, no elements of records
def breaks():
    b = '<div class="archive"><div>January 2024</div>'
    for s in EN[:6]:
        b += "<b>%s</b><br><br>%s<br><br>%s<br><br>\n" % (E(s[0]), E(s[5][0]), E(s[5][1]))
    page("line-breaks", b + "</div>", [gold(s, date=False, link=False) for s in EN[:6]], chrome=False)


# 61 Chinese, Polish, Greek, Turkish
ZH = [("港口工人投票结束九周罢工", "gangkou", "2024-03-07", "", "", ["工会周四表示，起重机司机和码头工人接受了新的工资方案。货物装卸将于周一恢复。"]),
      ("六国部长就河流条约举行会谈", "heliu", "2024-03-06", "", "", ["代表团抵达首都，就上游共有水坝进行为期两天的会谈。草案尚未确定配额。"]),
      ("风暴导致一万二千户停电", "fengbao", "2024-03-05", "", "", ["强风吹倒输电线路，抢修人员彻夜工作。三个区的学校将停课至周五。"])]


def chinese():
    b = '<div class="list"><ul>'
    items = []
    for i, s in enumerate(ZH):
        b += '<li><h3><a href="%s">%s</a></h3><p>%s</p><span>%s %02d:20:33</span></li>\n' % (url(s), s[0], s[5][0], s[2], 10 + i)
        items.append(gold(s, published="%sT%02d:20" % (s[2], 10 + i)))
    page("chinese-list", b + '</ul><div class="page"><a href="/list_2.html">下一页</a></div></div>', items, lang="zh", chrome=False, next_="https://news.example/list_2.html")


PL = [("Port wznowił załadunek po strajku", "port-wznowil", "2024-03-07", "Anna Nowak", "", ["Dźwigowi przyjęli w czwartek nową ofertę płac, poinformował związek zawodowy."]),
      ("Ministrowie rozmawiali o traktacie rzecznym", "ministrowie", "2024-03-06", "Jan Zych", "", ["Delegacje sześciu państw spotkały się w stolicy na dwa dni rozmów o zaporach."]),
      ("Burza pozbawiła prądu tysiące domów", "burza", "2024-03-05", "Ewa Lis", "", ["Ekipy pracowały całą noc, a szkoły w trzech gminach pozostają zamknięte."])]


def polish():
    mon = "stycznia lutego marca".split()
    b = '<div class="aktualnosci">'
    for s in PL:
        y, m, d = ymd(s)
        b += '<div class="news"><h2><a href="%s">%s</a></h2><div class="info">%d %s %d, %s</div><p>%s</p><a href="%s">Czytaj więcej</a></div>\n' % (url(s), s[0], d, mon[m - 1], y, s[3], s[5][0], url(s))
    page("polish-list", b + "</div>", [gold(s, author=True) for s in PL], lang="pl", chrome=False)


# 62 news reader: empty link over the card, outlet, heading, time
def reader():
    b = '<c-wiz><div class="xrn">'
    items = []
    for i, s in enumerate(EN):
        t = "2024-03-08T%02d:30:00Z" % (11 - i)
        b += '<article class="IFHy"><a class="WwrzSb" href="./read/%s" aria-hidden="true"></a><div class="vr1"><div class="MCA"><div class="vr1PYe">%s</div></div></div><h4><a href="./read/%s" class="JtKR">%s</a></h4><div class="UOV"><time datetime="%s">%d hours ago</time></div></article>\n' % (
            s[1], E(s[4]), s[1], E(s[0]), t, i + 1)
        items.append(gold(s, [], outlet=True, published=t, url_="https://news.example/read/" + s[1]))
    page("news-reader", b + "</div></c-wiz>", items, chrome=False)


# 63 a carousel that repeats the first records
def repeated():
    b = '<div class="carousel">'
    for s in EN[:3]:
        b += '<div class="slide"><h2><a href="%s">%s</a></h2></div>' % (url(s), E(s[0]))
    b += '</div><div class="list">'
    for s in EN:
        b += '<div class="it"><h3><a href="%s">%s</a></h3><p>%s</p><time datetime="%s">x</time></div>\n' % (url(s), E(s[0]), E(s[5][0]), s[2])
    page("repeated-carousel", b + "</div>", [gold(s, s[5][:1]) for s in EN])


# 64 one list, the first heading of a higher level
def levels():
    b = '<ul class="stories">'
    for i, s in enumerate(EN):
        h = 2 if i == 0 else 3
        b += '<li><h%d><a href="%s">%s</a></h%d><p>%s</p><small>%s</small></li>\n' % (h, url(s), E(s[0]), h, E(s[5][0]), eu(s))
    page("heading-levels", b + "</ul>", [gold(s, s[5][:1]) for s in EN])


# 65 titles that begin like noise, and quotes in texts
def like_noise():
    names = ["Share prices fall in thin trade", "Watch makers move to the valley", "Print run of the almanac doubles", "Like father, like son: two mayors", "Video of the seal delights village", "Email outage hits the town hall"]
    b = '<div class="n">'
    items = []
    for n, s in zip(names, EN):
        s = (n,) + s[1:]
        b += '<div class="r"><h2><a href="%s">%s</a></h2><span class="d">%s</span><p>%s</p></div>\n' % (url(s), E(n), eu(s), E(s[5][0]))
        items.append(gold(s, s[5][:1]))
    page("like-noise", b + "</div>", items)


# 66 definition of a site of one ministry: title, "Date:" and "Category:" lines
def labelled():
    b = '<div class="items">'
    for s in EN:
        b += '<div class="item"><div class="h"><a href="%s">%s</a></div><div>Date: %s</div><div>Category: Announcements</div><div>%s</div></div>\n' % (url(s), E(s[0]), eu(s), E(s[5][0]))
    page("labelled-lines", b + "</div>", [gold(s, s[5][:1]) for s in EN])


# 67 table of titles and descriptions in turn
def turn_table():
    b = '<table class="archive">'
    for s in EN:
        b += '<tr><td class="c1">%s</td><td class="c2"><a href="%s"><b>%s</b></a></td></tr><tr><td></td><td class="c3">%s</td></tr>\n' % (eu(s), url(s), E(s[0]), E(s[5][0]))
    page("table-in-turn", b + "</table>", [gold(s, s[5][:1]) for s in EN])


# 68 paragraphs of a record in several links' company, authors two
def two_authors():
    b = '<section class="river">'
    for i, s in enumerate(EN[:6]):
        b += '<article><h2 class="post-title"><a href="%s">%s</a></h2><p class="byline">By <a href="/a/1">%s</a> and <a href="/a/2">Mika Ruud</a></p><p class="updated">Updated %d hours ago</p><p>%s See <a href="/2023/x">our report of last year</a> too.</p></article>\n' % (
            url(s), E(s[0]), E(s[3]), i + 1, E(s[5][0]))
    page("two-authors", b + "</section>", [gold(s, [s[5][0] + " See our report of last year too."], author=True, published="2024-03-08T%02d:00" % (11 - i)) for i, s in enumerate(EN[:6])])


# 69 records of two classes in turn, one beside the other
def in_turn():
    b = '<div class="all">'
    for i, s in enumerate(EN[:5]):
        b += '<div class="%s"><h2><a href="%s">%s</a></h2><i>%s</i><p>%s</p></div>\n' % ("left" if i % 2 == 0 else "right", url(s), E(s[0]), eu(s), E(s[5][0]))
    page("classes-in-turn", b + "</div>", [gold(s, s[5][:1]) for s in EN[:5]])


# 70 a wide record after every two narrow ones, of other elements
def wide_narrow():
    b = '<div class="wall">'
    for i, s in enumerate(EN):
        if i % 3 == 2:
            b += '<section class="wide"><div class="inner"><h3><a href="%s">%s</a></h3><p>%s</p><p class="when">%s</p></div></section>\n' % (url(s), E(s[0]), E(s[5][0]), eu(s))
        else:
            b += '<div class="narrow"><h3><a href="%s">%s</a></h3><p>%s</p><p class="when">%s</p></div>\n' % (url(s), E(s[0]), E(s[5][0]), eu(s))
    page("wide-and-narrow", b + "</div>", [gold(s, s[5][:1]) for s in EN])


# 71 tables: a cell with the title, a cell with the text, a cell with the date
def cells():
    b = '<table><tr><th>News</th><th>Summary</th><th>Published</th></tr>'
    for s in EN:
        b += '<tr><td><a href="%s">%s</a></td><td>%s</td><td>%s</td></tr>\n' % (url(s), E(s[0]), E(s[5][0]), s[2])
    page("table-cells", b + "</table>", [gold(s, s[5][:1]) for s in EN])


# 72 events and news in two lists of one shape, headings between
def news_and_notices():
    b = '<main><h2>News</h2>'
    for s in EN[:4]:
        b += '<div class="c"><div class="c-date">%s</div><div class="c-t"><a href="%s">%s</a></div><div class="c-x">%s</div></div>' % (en(s), url(s), E(s[0]), E(s[5][0]))
    b += '<p><a href="/news">All news</a></p><h2>Notices</h2>'
    for s in EN[4:]:
        b += '<div class="c"><div class="c-date">%s</div><div class="c-t"><a href="%s">%s</a></div><div class="c-x">%s</div></div>' % (en(s), url(s), E(s[0]), E(s[5][0]))
    page("news-and-notices", b + '<p><a href="/notices">All notices</a></p></main>', [gold(s, s[5][:1]) for s in EN])


# 73 whole articles with lists, quotations and subheadings in them
def rich():
    b = '<div id="blog">'
    items = []
    for s in EN[:4]:
        b += ('<article class="entry"><header><h2><a href="%s">%s</a></h2><p class="meta"><time datetime="%sT07:00:00Z">%s</time> by <a rel="author" href="/a">%s</a></p></header><div class="body"><p>%s</p><blockquote><p>We were told to wait until the morning, and so we did.</p></blockquote>'
              '<h3>The figures</h3><ul><li>Nine weeks without a single ship.</li><li>Forty vessels in the roads.</li></ul><p>%s</p></div><footer><a href="%s#c">12 comments</a> <a href="/tag/a" rel="tag">region</a></footer></article>\n') % (
            url(s), E(s[0]), s[2], eu(s), E(s[3]), E(s[5][0]), E(s[5][1]), url(s))
        items.append(gold(s, [s[5][0], "We were told to wait until the morning, and so we did.", "The figures", "Nine weeks without a single ship.", "Forty vessels in the roads.", s[5][1]], author=True, published=s[2] + "T07:00:00Z"))
    page("rich-articles", b + "</div>", items)


# 74 a paragraph with a dateline in each record, "CITY, March 7 (Agency) -"
def dateline():
    b = '<div class="wire">'
    for s in EN[:6]:
        b += '<div class="story"><h3><a href="%s">%s</a></h3><p>HARBOUR TOWN, %s %d (Coast Agency) - %s</p></div>\n' % (url(s), E(s[0]), MONTHS[ymd(s)[1] - 1], ymd(s)[2], E(s[5][0]))
    page("datelines", b + "</div>", [gold(s, ["HARBOUR TOWN, %s %d (Coast Agency) - %s" % (MONTHS[ymd(s)[1] - 1], ymd(s)[2], s[5][0])], date=False) for s in EN[:6]])


# 75 links with the date inside
def date_in_link():
    b = '<ul class="rel">'
    for s in EN:
        b += '<li><a href="%s"><span class="date">%s</span> <span class="t">%s</span></a></li>\n' % (url(s), s[2], E(s[0]))
    page("date-in-link", b + "</ul>", [gold(s, []) for s in EN])


# 76 one record of three without a link
def some_without_link():
    b = '<div class="agenda">'
    for i, s in enumerate(EN[:6]):
        t = E(s[0]) if i % 3 == 1 else '<a href="%s">%s</a>' % (url(s), E(s[0]))
        b += '<div class="a"><h4>%s</h4><p class="date">%s</p><p>%s</p></div>\n' % (t, eu(s), E(s[5][0]))
    page("some-without-link", b + "</div>", [gold(s, s[5][:1], link=i % 3 != 1) for i, s in enumerate(EN[:6])])


# 77 an editor's export: bold titles in a div, empty divs, text in divs
def export():
    b = '<div class="post-body">'
    for s in EN[:5]:
        b += "<div><b>%s</b></div><div><br></div>%s<div><br></div>\n" % (E(s[0]), "".join("<div>%s</div><div><br></div>" % E(p) for p in s[5]))
    page("bold-divs", b + "</div>", [gold(s, date=False, link=False) for s in EN[:5]], chrome=False)


# 78 tag page without any names: outlet, age, labels, title, text
def nameless_tag():
    ages = ["3 hours ago", "a day ago", "2 days ago", "3 days ago", "4 days ago", "5 days ago"]
    when = ["2024-03-08T09:00:00Z", "2024-03-07", "2024-03-06", "2024-03-05", "2024-03-04", "2024-03-03"]
    b = "<main><h1>Latest news with #Harbour</h1>"
    items = []
    for i, s in enumerate(EN[:6]):
        b += '<div><div><div>%s</div><div>%s</div></div><div><a href="/t/politics">Politics</a><a href="/s/%d">%s</a></div><a href="%s"><div>%s</div></a><p>%s</p></div>\n' % (
            E(s[4]), ages[i], i, E(s[4]), url(s), E(s[0]), E(" ".join(s[5])))
        items.append(gold(s, [" ".join(s[5])], outlet=True, published=when[i]))
    page("nameless-tag", b + "</main>", items)


# 79 live page of a broadcaster: time, title, "By Name", share bar
def broadcaster():
    b = '<div class="live-story"><h1>Harbour talks</h1><div class="posts">'
    items = []
    for i, s in enumerate(EN[:5]):
        b += ('<article class="post" id="h_%d"><header><div class="ts">Updated %d:%02d a.m. ET, March 8, 2024</div><h2>%s</h2><p class="by">By %s</p></header><div class="txt">%s</div><ul class="share"><li><a href="https://social.example/s">Post</a></li></ul></article>\n') % (
            40 - i, 9 - i, 11 + i, E(s[0]), E(s[3]), "".join("<p>%s</p>" % E(p) for p in s[5]))
        items.append(gold(s, author=True, kind="live-entry", url_="https://news.example/live9#h_%d" % (40 - i), published="2024-03-08T%02d:%02d" % (9 - i, 11 + i)))
    page("broadcaster-live", b + "</div></div>", items, base="https://news.example/live9")


# 80 definition list: date as term, link and text in its definition
def dl_dates():
    b = "<dl class=news>"
    for s in EN:
        b += '<dt>%s</dt><dd><a href="%s">%s</a><br>%s</dd>\n' % (eu(s), url(s), E(s[0]), E(s[5][0]))
    page("dl-dates", b + "</dl>", [gold(s, s[5][:1]) for s in EN])


# 81 accordion of a press office: button with title, hidden text shown by scripts
def accordion():
    b = '<div class="accordion">'
    for s in EN[:5]:
        b += '<div class="accordion-item"><h3 class="accordion-header"><button type="button">%s</button></h3><div class="accordion-body"><p>%s</p>%s</div></div>\n' % (E(s[0]), eu(s), "".join("<p>%s</p>" % E(p) for p in s[5]))
    page("accordion", b + "</div>", [gold(s, link=False) for s in EN[:5]])


# 82 headings that hold the date before the title
def date_in_heading():
    b = '<div class="log">'
    for s in EN[:6]:
        b += '<h2><time datetime="%s">%s</time> <a href="%s">%s</a></h2>%s\n' % (s[2], eu(s), url(s), E(s[0]), "".join("<p>%s</p>" % E(p) for p in s[5]))
    page("date-in-heading", b + "</div>", [gold(s) for s in EN[:6]])


# 83 one paragraph a record: link in bold, dash, text, outlet in brackets
def digest_line():
    b = '<div class="digest"><h2>In the papers</h2>'
    for s in EN[:6]:
        b += '<p><strong><a href="%s">%s</a></strong> – %s (%s)</p>\n' % (url(s), E(s[0]), E(s[5][0]), E(s[4]))
    page("papers-line", b + "</div>", [gold(s, [s[5][0] + " (%s)" % s[4]], date=False) for s in EN[:6]])


# 84 a grid of front-page boxes, each with one text and two more titles
def boxes():
    b = '<div class="front">'
    items = []
    for k in (0, 3):
        s = EN[k]
        b += '<div class="box"><div class="lead"><h2><a href="%s">%s</a></h2><p>%s</p></div><ul class="also">' % (url(s), E(s[0]), E(s[5][0]))
        items.append(gold(s, s[5][:1], date=False))
        for s in EN[k + 1:k + 3]:
            b += '<li><h2><a href="%s">%s</a></h2></li>' % (url(s), E(s[0]))
            items.append(gold(s, [], date=False))
        b += "</ul></div>\n"
    page("front-boxes", b + "</div>", items)


def main():
    for design in (wordpress, drupal, table, dl, cards, cards_div, flat, flat_date_first, bold, gov_ul, by_day, live_articles, live_glued, live_ticker, live_ld, two_lists, ads, varied,
                   featured, big_menu, full_articles, blogger, aggregator, search, newsletter, microdata, hentry, itemlist, german, german_flat, french, russian, spanish, japanese, arabic,
                   two_rows, front, american, related_inside, toc, columns, old, briefing, custom, only_two, utility, live_glued_text, live_time_headings, live_time_bold, live_key_events, letter, flat_classes, portal,
                   picture_first, durations, time_then_date, sources, titles_only, breaks, chinese, polish, reader, repeated, levels, like_noise, labelled, turn_table, two_authors, in_turn, wide_narrow, cells,
                   news_and_notices, rich, dateline, date_in_link, some_without_link, export, nameless_tag, broadcaster, dl_dates, accordion, date_in_heading,
                   digest_line, boxes):
        design()
    here = os.path.dirname(os.path.abspath(__file__))
    for name, text, items, meta in PAGES:
        with open(os.path.join(here, name + ".html"), "w", encoding="utf-8") as f:
            f.write(text)
        with open(os.path.join(here, name + ".gold"), "w", encoding="utf-8") as f:
            f.write(json.dumps(meta, ensure_ascii=False) + "\n")
            for item in items:
                f.write(json.dumps(item, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
