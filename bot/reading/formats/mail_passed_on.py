"""A message that somebody passed on: their note, the header of the message below it, and what that says.

Programs write the header into the body (Outlook "From: … Sent: … To: … Subject: …", Gmail behind "Forwarded message",
in the language of who passed it on).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot import lazy_re as re
from bot.domain.calendar.dates import find_printed_dates

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.reading.document import Block

_FROM = r"(?:from|von|de|发件人|寄件人)"
_DAY = r"(?:sent|date|gesendet|datum|envoyé|fecha|enviado|发送时间|发送日期|日期|时间)"
_SUBJECT = r"(?:subject|betreff|objet|asunto|主题|主旨)"
_OTHER = r"(?:to|cc|an|kopie|à|para|importance|reply-to|收件人|抄送)"
_SIGN = r"[*_]*\s*[:：][*_]*\s*"
_OPENS = re.compile(rf"[>\s*_]*{_FROM}{_SIGN}\S", re.IGNORECASE)
_HEADER = re.compile(
    rf"[>\s*_]*{_FROM}{_SIGN}(?P<sender>.{{1,200}}?)[>\s*_]+(?:{_OTHER}{_SIGN}.{{0,300}}?[\s*_]+)?{_DAY}{_SIGN}(?P<day>.{{4,80}}?)"
    rf"[>\s*_]+(?:{_OTHER}{_SIGN}.{{0,600}}?[>\s*_]+){{0,3}}{_SUBJECT}{_SIGN}(?P<subject>[^\n]{{1,300}})(?:\n[>\s*_]*{_OTHER}{_SIGN}[^\n]*)*"
    rf"|[>\s*_]*{_FROM}{_SIGN}(?P<sender2>.{{1,200}}?)[>\s*_]+{_SUBJECT}{_SIGN}(?P<subject2>.{{1,300}}?)[>\s*_]+{_DAY}{_SIGN}(?P<day2>[^\n]{{4,80}})"
    rf"(?:\n[>\s*_]*{_OTHER}{_SIGN}[^\n]*)*",
    re.IGNORECASE | re.DOTALL,
)
_FIELD = re.compile(rf"[>\s*_]*(?:{_FROM}|{_DAY}|{_SUBJECT}|{_OTHER}){_SIGN}", re.IGNORECASE)
_MARK = re.compile(
    r"[\s>_*-]*(?:begin forwarded message|-+\s*(?:original message|forwarded message|forwarded by\b[^\n]*"
    r"|ursprüngliche nachricht|weitergeleitete nachricht|原始邮件|转发邮件信息|转发的邮件"
    r"|message d'origine))[\s:>_*-]*",
    re.IGNORECASE,
)
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
    """Give the header of a message that was passed on below a short note; None where there is none."""
    length = 0
    for begin, block in enumerate(blocks[: _MOST_BEFORE + 1]):
        if _OPENS.match(block.text):
            return _read_header(blocks, begin)
        lines = block.text.split("\n")
        if len(lines) > 1 and _MARK.fullmatch(lines[0]) and _OPENS.match("\n".join(lines[1:])):
            return _read_header(blocks, begin)
        length += len(block.text)
        if length > _LONGEST_NOTE:
            return None
    return None


def _read_header(blocks: Sequence[Block], begin: int) -> PassedOn | None:
    end = begin + 1
    while end < min(len(blocks), begin + _MOST_FIELDS) and _FIELD.match(blocks[end].text):
        end += 1
    first, *rest = (block.text for block in blocks[begin:end])
    mark = _MARK.match(first)
    text = "\n".join((first[mark.end() :] if mark else first, *rest))
    header = _HEADER.fullmatch(text.strip())
    if header is None or end >= len(blocks):
        return None
    sender, day, subject = (header[name] or header[f"{name}2"] for name in ("sender", "day", "subject"))
    days = [on for _, _, on in find_printed_dates(day)]
    return PassedOn(
        begin=begin - 1 if begin and _MARK.fullmatch(blocks[begin - 1].text) else begin,
        end=end,
        sender=sender.strip(),
        sent_on=days[0] if days else None,
        subject=" ".join(subject.split()),
    )
