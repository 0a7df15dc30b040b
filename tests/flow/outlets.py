# SPDX-License-Identifier: Apache-2.0
"""Outlets as they are: a real web server, slow and broken ones, charsets, redirects, identifiers, first polls."""
import grp, itertools, pwd, threading
from collect import CONFIG, source
from nwflow import *

FAST = CONFIG.replace("sources:", "fetch: {host_spacing: 0s}\nsources:", 1)


def polled(daemon, name):
    """Polls now and gives the source's row when that poll has ended."""
    before = row(daemon, name)["last_try"]
    until(lambda: daemon.ask("poll", name, fail=False) is not None, "a poll of " + name)
    until(lambda: row(daemon, name)["last_try"] != before, "the end of a poll of " + name)
    return row(daemon, name)


def titles(daemon):
    return [a["items"][0]["item"]["title"] for a in alerts(daemon)]


class Nginx:
    """Debian's nginx, unprivileged, with everything that it writes in one folder."""
    CONF = """
daemon off;
worker_processes 1;
pid %(dir)s/pid;
error_log %(dir)s/error.log;
events { worker_connections 64; }
http {
    log_format poll '$connection $connection_requests $status $sent_http_content_encoding|$http_if_none_match|$server_protocol';
    access_log %(dir)s/access.log poll;
    client_body_temp_path %(dir)s/t1; proxy_temp_path %(dir)s/t2; fastcgi_temp_path %(dir)s/t3;
    uwsgi_temp_path %(dir)s/t4; scgi_temp_path %(dir)s/t5;
    types { application/rss+xml rss; }
    gzip on;
    gzip_types application/rss+xml;
    gzip_min_length 1;
    keepalive_timeout 60;
    server {
        listen 127.0.0.1:%(port)d;
        root %(dir)s/www;
        location = /old.rss { return 301 /feed.rss; }
        location = /older.rss { return 308 /old.rss; }
        location = /shut.rss { return 403; }
    }
}
"""

    def __init__(self):
        if not os.path.exists("/usr/sbin/nginx"):
            raise Skip("nginx is not installed")
        self.dir = tempfile.mkdtemp(prefix="nw-nginx-")
        os.mkdir(self.dir + "/www")
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        with open(self.dir + "/nginx.conf", "w") as f:
            f.write(self.CONF % {"dir": self.dir, "port": self.port})
        self.who = {}
        if os.geteuid() == 0:
            self.who = {"user": "nobody", "group": "nogroup", "extra_groups": []}
            for path in (self.dir, self.dir + "/www"):
                os.chown(path, pwd.getpwnam("nobody").pw_uid, grp.getgrnam("nogroup").gr_gid)
        self.url = "http://127.0.0.1:%d" % self.port
        self.process = None
        self.start()

    def start(self):
        self.process = subprocess.Popen(["/usr/sbin/nginx", "-p", self.dir, "-e", self.dir + "/error.log", "-c", self.dir + "/nginx.conf"],
                                        stdin=subprocess.DEVNULL, **self.who)
        until(self.listens, "an nginx that listens")

    def listens(self):
        check(self.process.poll() is None, "nginx ended at once")
        with socket.socket() as s:
            return s.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)

    def put(self, name, text):
        with open(self.dir + "/www/" + name + ".new", "w") as f:
            f.write(text)
        os.rename(self.dir + "/www/" + name + ".new", self.dir + "/www/" + name)

    def log(self):
        if not os.path.exists(self.dir + "/access.log"):
            return []
        with open(self.dir + "/access.log") as f:
            return f.read().splitlines()

    def close(self):
        if self.process.poll() is None:
            self.stop()
        shutil.rmtree(self.dir, ignore_errors=True)


class Nginx2(Nginx):
    """The same over TLS and HTTP/2, with a certificate of its own."""
    CONF = Nginx.CONF.replace("listen 127.0.0.1:%(port)d;", "listen 127.0.0.1:%(port)d ssl http2;\n"
                              "        ssl_certificate %(dir)s/crt; ssl_certificate_key %(dir)s/key;")

    def __init__(self):
        made = tempfile.mkdtemp(prefix="nw-crt-")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                        "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", made + "/key",
                        "-out", made + "/crt"], check=True, stderr=subprocess.DEVNULL)
        self.made = made
        super().__init__()
        self.url = "https://127.0.0.1:%d" % self.port

    def start(self):
        for name in ("key", "crt"):
            shutil.copy(self.made + "/" + name, self.dir)
            os.chmod(self.dir + "/" + name, 0o644)
        super().start()

    def close(self):
        super().close()
        shutil.rmtree(self.made, ignore_errors=True)


def nginx_speaks_http_2_and_its_certificate_is_checked(world):
    web = world.add(Nginx2())
    names = ["n%d" % i for i in range(6)]
    for i, name in enumerate(names):
        web.put(name + ".rss", rss(name, [quiet(i)]))
    rows = "".join(source(n, "%s/%s.rss" % (web.url, n)) for n in names)
    trusted = "fetch: {host_parallel: 6, host_spacing: 0s, ca_file: '%s/crt'}\n" % web.made
    config = FAST.replace("fetch:", "#fetch:") % rows
    daemon = world.daemon(config + trusted).start()
    for name in names:
        polled(daemon, name)
    for name in names:
        polled(daemon, name)
    log = [line.split(" ") for line in web.log()]
    check(len(log) >= 12 and all(line[3].endswith("HTTP/2.0") for line in log), "not all by HTTP/2: %r" % log)
    check([line[2] for line in log].count("304") >= 6, "no conditional requests: %r" % log)
    check(len({line[0] for line in log}) <= 2, "a connection for each: %r" % log)
    web.put("n0.rss", rss("n0", [quiet(7), quiet(0)]))
    check(polled(daemon, "n0")["items"] == 2, "the new item")
    daemon.stop()
    # without its certificate nothing is read, and the reason is said
    daemon = world.daemon(config).start()
    state = polled(daemon, "n0")
    check(state["status"] == "failing" and "certificate" in state["error"], "it was believed: %r" % state)
    daemon.stop()


def nginx_answers_conditional_requests_packed_and_on_one_connection(world):
    web = world.add(Nginx())
    web.put("feed.rss", rss("N", [quiet(1)]))
    daemon = world.daemon(FAST % source("n", web.url + "/feed.rss")).start()
    check(polled(daemon, "n")["items"] == 1, "the baseline")
    polled(daemon, "n")
    first, second = [line.split(" ") for line in until(lambda: len(web.log()) >= 2 and web.log()[:2], "two requests")]
    check(first[2] == "200" and first[3].startswith("gzip|-|HTTP/1.1"), "the first answer: %r" % first)
    check(second[2] == "304" and "|\"" in second[3] or "|W/" in second[3], "no validator was given back: %r" % second)
    check(second[0] == first[0] and second[1] == "2", "another connection was made: %r %r" % (first, second))
    web.put("feed.rss", rss("N", [quiet(2), quiet(1)]))
    check(polled(daemon, "n")["items"] == 2, "the new item")
    until(lambda: len(alerts(daemon)) == 1, "its alert")
    check(daemon.status()["polls"]["unchanged"] >= 1, repr(daemon.status()["polls"]))
    daemon.stop()


def a_web_server_that_is_restarted_costs_a_failed_poll_and_no_item(world):
    web = world.add(Nginx())
    web.put("feed.rss", rss("N", [quiet(1)]))
    daemon = world.daemon(FAST % source("n", web.url + "/feed.rss")).start()
    polled(daemon, "n")
    for n in range(2, 6):
        web.put("feed.rss", rss("N", [quiet(i) for i in range(n, 0, -1)]))
        web.stop()
        state = polled(daemon, "n")
        check(state["status"] == "failing" and state["error"], "down and not noted: %r" % state)
        web.start()
        check(polled(daemon, "n")["status"] == "ok", "it does not come back: %r" % row(daemon, "n"))
        until(lambda: len(alerts(daemon)) == n - 1, "alert %d" % (n - 1))
    check(len(set(titles(daemon))) == 4, "an item came twice: %r" % titles(daemon))
    daemon.stop()


def permanent_redirects_are_followed_and_shown(world):
    web = world.add(Nginx())
    web.put("feed.rss", rss("N", [quiet(1)]))
    daemon = world.daemon(FAST % (source("moved", web.url + "/older.rss") + source("shut", web.url + "/shut.rss"))).start()
    state = polled(daemon, "moved")
    check(state["items"] == 1 and state["moved_to"] == web.url + "/feed.rss", repr(state))
    check("403" in polled(daemon, "shut")["error"], repr(row(daemon, "shut")))
    daemon.stop()


def dribble(piece, pause, head=True):
    """A page that comes a byte at a time, head or body."""
    def page(handler):
        body = rss("Slow", [quiet(1)]).encode()
        lines = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: %d\r\n\r\n" % len(body)
        whole = lines + body if head else body
        handler.close_connection = True
        try:
            if not head:
                handler.wfile.write(lines)
            for i in range(0, len(whole), piece):
                handler.wfile.write(whole[i:i + piece])
                handler.wfile.flush()
                if handler.server.stopping.wait(pause):
                    return
        except OSError:
            pass
    return page


def drop(handler):
    body = rss("Dropped", [quiet(1), quiet(2), quiet(3)]).encode()
    handler.close_connection = True
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nETag: \"half\"\r\nContent-Type: application/rss+xml\r\nContent-Length: %d\r\n\r\n" % len(body))
    handler.wfile.write(body[:body.index(b"</item>") + 12])


def slow_servers_are_given_up_and_others_are_served_meanwhile(world):
    outlet = world.outlet()
    outlet.server.stopping = threading.Event()
    world.add(type("Stop", (), {"close": lambda self: outlet.server.stopping.set()})())
    outlet.pages["/head"] = dribble(1, 0.1)
    outlet.pages["/body"] = dribble(1, 0.1, head=False)
    outlet.pages["/brisk"] = dribble(100, 0.05)
    outlet.put("/good", rss("G", [quiet(1)]))
    patient = FAST.replace("fetch: {", "fetch: {host_parallel: 8, low_speed_time: 10m, timeout: 10m, ")
    daemon = world.daemon(patient % "".join(source(n, outlet.url + "/" + n) for n in ("head", "body", "brisk", "good"))).start()
    for n in ("head", "body"):
        daemon.ask("poll", n, fail=False)
        until(lambda: outlet.count("/" + n), "a slow answer that has begun")
    for n in ("brisk", "good"):
        daemon.ask("poll", n, fail=False)
        until(lambda: row(daemon, n)["items"] == 1, "what stands beside the slow ones: " + n)
    check(not any(row(daemon, n)["polls"] for n in ("head", "body")), "the slow ones have ended")
    daemon.stop()
    outlet.server.stopping.set()
    outlet.server.stopping = threading.Event()
    daemon.write(FAST.replace("fetch: {", "fetch: {host_parallel: 8, low_speed: 200, low_speed_time: 2s, timeout: 4s, ") % "".join(
        source(n, outlet.url + "/" + n) for n in ("head", "body")))
    daemon.start()
    for n in ("head", "body"):
        daemon.ask("poll", n, fail=False)
    for n in ("head", "body"):
        until(lambda: row(daemon, n)["status"] == "failing", "given up: " + n)
        check("slow" in row(daemon, n)["error"] or "timed out" in row(daemon, n)["error"].lower(), row(daemon, n)["error"])
    outlet.put("/body", rss("B", [quiet(1)]))
    check(polled(daemon, "body")["status"] == "ok", "fast again")
    daemon.stop()


def a_body_that_ends_early_gives_what_came_and_the_rest_comes_later(world):
    outlet = world.outlet()
    outlet.pages["/feed"] = drop
    daemon = world.daemon(FAST % source("d", outlet.url + "/feed", ", first_poll: all")).start()
    polled(daemon, "d")
    until(lambda: len(alerts(daemon)) == 1, "the item that came: %r" % row(daemon, "d"))
    outlet.put("/feed", rss("Dropped", [quiet(1), quiet(2), quiet(3)]), ETag='"half"')
    polled(daemon, "d")
    until(lambda: len(alerts(daemon)) == 3, "the others; the half body's validator must not hide them")
    check(len(set(titles(daemon))) == 3, repr(titles(daemon)))
    daemon.stop()


def the_charset_of_the_header_counts(world):
    outlet = world.outlet()
    text = "Дроны атаковали склад, roses"
    feed = "<rss version='2.0'><channel><title>C</title><item><guid>%s</guid><title>%s</title></item></channel></rss>"
    for name, charset in (("koi", "koi8-r"), ("win", "windows-1251"), ("utf", "utf-8"), ("utf16", "utf-16")):
        outlet.put("/" + name, (feed % (name, text)).encode(charset), Content_Type="text/xml; charset=" + charset)
    names = ("koi", "win", "utf", "utf16")
    daemon = world.daemon(FAST % "".join(source(n, outlet.url + "/" + n, ", first_poll: all") for n in names)).start()
    for n in names:
        polled(daemon, n)
    until(lambda: len(alerts(daemon)) == 4, "four alerts: %r" % titles(daemon))
    check(set(titles(daemon)) == {text}, repr(titles(daemon)))
    daemon.stop()


def identity_policies_tell_items_apart(world):
    """Polls of one feed whose guids change every time, links and texts do not: what is known stays known."""
    outlet, count = world.outlet(), itertools.count()

    def feed(handler):
        n = next(count)
        body = rss("I", [("g%d-%d" % (n, i), "Roses %d" % i, "Text %d of the gardeners." % i, "https://outlet.example/%d?utm_source=p%d" % (i, n))
                         for i in range(3)]).encode()
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    outlet.pages["/feed"] = feed
    daemon = world.daemon(FAST % "".join(source("by-" + p, outlet.url + "/feed", ", first_poll: all, identity: " + p)
                                         for p in ("id", "url", "hash"))).start()
    for _ in range(3):
        for p in ("id", "url", "hash"):
            polled(daemon, "by-" + p)
    got = {p: row(daemon, "by-" + p)["items"] for p in ("id", "url", "hash")}
    check(got == {"id": 3, "url": 3, "hash": 3}, repr(got))
    told = [n["key"] for n in daemon.ask("notices")]
    check(told == ["renewed:by-id"], repr(told))
    until(lambda: len(alerts(daemon)) >= sum(got.values()), "an alert an item")
    check(len(alerts(daemon)) == sum(got.values()), "an item came twice")
    daemon.stop()


def the_first_poll_takes_nothing_the_recent_or_all(world):
    outlet = world.outlet()
    stamp = lambda hours: time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(time.time() - hours * 3600))
    items = "".join("<item><guid>%d</guid><title>Roses of %d hours</title><pubDate>%s</pubDate></item>" % (h, h, stamp(h)) for h in (1, 5, 30))
    outlet.put("/feed", "<rss version='2.0'><channel><title>F</title>%s</channel></rss>" % items)
    wanted = {"baseline": 0, "recent 6h": 2, "all": 3}
    daemon = world.daemon(FAST % "".join(source("s%d" % i, outlet.url + "/feed", ", first_poll: %s" % p)
                                         for i, p in enumerate(wanted))).start()
    for i in range(3):
        check(polled(daemon, "s%d" % i)["items"] == 3, repr(row(daemon, "s%d" % i)))
    until(lambda: len(alerts(daemon)) >= 5, "five alerts")
    news = {p: sum(a["items"][0]["source"] == "s%d" % i for a in alerts(daemon)) for i, p in enumerate(wanted)}
    check(news == wanted, repr(news))
    daemon.stop()


def one_of_a_watch_s_topics_is_enough_and_its_languages_count(world):
    outlet = world.outlet()
    outlet.put("/feed", rss("T", [strike(1), quiet(1)]))
    german = "<rss version='2.0'><channel><title>T</title><language>de</language><item><guid>g</guid><title>Rosen im Garten</title>" \
             "<description>Die Rosen blühen.</description></item></channel></rss>"
    outlet.put("/german", german)
    config = FAST % (source("t", outlet.url + "/feed", ", first_poll: all") + source("g", outlet.url + "/german", ", first_poll: all"))
    config = config[:config.index("watches:")] + """watches:
  - {name: either, topics: {diplomacy: 0.9, strikes: 0.5}, notify: [log]}
  - {name: neither, topics: {diplomacy: 0.9, sanctions: 0.9}, notify: [log]}
  - {name: both, query: 'depot', topics: {diplomacy: 0.9, strikes: 0.5}, notify: [log]}
  - {name: other, query: 'roses', topics: {diplomacy: 0.9, strikes: 0.5}, notify: [log]}
  - {name: german, query: 'ros*', languages: [de], notify: [log]}
  - {name: english, query: 'ros*', languages: [en], notify: [log]}
"""
    daemon = world.daemon(config).start()
    polled(daemon, "t")
    polled(daemon, "g")
    until(lambda: len(alerts(daemon)) >= 4, "four alerts: %r" % [(a["watch"], a["title"]) for a in alerts(daemon)])
    got = sorted(a["watch"] if isinstance(a["watch"], str) else a["watch"]["name"] for a in alerts(daemon))
    check(got == ["both", "either", "english", "german"], repr(got))
    daemon.stop()


def a_flood_is_held_and_its_limits_are_options(world):
    outlet = world.outlet()
    outlet.put("/feed", rss("F", [quiet(0)]))
    config = FAST.replace("fetch: {", "fetch: {suspect_items: 20, suspect_percent: 100, ")
    daemon = world.daemon(config % source("f", outlet.url + "/feed")).start()
    polled(daemon, "f")
    outlet.put("/feed", rss("F", [quiet(n) for n in range(0, 21)]))
    polled(daemon, "f")
    until(lambda: len(alerts(daemon)) == 20, "twenty new items are news: %d" % len(alerts(daemon)))
    outlet.put("/feed", rss("F", [quiet(n) for n in range(0, 42)]))
    polled(daemon, "f")
    check(len(alerts(daemon)) == 20, "twenty-one are suspect")
    check(any("suspect" in n["key"] for n in daemon.ask("notices")), "no notice: %r" % daemon.ask("notices"))
    daemon.ask("release", "f")
    until(lambda: len(alerts(daemon)) == 41, "released: %d" % len(alerts(daemon)))
    daemon.stop()


def the_operator_s_fetch_options_reach_the_outlet(world):
    outlet = world.outlet()
    outlet.put("/feed", rss("F", [quiet(0)]), X_Filler="x" * 3000)
    outlet.put("/hop", "", status=302, Location="/plain")
    outlet.put("/plain", rss("F", [quiet(0)]))
    config = FAST.replace("fetch: {", "fetch: {agent: 'ExampleNews/1.0', max_headers: 2KiB, redirects: 0, retry_after_max: 5m, ")
    daemon = world.daemon(config % (source("big", outlet.url + "/feed") + source("hop", outlet.url + "/hop") +
                                    source("later", outlet.url + "/later") + source("plain", outlet.url + "/plain", ", headers: {X-Desk: world}"))).start()
    check("2048" in polled(daemon, "big")["error"], repr(row(daemon, "big")))
    check("302" in polled(daemon, "hop")["error"], repr(row(daemon, "hop")))
    polled(daemon, "plain")
    headers = [h for p, h in outlet.requests if p == "/plain"][-1]
    check(headers["User-Agent"].startswith("newswatch/") and headers["User-Agent"].endswith("(+test@example.org) ExampleNews/1.0"), repr(headers))
    check(headers["X-Desk"] == "world", repr(headers))
    daemon.stop()


def a_proxy_is_used_and_led_to_no_private_address(world):
    proxy = world.outlet()
    proxy.put("http://outlet.example/feed", rss("P", [quiet(1)]))
    proxy.put("http://outlet.example/away", "", status=302, Location="http://127.0.0.1/feed")
    proxy.put("http://outlet.example/slashes", "", status=302, Location="//127.0.0.1/feed")
    proxy.put("http://127.0.0.1/feed", rss("P", [quiet(2)]))
    proxy.put("http://localhost/feed", rss("P", [quiet(2)]))
    config = FAST.replace("fetch: {", "fetch: {proxy: '%s', " % proxy.url)
    names = {"good": "outlet.example/feed", "away": "outlet.example/away", "slashes": "outlet.example/slashes", "number": "127.0.0.1/feed", "short": "127.1/feed",
             "six": "[::1]/feed", "here": "localhost/feed"}
    daemon = world.daemon(config % "".join(source(n, "http://" + u).replace(", allow_private: true", "") for n, u in names.items())).start()
    check(polled(daemon, "good")["items"] == 1, repr(row(daemon, "good")))
    for n in names:
        if n != "good":
            state = polled(daemon, n)
            check(state["status"] == "failing" and "guard" in state["error"] and "oopback" in state["error"], repr(state))
    check({p for p, _ in proxy.requests} == {"http://outlet.example/" + n for n in ("feed", "away", "slashes")}, repr(proxy.requests))
    daemon.stop()


def workers_change_with_a_reload(world):
    outlet = world.outlet()
    outlet.put("/feed", rss("F", [quiet(0)]))
    config = FAST % source("f", outlet.url + "/feed")
    daemon = world.daemon(config).start()
    before = daemon.status()["workers"]["workers"]
    daemon.write(config + "workers: {readers: 5, sandbox: best-effort}\n")
    daemon.ask("reload")
    until(lambda: daemon.status()["workers"]["workers"] == before + 3, "three more readers")
    check(polled(daemon, "f")["status"] == "ok", "they read")
    daemon.stop()


AGGREGATOR = """<feed xmlns='http://www.w3.org/2005/Atom'><title>All the news</title><id>urn:all</id>
%s</feed>"""
ENTRY = """<entry><id>urn:%d</id><title>Roses in bloom, report %d</title><link href='https://all.example/%d'/>
<updated>2024-03-01T09:00:00Z</updated><summary>Roses.</summary>%s</entry>"""
OWNED = """
instance: flow
contact: test@example.org
outlets:
  - {name: All the News, domains: [all.example], country: IE}
  - {name: The Harbour Times, domains: [harbour.example], country: GB, affiliation: independent}
sources:
  - {name: all, type: feed, url: '%s/all', every: 5m, allow_private: true, outlet: All the News, first_poll: all}
notifiers:
  - {name: log, type: file, path: '@DIR@/alerts.jsonl'}
watches:
  - {name: roses, query: 'roses', notify: [log]}
  - {name: harbour, query: 'roses', outlets: [The Harbour Times], notify: [log]}
"""


def an_aggregators_item_belongs_to_the_outlet_it_came_from(world):
    outlet = world.outlet()
    origins = ["<source><title>Harbour</title><link href='https://www.harbour.example/'/></source>",
               "<source><title>the harbour times</title></source>", "<source><title>Nobody Knows</title></source>", ""]
    outlet.put("/all", AGGREGATOR % "".join(ENTRY % (i, i, i, o) for i, o in enumerate(origins)))
    daemon = world.daemon(OWNED % outlet.url).start()
    daemon.advance("1m")

    def alerts(watch):
        path = daemon.dir + "/alerts.jsonl"
        lines = open(path).read().splitlines() if os.path.exists(path) else []
        return [a for a in map(json.loads, lines) if a["watch"] == watch]

    until(lambda: len(alerts("roses")) == 4, "four alerts" + daemon.tail_of_log())
    check(len(alerts("harbour")) == 2, "of the harbour's: %r" % alerts("harbour"))
    owners = {i["title"][-1]: i["outlet"] for i in daemon.ask("items")}
    check(owners == {"0": "The Harbour Times", "1": "The Harbour Times", "2": "All the News", "3": "All the News"},
          "whose they are: %r" % owners)
    daemon.stop()


if __name__ == "__main__":
    run([v for k, v in list(globals().items()) if callable(v) and getattr(v, "__module__", "") == "__main__"
         and k not in ("polled", "titles", "Nginx", "Nginx2", "dribble", "drop")])
