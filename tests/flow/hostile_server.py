#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Outlets at their worst: an HTTP server with one handler a case.

Prints "http PORT dead PORT https PORT CERTIFICATE" (nobody listens on the
second, the third is signed by itself), then serves on 127.0.0.1 until
standard input ends. /connections says how many
connections came so far, its own included.
"""
import gzip
import json
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import zlib

connections = 0
lock = threading.Lock()


def send(conn, text, body=b""):
    conn.sendall(text.replace("\n", "\r\n").encode("latin-1") + body)


def answer(conn, body, *headers, status="200 OK"):
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    send(conn, "\n".join(lines + list(headers)) + "\n\n", body)


def redirect(conn, to, status="302 Found"):
    answer(conn, b"", f"Location: {to}", status=status)


def ok(conn, request):
    answer(conn, b"good news", 'ETag: "one"',
           "Last-Modified: Fri, 01 Mar 2024 09:30:00 GMT")


def etag(conn, request):
    if request["headers"].get("if-none-match") == '"one"':
        send(conn, 'HTTP/1.1 304 Not Modified\nETag: "one"\n\n')
    else:
        ok(conn, request)


def slow_headers(conn, request):
    for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100:
        conn.sendall(bytes([byte]))
        time.sleep(0.2)


def slow_body(conn, request):
    send(conn, "HTTP/1.1 200 OK\nContent-Length: 1000\n\n")
    for _ in range(1000):
        conn.sendall(b"x")
        time.sleep(0.2)


def endless(conn, request):
    send(conn, "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n")
    while True:
        conn.sendall(b"10000\r\n" + b"y" * 65536 + b"\r\n")


def bomb(conn, request):
    """1 GiB in about 1 MiB: one block, complete in itself, 1,024 times."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = b"\x1f\x8b\x08" + bytes(6) + b"\x03" + block * 1024
    answer(conn, packed, "Content-Encoding: gzip")


def bad_gzip(conn, request):
    packed = bytearray(gzip.compress(b"words " * 1000))
    packed[12:40] = b"\xff" * 28
    answer(conn, bytes(packed), "Content-Encoding: gzip")


def packed(conn, request):
    answer(conn, gzip.compress(b"good news"), "Content-Encoding: gzip")


def loop(conn, request):
    redirect(conn, "/loop")


def truncated(conn, request):
    send(conn, 'HTTP/1.1 200 OK\nContent-Length: 1000\nETag: "half"\n\n',
         b"half of it")


def headers(conn, request):
    lines = "".join(f"X-{i}: {'h' * 1000}\n" for i in range(100))
    send(conn, "HTTP/1.1 200 OK\n" + lines + "Content-Length: 2\n\n", b"ok")


def retry_after(conn, request):
    answer(conn, b"busy", "Retry-After: 120",
           status="503 Service Unavailable")


def http10(conn, request):
    send(conn, "HTTP/1.0 200 OK\n\n", b"good news")


def echo(conn, request):
    answer(conn, json.dumps(request).encode())


def count(conn, request):
    answer(conn, str(connections).encode())


def at_once(conn, request):
    """How many requests are served at the same moment, at the most."""
    with lock:
        at_once.now += 1
        at_once.most = max(at_once.most, at_once.now)
    time.sleep(0.05)
    with lock:
        at_once.now -= 1
    answer(conn, str(at_once.most).encode())


at_once.now = at_once.most = 0

CASES = {
    "/ok": ok,
    "/etag": etag,
    "/slow-headers": slow_headers,
    "/slow-body": slow_body,
    "/endless": endless,
    "/bomb": bomb,
    "/bad-gzip": bad_gzip,
    "/packed": packed,
    "/loop": loop,
    "/truncated": truncated,
    "/headers": headers,
    "/retry-after": retry_after,
    "/http10": http10,
    "/echo": echo,
    "/connections": count,
    "/at-once": at_once,
    "/drop": lambda conn, request: None,
    "/gone": lambda conn, request: answer(conn, b"", status="410 Gone"),
    "/teapot": lambda conn, request: answer(conn, b"", status="418 Teapot"),
    "/moved": lambda conn, request: redirect(conn, "/moved-again",
                                             "301 Moved Permanently"),
    "/moved-again": lambda conn, request: redirect(conn, "/ok",
                                                   "308 Permanent Redirect"),
    "/found": lambda conn, request: redirect(conn, "/moved"),
    "/to-file": lambda conn, request: redirect(conn, "file:///etc/passwd"),
    "/to-gopher": lambda conn, request: redirect(conn, "gopher://127.0.0.1/"),
    "/to-private": lambda conn, request: redirect(
        conn, f"http://127.0.0.1:{request['port']}/ok"),
}


def read_request(stream, port):
    line = stream.readline().decode("latin-1").split()
    if len(line) < 3:
        return None
    fields = {}
    while True:
        row = stream.readline().decode("latin-1").strip()
        if not row:
            break
        name, _, value = row.partition(":")
        fields[name.lower()] = value.strip()
    body = stream.read(int(fields.get("content-length", 0)))
    return {"method": line[0], "path": line[1], "headers": fields,
            "body": body.decode("latin-1"), "port": port}


ONE_ANSWER = {"/http10", "/drop", "/truncated", "/headers"}


def converse(conn, port):
    plain = not isinstance(conn, ssl.SSLSocket)
    if plain and conn.recv(1, socket.MSG_PEEK) == b"\x16":
        conn.sendall(b"no TLS is spoken here")
        conn.close()
        return
    with conn, conn.makefile("rb") as stream:
        while (request := read_request(stream, port)):
            case = CASES.get(request["path"])
            if not case:
                answer(conn, b"", status="404 Not Found")
                continue
            case(conn, request)
            if request["path"] in ONE_ANSWER:
                return


def guarded(conn, port):
    try:
        converse(conn, port)
    except OSError:
        pass  # the client has had enough, as it should


def accept(listener):
    global connections
    while True:
        conn, _ = listener.accept()
        with lock:
            connections += 1
        threading.Thread(target=guarded, daemon=True,
                         args=(conn, listener.getsockname()[1])).start()


def make_certificate(folder):
    name = os.path.join(folder, "localhost.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
         "-keyout", name, "-out", name + ".crt"],
        check=True, stderr=subprocess.DEVNULL)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(name + ".crt", name)
    return context, name + ".crt"


def accept_tls(listener, context):
    def handshake(conn):
        try:
            converse(context.wrap_socket(conn, server_side=True), 0)
        except OSError:
            pass

    while True:
        conn, _ = listener.accept()
        threading.Thread(target=handshake, args=(conn,), daemon=True).start()


def main():
    host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
    listener = socket.create_server((host, 0), backlog=256)
    port = listener.getsockname()[1]
    try:  # the same port on the other loopback, where there is one
        other = socket.create_server(("::1", port), family=socket.AF_INET6)
        threading.Thread(target=accept, args=(other,), daemon=True).start()
    except OSError:
        pass
    tls = socket.create_server(("127.0.0.1", 0))
    with tempfile.TemporaryDirectory() as folder:
        context, certificate = make_certificate(folder)
        threading.Thread(target=accept_tls, args=(tls, context),
                         daemon=True).start()
        with socket.create_server(("127.0.0.1", 0)) as dead:
            print("http", port, "dead", dead.getsockname()[1], "https",
                  tls.getsockname()[1], certificate, flush=True)
        threading.Thread(target=accept, args=(listener,), daemon=True).start()
        sys.stdin.read()


main()
