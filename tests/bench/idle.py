# SPDX-License-Identifier: Apache-2.0
"""Memory at rest: a daemon with 1,000 sources, read once and then waiting.
Prints RSS and private memory of newswatchd and of each worker, and the CPU
that a minute of waiting takes; nothing is asserted (goals: newswatchd under
30 MiB, a worker under 15 MiB).

usage: idle.py PREFIX [SOURCES [SECONDS]]  (an installation, 1000, 20)"""
import json, os, shutil, subprocess, sys, tempfile, time

prefix = os.path.abspath(sys.argv[1])
count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 20
folder = tempfile.mkdtemp(prefix="nw-idle-")
TICKS = os.sysconf("SC_CLK_TCK")

FEED = """<rss version="2.0"><channel><title>Outlet %d</title>%s</channel></rss>"""
ITEM = """<item><title>Report %d of outlet %d</title><link>https://o%d.example/%d</link>
<description>%s</description></item>"""
TEXT = "The council met in the old town hall and spoke about the harbour, the school and the roads. " * 6


def write(name, text):
    with open(os.path.join(folder, name), "w") as f:
        f.write(text)


def configuration():
    yield "instance: idle\nlog: {level: warning}\nsources:\n"
    for i in range(count):
        yield "  - {name: s%d, type: feed, url: 'file://%s/%d.xml', every: 1h}\n" % (i, folder, i)
    yield "notifiers:\n  - {name: out, type: file, path: %s/out.jsonl}\n" % folder
    yield "watches:\n"
    for i in range(100):
        yield "  - {name: w%d, query: 'word%d AND (summit OR ceasefire)', notify: [out]}\n" % (i, i)


def memory(pid):
    rows = {}
    with open("/proc/%d/smaps_rollup" % pid) as f:
        for line in f:
            part = line.split()
            if part[-1] == "kB":
                rows[part[0].rstrip(":")] = int(part[1])
    return rows["Rss"], rows["Private_Clean"] + rows["Private_Dirty"]


def cpu(pid):
    with open("/proc/%d/stat" % pid) as f:
        part = f.read().rpartition(")")[2].split()
    return (int(part[11]) + int(part[12])) / TICKS


def workers(pid):
    with open("/proc/%d/task/%d/children" % (pid, pid)) as f:
        return [int(p) for p in f.read().split()]


def ask(control):
    answer = subprocess.run([prefix + "/bin/newswatch", "status", "--control", control, "--json"],
                            capture_output=True, text=True)
    return answer.stdout if answer.returncode == 0 else ""


def main():
    for i in range(count):
        write("%d.xml" % i, FEED % (i, "".join(ITEM % (n, i, i, n, TEXT) for n in range(20))))
    write("newswatch.yaml", "".join(configuration()))
    control = folder + "/control"
    daemon = subprocess.Popen([prefix + "/sbin/newswatchd", "--config", folder + "/newswatch.yaml",
                               "--state-dir", folder + "/state", "--control", control, "--test-clock"])
    try:
        end = time.monotonic() + 600
        while time.monotonic() < end and daemon.poll() is None:
            status = ask(control)
            if status and json.loads(status)["polls"]["polls"] >= count:
                break
            # first polls are spread over minutes: no stampede
            subprocess.run([prefix + "/bin/newswatch", "advance", "30s", "--control", control], capture_output=True)
            time.sleep(0.2)
        for _ in range(3):  # minutes of rest
            subprocess.run([prefix + "/bin/newswatch", "advance", "61s", "--control", control], capture_output=True)
            time.sleep(1)
        pids = [daemon.pid] + workers(daemon.pid)
        before = [cpu(p) for p in pids]
        time.sleep(seconds)
        print("%d sources, %s items" % (count, json.loads(ask(control))["store"]["items"]))
        for i, pid in enumerate(pids):
            rss, private = memory(pid)
            used = (cpu(pid) - before[i]) * 60 / seconds
            print("%-16s %6.1f MiB RSS, %6.1f MiB of its own, %.2f s CPU a minute"
                  % ("newswatchd" if i == 0 else "a worker", rss / 1024, private / 1024, used))
    finally:
        daemon.terminate()
        daemon.wait()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
