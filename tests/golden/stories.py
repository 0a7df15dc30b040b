#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Copies, rewrites, look-alikes and stories of own texts in many languages.

`newswatch cluster` reads them as a stream; prints TAP, a line for each kind
with what it found, which must be no less than here. `--measure` names what is
wrong. Texts are in stories/: two events told in eleven languages (events),
what agencies and editors write around texts (credits), texts that a machine
might have written anew (rewrites), forms that are filled anew each day
(forms), other events of the same countries and people (others), pairs of short
reports (pairs), and pages of many items around few subjects (archives)."""
import collections, datetime, json, os, subprocess, sys

SRC = os.environ.get("NW_SRC", os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
BUILD = os.environ.get("NW_BUILD", os.getcwd())

def data(name):
    with open(SRC + "/tests/golden/stories/" + name, encoding="utf-8") as file:
        return json.load(file)

EVENTS, CREDITS, REWRITES, FORMS, OTHERS, PAIRS, ARCHIVES = (
    data(n + ".json") for n in ("events", "credits", "rewrites", "forms", "others", "pairs", "archives"))

def cluster(items):
    text = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items)
    run = subprocess.run([BUILD + "/newswatch", "cluster", "--json", "--explain", "--plugin-dir", BUILD + "/.libs",
                          "--worker", BUILD + "/newswatch-worker", "--data-dir", SRC + "/etc"], input=text.encode(), stdout=subprocess.PIPE, timeout=120)
    rows = [json.loads(line) for line in run.stdout.decode().splitlines()]
    assert len(rows) == len(items)
    return {row["id"]: row for row in rows}

def item(key, title, text, **more):
    return dict(id=key, title=title, text=text, **more)

def told(event, lang, key, **more):
    paragraphs = EVENTS[event][lang]
    return item(key, paragraphs[0], "\n".join(paragraphs[1:]), **more)

# ---- copies ----

def thinned(text):
    words = text.split(" ")
    if len(words) < 40:  # written without spaces
        return text.replace("的", "")
    return " ".join(w for i, w in enumerate(words) if i % 14 != 9)

def variants(lang, own, other):
    """What outlets make of a wire's text: kind, title, text."""
    title, text = own[0], own[1:]
    whole = "\n".join(text)
    yield "dateline put before", title, CREDITS["head"][lang] + whole
    yield "tail cut", title, "\n".join(text[:max(3, len(text) * 6 // 10)])
    yield "head cut", title, "\n".join(text[1:])
    yield "middle cut", title, "\n".join(text[:1] + text[3:])
    yield "note put before, retitled", "***", CREDITS["note"][lang] + "\n" + whole
    yield "credit put behind", title, whole + "\n" + CREDITS["tail"][lang]
    yield "paragraphs moved", title, "\n".join(text[::-1])
    yield "two paragraphs", title, "\n".join(text[:2]) + "\n[...]"
    yield "one paragraph", title, text[1]
    yield "two wires in one", title, whole + "\n" + "\n".join(other[1:])
    yield "one word in 14 dropped", title, thinned(whole)
    yield "in capitals", title.upper(), whole.upper()

def copies():
    items, original = [], {}
    for event in EVENTS:
        items += [told(event, lang, event + " " + lang, outlet="wire " + lang) for lang in EVENTS[event]]
    for event, other in (("talks", "port"), ("port", "talks")):
        for lang in EVENTS[event]:
            for kind, title, text in variants(lang, EVENTS[event][lang], EVENTS[other][lang]):
                key = "%s %s: %s" % (event, lang, kind)
                original[key] = {event + " " + lang} | ({other + " " + lang} if kind.startswith("two wires") else set())
                items.append(item(key, title, text, outlet="outlet %d" % len(items)))
    rows = cluster(items)
    for key, of in original.items():
        row = rows[key]
        yield "copies are tied to their originals", row["copy_of"] in of, key, row
        if key.endswith("one paragraph"):
            yield "a paragraph is an excerpt", row["relation"] == "excerpt", key, row
    for event in EVENTS:
        for lang in EVENTS[event]:
            row = rows[event + " " + lang]
            yield "other events are no copies", row["relation"] is None, event + " " + lang, row

# ---- rewrites ----

def rewrites():
    items = []
    for n, case in enumerate(REWRITES["rewritten"]):
        if "event" in case:
            items.append(told(case["event"], case["lang"], "original %d" % n, outlet="a", page="page %d" % n))
        else:
            items.append(item("original %d" % n, case["title"], case["original"], outlet="a", page="page %d" % n))
        items.append(item("rewrite %d" % n, "News of the day", case["text"], outlet="b", page="page %d" % n))
    # Each event in a stream of its own, for one is an original but once.
    for event in list(EVENTS) + [None]:
        chosen = [n for n, case in enumerate(REWRITES["rewritten"]) if case.get("event") == event]
        rows = cluster([i for i in items if int(i["id"].split()[1]) in chosen])
        for n in chosen:
            row = rows["rewrite %d" % n]
            yield "rewrites beside their originals are tied", row["relation"] == "paraphrase" and row["copy_of"] == "original %d" % n, str(n), row
    for event in EVENTS:
        originals = [told(event, lang, lang, outlet="a " + lang, page="page " + lang) for lang in EVENTS[event]]
        of = [case for case in REWRITES["rewritten"] if case.get("event") == event]
        rows = cluster(originals + [item("b " + case["lang"], "News of the day", case["text"], outlet="b") for case in of])
        for case in of:
            row = rows["b " + case["lang"]]
            yield "rewrites elsewhere are of the story", row["cluster"] == 1 and row["relation"] is None, case["lang"], row
        items = []
        for case in REWRITES["beside"]:
            if case["event"] == event:
                page = [told(event, case["lang"], case["lang"], outlet="a", page=case["lang"])] if case["lang"] not in [i["id"] for i in items] else []
                items += page + [item(case["title"], case["title"], case["text"], outlet="b", page=case["lang"])]
        for key, row in cluster(items).items():
            if key not in EVENTS[event]:
                yield "other pieces beside are no rewrites", row["relation"] is None, key, row

# ---- forms ----

def forms():
    items = []
    for form in FORMS:
        for n, fill in enumerate(form["fill"]):
            at = datetime.datetime(2024, 3, 4, 8, n) + datetime.timedelta(days=n * form.get("days", 1))
            items.append(item("%s %d" % (form["name"], n), form["title"].format(*fill), form["text"].format(*fill), outlet=form["name"], published=at.isoformat() + "Z"))
    items.sort(key=lambda i: i["published"])
    rows = cluster(items)
    for n, one in enumerate(items):
        row = rows[one["id"]]
        yield "forms filled anew are no copies", row["relation"] is None, one["id"], row
        yield "forms filled anew are stories of their own", row["cluster"] == n + 1, one["id"], row

# ---- pairs ----

def pairs():
    items, day = [], datetime.datetime(2024, 1, 1, 8)
    for n, pair in enumerate(PAIRS):
        for k, piece in enumerate(pair["pieces"]):
            at = day + datetime.timedelta(days=30 * n, hours=piece["hours"])
            items.append(item("%d %d" % (n, k), piece["title"], piece["text"], outlet=piece["outlet"], published=at.isoformat() + "Z"))
    rows = cluster(items)
    for n, pair in enumerate(PAIRS):
        first, second = rows["%d 0" % n], rows["%d 1" % n]
        kind = "follow-ups are of the story" if pair["same"] else "neighbours are stories of their own"
        yield kind, (first["cluster"] == second["cluster"]) == pair["same"], pair["name"], second

# ---- archives ----

def archives():
    for page in ARCHIVES:
        items = [item(str(n), i["title"], i["text"], outlet=i["outlet"], published=i["published"], page="page") for n, i in enumerate(page["items"])]
        gold = {str(n): i["story"] or str(n) for n, i in enumerate(page["items"])}
        rows = cluster(items)
        for key, row in rows.items():
            mates = {k for k in rows if rows[k]["cluster"] == row["cluster"]}
            story = {k for k in gold if gold[k] == gold[key]}
            yield "items of archives stand with their story alone", mates == story, page["name"] + " " + key, row
            yield "items of archives are no paraphrases", row["relation"] is None, page["name"] + " " + key, row

# ---- across languages ----

def languages():
    for event in EVENTS:
        for first in ("ar", "de"):
            order = [first] + [lang for lang in EVENTS[event] if lang != first]
            rows = cluster([told(event, lang, lang, outlet=lang, published="2024-03-14") for lang in order])
            for lang in order[1:]:
                yield "one event is one story in eleven languages", rows[lang]["cluster"] == 1, "%s %s behind %s" % (event, lang, first), rows[lang]
        others = [item("other %d" % n, other["title"], other["text"], outlet="o%d" % n, published="2024-03-15") for n, other in enumerate(OTHERS)]
        rows = cluster([told(event, lang, lang, outlet=lang, published="2024-03-14") for lang in EVENTS[event]] + others)
        for other in others:
            row = rows[other["id"]]
            yield "other events there are other stories", row["cluster"] > len(EVENTS[event]), other["title"], row

# ---- all ----

LEAST = {
    "copies are tied to their originals": 264,
    "a paragraph is an excerpt": 22,
    "other events are no copies": 22,
    "rewrites beside their originals are tied": 12,
    "rewrites elsewhere are of the story": 8,
    "other pieces beside are no rewrites": 5,
    "forms filled anew are no copies": 82,
    "forms filled anew are stories of their own": 78,
    "follow-ups are of the story": 15,
    "neighbours are stories of their own": 14,
    "items of archives stand with their story alone": 115,
    "items of archives are no paraphrases": 164,
    "one event is one story in eleven languages": 39,
    "other events there are other stories": 23,
}

def main():
    found, all_of = collections.Counter(), collections.Counter()
    for part in (copies, rewrites, forms, pairs, archives, languages):
        for kind, good, key, row in part():
            all_of[kind] += 1
            found[kind] += good
            if not good and "--measure" in sys.argv:
                print("%s: %s: %s of %s, %s" % (kind, key, row["relation"], row["copy_of"], row["why"]))
    print("1..%d" % len(LEAST))
    for n, (kind, least) in enumerate(LEAST.items()):
        good = found[kind] >= least
        print("%sok %d - %s: %d of %d" % ("" if good else "not ", n + 1, kind, found[kind], all_of[kind]))
    return any(found[kind] < least for kind, least in LEAST.items())

if __name__ == "__main__":
    sys.exit(main())
