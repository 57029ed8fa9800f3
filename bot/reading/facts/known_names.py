"""Known names in running text: one automaton over every form of every body, company and other name that we hold."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import ahocorasick_rs

from bot.names.lexicon import Lexicon


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


_MINISTRY = "Ministry of "
_LONGEST_ACRONYM = 5
_TWINS = {ord(c): "'" for c in "‘’‛`"} | {ord(c): '"' for c in "“”„‟"} | dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
_TWINS |= dict.fromkeys(map(ord, "\u00a0\u2009\u202f\u3000\n\t"), " ")


@lru_cache(maxsize=8192)
def _flat_char(char: str) -> str:
    twin = unicodedata.normalize("NFKD", char)[0].translate(_TWINS).lower()
    return twin if len(twin) == 1 else char


def flatten(text: str) -> str:
    """Return the text in lower case without accents and with plain quotes and dashes, character for character."""
    if text.isascii():
        return text.lower().replace("\n", " ").replace("\t", " ")
    return "".join([_flat_char(char) for char in text])


def is_han(char: str) -> bool:
    """Return whether this character is a Han character."""
    return "\u3400" <= char <= "\u9fff"


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
        found: list[Mention] = []
        end_of_last = 0
        for key, start, end in sorted(hits, key=lambda hit: (hit[1], -hit[2])):
            if start < end_of_last or not stands_alone(flat, start, end):
                continue
            mention = self._read(text, self._keys[key], start, end)
            if mention is not None:
                found.append(mention)
                end_of_last = end
        return tuple(found)

    def _read(self, text: str, key: str, start: int, end: int) -> Mention | None:
        piece = text[start:end]
        forms = [form for form in self._forms[key] if _is_written_so(form, piece)]
        is_word = piece in {"中办", "国办"} and not _is_office(text[start - 1 : start], text[end : end + 1])
        if not forms or is_word or (is_han(piece[-1]) and text[end : end + 1] == "门"):
            return None  # 公安部门: departments of that kind, not the ministry
        return Mention(
            start=start,
            end=end,
            bodies=_ids(forms, NameKind.BODY),
            companies=() if any(form.kind is NameKind.OTHER for form in forms) else _ids(forms, NameKind.COMPANY),
            abbreviated=all(form.case is _Case.EXACT for form in forms),
        )


def _is_office(before: str, behind: str) -> bool:
    """Return whether 国办 or 中办 between these signs names an office, and is no part of other words (全国办学)."""
    opens = not before or not is_han(before) or before in "日前由据和与及"
    return opens and (not behind or not is_han(behind) or behind in "发函印日近联和与及国公")


def _ids(forms: list[_Form], kind: NameKind) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form.id for form in forms if form.kind is kind))


def _is_written_so(form: _Form, piece: str) -> bool:
    if form.case is _Case.EXACT:
        return piece in {form.text, form.text.upper()}
    words = zip(form.text.split(), piece.split(), strict=False) if form.case is _Case.CAPITAL else ()
    return all(not ours[0].isupper() or not theirs[0].isalpha() or theirs[0].isupper() for ours, theirs in words)


def _spellings(text: str) -> tuple[str, ...]:
    flat = flatten(text.strip())
    if " and " not in flat:
        return (flat,) if flat else ()
    listed = (flat.replace(" and ", ", and "),) if ", " in flat and ", and " not in flat else ()
    return (flat, flat.replace(" and ", " & "), *listed)


def _list_forms(lexicon: Lexicon) -> Iterator[_Form]:
    for body in lexicon.bodies:
        for short in (body.id, *body.abbreviations):
            if short in body.abbreviations or (short.isupper() and len(short) > 1):
                yield _Form(short, _Case.EXACT, NameKind.BODY, body.id)
        for name in (body.name_en, *body.names_en):
            case = _Case.ANY if " " in name else _Case.EXACT if name.isupper() else _Case.CAPITAL
            yield _Form(name, case, NameKind.BODY, body.id)
            if name.startswith(_MINISTRY):
                yield _Form(f"{name.removeprefix(_MINISTRY)} Ministry", _Case.ANY, NameKind.BODY, body.id)
        for name in (body.name_zh, *body.names_zh, *body.pinyin):
            yield _Form(name, _Case.ANY, NameKind.BODY, body.id)
    for company in lexicon.companies:
        for name in filter(None, (company.name, company.name_zh, *company.aliases, *company.brands)):
            yield _Form(name, _case_of_name(name), NameKind.COMPANY, company.id)
    for name in lexicon.not_companies:
        yield _Form(name, _case_of_name(name), NameKind.OTHER, name)


def _case_of_name(name: str) -> _Case:
    if is_han(name[:1]):
        return _Case.ANY
    return _Case.EXACT if name.isupper() and len(name) <= _LONGEST_ACRONYM else _Case.CAPITAL
