# SPDX-License-Identifier: Apache-2.0
"""Outlets that publish sitemaps: an index, its packed children, what changes in them."""
import gzip
from nwflow import *

CONFIG = """
instance: flow
contact: test@example.org
sources:
  - {name: map, type: sitemap, url: '%s/sitemap.xml', every: 5m, allow_private: true, first_poll: all, full_text: never%s}
notifiers:
  - {name: log, type: file, path: '@DIR@/alerts.jsonl'}
watches:
  - {name: all, query: 'drone* OR roses', notify: [log]}
"""

NEWS = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">%s</urlset>"""
ENTRY = """<url><loc>%s</loc><news:news><news:publication><news:name>The Post</news:name><news:language>en</news:language>
</news:publication><news:publication_date>2024-03-01T09:30:00Z</news:publication_date><news:title>%s</news:title></news:news></url>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">%s</sitemapindex>"""
CHILD = "<sitemap><loc>%s</loc><lastmod>%s</lastmod></sitemap>"


def urls(daemon):
    return {item["url"] for item in alerted(daemon)}


def packed(entries):
    return gzip.compress((NEWS % "".join(ENTRY % e for e in entries)).encode())


def the_newest_children_of_an_index_are_unpacked_and_read(world):
    outlet = world.outlet()
    base = outlet.url
    outlet.put("/sitemap.xml", INDEX % "".join(
        CHILD % (base + path, day) for path, day in
        [("/old.xml.gz", "2020-01-01"), ("/tags.xml.gz", "2024-03-01"), ("/new.xml.gz", "2024-03-01")]))
    outlet.put("/new.xml.gz", packed([(base + "/news/1", "Drones over the harbour"), (base + "/sport/1", "Drones at the cup")]),
               Content_Type="application/gzip")
    outlet.put("/old.xml.gz", packed([(base + "/news/0", "Roses of old")]), Content_Type="application/gzip")
    daemon = world.daemon(CONFIG % (base, ", children: 1, include: ['/news/*']")).start()
    daemon.advance("1m")
    until(lambda: urls(daemon), "an alert from the packed child")
    check(urls(daemon) == {base + "/news/1"}, "items of %r" % urls(daemon))
    item = alerted(daemon)[0]
    check(item["outlet"] == "The Post" and item["language"] == "en" and item["title"] == "Drones over the harbour", item)
    check(outlet.count("/old.xml.gz") == 0 and outlet.count("/tags.xml.gz") == 0, "a child beyond the budget was read")
    outlet.put("/new.xml.gz", packed([(base + "/news/2", "Roses in the morning"), (base + "/news/1", "Drones over the harbour")]),
               Content_Type="application/gzip")
    outlet.put("/sitemap.xml", INDEX % (CHILD % (base + "/new.xml.gz", "2024-03-02")))
    daemon.advance("6m")
    until(lambda: base + "/news/2" in urls(daemon), "the entry that came later: %r" % urls(daemon))
    check(len(alerts(daemon)) == 2, "alerts: %d" % len(alerts(daemon)))
    daemon.stop()


def excluded_addresses_and_children_that_nobody_wants_are_left_out(world):
    outlet = world.outlet()
    base = outlet.url
    outlet.put("/sitemap.xml", NEWS % "".join(ENTRY % e for e in [(base + "/news/1", "Drones over the harbour"), (base + "/sport/1", "Drones at the cup"),
                                                                  (base + "/news/2", "Drones at night")]))
    outlet.put("/index.xml", INDEX % (CHILD % (base + "/new.xml", "2024-03-01")))
    outlet.put("/new.xml", NEWS % (ENTRY % (base + "/news/3", "Roses in the morning")))
    second = "\n  - {name: none, type: sitemap, url: '%s/index.xml', every: 5m, allow_private: true, children: 0}" % base
    config = CONFIG % (base, ", exclude: ['*/sport/*', '/news/2']")
    daemon = world.daemon(config.replace("\nnotifiers:", second + "\nnotifiers:")).start()
    daemon.advance("6m")
    until(lambda: urls(daemon) and row(daemon, "none")["polls"], "an alert, and a poll of the index")
    daemon.advance("6m")
    until(lambda: row(daemon, "none")["polls"] > 1, "a second poll")
    check(urls(daemon) == {base + "/news/1"}, "items of %r" % urls(daemon))
    check(row(daemon, "none")["items"] == 0 and outlet.count("/new.xml") == 0, "a child was read: %r" % row(daemon, "none"))
    daemon.stop()


def a_page_in_the_place_of_a_sitemap_is_named(world):
    outlet = world.outlet()
    outlet.put("/sitemap.xml", "<!DOCTYPE html><html><head><title>Not a map</title></head><body>x</body></html>")
    daemon = world.daemon(CONFIG % (outlet.url, "")).start()
    daemon.advance("1m")
    until(lambda: row(daemon, "map")["status"] == "failing", "a failing source")
    check("no sitemap" in row(daemon, "map")["error"] and "Not a map" in row(daemon, "map")["error"], row(daemon, "map")["error"])
    daemon.stop()


if __name__ == "__main__":
    run([v for k, v in list(globals().items()) if callable(v) and getattr(v, "__module__", "") == "__main__"
         and k not in ("urls", "packed")])
