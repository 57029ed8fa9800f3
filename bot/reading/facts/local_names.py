"""Bodies of provinces and cities in running text: a place, then the field of an office and its rank."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import ahocorasick_rs

from bot.names.local_bodies import LocalBodies
from bot.names.records import Body
from bot.reading.facts.known_names import NameKind, flatten, is_han, stands_alone
from bot.reading.facts.passages import Name

_LONGEST_ZH = 24
_OFFICE_ZH = re.compile(
    r"[^\W\d_]{0,12}?(?:委员会|人民政府|办公室|政府|委(?![员托派任])|厅|局(?![面部势限])"
    r"|办(?![法理公事学案]))"
)
_WORD = re.compile(r"[\w’'&-]+")
_WORDS = 8
_REACH = 80
_OF_PLACE = re.compile(
    r".*\b(?P<office>(?:Department|Bureau|Commission|Committee|Office|Administration)\s(?:of|for)(?:\s[\w,]+){1,6}?"
    r"|People['’]s\sGovernment)\sof\s(?:the\s)?\Z"
)
"""An office before its place ("the Department of Commerce of Guangdong")."""


class LocalNameFinder:
    """Finds the names of local bodies; made once per lexicon."""

    def __init__(self, local: LocalBodies) -> None:
        self._local = local
        names = {name.casefold() for name in (*local.place_by_name, *(place.name_en for place in local.places))}
        self._automaton = ahocorasick_rs.AhoCorasick(sorted(names))

    def find_names(self, text: str) -> tuple[Name, ...]:
        """Return the local bodies that a text names, in order and without overlaps."""
        flat = flatten(text)
        found: list[Name] = []
        hits = self._automaton.find_matches_as_indexes(flat, overlapping=True)
        for _, start, end in sorted(hits, key=lambda hit: (hit[1], -hit[2])):
            if not (found and start < found[-1].end) and stands_alone(flat, start, end):
                found += (self._read_zh if is_han(text[start]) else self._read_en)(text, start, end)
        return tuple(found)

    def _read_zh(self, text: str, start: int, end: int) -> Iterator[Name]:
        office = _OFFICE_ZH.match(text, end, start + _LONGEST_ZH)
        body = self._local.find(text[start : office.end()]) if office else None
        if office and body:
            end = office.end()
            yield _name(start, end + 3 if text.startswith(("办公厅", "办公室"), end) else end, body)

    def _read_en(self, text: str, start: int, end: int) -> Iterator[Name]:
        if text.startswith("Beijing’s", start) or text.startswith("Beijing's", start):
            return  # the centre's
        words = [match.end() for match in islice(_WORD.finditer(text, end), _WORDS)]
        owned = f"{text[start:end]}'s "
        called = ((stop, text[start:stop].replace("’", "'").replace(owned, f"{text[start:end]} ")) for stop in words)
        bodies = ((stop, self._local.find(name)) for stop, name in called)
        behind = next(((stop, body) for stop, body in bodies if body), None)
        before = None if behind else _OF_PLACE.search(text, max(0, start - _REACH), start)
        body = self._local.find(f"{text[start:end]} {before['office']}") if before else None
        if behind:
            yield _name(start, *behind)
        elif before and body:
            yield _name(before.start(), end, body)


def _name(start: int, end: int, body: Body) -> Name:
    return Name(start=start, end=end, kind=NameKind.BODY, id=body.id)
