"""What of an item was inferred rather than read, and how sure that is: the list that a person may look through.

A figure is a rank, not a frequency: what stands in print but needs a rule to be read is no inference; what had to be
completed (a year), concluded (a status nobody states) or guessed (a company by a cue) is, the less sure the less the
source gives. ``bot.model.review.CERTAIN`` parts what is taken as it is from what waits for a person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from bot.model.briefing import DeadlineKind, Inference, Item, PolicyStatus
from bot.model.review import format_deadline
from bot.reading.facts.deadline_days import Frame, rate_order, tells_month_end
from bot.reading.facts.issuers import IssuerGround
from bot.reading.facts.item_days import Doubt, ItemDay
from bot.reading.facts.topics import TopicGround

_MONTH_END = (0.75, "only the end of the month is told; its last day is taken")
_YEAR_OF_TERM = "no year is printed; it is the first such day from the item's date on"
_TERM_NEAR, _TERM_FAR = (0.9, _YEAR_OF_TERM), (0.6, _YEAR_OF_TERM)
_LONGEST_TERM = dt.timedelta(days=200)
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Grounds:
    """What an item's fields were read off.

    ``stated`` is the status by the words alone, ``issued`` tells that its document is cited or a word says that it is
    issued, ``topics`` what its topics are read off, ``frame`` what its days were read with.
    """

    day: ItemDay
    issuers: IssuerGround
    stated: PolicyStatus | None
    issued: bool
    topics: TopicGround
    frame: Frame


def list_inferences(item: Item, grounds: Grounds, *, first: str) -> tuple[Inference, ...]:
    """Return what of an item is inferred; ``first`` is its first sentence."""
    told = [*_list_policy_doubts(item, grounds)]
    if item.reported_on and grounds.day.doubt:
        told.insert(0, ("reported_on", item.reported_on.isoformat(), grounds.day.doubt))
    doubt = _TOPIC_DOUBTS.get(grounds.topics)
    told += [("topics", topic, doubt) for topic in item.topics if doubt]
    return (
        *(_build(field, value, why, first) for field, value, why in told),
        *_infer_deadlines(item, grounds.frame),
        *(_build("companies", one.name, _UNLISTED, one.quote) for one in item.companies if one.company_id is None),
    )


def _build(field: str, value: str, why: Doubt, quote: str) -> Inference:
    return Inference(field=field, value=value, confidence=why[0], reason=why[1], quote=quote)


def _list_policy_doubts(item: Item, grounds: Grounds) -> Iterator[tuple[str, str, Doubt]]:
    """Return who issues, the status and the kind of a document where no word states them, with how sure they are."""
    ground, issued = grounds.issuers, grounds.issued
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
    if policy.status is PolicyStatus.DRAFT_FOR_COMMENT and grounds.stated is not policy.status:
        yield "status", policy.status.value, _DRAFT_THOUGH_ISSUED if issued else _DRAFT_BY_TERM
    if policy.document_type and not (policy.title_en or policy.title_zh):
        yield "document_type", policy.document_type.value, _TYPE_BY_WORDS


def _infer_deadlines(item: Item, frame: Frame) -> Iterator[Inference]:
    for deadline in item.deadlines:
        quote, on = deadline.quote, deadline.on
        why = rate_order(on, quote, frame)
        if why is None and tells_month_end(on, quote):
            why = _MONTH_END
        elif why is None and item.reported_on and str(on.year) not in quote:
            why = _TERM_NEAR if on - item.reported_on <= _LONGEST_TERM else _TERM_FAR
        if why is not None:
            yield _build("deadlines", format_deadline(on.isoformat(), deadline.kind), why, quote)
