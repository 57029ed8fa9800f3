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
_NAMES = {
    "sender": "from|发件人|寄件人",
    "day": "sent|date|发送时间|发送日期|日期|时间",
    "subject": "subject|主题|主旨",
    "other": "to|cc|importance|reply-to|收件人|抄送",
}
_SIGN = r"[*_]*\s*[:：][*_]*[^\S\n]*"
_FIELD = re.compile(
    rf"(?:(?<=[\s>*_])|\A)(?:{'|'.join(f'(?P<{kind}>{names})' for kind, names in _NAMES.items())}){_SIGN}",
    re.IGNORECASE,
)
_OPENS = re.compile(rf"[>\s*_]*(?:{_NAMES['sender']}){_SIGN}\S", re.IGNORECASE)
_MARK = re.compile(
    r"[\s>_*-]*(?:begin forwarded message|(?:original|forwarded) message|forwarded by\b[^\n]*"
    r"|原始邮件|转发邮件信息|转发的邮件)[\s:>_*-]*",
    re.IGNORECASE,
)
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
        first, _, rest = block.text.partition("\n")
        if _OPENS.match(block.text) or (_MARK.fullmatch(first) and _OPENS.match(rest)):
            return _read_header(blocks, begin)
        length += len(block.text)
        if length > _LONGEST_NOTE:
            return None
    return None


def _read_header(blocks: Sequence[Block], begin: int) -> PassedOn | None:
    end = begin + 1
    while end < min(len(blocks), begin + _MOST_FIELDS) and _FIELD.match(blocks[end].text.lstrip("> *_")):
        end += 1
    text = "\n".join(block.text for block in blocks[begin:end])
    mark = _MARK.match(text)
    text = text[mark.end() if mark else 0 :].strip("> *_\n")
    if end == len(blocks) or len(text) > _LONGEST_HEADER:
        return None
    names = list(_FIELD.finditer(text))
    fields: dict[str, str] = {}
    for name, stop in zip(names, [*(name.start() for name in names[1:]), len(text)], strict=True):
        fields.setdefault(str(name.lastgroup), text[name.end() : stop].strip("> *_\n"))
    if not all(fields.get(kind) for kind in ("sender", "day", "subject")):
        return None
    days = [on for _, _, on in find_printed_dates(fields["day"])]
    return PassedOn(
        end=end,
        sender=fields["sender"],
        sent_on=days[0] if days else None,
        subject=" ".join(fields["subject"].split()),
    )
