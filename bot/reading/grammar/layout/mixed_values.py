"""Mixed values: fields that give day, office and number in one, parted by commas ("Adopted: State Council, 5 May")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.dates.printed_dates import find_printed_dates
from bot.reading.grammar.layout.credits import is_credit_number
from bot.reading.grammar.layout.lead_ins import is_date_line, names_office
from bot.reading.grammar.lines.field_lines import Credit

_COMMA = re.compile(r"\s*[,，;；、]\s+|\s*[，；]\s*|\s+[–—|·-]\s+|\s*[(（]|[)）]\s*")
_AHEAD = re.compile(
    r"\s*(?:(?:on|as of|dated|text|was|first|last|published|released|issued|adopted|put up)\s+)*\Z", re.IGNORECASE
)
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST = 200
_MOST_WORDS = 14
_ANY_YEAR = 2000


def part_value(text: str) -> Credit | None:
    """Return the offices, the first day and the numbers of such a value, ``topics`` being its other words.

    None for a value that is no day with something else beside it.
    """
    if len(text) > _LONGEST or not _COMMA.search(text) or is_date_line(text):
        return None
    days = find_printed_dates(text, default_year=_ANY_YEAR)
    if not days:
        return None
    start, end, _ = days[0]
    issuers: list[str] = []
    numbers: list[str] = []
    rest: list[str] = []
    for part in _list_parts(text, start, end):
        office = names_office(part) and len(part.split()) <= _MOST_WORDS and not find_printed_dates(part)
        (numbers if is_credit_number(part) else issuers if office else rest).append(part)
    if not (issuers or numbers or rest):
        return None
    return Credit(issuers=tuple(issuers), date_text=text[start:end], numbers=tuple(numbers), topics=tuple(rest))


def _list_parts(text: str, start: int, end: int) -> Iterator[str]:
    """Return the parts around a day, without the words that only say what it is the day of."""
    before = _COMMA.split(text[:start])
    before[-1] = "" if _AHEAD.fullmatch(before[-1]) else before[-1]
    for part in (*before, *_COMMA.split(text[end:])):
        bare = part.strip(" ,;，；.")
        if _LETTER.search(bare):
            yield bare
