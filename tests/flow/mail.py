# SPDX-License-Identifier: Apache-2.0
"""Alerts by mail: through OpenSMTPD into a maildir, and through relays that refuse, stall, drop and lie."""
import email, email.policy, glob, json, pwd, subprocess
from nwflow import *
from deliver import baseline, publish

CONFIG = """
instance: flow
contact: test@example.org
sources:
  - {name: one, type: feed, url: '%s/feed', every: 5m, allow_private: true}
notifiers:
%s
watches:
  - {name: strikes, topics: [strikes], severity: high, notify: [%s]}
"""
NOTIFIER = "  - {name: %s, type: email, relay: 'smtp://%s:%s', from: 'News Desk <desk@example.org>', to: [%s], timeout: %s%s}\n"
LOGIN = ", user: desk, password: !file '@DIR@/password', ca_file: '%s'"


def setup(world, notifiers, known=3):
    """notifiers: rows (name, host, port, recipients, more)"""
    outlet = world.outlet()
    outlet.put("/feed", rss("Test", [strike(0)] + [quiet(n) for n in range(1, known)]))
    rows = "".join(NOTIFIER % (row[:4] + ("3s" if row[0] == "silent" else "60s",) + row[4:]) for row in notifiers)
    daemon = world.daemon(CONFIG % (outlet.url, rows, ", ".join(row[0] for row in notifiers)))
    with open(daemon.dir + "/password", "w") as f:
        f.write("sesame\n")
    with open(daemon.dir + "/wrong", "w") as f:
        f.write("friend\n")
    daemon.start()
    daemon.advance("1m")
    baseline(outlet, daemon)
    return outlet, daemon


class Peer:
    """One of the mail servers beside this file, in Debian's Python for its aiosmtpd."""

    def __init__(self, script, last):
        self.process = subprocess.Popen(["/usr/bin/python3", os.path.join(os.path.dirname(os.path.abspath(__file__)), script)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.ports, self.taken = {}, []
        for line in self.process.stdout:
            words = line.decode().split()
            if words[0] != "end":
                self.ports[words[0]] = words[1:]
            if words[0] == last:
                break
        else:
            raise Skip(script + " does not run here")
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.taken.append(json.loads(line))

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def each_way_a_relay_can_fail_ends_in_the_state_that_is_promised(world):
    relays, server = world.add(Peer("hostile_smtp.py", "end")), world.add(Peer("smtp_server.py", "smtp"))
    port, certificate = server.ports["smtp"]
    rows = [(case, "127.0.0.1", p[0], "a@example.net", ", tls: none") for case, p in relays.ports.items()]
    rows += [
        ("protected", "localhost", port, "a@example.net", LOGIN % certificate),
        ("notls", "127.0.0.1", relays.ports["good"][0], "a@example.net", ""),
        ("untrusted", "localhost", port, "a@example.net", ", user: desk, password: !file '@DIR@/password'"),
        ("othername", "127.0.0.1", port, "a@example.net", LOGIN % certificate),
        ("stranger", "localhost", port, "a@example.net", (LOGIN % certificate).replace("password'", "wrong'")),
        ("nobody", "127.0.0.1", 1, "a@example.net", ", tls: none"),
    ]
    promised = {
        "good": "sent", "slow": "sent", "protected": "sent", "refused": "dead", "large": "dead", "greylisted": "retry",
        "later": "retry", "dropping": "retry", "unwilling": "retry", "silent": "retry", "nobody": "retry", "sender": "held",
        "notls": "held", "untrusted": "held", "othername": "held", "stranger": "held",
    }
    outlet, daemon = setup(world, rows)
    publish(outlet, daemon, [strike(1), quiet(1), quiet(2), strike(0)])
    until(lambda: len(daemon.outbox()) == len(rows) and all(r["attempts"] for r in daemon.outbox()), "a first attempt everywhere")
    until(daemon.quiet, "an end of the attempts")
    daemon.advance("1s")
    until(lambda: {r["notifier"]: r["state"] for r in daemon.outbox() if r["notifier"] == "large"} == {"large": "dead"} or
          daemon.advance("10s"), "a second, smaller rendering")
    until(daemon.quiet, "an end of the attempts")
    states = {r["notifier"]: (r["state"], r.get("error")) for r in daemon.outbox()}
    for name, (state, error) in sorted(states.items()):
        print("#   %-10s %-5s %s" % (name, state, error or ""))
    wrong = {name: row for name, row in states.items() if row[0] != promised[name]}
    check(not wrong, "not as promised: %r" % wrong)
    check(server.taken and server.taken[0]["tls"], "mail with a login went without TLS")
    check("sesame" not in daemon.log_text(), "the password stands in the log")
    daemon.stop()


SMTPD = """
listen on lo inet4 port %(port)d hostname localhost
action "keep" maildir "%(dir)s/mail/%%{rcpt.user}" virtual { "@" = "nobody" }
match from any for domain "example.net" action "keep"
"""


class OpenSmtpd:
    """A real relay of Debian's, which must be root to deliver. Without TLS: its key process has none
    of the keys' functions left with OpenSSL 3 ("missing private key"); smtp_server.py has TLS and logins."""

    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="nw-smtpd-")
        self.process = None
        if os.geteuid() or not shutil.which("smtpd"):
            raise Skip("needs OpenSMTPD, and root for its deliveries")
        os.chmod(self.dir, 0o755)
        os.mkdir(self.dir + "/mail", 0o700)
        os.chown(self.dir + "/mail", pwd.getpwnam("nobody").pw_uid, -1)
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        with open(self.dir + "/smtpd.conf", "w") as f:
            f.write(SMTPD % {"dir": self.dir, "port": self.port})
        self.log = open(self.dir + "/log", "wb")
        self.process = subprocess.Popen(["smtpd", "-d", "-f", self.dir + "/smtpd.conf"], stdout=self.log, stderr=self.log,
                                        stdin=subprocess.DEVNULL)
        until(self.listens, "a relay that listens")

    def listens(self):
        if self.process.poll() is not None:
            with open(self.dir + "/log") as f:
                raise Skip("OpenSMTPD does not run here: " + f.read()[-200:].replace("\n", " "))
        with socket.socket() as s:
            return s.connect_ex(("127.0.0.1", self.port)) == 0

    def messages(self, user):
        found = []
        for name in glob.glob("%s/mail/%s/new/*" % (self.dir, user)):
            with open(name, "rb") as f:
                found.append(email.message_from_binary_file(f, policy=email.policy.default))
        return found

    def close(self):
        if self.process:
            self.process.terminate()
            self.process.wait()
        if not os.environ.get("NW_KEEP"):
            shutil.rmtree(self.dir, ignore_errors=True)


def alerts_reach_a_maildir_through_opensmtpd_and_survive_a_kill(world):
    relay = OpenSmtpd()
    world.add(relay)
    outlet, daemon = setup(world, [("desk", "localhost", relay.port, "ann@example.net, bob@example.net", ", tls: none")],
                           known=30)
    old = [quiet(n) for n in range(1, 30)]
    publish(outlet, daemon, [strike(1), strike(0)] + old)
    until(lambda: len(daemon.outbox("sent")) == 2, "two sent rows" + daemon.tail_of_log())
    until(lambda: relay.messages("ann") and relay.messages("bob"), "mail in both boxes")
    message = relay.messages("ann")[0]
    check(message["From"] == "News Desk <desk@example.org>" and message["To"] == "ann@example.net", "From or To")
    check("attack 1" in message["Subject"], "subject %r" % message["Subject"])
    ids = {row["id"] for row in daemon.outbox()}
    check(message["Message-ID"].strip("<>").split("@")[0] in ids, "Message-ID %r" % message["Message-ID"])
    check(message["Message-ID"] != relay.messages("bob")[0]["Message-ID"], "two recipients share an id")
    check(message.get_body(("plain",)) and message.get_body(("html",)), "parts")
    check("oil depot" in message.get_body(("plain",)).get_content(), "text")
    publish(outlet, daemon, [strike(n) for n in range(22)] + old)
    until(lambda: len(relay.messages("ann")) + len(relay.messages("bob")) >= 8, "some of twenty alerts")
    daemon.kill()
    daemon.start()
    until(lambda: len(daemon.outbox("sent")) == 42 or daemon.pass_time(4), "the rest")
    for user in ("ann", "bob"):
        until(lambda: len({m["Message-ID"] for m in relay.messages(user)}) == 21, "21 messages to " + user)
        ids = [m["Message-ID"] for m in relay.messages(user)]
        print("#   %s: %d messages, %d ids" % (user, len(ids), len(set(ids))))
        check(len(ids) - len(set(ids)) <= 4, "more repeats than attempts that were under way")
    daemon.stop()


if __name__ == "__main__":
    run([each_way_a_relay_can_fail_ends_in_the_state_that_is_promised,
         alerts_reach_a_maildir_through_opensmtpd_and_survive_a_kill])
