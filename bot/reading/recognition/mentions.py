"""Known names in running text: one automaton over every form of every body, company and other name we hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import ahocorasick_rs

from bot.model.ids import HAN
from bot.names.lexicon import Body, Company, Lexicon

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
_WORD_BEFORE, _WORD_AFTER = re.compile(r"[A-Z]{2,} \Z"), re.compile(r" [A-Z]{2,}")


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
    return bool(_WORD_BEFORE.search(text[max(0, start - 12) : start]) or _WORD_AFTER.match(text[end : end + 12]))


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
