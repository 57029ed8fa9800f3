"""From a briefing's parts to the Briefing: everything that is recognised in its items, each with its wording."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.domain.calendar.dates import find_short_days, find_worded_order
from bot.domain.records.briefing import Briefing, DeadlineKind, DocumentType, Item, PolicyStatus, Section, UnreadBlock
from bot.reading.grammar.lines.headings import is_outlook
from bot.reading.recognition.bodies import decide_names, is_local_office, list_bodies, list_namesakes
from bot.reading.recognition.companies import list_companies
from bot.reading.recognition.confidence import (
    list_inferences,
    rate_document_day,
    rate_draft,
    rate_namesakes,
    rate_only_day,
    rate_weekday,
    rate_year,
)
from bot.reading.recognition.deadline_days import Frame
from bot.reading.recognition.deadlines import list_deadlines
from bot.reading.recognition.document_numbers import complete_number, is_joint
from bot.reading.recognition.english_numbers import find_english_number
from bot.reading.recognition.figures import list_figures
from bot.reading.recognition.issuance import tells_statistics
from bot.reading.recognition.issuer_grounds import IssuerGround
from bot.reading.recognition.issuers import (
    decide_issuers,
    is_acting,
    is_planning,
    list_first_actors,
)
from bot.reading.recognition.item_dates import find_document_day, find_year, read_item_date
from bot.reading.recognition.mentions import NameFinder, NameKind
from bot.reading.recognition.number_bodies import list_number_bodies
from bot.reading.recognition.only_days import find_only_day
from bot.reading.recognition.passages import NEWS, Place, build_passages, open_behind_datelines
from bot.reading.recognition.pinyin_numbers import find_pinyin_number
from bot.reading.recognition.policies import decide_in_force, is_worded, recognise_policy, reports_act, tells_meeting
from bot.reading.recognition.references import list_references
from bot.reading.recognition.targets import list_targets
from bot.reading.recognition.titles import Titles, list_printed_titles
from bot.reading.recognition.told_sections import settle_sections
from bot.reading.recognition.topics import TopicFinder, TopicGround
from bot.reading.recognition.unknown_issuers import list_unknown_issuers
from bot.reading.recognition.weekdays import find_weekday
from bot.reading.recognition.word_names import decide_words

if TYPE_CHECKING:
    from bot.domain.lexicon import Lexicon
    from bot.domain.records.briefing import ReportedPolicy
    from bot.reading.document import Document
    from bot.reading.parts import BriefingParts, ItemParts
    from bot.reading.recognition.passages import Passage

_TITLE_LENGTH = 60
"""Characters of a first sentence that is only the title of the news."""


def recognise(parts: BriefingParts, *, lexicon: Lexicon, document: Document) -> Briefing:
    """Give the briefing that these parts are, with every name, date, goal and figure that its items print.

    The names looked for are the lexicon's; ``document`` gives the source's name, type and hash. Names under an issuer
    label that no list holds are added to ``unread``, so that a person sees them. Raises nothing of its own.
    """
    return get_recogniser(lexicon).recognise(parts, document=document)


@lru_cache(maxsize=4)
def get_recogniser(lexicon: Lexicon) -> Recogniser:
    """Give the recogniser of this lexicon, made once: building its automata takes longer than reading a briefing."""
    return Recogniser(lexicon)


class Recogniser:
    """Recognises briefings with the names of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._names = NameFinder(lexicon)
        self._topics = TopicFinder(lexicon)

    def recognise(self, parts: BriefingParts, *, document: Document) -> Briefing:
        """Give the briefing that these parts are (see ``recognise`` of this module)."""
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
            items=tuple(item for item, _ in read),
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
            published_on=None if by_document and not reported else reported_on,
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
            policy = replace(policy, status=decide_in_force(policy, deadlines, known_on=known_on))
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
        """Give the policy with a number that the news prints in English alone, and the kind and bodies that it says."""
        number = policy.document_number or find_english_number(passages, issuers, self._lexicon)
        number = number or next(filter(None, (find_pinyin_number(p.text) for p in passages if p.place in NEWS)), None)
        alone = len(issuers) == 1 and not any(is_joint(p.text) for p in passages if p.place in NEWS)
        number = complete_number(number, self._lexicon.body_by_id[issuers[0]].name_zh if alone else None)
        announced = number is not None and "公告" in number and not (policy.title_en or policy.title_zh)
        kind = policy.document_type
        kind = DocumentType.NOTICE if announced and kind in {None, DocumentType.CATALOGUE} else kind
        kind = DocumentType.REGULATION if number and number.startswith("国务院令") and kind is None else kind
        bodies = list_number_bodies(number, self._names)
        return replace(policy, document_number=number, document_type=kind, number_bodies=bodies)


def _find_worded_order(document: Document) -> bool | None:
    """Give the order of the document's days with a month's name, where days in figures need it."""
    texts = [block.text for block in document.blocks]
    is_open = any(day.is_open for text in texts for day in find_short_days(text))
    return find_worded_order(texts) if is_open else None


def _first_sentence(passages: tuple[Passage, ...]) -> str:
    ordered = sorted(passages, key=lambda passage: passage.place is not Place.SUMMARY)
    return next((passage.sentences[0].text for passage in ordered if passage.sentences), "")


def _read_policy(
    item: ItemParts, passages: tuple[Passage, ...], *, issuers: tuple[str, ...]
) -> tuple[ReportedPolicy | None, Titles]:
    """Give the policy of an item: always for top items and policy news, never for corporate news, else if it acts."""
    if item.section is Section.CORPORATE_NEWS or (item.section is Section.OTHER and is_outlook(item.heading_text)):
        return None, Titles()
    labelled = bool(item.article_text or item.issuer_text)
    if (
        item.section is Section.OTHER
        and not labelled
        and (
            _issues_nothing(passages)
            or not (
                (issuers and is_acting(passages))
                or (reports_act(passages) and (issuers or not _names_company(passages)))
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


def _issues_nothing(passages: tuple[Passage, ...]) -> bool:
    """Tell whether the news is a statistic or a meeting, perhaps behind a short title, and names no document."""
    summary = next((passage for passage in passages if passage.place is Place.SUMMARY), None)
    told = [sentence.text for sentence in summary.sentences[:2]] if summary else []
    told = told if told and len(told[0]) <= _TITLE_LENGTH else told[:1]
    if not any(tells_statistics(text) or tells_meeting(text) for text in told):
        return False
    return not any(list_printed_titles(passage.text) for passage in passages if passage.place in NEWS)


def _names_company(passages: tuple[Passage, ...]) -> bool:
    return any(passage.names_of(NameKind.COMPANY) for passage in passages if passage.place in NEWS)


def _list_unread(item: ItemParts, passages: tuple[Passage, ...], told: tuple[str, ...]) -> list[UnreadBlock]:
    """Give the unknown names under an issuer label, but for local offices that the item or the publisher tells of.

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
