#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What searches and backtests cost, and what their index costs.

usage: search.py BUILD-FOLDER [ITEMS]      (20000 items of some 394 words)

A daemon polls feeds of made-up news once; then its index is made, searches and
backtests run with and without it, and feeds are polled while a backtest runs.
Words are drawn by rank (Zipf) from 60,000, as news have them.
"""
import os, random, sys, time
build = os.path.abspath(sys.argv[1])
count = int(sys.argv[2]) if len(sys.argv) > 2 else 20000
sys.argv[1:] = []
os.environ["NW_BUILD"] = build
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../flow"))
from nwflow import *

WORDS, EACH = 394, 4000
random.seed(7)
vocabulary = ["".join(random.choice("bdfgklmnprstvz") + random.choice("aeiou") for _ in range(2 + n % 3)) + str(n % 97 or "")
              for n in range(60000)]
weights = [1 / (n + 2.7) for n in range(len(vocabulary))]
plenty = random.choices(vocabulary, weights, k=2000000)


def feed(first, number):
    rows = []
    for n in range(first, first + number):
        at = random.randrange(len(plenty) - WORDS)
        words = plenty[at:at + WORDS]
        text = ". ".join(" ".join(words[i:i + 18]) for i in range(0, WORDS, 18))
        rows.append(("i%d" % n, "Item %d %s" % (n, " ".join(words[:6])), text))
    return rss("Wire", rows)


def size(daemon, *names):
    return sum(os.path.getsize(os.path.join(daemon.state, n)) for n in names if os.path.exists(os.path.join(daemon.state, n)))


def timed(daemon, *words):
    begin = time.monotonic()
    done = subprocess.run(program("newswatch") + [words[0], "--control", daemon.control] + list(words[1:]), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False)
    took = time.monotonic() - begin
    lines = [json.loads(line) for line in done.stdout.decode().splitlines()]
    if done.returncode:
        print("  exit %d: %s" % (done.returncode, done.stderr.decode().strip()))
    return took, lines


world = World()
outlet = world.outlet()
sources = (count + EACH - 1) // EACH
for i in range(sources):
    outlet.put("/%d" % i, feed(i * EACH, min(EACH, count - i * EACH)))
daemon = world.daemon("instance: bench\ncontact: t@example.org\nfetch: {host_spacing: 0s, host_parallel: 8, max_body: 64MiB}\n"
                      "sources:\n" + "".join("  - {name: s%d, type: feed, url: '%s/%d', every: 5m, allow_private: true}\n" % (i, outlet.url, i)
                                             for i in range(sources)) + "notifiers: [{name: log, type: file, path: '@DIR@/alerts.jsonl'}]\n"
                      "watches: [{name: w, query: '%s', notify: [log]}]\n" % vocabulary[300], test_clock=False).start()
begin = time.monotonic()
until(lambda: daemon.status()["store"]["items"] == count, "all items", 600)
print("polled and stored: %d items, %.0f items/s" % (count, count / (time.monotonic() - begin)))


def loop(what):
    status = daemon.status()
    print("loop, %s: longest turn %.1f ms, of its own %.1f ms" % (what, status["loop_longest_turn_us"] / 1e3,
                                                                 status["loop_longest_turn_cpu_us"] / 1e3))


loop("after the polls")
begin = time.monotonic()
behind = daemon.status()["store"]["not_indexed"]
for name, query in (("rare word", vocabulary[30000]), ("usual word", vocabulary[300])):
    took, lines = timed(daemon, "search", "--scan", "--limit", "100000", query)
    print("search, every text read, %s: %.2f s, %d hits, %.0f items/s" % (name, took, len(lines), count / took))
until(lambda: daemon.status()["store"]["not_indexed"] == 0, "the index", 1200)
print("index: %d items in %.0f s behind the ledger, %.0f items/s" % (behind, time.monotonic() - begin, behind / (time.monotonic() - begin)))
index = size(daemon, "search.db", "search.db-wal")
print("index: %.0f bytes an item; texts %.0f bytes an item" % (index / count, size(daemon, "archive.db") / count))
frequent, usual, rare = vocabulary[1], vocabulary[300], vocabulary[30000]
for name, query in (("rare word", rare), ("usual word", usual), ("two words", usual + " " + vocabulary[310]),
                    ("words near each other", "%s NEAR/5 %s" % (usual, vocabulary[20])), ("prefix", vocabulary[300][:4] + "*"),
                    ("the most frequent word", frequent)):
    took, lines = timed(daemon, "search", query)
    full, all_lines = timed(daemon, "search", "--limit", "100000", query)
    print("search, %s: the 20 newest %.3f s; all %d hits %.2f s" % (name, took, len(all_lines), full))
for words in (["--scan"], []):
    took, lines = timed(daemon, "backtest", *words, usual)
    print("backtest%s: %.2f s, %d hits, %.0f items/s" % (" " + words[0] if words else "", took, lines[-1]["hits"], count / took))
loop("after the searches")
world.close()
