"""Reads a mail message: the best form of its body, or the document that is attached to a short one."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from email.header import decode_header
from email.message import Message
from email.utils import format_datetime

from bot.dates.printed_dates import find_printed_dates
from bot.errors import GongbaoError, UnreadableDocumentError
from bot.reading.document import SENDER_MARK, Block, BlockKind, Span
from bot.reading.formats.html import read_html_text
from bot.reading.formats.markdown import read_markdown_blocks
from bot.reading.formats.normalise import normalise_spans, parse_mail_day, write_day
from bot.reading.formats.plain import read_plain
from bot.reading.received import decode_markup, is_markdown

# A message that somebody passed on: their note, the header of the message below it, and what that says.

_NAMES = {
    "sender": r"from|von|de|发件人|寄件人",
    "day": r"sent|date|gesendet|datum|envoyé|fecha|enviado|发送时间|发送日期|日期|时间",
    "subject": r"subject|betreff|objet|asunto|主题|主旨",
    "other": r"to|cc|an|kopie|à|para|importance|reply-to|收件人|抄送",
}
_SIGN = r"[*_]*\s*[:：][*_]*[^\S\n]*"
_FIELD = re.compile(
    rf"(?:(?<=[\s>*_])|\A)(?:{'|'.join(f'(?P<{kind}>{names})' for kind, names in _NAMES.items())}){_SIGN}",
    re.IGNORECASE,
)
_OPENS = re.compile(rf"[>\s*_]*(?:{_NAMES['sender']}){_SIGN}\S", re.IGNORECASE)
_MARK = re.compile(
    r"[\s>_*-]*(?:begin forwarded message|-+\s*(?:original message|forwarded message|forwarded by\b[^\n]*"
    r"|ursprüngliche nachricht|weitergeleitete nachricht|原始邮件|转发邮件信息|转发的邮件"
    r"|message d'origine))[\s:>_*-]*",
    re.IGNORECASE,
)
_MAIL_PASSED_ON_LONGEST_HEADER = 4000
_MOST_BEFORE = 12
_LONGEST_NOTE = 1200
_MOST_FIELDS = 7


@dataclass(frozen=True, kw_only=True, slots=True)
class PassedOn:
    """What the header below says: who sent the message, when (None where no day is printed), and about what.

    ``begin`` and ``end`` are the blocks that it stands in; those before it are the note of who passed it on.
    """

    begin: int
    end: int
    sender: str
    sent_on: dt.date | None
    subject: str


def find_passed_on(blocks: Sequence[Block]) -> PassedOn | None:
    """Return the header of a message that was passed on below a short note; None where there is none."""
    length = 0
    for begin, block in enumerate(blocks[: _MOST_BEFORE + 1]):
        if _OPENS.match(block.text):
            return _mail_passed_on_read_header(blocks, begin)
        lines = block.text.split("\n")
        if len(lines) > 1 and _MARK.fullmatch(lines[0]) and _OPENS.match("\n".join(lines[1:])):
            return _mail_passed_on_read_header(blocks, begin)
        length += len(block.text)
        if length > _LONGEST_NOTE:
            return None
    return None


def _mail_passed_on_read_header(blocks: Sequence[Block], begin: int) -> PassedOn | None:
    end = begin + 1
    while end < min(len(blocks), begin + _MOST_FIELDS) and _FIELD.match(blocks[end].text.lstrip("> *_")):
        end += 1
    first, *rest = (block.text for block in blocks[begin:end])
    mark = _MARK.match(first)
    text = "\n".join((first[mark.end() :] if mark else first, *rest)).strip("> *_\n")
    fields = _read_fields(text) if end < len(blocks) and len(text) <= _MAIL_PASSED_ON_LONGEST_HEADER else {}
    if not {"sender", "day", "subject"} <= fields.keys():
        return None
    days = [on for _, _, on in find_printed_dates(fields["day"])]
    return PassedOn(
        begin=begin - 1 if begin and _MARK.fullmatch(blocks[begin - 1].text) else begin,
        end=end,
        sender=fields["sender"],
        sent_on=days[0] if days else None,
        subject=" ".join(fields["subject"].split()),
    )


def _read_fields(text: str) -> dict[str, str]:
    """Get the first value of each kind of field, by the names that stand before them; none where a value is empty."""
    names = list(_FIELD.finditer(text))
    ends = [*(name.start() for name in names[1:]), len(text)]
    values = {
        str(name.lastgroup): text[name.end() : end].strip("> *_\n")
        for name, end in reversed(list(zip(names, ends, strict=True)))
    }
    return values if all(values.get(kind) for kind in values if kind != "other") else {}


Blocks = tuple[tuple[Block, ...], tuple[Block, ...]]

MAX_PARTS = 500
MAX_DEPTH = 30
SHORT_BODY = 5
_MOST_BOUNDARIES = 200
_BOUNDARY = re.compile(rb"^content-type:[ \t]*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\d\d年")
_PASSED_ON = re.compile(r"\A(?:(?:re|fwd?|aw|wg|tr|rv|转发|回复|答复)\s*[:：]\s*)+", re.IGNORECASE)
_ADDRESS = re.compile(r"<[^<>]*>?|\S+@\S+")
_DATE_WITHIN = 12
_LONGEST_HEADER = 2000
_LONGEST_HEAD = 100_000


@dataclass(kw_only=True)
class _Letter:
    """The parts of a message that matter: its texts in the best form they have, plainer ones, and what is attached."""

    bodies: list[Message] = field(default_factory=list)
    plainer: list[Message] = field(default_factory=list)
    attached: list[Message] = field(default_factory=list)
    parts: int = 0
    source_name: str


def read_mail(data: bytes, *, source_name: str, read_attached: Callable[[bytes, str], Blocks | None]) -> Blocks:
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


def _read_message(data: bytes, source_name: str, read_attached: Callable[[bytes, str], Blocks | None]) -> Blocks:
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
    if passed is None:
        return (*_read_header(message, blocks), *blocks), (*furniture, *_read_sender(message))
    note, blocks = blocks[: passed.end], blocks[passed.end :]
    _put_in_place(message, passed)
    return (*_read_header(message, blocks), *blocks), (*note, *furniture, *_read_sender(message))


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
    elif kind in {"text/html", "text/plain", "application/xhtml+xml", "text/markdown"} and not _is_attached(part):
        letter.bodies.append(part)
    else:
        letter.attached.append(part)


def _too_many(source_name: str) -> UnreadableDocumentError:
    return UnreadableDocumentError(f"{source_name} has too many parts.", hint="Save the one you mean as a file.")


def _choose_form(forms: list[Message], letter: _Letter) -> list[Message]:
    """Return the form of an alternative to read (HTML, else text), and what is neither, such as an attachment in it."""
    texts = [form for form in forms if form.get_content_type() == "text/plain"]
    pages = [form for form in forms if _holds_page(form)]
    others = [form for form in forms if form not in texts and form not in pages]
    if pages:
        letter.plainer += texts[-1:]
        return [pages[-1], *others]
    return [*texts[-1:], *others]


def _holds_page(form: Message) -> bool:
    if form.get_content_type() in {"multipart/related", "multipart/mixed"}:
        inner = form.get_payload()
        return isinstance(inner, list) and any(
            not isinstance(piece, str) and piece.get_content_type() in {"text/html", "multipart/alternative"}
            for piece in inner
        )
    return form.get_content_type() in {"text/html", "application/xhtml+xml"}


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _read_bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _read_bodies(parts: list[Message], source_name: str) -> Blocks:
    blocks: list[Block] = []
    furniture: list[Block] = []
    for part in parts:
        text = decode_markup(_read_bytes(part), charset=part.get_content_charset())
        found, framed = _read_body(part, text, source_name)
        blocks += [_without_place(block) for block in found]
        furniture += [_without_place(block) for block in framed]
    return tuple(blocks), tuple(furniture)


def _read_body(part: Message, text: str, source_name: str) -> Blocks:
    kind = part.get_content_type()
    if kind in {"text/html", "application/xhtml+xml"}:
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


def _without_place(block: Block) -> Block:
    """Return a block without lines: those of a decoded part are not those of the file."""
    return Block(kind=block.kind, level=block.level, spans=block.spans)


def _read_attachments(
    letter: _Letter, read_attached: Callable[[bytes, str], Blocks | None], *, has_body: bool
) -> Blocks | None:
    """Return the first attached document that can be read; its error only where the message has nothing else."""
    refusal: UnreadableDocumentError | None = None
    for part in letter.attached:
        data = _read_bytes(part)
        try:
            found = read_attached(data, decode_words(part.get_filename() or "")) if data else None
        except UnreadableDocumentError as error:
            refusal = refusal or error
            continue
        if found is not None and found[0]:
            return found
    if refusal is not None and not has_body:
        raise refusal
    return None


def _read_header(message: Message, blocks: tuple[Block, ...]) -> list[Block]:
    """Return what the header adds: the subject as a heading and the date, where the body lacks them."""
    if not blocks:
        return []
    added: list[Block] = []
    words = " ".join(decode_words(str(message.get("Subject", ""))).split())
    subject = normalise_spans([Span(text=_PASSED_ON.sub("", words))])
    if subject and not _has_title(message, blocks):
        added.append(Block(kind=BlockKind.HEADING, level=1, spans=subject))
    opening = [*added, *blocks[:_DATE_WITHIN]]
    sent = parse_mail_day(str(message.get("Date", "")))
    if sent and not any(_YEAR.search(block.text) for block in opening):
        added.append(Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=write_day(sent)),)))
    return added


def _put_in_place(message: Message, passed: PassedOn) -> None:
    """Let the header of the message that was passed on stand for that of who passed it on."""
    for name, value in (
        ("From", passed.sender),
        ("Subject", _PASSED_ON.sub("", passed.subject)),
        ("Date", format_datetime(dt.datetime.combine(passed.sent_on, dt.time())) if passed.sent_on else ""),
    ):
        del message[name]
        message[name] = value


def _read_sender(message: Message) -> list[Block]:
    """Return the sender's name, none where there is but an address, or where somebody passed the message on."""
    if _PASSED_ON.match(decode_words(str(message.get("Subject", "")))):
        return []
    name = " ".join(_ADDRESS.sub("", decode_words(str(message.get("From", "")))).split()).strip("\"' ")
    return [Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=f"{SENDER_MARK}{name}"),))] if name else []


def _has_title(message: Message, blocks: tuple[Block, ...]) -> bool:
    """Return whether a body has a title of its own: a page's heading above all others, the first line of a plain text.

    Several headings of the highest level are those of sections or stories.
    """
    titles = blocks[:1] if message.get_content_type() == "text/plain" else blocks
    levels = [block.level for block in titles if block.kind is BlockKind.HEADING]
    return bool(levels) and levels.count(min(levels)) == 1


def read_sending_day(data: bytes) -> dt.date | None:
    """Return the day in a message's header; None where it has none that can be one."""
    message = email.message_from_bytes(data[:_LONGEST_HEAD], policy=email.policy.compat32)
    day = parse_mail_day(str(message.get("Date", "")))
    try:
        return dt.date(*day) if day else None
    except ValueError:
        return None


def decode_words(header: str) -> str:
    """Decode the encoded words of a header, cut at a sensible length; what cannot be decoded stays as it is."""
    header = header[:_LONGEST_HEADER]
    try:
        pieces = decode_header(header)
        return "".join(
            piece if isinstance(piece, str) else decode_markup(piece, charset=charset) for piece, charset in pieces
        )
    except (ValueError, LookupError, email.errors.HeaderParseError):
        return header
