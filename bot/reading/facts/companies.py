"""Companies in an item: those of our list under any of their names, then unknown ones that a cue shows.

Decided: a known name wins over a cue that covers it; articles' titles, comments' headings and headlines in title case
give no unknown companies; an enumeration in which a known company stands makes companies of its other names.
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from operator import attrgetter

from bot.dates.date_words import is_month
from bot.model.briefing import CompanyMention
from bot.model.ids import fold
from bot.names.lexicon import Lexicon
from bot.reading.facts.company_cues import (
    ROLES,
    is_title_case,
    list_cued_names,
    list_enumerations,
    may_be_company,
    tidy_company,
)
from bot.reading.facts.known_names import NameKind
from bot.reading.facts.passages import PROSE, Name, Passage, Place
from bot.reading.facts.places import DEMONYMS, PLACES

_ARTICLES = frozenset({"the", "a", "an", "this", "each", "every"})

# Companies whose names are words too ("Meta", "Shell"): whether a text means the company.

_SHOWN_BEHIND = re.compile(
    r"['’]s?\s|[-‐](?:led|made|owned|backed|built|based|developed|designed)\b|,?\s(?:Inc|Corp|Co|Ltd|AG|SE|plc"
    r"|Holdings?|Group)\b"
    rf"|,\s(?:an?|the|one of|which)\s(?:[\w’'-]+\s){{0,7}}?(?:{ROLES})\b|\s\([A-Z]{{2,6}}\s?:"
    r"|\s(?:has|have|had|is|was|will|said|says|plans|shares|won|built|cut|sold|bought|began|put|took|shut|lost|wants"
    r"|opens|makes|runs|\w{2,}[^e\W]ed)\b(?!\s(?:by|in|on|for|with)\b)"
)


def decide_words(passages: tuple[Passage, ...], lexicon: Lexicon) -> tuple[Passage, ...]:
    """Return the passages of an item with the names that are mere words there taken for names of nothing.

    A company that is meant once is meant wherever its name stands in the item.
    """
    named = [(passage, name) for passage in passages for name in passage.names_of(NameKind.COMPANY)]
    meant = {name.id for passage, name in named if not _is_word(passage, name, lexicon) or _is_meant(passage, name)}
    if all(name.id in meant for _, name in named):
        return passages
    return tuple(
        replace(passage, names=tuple(name if name.id in meant else _unname(name) for name in passage.names))
        for passage in passages
    )


def _unname(name: Name) -> Name:
    return replace(name, kind=NameKind.OTHER, id="") if name.kind is NameKind.COMPANY else name


def _is_word(passage: Passage, name: Name, lexicon: Lexicon) -> bool:
    written = passage.text[name.start : name.end].casefold()
    return any(written == word.casefold() for word in lexicon.company_by_id[name.id].words)


def _is_meant(passage: Passage, name: Name) -> bool:
    """Return whether what stands behind a name, or a capital that only a name has there, shows the company."""
    text, written = passage.text, passage.text[name.start : name.end]
    before = text[: name.start].split()
    last = before[-1] if before else ""
    follows = last[:1].isupper() and not (is_month(last) or last in DEMONYMS)
    if text[: name.start].endswith(("-", "‐")) or last.lower() in _ARTICLES or follows:
        return False
    if _SHOWN_BEHIND.match(text, name.end):
        return True
    opens = passage.sentence_at(name.start).start == name.start
    telling = not text.isupper() and (written.isupper() or not (opens or is_title_case(text)))
    return telling and not text.startswith(("-", "‐"), name.end) and (" " in written or written not in PLACES)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Found:
    start: int
    end: int
    name: str
    company_id: str | None


def list_companies(
    passages: tuple[Passage, ...], *, lexicon: Lexicon, about_companies: bool
) -> tuple[CompanyMention, ...]:
    """Return the companies named in headline, summary, points and comment in order, each once with its first sentence.

    ``about_companies`` tells that the item is corporate news, where an unknown subject is taken for a company.
    """
    found: dict[str, CompanyMention] = {}
    for passage in passages:
        if passage.place in PROSE:
            for hit in _read_passage(passage, lexicon=lexicon, about_companies=about_companies):
                quote = passage.sentence_at(hit.start).text
                mention = CompanyMention(name=hit.name, company_id=hit.company_id, quote=quote)
                found.setdefault(hit.company_id or fold(hit.name), mention)
    short = {part for mention in found.values() if mention.company_id is None for part in _list_short(mention.name)}
    return tuple(mention for mention in found.values() if mention.company_id or mention.name not in short)


def _list_short(name: str) -> Iterator[str]:
    """Return what short forms an unknown name may have: its first words, and all behind its beginning."""
    yield from (name[:at] for at, sign in enumerate(name) if sign == " ")
    yield from (name[at:] for at in range(1, len(name)))


def _read_passage(passage: Passage, *, lexicon: Lexicon, about_companies: bool) -> list[_Found]:
    hits = [
        _Found(start=name.start, end=name.end, name=lexicon.company_by_id[name.id].name, company_id=name.id)
        for name in passage.names_of(NameKind.COMPANY)
    ]
    others = [name for name in passage.names if name.kind is not NameKind.OTHER]
    for start, end, wording in _list_candidates(passage, about_companies=about_companies, known=tuple(hits)):
        if _is_taken((*hits, *others), start, end) or _explains(passage.text, start):
            continue
        name = tidy_company(wording)
        if may_be_company(name) and not (name.isupper() and passage.text.endswith(" the ", 0, start)):  # "the DSL"
            known = lexicon.find_companies(name)
            hit = _Found(
                start=start, end=end, name=known[0].name if known else name, company_id=known[0].id if known else None
            )
            insort(hits, hit, key=attrgetter("start"))
    return hits


def _list_candidates(
    passage: Passage, *, about_companies: bool, known: tuple[_Found, ...]
) -> Iterator[tuple[int, int, str]]:
    if passage.place is Place.HEADLINE and is_title_case(passage.text):
        return
    yield from list_cued_names(passage.text, about_companies=about_companies)
    for names in list_enumerations(passage.text) if known else ():
        if any(_is_taken(known, start, end) for start, end, _ in names):
            yield from names


def _explains(text: str, start: int) -> bool:
    """Return whether a name in Chinese stands in brackets behind another tongue's."""
    before = text[:start].rstrip("(（ ")
    return text[start - 1 : start] in {"(", "（"} and before[-1:].isascii() and not text[start].isascii()


def _is_taken(spans: Iterable[_Found | Name], start: int, end: int) -> bool:
    """Return whether one of these spans shares a character with this one."""
    return any(span.start < end and start < span.end for span in spans)
