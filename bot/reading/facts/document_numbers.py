"""Numbers of official documents (文号): of an office, an announcement or an order, its own or merely cited."""

import re
from collections.abc import Sequence

from bot.model.identity import split_counted
from bot.model.ids import HAN, normalise_document_number
from bot.names.lexicon import Lexicon
from bot.reading.facts.known_names import NameFinder
from bot.reading.facts.passages import NameKind, Passage, Place, list_in

# As Chinese prints them.

_YEAR = r"(?:19|20)\d\d"
OF_OFFICE = rf"[{HAN}]{{1,14}}\s*[〔﹝【\[（(]\s*{_YEAR}\s*[〕﹞】\]）)]\s*第?\s*\d{{1,5}}\s*号"
_NAMES = rf"(?:(?<=[(（])[{HAN}][{HAN}\s]{{0,59}}|[{HAN}、]{{0,60}})"
OF_SERIES = (
    rf"{_NAMES}公告\s*[（(]?\s*{_YEAR}\s*年\s*第?\s*\d{{1,4}}\s*号"
    rf"|[{HAN}]{{0,14}}{_YEAR}\s*年\s*第\s*\d{{1,4}}\s*号(?:公告|令)"
    rf"|{_NAMES}令\s*(?:[〔（(]?{_YEAR}年?[〕）)]?\s*)?第\s*\d{{1,4}}\s*号"
)
NUMBER = re.compile(f"{OF_OFFICE}|{OF_SERIES}")
_BEHIND = re.compile(
    rf"[》”]?\s*[(（,，;；]\s*(?P<number>{NUMBER.pattern}|{_YEAR}\s*年\s*第\s*\d{{1,4}}\s*号)\s*[)）,，;；]"
)
_LEADING_WORDS = re.compile(
    r"^(?:[两三四五六七八九十\d]{1,3}个?部[门委])|^.*(?:[的了以为日]|即(?!墨)|发布|印发|公布|签署|签发|根据"
    r"|按照|依据|文号|中华人民共和国)(?=[^\s])"
)
_CITED = re.compile(
    r"(?:根据|按照|依据|依照|落实|贯彻|废止)[^。；;]{0,80}$|\b(?:pursuant\sto|based\son|in\sline\swith"
    r"|following|implementing|replac\w+|repeal\w*"
    r"|amend\w*|earlier|previous|former)\b[^.;]{0,80}$",
    re.IGNORECASE,
)
"""Says that what follows is the ground of the act, or what it changes."""
_ROUND_YEAR = re.compile(rf"[（(]\s*({_YEAR})\s*[)）]")
_WINDOW = 100


def find_document_number(text: str) -> str | None:
    """Return the first document number (文号) in the text, normalised; None when there is none."""
    match = NUMBER.search(text)
    return _normalise(match[0]) if match else None


def find_own_number(text: str, title: str | None) -> str | None:
    """Return the number behind a title in running text, else the first that is not cited."""
    ends = [at.end() for at in re.finditer(re.escape(title), text)] if title else []
    behind = next((match["number"] for end in ends if (match := _BEHIND.match(text, end))), None)
    if behind:
        return _normalise(behind)
    for match in NUMBER.finditer(text) if "号" in text else ():
        number = _normalise(match[0])
        before = text[max(0, match.start() - _WINDOW) : match.start()] + match[0].partition(number[:2])[0]
        if not _CITED.search(before):
            return number
    return None


def _normalise(number: str) -> str:
    plain = _ROUND_YEAR.sub(r"〔\1〕", _LEADING_WORDS.sub("", number))
    return normalise_document_number(plain.replace("（", "").replace("(", "").replace("、", ""))


# As English news prints those of announcements and orders: told as the Chinese text prints them.

_ENGLISH = re.compile(
    rf"\b(?P<kind>Announcement|Order|Decree)\s*\(?(?:[\[(]?\s*(?P<ahead>{_YEAR})\s*[\])]?[,/]?\s*)?"
    rf"\b(?:no|nr|number)\b\.?\s*(?:(?P<joined>{_YEAR})\s*[-/]\s*)?(?P<serial>\d{{1,4}})(?!\d)"
    rf"(?:\s*(?:of\s|/|,)?\s*[\[(]?\s*(?P<behind>{_YEAR})(?!\d)\s*[\])]?)?",
    re.IGNORECASE,
)
_GAP = re.compile(
    r"(?:,|/|&|[-–]|\band\b|\bof\b|\bby\b|\bfrom\b|\bthe\b|\bjoint\b|['’]s?|(?:19|20)\d\d|\s)*", re.IGNORECASE
)
_YEAR_NEAR = re.compile(rf"\b({_YEAR})\b")
_NEAR = 30
_JOINED = re.compile(r"[、,，和与及]?(?:中华人民共和国)?")
"""Stands between those whose a number is."""


def tells_number(text: str) -> bool:
    """Return whether a text gives the number of a document, in either language."""
    return bool(_ENGLISH.search(text) or NUMBER.search(text))


def find_english_number(passages: Sequence[Passage], issuers: Sequence[str], lexicon: Lexicon) -> str | None:
    """Return the first such number in the news that is the document's own, as 商务部公告2025年第61号; else None."""
    told = list_in(passages, Place.ARTICLE, Place.SUMMARY, Place.HEADLINE)
    found = ((passage, match) for passage in told for match in _ENGLISH.finditer(passage.text))
    numbers = (_translate(passage, match, issuers, lexicon) for passage, match in found)
    return next(filter(None, numbers), None)


def _translate(passage: Passage, match: re.Match[str], issuers: Sequence[str], lexicon: Lexicon) -> str | None:
    """Return such a number in Chinese with those whose it is; None where it is cited, or nobody's or another's."""
    text = passage.text
    start, end, beside = _find_beside(passage, match)
    of_another = beside and issuers and not set(beside) & set(issuers)
    if of_another or _CITED.search(text, max(0, start - _WINDOW), start):
        return None
    bodies = beside or (tuple(issuers) if len(issuers) == 1 else ())
    names = "".join(lexicon.body_by_id[body].name_zh for body in bodies)
    year = match["ahead"] or match["joined"] or match["behind"] or ""
    if match["kind"].lower() != "announcement":
        return f"{names}令{year}{'年' if year else ''}第{match['serial']}号" if len(bodies) == 1 else None
    before, behind = (max(0, match.start() - _NEAR), match.start()), (end, end + _NEAR)
    near = _YEAR_NEAR.search(text, *before) or _YEAR_NEAR.search(text, *behind)
    year = year or (near[1] if near else "")
    return f"{names}公告{year}年第{match['serial']}号" if year and (bodies or issuers) else None


def _find_beside(passage: Passage, match: re.Match[str]) -> tuple[int, int, tuple[str, ...]]:
    """Return where a number with the bodies right before or behind it begins and ends, and these bodies."""
    names, text = passage.names_of(NameKind.BODY), passage.text
    start, end = match.span()
    before: list[str] = []
    behind: list[str] = []
    for name in reversed(names):
        if name.end <= start and _GAP.fullmatch(text, name.end, start):
            before.insert(0, name.id)
            start = name.start
    for name in names:
        if not before and name.start >= end and _GAP.fullmatch(text, end, name.start):
            behind.append(name.id)
            end = name.end
    return start, end, (*before, *behind)


def list_number_bodies(number: str | None, finder: NameFinder) -> tuple[str, ...]:
    """Return the ids of the bodies that the number of an announcement or order names, in its order.

    None of them where it names nobody, or anybody that no list holds or two bodies are called by: then it is not known
    whose number it is.
    """
    counted = split_counted(number) if number else None
    names, at, bodies = counted[0] if counted else "", 0, []
    for mention in finder.list_mentions(names) if names else ():
        if not _JOINED.fullmatch(names, at, mention.start) or len(mention.bodies) != 1:
            return ()
        bodies.append(mention.bodies[0])
        at = mention.end
    return tuple(bodies) if at == len(names) else ()
