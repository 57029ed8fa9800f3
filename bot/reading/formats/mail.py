"""Reads mail messages (EML): their body in its best form, or the document attached to a short covering letter."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from email.header import decode_header
from email.message import Message

from bot.errors import GongbaoError, UnreadableDocumentError
from bot.reading.document import SENDER_MARK, Block, BlockKind, Span
from bot.reading.formats.html import Blocks, read_html_text
from bot.reading.formats.mail_forwards import SUBJECT_PREFIX, PassedOn, find_passed_on
from bot.reading.formats.markdown import read_markdown_blocks
from bot.reading.formats.normalise import Day, normalise_spans, parse_mail_day, write_day
from bot.reading.formats.plain import read_plain
from bot.reading.received import decode_markup, is_markdown

MAX_PARTS = 500
MAX_DEPTH = 30
SHORT_BODY = 5
_MOST_BOUNDARIES = 200
_BOUNDARY = re.compile(rb"^content-type:[ \t]*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\d\d年")
_ADDRESS = re.compile(r"<[^<>]*>?|\S+@\S+")
_PAGES = ("text/html", "application/xhtml+xml")
_TEXTS = ("text/plain", "text/markdown")
_DATE_WITHIN = 12
_LONGEST_HEADER = 2000
_LONGEST_HEAD = 100_000
_ReadAttached = Callable[[bytes, str], Blocks | None]


@dataclass(kw_only=True)
class _Letter:
    """The parts of a message that matter: its texts in the best form they have, plainer ones, and what is attached."""

    source_name: str
    bodies: list[Message] = field(default_factory=list)
    plainer: list[Message] = field(default_factory=list)
    attached: list[Message] = field(default_factory=list)
    parts: int = 0


@dataclass(frozen=True, kw_only=True)
class _Envelope:
    """What the header says of a message, or of the one that it passes on."""

    subject: str
    sender: str
    sent: Day | None
    is_plain: bool


def read_mail(data: bytes, *, source_name: str, read_attached: _ReadAttached) -> Blocks:
    """Return the blocks of a message's body and its furniture: HTML rather than plain text, never both.

    A body of fewer than SHORT_BODY blocks is a covering letter where a document is attached that ``read_attached``
    reads (None for other kinds): then the document is what is read, and the letter is furniture. The subject is the
    first heading where the body has none, and the sending date a line where its beginning names no year.
    """
    try:
        return _read_message(data, source_name, read_attached)
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


def _read_message(data: bytes, source_name: str, read_attached: _ReadAttached) -> Blocks:
    if len(_BOUNDARY.findall(data)) > _MOST_BOUNDARIES:
        raise _too_many(source_name)
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    letter = _Letter(source_name=source_name)
    _sort_parts(message, letter, depth=0)
    blocks, furniture = _read_bodies(letter.bodies, source_name)
    if not blocks:
        blocks, furniture = _read_bodies(letter.plainer, source_name)
    if len(blocks) < SHORT_BODY:
        found = _read_attachments(letter, read_attached, has_body=bool(blocks))
        if found is not None:
            return found[0], (*found[1], *blocks, *furniture)
    passed = find_passed_on(blocks)
    envelope = _read_envelope(message, passed)
    note, blocks = (blocks[: passed.end], blocks[passed.end :]) if passed else ((), blocks)
    sender = [_build_line(f"{SENDER_MARK}{envelope.sender}")] if envelope.sender else []
    return (*_add_header(envelope, blocks), *blocks), (*note, *furniture, *sender)


def _sort_parts(part: Message, letter: _Letter, *, depth: int) -> None:
    """Sort a part and those within it; of alternatives one is the body, plain text is kept in reserve."""
    letter.parts += 1
    if letter.parts > MAX_PARTS or depth > MAX_DEPTH:
        raise _too_many(letter.source_name)
    kind = part.get_content_type()
    payload = part.get_payload()
    if isinstance(payload, list):
        inner = [piece for piece in payload if not isinstance(piece, str)]
        for piece in _choose_form(inner, letter) if kind == "multipart/alternative" else inner:
            _sort_parts(piece, letter, depth=depth + 1)
    elif kind in _PAGES + _TEXTS and not (part.get_content_disposition() == "attachment" or part.get_filename()):
        letter.bodies.append(part)
    else:
        letter.attached.append(part)


def _too_many(source_name: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(f"{source_name} has too many parts.", hint="Save the one you mean as a file.")


def _choose_form(forms: list[Message], letter: _Letter) -> list[Message]:
    """Return the form of an alternative to read (HTML, else text), and what is neither, such as an attachment in it."""
    texts = [form for form in forms if form.get_content_type() == "text/plain"]
    pages = [form for form in forms if any(part.get_content_type() in _PAGES for part in form.walk())]
    others = [form for form in forms if form not in texts and form not in pages]
    letter.plainer += texts[-1:] if pages else []
    return [*(pages[-1:] or texts[-1:]), *others]


def _read_bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _read_bodies(parts: Sequence[Message], source_name: str) -> Blocks:
    """Return the blocks of the bodies, one behind the other, without lines: those of a part are not the file's."""
    found = [_read_body(part, source_name) for part in parts]
    return (
        tuple(replace(block, line=None, last_line=None) for blocks, _ in found for block in blocks),
        tuple(replace(block, line=None, last_line=None) for _, furniture in found for block in furniture),
    )


def _read_body(part: Message, source_name: str) -> Blocks:
    text = decode_markup(_read_bytes(part), charset=part.get_content_charset())
    kind = part.get_content_type()
    if kind in _PAGES:
        return read_html_text(text, source_name=source_name)
    if str(part.get_param("format", "")).lower() == "flowed":
        text = _join_flowed(text, delete_space=str(part.get_param("delsp", "")).lower() == "yes")
    if kind == "text/markdown" or is_markdown(text):
        return read_markdown_blocks(text), ()
    return read_plain(text)


def _join_flowed(text: str, *, delete_space: bool) -> str:
    """Join the lines of a text that was sent flowed: one that ends with a space goes on in the next."""
    lines: list[str] = []
    open_line = False
    for raw in text.splitlines():
        line = raw.removeprefix(" ")
        goes_on = line.endswith(" ") and line != "-- "
        shown = line[:-1] if goes_on and delete_space else line
        if open_line:
            lines[-1] += shown
        else:
            lines.append(shown)
        open_line = goes_on
    return "\n".join(lines)


def _read_attachments(letter: _Letter, read_attached: _ReadAttached, *, has_body: bool) -> Blocks | None:
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


def _read_envelope(message: Message, passed: PassedOn | None) -> _Envelope:
    """Return what the header says; that of the message passed on stands for that of who passed it on."""
    words = " ".join(_decode_words(str(message.get("Subject", ""))).split())
    sender = "" if SUBJECT_PREFIX.match(words) else _decode_words(str(message.get("From", "")))
    sent = parse_mail_day(str(message.get("Date", "")))
    if passed:
        words, sender = passed.subject, passed.sender
        sent = (passed.sent_on.year, passed.sent_on.month, passed.sent_on.day) if passed.sent_on else None
    return _Envelope(
        subject=SUBJECT_PREFIX.sub("", words),
        sender=" ".join(_ADDRESS.sub("", sender).split()).strip("\"' "),
        sent=sent,
        is_plain=message.get_content_type() == "text/plain",
    )


def _add_header(envelope: _Envelope, blocks: Sequence[Block]) -> list[Block]:
    """Return what the header adds: the subject as a heading and the date, where the body lacks them.

    A body has a title of its own in a heading above all others, or in the first line of a plain text: several headings
    of the highest level are those of sections or stories.
    """
    added: list[Block] = []
    levels = [block.level for block in (blocks[:1] if envelope.is_plain else blocks) if block.kind is BlockKind.HEADING]
    subject = normalise_spans([Span(text=envelope.subject)])
    if blocks and subject and not (levels and levels.count(min(levels)) == 1):
        added.append(Block(kind=BlockKind.HEADING, level=1, spans=subject))
    opening = [*added, *blocks[:_DATE_WITHIN]]
    if blocks and envelope.sent and not any(_YEAR.search(block.text) for block in opening):
        added.append(_build_line(write_day(envelope.sent)))
    return added


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
