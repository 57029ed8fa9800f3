"""Running prose below sections: paragraphs without headlines that tell of acts, often behind a sentence that leads in.

("Money became a little cheaper. On 22 August the central bank ... Four days after this, the ministry ...")

Decided: where nearly all paragraphs right below the headings of sections tell a day, and half of them not in their
first sentence, each is a piece of news, and so is each further act in it. A further act begins at a sentence that tells
another day, of somebody it names or behind words that turn to it ("In between", "On the same day"), or at the sentence
before, where that leads in to it. What was there before ("had", "earlier") and what leans on the act above begins none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.reading.document import BlockKind
from bot.reading.grammar.layout.dated_acts import list_sentence_bounds
from bot.reading.grammar.layout.lead_ins import find_closing_date, find_closing_day, find_dated_lead, find_told_date
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.lines.field_lines import Credit
from bot.reading.grammar.lines.headings import find_section
from bot.reading.grammar.lines.labels import find_label
from bot.reading.grammar.lines.numbers import find_number
from bot.reading.grammar.lines.reports import (
    is_closed,
    is_prose,
    leans_on_before,
    names_actor,
    refers_back,
    speaks_to_reader,
)

_LEAST = 4
_NEARLY_ALL = 4
_LEAST_DAYS = 3
_SENTENCES = 3
"""Among so many sentences at its start a paragraph tells its day."""
_LONGEST_LEAD = 16
_TURNS = re.compile(
    r"\W*(?:in between|meanwhile|elsewhere|next|then|(?:on )?the same day"
    r"|(?:only )?(?:an?|one|two|three|four|five|six|seven|ten|some|several|\d{1,2}|a few|the)\s(?:days?|weeks?)\s"
    r"(?:later|after(?:wards)?|before|on|earlier|next)\b|later (?:in|that|the same)|(?:late|early) in the month)"
    r"|同[日天]|此间|其间|[一二两三四五六七八九十数几\d]{1,2}[日天周](?:之?后|前)",
    re.IGNORECASE,
)
_SAME_DAY = re.compile(r"\W*(?:(?:on )?the same day|同[日天])", re.IGNORECASE)
_BEFORE_THAT = re.compile(
    r"\b(?:had|earlier|previously|already|last (?:year|month|week))\b|此前|早前|先前|曾|去年|上月", re.IGNORECASE
)
_NAME = re.compile(r"[A-Z][\w’'&-]*")
_COLON = re.compile(r"[:：]\s*")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sentence:
    """A sentence of a paragraph, where it starts and the day that it tells."""

    start: int
    text: str
    day: str | None


def read_running_acts(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return such paragraphs as bullets, one for each act, with its day."""
    runs = [at for run in _list_runs(pieces) for at in run]
    if len(runs) < _LEAST:
        return pieces
    told = {at: _list_sentences(pieces[at].raw) for at in runs}
    dated = {at: _find_first_day(sentences) for at, sentences in told.items()}
    days = [found for found in dated.values() if found is not None]
    behind = sum(at > 0 for at, _ in days)
    if len(days) * _NEARLY_ALL < len(told) * (_NEARLY_ALL - 1) or behind * 2 < len(days):
        return pieces
    if len({day for _, day in days}) < _LEAST_DAYS:
        return pieces
    return tuple(
        part
        for at, piece in enumerate(pieces)
        for part in (_part(piece, told[at]) if at in told and _is_news(piece, dated[at]) else (piece,))
    )


def _list_runs(pieces: Sequence[Piece]) -> Iterator[list[int]]:
    """Return the paragraphs of prose that stand right below the headings of sections."""
    run: list[int] = []
    in_section = False
    for at, piece in enumerate(pieces):
        if in_section and _is_running(piece):
            run.append(at)
            continue
        yield run
        run, in_section = [], piece.is_heading and find_section(piece.text) is not None
    yield run


def _is_running(piece: Piece) -> bool:
    plain = piece.kind is BlockKind.PARAGRAPH and not piece.is_bold and not piece.spans[0].bold
    if not plain or piece.spans[0].italic or not (is_prose(piece.text) and is_closed(piece.text)):
        return False
    set_off = find_label(piece.raw) or find_number(piece.raw) or find_dated_lead(piece)
    return not (set_off or find_closing_date(piece.raw) or find_closing_day(piece.text))


def _list_sentences(text: str) -> list[_Sentence]:
    bounds = list_sentence_bounds(text)
    return [_Sentence(start=start, text=text[start:end], day=_find_day(text[start:end])) for start, end in bounds]


def _find_day(sentence: str) -> str | None:
    """Return the day that a sentence tells, or what stands behind its colon or the words that turn to it."""
    parted = (_COLON.search(sentence), _TURNS.match(sentence))
    rests = (sentence[found.end() :].lstrip(" ,，") for found in parted if found)
    return next(filter(None, map(find_told_date, (sentence, *rests))), None)


def _find_first_day(sentences: Sequence[_Sentence]) -> tuple[int, str] | None:
    return next(((at, one.day) for at, one in enumerate(sentences[:_SENTENCES]) if one.day), None)


def _is_news(piece: Piece, dated: tuple[int, str] | None) -> bool:
    return dated is not None or not (leans_on_before(piece.text) or speaks_to_reader(piece.text))


def _part(piece: Piece, sentences: Sequence[_Sentence]) -> tuple[Piece, ...]:
    """Return a paragraph as a bullet for each act."""
    starts, days = [0], [first[1] if (first := _find_first_day(sentences)) else None]
    acted = 0 if first is None else first[0]
    for at in range(acted + 1, len(sentences)):
        one, before = sentences[at], sentences[at - 1]
        same = _SAME_DAY.match(one.text) is not None and names_actor(one.text)
        if not (same or (one.day and one.day != days[-1] and not _is_background(one))):
            continue
        leads = at - 1 > acted and _leads_in(before, piece.raw[starts[-1] : before.start])
        own = same or _TURNS.match(one.text) or (not leans_on_before(one.text) and names_actor(one.text))
        if own or leads:
            starts.append(before.start if leads else one.start)
            days.append(days[-1] if same and one.day is None else one.day)
            acted = at
    bullet = replace(piece.source, kind=BlockKind.LIST_ITEM, level=1)
    parts = (piece.cut(start, end) for start, end in zip(starts, (*starts[1:], None), strict=True))
    return tuple(
        replace(part, source=bullet, credit=Credit(issuers=(), date_text=day) if day else None)
        for part, day in zip(parts, days, strict=True)
    )


def _is_background(one: _Sentence) -> bool:
    """Whether a sentence tells of what was there before, or speaks of a document as told of."""
    told = one.text[: one.text.find(one.day) if one.day else None]
    return refers_back(one.text) or (_BEFORE_THAT.search(told) is not None and _TURNS.match(one.text) is None)


def _leads_in(before: _Sentence, act: str) -> bool:
    """Whether a short sentence leads in to the act behind it: leaning on nothing, it names what that above does not."""
    if before.day or leans_on_before(before.text) or len(before.text.split()) > _LONGEST_LEAD:
        return False
    return not speaks_to_reader(before.text) and any(name not in act for name in _NAME.findall(before.text))
