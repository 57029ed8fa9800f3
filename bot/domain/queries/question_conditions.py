"""Conditions that a question sets for documents, or denies: final, binding, a draft, with a deadline, not yet in force.

"Which rules are not binding?" is for kinds of document that do not bind; "is this binding?" only asks, and the answer
tells it of each document.
"""

from __future__ import annotations

import datetime as dt
import re
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bot.domain.calendar.date_ranges import DateRange
from bot.domain.names import fold
from bot.domain.queries.query_values import COMMENT_CLOSED, is_kind
from bot.domain.records.binding import BINDING_KINDS, FINAL_STATUSES, GUIDING_KINDS
from bot.domain.records.briefing import PolicyStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.queries.query_scan import Term
    from bot.domain.queries.question_lift import Lift
    from bot.domain.queries.wording import Wording

ANY_DRAFT = (PolicyStatus.DRAFT_FOR_COMMENT.value, COMMENT_CLOSED)
"""The statuses of a draft, open or closed."""
DRAFTS = frozenset({"drafts", "草案", "草稿", "意见稿", "征求意见稿"})
"""What several drafts are asked for with."""
DRAFT_WORDS = DRAFTS | {"draft"}
_ONE_DRAFT = DRAFT_WORDS - {"drafts"}
_ASKS_OF_ONE = frozenset(
    {
        *("is", "are", "was", "were", "did", "do", "does", "has", "have", "had", "can", "could", "will", "would"),
        *("should", "when", "who", "why", "how", "where", "compare", "difference", "differences"),
    }
)
"""First words of a question about something that is named: what it is to be is asked, and sets no condition."""
_OF_ALL = frozenset({"there", "any"})
_BETWEEN = frozenset({"a", "an", "the", "any", "yet", "printed", "stated", "legally", "among", "been"})
"""Words that may stand between a denial and what it denies."""
_MOST_BETWEEN = 2
_LONGEST = 3
_LONGEST_DENIAL = 4
_REACH = 3
_DENYING = re.compile(r"(?:non|un)[- ]?(?=\w)")
_OF = "的"
_LONGEST_STRING = 6
"""Up to so many characters without 的 a text in Chinese is a string that is looked for as it is."""


class _Kind(Enum):
    DRAFT = "draft"
    FINAL = "final"
    BINDING = "binding"
    DEADLINE = "deadline"
    FORCE = "force"


class _Found(NamedTuple):
    """A word for a condition with what denies it: places from the denial to behind the word."""

    kind: _Kind
    start: int
    end: int
    is_denied: bool
    denial: str = ""


def states_condition(terms: Sequence[Term], wording: Wording) -> bool:
    """Say whether a text that is put as no question sets a condition: "rules that are not binding", 没有截止日期的."""
    words = [None if term.phrase or term.excluded else term for term in terms]
    found = [each for place in _list_places(words, wording) if (each := _find(words, place, wording)) is not None]
    return (
        any(each.is_denied for each in found)
        or any(each.kind in {_Kind.FINAL, _Kind.BINDING} and _is_of_documents(words, each, wording) for each in found)
        or any(_says_in_chinese(term.text, wording) for term in words if term and not term.text.isascii())
    )


def lift_conditions(lift: Lift, wording: Wording, today: dt.date) -> None:
    """Take the conditions out of a question; what is asked of one document, or of its draft too, is dropped."""
    if not _list_places(lift.words, wording):
        return
    of_several = is_for_several(lift.words)
    of_draft = any(term and fold(term.text) in DRAFT_WORDS for term in lift.words)
    place = 0
    while place < len(lift.words):
        found = _find(lift.words, place, wording)
        place += 1
        if found is None:
            continue
        if found.kind in {_Kind.DRAFT, _Kind.DEADLINE, _Kind.FORCE}:
            _lift_denied(lift, found, wording, today)
        else:
            lift.take(found.start, found.end)
            if found.kind is _Kind.BINDING and of_several:
                _lift_binding(lift, is_denied=found.is_denied)
            elif found.kind is _Kind.FINAL and of_draft and not found.is_denied:
                lift.drop_words(_ONE_DRAFT)
            elif found.kind is _Kind.FINAL and of_several:
                lift.status += ANY_DRAFT if found.is_denied else [each.value for each in FINAL_STATUSES]
    for kind in (lift.status, lift.types, lift.types_out, lift.status_out):
        kind[:] = dict.fromkeys(kind)


def _lift_denied(lift: Lift, found: _Found, wording: Wording, today: dt.date) -> None:
    """Take what is only a condition where it is denied."""
    if not found.is_denied:
        return
    if found.kind is _Kind.DRAFT:
        lift.status_out += ANY_DRAFT
    elif found.kind is _Kind.DEADLINE:
        lift.without_due = True
    elif found.denial in wording.not_yet:
        lift.effect = DateRange(start=today + dt.timedelta(days=1))
    else:
        return
    lift.take(found.start, found.end)


def _lift_binding(lift: Lift, *, is_denied: bool) -> None:
    if is_denied:
        lift.types += [kind.value for kind in GUIDING_KINDS]
        lift.notes.append("Drafts of any kind do not bind either; ask for drafts to see all of them.")
        return
    lift.types += [kind.value for kind in BINDING_KINDS]
    lift.status_out += ANY_DRAFT


def is_for_several(words: Sequence[Term | None]) -> bool:
    """Say whether a question is for all that meets a condition, and not whether one document does ("is X final?")."""
    said = [fold(term.text) if term else "" for term in words[:2]]
    return not said or said[0] not in _ASKS_OF_ONE or said[-1] in _OF_ALL


def _find(words: Sequence[Term | None], place: int, wording: Wording) -> _Found | None:
    """Give the longest word for a condition that begins here, with the denial before it."""
    for width in range(min(_LONGEST, len(words) - place), 0, -1):
        run = words[place : place + width]
        if any(term is None or term.phrase or term.excluded for term in run):
            continue
        said = fold(" ".join(term.text for term in run if term))
        bare = _DENYING.sub("", said, count=1)
        kind = _find_kind(said, wording)
        own = None if kind or bare == said else _find_kind(bare, wording)
        if own in {_Kind.FINAL, _Kind.BINDING}:
            return _Found(own, place, place + width, is_denied=True)
        if kind:
            denied, denial = _find_denial(words, place, wording)
            return _Found(kind, place - denied, place + width, is_denied=denied > 0, denial=denial)
    return None


def _list_places(words: Sequence[Term | None], wording: Wording) -> list[int]:
    """Give where a word for a condition may begin: before the last word of one."""
    lasts = _list_last_words(wording)
    said = [_DENYING.sub("", fold(term.text)).rpartition(" ")[2] if term else "" for term in words]
    ends = [place for place, word in enumerate(said) if word in lasts]
    return sorted({place - back for place in ends for back in range(_LONGEST) if place >= back})


@lru_cache(maxsize=8)
def _list_last_words(wording: Wording) -> frozenset[str]:
    return frozenset(word.rpartition(" ")[2] for word in _list_kinds(wording))


def _find_kind(said: str, wording: Wording) -> _Kind | None:
    return _list_kinds(wording).get(said)


@lru_cache(maxsize=8)
def _list_kinds(wording: Wording) -> dict[str, _Kind]:
    """Give the words for each condition; of a word for two the first counts."""
    named = (
        (_Kind.FORCE, wording.effects | wording.in_force),
        (_Kind.DEADLINE, wording.closing_days),
        (_Kind.BINDING, wording.binding),
        (_Kind.FINAL, wording.final),
        (_Kind.DRAFT, DRAFT_WORDS),
    )
    return {word: kind for kind, words in named for word in words}


def _find_denial(words: Sequence[Term | None], place: int, wording: Wording) -> tuple[int, str]:
    """Give how many words right before this place deny what stands there, past an article, and the denial."""
    for skipped in range(_MOST_BETWEEN + 1):
        end = place - skipped
        if skipped and (end < 0 or (between := words[end]) is None or fold(between.text) not in _BETWEEN):
            break
        for width in range(min(_LONGEST_DENIAL, end), 0, -1):
            run = words[end - width : end]
            said = fold(" ".join(term.text for term in run if term))
            if all(run) and said in wording.denials:
                return skipped + width, said
    return 0, ""


def _is_of_documents(words: Sequence[Term | None], found: _Found, wording: Wording) -> bool:
    """Say whether documents are named behind the word for a condition, a word or two between: "final AI rules"."""
    behind = [fold(term.text) for term in words[found.end : found.end + _REACH] if term]
    return any(said in wording.documents or (said.endswith("s") and is_kind(said)) for said in behind)


def _says_in_chinese(text: str, wording: Wording) -> bool:
    if len(text) <= _LONGEST_STRING and _OF not in text:
        return False
    return any(text.startswith(wording.denied_in_chinese, place) for place in range(len(text)))
