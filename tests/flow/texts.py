# SPDX-License-Identifier: Apache-2.0
"""Plain text that holds many articles: a spool folder of digests, a page of an outlet."""
from nwflow import *

CONFIG = """
instance: flow
contact: test@example.org
sources:
  - {name: spool, type: text, url: 'file://@DIR@/spool', every: 10s, first_poll: all}
  - {name: page, type: text, url: '%s/today.txt', every: 5m, allow_private: true, first_poll: all}
notifiers:
  - {name: log, type: file, path: '@DIR@/alerts.jsonl'}
watches:
  - {name: all, query: 'drone* OR roses', notify: [log]}
"""
DIGEST = """From: The Morning Ledger <news@example.org>
Subject: Your digest
Date: Fri, 01 Mar 2024 06:00:00 +0000

1. Drones seen over the harbour at night

Guards saw three drones over the harbour shortly after midnight. The police
are looking for witnesses and ask everybody who has pictures to come forward.
Flights were stopped for an hour.

https://ledger.example/harbour

2. Council puts off the vote on the bridge

The council has put off its vote on the bridge by a month. Two parties want
to see the figures again before they decide on anything that costs so much.

https://ledger.example/bridge

--
You are receiving this because you subscribed. Unsubscribe: roses@example.org
"""
LIVE = """Storm on the coast: latest

The harbour is closed

No ship leaves the harbour before noon, the master said this morning. Ferries wait outside.

Jane Doe1 March 2024 09:10

Roses for the rescuers

People brought roses to the boathouse where the crew rested. Some had waited there since dawn.

Tom Harker1 March 2024 08:55
"""

def a_digest_in_a_spool_folder_and_a_live_page_raise_items(world):
    outlet = world.outlet()
    outlet.put("/today.txt", LIVE, Content_Type="text/plain")
    daemon = world.daemon(CONFIG % outlet.url)
    os.mkdir(daemon.dir + "/spool")
    with open(daemon.dir + "/spool/first.txt", "w", newline="") as f:
        f.write(DIGEST.replace("\n", "\r\n"))
    daemon.start()
    for _ in range(4):
        daemon.advance("15s")
    until(lambda: len(alerted(daemon)) == 2, "two alerts: %r%s" % (alerted(daemon), daemon.tail_of_log()))
    found = {item["kind"]: item for item in alerted(daemon)}
    check(found["article"]["url"] == "https://ledger.example/harbour", found["article"])
    check(found["article"]["outlet"] == "The Morning Ledger", found["article"])
    check(found["article"]["published"].startswith("2024-03-01"), found["article"])
    check(found["live-entry"]["title"] == "Roses for the rescuers", found["live-entry"])
    check(found["live-entry"]["byline"] == "Tom Harker" and found["live-entry"]["id"], found["live-entry"])
    outlet.put("/today.txt", LIVE.replace("Storm on", "Storm leaves") +
               "\nDrones look for wreckage\n\nTwo drones search the bay. They fly as long as there is light.\n\nJane Doe1 March 2024 08:20\n",
               Content_Type="text/plain")
    daemon.advance("6m")
    until(lambda: len(alerted(daemon)) == 3, "the new entry alone: %r" % [i["title"] for i in alerted(daemon)])
    outlet.put("/today.txt", "<!DOCTYPE html><title>Moved</title><p>Elsewhere", Content_Type="text/html")
    daemon.advance("6m")
    until(lambda: "a source of the type page" in daemon.log_text(), "the log names the better source")
    daemon.stop()


if __name__ == "__main__":
    run([v for k, v in list(globals().items()) if callable(v) and getattr(v, "__module__", "") == "__main__"])
