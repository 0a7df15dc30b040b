#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the pages of this folder: NAME.txt, and NAME.json with the items that
they hold, from stock.py. Pages without a row here (hand_*) were written by
hand. Fetched is 2025-03-20T12:00:00Z throughout (digest.py)."""
import datetime, json, os
from stock import ARTICLES, PARAPHRASE, WORDS

HERE = os.path.dirname(os.path.abspath(__file__))
NOW = datetime.datetime(2025, 3, 20, 12)

def day(n):
    return NOW - datetime.timedelta(days=n)

def written(lang, d, year=True):
    m = WORDS[lang]["months"]
    if lang == "zh":
        return "%d年%d月%d日" % (d.year, d.month, d.day)
    if lang == "es":
        return "%d de %s de %d" % (d.day, m[d.month - 1], d.year)
    dot = "." if lang == "de" else ""
    return "%d%s %s%s" % (d.day, dot, m[d.month - 1], " %d" % d.year if year else "")

def iso(d):
    return d.strftime("%Y-%m-%d")

def item(title, body, outlet=None, date=None, kind="article", byline=None, url=None):
    return {k: v for k, v in dict(title=title, body=body, outlet=outlet, published=date, kind=kind, byline=byline, url=url).items() if v is not None}

PAGES = {}
def page(name):
    def keep(f):
        PAGES[name] = f
        return f
    return keep

def archive(lang, lead_gap=3, head=True):
    """title, lead, gap, body: a monthly archive."""
    w, text, gold = WORDS[lang], [], []
    if head and lang != "zh":
        text.append("%s: %s 2024\n" % (w["outlets"][0], w["months"][1]))
    for title, body in ARTICLES[lang]:
        text.append(title + "\n\n" + body[0] + "\n" * lead_gap + "\n".join(body[1:]) + "\n")
        gold.append(item(title, body))
    return "\n".join(text), gold

def tagpage(lang, relative=True, dash="- ", oneline=True):
    """outlet, date, section, outlet, title, body on one line."""
    w, text, gold = WORDS[lang], ["#" + WORDS[lang]["sections"][0] + "\n\n"], []
    for i, (title, body) in enumerate(ARTICLES[lang]):
        o = w["outlets"][i % len(w["outlets"])]
        d = w["day"].format(n=i + 2) if relative else day(i + 2).strftime("%d-%m-%Y")
        text.append("\n%s\n%s\n%s%s\n%s%s\n%s\n%s\n\n" % (o, d, dash, w["sections"][i % 3], dash, o, title, (" " if lang != "zh" else "").join(body) if oneline else "\n".join(body)))
        gold.append(item(title, body, outlet=o, date=iso(day(i + 2))))
    return "".join(text), gold

def blog(lang, comments=True, by=True):
    """title, by-line and date, body, share bar, tags, comments count."""
    w, text, gold = WORDS[lang], [w0 + "\n" for w0 in WORDS[lang]["sections"]] + ["\n"], []
    for i, (title, body) in enumerate(ARTICLES[lang]):
        n = w["names"][i % 3]
        text.append(title + "\n")
        text.append((w["by"] + n + " | " if by else "") + written(lang, day(i + 3)) + "\n\n")
        text.append("\n\n".join(body) + "\n\n")
        text.append("%s\n%s: %s, %s\n" % (w["share"], w["tags"], w["sections"][0], w["sections"][1]))
        text.append(w["comments"] + "\n\n" if comments else "\n")
        gold.append(item(title, body, date=iso(day(i + 3)), byline=(w["by"] + n) if by and w["by"] else None))
    return "".join(text) + w["copy"] + "\n", gold

def more(lang, sep=" | "):
    """title, outlet and date on a line, body, an advertisement within, "read more"."""
    w, text, gold = WORDS[lang], [w0 for w0 in [WORDS[lang]["cookie"], ""]], []
    for i, (title, body) in enumerate(ARTICLES[lang]):
        o = w["outlets"][i % len(w["outlets"])]
        text += [title, o + sep + written(lang, day(i + 1)), "", body[0], "", w["ad"], "", *[x for p in body[1:] for x in (p, "")], w["more"], ""]
        gold.append(item(title, body, outlet=o, date=iso(day(i + 1))))
    return "\n".join(text + ["1 2 3 4 5 »", "", w["copy"]]) + "\n", gold

def ruled(lang, rule="-" * 40, caps=False, url=True):
    """a newsletter whose pieces are parted by rules."""
    w, gold = WORDS[lang], []
    text = [w["outlets"][0], written(lang, day(1)), "", rule, ""]
    for i, (title, body) in enumerate(ARTICLES[lang]):
        t = title.upper() if caps else title
        u = "https://news.example/%s/%d" % (lang, 100 + i)
        text += [t, "", *[x for p in body for x in (p, "")], *([u, ""] if url else []), rule, ""]
        gold.append(item(t, body, date=iso(day(1)), url=u if url else None))
    return "\n".join(text + [w["unsub"], w["copy"]]) + "\n", gold

def numbered(lang, form="{}. ", wrap=0, crlf=False, toc=False):
    """a numbered mail digest, perhaps wrapped, perhaps with contents first."""
    import textwrap
    w, gold = WORDS[lang], []
    text = []
    if toc:
        text += [form.format(i + 1) + t for i, (t, _) in enumerate(ARTICLES[lang])] + ["", "=" * 60, ""]
    for i, (title, body) in enumerate(ARTICLES[lang]):
        u = "https://news.example/%s/story-%d.html" % (lang, i)
        text += [form.format(i + 1) + title, ""]
        for p in body:
            text += (textwrap.wrap(p, wrap, break_long_words=False) if wrap else [p]) + [""]
        text += [u, "", ""]
        gold.append(item(title, body, url=u))
    out = "\n".join(text + ["--", w["unsub"]]) + "\n"
    return out.replace("\n", "\r\n") if crlf else out, gold

def underlined(lang, mark="="):
    """titles underlined; headers of a mail before them."""
    w, gold = WORDS[lang], []
    text = ["From: %s <news@example.org>" % w["outlets"][0], "Subject: %s" % w["outlets"][0], "Date: Wed, 19 Mar 2025 06:00:00 +0000", ""]
    for title, body in ARTICLES[lang]:
        text += [title, mark * len(title), *body, ""]
        gold.append(item(title, body, outlet=w["outlets"][0], date="2025-03-19"))
    return "\n".join(text + ["-- ", w["unsub"]]) + "\n", gold

def live_tail(lang, title=True, glue=True):
    """a live blog: title, text, then name and time run together."""
    w, text, gold = WORDS[lang], [], []
    for i, (t, body) in enumerate(ARTICLES[lang]):
        n, d = w["names"][i % 3], day(0) - datetime.timedelta(minutes=37 * i)
        if title:
            text += [t, ""]
        text += [x for p in body for x in (p, "")] + [n + ("" if glue else " ") + written(lang, d) + " " + d.strftime("%H:%M"), ""]
        gold.append(item(t if title else "", body, kind="live-entry", date=d.strftime("%Y-%m-%dT%H:%M"), byline=n))
    return "\n".join(text), gold

def live_head(lang, form="%H:%M", title=True):
    """a live blog: time, title, text."""
    w, text, gold = WORDS[lang], [written(lang, day(0)), ""], []
    for i, (t, body) in enumerate(ARTICLES[lang]):
        d = day(0) - datetime.timedelta(minutes=41 * i)
        text += [d.strftime(form), *([t, ""] if title else []), *[x for p in body for x in (p, "")], w["share"], ""]
        gold.append(item(t if title else "", body, kind="live-entry", date=d.strftime("%Y-%m-%dT%H:%M")))
    return "\n".join(text), gold

def bullets(lang, mark="• "):
    """briefs in bullets, with tags and hashtags at the end."""
    w, text, gold = WORDS[lang], [w0 + "\n\n" for w0 in WORDS[lang]["outlets"][:1]], []
    for t, body in ARTICLES[lang]:
        text.append(mark + (" " if lang != "zh" else "").join(body) + "\n\n")
        gold.append(item("", body, kind="brief"))
    text.append("%s: %s, %s\n#%s #%s\n" % (w["tags"], w["sections"][0], w["sections"][1], w["sections"][0], w["sections"][1]))
    return "".join(text), gold

def single(lang):
    """one article with crossheads, captions and related links run together."""
    w, a = WORDS[lang], ARTICLES[lang]
    body = a[0][1] + a[1][1]
    text = [a[0][0], "", w["by"] + w["names"][0], written(lang, day(2)), "", w["photo"], "", body[0], "", w["donate"], ""] + [x for p in body[1:] for x in (p, "")]
    text += [w["related"], *[t for t, _ in a[1:]], "", w["tags"] + ": " + ", ".join(w["sections"]), w["copy"]]
    return "\n".join(text) + "\n", [item(a[0][0], body, date=iso(day(2)), byline=w["by"] + w["names"][0] if w["by"] else None)]

def tight(lang):
    """title, body, title, body: no line is empty."""
    text, gold = [], []
    for t, body in ARTICLES[lang]:
        text += [t, " ".join(body)]
        gold.append(item(t, body))
    return "\n".join(text) + "\n", gold

def days(lang):
    """headings of days, several pieces below each."""
    text, gold = [], []
    for i, (t, body) in enumerate(ARTICLES[lang]):
        if i % 2 == 0:
            text += [written(lang, day(i)), "", ""]
        text += [t, "", *[x for p in body for x in (p, "")], ""]
        gold.append(item(t, body, date=iso(day(i - i % 2))))
    return "\n".join(text), gold

def dated_line(lang):
    """date | outlet on one line, then title, then text."""
    w, text, gold = WORDS[lang], [], []
    for i, (t, body) in enumerate(ARTICLES[lang]):
        o = w["outlets"][i % 3]
        text += ["%s | %s" % (day(i + 1).strftime("%d.%m.%Y"), o), t, *body, "", ""]
        gold.append(item(t, body, outlet=o, date=iso(day(i + 1))))
    return "\n".join(text), gold

def markdown(lang, mark="## "):
    w, text, gold = WORDS[lang], ["# " + WORDS[lang]["outlets"][0], ""], []
    for i, (t, body) in enumerate(ARTICLES[lang]):
        text += [mark + t, "", *[x for p in body for x in (p, "")], "[%s](https://news.example/%d)" % (w["more"], i), ""]
        gold.append(item(t, body, url="https://news.example/%d" % i))
    return "\n".join(text), gold

def headlines(lang):
    """titles and links alone."""
    w, text, gold = WORDS[lang], [WORDS[lang]["outlets"][0], ""], []
    for i, (t, _) in enumerate(ARTICLES[lang]):
        u = "https://news.example/%s/%d" % (lang, i)
        text += [t, u, ""]
        gold.append(item(t, [], url=u))
    return "\n".join(text + [w["unsub"]]) + "\n", gold

def alerts(lang):
    """as search alerts by mail: title, outlet, the beginning of the text, <link>."""
    w, text, gold = WORDS[lang], [], []
    for i, (t, body) in enumerate(ARTICLES[lang]):
        o, u = w["outlets"][i % 3], "https://news.example/a?id=%d" % i
        text += [t, o, body[0] + " ...", "<%s>" % u, "", ""]
        gold.append(item(t, [body[0]], outlet=o, url=u))
    return "\n".join(text + ["-" * 60, w["unsub"]]) + "\n", gold

def spun():
    """posts that tell their text once more, tags and hashtags after each."""
    w, stock, text, gold = WORDS["en"], dict(ARTICLES["en"]), [], []
    for i, (t, again) in enumerate(PARAPHRASE):
        text += ["• " + t, "", *[x for p in stock[t] for x in (p, "")], again, "", "Tags: Larne, %s" % w["sections"][i], "#%s #News" % w["sections"][i], ""]
        gold += [item(t, stock[t]), item("", [again], kind="paraphrase")]
    return "\n".join(text), gold

def related_each(lang):
    """an archive with related links after each piece."""
    w, text, gold = WORDS[lang], [], []
    a = ARTICLES[lang]
    for i, (t, body) in enumerate(a):
        text += [t, "", *[x for p in body for x in (p, "")], w["related"], "- " + a[(i + 1) % len(a)][0], "- " + a[(i + 2) % len(a)][0], "", ""]
        gold.append(item(t, body))
    return "\n".join(text), gold

def tail_junk(lang):
    """an archive that ends with teasers cut short, comments and a menu."""
    w, a = WORDS[lang], ARTICLES[lang]
    text, gold = ["Home", w["sections"][0], w["sections"][1], w["sections"][2], ""], []
    for t, body in a[:3]:
        text += ["", "", t, "", *[x for p in body for x in (p, "")]]
        gold.append(item(t, body))
    text += [w["also"], ""]
    for t, body in a[3:]:
        text += [t, "", body[0][:60] + "…", ""]
    return "\n".join(text + [w["copy"]]) + "\n", gold

for lang in ("en", "de", "ru", "zh", "el"):
    PAGES["archive_" + lang] = lambda lang=lang: archive(lang)
for lang in ("en", "fr", "ar", "tr"):
    PAGES["tagpage_" + lang] = lambda lang=lang: tagpage(lang)
PAGES["tagpage_plain_de"] = lambda: tagpage("de", relative=False, dash="", oneline=False)
PAGES["tagpage_plain_zh"] = lambda: tagpage("zh", relative=False, dash="· ")
for lang in ("en", "de", "es", "pl"):
    PAGES["blog_" + lang] = lambda lang=lang: blog(lang)
PAGES["blog_plain_ru"] = lambda: blog("ru", comments=False, by=False)
for lang in ("en", "fr", "ru", "tr"):
    PAGES["more_" + lang] = lambda lang=lang: more(lang)
PAGES["more_dash_es"] = lambda: more("es", sep=" – ")
for lang in ("en", "pl", "ar"):
    PAGES["ruled_" + lang] = lambda lang=lang: ruled(lang)
PAGES["ruled_stars_fr"] = lambda: ruled("fr", rule="* * *", url=False)
PAGES["ruled_caps_en"] = lambda: ruled("en", rule="=" * 60, caps=True, url=False)
PAGES["numbered_en"] = lambda: numbered("en", wrap=72)
PAGES["numbered_crlf_de"] = lambda: numbered("de", form="{}) ", wrap=70, crlf=True)
PAGES["numbered_toc_es"] = lambda: numbered("es", form="[{}] ", toc=True)
PAGES["numbered_ru"] = lambda: numbered("ru", form="{}. ")
for lang in ("en", "es", "el"):
    PAGES["underlined_" + lang] = lambda lang=lang: underlined(lang, "-" if lang == "es" else "=")
for lang in ("en", "fr", "ru"):
    PAGES["live_tail_" + lang] = lambda lang=lang: live_tail(lang)
PAGES["live_tail_untitled_en"] = lambda: live_tail("en", title=False)
PAGES["live_tail_spaced_es"] = lambda: live_tail("es", glue=False)
PAGES["live_head_en"] = lambda: live_head("en", "%H.%M GMT")
PAGES["live_head_de"] = lambda: live_head("de", "%H:%M Uhr")
PAGES["live_head_untitled_pl"] = lambda: live_head("pl", title=False)
PAGES["bullets_en"] = lambda: bullets("en")
PAGES["bullets_tr"] = lambda: bullets("tr", "- ")
PAGES["bullets_zh"] = lambda: bullets("zh", "● ")
for lang in ("en", "de", "ru", "ar"):
    PAGES["single_" + lang] = lambda lang=lang: single(lang)
PAGES["tight_en"] = lambda: tight("en")
PAGES["tight_ru"] = lambda: tight("ru")
PAGES["days_en"] = lambda: days("en")
PAGES["days_de"] = lambda: days("de")
PAGES["dated_line_pl"] = lambda: dated_line("pl")
PAGES["dated_line_en"] = lambda: dated_line("en")
PAGES["markdown_fr"] = lambda: markdown("fr")
PAGES["markdown_en"] = lambda: markdown("en", "### ")
PAGES["headlines_es"] = lambda: headlines("es")
PAGES["headlines_en"] = lambda: headlines("en")
PAGES["alerts_en"] = lambda: alerts("en")
PAGES["alerts_de"] = lambda: alerts("de")
PAGES["spun_en"] = spun
PAGES["related_each_fr"] = lambda: related_each("fr")
PAGES["related_each_el"] = lambda: related_each("el")
PAGES["tail_junk_en"] = lambda: tail_junk("en")
PAGES["tail_junk_de"] = lambda: tail_junk("de")

def wordpress(lang, posted, foot):
    w, text, gold = WORDS[lang], ["Skip to content", "", WORDS[lang]["outlets"][0], "", "Menu", "Home", "About", "Contact", ""], []
    for i, (t, body) in enumerate(ARTICLES[lang]):
        text += [t, "%s %s %s admin" % (posted[0], written(lang, day(i + 4)), posted[1]), "", *[x for p in body for x in (p, "")]]
        text += ["%s %s | %s" % (posted[2], w["sections"][0], posted[3]), ""]
        gold.append(item(t, body, date=iso(day(i + 4))))
    return "\n".join(text + foot) + "\n", gold

def crossheads(lang, heads):
    w, a = WORDS[lang], ARTICLES[lang]
    text, body = [a[0][0], "", w["by"] + w["names"][1], "", *[x for p in a[0][1] for x in (p, "")]], list(a[0][1])
    for h, (_, more_body) in zip(heads, a[1:]):
        text += [h, "", *[x for p in more_body for x in (p, "")]]
        body += [h, *more_body]
    text += [w["copy"]]
    return "\n".join(text) + "\n", [item(a[0][0], body)]

def wire():
    text, gold = ["NEWS IN BRIEF", ""], []
    places = ["LARNE", "ORRIN", "OSLO", "ABERDEEN", "LLANFAIR", "MAIDSTONE"]
    for i, (t, body) in enumerate(ARTICLES["en"]):
        body = ["%s, March %d (Coastal Wire) - %s" % (places[i], 19 - i, body[0]), *body[1:]]
        text += [t, "", *[x for p in body for x in (p, "")], "(Reporting by Tom Harker; editing by Priya Nair)", ""]
        gold.append(item(t, body))
    return "\n".join(text), gold

def channel(lang):
    """an exported channel: name and time above each post, views below."""
    w, text, gold = WORDS[lang], [], []
    for i, (t, body) in enumerate(ARTICLES[lang]):
        d = day(i) - datetime.timedelta(minutes=7 * i)
        text += [w["outlets"][0], d.strftime("%d.%m.%Y %H:%M"), t, *body, "1.%dK" % i, ""]
        gold.append(item(t, body, outlet=w["outlets"][0], date=d.strftime("%Y-%m-%dT%H:%M")))
    return "\n".join(text), gold

def compact(lang, sep=" · "):
    w, text, gold = WORDS[lang], [], []
    for i, (t, body) in enumerate(ARTICLES[lang]):
        o = w["outlets"][i % 3]
        text += [o + sep + w["day"].format(n=i + 2), t, " ".join(body), ""]
        gold.append(item(t, body, outlet=o, date=iso(day(i + 2))))
    return "\n".join(text), gold

def sections(lang, link):
    """a newsletter in sections, the section's name in capitals."""
    w, text, gold = WORDS[lang], [WORDS[lang]["outlets"][0].upper(), written(lang, day(1)), "", "", ], []
    for i, (t, body) in enumerate(ARTICLES[lang]):
        if i % 2 == 0:
            text += ["", w["sections"][i // 2 % 3].upper(), ""]
        text += [t, "", *[x for p in body for x in (p, "")], link, "https://news.example/%d" % i, ""]
        gold.append(item(t, body, date=iso(day(1)), url="https://news.example/%d" % i))
    return "\n".join(text + ["", w["donate"], "", w["unsub"]]) + "\n", gold

def guardian():
    text, gold = ["Live", "Coastal storm: latest updates", "Thu 20 March 2025 12.00 GMT", ""], []
    for i, (t, body) in enumerate(ARTICLES["en"]):
        d = day(0) - datetime.timedelta(minutes=22 * i)
        text += [d.strftime("%H.%M GMT"), "", t, "", *[x for p in body for x in (p, "")], "Share", "", "Updated at " + d.strftime("%H.%M GMT"), ""]
        gold.append(item(t, body, kind="live-entry", date=d.strftime("%Y-%m-%dT%H:%M")))
    return "\n".join(text), gold

def clocked(lang, form):
    """a ticker: the time begins each paragraph."""
    text, gold = [written(lang, day(0)), ""], []
    for i, (t, body) in enumerate(ARTICLES[lang]):
        d = day(0) - datetime.timedelta(minutes=22 * i)
        text += [d.strftime(form) + " ".join(body), ""]
        gold.append(item("", body, kind="live-entry", date=d.strftime("%Y-%m-%dT%H:%M")))
    return "\n".join(text), gold

def listing(lang):
    """titles with outlet and age, no text."""
    w, text, gold = WORDS[lang], [], []
    for i, (t, _) in enumerate(ARTICLES[lang]):
        o = w["outlets"][i % 3]
        text += [o, t, w["ago"].format(n=i + 2), ""]
        gold.append(item(t, [], outlet=o, date=iso(NOW - datetime.timedelta(hours=i + 2))))
    return "\n".join(text), gold

def numbered_briefs(lang):
    text, gold = [], []
    for i, (t, body) in enumerate(ARTICLES[lang]):
        text += ["%d. %s" % (i + 1, " ".join(body)), ""]
        gold.append(item("", body, kind="brief"))
    return "\n".join(text), gold

def indented(lang):
    import textwrap
    w, text, gold = WORDS[lang], [w0 for w0 in (WORDS[lang]["outlets"][0], "=" * 70, "")], []
    for i, (t, body) in enumerate(ARTICLES[lang]):
        text += ["* " + t, ""]
        for p in body:
            text += ["  " + l for l in textwrap.wrap(p, 66)] + [""]
        text += ["  <https://news.example/%d>" % i, ""]
        gold.append(item(t, body, url="https://news.example/%d" % i))
    return "\n".join(text + ["_" * 40, w["unsub"], w["copy"]]) + "\n", gold

def menus(lang):
    w, text, gold = WORDS[lang], [], []
    text += [w["cookie"], "", *w["sections"], "Podcast", "Video", "TV", "App", "Login", "", w["outlets"][0], ""]
    for i, (t, body) in enumerate(ARTICLES[lang]):
        text += [w["sections"][i % 3], t, body[0], w["more"], "", ""]
        gold.append(item(t, body[:1]))
    text += [w["share"], "Facebook", "Twitter", "Instagram", "YouTube", "", "Impressum", "RSS", "Newsletter", w["copy"]]
    return "\n".join(text) + "\n", gold

def interview():
    a = ARTICLES["en"]
    body = ["Maeve Collins has led the dockers' union since last autumn. We met her the morning after the vote.",
            "How close were you to giving up?", "Very close. At three in the morning I had my coat on, and so had the other side.",
            "What changed then?", "Somebody made tea. We found that the two drafts differed in one line only, and that line was a mistake.",
            "Will the deal last?", "It runs for two years. After that we shall see who is still at the table."]
    return "\n\n".join(["“Somebody made tea”: a night of talks at Larne", "By Tom Harker", "18 March 2025", *body, "Share this article", "Comments", "gullfan", "Good for them.", "harbourcat", "Two years is nothing, if you ask me."]) + "\n", [item("“Somebody made tea”: a night of talks at Larne", body, date="2025-03-18")]

def credited(lang, source):
    w, text, gold = WORDS[lang], [], []
    for i, (t, body) in enumerate(ARTICLES[lang]):
        o = w["outlets"][i % 3]
        text += [t, "", *[x for p in body for x in (p, "")], source + o, "#%s #%s" % (w["sections"][0], w["sections"][i % 3]), "", ""]
        gold.append(item(t, body, outlet=o))
    return "\n".join(text), gold

def american():
    text, gold = [], []
    for i, (t, body) in enumerate(ARTICLES["en"]):
        d = day(i * 3 + 1)
        text += [t, d.strftime("%m/%d/%Y"), "", *[x for p in body for x in (p, "")], ""]
        gold.append(item(t, body, date=iso(d)))
    return "\n".join(text), gold

for lang in ("en", "fr"):
    PAGES["compact_" + lang] = lambda lang=lang: compact(lang)
PAGES["compact_pipe_ru"] = lambda: compact("ru", " | ")
PAGES["wordpress_en"] = lambda: wordpress("en", ("Posted on", "by", "Posted in", "Leave a comment"), ["← Older posts", "", "Search for:", "", "Recent Posts", "Hello world", "A walk by the sea", "", "Archives", "March 2025", "February 2025", "", "Meta", "Log in", "Proudly powered by WordPress"])
PAGES["wordpress_es"] = lambda: wordpress("es", ("Publicado el", "por", "Publicado en", "Deja un comentario"), ["← Entradas más antiguas", "", "Buscar:", "", "Entradas recientes", "Hola mundo", "", "Archivos", "marzo 2025", "febrero 2025"])
PAGES["crossheads_en"] = lambda: crossheads("en", ["Reports that vanished", "Ships and cables", "What the court said", "The library", "Early grapes"])
PAGES["crossheads_fr"] = lambda: crossheads("fr", ["Un printemps froid", "Le canal fermé", "Une découverte"])
PAGES["crossheads_ru"] = lambda: crossheads("ru", ["Древний бизон", "Шум и штраф", "Рабочая неделя"])
PAGES["wire_en"] = wire
PAGES["channel_ru"] = lambda: channel("ru")
PAGES["channel_ar"] = lambda: channel("ar")
PAGES["sections_en"] = lambda: sections("en", "Read more:")
PAGES["sections_de"] = lambda: sections("de", "Weiterlesen:")
PAGES["guardian_en"] = guardian
PAGES["clocked_fr"] = lambda: clocked("fr", "%Hh%M : ")
PAGES["clocked_de"] = lambda: clocked("de", "%H:%M Uhr: ")
PAGES["clocked_en"] = lambda: clocked("en", "%H:%M - ")
for lang in ("en", "zh", "de"):
    PAGES["listing_" + lang] = lambda lang=lang: listing(lang)
for lang in ("en", "tr"):
    PAGES["numbered_briefs_" + lang] = lambda lang=lang: numbered_briefs(lang)
for lang in ("en", "pl"):
    PAGES["indented_" + lang] = lambda lang=lang: indented(lang)
for lang in ("en", "es", "de"):
    PAGES["menus_" + lang] = lambda lang=lang: menus(lang)
PAGES["interview_en"] = interview
PAGES["credited_en"] = lambda: credited("en", "Source: ")
PAGES["credited_ru"] = lambda: credited("ru", "Источник: ")
PAGES["credited_ar"] = lambda: credited("ar", "المصدر: ")
PAGES["american_en"] = american
PAGES["charset_1251_ru"] = lambda: (lambda p: (p[0].replace("\n", "\r").encode("cp1251"), p[1]))(archive("ru"))
PAGES["charset_utf16_de"] = lambda: (lambda p: (("\ufeff" + p[0].replace("\n", "\r\n")).encode("utf-16-le"), p[1]))(blog("de"))

def blogger(lang="en"):
    w, text, gold = WORDS[lang], ["The Harbour Watch", "Notes from the coast", "", ], []
    for i, (t, body) in enumerate(ARTICLES[lang]):
        d = day(i + 1)
        text += [d.strftime("%A, %B ") + "%d, %d" % (d.day, d.year), "", t, "", *[x for p in body for x in (p, "")],
                 "Posted by Harbour Watch at 10:3%d AM" % i, "Email ThisBlogThis!Share to TwitterShare to FacebookShare to Pinterest",
                 "Labels: harbour, unions", "No comments:", "", ""]
        gold.append(item(t, body, date=iso(d)))
    text += ["Newer Posts Older Posts Home", "Subscribe to: Posts (Atom)", "Blog Archive", "▼ 2025 (31)", "▼ March (9)", "► February (12)", "► January (10)"]
    return "\n".join(text) + "\n", gold

def portrait():
    """one article as a big broadcaster's page is captured."""
    a = ARTICLES["en"]
    body = a[0][1] + a[2][1] + a[3][1]
    text = [a[0][0], "Published", "18 March 2025", "Share", "", "Image source, Harbour Press", "Image caption,", "The cranes stood still for six days", "By Maeve Collins", "Northern Ledger, Larne", "", body[0], "", body[1],
            "", "READ MORE: Second dam inspector resigns over missing reports", "", *[x for p in body[2:5] for x in (p, "")], "Image caption, A cable ship in Bergen", "", *[x for p in body[5:] for x in (p, "")],
            "Related Topics", "Northern IrelandTrade unionsShippingHarbours", "", "More on this story",
            "Dockers vote on pay offerShips wait off LarneWhat the port meansUnion chief speaks out", "", "Top stories", "Court lets ferry sale go ahead", "2 hours ago", "Village library to be run by readers", "3 hours ago"]
    return "\n".join(text) + "\n", [item(a[0][0], body, date="2025-03-18", byline="By Maeve Collins")]

def live_intro(lang, intro_title, intro):
    """a live blog that begins with an article, names and times run together behind each entry."""
    text, gold = live_tail(lang)
    d = written(lang, day(0)) + " 12:20"
    return "\n".join([intro_title, "", *[x for p in intro for x in (p, "")], "%s%s" % (WORDS[lang]["names"][0], d), "", text]), [item(intro_title, intro, kind="live-entry", date=iso(day(0)) + "T12:20", byline=WORDS[lang]["names"][0])] + gold

def tag_lines(lang):
    """tags one a line behind each piece."""
    w, text, gold = WORDS[lang], [], []
    for i, (t, body) in enumerate(ARTICLES[lang]):
        text += [t, "", *[x for p in body for x in (p, "")], w["tags"] + ":", *w["sections"], "", ""]
        gold.append(item(t, body))
    return "\n".join(text), gold

def decks(lang):
    """a second headline below each title; the writer's name and post."""
    w, text, gold = WORDS[lang], [], []
    for i, (t, body) in enumerate(ARTICLES[lang]):
        text += [t, w["by"] + w["names"][i % 3], written(lang, day(i + 1)), "", *[x for p in body for x in (p, "")], w["more"] + ": " + ARTICLES[lang][i - 1][0], "", w["donate"], ""]
        gold.append(item(t, body, date=iso(day(i + 1)), byline=w["by"] + w["names"][i % 3]))
    return "\n".join(text), gold

def paired():
    """bullets, each told once more by a machine below."""
    pairs = [("Dock workers in Larne returned to work on Tuesday after their union and the port authority agreed a new pay scale.", "After the union and port authority in Larne agreed on a new scale of pay, dock workers were back at work on Tuesday."),
             ("A court in Aberdeen on Monday refused to stop the sale of the island ferries to a private bidder.", "On Monday the sale of island ferries to a private bidder was allowed to continue, as the Aberdeen court refused to stop it."),
             ("Vineyards across Kent began picking three weeks early after the driest July on record, growers said on Thursday.", "Growers said Thursday that picking in vineyards across Kent had begun three weeks early, July being the driest on record."),
             ("Norway and Iceland signed an agreement on Friday to share ships for the repair of undersea cables.", "Ships that repair undersea cables will be shared by Norway and Iceland under an agreement signed on Friday.")]
    text, gold = ["Coast briefs", ""], []
    for a, b in pairs:
        text += ["• " + a, "", b, "", "Tags: coast, news", ""]
        gold += [item("", [a], kind="brief"), item("", [b], kind="paraphrase")]
    return "\n".join(text), gold

def asking():
    """titles that are questions and quotations, some ending with a full stop."""
    titles = ["Is the strike in Larne over?", "“Nobody read my reports”: a dam inspector leaves", "Who owns the cables?", "The ferries are sold. What now?", "Readers take over a library.", "Why are the grapes so sweet?"]
    text, gold = ["Coast Weekly, March 2025", ""], []
    for t, (_, body) in zip(titles, ARTICLES["en"]):
        text += ["", "", t, "", *[x for p in body for x in (p, "")]]
        gold.append(item(t, body))
    return "\n".join(text), gold

def search_page(lang):
    """results of a search: number, title, outlet and date run into the beginning of the text."""
    w, text, gold = WORDS[lang], ["Results 1 - 6 of 210", ""], []
    for i, (t, body) in enumerate(ARTICLES[lang]):
        text += [t, "%s – %s – %s ..." % (w["outlets"][i % 3], written(lang, day(i + 1)), body[0]), ""]
        gold.append(item(t, [body[0]]))
    return "\n".join(text), gold

def long_archive():
    """many short pieces: title, day, one paragraph."""
    text, gold = ["Archive", "March 2025", ""], []
    n = 0
    for r in range(6):
        for t, body in ARTICLES["en"]:
            n += 1
            t2 = t.replace("Harbour", "Port").replace("Kent", "Surrey") if r % 2 else t
            text += [t2 + " (%d)" % n, day(n).strftime("%B %d, %Y"), body[0], ""]
            gold.append(item(t2 + " (%d)" % n, [body[0]], date=iso(day(n))))
    return "\n".join(text), gold

PAGES["blogger_en"] = blogger
PAGES["portrait_en"] = portrait
PAGES["live_intro_en"] = lambda: live_intro("en", "Storm closes harbours along the whole coast", ["Harbours along the coast were closed on Thursday morning as a storm came in from the west. Ferries stay in port until noon.", "The coastguard told owners of small boats to double their moorings."])
PAGES["live_intro_ru"] = lambda: live_intro("ru", "Шторм закрыл порты на всём побережье", ["Порты на побережье закрыли в четверг утром из-за шторма. Паромы останутся у причалов до полудня.", "Береговая охрана просит владельцев лодок проверить швартовы."])
for lang in ("en", "de", "ar"):
    PAGES["tag_lines_" + lang] = lambda lang=lang: tag_lines(lang)
for lang in ("en", "fr", "es"):
    PAGES["decks_" + lang] = lambda lang=lang: decks(lang)
PAGES["paired_en"] = paired
PAGES["asking_en"] = asking
PAGES["search_en"] = lambda: search_page("en")
PAGES["search_pl"] = lambda: search_page("pl")
PAGES["long_archive_en"] = long_archive

if __name__ == "__main__":
    for name, make in PAGES.items():
        text, gold = make()
        with open("%s/%s.txt" % (HERE, name), "wb") as f:
            f.write(text if isinstance(text, bytes) else text.encode())
        with open("%s/%s.json" % (HERE, name), "w") as f:
            f.write("\n".join(json.dumps(g, ensure_ascii=False) for g in gold) + "\n")
