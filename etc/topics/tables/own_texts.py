# SPDX-License-Identifier: Apache-2.0
"""Sentences of our own, labelled, for what news summaries seldom hold: words of
war where nobody is attacked, and attacks in few words. Each pattern is filled
from lists in a fixed order, so the same texts come each time.

    own_texts.py > own.jsonl
"""
import json

PLACES = ["Kharkiv", "Gaza", "Idlib", "Mosul", "Sanaa", "Goma", "Kabul", "Tripoli", "Mekelle", "Maiduguri", "Donetsk", "Homs"]
STATES = ["Iran", "Turkey", "Russia", "Israel", "Pakistan", "Sudan", "Ethiopia", "Ukraine", "North Korea", "Saudi Arabia", "Mali", "Armenia"]
OTHERS = ["the United States", "China", "France", "India", "Egypt", "Germany", "Japan", "Qatar", "the United Kingdom", "Brazil", "Kenya", "Poland"]
GROUPS = ["rebels", "militants", "government forces", "separatists", "insurgents", "paramilitary fighters", "the army", "an armed group"]
CITIES = ["Lyon", "Chicago", "Manila", "Leeds", "Karachi", "Lagos", "Lima", "Naples", "Dallas", "Bogota", "Cologne", "Osaka"]
PEOPLE = ["the foreign minister", "the president", "the prime minister", "a government spokesman", "the defence minister", "the ambassador",
          "the opposition leader", "the interior minister"]
TRADES = ["rail workers", "nurses", "dockers", "teachers", "pilots", "bus drivers", "miners", "doctors"]

# (topics, pattern); {a} {b} ... are filled by the lists named behind it
PATTERNS = [
    # attacks and their effects
    (["strikes"], "{group} shelled {place} overnight and at least {n} people were killed, hospital staff said.", "group place"),
    (["strikes"], "A drone hit an oil depot near {place}, setting two tanks on fire.", "place"),
    (["strikes"], "Missiles fell on {place} on Monday; {n} residents were wounded.", "place"),
    (["strikes"], "Jets of {state} bombed positions of {group} outside {place}.", "state group place"),
    (["strikes"], "{group} fired rockets at a base near {place}.", "group place"),
    (["strikes"], "A suicide bomber blew himself up at a checkpoint in {place}, killing {n} soldiers.", "place"),
    (["strikes"], "Troops stormed a village near {place} held by {group}, and {n} fighters died.", "place group"),
    (["strikes"], "Air defences shot down nine of twelve drones over {place}; debris damaged a school.", "place"),
    (["strikes"], "A roadside bomb killed {n} members of a convoy on the road to {place}.", "place"),
    (["strikes"], "{state} struck a weapons store in {place}, its army said.", "state place"),
    (["strikes"], "Gunmen attacked a police post in {place} at dawn, killing {n} officers, in a raid claimed by {group}.", "place group"),
    (["strikes"], "Artillery fire on the market of {place} left {n} dead.", "place"),
    # war in words: nobody is attacked here
    (["diplomacy"], "{state} and {other} agreed to hold talks on a ceasefire in {place} next week.", "state other place"),
    (["diplomacy"], "{person} of {state} met his counterpart of {other} to discuss the truce in {place}.", "person state other place"),
    (["diplomacy"], "{state} rejected a peace plan by {other} for {place}.", "state other place"),
    (["diplomacy"], "{state} recalled its ambassador from {other} over remarks about the war.", "state other"),
    (["diplomacy"], "Envoys of {state} and {other} began a new round of negotiations on prisoners.", "state other"),
    ([], "{person} of {state} threatened {other} with a military response.", "person state other"),
    ([], "{state} accused {other} of arming {group}.", "state other group"),
    ([], "{state} denied that its soldiers were in {place}.", "state place"),
    ([], "{other} will send armoured vehicles and ammunition to {state}, {person} said.", "other state person"),
    ([], "{state} and {other} held joint naval drills with live fire.", "state other"),
    ([], "{state} moved troops and artillery to its border with {other}.", "state other"),
    ([], "{other} delivered food and tents for families who had fled {place}.", "other place"),
    ([], "A court in {city} charged a former commander of {group} with war crimes in {place}.", "city group place"),
    ([], "{state} released {n} prisoners of {group} from a jail near {place}.", "state group place"),
    ([], "The army of {state} bought new missiles from {other}.", "state other"),
    ([], "{group} called on the people of {place} to boycott the vote.", "group place"),
    ([], "{person} promised to punish those behind the killings in {place}.", "person place"),
    ([], "{state} closed its border with {other} for reasons of security.", "state other"),
    ([], "A ceasefire in {place} held for a second day.", "place"),
    # in a war, and nobody is attacked: truces, withdrawals, prisoners, aid, words
    ([], "{group} declared a unilateral ceasefire in {place} after {n} days of fighting.", "group place"),
    ([], "The commander of {group} announced a truce, ending a campaign of {n} months to take {place}.", "group place"),
    ([], "{state} has begun to withdraw its troops from {place}, {person} said on Monday.", "state place person"),
    ([], "{other} speeded up the withdrawal of its forces from {state}, officials said.", "other state"),
    ([], "{group} pulled back their heavy weapons from the buffer zone near {place}.", "group place"),
    ([], "{group} laid down their arms in {place} under a peace deal, monitors said.", "group place"),
    ([], "A third of {group} in {state} have been demobilised, two commanders told reporters.", "group state"),
    ([], "{state} freed {n} captured fighters of {group} on Sunday, a spokesman said.", "state group"),
    ([], "{group} released {n} peacekeepers whom they had held near {place}.", "group place"),
    ([], "{group} let go a ship and its crew of {n} that had been seized off {place}.", "group place"),
    (["diplomacy"], "{group} said they will release {n} soldiers held in {place}.", "group place"),
    (["diplomacy"], "{group} agreed to lay down their weapons and join talks with {state}.", "group state"),
    (["diplomacy"], "{group} offered to hand over {n} hostages if {state} opens negotiations.", "group state"),
    (["diplomacy"], "{state} has agreed to let aid into {place}.", "state place"),
    (["diplomacy"], "{state} said it is ready to send peacekeepers to {place} if {other} asks.", "state place other"),
    (["diplomacy"], "{other} has offered {state} help with training its army.", "other state"),
    (["diplomacy"], "{other} agreed to share intelligence on {group} with {state}.", "other group state"),
    (["diplomacy"], "Officers of {other} train pilots of {state} under an agreement of both governments.", "other state"),
    (["diplomacy"], "{person} of {other} will attend a meeting on {place} with {person2} of {state}.", "person other place person2 state"),
    (["diplomacy"], "{person} of {other} arrived in {state} for meetings with {person2}.", "person other state person2"),
    (["diplomacy"], "{other} launched a mediation effort between {state} and {group}.", "other state group"),
    (["diplomacy"], "{state} accepted a formula of {other} to end the dispute over {place}.", "state other place"),
    (["diplomacy"], "{state} is willing to pull out its soldiers once observers of {other} are in {place}.", "state other place"),
    ([], "{state} mobilised its reserves for a possible ground operation in {place}.", "state place"),
    ([], "{state} reinforced its garrison near {place} after rockets were found there.", "state place"),
    ([], "{other} sends {n} soldiers to the peacekeeping mission in {place}.", "other place"),
    ([], "{other} gave field hospitals and ambulances to the army of {state}.", "other state"),
    ([], "Helicopters of {other} took the wounded out of the besieged town of {place}.", "other place"),
    ([], "{other} evacuated its citizens from {place} as the war came closer.", "other place"),
    ([], "{state} vowed never to end its war on {group}, whatever it costs.", "state group"),
    ([], "{state} refused to send peacekeepers to {place}, {person} told parliament.", "state place person"),
    ([], "{group} rejected an offer of a truce for the holidays in {place}.", "group place"),
    ([], "{person} of {other} called on {state} to end its attacks near {place}.", "person other state place"),
    ([], "{other} demanded that {state} withdraw its forces from {place} at once.", "other state place"),
    ([], "{state} must stop arming {group}, {person} of {other} said.", "state group person other"),
    ([], "{state} accused {group} of breaking the ceasefire in {place}.", "state group place"),
    ([], "{other} opened an inquiry into claims that its soldiers abused prisoners in {place}.", "other place"),
    ([], "Inspectors of {other} are to look into killings of civilians in {place}.", "other place"),
    ([], "{state} gave {group} three days to surrender or face an assault on {place}.", "state group place"),
    ([], "{state} warned {other} that any strike on its soil would be answered.", "state other"),
    ([], "{group} threatened to leave the talks on {place} unless {state} frees prisoners.", "group place state"),
    ([], "Soldiers of {state} arrested {n} suspected members of {group} in a sweep near {place}.", "state group place"),
    ([], "Special forces of {state} detained a leader of {group} in {place}.", "state group place"),
    ([], "The army of {state} put {place} under curfew and searched houses.", "state place"),
    ([], "{state} lifted its blockade of {place}, and lorries passed again.", "state place"),
    ([], "{other} lifted its sanctions on {state}, citing progress in the fight against {group}.", "other state group"),
    (["sanctions"], "{other} suspended military aid to {state} over its conduct in {place}.", "other state place"),
    (["sanctions"], "{other} halted food deliveries to {place} for fear that they help {group}.", "other place group"),
    (["sanctions"], "{other} cut its aid to {state} by a third because of its record on human rights.", "other state"),
    ([], "{other} cut its aid budget, and {state} gets less next year.", "other state"),
    ([], "Demonstrators in {place} threw stones and burned tyres; police fired tear gas.", "place"),
    ([], "Up to {n} hundred people rallied in {place} on the anniversary of last year's riots.", "place"),
    ([], "Settlers set fire to an office in {place} overnight.", "place"),
    ([], "Hackers of {state} broke into the computers of ministries in {other}.", "state other"),
    # attacks as coded event lists word them
    (["strikes"], "{state} mounted a long-threatened invasion of {other}.", "state other"),
    (["strikes"], "The army of {state} is striking targets of {group} in {place}, it said.", "state group place"),
    (["strikes"], "{group} stormed a police station in {place}.", "group place"),
    (["strikes"], "{group} attacked a village near {place} and killed {n} people.", "group place"),
    (["strikes"], "{state} launched a new offensive against {group} around {place}.", "state group place"),
    (["strikes"], "{n} soldiers of {state} died in an ambush by {group}.", "state group"),
    (["strikes"], "{group} assassinated a judge in {place}.", "group place"),
    (["strikes"], "Police in {place} opened fire on demonstrators and killed {n} of them.", "place"),
    # crime, protest, accidents
    ([], "A man was shot dead outside a bar in {city}, police said.", "city"),
    ([], "Police arrested {n} people after clashes with protesters in {city}.", "city"),
    ([], "A student opened fire at a school in {city}, killing {n} people before he was arrested.", "city"),
    ([], "Thousands marched in {city} against {person}.", "city person"),
    ([], "Riot police used tear gas and water cannon on demonstrators in {city}.", "city"),
    ([], "An explosion at a fireworks factory near {city} killed {n} workers.", "city"),
    ([], "A gas blast brought down a house in {city}.", "city"),
    ([], "A prisoner died in custody in {city} after he was beaten, his family said.", "city"),
    ([], "A helicopter crashed near {city}, killing {n} people on board.", "city"),
    ([], "The leader of a drug gang was killed in a shoot-out with police in {city}.", "city"),
    ([], "Two reporters were detained in {city} for articles about {person}.", "city person"),
    ([], "A judge in {city} sentenced {n} men for planning an attack.", "city"),
    ([], "{trade} in {city} began a three-day strike over pay.", "trade city"),
    ([], "{trade} called off their strike after talks with {person}.", "trade person"),
    ([], "Lightning struck a tree in {city} and hurt {n} people.", "city"),
    ([], "The striker scored twice as {city} won the cup.", "city"),
    ([], "The team of {other} missed a chance to strike back late in the match against {state}.", "other state"),
    # states at other business
    ([], "{person} of {state} resigned after losing a vote of confidence.", "person state"),
    ([], "{state} raised interest rates as prices rose.", "state"),
    ([], "{other} will hold elections in {place2}, the commission said.", "other place2"),
    ([], "Voters in {state} went to the polls on Sunday.", "state"),
    ([], "Floods in {state} drove {n} thousand people from their homes.", "state"),
    ([], "Parliament in {state} passed a law on the press.", "state"),
    ([], "{person} of {state} was taken to hospital with a fever.", "person state"),
]
LISTS = {"place": PLACES, "place2": ["March", "May", "the autumn", "two rounds"], "state": STATES, "other": OTHERS, "group": GROUPS,
         "city": CITIES, "person": PEOPLE, "person2": PEOPLE, "trade": TRADES}
EACH = 16  # texts a pattern


def fill(number, pattern, names):
    for i in range(EACH):
        words = {name: LISTS[name][(number * 5 + i * (2 * k + 1)) % len(LISTS[name])] for k, name in enumerate(names)}
        text = pattern.format(n=(number * 7 + i * 3) % 37 + 2, **words)
        yield text[0].upper() + text[1:]


def main():
    for number, (labels, pattern, names) in enumerate(PATTERNS):
        for i, text in enumerate(dict.fromkeys(fill(number, pattern, names.split()))):
            print(json.dumps({"id": "own-%d-%d" % (number, i), "text": text, "language": "en", "labels": labels}))


if __name__ == "__main__":
    main()
