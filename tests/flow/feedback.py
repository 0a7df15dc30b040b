# SPDX-License-Identifier: Apache-2.0
"""What people say of alerts, what is proposed of it, and what a person accepts."""
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
    until(lambda: len(alerts(daemon)) == len(feed), "an alert of each")
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
    until(lambda: len(alerts(daemon)) == len(feed) + 1, "an alert of the running configuration")
    daemon.ask("reload")
    outlet.put("/feed", rss("One", items(50, LABOUR) + items(60, WAR) + feed))
    daemon.advance("6m")
    until(lambda: len(alerts(daemon)) == len(feed) + 4, "the alerts of attacks")
    got = [item["title"] for item in alerted(daemon)][len(feed) + 1:]
    check(sorted(got) == sorted(row[1] for row in items(60, WAR)), "alerted: %r" % got)
    # With no labels left that are wrong there is nothing to accept.
    code, out, err = newswatch("topics", "propose", "strikes", "--accept", best["id"], *parts)
    check(code == 66 and "there is no proposal" in err and len(err.splitlines()) == 1, "%d %r" % (code, err))
    daemon.stop()


def topics_are_listed_with_what_fired(world):
    _, daemon = start(world, items(1, WAR + LABOUR))
    code, out, err = newswatch("topics", *installed_options(), "--config", daemon.config, "--control", daemon.control)
    check(code == 0 and [json.loads(line) for line in out.splitlines()] == [
        {"topic": "strikes", "classifier": "desk", "type": "lexicon", "languages": ["en"], "definition": daemon.dir + "/strikes.yaml",
         "examples": "2/2", "models": [], "last_day": 7, "last_week": 7}], "%r %r" % (out, err))
    code, out, err = newswatch("topics", *installed_options(), "--config", daemon.config, "--control", daemon.dir + "/nobody")
    check(code == 0 and "last_day" not in json.loads(out), "without a daemon: %r %r" % (out, err))
    daemon.stop()


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
    run([what_was_rejected_is_proposed_accepted_and_fires_no_more, topics_are_listed_with_what_fired,
         what_cannot_be_proposed_is_told_in_a_line])
