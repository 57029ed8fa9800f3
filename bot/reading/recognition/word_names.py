"""Companies whose names are words too ("Meta", "Shell"): whether a text means the company.

A capital shows a name only where the rest is in lower case. At the start of a sentence, in a title in capitals, or in a
compound the words around it must show the company: what it does or owns, a role, a legal form, other companies beside
it. An item that means the company in one place means it wherever the name can be read so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.dates.date_words import MONTH
from bot.names.lexicon import Lexicon
from bot.reading.recognition.company_cues import ROLES, SAYING, VERBS
from bot.reading.recognition.company_names import is_title_case
from bot.reading.recognition.geography import CITIES, COUNTRIES, DEMONYMS, PLACES, PROVINCES
from bot.reading.recognition.mentions import NameKind
from bot.reading.recognition.passages import Name, Passage

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
_CAPITAL_BEFORE = re.compile(r"(?:^|[\s(“\"])([A-Z][\w’'.-]*)\s$")
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
    if not any(_is_word(passage, name, lexicon) for passage in passages for name in passage.names):
        return passages
    readings = [_Reading(passage, lexicon) for passage in passages]
    meant = {id_ for reading in readings for id_ in reading.list_meant()}
    return tuple(reading.apply(meant) for reading in readings)


def _is_word(passage: Passage, name: Name, lexicon: Lexicon) -> bool:
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
        self._words = [name for name in passage.names if _is_word(passage, name, lexicon)]
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
        capital = _CAPITAL_BEFORE.search(before)
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
