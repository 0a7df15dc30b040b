# SPDX-License-Identifier: Apache-2.0
"""Remote classifiers: a late verdict adds an alert once, whatever the endpoint does the local one goes out."""
import re
from nwflow import *
from command import on_terminal

CONFIG = """
instance: flow
contact: test@example.org
fetch: {host_spacing: 0s}
sources:
  - {name: wires, type: feed, url: '%(outlet)s/feed', every: 5m, allow_private: true, first_poll: all, full_text: never}
classifiers:
  - {name: words, type: lexicon, topics: ['@SRC@/etc/topics/strikes.yaml']}
%(remote)s
notifiers:
  - {name: log, type: file, path: '@DIR@/alerts.jsonl'}
  - {name: operator, type: file, path: '@DIR@/operator.jsonl'}
operator: [operator]
watches:
  - {name: attacks, topics: {strikes: 0.5}, notify: [log]}
  - {name: floods, topics: {floods: 0.5}, notify: [log]}
""".replace("@SRC@", os.path.abspath(SRC))
REMOTE = """  - {name: oracle, type: remote, url: '%s', model: judge-1, allow_private: true,
     key: !env NW_FLOW_KEY, topics: {strikes: Military attacks., floods: 'Water where none should be.'}, %s}"""
KEY = "sk-flow-1234567890"
FLOOD = ("flood-%d", "The river rose over the village, day %d",
         "Water stood in the streets of the village, and people were brought to the school on the hill, on day %d.")


def flood(n):
    return tuple(part % n for part in FLOOD)


def chat(topics, message=None):
    """An answer as OpenAI's chat completions give it."""
    if message is None:
        message = json.dumps({"topics": [{"name": n, "score": s, "quotes": q} for n, s, q in topics]})
    return json.dumps({"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "judge-1",
                       "choices": [{"index": 0, "message": {"role": "assistant", "content": message, "refusal": None},
                                    "logprobs": None, "finish_reason": "stop"}],
                       "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}})


def says(topics, message=None):
    return lambda asked: (200, {}, chat(topics, message))


def judge(asked):
    """A good model: it knows a river, and is unsure of strikes."""
    river = "river" in item_of(asked)["title"]
    return 200, {}, chat([("floods", 0.9 if river else 0.01, ["Water stood in the streets"]), ("strikes", 0.1, [])])


class Model:
    """An endpoint of chat completions. `answer` says (status, headers, body) to a request; None: it never answers."""

    def __init__(self):
        self.asked, self.lock, self.ended = [], threading.Lock(), threading.Event()
        self.answer = judge
        model = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                asked = {"path": self.path, "headers": {k.lower(): v for k, v in self.headers.items()},
                         "body": json.loads(self.rfile.read(int(self.headers["Content-Length"])))}
                with model.lock:
                    model.asked.append(asked)
                    answer = model.answer(asked)
                if answer is None:
                    model.ended.wait()
                    return
                status, headers, body = answer
                self.send_response(status)
                for key, value in headers.items():
                    self.send_header(key, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *args):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = "http://127.0.0.1:%d/v1/chat/completions" % self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def count(self):
        with self.lock:
            return len(self.asked)

    def close(self):
        self.ended.set()
        self.server.shutdown()
        self.server.server_close()


def item_of(asked):
    return json.loads(asked["body"]["messages"][1]["content"])


def prepared(world, options="ask: all"):
    """An outlet, an endpoint and a daemon that was not started."""
    os.environ["NW_FLOW_KEY"] = KEY
    outlet, model = world.outlet(), world.add(Model())
    outlet.put("/feed", rss("Wires", [strike(1), flood(1)]))
    daemon = world.daemon(CONFIG % {"outlet": outlet.url, "remote": REMOTE % (model.url, options)})
    return outlet, model, daemon


def watches(daemon):
    return sorted(a["watch"] for a in alerts(daemon))


def remote(daemon):
    return daemon.status()["store"]["remote"][0]


def sent(daemon, count):
    """What a receiver took is known as sent: a kill repeats no delivery then."""
    until(lambda: len(daemon.outbox("sent")) == count, "%d deliveries that are sent: %r" % (count, daemon.outbox()))


def ended(daemon):
    """Every request was answered, one way or the other."""
    row = remote(daemon)
    return row["requests"] == row["answered"] + row["failed"] + row["refused"]


def told(daemon):
    """Titles of what the operator was told."""
    path = daemon.dir + "/operator.jsonl"
    if not os.path.exists(path):
        return []
    with open(path) as f:
        return [json.loads(line)["title"] for line in f if line.endswith("\n")]


def questions(daemon, url):
    return [line for line in daemon.ask("why", url) if line.get("type") == "question"]


def a_late_verdict_raises_an_alert_and_says_where_it_comes_from(world):
    outlet, model, daemon = prepared(world)
    daemon.begin_a_day().advance("1m")
    until(lambda: watches(daemon) == ["attacks", "floods"], "both alerts: %r" % watches(daemon))
    until(lambda: remote(daemon)["answered"] == 2, "two answers: %r" % remote(daemon))
    asked = model.asked[0]
    check(asked["headers"]["authorization"] == "Bearer " + KEY, asked["headers"])
    check(asked["path"] == "/v1/chat/completions" and asked["body"]["model"] == "judge-1", asked)
    late = [a for a in alerts(daemon) if a["watch"] == "floods"][0]["items"][0]
    check({t["name"]: t["score"] for t in late["topics"]}["floods"] == 0.9, late["topics"])
    check("Water stood in the streets" in late["excerpt"], late["excerpt"])
    row = questions(daemon, "https://outlet.example/flood-1")[0]
    check(row["state"] == "answered" and row["requests"] == 1 and row["asked"] and row["took_ms"] >= 0, row)
    check({"name": "floods", "score": 0.9, "local": None} in row["topics"], row)
    # the attack was alerted before it was judged, and stays so
    row = questions(daemon, "https://outlet.example/strike-1")[0]
    check([t for t in row["topics"] if t["name"] == "strikes"][0]["local"] > 0.5, row)
    shown = on_terminal("why", "--control", daemon.control, "https://outlet.example/flood-1")
    check(re.search(r"classifier oracle answered in \d+\.\d s, asked \d{4}-.*: floods 0\.90 \(nothing here\), strikes 0\.10", shown), shown)
    shown = on_terminal("status", "--control", daemon.control)
    check("classifier  oracle: 2 requests, 2 of 60 this hour" in shown, shown)
    hit = [line for line in daemon.ask("why", "https://outlet.example/flood-1")
           if line.get("watch") == "floods" and line["type"] == "watch"]
    check(hit and hit[0]["hit"] and hit[0]["was_hit"], hit)
    daemon.stop()


def the_key_is_in_no_log_no_process_list_and_no_state(world):
    outlet, model, daemon = prepared(world)
    model.answer = lambda asked: (401, {}, json.dumps({"error": {"message": "Incorrect API key provided: " + KEY}}))
    daemon.start().advance("1m")
    until(lambda: remote(daemon)["failed"] >= 1, "a failure: %r" % remote(daemon))
    for pid in os.listdir("/proc"):
        try:
            with open("/proc/%s/cmdline" % pid, "rb") as f:
                check(KEY.encode() not in f.read(), "the key is in a command line")
        except OSError:
            continue
    daemon.stop()
    check(KEY not in daemon.log_text(), "the key is in the log")
    for name in os.listdir(daemon.state):
        with open(os.path.join(daemon.state, name), "rb") as f:
            check(KEY.encode() not in f.read(), "the key is in " + name)


def a_kill_between_question_and_answer_costs_one_request_and_no_alert(world):
    outlet, model, daemon = prepared(world, "ask: all, parallel: 1")
    answer = model.answer
    model.answer = lambda asked: None  # hangs: the question is under way
    daemon.start().advance("1m")
    until(lambda: model.count() == 1, "a question")
    sent(daemon, 1)
    daemon.kill()
    model.answer = answer
    daemon.start().advance("1m")
    until(lambda: remote(daemon)["answered"] == 2, "two answers: %r" % remote(daemon))
    until(lambda: watches(daemon) == ["attacks", "floods"], "the late alert once: %r" % watches(daemon))
    check(model.count() == 3 and remote(daemon)["requests"] == 3, remote(daemon))
    sent(daemon, 2)
    # what was answered is not asked again, and not told again
    daemon.kill()
    daemon.start().advance("10m")
    until(lambda: daemon.status()["polls"]["unchanged"] >= 1, "a poll after the second start")
    check(model.count() == 3, "asked again what was answered")
    check(watches(daemon) == ["attacks", "floods"], watches(daemon))
    daemon.stop()


def whatever_the_endpoint_answers_the_local_alert_goes_out(world):
    outlet, model, daemon = prepared(world, "ask: all, parallel: 1")
    answers = [(500, {}, "oops"), (200, {}, "<html>"), (200, {}, chat([], "I would say floods.")),
               (200, {}, chat([("weather", 1, []), ("floods", 7, [])])),
               (200, {}, json.dumps({"choices": [{"message": {"content": None, "refusal": "No."}, "finish_reason": "stop"}]})),
               (429, {"Retry-After": "7200"}, "{}")]
    given = []

    def answer(asked):
        given.append(answers[len(given) % len(answers)])
        return given[-1]
    model.answer = answer
    outlet.put("/feed", rss("Wires", [strike(n) for n in range(1, 5)]))
    daemon.start().advance("1m")
    until(lambda: "attacks" in watches(daemon), "a local alert: %r" % watches(daemon))

    def gone():
        # a request takes real time: the clock goes on when each has its answer
        until(lambda: ended(daemon), "an end of what is asked: %r" % remote(daemon))
        if len(given) >= len(answers):
            return True
        daemon.advance("3m")
    until(gone, "every answer given: %d" % len(given))
    until(lambda: remote(daemon)["failed"] >= 5, "counted failures: %r" % remote(daemon))
    check(remote(daemon)["refused"] == 1 and remote(daemon)["answered"] == 0, remote(daemon))
    check(told(daemon).count("the classifier oracle does not answer") == 1, told(daemon))
    check(remote(daemon)["error"] == "the endpoint answered with HTTP 429, too many requests", remote(daemon))
    check(remote(daemon)["resting"], "not resting after Retry-After")
    check(set(watches(daemon)) == {"attacks"}, watches(daemon))
    # within the two hours nobody asks; questions that waited an hour are given up
    before = model.count()
    daemon.pass_time(100, 20)
    check(model.count() == before, "asked in spite of Retry-After")
    until(lambda: daemon.status()["store"]["questions_waiting"] == 0, "an end of the questions")
    row = questions(daemon, "https://outlet.example/strike-1")[0]
    check(row["state"] in ("given_up",) and row["reason"], row)
    daemon.stop()


def a_hanging_endpoint_is_given_up_by_its_time_out(world):
    outlet, model, daemon = prepared(world, "ask: all, timeout: 1s")
    model.answer = lambda asked: None
    daemon.start().advance("1m")
    until(lambda: watches(daemon) == ["attacks"], "the local alert: %r" % watches(daemon))
    until(lambda: remote(daemon)["failed"] >= 2, "time-outs: %r" % remote(daemon))
    check("timeout" in remote(daemon)["error"], remote(daemon))
    daemon.stop()


def what_is_over_the_budget_is_not_asked_and_counted(world):
    outlet, model, daemon = prepared(world, "ask: all, per_hour: 3, per_day: 4, parallel: 1")
    outlet.put("/feed", rss("Wires", [flood(n) for n in range(1, 8)]))
    daemon.begin_a_day().advance("1m")
    until(lambda: remote(daemon)["over_budget"] == 4, "four without budget: %r" % remote(daemon))
    until(lambda: remote(daemon)["answered"] == 3, "three answers: %r" % remote(daemon))
    check(model.count() == 3, model.count())
    until(lambda: told(daemon) == ["the budget of oracle is used up"], told(daemon))
    states = [questions(daemon, "https://outlet.example/flood-%d" % n)[0]["state"] for n in range(1, 8)]
    check(states.count("over_budget") == 4 and states.count("answered") == 3, states)
    # a restart gives no budget back; the next hour does, as far as the day goes
    daemon.kill()
    outlet.put("/feed", rss("Wires", [flood(n) for n in range(8, 10)]))
    daemon.start().poll("wires")
    until(lambda: remote(daemon)["over_budget"] == 6, "six without budget: %r" % remote(daemon))
    daemon.pass_time(60, 20)
    outlet.put("/feed", rss("Wires", [flood(n) for n in range(10, 13)]))
    daemon.poll("wires")
    until(lambda: remote(daemon)["over_budget"] == 8, "eight without budget: %r" % remote(daemon))
    check(model.count() == 4, model.count())
    daemon.stop()


def the_same_text_is_asked_about_once(world):
    outlet, model, daemon = prepared(world)
    outlet.put("/feed", rss("Wires", [flood(1)]))
    daemon.start().advance("1m")
    until(lambda: watches(daemon) == ["floods"], "an alert: %r" % watches(daemon))
    one = flood(1)
    outlet.put("/feed", rss("Wires", [("other",) + one[1:], one]))
    daemon.advance("6m")
    until(lambda: remote(daemon)["cached"] == 1, "an answer that is known: %r" % remote(daemon))
    until(lambda: questions(daemon, "https://outlet.example/other")[0]["state"] == "answered", "its question's end")
    check(model.count() == 1, model.count())
    row = questions(daemon, "https://outlet.example/other")[0]
    check(row["requests"] == 0 and row["topics"][0]["score"] == 0.9, row)
    daemon.stop()


def only_items_near_the_decision_are_asked_about(world):
    # of floods nobody here has an opinion: with them all items would be near
    outlet, model, daemon = prepared(world)
    daemon.write(CONFIG.replace("  - {name: floods, topics: {floods: 0.5}, notify: [log]}\n", "")
                 % {"outlet": outlet.url, "remote": REMOTE.replace(", floods: 'Water where none should be.'", "")
                    % (model.url, "ask: near, near_from: 0.3, near_to: 0.7")})
    outlet.put("/feed", rss("Wires", [strike(1), quiet(1)]))
    daemon.start().advance("1m")
    until(lambda: watches(daemon) == ["attacks"], "the local alert: %r" % watches(daemon))
    row = questions(daemon, "https://outlet.example/quiet-1")[0]
    check(row["state"] == "not_asked" and row["reason"] == "no local score of its topics is from 0.30 to 0.70", row)
    check(model.count() == 0, "asked of what is clear")
    daemon.stop()


def an_item_is_asked_about_where_a_topic_would_make_a_watch_hit(world):
    outlet, model, daemon = prepared(world, "ask: hit, max_text: 100")
    outlet.put("/feed", rss("Wires", [flood(1)]))
    daemon.start().advance("1m")
    until(lambda: watches(daemon) == ["floods"], "the late alert: %r" % watches(daemon))
    check(len(item_of(model.asked[0])["text"]) == 100, item_of(model.asked[0]))
    daemon.write(CONFIG.replace("floods, topics: {floods: 0.5}", "floods, query: drone*, topics: {floods: 0.5}")
                 .replace("attacks, topics: {strikes: 0.5}", "attacks, query: drone*, topics: {strikes: 0.5}")
                 % {"outlet": outlet.url, "remote": REMOTE % (model.url, "ask: hit, max_text: 100")})
    daemon.ask("reload")
    outlet.put("/feed", rss("Wires", [flood(2)]))
    daemon.advance("6m")
    url = "https://outlet.example/flood-2"
    until(lambda: daemon.ask("why", url, fail=False), "the second item")
    check(questions(daemon, url)[0]["reason"] == "none of its topics would make a watch hit", questions(daemon, url))
    check(model.count() == 1, model.count())
    daemon.stop()


def a_topic_that_nobody_here_knows_is_asked_about_by_default(world):
    outlet, model, daemon = prepared(world, "format: plain")
    model.answer = lambda asked: (200, {}, json.dumps({"topics": [{"name": "floods", "score": 0.8, "quotes": ["on the hill"]}]}))
    outlet.put("/feed", rss("Wires", [flood(1)]))
    daemon.start().advance("1m")
    until(lambda: watches(daemon) == ["floods"], "the late alert: %r" % watches(daemon))
    body = model.asked[0]["body"]
    check(body["version"] == 1 and [t["name"] for t in body["topics"]] == ["strikes", "floods"], body)
    check(body["item"]["title"] == flood(1)[1] and "messages" not in body, body)
    daemon.stop()


def an_article_that_talks_to_the_model_changes_its_own_scores_alone(world):
    outlet, model, daemon = prepared(world)
    # a model that obeys whatever it reads
    model.answer = says([("floods", 1, ["not in the text"]), ("diplomacy", 1, []), ("attacks", 1, [])])
    outlet.put("/feed", rss("Wires", [quiet(1)]))
    daemon.start().advance("1m")
    until(lambda: watches(daemon) == ["floods"], "an alert: %r" % watches(daemon))
    item = alerts(daemon)[0]["items"][0]
    check([t["name"] for t in item["topics"]] == ["floods"], item["topics"])
    check("not in the text" not in json.dumps(item), item)
    daemon.stop()


def a_private_endpoint_needs_leave_and_a_key_needs_https(world):
    outlet, model, daemon = prepared(world)
    public = CONFIG % {"outlet": outlet.url, "remote": (REMOTE % (model.url, "ask: all")).replace("allow_private: true", "enabled: true")}
    daemon.write(public)

    def problems():
        done = subprocess.run(program("newswatch") + ["check"] + installed_options() + ["--config", daemon.config],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
        return done.returncode, done.stdout.decode()
    code, text = problems()
    check(code != 0 and "a secret cannot be sent in the clear; allowed: https, or allow_private" in text, text)
    daemon.write(public.replace("key: !env NW_FLOW_KEY, ", ""))
    check(problems()[0] == 0, problems()[1])
    daemon.start().advance("1m")
    until(lambda: remote(daemon)["failed"] >= 1, "a refusal: %r" % remote(daemon))
    check(model.count() == 0 and "guard" in remote(daemon)["error"], remote(daemon))
    daemon.stop()
    for wrong, words in (("model: judge-1, ", "which model is asked"), ("topics: {strikes: Military attacks., floods: 'Water where none should be.'}, ", "topics"),
                         ("ask: all", "near_from is above near_to")):
        daemon.write(public.replace(wrong, "near_from: 0.9, near_to: 0.1" if wrong == "ask: all" else "").replace("key: !env NW_FLOW_KEY, ", ""))
        code, text = problems()
        check(code != 0 and words in text, (wrong, text))


if __name__ == "__main__":
    run([v for v in list(globals().values()) if callable(v) and getattr(v, "__module__", "") == "__main__"
         and getattr(v, "__code__", None) and v.__code__.co_varnames[:v.__code__.co_argcount] == ("world",)])
