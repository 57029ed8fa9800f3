"""What an item reports of its official document: titles, number, kind, nature and status."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.model.briefing import DocumentType, PolicyStatus, ReportedPolicy
from bot.reading.facts.document_numbers import find_own_number, tells_number
from bot.reading.facts.issuing import ISSUES, tells_statistics
from bot.reading.facts.kinds import find_document_type, find_issued_type, find_type_around, is_explaining
from bot.reading.facts.known_names import NameKind
from bot.reading.facts.own_titles import find_own_titles, list_own_wordings
from bot.reading.facts.passages import NEWS, Passage, Place
from bot.reading.facts.statuses import decide_status, find_nature
from bot.reading.facts.titles import Titles, is_named, list_printed_titles, parse_article

_MEETS = re.compile(
    r"\A[^.;]{2,160}?\s(?:(?:began|begins|started|starts)\sto\s|would\s(?:begin|start)\sto\s|met\s(?!the\b)"
    r"|sat\sdown\swith\b"
    r"|(?:summon|convene|host)(?:ed|s)\b"
    r"|(?:held|open(?:ed|s)|called)\s(?:[\w-]+\s){1,6}?(?:meeting|symposium|conference|session|talks|forum)\b)"
    r"|\A[^。；]{2,60}?(?:约谈|会见|座谈|出席[^，。]{0,30}会|(?:召开|举行)[^，。；]{0,30}会|会议(?:要求"
    r"|强调|指出|研究))"
)
"""Opens news of a meeting, or of something that only begins: it issues nothing."""
_HAS_EFFECT = re.compile(
    r"\b(?:takes?|took)\seffect\b|\b(?:comes?|came|enters?|entered)\sinto\s(?:force|effect)\b|\bappl(?:y"
    r"|ies|ied)\s(?:from|since|as\sof)\b"
    r"|》[^，。；《]{0,24}(?:施行|实施|生效)"
)
"""Says from when something applies: it is there, whoever issued it."""
_TITLE_LENGTH = 60
"""Characters of a first sentence that is only the title of the news."""


def recognise_policy(
    passages: Sequence[Passage], *, article_text: str | None, issued: bool, planning: bool
) -> tuple[ReportedPolicy, Titles]:
    """Return what an item says of its document, and the titles it prints; ``issued`` tells that an issuer is known.

    ``planning`` tells that the item begins with what a body will do.
    """
    news = [passage for passage in passages if passage.place in NEWS]
    wording = " ".join(passage.text for passage in news)
    titles, described = _find_titles(passages, article_text)
    printed = " ".join(filter(None, (titles.en, titles.zh)))
    number = titles.number or find_own_number(wording, titles.zh)
    kind = (
        find_document_type(titles.en or described, titles.zh)
        or (DocumentType.NOTICE if "公告" in (number or "") and not printed else None)
        or find_issued_type(news)
        or (DocumentType.NOTICE if "公告" in (number or "") else None)
        or find_type_around(news)
    )
    if any(is_explaining(passage.text) for passage in news if passage.place is Place.HEADLINE):
        kind = DocumentType.INTERPRETATION
    about_company = not (kind or number or printed or _names(news, NameKind.BODY)) and _names(news, NameKind.COMPANY)
    worded = not about_company and bool(ISSUES.search(wording) or _HAS_EFFECT.search(wording))
    status = decide_status(
        titles=printed,
        news=wording,
        issued=issued or bool(article_text) or worded,
        cited=bool(article_text),
        planning=planning,
    )
    if status is PolicyStatus.ISSUED and not (kind or number or printed) and _MEETS.search(_find_first(news)):
        status = PolicyStatus.UNKNOWN
    if kind is DocumentType.INTERPRETATION and status is PolicyStatus.DRAFT_FOR_COMMENT:
        status = PolicyStatus.ISSUED
    nature = find_nature((printed, *list_own_wordings(news, titles)))
    policy = ReportedPolicy(
        title_en=titles.en,
        title_zh=titles.zh,
        document_number=number,
        document_type=kind,
        nature=nature,
        status=status,
    )
    return policy, titles


def _find_titles(passages: Sequence[Passage], article_text: str | None) -> tuple[Titles, str | None]:
    """Return the titles under the item's label, else in its news, and what words describe a document without one."""
    titles = parse_article(article_text) if article_text else Titles()
    if not (titles.en or titles.zh):  # a number alone names no document
        return replace(find_own_titles(passages), number=titles.number), None
    if titles.zh and not titles.en:  # a list of documents has the English title for the headline
        heads = (passage.text for passage in passages if passage.place is Place.HEADLINE)
        return replace(titles, en=next(filter(is_named, heads), None) or find_own_titles(passages).en), None
    if titles.en and not titles.zh and titles.en[:1].islower():
        return replace(titles, en=None), titles.en
    return titles, None


def reports_act(passages: Sequence[Passage]) -> bool:
    """Return whether the news says that a document is issued, by a verb and a kind or title of document."""
    news = [passage for passage in passages if passage.place in NEWS]
    begun = any(tells_number(p.text) or (p.names_of(NameKind.BODY) and _HAS_EFFECT.search(p.text)) for p in news)
    return begun or find_issued_type(news) is not None or find_own_titles(passages) != Titles()


def issues_nothing(passages: Sequence[Passage]) -> bool:
    """Return whether the news is a statistic or a meeting, perhaps behind a short title, and names no document."""
    summary = next((passage for passage in passages if passage.place is Place.SUMMARY), None)
    told = [sentence.text for sentence in summary.sentences[:2]] if summary else []
    told = told if told and len(told[0]) <= _TITLE_LENGTH else told[:1]
    if not any(tells_statistics(text) or _MEETS.search(text) for text in told):
        return False
    return not any(list_printed_titles(passage.text) for passage in passages if passage.place in NEWS)


def is_worded(passages: Iterable[Passage]) -> bool:
    """Return whether a word of the news says that something is issued."""
    return any(ISSUES.search(passage.text) for passage in passages if passage.place in NEWS)


def _names(news: Iterable[Passage], kind: NameKind) -> bool:
    return any(passage.names_of(kind) for passage in news)


def _find_first(news: Sequence[Passage]) -> str:
    return next((p.sentences[0].text for p in news if p.place is Place.SUMMARY and p.sentences), "")
