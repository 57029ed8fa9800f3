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
from itertools import pairwise

from bot.errors import BadQueryError
from bot.model.deadlines import DateRange
from bot.model.ids import fold
from bot.query.query_record import Term
from bot.query.question_dates import read_days
from bot.query.question_parts import Part
from bot.query.wording import Mark

_LINKS = frozenset(
    {"the", "a", "an", "our", "your", "of", "from", "for", "dated", "published", "in", "on", "by", "per", "to", "的"}
)
_VERBS = frozenset({"issue", "issues", "edition", "editions"})
"""Verbs and years of a text as well: a briefing only behind what chooses one."""
_VIEWS = frozenset({"view", "views", "comment", "comments", "take", "opinion", "report", "reporting"})
_ASIDE = frozenset({"one", "ones", "里", "里面", "中", "上"})
"""What may stand behind a briefing and says nothing of its own."""
_SINCE = re.compile(r"since|after|until|以来.*|[之以]后.*")
_LONGEST_NAME = 8
_HINTS = (
    *("briefing", "newsletter", "edition", "issue", "publishers", "sources", "period", "say", "report", "writ"),
    *("wrote", "think", "view", "according", "comment", "期", "简报"),
)


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
    is_several: bool


def may_name_briefing(terms: Sequence[Term]) -> bool:
    """Return whether it is worth knowing the briefings there are to read these words."""
    said = " ".join(term.text.casefold() for term in terms if not term.phrase)
    return any(word in said for word in _HINTS)


@lru_cache(maxsize=8192)
def name_issue(names: tuple[str | None, ...]) -> tuple[str, ...]:
    """Return the folded names that a briefing of this publisher, series and title goes by, the longest last."""
    parts = [" ".join(name.split()) for name in names if name and name.strip()]
    joined = [" ".join(parts[:2])] if len(parts) > 1 else []
    return tuple(dict.fromkeys(fold(name).removeprefix("the ") for name in (*parts, *joined)))


def find_briefing(parts: Sequence[Part], issues: Sequence[Issue], today: dt.date, command: str) -> AskedBriefing | None:
    """Return the briefings that a text speaks of, and take their words; None where it speaks of none."""
    for place, part in enumerate(parts):
        is_last = all(other.text.casefold() in _ASIDE for other in parts[place + 1 :])
        is_meant = command == "briefing" and is_last and part.has(Mark.LATEST, Mark.PREVIOUS)
        if is_meant or part.has(Mark.BRIEFING, Mark.BRIEFINGS):
            found = _read_around(parts, place, issues, today)
            if found is not None:
                return found
    return _find_speaker(parts, issues)


def _read_around(parts: Sequence[Part], place: int, issues: Sequence[Issue], today: dt.date) -> AskedBriefing | None:
    """Read what stands around the word for a briefing, and chooses it: "the latest", a date, a name."""
    noun = parts[place]
    is_verb_too = noun.text.casefold() in _VERBS
    name, start = _find_name(parts, _pass_choosers(parts, place, -1), issues, ends_here=True)
    start, end = _pass_choosers(parts, start, -1), place + 1
    if not is_verb_too:
        end = _pass_choosers(parts, end, 1)
        name, end = (name, end) if name else _find_name(parts, end, issues, ends_here=False)
    _refuse_since(parts[max(0, start - 1) : end + 1])
    run = parts[start:end]
    dates = [part for part in run if part.is_date]
    is_newest, is_previous = (any(part.has(mark) for part in run) for mark in (Mark.LATEST, Mark.PREVIOUS))
    is_chosen = bool(name) or is_newest or is_previous
    if is_verb_too and not is_chosen and all(part.text.isdecimal() for part in dates):
        return None
    is_several = noun.has(Mark.BRIEFINGS)
    chosen = [issue for issue in issues if not name or issue.is_called(name)]
    if dates:
        chosen = _choose_dated(chosen, read_days(dates[0].text, today) or DateRange())
    elif is_previous or (is_newest and not is_several):
        chosen = chosen[-2:-1] if is_previous else chosen[-1:]
    _take(*run, *(each for each in parts[end : end + 1] if each.has(Mark.SAYING) or each.text in _ASIDE))
    said = spell(run)
    while (first := said.partition(" "))[0].casefold() in _LINKS - {"the"}:
        said = first[2]
    if not (is_chosen or dates) or not issues:
        return AskedBriefing(None, said, is_several)
    return AskedBriefing(tuple(issue.number for issue in chosen), said, is_several)


def _take(*parts: Part) -> None:
    for part in parts:
        part.is_taken = True


def _pass_choosers(parts: Sequence[Part], place: int, step: int) -> int:
    """Return the place past the links, dates and words such as "latest" on this side."""
    while 0 <= (at := place - (step < 0)) < len(parts):
        part = parts[at]
        if not (part.text.casefold() in _LINKS or part.is_date or part.has(Mark.LATEST, Mark.PREVIOUS)):
            break
        place += step
    return place


def _refuse_since(around: Sequence[Part]) -> None:
    """Refuse "since the last briefing": what is new in one is told on its card, and an issue is no day."""
    if any(_SINCE.fullmatch(part.text.casefold()) for part in (around[0], around[-1])):
        raise BadQueryError(
            f"“{spell(around)}” is no date.",
            hint="The command briefing tells what is new against the issue before. Or write a day: since 2025-04-02.",
        )


def spell(parts: Sequence[Part]) -> str:
    """Return the parts as they stood in the text."""
    gaps = ("" if one.end == other.start else " " for one, other in pairwise(parts))
    return parts[0].text + "".join(f"{gap}{part.text}" for gap, part in zip(gaps, parts[1:], strict=True))


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
        if not (part.has(Mark.SAYING, Mark.VIEW) or part.text.casefold() in _VIEWS):
            continue
        is_behind = part.text.casefold() == "according to"
        start = _pass_choosers(parts, place + 1, 1) if is_behind else place
        name, edge = _find_name(parts, start, issues, ends_here=not is_behind)
        run = parts[min(start, edge) : max(start, edge)]
        if name and not (len(run) == 1 and run[0].is_name):
            _take(part, *run)
            return AskedBriefing(tuple(each.number for each in issues if each.is_called(name)), spell(run), False)
    return None


def _choose_dated(issues: Sequence[Issue], days: DateRange) -> list[Issue]:
    """Return the briefings that were published on one of these days; where there is none, those that cover one."""
    published = [each for each in issues if each.published_on is not None and days.contains(each.published_on)]
    return published or [
        each for each in issues if each.first_on and each.last_on and days.meets(each.first_on, each.last_on)
    ]
