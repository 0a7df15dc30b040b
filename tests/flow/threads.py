# SPDX-License-Identifier: Apache-2.0
"""Updates as their receivers get them: threads in mail, webhooks, programs and on the terminal."""
import email, re
from nwflow import *
from stories import OWN, WIRE, copied

SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
OUTLETS = ["Alpha", "Bravo", "Charlie"]

CONFIG = """
instance: flow
contact: test@example.org
fetch: {host_spacing: 0s, host_parallel: 8}
stories: {gather: yes}
outlets:
%s
sources:
%s
notifiers:
  - {name: mail, type: email, relay: 'smtp://127.0.0.1:%d', tls: none, from: desk@example.org, to: [a@example.net, b@example.net]}
  - {name: hook, type: webhook, url: '%s', secret: !file '@DIR@/secret', allow_private: true}
  - {name: program, type: exec, argv: [/usr/bin/tee, -a, '@DIR@/program.jsonl']}
  - {name: screen, type: console, brief: true}
watches:
  - {name: attacks, query: 'drone* AND depot', severity: urgent, notify: [mail, hook, program, screen], update_every: 0s}
  - {name: tanks, query: 'tanks', notify: [mail], update_every: 0s}
"""


def publish(outlet, daemon, name, story):
    outlet.put("/" + name, rss(name, [(name + "-1", story[0], story[1], "https://%s.example/1" % name.lower()), quiet(1)]))
    daemon.poll(name.lower())
    until(daemon.quiet, "an end of the poll and the deliveries")


def plain(message, kind):
    part, = [p for p in message.walk() if p.get_content_type() == kind]
    return part.get_payload(decode=True).decode().replace("\r\n", "\n")


def subject(message):
    return str(email.header.make_header(email.header.decode_header(message["Subject"])))


def ids(value):
    return re.findall(r"<([^<>\s]+)>", value or "")


def the_updates_of_a_story_answer_its_first_alert(world):
    outlet, hook, mail = world.outlet(), world.receiver(SECRET), world.mail()
    for name in OUTLETS:
        outlet.put("/" + name, rss(name, [quiet(1)]))
    daemon = world.daemon(CONFIG % (
        "".join("  - {name: %s, domains: [%s.example], country: GB, affiliation: %s}\n"
                % (n, n.lower(), "state" if n == "Bravo" else "independent") for n in OUTLETS),
        "".join("  - {name: %s, type: feed, url: '%s/%s', every: 5m, allow_private: true, outlet: %s}\n"
                % (n.lower(), outlet.url, n, n) for n in OUTLETS), mail.port, hook.url))
    with open(daemon.dir + "/secret", "w") as f:
        f.write(SECRET + "\n")
    daemon.start()
    until(lambda: all(s["polls"] > 0 for s in daemon.ask("sources")), "all first polls")
    publish(outlet, daemon, "Alpha", WIRE)
    until(lambda: len(mail.messages) == 4 and len(hook.accepted()) == 1, "the first alerts" + daemon.tail_of_log())
    publish(outlet, daemon, "Bravo", copied("Bravo"))
    publish(outlet, daemon, "Charlie", OWN[1])
    until(lambda: len(hook.accepted()) == 2 and len(mail.messages) >= 6, "the update" + daemon.tail_of_log())
    until(lambda: not [r for r in daemon.outbox() if r["state"] != "sent"], "all sent")

    threads = {}
    for _, to, content in mail.messages:
        message = email.message_from_bytes(content)
        threads.setdefault((to[0], message["List-Id"].split()[0]), []).append(message)
    check(len(threads) == 4, repr(threads.keys()))
    check(len({m["Message-ID"] for rows in threads.values() for m in rows}) == len(mail.messages), "Message-IDs")
    for (to, watch), rows in threads.items():
        first = rows[0]
        check(first["References"] is None and subject(first) == WIRE[0], "%s to %s: %s" % (watch, to, first))
        for update in rows[1:]:
            check(ids(update["References"]) == ids(update["In-Reply-To"]) == ids(first["Message-ID"]), "%s to %s: %s" % (watch, to, update))
            check(subject(update) == "Re: " + WIRE[0], subject(update))
    for to in ("a@example.net", "b@example.net"):
        first, update = threads[to, "attacks"]
        text = plain(update, "text/plain")
        check(text.startswith("URGENT  Update 2: " + WIRE[0] + "\n    + "), text)
        check("2 independent, 3 outlets (1 state), 3 reports" in text, text)
        check(re.search(r"Bravo \(GB, state\), (copy|excerpt) of Alpha", text), text)
        check("Charlie" in text.split("With the text of another")[0], text)
        check("<b" in plain(update, "text/html") and "Update" not in plain(first, "text/html"), "HTML")

    posts = [(p["headers"]["webhook-id"], json.loads(p["body"])["data"]) for p in hook.accepted()]
    check(all(hook.verify(p) for p in hook.accepted()), "signatures")
    check([d["reason"] for _, d in posts] == ["first", "update"], repr(posts)[:500])
    check(posts[0][1]["thread"] == posts[1][1]["thread"] == posts[0][0] != posts[1][0], "the webhook's thread")
    lines = [json.loads(line) for line in open(daemon.dir + "/program.jsonl")]
    check([line["alert"]["thread"] for line in lines] == [lines[0]["id"]] * 2, "the program's thread")
    check(lines[0]["id"] != posts[0][0], "each receiver has a thread of its own")
    until(lambda: "URGENT  Update 2: " in open(daemon.out).read(), "the update on the screen")

    listed = [row for row in daemon.ask("alerts", "attacks")]
    check([(row["revision"], row["reason"]) for row in listed] == [(2, "update"), (1, "first")], repr(listed))
    shown, = daemon.ask("alerts", listed[0]["id"])
    check([shown] == daemon.ask("alert", shown["id"][:8]), "an alert by the beginning of its id")
    check(len(daemon.ask("outbox", "show", shown["id"][:8])) == 5, "its deliveries")
    check(daemon.ask("alert", shown["id"][:7], fail=False) is None, "by too few digits")
    check(shown["thread"] is None and shown["changes"] and len(shown["reports"]) == 3, repr(shown)[:500])
    daemon.stop()


if __name__ == "__main__":
    run([the_updates_of_a_story_answer_its_first_alert])
