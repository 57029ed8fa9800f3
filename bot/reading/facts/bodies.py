"""Which body a name in the text means: clashes, provincial and foreign namesakes, and the order of appearance."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from operator import attrgetter

import ahocorasick_rs

from bot.names.lexicon import Lexicon
from bot.reading.facts.known_names import Mention, NameFinder, flatten, is_han, list_longest
from bot.reading.facts.passages import BODY, Name, NameKind, Passage, Place
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
    r"Customs(?=\s(?:(?:has|have|had|also|on|today|will|would)\s|put\b|said\b|says\b|cut\b|[a-z]+ed\b))"
)
"""The customs administration by its short name alone, where a sentence begins with its act."""
_CUSTOMS_ID = "GACC"
_DATELINE = re.compile(
    r"[A-Z][\w'’. ]{1,30}?,\s(?:\w+day,?\s)?(?:\d{1,2}\s[A-Z]\w+|[A-Z]\w+\.?\s\d{1,2})[^.;]{0,30}?\s?[-–—:]\s+"
)
"""Place and day with which a wire's story begins ("BEIJING, Jan 14 (Wire) - ")."""


class Namer:
    """Names the bodies and companies in an item's sentences; made once per lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.finder = NameFinder(lexicon)
        bodies = (body for body in lexicon.bodies if body.parent and body.name_en.startswith("General Office of"))
        self._offices = {body.parent: body.id for body in bodies}
        local = lexicon.local
        places = {name.casefold() for name in (*local.place_by_name, *(place.name_en for place in local.places))}
        self._places = ahocorasick_rs.AhoCorasick(sorted(places))

    def name(self, passages: Sequence[Passage], *, year: int | None) -> tuple[Passage, ...]:
        """Return the sentences with their known names, the first of a story behind its place and day.

        A foreign or provincial namesake counts as a name of no body. ``year`` is that of the news: the abbreviation of
        a body that was gone by then is a company's that has it too.
        """
        context = " ".join(passage.text for passage in passages).lower()

        @cache
        def count_words(body_id: str) -> int:
            return sum(word.lower() in context for word in self._lexicon.body_by_id[body_id].context)

        listed = ((passage, self._list_names(passage.text, count_words, year)) for passage in passages)
        named = [replace(each, names=names, signed=_sign(each.text, names)) for each, names in listed]
        first = next((at for at, each in enumerate(named) if each.place is Place.SUMMARY), None)
        if first is not None:
            named[first] = _skip_dateline(named[first])
        return tuple(named)

    def _list_names(self, text: str, count_words: Callable[[str], int], year: int | None) -> tuple[Name, ...]:
        local = list(self._list_local(text))
        central = [*self._list_known(text, count_words, year)]
        if _CUSTOMS_ID in self._lexicon.body_by_id and (customs := _CUSTOMS.match(text)):
            central.append(_name(*customs.span(), _CUSTOMS_ID))
        apart = (n for n in central if all(n.end <= office.start or office.end <= n.start for office in local))
        return tuple(sorted((*apart, *local), key=attrgetter("start")))

    def _list_known(self, text: str, count_words: Callable[[str], int], year: int | None) -> Iterator[Name]:
        """Return what the mentions mean; "the general offices of A and B" are the offices, where we hold them."""
        in_offices, end = False, 0
        for mention in self.finder.list_mentions(text):
            name = self._decide(text, mention, count_words, year)
            opening = _OFFICES_OF.search(text, max(0, mention.start - _WINDOW), mention.start)
            listed = in_offices and _LISTED.fullmatch(text, end, mention.start) is not None
            in_offices = listed or (opening is not None and opening["many"] is not None)
            party = self._find_party_office() if opening and opening["party"] else None
            if opening and party:
                yield _name(opening.start(), opening.end("party"), party)
            if (opening or listed) and name.id in self._offices:
                start = opening.start() if opening and not opening["party"] else name.start
                name = replace(name, id=self._offices[name.id], start=start)
            yield name
            end = mention.end

    def _find_party_office(self) -> str | None:
        """Return the office meant by "the general offices of the Party and" before another name."""
        by_id = self._lexicon.body_by_id
        named = ((office, by_id[parent].name_en) for parent, office in self._offices.items() if parent)
        return next((office for office, name in named if "Central Committee" in name), None)

    def _decide(self, text: str, mention: Mention, count_words: Callable[[str], int], year: int | None) -> Name:
        """Return what a mention means: of several bodies that of whose work the item has most words."""
        body = self._lexicon.body_by_id.get(max(mention.bodies, key=count_words, default=""))
        if mention.companies and (body is None or (body.until and year and int(body.until[:4]) < year)):
            return Name(start=mention.start, end=mention.end, kind=NameKind.COMPANY, id=mention.companies[0])
        around = _BEFORE.search(text, max(0, mention.start - _WINDOW), mention.start) or _BEHIND.match(
            text, mention.end
        )
        if body is None or around:
            return Name(start=mention.start, end=mention.end, kind=NameKind.OTHER, id="")
        return _name(mention.start, mention.end, body.id)

    def _list_local(self, text: str) -> Iterator[Name]:
        """Return the local bodies that a text names, in order and without overlaps."""
        end_of_last = 0
        for _, start, end in list_longest(self._places, flatten(text)):
            find = self._find_local_zh if is_han(text[start]) else self._find_local_en
            if start >= end_of_last and (name := find(text, start, end)):
                yield name
                end_of_last = name.end

    def _find_local_zh(self, text: str, start: int, end: int) -> Name | None:
        office = _OFFICE_ZH.match(text, end, start + _LONGEST_ZH)
        body = self._lexicon.local.find(text[start : office.end()]) if office else None
        if office is None or body is None:
            return None
        end = office.end()
        return _name(start, end + 3 if text.startswith(("办公厅", "办公室"), end) else end, body.id)

    def _find_local_en(self, text: str, start: int, end: int) -> Name | None:
        if text.startswith(("Beijing’s", "Beijing's"), start):
            return None  # the centre's
        place, find = text[start:end], self._lexicon.local.find
        for word in islice(_WORD.finditer(text, end), _WORDS):
            called = text[start : word.end()].replace("’", "'").replace(f"{place}'s ", f"{place} ")
            if body := find(called):
                return _name(start, word.end(), body.id)
        before = _OF_PLACE.search(text, max(0, start - _REACH), start)
        body = find(f"{place} {before['office']}") if before else None
        return _name(before.start(), end, body.id) if before and body else None


def _name(start: int, end: int, body_id: str) -> Name:
    return Name(start=start, end=end, kind=NameKind.BODY, id=body_id)


def _sign(text: str, names: Sequence[Name]) -> str:
    """Return the text of a sentence with one sign for each body."""
    pieces, end = [], 0
    for name in names:
        if name.kind is NameKind.BODY:
            pieces.append(text[end : name.start])
            end = name.end
    return BODY.join([*pieces, text[end:]])


def _skip_dateline(passage: Passage) -> Passage:
    """Return the sentence that opens the news without a dateline, so that it begins with who acts."""
    line = _DATELINE.match(passage.text)
    cut = line.end() if line else 0
    bodies = passage.names_of(NameKind.BODY)
    if not passage.text[cut:] or (bodies and bodies[0].start < cut):
        return passage
    names = tuple(replace(n, start=n.start - cut, end=n.end - cut) for n in passage.names if n.start >= cut)
    return replace(passage, text=passage.text[cut:], names=names, signed=_sign(passage.text[cut:], names))
