# SPDX-License-Identifier: Apache-2.0
"""A machine whose clock is wrong, and is set while the daemon runs (libfaketime)."""
import glob
from nwflow import *

LIBRARY = (glob.glob("/usr/lib/*/faketime/libfaketime.so.1") or [""])[0]

CONFIG = """
instance: flow
contact: test@example.org
operator: ops
sources:
  - {name: one, type: feed, url: '%s/feed', every: 5m, allow_private: true}
notifiers:
  - {name: hook, type: webhook, url: '%s', allow_private: true}
  - {name: ops, type: file, path: '@DIR@/ops.jsonl'}
watches:
  - {name: strikes, query: 'drone*', notify: [hook]}
"""


def set_clock(daemon, at):
    path = daemon.dir + "/clock"
    with open(path + ".new", "w") as f:
        f.write("@%s 00:00:10\n" % at)
    os.rename(path + ".new", path)


def a_clock_set_to_1970_and_to_2046_expires_and_parks_nothing(world):
    outlet, hook = world.outlet(), world.receiver()
    outlet.put("/feed", rss("Test", [quiet(1), quiet(2), quiet(3)]))
    daemon = world.daemon(CONFIG % (outlet.url, hook.url))
    daemon.env = {"LD_PRELOAD": LIBRARY, "FAKETIME_DONT_FAKE_MONOTONIC": "1", "FAKETIME_NO_CACHE": "1", "TZ": "UTC",
                  "ASAN_OPTIONS": "verify_asan_link_order=0",
                  "FAKETIME_TIMESTAMP_FILE": daemon.dir + "/clock"}

    def items():
        return daemon.ask("sources")[0].get("items", 0)

    def jump(year):
        set_clock(daemon, "%d-06-01" % year)
        until(lambda: daemon.status()["now"].startswith(str(year)), "the year %d" % year)
        daemon.pass_time(8)

    set_clock(daemon, "1970-01-01")
    daemon.start()
    daemon.advance("1m")
    until(lambda: items() == 3, "the baseline of 1970")
    hook.answer = lambda post: (503, {})
    outlet.put("/feed", rss("Test", [strike(1), quiet(1), quiet(2), quiet(3)]))
    daemon.pass_time(8)
    until(lambda: hook.posts, "a first attempt")
    jump(2046)
    outlet.put("/feed", rss("Test", [quiet(4), strike(1), quiet(1), quiet(2), quiet(3)]))
    daemon.pass_time(8)
    until(lambda: items() == 5, "a new item in 2046")
    jump(1971)
    outlet.put("/feed", rss("Test", [quiet(5), quiet(4), strike(1), quiet(1), quiet(2)]))
    daemon.pass_time(8)
    until(lambda: items() == 6, "a new item in 1971")
    check(daemon.outbox()[0]["state"] in ("retry", "leased"), "the delivery is %r" % daemon.outbox()[0])
    check(len(daemon.outbox()) == 1, "what was known came as news: %r" % daemon.outbox())
    hook.answer = lambda post: (204, {})
    daemon.pass_time(120)
    until(hook.accepted, "a delivery in the end")
    until(lambda: daemon.outbox("sent"), "a sent row")
    daemon.stop()


if __name__ == "__main__":
    if not LIBRARY:
        print("1..0 # SKIP libfaketime is not installed")
        sys.exit(0)
    run([a_clock_set_to_1970_and_to_2046_expires_and_parks_nothing])
