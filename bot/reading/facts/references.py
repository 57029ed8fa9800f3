"""Other documents that an item names: in 《》, in quotation marks, or by a capitalised name such as a law's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from bot.model.ids import fold_title
from bot.reading.facts.passages import PROSE, Passage, Place
from bot.reading.facts.titles import Titles, list_printed_titles

_CAP = r"[A-Z][\w’'-]*"
_NAMED = re.compile(
    rf"(?<![\w’'])(?:(?:The|As|In|Under|Its|New|This|Both|Since|With|By|For|And|China['’]s|Chinese|Draft|Revised)\s)*"
    rf"(?P<name>(?:{_CAP}\s(?:(?:and|of|on|for|the|&)\s)?){{1,6}}(?:Law|Act|Directive|Declaration|Initiative"
    rf"|Convention)\b"
    r"(?!\s(?:[Ff]irm|School|Committee))|Made in China 2025\b|(?:1\dth|Fourteenth|Fifteenth)\sFive[- ][Yy]ear\sPlan\b)"
)
_ENDED_BEHIND = re.compile(
    r"[》”\"]?(?:[（(][^（）()]*[）)])?(?:\s*[、，和及与]?\s*《[^《》]*》)*[^。；《]{0,20}废止"
    r"|[”\"]?(?:\s\([^()]*\))?,?\s(?:was|were|is|are|has been|have been|will be|shall be)\s(?:\w+ly\s|also\s)?"
    r"(?:repealed|abolished|annulled|rescinded|scrapped)"
)
_ENDED_BEFORE = re.compile(
    r"(?:(?<!同时)废止了?|(?:批准|审定)(?:发布|公布)?了?)\s*(?:《[^《》]*》[、和及与]?\s*)*《?\Z"
    r"|\b(?:repeal|abolish|annul|rescind)\w*\s(?:the\s|its\s|an?\s|old\s|earlier\s|(?:19|20)\d\d\s)*[“\"]?\Z"
)
"""What is repealed, and what is approved, which is the act's own: nothing builds on either."""
_OWN_BEFORE = re.compile(
    r"(?:印发|发布|公布|出台|下发|制定|编制|填写|填报|提交|报送|形成)了?\s*(?:《[^《》]*》[、和及与]?\s*)*《?\Z"
)
_ATTACHED = re.compile(r"》?\s*[（(](?:见|详见)?附件|》?(?:[（(][^（）()]*[）)])?[（(]以下[简统]称")
"""Behind what an official document attaches, has filled in or calls by a short name."""
_ALIAS = re.compile(r"以下[简统]称[：:]?\s*《(?P<alias>[^《》]{1,40})》")
_WINDOW = 240


def list_references(passages: Iterable[Passage], own: Titles, *, is_official: bool = False) -> tuple[str, ...]:
    """Return the documents named in an item other than its own, in order, each once, as printed.

    A document that is official itself does not build on what it issues, attaches or has filled in.
    """
    held = [passage for passage in passages if passage.place in PROSE or passage.place is Place.ARTICLE]
    own_keys = [fold_title(title) for title in (own.en, own.zh) if title]
    aliases = {match["alias"] for passage in held for match in _ALIAS.finditer(passage.text)}
    found: dict[str, str] = {}
    for passage in held:
        for start, title in _list_named(passage.text):
            key = fold_title(title)
            if not key or title in aliases or any(key in mine or mine in key for mine in own_keys):
                continue
            if not (_is_ended(passage.text, start, title) or (is_official and _is_own(passage.text, start, title))):
                found.setdefault(key, title)
    return tuple(title for key, title in found.items() if not any(key in other and key != other for other in found))


@lru_cache(maxsize=512)
def list_reference_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return where documents are named in this text (half-open): words in there say nothing of the news itself."""
    return tuple((start, start + len(title)) for start, title in _list_named(text))


def _list_named(text: str) -> Iterator[tuple[int, str]]:
    """Return each document named, with where its name starts, in order."""
    names = [(match.start("name"), match["name"]) for match in _NAMED.finditer(text)]
    yield from sorted((*list_printed_titles(text), *names))


def _is_ended(text: str, start: int, title: str) -> bool:
    before, end = text[max(0, start - _WINDOW) : start], start + len(title)
    return _ENDED_BEFORE.search(before) is not None or _ENDED_BEHIND.match(text, end) is not None


def _is_own(text: str, start: int, title: str) -> bool:
    before, end = text[max(0, start - _WINDOW) : start], start + len(title)
    return _OWN_BEFORE.search(before) is not None or _ATTACHED.match(text, end) is not None
