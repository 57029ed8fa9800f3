"""Cutting a question in Chinese, which has no spaces, at known names, at dates and at the words of the question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.model.text import fold
from bot.names.lexicon import Lexicon
from bot.query.query_scan import Term
from bot.query.question_dates import holds_sure_date, match_han_date
from bot.query.question_names import LONGEST_NAME
from bot.query.wording import Wording

# What is left out in Chinese: 除新能源外, 除了比亚迪和华为以外, 锑除外. The words around it say where it ends.

_OPEN = r"(?<![免解清消扣删拆去根废排驱])除(?:了|去|开)?(?![尘湿草虫夕名外])"
_CLOSE = r"(?:[以之]外|外(?![国商资贸汇交籍企部]))"
_AROUND = re.compile(rf"{_OPEN}(?P<what>.{{1,40}}?){_CLOSE}的?")
_BEGINS = re.compile(rf"{_OPEN}(?!.*{_CLOSE})")
_ENDS = re.compile(_CLOSE)
_BEHIND = re.compile(r"(?P<what>.{1,40}?)除外")
_AND = re.compile(r"[、，,和与及或]|以及")
_REACH = 4
"""So many words may lie between 除 and 外."""


def join_exceptions(terms: Sequence[Term]) -> list[Term]:
    """Return the words with those from 除 to 外 as one, where a sign between names had parted them."""
    joined: list[Term] = []
    waiting = list(terms)
    while waiting:
        term = waiting.pop(0)
        if _is_plain(term) and _BEGINS.search(term.text):
            ends = (n for n, other in enumerate(waiting[:_REACH], 1) if _is_plain(other) and _ENDS.search(other.text))
            taken = next(ends, 0)
            run = [term, *waiting[:taken]]
            if all(map(_is_plain, run)):
                term, waiting = Term(text="、".join(each.text for each in run)), waiting[taken:]
        joined.append(term)
    return joined


def cut_exceptions(term: Term) -> list[Term]:
    """Return a word as those it holds, what it leaves out as excluded ones; one that leaves nothing out as it is."""
    match = (_AROUND.search(term.text) or _BEHIND.fullmatch(term.text)) if _is_plain(term) else None
    if match is None:
        return [term]
    names = [name.strip() for name in _AND.split(match["what"]) if name.strip()]
    around = [part for part in (term.text[: match.start()], term.text[match.end() :]) if part.strip()]
    return [*(Term(text=part) for part in around), *(Term(text=name, excluded=True) for name in names)]


def _is_plain(term: Term) -> bool:
    return not term.phrase and not term.excluded


_LATIN = re.compile(r"[A-Za-z0-9]{2}")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def split_chinese(terms: tuple[Term, ...], lexicon: Lexicon, wording: Wording, *, is_question: bool) -> list[Term]:
    """Return the words, those of a question in Chinese cut at known names, dates and the words of the question.

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
    """Return the year of a goal that starts here without its 年: 低空经济目标2030."""
    found = _YEAR.match(text, position)
    return found[0] if found and any(goal in text for goal in wording.goals) else None


def _find_filler(text: str, position: int, fillers: list[str]) -> str:
    """Return the longest word of a question that starts here and ends before a longer one starts in it; "" for none."""
    for filler in (each for each in fillers if text.startswith(each, position)):
        inner = range(position + 1, position + len(filler))
        longer = (each for each in fillers if len(each) > len(filler))
        if not any(text.startswith(each, start) for each in longer for start in inner):
            return filler
    return ""


def _find_kept(text: str, position: int, lexicon: Lexicon, wording: Wording) -> str | None:
    """Return the longest known name, status, word of a question, or denial of a status that starts here."""
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
    """Return whether a word in Latin letters goes on over this position: MER|ICS."""
    return bool(_LATIN.fullmatch(text[max(0, position - 1) : position + 1]))
