"""From bytes to a Document: what kind of file it is, whether it can be read, and which reader reads it.

The reader of a kind and its library are loaded with the first document of that kind: they take as long as the rest.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from unicodedata import numeric
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import pypdfium2
import pypdfium2.raw as pdfium

from bot.errors import UnreadableDocumentError
from bot.reading.document import Block, BlockKind, Document, Span
from bot.reading.formats.normalise import MARK, RAISED, normalise_spans, put_behind, read_note
from bot.reading.formats.pdf_blocks import build_blocks
from bot.reading.formats.pdf_glyphs import DrawnPage, PageReader
from bot.reading.formats.pdf_lines import Row, order_rows, read_rows, run_text
from bot.reading.formats.pdf_tables import replace_tables
from bot.reading.formats.plain import read_plain
from bot.reading.received import (
    ATOM,
    DOCX,
    HTML,
    LOCKED_OFFICE,
    MAIL,
    MARKDOWN,
    ODT,
    OLD_OFFICE,
    PDF,
    PLAIN,
    PPTX,
    RSS,
    RTF,
    XLSX,
    clean_source_name,
    decode_text,
    drop_nuls,
    refuse_size,
    sniff_media_type,
)

# Links that lead through a counter or a mail filter, taken back to the address they stand for.

_MOST_WRAPPINGS = 5
_MOST_FIELDS = 100
_LONGEST_ADDRESS = 8000
_ADDRESS = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
# Host ending, path beginning, and the field that holds the address.
_KNOWN: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("safelinks.protection.outlook.com", "/", ("url",)),
    ("safelinks.protection.office365.us", "/", ("url",)),
    ("l.facebook.com", "/l.php", ("u",)),
    ("lm.facebook.com", "/l.php", ("u",)),
    ("l.instagram.com", "/", ("u",)),
    ("linkedin.com", "/safety/go", ("url",)),
    ("linkedin.com", "/redir", ("url",)),
    ("youtube.com", "/redirect", ("q",)),
    ("link.zhihu.com", "/", ("target",)),
    ("slack-redir.net", "/link", ("url",)),
    ("clicktime.symantec.com", "/", ("u",)),
    ("linkprotect.cudasvc.com", "/url", ("a",)),
    ("duckduckgo.com", "/l/", ("uddg",)),
    ("out.reddit.com", "/", ("url",)),
)
_GOOGLE = re.compile(r"(?:\A|\.)google\.[a-z.]{2,6}\Z")
_FIELDS = ("url", "u", "target", "redirect", "redirect_url", "dest", "destination", "link", "goto", "to", "href", "r")
_HOSTS_TEXT = (
    "click clicks ct e email emails go l link links lnk mail mailer mailing news-letter newsletter newsletters nl "
    "redirect t tr track tracker tracking trk url"
)
_PATHS_TEXT = (
    "away c ck cl click clicks ct e exit go goto jump l link links ls out r redir redirect t tr track tracking trk url"
)
_OTHERS_TEXT = (
    "account accounts add auth authorize intent login logout oauth oauth2 proxy save share sharer shareArticle signin "
    "sso submit translate validate"
)
_COUNTER_HOSTS = frozenset(_HOSTS_TEXT.split())
_COUNTER_PATHS = frozenset(_PATHS_TEXT.split())
_NO_COUNTERS = frozenset(_OTHERS_TEXT.split())
_DEFENSE_3 = re.compile(r"/v3/__(?P<address>.+?)__;(?P<signs>[\w=-]*)")
_STARS = re.compile(r"\*(?:\*(?P<run>[A-Za-z0-9_-]))?")
_RUN_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def unwrap_links(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks with every link unwrapped and the printed address kept; others are the same objects."""
    return tuple(_unwrap_block(block) for block in blocks)


def unwrap_address(address: str) -> str:
    """Return the address a redirector's link stands for, unwrapped again while it is one; others as they are."""
    for _ in range(_MOST_WRAPPINGS):
        target = _find_target(address)
        if target is None:
            break
        address = target
    return address


def _unwrap_block(block: Block) -> Block:
    if not any(span.link for span in block.spans):
        return block
    spans = tuple(_unwrap_span(span) for span in block.spans)
    return block if spans == block.spans else replace(block, spans=spans)


def _unwrap_span(span: Span) -> Span:
    target = unwrap_address(span.link) if span.link else span.link
    return span if target == span.link else replace(span, link=target, via=span.link)


def _find_target(address: str) -> str | None:
    if len(address) > _LONGEST_ADDRESS or not _ADDRESS.match(address):
        return None
    try:
        parts = urlsplit(address)
        found = _find_in_path(parts) or _find_in_fields(parts)
    except ValueError:
        return None
    found = (found or "").strip()
    return found if found != address and _ADDRESS.match(found) else None


def _find_in_path(parts: SplitResult) -> str | None:
    host = (parts.hostname or "").lower()
    if host == "urldefense.com" or host.endswith((".urldefense.com", "urldefense.proofpoint.com")):
        whole = f"{parts.path}?{parts.query}" if parts.query else parts.path
        if match := _DEFENSE_3.match(whole):
            return _read_defense_3(match["address"], match["signs"])
        wrapped = dict(parse_qsl(parts.query, max_num_fields=_MOST_FIELDS)).get("u", "")
        second = parts.path.startswith("/v2/")
        return unquote(wrapped.replace("-", "%").replace("_", "/")) if second else wrapped
    if host == "secure-web.cisco.com":
        return unquote(parts.path.rpartition("/")[2])
    if host.endswith(".awstrack.me") and parts.path.startswith("/L0/"):
        return unquote(parts.path.split("/")[2])
    return None


def _read_defense_3(address: str, signs: str) -> str:
    """Put the signs back that were taken out: one for ``*``, a run of them for ``**`` and a letter for its length."""
    try:
        taken = base64.urlsafe_b64decode(signs + "=" * (-len(signs) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
    place = 0

    def give_back(match: re.Match[str]) -> str:
        nonlocal place
        count = _RUN_SIGNS.index(match["run"]) + 2 if match["run"] else 1
        place += count
        return taken[place - count : place]

    shown = _STARS.sub(give_back, address)
    return re.sub(r"\A(https?:/)(?=[^/])", r"\1/", shown)


def _find_in_fields(parts: SplitResult) -> str | None:
    host = (parts.hostname or "").lower()
    path = parts.path or "/"
    fields = dict(parse_qsl(parts.query, max_num_fields=_MOST_FIELDS))
    wanted: tuple[str, ...] = ()
    if _GOOGLE.search(host) and path == "/url":
        wanted = ("q", "url")
    for ending, beginning, names in _KNOWN:
        if (host == ending or host.endswith(f".{ending}")) and path.startswith(beginning):
            wanted = names
    if not wanted and _counts_clicks(host, path):
        wanted = _FIELDS
    return next((value for name in wanted if _ADDRESS.match(value := fields.get(name, ""))), None)


def _counts_clicks(host: str, path: str) -> bool:
    """Say whether host and path are named like a counter of clicks, and not like a page that is about a page."""
    names = {re.sub(r"\.(?:php|aspx?|html?|do|cgi)\Z", "", segment) for segment in path.split("/") if segment}
    labels = set(host.split(".")[:-2])
    if names & _NO_COUNTERS or labels & _NO_COUNTERS:
        return False
    return bool(names & _COUNTER_PATHS or labels & _COUNTER_HOSTS)


# Tells running headers, footers and page numbers from what a PDF page says.

_OUTER_SHARE, _INNER_SHARE = 0.1, 0.16
_MIN_REPEATS = 2
_PAGES_SHARE, _MOST_SHARE = 0.4, 0.6
_SAME_HEIGHT = 4.0
_SHORTEST_TITLE = 8
_SMALL, _APART = 0.9, 2.5
_NEIGHBOURS, _EVEN = 3, 0.9
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-–—|•\s]*(?:page|seite|p\.|第)?\s*(?:\d{1,4}|[ivxl]{1,6})\s*(?:(?:of|/|von|页\s*共)\s*\d{1,4})?\s*页?[-–—|•\s]*",
    re.IGNORECASE,
)


def find_furniture(pages: Sequence[tuple[DrawnPage, Sequence[Row]]]) -> frozenset[int]:
    """Return the ``id()`` of each row that is a running header, footer or page number.

    It stands in the outer tenth of its page, and either the same text (digits aside) stands at the same height on many
    pages, or it is a bare page number, or (not on the first page) it opens with the document's title, set largest on
    the first page, or is set small and far from the text. The first and the last row of a page may stand further in,
    where most pages have the same there.
    """
    body = find_body_size([row for _, rows in pages for row in rows])
    heights: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    outer = [(page, row, distance) for page, rows in pages for row, distance in _outer_rows(page, rows)]
    for page, row, distance in outer:
        heights[_mask(row.text)].append((page.number, distance))
    by_page = {page.number: rows for page, rows in pages}
    enough = max(_MIN_REPEATS, _PAGES_SHARE * len(pages))
    title = _find_title(pages[0][1]) if pages else ""
    inner = [(page, row, distance) for page, rows in pages for row, distance in _inner_rows(page, rows)]
    further: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for page, row, distance in inner:
        further[_mask(row.text)].append((page.number, distance))
    most = max(_MIN_REPEATS, _MOST_SHARE * len(pages))
    repeated = (id(row) for _, row, distance in inner if _count_alike(further[_mask(row.text)], distance) >= most)
    return frozenset(repeated) | frozenset(
        id(row)
        for page, row, distance in outer
        if _PAGE_NUMBER.fullmatch(row.text)
        or _count_alike(heights[_mask(row.text)], distance) >= enough
        or (page.number > 1 and title and row in _ends(by_page[page.number]) and _mask(row.text).startswith(title))
        or (page.number > 1 and row.size <= _SMALL * body and _is_apart(row, by_page[page.number], body))
    )


def find_body_size(rows: Sequence[Row]) -> float:
    """Return the size in which most of a document's letters are set."""
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[row.size] += len(row.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def _find_title(rows: Sequence[Row]) -> str:
    """Return the masked text of the row set largest on a first page; none where it is short or many are as large."""
    size = max((row.size for row in rows), default=0.0)
    largest = [row for row in rows if row.size == size]
    title = _mask(largest[0].text) if len(largest) == 1 else ""
    return title if len(title) >= _SHORTEST_TITLE else ""


def _ends(rows: Sequence[Row]) -> tuple[Row, Row]:
    return rows[0], rows[-1]


def _is_apart(row: Row, rows: Sequence[Row], body: float) -> bool:
    """Say whether wide white space parts an outermost row from its neighbour, and no row of a size from the next too.

    The rows of a table may stand as far from each other.
    """
    at = next(index for index, other in enumerate(rows) if other is row)
    if at not in {0, len(rows) - 1} or len(rows) == 1:
        return False
    inwards = rows if at == 0 else rows[::-1]
    gaps = [abs(above.y - below.y) for above, below in pairwise(inwards[:_NEIGHBOURS])]
    evenly = len(gaps) > 1 and inwards[1].size == row.size and gaps[1] >= _EVEN * gaps[0]
    return gaps[0] >= _APART * body and not evenly


def _mask(text: str) -> str:
    return _DIGITS.sub("#", " ".join(text.split())).casefold()


def _outer_rows(page: DrawnPage, rows: Sequence[Row]) -> Iterator[tuple[Row, float]]:
    """Return the rows near the page's upper and lower edge with their distance: from the top, or below zero."""
    height = page.frame.y1 - page.frame.y0
    for row in rows:
        above, below = page.frame.y1 - row.y - row.size / 2, row.y + row.size / 2 - page.frame.y0
        if min(above, below) <= _OUTER_SHARE * height:
            yield row, above if above < below else -below


def _inner_rows(page: DrawnPage, rows: Sequence[Row]) -> Iterator[tuple[Row, float]]:
    """Get the first and the last row of a page that stand further from its edge than headers and footers mostly do."""
    height = page.frame.y1 - page.frame.y0
    for row, sign in ((rows[0], 1), (rows[-1], -1)) if len(rows) > 1 else ():
        middle = row.y + row.size / 2
        distance = page.frame.y1 - middle if sign > 0 else middle - page.frame.y0
        if _OUTER_SHARE * height < distance <= _INNER_SHARE * height:
            yield row, sign * distance


def _count_alike(found: Sequence[tuple[int, float]], distance: float) -> int:
    return len({number for number, other in found if abs(other - distance) <= _SAME_HEIGHT})


# Footnotes of a PDF page: each stands behind the paragraph that cites it, and never between two lines of a text.

_PDF_NOTES_SMALL = 0.92
_PLAIN = str.maketrans({sign: str(int(numeric(sign))) for sign in RAISED})
_CALL = re.compile(rf"\s*(?P<open>\[)?(?P<number>[{RAISED}]+)(?(open)\])")


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """A footnote: the page it stands on, its number and its rows."""

    page: int
    number: str
    rows: tuple[Row, ...]


def find_notes(page: int, rows: Sequence[Row], body: float) -> list[Note]:
    """Return the footnotes of a page that its text cites with a raised number: small rows below it, each numbered."""
    start = len(rows)
    while start and rows[start - 1].size <= _PDF_NOTES_SMALL * body:
        start -= 1
    start = _find_first(rows, start)
    if not start:
        return []
    above = " ".join(row.text for row in rows[:start])
    if not any(sign in above for sign in RAISED):
        return []
    groups: list[tuple[str, list[Row]]] = []
    for row in rows[start:]:
        mark = MARK.match(row.text)
        number = mark["number"].translate(_PLAIN) if mark else ""
        if number and (not groups or int(number) == int(groups[-1][0]) + 1):
            groups.append((number, [row]))
        else:
            groups[-1][1].append(row)
    known = {number for number, _ in groups}
    called = {number for call in _CALL.finditer(above) for number in _read_call(call["number"], known)}
    return [Note(page=page, number=number, rows=tuple(own)) for number, own in groups if number in called]


def _find_first(rows: Sequence[Row], start: int) -> int:
    """Return the first numbered row of the small print, at its start or set smaller, none below it larger; else 0."""
    first, largest = 0, 0.0
    for at in range(len(rows) - 1, start - 1, -1):
        largest = max(largest, rows[at].size)
        stands = at == start or (rows[at - 1].size > rows[at].size >= largest)
        first = at if stands and MARK.match(rows[at].text) else first
    return first


def put_notes(blocks: Sequence[Block], notes: Sequence[Note]) -> tuple[Block, ...]:
    """Return the blocks with the notes that they cite in brackets behind them, in place of the raised numbers."""
    told = {(note.page, note.number): _read_note(note) for note in notes}
    return tuple(_put_behind(block, told) for block in blocks) if told else tuple(blocks)


def _read_call(raised: str, known: set[str]) -> list[str]:
    """Return the numbers that raised figures stand for: one, or several that touch."""
    number = raised.translate(_PLAIN)
    return [number] if number in known else [digit for digit in number if digit in known]


def _read_note(note: Note) -> list[Span]:
    found = build_blocks(order_rows(note.rows, ()))
    return read_note(
        [span for at, block in enumerate(found) for span in ((Span(text=" "),) if at else ()) + block.spans]
    )


def _put_behind(block: Block, told: Mapping[tuple[int, str], list[Span]]) -> Block:
    if not any(sign in block.text for sign in RAISED):
        return block
    cited: dict[tuple[int, str], list[Span]] = {}
    spans: list[Span] = []
    for span in block.spans:
        kept = _CALL.sub(lambda call: _take_call(call, block, told, cited), span.text)
        if kept or not span.text:
            spans.append(replace(span, text=kept))
    if not cited:
        return block
    return put_behind(block, spans, cited.values())


def _take_call(
    call: re.Match[str],
    block: Block,
    told: Mapping[tuple[int, str], list[Span]],
    cited: dict[tuple[int, str], list[Span]],
) -> str:
    """Take the notes that a raised number calls; the number stays where there is none."""
    for page in dict.fromkeys((block.page or 0, block.last_page or 0)):
        known = {number for at, number in told if at == page}
        numbers = _read_call(call["number"], known)
        if numbers:
            cited.update({(page, number): told[page, number] for number in numbers})
            return ""
    return call[0]


# Reads a PDF into blocks with their pages.

MAX_PAGES = 1000
_MOST_ROWS = 300
"""Rows of a page in which tables and columns are looked for together; no sheet of paper has more."""
_MIN_LETTERS = 10
_MAX_UNKNOWN_SHARE = 0.3


def read_pdf(data: bytes, *, source_name: str) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return a PDF's blocks in reading order and its running headers and footers, both with pages from 1.

    UnreadableDocumentError where it is encrypted, damaged, too long, or has no text to read.
    """
    pages = _draw_pages(data, source_name)
    glyphs = sum(len(run.chars) for page in pages for run in (*page.runs, *page.turned))
    if glyphs < _MIN_LETTERS:
        raise UnreadableDocumentError(
            f"{source_name} has no text in it; it looks scanned.", hint="Run OCR on it first, then send it again."
        )
    if sum(page.unknown for page in pages) > _MAX_UNKNOWN_SHARE * glyphs:
        raise UnreadableDocumentError(
            f"{source_name} does not say which letters it shows.", hint="Save it again as text, or run OCR on it."
        )
    return _arrange(pages)


def _draw_pages(data: bytes, source_name: str) -> list[DrawnPage]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise UnreadableDocumentError(
                f"{source_name} is encrypted.", hint="Save it without a password and send it again."
            ) from error
        raise _damaged(source_name) from error
    try:
        count = len(document)
        if not count:
            raise _damaged(source_name)
        if count > MAX_PAGES:
            raise UnreadableDocumentError(
                f"{source_name} has {count} pages.", hint=f"At most {MAX_PAGES} are read; split it."
            )
        reader = PageReader(document)
        return [reader.read(number) for number in range(1, count + 1)]
    except pypdfium2.PdfiumError as error:
        raise _damaged(source_name) from error
    finally:
        document.close()


def _damaged(source_name: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(
        f"{source_name} is damaged or no PDF.", hint="Download it again, or save it again as PDF."
    )


def _arrange(pages: Sequence[DrawnPage]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    rows = [(page, read_rows(page)) for page in pages]
    running = find_furniture(rows)
    body = find_body_size([row for _, found in rows for row in found])
    told = [(page, [row for row in found if id(row) not in running]) for page, found in rows]
    notes = [note for page, found in told for note in find_notes(page.number, found, body)]
    noted = {id(row) for note in notes for row in note.rows}
    kept = [(page, [row for row in found if id(row) not in noted]) for page, found in told]
    parts = [(page, found[at : at + _MOST_ROWS]) for page, found in kept for at in range(0, len(found), _MOST_ROWS)]
    tables = replace_tables([(found, page.strokes) for page, found in parts])
    regions = [r for (page, _), found in zip(parts, tables, strict=True) for r in order_rows(found, page.rules)]
    furniture = [
        _plain_block(page, row.text) for page, found in rows for row in found if id(row) in running and row.text.strip()
    ]
    turned = [_plain_block(page, _turned_text(page)) for page in pages if page.turned]
    return put_notes(build_blocks(regions), notes), (*furniture, *turned)


def _turned_text(page: DrawnPage) -> str:
    return " ".join(run_text(run) for run in page.turned)


def _plain_block(page: DrawnPage, text: str) -> Block:
    spans = normalise_spans([Span(text=text)])
    return Block(kind=BlockKind.PARAGRAPH, spans=spans, page=page.number, last_page=page.number)


Blocks = tuple[tuple[Block, ...], tuple[Block, ...]]

READS = "Markdown, text, PDF, DOCX, HTML, mail (EML) and feeds (RSS, Atom)"
_KINDS = {
    OLD_OFFICE: ("an old Office document", "DOCX or PDF"),
    RTF: ("a rich-text document", "DOCX or PDF"),
    XLSX: ("a spreadsheet", "PDF"),
    PPTX: ("a presentation", "PDF"),
    ODT: ("an OpenDocument text", "DOCX or PDF"),
    "application/zip": ("an archive", "the file in it"),
}


def read_document(data: bytes, *, source_name: str) -> Document:
    """Read a file of any kind named in READS; anything else is refused with UnreadableDocumentError and advice.

    Links of known redirectors are taken back to the addresses they stand for.
    """
    name = clean_source_name(source_name)
    refuse_size(data, source_name=name)
    media_type = sniff_media_type(data, name)
    read = _READERS.get(media_type)
    if read is None:
        raise _refuse_kind(media_type, name)
    blocks, furniture = read(drop_nuls(data) if media_type in _TEXTS else data, name)
    if not blocks:
        raise UnreadableDocumentError(f"{name} holds no text.", hint="Check that it is the file you meant.")
    return Document(
        source_name=name,
        media_type=media_type,
        sha256=hashlib.sha256(data).hexdigest(),
        blocks=unwrap_links(blocks),
        furniture=furniture,
        sent_on=_read_sending_day(data) if media_type == MAIL else None,
    )


def _refuse_kind(media_type: str, name: str) -> UnreadableDocumentError:
    if media_type.startswith("image/"):
        return UnreadableDocumentError(f"{name} is a picture.", hint="Run OCR on it and save the text or a PDF.")
    if media_type == LOCKED_OFFICE:
        return UnreadableDocumentError(f"{name} is encrypted.", hint="Save it without a password and send it again.")
    what, target = _KINDS.get(media_type, ("of a kind that is not read", "PDF or text"))
    return UnreadableDocumentError(f"{name} is {what}.", hint=f"This version reads {READS}; save it as {target}.")


def _read_markdown(data: bytes, name: str) -> Blocks:
    from bot.reading.formats.markdown import find_logo, read_markdown_blocks

    text = decode_text(data, source_name=name)
    return read_markdown_blocks(text), find_logo(text)


def _read_plain(data: bytes, name: str) -> Blocks:
    return read_plain(decode_text(data, source_name=name))


def _read_pdf(data: bytes, name: str) -> Blocks:

    return read_pdf(data, source_name=name)


def _read_docx(data: bytes, name: str) -> Blocks:
    from bot.reading.formats.docx import read_docx

    return read_docx(data, source_name=name)


def _read_html(data: bytes, name: str) -> Blocks:
    from bot.reading.formats.html import read_html

    return read_html(data, source_name=name)


def _read_feed(data: bytes, name: str) -> Blocks:
    from bot.reading.formats.feed import read_feed

    return read_feed(data, source_name=name)


def _read_mail(data: bytes, name: str) -> Blocks:
    from bot.reading.formats.mail import read_mail

    return read_mail(data, source_name=name, read_attached=_read_attached)


def _read_sending_day(data: bytes) -> dt.date | None:
    from bot.reading.formats.mail import read_sending_day

    return read_sending_day(data)


def _read_attached(data: bytes, name: str) -> Blocks | None:
    """Read a document attached to a mail; None for what is not read from there (pictures, calendars, other mails)."""
    shown = clean_source_name(name)
    read = _ATTACHED.get(sniff_media_type(data, shown))
    return read(data, shown) if read is not None and data.strip() else None


_ATTACHED: dict[str, Callable[[bytes, str], Blocks]] = {
    PDF: _read_pdf,
    DOCX: _read_docx,
    HTML: _read_html,
    MARKDOWN: _read_markdown,
}
_TEXTS = frozenset({MARKDOWN, PLAIN, HTML, RSS, ATOM})
_READERS: dict[str, Callable[[bytes, str], Blocks]] = {
    **_ATTACHED,
    PLAIN: _read_plain,
    MAIL: _read_mail,
    RSS: _read_feed,
    ATOM: _read_feed,
}
