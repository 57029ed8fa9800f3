"""Tagged news: paragraphs that each open with what they are about or who acts ("[Ports] ...", "工信部｜...").

Where such stand one after another, with nothing between that heads them, each is a piece of news; bold words with a
full stop or colon ("**Ports.** ...") are tags where there are three or more, each once, and most of them report.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.model.text import HAN
from bot.reading.document import BlockKind
from bot.reading.grammar.layout.lead_ins import find_bold_lead, find_dated_lead
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.lines.labels import find_label
from bot.reading.grammar.lines.reports import count_words, is_closed, is_prose, is_report

TAG = (
    r"【[^【】\n]{1,24}】\s*|\d{1,2}[:：]\d\d\s*[|｜]\s*|[\[［][^\W\d_][^\[\]［］\n]{0,30}[\]］]\s*"
    rf"|(?![^|｜\n]{{0,40}}[.。:：;；,，!?])(?:[A-Z{HAN}][^|｜\n]{{0,30}}?)\s*[|｜]\s*"
)
"""The pattern of a tag: words in square or lenticular brackets, or a few, or the time, before a bar."""
_TAG = re.compile(rf"[\s*_]*(?:{TAG})[*_]*\s*(?=[^\s|｜])")
_BARS = ("|", "｜")
_BEHIND_BOLD = re.compile(r"\s*[.。:：]\s*")
_LEAST = 2
_LEAST_BOLD = 3
_MOST_WORDS = 4
_MOST_BOLD = 12
_LEAST_WORDS = 5


def read_tagged_news(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return such paragraphs as the list items they are."""
    runs = [[at for at in run if _find_tag_end(pieces[at])] for run in _list_runs(pieces, _find_tag_end)]
    listed = [run for run in runs if len(run) >= _LEAST]
    bullets = {at for run in runs for at in run} if listed and len(listed) * 2 >= len(runs) else set()
    bullets |= set(_list_bold(pieces))
    return tuple(_as_bullet(piece) if at in bullets else piece for at, piece in enumerate(pieces))


def list_told_on(pieces: tuple[Piece, ...]) -> Iterator[int]:
    """Return the indices of paragraphs between tagged list items, which go on with the one before them."""
    between: list[int] = []
    open_news = False
    for at, piece in enumerate(pieces):
        if piece.kind is BlockKind.LIST_ITEM and (_find_tag_end(piece) or _find_bold_end(piece)):
            yield from between
            between, open_news = [], True
        elif open_news and _may_go_on(piece):
            between.append(at)
        else:
            between, open_news = [], False


def strip_tag(text: str) -> str:
    """Return a text without the tag that it may open with."""
    tag = _TAG.match(text)
    return text[tag.end() :] if tag else text


def _may_go_on(piece: Piece) -> bool:
    return piece.kind is BlockKind.PARAGRAPH and not piece.is_bold and is_closed(piece.text) and is_prose(piece.text)


def _list_bold(pieces: tuple[Piece, ...]) -> list[int]:
    """Return the paragraphs whose bold words are tags."""
    leads = Counter(lead.casefold() for piece in pieces if (lead := find_bold_lead(piece)))
    found: list[int] = []
    for run in _list_runs(pieces, _find_bold_end):
        tagged = [at for at in run if _find_bold_end(pieces[at])]
        once = all(leads[(find_bold_lead(pieces[at]) or "").casefold()] == 1 for at in tagged)
        told = sum(is_report(pieces[at].raw[_find_bold_end(pieces[at]) :]) for at in tagged)
        found += tagged if once and len(tagged) >= _LEAST_BOLD and told * 2 > len(tagged) else []
    return found


def _list_runs(pieces: tuple[Piece, ...], find_end: Callable[[Piece], int]) -> Iterator[list[int]]:
    """Return the paragraphs that stand together and of which the first is tagged and most others are; as indices."""
    run: list[int] = []
    for at, piece in enumerate((*pieces, None)):
        plain = piece is not None and piece.kind is BlockKind.PARAGRAPH and not piece.is_bold
        if piece is not None and plain and (run or find_end(piece)):
            run.append(at)
        elif run and not plain:
            yield from [run] if _is_mostly_tagged(pieces, run, find_end) else []
            run = []


def _is_mostly_tagged(pieces: tuple[Piece, ...], run: list[int], find_end: Callable[[Piece], int]) -> bool:
    tagged = [at for at in run if find_end(pieces[at])]
    told = [at for at in run if at <= tagged[-1]]
    return len(tagged) * 2 > len(told)


def _find_tag_end(piece: Piece) -> int:
    """Return the offset behind a tag that opens a sentence or more; 0 for none."""
    raw = piece.raw
    tag = _TAG.match(raw) if piece.starts_block else None
    if tag is None or count_words(tag[0]) > _MOST_WORDS or find_label(raw):
        return 0
    told = raw[tag.end() :]
    enough = is_closed(told) and count_words(told) >= _LEAST_WORDS and len(told) > len(tag[0])
    plain = not any(bar in told for bar in _BARS) and not _credits_day(tag[0], piece.cut(tag.end()))
    return tag.end() if enough and plain else 0


def _find_bold_end(piece: Piece) -> int:
    """Get the offset behind a few bold words with a sign that open a sentence or more, and are no day; 0 for none."""
    words = find_bold_lead(piece) if piece.starts_block else None
    if words is None or count_words(words) > _MOST_BOLD or find_label(piece.raw) or find_dated_lead(piece):
        return 0
    sign = _BEHIND_BOLD.match(piece.raw, piece.raw.find(words) + len(words))
    told = piece.raw[sign.end() :] if sign else ""
    return sign.end() if sign and is_closed(told) and count_words(told) >= _LEAST_WORDS else 0


def _credits_day(tag: str, told: Piece) -> bool:
    """Whether a bar parts who acted from the day ("MIIT | 3 May: ..."), which no comma binds to the sentence."""
    lead = find_dated_lead(told) if tag.rstrip().endswith(_BARS) else None
    return lead is not None and not told.raw[: lead.start].rstrip().endswith((",", "，"))


def _as_bullet(piece: Piece) -> Piece:
    return replace(piece, source=replace(piece.source, kind=BlockKind.LIST_ITEM, level=1))
