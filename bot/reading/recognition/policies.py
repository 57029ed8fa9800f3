"""What an item reports of its official document: titles, number, kind, nature and status."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.names import fold_title
from bot.domain.records.briefing import DeadlineKind, DocumentType, ReportedPolicy
from bot.domain.records.briefing import PolicyStatus as Status
from bot.reading.recognition.document_numbers import (
    find_ground_number,
    find_lone_number,
    find_number_behind,
    find_own_number,
)
from bot.reading.recognition.document_types import find_document_type, find_worded_type, is_explaining
from bot.reading.recognition.issuing_verbs import BUILDS_ON, ISSUES, OBJECT_LENGTH
from bot.reading.recognition.listed import find_listed
from bot.reading.recognition.mentions import NameKind
from bot.reading.recognition.named_titles import drop_owner
from bot.reading.recognition.news_kinds import find_type_around, find_type_in_news
from bot.reading.recognition.own_titles import find_leading_title, find_own_titles
from bot.reading.recognition.passages import NEWS, Place
from bot.reading.recognition.statuses import decide_status, find_nature, find_stated_line
from bot.reading.recognition.title_ends import REPLACED
from bot.reading.recognition.title_words import CAP, SMALL
from bot.reading.recognition.titles import STANDARD_CODE, Titles, is_named, list_printed_titles, parse_article
from bot.reading.recognition.word_led import mentions

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from bot.domain.records.briefing import Deadline
    from bot.reading.recognition.passages import Passage

_BEGINS = re.compile(
    r"\A[^.;]{2,160}?\s(?:(?:began|begins|started|starts)\sto\s\w+|would\s(?:begin|start)\sto\s\w+"
    r"|open(?:ed|s)\s(?:its|their|the|an?)\s(?:\w+\s){0,2}(?:session|meeting|conference))\b"
)
_MEETS = re.compile(
    r"\A[^.;]{2,160}?\s(?:met\s(?:on|with|to|in)\b|(?:summon|convene|host)(?:ed|s)\b|called\s[^.;]{2,60}?\sto\sa\s(?:meeting|talk)"
    r"|held\s(?:an?|its|the|talks)\s?(?:\w+\s){0,4}?(?:meeting|symposium|conference|session|talks|forum)?\b)"
    r"|\A[^。；]{2,60}?(?:约谈|会见|座谈|答记者问|出席[^，。]{0,30}会|(?:召开|举行)[^，。；]{0,30}会|会议(?:要求|强调|指出|研究))"
)
"""Opens news of a meeting: it issues nothing."""
_TOGETHER_ZH = re.compile(r"[两二三四五六七八九十\d]个?(?:部门|部委)(?:联合|共同)?推出")
_NUMBERED = re.compile(r"公告(?=\d)|令(?=第)")
"""A word of a number that is none of issuing."""
_ANNOUNCES = re.compile(r"Announcement\b")
_NAMES_STANDARD = re.compile(
    rf"(?:{CAP}\s){{0,6}}(?:Requirements|Methods?|Limits?|Limit Values|Terms|Terminology|Codes?|Norms?|Criteria"
    rf"|Principles|Quotas?|Classification|Grading|Index|Indicators)\s(?:for|of|on)(?:\s(?:{SMALL}|by|in|and|the|\d+)|\s{CAP}){{1,24}}"
)
"""The title of a standard, which no word for a kind of document shows ("Limits of Noise for Pumps")."""
_DESCRIBES = re.compile(r"[a-z]{2,}[\s,-](?!.*[A-Z][a-z]+(?:\s[a-z]+){0,2}\s[A-Z][a-z]+)")
"""Opens words that say what a document is, where others give its title ("notice on a pilot")."""
_HAS_EFFECT = re.compile(
    r"\b(?:rules?|measures|provisions|regulations?|laws?|guidelines|standards?|catalogues?|controls?|tariffs?|duties|bans?"
    r"|requirements?|licen[cs]ing)\b(?:[^.;,]|\.(?=\d)){0,60}?\s(?:(?:now\s)?(?:takes?|took)\seffect"
    r"|(?:comes?|came|enters?|entered)\sinto\s(?:force|effect)|appl(?:y|ies|ied)\s(?:from|since|as\sof)|kicks?\sin"
    r"|(?:begin|start)s?\s(?:on|today))\b"
    r"|》(?:（[^（）]*）)?[^，。；《]{0,16}?起?(?:正式)?(?:施行|实施|生效)",
    re.IGNORECASE,
)
"""Says from when something applies: it is there, whoever issued it."""


def recognise_policy(
    passages: Sequence[Passage], *, article_text: str | None, issued: bool, planning: bool = False
) -> tuple[ReportedPolicy, Titles]:
    """Give what an item says of its document, and the titles it prints; ``issued`` tells that an issuer is known.

    ``planning`` tells that the item begins with what a body will do.
    """
    news = [passage for passage in passages if passage.place in NEWS]
    titles = parse_article(article_text) if article_text else Titles()
    if not (titles.en or titles.zh):  # a number alone names no document
        own = find_leading_title(passages) or find_own_titles(news)
        titles = replace(own, en=drop_owner(own.en), number=titles.number or own.number)
    elif article_text and titles.zh and not titles.en:  # a list of documents has the English title for the headline
        titles = replace(titles, en=_find_named_headline(news) or find_own_titles(news).en)
    described = titles.en if article_text and titles.en and not titles.zh and _DESCRIBES.match(titles.en) else None
    titles = replace(titles, en=None) if described else titles
    printed = " ".join(filter(None, (titles.en, titles.zh)))
    wording = " ".join(passage.text for passage in news)
    listed = find_listed(passages)
    number = titles.number or find_number_behind(titles.zh or "", wording) or find_own_number(wording, titles.zh)
    number = number or next(filter(None, (find_lone_number(passage.text) for passage in news)), None)
    if not number and not ISSUES.search(_NUMBERED.sub("", wording)):
        number = find_ground_number(wording)
    kind = (
        (DocumentType.STANDARD if titles.zh and f"标准《{titles.zh}》" in wording else None)
        or (DocumentType.NOTICE if "公告" in (number or "") and _ANNOUNCES.match(titles.en or "") else None)
        or find_document_type(titles.en, titles.zh)
        or _find_described(described)
        or (DocumentType.STANDARD if article_text and STANDARD_CODE.search(article_text) else None)
        or find_type_in_news(news)
        or (find_worded_type(listed.wording) if listed else None)
        or find_type_around(wording, number)
    )
    if any(is_explaining(passage.text) for passage in news if passage.place is Place.HEADLINE):
        kind = DocumentType.INTERPRETATION
    by_company = not (kind or number or printed or _names(news, NameKind.BODY)) and _names(news, NameKind.COMPANY)
    worded = not by_company and any(form.search(wording) for form in (ISSUES, _TOGETHER_ZH, _HAS_EFFECT))
    status = find_stated_line(line for passage in news for line in passage.text.split("\n")) or decide_status(
        titles=printed,
        news=wording,
        issued=issued or bool(article_text) or worded,
        cited=bool(article_text),
        planning=planning,
        drafted=listed is not None and listed.is_draft,
    )
    if status is Status.ISSUED and not (kind or number or printed) and _only_begins(news):
        status = Status.UNKNOWN
    policy = ReportedPolicy(
        title_en=titles.en,
        title_zh=titles.zh,
        document_number=number,
        document_type=kind,
        nature=find_nature((printed, *_list_own_wordings(news, titles))),
        status=Status.ISSUED if kind is DocumentType.INTERPRETATION and status is Status.DRAFT_FOR_COMMENT else status,
    )
    return policy, titles


def _find_described(words: str | None) -> DocumentType | None:
    """Give the kind that a description names; one that is of no kind may be no document."""
    kind = find_document_type(words, None)
    return kind if kind is not DocumentType.OTHER else None


def _find_named_headline(news: Iterable[Passage]) -> str | None:
    """Give the headline where the whole of it is an English title, that of a standard too."""
    heads = (passage.text for passage in news if passage.place is Place.HEADLINE)
    return next((head for head in heads if is_named(head) or _NAMES_STANDARD.fullmatch(head)), None)


def _names(news: Iterable[Passage], kind: NameKind) -> bool:
    return any(passage.names_of(kind) for passage in news)


def _only_begins(news: Sequence[Passage]) -> bool:
    """Tell whether the news is that somebody begins to do something, or meets somebody: that issues nothing."""
    first = next((p.sentences[0].text for p in news if p.place is Place.SUMMARY and p.sentences), "")
    return _BEGINS.search(first) is not None or tells_meeting(first)


def tells_meeting(sentence: str) -> bool:
    """Tell whether a sentence is news of a meeting."""
    return _MEETS.search(sentence) is not None


def _list_own_wordings(news: Iterable[Passage], own: Titles) -> Iterator[str]:
    """Give what the news says apart from the titles of other documents: a ground may be interim, its act is not."""
    mine = [fold_title(title) for title in (own.en, own.zh) if title]
    for passage in news:
        kept, at = [], 0
        for start, title in list_printed_titles(passage.text):
            key = fold_title(title)
            is_own = any(key in title_of or title_of in key for title_of in mine)
            if not is_own and (mine or BUILDS_ON.search(passage.text[max(0, start - OBJECT_LENGTH) : start])):
                kept.append(passage.text[at:start])
                at = start + len(title)
        own_words = "".join((*kept, passage.text[at:]))
        yield (
            REPLACED.sub("", own_words)
            if mentions(own_words, ("replac", "supersed", "overtaken", "outdated", "outmoded", "made ", "废止"))
            else own_words
        )


def decide_in_force(policy: ReportedPolicy, deadlines: Sequence[Deadline], *, known_on: dt.date | None) -> Status:
    """Give the status once the dates are known: a draft while comments have a deadline, in force once it has effect.

    What has a day of effect beside that deadline is a draft by its words alone: a ruling may ask for comments too.
    In force means that the text dates its effect no later than ``known_on``, the day of the news or of the briefing.
    """
    effects = [deadline.on for deadline in deadlines if deadline.kind is DeadlineKind.TAKES_EFFECT]
    begun = known_on is not None and any(on <= known_on for on in effects)
    asked = any(deadline.kind is DeadlineKind.COMMENTS_CLOSE for deadline in deadlines)
    if asked and not effects and policy.status in {Status.ISSUED, Status.AMENDED, Status.UNKNOWN}:
        return Status.DRAFT_FOR_COMMENT
    return Status.IN_FORCE if begun and policy.status is Status.ISSUED else policy.status


def is_worded(passages: Iterable[Passage]) -> bool:
    """Tell whether a word of the news says that something is issued."""
    return any(ISSUES.search(passage.text) for passage in passages if passage.place in NEWS)


def reports_act(passages: Iterable[Passage]) -> bool:
    """Tell whether the news says that a document is issued, by a verb and a kind or title of document, or lists one."""
    held = tuple(passages)
    news = [passage for passage in held if passage.place in NEWS]
    return find_own_titles(news) != Titles() or find_type_in_news(news) is not None or find_listed(held) is not None
