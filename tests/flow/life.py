# SPDX-License-Identifier: Apache-2.0
"""The daemon's own life: starts that fail, reloads under load, stops at a bad
moment, and what stays behind after thousands of polls."""
import re
from nwflow import *

CONFIG = """
instance: life
contact: test@example.org
fetch: {host_spacing: 0s, host_parallel: 32}
sources:
%s
notifiers:
  - {name: log, type: file, path: '@DIR@/alerts.jsonl'}
watches:
  - {name: all, query: 'drone* OR roses', notify: [log]}
"""
LOAD_SOURCES = int(os.environ.get("NW_LIFE_SOURCES", "100"))
POLLS = int(os.environ.get("NW_LIFE_POLLS", "1500"))


def source(name, url, every="5m"):
    return "  - {name: %s, type: feed, url: '%s', every: %s, allow_private: true}\n" % (name, url, every)


def spool(name):
    return "  - {name: %s, type: feed, url: 'file://@DIR@/%s', every: 1m, first_poll: all}\n" % (name, name)


def pid_of(daemon):
    return daemon.process.pid


def descriptors(daemon):
    folder = "/proc/%d/fd" % pid_of(daemon)
    return sorted(os.readlink(os.path.join(folder, fd)) for fd in os.listdir(folder))


def kind_counts(links):
    """Sockets and pipes by kind, files by name: connections come and go."""
    counts = {}
    for link in links:
        kind = re.sub(r"\d+", "", link)
        counts[kind] = counts.get(kind, 0) + 1
    return counts


def rss_kib(daemon):
    with open("/proc/%d/status" % pid_of(daemon)) as f:
        return int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1))


def takes_signals(daemon):
    """It is the daemon, no shell before it, and SIGTERM is its own to take."""
    try:
        with open("/proc/%d/status" % pid_of(daemon)) as f:
            blocked = int(re.search(r"SigBlk:\s+(\w+)", f.read()).group(1), 16)
    except OSError:
        return True
    return blocked & 1 << (signal.SIGTERM - 1)


def idle(daemon):
    status = daemon.status()
    return status["polls"]["under_way"] == 0 and status["deliveries"]["under_way"] == 0 and status


class Manager:
    """The service manager's end of the notification socket."""

    def __init__(self):
        self.path = tempfile.mktemp(prefix="nw-notify-")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)
        self.socket.setblocking(False)
        self.seen = []

    def states(self):
        while True:
            try:
                text = self.socket.recv(4096).decode()
            except BlockingIOError:
                return self.seen
            self.seen.append(text.split("\n")[0].split("=")[0])

    def close(self):
        self.socket.close()
        os.unlink(self.path)


def a_start_that_cannot_work_says_why_and_with_which_code(world):
    outlet = world.outlet()
    config = CONFIG % source("one", outlet.url + "/one")
    rows = [("state", 71, "state"), ("control", 78, "longer than"), ("config", 78, "newswatch.yaml")]
    for what, code, words in rows:
        daemon = world.daemon(config)
        if what == "state":
            open(daemon.state, "w").close()
        elif what == "control":
            daemon.control = os.path.join(daemon.dir, "c" * 120)
        else:
            os.unlink(daemon.config)
        daemon.start(ready=False)
        until(lambda: daemon.process.poll() is not None, "an end without %s" % what)
        check(daemon.process.returncode == code, "%s: exit %d" % (what, daemon.process.returncode))
        check(words in daemon.log_text(), "%s: %s" % (what, daemon.log_text()))


def a_stop_at_any_moment_of_start_and_reload_ends_well(world):
    outlet = world.outlet()
    outlet.put("/one", rss("One", [strike(1)]))
    daemon = world.daemon(CONFIG % source("one", outlet.url + "/one"))
    for wait_ms in (0, 2, 5, 10, 20, 40, 80, 160, 320):
        daemon.start(ready=False)
        until(lambda: takes_signals(daemon), "a daemon that takes signals")
        end = time.monotonic() + wait_ms / 1000
        until(lambda: time.monotonic() >= end, "the moment")
        daemon.stop()
    for wait_ms in (0, 5, 20, 80, 160):
        daemon.start()
        daemon.process.send_signal(signal.SIGHUP)
        end = time.monotonic() + wait_ms / 1000
        until(lambda: time.monotonic() >= end, "the moment")
        daemon.stop()
    daemon.start()
    daemon.stop()


def reloads_that_come_together_are_all_answered(world):
    outlet = world.outlet()
    outlet.put("/one", rss("One", [strike(1)]))
    daemon = world.daemon(CONFIG % source("one", outlet.url + "/one")).start()
    asked = [subprocess.Popen(program("newswatch") + ["reload", "--control", daemon.control], stdout=subprocess.DEVNULL)
             for _ in range(6)]
    gone = subprocess.Popen(program("newswatch") + ["reload", "--control", daemon.control], stdout=subprocess.DEVNULL)
    gone.kill()
    check([p.wait(PATIENCE) for p in asked] == [0] * 6, "six reloads")
    gone.wait()
    check(2 <= daemon.status()["generation"] <= 8, "a few loads: %d" % daemon.status()["generation"])
    daemon.stop()


def a_refused_reload_changes_nothing_and_the_manager_hears_of_its_end(world):
    outlet = world.outlet()
    outlet.put("/one", rss("One", [strike(1)]))
    manager = world.add(Manager())
    config = CONFIG % source("one", outlet.url + "/one")
    daemon = world.daemon(config, env={"NOTIFY_SOCKET": manager.path}).start()
    until(lambda: manager.states() == ["READY"], "READY alone")
    daemon.write("log: {level: debug}\n" + config.replace("type: feed", "type: fed"))
    check(daemon.ask("reload", fail=False) is None, "a reload that is refused")
    until(lambda: manager.states() == ["READY", "RELOADING", "READY"], "READY after a refusal")
    daemon.ask("poll", "one")
    until(lambda: outlet.count("/one") > 0, "a poll by the old configuration")
    daemon.write(config)
    daemon.ask("reload")
    until(lambda: manager.states()[3:] == ["RELOADING", "READY"], "READY after a reload")
    daemon.stop()
    check(manager.states()[-1] == "STOPPING", "the end is said")
    check("debug" not in daemon.log_text(), "the log's level of a refused file")


def reloads_under_load_stall_nothing(world):
    outlet = world.outlet()
    names = ["s%d" % i for i in range(LOAD_SOURCES)]
    for i, name in enumerate(names):
        outlet.put("/" + name, rss(name, [quiet(1000 * i + n) for n in range(20)]))
    every = {n: source(n, outlet.url + "/" + n) for n in names}
    daemon = world.daemon(CONFIG % "".join(every.values())).start()
    for round in range(5):
        daemon.advance("1m")
        # a third goes away while it is polled, and comes back with the next
        kept = [n for i, n in enumerate(names) if i % 3 != round % 3]
        daemon.write(CONFIG % "".join(every[n] for n in kept))
        for name in kept[:20]:
            daemon.ask("poll", name, fail=False)
        daemon.ask("reload")
    daemon.write(CONFIG % "".join(every.values()))
    daemon.ask("reload")
    daemon.advance("10m")
    status = until(lambda: idle(daemon), "an idle daemon")
    sources = {s["name"]: s for s in daemon.ask("sources", "--limit", "10000")}
    never = [n for n in names if sources[n]["status"] != "ok"]
    check(not never, "sources that are not well: %s" % [sources[n] for n in never[:3]])
    print("# %d sources, 6 reloads, %d polls: longest turn %.1f ms, of CPU %.1f ms" % (
        len(names), status["polls"]["polls"], status["loop_longest_turn_us"] / 1000,
        status["loop_longest_turn_cpu_us"] / 1000), flush=True)
    check(status["loop_longest_turn_cpu_us"] < 500000, "a turn of %d us of CPU" % status["loop_longest_turn_cpu_us"])
    daemon.stop()


def write_rows(daemon, rows):
    with open(os.path.join(daemon.dir, "clients.jsonl"), "w") as f:
        f.writelines(json.dumps(row) + "\n" for row in rows)


def twenty_thousand_watches_come_from_a_file(world):
    outlet = world.outlet()
    outlet.put("/one", rss("One", [quiet(1)]))
    config = "watches_from: clients.jsonl\n" + CONFIG % source("one", outlet.url + "/one")
    rows = [{"name": "client %d" % i, "query": "tram%d OR (market NEAR/3 stall%d)" % (i, i), "notify": ["log"]} for i in range(20000)]
    daemon = world.daemon(config)
    write_rows(daemon, rows)
    daemon.start()
    daemon.poll("one")
    rows[12344]["query"] = "tram AND (stall"
    write_rows(daemon, rows)
    done = subprocess.run(program("newswatch") + ["reload", "--control", daemon.control], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    check(done.returncode == 78 and b"clients.jsonl:12345:" in done.stdout + done.stderr, "a mistake is not refused: %r" % done.stdout)
    check(daemon.status()["generation"] == 1, "the generation changed")
    rows[12344]["query"] = "title:(\"on the road\" NEAR/4 drones)"
    write_rows(daemon, rows)
    told = daemon.ask("reload")
    check([(r["name"], r["change"]) for r in told] == [("client 12344", "changed")], "told of %r" % told)
    outlet.put("/one", rss("One", [quiet(1), ("new-1", "Two drones on the road", "A market with stall77 and stall19999 opened by tram3.")]))
    daemon.advance("6m")
    until(lambda: {a["watch"] for a in alerts(daemon)} >= {"all", "client 3", "client 77", "client 12344", "client 19999"}, "the alerts of five watches")
    print("# 20,000 watches from a file: %d MiB RSS" % (rss_kib(daemon) / 1024), flush=True)
    daemon.stop()


def thousands_of_polls_and_reloads_leave_nothing_behind(world):
    outlet = world.outlet()
    names = ["s%d" % i for i in range(20)]
    for i, name in enumerate(names):
        outlet.put("/" + name, rss(name, [quiet(1000 * i + n) for n in range(10)]))
    daemon = world.daemon(CONFIG % "".join(source(n, outlet.url + "/" + n, "1m") for n in names)).start()
    daemon.advance("5m")
    daemon.ask("reload")
    status = until(lambda: idle(daemon), "an idle daemon")
    before, memory, first = kind_counts(descriptors(daemon)), rss_kib(daemon), status["polls"]["polls"]
    while status["polls"]["polls"] - first < POLLS:
        daemon.advance("10m")
        daemon.ask("reload")
        status = until(lambda: idle(daemon), "an idle daemon")
    check(status["polls"]["failed"] == 0, "failed polls: %s" % status["polls"])
    after, grown = {}, rss_kib(daemon) - memory

    def same():
        after.clear()
        after.update(kind_counts(descriptors(daemon)))
        # one kept connection a source at most, however many were open before
        return all(after[k] <= before.get(k, 0) + (len(names) if k.startswith("socket") else 0) for k in after)

    print("# %d polls: %d KiB more, %d descriptors" % (status["polls"]["polls"] - first, grown, sum(before.values())))
    until(same, "the same descriptors: %s, now %s" % (before, after))
    check(grown < 16384, "%d KiB more after %d polls" % (grown, status["polls"]["polls"]))
    daemon.stop()


def a_bad_file_of_a_folder_does_not_stop_those_behind_it(world):
    daemon = world.daemon(CONFIG % spool("box"))
    box = daemon.dir + "/box"
    os.mkdir(box)
    rows = [("1", rss("Box", [quiet(1)])), ("2", "this is no feed"), ("3", "x" * (17 << 20)), ("4", rss("Box", [quiet(4)]))]
    for i, (name, text) in enumerate(rows):
        with open(box + "/" + name, "w") as f:
            f.write(text)
        os.utime(box + "/" + name, (1000 + i, 1000 + i))
    daemon.start()
    daemon.advance("30s")
    until(lambda: len(daemon.ask("items")) == 2, "both good files: %s" % daemon.tail_of_log())
    status = until(lambda: idle(daemon), "an idle daemon")
    check(status["polls"]["polls"] < 10, "polls without end: %s" % status["polls"])
    daemon.stop()


if __name__ == "__main__":
    run([a_start_that_cannot_work_says_why_and_with_which_code, a_stop_at_any_moment_of_start_and_reload_ends_well,
         reloads_that_come_together_are_all_answered,
         a_refused_reload_changes_nothing_and_the_manager_hears_of_its_end, reloads_under_load_stall_nothing,
         twenty_thousand_watches_come_from_a_file,
         thousands_of_polls_and_reloads_leave_nothing_behind, a_bad_file_of_a_folder_does_not_stop_those_behind_it])
