#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Trains the models beside this file with `newswatch train`.

    make_models.py TOPICS.jsonl [NEWSWATCH]

TOPICS.jsonl: items of the Current Events portal of the English Wikipedia
(CC BY-SA), one sentence or a few each, as {"id","source":"wcep","text",
"labels"}; items of other sources in the file are left out, so that they can
judge. Beside them own_texts.py. Only strikes has a model: there the labels of
the portal mean what etc/topics/strikes.yaml means. Its labels of diplomacy
take all relations of states for it, and those of sanctions are too few.
"""
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOPICS = ["strikes"]


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
