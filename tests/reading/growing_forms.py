"""Documents of any size: what only one format can say, or what attacks its reader; and all shapes in all formats."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from tests.reading.formats.word_file import build_file, build_paragraph, build_parts
from tests.reading.growing_set import (
    NEWS,
    RENDERINGS,
    SHAPES,
    Pages,
    body,
    day,
    news,
    render_html,
    render_mail,
    thing,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def build_word_table(count: int) -> bytes:
    """Give the Word file of a table of so many rows."""
    rows = "".join(
        f"<w:tr>{''.join(f'<w:tc>{build_paragraph(text)}</w:tc>' for text in (day(n), body(n), news(n)))}</w:tr>"
        for n in range(1, count + 1)
    )
    head = "".join(f"<w:tc>{build_paragraph(text)}</w:tc>" for text in ("Date", "Issuing body", "Summary"))
    title = build_paragraph("Harbour Notes", style="Heading1") + build_paragraph("3 June 2024")
    return build_file(build_parts(f"{title}<w:tbl><w:tr>{head}</w:tr>{rows}</w:tbl>"))


def build_layout_page(count: int) -> bytes:
    """Give a newsletter whose every item is a layout table of its own."""
    items = "".join(
        f'<tr><td><table role="presentation"><tr><td><b>{day(n)}</b></td><td>{news(n)}</td></tr></table></td></tr>'
        for n in range(1, count + 1)
    )
    return (
        f"<!DOCTYPE html><html><body><h1>Harbour Notes</h1><p>3 June 2024</p><table>{items}</table></body></html>"
    ).encode()


def build_ruled_pages(count: int) -> bytes:
    """Give the pages of a ruled table of so many rows."""
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


def build_mail_of_parts(count: int, *, subtype: str = "plain", attached: bool = False) -> bytes:
    """Give the mail of so many parts with a piece of news each."""
    place = "Content-Disposition: attachment; filename=a.html\r\n" if attached else ""
    parts = "".join(
        f"--x\r\nContent-Type: text/{subtype}; charset=utf-8\r\n{place}\r\n<p>- *{day(n)}:* {news(n)}</p>\r\n"
        for n in range(1, count + 1)
    )
    return MAIL_HEAD + f"Content-Type: multipart/mixed; boundary=x\r\n\r\n{parts}--x--\r\n".encode()


def build_nested_mail(count: int) -> bytes:
    """Give a mail that was forwarded so many times, each within the next."""
    heads = (f"Content-Type: multipart/mixed; boundary=x{n}\r\n\r\n--x{n}\r\n" for n in range(count))
    return MAIL_HEAD + "".join(heads).encode() + b"Content-Type: text/plain\r\n\r\nMIIT issued a notice on cranes.\r\n"


def build_feed(entries: str) -> bytes:
    """Give the feed with these entries."""
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Notes</title>{entries}</channel></rss>".encode()


OF_ONE_FORMAT: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "table in Word": ("docx", build_word_table),
    "layout tables": ("html", build_layout_page),
    "ruled table": ("pdf", build_ruled_pages),
    "parts of a mail": ("eml", build_mail_of_parts),
    "pages in a mail": ("eml", lambda count: build_mail_of_parts(count, subtype="html")),
    "attachments": ("eml", lambda count: build_mail_of_parts(count, subtype="html", attached=True)),
    "mails within mails": ("eml", build_nested_mail),
    "headers of a mail": (
        "eml",
        lambda count: (
            b"Received: by a.example.org; Mon, 03 Jun 2024 10:00:00 +0000\r\n" * (20 * count)
            + render_mail(NEWS + "- *4 March 2024:* MIIT issued a notice on cranes.\n")
        ),
    ),
    "a subject in pieces": (
        "eml",
        lambda count: (
            b"Subject: " + b"=?utf-8?B?6LW36YeN5py6?=\r\n " * (10 * count) + b"\r\n\r\nMIIT issued a notice.\r\n"
        ),
    ),
    "one long entry": (
        "xml",
        lambda count: build_feed(
            "<item><title>Cranes</title><description>"
            + escape(render_html("".join(f"{news(n)}\n\n" for n in range(count))).decode())
            + "</description></item>"
        ),
    ),
    "entries without text": (
        "xml",
        lambda count: build_feed("".join(f"<item><title>{news(n)}</title></item>" for n in range(count))),
    ),
    "links of an entry": (
        "xml",
        lambda count: build_feed(
            "<item><title>MIIT issued a notice</title>"
            + "".join(f"<link>https://a.example.org/{n}</link>" for n in range(10 * count))
            + "</item>"
        ),
    ),
    "elements within elements": ("xml", lambda count: build_feed("<a>" * (5 * count) + "</a>" * (5 * count))),
    "signs in an entry": (
        "xml",
        lambda count: build_feed(
            f"<item><title>Cranes</title><description>{'&amp;amp; ' * (50 * count)}</description></item>"
        ),
    ),
    "nested quotes": ("md", lambda count: b">" * count + b" MIIT issued a notice on 3 May 2024.\n"),
    "brackets": ("md", lambda count: b"[" * (20 * count) + b"](" * count),
    "stars": ("md", lambda count: b"*a **b ***c " * (5 * count)),
    "brackets in Chinese": ("txt", lambda count: ("（" * (50 * count)).encode()),
    "digits": ("txt", lambda count: b"20240304" * (20 * count)),
    "titles that never end": ("txt", lambda count: ("《关于" * (20 * count)).encode()),
    "one word": ("txt", lambda count: b"x" * (500 * count)),
    "one line of days": ("md", lambda count: b"- 4 March 2024, 5 March 2024 " * (5 * count)),
    "tags never closed": ("html", lambda count: b"<!DOCTYPE html><html><body>" + b"<b><i><a href='x'>x" * count),
    "nested lists": (
        "html",
        lambda count: b"<!DOCTYPE html><html><body>" + b"<ul><li>x" * count + b"</li></ul>" * count,
    ),
}
"""What one format alone can say, or what attacks its reader: its ending and what builds a file of so many things."""


def list_documents() -> dict[tuple[str, str], Callable[[int], bytes]]:
    """Give what builds a file of so many things, by shape and format."""
    rendered = {
        (shape, ending): _compose(write, render)
        for shape, write in SHAPES.items()
        for ending, render in RENDERINGS.items()
    }
    return rendered | {(shape, ending): build for shape, (ending, build) in OF_ONE_FORMAT.items()}


def _compose(write: Callable[[int], str], render: Callable[[str], bytes]) -> Callable[[int], bytes]:
    return lambda count: render(write(count))
