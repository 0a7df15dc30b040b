#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What `newswatch parse`, `extract` and `language` promise to a shell: where
input comes from, exit codes, one line on standard error or none."""
import json
import os
import subprocess
import sys
import tempfile

BUILD = os.environ.get("NW_BUILD", ".")
COMMAND = os.path.join(BUILD, "newswatch")
FOLDER = tempfile.TemporaryDirectory(prefix="nw-cli-")

FEED = b"""<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Port news</title><link>/</link>
<item><guid>a</guid><title>Crews walk out</title><link>/a</link>
<pubDate>Fri, 01 Mar 2024 09:30:00 -0500</pubDate></item>
<item><guid>b</guid><dc:date>2024-03</dc:date></item>
<item><guid>c</guid><dc:date>2024-03-01</dc:date></item>
<item><guid>d</guid><pubDate>Fri, 01 Mar 2024 09:30:00 GMT</pubDate></item>
<item><guid>e</guid><pubDate>2 hours ago</pubDate></item>
</channel></rss>"""

PAGE = b"<html><head><title>T</title></head><body><p>%s</p></body></html>" % (
    b"The crews of both ferries walked out on Tuesday, the union said. " * 8)


def run(*args, data=None, command="parse", **more):
    done = subprocess.run([COMMAND, command, *args], input=data, timeout=120,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          **({} if data is not None
                             else {"stdin": subprocess.DEVNULL}), **more)
    return done.returncode, done.stdout, done.stderr


def lines(out):
    return [json.loads(line) for line in out.decode("utf-8").splitlines()]


def file(name, data):
    path = os.path.join(FOLDER.name, name)
    with open(path, "wb") as out:
        out.write(data)
    return path


def good(result):
    code, out, err = result
    assert code == 0 and err == b"", result
    return lines(out)


def bad(result, code, *words):
    """Exactly one line, on standard error, that names each of the words."""
    assert result[0] == code and result[1] == b"", result
    text = result[2].decode("utf-8")
    assert text.endswith("\n") and text.count("\n") == 1, text
    for word in words:
        assert word in text, (word, text)


def input_is_a_file_a_dash_or_nothing():
    path = file("feed.xml", FEED)
    first = good(run(path))
    assert [row["type"] for row in first] == ["feed"] + ["item"] * 5
    assert good(run("-", data=FEED)) == good(run(data=FEED)) == \
        good(run(path, "--as", "feed"))
    assert len(good(run(path, path))) == 12


def instants_keep_what_the_source_states():
    rows = good(run("--fetched", "2024-03-01T12:00:00Z", data=FEED))[1:]
    assert [row["published"] for row in rows] == [
        "2024-03-01T09:30:00-05:00", "2024-03", "2024-03-01",
        "2024-03-01T09:30:00Z", "2024-03-01T10:00:00Z"], rows


def absent_text_is_null_and_lists_are_empty():
    feed, item = good(run(data=FEED))[:2]
    assert feed["language"] is None and item["summary"] is None
    assert item["authors"] == item["enclosures"] == item["categories"] == []
    page = good(run(data=PAGE, command="extract"))[0]
    assert page["byline"] is None and page["published"] is None
    assert page["authors"] == []


def links_are_absolute_with_a_base():
    rows = good(run("--base-url", "https://port.test/rss", data=FEED))
    assert rows[0]["link"] == "https://port.test/"
    assert rows[1]["url"] == "https://port.test/a"


def headers_say_the_charset_and_the_language():
    latin = FEED.replace(b"Port news", "Port caf\u00e9".encode("latin-1"))
    rows = good(run("--http-header", "Content-Type: text/xml; charset=latin1",
                    "--http-header=content-language:  fr", data=latin))
    assert rows[0]["title"] == "Port caf\u00e9", rows[0]
    assert rows[0]["language"] == "fr"


def what_is_no_feed_is_65_and_one_line():
    bad(run(file("empty.xml", b"")), 65, "empty.xml", "empty")
    bad(run(data=b" \n"), 65, "standard input")
    bad(run(data=bytes(range(256)) * 40), 65, "binary")
    bad(run(data=b"\x00" * 5000), 65)
    bad(run(data=b"<html><title>A\nB\r\n\x1b[1mC</title>"), 65, "HTML")
    bad(run(data=b'{"a": [1, 2'), 65)
    bad(run(data=b"plain\nwords\n"), 65, "plain")
    bad(run(data=FEED, command="extract"), 65, "HTML")
    bad(run(data=b"\x1f\x8b\x08\x00" + b"x" * 99, command="extract"), 65)


def what_cannot_be_read_has_its_own_code():
    bad(run(FOLDER.name), 66, FOLDER.name, "folder")
    bad(run("/nonexistent/feed.xml"), 66, "/nonexistent/feed.xml")
    bad(run("/nonexistent/a\nb\x1b[2J"), 66, "a?b")
    bad(run("/nonexistent/page", command="extract"), 66)


def a_broken_library_is_named_when_a_text_needs_it():
    folder = os.path.join(FOLDER.name, "libraries")
    os.mkdir(folder)
    for version in range(50, 200):
        file("libraries/libicuuc.so.%d" % version, b"no library")
    paths = [folder, os.environ.get("LD_LIBRARY_PATH")]
    env = dict(os.environ, LD_LIBRARY_PATH=":".join(filter(None, paths)))
    page = b"<meta charset=koi8-r>" + PAGE.replace(b"ferries", b"\xd0\xc1")
    bad(run(data=page, command="extract", env=env), 72, "libicuuc", "broken")
    good(run(data=FEED, env=env))


def one_bad_file_does_not_hide_the_others():
    path = file("feed.xml", FEED)
    code, out, err = run("/nonexistent", path, file("empty.xml", b""))
    assert code == 65 and len(lines(out)) == 6 and err.count(b"\n") == 2


def usage_errors_are_64_and_name_the_remedy():
    bad(run("--as", "page", data=FEED), 64, "allowed: feed")
    bad(run("--as", "feed", data=PAGE, command="extract"), 64, "page")
    bad(run("--fetched", "tomorrow", data=FEED), 64, "2024-03-01T09:30:00Z")
    bad(run("--http-header", "text/xml", data=FEED), 64, "colon")
    bad(run("--country", "germany", data=FEED), 64, "two letters")
    bad(run("--base-url", "no url", data=FEED), 64, "https://outlet.example")
    bad(run("--selector", "body=p", data=PAGE, command="extract"), 64, "remove=")
    bad(run("--selector", "text=p[", data=PAGE, command="extract"), 64, "--selector text=p[: selector, column 3")
    bad(run("--nothing", data=FEED), 64, "--nothing")


def an_article_read_as_a_list_says_so():
    page = b"<html><head><title>Ferry</title></head><body><article><h1>Ferry sold in Aberdeen</h1>" + b"<p>A court in Aberdeen on Monday refused to stop the sale of the island ferries, whose routes the councils want to keep.</p>" * 4 + b"</article></body></html>"
    bad(run("--as", "html", data=page), 65, "newswatch extract")


def the_country_tells_the_month_from_the_day():
    day = b"<rss version='2.0'><channel><item><title>T</title><pubDate>03/04/2024</pubDate></item></channel></rss>"
    for country, want in (("us", "2024-03-04"), ("GB", "2024-04-03")):
        row = good(run("--country", country, data=day))[1]
        assert row["published"] == want, (country, row["published"])


def an_ill_formed_feed_is_read():
    rows = good(run(data=FEED[:FEED.index(b"<pubDate>2 hours")] + b"<b & <"))
    assert [row["id"] for row in rows[1:]] == list("abcde"), rows


def size_has_a_limit():
    item = b"<item><guid>%d</guid><title>Crews walk out</title></item>\n"
    head, tail = b"<rss><channel><title>x</title>\n", b"</channel></rss>"
    size = 64 << 20
    body = b"".join(item % i for i in range(4000))
    full = head + body + b" " * (size - len(head + body + tail)) + tail
    assert len(good(run(file("most.xml", full)))) == 4001
    bad(run(file("more.xml", full + b" ")), 65, "64 MiB")
    with open("/dev/zero", "rb") as zeros:
        done = subprocess.run([COMMAND, "parse"], stdin=zeros, timeout=120,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    bad((done.returncode, done.stdout, done.stderr), 65, "64 MiB")


def a_reader_that_goes_away_ends_it_quietly():
    many = FEED.replace(b"</channel>", b"<item><guid>g</guid><description>" +
                        b"words " * 200000 + b"</description></item>"
                        b"</channel>")
    path = file("many.xml", many)
    done = subprocess.run(["bash", "-c", 'set -o pipefail; "$0" parse "$1" '
                           "2>&1 | head -n 1", COMMAND, path], timeout=120,
                          stdout=subprocess.PIPE)
    assert done.returncode == 0, done
    assert lines(done.stdout)[0]["type"] == "feed", done.stdout[:200]


def a_full_disk_is_said():
    with open("/dev/full", "wb") as full:
        done = subprocess.run([COMMAND, "parse", file("feed.xml", FEED)],
                              stdout=full, stderr=subprocess.PIPE, timeout=120)
    bad((done.returncode, b"", done.stderr), 74, "standard output")


def language_answers_every_line():
    items = [{"id": "a", "title": "Die Regierung tritt zur\u00fcck"},
             {"id": "b", "text": "12:30"},
             {"id": "c", "text": "\u041f\u0440\u0430\u0432\u0438\u0442"
              "\u0435\u043b\u044c\u0441\u0442\u0432\u043e \u0443\u0448"
              "\u043b\u043e \u0432 \u043e\u0442\u0441\u0442\u0430\u0432"
              "\u043a\u0443", "language": "en"},
             {"id": "d", "title": "OK", "language": "fr-CA"}]
    data = "".join(json.dumps(item) + "\n" for item in items).encode()
    assert good(run(data=data, command="language")) == [
        {"id": "a", "lang": "de"}, {"id": "b", "lang": None},
        {"id": "c", "lang": "ru"}, {"id": "d", "lang": "fr"}]
    why = good(run("--explain", data=data, command="language"))[2]
    assert why["script"] == "Cyrillic" and why["first"] == "ru", why
    assert why["lead"] > 0 and "against what is declared" in why["why"], why
    code, out, err = run(data=b"\n{}x\n" + data, command="language")
    assert code == 65 and b"line 2" in err and err.count(b"\n") == 1, err
    assert [row["lang"] for row in lines(out)] == [
        None, None, "de", None, "ru", "fr"], out
    assert "error" in lines(out)[1], out


def a_page_gives_its_text_or_says_why_not():
    page = good(run("-", data=PAGE, command="extract"))[0]
    assert page["kind"] == "article" and "ferries" in page["text"]
    none = good(run(data=b"<html><body><p>Hi</p></body></html>",
                    command="extract"))[0]
    assert none["text"] == "" and none["kind"] == "stub", none


def main():
    tests = [value for value in globals().values()
             if callable(value) and getattr(value, "__module__", "") ==
             "__main__" and value not in (run, lines, file, good, bad, main)]
    failed = 0
    print("1..%d" % len(tests), flush=True)
    for number, test in enumerate(tests, 1):
        try:
            test()
            print("ok %d - %s" % (number, test.__name__), flush=True)
        except Exception as why:  # any: the next test is run all the same
            failed += 1
            print("not ok %d - %s\n# %r" % (number, test.__name__, why),
                  flush=True)
    return 1 if failed else 0


sys.exit(main())
