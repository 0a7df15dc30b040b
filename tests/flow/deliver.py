# SPDX-License-Identifier: Apache-2.0
"""From an outlet's feed to delivered alerts, and everything that can go wrong on the way out."""
import email, json
from nwflow import *

SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()

CONFIG = """
instance: flow
contact: test@example.org
operator: ops
outlets:
  - {name: Test Outlet, domains: [outlet.example], country: GB, language: en, affiliation: independent}
sources:
  - {name: one, type: feed, url: '%s/feed', every: 5m, allow_private: true, outlet: Test Outlet}
notifiers:
  - {name: hook, type: webhook, url: '%s', secret: !file '@DIR@/secret', allow_private: true}
  - {name: ops, type: file, path: '@DIR@/ops.jsonl'}
watches:
  - {name: strikes, topics: [strikes], severity: high, notify: [hook]}
"""


class Mounted:
    """The state folder on a disk of its own, until the daemon is gone."""

    def __init__(self, daemon):
        self.daemon = daemon

    def close(self):
        if self.daemon.process and self.daemon.process.poll() is None:
            self.daemon.kill()
        subprocess.run(["umount", self.daemon.state], check=True)


def setup(world, **kw):
    outlet, hook = world.outlet(), world.receiver(SECRET)
    outlet.put("/feed", rss("Test", [quiet(1), quiet(2), strike(0)]))
    daemon = world.daemon(CONFIG % (outlet.url, hook.url), **kw)
    with open(daemon.dir + "/secret", "w") as f:
        f.write(SECRET + "\n")
    return outlet, hook, daemon


def baseline(outlet, daemon, path="/feed"):
    """Waits until the first poll is in the store."""
    until(lambda: any(s.get("items", 0) >= 3 for s in daemon.ask("sources")), "the baseline")


def publish(outlet, daemon, items):
    outlet.put("/feed", rss("Test", items))
    daemon.pass_time(8)


def what_stood_in_the_feed_before_is_known_and_raises_nothing(world):
    outlet, hook, daemon = setup(world)
    daemon.start()
    daemon.advance("1m")
    baseline(outlet, daemon)
    check(not daemon.ask("alerts"), "the baseline raised an alert")
    check(not hook.posts, "the baseline was posted")
    daemon.stop()


def a_new_item_is_posted_once_signed_and_with_its_evidence(world):
    outlet, hook, daemon = setup(world)
    daemon.start()
    daemon.advance("1m")
    baseline(outlet, daemon)
    publish(outlet, daemon, [strike(1), quiet(3), quiet(1), quiet(2), strike(0)])
    until(hook.accepted, "a post" + daemon.tail_of_log())
    post = hook.accepted()[0]
    check(hook.verify(post), "the signature does not verify")
    event = json.loads(post["body"])
    check(event["type"] == "newswatch.alert", "type")
    alert = event["data"]
    check(alert["watch"] == "strikes" and alert["severity"] == "high", "watch or severity")
    item = alert["items"][0]
    check(item["outlet"] == "Test Outlet" and item["country"] == "GB", "outlet %r" % item["outlet"])
    check(item["item"]["id"] == "strike-1", "item")
    check(any(t["name"] == "strikes" and t["score"] >= 0.5 for t in item["topics"]), "topics")
    until(lambda: daemon.outbox("sent"), "a sent row")
    daemon.advance("1h")
    check(len(hook.posts) == 1, "posted %d times" % len(hook.posts))
    daemon.stop()


def a_user_and_password_go_along_with_the_signature(world):
    outlet, hook, daemon = setup(world)
    config = CONFIG % (outlet.url, hook.url)
    daemon.write(config.replace("/secret',", "/secret', user: desk, password: !file '@DIR@/password',"))
    with open(daemon.dir + "/password", "w") as f:
        f.write("open sesame\n")
    daemon.start()
    daemon.ask("test-alert", "hook")
    until(hook.accepted, "a post" + daemon.tail_of_log())
    post = hook.accepted()[0]
    check(hook.verify(post), "the signature does not verify")
    want = "Basic " + base64.b64encode(b"desk:open sesame").decode()
    check(post["headers"].get("authorization") == want, "authorization: %r" % post["headers"].get("authorization"))
    daemon.stop()
    for name in os.listdir(daemon.state):
        with open(os.path.join(daemon.state, name), "rb") as f:
            kept = f.read()
        check(b"sesame" not in kept and SECRET.encode() not in kept, "a secret stands in " + name)
    check("sesame" not in daemon.log_text(), "a secret stands in the log")


def an_edited_item_and_a_moved_one_raise_nothing_new(world):
    outlet, hook, daemon = setup(world)
    daemon.start()
    daemon.advance("1m")
    baseline(outlet, daemon)
    publish(outlet, daemon, [strike(1), quiet(1), quiet(2), strike(0)])
    until(hook.accepted, "a post")
    first = strike(1)
    publish(outlet, daemon, [quiet(1), (first[0], first[1] + " (updated)", first[2] + " More follows."), quiet(2), strike(0)])
    until(lambda: outlet.count("/feed") >= 3, "a further poll")
    daemon.advance("10m")
    check(len(daemon.ask("alerts")) == 1, "alerts: %r" % daemon.ask("alerts"))
    daemon.stop()


def an_unchanged_feed_is_asked_with_its_etag_and_not_read_again(world):
    outlet, hook, daemon = setup(world)
    outlet.put("/feed", rss("Test", [quiet(1), quiet(2), strike(0)]), ETag='"v1"')
    daemon.start()
    daemon.advance("1m")
    baseline(outlet, daemon)
    daemon.advance("6m")
    until(lambda: outlet.count("/feed") >= 2, "a second poll")
    check(outlet.requests[-1][1].get("If-None-Match") == '"v1"', "no validator was sent")
    check("newswatch/" in outlet.requests[-1][1]["User-Agent"] and "test@example.org" in outlet.requests[-1][1]["User-Agent"],
          "User-Agent: " + outlet.requests[-1][1]["User-Agent"])
    until(lambda: daemon.status()["polls"]["unchanged"] >= 1, "an unchanged poll")
    daemon.stop()


def a_kill_between_commit_and_delivery_loses_nothing(world):
    outlet, hook, daemon = setup(world)
    hook.answer = lambda post: (503, {})
    daemon.start()
    daemon.advance("1m")
    baseline(outlet, daemon)
    publish(outlet, daemon, [strike(1), quiet(1), quiet(2), strike(0)])
    until(lambda: hook.posts, "a refused post")
    daemon.kill()
    hook.answer = lambda post: (204, {})
    daemon.start()
    # in steps: a leap over the lease would end it while the attempt is on its way
    daemon.pass_time(10)
    until(hook.accepted, "a post after the crash")
    until(lambda: daemon.outbox("sent"), "a sent row")
    ids = {p["headers"]["webhook-id"] for p in hook.posts}
    check(len(ids) == 1, "one alert had several ids: %r" % ids)
    check(len(hook.accepted()) == 1, "accepted %d times" % len(hook.accepted()))
    daemon.stop()


def an_attempt_under_way_at_the_end_gets_its_answer(world):
    outlet, hook, daemon = setup(world)
    came, go_on = threading.Event(), threading.Event()

    def answer(post):
        came.set()
        go_on.wait(PATIENCE)
        return 204, {}

    hook.answer = answer
    daemon.start()
    daemon.advance("1m")
    baseline(outlet, daemon)
    outlet.put("/feed", rss("Test", [strike(1), quiet(1), quiet(2), strike(0)]))
    daemon.ask("poll", "one")
    until(came.is_set, "a post that waits for its answer")
    daemon.process.send_signal(signal.SIGTERM)
    until(lambda: "daemon.stopping" in daemon.log_text(), "the end begun")
    go_on.set()
    check(daemon.process.wait(PATIENCE) == 0, "how it ended")
    daemon.start()
    daemon.pass_time(24)
    check(len(hook.posts) == 1, "posted %d times" % len(hook.posts))
    check(daemon.outbox()[0]["state"] == "sent", "it is %r" % daemon.outbox()[0])
    # a receiver that never answers holds nobody up for long, and nobody twice
    go_on.clear()
    came.clear()
    outlet.put("/feed", rss("Test", [strike(2), strike(1), quiet(1), quiet(2), strike(0)]))
    daemon.ask("poll", "one")
    until(came.is_set, "another post")
    for _ in range(2):
        daemon.process.send_signal(signal.SIGTERM)
        until(lambda: daemon.process.poll() is not None or "daemon.stopping" in daemon.log_text(), "the end begun")
    check(daemon.process.wait(PATIENCE) == 0, "how it ended")
    go_on.set()


def a_dead_receiver_is_retried_with_growing_waits_until_it_is_back(world):
    outlet, hook, daemon = setup(world)
    hook.answer = lambda post: (503, {})
    daemon.start()
    daemon.advance("1m")
    baseline(outlet, daemon)
    publish(outlet, daemon, [strike(1), quiet(1), quiet(2), strike(0)])
    until(lambda: hook.posts, "a first attempt")
    daemon.pass_time(6 * 60)
    tries = len(hook.posts)
    check(4 <= tries <= 14, "%d attempts in six hours" % tries)
    check("the server answered 503" in daemon.outbox("retry")[0]["error"], "a reason that says nothing")
    hook.answer = lambda post: (200, {})
    daemon.advance("2h")
    until(hook.accepted, "a delivery in the end")
    until(lambda: daemon.outbox("sent"), "a sent row")
    daemon.stop()


def a_receiver_that_says_unauthorised_is_held_and_the_operator_told(world):
    outlet, hook, daemon = setup(world)
    hook.answer = lambda post: (401, {})
    daemon.start()
    daemon.advance("1m")
    baseline(outlet, daemon)
    publish(outlet, daemon, [strike(1), quiet(1), quiet(2), strike(0)])
    until(lambda: daemon.outbox("held"), "a held row")
    until(lambda: os.path.exists(daemon.dir + "/ops.jsonl"), "a line to the operator")
    with open(daemon.dir + "/ops.jsonl") as f:
        notice = json.loads(f.readline())
    check(notice["kind"] == "operator", "kind %r" % notice["kind"])
    hook.answer = lambda post: (204, {})
    daemon.advance("2h")
    until(hook.accepted, "the hourly probe")
    daemon.stop()


def a_receiver_that_refuses_the_shape_gets_a_smaller_one_and_then_it_is_dead(world):
    outlet, hook, daemon = setup(world)
    hook.answer = lambda post: (413, {})
    daemon.start()
    daemon.advance("1m")
    baseline(outlet, daemon)
    publish(outlet, daemon, [strike(1), quiet(1), quiet(2), strike(0)])
    until(lambda: daemon.outbox("dead") or daemon.pass_time(20), "a dead row")
    check(len(hook.posts) == 2, "%d posts" % len(hook.posts))
    row = daemon.outbox("dead")[0]
    hook.answer = lambda post: (204, {})
    daemon.ask("outbox", "replay", row["id"])
    daemon.advance("1m")
    until(hook.accepted, "the replayed delivery")
    check(hook.accepted()[0]["headers"]["webhook-id"] == row["id"], "another id")
    daemon.stop()


def a_suspect_flood_is_held_and_can_be_released(world):
    outlet, hook, daemon = setup(world)
    daemon.start()
    daemon.advance("1m")
    baseline(outlet, daemon)
    publish(outlet, daemon, [strike(n) for n in range(1, 150)])
    until(lambda: daemon.ask("notices"), "a notice")
    check(not daemon.ask("alerts") or all(a.get("kind") == "operator" for a in daemon.ask("alerts")), "a flood raised alerts")
    daemon.ask("release", "one")
    daemon.advance("1m")
    until(lambda: hook.accepted(), "released alerts")
    daemon.stop()


def a_full_disk_pauses_fetching_while_delivery_goes_on(world):
    outlet, hook, daemon = setup(world)
    os.mkdir(daemon.state, 0o700)
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m,mode=700", "tmpfs", daemon.state]
    if subprocess.run(mount, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
        raise Skip("a small disk cannot be mounted")
    world.add(Mounted(daemon))
    hook.answer = lambda post: (503, {})
    daemon.start()
    daemon.advance("1m")
    baseline(outlet, daemon)
    publish(outlet, daemon, [strike(1), quiet(1), quiet(2), strike(0)])
    until(lambda: hook.posts, "a refused post")
    with open(daemon.state + "/filler", "wb", 0) as filler:
        try:
            while True:
                filler.write(b"x" * 65536)
        except OSError:
            pass
    hook.answer = lambda post: (204, {})
    polls = outlet.count("/feed")
    outlet.put("/feed", rss("Test", [strike(2), strike(1), quiet(1), quiet(2), strike(0)]))
    until(lambda: hook.accepted() or daemon.pass_time(4), "a delivery on a full disk")
    daemon.pass_time(20)
    check(outlet.count("/feed") - polls <= 1, "fetching went on")
    check(daemon.ask("sources")[0]["status"] == "paused", "%r" % daemon.ask("sources"))
    check("is paused" in str(daemon.ask("poll", "one")), "a poll that waits is told of")
    os.unlink(daemon.state + "/filler")
    until(lambda: len(hook.accepted()) == 2 or daemon.pass_time(4), "the second alert when there is room again")
    until(lambda: not [r for r in daemon.outbox() if r["state"] != "sent"] or daemon.pass_time(4), "all sent")
    check(len(hook.accepted()) == 2, "accepted %d times" % len(hook.accepted()))
    check("state folder" in str(daemon.ask("notices")), "the operator is told: %r" % daemon.ask("notices"))
    daemon.stop()


MAIL = """
instance: flow
contact: test@example.org
sources:
  - {name: one, type: feed, url: '%s/feed', every: 5m, allow_private: true}
notifiers:
  - {name: desk, type: email, relay: 'smtp://127.0.0.1:%d', tls: none, allow_private: true,
     from: 'News Desk <desk@example.org>', to: [a@example.net, b@example.net]}
watches:
  - {name: strikes, topics: [strikes], severity: urgent, notify: [desk]}
"""


def mail_reaches_each_recipient_in_a_message_of_its_own(world):
    outlet, mail = world.outlet(), world.mail()
    outlet.put("/feed", rss("Test", [quiet(1), quiet(2), strike(0)]))
    daemon = world.daemon(MAIL % (outlet.url, mail.port)).start()
    daemon.advance("1m")
    baseline(outlet, daemon)
    publish(outlet, daemon, [strike(1), quiet(1), quiet(2), strike(0)])
    until(lambda: len(mail.messages) == 2, "two messages" + daemon.tail_of_log())
    check({m[1][0] for m in mail.messages} == {"a@example.net", "b@example.net"}, "recipients")
    message = email.message_from_bytes(mail.messages[0][2])
    check("Drone strike" in str(email.header.make_header(email.header.decode_header(message["Subject"]))), "subject")
    check(message["Message-ID"] and message["List-Id"], "headers")
    check({p.get_content_type() for p in message.walk()} >= {"text/plain", "text/html"}, "parts")
    until(lambda: len(daemon.outbox("sent")) == 2, "sent rows")
    daemon.stop()


def one_refused_recipient_is_dead_alone(world):
    outlet, mail = world.outlet(), world.mail(refuse={"b@example.net": "550 no such user"})
    outlet.put("/feed", rss("Test", [quiet(1), quiet(2), strike(0)]))
    daemon = world.daemon(MAIL % (outlet.url, mail.port)).start()
    daemon.advance("1m")
    baseline(outlet, daemon)
    publish(outlet, daemon, [strike(1), quiet(1), quiet(2), strike(0)])
    until(lambda: len(daemon.outbox("sent")) == 1 and len(daemon.outbox("dead")) == 1, "one sent, one dead" + daemon.tail_of_log())
    check(mail.messages[0][1] == ["a@example.net"], "the wrong one")
    daemon.stop()


if __name__ == "__main__":
    run([v for k, v in list(globals().items()) if callable(v) and getattr(v, "__module__", "") == "__main__"
         and not isinstance(v, type) and k not in ("setup", "baseline", "publish")])
