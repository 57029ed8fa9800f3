"""Which body a name in the text means: clashes, provincial and foreign namesakes, and the order of appearance."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice

import ahocorasick_rs

from bot.names.lexicon import Lexicon
from bot.names.local_bodies import LocalBodies
from bot.names.records import Body
from bot.reading.facts.known_names import Mention, NameFinder, NameKind, flatten, is_han, stands_alone
from bot.reading.facts.passages import Name, Passage
from bot.reading.facts.places import CITIES, COUNTRIES, COUNTRIES_ZH, DEMONYMS, PROVINCES, PROVINCES_ZH

_LONGEST_ZH = 24
_OFFICE_ZH = re.compile(
    r"[^\W\d_]{0,12}?(?:委员会|人民政府|办公室|政府|委(?![员托派任])|厅|局(?![面部势限])"
    r"|办(?![法理公事学案]))"
)
_WORD = re.compile(r"[\w’'&-]+")
_WORDS = 8
_REACH = 80
_OF_PLACE = re.compile(
    r".*\b(?P<office>(?:Department|Bureau|Commission|Committee|Office|Administration)\s(?:of|for)(?:\s[\w,]+){1,6}?"
    r"|People['’]s\sGovernment)\sof\s(?:the\s)?\Z"
)
"""An office before its place ("the Department of Commerce of Guangdong")."""


class LocalNameFinder:
    """Finds the names of local bodies; made once per lexicon."""

    def __init__(self, local: LocalBodies) -> None:
        self._local = local
        names = {name.casefold() for name in (*local.place_by_name, *(place.name_en for place in local.places))}
        self._automaton = ahocorasick_rs.AhoCorasick(sorted(names))

    def find_names(self, text: str) -> tuple[Name, ...]:
        """Return the local bodies that a text names, in order and without overlaps."""
        flat = flatten(text)
        found: list[Name] = []
        hits = self._automaton.find_matches_as_indexes(flat, overlapping=True)
        for _, start, end in sorted(hits, key=lambda hit: (hit[1], -hit[2])):
            if not (found and start < found[-1].end) and stands_alone(flat, start, end):
                found += (self._read_zh if is_han(text[start]) else self._read_en)(text, start, end)
        return tuple(found)

    def _read_zh(self, text: str, start: int, end: int) -> Iterator[Name]:
        office = _OFFICE_ZH.match(text, end, start + _LONGEST_ZH)
        body = self._local.find(text[start : office.end()]) if office else None
        if office and body:
            end = office.end()
            yield _name(start, end + 3 if text.startswith(("办公厅", "办公室"), end) else end, body)

    def _read_en(self, text: str, start: int, end: int) -> Iterator[Name]:
        if text.startswith("Beijing’s", start) or text.startswith("Beijing's", start):
            return  # the centre's
        words = [match.end() for match in islice(_WORD.finditer(text, end), _WORDS)]
        owned = f"{text[start:end]}'s "
        called = ((stop, text[start:stop].replace("’", "'").replace(owned, f"{text[start:end]} ")) for stop in words)
        bodies = ((stop, self._local.find(name)) for stop, name in called)
        behind = next(((stop, body) for stop, body in bodies if body), None)
        before = None if behind else _OF_PLACE.search(text, max(0, start - _REACH), start)
        body = self._local.find(f"{text[start:end]} {before['office']}") if before else None
        if behind:
            yield _name(start, *behind)
        elif before and body:
            yield _name(before.start(), end, body)


def _name(start: int, end: int, body: Body) -> Name:
    return Name(start=start, end=end, kind=NameKind.BODY, id=body.id)


_ELSEWHERE = "|".join(map(re.escape, {*COUNTRIES, *DEMONYMS, *PROVINCES, *CITIES} - {"Beijing"}))
_BEFORE = re.compile(
    rf"(?:(?<![\w-])(?:{_ELSEWHERE})(?:['’]s?)?|\b(?i:provincial|municipal|county|district|local))\s(?:the\s)?\Z"
    rf"|(?:{'|'.join((*PROVINCES_ZH, *COUNTRIES_ZH))}|省|[^城]市|自治区|[州县区]|各地|地方|各级)\Z"
)
_BEHIND = re.compile(rf"\s*(?:\([^()]{{1,20}}\)\s*)?of\s(?:the\s)?(?:[A-Z]\w+\sof\s(?:the\s)?)?(?:{_ELSEWHERE})\b")
_OFFICES_OF = re.compile(
    r"\b[Gg]eneral\s(?P<many>[Oo]ffices)?(?:[Oo]ffice)?\sof\s(?:both\s)?(?:the\s)?"
    r"(?:(?P<party>(?:(?:CPC|Communist)\s)?[Pp]arty)\sand\s(?:of\s)?(?:the\s)?)?\Z"
)
_LISTED = re.compile(r"\s*(?:\([^()]{1,20}\)\s*)?(?:,|and|,\s*and|&)\s(?:(?:of\s)?the\s)?")
_WINDOW = 48
_CUSTOMS = re.compile(
    r"(?:\A|(?<=[.!?]\s)|(?<=\n))Customs(?=\s(?:(?:has|have|had|also|on|today|will|would)\s|put\b|said\b|says\b|cut\b|[a-z]+ed\b))"
)
"""The customs administration by its short name alone, where a sentence begins with its act."""
_CUSTOMS_ID = "GACC"


def decide_names(
    passages: tuple[Passage, ...], *, finder: NameFinder, lexicon: Lexicon, year: int | None
) -> tuple[Passage, ...]:
    """Return the passages with their known names; a foreign or provincial namesake counts as a name of no body.

    ``year`` is that of the news: the abbreviation of a body that was gone by then is a company's that has it too.
    """
    chooser = _Chooser(lexicon, " ".join(passage.text for passage in passages).lower(), year)
    local = _get_local_finder(lexicon)
    named: list[Passage] = []
    for passage in passages:
        offices = local.find_names(passage.text) if local else ()
        names = chooser.decide_all(passage.text, finder.find_mentions(passage.text))
        if _CUSTOMS_ID in lexicon.body_by_id:
            spans = (found.span() for found in _CUSTOMS.finditer(passage.text))
            names += (Name(start=start, end=end, kind=NameKind.BODY, id=_CUSTOMS_ID) for start, end in spans)
        apart = (n for n in names if all(n.end <= office.start or office.end <= n.start for office in offices))
        named.append(replace(passage, names=tuple(sorted((*apart, *offices), key=lambda name: name.start))))
    return tuple(named)


def list_bodies(passages: Iterable[Passage]) -> tuple[str, ...]:
    """Return the ids of the bodies named, in the order of their first appearance."""
    return tuple(dict.fromkeys(name.id for passage in passages for name in passage.names_of(NameKind.BODY)))


@lru_cache(maxsize=4)
def _get_local_finder(lexicon: Lexicon) -> LocalNameFinder | None:
    return LocalNameFinder(lexicon.local) if lexicon.local.places else None


class _Chooser:
    """Decides the names of one item, whose whole text in lower case is the context."""

    def __init__(self, lexicon: Lexicon, text: str, year: int | None) -> None:
        self._lexicon = lexicon
        self._text = text
        self._year = year
        self._context: dict[str, int] = {}
        bodies = (body for body in lexicon.bodies if body.parent and body.name_en.startswith("General Office of"))
        self._offices = {body.parent: body.id for body in bodies}

    def decide_all(self, text: str, mentions: Iterable[Mention]) -> list[Name]:
        """Return what the mentions mean; "the general offices of A and B" are the offices, where we hold them."""
        names: list[Name] = []
        in_offices, end = False, 0
        for mention in mentions:
            name = self._decide(text, mention)
            opening = _OFFICES_OF.search(text, max(0, mention.start - _WINDOW), mention.start)
            listed = in_offices and _LISTED.fullmatch(text, end, mention.start) is not None
            in_offices = listed or (opening is not None and opening["many"] is not None)
            if opening and opening["party"]:
                names += self._list_party(opening)
            if (opening or listed) and name.id in self._offices:
                start = opening.start() if opening and not opening["party"] else name.start
                name = replace(name, id=self._offices[name.id], start=start)
            names.append(name)
            end = mention.end
        return names

    def _list_party(self, opening: re.Match[str]) -> Iterator[Name]:
        """Return the Party's office where "the general offices of the Party and" stands before another name."""
        for parent, office in self._offices.items():
            if parent and "Central Committee" in self._lexicon.body_by_id[parent].name_en:
                yield Name(start=opening.start(), end=opening.end("party"), kind=NameKind.BODY, id=office)

    def _decide(self, text: str, mention: Mention) -> Name:
        kind, id_ = NameKind.OTHER, ""
        body = self._choose_body(mention.bodies)
        if mention.companies and (body is None or (body.until and self._year and int(body.until[:4]) < self._year)):
            kind, id_ = NameKind.COMPANY, mention.companies[0]
        elif body and is_central(text, mention.start, mention.end):
            kind, id_ = NameKind.BODY, body.id
        return Name(start=mention.start, end=mention.end, kind=kind, id=id_)

    def _choose_body(self, ids: tuple[str, ...]) -> Body | None:
        """Return the body of whose work the text has most words; the first of equals."""
        chosen = max(ids, key=self._count_context, default=None) if len(ids) > 1 else next(iter(ids), None)
        return self._lexicon.body_by_id[chosen] if chosen else None

    def _count_context(self, body_id: str) -> int:
        if body_id not in self._context:
            words = self._lexicon.body_by_id[body_id].context
            self._context[body_id] = sum(word.lower() in self._text for word in words)
        return self._context[body_id]


def is_central(text: str, start: int, end: int) -> bool:
    """Return whether the words around this name leave it a body of China's centre (not a province's, not abroad)."""
    return not (_BEFORE.search(text, max(0, start - _WINDOW), start) or _BEHIND.match(text, end))
