# SPDX-License-Identifier: Apache-2.0
"""Kills the daemon and its workers at the n-th system call that touches the store
or the network, over a whole poll and its deliveries, and then lets it go on:
no alert is lost, and a repeat comes only under the same id and with the same
bytes. NW_SWEEP_POINTS says how many points are tried (24)."""
from nwflow import *
import deliver

CALLS = "pwrite64,fdatasync,fsync,sendto,sendmsg,writev,write,rename,unlink,connect,recvfrom,recvmsg,read,close"
POINTS = int(os.environ.get("NW_SWEEP_POINTS", "24"))
SPAN = int(os.environ.get("NW_SWEEP_SPAN", "1000"))  # points are spread over so many calls


def prepare(world):
    """A state folder behind its baseline, to begin each point from."""
    outlet, hook, daemon = deliver.setup(world)
    daemon.start()
    daemon.advance("1m")
    deliver.baseline(outlet, daemon)
    daemon.stop()
    shutil.copytree(daemon.state, daemon.dir + "/before")
    outlet.put("/feed", rss("Test", [strike(1), strike(2), quiet(1), quiet(2), strike(0)]))
    return outlet, hook, daemon


def run_until_killed(daemon, n):
    """True when the kill came; False when the daemon lived through."""
    daemon.wrapper = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + CALLS,
                      "-e", "inject=%s:signal=KILL:when=%d" % (CALLS, n)]
    daemon.start(ready=False)
    polled = False
    end = time.monotonic() + 25
    while daemon.process.poll() is None and time.monotonic() < end:
        if not polled:
            polled = daemon.ask("poll", "one", fail=False) is not None
        elif len(daemon.ask("outbox", "sent", fail=False) or []) >= 2:
            break
    killed = daemon.process.poll() is not None
    daemon.kill()
    daemon.wrapper = []
    return killed


def no_point_of_a_kill_loses_an_alert_or_changes_its_id(world):
    outlet, hook, daemon = prepare(world)
    killed, repeats, bad = 0, 0, []
    for i in range(POINTS):
        n = 1 + i * SPAN // POINTS
        shutil.rmtree(daemon.state)
        shutil.copytree(daemon.dir + "/before", daemon.state)
        hook.posts.clear()
        killed += run_until_killed(daemon, n)
        daemon.start()
        try:
            daemon.ask("poll", "one", fail=False)
            daemon.advance("10m")
            until(lambda: len({p["headers"]["webhook-id"] for p in hook.accepted()}) >= 2, "both alerts, killed at call %d" % n)
            daemon.advance("20m")
            until(lambda: len(daemon.outbox("sent")) >= 2, "sent rows, killed at call %d" % n)
        except Failure as e:
            bad.append("call %d: %s" % (n, e))
        posts = hook.accepted()
        ids = {}
        for p in posts:
            ids.setdefault(p["headers"]["webhook-id"], []).append(p["body"])
        if len(ids) != 2:
            bad.append("call %d: %d ids" % (n, len(ids)))
        for bodies in ids.values():
            repeats += len(bodies) - 1
            if len(bodies) > 2 or len(set(bodies)) != 1:
                bad.append("call %d: %d deliveries of one id, %d different" % (n, len(bodies), len(set(bodies))))
        daemon.stop()
    print("# %d points, killed at %d, repeats under the same id: %d" % (POINTS, killed, repeats))
    check(not bad, "; ".join(bad))
    check(killed >= POINTS // 3, "only %d of %d points killed the daemon" % (killed, POINTS))


if __name__ == "__main__":
    run([no_point_of_a_kill_loses_an_alert_or_changes_its_id])
