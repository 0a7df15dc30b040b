# SPDX-License-Identifier: Apache-2.0
"""What the flow scenarios share: a daemon under test on a virtual clock, an
outlet, a webhook receiver and a mail server, all real and on loopback.

A scenario is a function with a sentence for a name. It waits for conditions,
never for time: `until` polls a condition and fails with what it last saw.
Python 3, standard library; mail needs python3-aiosmtpd.
"""
import base64, hashlib, hmac, http.server, json, os, re, shutil, signal, socket, subprocess, sys
import tempfile, threading, time, traceback

sys.path.append("/usr/lib/python3/dist-packages")  # Debian's aiosmtpd, under another Python 3 too

SRC = os.environ.get("NW_SRC", os.path.abspath(os.path.join(os.path.dirname(__file__), "../..")))
BUILD = os.environ.get("NW_BUILD", os.path.join(SRC, "build"))
ROOT = os.environ.get("NW_ROOT", "")  # an installation, instead of the build tree


def program(name):
    if ROOT:
        where = {"newswatchd": "sbin", "newswatch": "bin"}[name]
        return [os.path.join(ROOT, where, name)]
    # libtool's wrapper is a shell program of its own: slow, and in the way of strace
    real = os.path.join(BUILD, ".libs", name)
    if not os.path.exists(real):
        return [os.path.join(BUILD, name)]
    return ["env", "LD_LIBRARY_PATH=" + os.path.join(BUILD, ".libs"), real]


def installed_options():
    if ROOT:
        return []
    return ["--plugin-dir", os.path.join(BUILD, ".libs"), "--worker", os.path.join(BUILD, "newswatch-worker"),
            "--data-dir", os.path.join(SRC, "etc")]


# Seconds after which a wait is a failure, whatever is waited for: a machine
# that is slow, busy or stopped for a while is no fault of the daemon.
PATIENCE = 120.0

# The limits of a document are real time and memory, which sanitizers and slow
# machines multiply; what a scenario says of them goes before this.
WORKERS = "workers: {cpu: 2m, wall: 2m, memory: 2GiB}\n"


class Failure(Exception):
    pass


class Skip(Exception):
    pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, address):
        pass  # a peer that was killed is what many scenarios are about


def until(condition, what):
    """Waits until condition() is true and gives its value."""
    end = time.monotonic() + PATIENCE
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise Failure("not seen within %d s: %s; last: %r" % (PATIENCE, what, value))
        time.sleep(0.01)


def check(condition, what):
    if not condition:
        raise Failure(what)


class Outlet:
    """A web server whose answers the scenario sets: path -> (status, headers, body)."""

    def __init__(self):
        self.pages, self.requests, self.lock = {}, [], threading.Lock()
        outlet = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                with outlet.lock:
                    outlet.requests.append((self.path, dict(self.headers)))
                    page = outlet.pages.get(self.path)
                if callable(page):
                    return page(self)
                status, headers, body = page or (404, {}, b"not here")
                etag = headers.get("ETag")
                if etag and self.headers.get("If-None-Match") == etag:
                    status, body = 304, b""
                self.send_response(status)
                for key, value in headers.items():
                    self.send_header(key, value)
                if status != 304:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if status != 304:
                    self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = "http://127.0.0.1:%d" % self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def put(self, path, body, status=200, **headers):
        if isinstance(body, str):
            body = body.encode()
        with self.lock:
            self.pages[path] = (status, {k.replace("_", "-"): v for k, v in headers.items()}, body)

    def count(self, path):
        with self.lock:
            return sum(1 for p, _ in self.requests if p == path)

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Receiver:
    """A webhook receiver; `answer` decides status and headers for a post."""

    def __init__(self, secret=None):
        self.posts, self.secret, self.lock = [], secret, threading.Lock()
        self.answer = lambda post: (204, {})
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                post = {"headers": {k.lower(): v for k, v in self.headers.items()}, "body": body, "path": self.path,
                        "at": time.time()}
                status, headers = receiver.answer(post)
                post["status"] = status
                with receiver.lock:
                    receiver.posts.append(post)
                self.send_response(status)
                for key, value in headers.items():
                    self.send_header(key, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = "http://127.0.0.1:%d/hook" % self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def accepted(self):
        with self.lock:
            return [p for p in self.posts if p["status"] < 300]

    def verify(self, post):
        """The signature as Standard Webhooks describes it."""
        key = base64.b64decode(self.secret.split("_", 1)[1])
        h = post["headers"]
        signed = ("%s.%s." % (h["webhook-id"], h["webhook-timestamp"])).encode() + post["body"]
        want = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        return want in h["webhook-signature"].split(" ")

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Mail:
    """A mail server (aiosmtpd) that keeps what it accepted."""

    def __init__(self, refuse=()):
        try:
            from aiosmtpd.controller import Controller
        except ImportError:
            raise Skip("python3-aiosmtpd is not installed")
        self.messages, self.refuse = [], dict(refuse)
        mail = self

        class Handler:
            async def handle_RCPT(self, server, session, envelope, address, options):
                if address in mail.refuse:
                    return mail.refuse[address]
                envelope.rcpt_tos.append(address)
                return "250 OK"

            async def handle_DATA(self, server, session, envelope):
                mail.messages.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
                return "250 accepted"

        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        self.controller = Controller(Handler(), hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def close(self):
        self.controller.stop()


def row(daemon, name=None):
    """What `newswatch sources` says of a source, of the first without a name."""
    rows = {s["name"]: s for s in daemon.ask("sources")}
    return rows[name or next(iter(rows))]


def alerts(daemon):
    """What the notifier `file` wrote to alerts.jsonl so far."""
    path = daemon.dir + "/alerts.jsonl"
    if not os.path.exists(path):
        return []
    with open(path) as f:
        return [json.loads(line) for line in f if line.endswith("\n")]


def alerted(daemon):
    """The items of all alerts."""
    return [item["item"] for alert in alerts(daemon) for item in alert["items"]]


def rss(title, items):
    """items: (guid, title, text[, link])"""
    from xml.sax.saxutils import escape
    rows = "".join(
        "<item><guid isPermaLink='false'>%s</guid><title>%s</title><link>%s</link><description>%s</description></item>"
        % (escape(i[0]), escape(i[1]), escape(i[3] if len(i) > 3 else "https://outlet.example/" + i[0]), escape(i[2]))
        for i in items)
    return "<?xml version='1.0'?><rss version='2.0'><channel><title>%s</title><link>https://outlet.example/</link>" \
           "<description>d</description>%s</channel></rss>" % (escape(title), rows)


STRIKE = ("strike-%d", "Drone strike hits oil depot near the harbour, attack %d",
          "A drone strike hit an oil depot near the harbour overnight. Missiles and drones were shot down, officials said; "
          "two workers were killed in the attack, number %d of the week.")


def strike(n):
    return tuple(part % n for part in STRIKE)


def quiet(n):
    return ("quiet-%d" % n, "Gardeners meet for lecture %d on roses" % n, "The society of gardeners met for lecture number %d." % n)


class Daemon:
    def __init__(self, config, test_clock=True, wrapper=(), env=None):
        self.dir = tempfile.mkdtemp(prefix="nw-flow-")
        self.config = os.path.join(self.dir, "newswatch.yaml")
        self.control = os.path.join(self.dir, "control")
        self.state = os.path.join(self.dir, "state")
        self.log = os.path.join(self.dir, "log")
        self.out = os.path.join(self.dir, "out")
        self.test_clock, self.wrapper, self.env = test_clock, list(wrapper), env
        self.process = None
        os.mkdir(os.path.join(self.dir, "conf.d"))
        self.write(config)

    def write(self, config):
        """Scenarios publish items alike: each is a story unless the configuration says otherwise."""
        config = config.replace("@DIR@", self.dir)
        if not re.search(r"^stories:", config, re.M):
            config += "\nstories: {gather: no}\n"
        with open(self.config, "w") as f:
            f.write(config)
        with open(os.path.join(self.dir, "conf.d", "00-patience.yaml"), "w") as f:
            f.write("" if "workers:" in config else WORKERS)

    def command(self):
        return self.wrapper + program("newswatchd") + installed_options() + [
            "--config", self.config, "--state-dir", self.state, "--control", self.control] + (
                ["--test-clock"] if self.test_clock else [])

    def start(self, ready=True):
        log, out = open(self.log, "ab"), open(self.out, "ab")
        env = dict(os.environ, **(self.env or {}))
        self.process = subprocess.Popen(self.command(), stdin=subprocess.DEVNULL, stdout=out, stderr=log, env=env,
                                        start_new_session=True)
        log.close()
        out.close()
        if ready:
            until(self.answers, "a daemon that answers" + self.tail_of_log())
        return self

    def answers(self):
        if self.process.poll() is not None:
            raise Failure("the daemon ended with %d:\n%s" % (self.process.returncode, self.log_text()[-3000:]))
        return self.ask("status", fail=False) is not None

    def ask(self, *words, fail=True):
        """The lines that `newswatch WORDS` prints, parsed."""
        done = subprocess.run(program("newswatch") + [words[0], "--control", self.control, "--json"] + list(words[1:]),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, timeout=PATIENCE)
        if done.returncode:
            if fail:
                raise Failure("newswatch %s: %d: %s %s" % (" ".join(words), done.returncode, done.stderr.decode(),
                                                           done.stdout.decode()[-2000:]))
            return None
        return [json.loads(line) for line in done.stdout.decode().splitlines()]

    def advance(self, duration):
        self.ask("advance", duration)

    def quiet(self):
        """Nothing under way on the network: its time is real, not the clock's."""
        now = self.status()
        return now["polls"]["under_way"] == 0 and now["deliveries"]["under_way"] == 0

    def pass_time(self, minutes, step=4):
        """Advances in steps shorter than a lease, each to its end."""
        for _ in range(0, minutes, step):
            self.advance("%dm" % step)
            until(self.quiet, "an end of what is under way")

    def begin_a_day(self):
        """
        Starts, and leaves an hour and a day (UTC) just begun: what is counted by
        hours and days is one hour's and one day's then. Ledger time goes on from
        there after a restart, the clock of polls begins anew. No source is polled on
        the way.
        """
        with open(self.config) as f:
            config = f.read()
        with open(self.config, "w") as f:
            f.write("instance: flow\ncontact: test@example.org\n")
        self.start()
        hour, minute = self.status()["now"][11:16].split(":")
        self.advance("%dm" % (24 * 60 - 60 * int(hour) - int(minute) + 5))
        with open(self.config, "w") as f:
            f.write(config)
        self.ask("reload")
        return self

    def status(self):
        return self.ask("status")[0]

    def outbox(self, state=None):
        return self.ask(*(["outbox"] + ([state] if state else []) + ["--limit", "100000"]))

    def log_text(self):
        if not os.path.exists(self.log):
            return ""
        with open(self.log, "rb") as f:
            return f.read().decode("utf-8", "replace")

    def tail_of_log(self):
        return "\n" + self.log_text()[-1500:]

    def saw(self, text):
        return text in self.log_text()

    def poll(self, source):
        """Polls now; the poll is begun then."""
        until(lambda: self.ask("poll", source, fail=False) is not None, "a poll that begins")

    def kill(self):
        """As the machine would: the daemon and its workers, at once."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()

    def stop(self, code=0):
        self.process.send_signal(signal.SIGTERM)
        try:
            got = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Failure("the daemon did not stop within %d s" % PATIENCE + self.tail_of_log())
        if code is not None:
            check(got == code, "the daemon ended with %d, not %d:%s" % (got, code, self.tail_of_log()))
        return got

    def close(self):
        if self.process and self.process.poll() is None:
            self.kill()
        if not os.environ.get("NW_KEEP"):
            shutil.rmtree(self.dir, ignore_errors=True)


class World:
    """What a scenario made, closed whatever happens."""

    def __init__(self):
        self.made = []

    def add(self, thing):
        self.made.append(thing)
        return thing

    def outlet(self):
        return self.add(Outlet())

    def receiver(self, secret=None):
        return self.add(Receiver(secret))

    def mail(self, **kw):
        return self.add(Mail(**kw))

    def daemon(self, config, **kw):
        return self.add(Daemon(config, **kw))

    def close(self):
        for thing in reversed(self.made):
            thing.close()


def attempt(scenario):
    """Runs one scenario; (why it failed or None, why it was skipped or "")."""
    world, why, skip = World(), None, ""
    try:
        scenario(world)
    except Skip as e:
        skip = " # SKIP " + str(e)
    except Failure as e:
        why = str(e)
    except Exception:
        why = traceback.format_exc()
    if why:
        # the reason comes last: of a long report the end is looked at
        why = "".join(end_of(thing) for thing in world.made if isinstance(thing, Daemon)) + "-- why: " + why
    world.close()
    return why, skip


def end_of(daemon):
    """The last lines of a daemon's log, and how it ended."""
    code = daemon.process.poll() if daemon.process else None
    lines = daemon.log_text()[-4000:].splitlines()
    return "-- log\n%s\n-- exit status %s\n" % ("\n".join(line[:500] for line in lines), code)


def run(scenarios, tries=2):
    """
    Runs functions scenario(world) and prints TAP. Real servers on a busy machine
    are sometimes slow: what failed is tried once more and the first failure is
    printed, except where a kill or a loss is the matter: one seen once is one.
    """
    only = sys.argv[1:]
    scenarios = [s for s in scenarios if not only or s.__name__ in only]
    print("1..%d" % len(scenarios), flush=True)
    failed = 0
    for i, scenario in enumerate(scenarios, 1):
        once = any(word in scenario.__name__ for word in ("kill", "lose", "loss"))
        for left in range(0 if once else tries - 1, -1, -1):
            why, skip = attempt(scenario)
            if why:
                print("\n".join("# " + line for line in why.splitlines()), flush=True)
            if not why or not left:
                break
            print("# tried once more", flush=True)
        name = scenario.__name__.replace("_", " ")
        print("%s %d - %s" % ("not ok" if why else "ok", i, name + skip), flush=True)
        failed += why is not None
    sys.exit(1 if failed else 0)
