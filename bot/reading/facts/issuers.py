"""Who issues or acts: the label when there is one, else who does something in the sentence that reports the act.

A body that is merely named ("according to", "reported to", "under") never counts, nor do comments. The main clauses of
the first sentence in which a body acts decide; one in a subordinate clause, or that had acted before, counts only where
nobody else in the item acts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.reading.facts.actors import (
    ACTING,
    ACTIVE,
    BESIDE,
    BODY,
    LEADING,
    MERELY_NAMED,
    PLANS,
    SUBJECT,
    TELLER,
    TITLED,
    TOLD,
    list_chains,
    set_aside,
)
from bot.reading.facts.known_names import NameKind
from bot.reading.facts.passages import Name, Passage, Place
from bot.reading.facts.sentences import Sentence
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
    r"|\bcounted\s[^.;]{0,20}?\d|\bput\s[^.;]{2,60}?\sat\s\d|\bclosed\sat\s\d"
    r"|[同环]比(?:分别)?(?:增|减|涨|跌|下|上|回)|数据(?:显示|表明)|(?:公布|发布)[^。；，《]{0,30}(?:数据"
    r"|指数|价格|[产销]量|产销)"
    r"|(?:产销|[销产]量)(?:分别)?(?:完成|达到?|为)?\d"
)


def tells_statistics(text: str) -> bool:
    """Return whether a sentence gives figures of a trade or an economy: who publishes these issues no document."""
    return _STATISTICS.search(text) is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class IssuerGround:
    """Why somebody is taken for the issuer: certain (1.0) under a label or as the subject of an act, else less so."""

    confidence: float = 1.0
    reason: str = ""


CERTAIN = IssuerGround()
BY_SUBJECT = IssuerGround(confidence=0.8, reason="the first sentence is about it; no word says that it issues")
BY_PLACE = IssuerGround(confidence=0.72, reason="it stands beside the document's name; no word says that it issues")
BY_ASIDE = IssuerGround(confidence=0.5, reason="it acted before, or in an aside; nobody else acts")
BY_HEADING = IssuerGround(confidence=0.65, reason="it stands in the heading alone")

_READING_ORDER = (Place.SUMMARY, Place.HEADLINE, Place.POINT)
_BRIEF = 60
_REACH = 30


def decide_issuers(passages: Sequence[Passage]) -> tuple[tuple[str, ...], IssuerGround]:
    """Return the ids of the bodies that issue or act, in the source's order, and why; empty when it names none."""
    labels = [passage for passage in passages if passage.place is Place.ISSUER]
    named = _list_ids(name for label in labels for name in label.names_of(NameKind.BODY))
    titles = [Wording(p, s) for p in passages if _is_title(p) for s in p.sentences]
    sentences = _list_wordings(passages)
    first = _find_first_naming(sentences)
    headings = (passage for passage in passages if passage.place is Place.HEADING)
    tried: tuple[tuple[Iterable[tuple[str, ...]], IssuerGround], ...] = (  # the surest first
        ((named,), CERTAIN),
        ((wording.list_by(TITLED) for wording in titles), CERTAIN),
        ((wording.list_acting() for wording in sentences), CERTAIN),
        ((first.list_by(LEADING, SUBJECT) for _ in (1,) if first and not TELLER.search(first.whole)), BY_SUBJECT),
        ((wording.list_by(*BESIDE) for wording in (*sentences[:2], *titles)), BY_PLACE),
        ((wording.list_recalled() for wording in sentences), BY_ASIDE),
        (map(_list_whole_heading, headings), BY_HEADING),
    )
    return next(((ids, ground) for found, ground in tried for ids in found if ids), ((), CERTAIN))


def list_first_actors(passages: Sequence[Passage]) -> tuple[str, ...]:
    """Return the bodies whose act is the news: the first sentence tells it, and on nobody else's word."""
    first = _find_first_naming(_list_wordings(passages))
    if first is None or TOLD.search(first.whole):
        return ()
    return first.list_by(SUBJECT) or first.list_acting()


def is_planning(passages: Sequence[Passage]) -> bool:
    """Return whether the news begins with what a body will or wants to do, or merely begins to do."""
    first = next(iter(_list_wordings(passages)), None)
    return first is not None and bool(first.list_by(PLANS))


def _list_wordings(passages: Sequence[Passage]) -> list[Wording]:
    return [Wording(p, s) for place in _READING_ORDER for p in passages if p.place is place for s in p.sentences]


def _is_title(passage: Passage) -> bool:
    """Whether a paragraph is the title of a document or of the news: in a list of documents a title is all there is."""
    named = passage.place in {Place.ARTICLE, Place.HEADLINE}
    return named or (passage.place is Place.SUMMARY and is_bare_title(passage.text))


def _find_first_naming(sentences: Sequence[Wording]) -> Wording | None:
    """Return the first sentence if it names a body, or the second after a headline-like first ("Gallium.")."""
    first = next((at for at, wording in enumerate(sentences[:2]) if wording.ids), None)
    brief = sentences and len(sentences[0].whole) <= _BRIEF
    return sentences[first] if first is not None and (first == 0 or brief) else None


def _list_ids(names: Iterator[Name]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.id for name in names))


def _list_whole_heading(passage: Passage) -> tuple[str, ...]:
    names = passage.names_of(NameKind.BODY)
    covered = sum(name.end - name.start for name in names)
    return _list_ids(iter(names)) if covered * 2 > len(passage.text) else ()


class Wording:
    """A sentence with one sign for each body in it, so that the patterns see who does what."""

    def __init__(self, passage: Passage, sentence: Sentence) -> None:
        names = passage.names_within(sentence, NameKind.BODY)
        pieces, position = [], sentence.start
        for name in names:
            pieces.append(passage.text[position : name.start])
            position = name.end
        self.ids = tuple(name.id for name in names)
        self.whole = BODY.join([*pieces, passage.text[position : sentence.end]])
        self._main = set_aside(self.whole) if names else self.whole
        self._places = [at for at, sign in enumerate(self.whole) if sign == BODY] if names else []

    def list_acting(self) -> tuple[str, ...]:
        """Return who acts in the main clauses: as subject, else by whom it was done."""
        return next(filter(None, (self.list_by(*forms) for forms in ACTING)), ())

    def list_recalled(self) -> tuple[str, ...]:
        """Return who acts in this sentence in whatever clause."""
        return next(filter(None, (self._list_in(self.whole, forms) for forms in ACTING)), ())

    def list_by(self, *forms: re.Pattern[str]) -> tuple[str, ...]:
        """Return who stands in the place of these patterns in the main clauses."""
        return self._list_in(self._main, forms)

    def _list_in(self, text: str, forms: Sequence[re.Pattern[str]]) -> tuple[str, ...]:
        if not self.ids:
            return ()
        whole = list_chains(text)
        spans: list[tuple[int, int]] = []
        for form in forms:
            for found in form.finditer(text):
                start, end = found.span(found.lastgroup or "chain")
                start = min(chain[0] for chain in (*whole, (start, end)) if chain[0] <= start < chain[1])
                if form is not ACTIVE or not MERELY_NAMED.search(text, max(0, start - _REACH), start):
                    spans.append((start, end))
        places = [any(start <= at < end for start, end in spans) and text[at] == BODY for at in self._places]
        return tuple(dict.fromkeys(id_ for id_, is_in in zip(self.ids, places, strict=True) if is_in))
