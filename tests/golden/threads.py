#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""How mail programs thread the alerts of stories.

The alerts of tests/golden/alert are rendered by the email notifier as those
of several watches, stories and receivers, read by Python's parser, and put
into threads as mail programs do it: by the algorithm of J. Zawinski (with the
base subject of RFC 5256) as Thunderbird, mutt and IMAP servers do; as Gmail,
which also parts a thread where the subject changes; by Outlook's headers.
Prints TAP."""
import base64, collections, datetime, email, email.header, email.policy, glob, hashlib, json, os, random, re, subprocess, sys

SRC = os.environ.get("NW_SRC", os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
BUILD = os.environ.get("NW_BUILD", os.getcwd())
NAMES = ["first", "update", "reminder"]
WIDE = "Докеры бастуют: «порты» закрыты, 港湾スト, %s" % ("длинный заголовок " * 12).strip()

def delivery(watch, story, receiver, revision):
    return hashlib.md5(repr((watch, story, receiver, revision)).encode()).hexdigest()

def load(name):
    with open("%s/tests/golden/alert/%s.json" % (SRC, name)) as f:
        return json.load(f)

def job(watch, story, receiver, revision, name, title):
    alert = load(name)
    if title:
        alert["title"] = title
    alert.update(watch=watch, story=story, revision=revision)
    return {"delivery": delivery(watch, story, receiver, revision), "thread": delivery(watch, story, receiver, 1),
            "destination": receiver, "alert": alert, "key": (watch, story, receiver)}

def jobs():
    """Three alerts each of: two watches on one story, a second story, a second receiver, a title beyond ASCII."""
    rows = []
    for watch, story, receiver, title in [("Ports", "s1", "a@example.net", None), ("Strikes", "s1", "a@example.net", None),
                                          ("Ports", "s2", "a@example.net", "Another story"), ("Ports", "s1", "b@example.net", None),
                                          ("Ports", "s3", "a@example.net", WIDE)]:
        rows += [job(watch, story, receiver, n + 1, name, title) for n, name in enumerate(NAMES)]
    return rows

def render(rows):
    text = "".join(json.dumps({k: v for k, v in row.items() if k != "key"}) + "\n" for row in rows)
    run = subprocess.run([BUILD + "/tests/golden/mail_render"], input=text.encode(), stdout=subprocess.PIPE, timeout=600, check=True)
    return [json.loads(line) for line in run.stdout.decode().splitlines()]

def plain(value):
    return str(email.header.make_header(email.header.decode_header(re.sub(r"\r?\n", "", str(value)))))

def ids(value):
    return re.findall(r"<([^<>\s]+)>", str(value or ""))

def base_subject(subject):
    """RFC 5256, 2.1."""
    before = None
    subject = " ".join(subject.split())
    while subject != before:
        before = subject
        subject = re.sub(r"(?i)\s*\(fwd\)$", "", subject).strip()
        subject = re.sub(r"(?i)^(\[[^\[\]]*\]\s*)*(re|fwd?)\s*(\[[^\[\]]*\])?:\s*", "", subject)
        rest = re.sub(r"^\[[^\[\]]*\]\s*", "", subject)
        subject = rest or subject
    return subject

class Container:
    def __init__(self):
        self.message = self.parent = None
        self.children = []

    def holds(self, other):
        return self is other or any(child.holds(other) for child in self.children)

def link(parent, child):
    if child.parent or parent.holds(child) or child.holds(parent):
        return
    child.parent = parent
    parent.children.append(child)

def jwz(messages):
    """Message-ID -> a name of its thread, by references alone."""
    table = collections.defaultdict(Container)
    for message in messages:
        own = ids(message["Message-ID"])[0]
        table[own].message = message
        refs = ids(message["References"]) or ids(message["In-Reply-To"])[:1]
        for parent, child in zip(refs, refs[1:]):
            link(table[parent], table[child])
        if refs and table[own].parent is None:
            link(table[refs[-1]], table[own])
    def root(at):
        return root(at.parent) if at.parent else at
    return {key: id(root(at)) for key, at in table.items() if at.message is not None}

def gmail(messages):
    """The same, of one base subject only."""
    thread = jwz(messages)
    return {ids(m["Message-ID"])[0]: (thread[ids(m["Message-ID"])[0]], re.sub(r"(?i)^(re: *)+", "", plain(m["Subject"]))) for m in messages}

def outlook(messages):
    return {ids(m["Message-ID"])[0]: base64.b64decode(str(m["Thread-Index"]))[6:22] for m in messages}

class Checks:
    def __init__(self):
        self.run = self.failed = 0

    def check(self, holds, name):
        self.run += 1
        self.failed += not holds
        print("%sok %d - %s" % ("" if holds else "not ", self.run, name))

def groups(threads, keys):
    """True when messages share a thread where they share a key, and only there."""
    by_thread, by_key = collections.defaultdict(set), collections.defaultdict(set)
    for message_id, thread in threads.items():
        by_thread[thread].add(keys[message_id])
        by_key[keys[message_id]].add(thread)
    return all(len(s) == 1 for s in by_thread.values()) and all(len(s) == 1 for s in by_key.values())

def check_parts(checks, message):
    text, html = [p for p in message.walk() if not p.is_multipart()]
    words, markup = (p.get_payload(decode=True).decode() for p in (text, html))
    checks.check([p.get_content_type() for p in (text, html)] == ["text/plain", "text/html"] and not any(p.defects for p in message.walk()),
                 "an update is text and HTML, without defects")
    at = [words.find(w) for w in ("Update 2: ", "hurt: 12 -> 17", "5 independent, 12 outlets", "17 hurt as police", "text of their own", "copy of Le Canal")]
    checks.check(-1 not in at and at == sorted(at), "it says what is new, counts, shows the item, who reports and who copies, in this order")
    seen = re.sub(r"<[^>]*>", "", markup[markup.index("<body"):]).strip()
    checks.check(seen.startswith("hurt: 12 -&gt; 17"), "lists of mails show what is new first")
    checks.check(not re.search(r"(?i)confirm|verif", words + markup), "nothing is said to be true")

def index_time(message):
    """When the message of this Thread-Index was sent, by [MS-OXOMSG] 2.2.1.3."""
    raw = base64.b64decode(str(message["Thread-Index"]))
    ticks = int.from_bytes(raw[:6], "big") << 16
    if len(raw) == 27:
        ticks += (int.from_bytes(raw[22:26], "big") & 0x7fffffff) << 18
    return datetime.datetime(1601, 1, 1) + datetime.timedelta(microseconds=ticks // 10)

def main():
    rows = jobs()
    raw = render(rows)
    messages = [email.message_from_bytes(text.encode(), policy=email.policy.compat32) for text in raw]
    keys = {ids(m["Message-ID"])[0]: row["key"] for m, row in zip(messages, rows)}
    checks = Checks()
    checks.check(len(keys) == len(rows), "each delivery has a Message-ID of its own")
    checks.check(all(m["References"] is None and m["In-Reply-To"] is None and not plain(m["Subject"]).startswith("Re:")
                     for m, r in zip(messages, rows) if r["alert"]["revision"] == 1), "a first alert answers nothing")
    checks.check(all(ids(m["References"]) == ids(m["In-Reply-To"]) == [r["thread"] + "@example.org"]
                     for m, r in zip(messages, rows) if r["alert"]["revision"] > 1), "updates answer the first alert of their receiver")
    checks.check(all(plain(m["Subject"]) == ("Re: " if r["alert"]["revision"] > 1 else "") + "[newswatch] " + r["alert"]["title"]
                     for m, r in zip(messages, rows)), "subjects differ in Re: alone")
    checks.check(all(base_subject(plain(m["Subject"])) == base_subject(r["alert"]["title"]) for m, r in zip(messages, rows)),
                 "the base subject is the title")
    checks.check(all(len(line) <= 78 for text in raw for line in text.split("\r\n\r\n")[0].split("\r\n")), "header lines are short")
    shuffled = messages[:]
    random.Random(5).shuffle(shuffled)
    for name, order in (("as sent", messages), ("backwards", messages[::-1]), ("shuffled", shuffled)):
        checks.check(groups(jwz(order), keys), "one thread a watch, story and receiver by references, %s" % name)
        checks.check(groups(gmail(order), keys), "the same as Gmail parts threads, %s" % name)
        checks.check(groups(outlook(order), keys), "the same by Outlook's headers, %s" % name)
    lost = [m for m, r in zip(messages, rows) if r["alert"]["revision"] > 1]
    checks.check(groups(jwz(lost), keys), "updates stay together where the first was deleted")
    checks.check(all(plain(m["Thread-Topic"]) == re.sub("^Re: ", "", plain(m["Subject"])) for m in messages), "Thread-Topic is the subject of the first")
    sent = [datetime.datetime(2026, 11, 22, 9, 14), datetime.datetime(2026, 11, 22, 10, 5)]
    checks.check(all(abs(index_time(m) - at) < datetime.timedelta(seconds=1) for m, at in zip(messages, sent)),
                 "Thread-Index tells when the story began and when the update was sent")
    check_parts(checks, messages[1])
    print("1..%d" % checks.run)
    return checks.failed > 0

if __name__ == "__main__":
    sys.exit(main())
