"""Status signs: signs or words in capitals before headlines and in cells that say how a document stands.

A key in the document tells what they stand for ("🟡 draft · 🟢 in force", "OUT = published; LIVE = in force"); words in
capitals may say it themselves ("DRAFT — Ropes get numbers").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from bot.reading.document import Block, BlockKind, Span
from bot.reading.grammar.layout.lead_ins import find_dated_lead
from bot.reading.grammar.layout.pieces import Piece, cut_spans
from bot.reading.grammar.layout.table_rows import split_cells
from bot.reading.grammar.layout.topic_lines import HEADLINE_LEVEL
from bot.reading.grammar.lines.field_lines import Credit

_LEAST = 2
_LISTED = frozenset({BlockKind.TABLE_ROW, BlockKind.LIST_ITEM})
_NEWS = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})
_FEW_WORDS = 8
_LEAST_HEADS = 3
_LONGEST_KEY = 600
_AHEAD, _BEHIND = 30, 10
"""Blocks at the front and at the end among which a key stands."""
_PICTURE = r"[\u2300-\u23ff\u25a0-\u25ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]\ufe0f?"
_SIGNED = re.compile(
    rf"(?P<sign>{_PICTURE})\s*(?:[=:：–—-]\s*)?(?P<words>[^\W\d_][^·|;；,，\n\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]{{1,60}})"
)
_WORDED = re.compile(r"\b(?P<sign>[A-Z]{3,14})\s?(?:=|→)\s?(?P<words>[^;；,，·|=]{2,60})")
_LEADING = re.compile(rf"\s*(?P<sign>{_PICTURE})")
_TRAILING = re.compile(rf"(?P<sign>{_PICTURE})\s*\Z")
_WORDS = r"[A-Z]{2,14}(?: [A-Z]{2,14}){0,2}"
_CAPITALS = re.compile(rf"\s*(?=[A-Z ]{{3,24}}[ :])(?:(?P<sign>{_WORDS})\s+[—–|·-]|(?P<word>{_WORDS}):)\s+(?=\S)")
_BADGE = re.compile(
    r"\s+[(（\[【|·•]?\s?(?P<state>Final|Draft(?: for (?:public )?comments?)?|In force|In effect"
    r"|Issued|Published|Adopted|Effective|Amended|Repealed|(?:Under|In) consultation"
    r"|FINAL|DRAFT|IN FORCE|ISSUED|PUBLISHED|ADOPTED|已发布|已生效|已施行|征求意见稿?|草案)"
    r"[)）\]】]?\s*\Z"
)
"""How a document stands, beside the words of a headline."""
_WORD = re.compile(r"[^\W_]")
_STATE_AHEAD = re.compile(
    r"\s*(?P<mark>[\[(（【]?)\s*(?P<state>(?:NOT YET )?IN (?:FORCE|EFFECT)|(?:OPEN )?FOR COMMENTS?|CONSULTATION"
    r"|EFFECTIVE|DRAFT(?: FOR COMMENTS?)?|ISSUED|PUBLISHED|RELEASED|ADOPTED|PASSED|PROMULGATED|FINAL|AMENDED|REVISED"
    r"|REPEALED|WITHDRAWN)\s*[\])）】]?(?:\s*[:：|·]|\s+[–—-])?\s+(?=[A-Z“\"\d])"
)
"""A word for the state between a day and the sentence ("4 Jan ISSUED The ministry ...")."""
_STATES = (
    (
        re.compile(
            r"not (?:yet )?(?:in force|effective|in effect)|yet to take effect|尚未(?:生效|施行)", re.IGNORECASE
        ),
        "issued",
    ),
    (re.compile(r"\bdraft|comment|consult|征求意见|草案", re.IGNORECASE), "draft"),
    (re.compile(r"in (?:force|effect)|effective|\blive\b|生效|施行", re.IGNORECASE), "in force"),
    (re.compile(r"amended|revised|修订|修改", re.IGNORECASE), "amended"),
    (re.compile(r"repealed|abolished|expired|废止|失效", re.IGNORECASE), "repealed"),
    (re.compile(r"withdrawn|撤回", re.IGNORECASE), "withdrawn"),
    (
        re.compile(r"issued|published|released|adopted|passed|promulgated|final|发布|印发|出台|通过", re.IGNORECASE),
        "issued",
    ),
)


def read_status_signs(pieces: tuple[Piece, ...], blocks: Sequence[Block]) -> tuple[Piece, ...]:
    """Return the pieces whose signs say how a document stands with that as a term of theirs, words without the sign."""
    key = _find_key(blocks)
    if key:
        pieces = tuple(_mark(piece, blocks[piece.block], key) for piece in pieces)
    return _read_badges(_read_words(_read_dated(pieces), key))


def _read_dated(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return news that opens with a day and a word in capitals for the state without the word, where two do."""
    found: dict[int, tuple[int, re.Match[str]]] = {}
    for at, piece in enumerate(pieces):
        lead = find_dated_lead(piece) if piece.kind in _NEWS and any(map(str.isdigit, piece.raw[:24])) else None
        ahead = _STATE_AHEAD.match(piece.raw, lead.start) if lead else None
        if lead and ahead:
            found[at] = (lead.start, ahead)
    if len(found) < _LEAST:
        return pieces
    return tuple(_without(piece, *found[at]) if at in found else piece for at, piece in enumerate(pieces))


def _without(piece: Piece, start: int, ahead: re.Match[str]) -> Piece:
    bare = replace(piece, spans=(*piece.cut(0, start).spans, *piece.cut(ahead.end()).spans))
    return _with_state(bare, find_state(ahead["state"]) or ahead["state"].lower())


def _read_badges(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Get headings that end with how a document stands, set beside their words, without it, where most of a level do.

    ("Cranes need a seal Draft for comment".)
    """
    heads = [(at, piece) for at, piece in enumerate(pieces) if piece.is_heading and piece.level > 1]
    badges = ((at, piece, _BADGE.search(piece.raw)) for at, piece in heads)
    ends = {at: badge for at, piece, badge in badges if badge and piece.raw[: badge.start()].strip()}
    times = Counter(pieces[at].level for at in ends)
    of_level = Counter(piece.level for _, piece in heads)
    levels = {level for level, count in times.items() if count >= _LEAST_HEADS and count * 2 > of_level[level]}
    found = {at: badge for at, badge in ends.items() if pieces[at].level in levels}
    states = {at: find_state(badge["state"]) or "issued" for at, badge in found.items()}
    return tuple(
        _with_state(piece.cut(0, found[at].start()), states[at]) if at in found else piece
        for at, piece in enumerate(pieces)
    )


def _find_key(blocks: Sequence[Block]) -> dict[str, str]:
    """Return what each sign stands for, from the first paragraph, table or list that says it of two or more."""
    for text in _list_keys((*blocks[:_AHEAD], *blocks[_AHEAD:][-_BEHIND:])):
        if len(text) > _LONGEST_KEY or ("=" not in text and text.isascii()):
            continue
        for form in (_SIGNED, _WORDED):
            told = {found["sign"]: find_state(found["words"]) for found in form.finditer(text)}
            known = {sign: state for sign, state in told.items() if state}
            if len(known) >= _LEAST and len(set(known.values())) >= _LEAST:
                return known
    return {}


def _list_keys(blocks: Sequence[Block]) -> Iterator[str]:
    """Return the paragraphs, and the rows or bullets of a few words each that stand together, as one text."""
    for kind, run in groupby(blocks, key=lambda block: block.kind):
        texts = [block.text for block in run]
        if kind is BlockKind.PARAGRAPH:
            yield from texts
        elif kind in _LISTED and all(len(text.split()) <= _FEW_WORDS for text in texts):
            yield " · ".join(text.replace(" | ", " = ", 1) for text in texts)


def find_state(words: str) -> str | None:
    """Return how a document stands by a few words that say so, as "issued" or "in force"; None where they do not."""
    return next((state for pattern, state in _STATES if pattern.search(words)), None)


def _mark(piece: Piece, block: Block, key: dict[str, str]) -> Piece:
    """Return a headline, bullet or row with what the sign at its block's start or end stands for."""
    if piece.kind is BlockKind.TABLE_ROW:
        return _spell_cells(piece, key)
    if not _may_bear(piece) or not piece.raw.strip() or block.text.isascii():
        return piece
    sign = _LEADING.match(block.text) or _TRAILING.search(block.text)
    state = key.get(sign["sign"]) if sign else None
    return _with_state(piece, state) if state else piece


def _may_bear(piece: Piece) -> bool:
    return piece.is_heading or piece.kind is BlockKind.LIST_ITEM


def _as_headline(piece: Piece) -> Piece:
    if piece.is_heading:
        return piece
    return replace(piece, source=replace(piece.source, kind=BlockKind.HEADING, level=HEADLINE_LEVEL))


def _with_state(piece: Piece, state: str) -> Piece:
    if piece.credit is not None:
        return replace(piece, credit=replace(piece.credit, terms=(*piece.credit.terms, f"Status: {state}")))
    return replace(piece, credit=Credit(issuers=(), date_text="", terms=(f"Status: {state}",)))


def _spell_cells(row: Piece, key: dict[str, str]) -> Piece:
    """Return a row whose cell is such a sign with its meaning there; one before other words goes to the row's end."""
    if row.raw.isascii():
        return row
    spans: list[Span] = []
    behind = ""
    for cell in split_cells(row):
        text = "".join(span.text for span in cell.spans)
        lead = _LEADING.match(text)
        state = key.get(lead["sign"]) if lead else None
        rest = cut_spans(cell.spans, lead.end()) if lead and state else cell.spans
        worded = any(_WORD.search(span.text) for span in rest)
        behind = behind or (state or "" if worded else "")
        spans += [Span(text=" | "), *(rest if worded or not state else (Span(text=state),))]
    return replace(row, spans=(*spans[1:], *((Span(text=f" | {behind}"),) if behind else ())))


def _read_words(pieces: tuple[Piece, ...], key: dict[str, str]) -> tuple[Piece, ...]:
    """Return headlines that open with a word in capitals for how a document stands without it, where three do."""
    found = {
        at: word
        for at, piece in enumerate(pieces)
        if (piece.is_heading or piece.is_bold) and (word := _CAPITALS.match(piece.raw))
    }
    signs = {at: word["sign"] or word["word"] for at, word in found.items()}
    states = {at: key.get(sign) or find_state(sign) for at, sign in signs.items()}
    told = sum(state is not None for state in states.values())
    if told < _LEAST_HEADS or told * 2 <= len(found) or len(set(signs.values())) == len(signs):
        return pieces
    bare = {at: _as_headline(pieces[at].cut(word.end())) for at, word in found.items()}
    return tuple(
        (_with_state(bare[at], state) if (state := states[at]) else bare[at]) if at in bare else piece
        for at, piece in enumerate(pieces)
    )
