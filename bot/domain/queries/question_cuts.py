"""Cutting a question in Chinese, which has no spaces, at known names, at dates and at the words of the question."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.names import fold
from bot.domain.queries.query_scan import Term
from bot.domain.queries.question_dates import holds_sure_date, match_han_date
from bot.domain.queries.question_exceptions import cut_exceptions, join_exceptions
from bot.domain.queries.question_names import LONGEST_NAME

if TYPE_CHECKING:
    from bot.domain.lexicon import Lexicon
    from bot.domain.queries.wording import Wording

_LATIN = re.compile(r"[A-Za-z0-9]{2}")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def split_chinese(terms: tuple[Term, ...], lexicon: Lexicon, wording: Wording, *, is_question: bool) -> list[Term]:
    """Give the words, those of a question in Chinese cut at known names, dates and the words of the question.

    Of words that are no question only those are cut that leave a name out or hold a date.
    """
    if all(term.text.isascii() for term in terms):
        return list(terms)
    words: list[Term] = []
    terms = tuple(cut for term in join_exceptions(terms) for cut in cut_exceptions(term))
    for term in terms:
        if term.phrase or term.excluded or term.text.isascii() or not (is_question or _is_cut(term.text, wording)):
            words.append(term)
        else:
            words += [Term(text=piece) for piece in _cut(term.text, lexicon, wording)]
    return words


def _is_cut(text: str, wording: Wording) -> bool:
    marks = (*wording.chinese.negations, *wording.chinese.exceptions)
    return any(word in text for word in marks) or holds_sure_date(text)


def _cut(text: str, lexicon: Lexicon, wording: Wording) -> list[str]:
    fillers = sorted(wording.chinese.fillers, key=len, reverse=True)
    pieces: list[str] = []
    rest, position = "", 0
    while position < len(text):
        whole = match_han_date(text, position) or _find_year(text, position, wording)
        whole = whole or _find_kept(text, position, lexicon, wording)
        filler = "" if whole else _find_filler(text, position, fillers)
        kept = next((word for word in wording.chinese.kept if text.startswith(word, position)), "")
        if whole or (filler and not kept):
            pieces += [rest, whole or ""]
            rest, position = "", position + len(whole or filler)
        elif kept:
            rest, position = rest + kept, position + len(kept)
        else:
            rest += text[position]
            position += 1
    return [piece for piece in (*pieces, rest) if piece.strip()]


def _find_year(text: str, position: int, wording: Wording) -> str | None:
    """Give the year of a goal that starts here without its 年: 低空经济目标2030."""
    found = _YEAR.match(text, position)
    return found[0] if found and any(goal in text for goal in wording.goals) else None


def _find_filler(text: str, position: int, fillers: list[str]) -> str:
    """Give the longest word of a question that starts here and ends before a longer one starts in it; "" for none."""
    for filler in (each for each in fillers if text.startswith(each, position)):
        inner = range(position + 1, position + len(filler))
        longer = (each for each in fillers if len(each) > len(filler))
        if not any(text.startswith(each, start) for each in longer for start in inner):
            return filler
    return ""


def _find_kept(text: str, position: int, lexicon: Lexicon, wording: Wording) -> str | None:
    """Give the longest known name, status, word of a question, or denial of a status that starts here."""
    kept = wording.goals | wording.ours | wording.deadlines | wording.deadlines_past | wording.future
    kept |= wording.negations | wording.binding | wording.final | wording.closing_days | wording.sections.keys()
    if not any(text.startswith(word, position) for word in wording.chinese.kept):
        kept |= wording.jointly | wording.alone
    for end in range(min(len(text), position + LONGEST_NAME * 3), position + 1, -1):
        part = text[position:end]
        if _is_in_word(text, position) or _is_in_word(text, end):
            continue
        if lexicon.find_bodies(part) or lexicon.find_companies(part) or lexicon.find_same(part):
            return part
        if fold(part) in kept or fold(part) in wording.said_statuses:
            return part
    denied = tuple(wording.said_statuses | wording.conditions)
    denials = (word for word in wording.denials_by_length if text.startswith(word, position))
    return next((word for word in denials if text.startswith(denied, position + len(word))), None)


def _is_in_word(text: str, position: int) -> bool:
    """Tell whether a word in Latin letters goes on over this position: MER|ICS."""
    return bool(_LATIN.fullmatch(text[max(0, position - 1) : position + 1]))
