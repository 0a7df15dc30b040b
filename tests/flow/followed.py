# SPDX-License-Identifier: Apache-2.0
"""Stories that a watch follows: changed figures, denials, and a configuration that changes meanwhile."""
from nwflow import *
from command import on_terminal
from stories import CONFIG, OWN, WIRE, Newsroom, copied

MORE_DEAD = ("Death toll of Port Marel depot strike rises to 17",
             "Seventeen people were killed by the drone strike on the oil depot at Port Marel, governor Ilya Tarkov said on Sunday "
             "evening, after rescuers had searched the burnt-out offices beside the grain terminal. The coastal road is open "
             "again. Of the three storage tanks that were burning one is still smoking, said the chief of the fire brigade, who "
             "had come from the neighbouring district with forty men. The port authority let the first tankers in at dusk.")
DENIAL = ("Estavia denies drone strike on Port Marel oil depot",
          "Estavia denied on Sunday that its drones had struck the oil depot at Port Marel. A spokesman of its army called the "
          "account of governor Ilya Tarkov an invention and said that no drone had been in the air that night. The storage tanks "
          "beside the grain terminal had burnt because of a fault in a pump, he told reporters, without saying how he knew.")


def thread_of(room, story):
    thread, = [row for row in room.daemon.ask("story", story) if row["type"] == "thread"]
    return thread


def story_named(room, title):
    until(lambda: any(row["title"] == title for row in room.daemon.ask("stories")), "the story")
    return [row["id"] for row in room.daemon.ask("stories") if row["title"] == title][0]


def a_changed_figure_and_a_denial_are_updates_that_say_so(world):
    room = Newsroom(world, ", update_every: 0s, update_if: [number, denial]")
    room.publish("Alpha", WIRE)
    room.poll("Alpha")
    first, = room.wait_told(1)
    room.publish("Charlie", OWN[0])  # as many dead: nothing new
    room.poll("Charlie")
    check(len(room.told()) == 1, "no figure was changed: %r" % room.told()[-1]["changes"])
    room.publish("Delta", MORE_DEAD)
    room.poll("Delta")
    update = room.wait_told(2)[1]
    check(update["story"] == first["story"] and update["reason"] == "update", repr(update)[:300])
    change, = update["changes"]
    check(change["kind"] == "number" and "4 -> 17" in change["text"] and change["text"].endswith("says Delta"), repr(change))
    room.publish("Echo", DENIAL)
    room.poll("Echo")
    update = room.wait_told(3)[2]
    check([c["kind"] for c in update["changes"]] == ["denial"] and "says Echo" in update["changes"][0]["text"], repr(update["changes"]))
    room.daemon.stop()


def a_copy_with_another_figure_in_it_tells_that_figure(world):
    room = Newsroom(world, ", update_every: 0s, update_if: [number]")
    room.publish("Alpha", WIRE)
    room.poll("Alpha")
    room.wait_told(1)
    room.publish("Bravo", copied("Bravo"))  # a plain copy: nothing new
    room.poll("Bravo")
    check(len(room.told()) == 1, "a copy told something: %r" % room.told()[-1]["changes"])
    room.publish("Golf", ("Nine dead in depot strike at Port Marel", WIRE[1].replace("four workers", "nine workers")))
    room.poll("Golf")
    update = room.wait_told(2)[1]
    change, = update["changes"]
    check(change["kind"] == "number" and "4 -> 9" in change["text"] and change["text"].endswith("says Golf"), repr(change))
    check("Nine dead in depot strike at Port Marel" in [i["item"]["title"] for i in update["items"]], "what told it: %r" % update["items"])
    check(update["independent"] == 1, "a copy is no report: %r" % update["reports"])
    room.daemon.stop()


def a_reload_that_shortens_a_wait_is_heeded_at_once(world):
    room = Newsroom(world, ", min_independent: 3, first_after: 12h, close_after: 2d")
    room.publish("Alpha", WIRE)
    room.poll("Alpha")
    story = story_named(room, WIRE[0])
    check(thread_of(room, story)["due_in_ms"] > 11 * 3600000, repr(thread_of(room, story)))
    room.reload(", min_independent: 3, first_after: 2h, close_after: 2d")
    room.daemon.advance("1s")
    check(thread_of(room, story)["due_in_ms"] < 2 * 3600000, repr(thread_of(room, story)))
    room.reload(", min_independent: 3, first_after: 1s, close_after: 2d")
    room.daemon.advance("2s")
    alert, = room.wait_told(1)
    check(alert["reason"] == "first" and alert["independent"] == 1, repr(alert)[:300])
    room.daemon.stop()


def the_stories_of_a_removed_watch_are_told_of_once(world):
    room = Newsroom(world)
    room.publish("Alpha", WIRE)
    room.poll("Alpha")
    first, = room.wait_told(1)
    room.reload("", watch="assaults")
    room.daemon.advance("1s")
    notice, = [n for n in room.daemon.ask("notices") if n["key"] == "threads"]
    check(notice["open"] and "attacks" in notice["text"] and "assaults" not in notice["text"], repr(notice))
    check(thread_of(room, first["story"])["removed"] is True, repr(thread_of(room, first["story"])))
    room.reload(", severity: low", watch="assaults")
    room.daemon.advance("1s")
    until(room.daemon.quiet, "an end of the deliveries")
    told = [line for line in open(room.daemon.dir + "/ops.jsonl") if "watches followed" in line]
    check(len(told) == 1 and room.daemon.log_text().count("watches followed") == 1, "%d notices" % len(told))
    room.reload(", update_every: 0s")
    room.daemon.advance("1s")
    notice, = [n for n in room.daemon.ask("notices") if n["key"] == "threads"]
    check(not notice["open"] and thread_of(room, first["story"])["removed"] is False, repr(notice))
    room.publish("Charlie", OWN[0])
    room.poll("Charlie")
    check(room.wait_told(2)[1]["revision"] == 2, "the thread goes on under its name")
    room.daemon.stop()


def more_watches_than_a_page_hear_of_reports_that_they_do_not_hit(world):
    room = Newsroom(world)
    watch = "  - {name: %s, query: 'Reuters AND depot', notify: [desk], min_independent: %d}\n"
    room.daemon.write(CONFIG % (room.parts + (", enabled: false",))
                      + "".join(watch % ("a%04d" % n, 9) for n in range(1000)) + watch % ("zulu", 2))
    room.daemon.ask("reload")
    room.publish("Alpha", WIRE)
    room.poll("Alpha")
    story = story_named(room, WIRE[0])
    check(room.told() == [], "nobody is told of one report")
    room.publish("Charlie", OWN[0])
    room.poll("Charlie")
    alert, = room.wait_told(1)
    check(alert["watch"] == "zulu" and alert["story"] == story and alert["independent"] == 2, repr(alert)[:300])
    room.daemon.stop()


def an_update_is_not_repeated_when_a_backup_was_restored(world):
    room = Newsroom(world, ", update_every: 0s, update_if: [independent, number]")
    daemon, backup = room.daemon, os.path.join(room.daemon.state, "backup.db")
    room.publish("Alpha", WIRE)
    room.poll("Alpha")
    room.wait_told(1)
    before = os.stat(backup).st_mtime_ns if os.path.exists(backup) else 0
    for _ in range(20):
        daemon.advance("6m")
        if os.path.exists(backup) and os.stat(backup).st_mtime_ns != before:
            break
    until(daemon.quiet, "an end of the polls")
    check(os.stat(backup).st_mtime_ns != before, "no backup was made")
    room.publish("Charlie", OWN[0])
    room.poll("Charlie")
    check(room.wait_told(2)[1]["revision"] == 2, "an update behind the backup")
    daemon.stop()
    with open(daemon.state + "/ledger.db", "r+b") as f:
        f.write(b"this is no database at all, not even a header" * 40)
    daemon.start()
    story = room.told()[0]["story"]
    until(lambda: daemon.ask("story", story)[0]["items"] == 2, "Charlie's report, read again")
    check(len(room.told()) == 2, "told again: %r" % room.told()[-1]["changes"])
    room.publish("Delta", MORE_DEAD)
    room.poll("Delta")
    update = room.wait_told(3)[2]
    check(update["revision"] == 3 and not any("Charlie" in c["text"] for c in update["changes"]), repr(update["changes"]))
    daemon.stop()


def why_of(room, url):
    row, = [row for row in room.daemon.ask("why", url) if row["type"] == "watch"]
    return row["kept"], row["outcome"]


def why_says_which_further_report_was_not_told(world):
    room = Newsroom(world, ", update_every: 1h, update_if: [independent]")
    room.publish("Alpha", WIRE)
    room.poll("Alpha")
    first, = room.wait_told(1)
    check(why_of(room, "https://alpha.example/alpha-1")[0] is None, "the report that alerted")
    room.publish("Bravo", copied("Bravo"))
    room.publish("Charlie", OWN[0])
    room.poll("Bravo", "Charlie")
    kept, words = why_of(room, "https://bravo.example/bravo-1")
    check(kept in ("copy", "excerpt") and "this report was not told" in words and "of Alpha" in words, words)
    kept, words = why_of(room, "https://charlie.example/charlie-1")
    check(kept == "update_every" and "not told yet" in words, words)
    room.daemon.advance("61m")
    room.wait_told(2)
    check(why_of(room, "https://charlie.example/charlie-1")[0] is None, "the report that the update shows")
    room.publish("Charlie", OWN[1])  # nobody who had not reported it
    room.poll("Charlie")
    kept, words = why_of(room, "https://charlie.example/charlie-2")
    check(kept == "update_if" and "was not told" in words and "everybody" not in words, words)
    alerts = [row for row in room.daemon.ask("story", first["story"]) if row["type"] == "alert"]
    told = {row["revision"]: [c["text"] for c in row["changes"]] for row in alerts}
    check(told[1] == [] and "Charlie reports it too" in told[2][0], repr(told))
    shown = on_terminal("story", "--control", room.daemon.control, first["story"])
    check("    + Charlie reports it too, with a text of its own" in shown, shown)
    check("  names: " in shown and "Port Marel" in shown.split("  names: ")[1].split("\n")[0], shown)
    check("  figures: 4 " in shown or ", 4 " in shown, shown)
    room.daemon.stop()


if __name__ == "__main__":
    run([a_changed_figure_and_a_denial_are_updates_that_say_so,
         a_copy_with_another_figure_in_it_tells_that_figure,
         a_reload_that_shortens_a_wait_is_heeded_at_once,
         the_stories_of_a_removed_watch_are_told_of_once,
         more_watches_than_a_page_hear_of_reports_that_they_do_not_hit,
         an_update_is_not_repeated_when_a_backup_was_restored,
         why_says_which_further_report_was_not_told])
