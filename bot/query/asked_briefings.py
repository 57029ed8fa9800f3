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
from bot.query.dates_in_text import read_days
from bot.query.phrases import Mark
from bot.query.pieces import Piece
from bot.query.query_scan import Term
from bot.query.question_text import QuestionText

_SINCE = frozenset({"since", "after", "until"})
_LINKS = frozenset(
    {"the", "a", "an", "our", "your", "of", "from", "for", "dated", "published", "in", "on", "by", "per", "to"}
)
_ISSUES = frozenset({"issue", "issues", "edition", "editions"})
"""Verbs and years of a text as well: a briefing only behind what chooses one."""
_VIEWS = frozenset({"view", "views", "comment", "comments", "take", "opinion", "report", "reporting"})
_HAN_SINCE = ("以来", "之后", "以后")
_ONES = frozenset({"one", "ones"})
_ASIDE = _ONES | {"里", "里面", "中", "上"}
"""What may stand behind a briefing and says nothing of its own."""
_ARTICLE = "the "
_POSSESSIVE = re.compile(r"['’]s?$")
_LONGEST_NAME = 8
_HINTS = (
    *("briefing", "newsletter", "edition", "issue", "publishers", "sources", "coverage", "period", "corpus", "unread"),
    *("say", "report", "writ", "wrote", "think", "view", "according", "comment", "期", "简报"),
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
    return tuple(dict.fromkeys(fold(name).removeprefix(_ARTICLE) for name in (*parts, *joined)))


def find_briefing(text: QuestionText, issues: Sequence[Issue]) -> AskedBriefing | None:
    """Return the briefings that a text speaks of, and take their words; None where it speaks of none."""
    for place, piece in enumerate(text.pieces):
        is_last = all(other.text.casefold() in _ONES for other in text.pieces[place + 1 :])
        is_meant = text.command == "briefing" and is_last and piece.has(Mark.LATEST, Mark.PREVIOUS)
        if is_meant or piece.has(Mark.BRIEFING, Mark.BRIEFINGS):
            found = _read_around(text, place, issues)
            if found is not None:
                return found
    return _find_speaker(text, issues)


def _read_around(text: QuestionText, place: int, issues: Sequence[Issue]) -> AskedBriefing | None:
    """Read what stands around the word for a briefing, and chooses it: "the latest", a date, a name."""
    pieces, noun = text.pieces, text.pieces[place]
    is_verb_too = noun.text.casefold() in _ISSUES
    start, end, name = _find_edges(pieces, place, issues, goes_on=not is_verb_too)
    run = pieces[start:end]
    _refuse_since(pieces, start, end)
    dates = [piece for piece in run if piece.date]
    is_newest, is_previous = (any(piece.has(mark) for piece in run) for mark in (Mark.LATEST, Mark.PREVIOUS))
    if is_verb_too and not (name or is_newest or is_previous) and all(piece.text.isdecimal() for piece in dates):
        return None
    is_several = noun.has(Mark.BRIEFINGS)
    chosen = [issue for issue in issues if not name or issue.is_called(name)]
    if dates:
        chosen = _choose_dated(chosen, read_days(dates[0].text, text.today) or DateRange())
    elif is_previous or (is_newest and not is_several):
        chosen = chosen[-2:-1] if is_previous else chosen[-1:]
    text.take(*run, *(each for each in pieces[end : end + 1] if each.has(Mark.SAYING) or each.text in _ASIDE))
    said = spell(run)
    while (first := said.partition(" "))[0].casefold() in _LINKS - {"the"}:
        said = first[2]
    if not (name or is_newest or is_previous or dates) or not issues:
        return AskedBriefing(None, said, is_several)
    return AskedBriefing(tuple(issue.number for issue in chosen), said, is_several)


def _find_edges(pieces: Sequence[Piece], place: int, issues: Sequence[Issue], *, goes_on: bool) -> tuple[int, int, str]:
    """Return from where to where the words go that choose a briefing, and its name among them."""
    name, start = _find_name(pieces, _pass_choosers(pieces, place, -1), issues, ends_here=True)
    start, end = _pass_choosers(pieces, start, -1), place + 1
    if goes_on:
        end = _pass_choosers(pieces, end, 1)
        if not name:
            name, end = _find_name(pieces, end, issues, ends_here=False)
    return start, end, name


def _pass_choosers(pieces: Sequence[Piece], place: int, step: int) -> int:
    """Return the place past the links, dates and words such as "latest" on this side."""
    while 0 <= (at := place - (step < 0)) < len(pieces):
        piece = pieces[at]
        is_link = piece.text.casefold() in _LINKS or piece.text == "的"
        if not (is_link or piece.date or piece.has(Mark.LATEST, Mark.PREVIOUS)):
            break
        place += step
    return place


def _refuse_since(pieces: Sequence[Piece], start: int, end: int) -> None:
    """Refuse "since the last briefing": what is new in one is told on its card, and an issue is no day."""
    first = max(0, start - 1)
    is_behind = end < len(pieces) and pieces[end].text.startswith(_HAN_SINCE)
    if is_behind or pieces[first].text.casefold() in _SINCE:
        said = spell(pieces[start if is_behind else first : end + is_behind])
        raise BadQueryError(
            f"“{said}” is no date.",
            hint="The command briefing tells what is new against the issue before. Or write a day: since 2025-04-02.",
        )


def spell(pieces: Sequence[Piece]) -> str:
    """Return the pieces as they stood in the text."""
    gaps = ("" if one.end == other.start else " " for one, other in pairwise(pieces))
    return pieces[0].text + "".join(f"{gap}{piece.text}" for gap, piece in zip(gaps, pieces[1:], strict=True))


def _find_name(pieces: Sequence[Piece], place: int, issues: Sequence[Issue], *, ends_here: bool) -> tuple[str, int]:
    """Return the longest name of a briefing that ends or begins at a place, and where its other end is."""
    for width in range(_LONGEST_NAME, 0, -1):
        start, end = (place - width, place) if ends_here else (place, place + width)
        if start < 0 or end > len(pieces) or any(piece.quoted or piece.is_used for piece in pieces[start:end]):
            continue
        name = fold(_POSSESSIVE.sub("", spell(pieces[start:end]))).removeprefix(_ARTICLE)
        if any(issue.is_called(name) for issue in issues):
            return name, start if ends_here else end
    return "", place


def _find_speaker(text: QuestionText, issues: Sequence[Issue]) -> AskedBriefing | None:
    """Read a publisher or series that says something: no body and no company, which say things themselves."""
    pieces = text.pieces
    for place, piece in enumerate(pieces):
        if not (piece.has(Mark.SAYING, Mark.VIEW) or piece.text.casefold() in _VIEWS):
            continue
        is_behind = piece.text.casefold() == "according to"
        start = _pass_choosers(pieces, place + 1, 1) if is_behind else place
        name, edge = _find_name(pieces, start, issues, ends_here=not is_behind)
        run = pieces[min(start, edge) : max(start, edge)]
        if name and not (len(run) == 1 and run[0].is_name):
            text.take(piece, *run)
            numbers = tuple(issue.number for issue in issues if issue.is_called(name))
            return AskedBriefing(numbers, spell(run), is_several=False)
    return None


def _choose_dated(issues: Sequence[Issue], days: DateRange) -> list[Issue]:
    """Return the briefings that were published on one of these days; where there is none, those that cover one."""
    published = [each for each in issues if each.published_on is not None and days.contains(each.published_on)]
    return published or [
        each for each in issues if each.first_on and each.last_on and days.meets(each.first_on, each.last_on)
    ]
