"""What could run or lead astray in a file that is given out: formulas, markup, links, lines, macros."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator

from markdown_it import MarkdownIt

_FORMULA = "=+-@|%\t\r\n"
_ICS_LINE = re.compile(
    r"(BEGIN|END|VERSION|PRODID|CALSCALE|METHOD|UID|DTSTAMP|DTSTART|DTEND|SUMMARY|DESCRIPTION)[;:]"
    r"|(TRANSP|CATEGORIES|URL|STATUS|CLASS|SEQUENCE|LAST-MODIFIED|NAME|X-WR-[A-Z]+|TRIGGER|ACTION|REFRESH-INTERVAL)[;:]"
)
_LIVE = frozenset({"html_inline", "html_block", "link_open", "image", "fence", "code_block"})


def check_csv(data: bytes) -> Iterator[str]:
    """Return the cells that a spreadsheet would run, or that hold a sign that cannot be seen."""
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        yield from (cell for cell in row if cell[:1] in tuple(_FORMULA) or "\0" in cell)


def check_markdown(data: bytes) -> Iterator[str]:
    """Return what a renderer would bring to life: HTML, links, images, code."""
    for token in MarkdownIt("commonmark").parse(data.decode()):
        for each in (token, *(token.children or ())):
            href = str(each.attrs.get("href") or "")
            if each.type in _LIVE and not href.startswith("https://paper.example/"):
                yield f"{each.type}: {each.content[:60]} {href}"


def check_ics(data: bytes) -> Iterator[str]:
    """Return the lines that are no property, and tell of events that do not end."""
    lines = re.sub(r"\r?\n[ \t]", "", data.decode()).split("\r\n")
    yield from (line for line in lines if line and not _ICS_LINE.match(line))
    if lines.count("BEGIN:VEVENT") != lines.count("END:VEVENT"):
        yield "an event has no end"


def check_docx(data: bytes) -> Iterator[str]:
    """Return the parts that lead out of the document or run, and fields in its text."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            if name.endswith(".rels"):
                targets = re.findall(r'Target="(https?://[^"]*)"', parts.read(name).decode())
                yield from (target for target in targets if not target.startswith("https://paper.example/"))
            if "vba" in name.casefold() or name.endswith(".bin"):
                yield name
        if b"<w:fldSimple" in parts.read("word/document.xml"):
            yield "a field"


CHECKS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "csv": check_csv,
    "md": check_markdown,
    "ics": check_ics,
    "docx": check_docx,
}
