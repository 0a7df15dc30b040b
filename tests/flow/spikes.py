# SPDX-License-Identifier: Apache-2.0
"""A rate that rises out of its own pattern is told once, with its stories."""
from nwflow import *

CONFIG = """
instance: flow
contact: test@example.org
operator: ops
outlets:
  - {name: Test Outlet, domains: [outlet.example], country: GB, language: en, affiliation: independent}
sources:
  - {name: one, type: feed, url: '%s/feed', every: 1d, allow_private: true, outlet: Test Outlet}
notifiers:
  - {name: desk, type: file, path: '@DIR@/desk.jsonl'}
  - {name: ops, type: file, path: '@DIR@/ops.jsonl'}
watches:
  - {name: attacks, query: 'drone* AND depot', notify: [ops]}
spikes:
  - {name: attacks rise, watches: [attacks], countries: [GB], least: 5, notify: [desk]}
"""


def told(daemon):
    until(daemon.quiet, "an end of the deliveries")
    path = daemon.dir + "/desk.jsonl"
    return [json.loads(line) for line in open(path)] if os.path.exists(path) else []


def a_rate_that_rises_is_told_once_with_its_stories(world):
    outlet = world.outlet()
    shown = [quiet(0)]

    def publish(*numbers):
        for n in numbers:
            shown.insert(0, strike(n))
        outlet.put("/feed", rss("Test", shown[:60]))
        until(daemon.quiet, "an end of the poll before")
        daemon.poll("one")
        until(daemon.quiet, "an end of the poll")

    outlet.put("/feed", rss("Test", shown))
    daemon = world.daemon(CONFIG % outlet.url).start()
    until(lambda: daemon.ask("sources")[0]["polls"] > 0, "the first poll")
    series = {row["series"]: row for row in daemon.ask("spikes")}
    check(sorted(series) == ["country:GB", "watch:attacks"], repr(series))
    check(all(row["state"] == "learning" and row["usual"] is None and row["least"] == 5 for row in series.values()), repr(series))
    check(daemon.ask("alerts", "attacks rise") == [], "the alerts of a spike before the first")
    for day in range(5):
        publish(day)
        daemon.advance("2m")
        check(told(daemon) == [], "a usual day is no spike")
        daemon.advance("1438m")
    row = [row for row in daemon.ask("spikes") if row["series"] == "watch:attacks"][0]
    check(row["state"] == "usual" and row["usual"] == 1 and row["threshold"] == 5 and row["last_alert"] is None, repr(row))
    publish(*range(100, 109))
    daemon.advance("2m")
    until(lambda: len(told(daemon)) >= 2, "two spikes")
    alerts = told(daemon)
    check(sorted(a["title"].split(":")[0] for a in alerts) == ["country GB", "watch attacks"], repr([a["title"] for a in alerts]))
    check(all(a["kind"] == "spike" and a["severity"] == "high" and len(a["items"]) == 5 for a in alerts), repr(alerts)[:600])
    for alert in alerts:
        check(alert["story"] is None and all(i["country"] == "GB" for i in alert["items"]), repr(alert)[:600])
        lines = alert["text"].splitlines()[1:]
        check(len(lines) == 5 and all(line.startswith("- 1 report, 1 independent (story ") for line in lines), alert["text"])
        named = [daemon.ask("story", line.split("(story ")[1][:-1])[0]["title"] for line in lines]
        check(named == [i["item"]["title"] for i in alert["items"]], repr(named))
        check(not any(title in alert["text"] for title in named), alert["text"])
    check(len({row["id"] for row in daemon.outbox()}) == len(daemon.outbox()) >= 2, "a delivery each")
    check("9 reports within 60 minutes, usual are 1.0" in alerts[0]["title"], alerts[0]["title"])
    row = [row for row in daemon.ask("spikes") if row["series"] == "watch:attacks"][0]
    check(row["state"] == "rising" and row["count"] == 9 and row["since"] and row["last_alert"], repr(row))
    check(daemon.ask("alert", row["alert"][:8])[0]["title"].startswith("watch attacks"), repr(row))
    check(daemon.ask("alerts", row["alert"][:8])[0]["id"] == row["alert"], "an alert by the beginning of its id")
    check(len(daemon.ask("alerts", "attacks rise")) == 2, "the alerts of a spike")
    publish(109, 110)
    daemon.advance("2m")
    check(len(told(daemon)) == 2, "told again while it goes on")
    daemon.stop()


def a_mistake_in_a_spike_is_one_clear_line(world):
    outlet = world.outlet()
    daemon = world.daemon(CONFIG.replace("watches: [attacks],", "watches: [atacks],") % outlet.url)
    done = subprocess.run(program("newswatch") + ["check", "--config", daemon.config], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    text = done.stdout.decode()
    check(done.returncode == 78 and "atacks" in text and "attacks" in text and "spikes" in text, text)


if __name__ == "__main__":
    run([a_rate_that_rises_is_told_once_with_its_stories, a_mistake_in_a_spike_is_one_clear_line])
