"""An item as passages: each paragraph with its place, its sentences and the known names in it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

import ahocorasick_rs

from bot.dates.date_words import is_day_stop
from bot.model.ids import HAN
from bot.names.lexicon import Body, Company, Lexicon
from bot.reading.document import ItemParts
from bot.reading.grammar.lines.printed_days import find_dateline_end

# Known names in running text: one automaton over every form of every body, company and other name we hold.

# Patterns tried only at the words that begin them: looking for words takes a tenth of trying a pattern everywhere.


class WordLed:
    """A pattern of which every match begins with one of some words, and which finds what it would find without them.

    ``words`` are parted by spaces, in lower case; a word's first letters are enough. With ``inside`` they may stand
    within a longer word, with which the match begins.
    """

    def __init__(self, words: str, pattern: str, flags: int = 0, *, inside: bool = False) -> None:
        self.words = tuple(words.split())
        self.pattern = re.compile(pattern, flags)
        self.inside = inside
        self._automaton = ahocorasick_rs.AhoCorasick(self.words)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Return the matches in order, without overlaps."""
        starts = self._list_starts(text)
        return self._match_at(text, starts) if starts else iter(())

    def _match_at(self, text: str, starts: Sequence[int]) -> Iterator[re.Match[str]]:
        end = 0
        for start in starts:
            found = self.pattern.match(text, start) if start >= end else None
            if found:
                yield found
                end = found.end()

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match, or None."""
        for start in self._list_starts(text):
            if found := self.pattern.match(text, start):
                return found
        return None

    def _list_starts(self, text: str) -> Sequence[int]:
        """Return the places at which a match can begin, in order."""
        hits = self._automaton.find_matches_as_indexes(lower(text), overlapping=True)
        if not hits:
            return ()
        if self.inside:
            return sorted({_find_start_of_word(text, start) for _, start, _ in hits})
        return sorted({start for _, start, _ in hits})


def _find_start_of_word(text: str, at: int) -> int:
    while at and (text[at - 1].isalnum() or text[at - 1] == "_"):
        at -= 1
    return at


@lru_cache(maxsize=64)
def lower(text: str) -> str:
    """Return the text in lower case, character for character; many ask for the same one."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join([char.lower()[0] for char in text])


def mentions(text: str, stems: tuple[str, ...]) -> bool:
    """Get whether any of these letters stand in a text, in any case: far cheaper than the pattern that needs them."""
    return any(map(lower(text).__contains__, stems))


class NameKind(StrEnum):
    """What a known name names."""

    BODY = "body"
    COMPANY = "company"
    OTHER = "other"


class _Case(StrEnum):
    """How a form must be written to count: any case, capitals first as in the form, or exactly so."""

    ANY = "any"
    CAPITAL = "capital"
    EXACT = "exact"


class _Form(NamedTuple):
    text: str
    case: _Case
    kind: NameKind
    id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A known name in a text (half-open, in characters).

    ``bodies`` and ``companies`` are the ids that carry the name, more than one where it clashes; both empty for a
    name that is neither. ``abbreviated`` tells a form in capitals.
    """

    start: int
    end: int
    bodies: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    abbreviated: bool = False


_HAN = re.compile(f"[{HAN}]")
_ABBREVIATION = re.compile(r"[A-Z][A-Z0-9&-]+")
_MINISTRY = re.compile(r"Ministry of (\w+(?:,? (?:and )?\w+){0,2})")
_LONGEST_ACRONYM = 5
_TWINS = {ord(c): "'" for c in "‘’‛`"} | {ord(c): '"' for c in "“”„‟"} | dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
_TWINS |= dict.fromkeys(map(ord, "\u00a0\u2009\u202f\u3000\n\t"), " ")
_ENGLISH_WORDS = frozenset({"MOST", "SAFE", "SAT", "SAG", "CAST"})
_SHORT_OFFICE = re.compile(r"[中国]办")
"""Short names that stand within many words ("集中办理", "全国办学")."""
_BEFORE_OFFICE = re.compile(rf"(?:\A|[^{HAN}]|[日前由据和与及办])\Z")
_AFTER_OFFICE = re.compile(rf"[^{HAN}发函]|\Z|[、和与及国]|日前|近日|联合|印发|发布|公布|出台|下发|发文")
_MENTIONS_WORD_BEFORE, _WORD_AFTER = re.compile(r"[A-Z]{2,} \Z"), re.compile(r" [A-Z]{2,}")


@lru_cache(maxsize=8192)
def _flat_char(char: str) -> str:
    twin = unicodedata.normalize("NFKD", char)[0].translate(_TWINS).lower()
    return twin if len(twin) == 1 else char


def flatten(text: str) -> str:
    """Return the text in lower case without accents and with plain quotes and dashes, character for character."""
    if text.isascii():
        return text.lower().replace("\n", " ").replace("\t", " ")
    return "".join([_flat_char(char) for char in text])


@lru_cache(maxsize=8192)
def is_han(char: str) -> bool:
    """Return whether this character is a Han character."""
    return bool(_HAN.match(char))


def stands_alone(text: str, start: int, end: int) -> bool:
    """Return whether no Latin word goes on beyond either end of this piece (Han characters bound nothing)."""
    before = start > 0 and text[start - 1].isalnum() and not is_han(text[start - 1]) and not is_han(text[start])
    after = end < len(text) and text[end].isalnum() and not is_han(text[end]) and not is_han(text[end - 1])
    return not (before or after)


class NameFinder:
    """Finds the known names of one lexicon; made once per lexicon, as building takes far longer than asking."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._forms: dict[str, list[_Form]] = {}
        for form in _list_forms(lexicon):
            for flat in _spellings(form.text):
                self._forms.setdefault(flat, []).append(form)
        self._keys = list(self._forms)
        self._automaton = ahocorasick_rs.AhoCorasick(self._keys)

    def find_mentions(self, text: str) -> tuple[Mention, ...]:
        """Return the known names in the text in order, the longest where several start, without overlaps."""
        flat = flatten(text)
        hits = self._automaton.find_matches_as_indexes(flat, overlapping=True)
        shouting = text.isupper()
        found: list[Mention] = []
        end_of_last = 0
        for key, start, end in sorted(hits, key=lambda hit: (hit[1], -hit[2])):
            if start < end_of_last or not stands_alone(flat, start, end):
                continue
            mention = self._read(text, self._keys[key], start, end, shouting=shouting)
            if mention is not None:
                found.append(mention)
                end_of_last = end
        return tuple(found)

    def _read(self, text: str, key: str, start: int, end: int, *, shouting: bool) -> Mention | None:
        piece = text[start:end]
        forms = [form for form in self._forms[key] if _is_written_so(form, piece)]
        if (
            not forms
            or (shouting and piece in _ENGLISH_WORDS and _is_in_words(text, start, end))
            or _is_part_of_model(text, end, piece)
        ):
            return None
        if _SHORT_OFFICE.fullmatch(piece) and not (
            _BEFORE_OFFICE.search(text[max(0, start - 1) : start]) and _AFTER_OFFICE.match(text, end)
        ):
            return None
        if is_han(piece[-1]) and text[end : end + 1] == "门":
            return None  # 公安部门: departments of that kind, not the ministry
        return Mention(
            start=start,
            end=end,
            bodies=_ids(forms, NameKind.BODY),
            companies=() if any(form.kind is NameKind.OTHER for form in forms) else _ids(forms, NameKind.COMPANY),
            abbreviated=all(form.case is _Case.EXACT for form in forms),
        )


def _ids(forms: Iterable[_Form], kind: NameKind) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form.id for form in forms if form.kind is kind))


def _is_in_words(text: str, start: int, end: int) -> bool:
    """Return whether a word in capitals stands right beside it, as in a sentence in capitals but not in a list."""
    return bool(
        _MENTIONS_WORD_BEFORE.search(text[max(0, start - 12) : start]) or _WORD_AFTER.match(text[end : end + 12])
    )


def _is_part_of_model(text: str, end: int, piece: str) -> bool:
    return piece.isupper() and piece.isascii() and text[end : end + 1] == "-" and text[end + 1 : end + 2].isdigit()


def _is_written_so(form: _Form, piece: str) -> bool:
    if form.case is _Case.EXACT:
        return piece in {form.text, form.text.upper()}
    if form.case is _Case.CAPITAL:
        return all(
            _is_capital_kept(ours, theirs) for ours, theirs in zip(form.text.split(), piece.split(), strict=False)
        )
    return True


def _is_capital_kept(ours: str, theirs: str) -> bool:
    """Return whether a word that our form begins with a capital begins with one in the text ("China mobile users")."""
    return not ours[0].isupper() or not theirs[0].isalpha() or theirs[0].isupper()


def _spellings(text: str) -> tuple[str, ...]:
    flat = flatten(text.strip())
    if " and " not in flat:
        return (flat,) if flat else ()
    listed = (flat.replace(" and ", ", and "),) if ", " in flat and ", and " not in flat else ()
    return (flat, flat.replace(" and ", " & "), *listed)


def _list_forms(lexicon: Lexicon) -> Iterator[_Form]:
    for body in lexicon.bodies:
        yield from _forms_of_body(body)
    for company in lexicon.companies:
        yield from _forms_of_company(company)
    for name in lexicon.not_companies:
        yield _Form(name, _case_of_name(name), NameKind.OTHER, name)


def _forms_of_body(body: Body) -> Iterator[_Form]:
    for short in (body.id, *body.abbreviations):
        if short in body.abbreviations or _ABBREVIATION.fullmatch(short):
            yield _Form(short, _Case.EXACT, NameKind.BODY, body.id)
    for name in (body.name_en, *body.names_en):
        yield _Form(name, _case_of_body(name), NameKind.BODY, body.id)
        turned = _MINISTRY.fullmatch(name)
        if turned:
            yield _Form(f"{turned[1]} Ministry", _Case.ANY, NameKind.BODY, body.id)
    for name in (body.name_zh, *body.names_zh, *body.pinyin):
        yield _Form(name, _Case.ANY, NameKind.BODY, body.id)


def _case_of_body(name: str) -> _Case:
    if " " in name:
        return _Case.ANY
    return _Case.EXACT if name.isupper() else _Case.CAPITAL


def _forms_of_company(company: Company) -> Iterator[_Form]:
    names = (company.name, company.name_zh or "", *company.aliases, *company.brands)
    for name in filter(None, names):
        yield _Form(name, _case_of_name(name), NameKind.COMPANY, company.id)


def _case_of_name(name: str) -> _Case:
    if is_han(name[:1]):
        return _Case.ANY
    return _Case.EXACT if name.isupper() and len(name) <= _LONGEST_ACRONYM else _Case.CAPITAL


# Sentences of a paragraph, in either language, as exact pieces of its text.

_STOP = re.compile(
    r"[.!?…。！？；\n](?:(?<=[.!?…])[.!?…]*[\"'”’)\]]*(?=\s|$)|(?<=[.!?])[\"”’)\]]*(?=["
    + HAN
    + r"])|(?<=[。！？；])[。！？；”’」』）)]*|(?<=\n)\n*)"
)
"""Begins with one sign, so that a text is looked through for these signs alone."""
_WORD_BEFORE = re.compile(r"(?:^|[\s(\[“\"'])([\w.&'’-]*)$")
_NEXT = re.compile(r"[\s\"'“‘(\[]*(\S*)")
_NUMBER = re.compile(r"[\d\[〔]")
_IN_SHORT_DAY = re.compile(r"\d\.\s(?:0?[1-9]|1[0-2])\.(?!\d)")
"""Inside of "26. 1.", a day and its month."""

_INNER_TEXT = "i.e e.g cf vs approx mr mrs ms dr prof gov sen gen st mt al fig art arts para sec resp incl esp"
_INNER = frozenset(_INNER_TEXT.split())
_BEFORE_NUMBER_TEXT = (
    "no nos art arts vol pp p ch sec para fig jan feb mar apr jun jul aug sep sept oct nov dec "
    "mär mrz okt dez janv févr avr juil déc"
)
_BEFORE_NUMBER = frozenset(_BEFORE_NUMBER_TEXT.split())
_MAYBE_LAST_TEXT = "etc co ltd corp inc bros s.a n.v u.s u.k u.n e.u a.m p.m ph.d plc llc"
_MAYBE_LAST = frozenset(_MAYBE_LAST_TEXT.split())
_STARTERS_TEXT = (
    "a an the this that these those it its they their he she we in on at by as but and however meanwhile for "
    "from to under with according after before if when while companies china beijing separately"
)
_STARTERS = frozenset(_STARTERS_TEXT.split())


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """A sentence and where it stands in its paragraph (half-open, in characters); ``text`` is that very piece."""

    start: int
    end: int
    text: str


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a paragraph in order; everything but the white space between them is in one of them."""
    found: list[Sentence] = []
    start = 0
    for stop in _STOP.finditer(text):
        if _ends_sentence(text, start, stop):
            _append(found, text, start, stop.end())
            start = stop.end()
    _append(found, text, start, len(text))
    return tuple(found)


def _append(found: list[Sentence], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    kept = piece.strip()
    if kept:
        begin = start + len(piece) - len(piece.lstrip())
        found.append(Sentence(start=begin, end=begin + len(kept), text=kept))


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    mark = stop[0]
    if mark[0] in "。！？；\n":
        return True
    following = _NEXT.match(text, stop.end())
    after = following[1] if following else ""
    if not after:
        return True
    if after[0].islower() and after.islower():
        return False
    if is_day_stop(text, stop.start()) or _IN_SHORT_DAY.match(text, max(0, stop.start() - 1)):
        return False
    return not mark.startswith(".") or _full_stop_ends(text[max(start, stop.start() - 24) : stop.start()], after)


def _full_stop_ends(before: str, after: str) -> bool:
    found = _WORD_BEFORE.search(before)
    word = found[1].lower() if found else ""
    if word in _INNER or (len(word) == 1 and word.isalpha()):
        return False
    if word in _BEFORE_NUMBER and _NUMBER.match(after):
        return False
    if word in _MAYBE_LAST:
        return after.lower().strip(",;:") in _STARTERS or bool(_HAN.match(after))
    return True


class Place(StrEnum):
    """Where in an item a paragraph stands, in the order in which names count as appearing."""

    HEADING = "heading"
    HEADLINE = "headline"
    SUMMARY = "summary"
    POINT = "point"
    COMMENT = "comment"
    ARTICLE = "article"
    ISSUER = "issuer"
    HOST = "host"


NEWS = frozenset({Place.HEADLINE, Place.SUMMARY, Place.POINT})
"""What the briefing reports, without what it thinks of it."""
LONGEST_PASSAGE = 5_000
"""Characters of the longest passage."""
PROSE = NEWS | {Place.COMMENT}


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """A known name as decided in its context: ``id`` of the body or company, empty for any other name."""

    start: int
    end: int
    kind: NameKind
    id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """One paragraph of an item; ``names`` in order, without overlaps."""

    place: Place
    text: str
    sentences: tuple[Sentence, ...]
    names: tuple[Name, ...] = ()

    def sentence_at(self, offset: int) -> Sentence:
        """Return the sentence that holds this character, or the one before it."""
        place = bisect_right(self.sentences, offset, key=attrgetter("start"))
        return self.sentences[max(place - 1, 0)]

    def names_of(self, kind: NameKind) -> tuple[Name, ...]:
        """Return the names of one kind in order."""
        return tuple(name for name in self.names if name.kind is kind)

    def names_within(self, sentence: Sentence, kind: NameKind) -> tuple[Name, ...]:
        """Return the names of one kind that stand wholly inside a sentence, in order."""
        if not self.names:
            return ()
        first = bisect_left(self.names, sentence.start, key=attrgetter("start"))
        last = bisect_left(self.names, sentence.end, lo=first, key=attrgetter("start"))
        return tuple(name for name in self.names[first:last] if name.kind is kind and name.end <= sentence.end)


def build_passages(parts: ItemParts) -> tuple[Passage, ...]:
    """Return the paragraphs of an item with their sentences, names not yet found; source labels are left out.

    A paragraph longer than anybody writes is several passages: what is recognised looks from each name and day to the
    others of its passage, so that the time for one grows faster than its length.
    """
    lead = (parts.lead,) if parts.lead and parts.lead not in parts.summary else ()
    paragraphs = (
        (Place.HEADING, (parts.heading_text or "",)),
        (Place.HEADLINE, (parts.headline or "",)),
        (Place.SUMMARY, (*parts.summary, *lead)),
        (Place.POINT, parts.points),
        (Place.COMMENT, parts.comment),
        (Place.ARTICLE, (parts.article_text or "",)),
        (Place.ISSUER, (parts.issuer_text or "",)),
        (Place.HOST, (parts.host_text or "",)),
    )
    return tuple(
        Passage(place=place, text=text, sentences=split_sentences(text))
        for place, texts in paragraphs
        for whole in texts
        for text in _part(whole)
        if text.strip()
    )


def open_behind_datelines(passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """Return an item's passages, the first sentence of its summary without a dateline: it begins with who acts.

    A body before the day is no place, so that the names must be found.
    """
    at = next((at for at, passage in enumerate(passages) if passage.place is Place.SUMMARY), None)
    first = passages[at] if at is not None else None
    if at is None or first is None or not first.sentences:
        return passages
    end, opening = find_dateline_end(first.text), first.sentences[0]
    named = any(name.start < end for name in first.names_of(NameKind.BODY)) if end else True
    if named or not opening.start < end < opening.end:
        return passages
    bare = replace(opening, start=end, text=first.text[end : opening.end])
    return (*passages[:at], replace(first, sentences=(bare, *first.sentences[1:])), *passages[at + 1 :])


def _part(text: str) -> Iterator[str]:
    """Return a paragraph in parts of bounded length, cut behind a sentence or else at a space where there is one."""
    start = 0
    while len(text) - start > LONGEST_PASSAGE:
        stops = [*split_sentences(text[start : start + LONGEST_PASSAGE])][:-1]
        end = start + (stops[-1].end if stops else LONGEST_PASSAGE)
        space = text.rfind(" ", start + 1, end)
        end = end if stops or space < 0 else space
        yield text[start:end]
        start = end
    yield text[start:] if start else text
