#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How well listings are read: score.py NEWSWATCH [NAME...] [-v]

Runs `newswatch parse --as html` on each page of this folder and compares with
its gold. An item is found when its title is the gold's (or, without title,
its text) and the words of its text have F1 >= 0.8 with the gold's. "let in"
counts words of an item that stand in another item's gold and not in its own.
"""
import collections
import glob
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def words(text):
    return re.findall(r"\w+", (text or "").lower())


def body(item):
    return item.get("content") or item.get("summary") or ""


def f1(a, b):
    a, b = collections.Counter(a), collections.Counter(b)
    if not a and not b:
        return 1.0
    same = sum((a & b).values())
    return 2.0 * same / (sum(a.values()) + sum(b.values())) if same else 0.0


def same_title(a, b):
    return words(a) == words(b)


def same_date(gold, got):
    gold, got = gold or "", got or ""
    if len(gold) <= 10:
        return got[: len(gold)] == gold and bool(got) == bool(gold)
    return got[:16] == gold[:16]


def read(nw, name, meta):
    run = subprocess.run([nw, "parse", "--as", "html", "--explain", "--base-url", meta["base"], "--fetched", meta["fetched"], os.path.join(HERE, name + ".html")],
                         capture_output=True, timeout=120)
    items, following = [], None
    for line in run.stdout.decode().splitlines():
        o = json.loads(line)
        if o["type"] == "item":
            items.append(o)
        elif o["type"] == "explain" and o["what"] == "next":
            following = o["text"]
    return items, following


def main():
    args = [a for a in sys.argv[1:] if a != "-v"]
    verbose = "-v" in sys.argv
    names = args[1:] or sorted(os.path.basename(p)[:-5] for p in glob.glob(os.path.join(HERE, "*.gold")))
    hits = golds = gots = leaked = total = 0
    wf = []
    fields = collections.Counter()
    for name in names:
        with open(os.path.join(HERE, name + ".gold"), encoding="utf-8") as f:
            meta, *gold = [json.loads(line) for line in f]
        items, following = read(args[0], name, meta)
        free, ok = list(items), 0
        gold_words = [set(words(g["title"]) + words(g["text"])) for g in gold]
        wrong = collections.Counter()
        for n, g in enumerate(gold):
            best = None
            for i in free:
                fit = f1(words(g["text"]), words(body(i)))
                if (same_title(g["title"], i["title"]) if g["title"] else fit > 0.5) and (best is None or fit > best[0]):
                    best = (fit, i)
            wf.append(best[0] if best else 0.0)
            if not best:
                wrong["missed"] += 1
                continue
            free.remove(best[1])
            i = best[1]
            ok += best[0] >= 0.8
            wrong["text"] += best[0] < 0.999
            others = set().union(*(w for k, w in enumerate(gold_words) if k != n)) if len(gold) > 1 else set()
            for w in words(i["title"]) + words(body(i)):
                total += 1
                leaked += w in others and w not in gold_words[n]
            for key, fine in (("url", g["url"] == i["url"]), ("date", same_date(g["published"], i["published"])),
                              ("author", not g["author"] or i["authors"][:1] == [g["author"]]), ("author-extra", bool(g["author"]) or not i["authors"]),
                              ("outlet", not g["outlet"] or g["outlet"] == i["outlet"]), ("kind", (g["kind"] or "article") == (i["kind"] or "article"))):
                fields[key] += fine
                fields[key + " of"] += 1
                wrong[key] += not fine
        fields["next"] += (following == meta["next"])
        fields["next of"] += 1
        wrong["next"] += following != meta["next"]
        wrong["extra"] += len(free)
        hits += ok
        golds += len(gold)
        gots += len(items)
        if verbose or +wrong or ok < len(gold):
            print("%-20s %d of %d, got %d; %s" % (name, ok, len(gold), len(items), dict(+wrong)))
        if verbose:
            for i in free:
                print("   extra: %r %r" % (i["title"], body(i)[:80]))
    p, r = hits / max(1, gots), hits / max(1, golds)
    print("%d pages, %d items: boundary P %.3f R %.3f F1 %.3f; word F1 %.3f; neighbours' words let in %d of %d" % (
        len(names), golds, p, r, 2 * p * r / max(1e-9, p + r), sum(wf) / max(1, len(wf)), leaked, total))
    print("fields: " + ", ".join("%s %d of %d" % (k, fields[k], fields[k + " of"]) for k in ("url", "date", "author", "author-extra", "outlet", "kind", "next")))


if __name__ == "__main__":
    main()
