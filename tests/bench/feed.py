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


def escape(html):
    return (html.replace("&", "&amp;").replace("<", "&lt;")
            .replace(">", "&gt;").replace('"', "&quot;"))


def rss_escaped(rng, words, items):
    """HTML with references, escaped once more, as many programs write it."""
    yield ('<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0">'
           '<channel><title>Bench</title><link>https://b.test/</link>\n')
    for i in range(items):
        body = "".join('<p style="margin:0">%s &ldquo;%s&rdquo; &mdash; it&#82'
                       '17;s <a href="https://b.test/x/%d?a=1&amp;b=2">%s</a>'
                       '</p>\n<br /><img src="https://b.test/i/%d.jpg" width='
                       '"600" height="400" />'
                       % (text(rng, words, 25), text(rng, words, 6), i,
                          text(rng, words, 3), i) for _ in range(4))
        yield ('<item><title>%s &#8211; it&#8217;s</title><link>https://b.test'
               '/%d?utm_source=rss&amp;x=1</link><guid isPermaLink="false">htt'
               'ps://b.test/?p=%d</guid><pubDate>Fri, 01 Mar 2024 09:%02d:00 +'
               '0000</pubDate><description>%s</description></item>\n'
               % (text(rng, words, 9), i, i, i % 60, escape(body)))
    yield '</channel></rss>\n'


def rss_blog(rng, words, items):
    """Pictures with a dozen attributes, headings, typographic references."""
    yield ('<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"\n\txmlns'
           ':content="http://purl.org/rss/1.0/modules/content/"\n\txmlns:dc="'
           'http://purl.org/dc/elements/1.1/">\n<channel>\n\t<title>Bench</ti'
           'tle>\n\t<link>https://b.test</link>\n')
    for i in range(items):
        body = "".join('<p>%s &#8220;%s&#8221; <strong>%s</strong> <a href="ht'
                       'tps://b.test/x/%d" target="_blank" rel="noopener">%s</'
                       'a></p>\n\n\n<figure class="large"><img loading="lazy" '
                       'decoding="async" width="1024" height="683" src="https:'
                       '//b.test/i/%d.jpg" alt="" class="image-%d" srcset="htt'
                       'ps://b.test/i/%d.jpg 1024w, https://b.test/i/%d-300.jp'
                       'g 300w" sizes="(max-width: 1024px) 100vw" /></figure>'
                       '\n\n\n<h2 class="heading">%s</h2>\n'
                       % (text(rng, words, 45), text(rng, words, 6),
                          text(rng, words, 3), i, text(rng, words, 3), i, i,
                          i, i, text(rng, words, 4)) for _ in range(4))
        yield ('\t<item>\n\t\t<title>%s &#8211; it&#8217;s</title>\n\t\t<link>'
               'https://b.test/%d/</link>\n\t\t<dc:creator><![CDATA[%s]]></dc:'
               'creator>\n\t\t<pubDate>Fri, 01 Mar 2024 09:%02d:00 +0000</pubD'
               'ate>\n\t\t<category><![CDATA[World]]></category>\n\t\t<guid isP'
               'ermaLink="false">https://b.test/?p=%d</guid>\n\t\t<description'
               '><![CDATA[%s [&#8230;]]]></description>\n\t\t<content:encoded><'
               '![CDATA[%s]]></content:encoded>\n\t</item>\n'
               % (text(rng, words, 9), i, text(rng, words, 2), i % 60, i,
                  text(rng, words, 40), body))
    yield '</channel></rss>\n'


def rss_media(rng, words, items):
    """Little text, and tags with many attributes."""
    yield ('<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:m'
           'edia="http://search.yahoo.com/mrss/"><channel><title>Bench</title>'
           '<link>https://b.test/</link>\n')
    for i in range(items):
        yield ('<item><title><![CDATA[%s]]></title><description><![CDATA[%s]]>'
               '</description><link>https://b.test/%d</link><guid isPermaLink='
               '"true">https://b.test/%d</guid><pubDate>Fri, 01 Mar 2024 09:%0'
               '2d:00 GMT</pubDate><category>World</category><media:thumbnail '
               'width="240" height="135" url="https://i.test/%d.jpg"/><media:c'
               'ontent medium="image" url="https://i.test/%d-l.jpg" width="102'
               '4" height="576"><media:credit>%s</media:credit><media:descript'
               'ion>%s</media:description></media:content></item>\n'
               % (text(rng, words, 9), text(rng, words, 20), i, i, i % 60, i,
                  i, text(rng, words, 2), text(rng, words, 9)))
    yield '</channel></rss>\n'


def atom_xhtml(rng, words, items):
    """Elements in the document itself, with relative links."""
    yield ('<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3'
           '.org/2005/Atom" xml:base="https://b.test/d/"><title>Bench</title>'
           '\n')
    for i in range(items):
        body = "".join('<p class="x">%s <em>%s</em> <a href="/a/%d">%s</a></p>'
                       '\n<p><img src="i/%d.jpg" alt="%s"/></p>\n'
                       % (text(rng, words, 40), text(rng, words, 2), i,
                          text(rng, words, 4), i, text(rng, words, 3))
                       for _ in range(4))
        yield ('<entry><title>%s</title><link href="/n/%d"/><id>tag:b.test,202'
               '4:%d</id><updated>2024-03-01T09:%02d:30+01:00</updated><conten'
               't type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">%s</d'
               'iv></content></entry>\n'
               % (text(rng, words, 9), i, i, i % 60, body))
    yield '</feed>\n'


KINDS = (("RSS 2.0, plain text", rss_plain, WORDS, 4900, 14),
         ("RSS 2.0, HTML in CDATA", rss_html, WORDS, 2500, 7),
         ("Atom 1.0, Cyrillic", atom, SLAVIC, 4900, 7),
         ("RSS 2.0, escaped HTML", rss_escaped, WORDS, 3000, 6),
         ("RSS 2.0, a blog's", rss_blog, WORDS, 1500, 6),
         ("RSS 2.0, Media RSS", rss_media, WORDS, 6000, 8),
         ("Atom 1.0, XHTML", atom_xhtml, WORDS, 3500, 6))


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
