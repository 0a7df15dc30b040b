# SPDX-License-Identifier: Apache-2.0
"""The command as people and scripts use it, and the documents that show how."""
import pty, re, shlex
from nwflow import *

NEEDS_PARTS = {"classify", "evaluate", "match", "cluster", "check", "explain", "plugins"}


def run_command(*words, stdin=b""):
    parts = installed_options() if words[0] in NEEDS_PARTS else []
    if words[0] in ("explain", "plugins"):
        parts = parts[:4]
    done = subprocess.run(program("newswatch") + [words[0]] + parts + list(words[1:]), input=stdin, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=PATIENCE)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def on_terminal(*words, env=None):
    """What is printed, when standard output is a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(program("newswatch") + list(words), stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs,
                               env=dict(os.environ, **(env or {})))
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
    return text.decode().replace("\r\n", "\n")


def read(path):
    with open(os.path.join(SRC, path), encoding="utf-8") as f:
        return f.read()


def fenced(text, language):
    return re.findall(r"```%s\n(.*?)```" % language, text, re.S)


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def commands():
    code, out, _ = run_command("--help")
    check(code == 0, "--help: %d" % code)
    return [line.split()[0] for line in out.splitlines() if re.match(r"  [a-z]", line)]


# ---- classify and match ----


def bad_lines_cost_themselves_and_no_other(world):
    good = b'{"id":"%s","title":"Drone strike on the port","text":"A drone strike hit the port.","date":"never"}\n'
    lines = [good % b"first", b"\n", b"no json\n", b'{"id":"\xff"}\n', b'{"id":"huge","text":"' + b"x" * (9 << 20) + b'"}\n',
             b'{"id":"deep","text":' + b"[" * 50000 + b"\n", b"[]\n", good % b"last"]
    code, out, err = run_command("classify", stdin=b"".join(lines).rstrip(b"\n"))
    got = [json.loads(line) for line in out.splitlines()]
    check(code == 65 and len(err.splitlines()) == 1 and "line 3" in err and "4 more" in err, "%d %r" % (code, err))
    check([x["id"] for x in got] == ["first"] + [None] * 6 + ["last"], "ids %r" % [x["id"] for x in got])
    check(got[0]["topics"] == got[-1]["topics"] != [], "topics %r" % got[0])
    check(["error" in x for x in got] == [False, False] + [True] * 5 + [False], "errors %r" % out[:2000])


def match_answers_every_line_in_order(world):
    folder = world.daemon("").dir
    watches = write(folder, "w.yaml", "watches:\n- {name: even, query: even}\n- {name: both, query: 'even OR odd'}\n")
    items = "".join('{"id":"%d","text":"%s%s"}\n' % (i, "even" if i % 2 == 0 else "odd", " word" * (i % 400)) for i in range(3000))
    code, out, err = run_command("match", "--watches", watches, stdin=items.encode())
    got = [json.loads(line) for line in out.splitlines()]
    check(code == 0 and err == "", "%d %r" % (code, err))
    check(got == [{"id": str(i), "watches": ["even", "both"] if i % 2 == 0 else ["both"]} for i in range(3000)], "other answers")


def match_refuses_a_file_without_watches(world):
    watches = write(world.daemon("").dir, "w.yaml", "watch:\n- {name: even, query: even}\n")
    code, out, err = run_command("match", "--watches", watches, stdin=b'{"id":"1","text":"even"}\n')
    check(code == 78 and out == "" and err.count("\n") == 1 and "watches:" in err, "%d %r %r" % (code, out, err))


FLOODS = """topic: floods
description: Water where it should not be.
languages:
  en:
    terms:
      1.0: [flood*]
"""
FLOOD_TEXTS = ["The river rose and water stood in the streets.", "Boats carried people through water to the school.",
               "A flood took two bridges.", "Water came over the wall and the village was emptied."]
OTHER_TEXTS = ["The council talked about the school and its roof.", "Two bridges will be painted in the summer.",
               "Complaints came in a flood, said the minister.", "The village choir sang in the streets."]


def a_topic_is_learnt_measured_and_used(world):
    folder = world.daemon("").dir
    lexicon, model = write(folder, "floods.yaml", FLOODS), folder + "/floods.en.model"
    rows = [{"id": str(i), "text": (FLOOD_TEXTS if i % 2 else OTHER_TEXTS)[i // 2 % 4], "language": "en",
             "labels": ["floods"] if i % 2 else []} for i in range(80)]
    items = write(folder, "items.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    code, out, err = run_command("train", "--topic", "floods", "--lexicon", lexicon, "--out", model, items)
    told = json.loads(out)
    check(code == 0 and told["items"] == 80 and told["f1"] == 1 > told["lexicon_f1"], "%d %r %r" % (code, out, err))
    before = open(model, "rb").read()
    run_command("train", "--topic", "floods", "--lexicon", lexicon, "--out", model, items)
    check(open(model, "rb").read() == before and os.listdir(folder).count("floods.en.model.new") == 0, "another file")
    config = "instance: x\ncontact: a@example.org\nclassifiers:\n  - {name: t, type: %s, topics: [floods.yaml]%s}\n"
    lexicon_only = write(folder, "lexicon.yaml", config % ("lexicon", ""))
    linear = write(folder, "linear.yaml", config % ("linear", ", models: [floods.en.model]"))
    f1 = [json.loads(run_command("evaluate", "--topics", items, "--config", c)[1])["f1"] for c in (lexicon_only, linear)]
    check(f1[0] < 0.5 and f1[1] == 1, "F1 by lexicon and model: %r" % f1)
    code, out, err = run_command("classify", "--config", linear, stdin=b'{"id":"1","text":"Das Wasser stieg.","language":"de"}\n')
    check(json.loads(out) == {"id": "1", "topics": [], "no_opinion": ["floods"]}, "German: %r" % out)
    write(folder, "floods.en.model", before.decode().replace("topic: floods", "topic: storms"))
    code, out, err = run_command("classify", "--config", linear, stdin=b"{}\n")
    check(code == 78 and "floods.en.model" in err and "was changed" in err and len(err.splitlines()) == 1, "%d %r" % (code, err))


def every_mistake_of_a_topic_file_is_told(world):
    folder = world.daemon("").dir
    write(folder, "floods.yaml", FLOODS.replace("topic:", "tpic:").replace("terms:", "trms:"))
    config = write(folder, "c.yaml", "instance: x\ncontact: a@example.org\nclassifiers:\n  - {name: t, type: lexicon, topics: [floods.yaml]}\n")
    code, _, err = run_command("check", config)
    check(code == 78 and "floods.yaml:1:1: tpic: " in err and "floods.yaml:5:5: languages.en.trms: " in err, "%d %r" % (code, err))


def labels_that_cannot_be_used_are_named(world):
    folder = world.daemon("").dir
    lexicon = write(folder, "floods.yaml", FLOODS)
    for text, what in (('{"id":"1","text":"x"}', "line 1: no `labels`"), ('{"id":"1","labels":[1]}', "labels[0] is no text"),
                       ('{"id":"1","labels":[],"weight":0}', "`weight` must be over 0"),
                       ('{"id":"1","labels":[]}\n{"id":"1","labels":[]}', "line 2: the id 1 was on a line before"),
                       ('{"labels":[]}', "has no `id`"), ("nothing", "line 1:")):
        items = write(folder, "items.jsonl", text + "\n")
        code, out, err = run_command("evaluate", "--topics", items)
        check(code == 65 and what in err and out == "" and len(err.splitlines()) == 1, "%s: %d %r" % (text, code, err))
    code, _, err = run_command("evaluate", "--topics", write(folder, "items.jsonl", "\n"))
    check(code == 65 and "no labelled item" in err, "%d %r" % (code, err))
    items = write(folder, "items.jsonl", '{"id":"1","text":"x","labels":[]}\n')
    for words, status, what in ((["--topic", "floods"], 64, "--out FILE"), (["--topic", "strkes", "--out", folder + "/m", "--data-dir", os.path.join(SRC, "etc"), items], 66, 'did you mean "strikes"? (diplomacy, '),
                                (["--topic", "strikes", "--out", "/nowhere/m", items], 74, "/nowhere/m"),
                                (["--topic", "floods", "--lexicon", lexicon, "--out", folder + "/m", items], 65, "at least 10"),
                                (["--topic", "storms", "--lexicon", lexicon, "--out", folder + "/m", items], 78, "its topic is floods")):
        code, out, err = run_command("train", *words)
        check(code == status and what in err and len(err.splitlines()) == 1, "%s: %d %r" % (words, code, err))
    check(not os.path.exists(folder + "/m"), "a model of nothing")


WHY_WATCHES = """watches:
- {name: port strikes, query: 'port* NEAR/8 (strike OR walkout) NOT football'}
- {name: gas, query: 'gas AND pipeline NEAR/3 leak'}
- {name: talks, query: talks, topics: {diplomacy: 0.6}, languages: [de]}
"""
WHY_ITEM = {"id": "1", "title": "Gas and dockers", "text":
            "The port was shut. A walkout of dockers began. Gas came through the pipeline, which may, says its owner, "
            "one day leak. Talks went on."}


def match_explains_hits_and_misses(world):
    watches = write(world.daemon("").dir, "why.yaml", WHY_WATCHES)
    item = (json.dumps(WHY_ITEM) + "\n").encode()
    code, out, err = run_command("match", "--watches", watches, "--explain", stdin=item)
    got = json.loads(out)
    rows = {row["watch"]: row for row in got["explain"]}
    check(code == 0 and got["watches"] == ["port strikes"] and len(rows) == 3, "%d %r %r" % (code, err, got))
    near = rows["port strikes"]["clauses"][0]
    check(rows["port strikes"]["hit"] and near["clause"] == "port* NEAR/8 (strike OR walkout)" and
          near["places"] == [{"field": "body", "sentence": "The port was shut. A walkout of dockers began.",
                              "marks": [[4, 8], [21, 28]]}], "hit: %r" % near)
    far = rows["gas"]["clauses"][-1]
    check(not rows["gas"]["hit"] and [c["holds"] for c in rows["gas"]["clauses"]] == [True, False] and
          (far["at"], far["found"], far["wanted"]) == (8, 7, 3), "miss: %r" % rows["gas"])
    check([(c["kind"], c["holds"]) for c in rows["talks"]["conditions"]] == [("topic", False), ("language", False)],
          "conditions: %r" % rows["talks"])
    one = write(os.path.dirname(watches), "one.jsonl", item.decode())
    shown = ["match", "--watches", watches] + installed_options()
    text = on_terminal(*shown, "--watch", "gas", one, env={"NO_COLOR": "1"})
    check("    + gas\n" in text and "    - pipeline NEAR/3 leak: the nearest pair is 7 words apart" in text and
          "the *pipeline*, which may, says its owner, one day *leak*." in text and "port strikes" not in text, text)
    check("\x1b[1;33mleak\x1b[0m" in on_terminal(*shown, "--explain", one), "no colours")
    code, out, err = run_command("match", "--watches", watches, "--watch", "oil", stdin=item)
    check(code != 0 and 'no watch "oil"' in err, "%d %r" % (code, err))


def cluster_tells_copies_and_stories_in_order(world):
    say = lambda i: "Bridge number %d over the Orla was closed by inspector Petra Vann on Monday after cracks of %d metres had been found in its pillars." % (i, i + 2)
    item = lambda i, n, text: json.dumps({"id": "%d/%d" % (i, n), "text": text, "outlet": "o%d" % n, "date": "2026-03-%02dT08:00:00Z" % (1 + i % 20)}) + "\n"
    lines = "".join(item(i, 0, "".join(say(40 * i + k) + " " for k in range(6))) for i in range(400)) + "no item\n"
    lines += "".join(item(i, 1, "AGENCY - " + "".join(say(40 * i + k) + " " for k in range(5))) for i in range(400))
    code, out, err = run_command("cluster", "--explain", stdin=lines.encode())
    got = [json.loads(line) for line in out.splitlines()]
    check(code == 65 and "line 401" in err and len(got) == 801 and got[400]["error"], "%d %r" % (code, err))
    wrong = [x for i, x in enumerate(got[401:]) if (x["id"], x["copy_of"], x["relation"]) != ("%d/1" % i, "%d/0" % i, "copy") or x["cluster"] != got[i]["cluster"]]
    check(not wrong, "%d wrong: %r" % (len(wrong), wrong[:2]))


# ---- asking the daemon ----

CONFIG = """
instance: flow
contact: test@example.org
sources:
  - {name: counter, type: exec, argv: [/usr/bin/python3, '@DIR@/counter-source.py'], every: 5m, first_poll: all}
notifiers:
  - {name: spool, type: exec, argv: [/usr/bin/python3, '@DIR@/spool-notifier.py', '@DIR@/spool']}
watches:
  - {name: storms, query: storm, notify: [spool]}
"""


def programs_of_the_plugin_guide_work_as_printed(world):
    daemon = world.daemon(CONFIG)
    for text in fenced(read("docs/PLUGINS.md"), "python"):
        write(daemon.dir, re.match(r"# (\S+?):", text).group(1), text)
    os.mkdir(daemon.dir + "/spool")
    daemon.start()
    daemon.advance("1m")
    spool = lambda: sorted(open(daemon.dir + "/spool/" + n).read() for n in os.listdir(daemon.dir + "/spool") if ".new" not in n)
    until(lambda: len(spool()) == 2, "two alerts" + daemon.tail_of_log())
    daemon.advance("6m")
    until(lambda: len(spool()) == 4, "the cursor's next two" + daemon.tail_of_log())
    check(spool()[3] == "normal: Number 4\nhttps://count.example/4\n", repr(spool()))

    for words in (["status"], ["sources"], ["items"], ["alerts"], ["outbox"], ["notices"], ["set-aside"]):
        shown = on_terminal(words[0], "--control", daemon.control)
        check(shown and "{" not in shown, "%s on a terminal:\n%s" % (words, shown))
        check("\x1b" not in on_terminal(words[0], "--control", daemon.control, env={"NO_COLOR": "1"}), "%s has colours" % words)
    for words in (["items"], ["search", "number"]):
        gone, pipe = os.pipe()
        os.close(gone)
        command = program("newswatch") + words + ["--control", daemon.control]
        done = subprocess.run(command, stdout=pipe, stderr=subprocess.PIPE, timeout=PATIENCE)
        os.close(pipe)
        check((done.returncode, done.stderr) == (0, b""), "a reader went away: %s %r" % (words, done))
        with open("/dev/full", "wb") as full:
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, timeout=PATIENCE)
        check(done.returncode == 74 and b"No space left" in done.stderr, "a full disk: %s %r" % (words, done))
    why = on_terminal("why", "--control", daemon.control, "https://count.example/4")
    check("watches storms" in why and "sent to spool/spool" in why, why)
    for code, words in ((64, ["outbox", "drop", "x"]), (64, ["outbox", "foo"]), (64, ["outbox", "x", "y"]), (66, ["forget", "nobody"]),
                        (66, ["release", "nobody"]), (66, ["poll", "nobody"]), (66, ["test-alert", "nobody"]),
                        (66, ["why", "https://nowhere.example/"]), (66, ["outbox", "show", "nothing"]), (64, ["items", "--limit", "0"])):
        got, out, err = run_command(words[0], "--control", daemon.control, *words[1:])
        check(got == code and out == "" and len(err.splitlines()) == 1, "%s: %d %r %r" % (words, got, out, err))
    daemon.stop()


# ---- documents ----


def every_command_and_option_stands_in_the_manual(world):
    page = read("docs/newswatch.1").replace("\\-", "-")
    for name in commands():
        check(re.search(r"\.It Ic %s\b|^\.Ic .*\b%s\b|\bIc %s\b" % (name, name, name), page, re.M), "newswatch.1 lacks " + name)
        for option in re.findall(r"^  --([a-z-]+)", run_command(name, "--help")[1], re.M):
            check(re.search(r"Fl -%s\b" % option, page), "newswatch.1 lacks --%s of %s" % (option, name))


def what_is_mistyped_names_the_nearest(world):
    for words in (["explain", "emial"], ["explain", "email.tto"], ["explain", "fetch.evry"], ["explain", "contct"]):
        code, out, err = run_command(*words)
        check(code == 66 and out == "" and "did you mean" in err and len(err.splitlines()) == 1, "%s: %d %r" % (words, code, err))
    for words in (["statsu"], ["help", "statsu"]):
        code, out, err = run_command(*words)
        check(code == 64 and out == "" and 'did you mean "status"?' in err, "%s: %d %r" % (words, code, err))
    code, _, err = run_command("\x1b[31mstatus")
    check(code == 64 and "\x1b" not in err, "%d %r" % (code, err))


def every_option_of_the_daemon_stands_in_its_manual(world):
    page = read("docs/newswatchd.8")
    shown = subprocess.run(program("newswatchd") + ["--help"], stdout=subprocess.PIPE).stdout.decode()
    for option in re.findall(r"--([a-z-]+)", shown):
        check("Fl -" + option in page, "newswatchd.8 lacks --" + option)


def manual_pages_are_well_formed(world):
    if not shutil.which("mandoc"):
        return
    for name in sorted(os.listdir(os.path.join(SRC, "docs"))):
        if re.search(r"\.[1-8]$", name):
            done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", os.path.join(SRC, "docs", name)], stdout=subprocess.PIPE)
            check(done.returncode == 0, done.stdout.decode())


def configurations_of_the_documents_pass_the_check(world):
    folder = world.daemon("").dir
    shown = fenced(read("README.md"), "yaml")
    check(shown, "README.md shows no configuration")
    for text in shown:
        code, _, err = run_command("check", "--no-secrets", write(folder, "readme.yaml", text))
        check(code == 0, "README.md: %d %s" % (code, err))
    code, _, err = run_command("check", "--no-secrets", os.path.join(SRC, "etc/newswatch.yaml"))
    check(code == 0, "etc/newswatch.yaml: %d %s" % (code, err))


def check_runs_examples_and_keeps_warnings_off_standard_error(world):
    daemon = world.daemon("contact: a@b.example\nclassifiers:\n- {name: lex, type: lexicon, topics: [strikes.yaml]}\n"
                          "notifiers:\n- {name: term, type: console}\n"
                          "watches:\n- {name: far, query: port NEAR/12 fire, notify: [term]}\n")
    topic = read("etc/topics/strikes.yaml")
    write(daemon.dir, "strikes.yaml", topic)
    code, out, err = run_command("check", "--config", daemon.config)
    check(code == 0 and err == "" and "over 10 words" in out, "%d %r %r" % (code, out, err))
    example = re.search(r"^( +)must:\n +- .*\n", topic, re.M)
    write(daemon.dir, "strikes.yaml", topic.replace(example.group(), example.group(1) + "must:\n" + example.group(1) +
                                                    "  - Gardeners met for tea.\n"))
    line = topic[:example.start()].count("\n") + 2
    code, out, err = run_command("check", daemon.config)
    check(code == 78 and "strikes.yaml:%d:" % line in err and out == "", "%d %r %r" % (code, out, err))


def check_warns_of_places_that_are_missing(world):
    daemon = world.daemon("contact: a@b.example\nstate_dir: @DIR@/no/state\nnotifiers:\n- {name: log, type: file, path: @DIR@/none/x.jsonl}\n"
                          "- {name: here, type: file, path: @DIR@/x.jsonl}\n"
                          "- {name: run, type: exec, argv: [@DIR@/none.sh]}\n- {name: text, type: exec, argv: [@DIR@/text]}\n")
    write(daemon.dir, "text", "no program")
    code, out, err = run_command("check", daemon.config)
    told = [json.loads(line).get("problem", "") for line in out.splitlines()][:-1]
    check(code == 0 and err == "" and len(told) == 4, "%d %r %r" % (code, out, err))
    for words in ("%s/no does not exist", "notifier log: the folder %s/none does", "run: the program %s/none.sh does not",
                  "text: the program %s/text is not exec"):
        check(any(words % daemon.dir in line and "warning" in line for line in told), words + ": " + out)


def check_online_polls_each_source_once(world):
    outlet = world.outlet()
    outlet.put("/feed", rss("Test", [quiet(1), quiet(2)]))
    row = "- {name: %%s, type: feed, url: '%s/%%s', allow_private: %%s}\n" % outlet.url
    daemon = world.daemon("contact: a@b.example\nnotifiers:\n- {name: term, type: console}\nsources:\n" +
                          row % ("good", "feed", "true") + row % ("gone", "none", "true") + row % ("guarded", "feed", "false"))
    code, out, err = run_command("check", "--online", daemon.config)
    rows = {x["source"]: x for x in map(json.loads, out.splitlines())}
    check(code == 69 and err.splitlines() == ["newswatch check: 2 of 3 sources could not be read"], "%d %r" % (code, err))
    check(rows["good"]["items"] == 2 and "404" in rows["gone"]["detail"] and "guard" in rows["guarded"]["detail"], "%r" % rows)
    check(outlet.count("/feed") == 1, "polled %d times" % outlet.count("/feed"))


def completion_offers_commands_and_their_options(world):
    folder = world.daemon("").dir
    script = write(folder, "completion.bash", run_command("completion")[1])
    ask = 'source %s; COMP_WORDS=(%s); COMP_CWORD=%d; _newswatch; echo "${COMPREPLY[*]}"'
    for words, at, wants in ((["newswatch", "sta"], 1, "status"), (["newswatch", "outbox", "--re"], 2, "--reason"),
                             (["newswatch", "outbox", "rep"], 2, "replay"), (["newswatch", "--he"], 1, "--help"),
                             (["newswatch", "help", "sea"], 2, "search"), (["newswatch", "parse", "comp"], 2, "completion.bash"),
                             (["newswatch", "poll", "comp"], 2, "")):
        done = subprocess.run(["bash", "-c", ask % (shlex.quote(script), " ".join(words), at)], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, cwd=folder)
        check(done.stdout.decode().strip() == wants, "%s: %r" % (words, done.stdout))


def a_plugin_from_outside_is_used_and_a_broken_one_refused(world):
    built = os.path.join(BUILD, "plugins/skeleton/.libs/skeleton_source.so")
    if not os.path.exists(built):
        return
    daemon = world.daemon("contact: a@b.example\nplugins: [skeleton_source.so]\n"
                          "sources:\n- {name: lines, type: skeleton-source, url: 'file://@DIR@/lines', first_poll: all, every: 5m}\n")
    shutil.copy(built, daemon.dir)
    write(daemon.dir, "lines", "A title\thttps://a.example/1\n")
    check("skeleton-source" in run_command("plugins", "--config", daemon.config)[1], "plugins")
    check("prefix" in run_command("explain", "--config", daemon.config, "skeleton-source")[1], "explain")
    daemon.start()
    daemon.advance("1m")
    until(lambda: [i["title"] for i in daemon.ask("items")] == ["A title"], "the item" + daemon.tail_of_log())
    write(daemon.dir, "broken.so", "no object\n")
    daemon.write(open(daemon.config).read().replace("[skeleton_source.so]", "[skeleton_source.so, broken.so]"))
    code, _, err = run_command("check", daemon.config)
    check(code == 78 and "broken.so" in err and len(err.splitlines()) == 1, "%d %r" % (code, err))
    code, out, err = run_command("reload", "--control", daemon.control)
    check(code == 78 and "broken.so" in out + err, "%d %r %r" % (code, out, err))
    daemon.stop()


if __name__ == "__main__":
    run([v for k, v in list(globals().items()) if callable(v) and getattr(v, "__module__", "") == "__main__"
         and k not in ("run_command", "on_terminal", "read", "fenced", "write", "commands")])
