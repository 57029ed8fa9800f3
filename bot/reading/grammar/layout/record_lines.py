"""Records: tables and lines that give the fields of a piece of news, in one order or under names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise, takewhile

from bot.model.ids import HAN, fold
from bot.reading.document import BlockKind, Span
from bot.reading.grammar.layout.credits import find_credit
from bot.reading.grammar.layout.lead_ins import find_dated_lead, is_date_line, names_office
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.layout.plain_heads import HEADLINE_LEVEL
from bot.reading.grammar.layout.table_rows import find_table_head, is_facts_head, is_rule, read_fact, split_cells
from bot.reading.grammar.lines.labels import LabelKind, find_label
from bot.reading.grammar.lines.reports import count_words, is_closed
from bot.reading.grammar.lines.title_line import ISSUE_NUMBER, LONGEST_NAME, is_title_date, split_title_line

# Fact tables: a table for each record, of rows that are a name and its value ("Status | In force").

_CELLS = 2
_LEAST_ROWS = 2
_SHARED = 0.6
_MOST_WORDS = 5


def read_fact_tables(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with the rows of such tables as paragraphs "Name: value", their heads left out."""
    tables = [run for run in _list_runs(pieces) if _is_of_facts(pieces, run)]
    names = [{_name_of(pieces[at]) for at in run if not _is_head(pieces[at])} for run in tables]
    alike = any(len(a & b) >= _SHARED * max(len(a), len(b)) for a, b in pairwise(names))
    told = [run for run in tables if alike or is_facts_head(pieces[run[0]])]
    rows = {at for run in told for at in run}
    heads = {at for at in rows if _is_head(pieces[at])}
    return tuple(_as_line(piece) if at in rows else piece for at, piece in enumerate(pieces) if at not in heads)


def _list_runs(pieces: tuple[Piece, ...]) -> Iterator[list[int]]:
    run: list[int] = []
    for at, piece in enumerate(pieces):
        if piece.kind is BlockKind.TABLE_ROW:
            run.append(at)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_of_facts(pieces: tuple[Piece, ...], run: list[int]) -> bool:
    rows = [pieces[at] for at in run if not _is_head(pieces[at])]
    names = [_name_of(row) for row in rows if len(split_cells(row)) == _CELLS]
    short = all(name and len(name.split()) <= _MOST_WORDS for name in names)
    return len(rows) >= _LEAST_ROWS and len(names) == len(rows) == len(set(names)) and short


def _is_head(piece: Piece) -> bool:
    return is_facts_head(piece) or is_rule(piece) or not any(cell.text.strip() for cell in split_cells(piece))


def _name_of(piece: Piece) -> str:
    return fold(split_cells(piece)[0].text).strip(" :：*")


def _as_line(piece: Piece) -> Piece:
    fact = read_fact(piece) or piece
    return replace(fact, source=replace(fact.source, kind=BlockKind.PARAGRAPH))


# Masthead: a small table before everything else that holds names, number and day of the issue, and no news.

_MOST_ROWS, _MASTHEAD_CELLS = 4, 2
_FIRST, _LEAST_FIELDS, _MOST_FIELDS = 6, 3, 8
_MEMO_FIELD = re.compile(
    r"(?:to|from|cc|date|re|subject|an|von|datum|betreff|收件人?|发件人?|抄送|日期|主题|事由)\s*[:：]?", re.IGNORECASE
)
"""What a memorandum says of itself in its first lines."""


def read_masthead(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with the rows of such a table as paragraphs, their cells parted by bars as in a title line.

    The rows of a memorandum's head are its fields.
    """
    memo = [at for at, piece in enumerate(pieces[:_FIRST]) if piece.kind is BlockKind.TABLE_ROW][:1]
    if memo and (fields := _read_memo(pieces[memo[0] : memo[0] + _MOST_FIELDS])):
        return (*pieces[: memo[0]], *fields, *pieces[memo[0] + len(fields) :])
    first = next((at for at, piece in enumerate(pieces[:2]) if piece.kind is BlockKind.TABLE_ROW), len(pieces))
    ahead = islice(pieces, first, first + _MOST_ROWS + 1)
    rows = list(takewhile(lambda piece: piece.kind is BlockKind.TABLE_ROW, ahead))
    end = first + len(rows)
    if not rows or len(rows) > _MOST_ROWS or not any(is_closed(piece.text) for piece in pieces[end:]):
        return pieces
    cells = [[cell.text for cell in split_cells(row)] for row in rows]
    dated = [any(map(is_title_date, row)) for row in cells]
    named = all(len(cell) <= LONGEST_NAME and not is_closed(cell) for row in cells for cell in row)
    if not named or not any(dated) or (len(rows) > 1 and all(dated)) or any(map(find_table_head, rows)):
        return pieces
    lines = [replace(row, source=replace(row.source, kind=BlockKind.PARAGRAPH)) for row in rows]
    return (*pieces[:first], *lines, *pieces[end:])


def _read_memo(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Get the rows of a memorandum's head as paragraphs ("From: Ann Bow, Purchasing"); none where there is no such."""
    rows = list(takewhile(lambda piece: piece.kind is BlockKind.TABLE_ROW, pieces))
    cells = [[cell.text for cell in split_cells(row)] for row in rows]
    told = all(len(row) == _MASTHEAD_CELLS and row[1] and _MEMO_FIELD.fullmatch(row[0].strip()) for row in cells)
    if not told or len(rows) < _LEAST_FIELDS:
        return ()
    lines = [f"{name.strip().rstrip(':：')}: {value}" for name, value in cells]
    return tuple(
        replace(row, source=replace(row.source, kind=BlockKind.PARAGRAPH), spans=(Span(text=line),))
        for row, line in zip(rows, lines, strict=True)
    )


# Head rows: lines that head records, in parts of the same order each ("M-214 | 2024-06-29 | LIVE | Rare earths").

_SIGN = re.compile(r"\s*(?P<sign>[|｜·•])\s*|\s+(?P<spaced>//|[–—])\s+")
_LEAST = 3
_FEWEST_PARTS, _MOST_PARTS = 3, 6
_MOST_OF = 0.6
_WORDS_BESIDE = 4
_LONGEST = 200
_CODE = re.compile(r"[#№]?[A-Z]{0,5}[ .:/-]?\d{1,5}[a-z]?")
_STATUS = re.compile(
    r"(?:draft|consultation|comments?|open|final|issued|promulgated|published|adopted|passed|in force|live|effective"
    r"|amended|revised|repealed|withdrawn|planned|pending|expected)\b.{0,20}",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Row:
    """A line in parts: where it stands, the bounds of each part in its text, and the parts."""

    at: int
    bounds: tuple[tuple[int, int], ...]
    parts: tuple[str, ...]


def read_head_rows(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return such lines, where three of one shape stand over what they head, as headlines over fields of their own."""
    shapes: dict[tuple[str, int], list[_Row]] = {}
    for at, piece in enumerate(pieces):
        found = _part(at, piece)
        if found is not None:
            shapes.setdefault(found[0], []).append(found[1])
    parted: dict[int, tuple[Piece, ...]] = {}
    for rows in shapes.values():
        if len(rows) >= _LEAST and _head_something(rows, pieces):
            parted |= _read(rows, pieces)
    return tuple(part for at, piece in enumerate(pieces) for part in parted.get(at, (piece,))) if parted else pieces


def _part(at: int, piece: Piece) -> tuple[tuple[str, int], _Row] | None:
    raw = piece.raw.rstrip()
    if piece.kind not in {BlockKind.PARAGRAPH, BlockKind.HEADING} or len(raw) > _LONGEST or "\n" in raw.strip():
        return None
    signs = list(_SIGN.finditer(raw))
    if not _FEWEST_PARTS - 1 <= len(signs) < _MOST_PARTS or is_closed(raw) or find_label(raw):
        return None
    if find_credit(raw) is not None or split_title_line(raw).period_texts:
        return None
    names = {sign["sign"] or sign["spaced"] for sign in signs}
    edges = [(0, 0), *(sign.span() for sign in signs), (len(raw), len(raw))]
    bounds = tuple((start, end) for (_, start), (end, _) in pairwise(edges))
    parts = tuple(raw[start:end].strip(" *_") for start, end in bounds)
    if len(names) != 1 or not all(parts):
        return None
    return (names.pop(), len(parts)), _Row(at=at, bounds=bounds, parts=parts)


def _head_something(rows: Sequence[_Row], pieces: Sequence[Piece]) -> bool:
    """Whether something of another shape stands below most of them, and no headline of their own above."""
    own = {row.at for row in rows}
    over = [row.at for row in rows if row.at + 1 < len(pieces) and row.at + 1 not in own]
    below = sum(bool(row.at) and (pieces[row.at - 1].is_heading or pieces[row.at - 1].is_bold) for row in rows)
    return sum(not pieces[at + 1].is_heading for at in over) >= _MOST_OF * len(rows) and below * 2 <= len(rows)


def _read(rows: Sequence[_Row], pieces: Sequence[Piece]) -> dict[int, tuple[Piece, ...]]:
    """Return each row's headline and fields; none where no column is of days, or none of headlines."""
    columns = list(zip(*(row.parts for row in rows), strict=True))
    days = next((i for i, column in enumerate(columns) if _most(is_date_line(text) for text in column)), None)
    main = max(range(len(columns)), key=lambda i: sum(map(count_words, columns[i])))
    beside = [i for i in range(len(columns)) if i not in {days, main}]
    short = all(count_words(text) <= _WORDS_BESIDE for i in beside for text in columns[i])
    headed = not _most(names_office(text) and count_words(text) <= _WORDS_BESIDE for text in columns[main])
    if days is None or main == days or not short or not headed:
        return {}
    return {row.at: _as_record(row, pieces[row.at], days=days, main=main) for row in rows}


def _as_record(row: _Row, piece: Piece, *, days: int, main: int) -> tuple[Piece, ...]:
    head = piece.cut(*row.bounds[main])
    head = replace(head, source=replace(piece.source, kind=BlockKind.HEADING, level=HEADLINE_LEVEL))
    fields = [f"Date: {row.parts[days]}"] if is_date_line(row.parts[days]) else []
    for i, text in enumerate(row.parts):
        if i in {days, main} or _CODE.fullmatch(text):
            continue
        if _STATUS.fullmatch(text):
            fields.append(f"Status: {text.lower()}")
        elif names_office(text):
            fields.append(f"Issued by: {text}")
    plain = replace(piece.source, kind=BlockKind.PARAGRAPH, level=0)
    return (head, *(replace(piece, source=plain, spans=(Span(text=text),)) for text in fields))


def _most(told: Iterable[bool]) -> bool:
    listed = list(told)
    return sum(listed) >= _MOST_OF * len(listed)


# Head parts: headlines that stand on one line with who acted and when ("3 May | MIIT | Ropes get names").

_HEAD_PARTS_SIGN = re.compile(r"\s*[|｜·•]\s*|\s+//\s+|\s+[–—]\s+")
_HEAD_PARTS_LEAST = 2
_LEAST_WORDS = 3
_MOST_WORDS_BESIDE = 6


def read_head_parts(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return such lines, where two stand over what they head, as headings over the credits that they hold."""
    parted = {
        at: parts for at, piece in enumerate(pieces) if (parts := _head_parts_part(piece, pieces[at + 1 : at + 2]))
    }
    if len(parted) < _HEAD_PARTS_LEAST or _are_second(pieces, parted):
        return pieces
    return tuple(part for at, piece in enumerate(pieces) for part in parted.get(at, (piece,)))


def _are_second(pieces: tuple[Piece, ...], parted: dict[int, tuple[Piece, ...]]) -> bool:
    """Whether such lines stand right below headings, no shorter than what would head the news: these are headlines."""
    above = {at: pieces[at - 1] for at in parted if at and pieces[at - 1].is_heading}
    words = sum(count_words(piece.text) for piece in above.values())
    return len(above) == len(parted) and words >= sum(count_words(parted[at][0].text) for at in above)


def _head_parts_part(piece: Piece, after: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return headline, credit and what follows in the paragraph as pieces; none for another line.

    One part is a day, one the headline, the others offices or a few words.
    """
    head, _, rest = piece.raw.partition("\n")
    told = rest or (after[0].raw if after and after[0].kind is BlockKind.PARAGRAPH else "")
    if piece.kind in {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW} or len(head) > _LONGEST or find_label(head):
        return ()
    bounds = [(0, 0), *(sign.span() for sign in _HEAD_PARTS_SIGN.finditer(head)), (len(head), len(head))]
    spans = [(start, end) for (_, start), (end, _) in pairwise(bounds) if head[start:end].strip()]
    texts = [head[start:end].strip(" *_") for start, end in spans]
    days = [i for i, text in enumerate(texts) if is_date_line(text)]
    others = [i for i in range(len(texts)) if i not in days]
    if len(days) != 1 or len(others) < _HEAD_PARTS_LEAST or not is_closed(told.rstrip()) or ISSUE_NUMBER.match(head):
        return ()
    credit = find_credit(head)
    if credit is not None and credit.terms:
        return ()
    main = max(others, key=lambda i: (not _is_office(texts[i]), len(texts[i])))
    beside = [i for i in others if i != main]
    short = all(len(texts[i].split()) <= _MOST_WORDS_BESIDE for i in beside)
    if (
        len(texts[main].split()) < _LEAST_WORDS
        or is_closed(texts[main])
        or not any(_is_office(texts[i]) for i in beside)
        or not short
    ):
        return ()
    beside_head = Span(text=" | ".join(texts[i] for i in (*beside, *days)))
    return (
        piece.cut(*spans[main]).as_block(BlockKind.HEADING, HEADLINE_LEVEL),
        replace(piece.as_block(BlockKind.PARAGRAPH, 0), spans=(beside_head,)),
        *((piece.cut(len(head) + 1).as_block(BlockKind.PARAGRAPH, 0),) if rest else ()),
    )


def _is_office(text: str) -> bool:
    return names_office(text) and len(text.split()) <= _MOST_WORDS_BESIDE


# Headed fields: lines over lists of what they name ("1.

_HEADED_FIELDS_LEAST_FIELDS = 2
_HEADED_FIELDS_LONGEST = 160
_OF_A_DOCUMENT = frozenset({LabelKind.ISSUER, LabelKind.DATE, LabelKind.NUMBER, LabelKind.ARTICLE})


def read_headed_fields(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with such items as headlines, and their fields as a list below."""
    over = (at for at, below in enumerate(pieces[1:]) if below.kind is BlockKind.LIST_ITEM)
    headed = {at: fields for at in over if _may_head(pieces[at]) and (fields := _list_fields(pieces, at))}
    over_lines = [at for at in range(len(pieces) - _HEADED_FIELDS_LEAST_FIELDS) if _heads_lines(pieces, at)]
    closing = [at for at in over_lines if at and find_label(pieces[at - 1].raw)]
    headed |= {at: [] for at in over_lines if len(closing) * 2 >= len(over_lines) > 1}
    lines = [at for at in headed if pieces[at].kind is BlockKind.PARAGRAPH]
    found = list(pieces)
    for at, fields in headed.items():
        piece = pieces[at]
        if lines == [at]:
            continue
        found[at] = piece.as_block(BlockKind.HEADING, HEADLINE_LEVEL)
        for place in fields:
            found[place] = replace(pieces[place], source=replace(pieces[place].source, level=1))
    return tuple(found)


def _may_head(piece: Piece) -> bool:
    plain = (
        piece.kind in {BlockKind.LIST_ITEM, BlockKind.PARAGRAPH}
        and 0 < len(piece.raw) <= _HEADED_FIELDS_LONGEST
        and "\n" not in piece.raw.strip()
    )
    return plain and not (is_closed(piece.raw) or find_label(piece.raw) or find_dated_lead(piece))


def _heads_lines(pieces: tuple[Piece, ...], at: int) -> bool:
    """Return whether a list item stands over paragraphs that each name what they give of a document."""
    below = pieces[at + 1 : at + 1 + _HEADED_FIELDS_LEAST_FIELDS]
    if pieces[at].kind is not BlockKind.LIST_ITEM or not all(piece.kind is BlockKind.PARAGRAPH for piece in below):
        return False
    labels = [label for piece in below if (label := find_label(piece.raw)) and label.colon]
    told = len(labels) == len(below) and any(label.kind in _OF_A_DOCUMENT for label in labels)
    return told and _may_head(pieces[at])


def _list_fields(pieces: tuple[Piece, ...], at: int) -> list[int]:
    """Return the places of what is nested right under a list item; none unless most name what they give."""
    level = pieces[at].level
    nested = list(
        takewhile(
            lambda place: pieces[place].kind is BlockKind.LIST_ITEM and pieces[place].level > level,
            range(at + 1, len(pieces)),
        )
    )
    labels = [label for place in nested if (label := find_label(pieces[place].raw)) and label.colon]
    enough = len(labels) >= _HEADED_FIELDS_LEAST_FIELDS and len(labels) * 2 > len(nested)
    return nested if enough and any(label.kind in _OF_A_DOCUMENT for label in labels) else []


# Twin labels: fields named in both tongues ("Effective 施行: 1 May"), read by the name that tells what they are.

_TWIN = re.compile(
    rf"[\s*_>]*(?:(?P<latin>[A-Z][A-Za-z. ]{{1,30}}?)\s?[/|]?\s?[(（]?(?P<han>[{HAN}]{{2,10}})[)）]?"
    rf"|(?P<han_first>[{HAN}]{{2,10}})\s?[/|]?\s?[(（]?(?P<latin_behind>[A-Z][A-Za-z. ]{{1,30}}?)[)）]?)\s?[:：]"
)


def read_twin_labels(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return pieces that open with a label in two tongues with the half of it that is a field's name, and no other."""
    return tuple(_in_one_tongue(piece) if piece.kind is not BlockKind.TABLE_ROW else piece for piece in pieces)


def _in_one_tongue(piece: Piece) -> Piece:
    twin = _TWIN.match(piece.raw)
    if twin is None:
        return piece
    names = (f"{name.strip()}: " for name in twin.groups() if name)
    label = next((name for name in names if _is_field(name)), None)
    if label is None:
        return piece
    rest = piece.cut(twin.end())
    blank = len(rest.raw) - len(rest.raw.lstrip())
    return rest.cut(blank).headed(label)


def _is_field(name: str) -> bool:
    """Whether a name alone is a field's; "Comments" may be the publisher's or those that are asked for."""
    label = find_label(name)
    return label is not None and (label.kind is not LabelKind.COMMENT or label.is_own_view)
