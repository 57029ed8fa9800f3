"""Companies in an item: those of our list under any of their names, then unknown ones that the grammar shows.

Decided: a known name wins over a cue that covers it; sources and articles give no unknown companies, titles in title
case only those that their item names too (``title_case_names.py``); an enumeration in which companies stand makes
companies of its other names.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from operator import attrgetter

from bot.dates.date_words import MONTH, is_month
from bot.model.briefing import CompanyMention
from bot.model.ids import HAN, fold
from bot.names.lexicon import Lexicon
from bot.reading.facts.bodies import CHINESE_CITIES, CITIES, COUNTRIES, DEMONYMS, PLACES, PROVINCES
from bot.reading.facts.company_cues import (
    ROLES,
    SAYING,
    VERBS,
    list_cued_names,
    list_enumerations,
    mask_quotations,
)
from bot.reading.facts.company_names import NAME, is_title_case, may_be_company, tidy_company
from bot.reading.facts.passages import PROSE, Name, NameKind, Passage, Place

# Companies whose names are words too ("Meta", "Shell"): whether a text means the company.

_DASH = "-‐‑"
_RELATIONS = (
    "acquired affiliated appointed assembled backed branded built certified commissioned compatible controlled designed"
    " developed financed founded funded invested led licensed linked made manufactured operated owned powered produced"
    " run sponsored supplied supported trained"
)
_RELATION = re.compile(rf"[{_DASH}](?:{'|'.join(_RELATIONS.split())})\b")
"""What companies do to things, after a dash: Shell-led, Apple-made."""
_BASED = re.compile(rf"[{_DASH}]based\b")
_COMPOUND = re.compile(rf"[{_DASH}]\w")
_VENTURE = re.compile(
    rf"[{_DASH}][A-Z][\w’'-]*\s(?:joint\s)?(?:venture|alliance|deal|merger|partnership|tie-up|consortium|talks)\b"
)
_PREFIX = re.compile(rf"(?:^|[^\w])(?:ex|non|anti|pro|pre|post)[{_DASH}]$")
_MOVES = (
    r"(?:grew|rose|fell|gained|slid|surged|slipped|climbed|jumped|tumbled|moved|moves|makes|made|owns|owned|operates"
    r"|operated|employs|employed|hopes|hoped|faces|faced|intends|intended|seeks|sought|considers|declined|refused"
    r"|ask(?:s|ed)|appl(?:ies|ied)|appeal(?:s|ed)|lobb(?:ies|ied)|opt(?:s|ed)|ha(?:s|d)\s(?:an?|no|few|its|the|two|three|four|five|\d)(?![\w-])|wait(?:s|ed)"
    r"|argues|argued|claims|claimed|pays|runs|ran|leads|leaves|left|bets|warns|cooperates|cooperated|collaborates"
    r"|(?:is|are|was|were)\s(?:now\s|also\s)?(?:build|open|plan|expand|invest|launch|sell|cutt|clos|mov|develop|prepar"
    r"|consider|seek|negotiat|buy|hir|work|test|try|pull|ask|offer|look|talk)(?:n)?ing"
    r"|competes|wants|posted|relies|increases|invests|promises|enters|adds|meets|met|winds|exits"
    r"|(?!(?:based|sized|shaped|related|unwanted|indeed|speed|need|feed)\b)\w{2,}ed(?!\s(?:by|in|on|for|with)\b))"
)
_DOES = re.compile(
    rf"(?:\s\([^()]{{1,20}}\))?(?:\s(?:also|again|recently|officially|formally|has|have|had|jointly|successfully"
    rf"|reportedly|already|just))*\s(?!present\b|plan\b|plans\b(?!\s(?:to|an?|its|the|another|new|more|further)\b)|will\sbe\b)(?:{VERBS}|{SAYING}|{_MOVES})\b",
    re.IGNORECASE,
)
_OWNS = re.compile(
    r"['’]s?\s|\s(?:shares|stock|C[EFOT]O|chief\s(?:executive|operating|financial|technology)|executives?|spokes\w+"
    r"|shareholders|headquarters|subsidiar(?:y|ies))\b",
    re.IGNORECASE,
)
_FORM = re.compile(
    r",?\s(?:Inc|Corp|Corporation|Co\.?,?\s?Ltd|Company\sLimited|Ltd|Limited|LLC|AG|SE|GmbH|plc|PLC|N\.V|Holdings?"
    r"|Group|Technolog(?:y|ies)|Motors?)\b"
)
_PLACED = re.compile(
    rf"\s?\((?:{'|'.join(map(re.escape, sorted((*COUNTRIES, *DEMONYMS), key=len, reverse=True)))}"
    r"|[A-Z]{2,6}\s?:\s?[A-Z0-9.]{1,6})\)"
)
_APPOSED = re.compile(
    rf",\s(?:an?|the|one of|its|whose|which)\s(?:[\w’'-]+\s){{0,7}}?(?:{ROLES}|group|owner|parent)\b|\sand\sits\b"
)
_ROLE_BEFORE = re.compile(
    rf"(?<![\w-])(?:{ROLES}),?\s(?:(?:like|such as|including|namely|named|called)\s)?$"
    r"|^(?:Compan(?:y|ies)|Firms?|Enterprises?|Businesses)[:：]\s(?:[^.;]*,\s)?$"
)
_ROLE_REACH = 60
_JOINED = re.compile(rf"\s*(?:,|,?\s(?:and|or|&)|、|/|[{_DASH}])\s*")
_OPENING = re.compile(r"(?:^|[:：;；–—\n])[\s\"“”'‘’(\[*•·\d.)]*$|[\"“‘(\[]\s*$")
_SMALL_WORD = re.compile(r"(?<![A-Za-z])[a-z]{4,}")
_WORD_NAMES_CAPITAL_BEFORE = re.compile(r"(?:^|[\s(“\"])([A-Z][\w’'.-]*)\s$")
_MONTH = re.compile(MONTH, re.IGNORECASE)
_NATIONAL = frozenset({*DEMONYMS, "US", "U.S.", "UK", "Chinese"})
_LOCAL = frozenset({*PROVINCES, *CITIES})
_ARTICLE_BEFORE = re.compile(r"\b(?:the|a|an|this|each|every)\s$", re.IGNORECASE)
_NOUN_AFTER = re.compile(
    r"\s(?!(?:in|of|on|at|by|to|for|from|with|and|or|but|as|is|are|was|were|has|have|had|will|would|can|may|must|should"
    r"|that|which|where|when|while|than|into|over|under|after|before|during)\b)[a-z]"
)


def decide_words(passages: tuple[Passage, ...], lexicon: Lexicon) -> tuple[Passage, ...]:
    """Return the passages of an item with the names that are mere words there taken for names of nothing."""
    if not any(_word_names_is_word(passage, name, lexicon) for passage in passages for name in passage.names):
        return passages
    readings = [_Reading(passage, lexicon) for passage in passages]
    meant = {id_ for reading in readings for id_ in reading.list_meant()}
    return tuple(reading.apply(meant) for reading in readings)


def _word_names_is_word(passage: Passage, name: Name, lexicon: Lexicon) -> bool:
    if name.kind is not NameKind.COMPANY:
        return False
    written = passage.text[name.start : name.end].casefold()
    return any(written == word.casefold() for word in lexicon.company_by_id[name.id].words)


def _without_names(passage: Passage) -> str:
    """Return the text without the names in it, whose capitals say nothing of the others."""
    text = list(passage.text)
    for name in passage.names:
        text[name.start : name.end] = " " * (name.end - name.start)
    return "".join(text)


class _Reading:
    """One passage: which of its companies are certain, by their names or by the words around them."""

    def __init__(self, passage: Passage, lexicon: Lexicon) -> None:
        self._passage = passage
        self._text = passage.text
        self._words = [name for name in passage.names if _word_names_is_word(passage, name, lexicon)]
        rest = _without_names(passage)
        short = is_title_case(passage.text) and _SMALL_WORD.search(rest) is None
        self._in_capitals = passage.text.isupper() or is_title_case(rest) or short
        sure = [each for each in passage.names if each.kind is NameKind.COMPANY and each not in self._words]
        self._sure = {*sure, *(name for name in self._words if self._is_shown(name))}
        while joined := {name for name in self._words if name not in self._sure and self._is_beside_company(name)}:
            self._sure |= joined

    def list_meant(self) -> Iterator[str]:
        """Return the ids of the companies that are certain here."""
        return (name.id for name in self._sure)

    def apply(self, meant: set[str]) -> Passage:
        """Get the passage; a company that is meant elsewhere in the item is meant where no compound speaks against."""
        left = [
            name
            for name in self._words
            if name not in self._sure and (name.id not in meant or self._is_in_compound(name))
        ]
        if not left:
            return self._passage
        names = (replace(name, kind=NameKind.OTHER, id="") if name in left else name for name in self._passage.names)
        return replace(self._passage, names=tuple(names))

    def _is_shown(self, name: Name) -> bool:
        after, before = self._text[name.end :], self._text[: name.start]
        if _RELATION.match(after) or _VENTURE.match(after):
            return True
        if self._is_in_compound(name):
            return _BASED.match(after) is not None and self._is_capital_telling(name)
        if _FORM.match(after) or _PLACED.match(after) or _ROLE_BEFORE.search(before[-_ROLE_REACH:]):
            return True
        if self._is_part_of_name(name):
            return False
        return any(cue.match(after) for cue in (_OWNS, _APPOSED, _DOES)) or self._is_capital_telling(name)

    def _is_in_compound(self, name: Name) -> bool:
        before = self._text[: name.start]
        hangs = before[-1:] in tuple(_DASH) and before[-2:-1].isalnum() and not _PREFIX.search(before)
        return hangs or _COMPOUND.match(self._text, name.end) is not None

    def _is_part_of_name(self, name: Name) -> bool:
        """Get whether it ends another name ("the Beijing Metro"), or an article makes a thing of it ("the Amazon")."""
        before = self._text[: name.start]
        capital = _WORD_NAMES_CAPITAL_BEFORE.search(before)
        if capital and capital[1] in _LOCAL:
            return True
        if capital and not self._in_capitals and capital[1] not in _NATIONAL and not _MONTH.fullmatch(capital[1]):
            return not self._opens(name.start - len(capital[1]) - 1)
        return bool(_ARTICLE_BEFORE.search(before)) and not _NOUN_AFTER.match(self._text, name.end)

    def _opens(self, start: int) -> bool:
        """Return whether a sentence, or what is said after a colon, begins here."""
        begins = self._passage.sentence_at(start).start == start
        return begins or _OPENING.search(self._text[:start]) is not None

    def _is_beside_company(self, name: Name) -> bool:
        return not self._is_part_of_name(name) and any(
            _JOINED.fullmatch(self._text, min(name.end, other.end), max(name.start, other.start))
            for other in self._sure
        )

    def _is_capital_telling(self, name: Name) -> bool:
        """Return whether nothing but a name has a capital here."""
        if self._in_capitals:
            return False
        written = self._text[name.start : name.end]
        if " " in written:
            return True
        return not (self._opens(name.start) or written in PLACES or self._is_part_of_name(name))


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
