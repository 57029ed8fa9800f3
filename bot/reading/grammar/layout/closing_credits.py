"""Closing credits: who acted and when, behind the last sentence of news ("... a plan. — MIIT · 29/06", "... . 4/7").

Two pieces or more that end so show it to be a habit. The words go out of the text, and stay with the piece; sources
behind them stay, in brackets.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.model.text import HAN
from bot.reading.document import BlockKind, Span
from bot.reading.grammar.layout.lead_ins import names_office
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.lines.date_pattern import DATE
from bot.reading.grammar.lines.field_lines import Credit

_FIGURE = r"(?:0?[1-9]|[12]\d|3[01])"
_DAY = rf"(?P<day>{_FIGURE}[/.]{_FIGURE}\.?|{DATE})"
_BEHIND = r"(?P<rest>(?:\s*[(（\[][^()（）\[\]]{1,160}[)）\]])*)\s*\Z"
_WHO = re.compile(
    rf"(?<=[.!?。！？”\"’)）])\s+[—–-]{{1,2}}\s+(?P<who>[^—–()（）\[\].!?。]{{2,160}}?)(?:\s*[·•|,;]\s*{_DAY})?{_BEHIND}",
    re.IGNORECASE,
)
_WHEN = re.compile(rf"(?<=[.!?。！？”\"’)）])\s+[·•|—–-]?\s*{_DAY}{_BEHIND}", re.IGNORECASE)
_BEHIND_LINK = re.compile(rf"\s*[,·|]\s*{_DAY}(?P<rest>)\s*\Z", re.IGNORECASE)
_SIGNS = ("— ", "– ", "- ")
_BETWEEN = " \t\n([（［【—–-|·•→"
"""What may stand between a credit and links behind it."""
_DASH = re.compile(r"\s*[—–|·•→-]")
_NAME = re.compile(rf"[A-Z][\w.&’'-]*(?: (?:[A-Z][\w.&’'-]*|of|the|and)){{0,4}}|[{HAN}]{{2,12}}")
"""Who told the news, where nobody acted: a paper, an agency, a company."""
_LEAST = 2
_LONGEST = 400
_LEAST_BEFORE = 24
_KINDS = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})


def read_closing_credits(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces without such words, which each has as its credit."""
    found = {at: credit for at, piece in enumerate(pieces) if (credit := _find_credit(piece))}
    dated = [at for at, credit in found.items() if credit["day"]]
    signed = [at for at in dated if "who" in found[at].groupdict()]
    if len(dated) < _LEAST:
        return pieces
    kept = {at: credit for at, credit in found.items() if credit["day"] or len(signed) >= _LEAST}
    return tuple(_with_credit(piece, kept[at]) if at in kept else piece for at, piece in enumerate(pieces))


def _find_credit(piece: Piece) -> re.Match[str] | None:
    if piece.kind not in _KINDS or piece.is_bold:
        return None
    told = piece.raw[: _find_links(piece)].rstrip(_BETWEEN)
    start = max(_LEAST_BEFORE, len(told) - _LONGEST)
    end = told[start:]
    signed = _WHO.search(told, start) if any(map(end.__contains__, _SIGNS)) else None
    if signed is not None and (names_office(signed["who"]) or (signed["day"] and _NAME.fullmatch(signed["who"]))):
        return signed
    if not any(map(str.isdigit, end)):
        return None
    return _WHEN.search(told, start) or _find_behind_link(piece)


def _find_behind_link(piece: Piece) -> re.Match[str] | None:
    """Return the day that closes a piece behind the link to its source ("... ships. [filing], 31 May")."""
    linked = len(piece.spans) > 1 and piece.spans[-2].link is not None
    return _BEHIND_LINK.match(piece.raw, len(piece.raw) - len(piece.spans[-1].text)) if linked else None


def _find_links(piece: Piece) -> int:
    """Return the offset behind the last words that are no link."""
    end = len(piece.raw)
    for span in reversed(piece.spans):
        if span.link is None and any(map(str.isalnum, span.text)):
            break
        end -= len(span.text)
    return end


def _with_credit(piece: Piece, found: re.Match[str]) -> Piece:
    who = (found.groupdict().get("who") or "").strip()
    named = (who,) if who else ()
    acts = names_office(who)
    credit = Credit(
        issuers=named if acts else (),
        date_text=(found["day"] or "").strip(" ."),
        sources=() if acts else named,
        is_of_fields=not acts,
    )
    told, rest = piece.cut(0, found.start()), piece.cut(found.start("rest"))
    bare = len(rest.raw) - len(rest.raw.lstrip(_BETWEEN))
    cited = (Span(text=" ("), *rest.cut(bare).spans, Span(text=")")) if _DASH.match(rest.raw) else rest.spans
    return replace(told, spans=(*told.spans, *cited), credit=credit)
