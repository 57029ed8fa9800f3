"""Finds a message that somebody passed on: their note, the header of the message below it, and what that says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.dates.printed_dates import find_printed_dates
from bot.reading.document import Block

SUBJECT_PREFIX = re.compile(r"\A(?:(?:re|fwd?|转发|回复|答复)\s*[:：]\s*)+", re.IGNORECASE)
"""Stands before the subject of a message that was passed on."""
_NAMES = (
    r"(?P<sender>from|发件人|寄件人)|(?P<day>sent|date|发送时间|发送日期|日期|时间)|(?P<subject>subject|主题|主旨)"
    r"|(?P<other>to|cc|importance|reply-to|收件人|抄送)"
)
_FIELD = re.compile(rf"(?:(?<=[\s>*_])|\A)(?:{_NAMES})[*_]*\s*[:：][*_]*[^\S\n]*", re.IGNORECASE)
_AROUND = "> *_\n"
_LONGEST_HEADER, _LONGEST_NOTE = 4000, 1200
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
    if end == len(blocks) or len(text) > _LONGEST_HEADER:
        return None
    names = list(_FIELD.finditer(text))
    fields: dict[str, str] = {}
    for name, stop in zip(names, [*(name.start() for name in names[1:]), len(text)], strict=True):
        fields.setdefault(str(name.lastgroup), " ".join(text[name.end() : stop].strip(_AROUND).split()))
    if not all(fields.get(kind) for kind in ("sender", "day", "subject")):
        return None
    days = [on for _, _, on in find_printed_dates(fields["day"])]
    return PassedOn(end=end, sender=fields["sender"], sent_on=days[0] if days else None, subject=fields["subject"])
