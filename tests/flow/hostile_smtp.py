#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Mail relays at their worst: one port a case, all on 127.0.0.1.

Prints one line "CASE PORT" a case and "end", then serves until standard
input ends. What a relay accepts is printed as a JSON line.
"""
import json
import socket
import sys
import threading
import time

lock = threading.Lock()

# What each case says at a command instead of the good answer.
CASES = {
    "good": {},
    "refused": {"RCPT": "550 5.1.1 No such person here"},
    "greylisted": {"RCPT": "451 4.7.1 Come back in five minutes"},
    "large": {".": "552 5.3.4 Message too big"},
    "later": {".": "451-4.3.0 Disk is full\r\n451 4.3.0 try again"},
    "dropping": {".": None},
    "slow": {".": 3},
    "unwilling": {"greeting": "554 5.7.1 You are on a list"},
    "sender": {"MAIL": "530 5.7.0 Authentication required"},
    "silent": {"greeting": 60},
}


class Dropped(Exception):
    pass


def say(conn, case, key, good):
    reply = CASES[case].get(key, good)
    if reply is None:
        raise Dropped
    if isinstance(reply, (int, float)):
        time.sleep(reply)
        reply = good
    conn.sendall(reply.encode() + b"\r\n")
    return reply == good


def read_message(stream):
    body = b""
    while (line := stream.readline()) not in (b".\r\n", b""):
        body += line[1:] if line.startswith(b".") else line
    return body


def converse(conn, case):
    with conn, conn.makefile("rb") as stream:
        say(conn, case, "greeting", "220 relay.example")
        envelope = {}
        while (line := stream.readline().decode().strip()):
            verb = line.split()[0].upper()
            if verb == "EHLO":
                conn.sendall(b"250-relay.example\r\n250 SIZE 1000000\r\n")
            elif verb == "DATA":
                say(conn, case, "DATA", "354 Go on")
                envelope["body"] = read_message(stream).decode("latin-1")
                if say(conn, case, ".", "250 2.0.0 Queued as 4711"):
                    with lock:
                        print(json.dumps(envelope), flush=True)
            elif verb == "QUIT":
                conn.sendall(b"221 Bye\r\n")
                return
            else:
                envelope[verb] = line
                say(conn, case, verb, "250 OK")


def accept(listener, case):
    while True:
        conn, _ = listener.accept()
        threading.Thread(target=guarded, args=(conn, case),
                         daemon=True).start()


def guarded(conn, case):
    try:
        converse(conn, case)
    except (OSError, Dropped):
        pass


def main():
    for case in CASES:
        listener = socket.create_server(("127.0.0.1", 0))
        print(case, listener.getsockname()[1])
        threading.Thread(target=accept, args=(listener, case),
                         daemon=True).start()
    print("end", flush=True)
    sys.stdin.read()


main()
