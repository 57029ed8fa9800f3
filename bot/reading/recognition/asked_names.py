"""Short names that mean a body only where they stand in a list with one ("MOFCOM and customs") or head a text.

They are the forms by which people ask for a body (``Body.asked``) that mean other things elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import ahocorasick_rs

from bot.reading.recognition.geography import COUNTRIES
from bot.reading.recognition.mentions import NameKind
from bot.reading.recognition.passages import Name
from bot.reading.recognition.word_led import lower

if TYPE_CHECKING:
    from bot.domain.lexicon import Lexicon

_SHORTEST = 6
_GOES_ON = (
    r"(?=\s*[,;:(]|\s(?:and|or|as well as|together|jointly|have|has|had|will|said|say|put|set|want|cut"
    r"|raise|lower"
    r"|issue|publish|release|announce|impose|extend|slap|ban|order|tell|place|plan|[a-z]+ed)\b)"
)
_ACTS = (
    r"(?=\s(?:has|have|had|will|yesterday|today|on\s\w+day|issued|published|released|approved|adopted|passed|unveiled"
    r"|announced|stops|suspends|bans|bars|lifts|resumes|halts|opens|issues|publishes|releases|orders|lowers|raises|cuts|extends|promulgated|signed|amended|gave|cleared|endorsed)\b)"
)

_AT_HOME = rf"(?![^.;]*\s(?:in|of)\s(?:{'|'.join(map(re.escape, COUNTRIES))})\b)"
"""No country stands behind the name, whose office it would be."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Forms:
    ids: dict[str, str]
    all: ahocorasick_rs.AhoCorasick
    behind: re.Pattern[str]
    before: re.Pattern[str]
    opening: re.Pattern[str]


@lru_cache(maxsize=4)
def _list_forms(lexicon: Lexicon) -> _Forms:
    ids = {
        form.lower(): body.id
        for body in lexicon.bodies
        for form in body.asked
        if form.isascii() and len(form) >= _SHORTEST
    }
    names = "|".join(re.escape(form) for form in sorted(ids, key=len, reverse=True))
    return _Forms(
        ids=ids,
        all=ahocorasick_rs.AhoCorasick(list(ids)),
        behind=re.compile(
            rf"(?:\s?,\s(?:and\s|or\s)?|\s(?:and|or|&|with)\s)(?:the\s)?(?P<name>{names}){_GOES_ON}{_AT_HOME}",
            re.IGNORECASE,
        ),
        before=re.compile(
            rf"(?:\A|[.;:]\s|,\s|\b(?:the|by|from|of)\s)(?P<name>{names})(?:,\s(?:and\s|or\s)?|\s(?:and|or|&)\s)(?:the\s)?\Z",
            re.IGNORECASE,
        ),
        opening=re.compile(rf"(?:China['’]s\s)?(?P<name>{names}){_ACTS}{_AT_HOME}", re.IGNORECASE),
    )


_WINDOW = 60


def add_asked_names(text: str, names: tuple[Name, ...], lexicon: Lexicon) -> tuple[Name, ...]:
    """Give the names of a text with those that only a list or their act shows to be a body, in their order."""
    forms = _list_forms(lexicon)
    if not forms.all.find_matches_as_indexes(lower(text)):
        return names
    found: list[Name] = []
    opening = forms.opening.match(text)
    if opening:
        found.append(_name(opening, forms))
    for name in names:
        if name.kind is not NameKind.BODY:
            continue
        beside = forms.before.search(text, max(0, name.start - _WINDOW), name.start)
        found += [_name(beside, forms)] if beside else []
        behind = forms.behind.match(text, name.end)
        found += [_name(behind, forms)] if behind else []
    starts = [name.start for name in names]
    ahead = ((each, bisect_left(starts, each.end)) for each in found)
    apart = {each.start: each for each, at in ahead if at == 0 or names[at - 1].end <= each.start}
    return tuple(sorted((*names, *apart.values()), key=lambda name: name.start)) if apart else names


def _name(match: re.Match[str], forms: _Forms) -> Name:
    return Name(
        start=match.start("name"), end=match.end("name"), kind=NameKind.BODY, id=forms.ids[match["name"].lower()]
    )
