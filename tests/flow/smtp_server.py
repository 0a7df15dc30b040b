#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A real mail server (aiosmtpd) on 127.0.0.1: STARTTLS and AUTH required.

Prints "smtp PORT CERTIFICATE", then each accepted message as a JSON line,
until standard input ends. The login is "desk" with "sesame".
"""
import asyncio
import json
import logging
import os
import ssl
import subprocess
import sys
import tempfile

from aiosmtpd.smtp import SMTP, AuthResult


class Print:
    async def handle_DATA(self, server, session, envelope):
        print(json.dumps({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": session.ssl is not None,
            "body": envelope.original_content.decode("latin-1"),
        }), flush=True)
        return "250 2.0.0 Taken"


logging.disable()  # what clients do wrong is part of the tests


def login(server, session, envelope, mechanism, data):
    good = data.login == b"desk" and data.password == b"sesame"
    return AuthResult(success=good, handled=False)


async def serve(context, certificate):
    def make():
        return SMTP(Print(), tls_context=context, require_starttls=True,
                    authenticator=login, auth_required=True)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(make, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    print("smtp", port, certificate, flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


def main():
    with tempfile.TemporaryDirectory() as folder:
        key = os.path.join(folder, "localhost.pem")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
             "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
             "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
             "-keyout", key, "-out", key + ".crt"],
            check=True, stderr=subprocess.DEVNULL)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(key + ".crt", key)
        asyncio.run(serve(context, key + ".crt"))


main()
