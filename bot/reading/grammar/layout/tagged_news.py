"""Tagged news: paragraphs that each open with what they are about or who acts ("[Ports] ...", "工信部｜...").

Where such stand one after another, with nothing between that heads them, each is a piece of news.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import lazy_re as re
from bot.domain.names import HAN
from bot.reading.document import BlockKind
from bot.reading.grammar.layout.lead_ins import find_dated_lead
from bot.reading.grammar.lines.labels import find_label
from bot.reading.grammar.lines.reports import count_words, is_closed, is_prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.reading.grammar.layout.pieces import Piece

TAG = (
    r"【[^【】\n]{1,24}】\s*|[\[［][^\W\d_][^\[\]［］\n]{0,30}[\]］]\s*"
    rf"|(?![^|｜\n]{{0,40}}[.。:：;；,，!?])(?:[A-Z{HAN}][^|｜\n]{{0,30}}?)\s*[|｜]\s*"
)
"""The pattern of a tag: words in square or lenticular brackets, or a few before a bar."""
_TAG = re.compile(rf"[\s*_]*(?:{TAG})[*_]*\s*(?=[^\s|｜])")
_BARS = ("|", "｜")
_LEAST = 2
_MOST_WORDS = 4
_LEAST_WORDS = 5


def read_tagged_news(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Give such paragraphs as the list items they are."""
    runs = [tagged for run in _list_runs(pieces) if (tagged := [at for at in run if _find_tag_end(pieces[at])])]
    listed = [run for run in runs if len(run) >= _LEAST]
    if not listed or len(listed) < len(runs) - len(listed):
        return pieces
    bullets = {at for run in runs for at in run}
    return tuple(_as_bullet(piece) if at in bullets else piece for at, piece in enumerate(pieces))


def list_told_on(pieces: tuple[Piece, ...]) -> Iterator[int]:
    """Give the indices of paragraphs between tagged list items, which go on with the one before them."""
    between: list[int] = []
    open_news = False
    for at, piece in enumerate(pieces):
        if piece.kind is BlockKind.LIST_ITEM and _find_tag_end(piece):
            yield from between
            between, open_news = [], True
        elif open_news and _may_go_on(piece):
            between.append(at)
        else:
            between, open_news = [], False


def strip_tag(text: str) -> str:
    """Give a text without the tag that it may open with."""
    tag = _TAG.match(text)
    return text[tag.end() :] if tag else text


def _may_go_on(piece: Piece) -> bool:
    return piece.kind is BlockKind.PARAGRAPH and not piece.is_bold and is_closed(piece.text) and is_prose(piece.text)


def _list_runs(pieces: tuple[Piece, ...]) -> Iterator[list[int]]:
    """Give the paragraphs that stand together and of which the first is tagged and most others are; as indices."""
    run: list[int] = []
    for at, piece in enumerate((*pieces, None)):
        plain = piece is not None and piece.kind is BlockKind.PARAGRAPH and not piece.is_bold
        if piece is not None and plain and (run or _find_tag_end(piece)):
            run.append(at)
        elif run and not plain:
            yield from [run] if _is_mostly_tagged(pieces, run) else []
            run = []


def _is_mostly_tagged(pieces: tuple[Piece, ...], run: list[int]) -> bool:
    tagged = [at for at in run if _find_tag_end(pieces[at])]
    told = [at for at in run if at <= tagged[-1]]
    return len(tagged) * 2 > len(told)


def _find_tag_end(piece: Piece) -> int:
    """Give the offset behind a tag that opens a sentence or more; 0 for none."""
    raw = piece.raw
    tag = _TAG.match(raw) if piece.starts_block else None
    if tag is None or count_words(tag[0]) > _MOST_WORDS or find_label(raw):
        return 0
    told = raw[tag.end() :]
    enough = is_closed(told) and count_words(told) >= _LEAST_WORDS and len(told) > len(tag[0])
    plain = not any(bar in told for bar in _BARS) and not _credits_day(tag[0], piece.cut(tag.end()))
    return tag.end() if enough and plain else 0


def _credits_day(tag: str, told: Piece) -> bool:
    """Whether a bar parts who acted from the day ("MIIT | 3 May: ..."), which no comma binds to the sentence."""
    lead = find_dated_lead(told) if tag.rstrip().endswith(_BARS) else None
    return lead is not None and not told.raw[: lead.start].rstrip().endswith((",", "，"))


def _as_bullet(piece: Piece) -> Piece:
    return replace(piece, source=replace(piece.source, kind=BlockKind.LIST_ITEM, level=1))
