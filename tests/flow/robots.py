# SPDX-License-Identifier: Apache-2.0
"""What a host's robots.txt allows of pages, and for how long it is known."""
import re
from nwflow import *

CONFIG = """
instance: flow
contact: test@example.org
fetch: {host_spacing: 0s%s}
sources:
%s
notifiers:
  - {name: log, type: file, path: '@DIR@/alerts.jsonl'}
watches:
  - {name: all, query: 'drone*', notify: [log]}
"""
SOURCE = "  - {name: %s, type: page, url: '%s', every: 5m, allow_private: true, first_poll: all, full_text: never%s}\n"
PAGE = """<!doctype html><html lang="en"><head><title>The Post</title></head><body><main>%s</main><div class="pager">%s</div></body></html>"""
RECORD = """<div class="teaser"><h2><a href="/news/%d">Council number %d talks about its budget</a></h2><p class="date">1 March 2024</p>
<p>A report from the valley. What else is known of it stands on the page itself.</p></div>"""
REFUSED = "robots.txt of %s refuses %s (rule: Disallow: %s)"


def page(following=None, first=0):
    return PAGE % ("".join(RECORD % (i, i) for i in range(first, first + 4)),
                   '<a href="%s">Next page</a>' % following if following else "")


def outlet_with(world, rules, **headers):
    outlet = world.outlet()
    outlet.put("/list", page(), Content_Type="text/html")
    if rules is not None:
        outlet.put("/robots.txt", rules, Content_Type="text/plain", **headers)
    return outlet


def started(world, outlet, options="", path="/list", fetch=""):
    daemon = world.daemon(CONFIG % (fetch, SOURCE % ("list", outlet.url + path, options))).start()
    daemon.advance("1m")
    return daemon


def seen(daemon, name="list"):
    """The source's row once a poll of it has ended."""
    return until(lambda: row(daemon, name)["status"] in ("ok", "failing") and row(daemon, name), "a poll of %s: %r" % (name, row(daemon, name)))


def robots(daemon):
    return daemon.status()["robots"]


def a_page_that_is_allowed_is_read_after_robots_txt(world):
    outlet = outlet_with(world, "User-agent: *\nDisallow: /private/\n\nUser-agent: other\nDisallow: /\n")
    os.environ["NW_FLOW_WORD"] = "word"
    daemon = started(world, outlet, ", headers: {X-Key: secret}, user: reader, password: !env NW_FLOW_WORD")
    until(lambda: row(daemon)["items"] == 4, "four items: %r" % row(daemon))
    check([path for path, _ in outlet.requests][:2] == ["/robots.txt", "/list"], outlet.requests)
    asked, page_headers = outlet.requests[0][1], outlet.requests[1][1]
    check(re.match(r"newswatch/\S+ \(.*test@example.org", asked["User-Agent"]), asked)
    check("X-Key" not in asked and "Authorization" not in asked, asked)
    check("X-Key" in page_headers and "Authorization" in page_headers, page_headers)
    check(robots(daemon)["fetched"] == 1 and robots(daemon)["refused"] == 0 and robots(daemon)["origins"] == 1, robots(daemon))
    daemon.stop()


def a_refused_page_says_so_and_is_read_when_the_rules_change(world):
    outlet = outlet_with(world, "User-agent: NewsWatch\nDisallow: /li*t\n")
    daemon = started(world, outlet)
    until(lambda: row(daemon)["status"] == "failing", "a refusal: %r" % row(daemon))
    check(row(daemon)["error"] == REFUSED % (outlet.url, "/list", "/li*t"), row(daemon))
    check(outlet.count("/list") == 0, "a refused page was asked for")
    check(robots(daemon)["refused"] >= 1, robots(daemon))
    outlet.put("/robots.txt", "User-agent: *\nDisallow:\n")
    daemon.pass_time(12 * 60, 120)
    check(outlet.count("/robots.txt") == 1 and outlet.count("/list") == 0, outlet.requests)
    daemon.pass_time(24 * 60, 120)
    until(lambda: row(daemon)["items"] == 4, "four items: %r" % row(daemon))
    check(row(daemon)["status"] == "ok" and outlet.count("/robots.txt") == 2, row(daemon))
    daemon.stop()


def rules_are_asked_for_on_condition_after_a_day_or_their_max_age(world):
    outlet = outlet_with(world, "User-agent: *\nDisallow: /x\n", ETag='"one"', Cache_Control="public, max-age=7200")
    daemon = started(world, outlet)
    until(lambda: row(daemon)["items"] == 4, "four items: %r" % row(daemon))
    daemon.pass_time(110, 10)
    check(outlet.count("/robots.txt") == 1, "asked again within max-age")
    daemon.pass_time(20, 10)
    check(outlet.count("/robots.txt") == 2, "not asked again after max-age")
    again = [headers for path, headers in outlet.requests if path == "/robots.txt"][1]
    check(again.get("If-None-Match") == '"one"', again)
    check(row(daemon)["status"] == "ok", row(daemon))
    daemon.stop()


def without_robots_txt_everything_is_allowed(world):
    outlet = outlet_with(world, None)
    daemon = started(world, outlet)
    until(lambda: row(daemon)["items"] == 4, "four items: %r" % row(daemon))
    daemon.pass_time(60, 10)
    check(outlet.count("/robots.txt") == 1, "asked for what is not there")
    daemon.stop()


def a_server_in_trouble_is_left_alone_until_it_answers(world):
    outlet = outlet_with(world, "User-agent: *\nDisallow:\n")
    rules = outlet.pages["/robots.txt"]
    outlet.put("/robots.txt", "broken", status=503)
    daemon = started(world, outlet)
    until(lambda: row(daemon)["status"] == "failing", "a refusal: %r" % row(daemon))
    check("robots.txt of %s cannot be had" % outlet.url in row(daemon)["error"], row(daemon))
    check("503" in row(daemon)["error"] and outlet.count("/list") == 0, row(daemon))
    outlet.pages["/robots.txt"] = rules
    daemon.pass_time(120, 10)
    until(lambda: row(daemon)["items"] == 4, "four items: %r" % row(daemon))
    check(robots(daemon)["unreachable"] == 1, robots(daemon))
    # From here on the copy counts while the server is in trouble again.
    outlet.put("/robots.txt", "broken", status=500)
    daemon.pass_time(26 * 60, 60)
    check(row(daemon)["status"] == "ok" and robots(daemon)["unreachable"] > 1, (row(daemon), robots(daemon)))
    daemon.stop()


def a_server_that_hangs_is_no_leave(world):
    outlet = outlet_with(world, "")
    gone = threading.Event()
    outlet.pages["/robots.txt"] = lambda handler: gone.wait(PATIENCE)
    daemon = started(world, outlet, fetch=", timeout: 2s")
    until(lambda: row(daemon)["status"] == "failing", "a refusal: %r" % row(daemon))
    gone.set()
    check("cannot be had" in row(daemon)["error"] and outlet.count("/list") == 0, row(daemon))
    daemon.stop()


def rules_elsewhere_count_where_they_were_looked_for(world):
    outlet, other = outlet_with(world, None), outlet_with(world, None)
    other.put("/rules", "User-agent: *\nDisallow: /list\n")
    outlet.put("/robots.txt", "", status=301, Location="/1")
    outlet.put("/1", "", status=302, Location=other.url + "/rules")
    daemon = started(world, outlet)
    until(lambda: row(daemon)["status"] == "failing", "a refusal: %r" % row(daemon))
    check(row(daemon)["error"] == REFUSED % (outlet.url, "/list", "/list"), row(daemon))
    daemon.stop()


def redirects_without_end_are_no_rules(world):
    outlet = outlet_with(world, None)
    outlet.put("/robots.txt", "", status=302, Location="/robots.txt")
    daemon = started(world, outlet)
    until(lambda: row(daemon)["items"] == 4, "four items: %r" % row(daemon))
    check(outlet.count("/robots.txt") == 6, "%d requests" % outlet.count("/robots.txt"))
    daemon.stop()


def a_crawl_delay_keeps_pages_apart(world):
    outlet = outlet_with(world, "User-agent: *\nCrawl-delay: 40\n")
    outlet.put("/list", page("/list?page=2"), Content_Type="text/html")
    outlet.put("/list?page=2", page(first=4), Content_Type="text/html")
    began = time.monotonic()
    daemon = world.daemon(CONFIG % ("", SOURCE % ("list", outlet.url + "/list", ", pages: 2"))).start()
    daemon.poll("list")
    until(lambda: row(daemon)["items"] >= 4, "four items")
    daemon.advance("20s")
    early = outlet.count("/list?page=2")
    # the machine's time passes too
    check(not early or time.monotonic() - began > 20, "the second page came too early")
    daemon.advance("25s")
    until(lambda: row(daemon)["items"] == 8, "eight items: %r" % row(daemon))
    daemon.stop()


def ten_pages_of_a_host_ask_for_its_rules_once(world):
    outlet = outlet_with(world, "User-agent: *\nDisallow: /list/3\n")
    for i in range(10):
        outlet.put("/list/%d" % i, page(first=10 * i), Content_Type="text/html")
    daemon = world.daemon(CONFIG % ("", "".join(SOURCE % ("list%d" % i, "%s/list/%d" % (outlet.url, i), "") for i in range(10)))).start()
    daemon.advance("6m")
    until(lambda: all(seen(daemon, "list%d" % i) for i in range(10)), "ten polls")
    failing = [r["name"] for r in daemon.ask("sources") if r["status"] == "failing"]
    check(failing == ["list3"] and outlet.count("/robots.txt") == 1, (failing, outlet.requests))
    daemon.stop()


def of_ten_megabytes_of_rules_the_first_500_kib_count(world):
    junk = b"# nothing to see on this line of sixty-four characters at all...\n" * 160000
    outlet = outlet_with(world, b"User-agent: *\nDisallow: /other\n" + junk + b"Disallow: /list\n")
    daemon = started(world, outlet)
    until(lambda: row(daemon)["items"] == 4, "four items: %r" % row(daemon))
    check(robots(daemon)["bytes"] < 100, robots(daemon))
    outlet = outlet_with(world, b"User-agent: *\nDisallow: /list\n" + junk + b"Allow: /list/\n")
    daemon = started(world, outlet)
    until(lambda: row(daemon)["status"] == "failing", "a refusal: %r" % row(daemon))
    check(row(daemon)["error"] == REFUSED % (outlet.url, "/list", "/list"), row(daemon))
    daemon.stop()


def feeds_are_asked_for_without_and_the_operator_decides(world):
    outlet = outlet_with(world, "User-agent: *\nDisallow: /\n")
    outlet.put("/feed", rss("The Post", [quiet(1)]), Content_Type="application/rss+xml")
    feed = SOURCE.replace("type: page", "type: feed")
    daemon = world.daemon(CONFIG % ("",
        feed % ("feed", outlet.url + "/feed", "") + feed % ("strict", outlet.url + "/feed?strict", ", robots: true") +
        SOURCE % ("agreed", outlet.url + "/list", ", robots: false"))).start()
    daemon.advance("6m")
    until(lambda: row(daemon, "feed")["items"] == 1 and row(daemon, "agreed")["items"] == 4, "items of both")
    until(lambda: row(daemon, "strict")["status"] == "failing", "a refusal: %r" % row(daemon, "strict"))
    check(outlet.count("/feed?strict") == 0, outlet.requests)
    daemon.stop()


def a_next_page_that_is_refused_is_left_out(world):
    outlet = outlet_with(world, "User-agent: *\nDisallow: /*?page=\n")
    outlet.put("/list", page("/list?page=2"), Content_Type="text/html")
    outlet.put("/list?page=2", page(first=4), Content_Type="text/html")
    daemon = started(world, outlet, ", pages: 3")
    line = REFUSED % (outlet.url, "/list?page=2", "/*?page=")
    until(lambda: daemon.saw(line), "a line about it")
    until(daemon.quiet, "an end of what is under way")
    check(row(daemon)["status"] == "ok" and row(daemon)["items"] == 4, row(daemon))
    check(robots(daemon)["refused"] == 1, robots(daemon))
    daemon.pass_time(60, 10)
    check(robots(daemon)["refused"] == 1 and daemon.log_text().count(line) == 1 and outlet.count("/list?page=2") == 0, daemon.log_text())
    daemon.stop()


def check_online_says_what_robots_txt_refuses(world):
    outlet = outlet_with(world, "User-agent: *\nDisallow: /list$\n")
    outlet.put("/list/2", page(), Content_Type="text/html")
    daemon = world.daemon("contact: a@b.example\nnotifiers:\n- {name: term, type: console}\nsources:\n" +
                          SOURCE % ("refused", outlet.url + "/list", "") + SOURCE % ("allowed", outlet.url + "/list/2", ""))
    done = subprocess.run(program("newswatch") + ["check", "--online", "--json"] + installed_options() + [daemon.config],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, timeout=PATIENCE)
    rows = {x["source"]: x for x in map(json.loads, done.stdout.decode().splitlines())}
    check(done.returncode == 69 and rows["allowed"]["status"] == "ok", (done, rows))
    check(rows["refused"]["detail"] == REFUSED % (outlet.url, "/list", "/list$"), rows)
    check(outlet.count("/robots.txt") == 1 and outlet.count("/list") == 0, outlet.requests)


if __name__ == "__main__":
    run([v for k, v in list(globals().items()) if callable(v) and getattr(v, "__module__", "") == "__main__"
         and k not in ("page", "outlet_with", "started", "seen", "robots")])
