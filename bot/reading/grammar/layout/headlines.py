"""Headlines told by how they are set: numbers of an outline, brackets, bold words, or an opening that pieces share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.dates.date_words import ANY_MONTH
from bot.model.ids import HAN
from bot.reading.document import BlockKind, Span
from bot.reading.grammar.layout.lead_ins import find_bold_lead, find_closing_date, is_date_line
from bot.reading.grammar.layout.pieces import Piece, is_link_only
from bot.reading.grammar.layout.plain_heads import HEADLINE_LEVEL, TOPIC_LEVEL
from bot.reading.grammar.lines.headings import find_number, find_section, is_furniture_heading
from bot.reading.grammar.lines.labels import find_label
from bot.reading.grammar.lines.printed_days import DATE
from bot.reading.grammar.lines.reports import (
    count_words,
    is_closed,
    is_prose,
    leans_on_before,
    may_tell_in_han,
    names_actor,
    names_office_han,
)

# Bracketed heads: paragraphs that open with their headline in 【】, behind a number or not ("【…征求意见】7月8日，…").

_HEAD = re.compile(
    r"\s*(?P<count>(?:[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:[）)、]|[.．])|[①-⑳])\s*)?【(?P<words>[^【】\n]{2,90})】\s*(?=\S|\Z)"
)
_BRACKETED_HEADS_LEAST = 2
_LEAST_COUNTED = 4
_LEAST_SIGNS = 4
_LEAST_ALONE = 5
_TAG_WORDS = 4


def read_bracketed_heads(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with such headlines as headings over the rest of their paragraphs."""
    heads = {at: head for at, piece in enumerate(pieces) if (head := _find_head(piece))}
    counted = sum(head["count"] is not None for head in heads.values())
    if counted < _LEAST_COUNTED:
        heads = {at: head for at, head in heads.items() if len(head["words"]) >= _LEAST_SIGNS}
    words = [head["words"] for head in heads.values()]
    long = sum(count_words(each) > _TAG_WORDS for each in words)
    told = long * 2 > len(heads) or all(map(may_tell_in_han, words))
    told = told or (_LEAST_COUNTED <= counted == len(heads) and not any(map(names_office_han, words)))
    if len(heads) < _BRACKETED_HEADS_LEAST or not told:
        return pieces
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        head = heads.get(at)
        if head is None:
            found.append(piece)
            continue
        headline = piece.cut(*head.span("words")).headed(head["count"] or "")
        found.append(headline.as_block(BlockKind.HEADING, HEADLINE_LEVEL))
        if head.end() < len(piece.raw):
            found.append(piece.cut(head.end()).as_block(BlockKind.PARAGRAPH, 0))
    return tuple(found)


def _find_head(piece: Piece) -> re.Match[str] | None:
    may_open = piece.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM} and piece.starts_block
    head = _HEAD.match(piece.raw) if may_open else None
    if head is None or is_date_line(head["words"]) or find_label(piece.raw):
        return None
    alone = head.end() == len(piece.raw) and (head["count"] or _is_news(head["words"]))
    return head if is_closed(piece.raw.rstrip()) or alone else None


def _is_news(words: str) -> bool:
    """Whether words that stand alone on a line are long enough for news and name no part of an issue."""
    return len(words) >= _LEAST_ALONE and not words.isascii() and find_section(words) is None


# Nested heads: list items in bold, or with their day behind, that head what is told one level below them.

_NESTED_HEADS_LEAST = 2
_NESTED_HEADS_LONGEST = 140
_LONGEST_NAME = 40
_LEAST_WORDS = 6
_BRACKETS = (")", "）")


def read_nested_heads(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return such list items as headings, and what stands below each as its text, points and sources."""
    pieces = _read_lone(pieces)
    heads = {at for at, piece in enumerate(pieces) if _heads(piece, pieces[at + 1 : at + 3])}
    if len(heads) < _NESTED_HEADS_LEAST:
        return pieces
    found: list[Piece] = []
    above = 0
    told = False
    for at, piece in enumerate(pieces):
        if at in heads:
            above, told = piece.level, False
            found += _read_head(piece)
        elif above and piece.kind is BlockKind.LIST_ITEM and piece.level > above:
            cites = is_link_only(piece.spans)
            below = piece.headed("Source: ") if cites else piece
            found.append(below.as_block(BlockKind.PARAGRAPH, 0) if cites or not told else below)
            told = True
        else:
            above = 0
            found.append(piece)
    return tuple(found)


def _read_lone(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return bold items that stand alone, no list of them, as headings where one of them names a section."""
    bold = {at for at, piece in enumerate(pieces) if piece.kind is BlockKind.LIST_ITEM and piece.is_bold}
    lone = {at for at in bold if not {at - 1, at + 1} & bold and _stands_alone(pieces, at)}
    if not any(find_section(pieces[at].text) for at in lone):
        return pieces
    return tuple(
        piece.as_block(BlockKind.HEADING, TOPIC_LEVEL) if at in lone else piece for at, piece in enumerate(pieces)
    )


def _stands_alone(pieces: tuple[Piece, ...], at: int) -> bool:
    """Whether an item of a few words that close nothing has something below it that it is not set over by its level."""
    piece, below = pieces[at], pieces[at + 1 : at + 2]
    if len(piece.text) > _LONGEST_NAME or is_closed(piece.text) or find_label(piece.raw) or not below:
        return False
    return below[0].kind is not BlockKind.LIST_ITEM or below[0].level <= piece.level


def _read_head(piece: Piece) -> tuple[Piece, ...]:
    """Return the headline, and its day on a line of its own where it stands behind it in brackets."""
    day = find_closing_date(piece.raw) if piece.text.endswith(_BRACKETS) else None
    if day is None or day.end is None:
        return (piece.as_block(BlockKind.HEADING, HEADLINE_LEVEL),)
    dated = replace(piece.cut(day.end), spans=(Span(text=f"Date: {day.date_text}"),))
    return piece.cut(0, day.end).as_block(BlockKind.HEADING, HEADLINE_LEVEL), dated.as_block(BlockKind.PARAGRAPH, 0)


def _heads(piece: Piece, below: tuple[Piece, ...]) -> bool:
    """Whether such an item that closes no sentence stands over one report, with nothing, points or links behind."""
    text = piece.text
    number = find_number(piece.raw)
    is_bold = (piece.cut(number.end) if number else piece).is_bold
    if piece.kind is not BlockKind.LIST_ITEM or len(text) > _NESTED_HEADS_LONGEST or is_closed(text):
        return False
    dated = not is_bold and text.endswith(_BRACKETS) and find_closing_date(text) is not None
    if not (is_bold or dated):
        return False
    if not below or below[0].kind is not BlockKind.LIST_ITEM or below[0].level <= piece.level:
        return False
    further = below[1:]
    alone = not further or further[0].level <= piece.level or is_link_only(further[0].spans)
    alone = alone or (dated and further[0].level > below[0].level)
    plain = not (find_section(text) or find_label(piece.raw) or find_label(below[0].raw))
    return alone and plain and is_closed(below[0].text) and len(below[0].text.split()) >= _LEAST_WORDS


# Plain run-in heads: a few words and a full stop that open most pieces of a list ("Clean air.

_PLAIN_RUN_INS_HEAD = re.compile(
    r"\s*(?P<words>[\"“‘'(]?[A-Z0-9][^.!?。！？:：;；\n]{1,70}?(?:\.\d[^.!?。！？:：;；\n]{0,50})?)"
    r"(?P<sign>[.?!])[\"”’']?\s+(?=[A-Z0-9\"“‘'(])"
    rf"|\s*(?P<han>[{HAN}A-Za-z0-9“”《》（）、·\s-]{{2,12}})[。？！]\s*(?=[{HAN}A-Z0-9《“])",
)
_SHORT_FORM = re.compile(
    r"(?:\b(?:[A-Z]|Co|Corp|Inc|Ltd|Nos?|Mr|Mrs|Ms|Dr|Prof|St|Art|Arts|Sec|Vol|vs|approx|est|ca|etc"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|bn|mn|tn))\Z"
)
"""Ends with a full stop that ends no sentence."""
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|must|shall|should|do|does|did)\b"
)
_SIGNS = (". ", ".\n", "? ", "?\n", "! ", "。", "？", "！")
_MOST_WORDS = 9
_PLAIN_RUN_INS_LEAST = 3
_REACH = 90


def read_plain_run_ins(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces of such lists with their headlines in bold; a list ends with a heading."""
    marked: dict[int, Piece] = {}
    seen = 0
    for run in _list_runs(pieces):
        heads = {at: head for at in run if (head := _plain_run_ins_find_head(pieces[at]))}
        sure = {at for at, head in heads.items() if not _tells(_words_of(head))}
        if len(sure) * 2 > len(run):
            seen += len(sure)
            marked.update((at, _in_bold(pieces[at], head)) for at, head in heads.items() if at in sure or _leads(head))
    return tuple(marked.get(at, piece) for at, piece in enumerate(pieces)) if seen >= _PLAIN_RUN_INS_LEAST else pieces


def _list_runs(pieces: tuple[Piece, ...]) -> Iterator[list[int]]:
    """Return the indices of bullets and of paragraphs with numbers that stand under one heading."""
    run: list[int] = []
    for at, piece in enumerate(pieces):
        if piece.is_heading or piece.kind is BlockKind.TABLE_ROW:
            yield run
            run = []
        elif piece.kind is BlockKind.LIST_ITEM or (piece.kind is BlockKind.PARAGRAPH and find_number(piece.raw)):
            run.append(at)
    yield run


def _plain_run_ins_find_head(piece: Piece) -> re.Match[str] | None:
    """Return the short sentence that a piece opens with behind its number, where more is told behind it."""
    number = find_number(piece.raw)
    start = number.end if number else 0
    if not any(map(piece.raw[start : start + _REACH].__contains__, _SIGNS)) or _is_set(piece, start):
        return None
    head = _PLAIN_RUN_INS_HEAD.match(piece.raw, start)
    words = _words_of(head) if head else ""
    if head is None or _SHORT_FORM.search(words) or count_words(words) > _MOST_WORDS:
        return None
    if words.endswith((")", "）")):
        return None  # "Labels in draft (NMPA)." is a sentence in few words
    return None if is_date_line(words) or find_label(piece.raw[start:]) else head


def _is_set(piece: Piece, start: int) -> bool:
    """Whether the look of its first words tells already what they are."""
    first = next((span for span in piece.cut(start).spans if span.text.strip()), None)
    return first is None or first.bold or first.italic or first.link is not None


def _words_of(head: re.Match[str]) -> str:
    return head["words"] or head["han"]


def _tells(words: str) -> bool:
    """Whether words are a sentence on what somebody does."""
    return _VERB.search(words) is not None or names_actor(words)


def _leads(head: re.Match[str]) -> bool:
    """Whether what stands behind a sentence does not go on with it."""
    return not leans_on_before(head.string[head.end() :])


def _in_bold(piece: Piece, head: re.Match[str]) -> Piece:
    start = len(head[0]) - len(head[0].lstrip()) + head.start()
    end = head.start() + len(head[0].rstrip())
    bold = Span(text=piece.raw[start:end], bold=True)
    return replace(piece, spans=(*piece.cut(0, start).spans, bold, *piece.cut(end).spans))


# Run-in heads: headlines in bold on the line of their text ("**Batteries travel.** The ministry ...").

_ENDS = re.compile(
    rf"[\s*_]*(?:(?P<sign>[.。!！?？:：])|(?<=[\s*_])(?P<dash>[–—-])(?=[\s*_])|(?P<wide>——)|(?<=\s)(?P<gap>(?=[“《{HAN}]))"
    rf"|[\s*_]+(?=(?P<day>[(（](?i:{DATE})[)）]\s+)))[\s*_]*"
)
_STOPS = frozenset(".。!！?？")
_PLAIN_WORD = re.compile(r"(?<=\s)(?!(?:of|and|for|the|in|on|to|at|by|with)\b)[a-z][\w'’-]+")
"""A word in small letters, which no name but a sentence's headline has behind its first."""
_LEAST_HAN = 5
_RUN_IN_HEADS_LEAST_WORDS = 3
"""Words of a headline before a day in brackets; fewer name what the news is about."""
_COMPANY_ENDS = re.compile(r"(?:公司|集团|股份|控股)\Z")
_STARTS = re.compile(rf"[\s\"“‘'(（《【]*[A-Z0-9{HAN}]")


@dataclass(frozen=True, kw_only=True, slots=True)
class RunInHead:
    """A headline, and the offset in the piece's ``raw`` at which its text starts."""

    headline: str
    start: int


def find_run_in_head(piece: Piece) -> RunInHead | None:
    """Return the bold headline that a sign parts from the sentences behind it on its line; None where it is their part.

    A full stop parts any words, and so does a day in brackets, which then opens the text; a colon, a dash or a wide
    space those of a headline, while names before them tell who acts.
    """
    words = (find_bold_lead(piece) or "").rstrip("。.!！?？:： ")
    if not words or is_date_line(words) or find_label(piece.raw):
        return None
    ends = _ENDS.match(piece.raw, piece.raw.find(words) + len(words))
    rest = piece.raw[ends.end() :] if ends else ""
    if ends is None or not _STARTS.match(rest) or not (is_prose(rest) or is_closed(rest) or may_tell_in_han(rest)):
        return None
    if ends["day"] and words.isascii() and len(words.split()) < _RUN_IN_HEADS_LEAST_WORDS:
        return None
    sign = "." if ends["day"] else ends["sign"] or ends[0]
    if ends["gap"] is not None and (names_office_han(words) or _COMPANY_ENDS.search(words)):
        return None
    if sign not in _STOPS and not _is_headline(words):
        return None
    shown = words + sign if sign in "!！?？" else words
    return RunInHead(headline=" ".join(shown.split()), start=ends.end())


def _is_headline(words: str) -> bool:
    han = sum(1 for sign in words if re.match(f"[{HAN}]", sign))
    return han >= _LEAST_HAN if han else _PLAIN_WORD.search(words) is not None


# Marked views: paragraphs behind a sign (">> Dealers should check ...") that close news are the publisher's view.

_MARKED_VIEWS_SIGNS = (">>", "»", "→", "=>", "->")
_MARK = re.compile(r"\s*(?P<sign>>>|[»→]|[=-]>)\s+(?=[^\W_a-z])")
_MARKED_VIEWS_LEAST = 2
_MARKED_VIEWS_LEAST_WORDS = 2
_AS_LABEL = "Our view: "


def read_marked_views(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Get the pieces with the label of a view for the sign before it, where all that stand behind a sign are views."""
    marks = {at: mark for at, piece in enumerate(pieces) if (mark := _find_mark(piece))}
    if len(marks) < _MARKED_VIEWS_LEAST or len({mark["sign"] for mark in marks.values()}) > 1:
        return pieces
    if not all(_closes_news(pieces, at, mark.end()) for at, mark in marks.items()):
        return pieces
    return tuple(
        piece.cut(marks[at].end()).headed(_AS_LABEL) if at in marks else piece for at, piece in enumerate(pieces)
    )


def _find_mark(piece: Piece) -> re.Match[str] | None:
    is_marked = piece.kind is BlockKind.PARAGRAPH and piece.raw.lstrip().startswith(_MARKED_VIEWS_SIGNS)
    return _MARK.match(piece.raw) if is_marked else None


def _closes_news(pieces: tuple[Piece, ...], at: int, start: int) -> bool:
    """Whether a marked piece is a sentence right below a paragraph, and a heading or the end stands below it."""
    words = pieces[at].raw[start:]
    above, below = pieces[at - 1] if at else None, pieces[at + 1] if at + 1 < len(pieces) else None
    told = above is not None and above.kind is BlockKind.PARAGRAPH and not _find_mark(above) and not above.is_bold
    ends = below is None or below.is_heading or below.is_bold or is_furniture_heading(below.text)
    sentence = (
        len(words.split()) >= _MARKED_VIEWS_LEAST_WORDS and is_closed(words.rstrip()) and find_label(words) is None
    )
    return told and ends and sentence


# Outlines: lines that decimal numbers order ("1 Rules", "1.1 Exports", "1.1.1 Ropes need licences") are headings.
#
# Each number follows from the one before: it goes one deeper, or on at its own depth or one above. Such a line's
# level is its depth, and its number says no more than its place does. Two depths are what sections and numbered
# headlines are.

_ENTRY = re.compile(
    rf"\s*(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})\.?\s+(?!{ANY_MONTH}(?![^\W\d_]))(?=[^\W\d_]|[“\"‘'《「(（])",
    re.IGNORECASE,
)
_LEAST = 4
_LEAST_DEEP = 3
_LONGEST = 160
_SET = frozenset({BlockKind.HEADING, BlockKind.PARAGRAPH})
_ASKS = ("?", "？")


def read_outlines(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the lines of such an outline as headings of the level of their depth, below that of the title."""
    entries = _list_entries(pieces)
    depths = {len(number) for _, number, _ in entries}
    if len(entries) < _LEAST or max(depths, default=0) < _LEAST_DEEP:
        return pieces
    found = {at: (number, start) for at, number, start in entries}
    read: list[Piece] = []
    for at, piece in enumerate(pieces):
        if at not in found:
            read.append(piece)
            continue
        number, start = found[at]
        source = replace(piece.source, kind=BlockKind.HEADING, level=len(number) + 1)
        end = len(_line_of(piece))
        read.append(replace(piece.cut(start, end), source=source))
        below = replace(piece.cut(end), source=replace(piece.source, kind=BlockKind.PARAGRAPH, level=0))
        read.extend([below] if below.raw.strip() else [])
    return tuple(read)


def _list_entries(pieces: Iterable[Piece]) -> list[tuple[int, tuple[int, ...], int]]:
    """Return where each line of the outline stands, its number, and where its words start."""
    found: list[tuple[int, tuple[int, ...], int]] = []
    last: tuple[int, ...] = ()
    for at, piece in enumerate(pieces):
        if piece.kind not in _SET or not piece.raw.lstrip()[:1].isdigit():
            continue
        line = _line_of(piece)
        entry = _ENTRY.match(line)
        if entry is None or len(line) > _LONGEST:
            continue
        number = tuple(map(int, entry["number"].split(".")))
        closed = is_closed(line.strip()) and not line.strip().endswith(_ASKS)
        if _follows(number, last) and not closed:
            found.append((at, number, entry.end()))
            last = number
    return found


def _line_of(piece: Piece) -> str:
    """Return the first line of a piece, which stands over the others."""
    return piece.raw[: len(piece.raw) - len(piece.raw.lstrip())] + piece.raw.lstrip().partition("\n")[0]


def _follows(number: tuple[int, ...], last: tuple[int, ...]) -> bool:
    """Whether a number comes right after another in an outline: its first part, or the next at some depth."""
    if number == (*last, 1):
        return True
    above = number[:-1]
    return len(number) <= len(last) and last[: len(above)] == above and number[-1] == last[len(above)] + 1
