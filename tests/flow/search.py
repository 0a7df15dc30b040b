# SPDX-License-Identifier: Apache-2.0
"""Searches and backtests over what a daemon has stored."""
import pty
from nwflow import *

CONFIG = """
instance: flow
contact: test@example.org
fetch: {host_spacing: 0s, suspect_percent: 100}
outlets:
  - {name: The Wire, domains: [wire.example], country: gb}
sources:
  - {name: wire, type: feed, url: '%s', every: 5m, allow_private: true, outlet: The Wire}
notifiers:
  - {name: log, type: file, path: '@DIR@/alerts.jsonl'}
watches:
  - {name: strikes, query: '(strike* NEAR/3 depot) OR unicorn', notify: [log]}
  - {name: topics, topics: {strikes: 0.6}, countries: [gb], notify: [log]}
"""

WORDS = ["harbour", "depot", "roses", "gardeners", "Łódź", "minister", "Київ", "U.S.", "sanctions", "port-side", "2,500", "naïve"]


def texts(count, first=0):
    """Items whose words differ by their number."""
    rows = []
    for n in range(first, first + count):
        words = [w for i, w in enumerate(WORDS) if (n * 7 + i * 5) % 4 == 0]
        rows.append(("text-%d" % n, "Report %d on %s" % (n, " and ".join(words[:2]) or "nothing"),
                     "It was said on day %d that %s would follow. Nobody knows more." % (n, ", ".join(words))))
    return rows


def stored(world, rows, config=CONFIG):
    """A daemon that has polled a feed once without these items and once with them."""
    outlet = world.outlet()
    outlet.put("/feed", rss("Wire", [quiet(900)]))
    daemon = world.daemon(config % (outlet.url + "/feed")).start()
    daemon.outlet = outlet
    daemon.advance("1m")
    until(lambda: row(daemon)["items"] == 1, "the first poll")
    show(daemon, rows, 1 + len(rows))
    return daemon


def show(daemon, rows, items, wait="6m"):
    daemon.outlet.put("/feed", rss("Wire", rows + [quiet(900)]))
    daemon.advance(wait)
    until(lambda: row(daemon)["items"] == items, "%d items" % items)
    until(daemon.quiet, "an end of the poll")


def indexed(daemon):
    """Upkeep has taken everything into the index of words."""
    def all_in():
        daemon.advance("2s")
        return daemon.status()["store"]["not_indexed"] == 0
    until(all_in, "all items in the index")


def cli(daemon, *words):
    done = subprocess.run(program("newswatch") + [words[0], "--control", daemon.control] + list(words[1:]),
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=PATIENCE)
    return done.returncode, [json.loads(line) for line in done.stdout.decode().splitlines()], done.stderr.decode()


def found(daemon, *words):
    code, lines, error = cli(daemon, "search", "--limit", "1000", *words)
    check(code == 0 and error == "", "search %r: %d %s" % (words, code, error))
    return [line["item"]["id"] for line in lines]


def worker(daemon):
    """The process that answers searches; None without."""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/%s/cmdline" % pid, "rb") as f:
                argv = f.read().split(b"\0")
        except OSError:
            continue
        if argv[0].endswith(b"newswatch-query") and daemon.state.encode() in argv:
            return int(pid)
    return None


QUERIES = ["depot", "roses OR harbour", "łódź", "lodz AND NOT depot", "\"U.S.\"", "київ", "gard*", "minister NEAR/9 sanctions", "title:roses",
           "outlet:\"The Wire\"", "country:gb depot", "url:text", "naive NOT title:naive", "ATLEAST/2 depot", "report -nothing", "zebra", "@strikes OR roses", "name:Łódź", "SCORE>=2{1 depot 1 harbour 1 roses}"]


def the_index_only_spares_looking(world):
    daemon = stored(world, texts(40))
    before = {q: found(daemon, "--scan", q) for q in QUERIES}
    check(len(before["depot"]) > 3 and before["zebra"] == [], "the queries find nothing to compare: %r" % before)
    check(all(found(daemon, q) == before[q] for q in QUERIES), "an index that is not yet made changes an answer")
    indexed(daemon)
    for query in QUERIES:
        got = found(daemon, query)
        check(got == before[query], "%s: %r with the index, %r without" % (query, got, before[query]))
    order = [line["seen"] for line in cli(daemon, "search", "report")[1]]
    check(order == sorted(order, reverse=True) and len(order) == 20, "not the 20 newest first")
    daemon.ask("reindex")
    check(found(daemon, "depot") == before["depot"], "an index under way changes an answer")
    indexed(daemon)
    check(found(daemon, "depot") == before["depot"], "a new index changes an answer")
    daemon.stop()


def a_changed_item_is_found_by_its_new_words_alone(world):
    daemon = stored(world, texts(3))
    indexed(daemon)
    changed = ("text-1", "Report 1 withdrawn", "The zebra report was withdrawn.")
    daemon.outlet.put("/feed", rss("Wire", [texts(1)[0], changed, texts(1, 2)[0]]))
    daemon.advance("6m")
    until(lambda: found(daemon, "zebra") == ["text-1"], "the new words")
    indexed(daemon)
    check(found(daemon, "zebra") == ["text-1"], "the new words are not in the index")
    check("text-1" not in found(daemon, "nobody"), "found by what it said before")
    daemon.stop()


def a_backtest_finds_what_the_watches_hit_live(world):
    rows = [strike(n) for n in range(5)] + texts(10) + [("u", "A unicorn", "It was seen near the harbour.")]
    daemon = stored(world, rows)
    until(lambda: len(alerts(daemon)) >= 11, "the alerts of both watches")
    for watch in ("strikes", "topics"):
        live = sorted(a["items"][0]["item"]["id"] for a in alerts(daemon) if a["watch"] == watch)
        code, lines, error = cli(daemon, "backtest", "--watch", watch, "--since", "2d")
        check(code == 0, "backtest: %d %s" % (code, error))
        report = lines[-1]
        noted = report["recorded"]
        check(report["type"] == "report" and report["alerts"] == len(live) == noted == report["recorded_kept"] == report["hits"],
              "%s: %r live, %r" % (watch, live, report))
        check(report["items_per_day"] == report["hits"], "some minutes are taken for every day's: %r" % report)
    code, lines, _ = cli(daemon, "backtest", "--watch", "strikes", "--since", "2d", "depot OR zebra OR ros*")
    report = lines[-1]
    lost = [line["title"] for line in lines if line["type"] == "lost"]
    gained = [line for line in lines if line["type"] == "gained"]
    check(lost == ["A unicorn"] and report["lost"] == 1, "lost: %r" % lost)
    check(gained and len(gained) == report["gained"] == report["hits"] - report["before"] + 1, "gained: %r" % report)
    clauses = {line["offset"]: line for line in lines if line["type"] == "clause"}
    check(clauses[9]["lint"] == "never" and clauses[9]["hits"] == 0, "zebra is not said to match nothing: %r" % clauses)
    check(sum(line["items"] for line in lines if line["type"] == "day") == report["hits"], "the days do not add up")
    daemon.stop()


def what_cannot_be_asked_is_said(world):
    outlet = world.outlet()
    outlet.put("/feed", rss("Wire", []))
    daemon = world.daemon(CONFIG % (outlet.url + "/feed"))
    daemon.start()
    for words, code, text in ((["search", "depot AND (harbour"], 64, "column"), (["search", "depot", "--since", "soon"], 64, "--since"),
                              (["search", "depot", "--limit", "0"], 64, "--limit"), (["search"], 64, "QUERY"),
                              (["search", "x" * 70000], 64, "16 KiB"), (["backtest"], 64, "--watch"),
                              (["search", "x " * 9000], 64, "16384"),
                              (["search", "depot", "--since", "1d", "--until", "2d"], 64, "--since is after --until"),
                              (["backtest", "depot", "--since", "2999-01-01"], 64, "future"),
                              (["backtest", "--watch", "nobody"], 66, "nobody"), (["search", "*"], 64, "column")):
        got, lines, error = cli(daemon, *words)
        check(got == code and text in error and error.count("\n") == 1 and not lines, "%.60r: %d %s" % (words, got, error))
    for words in (["search", b"caf\xe9"], ["why", b"caf\xe9"]):
        got, lines, error = cli(daemon, *words)
        check(got == 64 and "not UTF-8" in error and not lines, "%r: %d %s" % (words, got, error))
    check(cli(daemon, "search", "depot") == (0, [], ""), "an empty store is no mistake")
    code, lines, error = cli(daemon, "backtest", "depot")
    check(code == 0 and lines[-1]["hits"] == 0 and lines[-1]["items"] == 0, "an empty store: %d %r %s" % (code, lines[-1:], error))
    daemon.stop()
    code, _, error = cli(daemon, "search", "depot")
    check(code == 66 and "running" in error, "without a daemon: %d %s" % (code, error))


def damage_is_told_and_harms_nobody(world):
    daemon = stored(world, texts(30) + [strike(n) for n in range(3)])
    indexed(daemon)
    all_of_it = found(daemon, "report")
    os.kill(until(lambda: worker(daemon), "a worker"), signal.SIGKILL)
    until(lambda: worker(daemon) is None, "its end: who closes last carries the log over")
    daemon.stop()
    # the log is in the file now: flip bytes of one text, and of many pages of the index
    with open(daemon.state + "/archive.db", "r+b") as f:
        data = f.read()
        at = data.index(b"Report 7 on")
        f.seek(at)
        f.write(b"REPORT")
    with open(daemon.state + "/search.db", "r+b") as f:
        size = f.seek(0, 2)
        for page in range(4096 * 2, size, 4096):
            f.seek(page)
            f.write(b"\xa5" * 4096)
    daemon.start()
    code, lines, error = cli(daemon, "search", "report", "--limit", "1000", "--scan")
    check(code == 65 and "damaged" in error, "a damaged text: %d %s" % (code, error))
    check([line["item"]["id"] for line in lines] == [i for i in all_of_it if i != "text-7"], "the others are not all found")
    code, lines, error = cli(daemon, "search", "report", "--limit", "1000")
    check([line["item"]["id"] for line in lines] == [i for i in all_of_it if i != "text-7"], "a damaged index loses items")
    indexed(daemon)
    show(daemon, [strike(n) for n in range(9)], 40, "2h")  # its clock began anew
    check(len(cli(daemon, "search", "depot attack")[1]) == 9, "the daemon did not go on")
    daemon.stop()
    with open(daemon.state + "/archive.db", "r+b") as f:
        f.write(b"\xa5" * 8192)
    daemon.start()
    check("archive.set_aside" in daemon.log_text(), "the loss of the texts is not told" + daemon.tail_of_log())
    check(cli(daemon, "search", "depot attack") == (0, [], ""), "an archive without texts")
    indexed(daemon)
    notices = until(lambda: daemon.ask("notices"), "a notice of the loss")
    check([n["title"] for n in notices] == ["the store was damaged and was restored"] and "archive.db was set aside" in notices[0]["text"], notices)
    daemon.stop()


def a_worker_that_is_killed_fails_its_search_alone(world):
    daemon = stored(world, texts(5))
    found(daemon, "report")
    pid = until(lambda: worker(daemon), "a worker")
    os.kill(pid, signal.SIGSTOP)
    asking = subprocess.Popen(program("newswatch") + ["search", "--control", daemon.control, "report"], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    until(lambda: daemon.status()["queries"]["running"] == 1, "a search under way")
    os.kill(pid, signal.SIGKILL)
    _, error = asking.communicate(timeout=PATIENCE)
    check(asking.returncode == 69 and b"newswatch-query died" in error, "%d %s" % (asking.returncode, error))
    check(len(found(daemon, "report")) == 5, "the next search")
    check(daemon.status()["queries"]["died"] == 1, "it is not counted")
    daemon.stop()


def too_many_at_once_are_refused_by_name_and_those_who_left_forgotten(world):
    daemon = stored(world, texts(5))
    found(daemon, "report")
    os.kill(until(lambda: worker(daemon), "a worker"), signal.SIGSTOP)
    ask = program("newswatch") + ["search", "--control", daemon.control, "report"]
    asking = []
    for n in range(17):
        asking.append(subprocess.Popen(ask, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE))
        until(lambda: (lambda q: q["running"] + q["waiting"])(daemon.status()["queries"]) == n + 1, "search %d" % n)
    code, _, error = cli(daemon, "search", "report")
    check(code == 75 and "16" in error and "limit" in error, "one too many: %d %s" % (code, error))
    asking[5].kill()
    until(lambda: daemon.status()["queries"]["waiting"] == 15, "one who left")
    asking[0].kill()  # the one under way: its worker goes with it
    for n, one in enumerate(asking):
        out, error = one.communicate(timeout=PATIENCE)
        check(n in (0, 5) or (one.returncode == 0 and len(out.splitlines()) == 5), "%d: %d %s" % (n, one.returncode, error))
    daemon.stop()


def people_see_the_words_marked_and_a_chart(world):
    daemon = stored(world, [strike(1)] + texts(3))

    def shown(*words):
        ours, theirs = pty.openpty()
        process = subprocess.Popen(program("newswatch") + [words[0], "--control", daemon.control] + list(words[1:]), stdin=subprocess.DEVNULL,
                                   stdout=theirs, stderr=theirs)
        os.close(theirs)
        text = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                break
            if not piece:
                break
            text += piece
        os.close(ours)
        process.wait(PATIENCE)
        return text.decode()

    text = shown("search", "depot NEAR/3 oil")
    check("\x1b[1moil\x1b[0m \x1b[1mdepot\x1b[0m" in text and "The Wire" in text, "search: %r" % text)
    text = shown("backtest", "depot OR zebra")
    check("\u2588" in text and "zebra matched nothing" in text and "alerts" in text, "backtest: %r" % text)
    check("nothing was found" in shown("search", "zebra"), "nothing found is not said")
    text = shown("search", "report topic:strkes")
    check("warning" in text and "strikes" in text and "  report topic:strkes\r\n" in text and "\r\n         ^" in text, "a topic that nobody gives: %r" % text)
    text = shown("search", "a (b")
    check("  a (b\r\n    ^" in text, "no caret: %r" % text)
    daemon.stop()


run([the_index_only_spares_looking, a_changed_item_is_found_by_its_new_words_alone, a_backtest_finds_what_the_watches_hit_live,
     what_cannot_be_asked_is_said, damage_is_told_and_harms_nobody, a_worker_that_is_killed_fails_its_search_alone,
     too_many_at_once_are_refused_by_name_and_those_who_left_forgotten, people_see_the_words_marked_and_a_chart])
