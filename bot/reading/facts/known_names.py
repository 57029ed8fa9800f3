"""Known names in running text: one automaton over every form of every body, company and other name that we hold."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import ahocorasick_rs

from bot.names.lexicon import Lexicon
from bot.reading.facts.passages import NameKind

_MINISTRY = "Ministry of "
_LONGEST_ACRONYM = 5
_TWINS = {ord(c): "'" for c in "‘’‛`"} | {ord(c): '"' for c in "“”„‟"} | dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
_TWINS |= dict.fromkeys(map(ord, "\u00a0\u2009\u202f\u3000\n\t"), " ")


class Mention(NamedTuple):
    """A known name in a text (half-open, in characters).

    ``bodies`` and ``companies`` are the ids that carry the name, more than one where it clashes; both empty for a
    name that is neither.
    """

    start: int
    end: int
    bodies: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()


class _Form(NamedTuple):
    """A name as written; ``exact`` in these very letters, ``capital`` with the capitals that it has."""

    text: str
    kind: NameKind
    id: str
    exact: bool = False
    capital: bool = False


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


def list_longest(automaton: ahocorasick_rs.AhoCorasick, flat: str) -> Iterator[tuple[int, int, int]]:
    """Return what an automaton finds as (key, start, end), the longest of each start first.

    Words of Latin letters are found whole; Han characters bound nothing.
    """
    hits = automaton.find_matches_as_indexes(flat, overlapping=True)
    for key, start, end in sorted(hits, key=lambda hit: (hit[1], -hit[2])):
        before = start > 0 and flat[start - 1].isalnum() and not (is_han(flat[start - 1]) or is_han(flat[start]))
        if not before and not (flat[end : end + 1].isalnum() and not (is_han(flat[end]) or is_han(flat[end - 1]))):
            yield key, start, end


class NameFinder:
    """Finds the known names of one lexicon; made once per lexicon, as building takes far longer than asking."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._forms: dict[str, list[_Form]] = {}
        for form in _list_forms(lexicon):
            for flat in _spellings(form.text):
                self._forms.setdefault(flat, []).append(form)
        self._keys = list(self._forms)
        self._automaton = ahocorasick_rs.AhoCorasick(self._keys)

    def list_mentions(self, text: str) -> Iterator[Mention]:
        """Return the known names in the text in order, the longest where several start, without overlaps."""
        end_of_last = 0
        for key, start, end in list_longest(self._automaton, flatten(text)):
            if start < end_of_last:
                continue
            forms = [form for form in self._forms[self._keys[key]] if _is_written_so(form, text[start:end])]
            if forms and not _is_other_word(text, start, end):
                kinds = {form.kind for form in forms}
                yield Mention(
                    start,
                    end,
                    bodies=_list_ids(forms, NameKind.BODY),
                    companies=() if NameKind.OTHER in kinds else _list_ids(forms, NameKind.COMPANY),
                )
                end_of_last = end


def _list_ids(forms: list[_Form], kind: NameKind) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form.id for form in forms if form.kind is kind))


def _is_other_word(text: str, start: int, end: int) -> bool:
    """Return whether signs are part of other words: 公安部门 are departments of that kind, 全国办学 names no office."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    if text[start:end] in {"中办", "国办"} and (
        (is_han(before) and before not in "日前由据和与及")
        or (is_han(behind) and behind not in "发函印日近联和与及国公")
    ):
        return True
    return is_han(text[end - 1]) and behind == "门"


def _is_written_so(form: _Form, piece: str) -> bool:
    if form.exact:
        return piece in {form.text, form.text.upper()}
    words = zip(form.text.split(), piece.split(), strict=False) if form.capital else ()
    return all(not ours[0].isupper() or not theirs[0].isalpha() or theirs[0].isupper() for ours, theirs in words)


def _spellings(text: str) -> tuple[str, ...]:
    flat = flatten(text.strip())
    if " and " not in flat:
        return (flat,) if flat else ()
    listed = (flat.replace(" and ", ", and "),) if ", " in flat and ", and " not in flat else ()
    return (flat, flat.replace(" and ", " & "), *listed)


def _list_forms(lexicon: Lexicon) -> Iterator[_Form]:
    for body in lexicon.bodies:
        shorts = [body.id] if body.id.isupper() and len(body.id) > 1 else []
        names = [body.name_en, *body.names_en]
        ministries = [f"{name.removeprefix(_MINISTRY)} Ministry" for name in names if name.startswith(_MINISTRY)]
        for name in (*shorts, *body.abbreviations):
            yield _Form(name, NameKind.BODY, body.id, exact=True)
        for name in names:
            yield _Form(name, NameKind.BODY, body.id, exact=" " not in name and name.isupper(), capital=" " not in name)
        for name in (*ministries, body.name_zh, *body.names_zh, *body.pinyin):
            yield _Form(name, NameKind.BODY, body.id)
    named = [(one.id, (one.name, one.name_zh, *one.aliases, *one.brands)) for one in lexicon.companies]
    listed = [(NameKind.COMPANY, *each) for each in named] + [(NameKind.OTHER, n, (n,)) for n in lexicon.not_companies]
    for kind, id_, forms in listed:
        for form in filter(None, forms):
            exact = form.isupper() and len(form) <= _LONGEST_ACRONYM and not is_han(form[0])
            yield _Form(form, kind, id_, exact=exact, capital=True)
