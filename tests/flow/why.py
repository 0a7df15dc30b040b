# SPDX-License-Identifier: Apache-2.0
"""Why a watch hit an item or not, and what kept it from alerting."""
import email, email.policy
from nwflow import *

CONFIG = """
instance: flow
contact: test@example.org
sources:
  - {name: port, type: feed, url: '@URL@/feed', every: 5m, allow_private: true, first_poll: all}
  - {name: old, type: feed, url: '@URL@/old', every: 5m, allow_private: true}
notifiers:
  - {name: hook, type: webhook, url: '@HOOK@', allow_private: true}
  - {name: log, type: file, path: '@DIR@/alerts.jsonl'}
watches:
  - {name: walkouts, query: 'port* NEAR/8 walkout NOT football', notify: [log]}
  - {name: gas, query: 'gas AND pipeline NEAR/3 leak', notify: [log]}
  - {name: envoys, query: 'gas', topics: {diplomacy: 0.9}, notify: [log]}
  - {name: pipes, query: 'pipeline', notify: [hook]}
  - {name: quiet, query: 'dockers', enabled: false, notify: [log]}
"""

ITEM = ("walkout", "Gas and dockers", "The port was shut. A walkout of dockers began. Gas came through the pipeline, which "
        "may, says its owner, one day leak.", "https://www.outlet.example/2024/port-shut/?id=7&amp;utm_source=feed".replace("&amp;", "&"))


def start(world):
    outlet, hook = world.outlet(), world.receiver()
    outlet.put("/feed", rss("Port", [ITEM]))
    outlet.put("/old", rss("Old", [("old", "An old walkout in the port", "It was a walkout.")]))
    hook.answer = lambda post: (404, {})
    daemon = world.daemon(CONFIG.replace("@URL@", outlet.url).replace("@HOOK@", hook.url)).start()
    daemon.advance("2m")
    until(lambda: len(daemon.ask("items")) == 2, "both items")
    return daemon


def rows(daemon, *words):
    return {row["watch"]: row for row in daemon.ask("why", *words) if row["type"] == "watch"}


def each_watch_says_why_it_hit_or_not_and_what_became_of_it(world):
    daemon = start(world)
    url = ITEM[3]
    until(lambda: any(r["state"] == "held" for r in daemon.outbox()), "a delivery that is held")
    until(lambda: any(r["state"] == "sent" for r in daemon.outbox()), "a delivery that is sent")
    got = rows(daemon, url)
    near = got["walkouts"]["clauses"][0]
    check(got["walkouts"]["hit"] and got["walkouts"]["alert"] and got["walkouts"]["kept"] is None, "%r" % got["walkouts"])
    check(near["places"] == [{"field": "body", "sentence": "The port was shut. A walkout of dockers began.",
                              "marks": [[4, 8], [21, 28]]}], "%r" % near)
    far = got["gas"]["clauses"][-1]
    check(got["gas"]["kept"] == "query" and (far["clause"], far["found"], far["wanted"]) == ("pipeline NEAR/3 leak", 7, 3),
          "%r" % got["gas"])
    check(got["envoys"]["kept"] == "topic" and "0.90 needed" in got["envoys"]["outcome"], "%r" % got["envoys"])
    check(got["pipes"]["kept"] == "held" and "hook" in got["pipes"]["outcome"], "%r" % got["pipes"])
    old = rows(daemon, "https://outlet.example/old")["walkouts"]
    check(old["hit"] and old["kept"] == "baseline", "%r" % old)
    check(list(rows(daemon, url, "gas")) == ["gas"], "one watch was asked for")
    check(rows(daemon, url, "quiet")["quiet"]["kept"] == "disabled", "a disabled watch")

    daemon.write(open(daemon.config).read().replace("query: 'gas AND pipeline NEAR/3 leak'", "query: gas")
                 .replace("'port* NEAR/8 walkout NOT football'", "'port NOT walkout'").replace("enabled: false, ", ""))
    daemon.ask("reload")
    got = rows(daemon, url)
    check(got["gas"]["hit"] and got["gas"]["kept"] == "changed" and got["quiet"]["kept"] == "changed", "%r" % got["gas"])
    gone = got["walkouts"]
    check(not gone["hit"] and gone["alert"] and gone["clauses"][-1]["unwanted"], "%r" % gone)
    daemon.stop()


def an_address_that_is_not_quite_the_items_finds_it(world):
    daemon = start(world)
    for url in ("http://outlet.example/2024/port-shut?id=7", "https://m.outlet.example/2024/port-shut/?id=7&fbclid=x#top"):
        check(daemon.ask("why", url, "gas")[0]["url"] == ITEM[3], "%s is not the item" % url)
    done = subprocess.run(program("newswatch") + ["why", "--control", daemon.control, "https://outlet.example/2024/port-shut"],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=PATIENCE)
    near = [json.loads(line) for line in done.stdout.splitlines()]
    check(done.returncode == 66 and [n["type"] for n in near] == ["near"] and near[0]["url"] == ITEM[3], "%r" % done)
    check(daemon.ask("why", "https://outlet.example/2024/port", fail=False) is None, "a shorter path is near")
    done = subprocess.run(program("newswatch") + ["why", "--control", daemon.control, ITEM[3], "walk"], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=PATIENCE)
    check(done.returncode == 66 and b'no watch "walk"' in done.stderr, "%r" % done)
    daemon.stop()


MARKED = """
instance: flow
contact: test@example.org
sources:
  - {name: port, type: feed, url: '%s/feed', every: 5m, allow_private: true, first_poll: all}
notifiers:
  - {name: hook, type: webhook, url: '%s', allow_private: true}
  - {name: term, type: console}
  - {name: mail, type: email, relay: 'smtp://127.0.0.1:%s', tls: none, allow_private: true, from: 'desk@example.org', to: [ann@example.org]}
watches:
  - {name: walkouts, query: 'port* NEAR/8 walkout AND gas', notify: [hook, term, mail]}
"""


def alerts_mark_the_matched_words_in_their_sentences(world):
    outlet, hook, mail = world.outlet(), world.receiver(), world.mail()
    outlet.put("/feed", rss("Port", [ITEM]))
    daemon = world.daemon(MARKED % (outlet.url, hook.url, mail.port)).start()
    daemon.advance("2m")
    until(lambda: len([r for r in daemon.outbox() if r["state"] == "sent"]) == 3, "three deliveries" + daemon.tail_of_log())
    item = json.loads(hook.accepted()[0]["body"])["data"]["items"][0]
    excerpt = item["excerpt"].encode()
    check(item["excerpt"].startswith("The port was shut. A walkout of dockers began. Gas came through"), item["excerpt"])
    check([(m["field"], (excerpt if m["field"] == "body" else item["item"]["title"].encode())[m["from"]:m["to"]].decode())
           for m in item["marks"]] == [("title", "Gas"), ("body", "port"), ("body", "walkout"), ("body", "Gas")], "%r" % item)
    until(lambda: "*walkout*" in open(daemon.out).read(), "the console's line")
    shown = open(daemon.out).read()
    check("*Gas* and dockers" in shown and "The *port* was shut. A *walkout* of dockers began. *Gas* came" in shown, shown)
    message = email.message_from_bytes(mail.messages[0][2], policy=email.policy.default)
    plain, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    check("*Gas* and dockers" in plain and "The *port* was shut. A *walkout* of" in plain, plain)
    check("<mark>Gas</mark> and dockers" in html and "The <mark>port</mark> was shut. A <mark>walkout</mark>" in html, html)
    daemon.stop()


EXAMPLES = """
instance: flow
contact: test@example.org
operator: [log]
outlets:
  - {name: Harbour Post, domains: [harbour.example], country: NL}
notifiers:
  - {name: log, type: file, path: '@DIR@/alerts.jsonl'}
watches:
  - name: walkouts
    query: 'port* NEAR/3 walkout'
    must: ['A walkout at the port.', {title: Port walkout, text: It rains., language: en}]
    must_not: ['A walkout at the airport.']
    notify: [log]
  - name: envoys
    query: talks AND outlet:"harbour post"
    topics: {diplomacy: 0.5}
    outlets: [Harbour Post]
    must: ['The foreign ministers of both countries held peace talks in Geneva.']
    must_not: ['Transfer talks between both clubs broke down.', {text: Peace talks of foreign ministers., outlet: Other}]
    notify: [log]
"""


def check_of(config):
    done = subprocess.run(program("newswatch") + ["check"] + installed_options() + [config], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=PATIENCE)
    return done.returncode, (done.stdout + done.stderr).decode()


def examples_of_watches_are_tried_before_a_reload(world):
    daemon = world.daemon(EXAMPLES)
    good = open(daemon.config).read()
    broken = good.replace("NEAR/3 walkout", "NEAR/1 walkout").replace('AND outlet:"harbour post"', "OR transfer").replace("    topics: {diplomacy: 0.5}\n", "")
    check(check_of(daemon.config)[0] == 0, check_of(daemon.config)[1])
    daemon.write(broken)
    code, said = check_of(daemon.config)
    lines = said.splitlines()
    check(code == 78 and len(lines) == 2, said)
    check("newswatch.yaml:12:12: watches[0].must[0]: " in lines[0] and '"walkouts" does not hit this' in lines[0] and
          "the nearest pair is 2 words apart" in lines[0], said)
    check("watches[1].must_not[0]" in lines[1] and "*Transfer*" in lines[1] or "*talks*" in lines[1], said)
    daemon.start()
    status = daemon.status()
    check(status["failing_examples"] == len(lines), "a start with failing examples: %r" % status["failing_examples"])
    until(lambda: [n for n in daemon.ask("notices") if n["key"] == "examples" and n["open"]], "a notice")
    daemon.write(good)
    daemon.ask("reload")
    check(daemon.status()["failing_examples"] == 0 and not [n for n in daemon.ask("notices") if n["open"]], "a good reload")
    before = daemon.status()["generation"]
    daemon.write(broken)
    done = subprocess.run(program("newswatch") + ["reload", "--control", daemon.control], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=PATIENCE)
    check(done.returncode == 78 and b"watches[0].must[0]" in done.stdout, "%r" % done)
    check(daemon.status()["generation"] == before, "a broken reload is in force")
    check("watches[0].must[0]" in json.dumps(daemon.ask("reload", "--force")), "the forced reload does not say it")
    now = daemon.status()
    check(now["generation"] > before and now["failing_examples"] == len(lines) and daemon.saw("--force"), "%r" % now)
    daemon.stop()


if __name__ == "__main__":
    run([each_watch_says_why_it_hit_or_not_and_what_became_of_it, an_address_that_is_not_quite_the_items_finds_it,
         alerts_mark_the_matched_words_in_their_sentences,
         examples_of_watches_are_tried_before_a_reload])
