"""Reads mail messages (EML): their body in its best form, or the document attached to a short covering letter."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr

from bot.errors import GongbaoError, UnreadableDocumentError
from bot.reading.document import SENDER_MARK, Block, BlockKind, Span
from bot.reading.formats.html import read_html_text
from bot.reading.formats.mail_forwards import SUBJECT_PREFIX, find_passed_on
from bot.reading.formats.markdown import read_markdown_blocks
from bot.reading.formats.normalise import Blocks, normalise_spans, parse_mail_day, write_day
from bot.reading.formats.plain import read_plain
from bot.reading.formats.source import read_attached
from bot.reading.received import decode_markup, is_markdown

MAX_PARTS = 500
MAX_DEPTH = 30
SHORT_BODY = 5
_MOST_BOUNDARIES = 200
_BOUNDARY = re.compile(rb"^content-type:[ \t]*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\d\d年")
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_TEXTS = frozenset({"text/plain", "text/markdown"})
_DATE_WITHIN = 12
_LONGEST_HEADER = 2000
_LONGEST_HEAD = 100_000


@dataclass(kw_only=True)
class _Letter:
    """The parts of a message that matter: its texts in the best form they have, plainer ones, and what is attached."""

    source_name: str
    bodies: list[Message] = field(default_factory=list)
    plainer: list[Message] = field(default_factory=list)
    attached: list[Message] = field(default_factory=list)
    parts: int = 0


def read_mail(data: bytes, *, source_name: str) -> Blocks:
    """Return the blocks of a message's body and its furniture: HTML rather than plain text, never both.

    A body of fewer than SHORT_BODY blocks is a covering letter where a document is attached that can be read: then the
    document is what is read, and the letter is furniture. The subject is the first heading where the body has none, and
    the sending date a line where its beginning names no year.
    """
    try:
        return _read_message(data, source_name)
    except (GongbaoError, MemoryError):
        raise
    except Exception as error:
        raise UnreadableDocumentError(
            f"{source_name} is damaged or no mail message.", hint="Save the message again as EML, or as PDF."
        ) from error


def read_sending_day(data: bytes) -> dt.date | None:
    """Return the day in a message's header; None where it has none that can be one."""
    message = email.message_from_bytes(data[:_LONGEST_HEAD], policy=email.policy.compat32)
    day = parse_mail_day(str(message.get("Date", "")))
    try:
        return dt.date(*day) if day else None
    except ValueError:
        return None


def _read_message(data: bytes, source_name: str) -> Blocks:
    letter = _Letter(source_name=source_name)
    if len(_BOUNDARY.findall(data)) > _MOST_BOUNDARIES:
        raise _too_many(letter)
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    _sort_parts(message, letter, depth=0)
    blocks, furniture = _read_bodies(letter.bodies, letter)
    if not blocks:
        blocks, furniture = _read_bodies(letter.plainer, letter)
    found = _read_attachments(letter, has_body=bool(blocks)) if len(blocks) < SHORT_BODY else None
    if found is not None:
        return found[0], (*found[1], *blocks, *furniture)
    subject, sender, sent = (_decode_words(str(message.get(name, ""))) for name in ("Subject", "From", "Date"))
    day = parse_mail_day(sent)
    sender = "" if SUBJECT_PREFIX.match(subject) else sender
    if passed := find_passed_on(blocks):
        furniture = (*blocks[: passed.end], *furniture)
        blocks, subject, sender, on = blocks[passed.end :], passed.subject, passed.sender, passed.sent_on
        day = (on.year, on.month, on.day) if on else None
    name = " ".join(parseaddr(sender)[0].split())
    titles = blocks[:1] if message.get_content_type() == "text/plain" else blocks
    opening = [] if not blocks or _has_title(titles) else _build_heading(SUBJECT_PREFIX.sub("", subject))
    if blocks and day and not any(_YEAR.search(block.text) for block in [*opening, *blocks[:_DATE_WITHIN]]):
        opening.append(_build_line(write_day(day)))
    return (*opening, *blocks), (*furniture, *([_build_line(f"{SENDER_MARK}{name}")] if name else []))


def _sort_parts(part: Message, letter: _Letter, *, depth: int) -> None:
    """Sort a part and those within it; of alternatives one is the body, plain text is kept in reserve."""
    letter.parts += 1
    if letter.parts > MAX_PARTS or depth > MAX_DEPTH:
        raise _too_many(letter)
    kind = part.get_content_type()
    payload = part.get_payload()
    if isinstance(payload, list):
        inner = [piece for piece in payload if not isinstance(piece, str)]
        for piece in _choose_form(inner, letter) if kind == "multipart/alternative" else inner:
            _sort_parts(piece, letter, depth=depth + 1)
    elif kind in _PAGES | _TEXTS and not (part.get_content_disposition() == "attachment" or part.get_filename()):
        letter.bodies.append(part)
    else:
        letter.attached.append(part)


def _too_many(letter: _Letter) -> UnreadableDocumentError:
    return UnreadableDocumentError(f"{letter.source_name} has too many parts.", hint="Save the one you mean as a file.")


def _choose_form(forms: list[Message], letter: _Letter) -> list[Message]:
    """Return the form of an alternative to read (HTML, else text), and what is neither, such as an attachment in it."""
    texts = [form for form in forms if form.get_content_type() == "text/plain"]
    pages = [form for form in forms if any(part.get_content_type() in _PAGES for part in form.walk())]
    others = [form for form in forms if form not in texts and form not in pages]
    letter.plainer += texts[-1:] if pages else []
    return [*(pages[-1:] or texts[-1:]), *others]


def _read_bodies(parts: Sequence[Message], letter: _Letter) -> Blocks:
    """Return the blocks of the bodies, one behind the other, without lines: those of a part are not the file's."""
    found = [_read_body(part, letter) for part in parts]
    blocks, furniture = (
        tuple(replace(block, line=None, last_line=None) for body in found for block in body[which]) for which in (0, 1)
    )
    return blocks, furniture


def _read_body(part: Message, letter: _Letter) -> Blocks:
    text = decode_markup(_read_bytes(part), charset=part.get_content_charset())
    kind = part.get_content_type()
    if kind in _PAGES:
        return read_html_text(text, source_name=letter.source_name)
    if kind == "text/markdown" or is_markdown(text):
        return read_markdown_blocks(text), ()
    return read_plain(text)


def _read_bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _read_attachments(letter: _Letter, *, has_body: bool) -> Blocks | None:
    """Return the first attached document that can be read; its error only where the message has nothing else."""
    refusal: UnreadableDocumentError | None = None
    for part in letter.attached:
        data = _read_bytes(part)
        try:
            found = read_attached(data, _decode_words(part.get_filename() or "")) if data else None
        except UnreadableDocumentError as error:
            refusal = refusal or error
            continue
        if found is not None and found[0]:
            return found
    if refusal is not None and not has_body:
        raise refusal
    return None


def _has_title(blocks: Sequence[Block]) -> bool:
    """Say whether a heading stands above all others: several of the highest level are those of sections or stories."""
    levels = [block.level for block in blocks if block.kind is BlockKind.HEADING]
    return bool(levels) and levels.count(min(levels)) == 1


def _build_heading(text: str) -> list[Block]:
    spans = normalise_spans([Span(text=" ".join(text.split()))])
    return [Block(kind=BlockKind.HEADING, level=1, spans=spans)] if spans else []


def _build_line(text: str) -> Block:
    return Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=text),))


def _decode_words(header: str) -> str:
    """Decode the encoded words of a header, cut at a sensible length; what cannot be decoded stays as it is."""
    header = header[:_LONGEST_HEADER]
    try:
        pieces = decode_header(header)
        return "".join(
            piece if isinstance(piece, str) else decode_markup(piece, charset=charset) for piece, charset in pieces
        )
    except (ValueError, LookupError, email.errors.HeaderParseError):
        return header
