"""Who issues or acts: the label when there is one, else the subject of the sentence that reports the act.

Decided: a body that approves, or by which something "was approved", issues only when nobody else in the item does; a
body merely named ("according to", "reported to", "under") never; comments and other publications never count. The main
clause of the first sentence in which a body acts decides; a body in a subordinate clause acts only when no main clause
of that sentence has one, and one that had acted before, or only drafted, when nobody else in the item acts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.model.ids import HAN
from bot.reading.facts.actors import (
    ACTED,
    ACTIVE,
    ACTIVE_ZH,
    ACTORS,
    ANSWERED,
    APPROVED,
    ASKS_BEHIND,
    ATTRIBUTIVE,
    BEGUN,
    BEGUN_ZH,
    BESIDE,
    BODY,
    CALLED,
    CHAIN,
    CHAIN_ZH,
    DECIDED,
    DOES_BEHIND,
    FORWARDED_ZH,
    FROM,
    IN_THE_LEAD,
    ITS_NEW,
    JOINED,
    LEADS,
    LEADS_ZH,
    LEARNED_ZH,
    LED,
    MERELY_NAMED,
    PASSIVE,
    PASSIVE_ACT,
    PASSIVE_PREPARED,
    PLANS,
    RULES,
    SIGNED,
    SIGNED_ZH,
    SPOKEN,
    SPOKEN_FOR,
    SUBJECT,
    SUBJECT_ZH,
    THAT_IS_ZH,
    TITLE_EN,
    TITLE_ZH,
    TITLED_BY,
    TOLD,
    TOLD_BEHIND,
    WITH,
    set_recalled_aside,
    set_subordinate_aside,
)
from bot.reading.facts.passages import Name, NameKind, Passage, Place, Sentence, WordLed, mentions
from bot.reading.facts.titles import is_bare_title

# Why somebody is taken for the issuer of a document, and how sure that is.


@dataclass(frozen=True, kw_only=True, slots=True)
class IssuerGround:
    """Why somebody is taken for the issuer: certain (1.0) under a label or as the subject of an act, else less so."""

    confidence: float = 1.0
    reason: str = ""


GROUNDS = (
    IssuerGround(),
    IssuerGround(),
    IssuerGround(confidence=0.85, reason="it approved it; nobody else acts"),
    IssuerGround(confidence=0.8, reason="it is what the first sentence is about; no word says that it issues"),
    IssuerGround(confidence=0.75, reason="it is what the headline is about; no word says that it issues"),
    IssuerGround(confidence=0.72, reason="it stands beside the name of the document; no word says that it issues"),
    IssuerGround(confidence=0.6, reason="it is the only one named, and acts by what kind of body it is"),
    IssuerGround(confidence=0.5, reason="it acted before, or in an aside; nobody else acts"),
    IssuerGround(confidence=0.65, reason="it stands in the heading alone"),
)
"""The grounds in the order in which they are tried (``bot.reading.facts.issuers``)."""
BY_HOST = IssuerGround(confidence=0.6, reason="the text says 我部 or the like without a name; it stands on its page")


# How many bodies a report says act together: "四部门", "seven departments".

_HAN_COUNTS = {sign: at for at, sign in enumerate("一二三四五六七八九", start=1)} | {"两": 2}
_COUNTS = {
    word: number
    for number, word in enumerate(
        ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
        start=2,
    )
}
_DIGITS = "0123456789０１２３４５６７８９"
_MANY_EN = ("departments", "ministries", "agencies", "bodies", "authorities", "regulators", "commissions")
_MANY_ZH = ("部门", "部委", "单位", "机构")
_BODIES = (*_MANY_EN, *_MANY_ZH)
_BODIES_EN = f"(?:{'|'.join(_MANY_EN)})"
_BODIES_ZH = f"个?(?:{'|'.join(_MANY_ZH)})"
_COUNTED = WordLed(
    " ".join((*_COUNTS, *"两二三四五六七八九十", *_DIGITS)),
    rf"\b(?P<word>{'|'.join(_COUNTS)})\s(?:\w+\s){{0,2}}?{_BODIES_EN}\b"
    rf"|(?P<han>[二两三四五六七八九]?十[一二三四五六七八九]?|[两二三四五六七八九]){_BODIES_ZH}"
    rf"|(?<!\d)(?P<figures>[{_DIGITS}]{{1,2}}){_BODIES_ZH}",
    re.IGNORECASE,
)


def find_counted(text: str) -> int | None:
    """Return how many bodies the text first says act together; None where it counts none."""
    found = _COUNTED.search(text) if mentions(text, _BODIES) else None
    if found is None:
        return None
    if found["word"]:
        return _COUNTS[found["word"].lower()]
    return int(found["figures"]) if found["figures"] else _read_han(found["han"])


def _read_han(count: str) -> int:
    tens, ten, ones = count.rpartition("十")
    return (10 * _HAN_COUNTS.get(tens, 1) if ten else 0) + _HAN_COUNTS.get(ones, 0)


# Who does what in a German, French or Spanish sentence, each body in it one sign.

_THE = r"(?:(?:das|die|der|dem|le|la|les|el|los|las)\s+|l['’])?"
_UNIT = rf"{BODY}\)?(?:\s*[(（][^()（）]{{0,40}}[)）])?"
_AND = r"(?:\s*,\s*|\s+(?:und|sowie|gemeinsam\smit|zusammen\smit|et|ainsi\sque|avec|y|junto\scon)\s+)"
_OTHER = rf"[A-ZÀ-Þ](?:(?!\s(?:und|sowie|gemeinsam|zusammen|et|ainsi|avec|y|junto)\s)[^,.;:()（）{BODY}]){{2,70}}?"
"""Somebody whom no list of ours holds, beside a body."""
_CHAIN = rf"(?P<chain>{_UNIT}(?:{_AND}{_THE}(?:{_UNIT}|{_OTHER})){{0,12}})"
_TO_THE_END = rf"\s(?:\([^()]{{0,200}}\)|[^.;({BODY}]|(?<=\d)\.){{0,240}}?\b"
_PAST_DE = (
    r"(?:veröffentlich|verabschiede|kündig|leg|stell|starte|eröffne|leite|verhäng|billig|setz|änder|verlänger|publizier)ten?"
    r"|erließ(?:en)?|gab(?:en)?|verbot(?:en)?|hob(?:en)?"
)
_DONE_DE = (
    r"veröffentlicht|verabschiedet|angekündigt|vorgelegt|vorgestellt|gestartet|eröffnet|eingeleitet|verhängt|gebilligt"
    r"|erlassen|herausgegeben|bekannt\s?gegeben|verboten|aufgehoben|geändert|verlängert|publiziert|gestellt"
)
_DONE_ROMANCE = (
    r"(?:publi|adopt|annonc|lanc|présent|promulgu|approuv|impos|diffus|révis|prolong|modifi|abrog|dévoil)é|émis|soumis|ouvert"
    r"|(?:public|adopt|anunci|lanz|present|promulg|aprob|modific|derog|prorrog)ado|emitido|sometido|abierto"
)
_NOW_ROMANCE = (
    r"(?:publi|adopt|annonc|lanc|présent|promulgu|approuv|impos|dévoil)e(?:nt)?|soumet(?:tent)?|ouvre(?:nt)?"
    r"|(?:public|adopt|anunci|lanz|present|promulg|aprob|modific|derog)(?:ó|aron)|emit(?:ió|ieron)|abr(?:ió|ieron)"
)
_ADVERB = r"(?:\s(?:conjointement|également|officiellement|conjuntamente|también|gemeinsam|auch|zudem))?"
ACTING = (
    re.compile(rf"\b(?i:{_PAST_DE})\s+{_THE}{_CHAIN}"),
    re.compile(rf"{_CHAIN}{_ADVERB}\s+(?:{_PAST_DE})\b"),
    re.compile(rf"\b(?:hat|haben)\s+{_THE}{_CHAIN}{_TO_THE_END}(?:{_DONE_DE})\b"),
    re.compile(rf"{_CHAIN}\s+(?:hat|haben){_TO_THE_END}(?:{_DONE_DE})\b"),
    re.compile(rf"{_CHAIN}{_ADVERB}\s+(?:(?:a|ont|ha|han){_ADVERB}\s(?:{_DONE_ROMANCE})|{_NOW_ROMANCE})\b"),
)
"""Patterns of an act, with who does it as ``chain``."""


_FIRST = (SUBJECT, LEADS, LEADS_ZH, SUBJECT_ZH, ASKS_BEHIND, DOES_BEHIND, TITLE_ZH, SPOKEN, SPOKEN_FOR)
"""What makes somebody the one whom the first sentence is about."""
_ANY_CHAIN = re.compile(rf"{CHAIN_ZH}|{CHAIN}")
_AND_OTHERS = WordLed(
    "等 and",
    rf"等[{HAN}\d]{{0,4}}(?:部门|部委|单位|机构)"
    r"|\band (?:\w+ )?(?i:other (?:\w+ )?(?:departments|ministries|bodies|agencies))\b",
)
"""Says that more bodies act than a sentence names; another sentence may name them all."""


_UNDER = re.compile(
    r"\bunder\s(?:the\s)?(?:guidance|direction|supervision|leadership|auspices|coordination)\sof\b[^;|]*"
    rf"|在[{HAN}、和]{{2,40}}?(?:指导|领导|统筹)下",
    re.IGNORECASE,
)
"""Says in an issuer's field who stood above those who issued."""
_BRIEF = 60
_NOUNS = "Ministry Commission Administration Council Bank Office Authority Agency Bureau Department"
_NOUN = re.compile(rf"\b(?:{'|'.join(_NOUNS.split())})\b")
"""What kind of body somebody is: their news call them by that alone."""
_CALLED = re.compile(
    rf"\b[Tt]he (?:central )?(?P<noun>{'|'.join(_NOUNS.lower().split())})(?:,|(?: and| or| has| \w+ed| wrote| put)\b)"
)


def decide_issuers(passages: tuple[Passage, ...]) -> tuple[tuple[str, ...], IssuerGround]:
    """Return the ids of the bodies that issue or act, in the source's order, and why; empty when it names none."""
    labels = [passage for passage in passages if passage.place is Place.ISSUER]
    named = _list_ids([replace(label, names=_list_heads(label)) for label in labels])
    if named:
        return named, IssuerGround()
    acting, ground = _decide_actors(passages)
    hosts = _list_ids([passage for passage in passages if passage.place is Place.HOST])[:1]
    return (hosts, BY_HOST) if hosts and not acting else (acting, ground)


def _list_heads(label: Passage) -> tuple[Name, ...]:
    """Return the names of an issuer's label without those under whose guidance it was done."""
    under = _UNDER.search(label.text)
    return tuple(name for name in label.names if under is None or not under.start() < name.start < under.end())


def _decide_actors(passages: tuple[Passage, ...]) -> tuple[tuple[str, ...], IssuerGround]:
    """Return who acts by the wording of titles, summary, headline and points, by the first rule that finds somebody."""
    titles = [_Wording(p, s) for p in passages if _is_title(p) for s in p.sentences]
    sentences = [_Wording(p, s) for place in _READING_ORDER for p in passages if p.place is place for s in p.sentences]
    by_rank: tuple[Iterator[tuple[str, ...]], ...] = (
        (wording.list_titled() for wording in titles),
        (wording.list_acting() for wording in sentences),
        (wording.list_by(APPROVED) for wording in sentences),
        (next(filter(None, map(wording.list_by, _FIRST)), ()) for wording in _first_naming(sentences)),
        (wording.list_by(SUBJECT_ZH) for wording in titles),
        (next(filter(None, map(w.list_by, BESIDE)), ()) for w in (*sentences[:2], *titles)),
        _list_called(sentences),
        (wording.list_recalled() for wording in sentences),
        (_whole_heading(passage) for passage in passages if passage.place is Place.HEADING),
    )
    found = ((ids, ground) for tried, ground in zip(by_rank, GROUNDS, strict=True) for ids in tried if ids)
    ids, ground = next(found, ((), IssuerGround()))
    text = " ".join(passage.text for passage in passages if passage.place in {Place.HEADLINE, Place.SUMMARY})
    if any(wording.is_answered for wording in titles):
        return ids, ground
    if ids and _AND_OTHERS.search(text):
        longer = [acting for wording in sentences if set(acting := wording.list_acting()) > set(ids)]
        ids = max(longer, key=len, default=ids)
    if ids:
        signed = (each for wording in sentences if " sign" in wording.text for each in wording.list_signing())
        ids = tuple(dict.fromkeys((*_list_by_noun(passages, text), *ids, *signed)))
    counted = find_counted(text)
    if counted and len(ids) < counted:
        chains = (chain for wording in sentences for chain in wording.list_chains() if len(chain) == counted)
        ids, ground = next(((chain, IssuerGround()) for chain in chains if set(ids) <= set(chain)), (ids, ground))
    return ids, ground


def _list_by_noun(passages: tuple[Passage, ...], text: str) -> tuple[str, ...]:
    """Return the body whose name alone heads the news, where this calls it by its noun ("the ministry issued")."""
    heading = next((passage for passage in passages if passage.place is Place.HEADING), None)
    noun = _NOUN.search(heading.text) if heading else None
    called = {found["noun"] for found in _CALLED.finditer(text)} if noun else set()
    return _whole_heading(heading) if heading and noun and noun[0].lower() in called else ()


def _list_called(sentences: list[_Wording]) -> Iterator[tuple[str, ...]]:
    """Return the one body named so far where a sentence tells an act of "the ministry" or "the watchdog"."""
    named: tuple[str, ...] = ()
    for wording in sentences:
        named = tuple(dict.fromkeys((*named, *wording.ids)))
        if len(named) == 1 and CALLED.search(wording.text):
            yield named


def _is_title(passage: Passage) -> bool:
    """Whether a paragraph is the title of a document or of the news: in a list of documents a title is all there is."""
    named = passage.place in {Place.ARTICLE, Place.HEADLINE}
    return named or (passage.place is Place.SUMMARY and is_bare_title(passage.text))


def _first_naming(sentences: list[_Wording]) -> Iterator[_Wording]:
    """Return the first sentence if it names a body, or the second after a headline-like first ("Gallium.")."""
    first = next((at for at, wording in enumerate(sentences[:2]) if wording.names_bodies), None)
    if first is not None and (first == 0 or sentences[0].is_brief):
        yield sentences[first]


def is_acting(passages: tuple[Passage, ...]) -> bool:
    """Return whether some sentence of the news has a body for the subject of an act, not merely of some doing."""
    news = [passage for passage in passages if passage.place in _READING_ORDER]
    return any(_Wording(passage, sentence).list_acting() for passage in news for sentence in passage.sentences)


def list_first_actors(passages: tuple[Passage, ...]) -> tuple[str, ...]:
    """Return the bodies whose act is the news: the first sentence tells it, and on nobody else's word."""
    sentences = [_Wording(p, s) for place in _READING_ORDER for p in passages if p.place is place for s in p.sentences]
    return next((wording.list_first_actors() for wording in _first_naming(sentences)), ())


def is_planning(passages: tuple[Passage, ...]) -> bool:
    """Return whether the news begins with what a body will or wants to do, merely begins to do, or has somebody say."""
    news = [(p, s) for place in _READING_ORDER for p in passages if p.place is place for s in p.sentences[:1]]
    first = _Wording(*news[0]) if news else None
    if first is None or first.list_by(PLANS):
        return first is not None
    return any(map(first.list_by, (SPOKEN, SPOKEN_FOR))) and ACTED.search(first.text) is None


_BODY = re.compile(BODY)
_READING_ORDER = (Place.SUMMARY, Place.HEADLINE, Place.POINT)


def _list_ids(passages: list[Passage]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.id for passage in passages for name in passage.names_of(NameKind.BODY)))


def _whole_heading(passage: Passage) -> tuple[str, ...]:
    names = passage.names_of(NameKind.BODY)
    covered = sum(name.end - name.start for name in names)
    return _list_ids([passage]) if names and covered * 2 > len(passage.text) else ()


def _find_group(pattern: re.Pattern[str], match: re.Match[str]) -> str:
    """Return the group that has the bodies: the first of those that a pattern has for them."""
    return next((name for name in pattern.groupindex if match[name] is not None and name != "chain"), "chain")


class _Wording:
    """A sentence with one sign for each body in it, so that the patterns see who does what."""

    def __init__(self, passage: Passage, sentence: Sentence) -> None:
        pieces: list[str] = []
        self._ids: list[str] = []
        position = sentence.start
        for name in passage.names_within(sentence, NameKind.BODY):
            pieces.append(passage.text[position : name.start])
            self._ids.append(name.id)
            position = name.end
        self._whole = self._main = self._told = BODY.join([*pieces, passage.text[position : sentence.end]])
        self._places: list[int] = []
        if self._ids:
            self._places = [found.start() for found in _BODY.finditer(self._whole)]
            self._main, self._told = set_subordinate_aside(self._whole), set_recalled_aside(self._whole)

    @property
    def names_bodies(self) -> bool:
        """Whether a body stands in the sentence."""
        return bool(self._ids)

    @property
    def ids(self) -> tuple[str, ...]:
        """The bodies named in the sentence, in order."""
        return tuple(self._ids)

    @property
    def is_answered(self) -> bool:
        """Whether it is the title of what somebody answered to questions: who answers stands there alone."""
        return ANSWERED.search(self._whole) is not None

    @property
    def is_brief(self) -> bool:
        """Whether the sentence is as short as a headline."""
        return len(self._whole) <= _BRIEF

    def list_titled(self) -> tuple[str, ...]:
        """Return who stands at the head of a title."""
        return self.list_by(TITLE_ZH) or self.list_by(TITLE_EN)

    def list_acting(self) -> tuple[str, ...]:
        """Return who issues in this sentence: in its main clauses if somebody does there, else in what they tell."""
        return (
            self._list_acting(self._main)
            or (self.list_by(APPROVED) if self._main != self._whole else ())
            or self._list_acting(self._told)
        )

    def list_first_actors(self) -> tuple[str, ...]:
        """Return who does something as the subject that the sentence begins with, else by whom it was done."""
        begun = [each for pattern in (SUBJECT, BEGUN, BEGUN_ZH) for each in self.list_by(pattern)]
        begun = [] if TOLD_BEHIND.search(self._whole) else begun
        done = () if TOLD.search(self._whole) else self.list_by(PASSIVE) or self.list_by(PASSIVE_ACT)
        return tuple(dict.fromkeys(begun)) or done

    @property
    def text(self) -> str:
        """The sentence with its signs for bodies."""
        return self._whole

    def list_signing(self) -> tuple[str, ...]:
        """Return who signed too what was told of before, in whatever clause."""
        return self._in_order(self._find(SIGNED, self._whole)) if self._ids else ()

    def list_chains(self) -> list[tuple[str, ...]]:
        """Return each list of bodies that stand side by side."""
        return [self._ids_between(*match.span()) for match in _ANY_CHAIN.finditer(self._whole)] if self._ids else []

    def list_recalled(self) -> tuple[str, ...]:
        """Return who issues in this sentence in whatever clause."""
        return self._list_acting(self._whole)

    def list_by(self, pattern: re.Pattern[str]) -> tuple[str, ...]:
        """Return who stands in the place of this pattern in the main clauses."""
        return self._in_order(self._find(pattern, self._main)) if self._ids else ()

    def _list_acting(self, text: str) -> tuple[str, ...]:
        """Return its active subjects and who leads them, else by whom it was issued or prepared."""
        for patterns in (
            ()
            if not self._ids
            else (
                (*ACTORS, ACTIVE_ZH, FORWARDED_ZH, LEARNED_ZH, SIGNED_ZH, THAT_IS_ZH, *ACTING),
                (PASSIVE, PASSIVE_ACT, FROM, TITLED_BY),
                (PASSIVE_PREPARED,),
            )
        ):
            found = [index for pattern in patterns for index in self._find(pattern, text)]
            if found or ACTIVE in patterns:
                found += (
                    self._find(LED, text) + self._find(IN_THE_LEAD, text) + (self._find(JOINED, text) if found else [])
                )
            if found:
                return self._in_order(found)
        return ()

    def _find(self, pattern: re.Pattern[str], text: str) -> list[int]:
        found: list[int] = []
        tried = pattern is not DECIDED or mentions(text, RULES)
        for match in pattern.finditer(text) if tried else ():
            start, end = match.span(_find_group(pattern, match))
            before = text[max(0, start - 40) : start]
            named = pattern in {ACTIVE, ATTRIBUTIVE} and MERELY_NAMED.search(before) and not WITH.search(before)
            named = named and not ITS_NEW.match(text, end)
            if not named:
                found += [index for index, at in enumerate(self._places) if start <= at < end and text[at] == BODY]
        return found

    def _ids_between(self, start: int, end: int) -> tuple[str, ...]:
        return self._in_order([index for index, at in enumerate(self._places) if start <= at < end])

    def _in_order(self, indexes: list[int]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._ids[index] for index in sorted(indexes)))
