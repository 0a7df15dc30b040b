#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""MB/s of feed reading: newswatch, sfeed, python3-feedparser, same files.

Usage: feed.py BUILD_DIR [FOLDER]. Makes its feeds (seeded, so the same every
time), runs each reader some times, prints the best, the spread, and the
ratios. Times are CPU seconds, user and system, so that a busy machine spoils
less. Each kind comes as 3 to 7 MB, where the start of a program counts, and as
some 42 MB, where it does not. feedparser gets a smaller file of the same kind:
it is slow. What the commands print goes to /dev/null: newswatch's output is
twice that of sfeed, and a disk is not what is measured. Last the start alone:
a feed of one item.
"""
import os
import random
import resource
import subprocess
import sys
import tempfile
import time

ROUNDS = 5
STARTS = 50

WORDS = ("ministers of both countries met on Tuesday to discuss the terms for "
         "a lasting agreement after weeks of talks about trade borders and "
         "fishing rights in northern waters while crews waited").split()
SLAVIC = ("министры обеих стран встретились во вторник чтобы обсудить условия "
          "прочного соглашения после недель переговоров о торговле").split()


def text(rng, words, count):
    return " ".join(rng.choice(words) for _ in range(count))


def rss_plain(rng, words, items):
    yield ('<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0">'
           '<channel><title>Bench</title><link>https://b.test/</link>\n')
    for i in range(items):
        yield ('<item>\n<title>%s</title>\n<link>https://b.test/%d</link>\n'
               '<guid isPermaLink="false">g%d</guid>\n<pubDate>Fri, 01 Mar '
               '2024 09:%02d:00 +0000</pubDate>\n<category>World</category>\n'
               '<description>%s</description>\n</item>\n'
               % (text(rng, words, 9), i, i, i % 60, text(rng, words, 60)))
    yield '</channel></rss>\n'


def rss_html(rng, words, items):
    yield ('<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" '
           'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
           'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Bench'
           '</title><link>https://b.test/</link>\n')
    for i in range(items):
        body = "".join('<p>%s <a href="https://b.test/x/%d">%s</a></p>\n'
                       % (text(rng, words, 50), i, text(rng, words, 3))
                       for _ in range(6))
        yield ('<item><title>%s</title><link>https://b.test/%d</link>'
               '<guid>https://b.test/%d</guid><pubDate>Fri, 01 Mar 2024 '
               '09:%02d:00 +0000</pubDate><dc:creator>Ann Other</dc:creator>'
               '<description><![CDATA[<p>%s</p>]]></description>'
               '<content:encoded><![CDATA[%s]]></content:encoded></item>\n'
               % (text(rng, words, 9), i, i, i % 60, text(rng, words, 40),
                  body))
    yield '</channel></rss>\n'


def atom(rng, words, items):
    yield ('<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3'
           '.org/2005/Atom" xml:lang="ru"><title>Bench</title>\n')
    for i in range(items):
        yield ('<entry><title>%s</title><link href="https://b.test/%d"/><id>'
               'tag:b.test,2024:%d</id><updated>2024-03-01T09:%02d:00Z'
               '</updated><author><name>%s</name></author><summary>%s'
               '</summary></entry>\n'
               % (text(rng, words, 9), i, i, i % 60, text(rng, words, 2),
                  text(rng, words, 60)))
    yield '</feed>\n'


KINDS = (("RSS 2.0, plain text", rss_plain, WORDS, 4900, 14),
         ("RSS 2.0, HTML in CDATA", rss_html, WORDS, 2500, 7),
         ("Atom 1.0, Cyrillic", atom, SLAVIC, 4900, 7))


def best(run):
    runs = sorted(run() for _ in range(ROUNDS))
    return runs[0], runs[-1]


def own(build, path, *more):
    """The library alone: from bytes in memory to items."""
    command = [os.path.join(build, "tests/bench/feed_read"), path, "7", *more]

    def run():
        return float(subprocess.check_output(command).split()[0])
    return command, run


def whole(command, path):
    """A whole command that reads the file as its standard input."""
    def run():
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with open(path, "rb") as feed:
            subprocess.check_call(command, stdin=feed,
                                  stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (after.ru_utime - before.ru_utime
                + after.ru_stime - before.ru_stime)
    return command, run


def program(build):
    """newswatch itself: the folder's one is a script while uninstalled."""
    real = os.path.join(build, ".libs/newswatch")
    os.environ["LD_LIBRARY_PATH"] = os.path.join(build, ".libs")
    return real if os.path.exists(real) else os.path.join(build, "newswatch")


def feedparser(path):
    command = ["/usr/bin/python3", "-c", "import feedparser, sys, time; t = time."
               "process_time(); feedparser.parse(sys.argv[1]); print(time."
               "process_time() - t)", path]

    def run():
        return float(subprocess.check_output(command))
    return command, run


def report(name, size, peer):
    command, run = peer
    low, high = best(run)
    print("  %-22s %8.1f MB/s  (slowest %.1f)  %s"
          % (name, size / low / 1e6, size / high / 1e6, " ".join(command)))
    return size / low


def write(path, parts):
    with open(path, "w", encoding="utf-8") as out:
        out.writelines(parts)
    return os.path.getsize(path)


def compare(build, path, size, slow):
    """All readers on one file; `slow` is feedparser's speed on its kind."""
    alone = report("nw_feed_read", size, own(build, path))
    report("with item objects", size, own(build, path, "json"))
    ours = report("newswatch parse", size,
                  whole([program(build), "parse"], path))
    peer = report("sfeed", size, whole(["sfeed"], path))
    print("  ratio of the commands: %.1f x sfeed, %.0f x feedparser; "
          "of the library: %.1f, %.0f"
          % (ours / peer, ours / slow, alone / peer, alone / slow))


def start(name, command, path):
    """Wall time: the loader works before it is counted as anybody's CPU."""
    took = []
    for _ in range(STARTS):
        with open(path, "rb") as feed:
            begun = time.perf_counter()
            subprocess.check_call(command, stdin=feed,
                                  stdout=subprocess.DEVNULL)
            took.append(time.perf_counter() - begun)
    took.sort()
    print("  %-22s %8.2f ms    (median %.2f)"
          % (name, took[0] * 1e3, took[STARTS // 2] * 1e3))


def main():
    build = sys.argv[1] if len(sys.argv) > 1 else "."
    folder = sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp()
    for number, (title, make, words, items, times) in enumerate(KINDS):
        path = os.path.join(folder, "feed%d.xml" % number)
        size = write(path, make(random.Random(1), words, items // 20))
        print("%s, %.1f MB, %d items" % (title, size / 1e6, items // 20))
        slow = report("feedparser", size, feedparser(path))
        for count in (items, items * times):
            size = write(path, make(random.Random(1), words, count))
            print("%s, %.1f MB, %d items" % (title, size / 1e6, count))
            compare(build, path, size, slow)
    path = os.path.join(folder, "one.xml")
    write(path, rss_plain(random.Random(1), WORDS, 1))
    print("Start: one item")
    start("newswatch parse", [program(build), "parse"], path)
    start("sfeed", ["sfeed"], path)


main()
