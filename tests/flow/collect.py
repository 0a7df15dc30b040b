# SPDX-License-Identifier: Apache-2.0
"""Sources that misbehave, configurations that are wrong, and what an operator sees of it."""
import gzip, zlib
from nwflow import *

CONFIG = """
instance: flow
contact: test@example.org
sources:
%s
notifiers:
  - {name: log, type: file, path: '@DIR@/alerts.jsonl'}
watches:
  - {name: all, query: 'drone* OR roses', notify: [log]}
"""


def source(name, url, extra=""):
    return "  - {name: %s, type: feed, url: '%s', every: 5m, allow_private: true%s}\n" % (name, url, extra)


def bomb():
    """1 GiB of a feed's white space in about 1 MiB."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    out = [squeeze.compress(b"<rss version='2.0'><channel>")]
    block = b" " * (1 << 20)
    for _ in range(1024):
        out.append(squeeze.compress(block))
    out.append(squeeze.flush())
    return b"".join(out)


def hostile_answers_harm_no_other_source_and_are_named(world):
    outlet = world.outlet()
    good = rss("Good", [quiet(1)])
    outlet.put("/good", good)
    outlet.put("/empty", b"")
    outlet.put("/html", "<!DOCTYPE html><html><head><title>Not a feed</title></head><body><p>x</p></body></html>")
    outlet.put("/binary", bytes(range(256)) * 50)
    outlet.put("/bomb", bomb(), Content_Encoding="gzip")
    outlet.put("/badgzip", b"\x1f\x8b\x08\x00garbage", Content_Encoding="gzip")
    outlet.put("/deep", "<rss version='2.0'><channel>" + "<a>" * 200000)
    outlet.put("/error", "down", status=503)
    outlet.put("/gone", "gone", status=410)
    outlet.put("/loop", "", status=302, Location="/loop")
    outlet.put("/tofile", "", status=302, Location="file:///etc/passwd")
    names = ["good", "empty", "html", "binary", "bomb", "badgzip", "deep", "error", "gone", "loop", "tofile"]
    config = CONFIG % ("".join(source(n, outlet.url + "/" + n) for n in names) + source("dead", "http://127.0.0.1:1/"))
    daemon = world.daemon(config.replace("sources:", "fetch: {host_spacing: 0s, host_parallel: 8}\nsources:", 1)).start()
    daemon.advance("2m")
    until(lambda: row(daemon, "good")["items"] == 1, "the good feed")
    bad = [n for n in names if n not in ("good", "deep")] + ["dead"]
    until(lambda: all(row(daemon, n)["status"] in ("failing", "gone") for n in bad),
          "all failing: %r" % [(n, row(daemon, n)["status"]) for n in bad])
    for n in bad:
        check(row(daemon, n)["error"], "%s has no error text" % n)
    check("HTML" in row(daemon, "html")["error"] and "Not a feed" in row(daemon, "html")["error"], row(daemon, "html")["error"])
    outlet.put("/good", rss("Good", [quiet(2), quiet(1)]))
    daemon.advance("6m")
    until(lambda: len(alerts(daemon)) == 1, "an alert of the good feed")
    check(outlet.count("/gone") == 1, "a gone feed was asked again within minutes")
    outlet.put("/error", rss("Back", [quiet(7)]))
    daemon.advance("6h")
    until(lambda: row(daemon, "error")["status"] == "ok", "a source that comes back")
    daemon.stop()


def a_private_address_is_refused_unless_the_source_says_so(world):
    outlet = world.outlet()
    outlet.put("/feed", rss("X", [quiet(1)]))
    config = CONFIG % source("guarded", outlet.url + "/feed").replace(", allow_private: true", "")
    daemon = world.daemon(config).start()
    daemon.advance("1m")
    until(lambda: row(daemon, "guarded")["status"] == "failing", "a refusal")
    check(outlet.count("/feed") == 0, "the private address was reached")
    check("private" in row(daemon, "guarded")["error"] or "guard" in row(daemon, "guarded")["error"]
          or "allow_private" in row(daemon, "guarded")["error"], row(daemon, "guarded")["error"])
    daemon.stop()


def an_item_too_long_for_one_payload_is_delivered_without_its_text(world):
    outlet = world.outlet()
    outlet.put("/feed", rss("Long", [("long", "drones over the harbour", "roses and drones " * 60000)]))
    daemon = world.daemon(CONFIG % source("one", outlet.url + "/feed", ", first_poll: all")).start()
    daemon.advance("1m")
    until(lambda: alerts(daemon), "a line of the file")
    item = alerts(daemon)[0]["items"][0]
    check(item["item"]["title"] == "drones over the harbour" and item["excerpt"], "title or excerpt")
    check(not daemon.outbox("dead"), "a delivery was given up")
    daemon.stop()


def retry_after_is_honoured(world):
    outlet = world.outlet()
    outlet.put("/feed", "later", status=429, Retry_After="7200")
    daemon = world.daemon(CONFIG % source("one", outlet.url + "/feed")).start()
    daemon.advance("1m")
    until(lambda: outlet.count("/feed") == 1, "a first poll")
    until(lambda: row(daemon, "one")["status"] == "failing", "noted")
    for _ in range(11):
        daemon.advance("10m")
    check(outlet.count("/feed") == 1, "asked %d times within the two hours" % outlet.count("/feed"))
    daemon.advance("1h")
    until(lambda: outlet.count("/feed") >= 2, "asked again after the two hours")
    daemon.stop()


def a_spool_folder_and_a_program_are_sources(world):
    outlet = world.outlet()
    daemon = world.daemon("""
instance: flow
sources:
  - {name: spool, type: feed, url: 'file://@DIR@/spool', every: 10s, first_poll: all}
  - {name: letters, type: text, url: 'file://@DIR@/letters', every: 10s, first_poll: all}
  - {name: program, type: exec, argv: ['@DIR@/items.sh'], every: 10s, first_poll: all}
notifiers:
  - {name: log, type: file, path: '@DIR@/alerts.jsonl'}
watches:
  - {name: all, query: 'drone* OR roses', notify: [log]}
""")
    os.mkdir(daemon.dir + "/spool")
    with open(daemon.dir + "/spool/a.xml", "w") as f:
        f.write(rss("A", [quiet(1)]))
    with open(daemon.dir + "/spool/b.xml", "w") as f:
        f.write(rss("B", [quiet(2)]))
    os.mkdir(daemon.dir + "/letters")
    with open(daemon.dir + "/letters/a.eml", "w") as f:
        f.write("Message-ID: <l1@list.example>\nFrom: Garden list <g@list.example>\nSubject: =?utf-8?Q?Roses_by_letter?=\nMIME-Version: 1.0\n"
                "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nThe roses of Larne bloom a month early this=\n year, gardeners say.\n")
    with open(daemon.dir + "/items.sh", "w") as f:
        f.write("#!/bin/sh\ncat >/dev/null\necho '{\"id\":\"p1\",\"title\":\"Roses by a program\",\"content\":\"Text.\"}'\necho 'no json'\n")
    os.chmod(daemon.dir + "/items.sh", 0o755)
    daemon.start()
    for _ in range(4):
        daemon.advance("15s")
    until(lambda: len(alerts(daemon)) == 4, "four alerts: %r%s" % (alerts(daemon), daemon.tail_of_log()))
    check(any("Roses by letter" in json.dumps(a) for a in alerts(daemon)), "the letter: %r" % alerts(daemon))
    with open(daemon.dir + "/spool/c.xml", "w") as f:
        f.write(rss("C", [quiet(3), quiet(1)]))
    for _ in range(3):
        daemon.advance("15s")
    until(lambda: len(alerts(daemon)) == 5, "the file that came later")
    daemon.stop()


def a_wrong_configuration_ends_the_start_with_every_mistake_in_one_line_each(world):
    daemon = world.daemon("""
instance: flow
contact: test@example.org
fetsh: {every: 10m}
sources:
  - {name: one, type: feed, url: 'https://outlet.example/feed', evry: 5m}
  - {name: two, type: no-such-plugin, url: 'https://outlet.example/feed'}
notifiers:
  - {name: log, type: file, path: '@DIR@/alerts.jsonl'}
watches:
  - {name: w, query: 'a AND (b OR', notify: [log]}
  - {name: v, query: 'roses', notify: [lag]}
""")
    daemon.start(ready=False)
    code = daemon.process.wait(PATIENCE)
    check(code == 78, "exit %d" % code)
    text = daemon.log_text()
    for part in ("fetsh", "fetch", "evry", "every", "no-such-plugin", "lag", "newswatch.yaml:12:"):
        check(part in text, "the log does not name %r:\n%s" % (part, text))


def large_feeds_that_come_due_together_wait_for_each_other_and_are_all_read(world):
    outlet = world.outlet()
    text = "The roses of the town park were in bloom, and many came to see them. " * 1000
    for i in range(8):
        outlet.put("/%d" % i, rss("Large", [("g%d-%d" % (i, n), "Report %d" % n, text) for n in range(45)]))
    sources = "".join(source("s%d" % i, "%s/%d" % (outlet.url, i)) for i in range(8))
    daemon = world.daemon(CONFIG % sources + "fetch: {host_parallel: 8, host_spacing: 0s}\n").start()
    daemon.advance("1m")
    until(lambda: all(s.get("items") == 45 for s in daemon.ask("sources")), "all of them read")
    check(daemon.status()["polls"]["failed"] == 0, "failed: %r" % daemon.status()["polls"])
    daemon.stop()


def a_reload_is_all_or_nothing(world):
    outlet = world.outlet()
    outlet.put("/feed", rss("X", [quiet(1)]))
    outlet.put("/more", rss("Y", [quiet(5)]))
    config = CONFIG % source("one", outlet.url + "/feed")
    daemon = world.daemon(config).start()
    daemon.write(config.replace("query: 'drone* OR roses'", "query: 'drone* OR'"))
    done = subprocess.run(program("newswatch") + ["reload", "--control", daemon.control], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    check(done.returncode == 78, "exit %d %r" % (done.returncode, done.stderr))
    check(b"newswatch.yaml:" in done.stdout + done.stderr, "the mistake is not shown: %r" % done.stdout)
    check(daemon.status()["generation"] == 1, "the generation changed")
    daemon.write(config.replace("notifiers:", source("two", outlet.url + "/more") + "notifiers:", 1))
    told = daemon.ask("reload")
    check([(r["part"], r["name"], r["change"]) for r in told] == [("source", "two", "added")], "told of %r" % told)
    check("source two added" in daemon.log_text(), "the log does not say what changed")
    check(daemon.ask("reload") == [], "a reload of the same file changes something")
    until(lambda: len(daemon.ask("sources")) == 2, "the new source")
    daemon.advance("2m")
    until(lambda: row(daemon, "two")["items"] == 1, "the new source's baseline")
    daemon.process.send_signal(signal.SIGHUP)
    until(lambda: daemon.status()["generation"] >= 5, "a reload by SIGHUP")
    daemon.stop()


def two_daemons_on_one_state_folder_are_refused(world):
    outlet = world.outlet()
    outlet.put("/feed", rss("X", [quiet(1)]))
    first = world.daemon(CONFIG % source("one", outlet.url + "/feed")).start()
    # With a warning, which must not stand for the reason.
    second = world.daemon(CONFIG.replace("roses", "roses OR topic:none") % source("one", outlet.url + "/feed"))
    second.state = first.state
    second.start(ready=False)
    code = second.process.wait(PATIENCE)
    check(code == 75, "exit %d\n%s" % (code, second.log_text()))
    check("in use by another newswatchd, pid %d" % first.process.pid in second.log_text(), "the reason: " + second.log_text())
    for line in second.log_text().splitlines():
        check("this can never match" not in line or "error" not in line, "a warning as an error: " + line)
    check("this can never match" in second.log_text(), "the warning: " + second.log_text())
    first.stop()


def a_corrupt_database_is_kept_aside_and_the_daemon_goes_on(world):
    outlet = world.outlet()
    outlet.put("/feed", rss("X", [quiet(1)]))
    daemon = world.daemon(CONFIG % source("one", outlet.url + "/feed")).start()
    daemon.advance("1m")
    until(lambda: row(daemon, "one")["items"] == 1, "the baseline")
    daemon.stop()
    with open(daemon.state + "/ledger.db", "r+b") as f:
        f.write(b"this is no database at all, not even a header" * 40)
    daemon.start()
    check(any("corrupt" in n for n in os.listdir(daemon.state)), "kept aside: %r" % os.listdir(daemon.state))
    outlet.put("/feed", rss("X", [quiet(2), quiet(1)]))
    for _ in range(3):
        daemon.advance("6m")
    until(lambda: row(daemon, "one")["status"] == "ok", "polls go on")
    daemon.stop()


if __name__ == "__main__":
    run([v for k, v in list(globals().items()) if callable(v) and getattr(v, "__module__", "") == "__main__"
         and k not in ("source", "bomb")])
