"""Reads mail messages (EML): their body in its best form, or the document attached to a short covering letter."""

import datetime as dt
import email
import email.policy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr

from bot.dates.printed_dates import find_printed_dates
from bot.errors import UnreadableDocumentError
from bot.reading.document import SENDER_MARK, Block, BlockKind
from bot.reading.formats.html import read_html_text
from bot.reading.formats.markdown import read_markdown_blocks
from bot.reading.formats.normalise import Blocks, build_block, parse_mail_day, write_day
from bot.reading.formats.plain import read_plain_blocks
from bot.reading.formats.source import read_attached
from bot.reading.received import decode_markup, is_markdown, refusing

SUBJECT_PREFIX = re.compile(r"\A(?:(?:re|fwd?|转发|回复|答复)\s*[:：]\s*)+", re.IGNORECASE)
"""Stands before the subject of a message that was passed on."""
_NAMES = (
    r"(?P<sender>from|发件人|寄件人)|(?P<day>sent|date|发送时间|发送日期|日期|时间)|(?P<subject>subject|主题|主旨)"
    r"|(?P<other>to|cc|importance|reply-to|收件人|抄送)"
)
_FIELD = re.compile(rf"(?:(?<=[\s>*_])|\A)(?:{_NAMES})[*_]*\s*[:：][*_]*[^\S\n]*", re.IGNORECASE)
_AROUND = "> *_\n"
_LONGEST_PASSED_ON, _LONGEST_NOTE = 4000, 1200
_MOST_BEFORE, _MOST_FIELDS = 12, 7


@dataclass(frozen=True, kw_only=True, slots=True)
class PassedOn:
    """What the header of the message below says: who sent it, when (None where no day is printed), and about what.

    Its text begins with block ``end``; the blocks before are the header, and the note of who passed it on.
    """

    end: int
    sender: str
    sent_on: dt.date | None
    subject: str


def find_passed_on(blocks: Sequence[Block]) -> PassedOn | None:
    """Return the header of a message that was passed on below a short note; None where there is none."""
    length = 0
    for begin, block in enumerate(blocks[: _MOST_BEFORE + 1]):
        opens = (_FIELD.match(line.lstrip(_AROUND)) for line in block.text.split("\n")[:2])  # a mark may stand above
        if any(field and field["sender"] for field in opens):
            return _read_header(blocks, begin)
        length += len(block.text)
        if length > _LONGEST_NOTE:
            return None
    return None


def _read_header(blocks: Sequence[Block], begin: int) -> PassedOn | None:
    end = begin + 1
    while end < min(len(blocks), begin + _MOST_FIELDS) and _FIELD.match(blocks[end].text.lstrip(_AROUND)):
        end += 1
    text = "\n".join(block.text for block in blocks[begin:end])
    if end == len(blocks) or len(text) > _LONGEST_PASSED_ON:
        return None
    names = list(_FIELD.finditer(text))
    fields: dict[str, str] = {}
    for name, stop in zip(names, [*(name.start() for name in names[1:]), len(text)], strict=True):
        fields.setdefault(str(name.lastgroup), " ".join(text[name.end() : stop].strip(_AROUND).split()))
    if not all(fields.get(kind) for kind in ("sender", "day", "subject")):
        return None
    days = [on for _, _, on in find_printed_dates(fields["day"])]
    return PassedOn(end=end, sender=fields["sender"], sent_on=days[0] if days else None, subject=fields["subject"])


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


def read_mail(data: bytes, *, source_name: str) -> Blocks:
    """Return the blocks of a message's body and its furniture: HTML rather than plain text, never both.

    A body of fewer than SHORT_BODY blocks is a covering letter where a document is attached that can be read: then the
    document is what is read, and the letter is furniture. The subject is the first heading where the body has none, and
    the sending date a line where its beginning names no year.
    """
    with refusing(f"{source_name} is damaged or no mail message.", "Save the message again as EML, or as PDF."):
        return _read_message(data, source_name)


def read_sending_day(data: bytes) -> dt.date | None:
    """Return the day in a message's header; None where it has none that can be one."""
    header = email.message_from_bytes(data[:_LONGEST_HEAD], policy=email.policy.compat32)
    return parse_mail_day(str(header.get("Date", "")))


def _read_message(data: bytes, source_name: str) -> Blocks:
    too_many = UnreadableDocumentError(f"{source_name} has too many parts.", hint="Save the one you mean as a file.")
    if len(_BOUNDARY.findall(data)) > _MOST_BOUNDARIES:
        raise too_many
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    parts: list[Message] = []
    for part, depth in _list_parts(message):
        parts.append(part)
        if len(parts) > MAX_PARTS or depth > MAX_DEPTH:
            raise too_many
    shown = [each for each in parts if each.get_content_disposition() != "attachment" and not each.get_filename()]
    bodies = [part for part in shown if part.get_content_type() in _PAGES | _TEXTS]
    blocks, furniture = _read_bodies(bodies, source_name)
    if len(blocks) < SHORT_BODY:
        attached = [part for part in parts if part not in bodies and not part.is_multipart()]
        found = _read_attachments(attached, has_body=bool(blocks))
        if found is not None:
            return found[0], (*found[1], *blocks, *furniture)
    subject, sender, sent = (_decode_words(str(message.get(name, ""))) for name in ("Subject", "From", "Date"))
    day = parse_mail_day(sent)
    sender = "" if SUBJECT_PREFIX.match(subject) else sender
    if passed := find_passed_on(blocks):
        furniture = (*blocks[: passed.end], *furniture)
        blocks, subject, sender, day = blocks[passed.end :], passed.subject, passed.sender, passed.sent_on
    titles = blocks[:1] if message.get_content_type() == "text/plain" else blocks
    subject = " ".join(SUBJECT_PREFIX.sub("", subject).split())
    opening = () if not blocks or _has_title(titles) else build_block(BlockKind.HEADING, subject, 1)
    if blocks and day and not any(_YEAR.search(block.text) for block in [*opening, *blocks[:_DATE_WITHIN]]):
        opening += build_block(BlockKind.PARAGRAPH, write_day(day))
    name = " ".join(parseaddr(sender)[0].split())
    told = build_block(BlockKind.PARAGRAPH, f"{SENDER_MARK}{name}") if name else ()
    return (*opening, *blocks), (*furniture, *told)


def _list_parts(part: Message, depth: int = 0) -> Iterator[tuple[Message, int]]:
    """Return a part and those within it, each with its depth; of alternatives the page, else the text."""
    yield part, depth
    payload = part.get_payload()
    inner = [piece for piece in payload if isinstance(piece, Message)] if isinstance(payload, list) else []
    if part.get_content_type() == "multipart/alternative":
        pages = [each for each in inner if any(piece.get_content_type() in _PAGES for piece in each.walk())]
        texts = [each for each in inner if each.get_content_type() == "text/plain"]
        best = (pages or texts)[-1:]
        inner = [*best, *(each for each in inner if each not in pages and each not in texts)]
    for piece in inner:
        yield from _list_parts(piece, depth + 1)


def _read_bodies(parts: Sequence[Message], source_name: str) -> Blocks:
    """Return the blocks of the bodies, one behind the other, without lines: those of a part are not the file's."""
    found = [_read_body(part, source_name) for part in parts]
    blocks = tuple(replace(block, line=None, last_line=None) for body, _ in found for block in body)
    return blocks, tuple(replace(block, line=None, last_line=None) for _, beside in found for block in beside)


def _read_body(part: Message, source_name: str) -> Blocks:
    text = decode_markup(_read_bytes(part), charset=part.get_content_charset())
    kind = part.get_content_type()
    if kind in _PAGES:
        return read_html_text(text, source_name=source_name)
    if kind == "text/markdown" or is_markdown(text):
        return read_markdown_blocks(text), ()
    return read_plain_blocks(text), ()


def _read_bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _read_attachments(parts: Sequence[Message], *, has_body: bool) -> Blocks | None:
    """Return the first attached document that can be read; its error only where the message has nothing else."""
    refusal: UnreadableDocumentError | None = None
    for part in parts:
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
