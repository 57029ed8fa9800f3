"""A message that somebody passed on: their note, the header of the message below it, and what that says.

Programs write the header into the body (Outlook "From: … Sent: … To: … Subject: …", Gmail behind "Forwarded message",
in the language of who passed it on).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.calendar.dates import find_printed_dates

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.reading.document import Block

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
_LONGEST_HEADER = 4000
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
    while end < min(len(blocks), begin + _MOST_FIELDS) and _FIELD.match(blocks[end].text.lstrip("> *_")):
        end += 1
    first, *rest = (block.text for block in blocks[begin:end])
    mark = _MARK.match(first)
    text = "\n".join((first[mark.end() :] if mark else first, *rest)).strip("> *_\n")
    fields = _read_fields(text) if end < len(blocks) and len(text) <= _LONGEST_HEADER else {}
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
    """Give the first value of each kind of field, by the names that stand before them; none where a value is empty."""
    names = list(_FIELD.finditer(text))
    ends = [*(name.start() for name in names[1:]), len(text)]
    values = {
        str(name.lastgroup): text[name.end() : end].strip("> *_\n")
        for name, end in reversed(list(zip(names, ends, strict=True)))
    }
    return values if all(values.get(kind) for kind in values if kind != "other") else {}
