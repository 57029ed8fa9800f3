"""Unknown companies in headlines in title case, where capitals mark no names.

A cue in the headline ("Chipmaker Silanode Opens", "Names Kettenwerk AG") says where a name begins or ends; what of the
capitalised run is the name, the item's own sentences say: they have it with a capital, and never in lower case.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.calendar.month_names import is_month
from bot.reading.recognition.company_cues import ROLES, SAYING, VERBS, mask_quotations
from bot.reading.recognition.company_names import NAME, is_title_case, tidy_company
from bot.reading.recognition.passages import PROSE, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.reading.recognition.passages import Passage

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
    """Give (start, end, name) for each unknown company of a headline in title case, as its item's sentences tell it."""
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
    """Give the beginnings, or ends, of a run of words, the longest first."""
    ends = [match.start() if from_start else match.end() for match in re.finditer(r"\s", run)]
    if from_start:
        yield from (run[:end] for end in (len(run), *reversed(ends)))
    else:
        yield from (run[start:] for start in (0, *ends))


def _names(passage: Passage, name: str) -> bool:
    """Tell whether a sentence has this name, alone and where only a name has a capital or somebody acts."""
    for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", passage.text):
        opens = passage.sentence_at(match.start()).start == match.start()
        before = _CAPITAL_BEFORE.search(passage.text[: match.start()])
        joined = _OTHER.match(passage.text, match.end()) or (before and not opens and not is_month(before[1]))
        if not joined and (not opens or _TELLS.match(passage.text, match.end())):
            return True
    return False


def _is_word(name: str, told: list[Passage]) -> bool:
    """Tell whether the item writes one of its words small, as it does no name."""
    words = "|".join(re.escape(word.lower()) for word in name.split())
    return any(re.search(rf"(?<![\w-])(?:{words})(?![\w-])", passage.text) for passage in told)
