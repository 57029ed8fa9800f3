"""The verbs by which documents are issued, and whether a report tells of them as done or only as planned."""

from __future__ import annotations

import re
from functools import lru_cache

_ASKED = r"(?:comments?|opinions|feedback|views|input|suggestions|submissions|consultation)"
_STEMS = (
    r"(?:co-)?issu|releas|publish|unveil|announc|promulgat|adopt|approv|present|introduc|launch|circulat"
    r"|draft|formulat"
    r"|propos|amend|revis|adjust|repeal|abolish|post|finali[sz]|forward|pass|gazett|float|enact"
)
_VERBS_ZH = (
    "印发|发布|公布|出台|制定|下[发达]|颁布|发出|公开(?=《)|编制|征求|通过|修[订改正]|废止|转发|公示(?![期时])|起草"
    "|作出(?:修改|解读)|推出|发表|批复|解读|[公通]告(?=《)"
)
ISSUES = re.compile(
    rf"\b(?:{_STEMS})(?:ed|es?|s|ing)?\b|\b(?:withdr[ae]w\w*|makes?\spublic|made\spublic|consult(?:s|ed|ing)?\son)\b"
    r"|\b(?:put|set|roll|br[io](?:ng|ught)|hand|sen[dt]|sign)(?:s|ed)?\s(?:out|forward|off(?:\son)?)\b"
    r"|\bput(?:s)?\b(?=[^.;]{3,140}\sout\sfor\b)"
    r"|\b(?:seek|sought|collect|gather|ask|invit|request|welcom|open|tak|want|solicit)\w*\s(?:for\s"
    rf"|a\s)?(?:public\s)?{_ASKED}\b"
    rf"(?:\son(?:\s(?:the|a|its|draft|proposed|changes\sto|amendments\sto))*\b)?|{_VERBS_ZH}",
    re.IGNORECASE,
)
"""A verb of issuing, of drafting or of asking for views on a draft."""
_NOT_DONE = re.compile(
    r"\b(?:will|would|shall|may|might|could|should|must|can|(?<!decided\s)(?<!voted\s)to|not|n['’]t|never|considering"
    r"|planning|preparing|working\son)(?:\s(?:\w+ly|be|been|have|also|soon"
    rf"|yet))*\s(?:the\s)?(?:{ISSUES.pattern}|set\sup|read\b|begin\b)"
    r"|(?:(?<!现)将|(?<!模)拟|(?<![行作])计划|有望|尚未|并未|没有|正在(?!.{0,6}征)|考虑|预计"
    rf"|否认)[^，。；》]{{0,16}}?(?:{_VERBS_ZH})",
    re.IGNORECASE,
)
"""Tells of an act as planned, denied, asked of others or not yet done."""
_DONE = re.compile(
    rf"\b(?:(?:{_STEMS})(?:ed|es|s)|sought|seeks|invites|invited|put|set|sets|took|takes?\seffect"
    r"|in(?:to)?\s(?:force|effect)"
    r"|(?:extend|expand|list|nam|order|adjust|designat|tighten|lift|remov|add|establish|summon|impos|open"
    r"|fin|bann|rais|lower"
    r"|suspend|cancel|scrapp|rolled|cutt?|select|clear)(?:ed|es|s))\b|\b(?:notice|circular"
    r"|announcement)\s(?:by|from)\b"
    rf"|{_VERBS_ZH}|施行|实施"
)
"""Tells of an act as done."""


@lru_cache(maxsize=128)
def _list_not_done(news: str) -> tuple[tuple[int, int], ...]:
    return tuple(found.span() for found in _NOT_DONE.finditer(news))


def is_planned(at: int, news: str) -> bool:
    """Return whether a place in the news is where it speaks of what is not done."""
    return any(start <= at < end for start, end in _list_not_done(news))


def find_done(pattern: re.Pattern[str], news: str) -> re.Match[str] | None:
    """Return the first match of a pattern that the report tells as done."""
    return next((found for found in pattern.finditer(news) if not is_planned(found.start(), news)), None)


def is_only_planned(news: str, *, planning: bool) -> bool:
    """Return whether a report speaks of acts only as planned; ``planning`` tells that it begins so."""
    return (planning or bool(_list_not_done(news))) and find_done(_DONE, news) is None


_STATISTICS = re.compile(
    r"\b(?:data|figures|statistics|index|survey)\b[^.;]{0,60}?\b(?:show|rose|fell|stood|published|released|put)\w*\b"
    r"|\b(?:rose|fell|grew|climbed|dropped|shrank|increased|declined|expanded)\s(?:by\s)?\d[\d.,]*\s?(?:%|per\s?cent)"
    r"|[同环]比(?:分别)?(?:增|减|涨|跌|下|上|回)|数据(?:显示|表明)|(?:公布|发布)[^。；，《]{0,30}(?:数据"
    r"|指数|价格|[产销]量|产销)"
    r"|(?:产销|[销产]量)(?:分别)?(?:完成|达到?|为)?\d"
)


def tells_statistics(text: str) -> bool:
    """Return whether a sentence gives figures of a trade or an economy: who publishes these issues no document."""
    return _STATISTICS.search(text) is not None
