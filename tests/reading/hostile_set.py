"""Documents that attack a reader: bombs, locked, cut short, spoofed, nested, endless and oddly coded ones, all ours."""

import base64
import gzip
import io
import random
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.reading.doublings import render_atom
from tests.reading.formats.newsletter import build_mail, build_newsletter, build_word

ROOT = Path(__file__).resolve().parents[2]
SAMPLE_PDF = ROOT / "data" / "briefings" / "china-industry-monitor-2025-04.pdf"
LINE = "- *4 March 2024:* MIIT issued a notice on cranes and hoists.\n"
_CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'


def build_pdf(*, pages: int = 1, text: str = "", password: str | None = None) -> bytes:
    """Get a PDF of so many pages with a line of text or a black square on each, encrypted with a password if given."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption(password) if password else None)
    for _ in range(pages):
        if text:
            canvas.drawString(100, 700, text)
        else:
            canvas.rect(10, 10, 100, 100, fill=1)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def build_pdf_of(objects: list[bytes]) -> bytes:
    """Return a PDF of these objects, the first its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def build_pdf_bomb(layers: int, megabytes: int) -> bytes:
    """Return a PDF whose page's content is ``megabytes`` of text operators, deflated over and over."""
    data = b"BT /F1 9 Tf (bomb) Tj ET\n" * (megabytes * 1024 * 1024 // 25)
    for _ in range(layers):
        data = zlib.compress(data, 9)
    filters = b"[" + b"/FlateDecode " * layers + b"]"
    stream = b"<< /Length %d /Filter %s >>\nstream\n%s\nendstream" % (len(data), filters, data)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>"
    kids = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return build_pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", kids, page, stream])


def build_pdf_loop() -> bytes:
    """Return a PDF whose tree of pages contains itself."""
    tree = b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2000000 >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] >>"
    return build_pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", tree, page])


def build_archive(document: bytes | str, *, name: str = "word/document.xml", more: int = 0) -> bytes:
    """Return a Word file of this document part, with ``more`` empty parts beside it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _CONTENT_TYPES)
        archive.writestr(name, document)
        for number in range(more):
            archive.writestr(f"word/part{number}.xml", "")
    return buffer.getvalue()


def build_word_bomb() -> bytes:
    """Return a Word file whose document is 300 MB of nothing in a few hundred kilobytes."""
    return build_archive(_WORD + " " * (300 * 1024 * 1024) + "</w:body></w:document>")


def build_word_laughs() -> bytes:
    """Return a Word file with entities that stand for ten of the next, ten deep."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n + 1};" * 10}">' for n in range(10))
    paragraph = "<w:p><w:r><w:t>&e0;</w:t></w:r></w:p>"
    return build_archive(f"<!DOCTYPE d [{entities}<!ENTITY e10 'ha'>]>{_WORD}{paragraph}</w:body></w:document>")


def build_word_deep() -> bytes:
    """Return a Word file of tables within tables."""
    depth = 5000
    inside, out = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    return build_archive(f"{_WORD}{inside * depth}<w:p/>{out * depth}</w:body></w:document>")


def build_feed_laughs() -> bytes:
    """Return a feed with the same kind of entities."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n + 1};" * 10}">' for n in range(10))
    item = "<item><title>&e0;</title></item>"
    return f"<?xml version='1.0'?><!DOCTYPE r [{entities}]><rss version='2.0'><channel>{item}</channel></rss>".encode()


def build_deep_mail(depth: int = 3000) -> bytes:
    """Return a mail of parts within parts."""
    head = "From: a@example.org\nSubject: Deep\nMIME-Version: 1.0\n"
    parts = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth))
    return f"{head}{parts}Content-Type: text/plain\n\n{LINE}".encode()


def build_mail_bomb() -> bytes:
    """Return a mail whose attachment is a PDF bomb, as base64."""
    bomb = base64.encodebytes(build_pdf_bomb(2, 200)).decode()
    head = "From: a@example.org\nSubject: Issue\nMIME-Version: 1.0\nContent-Type: application/pdf\n"
    return f"{head}Content-Transfer-Encoding: base64\n\n{bomb}".encode()


def build_many_parts() -> bytes:
    """Return a mail of thirty thousand little parts."""
    parts = "--b\nContent-Type: text/plain\n\n" + LINE
    head = 'From: a@example.org\nSubject: Many\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
    return (head + parts * 30_000 + "--b--\n").encode()


def nest(opening: str, closing: str, *, depth: int = 100_000) -> bytes:
    """Return a page whose one line stands so deep inside."""
    return f"<!DOCTYPE html><html><body>{opening * depth}{LINE}{closing * depth}</body></html>".encode()


HOSTILE: dict[str, Callable[[], bytes]] = {
    "bomb.pdf": lambda: build_pdf_bomb(1, 400),
    "bomb-in-bomb.pdf": lambda: build_pdf_bomb(3, 600),
    "loop.pdf": build_pdf_loop,
    "many-pages.pdf": lambda: build_pdf(pages=20_000),
    "locked.pdf": lambda: build_pdf(text="hidden", password="key"),  # noqa: S106  of a file made here
    "short.pdf": lambda: SAMPLE_PDF.read_bytes()[:7000],
    "middle-lost.pdf": lambda: SAMPLE_PDF.read_bytes()[:5000] + SAMPLE_PDF.read_bytes()[9000:],
    "scanned.pdf": lambda: build_pdf(pages=3),
    "bomb.docx": build_word_bomb,
    "laughs.docx": build_word_laughs,
    "deep.docx": build_word_deep,
    "many-parts.docx": lambda: build_archive(_WORD, more=50_000),
    "short.docx": lambda: build_word()[:3000],
    "up.docx": lambda: build_archive(_WORD, name="../../word/document.xml"),
    "laughs.xml": build_feed_laughs,
    "deep-lists.html": lambda: nest("<ul><li>", "</li></ul>"),
    "deep-tables.html": lambda: nest("<table><tr><td>", "</td></tr></table>", depth=30_000),
    "deep-quotes.html": lambda: nest("<blockquote>", ""),
    "never-closed.html": lambda: b"<!DOCTYPE html><html><body>" + b"<b><i><a href='x'>" * 50_000,
    "wide-table.html": lambda: b"<html><body><table>" + b"<tr><td>x<td>y<td>z" * 100_000,
    "short.html": lambda: build_newsletter()[:900],
    "deep-mail.eml": build_deep_mail,
    "many-parts.eml": build_many_parts,
    "bomb.eml": build_mail_bomb,
    "short.eml": lambda: build_mail()[:1500],
    "deep-lists.md": lambda: b"".join(b" " * (2 * depth) + b"- x\n" for depth in range(3000)),
    "rows.md": lambda: (
        b"| day | what |\n| --- | --- |\n" + b"| 4 March 2024 | MIIT issued a notice on cranes. |\n" * 10_000
    ),
    "rows.html": lambda: (
        b"<html><body><table>" + b"<tr><td>4 March 2024<td>MIIT issued a notice on cranes." * 10_000 + b"</table>"
    ),
    "headings.md": lambda: b"".join(f"# Cranes and hoists {number}\n\n{LINE}\n".encode() for number in range(1000)),
    "deep-quotes.md": lambda: b">" * 100_000 + b" x\n",
    "brackets.md": lambda: b"[" * 200_000 + b"](" * 1000,
    "stars.md": lambda: b"*a **b ***c " * 30_000,
    "backticks.md": lambda: b"`" * 100_000 + b"a" + b"``" * 50_000,
    "one-line.txt": lambda: (LINE.strip() + " ").encode() * (5 * 1024 * 1024 // 62),
    "one-line.md": lambda: b"# " + b"Cranes and hoists of 2024, " * (5 * 1024 * 1024 // 27),
    "one-line.html": lambda: b"<html><body><p>" + b"cranes and hoists of 4 March 2024, " * (5 * 1024 * 1024 // 35),
    "one-word.txt": lambda: b"x" * (5 * 1024 * 1024),
    "digits.txt": lambda: b"20240304" * 150_000,
    "days.md": lambda: b"- 4 March 2024, 5 March 2024 " * 60_000,
    "titles.txt": ("《关于" * 100_000).encode,
    "brackets.txt": lambda: "（".encode() * 150_000,
    "commas.txt": lambda: b"MIIT, MOF, " * 200_000,
    "nuls.md": lambda: b"# Notes\n\n" + LINE.encode().replace(b" ", b"\x00 "),
    "nuls.html": lambda: (
        b"<!DOCTYPE html><html><body><p>" + LINE.encode().replace(b" ", b"\x00 ") + b"</p></body></html>"
    ),
    "only-nuls.txt": lambda: bytes(100_000),
    "utf16.md": lambda: f"# Notes\n\n{LINE}".encode("utf-16"),
    "utf16-be.md": lambda: b"\xfe\xff" + f"# Notes\n\n{LINE}".encode("utf-16-be"),
    "utf16-odd.md": lambda: f"# Notes\n\n{LINE}".encode("utf-16")[:-1],
    "gb18030.txt": lambda: ("2024年3月4日，工业和信息化部印发《起重机通知》。" + "各地登记起重机。" * 20).encode(
        "gb18030"
    ),
    "broken-utf8.md": lambda: f"# Notes\n\n{LINE}".encode() + b"\xff\xfe\xc3\x28" * 40,
    "escapes.txt": lambda: b"\x1b[2J\x1b]0;x\x07" * 1000 + LINE.encode(),
    "right-to-left.md": f"# Notes\n\n\u202e{LINE}".encode,
    "spoofed-picture.pdf": lambda: b"\x89PNG\r\n\x1a\n" + bytes(200),
    "spoofed-program.docx": lambda: b"MZ\x90\x00" + bytes(200),
    "spoofed-page.pdf": lambda: b"<!DOCTYPE html><html><body><form><input type='password'></form></body></html>",
    "spoofed-archive.md": lambda: gzip.compress(b"x" * 10_000_000),
    "empty.pdf": lambda: b"",
}
"""Each document's name and what builds it."""
KEPT = frozenset({"nuls.md", "nuls.html", "utf16.md", "utf16-be.md", "gb18030.txt", "right-to-left.md"})
"""Those that are merely odd: their line of news must arrive."""
LONG = frozenset(
    {
        *("bomb.pdf", "bomb.docx", "many-pages.pdf", "never-closed.html", "commas.txt", "days.md", "one-word.txt"),
        *("one-line.txt", "one-line.md", "one-line.html", "stars.md", "brackets.md", "digits.txt", "titles.txt"),
        *("deep-tables.html", "bomb.eml", "deep-lists.md", "bomb-in-bomb.pdf", "deep-quotes.html", "brackets.txt"),
    }
)
"""Those that take seconds to build or to read: ``make hostile`` tries them too."""
MUTATED: dict[str, Callable[[], bytes]] = {
    "pdf": SAMPLE_PDF.read_bytes,
    "docx": build_word,
    "html": build_newsletter,
    "eml": build_mail,
    "md": SAMPLE_PDF.with_suffix(".md").read_bytes,
    "txt": SAMPLE_PDF.with_suffix(".md").read_bytes,
    "xml": lambda: (
        b"<?xml version='1.0'?><rss version='2.0'><channel><title>Notes</title>"
        b"<item><title>Cranes</title><pubDate>Mon, 04 Mar 2024 08:00:00 GMT</pubDate><description>MIIT issued a notice"
        b" on cranes.</description><link>https://a.example.org/1</link></item></channel></rss>"
    ),
    "atom": lambda: render_atom(
        "# Notes\n\n- *4 March 2024:* MIIT issued a notice on cranes.\n- *5 March 2024:* BYD opened a plant.\n"
    ),
}
"""A sound file of each kind, to be damaged."""


def mutate(data: bytes, chosen: random.Random) -> bytes:
    """Get the bytes with one to eight random changes: signs replaced, runs cut out, doubled, moved, zeroed or new."""
    changed = bytearray(data)
    for _ in range(chosen.randint(1, 8)):
        at = chosen.randrange(max(len(changed), 1))
        piece = bytes(changed[at : at + chosen.randint(1, max(1, min(400, len(changed) // 4)))])
        match chosen.randrange(6):
            case 0:
                changed[at : at + 1] = chosen.randbytes(1)
            case 1:
                del changed[at : at + len(piece)]
            case 2:
                changed[at:at] = piece
            case 3:
                del changed[at : at + len(piece)]
                to = chosen.randrange(len(changed) + 1)
                changed[to:to] = piece
            case 4:
                changed[at : at + len(piece)] = bytes(len(piece))
            case _:
                changed[at:at] = chosen.randbytes(len(piece))
    return bytes(changed)
