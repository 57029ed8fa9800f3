"""Companies in an item: those of our list under any of their names, then unknown ones that the grammar shows.

Decided: a known name wins over a cue that covers it; sources and articles give no unknown companies, titles in title
case only those that their item names too (``title_case_names.py``); an enumeration in which companies stand makes
companies of its other names.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

from bot.dates.date_words import is_month
from bot.model.briefing import CompanyMention
from bot.model.text import HAN, fold
from bot.names.lexicon import Lexicon
from bot.reading.recognition.company_cues import (
    ROLES,
    SAYING,
    VERBS,
    list_cued_names,
    list_enumerations,
    mask_quotations,
)
from bot.reading.recognition.company_names import NAME, is_title_case, may_be_company, tidy_company
from bot.reading.recognition.geography import CHINESE_CITIES, PROVINCES
from bot.reading.recognition.mentions import NameKind
from bot.reading.recognition.passages import PROSE, Name, Passage, Place

# Unknown companies in headlines in title case, where capitals mark no names.

_LEGAL = r"(?:Co\.?,?\s?Ltd\b\.?|Corp\b\.?|Corporation|Inc\b\.?|Ltd\b\.?|LLC|AG|SE|GmbH|S\.A\.|SpA|N\.V\.|NV|PLC|plc)"
_BEGINS = re.compile(
    rf"(?<![\w-])(?i:{ROLES}|subsidiary\sof|unit\sof|owned\sby|backed\sby|stakes?\sin|acquires?|acquisition\sof)\s"
    rf"(?:(?i:like|such\sas|including|namely)\s)?(?P<names>{NAME})"
)
_ENDS = re.compile(
    rf"(?P<names>{NAME})(?:,?\s{_LEGAL}|['’]s?\s(?i:CEO|chief\sexecutive|chairman|founder|shareholders?|shares|plant)\b"
    rf"|,\s(?i:an?|the|one\sof)\s(?:[\w’'-]+\s){{0,4}}?(?i:{ROLES})\b)"
)
_TELLS = re.compile(
    rf"(?:['’]s?)?\s(?:also\s|has\s|have\s|is\s|was\s)?(?:{VERBS}|{SAYING})\b|['’]s\s|,\s(?:an?|the|one of)\s"
)
_CAPITAL_BEFORE = re.compile(r"(?<=\s)([A-Z][\w’'-]*)\s\Z")
_OTHER = re.compile(r"\s(?:[A-Z]|\d)")


def list_title_case_names(headline: Passage, passages: Iterable[Passage]) -> Iterator[tuple[int, int, str]]:
    """Get (start, end, name) for each unknown company of a headline in title case, as its item's sentences tell it."""
    told = [passage for passage in passages if _is_in_sentences(passage)]
    masked = mask_quotations(headline.text)
    for pattern, from_start in ((_BEGINS, True), (_ENDS, False)):
        for match in pattern.finditer(masked):
            start, end = match.span("names")
            for name in _list_parts(headline.text[start:end], from_start=from_start):
                if any(_names(passage, tidy_company(name)) for passage in told) and not _is_word(name, told):
                    at = start if from_start else end - len(name)
                    yield at, at + len(name), name
                    break


def _is_in_sentences(passage: Passage) -> bool:
    if passage.place not in PROSE or passage.place is Place.HEADLINE:
        return False
    return passage.text.endswith((".", "!", "?")) or not is_title_case(passage.text)


def _list_parts(run: str, *, from_start: bool) -> Iterator[str]:
    """Return the beginnings, or ends, of a run of words, the longest first."""
    ends = [match.start() if from_start else match.end() for match in re.finditer(r"\s", run)]
    if from_start:
        yield from (run[:end] for end in (len(run), *reversed(ends)))
    else:
        yield from (run[start:] for start in (0, *ends))


def _names(passage: Passage, name: str) -> bool:
    """Return whether a sentence has this name, alone and where only a name has a capital or somebody acts."""
    for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", passage.text):
        opens = passage.sentence_at(match.start()).start == match.start()
        before = _CAPITAL_BEFORE.search(passage.text[: match.start()])
        joined = _OTHER.match(passage.text, match.end()) or (before and not opens and not is_month(before[1]))
        if not joined and (not opens or _TELLS.match(passage.text, match.end())):
            return True
    return False


def _is_word(name: str, told: list[Passage]) -> bool:
    """Return whether the item writes one of its words small, as it does no name."""
    words = "|".join(re.escape(word.lower()) for word in name.split())
    return any(re.search(rf"(?<![\w-])(?:{words})(?![\w-])", passage.text) for passage in told)


_NOT_A_COMPANY_AFTER = re.compile(
    r"\s(?:public|official)\s(?:WeChat\s)?accounts?\b|(?:官方)?(?:公众|视频|服务|订阅)号|\s(?:University|College|Street|Road|Province|City|River|Museum|Institute|County|District|Times|Daily)\b"
)
_PLACES_IN_CHINA = frozenset((*PROVINCES, *CHINESE_CITIES))
_CITY_BEFORE = re.compile(rf"(?<![\w-])(?:{'|'.join(CHINESE_CITIES)})\s\Z")
_CAPITAL_AFTER = re.compile(
    r"\s(?!Group|Motors?|Auto\w*|Holdings?|Co\b|Corp|Technolog|Inc|Ltd|Electronics|Joint|Plant|Factory|Giga|Mega)[A-Z][a-z]+"
)
"""A name between a city and another capital is a part of a longer one ("Kunshan Acme Optics")."""
_PERSON_BEFORE = re.compile(
    r"(?:\b(?:President|Premier|Minister|Chairman|Chairwoman|CEO|Mr\.?|Ms\.?|Mrs\.?|Dr\.?|Prof\.?|Professor"
    r"|Secretary|Director|Governor|Mayor|Senator|executive|founder|analyst"
    r"|economist|minister|president|spokes\w+)\s)$"
)
_PERSON_AFTER = re.compile(
    r",\s(?:(?:the|a|an|its|vice)\s)?(?:\w+\s){0,3}?(?:CEO|chief|chairman|president|analyst|economist|professor"
    r"|director|founder|spokes\w+|minister|official)\b"
)
_OF_OFFICE_BEFORE = re.compile(
    r"\b(?:Ministry|Department|Bureau|Commission|Office|Administration|Authority|Agency|Institute|University|College|School"
    r"|Academy|Association|Committee|Cent(?:re|er)|Society|Chamber|Federation|Minister|Council|Division)\s(?:of|for|on)\s(?:the\s)?"
    r"(?:[A-Z][\w’'-]*(?:,?\s(?:and|&)\s|,\s|\s)){0,7}$"
)
_OFFICE_AFTER = re.compile(
    r"(?:\s[A-Z]\w+){0,2}\s(?:Ministry|Department|Bureau|Commission|Office|Administration|Authority|Agency|Committee)\b"
)


_LISTED_AT = re.compile(r"[在于赴]\s?\Z")
_LISTS_AT = re.compile(r"(?:主板|科创板|创业板|成功|正式|挂牌|递交|提交|上市|敲钟|IPO)")
"""An exchange is where somebody is listed."""
_CHINESE_NAME = re.compile(r"[A-Za-z.]\s?[(（]\Z")
"""Stands before a name in Chinese that another tongue's explains."""
_GLOSS = 4
_SHORT_LIST_ZH = re.compile(rf"(?<![{HAN}、])[{HAN}]{{2,4}}(?:、[{HAN}]{{2,4}})+")
_LONGEST_SHORT = 4
_LEAST_SHORT = 2
_LEAST_END, _LONGEST_PLACE = 3, 4
"""Signs of a short name in Chinese, and of the place that its full form has first."""
_ENDS_ZH = ("汽车", "集团", "科技")
"""What a list of Chinese names may leave out ("比亚迪、小鹏等车企")."""


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
            for hit in _read_passage(passage, passages, lexicon=lexicon, about_companies=about_companies):
                quote = passage.sentence_at(hit.start).text
                mention = CompanyMention(name=hit.name, company_id=hit.company_id, quote=quote)
                found.setdefault(hit.company_id or fold(hit.name), mention)
    begun = _list_beginnings(mention.name for mention in found.values() if mention.company_id is None)
    return tuple(mention for mention in found.values() if mention.company_id or mention.name not in begun)


def _list_beginnings(names: Iterable[str]) -> set[str]:
    """Return what unknown names may be short forms of names by: their first words, and all behind their place.

    ("Kolding" of "Kolding Elektra", "Yanlu Laser" of "Suzhou Yanlu Laser", 朗恩制药 of 苏州朗恩制药.)
    """
    listed = tuple(names)
    behind = {name[place:] for name in listed if not name.isascii() for place in range(1, _LONGEST_PLACE + 1)}
    ends = {name for name in listed if len(name) >= _LEAST_END and not name.isascii() and name in behind}
    begun = {name[:at] for name in listed for at, sign in enumerate(name) if sign == " "}
    return (
        begun
        | ends
        | {rest for place, _, rest in (name.partition(" ") for name in listed) if place in _PLACES_IN_CHINA}
    )


def _read_passage(
    passage: Passage, passages: tuple[Passage, ...], *, lexicon: Lexicon, about_companies: bool
) -> tuple[_Found, ...]:
    hits = [_known(name, lexicon) for name in passage.names_of(NameKind.COMPANY) if _is_plain(passage.text, name)]
    if passage.place is Place.HEADLINE and is_title_case(passage.text):
        candidates = list_title_case_names(passage, passages)
    else:
        candidates = _list_candidates(passage, about_companies=about_companies, known=hits)
        if about_companies and "、" in passage.text:
            candidates = chain(candidates, _list_short_names(passage.text, lexicon))
    for candidate in candidates:
        taken = _is_taken(hits, candidate[0], candidate[1]) or _is_glossed(passage.text, hits, candidate[0])
        read = None if taken else _read_candidate(passage, candidate, lexicon=lexicon)
        if read:
            insort(hits, read, key=attrgetter("start"))
    return tuple(hits)


def _is_taken(spans: Sequence[_Found | Name], start: int, end: int) -> bool:
    """Return whether one of these spans, in order and without overlaps, shares a character with this one."""
    last = bisect_left(spans, end, key=attrgetter("start")) - 1
    return last >= 0 and start < spans[last].end


def _is_glossed(text: str, hits: Sequence[_Found], start: int) -> bool:
    """Return whether a name in Chinese stands in brackets right behind the same company's in Latin letters."""
    behind = _CHINESE_NAME.search(text, max(0, start - _GLOSS), start)
    return (
        behind is not None
        and not text[start].isascii()
        and any(hit.end >= behind.start() for hit in hits if hit.end <= start)
    )


def _known(name: Name, lexicon: Lexicon) -> _Found:
    company = lexicon.company_by_id[name.id]
    return _Found(start=name.start, end=name.end, name=company.name, company_id=company.id)


def _is_plain(text: str, name: Name) -> bool:
    inside = _CITY_BEFORE.search(text, max(0, name.start - 24), name.start) and _CAPITAL_AFTER.match(text, name.end)
    listed = _LISTED_AT.search(text, max(0, name.start - 2), name.start) and _LISTS_AT.match(text, name.end)
    return not (inside or listed) and _NOT_A_COMPANY_AFTER.match(text, name.end) is None


def _list_candidates(passage: Passage, *, about_companies: bool, known: list[_Found]) -> Iterator[tuple[int, int, str]]:
    yield from list_cued_names(passage.text, about_companies=about_companies)
    for names in list_enumerations(passage.text) if known else ():
        companies = [n for n in names if _is_taken(known, n[0], n[1])]
        if companies:
            yield from (name for name in names if name not in companies)


def _list_short_names(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, str]]:
    """Return the names of an enumeration two of which are those of companies without their last word ("一汽、东风")."""
    for match in _SHORT_LIST_ZH.finditer(text):
        at, names = match.start(), []
        for piece in match[0].split("、"):
            fits = (piece[:end] for end in range(min(len(piece), _LONGEST_SHORT), 1, -1))
            short = next((name for name in fits if _is_short_name(name, lexicon)), None)
            names += [(at, at + len(short), short)] if short else []
            at += len(piece) + 1
        yield from names if len(names) >= _LEAST_SHORT else ()


def _is_short_name(name: str, lexicon: Lexicon) -> bool:
    return any(lexicon.find_companies(f"{name}{more}") for more in ("", *_ENDS_ZH))


def _read_candidate(passage: Passage, candidate: tuple[int, int, str], *, lexicon: Lexicon) -> _Found | None:
    start, end, wording = candidate
    names = [n for n in passage.names if n.kind is not NameKind.COMPANY or _is_plain(passage.text, n)]
    names = [n for n in names if not _is_last_word(passage.text, n, start, end)]
    if _is_taken(names, start, end):
        return None
    name = tidy_company(wording)
    if not may_be_company(name) or _is_person(passage.text, start, end) or _is_of_office(passage.text, start, end):
        return None
    known = next(filter(None, (lexicon.find_companies(f"{name}{more}") for more in ("", *_ENDS_ZH))), ())
    if known:
        return _Found(start=start, end=end, name=known[0].name, company_id=known[0].id)
    return _Found(start=start, end=end, name=name, company_id=None)


def _is_last_word(text: str, name: Name, start: int, end: int) -> bool:
    """Return whether a technical word only ends a longer name between these offsets ("Nimbus Lidar")."""
    inside = name.kind is NameKind.OTHER and not name.id and start < name.start and name.end == end
    inside = inside and text[start : name.start].lower() != "the "
    return inside and text[name.start - 1] == " " and text[name.start : name.end].istitle()


def _is_person(text: str, start: int, end: int) -> bool:
    return bool(_PERSON_BEFORE.search(text[max(0, start - 24) : start])) or bool(_PERSON_AFTER.match(text, end))


def _is_of_office(text: str, start: int, end: int) -> bool:
    """Return whether this is a piece of an office's name ("Department of Industry and ...")."""
    return bool(_OF_OFFICE_BEFORE.search(text[max(0, start - 90) : start])) or bool(_OFFICE_AFTER.match(text, end))
