"""Which of the names around the news is the publisher's and which the series': by what they are called and told of."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.model.ids import HAN, fold
from bot.reading.layout.title_line import Name, fold_house, strip_house, tell_kind

_COMMON = frozenset({"the", "a", "an", "our", "your", "this", "these", "all", "china", "chinese", "we", "it"})
_OPENINGS = frozenset(
    {"by", "dear", "to", "for", "re", "cc", "date", "period", "issue", "published", "edition", "last"}
)
"""What a name does not open with, but a sentence or a field of a memorandum."""
_LONGEST_NAME, _MOST_WORDS, _MOST_HOUSE_WORDS = 90, 12, 6
_HOUSE_ENOUGH = 2

# What texts around the news say of whose the publication is.

_WORDS = r"(?-i:[A-Z&])(?:[\w&’'-]|\.(?=\w)|(?<=\.[A-Z])\.)*"
_NAME = (
    rf"(?:the\s+)?({_WORDS}(?:\s(?:{_WORDS}|of|for|and|in|the|de))*"
    r"(?:,\s(?:(?-i:[A-Z])\w+\s){0,3}(?-i:Section|Department|Division|Office|Bureau|Unit))?)"
)
_SAYS_WHOSE = re.compile(
    rf"\b(?:published|issued|produced|sent|provided|run|brought\sto\syou)(?:\s\w+ly)?\sby\s{_NAME}"
    rf"|\b(?:service|product|publication|project|newsletter|initiative|unit|part)\sof\s{_NAME}"
    rf"|(?:©|\(c\)\s|\bcopyright\b)[\s©]*(?:(?:19|20)\d\d)?,?\s*(?:by\s)?{_NAME}"
    rf"|(?:版权(?:所有|归)?|©)\s*[:：]?\s*©?\s*(?:(?:19|20)\d\d年?)?\s*([{HAN}]{{4,24}})"
    rf"|由\s*([{HAN}]{{4,24}}?)(?:编[印制辑写发]|主办|出品|制作|整理|汇编)"
    rf"|(?:主办|编印|编制|出品)(?:单位|方)?\s*[:：]\s*([{HAN}]{{4,24}})",
    re.IGNORECASE,
)
_STANDS_OUT = re.compile(
    rf"(?i:\b(?:members?|friends?|clients?|subscribers?|customers?)\sof\s){_NAME}"
    rf"|(?i:\b(?:written|compiled|maintained|kept)(?:\sand\s\w+)?\sby\s){_NAME}|来源\s*[:：]\s*([{HAN}]{{4,20}})"
    rf"|(?:\A|(?<=[.。\n!])\s*)(?:(?:19|20)\d\d\s)?{_NAME}"
    r"(?=\.?[,.(|:]|\s(?:is|are|was|has|writes|advises|does|in|at)\b|\s[|·•–—]\s|\Z)"
    rf"|(?:\A|(?<=[。\n]))\s*([{HAN}]{{4,24}}?)(?=（|地址|电话|是|联系|邮箱|\Z)"
)
_SERIES_OF = re.compile(
    rf"(?:\A|(?<=[.\n])\s*){_NAME}(?:\sis|,)\s(?:(?:\w+\sand\s)?(?:published|written|produced|issued|sent)\b"
    r"|an?\s(?:\w+\s)?(?:service|product|publication|project)\sof)"
)


def _list_matches(texts: Sequence[str], pattern: re.Pattern[str]) -> list[str]:
    """Return the houses or series that texts around the news tell of, in their order."""
    matches = (match for text in texts for match in pattern.finditer(text))
    names = (next(filter(None, match.groups()), "").strip(" ,;") for match in matches)
    return [name for name in names if name and name.lower() not in _COMMON]


def is_page_name(text: str) -> bool:
    """Whether words of a title's line may be a name: they go on no sentence and are not too long."""
    words = text.split()
    opens = bool(words) and not text[0].islower() and words[0].lower().strip(":：") not in _OPENINGS
    short = len(words) <= _MOST_WORDS and len(text) <= _LONGEST_NAME
    return opens and short and any(map(str.isalpha, text)) and text.lower() not in _COMMON


def choose_names(
    names: Sequence[Name],
    texts: Sequence[str],
    *,
    labelled: str | None,
    owners: Sequence[str],
    sender: str | None,
    is_feed: bool,
) -> tuple[str | None, str | None]:
    """Return publisher and series out of the names of a title page and of what texts around the news tell.

    ``labelled`` is who a label of the title page says publishes, ``owners`` whose the site or the logo is, ``sender``
    who sent the mail or wrote the feed.
    """
    of_site = [name for name in owners if tell_kind(name) < 0]
    known = [*([strip_house(labelled)] if labelled else []), *_list_matches(texts, _SAYS_WHOSE), *of_site]
    stand_out = _list_matches(texts, _STANDS_OUT)
    parts = _merge(_part_names(names, [*known, *stand_out], is_feed=is_feed))
    makers, others = {fold_house(name) for name in known}, {fold_house(name) for name in stand_out}
    told_series = {fold(name) for name in _list_matches(texts, _SERIES_OF)}

    def score_series(name: Name) -> int:
        return 2 * tell_kind(name.text) + 2 * name.is_numbered + 4 * (fold(name.text) in told_series)

    def score_house(name: Name) -> int:
        folded = fold_house(name.text)
        return 4 * (folded in makers) + 2 * (folded in others) - score_series(name)

    house = max(parts, key=score_house, default=None)
    house = house if house and score_house(house) >= _HOUSE_ENOUGH else None
    publisher = known[0] if labelled else strip_house(house.text) if house else None
    rest = [name for name in parts if name != house and (not publisher or fold(name.text) != fold(publisher))]
    series = max(rest, key=lambda name: score_series(name) + name.is_heading, default=None)
    own = fold(series.text) if series else ""
    if publisher is None:
        off_page = [*known, *filter(tell_kind, filter(None, (sender,)))]
        off_page += [name for name in stand_out if tell_kind(name) < 0]
        publisher = next((strip_house(name) for name in off_page if fold(name) != own), None)
    if publisher is None and series is not None and score_series(series) + series.is_heading >= _HOUSE_ENOUGH:
        plain = (name for name in rest if name != series and (name == rest[0] or name.beside_day))
        publisher = next((strip_house(name.text) for name in plain if _may_be_house(name.text.split())), None)
    return publisher, series.text if series else None


def _may_be_house(words: Sequence[str]) -> bool:
    """Whether a few words in capitals may be a house's name without a word for it."""
    return all(word[0].isupper() or not word.isalpha() for word in words) and 1 < len(words) < _MOST_HOUSE_WORDS


def _part_names(names: Sequence[Name], known: Sequence[str], *, is_feed: bool) -> Iterator[Name]:
    """Yield the names, those of a house and a series in one line apart."""
    houses = {fold(name): name for name in known}
    bare = set(map(fold_house, known))
    for name in names:
        left, colon, right = name.text.partition(": ")
        if colon and (is_feed or tell_kind(left) < (1 if fold_house(left) in bare else 0)):
            yield from (replace(name, text=left, is_numbered=False), replace(name, text=right))
            continue
        words = name.text.split()
        heads = (" ".join(words[:count]) for count in range(len(words) - 2, 0, -1))
        told = (head for head in heads if fold(head) in houses)
        head = next((head for head in told if (tell_kind(name.text) > 0 if " " in head else head.isupper())), None)
        if head:
            yield replace(name, text=houses[fold(head)], is_numbered=False)
        yield replace(name, text=name.text.removeprefix(head).strip(), is_numbered=True) if head else name


def _merge(names: Iterable[Name]) -> list[Name]:
    """Return the names once each, with all that is told of them, in capitals only where they are so everywhere."""
    merged: dict[str, Name] = {}
    for name in names:
        had = merged.get(fold(name.text), name)
        merged[fold(name.text)] = Name(
            text=name.text if had.text.isupper() else had.text,
            is_heading=had.is_heading or name.is_heading,
            is_numbered=had.is_numbered or name.is_numbered,
            beside_day=had.beside_day or name.beside_day,
        )
    return list(merged.values())
