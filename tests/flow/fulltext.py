# SPDX-License-Identifier: Apache-2.0
"""Full texts: articles of new items are fetched, and nothing waits for one that does not come."""
from nwflow import *

CONFIG = """
instance: flow
contact: test@example.org
log: {level: info}
fetch: {host_spacing: 0s}
sources:
  - {name: post, url: '%s', every: 5m, allow_private: true, full_text: auto%s}
notifiers:
  - {name: log, type: file, path: '@DIR@/alerts.jsonl'}
watches:
  - {name: all, query: 'saffron OR roses', notify: [log]}
"""

SENTENCE = "The council of the valley spoke on %s for the better part of the day, and the members agreed on the second reading of it. "
ARTICLE = """<!doctype html><html lang="en"><head><title>%s - The Post</title><meta name="author" content="Ann Weaver"></head>
<body><nav><a href="/">Home</a></nav><article><h1>%s</h1><p>%s</p><p>The harvest of saffron was named as the reason. %s</p><p>%s</p></article>
<footer><a href="/privacy">Privacy</a></footer></body></html>"""
WALL = """<!doctype html><html lang="en"><head><title>The Post</title></head><body><article><h1>%s</h1><p>The council met.</p>
<div class="paywall"><p>Subscribe to continue reading. Already a subscriber? Log in.</p></div></article></body></html>"""


def article(title):
    text = SENTENCE % "the budget" * 3
    return ARTICLE % (title, title, text, text, text)


def teaser(outlet, name, text="The council of the valley met."):
    return (name, "Council number %s talks" % name, text, outlet.url + "/news/" + name)


def feed(outlet, *items):
    outlet.put("/feed", rss("The Post", items))


def items(daemon):
    return {item["url"].rsplit("/", 1)[1]: item for item in daemon.ask("items")}


def begun(world, more=""):
    """A daemon that has read the first poll: one old item, whose page is there."""
    outlet = world.outlet()
    outlet.put("/news/old", article("Old saffron"), Content_Type="text/html")
    feed(outlet, teaser(outlet, "old"))
    daemon = world.daemon(CONFIG % (outlet.url + "/feed", more)).start()
    daemon.advance("1m")
    until(lambda: len(daemon.ask("items")) == 1, "the first poll")
    return outlet, daemon


def an_article_is_fetched_and_its_words_raise_the_alert(world):
    outlet, daemon = begun(world)
    outlet.put("/news/new", article("New talks"), Content_Type="text/html")
    feed(outlet, teaser(outlet, "new"), teaser(outlet, "old"))
    daemon.advance("6m")
    until(lambda: alerts(daemon), "an alert by the article")
    item = alerts(daemon)[0]["items"][0]["item"]
    check("saffron" in item["content"] and "Privacy" not in item["content"], item)
    check(item["title"] == "Council number new talks" and item["authors"] == ["Ann Weaver"], item)
    check(item["flags"] == ["full_text"] and item["summary"] == "The council of the valley met.", item)
    row = items(daemon)["new"]
    check(row["state"] == "analysed" and row["text"] == "article", row)
    check(outlet.count("/news/old") == 0, "an article of the first poll was fetched")
    check(daemon.status()["articles"] == {"fetched": 1, "failed": 0}, daemon.status())
    daemon.pass_time(12)
    check(outlet.count("/news/new") == 1 and len(alerts(daemon)) == 1, "fetched or told again")
    daemon.stop()


def an_article_that_is_fetched_anew_is_compared_with_the_one_before(world):
    outlet, daemon = begun(world)
    daemon.write((CONFIG % (outlet.url + "/feed", "")).replace("notify: [log]", "notify: [log], update_every: 0s"))
    daemon.ask("reload")
    page = article("New talks").replace("The harvest of saffron was named", "In 12 villages the harvest of saffron was named")
    outlet.put("/news/new", page, Content_Type="text/html")
    feed(outlet, teaser(outlet, "new"), teaser(outlet, "old"))
    daemon.advance("6m")
    until(lambda: alerts(daemon), "an alert by the article")
    address = outlet.url + "/news/new"
    check(daemon.ask("revisions", address) == [], "an article for its teaser is no edit: %r" % daemon.ask("revisions", address))
    outlet.put("/news/new", page.replace("12 villages", "17 villages"), Content_Type="text/html")
    feed(outlet, ("new", "Council number new talks again", "The council of the valley met.", address), teaser(outlet, "old"))
    daemon.advance("6m")
    until(lambda: len(daemon.ask("revisions", address)) == 2, "two edits: %r" % daemon.ask("revisions", address))
    title, text = daemon.ask("revisions", address)
    check(title["material"] and title["why"][0].startswith("title changed"), repr(title))
    check(text["material"] and text["why"] == ["number changed: 12 -> 17"], repr(text))
    check(all(line["field"] == "body" for line in text["diff"]) and len(text["diff"]) == 2, repr(text["diff"]))
    until(lambda: len(alerts(daemon)) == 2, "an update")
    told = [change["text"] for change in alerts(daemon)[1]["changes"] if change["kind"] == "edit"]
    check(any("12 -> 17" in t for t in told) and any("title changed" in t for t in told), repr(told))
    thread, = [row for row in daemon.ask("why", address) if row["type"] == "thread"]
    check(thread["not_told"] == 0, "the same report counted twice: %r" % thread)
    daemon.stop()


def a_page_that_fails_three_times_leaves_the_alert_to_the_feed(world):
    outlet, daemon = begun(world)
    feed(outlet, teaser(outlet, "gone", "The roses of the valley."), teaser(outlet, "old"))
    daemon.advance("6m")
    until(lambda: outlet.count("/news/gone") == 1, "a first attempt")
    until(daemon.quiet, "its end")
    check(not alerts(daemon) and items(daemon)["gone"]["state"] == "awaiting_text", items(daemon))
    for n in (2, 3):
        daemon.advance("11s")
        until(lambda: outlet.count("/news/gone") == n, "attempt %d" % n)
        until(daemon.quiet, "its end")
    until(lambda: alerts(daemon), "an alert by the feed's text")
    item = alerts(daemon)[0]["items"][0]["item"]
    check(item["flags"] == ["teaser"] and item["summary"] == "The roses of the valley.", item)
    check(items(daemon)["gone"]["text"] == "source (teaser)", items(daemon))
    daemon.pass_time(12)
    check(outlet.count("/news/gone") == 3 and len(alerts(daemon)) == 1, "tried or told again")
    daemon.stop()


def a_wall_leaves_the_alert_to_the_feed(world):
    outlet, daemon = begun(world)
    outlet.put("/news/wall", WALL % "Council number wall talks", Content_Type="text/html")
    feed(outlet, teaser(outlet, "wall", "The roses of the valley were the matter of a long debate in the council on Friday, the speaker said."),
         teaser(outlet, "old"))
    daemon.advance("6m")
    until(lambda: alerts(daemon), "an alert by the feed's text")
    item = alerts(daemon)[0]["items"][0]["item"]
    check(item["flags"] == ["teaser"] and not item["content"], item)
    check(outlet.count("/news/wall") == 1 and daemon.saw("article.none"), daemon.log_text())
    daemon.stop()


def a_redirect_to_a_private_address_is_refused_and_not_tried_again(world):
    outlet, daemon = begun(world)
    secret = world.outlet()
    secret.put("/news/inside", article("Inside"), Content_Type="text/html")
    outlet.put("/news/inside", "", status=302, Location=secret.url + "/news/inside")
    away = ("away", "Council number away talks", "The roses again.", secret.url + "/news/away")
    feed(outlet, teaser(outlet, "inside", "The roses of the valley."), away, teaser(outlet, "old"))
    daemon.advance("6m")
    until(lambda: len(alerts(daemon)) == 2, "alerts by the feed's text")
    check(not secret.requests, "a private address was asked: %r" % secret.requests)
    check(outlet.count("/news/inside") == 1, "asked again")
    daemon.stop()


def a_page_that_robots_txt_refuses_leaves_the_alert_to_the_feed(world):
    outlet, daemon = begun(world)
    outlet.put("/robots.txt", "User-agent: *\nDisallow: /news/\n", Content_Type="text/plain")
    outlet.put("/news/closed", article("Closed"), Content_Type="text/html")
    feed(outlet, teaser(outlet, "closed", "The roses of the valley."), teaser(outlet, "old"))
    daemon.advance("6m")
    until(lambda: alerts(daemon), "an alert by the feed's text")
    check(outlet.count("/news/closed") == 0 and daemon.saw("robots.txt"), daemon.log_text())
    daemon.stop()


def an_address_of_a_sitemap_becomes_an_item_with_title_and_text(world):
    outlet = world.outlet()
    entry = "<url><loc>%s/news/%%s</loc></url>" % outlet.url
    sitemap = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>%s</urlset>"
    outlet.put("/sitemap.xml", sitemap % (entry % "old"), Content_Type="text/xml")
    outlet.put("/news/new", article("New talks"), Content_Type="text/html")
    config = (CONFIG % (outlet.url + "/sitemap.xml", "")).replace("full_text: auto", "type: sitemap")
    daemon = world.daemon(config).start()
    daemon.advance("1m")
    until(lambda: len(daemon.ask("items")) == 1, "the first poll")
    outlet.put("/sitemap.xml", sitemap % (entry % "new" + entry % "old"), Content_Type="text/xml")
    daemon.advance("6m")
    until(lambda: alerts(daemon), "an alert by the article")
    item = alerts(daemon)[0]["items"][0]["item"]
    check(item["title"] == "New talks" and "saffron" in item["content"], item)
    outlet.put("/sitemap.xml", sitemap % (entry.replace("</url>", "<lastmod>2024-03-01</lastmod></url>") % "new" + entry % "old"))
    daemon.pass_time(12)
    row = items(daemon)["new"]
    check(row["title"] == "New talks" and row["text"] == "article", row)
    check(outlet.count("/news/new") == 1 and outlet.count("/news/old") == 0, "fetched again")
    daemon.stop()


def more_articles_than_one_poll_may_ask_for_come_a_little_later(world):
    outlet, daemon = begun(world, ", follow_ups: 2")
    names = ["n%d" % n for n in range(5)]
    for name in names:
        outlet.put("/news/" + name, article("Talks " + name), Content_Type="text/html")
    feed(outlet, *[teaser(outlet, name) for name in names + ["old"]])
    daemon.advance("6m")
    until(lambda: len(alerts(daemon)) == 2, "two articles at once")
    until(daemon.quiet, "the end of the poll")
    check(sum(outlet.count("/news/" + n) for n in names) == 2, "more than the budget")
    daemon.advance("11s")
    until(lambda: len(alerts(daemon)) == 4, "two more")
    until(daemon.quiet, "the end of them")
    daemon.advance("11s")
    until(lambda: len(alerts(daemon)) == 5, "the last")
    daemon.stop()


def a_kill_while_an_article_is_awaited_loses_nothing(world):
    outlet, daemon = begun(world)
    asked, answer = threading.Event(), threading.Event()
    outlet.put("/news/new", article("New talks"), Content_Type="text/html")
    page = outlet.pages["/news/new"]

    def slow(handler):
        asked.set()
        answer.wait(PATIENCE)

    outlet.pages["/news/new"] = slow
    feed(outlet, teaser(outlet, "new"), teaser(outlet, "old"))
    daemon.advance("6m")
    check(asked.wait(PATIENCE), "the article was not asked for")
    row = items(daemon)["new"]
    check(row["state"] == "awaiting_text", row)
    daemon.kill()
    answer.set()
    outlet.pages["/news/new"] = page
    daemon.start()
    daemon.advance("2s")
    until(lambda: alerts(daemon), "an alert by the article after the start")
    after = items(daemon)["new"]
    check(after["item_id"] == row["item_id"] and after["text"] == "article", after)
    daemon.pass_time(12)
    check(len(alerts(daemon)) == 1, "%d alerts" % len(alerts(daemon)))
    daemon.stop()


def a_reload_that_switches_full_texts_off_decides_what_waits(world):
    outlet, daemon = begun(world)
    feed(outlet, teaser(outlet, "gone", "The roses of the valley."), teaser(outlet, "old"))
    daemon.advance("6m")
    until(lambda: outlet.count("/news/gone") == 1, "a first attempt")
    until(daemon.quiet, "its end")
    daemon.write((CONFIG % (outlet.url + "/feed", "")).replace("full_text: auto", "full_text: never"))
    daemon.ask("reload")
    daemon.advance("12s")
    until(lambda: alerts(daemon), "an alert by the feed's text")
    check(outlet.count("/news/gone") == 1, "asked again")
    daemon.stop()


def what_waits_for_a_source_that_went_is_decided_within_ten_minutes(world):
    outlet, daemon = begun(world)
    feed(outlet, teaser(outlet, "gone", "The roses of the valley."), teaser(outlet, "old"))
    daemon.advance("6m")
    until(lambda: outlet.count("/news/gone") == 1, "a first attempt")
    until(daemon.quiet, "its end")
    daemon.write((CONFIG % (outlet.url + "/feed", "")).replace("name: post", "name: other"))
    daemon.ask("reload")
    for _ in range(12):
        daemon.advance("1m")
    until(lambda: alerts(daemon), "an alert by the feed's text")
    daemon.stop()


def a_selector_says_what_the_article_is(world):
    outlet, daemon = begun(world, ", article: {text: div.story, remove: .aside}")
    page = """<html lang="en"><body><div class="story"><p>%s</p><p class="aside">saffron</p></div><div><p>roses %s</p></div></body></html>"""
    outlet.put("/news/new", page % (SENTENCE % "water" * 3, SENTENCE % "trees" * 9), Content_Type="text/html")
    feed(outlet, teaser(outlet, "new"), teaser(outlet, "old"))
    daemon.advance("6m")
    until(lambda: items(daemon).get("new", {}).get("text") == "article", "the article")
    check(not alerts(daemon), "words beside the article: %r" % alerts(daemon))
    daemon.stop()


def a_selector_that_cannot_be_read_is_a_mistake_of_the_configuration(world):
    daemon = world.daemon(CONFIG % ("http://127.0.0.1:1/", ", article: {text: 'div >', body: p}"))
    daemon.start(ready=False)
    check(daemon.process.wait(PATIENCE) == 78, "it started")
    check("article.text: selector, column 6" in daemon.log_text() and "allowed: text, title" in daemon.log_text(), daemon.log_text())


if __name__ == "__main__":
    run([v for k, v in list(globals().items()) if callable(v) and getattr(v, "__module__", "") == "__main__"
         and k not in ("items", "begun", "feed", "teaser", "article")])
