#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the messages of this folder: NAME.eml, and NAME.json with the items
that they hold. The texts are those of ../digest/stock.py."""
import base64, email.header, json, os, quopri, sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE + "/../digest")
from stock import ARTICLES, WORDS

DATE = "Wed, 19 Mar 2025 06:30:00 +0100"
WHEN = "2025-03-19T06:30"
MAILS = {}

def mail(f):
    MAILS[f.__name__] = f
    return f

def item(title, body, outlet=None, published=WHEN, **more):
    return dict(dict(title=title, body=body, kind="article", outlet=outlet, published=published), **more)

def words(text, charset, how="b", cut=20):
    """Encoded words of at most `cut` characters, one a line."""
    out = []
    for i in range(0, len(text), cut):
        raw = text[i:i + cut].encode(charset)
        if how == "b":
            out.append("=?%s?B?%s?=" % (charset, base64.b64encode(raw).decode()))
        else:
            out.append("=?%s?Q?%s?=" % (charset, "".join(chr(c) if 48 <= c < 58 or 65 <= c < 91 or 97 <= c < 123 else "_" if c == 32 else "=%02X" % c for c in raw)))
    return "\r\n ".join(out)

def head(sender, subject, type="text/plain; charset=us-ascii", encoding=None, id="a1@lists.example", date=DATE):
    rows = ["Return-Path: <bounce@lists.example>", "Received: from mx.lists.example (mx.lists.example [192.0.2.7])\r\n\tby mail.example with ESMTPS; " + DATE,
            "Message-ID: <%s>" % id, "From: " + sender, "To: desk@monitor.example", "Subject: " + subject, "Date: " + date, "MIME-Version: 1.0", "Content-Type: " + type]
    if encoding:
        rows.append("Content-Transfer-Encoding: " + encoding)
    return ("\r\n".join(rows) + "\r\n\r\n").encode("utf-8")

def crlf(text):
    return text.replace("\n", "\r\n")

def quoted(text, charset):
    return quopri.encodestring(crlf(text).encode(charset)).replace(b"\r\n", b"\n").replace(b"=0D\n", b"\n").replace(b"\n", b"\r\n")

def wrapped(raw):
    text = base64.b64encode(raw).decode()
    return "\r\n".join(text[i:i + 76] for i in range(0, len(text), 76)).encode() + b"\r\n"

def paragraphs(body):
    return "\n\n".join(body) + "\n"

def pieces(lang, n=4):
    return "\n\n".join(t + "\n\n" + "\n\n".join(b) for t, b in ARTICLES[lang][:n]) + "\n"

def gold(lang, n=4, **more):
    return [item(t, b, **more) for t, b in ARTICLES[lang][:n]]

def html_list(lang, n=4):
    rows = "".join('<div class="story"><h2><a href="https://news.example/%s/%d">%s</a></h2>%s</div>\n' % (lang, i, t, "".join("<p>%s</p>" % p for p in b)) for i, (t, b) in enumerate(ARTICLES[lang][:n]))
    return '<html><head><title>%s</title></head><body>\n%s<p><a href="https://news.example/off">%s</a></p></body></html>\n' % (WORDS[lang]["outlets"][0], rows, WORDS[lang]["unsub"])

def part(type, body, encoding=None, extra=""):
    lines = "Content-Type: %s\r\n" % type + ("Content-Transfer-Encoding: %s\r\n" % encoding if encoding else "") + extra
    return lines.encode() + b"\r\n" + body

def parts(boundary, rows, last=True):
    out = b"This is a message of several parts.\r\n"
    for row in rows:
        out += b"--" + boundary.encode() + b"\r\n" + row + b"\r\n"
    return out + (b"--" + boundary.encode() + b"--\r\n" if last else b"")

@mail
def single_en():
    t, b = ARTICLES["en"][0]
    return head("Larne Port Press Office <press@larne.example>", t) + crlf(paragraphs(b) + "\n-- \nPress office\nTel. 028 5550 199\n").encode(), [item(t, b, "Larne Port Press Office", id="a1@lists.example")]

@mail
def quoted_1252_de():
    t, b = ARTICLES["de"][1]
    sender = words("Märkischer Bote", "windows-1252", "q") + " <post@bote.example>"
    return head(sender, words(t, "windows-1252", "q"), 'text/plain; charset="windows-1252"', "quoted-printable") + quoted(paragraphs(b), "windows-1252"), [item(t, b, "Märkischer Bote")]

@mail
def base64_koi8_ru():
    t, b = ARTICLES["ru"][1]
    return head(words("Северный вестник", "koi8-r") + " <post@vestnik.example>", words(t, "koi8-r", cut=12), "text/plain; charset=koi8-r", "base64") + wrapped(crlf(paragraphs(b)).encode("koi8-r")), [item(t, b, "Северный вестник")]

@mail
def split_letters_zh():
    """Encoded words that are cut within a character."""
    t, b = ARTICLES["zh"][0]
    raw = t.encode("utf-8")
    subject = "\r\n ".join("=?utf-8?B?%s?=" % base64.b64encode(raw[i:i + 10]).decode() for i in range(0, len(raw), 10))
    return head("=?utf-8?Q?=E6=B8=AF=E5=8F=A3=E6=97=A5=E6=8A=A5?= <a@port.example>", subject, "text/plain; charset=utf-8", "base64") + wrapped(crlf(paragraphs(b)).encode()), [item(t, b, "港口日报")]

@mail
def flowed_en():
    t, b = ARTICLES["en"][5]
    import textwrap
    flow = "\n\n".join(" \n".join(textwrap.wrap(p, 60)) for p in b) + "\n"
    return head("Kent Growers <mail@kent.example>", t, "text/plain; charset=us-ascii; format=flowed") + crlf(flow).encode(), [item(t, b, "Kent Growers")]

@mail
def alternative_en():
    rows = [part("text/plain; charset=utf-8", crlf(pieces("en")).encode(), "8bit"), part("text/html; charset=utf-8", crlf(html_list("en")).encode(), "8bit")]
    return head("The Coastal Courier <news@courier.example>", "This morning: four stories", 'multipart/alternative; boundary="=_alt 1"') + parts("=_alt 1", rows), gold("en", outlet="The Coastal Courier")

@mail
def stub_fr():
    """The plain text only points at the page."""
    rows = [part("text/plain; charset=utf-8", "Voir ce message en ligne : https://lettre.example/42\r\n".encode(), "8bit"), part("text/html; charset=utf-8", quoted(html_list("fr"), "utf-8"), "quoted-printable")]
    return head("La lettre <lettre@presse.example>", words("La lettre de mercredi", "utf-8"), "multipart/alternative; boundary=b2") + parts("b2", rows), gold("fr", outlet="La lettre", kind=None)

@mail
def html_list_es():
    return head("Boletín <b@boletin.example>", "=?utf-8?Q?El_bolet=C3=ADn?=", "text/html; charset=iso-8859-15", "quoted-printable") + quoted(html_list("es"), "iso-8859-15"), gold("es", outlet="Boletín", kind=None)

@mail
def html_one_pl():
    t, b = ARTICLES["pl"][1]
    html = "<html><body><p>%s</p></body></html>" % "</p><p>".join(b)
    return head("Gazeta <g@gazeta.example>", words(t, "iso-8859-2"), "text/html; charset=iso-8859-2", "base64") + wrapped(html.encode("iso-8859-2")), [item(t, b, "Gazeta")]

@mail
def plain_digest_en():
    """As list software sends it (RFC 1153)."""
    a = ARTICLES["en"][:3]
    text = "Send Shipping mailing list submissions to\n\tshipping@lists.example\n\nToday's Topics:\n\n" + "".join("   %d. %s\n" % (i + 1, t) for i, (t, _) in enumerate(a)) + "\n\n" + "-" * 70 + "\n\n"
    for i, (t, b) in enumerate(a):
        text += "Message: %d\nDate: Tue, 18 Mar 2025 0%d:15:00 +0000\nFrom: Maeve Collins <maeve%d@ship.example>\nTo: shipping@lists.example\nSubject: [Shipping] %s\nMessage-ID: <m%d@ship.example>\nContent-Type: text/plain; charset=utf-8\n\n%s\n-- \nMaeve\n\n" % (i + 1, i + 1, i, t, i, paragraphs(b)) + "-" * 30 + "\n\n"
    text += "Subject: Digest Footer\n\n_______________________________________________\nShipping mailing list\n\n" + "-" * 30 + "\n\nEnd of Shipping Digest, Vol 7, Issue 3\n***************************************\n"
    return head("shipping-request@lists.example", "Shipping Digest, Vol 7, Issue 3") + crlf(text).encode(), [item("[Shipping] " + t, b, "Maeve Collins", "2025-03-18T0%d:15" % (i + 1), id="m%d@ship.example" % i) for i, (t, b) in enumerate(a)]

@mail
def parted_digest_de():
    a = ARTICLES["de"][:3]
    rows = [b"\r\n" + head("Redaktion %d <r@bote.example>" % i, words(t, "utf-8"), "text/plain; charset=utf-8", "8bit", id="d%d@bote.example" % i) + crlf(paragraphs(b)).encode() for i, (t, b) in enumerate(a)]
    return head("Bote <liste@bote.example>", "Sammlung", "multipart/digest; boundary=xx") + parts("xx", rows), [item(t, b, "Redaktion %d" % i, id="d%d@bote.example" % i) for i, (t, b) in enumerate(a)]

@mail
def forwarded_de():
    t, b = ARTICLES["de"][4]
    text = "Bitte lesen!\n\n-------- Weitergeleitete Nachricht --------\nBetreff: %s\nDatum: Mon, 17 Mar 2025 09:00:00 +0100\nVon: Brauerei <info@brau.example>\nAn: presse@brau.example\n\n%s" % (t, paragraphs(b))
    return head("Jens <jens@home.example>", "Fwd: Archiv", "text/plain; charset=utf-8", "8bit") + crlf(text).encode(), [item(t, b, "Brauerei", "2025-03-17T09:00")]

@mail
def forwarded_whole_en():
    t, b = ARTICLES["en"][3]
    inner = head("Aberdeen Wire <wire@abd.example>", t, "text/plain; charset=utf-8", "8bit", id="in@abd.example", date="Mon, 17 Mar 2025 10:00:00 +0000") + crlf(paragraphs(b)).encode()
    return head("Ann <ann@home.example>", "FW: ferry", "multipart/mixed; boundary=mm") + parts("mm", [part("message/rfc822", inner, extra="Content-Disposition: attachment\r\n")]), [item(t, b, "Aberdeen Wire", "2025-03-17T10:00", id="in@abd.example")]

@mail
def attachments_tr():
    t, b = ARTICLES["tr"][0]
    rows = [part("text/plain; charset=utf-8", crlf(paragraphs(b)).encode(), "8bit"), part("application/pdf", wrapped(b"%PDF-1.4 nothing"), "base64", 'Content-Disposition: attachment; filename="a.pdf"\r\n'),
            part("text/plain; charset=utf-8", b"Not to be read: notes of the clerk, line by line.\r\n", "8bit", "Content-Disposition: attachment; filename=notes.txt\r\n")]
    return head("Haber Masası <h@haber.example>", "=?utf-8?B?%s?=" % base64.b64encode(t.encode()).decode(), 'multipart/mixed; boundary="q;q"') + parts("q;q", rows, last=False), [item(t, b, "Haber Masası")]

@mail
def mailbox_en():
    out, items = b"", []
    for i, (t, b) in enumerate(ARTICLES["en"][1:3]):
        out += b"From news@courier.example Wed Mar 19 06:30:00 2025\n" + (head("Courier <n@courier.example>", t, id="x%d@courier.example" % i).decode() + paragraphs(b) + "\n").replace("\r\n", "\n").encode()
        items.append(item(t, b, "Courier", id="x%d@courier.example" % i))
    return out, items

@mail
def raw_header_uk():
    t, b = ARTICLES["ru"][2]
    return head("Вестник <v@vestnik.example>", t, "text/plain", "8bit") + crlf(paragraphs(b)).encode("cp1251"), [item(t, b, "Вестник")]

def main():
    for name, make in MAILS.items():
        raw, items = make()
        with open("%s/%s.eml" % (HERE, name), "wb") as f:
            f.write(raw)
        with open("%s/%s.json" % (HERE, name), "w") as f:
            for one in items:
                f.write(json.dumps({k: v for k, v in one.items() if v is not None}, ensure_ascii=False) + "\n")

main()
