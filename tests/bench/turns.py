# SPDX-License-Identifier: Apache-2.0
"""The loop's longest turns: a start with 1,000 sources that all bring items,
and reloads with 10,000 watches. Wall time counts what else the machine did;
CPU time is the turn's own. Nothing is asserted (goal: 50 ms).

usage: turns.py PREFIX [SOURCES [WATCHES]]  (an installation, 1000, 10000)"""
import json, os, shutil, subprocess, sys, tempfile, time

prefix = os.path.abspath(sys.argv[1])
count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
watches = int(sys.argv[3]) if len(sys.argv) > 3 else 10000
folder = tempfile.mkdtemp(prefix="nw-turns-")
control = folder + "/control"
ITEM = "<item><title>Report %d of outlet %d</title><link>https://o%d.example/%d</link><description>%s</description></item>"
TEXT = "The council met in the old town hall and spoke about the harbour, the school and the roads. " * 6


def ask(*words):
    done = subprocess.run([prefix + "/bin/newswatch", *words, "--control", control, "--json"], capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[0]) if done.returncode == 0 and done.stdout else None


def configure(sources, rules):
    rows = ["instance: turns\nlog: {level: error}\nsources:\n"]
    rows += ["  - {name: s%d, type: feed, url: 'file://%s/%d.xml', every: 5m}\n" % (i, folder, i) for i in range(sources)]
    rows += ["notifiers:\n  - {name: out, type: file, path: %s/out.jsonl}\nwatches:\n" % folder]
    rows += ["  - {name: w%d, query: 'word%d AND (summit OR \"cease fire\" OR talk*)', notify: [out]}\n" % (i, i) for i in range(rules)]
    with open(folder + "/newswatch.yaml", "w") as f:
        f.writelines(rows)


def report(what):
    status = ask("status")
    print("%-34s longest turn %6.1f ms, of CPU %6.1f ms" % (
        what, status["loop_longest_turn_us"] / 1000, status["loop_longest_turn_cpu_us"] / 1000), flush=True)


def write_feeds(first):
    for i in range(count):
        with open("%s/%d.xml" % (folder, i), "w") as f:
            f.write("<rss version='2.0'><channel><title>Outlet %d</title>%s</channel></rss>" % (
                i, "".join(ITEM % (first + n, i, i, first + n, TEXT) for n in range(20))))


def pass_time(polls):
    end = time.monotonic() + 300
    while time.monotonic() < end:
        status = ask("status")
        if status and status["polls"]["polls"] >= polls and status["polls"]["under_way"] == 0:
            return
        ask("advance", "10s")


def main():
    write_feeds(0)
    configure(count, 100)
    daemon = subprocess.Popen([prefix + "/sbin/newswatchd", "--config", folder + "/newswatch.yaml",
                               "--state-dir", folder + "/state", "--control", control, "--test-clock"])
    try:
        while not ask("status") and daemon.poll() is None:
            time.sleep(0.05)
        report("start")
        pass_time(count)
        report("first polls of all")
        write_feeds(20)
        pass_time(2 * count)
        report("new items of all")
        for i in range(3):
            configure(count - i, watches)
            ask("reload")
        report("3 reloads with %d watches" % watches)
    finally:
        daemon.terminate()
        daemon.wait()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
