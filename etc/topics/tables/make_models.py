#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Trains the models beside this file with `newswatch train`.

    make_models.py TOPICS.jsonl [NEWSWATCH]

TOPICS.jsonl: items of the Current Events portal of the English Wikipedia
(CC BY-SA), one sentence or a few each, as {"id","source":"wcep","text",
"labels"}; items of other sources in the file are left out, so that they can
judge. Beside them own_texts.py. Sanctions have no model: the portal files a
sentence under sanctions by the heading that it stands below, so most sentences
on sanctions are labelled as something else, and a model of these labels would
learn not to find them.
"""
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOPICS = ["diplomacy", "strikes"]


def main():
    data, newswatch = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "newswatch"
    own = subprocess.run([sys.executable, os.path.join(HERE, "own_texts.py")], stdout=subprocess.PIPE, check=True).stdout
    with tempfile.TemporaryDirectory() as folder, open(data) as lines:
        items = os.path.join(folder, "items.jsonl")
        with open(items, "w") as out:
            for line in lines:
                if json.loads(line).get("source") == "wcep":
                    out.write(line)
            out.write(own.decode())
        for topic in TOPICS:
            subprocess.run([newswatch, "train", "--topic", topic, "--lexicon", os.path.join(HERE, "..", topic + ".yaml"),
                            "--out", os.path.join(HERE, topic + ".en.model"), items], check=True)


if __name__ == "__main__":
    main()
