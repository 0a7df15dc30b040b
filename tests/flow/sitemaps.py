# SPDX-License-Identifier: Apache-2.0
"""Outlets that publish sitemaps: an index, its packed children, what changes in them."""
import gzip, json
from nwflow import *

CONFIG = """
instance: flow
contact: test@example.org
sources:
  - {name: map, type: sitemap, url: '%s/sitemap.xml', every: 5m, allow_private: true, first_poll: all%s}
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


def alerts(daemon):
    path = daemon.dir + "/alerts.jsonl"
    if not os.path.exists(path):
        return []
    with open(path) as f:
        return [json.loads(line) for line in f if line.endswith("\n")]


def urls(daemon):
    return {item["item"]["url"] for alert in alerts(daemon) for item in alert["items"]}


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
    item = alerts(daemon)[0]["items"][0]["item"]
    check(item["outlet"] == "The Post" and item["language"] == "en" and item["title"] == "Drones over the harbour", item)
    check(outlet.count("/old.xml.gz") == 0 and outlet.count("/tags.xml.gz") == 0, "a child beyond the budget was read")
    outlet.put("/new.xml.gz", packed([(base + "/news/2", "Roses in the morning"), (base + "/news/1", "Drones over the harbour")]),
               Content_Type="application/gzip")
    outlet.put("/sitemap.xml", INDEX % (CHILD % (base + "/new.xml.gz", "2024-03-02")))
    daemon.advance("6m")
    until(lambda: base + "/news/2" in urls(daemon), "the entry that came later: %r" % urls(daemon))
    check(len(alerts(daemon)) == 2, "alerts: %d" % len(alerts(daemon)))
    daemon.stop()


def a_page_in_the_place_of_a_sitemap_is_named(world):
    outlet = world.outlet()
    outlet.put("/sitemap.xml", "<!DOCTYPE html><html><head><title>Not a map</title></head><body>x</body></html>")
    daemon = world.daemon(CONFIG % (outlet.url, "")).start()
    daemon.advance("1m")
    row = lambda: daemon.ask("sources")[0]
    until(lambda: row()["status"] == "failing", "a failing source")
    check("no sitemap" in row()["error"] and "Not a map" in row()["error"], row()["error"])
    daemon.stop()


if __name__ == "__main__":
    run([v for k, v in list(globals().items()) if callable(v) and getattr(v, "__module__", "") == "__main__"
         and k not in ("alerts", "urls", "packed")])
