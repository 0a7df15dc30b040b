# SPDX-License-Identifier: Apache-2.0
"""Watches that ask for facts of an item, for names and for stems."""
import email.utils
from nwflow import *

CONFIG = """
instance: flow
contact: test@example.org
fetch: {host_spacing: 0s}
names_from: own.yaml
outlets:
  - {name: Harbour Times, country: SE, affiliation: public, domains: [harbour.example]}
  - {name: The Quay, country: FI, domains: [quay.example]}
sources:
  - {name: one, type: feed, url: '%(url)s/one', every: 5m, allow_private: true, first_poll: all}
  - {name: two, type: feed, url: '%(url)s/two', every: 5m, allow_private: true, first_poll: all}
notifiers:
  - {name: log, type: file, path: '@DIR@/alerts.jsonl'}
watches:
  - {name: strikes at the harbour, query: 'site:harbour.example topic:strikes>=0.5', notify: [log]}
  - {name: Lund, query: 'name:"Vera Lund" source:one', notify: [log]}
  - {name: Finns, query: 'country:fi age<2d', notify: [log]}
  - {name: resignations, query: '~resign outlet:"harbour times" -type:live', notify: [log]}
"""

OWN = "names: [[Lund, Лундштрём]]\n"


def facts_names_and_stems_alert(world):
    outlet = world.outlet()
    now = "<pubDate>%s</pubDate>" % email.utils.formatdate()
    outlet.put("/one", rss("One", [
        ("a", strike(1)[1], strike(1)[2], "https://news.harbour.example/a"),
        ("b", "Вера Лундштрём приехала в город", "Переговоры начались утром в столице.", "https://harbour.example/b"),
        ("c", "Minister is resigning today", "The minister left after the affair on Monday.", "https://harbour.example/c"),
        ("d", "Ferry is late again", "The ferry was late on Monday.", "https://quay.example/d")]))
    outlet.put("/two", rss("Two", [
        ("e", strike(5)[1], strike(5)[2], "https://notharbour.example/e"),
        ("f", "Vera Lund arrives in town", "She came to the talks.", "https://other.example/f"),
        ("g", "Gulls over the market", "Nothing else was seen this week.", "https://www.quay.example/g")])
        .replace("<title>Gulls", now + "<title>Gulls"))
    daemon = world.daemon(CONFIG % {"url": outlet.url})
    with open(os.path.join(daemon.dir, "own.yaml"), "w") as f:
        f.write(OWN)
    daemon.start()
    daemon.advance("2m")
    until(lambda: row(daemon, "one")["items"] == 4 and row(daemon, "two")["items"] == 3, "both polls")
    until(lambda: len(alerts(daemon)) >= 4, "four alerts")
    found = sorted((a["watch"], a["items"][0]["item"]["title"]) for a in alerts(daemon))
    check(found == [("Finns", "Gulls over the market"), ("Lund", "Вера Лундштрём приехала в город"),
                    ("resignations", "Minister is resigning today"), ("strikes at the harbour", strike(1)[1])], "%r" % found)


if __name__ == "__main__":
    run([facts_names_and_stems_alert])
