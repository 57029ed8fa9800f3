"""Which briefing a question speaks of: "what does the briefing of 16 September say about AI?", 最新一期简报.

The date, the publisher or "latest" beside the word for a briefing choose among those there are; a publisher or a series
is one too where it says something ("what does the Institute say about robots?").
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.errors import BadQueryError
from bot.model.deadlines import DateRange
from bot.model.ids import fold
from bot.query.question_dates import read_days
from bot.query.question_parts import Part, spell

_LINKS = frozenset({"the", "a", "an", "our", "your", "of", "from", "for", "dated", "published", "in", "on", "by"})
_LINKS |= {"per", "to", "的"}
_VERBS = frozenset({"issue", "issues", "edition", "editions"})
"""Verbs and years of a text as well: a briefing only behind what chooses one."""
_VIEWS = frozenset({"view", "views", "comment", "comments", "take", "opinion", "report", "reporting"})
_ASIDE = frozenset({"one", "ones", "里", "里面", "中", "上"})
"""What may stand behind a briefing and says nothing of its own."""
_SINCE = re.compile(r"since|after|until|以来.*|[之以]后.*")
_LONGEST_NAME = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Issue:
    """A briefing there is: its names folded, its date and the days it covers."""

    number: int
    names: tuple[str, ...]
    published_on: dt.date | None
    first_on: dt.date | None
    last_on: dt.date | None

    def is_called(self, said: str) -> bool:
        """Return whether a folded name is one of its own, or two words or more that one begins with."""
        return said in self.names or (" " in said and any(name.startswith(f"{said} ") for name in self.names))


@dataclass(frozen=True, slots=True)
class AskedBriefing:
    """The numbers of the briefings that a text speaks of, None for whatever there is, and how it names them."""

    numbers: tuple[int, ...] | None
    said: str
    is_several: bool = False


@lru_cache(maxsize=8192)
def name_issue(names: tuple[str | None, ...]) -> tuple[str, ...]:
    """Return the folded names that a briefing of this publisher, series and title goes by, the longest last."""
    parts = [" ".join(name.split()) for name in names if name and name.strip()]
    joined = [" ".join(parts[:2])] if len(parts) > 1 else []
    return tuple(dict.fromkeys(fold(name).removeprefix("the ") for name in (*parts, *joined)))


def may_name_briefing(parts: Sequence[Part], command: str) -> bool:
    """Return whether it is worth knowing the briefings there are to read these parts."""
    speaking = ("briefing", "briefings", "saying", "view")
    return command == "briefing" or any(part.has(*speaking) or part.text.casefold() in _VIEWS for part in parts)


def find_briefing(parts: Sequence[Part], issues: Sequence[Issue], today: dt.date, command: str) -> AskedBriefing | None:
    """Return the briefings that a text speaks of, and take their words; None where it speaks of none."""
    for place, part in enumerate(parts):
        is_last = all(other.text.casefold() in _ASIDE for other in parts[place + 1 :])
        is_meant = command == "briefing" and is_last and part.has("latest", "previous")
        if is_meant or part.has("briefing", "briefings"):
            found = _read_around(parts, place, issues, today)
            if found is not None:
                return found
    return _find_speaker(parts, issues)


def _read_around(parts: Sequence[Part], place: int, issues: Sequence[Issue], today: dt.date) -> AskedBriefing | None:
    """Read what stands around the word for a briefing, and chooses it: "the latest", a date, a name."""
    noun, end = parts[place], place + 1
    name, start = _find_name(parts, _pass_choosers(parts, place, -1), issues, ends_here=True)
    start = _pass_choosers(parts, start, -1)
    if is_noun := noun.text.casefold() not in _VERBS:
        end = _pass_choosers(parts, end, 1)
        name, end = (name, end) if name else _find_name(parts, end, issues, ends_here=False)
    around, run = parts[max(0, start - 1) : end + 1], parts[start:end]
    if any(_SINCE.fullmatch(part.text.casefold()) for part in (around[0], around[-1])):
        raise BadQueryError(
            f"“{spell(around)}” is no date.",
            hint="The command briefing tells what is new against the issue before. Or write a day: since 2025-04-02.",
        )
    dates = [part for part in run if part.is_date]
    is_newest, is_previous = (any(part.has(mark) for part in run) for mark in ("latest", "previous"))
    is_chosen = bool(name) or is_newest or is_previous
    if not (is_noun or is_chosen) and all(part.text.isdecimal() for part in dates):
        return None
    is_several = noun.has("briefings")
    chosen = [issue for issue in issues if not name or issue.is_called(name)]
    if dates:
        days = read_days(dates[0].text, today) or DateRange()
        published = [each for each in chosen if each.published_on is not None and days.contains(each.published_on)]
        chosen = published or [
            each for each in chosen if each.first_on and each.last_on and days.meets(each.first_on, each.last_on)
        ]
    elif is_previous or (is_newest and not is_several):
        chosen = chosen[-2:-1] if is_previous else chosen[-1:]
    for part in (*run, *(each for each in parts[end : end + 1] if each.has("saying") or each.text in _ASIDE)):
        part.is_taken = True
    said = spell(run)
    while (first := said.partition(" "))[0].casefold() in _LINKS - {"the"}:
        said = first[2]
    numbers = tuple(issue.number for issue in chosen) if (is_chosen or dates) and issues else None
    return AskedBriefing(numbers, said, is_several)


def _pass_choosers(parts: Sequence[Part], place: int, step: int) -> int:
    """Return the place past the links, dates and words such as "latest" on this side."""
    while 0 <= (at := place - (step < 0)) < len(parts):
        part = parts[at]
        if not (part.text.casefold() in _LINKS or part.is_date or part.has("latest", "previous")):
            break
        place += step
    return place


def _find_name(parts: Sequence[Part], place: int, issues: Sequence[Issue], *, ends_here: bool) -> tuple[str, int]:
    """Return the longest name of a briefing that ends or begins at a place, and where its other end is."""
    for width in range(_LONGEST_NAME, 0, -1):
        start, end = (place - width, place) if ends_here else (place, place + width)
        if start < 0 or end > len(parts) or any(part.quoted or part.is_taken for part in parts[start:end]):
            continue
        name = fold(re.sub(r"['’]s?$", "", spell(parts[start:end]))).removeprefix("the ")
        if any(issue.is_called(name) for issue in issues):
            return name, start if ends_here else end
    return "", place


def _find_speaker(parts: Sequence[Part], issues: Sequence[Issue]) -> AskedBriefing | None:
    """Read a publisher or series that says something: no body and no company, which say things themselves."""
    for place, part in enumerate(parts):
        if not (part.has("saying", "view") or part.text.casefold() in _VIEWS):
            continue
        is_behind = part.text.casefold() == "according to"
        start = _pass_choosers(parts, place + 1, 1) if is_behind else place
        name, edge = _find_name(parts, start, issues, ends_here=not is_behind)
        run = parts[min(start, edge) : max(start, edge)]
        if name and not (len(run) == 1 and run[0].is_name):
            for each in (part, *run):
                each.is_taken = True
            return AskedBriefing(tuple(each.number for each in issues if each.is_called(name)), spell(run))
    return None
