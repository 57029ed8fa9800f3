"""Days for several groups in one sentence: "firms until 5 May, associations until 12 May", with one verb for all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.reading.recognition.deadline_words import tells_otherwise

if TYPE_CHECKING:
    from bot.domain.records.briefing import DeadlineKind
    from bot.reading.recognition.deadline_days import PrintedDay

_NOUNS = (
    "companies firms enterprises businesses SMEs manufacturers producers suppliers importers exporters traders"
    " operators platforms providers developers retailers associations chambers federations institutes"
    " institutions universities colleges schools hospitals banks insurers funds investors individuals persons"
    " people citizens residents consumers members experts scholars parties stakeholders respondents applicants"
    " bidders authorities governments ministries departments bureaus agencies provinces cities counties regions"
    " localities organisations organizations public subsidiaries others"
)
"""Who can be asked for comments or applications."""
_WHO = rf"(?:(?!(?:for|of|from|to|and|on|in|with|that|by)\b)[\w’'-]+\s){{0,3}}?(?:{'|'.join(_NOUNS.split())}|\w+makers)"
_UNTIL = r"(?:(?:may|can|do\sso|may\sdo\sso|can\sdo\sso)\s)?(?:until|till|by|on|before|no\slater\sthan)\s(?:the\s)?"
_NEXT_GROUP = re.compile(
    rf"(?:\sfor\s{_WHO})?(?:\s?[,;]\s?(?:and\s|but\s|while\s)?|\s(?:and|but|while)\s)"
    rf"(?:(?:for\s|those\s(?:from|of|by)\s|the\s)?{_WHO}\s)?{_UNTIL}",
    re.IGNORECASE,
)
_WHO_IN = re.compile(rf"\b{_WHO}\b", re.IGNORECASE)
_FOR_GROUP = re.compile(rf"\sfor\s{_WHO}\b", re.IGNORECASE)
_WINDOW = 120
_FOR_ELSE = re.compile(r"\s(?:to|for)\s")
_NOUNS_ZH = (
    r"(?:企业|单位|协会|商会|部门|机构|个人|公众|高校|院校|专家|政府|银行|省份|地方|地区|[省市县区]|厂商|申请人|投资者)"
)
_NEXT_GROUP_ZH = re.compile(
    rf"(?:之?前|以前|止)?[^，。；、]{{0,24}}[，、；,](?:其中)?[^，。；、]{{0,8}}{_NOUNS_ZH}(?:请|应当?|须|需|可)?[于在]?(?:截至)?"
)
_ENDS_ZH = re.compile(r"(?:之?前|以前|止)?[，。；]?\Z")
_ONLY_BEFORE_ZH = re.compile(r"(?:之?前|以前)[，、]")


def share_kinds(
    text: str, days: tuple[PrintedDay, ...], kinds: tuple[DeadlineKind | None, ...]
) -> tuple[DeadlineKind | None, ...]:
    """Give the kinds of a sentence's days, where a group that is only named with its day shares its neighbour's."""
    shared = list(kinds)
    for i in range(1, len(days)):
        if shared[i] is None and shared[i - 1] and _follows(text, days, i):
            shared[i] = shared[i - 1]
    for i in range(len(days) - 1, 0, -1):
        between = text[days[i - 1].end : days[i].start]
        if shared[i - 1] is None and shared[i] and _ONLY_BEFORE_ZH.match(between) and _NEXT_GROUP_ZH.fullmatch(between):
            shared[i - 1] = shared[i]
    return tuple(shared)


def _follows(text: str, days: tuple[PrintedDay, ...], i: int) -> bool:
    between, after = text[days[i - 1].end : days[i].start], text[days[i].end : days[i].end + _WINDOW]
    if _NEXT_GROUP_ZH.fullmatch(between):
        return _ENDS_ZH.match(after[: days[i + 1].start - days[i].end] if i + 1 < len(days) else after) is not None
    if (
        not _NEXT_GROUP.fullmatch(between)
        or tells_otherwise(between)
        or (_FOR_ELSE.match(after) and not _FOR_GROUP.match(after))
    ):
        return False
    named = _WHO_IN.search(re.sub(r"\A\sfor\s[^,;]*?(?=,|;|\sand\b|\sbut\b|\swhile\b)", "", between, count=1))
    return named is not None or (_FOR_GROUP.match(between) and _FOR_GROUP.match(after)) is not None
