"""Documents of any size in many shapes and every format, of our own making, to measure what each doubling costs.

A shape gives the Markdown of so many things of one kind; a rendering makes a file of a format of it. What only one
format can say (parts of a mail, rows of a Word file, ruled pages) has builders of its own below.
"""

import datetime as dt
import io
import textwrap
from collections.abc import Callable
from email.message import EmailMessage
from xml.sax.saxutils import escape

from markdown_it import MarkdownIt
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from bot.reading.formats.markdown import read_markdown_blocks
from tests.reading.formats.word_file import build_file, build_paragraph, build_parts, build_word_file

HEAD = "# Harbour Notes\n\n3 June 2024\n\n"
NEWS = HEAD + "## Policy news\n\n"
BODIES = ("MIIT", "NDRC", "MOFCOM", "the Ministry of Finance", "SAMR", "the Cyberspace Administration of China")
THINGS = ("cranes", "lathes", "tunnel drills", "battery cells", "data rooms", "grid meters", "rare magnets", "seeds")
CRANES = "- *{day}:* MIIT issued the Measures on Cranes"
SENTENCE = "Local governments are asked to help small makers of {thing} in region {n} with loans, land and staff. "
FIRST_DAY = dt.date(2024, 1, 1)


def body(n: int) -> str:
    return BODIES[n % len(BODIES)]


def thing(n: int) -> str:
    return THINGS[n * 7 % len(THINGS)]


def day(n: int) -> str:
    day = FIRST_DAY + dt.timedelta(days=n % 150)
    return f"{day.day} {day:%B} {day.year}"


def news(n: int) -> str:
    return f"{body(n)} issued a notice on {thing(n)} in region {n}. Makers of {thing(n)} must register by 2027."


def _repeat(line: str, *, head: str = HEAD) -> Callable[[int], str]:
    """Return the shape of so many of these lines, ``{n}`` and its like filled in."""

    def write(count: int) -> str:
        return head + "".join(
            line.format(
                n=n,
                body=body(n),
                thing=thing(n),
                day=day(n),
                other=(n * 7919) % count,
                news=news(n),
            )
            for n in range(1, count + 1)
        )

    return write


def _huge_item(count: int) -> str:
    said = "".join(SENTENCE.format(thing=thing(n), n=n) for n in range(count))
    return f"{NEWS}- *4 March 2024:* MIIT issued a notice on cranes. {said}\n"


def _labelled(n: int) -> str:
    return (
        f"### {n}. {thing(n).title()} of region {n} must be counted\n\n"
        f"**At a glance:** {news(n)}\n\n- Each gets a number\n- Each number gets a plate\n\n"
        f"**Comment:** A first step for region {n}.\n\n"
        f"**Article:** Measures on {thing(n).title()} of Region {n} (第{n}区设备管理办法)\n\n"
        f"**Issuing body:** {body(n)}\n\n**Date:** {day(n)}\n\n"
    )


def _table(count: int) -> str:
    head = "| Date | Issuing body | Title | Summary |\n| --- | --- | --- | --- |\n"
    return (
        HEAD
        + head
        + "".join(
            f"| {day(n)} | {body(n)} | Measures for {thing(n)} {n} (第{n}区管理办法) | They need seals. |\n"
            for n in range(count)
        )
    )


def _contents(count: int) -> str:
    lines = "".join(f"{n}. {thing(n).title()} of region {n} ..... {n + 2}\n" for n in range(1, count + 1))
    return f"{HEAD}## Contents\n\n{lines}\n## Top\n\n" + "".join(
        f"### {n}. {thing(n).title()} of region {n}\n\n{news(n)}\n\n" for n in range(1, count + 1)
    )


def _in_one(words: str, *, head: str = NEWS + "- *4 March 2024:* MIIT said: ") -> Callable[[int], str]:
    def write(count: int) -> str:
        return (
            head
            + "".join(words.format(n=n, day=day(n), body=body(n), thing=thing(n)) for n in range(1, count + 1))
            + "\n"
        )

    return write


def _notice(count: int) -> str:
    head = "# 工业和信息化部关于印发《起重机管理办法》的通知\n\n工信部装〔2024〕12号\n\n各省工业和信息化主管部门：\n\n"
    articles = (
        f"第{n}条 企业应当在2025年{n % 12 + 1}月{n % 28 + 1}日前报送第{n}类设备清单。\n\n" for n in range(1, count + 1)
    )
    return f"{head}{''.join(articles)}工业和信息化部\n\n2024年3月4日\n"


SHAPES: dict[str, Callable[[int], str]] = {
    "same paragraphs": _repeat("MIIT issued a notice on cranes. Ports must count them by 2027.\n\n"),
    "same bullets": _repeat("- *4 March 2024:* MIIT issued a notice on cranes.\n", head=NEWS),
    "short lines": _repeat("Crane {n}\n\n"),
    "bare words": _repeat("cranes and hoists and what they lift\n\n"),
    "dated paragraphs": _repeat("**{day}** {news}\n\n"),
    "dated bullets": _repeat("- *{day}:* {news}\n", head=NEWS),
    "offices in capitals": _repeat("## Crane {n}\n\nMINISTRYOFCRANESANDHOISTS, COUNCIL and x{n}\n\n{news}\n\n"),
    "nested bullets": _repeat("- {news}\n  - Each gets a number\n    - Each number a plate\n", head=NEWS),
    "headings alone": _repeat("## {thing} of region {n}\n\n"),
    "labelled items": lambda count: HEAD + "## Top\n\n" + "".join(map(_labelled, range(1, count + 1))),
    "labels alone": _repeat("**Issuing body:** {body}\n\n**Date:** {day}\n\n"),
    "one huge item": _huge_item,
    "table": _table,
    "contents and stories": _contents,
    "links": _repeat("- {news} ([notice](https://example.org/{n}))\n", head=NEWS),
    "footnotes": lambda count: (
        _repeat("{news}[{n}]\n\n")(count) + _repeat("[{n}] Daily of {day}, p. {n}\n\n", head="")(count)
    ),
    "one title, one number": _repeat(CRANES + " (起重机安全管理办法, 工信部装〔2024〕12号).\n", head=NEWS),
    "one title, many numbers": _repeat(CRANES + " (起重机安全管理办法, 工信部装〔2024〕{n}号).\n", head=NEWS),
    "one policy, all refer to it": _repeat(
        "- *{day}:* {body} issued the Measures for Item {n} (关于第{n}项产业发展的通知) under the Cybersecurity Law"
        " (《中华人民共和国网络安全法》).\n",
        head=NEWS,
    ),
    "Chinese news": _repeat("{n}月前，工业和信息化部印发《关于第{n}项产业发展的通知》，要求到2027年全部完成。\n\n"),
    "Chinese notice": _notice,
    "deadlines in one": _in_one("comments are due by {day}. "),
    "known companies in one": _in_one("Huawei, BYD, "),
    "unknown companies in one": _in_one("Foolan{n} Technology Co., Ltd., "),
    "company news": _repeat(
        "- *{day}:* Foolan{n} Technology Co., Ltd. and BYD opened a plant for {thing}.\n",
        head=HEAD + "## Corporate news\n\n",
    ),
}
"""Each shape's name and what writes its Markdown of so many things."""


def render_html(text: str) -> bytes:
    """Return the page of this Markdown."""
    page = MarkdownIt("commonmark", {"maxNesting": 500}).enable("table").render(text)
    return f"<!DOCTYPE html><html><head><title>Notes</title></head><body>{page}</body></html>".encode()


def render_mail(text: str) -> bytes:
    """Return the mail of this Markdown: as text, and as a page."""
    message = EmailMessage()
    message["Message-ID"] = "<1@example.org>"
    message["Subject"] = "Harbour Notes"
    message["Date"] = "Mon, 03 Jun 2024 10:00:00 +0000"
    message.set_content(text)
    message.add_alternative(render_html(text).decode(), subtype="html", cte="quoted-printable")
    return message.as_bytes()


def render_feed(text: str) -> bytes:
    """Return the feed with an entry for each paragraph of this Markdown."""
    parts = [part for part in text.replace("\n- ", "\n\n- ").split("\n\n") if part.strip()]
    entries = "".join(
        f"<item><title>{escape(part[:60])}</title><pubDate>Mon, 04 Mar 2024 08:00:00 GMT</pubDate>"
        f"<description>{escape(MarkdownIt('commonmark').render(part))}</description>"
        f"<link>https://a.example.org/{n}</link></item>"
        for n, part in enumerate(parts)
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Notes</title>{entries}</channel></rss>".encode()


def render_atom(text: str) -> bytes:
    """Return the Atom feed with an entry for each paragraph of this Markdown, its text as a page of markup."""
    parts = [part for part in text.replace("\n- ", "\n\n- ").split("\n\n") if part.strip()]
    entries = "".join(
        f"<entry><id>urn:n:{n}</id><title>{escape(part[:60])}</title><updated>2024-03-04T08:00:00Z</updated>"
        f"<content type='html'>{escape(MarkdownIt('commonmark').render(part))}</content>"
        f"<link href='https://a.example.org/{n}'/></entry>"
        for n, part in enumerate(parts)
    )
    return (
        "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>Notes</title><id>urn:n</id>"
        f"<updated>2024-06-03T10:00:00Z</updated>{entries}</feed>"
    ).encode()


class Pages:
    """Lines set below each other on pages with a running header and a number."""

    def __init__(self) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        self.out = io.BytesIO()
        self.canvas = Canvas(self.out, pagesize=A4, invariant=1)
        self.number, self.y = 0, 0.0

    def draw(self, x: float, text: str, *, size: float = 10, bold: bool = False, step: float = 14) -> None:
        """Draw a line, on a new page where this one is full."""
        if self.y < 80:
            self.end_page()
            self.number, self.y = self.number + 1, A4[1] - 80
            self.canvas.setFont("Helvetica", 8)
            self.canvas.drawString(70, A4[1] - 40, "Harbour Notes | 3 June 2024")
            self.canvas.drawRightString(A4[0] - 70, 40, str(self.number))
        font = "Helvetica-Bold" if bold else "Helvetica"
        self.canvas.setFont(font if text.isascii() else "STSong-Light", size)
        self.canvas.drawString(x, self.y, text)
        self.y -= step

    def end_page(self) -> None:
        """End the page, if there is one."""
        if self.number:
            self.canvas.showPage()


def render_pdf(text: str) -> bytes:
    """Return the pages of this Markdown, without its links."""
    pages = Pages()
    for line in text.splitlines():
        plain = line.strip().replace("*", "").strip("|")
        mark = plain.partition(" ")[0]
        if line.startswith("#"):
            pages.draw(70, plain.lstrip("# "), size=20 - 3 * len(mark), bold=True, step=24)
            continue
        indent = 70 + (8 * (len(line) - len(line.lstrip())) % 200)
        for at, part in enumerate(textwrap.wrap(plain.removeprefix("- "), 80 if plain.isascii() else 38)):
            is_first = at == 0 and mark == "-"
            pages.draw(indent if is_first or mark != "-" else indent + 12, f"• {part}" if is_first else part)
        pages.y -= 0 if plain else 6
    pages.end_page()
    pages.canvas.save()
    return pages.out.getvalue()


RENDERINGS: dict[str, Callable[[str], bytes]] = {
    "md": str.encode,
    "txt": str.encode,
    "html": render_html,
    "eml": render_mail,
    "docx": lambda text: build_word_file(read_markdown_blocks(text)),
    "xml": render_feed,
    "atom": render_atom,
    "pdf": render_pdf,
}
"""Each format's ending and what makes a file of a Markdown text."""


def build_word_table(count: int) -> bytes:
    """Return the Word file of a table of so many rows."""
    rows = "".join(
        f"<w:tr>{''.join(f'<w:tc>{build_paragraph(text)}</w:tc>' for text in (day(n), body(n), news(n)))}</w:tr>"
        for n in range(1, count + 1)
    )
    head = "".join(f"<w:tc>{build_paragraph(text)}</w:tc>" for text in ("Date", "Issuing body", "Summary"))
    title = build_paragraph("Harbour Notes", style="Heading1") + build_paragraph("3 June 2024")
    return build_file(build_parts(f"{title}<w:tbl><w:tr>{head}</w:tr>{rows}</w:tbl>"))


def build_layout_page(count: int) -> bytes:
    """Return a newsletter whose every item is a layout table of its own."""
    items = "".join(
        f'<tr><td><table role="presentation"><tr><td><b>{day(n)}</b></td><td>{news(n)}</td></tr></table></td></tr>'
        for n in range(1, count + 1)
    )
    return (
        f"<!DOCTYPE html><html><body><h1>Harbour Notes</h1><p>3 June 2024</p><table>{items}</table></body></html>"
    ).encode()


def build_ruled_pages(count: int) -> bytes:
    """Return the pages of a ruled table of so many rows."""
    pages = Pages()
    for n in range(count + 1):
        cells = (day(n), body(n)[:12], f"Measures for {thing(n)} {n}") if n else ("Date", "Body", "Title")
        pages.draw(72, cells[0], bold=not n, step=0)
        for x, text in zip((172, 272), cells[1:], strict=True):
            pages.canvas.drawString(x, pages.y, text)
        for x in (70, 170, 270, 520):
            pages.canvas.line(x, pages.y - 4, x, pages.y + 12)
        for y in (pages.y - 4, pages.y + 12):
            pages.canvas.line(70, y, 520, y)
        pages.y -= 16
    pages.end_page()
    pages.canvas.save()
    return pages.out.getvalue()


MAIL_HEAD = b"From: a@example.org\r\nSubject: Harbour Notes\r\nDate: Mon, 03 Jun 2024 10:00:00 +0000\r\n"


def build_mail_of_parts(count: int) -> bytes:
    """Return the mail of so many parts with a piece of news each."""
    parts = "".join(
        f"--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n<p>- *{day(n)}:* {news(n)}</p>\r\n"
        for n in range(1, count + 1)
    )
    return MAIL_HEAD + f"Content-Type: multipart/mixed; boundary=x\r\n\r\n{parts}--x--\r\n".encode()


def build_nested_mail(count: int) -> bytes:
    """Return a mail that was forwarded so many times, each within the next."""
    heads = (f"Content-Type: multipart/mixed; boundary=x{n}\r\n\r\n--x{n}\r\n" for n in range(count))
    return MAIL_HEAD + "".join(heads).encode() + b"Content-Type: text/plain\r\n\r\nMIIT issued a notice on cranes.\r\n"


def build_feed(entries: str) -> bytes:
    """Return the feed with these entries."""
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Notes</title>{entries}</channel></rss>".encode()


OF_ONE_FORMAT: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "table in Word": ("docx", build_word_table),
    "layout tables": ("html", build_layout_page),
    "ruled table": ("pdf", build_ruled_pages),
    "parts of a mail": ("eml", build_mail_of_parts),
    "mails within mails": ("eml", build_nested_mail),
    "one long entry": (
        "xml",
        lambda count: build_feed(
            "<item><title>Cranes</title><description>"
            + escape(render_html("".join(f"{news(n)}\n\n" for n in range(count))).decode())
            + "</description></item>"
        ),
    ),
    "elements within elements": ("xml", lambda count: build_feed("<a>" * (5 * count) + "</a>" * (5 * count))),
    "nested quotes": ("md", lambda count: b">" * count + b" MIIT issued a notice on 3 May 2024.\n"),
    "brackets in Chinese": ("txt", lambda count: ("（" * (50 * count)).encode()),
    "titles that never end": ("txt", lambda count: ("《关于" * (20 * count)).encode()),
    "one line of days": ("md", lambda count: b"- 4 March 2024, 5 March 2024 " * (5 * count)),
    "tags never closed": ("html", lambda count: b"<!DOCTYPE html><html><body>" + b"<b><i><a href='x'>x" * count),
}
"""What one format alone can say, or what attacks its reader: its ending and what builds a file of so many things."""


def list_documents() -> dict[tuple[str, str], Callable[[int], bytes]]:
    """Return what builds a file of so many things, by shape and format."""
    rendered = {
        (shape, ending): _compose(write, render)
        for shape, write in SHAPES.items()
        for ending, render in RENDERINGS.items()
    }
    return rendered | {(shape, ending): build for shape, (ending, build) in OF_ONE_FORMAT.items()}


def _compose(write: Callable[[int], str], render: Callable[[str], bytes]) -> Callable[[int], bytes]:
    return lambda count: render(write(count))
