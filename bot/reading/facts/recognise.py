"""From a briefing's parts to the Briefing: everything that is recognised in its items, each with its wording."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.dates.printed_dates import find_short_days, find_worded_order, parse_printed_date
from bot.dates.printed_periods import parse_printed_period
from bot.model.briefing import (
    SECTION_ORDER,
    Briefing,
    DeadlineKind,
    DocumentType,
    Item,
    PolicyStatus,
    ReportedPolicy,
    Section,
    UnreadBlock,
)
from bot.names.lexicon import Lexicon
from bot.reading.document import BriefingParts, Document, ItemParts
from bot.reading.facts.actors import BODY
from bot.reading.facts.bodies import decide_names, is_local_office, list_bodies, list_namesakes
from bot.reading.facts.companies import decide_words, list_companies
from bot.reading.facts.confidence import (
    list_inferences,
    rate_document_day,
    rate_draft,
    rate_namesakes,
    rate_only_day,
    rate_weekday,
    rate_year,
)
from bot.reading.facts.deadline_days import Frame
from bot.reading.facts.deadlines import list_deadlines
from bot.reading.facts.document_numbers import complete_number, find_english_number, list_number_bodies
from bot.reading.facts.figures import list_figures
from bot.reading.facts.issuers import IssuerGround, decide_issuers, is_acting, is_planning, list_first_actors
from bot.reading.facts.item_days import find_only_day, find_weekday
from bot.reading.facts.passages import (
    NEWS,
    NameFinder,
    NameKind,
    Passage,
    Place,
    build_passages,
    open_behind_datelines,
)
from bot.reading.facts.policies import is_worded, issues_nothing, recognise_policy, reports_act
from bot.reading.facts.references import list_references
from bot.reading.facts.statuses import settle_status
from bot.reading.facts.targets import list_targets
from bot.reading.facts.titles import Titles
from bot.reading.facts.topics import TopicFinder, TopicGround, settle_sections
from bot.reading.grammar.lines.headings import is_outlook

# Item dates: the day of an item's printed date, its year taken from the briefing where none is printed.

_LONGEST_SPAN = dt.timedelta(days=13)
_HAS_YEAR = re.compile(r"(?:19|20)\d\d")
_BARE_DAY = re.compile(r"0?(\d{1,2})日")
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(\d\d)")
_MONTH = 62
_DAYS_OLD = 240
_DAYS_AHEAD = 60
"""An item's date without a year lies at most so many days after the day of publication."""


def read_item_date(text: str | None, briefing: BriefingParts, *, year: int | None) -> tuple[dt.date, bool] | None:
    """Return an item's day, and whether its year was inferred; a short range ("12-13 January") has its first day.

    The year inferred is the one that puts the day into or nearest to the period, else one near the day of publication.
    ``year`` is the briefing's (``find_year``), which its items share.
    """
    if not text:
        return None
    start, end = briefing.period_start, briefing.period_end
    period = (start, end) if start and end else None
    if bare := _BARE_DAY.fullmatch(text):
        return _find_last(int(bare[1]), briefing.published_on or end)
    if month_first := _MONTH_DAY.fullmatch(text):
        text = f"{month_first[1]}月{month_first[2]}日"
    found = parse_printed_date(text, period=period, default_year=year) or _read_first_day(text, period, year)
    published = briefing.published_on
    if found and found[1] and not period and published:
        for other in (published.year - 1, published.year + 1):
            near = parse_printed_date(text, default_year=other) or _read_first_day(text, None, other)
            if near and _is_nearer(near[0], found[0], published):
                return near
    return found


def _find_last(day: int, until: dt.date | None) -> tuple[dt.date, bool] | None:
    """Return the last day of this number up to the issue's, its month and year inferred; None for an issue without."""
    back = (until - dt.timedelta(days=days) for days in range(_MONTH)) if until else ()
    return next(((on, True) for on in back if on.day == day), None)


def _is_nearer(day: dt.date, found: dt.date, published: dt.date) -> bool:
    """Get whether a day in another year is meant: the one found lies too far ahead, or this soon after publication."""
    if day < published:
        return (found - published).days > _DAYS_AHEAD
    return (day - published).days <= _DAYS_AHEAD and (published - found).days > _DAYS_OLD


def find_year(briefing: BriefingParts) -> int | None:
    """Return the briefing's year: that of its day of publication or period, else the latest printed with an item."""
    day = briefing.published_on or briefing.period_end or briefing.period_start
    if day is not None:
        return day.year
    printed = [found[0].year for item in briefing.items if (found := parse_printed_date(item.date_text or ""))]
    return max(printed, default=None)


def find_document_day(item: ItemParts, briefing: BriefingParts) -> dt.date | None:
    """Get the day for an item of a text in prose that prints none: the period's last, at most that of publication."""
    days = (briefing.period_end, briefing.published_on)
    return min(filter(None, days), default=None) if item.by_document else None


def _read_first_day(text: str, period: tuple[dt.date, dt.date] | None, year: int | None) -> tuple[dt.date, bool] | None:
    years = range(period[0].year, period[1].year + 2) if period else (year,)
    days = _list_first_days(text, years)
    first = min(days, key=lambda day: _days_outside(day, period), default=None)
    return (first, _HAS_YEAR.search(text) is None) if first else None


def _list_first_days(text: str, years: range | tuple[int | None, ...]) -> Iterator[dt.date]:
    for year in years:
        span = parse_printed_period(text, default_year=year)
        if span and span[1] - span[0] <= _LONGEST_SPAN:
            yield span[0]


def _days_outside(day: dt.date, period: tuple[dt.date, dt.date] | None) -> int:
    return max((period[0] - day).days, (day - period[1]).days, 0) if period else 0


# Names under an issuer's label that no list of bodies holds: they want a person's look.

_ISSUER_SPLIT = re.compile(
    r"\s*[,;、，；\n/|]\s*|\s+(?:and|&)\s+(?=(?:the\s+)?[A-Z])|(?<=[部委局会办署院厅行])\s*[和与及]\s*"
)
_MORE = re.compile(
    r"(?:(?:and|plus)\s)?(?:\w+\s){0,2}(?:others?|departments|ministries|bodies|agencies|authorities)|et al"
    r"|等\w{0,8}",
    re.IGNORECASE,
)
"""Counts those who are not named under a label ("and five others")."""


def list_unknown_issuers(passages: tuple[Passage, ...]) -> tuple[str, ...]:
    """Return the names under an issuer label in which no body of ours stands, as printed: they want a person's look."""
    return tuple(name for passage in passages if passage.place is Place.ISSUER for name in _unknown_names(passage))


def _unknown_names(passage: Passage) -> Iterator[str]:
    masked = list(passage.text)
    for name in passage.names_of(NameKind.BODY):
        masked[name.start : name.end] = BODY * (name.end - name.start)
    for piece in _ISSUER_SPLIT.split("".join(masked)):
        if BODY not in piece and any(char.isalpha() for char in piece) and not _MORE.fullmatch(piece.strip(" .()（）")):
            yield piece.strip(" .:：()（）")


def recognise(parts: BriefingParts, *, lexicon: Lexicon, document: Document) -> Briefing:
    """Return the briefing that these parts are, with every name, date, goal and figure that its items print.

    The names looked for are the lexicon's; ``document`` gives the source's name, type and hash. Names under an issuer
    label that no list holds are added to ``unread``, so that a person sees them. Raises nothing of its own.
    """
    return get_recogniser(lexicon).recognise(parts, document=document)


_NAMED = frozenset({Section.POLICY_NEWS, Section.CORPORATE_NEWS})


def place_by_actor(items: Sequence[Item]) -> tuple[Item, ...]:
    """Return items by section and position; in a briefing that names no section, who acts tells an item's section.

    What is about a document is policy news, else what is about a company is corporate news.
    """
    if any(item.section in _NAMED for item in items):
        return tuple(items)
    placed = [replace(item, section=_find_actor_section(item)) for item in items]
    counts: Counter[Section] = Counter()
    numbered: list[Item] = []
    for item in sorted(placed, key=lambda item: SECTION_ORDER.index(item.section)):
        counts[item.section] += 1
        numbered.append(replace(item, position=counts[item.section]))
    return tuple(numbered)


def _find_actor_section(item: Item) -> Section:
    if item.section is not Section.OTHER:
        return item.section
    if item.policy:
        return Section.POLICY_NEWS
    return Section.CORPORATE_NEWS if item.companies else Section.OTHER


@lru_cache(maxsize=4)
def get_recogniser(lexicon: Lexicon) -> Recogniser:
    """Return the recogniser of this lexicon, made once: building its automata takes longer than reading a briefing."""
    return Recogniser(lexicon)


class Recogniser:
    """Recognises briefings with the names of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._names = NameFinder(lexicon)
        self._topics = TopicFinder(lexicon)

    def recognise(self, parts: BriefingParts, *, document: Document) -> Briefing:
        """Return the briefing that these parts are (see ``recognise`` of this module)."""
        worded = _find_worded_order(document) if parts.day_first is None else None
        year = find_year(parts)
        read = [self._read_item(item, parts, briefing_year=year, worded=worded) for item in parts.items]
        items = parts.items
        while settled := settle_sections(items, [item for item, _ in read], self._lexicon):
            items = settled
            read = [self._read_item(item, parts, briefing_year=year, worded=worded) for item in items]
        unread = [block for _, blocks in read for block in blocks]
        return Briefing(
            publisher=parts.publisher,
            series=parts.series,
            title=parts.title,
            published_on=parts.published_on,
            period_start=parts.period_start,
            period_end=parts.period_end,
            people=parts.people,
            items=place_by_actor([item for item, _ in read]),
            unread=(*parts.unread, *unread),
            source_name=document.source_name,
            media_type=document.media_type,
            sha256=document.sha256,
            inferred=parts.inferred,
        )

    def _read_item(
        self, item: ItemParts, briefing: BriefingParts, *, briefing_year: int | None, worded: bool | None
    ) -> tuple[Item, list[UnreadBlock]]:
        reported = read_item_date(item.date_text, briefing, year=briefing_year)
        by_weekday = None if item.date_text else find_weekday(item, briefing)
        only = None if item.date_text or by_weekday else find_only_day(item, briefing)
        by_document = None if by_weekday or only else find_document_day(item, briefing)
        reported_on = reported[0] if reported else by_weekday or only or by_document
        year = reported_on.year if reported_on else briefing_year
        found = decide_names(build_passages(item), finder=self._names, lexicon=self._lexicon, year=year)
        named = open_behind_datelines(found)
        passages = decide_words(named, self._lexicon)
        frame = Frame(
            reported_on=reported_on,
            issued_on=briefing.published_on or briefing.period_end,
            year=year,
            day_first=briefing.day_first,
            worded_day_first=worded,
        )
        is_corporate = item.section is Section.CORPORATE_NEWS
        stated, bodies = None, list_bodies(passages)
        sets = bool(bodies) or not is_corporate  # a company that names no body sets nothing in force
        deadlines = tuple(d for d in list_deadlines(passages, frame) if sets or d.kind is not DeadlineKind.TAKES_EFFECT)
        issuers, ground = ((), IssuerGround()) if is_corporate else decide_issuers(passages)
        policy, titles = _read_policy(item, passages, issuers=issuers)
        about_companies = not policy or (item.section is Section.TOP and not bodies)
        if policy:
            policy = self._with_number(policy, passages, issuers)
            if policy.number_bodies and not issuers and policy.status is PolicyStatus.UNKNOWN:
                policy = replace(policy, status=PolicyStatus.ISSUED)
            numbered = policy.document_number or ""
            if policy.status is PolicyStatus.UNKNOWN and issuers and ("公告" in numbered or "令" in numbered):
                policy = replace(policy, status=PolicyStatus.ISSUED)
            issuers = issuers or policy.number_bodies
            known_on = min(filter(None, (reported_on, briefing.published_on)), default=None)
            stated = policy.status
            policy = replace(policy, status=settle_status(policy.status, deadlines, known_on=known_on))
        read = Item(
            section=item.section,
            position=item.position,
            headline=item.headline,
            text="\n\n".join(item.summary),
            points=item.points,
            comment="\n\n".join(item.comment) or None,
            reported_on=reported_on,
            year_inferred=reported[1] if reported else False,
            is_official=item.is_official,
            policy=policy,
            issuing_bodies=issuers if policy else (),
            bodies=bodies,
            companies=list_companies(passages, lexicon=self._lexicon, about_companies=about_companies),
            topics=self._topics.list_topics(passages),
            deadlines=deadlines,
            targets=list_targets(passages, lead=item.lead if item.points else None, year=year),
            figures=list_figures(passages),
            references=list_references(passages, titles, is_official=item.is_official),
            links=item.links,
            pages=item.pages,
            lines=item.lines,
            acting_bodies=() if policy else list_first_actors(passages),
        )
        first, issued = _first_sentence(passages), bool(item.article_text) or is_worded(passages)
        topics = self._topics.find_ground(passages) if read.topics else TopicGround.WORDS
        inferred = list_inferences(read, first=first, issuers=ground, topics=topics, issued=issued, frame=frame)
        dated = (
            rate_weekday(by_weekday, first)
            or rate_only_day(only, first)
            or rate_document_day(by_document, is_whole=item.headline is not None, first=first)
            or rate_year(read, briefing, first=first)
        )
        namesakes = rate_namesakes(list_namesakes(passages, self._lexicon), first=first)
        drafted = rate_draft(read, stated, issued=issued, first=first)
        told = (briefing.publisher or "", item.headline or "", *item.summary)
        return replace(read, inferred=(*dated, *inferred, *drafted, *namesakes)), _list_unread(item, passages, told)

    def _with_number(
        self, policy: ReportedPolicy, passages: tuple[Passage, ...], issuers: tuple[str, ...]
    ) -> ReportedPolicy:
        """Get the policy with a number that the news prints in English alone, and the kind and bodies that it says."""
        number = policy.document_number or find_english_number(passages, issuers, self._lexicon)
        news = " ".join(passage.text for passage in passages if passage.place in NEWS)
        alone = self._lexicon.body_by_id[issuers[0]].name_zh if len(issuers) == 1 else None
        number = complete_number(number, alone, news=news)
        announced = number is not None and "公告" in number and not (policy.title_en or policy.title_zh)
        kind = policy.document_type
        kind = DocumentType.NOTICE if announced and kind in {None, DocumentType.CATALOGUE} else kind
        kind = DocumentType.REGULATION if number and number.startswith("国务院令") and kind is None else kind
        bodies = list_number_bodies(number, self._names)
        return replace(policy, document_number=number, document_type=kind, number_bodies=bodies)


def _find_worded_order(document: Document) -> bool | None:
    """Return the order of the document's days with a month's name, where days in figures need it."""
    texts = [block.text for block in document.blocks]
    is_open = any(day.is_open for text in texts for day in find_short_days(text))
    return find_worded_order(texts) if is_open else None


def _first_sentence(passages: tuple[Passage, ...]) -> str:
    ordered = sorted(passages, key=lambda passage: passage.place is not Place.SUMMARY)
    return next((passage.sentences[0].text for passage in ordered if passage.sentences), "")


def _read_policy(
    item: ItemParts, passages: tuple[Passage, ...], *, issuers: tuple[str, ...]
) -> tuple[ReportedPolicy | None, Titles]:
    """Return the policy of an item: always for top items and policy news, never for corporate news, else if it acts."""
    if item.section is Section.CORPORATE_NEWS or (item.section is Section.OTHER and is_outlook(item.heading_text)):
        return None, Titles()
    labelled = bool(item.article_text or item.issuer_text)
    if (
        item.section is Section.OTHER
        and not labelled
        and (
            issues_nothing(passages)
            or not (
                (issuers and is_acting(passages))
                or (reports_act(passages, issued=bool(issuers)) and (issuers or not _names_company(passages)))
            )
        )
    ):
        return None, Titles()
    return recognise_policy(
        passages,
        article_text=item.article_text,
        issued=bool(issuers or item.issuer_text),
        planning=is_planning(passages),
    )


def _names_company(passages: tuple[Passage, ...]) -> bool:
    return any(passage.names_of(NameKind.COMPANY) for passage in passages if passage.place in NEWS)


def _list_unread(item: ItemParts, passages: tuple[Passage, ...], told: tuple[str, ...]) -> list[UnreadBlock]:
    """Return the unknown names under an issuer label, but for local offices that the item or the publisher tells of.

    Where the date beside it is in capitals too ("FOOD · 12 MARCH"), a word in capitals is a topic as likely as a name.
    """
    shouted = (item.date_text or "").isupper()
    page = item.pages[0] if item.pages else None
    line = item.lines[0] if item.lines else None
    return [
        UnreadBlock(page=page, line=line, text=name)
        for name in list_unknown_issuers(passages)
        if not (is_local_office(name) and any(name in text for text in told))
        if not (shouted and name.isalpha() and name.isupper())
    ]
