#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Plain-text pages of many articles against what they hold.

Each tests/golden/digest/NAME.txt and mail/NAME.eml is read by `newswatch
parse`, which tells texts from mail by themselves, and NAME.json has the items that a person finds in it, one a line. Prints TAP: a page is
good when every item is there with its title, text, outlet, day, kind and
link, and nothing else is. `--measure` prints boundary F1 (same title, word F1
of at least .8), word F1 and what is wrong instead, `-v` more of it."""
import collections, glob, json, os, re, subprocess, sys, unicodedata

SRC = os.environ.get("NW_SRC", os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
BUILD = os.environ.get("NW_BUILD", os.getcwd())
FOLDER = SRC + "/tests/golden/"
FETCHED = "2025-03-20T12:00:00Z"

def words(text):
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text or "").casefold())

def parse(path):
    run = subprocess.run([BUILD + "/newswatch", "parse", "--json", "--fetched", FETCHED, path], stdout=subprocess.PIPE, timeout=120)
    rows = [json.loads(line) for line in run.stdout.decode().splitlines()]
    return [row for row in rows if row["type"] == "item"]

def body(item):
    return item.get("content") or item.get("summary") or ""

def differences(gold, item):
    """What is wrong with an item, in words."""
    if " ".join(words(gold["title"])) != " ".join(words(item["title"])):
        yield "title %r" % item["title"]
    if words("\n".join(gold["body"])) != words(body(item)):
        yield "text %r" % body(item)
    if "published" in gold and not (item["published"] or "").startswith(gold["published"]):
        yield "published %r, not %r" % (item["published"], gold["published"])
    for key in ("outlet", "kind", "byline", "url", "id"):
        if key in gold and gold[key] != item.get(key):
            yield "%s %r, not %r" % (key, item.get(key), gold[key])

def f1(a, b):
    same = sum((collections.Counter(a) & collections.Counter(b)).values())
    return 2 * same / (len(a) + len(b)) if a or b else 1.0

def measure(names, verbose):
    hit = gold_count = item_count = 0
    scores = []
    for name in names:
        gold, items = load(name)
        free = list(range(len(items)))
        gold_count += len(gold)
        item_count += len(items)
        wrong = 0
        for g in gold:
            w = words(g["title"] + " " + "\n".join(g["body"]))
            ranked = sorted(((f1(w, words((items[i]["title"] or "") + " " + body(items[i]))), -i) for i in free), reverse=True)
            score, at = ranked[0] if ranked else (0.0, 0)
            same = ranked and (not g["title"] or words(g["title"]) == words(items[-at]["title"]))
            scores.append(score)
            if score >= .8 and same:
                hit += 1
                free.remove(-at)
            else:
                wrong += 1
                if verbose:
                    print("  %s missed %r: best %.2f %r" % (name, g["title"] or g["body"][0][:40], score, items[-at]["title"] if ranked else None))
        if verbose:
            for i in free:
                print("  %s extra %r %r" % (name, items[i]["title"], body(items[i])[:70]))
    p, r = hit / max(1, item_count), hit / max(1, gold_count)
    print("%d pages, %d items: boundary P %.3f R %.3f F1 %.3f; word F1 %.3f" % (len(names), gold_count, p, r, 2 * p * r / max(1e-9, p + r), sum(scores) / max(1, len(scores))))

def load(name):
    with open(os.path.splitext(FOLDER + name)[0] + ".json") as f:
        gold = [json.loads(line) for line in f if line.strip()]
    return gold, parse(FOLDER + name)

def main():
    names = sorted(p[len(FOLDER):] for p in glob.glob(FOLDER + "digest/*.txt") + glob.glob(FOLDER + "mail/*.eml"))
    if "--measure" in sys.argv:
        return measure(names, "-v" in sys.argv)
    print("1..%d" % len(names))
    failed = 0
    for n, name in enumerate(names, 1):
        gold, items = load(name)
        wrong = [] if len(gold) == len(items) else ["%d items, not %d: %r" % (len(items), len(gold), [i["title"] for i in items])]
        for g, i in zip(gold, items):
            wrong += differences(g, i)
        for line in wrong:
            print("# " + line)
        print("%sok %d - %s" % ("not " if wrong else "", n, name))
        failed += bool(wrong)
    sys.exit(failed > 0)

main()
