#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Articles a second against 10,000 and 100,000 standing queries: newswatch,
Lucene Monitor and SQLite FTS5, in turn, on one core, over the same articles.

usage: match.py BUILD [ROUNDS [COUNT...]]        (3 rounds, 10000 100000)

NW_MATCH_DATA       folder with docs.tsv, docs.txt and qCOUNT.txt
                    (s-expressions, see convert.py)
NW_MATCH_LUCENE     class path of Lucene, its monitor, and a driver LMon that
                    is called LMon regexp docs.tsv qCOUNT.txt 2; not measured
                    when absent
NW_MATCH_FTS5       a driver called as fts5 docs.txt qCOUNT.txt 20 20 COUNT;
                    not measured when absent
NW_MATCH_CPU        the core (default: the last one)

Speeds are articles a second of CPU time. Every match of every query is
compared with SQLite FTS5 (Python's own), the number of matches with Lucene's.
Exit code 1 when they differ."""
import os, re, sqlite3, statistics, subprocess, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import convert

BUILD = os.path.abspath(sys.argv[1])
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 3
COUNTS = [int(n) for n in sys.argv[3:]] or [10000, 100000]
DATA = os.environ.get("NW_MATCH_DATA", "")
LUCENE = os.environ.get("NW_MATCH_LUCENE")
FTS5 = os.environ.get("NW_MATCH_FTS5")
CPU = os.environ.get("NW_MATCH_CPU", str(max(os.sched_getaffinity(0))))
PAIRS_MAX = 20000  # queries whose matches are compared one by one


def run(*command):
    done = subprocess.run(["taskset", "-c", CPU, *command], capture_output=True, text=True, timeout=600)
    if done.returncode:
        sys.exit("match.py: %s\n%s" % (command[0], done.stderr[-2000:]))
    return done.stdout


def last(pattern, text):
    return float(re.findall(pattern, text)[-1])


def newswatch(count, pairs=()):
    out = run(BUILD + "/tests/bench/match/bench_match", "3", DATA + "/docs.tsv", "n%d.txt" % count, *pairs)
    best = max(re.findall(r"match (\S+) docs/s, whole (\S+) docs/s", out), key=lambda pair: float(pair[1]))
    return {"match": float(best[0]), "whole": float(best[1]), "compile": last(r"queries in (\S+) s", out),
            "open": last(r"opened in (\S+) s", out), "image": last(r"image (\S+) MiB", out),
            "peak": last(r"peak (\d+) KiB", out) / 1024, "matches": last(r"matches (\d+)", out)}


def lucene(count):
    out = run("java", "-XX:+UseSerialGC", "-Xmx2g", "-cp", LUCENE, "LMon", "regexp",
              DATA + "/docs.tsv", DATA + "/q%d.txt" % count, "3" if count < 50000 else "2")
    return {"match": max(map(float, re.findall(r"(\S+) docs/s\(cpu\)", out))), "load": last(r"registered \d+ in (\S+) s", out),
            "peak": last(r"rss (\d+) KB", out) / 1024, "matches": last(r"matches (\d+)", out)}


def fts5(count):
    return {"match": last(r"(\S+) docs/s", run(FTS5, DATA + "/docs.txt", DATA + "/q%d.txt" % count, "20", "20", str(count)))}


def fts_text(tokens):
    token = tokens.pop()
    if token[:2] == "T:":
        return '"%s"' % token[2:]
    if token[:2] == "P:":
        return '"%s"*' % token[2:-1]
    if token[0] == '"':
        return token
    name, parts = tokens.pop(), []
    words = tokens.pop() if name == "near" else ""
    while tokens[-1] != ")":
        parts.append(fts_text(tokens))
    tokens.pop()
    if name == "near":
        return "NEAR(%s,%s)" % (" ".join(parts), words)
    return "(%s)" % (" %s " % name.upper()).join(parts)


def compare_pairs(count):
    """Every match by SQLite FTS5 beside ours."""
    db = sqlite3.connect(":memory:")
    db.execute("create virtual table a using fts5(t, content='', tokenize='ascii')")
    with open(DATA + "/docs.tsv") as f:
        db.executemany("insert into a(rowid, t) values (?, ?)", ((i, line.split("\t", 1)[1]) for i, line in enumerate(f)))
    with open("n%d.pairs" % count) as f:
        ours = {tuple(map(int, line.split())) for line in f}
    theirs = set()
    with open(DATA + "/q%d.txt" % count) as f:
        for i, line in enumerate(f):
            text = fts_text(convert.TOKEN.findall(line)[::-1])
            theirs.update((row[0], i) for row in db.execute("select rowid from a where a match ?", (text,)))
    print("  one by one with FTS5: %d matches, %d only ours, %d only theirs" % (len(ours), len(ours - theirs), len(theirs - ours)))
    return ours == theirs


def show(name, rows, keys):
    for key in keys:
        values = [row[key] for row in rows]
        print("  %-10s %-8s median %10.3f   (%s)" % (name, key, statistics.median(values), ", ".join("%.3f" % v for v in values)))


def measure(count):
    with open(DATA + "/q%d.txt" % count) as f, open("n%d.txt" % count, "w") as out:
        out.writelines(convert.convert(line) + "\n" for line in f)
    print("%d queries" % count, flush=True)
    ours, theirs, small, same = [], [], [], True
    for i in range(ROUNDS):
        ours.append(newswatch(count, ("n%d.pairs" % count,) if i == 0 else ()))
        if LUCENE:
            theirs.append(lucene(count))
        if FTS5:
            small.append(fts5(count))
    show("newswatch", ours, ("match", "whole", "compile", "open", "image", "peak"))
    if theirs:
        show("Lucene", theirs, ("match", "load", "peak"))
        for key in ("match", "whole"):
            ratios = [a[key] / b["match"] for a, b in zip(ours, theirs)]
            print("  newswatch's %s / Lucene Monitor: median %.1f (%s)" % (key, statistics.median(ratios), ", ".join("%.1f" % r for r in ratios)))
        same = ours[0]["matches"] == theirs[0]["matches"]
        print("  matches: newswatch %d, Lucene %d" % (ours[0]["matches"], theirs[0]["matches"]))
    if small:
        show("FTS5", small, ("match",))
    return (count > PAIRS_MAX or compare_pairs(count)) and same


def main():
    if not DATA:
        sys.exit("match.py: set NW_MATCH_DATA (see the head of this file)")
    return 0 if all([measure(count) for count in COUNTS]) else 1


if __name__ == "__main__":
    sys.exit(main())
