"""Terms that a sentence counts instead of printing their day: "within 30 days of publication", "自公布之日起30日内".

Decided: counted from the day that the sentence prints as the first, else from the item's own; never from that of the
whole document. Terms in working days, those of authorities, standing duties and what is over give no day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from bot.dates.date_words import HAN_DIGITS, month_end, month_start, parse_number
from bot.model.briefing import DeadlineKind
from bot.reading.recognition.deadline_days import Frame, PrintedDay
from bot.reading.recognition.deadline_words import find_asked, find_kind
from bot.reading.recognition.word_led import mentions

_NUMBERS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty-five": 45, "sixty": 60, "ninety": 90,
}  # fmt: skip
_COUNTED = rf"(?P<count>\d{{1,3}}|{'|'.join(_NUMBERS)})[\s-](?:calendar[\s-])?(?P<unit>day|week|month)s?\b"
_COUNTED_ZH = rf"(?P<count>\d{{1,3}}|[{HAN_DIGITS}]{{1,3}})\s*(?P<unit>个?自然日|日|天|周|个月)"
_ANY = re.compile(rf"\b{_COUNTED}|{_COUNTED_ZH.replace('count', 'one').replace('unit', 'two')}", re.IGNORECASE)
_UNITS = ("day", "week", "month", "日", "天", "周", "月")
_WHAT = (
    r"(?P<what>(?:public|open|written)?\s?(?:comments?|consultation|feedback|application|registration|submission))"
    r"s?(?:\s(?:period|window|phase|round))?"
)
_DOCUMENT = r"(?:notice|draft|announcement|circular|call|rules|measures|document|text)\b"
_OURS = r"(?:the\s|its\s|their\s|this\s|official\s)*"
_PUBLICATION = (
    rf"{_OURS}(?:(?:date|day)\sof\s)?{_OURS}"
    rf"(?P<from>(?:publication|release|promulgation|issuance|issue|announcement|notice)\b(?:\sof\s{_OURS}{_DOCUMENT})?)(?!\sof\b)"
)
_WITHIN = re.compile(rf"\b(?:with)?in\s{_COUNTED}\s(?:of|after|from|following)\s{_PUBLICATION}", re.IGNORECASE)
_FOR = re.compile(
    rf"\bfor\s(?:a\speriod\sof\s)?{_COUNTED}(?=\s*(?:$|[.,;)]|from\b|start|begin|until\b|and\b))", re.IGNORECASE
)
_PERIODS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            r"\b(?:for|open(?:ed|s|ing)?|launch(?:ed|es|ing)?|start(?:ed|s|ing)?|begins?|began|with)"
            rf"\s(?:an?|its|the)\s{_COUNTED}\s{_WHAT}\b(?!\s(?:requirement|rule|for\b))"
        ),
        rf"\b{_WHAT}(?:\s(?:on|for)\s[^,;.]{{1,80}}?)?\s(?:that\s|which\s)?(?:lasts|will\slast|runs\sfor|lasting)\s{_COUNTED}",
        rf"\b{_WHAT}\s(?:of|is)\s{_COUNTED}",
        rf"\bwith\s{_COUNTED}\s(?:for|of)\s{_WHAT}\b",
        rf"\b{_WHAT}(?:\s(?:on|for)\s[^,;.]{{1,80}})?\s(?:will\s)?(?:closes?|ends?|expires?)\sin\s{_COUNTED}",
    )
)
_EFFECT = re.compile(
    r"\b(?:tak(?:e|es|ing)\seffect|(?:com|enter)(?:e|es|s|ing|)\sinto\s(?:force|effect)|effective|appl(?:y|ies)|implemented)"
    rf"\s{_COUNTED}\s(?:after|from|following)\s{_PUBLICATION}",
    re.IGNORECASE,
)
_EFFECT_ZH = re.compile(
    rf"(?:(?:发布|公布|印发)之日起满?|(?<=[，。；])(?:将于|将在|将)?)(?<!为期){_COUNTED_ZH}后?起?(?:正式)?(?:施行|实施|生效)"
)
_WITHIN_ZH = re.compile(
    rf"(?P<from>\w{{0,6}})(?:发布|公布|印发|刊登|公开|公告|公示)(?:之日|当日|日)起(?:的)?{_COUNTED_ZH}之?内"
)
_PERIOD_ZH = re.compile(
    r"(?:(?P<what>征求意见|征集意见|意见征集|意见反馈|反馈意见|反馈|公示|申报|征集)的?(?:时间|期限|期)|(?<=[，,])(?:期限|为期))"
    rf"(?:为|是|[:：]|共)?(?:[自从][^，。；]{{3,14}}起的?)?\s*{_COUNTED_ZH}"
)
_CALLS = re.compile(r"notice|announcement|call|公告|通知|通告", re.IGNORECASE)
"""What invites applications, as rules that set a duty to apply do not."""
_ASKED_NOW = re.compile(
    r"\b(?:open|accept\w*|welcome\w*|invit\w+|seeks?|seeking|soliciting|solicits|collecting|collects|taking|takes|may"
    r"|can|asks?|asking)\b[^.;,]{0,100}\Z",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"\b(?:after|following|follows?|followed|had|earlier|previous\w*|last\s(?:year|month)|ended|closed|concluded"
    r"|expired|completed|received|was|were|no|without|dropped|unless|would)\b",
    re.IGNORECASE,
)
_SHOWN = (None, "公示", "征集")
"""Words that leave open what is asked for."""
_OVER_ZH = re.compile(r"已|结束|期满|届满|此前|经过")
_FROM = re.compile(
    r"(?:\b(?:from|start(?:s|ed|ing)?|begin(?:s|ning)?|began|as\sof|publi\w+|releas\w+|issu\w+|dated)"
    r"(?:\s(?:on|from))?\s(?:the\s)?(?:\w+day,?\s)?|[自从]\s*)\Z",
    re.IGNORECASE,
)
_WINDOW = 300
_DAYS = {"day": 1, "week": 7, "日": 1, "天": 1, "周": 7, "自然日": 1, "个自然日": 1}


def list_terms(
    text: str, days: tuple[PrintedDay, ...], frame: Frame, wording: str
) -> Iterator[tuple[dt.date, DeadlineKind]]:
    """Return the day and kind of each term that a sentence counts from a known day; ``days`` are those that it prints.

    ``wording`` is the item's, which says what is asked for where the sentence does not.
    """
    counts = mentions(text, _UNITS) and _ANY.search(text)
    first = _find_first_day(text, days, frame.published_on) if counts else None
    if first is None:
        return
    for match, kind in _list_counted(text, wording):
        on = _count_from(first, match["count"].lower(), match["unit"].lower())
        if kind and on:
            yield on, kind


def _list_counted(text: str, wording: str) -> Iterator[tuple[re.Match[str], DeadlineKind | None]]:
    for effect in (_EFFECT, _EFFECT_ZH):
        yield from ((match, DeadlineKind.TAKES_EFFECT) for match in effect.finditer(text) if not _is_over(text, match))
    for match in (*_WITHIN.finditer(text), *_WITHIN_ZH.finditer(text)):
        before = _clause_before(text, match)
        kind = None if _OVER.search(before) else find_kind(f"{before}within ", _after(text, match))
        if kind is not DeadlineKind.APPLICATIONS_CLOSE or _CALLS.search(match["from"]):
            yield match, kind
    for match in _FOR.finditer(text):
        before = _clause_before(text, match)
        if _ASKED_NOW.search(before) and not _OVER.search(before):
            yield match, find_kind(f"{before}for ", _after(text, match))
    for pattern in _PERIODS:
        for match in pattern.finditer(text):
            yield match, None if _is_over(text, match) else find_asked(f"{match['what']} deadline")
    if not _OVER_ZH.search(text):
        for match in _PERIOD_ZH.finditer(text):
            named = match["what"] if match["what"] not in _SHOWN else wording
            yield match, find_asked(named)


def _is_over(text: str, match: re.Match[str]) -> bool:
    return _OVER.search(text, max(0, match.start() - _WINDOW), match.start()) is not None


def _clause_before(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - _WINDOW) : match.start()].rpartition(";")[2]


def _after(text: str, match: re.Match[str]) -> str:
    return text[match.end() : match.end() + _WINDOW]


def _find_first_day(text: str, days: tuple[PrintedDay, ...], published_on: dt.date | None) -> dt.date | None:
    """Return the day that a term is counted from; None where the sentence prints days that leave it open."""
    for day in days:
        if _FROM.search(text[max(0, day.start - _WINDOW) : day.start]):
            return day.on
    return published_on if all(day.on == published_on for day in days) else None


def _count_from(first: dt.date, count: str, unit: str) -> dt.date | None:
    number = _NUMBERS[count] if count in _NUMBERS else parse_number(count)
    if not number:
        return None
    if unit in _DAYS:
        return first + dt.timedelta(days=number * _DAYS[unit])
    month = month_start(first.year, first.month + number)
    return month.replace(day=min(first.day, month_end(month.year, month.month).day))
