"""Statuses and drafts that a question asks for: what is said for one, and which drafts deadlines mean."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from bot.errors import BadQueryError
from bot.model.briefing import PolicyStatus
from bot.model.text import fold
from bot.query.query_record import COMMENT_CLOSED, is_kind
from bot.query.query_scan import Term
from bot.query.question_conditions import is_for_several
from bot.query.question_dates import Asked, Lift, find_open_until
from bot.query.question_marks import find_may_comment, find_open_drafts
from bot.query.question_names import find_denial
from bot.query.wording import Wording

_IN = "in"
"""What a date stands behind, as the date grammar knows it."""
_OF_NOW = frozenset({"are", "is", "any"})
_OF_DRAFTS = frozenset({PolicyStatus.DRAFT_FOR_COMMENT.value, COMMENT_CLOSED})
_OF_THEN = frozenset({"was", "were"})
_OPEN_ON = re.compile(
    r"\bopen(?: for(?: public)? (?:comments?|consultations?|feedback))? (?:on|as of|at) (?:[a-z]+ )?\d"
)


def lift_statuses(lift: Lift, wording: Wording, asked: Asked) -> None:
    """Take what is said for a status; of "open for comment until May" the date is left, as one of a deadline.

    A call for comments is one that is open, unless deadlines gone by are asked for. Whether one document is in force
    or repealed is asked, and no condition: the answer tells it.
    """
    for place in (find_may_comment(lift.words), find_open_drafts(lift.words, wording)):
        if place is not None and find_open_until(lift.words) is None:
            lift.status.append(PolicyStatus.DRAFT_FOR_COMMENT)
            lift.take(*place)
    until = find_open_until(lift.words)
    if until is not None:
        lift.status.append(PolicyStatus.DRAFT_FOR_COMMENT)
        lift.words[slice(*until)] = [*[None] * (until[1] - until[0] - 1), Term(text=_IN)]
    starts = range(len(lift.words))
    texts = (lift.text(start, start + width) for width in wording.status_widths for start in starts)
    told = {fold(text) for text in texts if text is not None}
    is_of_one = not is_for_several(lift.words)
    for said, status in wording.statuses:
        if said not in told:
            continue
        width = len(said.split())
        for start in range(len(lift.words) - width + 1):
            text = lift.text(start, start + width)
            if text is not None and fold(text) == said:
                denied = find_denial(lift.words, start, wording)
                if is_of_one and status not in _OF_DRAFTS:
                    lift.take(start - denied, start + width)
                    continue
                is_over = said in wording.calls and asked is Asked.GONE_BY
                (lift.status_out if denied else lift.status).append(COMMENT_CLOSED if is_over else status)
                lift.take(start - denied, start + width)


def lift_drafts(lift: Lift, wording: Wording, asked: Asked) -> None:
    """Take the word for drafts whose deadlines are asked for: open ones, closed ones, or both; and of open drafts."""
    if not lift.has_word(wording.drafts):
        if asked is not Asked.NOTHING and {PolicyStatus.DRAFT_FOR_COMMENT, COMMENT_CLOSED}.intersection(lift.status):
            lift.drop_words(wording.deadlines | wording.deadlines_past | wording.ahead)
        return
    if asked is Asked.NOTHING:
        place = next((n for n in range(len(lift.words) - 1) if _is_draft_kind(lift, n, wording)), None)
        if place is not None and not lift.status:
            lift.status += [PolicyStatus.DRAFT_FOR_COMMENT]
        if {PolicyStatus.DRAFT_FOR_COMMENT, COMMENT_CLOSED}.intersection(lift.status):
            lift.drop_words(wording.drafts)
        return
    if not lift.status:
        lift.status += [] if asked is Asked.GONE_BY else [PolicyStatus.DRAFT_FOR_COMMENT]
        lift.status += [] if asked is Asked.TO_COME else [COMMENT_CLOSED]
    lift.drop_words(wording.drafts | wording.deadlines | wording.deadlines_past | wording.ahead)


def refuse_open_then(lift: Lift, said: Sequence[Term], today: dt.date) -> None:
    """Refuse which drafts "were open", or are "open on", a day gone by: that day can be set, and is not the draft's."""
    days, words = lift.dates, [fold(term.text) for term in said]
    is_one_day = days is not None and days.start is not None and days.start == days.last and days.start < today
    if days and is_one_day and PolicyStatus.DRAFT_FOR_COMMENT in lift.status and _asks_of_then(words):
        raise BadQueryError(
            "What is open is asked for as of today, whatever the date of the draft.",
            hint=f"For what was open then write: status:draft_for_comment asof:{days.start}.",
        )


def _asks_of_then(words: Sequence[str]) -> bool:
    return not _OF_THEN.isdisjoint(words) or _OPEN_ON.search(" ".join(words)) is not None


def _is_draft_kind(lift: Lift, place: int, wording: Wording) -> bool:
    """Say whether a question is for drafts of a kind, with only its first words ahead: "are there any draft laws?"."""
    one, kind = lift.text(place, place + 1), lift.text(place + 1, place + 2)
    is_now = lift.words[0] is not None and fold(lift.words[0].text) in _OF_NOW
    ahead = is_now and all(
        term is None or fold(term.text) in wording.openers | wording.fillers for term in lift.words[:place]
    )
    return ahead and one is not None and fold(one) in wording.drafts and kind is not None and is_kind(kind)
