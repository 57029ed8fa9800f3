"""Own parts: what an issue tells of itself under a heading: its change log, how to read or mend it, all its links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from bot.reading.document import BlockKind
from bot.reading.grammar.layout.pieces import Piece, is_link_only
from bot.reading.grammar.lines.legends import explains_form
from bot.reading.grammar.lines.reports import is_closed

_OWN = re.compile(
    r"\W*(?:change ?-?logs?|(?:version|revision|edit|update|document|change) (?:history|log|notes)|release notes"
    r"|(?:what|changes) (?:has )?changed (?:in|since) (?:this|the last|version) ?(?:version|edition|update|[\d.]+)"
    r"|how to (?:read|use|contribute to|cite)(?: (?:this|the|an?|our)(?: \w+){1,2})?|how to (?:contribute|cite)"
    r"|contribut(?:e|ing)(?: to this \w+)?|contributors?|legend|key(?: to (?:symbols|icons|status(?:es)?|colou?rs))?"
    r"|symbols?|status (?:key|legend)|suggested citation|citation|licen[cs](?:e|es|ing)"
    r"|(?:更新|修订|变更|版本)(?:日志|记录|历史|说明)|图例(?:说明)?|(?:使用|阅读|填报|收录|体例|编[写制辑印排])说明|凡例|引用(?:格式|方式))\W*",
    re.IGNORECASE,
)
_LOG = re.compile(
    r"\W*(?:change ?-?logs?|(?:version|revision|change) (?:history|log)|changes since .{3,30})\W*", re.IGNORECASE
)
_VIEW = re.compile(r"\W*(?:核心(?:观点|结论)|主要观点|本期观点|(?:投资|报告)(?:要点|摘要|观点)|编者的话|卷首语)\W*")
"""Heads what a house thinks of the issue as a whole, where it stands on the front, over no news yet."""
_CAPTION = re.compile(
    r"\W*(?:(?:图表?|表格?)\s?\d{1,2}(?:[-.–]\d{1,2})?\s*[:：]\s*[^。；:：]{2,50}"
    r"|(?:Table|Figure|Fig\.|Chart|Exhibit)\s?\d{1,2}\s?(?:[:.]|\s[–—-])\s[^.;:]{2,100})"
)
"""What stands over or under a picture, or over a table whose rows are read by themselves."""
_LONGEST = 60
_OPENS = re.compile(
    r"\W*(?:chang|version|revis|edit|updat|docum|releas|what|how to|contrib|legend|key|symbol|status|suggest|citat"
    r"|licen"
    r"|更新|修订|变更|版本|图例|使用|阅读|填报|收录|体例|编|凡例|引用)",
    re.IGNORECASE,
)
"""How all of these begin."""
_LINKS = re.compile(
    r"\W*(?:(?:list of )?(?:the )?(?:web )?(?:links|addresses|sources|references)(?: (?:and|&) (?:links|sources))?"
    r"|(?:end|foot)notes|参考(?:链接|资料|文献)|(?:资料)?来源(?:链接|列表)?|链接)\W*",
    re.IGNORECASE,
)
_SIGNS = re.compile(
    r"\W*(?:signs?|symbols?|icons?|emojis?|colou?rs?|标[志识]|符号|图例)\s*\|"
    r"\s*(?:meanings?|stands? for|status|what it means|含义|说明)\W*\Z",
    re.IGNORECASE,
)
_ADDRESSES = re.compile(r"\s*(?:(?:[\[(]?\d{1,3}[\]).]?:?\s+)?<?https?://[^\s>]+>?\s*)+")
_HEADS = frozenset({BlockKind.HEADING, BlockKind.PARAGRAPH})
_LISTED = frozenset({BlockKind.LIST_ITEM, BlockKind.TABLE_ROW})
_BOLD = 9
"""How deep a bold line stands, below any heading."""


def find_own_parts(pieces: Sequence[Piece]) -> frozenset[int]:
    """Return the indices of such headings and of what stands below each, to the next heading that is set no deeper.

    Behind a list or table a paragraph that does not speak of the list's form ends it too.
    """
    told = next((at for at, piece in enumerate(pieces) if is_closed(piece.text)), 0)
    own = [at for at, piece in enumerate(pieces) if at and (_names_own(piece) or (at < told and _names_view(piece)))]
    found: set[int] = set()
    for start in own:
        if start in found:
            continue
        found.add(start)
        if not _is_head(pieces[start]):
            continue
        level = _level_of(pieces[start])
        for at in range(start + 1, len(pieces)):
            piece = pieces[at]
            listed = piece.kind is BlockKind.PARAGRAPH and pieces[at - 1].kind in _LISTED
            if (_is_head(piece) and _level_of(piece) <= level) or (listed and not explains_form(piece.text)):
                break
            found.add(at)
    return frozenset(found | _list_addresses(pieces) | _list_legend(pieces))


def _list_legend(pieces: Sequence[Piece]) -> set[int]:
    """Return the rows of a table that says what signs stand for ("Sign | Meaning")."""
    heads = [at for at, piece in enumerate(pieces) if piece.kind is BlockKind.TABLE_ROW and _SIGNS.match(piece.raw)]
    rows = (takewhile(lambda at: pieces[at].kind is BlockKind.TABLE_ROW, range(at, len(pieces))) for at in heads)
    return {at for table in rows for at in table}


def _list_addresses(pieces: Sequence[Piece]) -> set[int]:
    """Return where the addresses of all sources stand under one heading of an issue ("Links"), and the heading."""
    named = [at for at, piece in enumerate(pieces) if _is_head(piece) and _LINKS.fullmatch(piece.text)]
    if len(named) != 1:
        return set()
    below = range(named[0] + 1, len(pieces))
    listed = set(takewhile(lambda at: _ADDRESSES.fullmatch(pieces[at].raw) or is_link_only(pieces[at].spans), below))
    return {named[0], *listed} if listed else set()


def _is_head(piece: Piece) -> bool:
    return piece.is_heading or (piece.is_bold and piece.kind is BlockKind.PARAGRAPH)


def _names_own(piece: Piece) -> bool:
    """Whether a piece is such a heading, or a paragraph that opens with the name of a change log and a colon."""
    if piece.kind is BlockKind.PARAGRAPH and not piece.is_bold and _CAPTION.fullmatch(piece.text):
        return True
    if piece.kind not in _HEADS or not _OPENS.match(piece.raw):
        return False
    if _is_head(piece) and len(piece.text) <= _LONGEST and _OWN.fullmatch(piece.text) is not None:
        return True
    head, colon, _ = piece.text.partition(":") if piece.kind is BlockKind.PARAGRAPH else ("", "", "")
    return bool(colon) and len(head) <= _LONGEST and _LOG.fullmatch(head) is not None


def _names_view(piece: Piece) -> bool:
    return _is_head(piece) and len(piece.text) <= _LONGEST and _VIEW.fullmatch(piece.text) is not None


def _level_of(piece: Piece) -> int:
    return piece.level if piece.is_heading else _BOLD
