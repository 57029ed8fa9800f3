"""Who issues or acts: the label when there is one, else who does something in the sentence that reports the act.

A body that is merely named ("according to", "reported to", "under") never counts, nor do comments. The main clauses of
the first sentence in which a body acts decide; one in a subordinate clause, or that had acted before, counts only where
nobody else in the item acts.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from bot.reading.facts.actors import BESIDE, LEADING, PLANS, SUBJECT, TELLER, TITLED, TOLD, find_acting, find_actors
from bot.reading.facts.passages import Doubt, NameKind, Passage, Place, list_bodies, list_in
from bot.reading.facts.titles import is_bare_title

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


def list_done(pattern: re.Pattern[str], news: str) -> list[re.Match[str]]:
    """Return the matches of a pattern that the report tells as done."""
    planned = _list_not_done(news)
    return [hit for hit in pattern.finditer(news) if not any(start <= hit.start() < end for start, end in planned)]


def is_only_planned(news: str, *, planning: bool) -> bool:
    """Return whether a report speaks of acts only as planned; ``planning`` tells that it begins so."""
    return (planning or bool(_list_not_done(news))) and not list_done(_DONE, news)


_STATISTICS = re.compile(
    r"\b(?:data|figures|statistics|index|survey)\b[^.;]{0,60}?\b(?:show|rose|fell|stood|published|released|put)\w*\b"
    r"|\b(?:rose|fell|grew|climbed|dropped|shrank|increased|declined|expanded)\s(?:by\s)?\d[\d.,]*\s?(?:%|per\s?cent)"
    r"|\bcounted\s[^.;]{0,20}?\d|\bput\s[^.;]{2,60}?\sat\s\d|\bclosed\sat\s\d"
    r"|[同环]比(?:分别)?(?:增|减|涨|跌|下|上|回)|数据(?:显示|表明)|(?:公布|发布)[^。；，《]{0,30}(?:数据"
    r"|指数|价格|[产销]量|产销)"
    r"|(?:产销|[销产]量)(?:分别)?(?:完成|达到?|为)?\d"
)


def tells_statistics(text: str) -> bool:
    """Return whether a sentence gives figures of a trade or an economy: who publishes these issues no document."""
    return _STATISTICS.search(text) is not None


_BY_SUBJECT = (0.8, "the first sentence is about it; no word says that it issues")
_BY_PLACE = (0.72, "it stands beside the document's name; no word says that it issues")
_BY_ASIDE = (0.5, "it acted before, or in an aside; nobody else acts")
_BY_HEADING = (0.65, "it stands in the heading alone")
_BRIEF = 60


def decide_issuers(passages: Sequence[Passage]) -> tuple[tuple[str, ...], Doubt | None]:
    """Return the ids of the bodies that issue or act, in the source's order, and what leaves a doubt of it."""
    titles = _list_titles(passages)
    told = _list_told(passages)
    first = _find_first_naming(told)
    leading = [first] if first and not TELLER.search(first.signed) else []
    tried: tuple[tuple[Iterable[tuple[str, ...]], Doubt | None], ...] = (  # the surest first
        ([list_bodies(list_in(passages, Place.ISSUER))], None),
        ((find_actors(each, TITLED) for each in titles), None),
        (map(find_acting, told), None),
        ((find_actors(each, LEADING, SUBJECT) for each in leading), _BY_SUBJECT),
        ((find_actors(each, *BESIDE) for each in (*told[:2], *titles)), _BY_PLACE),
        ((find_acting(each, aside=True) for each in told), _BY_ASIDE),
        (map(_list_whole, list_in(passages, Place.HEADING)), _BY_HEADING),
    )
    return next(((ids, doubt) for found, doubt in tried for ids in found if ids), ((), None))


def list_first_actors(passages: Sequence[Passage]) -> tuple[str, ...]:
    """Return the bodies whose act is the news: the first sentence tells it, and on nobody else's word."""
    first = _find_first_naming(_list_told(passages))
    if first is None or TOLD.search(first.signed):
        return ()
    return find_actors(first, SUBJECT) or find_acting(first)


def is_planning(passages: Sequence[Passage]) -> bool:
    """Return whether the news begins with what a body will or wants to do, or merely begins to do."""
    return any(find_actors(first, PLANS) for first in _list_told(passages)[:1])


def _list_told(passages: Sequence[Passage]) -> list[Passage]:
    return list_in(passages, Place.SUMMARY, Place.HEADLINE, Place.POINT)


def _list_titles(passages: Sequence[Passage]) -> list[Passage]:
    """Return the titles of documents and of the news: in a list of documents a title is all there is."""
    summary = list_in(passages, Place.SUMMARY)
    bare = {passage.paragraph for passage in summary if passage.opens and is_bare_title(passage.paragraph)}
    named = {Place.ARTICLE, Place.HEADLINE}
    return [
        each for each in passages if each.place in named or (each.place is Place.SUMMARY and each.paragraph in bare)
    ]


def _find_first_naming(told: Sequence[Passage]) -> Passage | None:
    """Return the first sentence if it names a body, or the second after a headline-like first ("Gallium.")."""
    first = told[: 2 if told and len(told[0].signed) <= _BRIEF else 1]
    return next((passage for passage in first if passage.names_of(NameKind.BODY)), None)


def _list_whole(passage: Passage) -> tuple[str, ...]:
    """Return the bodies of a heading that hardly holds more than their names."""
    covered = sum(name.end - name.start for name in passage.names_of(NameKind.BODY))
    return list_bodies([passage]) if covered * 2 > len(passage.text) else ()
