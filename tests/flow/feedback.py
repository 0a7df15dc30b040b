# SPDX-License-Identifier: Apache-2.0
"""What people say of alerts, what is proposed of it, and what a person accepts."""
import re
from nwflow import *

TOPIC = """# The desk's first try.
topic: strikes
languages:
  en:
    terms:
      1.0: [strike*, shelling]  # what wakes us
    examples:
      must: [Strikes hit the depot at dawn.]
      must_not: [The price of bread rose.]
"""

CONFIG = """
instance: flow
contact: test@example.org
sources:
  - {name: one, type: feed, url: '@URL@/feed', every: 5m, allow_private: true, first_poll: all}
classifiers:
  - {name: desk, type: lexicon, topics: [strikes.yaml]}
notifiers:
  - {name: log, type: file, path: '@DIR@/alerts.jsonl'}
watches:
  - {name: attacks, topics: [strikes], notify: [log]}
"""

LABOUR = ["Rail workers %d begin a strike over pay", "Dock workers extend strike into week %d", "Bus strike %d: workers reject the offer",
          "Steel workers vote %d times to strike"]
WAR = ["Drone strike hits depot number %d", "Night strikes on harbour %d leave it dark", "Shelling of district %d goes on"]


def items(n, titles):
    return [("%s-%d" % (t[:4].strip().lower(), n + i), t % (n + i), "More is known of number %d by tonight." % (n + i))
            for i, t in enumerate(titles)]


def newswatch(*words):
    done = subprocess.run(program("newswatch") + list(words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, timeout=120)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def hits(daemon, watch="attacks"):
    """Titles of the items that a watch hits."""
    return sorted(item["title"] for item in daemon.ask("items", "--limit", "1000") if watch in item["watches"])


def start(world, feed):
    outlet = world.outlet()
    outlet.put("/feed", rss("One", feed))
    daemon = world.daemon(CONFIG.replace("@URL@", outlet.url))
    with open(daemon.dir + "/strikes.yaml", "w") as f:
        f.write(TOPIC)
    daemon.start()
    daemon.advance("1m")
    until(lambda: len(daemon.ask("items")) == len(feed), "the items" + daemon.tail_of_log())
    return outlet, daemon


def what_was_rejected_is_proposed_accepted_and_fires_no_more(world):
    feed = [row for n in (10, 20, 30) for row in items(n, LABOUR) + items(n, WAR)]
    outlet, daemon = start(world, feed)
    check(len(hits(daemon)) == len(feed), "all fire: %r" % hits(daemon))
    for item in daemon.ask("items"):
        daemon.ask("label", item["item_id"], "not-strikes" if "workers" in item["title"] else "strikes")
    parts = installed_options() + ["--config", daemon.config, "--control", daemon.control]
    code, out, err = newswatch("topics", "propose", "strikes", *parts)
    rows = [json.loads(line) for line in out.splitlines()]
    check(code == 0 and rows[0]["before"]["rejected"] == 12 and rows[0]["before"]["kept"] == 9, "%r %r" % (out, err))
    best = rows[1]
    check("a NOT within 5 words of 'workers' would drop 12 of 12 rejected alerts and none of 9 that were kept" in best["says"],
          "the best: %r" % best)
    with open(daemon.dir + "/strikes.yaml") as f:
        check(f.read() == TOPIC, "proposing changed the file")
    code, out, err = newswatch("topics", "propose", "strikes", "--accept", best["id"], *parts)
    check(code == 0 and json.loads(out)["reload_needed"], "%r %r" % (out, err))
    with open(daemon.dir + "/strikes.yaml") as f:
        edited = f.read()
    line = "    cancel: ['strike* NEAR/5 workers']\n"
    check(edited.replace(line, "") == TOPIC and line in edited, "edited: %s" % edited)
    code, out, err = newswatch("check", "--no-secrets", *installed_options(), daemon.config)
    check(code == 0, "check: %r %r" % (out, err))
    # Nothing changes before somebody reloads.
    outlet.put("/feed", rss("One", items(40, LABOUR[:1]) + feed))
    daemon.advance("6m")
    until(lambda: len(hits(daemon)) == len(feed) + 1, "a hit under the running configuration")
    daemon.ask("reload")
    outlet.put("/feed", rss("One", items(50, LABOUR) + items(60, WAR) + feed))
    daemon.advance("6m")
    until(lambda: len(daemon.ask("items")) == len(feed) + 8, "the items" + daemon.tail_of_log())
    got = [title for title in hits(daemon) if title in [row[1] for row in items(50, LABOUR) + items(60, WAR)]]
    check(got == sorted(row[1] for row in items(60, WAR)), "hit: %r" % got)
    # With no labels left that are wrong there is nothing to accept.
    code, out, err = newswatch("topics", "propose", "strikes", "--accept", best["id"], *parts)
    check(code == 66 and "there is no proposal" in err and len(err.splitlines()) == 1, "%d %r" % (code, err))
    daemon.stop()


def topics_are_listed_with_what_fired(world):
    _, daemon = start(world, items(1, WAR + LABOUR))
    code, out, err = newswatch("topics", *installed_options(), "--config", daemon.config, "--control", daemon.control)
    check(code == 0 and [json.loads(line) for line in out.splitlines()] == [
        {"topic": "strikes", "classifier": "desk", "type": "lexicon", "languages": ["en"], "definition": daemon.dir + "/strikes.yaml",
         "shadow": False, "examples": "2/2", "models": [], "last_day": 7, "last_week": 7}], "%r %r" % (out, err))
    code, out, err = newswatch("topics", *installed_options(), "--config", daemon.config, "--control", daemon.dir + "/nobody")
    check(code == 0 and "last_day" not in json.loads(out), "without a daemon: %r %r" % (out, err))
    daemon.stop()


TRIAL = TOPIC.replace("shelling]", "shelling, barrage*]\n    cancel: [strike* NEAR/5 workers]")

SHADOW = CONFIG.replace("topics: [strikes.yaml]}", "topics: [strikes.yaml]}\n  - {name: trial, type: lexicon, topics: [trial.yaml], shadow: true}") \
    + "  - {name: rails, query: 'rail topic:strikes', notify: [log]}\n"


def a_shadow_judges_every_item_and_routes_none(world):
    feed = items(1, LABOUR) + items(10, WAR) + items(20, ["Barrage of shells hits town %d", "Barrage before dawn, part %d"])
    outlet = world.outlet()
    outlet.put("/feed", rss("One", feed))
    daemon = world.daemon(SHADOW.replace("@URL@", outlet.url))
    for name, text in (("strikes", TOPIC), ("trial", TRIAL)):
        with open(daemon.dir + "/%s.yaml" % name, "w") as f:
            f.write(text)
    daemon.start()
    daemon.advance("1m")
    until(lambda: len(daemon.ask("items")) == 9, "the items" + daemon.tail_of_log())
    until(lambda: alerted(daemon), "an alert")
    check(hits(daemon) == sorted(row[1] for row in feed[:7]) and hits(daemon, "rails") == [feed[0][1]], "hits: %r" % hits(daemon))
    check(not any(item["topics"] for item in daemon.ask("items") if "Barrage" in item["title"]), "a shadow's topic")
    check(not any("Barrage" in item["title"] for item in alerted(daemon)), "a shadow raised an alert")
    for item in daemon.ask("items"):
        daemon.ask("label", item["item_id"], "not-strikes" if "workers" in item["title"] else "strikes")
    parts = installed_options() + ["--config", daemon.config, "--control", daemon.control]
    code, out, err = newswatch("topics", "compare", "desk", "trial", *parts)
    rows = [json.loads(line) for line in out.splitlines()]
    check(code == 0 and err == "", "%d %r" % (code, err))
    topic = rows[0]
    check((topic["both"], topic["neither"], topic["added"], topic["gone"], topic["labelled"]) == (3, 0, 2, 4, 9), "topic %r" % topic)
    check(topic["new"] == {"precision": 1, "recall": 1, "f1": 1} and topic["old"]["precision"] == 0.428571, "figures %r" % topic)
    moved = [(r["old"] >= 0.5, r["new"] >= 0.5, r["label"]) for r in rows if r["type"] == "difference"]
    check(sorted(moved) == [(False, True, True)] * 2 + [(True, False, False)] * 4, "differences %r" % moved)
    watches = {r["watch"]: (r["both"], r["added"], r["gone"]) for r in rows if r["type"] == "watch"}
    check(watches == {"attacks": (3, 2, 4), "rails": (0, 0, 1)}, "watches %r" % watches)
    # The same, judged anew: by the file over the daemon's items, and over a file of items.
    code, out, err = newswatch("topics", "compare", "desk", daemon.dir + "/trial.yaml", *parts)
    again = [json.loads(line) for line in out.splitlines()]
    check(code == 0 and again[0] == topic and {r["watch"]: r["gone"] for r in again if r["type"] == "watch"} == {"attacks": 4, "rails": 1},
          "%d %r %r" % (code, again, err))
    with open(daemon.dir + "/items.jsonl", "w") as f:
        for row in feed:
            f.write(json.dumps({"id": row[0], "title": row[1], "text": row[2], "language": "en", "labels": []}) + "\n")
    code, out, err = newswatch("topics", "compare", "trial", daemon.dir + "/strikes.yaml", daemon.dir + "/items.jsonl", *parts)
    back = json.loads(out.splitlines()[0])
    check((back["both"], back["added"], back["gone"], back["new"]["precision"]) == (3, 4, 2, 0), "the other way %r %r" % (back, err))
    code, out, err = newswatch("topics", *parts)
    check([(r["classifier"], r["shadow"]) for r in map(json.loads, out.splitlines())] == [("desk", False), ("trial", True)], "topics %r" % out)
    for words, want, what in ((["desk", "nobody"], 66, '"nobody" is neither a classifier of '), (["desk"], 64, "OLD and NEW"),
                              (["desk", "desk"], 64, "OLD and NEW"), (["desk", daemon.config], 78, "newswatch.yaml"),
                              (["desk", "trial", daemon.dir + "/none"], 66, "none"), (["desk", "trial", "--limit", "x"], 65, "--limit"),
                              (["desk", "trial", daemon.config], 65, "line 2")):
        code, out, err = newswatch("topics", "compare", *words, *parts)
        check(code == want and what in err and len(err.splitlines()) == 1, "%r: %d %r" % (words, code, err))
    daemon.write(SHADOW.replace("@URL@", outlet.url).replace("attacks, topics: [strikes]", "attacks, topics: [barrages]"))
    with open(daemon.dir + "/trial.yaml", "w") as f:
        f.write(TRIAL.replace("topic: strikes", "topic: barrages"))
    code, out, err = newswatch("check", "--no-secrets", *installed_options(), daemon.config)
    check(code == 78 and "barrages" in err and len(err.splitlines()) == 1, "a topic that only a shadow gives: %d %r" % (code, err))
    daemon.write("contact: a@b.example\nclassifiers:\n  - {name: trial, type: lexicon, topics: [trial.yaml], shadow: true}\n")
    code, out, err = newswatch("check", "--no-secrets", *installed_options(), daemon.config)
    check(code == 0 and "every classifier is a shadow" in out, "%d %r %r" % (code, out, err))
    daemon.stop()


def the_guide_to_a_topic_of_ones_own_works_as_printed(world):
    folder = world.daemon("").dir
    with open(os.path.join(SRC, "docs/TOPICS.md"), encoding="utf-8") as f:
        topic, first, shadow = re.findall(r"```yaml\n(.*?)```", f.read(), re.S)
    for name, text in (("water.yaml", topic), ("first.yaml", first.replace("/usr/share/newswatch/topics", os.path.abspath(os.path.join(SRC, "etc/topics")))),
                       ("shadow.yaml", shadow)):
        with open(os.path.join(folder, name), "w") as f:
            f.write(text)
    code, out, err = newswatch("check", "--no-secrets", *installed_options(), folder + "/first.yaml")
    check(code == 0 and err == "", "%d %r %r" % (code, out, err))
    rows = [{"text": "Reservoirs fell again, number %d, and taps ran dry." % i if i % 2 else "A goal drought of %d games." % i,
             "language": "en", "labels": ["water"] if i % 2 else []} for i in range(40)]
    with open(folder + "/items.jsonl", "w") as f:
        f.write("".join(json.dumps(row) + "\n" for row in rows))
    code, out, err = newswatch("train", "--topic", "water", "--lexicon", folder + "/water.yaml", "--out", folder + "/water.en.model",
                               folder + "/items.jsonl")
    check(code == 0, "%d %r %r" % (code, out, err))
    code, out, err = newswatch("check", "--no-secrets", *installed_options(), folder + "/shadow.yaml")
    check(code == 0 and err == "", "%d %r %r" % (code, out, err))
    code, out, err = newswatch("topics", "compare", "ours", folder + "/water.en.model", folder + "/items.jsonl", "--config", folder + "/shadow.yaml",
                               *installed_options())
    check(code == 0 and json.loads(out.splitlines()[0])["items"] == 40, "%d %r %r" % (code, out, err))


def what_cannot_be_proposed_is_told_in_a_line(world):
    folder = world.daemon("").dir
    def write(name, text):
        with open(os.path.join(folder, name), "w") as f:
            f.write(text)
        return os.path.join(folder, name)
    topic, labels = write("strikes.yaml", TOPIC), write("l.jsonl", '{"title":"Strike over pay","labels":[],"language":"en"}\n')
    broken, odd = write("broken.yaml", TOPIC.replace("terms", "trms")), write("odd.jsonl", '{"title":"x","labels":[]}\n{"title":"y"}\n')
    for words, want, what in ((["floods", "--definition", topic, "--from", labels], 78, "its topic is strikes, not floods"),
                              (["strikes", "--definition", broken, "--from", labels], 78, 'did you mean "terms"'),
                              (["strikes", "--definition", topic, "--from", odd], 65, "line 2: no `labels`"),
                              (["strikes", "--definition", folder + "/none", "--from", labels], 66, "none"),
                              (["strikes", "--definition", topic, "--from", folder + "/none"], 66, "none"),
                              (["strikes", "--definition", topic, "--model", topic, "--from", labels], 78, "strikes.yaml"),
                              (["strikes", "--definition", topic, "--from", labels, "--accept", "99"], 66, 'no proposal "99"'),
                              (["strikes", "--definition", topic, "--from", labels, "--to", "x"], 64, "--to FILE goes with --accept"),
                              ([], 64, "`propose` takes one TOPIC")):
        code, out, err = newswatch("topics", "propose", *words)
        check(code == want and what in err and len(err.splitlines()) == 1, "%r: %d %r" % (words, code, err))
    code, out, err = newswatch("topics", "propose", "strikes", "--definition", topic, "--from", labels, "--accept", "1", "--to", folder + "/no/x")
    check(code not in (0, 70) and len(err.splitlines()) == 1, "%d %r" % (code, err))


if __name__ == "__main__":
    run([what_was_rejected_is_proposed_accepted_and_fires_no_more, topics_are_listed_with_what_fired, a_shadow_judges_every_item_and_routes_none,
         the_guide_to_a_topic_of_ones_own_works_as_printed,
         what_cannot_be_proposed_is_told_in_a_line])
