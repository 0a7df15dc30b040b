# SPDX-License-Identifier: Apache-2.0
"""Outlets without a feed: their pages are read, with the next ones, and live blogs."""
from nwflow import *

CONFIG = """
instance: flow
contact: test@example.org
fetch: {host_spacing: 0s}
sources:
  - {name: list, type: page, url: '%s', every: 5m, allow_private: true, first_poll: all, full_text: never%s}
notifiers:
  - {name: log, type: file, path: '@DIR@/alerts.jsonl'}
watches:
  - {name: all, query: 'drone* OR roses', notify: [log]}
"""
RECORD = """<div class="teaser"><h2><a href="/news/%s">%s</a></h2><p class="date">1 March 2024</p>
<p>%s What else is known of it stands on the page itself.</p></div>"""
PAGE = """<!doctype html><html lang="en"><head><title>The Post</title></head><body><nav><ul><li><a href="/a">Roses and gardens</a></li>
<li><a href="/b">Drones for sale</a></li></ul></nav><main>%s</main><div class="pager">%s</div>
<footer><a href="/privacy">Privacy and drones</a></footer></body></html>"""
ENTRY = """<article id="e%d"><time datetime="2024-03-01T%02d:15:00Z">%02d:15</time><p>%s and further details are expected in the course of the day.</p></article>"""


def record(path, title, lead="A report from the valley."):
    return RECORD % (path, title, lead)


def page(records, following=None):
    return PAGE % ("".join(records), '<a href="%s">Next page</a>' % following if following else "")


def quiet(n):
    return [record("quiet-%d" % i, "Council number %d talks about its budget" % i) for i in range(n)]


def found(daemon):
    return {item["url"]: item for item in alerted(daemon)}


def a_record_that_is_added_to_a_page_raises_an_alert(world):
    outlet = world.outlet()
    outlet.put("/list", page(quiet(4)), Content_Type="text/html")
    daemon = world.daemon(CONFIG % (outlet.url + "/list", "")).start()
    daemon.advance("1m")
    until(lambda: row(daemon)["items"] == 4, "four items: %r" % row(daemon))
    check(not alerts(daemon), "an alert of the menu's words")
    outlet.put("/list", page([record("drones", "Drones over the harbour", "Three were seen.")] + quiet(4)), Content_Type="text/html")
    daemon.advance("6m")
    until(lambda: found(daemon), "an alert of the new record")
    item = found(daemon)[outlet.url + "/news/drones"]
    check(len(alerts(daemon)) == 1 and item["title"] == "Drones over the harbour", item)
    check("Three were seen" in item["summary"] and "Council" not in item["summary"], item)
    check(item["published"] == "2024-03-01", item)
    daemon.stop()


def pages_are_followed_within_their_budget(world):
    outlet = world.outlet()
    outlet.put("/list", page(quiet(3), "/list?page=2"), Content_Type="text/html")
    outlet.put("/list?page=2", page([record("roses", "Roses in the morning")] + quiet(2), "/list?page=3"), Content_Type="text/html")
    outlet.put("/list?page=3", page([record("drones3", "Drones on the third page")] + quiet(2), "/list?page=4"), Content_Type="text/html")
    outlet.put("/list?page=4", page([record("drones4", "Drones on the fourth page")] + quiet(2), "/list"), Content_Type="text/html")
    daemon = world.daemon(CONFIG % (outlet.url + "/list", ", pages: 3")).start()
    daemon.advance("1m")
    until(lambda: len(found(daemon)) == 2, "items of two further pages: %r" % found(daemon))
    check(set(found(daemon)) == {outlet.url + "/news/roses", outlet.url + "/news/drones3"}, found(daemon))
    check(outlet.count("/list?page=4") == 0, "a page beyond the budget was read")
    daemon.stop()


def entries_of_a_live_blog_are_told_once(world):
    outlet = world.outlet()
    old = [ENTRY % (k, 8 + k, 8 + k, "Nothing new is heard from the assembly at hour %d" % k) for k in (2, 1, 0)]
    outlet.put("/live", PAGE % ("".join(old), ""), Content_Type="text/html")
    daemon = world.daemon(CONFIG % (outlet.url + "/live", ", kinds: [live-entry]")).start()
    daemon.advance("1m")
    until(lambda: row(daemon)["items"] == 3, "three entries: %r" % row(daemon))
    new = [ENTRY % (3, 11, 11, "Drones are reported above the square")]
    outlet.put("/live", PAGE % ("".join(new + old), ""), Content_Type="text/html")
    daemon.advance("6m")
    until(lambda: found(daemon), "an alert of the new entry")
    item = found(daemon)[outlet.url + "/live#e3"]
    check(item["kind"] == "live-entry" and item["published"] == "2024-03-01T11:15:00Z", item)
    check(row(daemon)["items"] == 4, row(daemon))
    daemon.stop()


def a_date_is_read_by_the_outlets_country(world):
    outlet = world.outlet()
    records = [record("drones", "Drones over the harbour").replace("1 March 2024", "03/04/2024")] + quiet(3)
    outlet.put("/list", page(records), Content_Type="text/html")
    config = CONFIG % (outlet.url + "/list", ", outlet: 'The Post'")
    config += "outlets:\n  - {name: The Post, domains: [post.example], country: US}\n"
    daemon = world.daemon(config).start()
    daemon.advance("1m")
    until(lambda: found(daemon), "an alert")
    check(found(daemon)[outlet.url + "/news/drones"]["published"] == "2024-03-04", found(daemon))
    daemon.stop()


def selectors_say_where_things_are(world):
    notice = """<div class="notice"><b class="head">%s</b><i class="by">%s</i><i class="from">%s</i><i class="day">%s</i>
<a href="/other/%d">All notices</a><a class="go" href="/notice/%d">Open</a><p class="lead">%s</p><p>Roses are not part of it.</p></div>"""
    rows = [notice % ("Drones number %d" % n, "Ada Merrow", "Harbour Office", "0%d/03/2024" % n, n, n, "Seen above pier %d." % n) for n in (1, 2)]
    outlet = world.outlet()
    outlet.put("/list", "<html><body>%s<a class='on' href='/list?p=2'>-></a></body></html>" % "".join(rows), Content_Type="text/html")
    outlet.put("/list?p=2", "<html><body>%s</body></html>" % (notice % ("Drones at night", "Tom Harker", "The Post", "03/03/2024", 3, 3, "Heard.")), Content_Type="text/html")
    daemon = world.daemon(CONFIG % (outlet.url + "/list", ", pages: 2, country: gb, items: 1, record: div.notice, title: b.head, author: i.by, "
                                    "publisher: i.from, date: i.day, link: a.go, text: p.lead, next: a.on")).start()
    daemon.advance("1m")
    until(lambda: len(found(daemon)) == 2, "an item of each page: %r%s" % (found(daemon), daemon.tail_of_log()))
    check(set(found(daemon)) == {outlet.url + "/notice/1", outlet.url + "/notice/3"}, found(daemon))
    item = found(daemon)[outlet.url + "/notice/1"]
    check(item["title"] == "Drones number 1" and item["content"] == "Seen above pier 1.", item)
    check(item["authors"] == ["Ada Merrow"] and item["outlet"] == "Harbour Office" and item["published"] == "2024-03-01", item)
    daemon.stop()


def a_selector_that_cannot_be_read_is_named(world):
    daemon = world.daemon(CONFIG % ("http://127.0.0.1:1/", ", record: 'div >'"))
    daemon.start(ready=False)
    code = daemon.process.wait(PATIENCE)
    check(code == 78, "exit %d" % code)
    check("sources[0].record: selector, column 6: expected a selector" in daemon.log_text(), daemon.log_text())


if __name__ == "__main__":
    run([v for k, v in list(globals().items()) if callable(v) and getattr(v, "__module__", "") == "__main__"
         and k not in ("found", "page", "record", "quiet")])
