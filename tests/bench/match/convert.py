# SPDX-License-Identifier: Apache-2.0
"""Stored queries as s-expressions -> the language of newswatch-query(7).

usage: convert.py < SEXPRESSIONS > QUERIES      one query a line

  T:word   P:word*   "w1 w2"   (near 5 A B)   (and ...)   (or ...)   (not A B) = A and not B"""
import re, sys

TOKEN = re.compile(r'"[^"]*"|[()]|[^\s()]+')


def parse(tokens):
    token = tokens.pop()
    if token[:2] in ("T:", "P:"):
        return token[2:]
    if token[0] == '"':
        return token
    name, parts = tokens.pop(), []
    words = tokens.pop() if name == "near" else ""
    while tokens[-1] != ")":
        parts.append(parse(tokens))
    tokens.pop()
    joint = {"and": " AND ", "or": " OR ", "not": " AND NOT ", "near": " NEAR/%s " % words}[name]
    return "(%s)" % joint.join(parts)


def convert(line):
    return parse(TOKEN.findall(line)[::-1])


if __name__ == "__main__":
    for line in sys.stdin:
        print(convert(line))
