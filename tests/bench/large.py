# SPDX-License-Identifier: Apache-2.0
"""Memory with large bodies: sources that each answer with a feed of some MiB
come due together. Prints the peak RSS of newswatchd and of its workers;
nothing is asserted (goal: newswatchd under 150 MiB).

usage: large.py PREFIX [SOURCES [MIB]]  (an installation, 40, 15)"""
import http.server, json, os, shutil, subprocess, sys, tempfile, threading, time

prefix = os.path.abspath(sys.argv[1])
count = int(sys.argv[2]) if len(sys.argv) > 2 else 40
mib = int(sys.argv[3]) if len(sys.argv) > 3 else 15
folder = tempfile.mkdtemp(prefix="nw-large-")
ITEM = """<item><title>Report %d of outlet %s</title><link>https://o.example/%s/%d</link><description>%s</description></item>"""
TEXT = "The council met in the old town hall and spoke about the harbour, the school and the roads. " * 40


def feed(name):
    n = (mib << 20) // (len(TEXT) + 120)
    items = "".join(ITEM % (i, name, name, i, TEXT) for i in range(n))
    return ("<rss version='2.0'><channel><title>%s</title>%s</channel></rss>" % (name, items)).encode()


class Outlet(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = feed(self.path.strip("/"))
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def configuration(port):
    yield "instance: large\ncontact: bench@example.org\nlog: {level: warning}\nfetch: {host_spacing: 0s}\nsources:\n"
    for i in range(count):
        yield ("  - {name: s%d, type: feed, url: 'http://127.0.0.%d:%d/%d', every: 1h, allow_private: true}\n"
               % (i, i % 200 + 1, port, i))
    yield "notifiers:\n  - {name: out, type: file, path: %s/out.jsonl}\n" % folder
    yield "watches:\n  - {name: w, query: 'ceasefire', notify: [out]}\n"


def value(pid, key):
    try:
        with open("/proc/%d/status" % pid) as f:
            return next((int(line.split()[1]) for line in f if line.startswith(key)), 0)
    except OSError:
        return 0


def workers(pid):
    with open("/proc/%d/task/%d/children" % (pid, pid)) as f:
        return [int(p) for p in f.read().split()]


def ask(control, *words):
    done = subprocess.run([prefix + "/bin/newswatch", *words, "--control", control, "--json"], capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[0]) if done.returncode == 0 and done.stdout else None


def main():
    server = http.server.ThreadingHTTPServer(("0.0.0.0", 0), Outlet)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with open(folder + "/newswatch.yaml", "w") as f:
        f.writelines(configuration(server.server_address[1]))
    control, peak = folder + "/control", {}
    daemon = subprocess.Popen([prefix + "/sbin/newswatchd", "--config", folder + "/newswatch.yaml",
                               "--state-dir", folder + "/state", "--control", control, "--test-clock"])
    try:
        end = time.monotonic() + 300
        while time.monotonic() < end and daemon.poll() is None:
            for pid in workers(daemon.pid):
                peak[pid] = max(peak.get(pid, 0), value(pid, "VmHWM:"))
            status = ask(control, "status")
            if status and status["polls"]["polls"] >= count and status["polls"]["under_way"] == 0:
                break
            ask(control, "advance", "5s")
            time.sleep(0.1)
        print("%d sources of %d MiB: %s" % (count, mib, json.dumps(ask(control, "status")["polls"])))
        print("newswatchd         %6.1f MiB at its peak" % (value(daemon.pid, "VmHWM:") / 1024))
        for most in sorted(peak.values(), reverse=True):
            print("a worker           %6.1f MiB at its peak" % (most / 1024))
    finally:
        daemon.terminate()
        daemon.wait()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
