"""Other documents that an item names: in 《》, in quotation marks, or by a capitalised name such as a law's."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from bot.model.ids import fold_title
from bot.reading.facts.passages import PROSE, Passage, Place
from bot.reading.facts.sentences import blank
from bot.reading.facts.titles import Titles, list_printed_titles

_CAP = r"[A-Z][\w’'-]*"
_NAMED = re.compile(
    rf"(?<![\w’'])(?:(?:The|As|In|Under|Its|New|This|Both|Since|With|By|For|And|China['’]s|Chinese|Draft|Revised)\s)*"
    rf"(?P<name>(?:{_CAP}\s(?:(?:and|of|on|for|the|&)\s)?){{1,6}}(?:Law|Act|Directive|Declaration|Initiative)\b"
    r"(?!\s(?:[Ff]irm|School|Committee))|Made in China 2025\b|(?:1\dth|Fourteenth|Fifteenth)\sFive[- ][Yy]ear\sPlan\b)"
)
_ENDED_BEHIND = re.compile(
    r"[》”\"]?(?:[（(][^（）()]*[）)])?[^。；《]{0,20}废止|[”\"]?(?:\s\([^()]*\))?,?\s(?:was|were|is|are|has been"
    r"|have been"
    r"|will be|shall be)\s(?:\w+ly\s|also\s)?(?:repealed|abolished|annulled|rescinded|scrapped)"
)
_MADE_BEFORE = re.compile(
    r"(?:批准|审定|印发|发布|公布|出台|下发|制定|编制|填写|填报|提交|报送"
    r"|形成)了?\s*(?:《[^《》]*》[、和及与]?\s*)*《?\Z"
)
"""Before what an official document issues or has filled in."""
_WINDOW = 240
_MOST = 100
"""So many documents are looked through for those whose name is a part of another's."""


def list_references(passages: Iterable[Passage], own: Titles, *, is_official: bool = False) -> tuple[str, ...]:
    """Return the documents named in an item other than its own, in order, each once, as printed.

    Nothing builds on what is repealed, nor a document that is official itself on what it issues or has filled in.
    """
    own_keys = [fold_title(title) for title in (own.en, own.zh) if title]
    found: dict[str, str] = {}
    for passage in passages:
        told = passage.place in PROSE or passage.place is Place.ARTICLE
        for start, title in _list_named(passage.text) if told else ():
            key = fold_title(title)
            made = is_official and _MADE_BEFORE.search(passage.text[max(0, start - _WINDOW) : start])
            ended = _ENDED_BEHIND.match(passage.text, start + len(title))
            if key and not (made or ended or any(key in mine or mine in key for mine in own_keys)):
                found.setdefault(key, title)
    if len(found) > _MOST:
        return tuple(found.values())
    return tuple(title for key, title in found.items() if not any(key in other and key != other for other in found))


@lru_cache(maxsize=512)
def list_reference_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return where documents are named in this text (half-open)."""
    return tuple((start, start + len(title)) for start, title in _list_named(text))


def mask_titles(text: str) -> str:
    """Return the text with the names of documents blanked, which say nothing of the news itself."""
    return blank(text, list_reference_spans(text))


def _list_named(text: str) -> Iterator[tuple[int, str]]:
    """Return each document named, with where its name starts, in order."""
    names = [(match.start("name"), match["name"]) for match in _NAMED.finditer(text)]
    yield from sorted((*list_printed_titles(text), *names))
