# SPDX-License-Identifier: Apache-2.0
"""One alert a story: copies, independent reports, updates, waiting, restarts."""
from nwflow import *

# An event as its first outlet tells it, and as others do in words of their own.
WIRE = ("Drone strike sets oil depot at Port Marel ablaze",
        "PORT MAREL, Nov 22 (Reuters) - A drone strike set an oil depot at Port Marel ablaze on Sunday, killing four workers, "
        "the regional governor Ilya Tarkov said. Three storage tanks were burning near the grain terminal and the coastal road "
        "was closed to traffic. Firefighters from two districts were brought in before dawn. The port authority said tankers "
        "waiting in the roads had been told to move away. Nobody claimed the attack, and the army gave no account of how many "
        "drones had been used. Residents of the old town heard at least six explosions shortly after three in the morning.")
OWN = [
    ("Governor: four dead after drones hit Port Marel fuel depot",
     "Four people died when attack drones hit the fuel depot of Port Marel, governor Ilya Tarkov wrote on Sunday morning. Our "
     "reporter saw black smoke above the grain terminal and ambulances on the coastal road. A crane driver, Anna Belkova, said "
     "the first blast threw her from her bed. The strike is the third on the harbour this autumn, after two in October that "
     "did little harm. Insurers have raised premiums for ships that call there."),
    ("Fuel tanks burn in Port Marel after night attack by drones",
     "At Port Marel the fuel depot was still burning at noon, hours after drones struck it in the night. Governor Tarkov put "
     "the dead at four. Hospital doctors counted eleven injured, two of them firemen. The drones came low over the bay, said a "
     "fisherman who had watched them from his boat, and turned at the lighthouse. Schools in the harbour district stay closed "
     "on Monday, the town hall announced."),
]
OTHER = ("Foreign ministers of Norland and Estavia meet for border talks",
         "The foreign ministers of Norland and Estavia met in the spa town of Belmont on Sunday to negotiate the course of their "
         "common border. Diplomats said the talks had been held in a good atmosphere and would go on in the spring. The two "
         "countries broke off relations nine years ago over a fishing ground.")

OUTLETS = ["Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett", "Kilo", "Lima"]

CONFIG = """
instance: flow
contact: test@example.org
operator: ops
fetch: {host_spacing: 0s, host_parallel: 8}
stories: {gather: yes}
outlets:
%s
sources:
%s
notifiers:
  - {name: desk, type: file, path: '@DIR@/desk.jsonl'}
  - {name: ops, type: file, path: '@DIR@/ops.jsonl'}
watches:
  - {name: attacks, query: 'drone* AND depot', notify: [desk]%s}
"""


class Newsroom:
    """Twelve outlets; the last two are of one owner."""

    def __init__(self, world, extra="", **kw):
        self.server = world.outlet()
        outlets = "".join(
            "  - {name: %s, domains: [%s.example], owner: %s, affiliation: %s}\n"
            % (name, name.lower(), "Twins" if name in ("Kilo", "Lima") else name + " Media", "state" if name == "Bravo" else "independent")
            for name in OUTLETS)
        sources = "".join(
            "  - {name: %s, type: feed, url: '%s/%s', every: 5m, allow_private: true, outlet: %s}\n"
            % (name.lower(), self.server.url, name.lower(), name) for name in OUTLETS)
        self.shown = {name: [quiet(i)] for i, name in enumerate(OUTLETS)}
        for name in OUTLETS:
            self.put(name)
        self.parts = (outlets, sources)
        self.daemon = world.daemon(CONFIG % (outlets, sources, extra), **kw).start()
        self.settle()

    def reload(self, extra, watch="attacks"):
        """The same configuration with other words of the watch, or another name of it."""
        self.daemon.write((CONFIG % (self.parts + (extra,))).replace("name: attacks", "name: " + watch))
        self.daemon.ask("reload")

    def put(self, name):
        self.server.put("/" + name.lower(), rss(name, self.shown[name]))

    def settle(self):
        until(lambda: all(s["polls"] > 0 for s in self.daemon.ask("sources", "--limit", "100")), "all first polls")

    def publish(self, name, story):
        number = len(self.shown[name])
        guid = "%s-%d" % (name.lower(), number)
        self.shown[name].insert(0, (guid, story[0], story[1], "https://%s.example/%s" % (name.lower(), guid)))
        self.put(name)

    def poll(self, *names):
        for name in names or OUTLETS:
            self.daemon.poll(name.lower())
        until(self.daemon.quiet, "an end of the polls")

    def told(self):
        """The alerts that the desk got."""
        until(self.daemon.quiet, "an end of the deliveries")
        path = self.daemon.dir + "/desk.jsonl"
        if not os.path.exists(path):
            return []
        return [json.loads(line) for line in open(path)]

    def wait_told(self, count):
        until(lambda: len(self.told()) >= count, "%d alerts" % count)
        check(len(self.told()) == count, "%d alerts, not %d" % (len(self.told()), count))
        return self.told()


def copied(name):
    """The wire as an outlet prints it: another title, a line before, the end cut."""
    n = OUTLETS.index(name)
    sentences = WIRE[1].split(". ")
    return ("%s: oil depot on fire after drone strike" % name if n % 2 else WIRE[0],
            ("From our news desk. " if n % 3 == 0 else "") + ". ".join(sentences[:len(sentences) - n % 3]) + ".")


def the_same_wire_text_from_twelve_outlets_is_one_alert(world):
    room = Newsroom(world)
    for name in OUTLETS:
        room.publish(name, copied(name))
        room.poll(name)
    alerts = room.wait_told(1)
    check(alerts[0]["reason"] == "first" and alerts[0]["revision"] == 1, repr(alerts[0])[:500])
    story = room.daemon.ask("story", alerts[0]["story"])
    head = story[0]
    check(head["type"] == "story" and head["items"] == 12 and head["outlets"] == 12 and head["independent"] == 1, repr(head))
    members = [row for row in story if row["type"] == "member"]
    check(len(members) == 12 and members[0]["copy_of"] is None, repr(members[:2]))
    check(all(row["relation"] in ("copy", "excerpt") for row in members[1:]), repr([row["relation"] for row in members]))
    check(all(row["wire"] == "Reuters" for row in members[:1]), repr(members[0]))
    room.daemon.stop()


def an_independent_report_is_an_update_that_says_who(world):
    room = Newsroom(world, ", update_every: 0s, update_if: [independent]")
    room.publish("Alpha", WIRE)
    room.poll("Alpha")
    room.wait_told(1)
    room.publish("Bravo", copied("Bravo"))
    room.poll("Bravo")
    room.wait_told(1)
    room.publish("Charlie", OWN[0])
    room.poll("Charlie")
    first, update = room.wait_told(2)
    check(update["reason"] == "update" and update["revision"] == 2 and update["story"] == first["story"], repr(update)[:500])
    check(update["thread"] == first["delivery"] if "delivery" in first else True, "the thread")
    check([c["kind"] for c in update["changes"]] == ["independent"] and "Charlie" in update["changes"][0]["text"], repr(update["changes"]))
    check(update["independent"] == 2 and update["outlets"] == 3 and update["story_items"] == 3, repr(update)[:500])
    by = {r["outlet"]: r for r in update["reports"]}
    check(by["Bravo"]["copy_of"] == "Alpha" and by["Charlie"]["copy_of"] is None and by["Alpha"]["wire"] == "Reuters", repr(by))
    check("confirmed" not in json.dumps(update), "it says confirmed")
    room.daemon.stop()


def another_event_is_another_story(world):
    room = Newsroom(world)
    room.publish("Alpha", WIRE)
    room.publish("Bravo", OTHER)
    room.poll("Alpha", "Bravo")
    room.wait_told(1)
    stories = {row["title"]: row for row in room.daemon.ask("stories")}
    check(stories[WIRE[0]]["id"] != stories[OTHER[0]]["id"], repr(stories))
    room.daemon.stop()


def a_watch_waits_for_two_independent_reports(world):
    room = Newsroom(world, ", min_independent: 2")
    room.publish("Alpha", WIRE)
    room.publish("Bravo", copied("Bravo"))
    room.poll("Alpha", "Bravo")
    room.publish("Kilo", OWN[0])
    room.poll("Kilo")
    alert, = room.wait_told(1)
    check(alert["reason"] == "first" and alert["independent"] == 2 and alert["outlets"] == 3, repr(alert)[:600])
    # One owner's second outlet is no third voice.
    room.publish("Lima", OWN[1])
    room.poll("Lima")
    head = room.daemon.ask("story", alert["story"])[0]
    check(head["outlets"] == 4 and head["independent"] == 2, repr(head))
    room.daemon.stop()


def the_first_alert_after_waiting_tells_the_latest_figure(world):
    room = Newsroom(world, ", min_independent: 2")
    room.publish("Alpha", WIRE)
    room.poll("Alpha")
    title = "Death toll of drone strike on Port Marel fuel depot rises to seven"
    room.publish("Charlie", (title, OWN[0][1].replace("Four people died", "Seven people died")))
    room.poll("Charlie")
    alert, = room.wait_told(1)
    check(alert["reason"] == "first" and alert["title"] == title == alert["items"][0]["item"]["title"], repr(alert)[:600])
    check([c["text"] for c in alert["changes"]] == ["killed: 4 -> 7, says Charlie"], repr(alert["changes"]))
    # A copy that was brought up to date has a number of its own; one that was not has none.
    room.publish("Bravo", copied("Bravo"))
    room.poll("Bravo")
    room.publish("Delta", ("Death toll of drone strike on Port Marel fuel depot rises to nine",
                           OWN[0][1].replace("Four people died", "Nine people died")))
    room.poll("Delta")
    room.daemon.advance("61m")
    update = room.wait_told(2)[1]
    check([c["text"] for c in update["changes"] if c["kind"] == "number"] == ["killed: 7 -> 9, says Delta"], repr(update["changes"]))
    check(update["title"] == title and update["items"][0]["item"]["title"].endswith("nine"), repr(update)[:600])
    room.daemon.stop()


def what_waits_can_be_asked_for_and_is_told_after_first_after(world):
    room = Newsroom(world, ", min_independent: 3, first_after: 30m")
    room.publish("Alpha", WIRE)
    room.poll("Alpha")
    until(lambda: any(row["title"] == WIRE[0] for row in room.daemon.ask("stories")), "the story")
    story = [row for row in room.daemon.ask("stories") if row["title"] == WIRE[0]][0]
    thread, = [row for row in room.daemon.ask("story", story["id"]) if row["type"] == "thread"]
    check(thread["watch"] == "attacks" and thread["state"] == "waiting", repr(thread))
    why = [row for row in room.daemon.ask("why", "https://alpha.example/alpha-1") if row["type"] == "watch"]
    check(any("1 of 3" in row["outcome"] for row in why), repr(why))
    check(room.told() == [], "too early")
    room.daemon.advance("31m")
    alert, = room.wait_told(1)
    check(alert["reason"] == "first" and alert["independent"] == 1, repr(alert)[:300])
    room.daemon.stop()


def updates_come_together_and_a_reminder_when_it_goes_on(world):
    room = Newsroom(world, ", update_every: 1h, remind_after: 12h")
    room.publish("Alpha", WIRE)
    room.poll("Alpha")
    room.wait_told(1)
    room.publish("Charlie", OWN[0])
    room.publish("Delta", OWN[1])
    room.poll("Charlie", "Delta")
    check(len(room.told()) == 1, "an update too soon")
    room.daemon.advance("61m")
    update = room.wait_told(2)[1]
    kinds = [c["kind"] for c in update["changes"]]
    check(kinds.count("independent") == 2 and update["revision"] == 2, repr(update["changes"]))
    room.publish("Echo", copied("Echo"))
    room.poll("Echo")
    check(len(room.told()) == 2, "a copy is no news")
    room.daemon.advance("13h")
    reminder = room.wait_told(3)[2]
    check(reminder["reason"] == "reminder" and reminder["outlets"] == 4, repr(reminder)[:400])
    room.daemon.advance("14h")
    check(len(room.told()) == 3, "a reminder without news")
    room.daemon.stop()


def a_reminder_keeps_to_update_every_and_tells_no_news(world):
    room = Newsroom(world, ", remind_after: 2m")
    done = subprocess.run(program("newswatch") + ["check"] + installed_options() + ["--config", room.daemon.config], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    check(done.returncode == 0 and b"remind_after: a reminder waits for update_every" in done.stdout, repr(done.stdout))
    room.publish("Alpha", WIRE)
    room.poll("Alpha")
    room.wait_told(1)
    room.publish("Charlie", OWN[0])
    room.poll("Charlie")
    room.daemon.advance("3m")
    check(len(room.told()) == 1, "told before update_every is over: %r" % room.told()[-1]["reason"])
    room.daemon.advance("13m")
    update = room.wait_told(2)[1]
    check(update["reason"] == "update" and [c["kind"] for c in update["changes"]] == ["independent"], repr(update["changes"]))
    room.publish("Echo", copied("Echo"))
    room.poll("Echo")
    room.daemon.advance("3m")
    check(len(room.told()) == 2, "reminded before update_every is over")
    room.daemon.advance("13m")
    reminder = room.wait_told(3)[2]
    check(reminder["reason"] == "reminder" and [c["kind"] for c in reminder["changes"]] == ["reports"], repr(reminder["changes"]))
    room.daemon.stop()


def an_own_report_after_a_copy_stands_among_the_own_texts(world):
    room = Newsroom(world, ", update_every: 0s, update_if: [independent]")
    room.publish("Alpha", WIRE)
    room.poll("Alpha")
    room.publish("Bravo", copied("Bravo"))
    room.poll("Bravo")
    room.publish("Bravo", OWN[0])
    room.poll("Bravo")
    first, update = room.wait_told(2)
    check("Bravo reports it too, with a text of its own" in update["changes"][0]["text"] and update["independent"] == 2, repr(update["changes"]))
    by = {r["outlet"]: r for r in update["reports"]}
    bravo = by["Bravo"]
    check(bravo["url"] == "https://bravo.example/bravo-2" and bravo["items"] == 2, repr(bravo))
    check(bravo["wire"] is bravo["copy_of"] is bravo["relation"] is None, repr(bravo))
    room.daemon.stop()


def only_the_wanted_affiliations_corroborate(world):
    room = Newsroom(world, ", affiliation: [state], min_outlets: 1")
    room.publish("Alpha", WIRE)
    room.poll("Alpha")
    check(room.told() == [], "no outlet of the state reports it")
    room.publish("Bravo", OWN[0])
    room.poll("Bravo")
    alert, = room.wait_told(1)
    check({r["outlet"]: r["affiliation"] for r in alert["reports"]} == {"Alpha": "independent", "Bravo": "state"}, repr(alert["reports"]))
    room.daemon.stop()


def severity_rises_with_the_number_of_reports(world):
    room = Newsroom(world, ", severity: low, high_from: 2, urgent_from: 3, update_every: 0s")
    room.publish("Alpha", WIRE)
    room.poll("Alpha")
    room.publish("Charlie", OWN[0])
    room.poll("Charlie")
    room.publish("Delta", OWN[1])
    room.poll("Delta")
    alerts = room.wait_told(3)
    check([a["severity"] for a in alerts] == ["low", "high", "urgent"], repr([a["severity"] for a in alerts]))
    check("severity" in [c["kind"] for c in alerts[2]["changes"]], repr(alerts[2]["changes"]))
    room.daemon.stop()


def a_restart_and_a_kill_go_on_with_the_same_stories(world):
    room = Newsroom(world, ", update_every: 0s")
    room.publish("Alpha", WIRE)
    room.poll("Alpha")
    first, = room.wait_told(1)
    room.daemon.stop()
    room.daemon.start()
    room.publish("Bravo", copied("Bravo"))
    room.poll("Bravo")
    until(lambda: room.daemon.ask("story", first["story"])[0]["items"] == 2, "the copy after a restart")
    room.daemon.kill()
    room.daemon.start()
    room.publish("Charlie", OWN[0])
    room.poll("Charlie")
    update = room.wait_told(2)[1]
    check(update["story"] == first["story"] and update["revision"] == 2, repr(update)[:300])
    room.daemon.stop()


if __name__ == "__main__":
    run([the_same_wire_text_from_twelve_outlets_is_one_alert,
         an_independent_report_is_an_update_that_says_who,
         another_event_is_another_story,
         a_watch_waits_for_two_independent_reports,
         the_first_alert_after_waiting_tells_the_latest_figure,
         what_waits_can_be_asked_for_and_is_told_after_first_after,
         updates_come_together_and_a_reminder_when_it_goes_on,
         a_reminder_keeps_to_update_every_and_tells_no_news,
         an_own_report_after_a_copy_stands_among_the_own_texts,
         only_the_wanted_affiliations_corroborate,
         severity_rises_with_the_number_of_reports,
         a_restart_and_a_kill_go_on_with_the_same_stories])
