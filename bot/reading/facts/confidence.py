"""What of an item was inferred rather than read, and how sure that is: the list that a person may look through.

A figure is a rank, not a frequency: what stands in print but needs a rule to be read is no inference; what had to be
completed (a year), concluded (a status nobody states) or guessed (a company by a cue) is, the less sure the less the
source gives. ``bot.model.review.CERTAIN`` parts what is taken as it is from what waits for a person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from bot.model.briefing import DeadlineKind, Inference, Item, PolicyStatus
from bot.model.review import format_deadline
from bot.reading.document import BriefingParts
from bot.reading.facts.deadline_days import Frame, OrderGround, list_days, rate_order, tells_month_end
from bot.reading.facts.issuers import IssuerGround
from bot.reading.facts.topics import TopicGround

_Doubt = tuple[float, str]
"""How sure something is, and why it is no more."""
_IN_PERIOD = (0.97, "no year is printed; the day lies in the period of the issue")
_NEAR = (0.85, "no year is printed; the day lies close to that of the issue")
_FAR = (0.5, "no year is printed, and the day is not close to that of the issue")
_NEAR_DAYS = range(-14, 61)
"""A day so many days before publication is likely of that year."""
_BY_WEEKDAY = (0.8, "only the weekday is printed; the last such day up to the date of issue")
_BY_ONLY_DAY = (0.75, "it is the only day of the issue's time that the text prints")
_BY_DOCUMENT = (0.6, "no day is printed with it; that of the document")
_BY_WHOLE_DOCUMENT = (0.85, "no day is printed with it; that of the document")
_COUNTED = (0.6, "no day is printed; counted from the day of the news")
_MONTH_END = (0.75, "only the end of the month is told; its last day is taken")
_YEAR_OF_TERM = "no year is printed; it is the first such day from the item's date on"
_TERM_NEAR, _TERM_FAR = (0.9, _YEAR_OF_TERM), (0.6, _YEAR_OF_TERM)
_LONGEST_TERM = dt.timedelta(days=200)
_BY_WORDS = "day and month are figures; in the order of the days that are printed with a month's name"
_ORDERS = {
    OrderGround.WORDS: (0.75, _BY_WORDS),
    OrderGround.WORDS_FAR: (0.5, f"{_BY_WORDS}, by which it lies more than half a year ahead"),
    OrderGround.NOTHING: (
        0.5,
        "day and month are figures, and nothing tells which is which; the first such day is taken",
    ),
}
_ACTS = "somebody acts, but no word says that a document is issued"
_STATUS_BY_ACT, _STATUS_BY_ISSUER = (0.75, _ACTS), (0.6, _ACTS)
_STATUS_BY_DATE = (0.9, "by the day on which it takes effect")
_TERM_OF_DRAFT = "no word calls it a draft, but comments on it have a deadline"
_DRAFT_BY_TERM, _DRAFT_THOUGH_ISSUED = (0.9, _TERM_OF_DRAFT), (0.65, _TERM_OF_DRAFT)
_TYPE_BY_WORDS = (0.85, "no title is printed; by the words of the report")
_TOPIC_DOUBTS = {
    TopicGround.HINT: (0.75, "only a word speaks of it that other trades use too"),
    TopicGround.SECTOR: (0.75, "no word names it; a company's sector does"),
    TopicGround.ASIDE: (0.6, "only the comment or a body's name speaks of it"),
}
_UNLISTED = (0.5, "a company not on the list")


def list_inferences(
    item: Item, *, first: str, issuers: IssuerGround, topics: TopicGround, issued: bool, frame: Frame
) -> tuple[Inference, ...]:
    """Return what of an item is inferred, its date excepted.

    ``first`` is its first sentence. ``topics`` says what its topics are read off, ``issued`` that its document is cited
    or a word says that it is issued, ``frame`` what its days were read with.
    """
    told = [*_list_policy_doubts(item, issuers, issued=issued)]
    doubt = _TOPIC_DOUBTS.get(topics)
    told += [("topics", topic, doubt) for topic in item.topics if doubt]
    return (
        *(_build(field, value, why, first) for field, value, why in told),
        *_infer_deadlines(item, frame),
        *_infer_companies(item),
    )


def rate_year(item: Item, parts: BriefingParts, *, first: str) -> tuple[Inference, ...]:
    """Return how sure the year of an item's date is, where none is printed; nothing where one is."""
    day = item.reported_on
    if day is None or not item.year_inferred:
        return ()
    start, end, published = parts.period_start, parts.period_end, parts.published_on
    near = _NEAR if published and (published - day).days in _NEAR_DAYS else _FAR
    return _rate_day(day, _IN_PERIOD if start and end and start <= day <= end else near, first)


def rate_weekday(day: dt.date | None, first: str) -> tuple[Inference, ...]:
    """Return how sure a date is of which only the weekday is printed; nothing without one."""
    return _rate_day(day, _BY_WEEKDAY, first)


def rate_only_day(day: dt.date | None, first: str) -> tuple[Inference, ...]:
    """Return how sure a date is that merely stands somewhere in the text; nothing without one."""
    return _rate_day(day, _BY_ONLY_DAY, first)


def rate_document_day(day: dt.date | None, *, is_whole: bool, first: str) -> tuple[Inference, ...]:
    """Return how sure a date is that only the document has: surer where the item ``is_whole``, the document's text."""
    return _rate_day(day, _BY_WHOLE_DOCUMENT if is_whole else _BY_DOCUMENT, first)


def rate_draft(item: Item, stated: PolicyStatus | None, *, issued: bool, first: str) -> tuple[Inference, ...]:
    """Return how sure a draft is that only its term for comments shows; nothing where words state one.

    ``stated`` is the status by the words alone; ``issued`` tells that they say that the document is issued.
    """
    draft = PolicyStatus.DRAFT_FOR_COMMENT
    if item.policy is None or item.policy.status is not draft or stated is draft:
        return ()
    return (_build("status", draft.value, _DRAFT_THOUGH_ISSUED if issued else _DRAFT_BY_TERM, first),)


def _build(field: str, value: str, why: _Doubt, quote: str) -> Inference:
    return Inference(field=field, value=value, confidence=why[0], reason=why[1], quote=quote)


def _rate_day(day: dt.date | None, why: _Doubt, first: str) -> tuple[Inference, ...]:
    return (_build("reported_on", day.isoformat(), why, first),) if day else ()


def _list_policy_doubts(item: Item, ground: IssuerGround, *, issued: bool) -> Iterator[tuple[str, str, _Doubt]]:
    """Return who issues, the status and the kind of a document where no word states them, with how sure they are."""
    policy = item.policy
    if item.issuing_bodies and ground.confidence < 1:
        yield "issuing_bodies", ", ".join(item.issuing_bodies), (ground.confidence, ground.reason)
    if policy is None:
        return
    if policy.status is PolicyStatus.ISSUED and not issued:
        by_act = item.issuing_bodies and ground.confidence == 1
        yield "status", policy.status.value, _STATUS_BY_ACT if by_act else _STATUS_BY_ISSUER
    if policy.status is PolicyStatus.IN_FORCE and any(
        d.kind is DeadlineKind.TAKES_EFFECT and item.reported_on and d.on <= item.reported_on for d in item.deadlines
    ):
        yield "status", policy.status.value, _STATUS_BY_DATE
    if policy.document_type and not (policy.title_en or policy.title_zh):
        yield "document_type", policy.document_type.value, _TYPE_BY_WORDS


def _infer_deadlines(item: Item, frame: Frame) -> Iterator[Inference]:
    for deadline in item.deadlines:
        quote, on = deadline.quote, deadline.on
        printed = {on_ for day in list_days(quote, frame) for on_ in (day.on, day.in_same_year)}
        shown = rate_order(on, quote, frame)
        if on != item.reported_on and on not in printed:
            why = _COUNTED
        elif shown is not None:
            why = _ORDERS[shown]
        elif tells_month_end(on, quote):
            why = _MONTH_END
        elif item.reported_on and str(on.year) not in quote:
            why = _TERM_NEAR if on - item.reported_on <= _LONGEST_TERM else _TERM_FAR
        else:
            continue
        yield _build("deadlines", format_deadline(on.isoformat(), deadline.kind), why, quote)


def _infer_companies(item: Item) -> Iterator[Inference]:
    for mention in item.companies:
        if mention.company_id is None:
            yield _build("companies", mention.name, _UNLISTED, mention.quote)
