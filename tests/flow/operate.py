# SPDX-License-Identifier: Apache-2.0
"""What an operator does to a running daemon, and what goes wrong around it: files, secrets, reloads, kills, plugins, stores."""
import base64, glob, sqlite3, threading
from collect import CONFIG, source
from outlets import FAST, polled
from nwflow import *

BAD = os.path.join(BUILD, "tests/unit/daemon-worker/.libs")


class PluginDaemon(Daemon):
    """With a plugin folder of its own: copies of ours, and of some that misbehave."""

    def __init__(self, config, bad=(), **kw):
        super().__init__(config, **kw)
        self.plugins = os.path.join(self.dir, "plugins")
        os.mkdir(self.plugins)
        for path in glob.glob(os.path.join(BUILD, ".libs", "*.so")) + [os.path.join(BAD, b) for b in bad]:
            shutil.copy(path, self.plugins)

    def command(self):
        words = super().command()
        words[words.index("--plugin-dir") + 1] = self.plugins
        return words


def workers(daemon):
    """Process ids of the daemon's children."""
    with open("/proc/%d/task/%d/children" % (daemon.process.pid, daemon.process.pid)) as f:
        return [int(w) for w in f.read().split()]


def state_of(pid):
    """R, S, T...: what a process does."""
    with open("/proc/%d/stat" % pid) as f:
        return f.read().rsplit(")", 1)[1].split()[0]


def signal_all(pids, number):
    for pid in pids:
        os.kill(pid, number)


def reload_fails(daemon):
    done = subprocess.run(program("newswatch") + ["reload", "--control", daemon.control], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE)
    check(done.returncode != 0, "the reload succeeded")
    return done.stdout.decode()


def refused_start(daemon, code=78):
    """The log of a start that must fail."""
    daemon.start(ready=False)
    got = daemon.process.wait(PATIENCE)
    check(got == code, "exit %d:\n%s" % (got, daemon.log_text()))
    return daemon.log_text().splitlines()


def files_of_a_folder_and_secrets_make_one_configuration(world):
    outlet = world.outlet()
    asked = {}

    def guarded(handler):
        asked[handler.path] = handler.headers.get("Authorization")
        ok = asked[handler.path] is not None
        body = rss("G", [quiet(1)]).encode() if ok else b"who?"
        handler.send_response(200 if ok else 401)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    outlet.pages["/env"] = outlet.pages["/file"] = guarded
    daemon = world.daemon("instance: flow\ncontact: test@example.org\ninclude: more/*.yaml\n", env={"NW_TEST_SECRET": "from the environment"})
    os.mkdir(daemon.dir + "/more")
    with open(daemon.dir + "/secret", "w") as f:
        f.write("from a file\n")
    os.chmod(daemon.dir + "/secret", 0o600)
    with open(daemon.dir + "/conf.d/10-env.yaml", "w") as f:
        f.write("fetch: {host_spacing: 0s}\nsources:\n" + source("env", outlet.url + "/env", ", user: reader, password: !env NW_TEST_SECRET"))
    with open(daemon.dir + "/more/file.yaml", "w") as f:
        f.write("sources:\n" + source("file", outlet.url + "/file", ", user: reader, password: !file '%s/secret'" % daemon.dir))
    with open(daemon.dir + "/conf.d/20-alerts.yaml", "w") as f:
        f.write("notifiers:\n  - {name: log, type: file, path: '%s/alerts.jsonl'}\nwatches:\n  - {name: all, query: 'roses', notify: [log]}\n" % daemon.dir)
    daemon.start()
    for name, secret in (("env", "from the environment"), ("file", "from a file")):
        check(polled(daemon, name)["status"] == "ok", repr(row(daemon, name)))
        check(asked["/" + name] == "Basic " + base64.b64encode(b"reader:" + secret.encode()).decode(), repr(asked))
    with open(daemon.dir + "/secret", "w") as f:
        f.write("changed")
    daemon.ask("reload")
    polled(daemon, "file")
    check(asked["/file"].endswith(base64.b64encode(b"reader:changed").decode()), "a changed secret needs no restart")
    everything = daemon.log_text() + open(daemon.out).read() + json.dumps(daemon.ask("sources"))
    check("environment" not in everything and "from a file" not in everything, "a secret was printed")
    daemon.stop()


def a_program_that_fails_or_hangs_is_a_failing_source(world):
    daemon = world.daemon("""
instance: flow
sources:
  - {name: fails, type: exec, argv: [/bin/sh, -c, 'echo no luck >&2; exit 3'], every: 10m}
  - {name: hangs, type: exec, argv: [/bin/sh, -c, 'sleep 600'], every: 10m, timeout: 1s}
  - {name: missing, type: exec, argv: [/no/such/program], every: 10m}
  - {name: works, type: exec, argv: [/bin/sh, -c, 'env | wc -l >&2; echo "{\\"id\\":\\"1\\",\\"title\\":\\"Roses\\"}"'], every: 10m, first_poll: all}
notifiers:
  - {name: log, type: file, path: '@DIR@/alerts.jsonl'}
watches:
  - {name: all, query: roses, notify: [log]}
""").start()
    for name, words in (("fails", "no luck"), ("hangs", ""), ("missing", "/no/such/program")):
        state = polled(daemon, name)
        check(state["status"] == "failing" and state["error"] and words in state["error"], repr(state))
    check(polled(daemon, "works")["items"] == 1, repr(row(daemon, "works")))
    until(lambda: len(alerts(daemon)) == 1, "its alert")

    # a poll of its own time may be under way besides the one that was asked for
    def programs():
        found = []
        for pid in workers(daemon):
            try:
                with open("/proc/%d/cmdline" % pid, "rb") as f:
                    found.append(f.read())
            except OSError:
                pass
        return [words for words in found if b"sleep" in words]

    until(lambda: not programs(), "the end of the program that hung")
    daemon.stop()


def reloads_under_way_lose_no_poll(world):
    """Sources and watches come and go while slow polls run."""
    outlet = world.outlet()
    stop = threading.Event()
    world.add(type("Stop", (), {"close": lambda self: stop.set()})())

    def slow(handler):
        body = rss("S", [quiet(int(handler.path[2:]))]).encode()
        stop.wait(0.15)
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    for n in range(12):
        outlet.pages["/s%d" % n] = slow
    base = FAST.replace("fetch: {", "fetch: {host_parallel: 8, ")

    def config(count, word):
        text = base % "".join(source("s%d" % n, outlet.url + "/s%d" % n, ", first_poll: all") for n in range(count))
        return text + "  - {name: w%s, query: roses, notify: [log]}\n" % word

    daemon = world.daemon(config(6, "a")).start()
    for turn in range(12):
        for n in range(4):
            daemon.ask("poll", "s%d" % n, fail=False)
        daemon.write(config(12 if turn % 2 == 0 else 4, "a" if turn % 3 else "b"))
        daemon.ask("reload")
    daemon.write(config(12, "a"))
    daemon.ask("reload")
    for n in range(12):
        daemon.ask("poll", "s%d" % n, fail=False)
    until(lambda: all(row(daemon, "s%d" % n)["items"] == 1 for n in range(12)), "all twelve sources read")
    until(lambda: {a["items"][0]["item"]["id"] for a in alerts(daemon) if a["watch"] == "all"} == {"quiet-%d" % n for n in range(12)}, "an alert of each")
    check(sum(a["watch"] == "all" for a in alerts(daemon)) == 12, "an alert came twice")
    until(lambda: daemon.status()["polls"]["under_way"] == 0, "no poll hangs")
    daemon.stop()


def a_storm_of_sighup_ends_with_the_last_configuration(world):
    outlet = world.outlet()
    config = FAST % source("s0", outlet.url + "/s0")
    daemon = world.daemon(config).start()
    for n in range(1, 151):
        if n == 51:  # a hundred of them are one to a process that stands
            os.kill(daemon.process.pid, signal.SIGSTOP)
        daemon.write(config.replace("s0", "s%d" % n))
        daemon.process.send_signal(signal.SIGHUP)
    os.kill(daemon.process.pid, signal.SIGCONT)
    until(lambda: any(s["name"] == "s150" and s["status"] != "removed" for s in daemon.ask("sources")), "the last configuration")
    generation = daemon.status()["generation"]
    check(2 <= generation <= 53, "%d generations" % generation)
    daemon.stop()


def a_worker_killed_in_the_middle_of_a_read_costs_no_item(world):
    outlet = world.outlet()
    text = "The gardeners spoke of roses, soil and rain. " * 40
    body = rss("Big", [("b%d" % n, "Lecture %d on roses" % n, text) for n in range(2000)]).encode()
    stopped = []

    def answer(handler):
        # asked for, so no worker has anything to do: none shall begin to read
        if not stopped:
            stopped.extend(workers(daemon))
            signal_all(stopped, signal.SIGSTOP)
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    outlet.pages["/big"] = answer
    config = FAST.replace("fetch: {", "fetch: {max_body: 64MiB, ") % source("big", outlet.url + "/big", ", first_poll: all, timeout: 60s")
    daemon = world.daemon(config).start()
    count = daemon.status()["workers"]["workers"]
    daemon.ask("poll", "big", fail=False)  # or it is polled already
    until(lambda: stopped and daemon.status()["workers"]["busy"] == 1, "a worker that has the document")
    # with nobody to take its items the worker stands still in the middle of them
    os.kill(daemon.process.pid, signal.SIGSTOP)
    until(lambda: state_of(daemon.process.pid) == "T", "a daemon that stands")
    signal_all(stopped, signal.SIGCONT)
    until(lambda: all(state_of(pid) == "S" for pid in stopped), "workers that wait")
    signal_all(stopped, signal.SIGKILL)
    os.kill(daemon.process.pid, signal.SIGCONT)
    until(lambda: row(daemon, "big")["items"] == 2000, "all items")
    until(lambda: len(alerts(daemon)) >= 2000, "their alerts")
    check(len({a["id"] for a in alerts(daemon)}) == len(alerts(daemon)) == 2000, "%d alerts" % len(alerts(daemon)))
    until(lambda: daemon.status()["workers"]["workers"] == count, "new workers")
    check(sum("worker.died" in line and "instance=big" in line for line in daemon.log_text().splitlines()) >= 1, "no reader was killed")
    daemon.stop()


def a_document_that_kills_two_workers_is_set_aside_and_listed(world):
    outlet = world.outlet()
    outlet.put("/bad", "Roses in the garden\nRoses at night")
    outlet.put("/good", rss("G", [quiet(1)]))
    config = FAST % (source("bad", outlet.url + "/bad", ", first_poll: all").replace("type: feed", "type: bad-source") + source("good", outlet.url + "/good"))
    daemon = world.add(PluginDaemon(config, bad=["bad_source.so"])).start()
    check(polled(daemon, "bad")["items"] == 2, repr(row(daemon, "bad")))
    outlet.put("/bad", "crash")
    check(polled(daemon, "bad")["status"] == "failing", repr(row(daemon, "bad")))
    aside = daemon.ask("set-aside")
    check(len(aside) == 1 and aside[0]["source"] == "bad" and aside[0]["bytes"] == 5 and aside[0]["reason"], repr(aside))
    check(daemon.status()["workers"]["crashes"] == 2, repr(daemon.status()["workers"]))
    polled(daemon, "bad")
    check(daemon.status()["workers"]["crashes"] == 2, "the same bytes were read again")
    check(polled(daemon, "good")["status"] == "ok", "the good one goes on")
    outlet.put("/bad", "Roses again")
    check(polled(daemon, "bad")["items"] == 3, "other bytes are read again: %r" % row(daemon, "bad"))
    until(lambda: len(alerts(daemon)) == 3, "three alerts")
    daemon.stop()


def names_that_nobody_has_are_told_with_the_nearest(world):
    outlet = world.outlet()
    outlet.put("/feed", rss("X", [quiet(1)]))
    daemon = world.daemon(FAST % source("one", outlet.url + "/feed"), test_clock=False).start()
    said = lambda words: subprocess.run(program("newswatch") + [words[0], "--control", daemon.control] + words[1:],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=PATIENCE)
    for words, meant in ((["items", "onne"], "one"), (["alerts", "al"], "all"), (["labels", "strkes"], "strikes"), (["poll", "onne"], "one"),
                         (["release", "onne"], "one"), (["why", "https://outlet.example/quiet-1", "al"], "all"), (["backtest", "--watch", "al"], "all")):
        done = said(words)
        check(done.returncode == 66 and 'did you mean "%s"?' % meant in done.stderr.decode(), "%r: %d %r" % (words, done.returncode, done.stderr))
    for words in (["alerts", "all"], ["labels", "strikes"], ["items", "one"]):
        check(said(words).returncode == 0, "%r is refused" % words)
    done = said(["advance", "1m"])
    check(done.returncode == 69 and b"--test-clock" in done.stderr, "%d %r" % (done.returncode, done.stderr))
    daemon.stop()


def a_plugin_of_another_abi_or_none_is_one_clear_line(world):
    outlet = world.outlet()
    config = FAST % source("one", outlet.url + "/feed")
    daemon = world.add(PluginDaemon(config.replace("type: feed", "type: bad-abi"), bad=["bad_abi.so"]))
    lines = refused_start(daemon)
    about = [l for l in lines if "bad_abi.so" in l]
    check(len(about) == 1 and "7.3" in about[0], "\n".join(lines))
    check(sum("bad-abi" in l and "newswatch.yaml:" in l for l in lines) == 1, "\n".join(lines))
    # As long as nobody uses it, it is said and harms nothing.
    daemon.write(config)
    daemon.start()
    check("bad_abi.so" in daemon.log_text(), "a bad plugin is not mentioned")
    daemon.write(config.replace("type: feed", "type: fead"))
    said = reload_fails(daemon)
    check("newswatch.yaml:" in said and "fead" in said and "did you mean" in said, said)
    check(daemon.status()["generation"] >= 1 and row(daemon, "one"), "it goes on")
    daemon.stop()


def the_libraries_beside_the_plugins_are_no_problem(world):
    outlet = world.outlet()
    outlet.put("/feed", rss("X", [quiet(1)]))
    daemon = world.daemon(FAST % source("one", outlet.url + "/feed")).start()
    daemon.ask("reload")
    check("config.problem" not in daemon.log_text(), daemon.log_text())
    daemon.stop()


def a_store_of_a_newer_newswatch_is_left_alone(world):
    outlet = world.outlet()
    outlet.put("/feed", rss("X", [quiet(1)]))
    daemon = world.daemon(FAST % source("one", outlet.url + "/feed")).start()
    polled(daemon, "one")
    daemon.stop()
    path = daemon.state + "/ledger.db"
    with sqlite3.connect(path) as db:
        known = db.execute("PRAGMA user_version").fetchone()[0]
        db.execute("PRAGMA user_version=%d" % (known + 7))
    db.close()
    os.truncate(daemon.log, 0)
    lines = refused_start(daemon)
    about = [l for l in lines if "schema %d" % (known + 7) in l]
    check(len(about) == 1 and "newer" in about[0], "\n".join(lines))
    check(not any("corrupt" in n for n in os.listdir(daemon.state)), "it was set aside")
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version=%d" % known)
    db.close()
    daemon.start()
    check(row(daemon, "one")["items"] == 1, "nothing is lost")
    daemon.stop()


def what_people_say_of_items_teaches_a_model(world):
    outlet = world.outlet()
    outlet.put("/feed", rss("Test", [strike(n) for n in range(12)] + [quiet(n) for n in range(12)]))
    daemon = world.daemon(FAST % source("one", outlet.url + "/feed", ", first_poll: all")).start()
    daemon.advance("1m")
    until(lambda: len(daemon.ask("items")) == 24, "the items" + daemon.tail_of_log())
    for item in daemon.ask("items"):
        said = "strikes" if "attack" in item["title"].lower() or "strike" in item["title"].lower() else "not-strikes"
        told = daemon.ask("label", item["item_id"], said)
        check(told[0]["topic"] == "strikes" and told[0]["labels"] == (["strikes"] if said == "strikes" else []), "told %r" % told)
    one = daemon.ask("items")[0]
    daemon.ask("label", one["url"], "not-diplomacy")
    for words, what in (([one["url"], "not-strkes"], 'did you mean "strikes"?'), (["https://nowhere.example/", "strikes"], "no item with this URL")):
        done = subprocess.run(program("newswatch") + ["label", "--control", daemon.control] + words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        check(done.returncode == 66 and what in done.stderr.decode() and len(done.stderr.splitlines()) == 1, "%r" % done.stderr)
    daemon.kill()
    daemon.start()
    labels = daemon.ask("labels", "strikes")
    check(len(labels) == 24 and sum(bool(r["labels"]) for r in labels) == 12 and all(r["text"] for r in labels), "labels: %r" % labels[:2])
    check(len(daemon.ask("labels")) == 25, "all labels")
    done = subprocess.run(program("newswatch") + ["train", "--topic", "strikes", "--from-feedback", "--control", daemon.control, "--data-dir",
                           os.path.join(SRC, "etc"), "--out", daemon.dir + "/strikes.model"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    check(done.returncode == 0 and json.loads(done.stdout)["items"] == 24, "%r %r" % (done.stdout, done.stderr))
    daemon.stop()


if __name__ == "__main__":
    run([v for k, v in list(globals().items()) if callable(v) and getattr(v, "__module__", "") == "__main__"
         and k not in ("PluginDaemon", "workers", "state_of", "signal_all", "reload_fails", "refused_start")])
