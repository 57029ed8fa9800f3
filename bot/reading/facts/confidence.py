"""What of an item was inferred rather than read, and how sure that is: the list that a person may look through.

A figure is a rank, not a frequency: what stands in print but needs a rule to be read is no inference; what had to be
completed (a year), concluded (a status nobody states) or guessed (a company by a cue) is, the less sure the less the
source gives. ``bot.model.review.CERTAIN`` parts what is taken as it is from what waits for a person.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from bot.model.briefing import DeadlineKind, Inference, Item, PolicyStatus
from bot.model.review import format_deadline
from bot.reading.document import BriefingParts
from bot.reading.facts.deadline_days import Frame, OrderGround, list_days, rate_order, tells_month_end
from bot.reading.facts.issuers import IssuerGround
from bot.reading.facts.topics import FOREIGN_MONEY, TopicGround

_IN_PERIOD = 0.97
_NEAR = 0.85
_FAR = 0.5
_NEAR_DAYS = 60
"""A day this long before publication, or a fortnight after it, is likely of that year."""
_AHEAD_DAYS = 14
_BY_WEEKDAY = 0.8
_BY_ONLY_DAY = 0.75
_BY_DOCUMENT = 0.6
_BY_WHOLE_DOCUMENT = 0.85
_DEADLINE_NEAR = 0.9
_DEADLINE_FAR = 0.6
_DEADLINE_DAYS = 200
_COUNTED = (0.6, "no day is printed; counted from the day of the news, or the one that the sentence starts from")
_MONTH_END = (0.75, "only the end of the month is told; its last day is taken")
_BY_WORDS = "day and month are figures; in the order of the days that are printed with a month's name"
_ORDERS = {
    OrderGround.WORDS: (0.75, _BY_WORDS),
    OrderGround.WORDS_FAR: (0.5, f"{_BY_WORDS}, by which it lies more than half a year ahead"),
    OrderGround.NOTHING: (
        0.5,
        "day and month are figures, and nothing tells which is the day; the first such day is taken",
    ),
}
_STATUS_BY_DATE = 0.9
_STATUS_BY_ACT = 0.75
_STATUS_BY_ISSUER = 0.6
_DRAFT_BY_TERM = 0.9
_DRAFT_THOUGH_ISSUED = 0.65
_TYPE_BY_WORDS = 0.85
_TOPIC_DOUBTS = {
    TopicGround.HINT: (0.75, "only a word speaks of it that other trades use too"),
    TopicGround.SECTOR: (0.75, "no word names it; a company's sector does"),
    TopicGround.ASIDE: (0.6, "only the comment or a body's name speaks of it"),
}
_BY_SUFFIX = 0.65
_BY_CUE = 0.5
_BY_NAMESAKE = 0.6
_YEAR = re.compile(r"(?:19|20)\d\d")
_SUFFIX = re.compile(
    r"[,\s]*(?:(?:Co|Corp|Inc|Ltd|Group|Holdings?|Technolog(?:y|ies)|Industr(?:y|ies)|Motors?|Energy)\b"
    r"|股份|有限公司|集团)"
)


def list_inferences(
    item: Item, *, first: str, issuers: IssuerGround, topics: TopicGround, issued: bool, frame: Frame
) -> tuple[Inference, ...]:
    """Return what of an item is inferred, the year of its date excepted (``rate_year``).

    ``first`` is its first sentence. ``topics`` says what its topics are read off, ``issued`` that its
    document is cited or a word says that it is issued, ``frame`` what its days were read with.
    """
    doubt = _TOPIC_DOUBTS.get(topics)
    rated = (
        Inference(field="topics", value=topic, confidence=doubt[0], reason=doubt[1], quote=first)
        for topic in item.topics
        if doubt and topic != FOREIGN_MONEY
    )
    return (
        *_infer_issuers(item, issuers, first),
        *_infer_status(item, issuers, issued=issued, first=first),
        *_infer_deadlines(item, frame),
        *_infer_companies(item),
        *rated,
        *_infer_type(item, first),
    )


def rate_year(item: Item, parts: BriefingParts, *, first: str) -> tuple[Inference, ...]:
    """Return how sure the year of an item's date is, where none is printed; nothing where one is."""
    day = item.reported_on
    if day is None or not item.year_inferred:
        return ()
    start, end, published = parts.period_start, parts.period_end, parts.published_on
    if start and end and start <= day <= end:
        confidence, reason = _IN_PERIOD, "no year is printed; the day lies in the period of the issue"
    elif published and -_AHEAD_DAYS <= (published - day).days <= _NEAR_DAYS:
        confidence, reason = _NEAR, "no year is printed; the day lies close to that of the issue"
    else:
        confidence, reason = _FAR, "no year is printed, and the day is not close to that of the issue"
    return (Inference(field="reported_on", value=day.isoformat(), confidence=confidence, reason=reason, quote=first),)


def rate_weekday(day: dt.date | None, first: str) -> tuple[Inference, ...]:
    """Return how sure a date is of which only the weekday is printed; nothing without one."""
    if day is None:
        return ()
    reason = "only the weekday is printed; the last such day up to the date of issue"
    return (Inference(field="reported_on", value=day.isoformat(), confidence=_BY_WEEKDAY, reason=reason, quote=first),)


def rate_only_day(day: dt.date | None, first: str) -> tuple[Inference, ...]:
    """Return how sure a date is that merely stands somewhere in the text; nothing without one."""
    if day is None:
        return ()
    reason = "it is the only day of the issue's time that the text prints"
    return (Inference(field="reported_on", value=day.isoformat(), confidence=_BY_ONLY_DAY, reason=reason, quote=first),)


def rate_document_day(day: dt.date | None, *, is_whole: bool, first: str) -> tuple[Inference, ...]:
    """Return how sure a date is that only the document has: surer where the item ``is_whole``, the document's text."""
    if day is None:
        return ()
    confidence = _BY_WHOLE_DOCUMENT if is_whole else _BY_DOCUMENT
    reason = "no day is printed with it; that of the document"
    return (Inference(field="reported_on", value=day.isoformat(), confidence=confidence, reason=reason, quote=first),)


def rate_draft(item: Item, stated: PolicyStatus | None, *, issued: bool, first: str) -> tuple[Inference, ...]:
    """Return how sure a draft is that only its term for comments shows; nothing where words state one.

    ``stated`` is the status by the words alone; ``issued`` tells that they say that the document is issued.
    """
    draft = PolicyStatus.DRAFT_FOR_COMMENT
    if item.policy is None or item.policy.status is not draft or stated is draft:
        return ()
    confidence = _DRAFT_THOUGH_ISSUED if issued else _DRAFT_BY_TERM
    reason = "no word calls it a draft, but comments on it have a deadline"
    return (Inference(field="status", value=draft.value, confidence=confidence, reason=reason, quote=first),)


def rate_namesakes(found: tuple[tuple[str, str], ...], *, first: str) -> tuple[Inference, ...]:
    """Return how sure companies are that the text only calls by the abbreviation of a body that is gone."""
    reason = "{} was a body that is gone by the date of the news; a company has the same first word"
    return tuple(
        Inference(field="namesake", value=name, confidence=_BY_NAMESAKE, reason=reason.format(short), quote=first)
        for name, short in found
    )


def _infer_issuers(item: Item, ground: IssuerGround, first: str) -> Iterator[Inference]:
    if item.issuing_bodies and ground.confidence < 1:
        yield Inference(
            field="issuing_bodies",
            value=", ".join(item.issuing_bodies),
            confidence=ground.confidence,
            reason=ground.reason,
            quote=first,
        )


def _infer_status(item: Item, ground: IssuerGround, *, issued: bool, first: str) -> Iterator[Inference]:
    policy = item.policy
    if policy is None:
        return
    if policy.status is PolicyStatus.ISSUED and not issued:
        confidence = _STATUS_BY_ACT if item.issuing_bodies and ground.confidence == 1 else _STATUS_BY_ISSUER
        reason = "somebody acts, but no word says that a document is issued"
    elif policy.status is PolicyStatus.IN_FORCE and any(
        d.kind is DeadlineKind.TAKES_EFFECT and item.reported_on and d.on <= item.reported_on for d in item.deadlines
    ):
        confidence, reason = _STATUS_BY_DATE, "by the day on which it takes effect"
    else:
        return
    yield Inference(field="status", value=policy.status.value, confidence=confidence, reason=reason, quote=first)


def _infer_deadlines(item: Item, frame: Frame) -> Iterator[Inference]:
    printed = {
        quote: {day.on for day in list_days(quote, frame)} for quote in {deadline.quote for deadline in item.deadlines}
    }
    for deadline in item.deadlines:
        shown = rate_order(deadline.on, deadline.quote, frame)
        if deadline.on != item.reported_on and deadline.on not in printed[deadline.quote]:
            confidence, reason = _COUNTED
        elif shown is not None:
            confidence, reason = _ORDERS[shown]
        elif tells_month_end(deadline.on, deadline.quote):
            confidence, reason = _MONTH_END
        elif item.reported_on and str(deadline.on.year) not in deadline.quote and not _YEAR.search(deadline.quote):
            near = deadline.on - item.reported_on <= dt.timedelta(days=_DEADLINE_DAYS)
            confidence = _DEADLINE_NEAR if near else _DEADLINE_FAR
            reason = "no year is printed; it is the first such day from the item's date on"
        else:
            continue
        yield Inference(
            field="deadlines",
            value=format_deadline(deadline.on.isoformat(), deadline.kind),
            confidence=confidence,
            reason=reason,
            quote=deadline.quote,
        )


def _infer_companies(item: Item) -> Iterator[Inference]:
    for mention in item.companies:
        if mention.company_id is None:
            at = mention.quote.find(mention.name)
            by_suffix = at >= 0 and _SUFFIX.match(mention.quote, at + len(mention.name)) is not None
            yield Inference(
                field="companies",
                value=mention.name,
                confidence=_BY_SUFFIX if by_suffix else _BY_CUE,
                reason="a company not on the list",
                quote=mention.quote,
            )


def _infer_type(item: Item, first: str) -> Iterator[Inference]:
    policy = item.policy
    if policy and policy.document_type and not policy.title_en and not policy.title_zh:
        yield Inference(
            field="document_type",
            value=policy.document_type.value,
            confidence=_TYPE_BY_WORDS,
            reason="no title is printed; by the words of the report",
            quote=first,
        )
