# SPDX-License-Identifier: Apache-2.0
"""Items under other ids, addresses and policies, and items that are edited."""
from outlets import FAST, polled, source, titles
from nwflow import *

DATE = "Sun, 22 Nov 2026 %02d:00:00 +0000"


def feed(rows):
    """rows: (guid or None, link, title, text, hour or None)"""
    from xml.sax.saxutils import escape
    one = "<item>%s%s<title>%s</title>%s<description>%s</description></item>"
    return "<rss version='2.0'><channel><title>F</title><link>https://outlet.example/</link>%s</channel></rss>" % "".join(
        one % ("<guid isPermaLink='false'>%s</guid>" % escape(g) if g else "", "<link>%s</link>" % escape(u) if u else "", escape(t),
               "<pubDate>%s</pubDate>" % (DATE % h) if h is not None else "", escape(d)) for g, u, t, d, h in rows)


def garden(n, guid="g%d", link="https://outlet.example/%d", hour=True):
    words = ["red", "white", "wild", "late", "early", "small", "tall", "old"]
    def fill(text):
        return text and (text % n if "%" in text else text)

    return (fill(guid), fill(link), "Roses in the %s garden" % words[n],
            "The %s roses of garden %d are in bloom, the gardeners say." % (words[n], n), n if hour else None)


def notices(daemon, key):
    return [n for n in daemon.ask("notices") if n["key"].startswith(key)]


def a_feed_that_names_all_its_items_anew_raises_no_alert_and_one_notice(world):
    outlet = world.outlet()
    outlet.put("/feed", feed([garden(n) for n in range(6)]))
    outlet.put("/moved", feed([garden(n, guid=None, link="http://outlet.example/%d") for n in range(6)]))
    daemon = world.daemon(FAST % "".join(source(n, outlet.url + "/" + n, ", first_poll: all") for n in ("feed", "moved"))).start()
    for name in ("feed", "moved"):
        check(polled(daemon, name)["items"] == 6, repr(row(daemon, name)))
    until(lambda: len(alerts(daemon)) > 0, "alerts")
    until(daemon.quiet, "an end")
    count = len(alerts(daemon))
    steps = [
        ("feed", [garden(n, guid="tag:outlet.example,2026:%d") for n in range(6)], 1),  # another scheme of ids
        ("moved", [garden(n, guid=None, link="https://outlet.example/%d") for n in range(6)], 0),  # https: one address
        ("moved", [garden(n, guid=None, link="https://www.news.example/a/%d") for n in range(6)], 1),  # another domain
        ("feed", [garden(n, guid="%d", link="https://news.example/b/%d") for n in range(6)], 1),  # both at once
        ("feed", [garden(7)] + [garden(n, guid="new-%d", link="https://news.example/c/%d") for n in range(5)], 1),  # and a new one
    ]
    for name, rows, told in steps:
        outlet.put("/" + name, feed(rows))
        polled(daemon, name)
        check(len(notices(daemon, "renewed:" + name)) == told, repr(daemon.ask("notices")))
        check(notices(daemon, "suspect") == [], repr(daemon.ask("notices")))
    until(lambda: row(daemon, "feed")["items"] == 7, "the new item alone: %r" % row(daemon, "feed"))
    check(row(daemon, "moved")["items"] == 6, repr(row(daemon, "moved")))
    until(daemon.quiet, "an end")
    check(all("tall" not in t for t in titles(daemon)), repr(titles(daemon)))
    check(len(alerts(daemon)) <= count + 1, "alerts: %r" % titles(daemon))
    # What is known by another id is edited under its own.
    rows = [garden(7)] + [garden(n, guid="new-%d", link="https://news.example/c/%d") for n in range(5)]
    rows[1] = rows[1][:3] + ("The red roses of garden 9 are in bloom, the gardeners say.",) + rows[1][4:]
    outlet.put("/feed", feed(rows))
    polled(daemon, "feed")
    check(row(daemon, "feed")["items"] == 7, repr(row(daemon, "feed")))
    edits = daemon.ask("revisions", "https://news.example/c/0")
    check(edits[-1]["why"] == ["number changed: 0 -> 9"], repr(edits))
    daemon.stop()


def the_policy_is_what_the_source_does_and_stays(world):
    outlet = world.outlet()
    shown = {
        "ids": lambda i: [garden(n, link="https://outlet.example/") for n in range(i, i + 4)],
        "urls": lambda i: [garden(n, guid="always") for n in range(i, i + 4)],
        "pairs": lambda i: [garden(n, guid=None, link="https://outlet.example/today") for n in range(i, i + 4)],
        "texts": lambda i: [garden(n, guid=None, link=None) for n in range(i, i + 4)],
    }
    wanted = {"ids": "id", "urls": "url", "pairs": "url+title", "texts": "hash"}
    for name, rows in shown.items():
        outlet.put("/" + name, feed(rows(0)))
    daemon = world.daemon(FAST % "".join(source(n, outlet.url + "/" + n, ", first_poll: all") for n in shown)).start()
    for i in range(4):
        for name, rows in shown.items():
            outlet.put("/" + name, feed(rows(i)))
            polled(daemon, name)
            got = row(daemon, name)
            check(got["items"] == 4 + i, "%s after %d polls: %r" % (name, i + 1, got))
    for name in shown:
        got = row(daemon, name)
        check(got["identity"] == wanted[name] and got["identity_pinned"], repr(got))
    check(notices(daemon, "renewed") == [] and notices(daemon, "identity") == [], repr(daemon.ask("notices")))
    # Another policy by configuration: nothing is new, and nobody is told.
    outlet.put("/ids", feed([garden(n) for n in range(3, 7)]))
    polled(daemon, "ids")
    until(daemon.quiet, "an end")
    count = len(alerts(daemon))
    daemon.write((FAST % "".join(source(n, outlet.url + "/" + n, ", first_poll: all" + (", identity: url" if n == "ids" else ""))
                                 for n in shown)))
    daemon.ask("reload")
    outlet.put("/ids", feed([garden(n) for n in range(3, 7)]) + "<!-- -->")
    polled(daemon, "ids")
    got = row(daemon, "ids")
    check(got["items"] == 7 and got["identity"] == "url", repr(got))
    until(daemon.quiet, "an end")
    check(len(alerts(daemon)) == count and notices(daemon, "renewed") == [], repr(daemon.ask("notices")))
    daemon.stop()


def ids_that_do_not_tell_items_apart_are_told(world):
    outlet = world.outlet()
    outlet.put("/feed", feed([garden(n, guid="one") for n in range(5)]))
    daemon = world.daemon(FAST % source("feed", outlet.url + "/feed", ", first_poll: all, identity: id")).start()
    polled(daemon, "feed")
    told = notices(daemon, "identity:feed")
    check(len(told) == 1 and "identity: url" in told[0]["text"], repr(daemon.ask("notices")))
    daemon.stop()


def an_edit_is_told_when_it_is_material(world):
    outlet = world.outlet()
    text = "At least 12 gardens of roses were flooded in the night, the mayor said. The river went on rising.\n%d comments"
    outlet.put("/feed", rss("E", [("e1", "Gardens flooded", text % 3, "https://outlet.example/flood")]))
    config = FAST.replace("notify: [log]", "notify: [log], update_every: 0s")
    daemon = world.daemon(config % source("feed", outlet.url + "/feed", ", first_poll: all")).start()
    polled(daemon, "feed")
    until(lambda: len(alerts(daemon)) == 1, "an alert")

    def edit(title, body):
        outlet.put("/feed", rss("E", [("e1", title, body, "https://outlet.example/flood")]))
        polled(daemon, "feed")
        until(daemon.quiet, "an end")
        return daemon.ask("revisions", "https://outlet.example/flood")

    check(edit("Gardens flooded", text % 44) == [], "a counter was taken for an edit")
    edits = edit("Gardens flooded", text.replace("went on rising", "went on to rise") % 51)
    check(len(edits) == 1 and not edits[0]["material"] and edits[0]["why"] == [], repr(edits))
    check(len(alerts(daemon)) == 1, "an edit that changes no fact was told")
    edits = edit("Gardens flooded", text.replace("12", "17").replace("went on rising", "went on to rise") % 60)
    check(edits[1]["material"] and edits[1]["why"] == ["number changed: 12 -> 17"], repr(edits))
    signs = [(line["sign"], line["field"]) for line in edits[1]["diff"]]
    check(signs == [("-", "body"), ("+", "body")] and "17" in edits[1]["diff"][1]["text"], repr(edits[1]))
    until(lambda: len(alerts(daemon)) == 2, "an update: %r" % alerts(daemon))
    last = max(alerts(daemon), key=lambda a: a["revision"])
    check(last["revision"] == 2 and last["story"] == alerts(daemon)[0]["story"], repr(last))
    check(any("12 -> 17" in change["text"] for change in last["changes"]), repr(last["changes"]))
    shown = subprocess.run(program("newswatch") + ["revisions", "--control", daemon.control, "https://outlet.example/flood"],
                           stdout=subprocess.PIPE, env={**os.environ, "NO_COLOR": "1"}, check=True).stdout.decode()
    check("number changed: 12 -> 17" in shown, shown)
    missing = subprocess.run(program("newswatch") + ["revisions", "--control", daemon.control, "https://nowhere.example/"],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    check(missing.returncode == 66, repr(missing))
    daemon.stop()


def the_address_that_a_link_leads_to_is_the_same_item(world):
    from fulltext import CONFIG as TEXTS, article
    outlet = world.outlet()
    page = article("New talks").replace("<head>", "<head><link rel='canonical' href='/news/talks-named'>")
    outlet.put("/r/1", "", 302, Location="/news/talks")
    outlet.put("/news/talks", page, Content_Type="text/html")
    outlet.put("/feed", feed([(None, outlet.url + "/r/1", "Council talks", "The council met.", None)]))
    daemon = world.daemon(TEXTS % (outlet.url + "/feed", ", identity: url, first_poll: all")).start()
    polled(daemon, "post")
    until(lambda: len(alerts(daemon)) == 1, "an alert by the article")
    # Another title and text, so that the address alone can tell.
    for n, path in enumerate(("/news/talks", "/news/talks-named")):
        outlet.put("/feed", feed([(None, outlet.url + path, "Talks of day %d" % n, "The council went on, %d." % n, None)]))
        polled(daemon, "post")
        check(row(daemon, "post")["items"] == 1, "%s: %r" % (path, row(daemon, "post")))
    outlet.put("/feed", feed([(None, outlet.url + "/news/other", "Other talks", "The council of the town met.", None)]))
    polled(daemon, "post")
    check(row(daemon, "post")["items"] == 2, repr(row(daemon, "post")))
    daemon.stop()


if __name__ == "__main__":
    run([a_feed_that_names_all_its_items_anew_raises_no_alert_and_one_notice, the_policy_is_what_the_source_does_and_stays,
         ids_that_do_not_tell_items_apart_are_told, the_address_that_a_link_leads_to_is_the_same_item, an_edit_is_told_when_it_is_material])
