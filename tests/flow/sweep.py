# SPDX-License-Identifier: Apache-2.0
"""Kills the daemon at system calls of a whole poll and its deliveries, and then
lets it go on: no alert is lost, none changes its id or its bytes, and a repeat
comes only where the kill fell between the receiver's acceptance and our commit.

A first run under strace says which calls there are; the kills are spread over
them. strace counts per call and thread, so a point is a call's name and the
number of it in its thread. What a kill interrupted is read from the store as it
was left. NW_SWEEP_POINTS says how many points are tried (24); NW_SWEEP_AT names
them instead ("pwrite64:130,close:7"). A second sweep, of a quarter as many, has
the strikes in articles that items wait for, a third one has a story: its first
report, a copy, and a report of another's own, which is an update."""
import collections, glob, re, sqlite3
from nwflow import *
import deliver, stories

CALLS = "pwrite64,fdatasync,fsync,ftruncate,openat,unlink,rename,connect,sendto,sendmsg,writev,write,recvfrom,recvmsg,read,close"
POINTS = int(os.environ.get("NW_SWEEP_POINTS", "24"))
AT = [(call, int(n)) for call, n in (at.split(":") for at in os.environ.get("NW_SWEEP_AT", "").split(",") if at)]
ALERTS = 2
STATES = ["pending", "leased", "retry", "held", "sent", "dead", "suppressed"]
LINE = re.compile(r"^(\d+) +(\d+\.\d+) (?:(\w+)\(|(\+\+\+ killed by SIGKILL))")


def feed(outlet, kind):
    """Two strikes: in the feed, or in the articles that it links to alone; or the reports of one."""
    news = [strike(1), strike(2)]
    if kind == "story":
        news = [("news-%d" % n,) + text for n, text in enumerate((stories.WIRE, stories.copied("Charlie"), stories.OWN[0]))]
    if kind == "articles":
        news = []
        for n in (1, 2):
            _, title, text = strike(n)
            news.append(("news-%d" % n, "What we know at hour %d" % n, "A report from the valley.", "%s/news/%d" % (outlet.url, n)))
            outlet.put("/news/%d" % n, "<html lang='en'><body><article><h1>%s</h1>%s</article></body></html>" % (title, "<p>%s</p>" % text * 5),
                       Content_Type="text/html")
    outlet.put("/feed", rss("Test", news + [quiet(1), quiet(2), strike(0)]))


def prepare(world, kind):
    """A state folder behind its baseline, to begin each point from."""
    outlet, hook, daemon = deliver.setup(world)
    with open(daemon.config) as f:
        config = f.read()
    if kind == "articles":
        daemon.write(config.replace("outlet: Test Outlet}", "outlet: Test Outlet, full_text: auto}"))
    if kind == "story":
        daemon.write(config.replace("gather: no", "gather: yes").replace("topics: [strikes]", "topics: [strikes], update_every: 0s, update_if: [report]"))
    daemon.start()
    daemon.advance("1m")
    deliver.baseline(outlet, daemon)
    daemon.stop()
    shutil.copytree(daemon.state, daemon.dir + "/before")
    feed(outlet, kind)
    return outlet, hook, daemon


def begin_again(hook, daemon):
    shutil.rmtree(daemon.state)
    shutil.copytree(daemon.dir + "/before", daemon.state)
    hook.posts.clear()


def work(daemon, inject=()):
    """Starts under strace, polls, and ends with both alerts sent or with the daemon; gives when it polled."""
    daemon.wrapper = ["strace", "-f", "-qq", "-ttt", "-s", "0", "-o", daemon.dir + "/strace", "-e", "trace=execve," + CALLS] + list(inject)
    daemon.start(ready=False)
    daemon.wrapper = []
    polled, end = 0.0, time.monotonic() + PATIENCE
    while daemon.process.poll() is None and time.monotonic() < end:
        if not polled:
            now = time.time()
            polled = now if daemon.ask("poll", "one", fail=False) is not None else 0.0
        elif len(daemon.ask("outbox", "sent", fail=False) or []) >= ALERTS:
            break
    return polled


def trace(daemon):
    """Lines of the trace: (thread, time, call or None for a kill)."""
    with open(daemon.dir + "/strace") as f:
        found = [LINE.match(line) for line in f]
    return [(int(m[1]), float(m[2]), m[3]) for m in found if m]


def points(hook, daemon):
    """The calls of the daemon's own threads from the poll to the last verdict, each once."""
    begin_again(hook, daemon)
    polled = work(daemon)
    until(lambda: len(daemon.outbox("sent")) >= ALERTS, "an untroubled run")
    daemon.kill()
    rows = trace(daemon)
    first = rows[0][0]
    others = {thread for thread, _, call in rows if call == "execve"} - {first}
    counts, found = collections.Counter(), {}
    for thread, at, call in rows:
        if call and thread not in others:
            counts[thread, call] += 1
            if at >= polled:
                found.setdefault((call, counts[thread, call]), at)
    return [point for point, _ in sorted(found.items(), key=lambda row: row[1])]


def stored(daemon):
    """id -> (state, rendered) of the alerts to the hook, as a kill left them."""
    copy = daemon.dir + "/left"
    shutil.rmtree(copy, ignore_errors=True)
    os.mkdir(copy)
    for name in glob.glob(daemon.state + "/ledger.db*"):
        shutil.copy(name, copy)
    with sqlite3.connect(copy + "/ledger.db") as db:
        return {row[0]: (STATES[row[1]], row[2]) for row in
                db.execute("SELECT id, state, payload IS NOT NULL FROM outbox WHERE notifier = 'hook'")}


def phase(row, accepted):
    """What the kill interrupted, for one alert."""
    if row is None:
        return "1 before the items were committed"
    state, rendered = row
    if state == "sent":
        return "6 after the verdict was committed"
    if accepted:
        return "5 accepted, not committed"
    return {"pending": "2 committed, not claimed"}.get(state, "4 rendered, not accepted" if rendered else "3 claimed")


def judge(hook, left, killed_at, again_at, phases, repeats):
    """What is wrong with what the receiver got. What the dead daemon had written may reach it after the kill."""
    bad, posts = [], hook.accepted()
    ids = sorted({p["headers"]["webhook-id"] for p in posts} | set(left))
    for one in ids:
        mine = [p for p in posts if p["headers"]["webhook-id"] == one]
        before = [p for p in mine if p["at"] < again_at]
        after = mine[len(before):]
        where = phase(left.get(one), before)
        phases[where] += 1
        if not mine:
            bad.append("lost: " + one)
        if len({p["body"] for p in mine}) > 1:
            bad.append("one id with different bytes")
        if len(before) > 1 or len(after) > 1 or (after and where.startswith("6")):
            bad.append("%s: accepted %d times before the kill and %d times after" % (where, len(before), len(after)))
        if before and after:
            repeats.append("accepted %+.1f ms from the kill, stored as %s, came again" % (
                (before[-1]["at"] - killed_at) * 1000, left[one][0]))
    phases["1 before the items were committed"] += ALERTS - len(ids) if len(ids) < ALERTS else 0
    if len(ids) != ALERTS:
        bad.append("%d ids" % len(ids))
    return bad


def kill_at(hook, daemon, point, phases, repeats):
    begin_again(hook, daemon)
    work(daemon, ["-e", "inject=%s:signal=KILL:when=%d" % point])
    killed = daemon.process.poll() is not None
    daemon.kill()
    killed_at = max([at for _, at, call in trace(daemon) if not call], default=time.time()) if killed else time.time()
    left, again_at = stored(daemon), time.time()
    daemon.start()
    bad = []
    try:
        until(lambda: daemon.ask("poll", "one", fail=False) is not None, "a poll")
        until(lambda: len(daemon.outbox()) >= ALERTS, "the alerts")
        daemon.pass_time(12)
        until(lambda: len(daemon.outbox("sent")) >= ALERTS, "sent rows")
        daemon.pass_time(12)
    except Failure as e:
        bad.append("%s; source: %s" % (e, daemon.ask("sources")))
    daemon.stop()
    bad += judge(hook, left, killed_at, again_at, phases, repeats)
    return killed, ["%s %d: %s" % (point + (b,)) for b in bad]


def sweep(world, kind, most):
    outlet, hook, daemon = prepare(world, kind)
    every = points(hook, daemon)
    count = min(most, len(every))
    chosen = AT or [every[i * len(every) // count] for i in range(count)]
    killed, phases, repeats, bad = 0, collections.Counter(), [], []
    for point in chosen:
        for _ in range(3):  # how many calls a thread makes differs from run to run
            died, wrong = kill_at(hook, daemon, point, phases, repeats)
            bad += wrong
            if died:
                break
        killed += died
    print("# %d of %d points between poll and last verdict, killed at %d" % (len(chosen), len(every), killed))
    for name, count in sorted(phases.items()):
        print("#   alerts that were %s: %d" % (name[2:], count))
    for line in repeats:
        print("#   repeat: " + line)
    check(not bad, "; ".join(bad))
    check(killed >= len(chosen) * 2 // 3, "only %d of %d points killed the daemon" % (killed, len(chosen)))


def no_point_of_a_kill_loses_an_alert_or_changes_its_id(world):
    sweep(world, "feed", POINTS)


def no_point_of_a_kill_loses_an_alert_that_waits_for_an_article(world):
    sweep(world, "articles", max(1, POINTS // 4))


def no_point_of_a_kill_loses_or_doubles_an_update(world):
    sweep(world, "story", max(1, POINTS // 4))


if __name__ == "__main__":
    run([no_point_of_a_kill_loses_an_alert_or_changes_its_id,
         no_point_of_a_kill_loses_an_alert_that_waits_for_an_article,
         no_point_of_a_kill_loses_or_doubles_an_update], tries=1)
