"""Table rows: which column holds what, and the cells of one row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import takewhile

from bot.dates.printed_dates import find_printed_dates
from bot.model.ids import HAN, fold
from bot.reading.document import BlockKind, Span
from bot.reading.grammar.layout.lead_ins import is_date_line, names_office
from bot.reading.grammar.layout.pieces import Piece, cut_spans, is_link_only
from bot.reading.grammar.lines.day_labels import DEADLINE_LABEL, EFFECT_LABEL
from bot.reading.grammar.lines.labels import find_label
from bot.reading.grammar.lines.reports import is_closed


class Column(StrEnum):
    """What a column holds."""

    DATE = "date"
    ISSUER = "issuer"
    TITLE = "title"
    TEXT = "text"
    SOURCE = "source"
    NUMBER = "number"
    COMMENT = "comment"
    DEADLINE = "deadline"
    EFFECT = "effect"
    INDEX = "index"
    CONTACT = "contact"
    HEADLINE = "headline"
    OTHER = "other"


_PARTNERS = (
    r"(?:jointly |together )?with|(?:co-?|joint )(?:issuers?|signatories)|other (?:issuers|signatories)"
    r"|联合(?:发布|发文|印发)?(?:机构|单位|部门)"
)
_NAMES: tuple[tuple[Column, str], ...] = (
    (
        Column.NUMBER,
        r"document (?:number|no)|reference(?: number| no)?|(?:公告|文件|发文)?文号|发文字号|(?:公告|文件)(?:号|编号)",
    ),
    (
        Column.DATE,
        (
            r"when|date|day|timing|(?:last|latest) (?:step|update|change|action|move)|(?:last )?updated|adopted"
            r"|(?:issue|issuing|publication|release) date|date (?:of issue|issued|published|released)|published"
            r"|issued|released|announced"
            r"|notified|publication|adoption|promulgation|issuance|date of (?:adoption|publication|promulgation)"
            r"|(?:发布|印发|出台|公布|成文|颁布|发文|制定|公告|裁定|立案)?(?:日期|时间)"
        ),
    ),
    (
        Column.ISSUER,
        (
            rf"(?:adopted|published|released|promulgated|drafted|signed|notified) by|{_PARTNERS}"
            r"|issuers?|issuing (?:body|bodies|authority|authorities|agency|agencies|department|departments)|issued by"
            r"|agency|agencies"
            r"|authority|authorities|body|bodies|department|departments|ministry|ministries|who|regulator|regulators|institution"
            r"|(?:发布|发文|出台|印发|制定|颁布|公布|起草|牵头|征求意见)?(?:机构|单位|部门|机关|主体)|(?:地区|省份|层级)(?:[/、与和]\s?(?:部门|机构|单位))?"
        ),
    ),
    (
        Column.TITLE,
        (
            r"title|document|policy|measure|name|article|instrument|legal (?:act|text)|law|text"
            r"|subject"
            r"|policy document|document title|policy title|regulation|rule"
            r"|headline|call(?: for (?:applications|proposals))?|act|标题|名称"
            r"|(?:政策|文件|标准|法规|法律法规|规定|条例)(?:名称|标题|文件)?"
        ),
    ),
    (
        Column.TEXT,
        (
            r"summary|why it (?:matters|counts)|in (?:short|brief|a nutshell)"
            r"|(?:the )?gist|highlights|substance|requirements"
            r"|relevance|background|explanation|(?:main|key) (?:contents?|changes|provisions)"
            r"|what it (?:says|does)|description|content|contents|details?|notes?"
            r"|remarks?|what|what (?:(?:members?|you|companies|firms|readers|it|this) )?(?:should|must|needs? to"
            r"|will|is|are|changes?)(?: \w+){0,3}|news|development|event|key points|main points|what happened"
            r"|摘要|(?:主要|核心|重点|政策|相关)?(?:内容|要点)(?:摘要|概述|简介)?|说明|备注|事件|简介|产品|案件|事项"
        ),
    ),
    (
        Column.COMMENT,
        (
            r"(?:our |the )?(?:comments?|analysis|take|view|assessment|opinion|reading)"
            r"|[a-z]{1,12}(?: and [a-z]{1,12})? (?:take|view)|implications?|so what|点评|评论"
        ),
    ),
    (Column.DEADLINE, DEADLINE_LABEL),
    (Column.EFFECT, EFFECT_LABEL),
    (Column.CONTACT, r"contacts?(?: person)?|phone|e-?mail|(?:活动|会议)?联系(?:人|方式|电话|部门)|(?:咨询)?电话|邮箱"),
    (Column.INDEX, r"(?:no|nr|ref)\.?|item|item no|#|№|序号"),
    (Column.SOURCE, r"sources?|links?|url|来源|链接"),
)
_HEADS = tuple((column, re.compile(pattern)) for column, pattern in _NAMES)
_TONGUES = re.compile(rf"(?<=[A-Za-z.)])\s*[/|·]?\s*(?=[{HAN}])|(?<=[{HAN}])\s*[/|·]?\s*(?=[A-Za-z])")
"""Where the head of a column goes over from one language to the other ("Issuer 发布机构")."""
_EMPTY = re.compile(r"(?:[-–—‑―/.·*]+|n\s?[/.]?\s?a\.?|nil|none|无|暂无)", re.IGNORECASE)
_KNOWN_COLUMNS = 2
_FACT_CELLS = 2
_OF_ISSUE = re.compile(
    r"(?:(?:circular|issue|document|report|bulletin|letter) )?(?:no\.?|number|nr\.?)|issue|edition|version|distribution"
    r"|(?:issue |publication )?date(?: of issue)?|(?:published|issued|prepared|edited)(?: by| on)?|publisher"
    r"|authors?|editors?|(?:reporting )?period(?: covered)?|covers|contact|from|to|subject|ref(?:erence)?\.?"
    r"|期[号数]|编号|(?:发布|出刊|印发)?日期|编[制辑印]|主办|(?:报告期|统计|报道)?期间|联系人|电话"
)
"""What a table on a title page tells of the issue."""
_FACT_WORDS = 5
_OFFICIAL = re.compile(
    r"(?:official|full|formal|chinese|original) (?:title|name|document)(?:s| and (?:number|reference))?"
    r"|title and (?:number|reference)"
    r"|(?:正式|官方|文件)(?:名称|标题)(?:[及和与、]文号)?"
)
"""Heads the titles of documents, beside what the house calls them."""
_DRAFTS = re.compile(r"drafts?(?: (?:documents?|texts?|rules|titles?|measures))?|征求意见稿")
"""Heads a column of titles where no other does; beside one it says whether a document is a draft."""
_MOST_CELL_WORDS = 8
_ANY_YEAR = 2000
_ADDRESS = re.compile(r"<?(?:https?://|www\.)\S+>?", re.IGNORECASE)
_FIGURE = re.compile(r"[-+−–~<>≥≤]?\s?[$€£¥]?\s?\d[\d.,]*\s?(?:%|％|[^\W\d]{0,12}|[亿万元吨辆]+)(?:\s[a-z]{1,8})?")
_RULE = re.compile(r"[\s|:+=-]*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One cell: its text's spans."""

    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The cell's words, none for a dash or another sign that it is empty."""
        words = "".join(span.text for span in self.spans).strip()
        return "" if _EMPTY.fullmatch(words) else words

    def part_bold(self) -> tuple[Cell, Cell] | None:
        """Return the words in bold that open the cell and the sentences behind them, None where it has not both."""
        worded = [span for span in self.spans if span.text.strip()]
        bold = tuple(takewhile(lambda span: span.bold, worded))
        rest = Cell(spans=tuple(worded[len(bold) :]))
        told = "".join(span.text for span in rest.spans if span.link is None).rstrip(" |·,/")
        return (Cell(spans=bold), rest) if bold and is_closed(told) else None


@dataclass(frozen=True, kw_only=True, slots=True)
class TableHead:
    """The columns of a table, in order, each with the words of its head."""

    columns: tuple[Column, ...]
    names: tuple[str, ...]


def split_cells(piece: Piece) -> tuple[Cell, ...]:
    """Return the cells of a row in order, empty ones too."""
    raw = piece.raw
    cells: list[Cell] = []
    start = 0
    for match in re.finditer(r"(?:\A|(?<=\s))\|(?=\s|\Z)", raw):
        cells.append(Cell(spans=cut_spans(piece.spans, start, match.start())))
        start = match.end()
    cells.append(Cell(spans=cut_spans(piece.spans, start)))
    return tuple(cells)


def find_table_head(piece: Piece) -> TableHead | None:
    """Return the columns when the row is a table's head: at least two known names and no long cell."""
    cells = split_cells(piece)
    columns = tuple(_find_column(cell.text) for cell in cells)
    official = [_OFFICIAL.fullmatch(fold(cell.text).strip(" :")) is not None for cell in cells]
    if any(official):  # beside it another name of a title's is the house's own headline
        columns = tuple(
            Column.TITLE if named else Column.HEADLINE if column is Column.TITLE else column
            for column, named in zip(columns, official, strict=True)
        )
    if Column.TITLE not in columns:
        told = columns.count(Column.TEXT) > 1
        columns = tuple(
            Column.TITLE if told and fold(cell.text).strip(" :") == "what" else column
            for column, cell in zip(columns, cells, strict=True)
        )
    if Column.TITLE not in columns:
        columns = tuple(
            Column.TITLE if _DRAFTS.fullmatch(fold(cell.text).strip(" :")) else column
            for column, cell in zip(columns, cells, strict=True)
        )
    if len(set(columns) - {Column.INDEX, Column.CONTACT, Column.OTHER}) < _KNOWN_COLUMNS or any(
        find_printed_dates(cell.text) for cell in cells
    ):
        return None
    return TableHead(columns=columns, names=tuple(cell.text for cell in cells))


def find_worded_head(piece: Piece, below: Piece | None) -> TableHead | None:
    """Return the columns of a row of words over one of figures or of a day and what it is, whatever the words are.

    ("Indicator | May | April"; "Date | What happens".)
    """
    if below is None or below.kind is not BlockKind.TABLE_ROW:
        return None
    cells, under = split_cells(piece), split_cells(below)
    worded = all(not _FIGURE.fullmatch(cell.text) and len(cell.text.split()) <= _FACT_WORDS for cell in cells)
    if len(cells) != len(under) or not worded:
        return None
    counted = [_FIGURE.fullmatch(cell.text) is not None for cell in under[1:]]
    dated = _find_column(cells[0].text) is Column.DATE and is_date_line(under[0].text)
    if len(cells) == _FACT_CELLS and dated:
        columns: tuple[Column, ...] = (Column.DATE, Column.TEXT)
    elif counted and all(counted):
        columns = (Column.TEXT, *[Column.OTHER] * len(counted))
    else:
        return None
    return TableHead(columns=columns, names=tuple(cell.text for cell in cells))


def tell_titles(columns: Sequence[Column], cells: Sequence[Cell]) -> tuple[Column, ...]:
    """Get a row's columns, each beside the title whose name may be a title's too as the link or text that it holds."""
    named = [at for at, (column, cell) in enumerate(zip(columns, cells, strict=False)) if column is Column.TITLE]
    named = [at for at in named if cells[at].text]
    title = next((at for at in named if not is_link_only(cells[at].spans)), None)
    told = {at: Column.SOURCE for at in named if title is not None and is_link_only(cells[at].spans)}
    told |= {at: Column.TEXT for at in named if title not in {None, at} and is_closed(cells[at].text)}
    return tuple(told.get(at, column) for at, column in enumerate(columns))


def names_partners(name: str) -> bool:
    """Whether a column's head says that its bodies act beside another, which the heading above may name ("With")."""
    return re.fullmatch(_PARTNERS, fold(name)) is not None


def read_front_row(piece: Piece) -> str | None:
    """Return a row of a title page's table as a line ("Date: 30 April 2024"); None for any other row."""
    cells = [cell.text for cell in split_cells(piece)]
    named = len(cells) == _FACT_CELLS and cells[1] and _OF_ISSUE.fullmatch(fold(cells[0]).strip(" :："))
    return f"{cells[0].rstrip(' :：')}: {cells[1]}" if named else None


def guess_columns(cells: tuple[Cell, ...]) -> TableHead:
    """Return the columns of a row without a head by what is in them: a day, a short name of an office, addresses."""
    longest = max(range(len(cells)), key=lambda at: len(cells[at].text))
    dates = [at for at, cell in enumerate(cells) if is_date_line(cell.text)]
    dates = dates or [at for at, cell in enumerate(cells) if at != longest and _tells_day(cell.text)]
    offices = [at for at in range(longest) if at not in dates[:1] and _is_office(cells[at].text)]
    columns = {**dict.fromkeys(offices[:1], Column.ISSUER), **dict.fromkeys(dates[:1], Column.DATE)}
    kinds = tuple(
        columns.get(at) or (Column.SOURCE if _ADDRESS.fullmatch(cell.text) else Column.TEXT)
        for at, cell in enumerate(cells)
    )
    return TableHead(columns=kinds, names=tuple("Date" if kind is Column.DATE else "" for kind in kinds))


def _tells_day(text: str) -> bool:
    return len(text.split()) <= _MOST_CELL_WORDS and bool(find_printed_dates(text, default_year=_ANY_YEAR))


def _is_office(text: str) -> bool:
    return len(text.split()) <= _MOST_CELL_WORDS and names_office(text) and not is_closed(text)


def goes_on_as(head: TableHead, below: Sequence[Piece]) -> bool:
    """Return whether the first of these pieces is a row with as many cells as the head."""
    return bool(below) and below[0].kind is BlockKind.TABLE_ROW and len(split_cells(below[0])) == len(head.columns)


def read_fact(piece: Piece) -> Piece | None:
    """Return a row that is a short name and its value ("Status | In force") as one line with a colon, else None."""
    cells = split_cells(piece) if piece.kind is BlockKind.TABLE_ROW else ()
    if len(cells) != _FACT_CELLS or not cells[1].text or not 0 < len(cells[0].text.split()) <= _FACT_WORDS:
        return None
    name = replace(cells[0].spans[0], text=f"{cells[0].text.strip(' :：')}: ")
    return replace(piece, spans=(name, *cut_spans(cells[1].spans, _count_blanks(cells[1].spans))))


def _count_blanks(spans: tuple[Span, ...]) -> int:
    text = "".join(span.text for span in spans)
    return len(text) - len(text.lstrip())


_FACTS_HEAD = re.compile(
    r"(?:fields?|items?|keys?|aspects?|points?|attributes?|elements?|项目|事项|字段) "
    r"(?:values?|entry|entries|contents?|details?|information|description|data|内容|信息|说明)",
    re.IGNORECASE,
)


def is_facts_head(piece: Piece) -> bool:
    """Whether a row of two cells says that names and their values stand below ("Field | Entry")."""
    cells = split_cells(piece) if piece.kind is BlockKind.TABLE_ROW else ()
    return len(cells) == _FACT_CELLS and _FACTS_HEAD.fullmatch(" ".join(cell.text for cell in cells)) is not None


def heads_facts(piece: Piece, below: Piece | None) -> bool:
    """Whether a row of two cells is the head of a table of facts ("Field | Value" over "Status | In force")."""
    fact, under = read_fact(piece), read_fact(below) if below is not None else None
    if fact is None or under is None or find_label(fact.raw):
        return False
    plain = all(len(cell.text.split()) == 1 and not is_closed(cell.text) for cell in split_cells(piece))
    return plain and (find_label(under.raw) is not None or is_facts_head(piece))


def is_rule(piece: Piece) -> bool:
    """Whether the row is only a line drawn with signs, or empty."""
    return _RULE.fullmatch(piece.raw) is not None


def _find_column(text: str) -> Column:
    names = (text, *(_TONGUES.split(text) if not text.isascii() else ()))
    folded = [fold(name).strip(" :/|") for name in names]
    return next((column for name in folded for column, pattern in _HEADS if pattern.fullmatch(name)), Column.OTHER)
