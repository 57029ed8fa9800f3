"""From a briefing's parts to the Briefing: everything that is recognised in its items, each with its wording."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.model.briefing import (
    Briefing,
    DeadlineKind,
    DocumentType,
    Inference,
    Item,
    PolicyStatus,
    ReportedPolicy,
    Section,
    UnreadBlock,
)
from bot.model.review import format_deadline
from bot.names.lexicon import Lexicon
from bot.reading.document import BriefingParts, Document, ItemParts
from bot.reading.facts.bodies import Namer
from bot.reading.facts.companies import decide_words, list_companies
from bot.reading.facts.deadline_days import Frame, rate_order, tells_month_end
from bot.reading.facts.deadlines import list_deadlines
from bot.reading.facts.document_numbers import find_english_number, list_number_bodies
from bot.reading.facts.figures import list_figures
from bot.reading.facts.issuers import decide_issuers, is_planning, list_first_actors
from bot.reading.facts.item_days import ItemDay, find_item_day, find_year
from bot.reading.facts.passages import BODY, NEWS, Doubt, NameKind, Passage, Place, build_passages, list_bodies, list_in
from bot.reading.facts.policies import (
    find_cited_title,
    is_worded,
    issues_nothing,
    recognise_policy,
    reports_act,
)
from bot.reading.facts.references import list_references
from bot.reading.facts.sections import heads_days_ahead, place_by_actor, settle_sections
from bot.reading.facts.sentences import blank
from bot.reading.facts.statuses import settle_status
from bot.reading.facts.targets import list_targets
from bot.reading.facts.titles import Titles
from bot.reading.facts.topics import TopicFinder, TopicGround

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
    issuers: Doubt | None
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
    policy, issued = item.policy, grounds.issued
    if item.issuing_bodies and grounds.issuers:
        yield "issuing_bodies", ", ".join(item.issuing_bodies), grounds.issuers
    if policy is None:
        return
    if policy.status is PolicyStatus.ISSUED and not issued:
        by_act = item.issuing_bodies and not grounds.issuers
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


_SURE = 0.8
"""From here on somebody who may issue is one who acts."""


def recognise(parts: BriefingParts, *, lexicon: Lexicon, document: Document) -> Briefing:
    """Return the briefing that these parts are, with every name, date, goal and figure that its items print.

    The names looked for are the lexicon's; ``document`` gives the source's name, type and hash. Names under an issuer
    label that no list holds are added to ``unread``, so that a person sees them. Raises nothing of its own.
    """
    return get_recogniser(lexicon).recognise(parts, document=document)


@lru_cache(maxsize=4)
def get_recogniser(lexicon: Lexicon) -> Recogniser:
    """Return the recogniser of this lexicon, made once: building its automata takes longer than reading a briefing."""
    return Recogniser(lexicon)


class Recogniser:
    """Recognises briefings with the names of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._namer = Namer(lexicon)
        self._topics = TopicFinder(lexicon)

    def recognise(self, parts: BriefingParts, *, document: Document) -> Briefing:
        """Return the briefing that these parts are (see ``recognise`` of this module)."""
        year = find_year(parts)
        read = [self._read_item(item, parts, year=year) for item in parts.items]
        settled = settle_sections(parts.items, [item for item, _ in read], self._lexicon)
        if settled:
            read = [self._read_item(item, parts, year=year) for item in settled]
        return Briefing(
            publisher=parts.publisher,
            series=parts.series,
            title=parts.title,
            published_on=parts.published_on,
            period_start=parts.period_start,
            period_end=parts.period_end,
            people=parts.people,
            items=place_by_actor(
                [item for item, _ in read],
                settled or parts.items,
                settled=settled is not None,
                finder=self._namer.finder,
            ),
            unread=(*parts.unread, *(block for _, blocks in read for block in blocks)),
            source_name=document.source_name,
            media_type=document.media_type,
            sha256=document.sha256,
            inferred=parts.inferred,
        )

    def _read_item(
        self, parts: ItemParts, briefing: BriefingParts, *, year: int | None
    ) -> tuple[Item, list[UnreadBlock]]:
        day = find_item_day(parts, briefing, year=year)
        year = day.on.year if day.on else year
        passages = decide_words(self._namer.name(build_passages(parts), year=year), self._lexicon)
        frame = Frame(
            reported_on=day.on,
            issued_on=briefing.published_on or briefing.period_end,
            year=year,
            day_first=briefing.day_first,
        )
        deadlines = list_deadlines(passages, frame)
        if parts.section is Section.CORPORATE_NEWS and not list_bodies(passages):  # a company sets nothing in force
            deadlines = tuple(each for each in deadlines if each.kind is not DeadlineKind.TAKES_EFFECT)
        policy, titles, issuers, doubt = self._read_policy(parts, passages)
        stated = policy.status if policy else None
        if policy:
            known_on = min(filter(None, (day.on, briefing.published_on)), default=None)
            policy = replace(policy, status=settle_status(policy.status, deadlines, known_on=known_on))
        item = self._put_together(parts, passages, day=day, policy=policy, titles=titles)
        targets = list_targets(passages, lead=parts.lead if parts.points else None, year=year)
        item = replace(item, issuing_bodies=issuers if policy else (), deadlines=deadlines, targets=targets)
        first = next((passage.text for passage in (*list_in(passages, Place.SUMMARY), *passages)), "")
        grounds = Grounds(
            day=day,
            issuers=doubt,
            stated=stated,
            issued=bool(parts.article_text) or is_worded(passages),
            topics=self._topics.find_ground(passages) if item.topics else TopicGround.WORDS,
            frame=frame,
        )
        return replace(item, inferred=list_inferences(item, grounds, first=first)), _list_unread(parts, passages)

    def _put_together(
        self,
        parts: ItemParts,
        passages: tuple[Passage, ...],
        *,
        day: ItemDay,
        policy: ReportedPolicy | None,
        titles: Titles,
    ) -> Item:
        """Return the item but for who issues, its deadlines and targets, and what is inferred."""
        bodies = list_bodies(passages)
        about_companies = not policy or (parts.section is Section.TOP and not bodies)
        return Item(
            section=parts.section,
            position=parts.position,
            headline=parts.headline,
            text="\n\n".join(parts.summary),
            points=parts.points,
            comment="\n\n".join(parts.comment) or None,
            reported_on=day.on,
            year_inferred=day.year_inferred,
            is_official=parts.is_official,
            policy=policy,
            bodies=bodies,
            companies=list_companies(passages, lexicon=self._lexicon, about_companies=about_companies),
            topics=self._topics.list_topics(passages),
            figures=list_figures(passages),
            references=list_references(passages, titles, is_official=parts.is_official),
            links=parts.links,
            pages=parts.pages,
            lines=parts.lines,
            acting_bodies=() if policy else list_first_actors(passages),
        )

    def _read_policy(
        self, parts: ItemParts, passages: tuple[Passage, ...]
    ) -> tuple[ReportedPolicy | None, Titles, tuple[str, ...], Doubt | None]:
        """Return an item's policy, its titles, who issues it and what leaves a doubt; none of what is no document."""
        is_corporate = parts.section is Section.CORPORATE_NEWS
        issuers, doubt = ((), None) if is_corporate else decide_issuers(passages)
        article_text = parts.article_text or find_cited_title(parts.links, passages)
        named = bool(parts.article_text or parts.issuer_text or (article_text and list_bodies(passages)))
        if is_corporate or not (named or _tells_policy(parts, passages, issuers=issuers, doubt=doubt)):
            return None, Titles(), issuers, doubt
        policy, titles = recognise_policy(
            passages,
            article_text=article_text,
            issued=bool(issuers or parts.issuer_text),
            planning=is_planning(passages),
        )
        policy = self._add_number(policy, passages, issuers)
        numbered = policy.number_bodies or (issuers and not {"公", "令"}.isdisjoint(policy.document_number or ""))
        if numbered and policy.status is PolicyStatus.UNKNOWN:
            policy = replace(policy, status=PolicyStatus.ISSUED)
        return policy, titles, issuers or policy.number_bodies, doubt

    def _add_number(
        self, policy: ReportedPolicy, passages: tuple[Passage, ...], issuers: tuple[str, ...]
    ) -> ReportedPolicy:
        """Return the policy with a number that the news prints in English alone, and the kind and bodies it says."""
        number = policy.document_number or find_english_number(passages, issuers, self._lexicon)
        announced = number is not None and "公告" in number and not (policy.title_en or policy.title_zh)
        kind = DocumentType.NOTICE if announced and policy.document_type is None else policy.document_type
        bodies = list_number_bodies(number, self._namer.finder)
        return replace(policy, document_number=number, document_type=kind, number_bodies=bodies)


def _tells_policy(
    parts: ItemParts, passages: tuple[Passage, ...], *, issuers: tuple[str, ...], doubt: Doubt | None
) -> bool:
    """Return whether an item is about a document: a statistic never is, news of other sections where somebody acts."""
    is_other = parts.section is Section.OTHER
    if issues_nothing(passages, meets=is_other):
        return False
    if not is_other:
        return True
    if heads_days_ahead(parts.heading_text):
        return False
    if issuers and (doubt is None or doubt[0] >= _SURE):
        return True
    names_company = any(passage.names_of(NameKind.COMPANY) for passage in passages if passage.place in NEWS)
    return reports_act(passages) and (bool(issuers) or not names_company)


# Names under an issuer's label that no list of bodies holds: they want a person's look.

_SPLIT = re.compile(r"\s*[,;、，；\n/|]\s*|\s+(?:and|&)\s+(?=(?:the\s+)?[A-Z])|(?<=[部委局会办署院厅行])\s*[和与及]\s*")
_MORE = re.compile(
    r"(?:(?:and|plus)\s)?(?:\w+\s){0,2}(?:others?|departments|ministries|bodies|agencies|authorities)|et al"
    r"|等\w{0,8}",
    re.IGNORECASE,
)
"""Counts those who are not named under a label ("and five others")."""


def _list_unread(parts: ItemParts, passages: Sequence[Passage]) -> list[UnreadBlock]:
    """Return the unknown names under an issuer label.

    Where the date beside it is in capitals too ("FOOD · 12 MARCH"), a word in capitals is a topic as likely as a name.
    """
    shouted = (parts.date_text or "").isupper()
    page, line = (span[0] if span else None for span in (parts.pages, parts.lines))
    return [
        UnreadBlock(page=page, line=line, text=name)
        for passage in passages
        if passage.place is Place.ISSUER
        for name in _list_unknown(passage)
        if not (shouted and name.isalpha() and name.isupper())
    ]


def _list_unknown(passage: Passage) -> Iterator[str]:
    bodies = [(name.start, name.end) for name in passage.names_of(NameKind.BODY)]
    for piece in _SPLIT.split(blank(passage.text, bodies, sign=BODY)):
        if BODY not in piece and any(char.isalpha() for char in piece) and not _MORE.fullmatch(piece.strip(" .()（）")):
            yield piece.strip(" .:：()（）")
