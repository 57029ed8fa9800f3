"""Reads Markdown (CommonMark with tables) into blocks with their lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from operator import ne

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.reading.document import Block, BlockKind, Span
from bot.reading.formats.html import read_html_text
from bot.reading.formats.normalise import (
    SOFT_BREAK,
    Blocks,
    build_block,
    is_contents_line,
    join_cells,
    normalise_spans,
    place_block,
    starts_small,
)
from bot.reading.formats.plain import LABEL, Line, Width, is_forced, measure_width, read_lines, read_plain_blocks
from bot.reading.received import decode_text

MAX_DEPTH = 60
MAX_LINE_LENGTH = 50_000
_PARSER = MarkdownIt("commonmark", {"maxNesting": MAX_DEPTH}).enable("table")
_LONG_RUN = re.compile(r"[\[*_`!<(>]{500}|(?:[-*+>] ?){500}")
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<fields>(?:[\w -]{1,40}:[^\n]*\n){1,60})(?:---|\.\.\.)[ \t]*\n")
_PRINTED_BULLET = re.compile(r"^([ \t]*)[•●▪■◦‣∙·](?=[ \t])")
_LEFT_BOLD = re.compile(r"\*\*(?=\S)([^*]+?)(?<=\S)\*\*")


def read_markdown(data: bytes, *, source_name: str) -> Blocks:
    """Return the blocks of a Markdown file; it has no furniture."""
    return read_markdown_blocks(decode_text(data, source_name=source_name)), ()


def read_markdown_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a Markdown text, in order, with lines from 1.

    Numbers of ordered lists stay in the text, as on the printed page; pieces of HTML are read as HTML. A text that is
    no sensible Markdown (nested too deep, lines of a size nobody writes) is read as plain text, so nothing is lost.
    """
    if any(len(line) > MAX_LINE_LENGTH or _LONG_RUN.search(line) for line in text.split("\n")):
        return read_plain_blocks(text)
    shown = _dash_bullets(text.replace("\u2028", "\n"))
    if front := _FRONT_MATTER.match(shown):  # its fields are lines of a paragraph; lines keep their numbers
        shown = f"\n{front['fields']}\n{shown[front.end() :]}"
    tokens = _PARSER.parse(shown)
    if any(token.level >= MAX_DEPTH - 1 for token in tokens):
        return read_plain_blocks(text)
    return tuple(_Walk(width=measure_width(read_lines(text))).read(tokens))


def _dash_bullets(text: str) -> str:
    """Return a text with dashes for the bullets of lists pasted from a page; a sign alone in its paragraph is none."""
    lines: list[str] = []
    for _, group in groupby(text.split("\n"), key=lambda line: not line.strip()):
        paragraph = list(group)
        dashed = [_PRINTED_BULLET.sub(r"\1-", line) for line in paragraph]
        lines += dashed if sum(map(ne, paragraph, dashed)) > 1 else paragraph
    return "\n".join(lines)


@dataclass
class _Walk:
    """The state of one walk over the tokens: the open lists and the marker that waits for its first paragraph."""

    width: Width
    lists: list[str] = field(default_factory=list)
    marker: str | None = None
    heading: int = 0

    def read(self, tokens: Sequence[Token]) -> Iterator[Block]:
        position = 0
        while position < len(tokens):
            token = tokens[position]
            if token.type == "tr_open":
                end = next(at for at in range(position, len(tokens)) if tokens[at].type == "tr_close")
                yield from _read_row(tokens[position:end])
                position = end
            elif token.type == "inline":
                yield from self._read_inline(token)
            elif token.type == "html_block":
                self.marker = None
                first, last = token.map or (0, 0)
                found = read_html_text(token.content, source_name="")[0]
                yield from (place_block(block, first + 1, last) for block in found)
            elif token.type in {"code_block", "fence"}:
                yield from self._build_block([Span(text=token.content)], *(token.map or (0, 0)))
            else:
                self._enter_or_leave(token)
            position += 1

    def _enter_or_leave(self, token: Token) -> None:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            self.lists.append(token.type)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self.lists.pop()
        elif token.type == "list_item_open":
            self.marker = f"{token.info}{token.markup} " if self.lists[-1] == "ordered_list_open" else ""
        elif token.type == "list_item_close":
            self.marker = None
        elif token.type in {"heading_open", "heading_close"}:
            self.heading = int(token.tag[1:]) if token.nesting > 0 else 0

    def _read_inline(self, token: Token) -> Iterator[Block]:
        lines = list(_read_lines(token.children or ()))
        texts = ["".join(span.text for span in line) for line, _ in lines]
        kept = self._find_breaks(texts, lines[0][0]) if len(lines) > 1 else set[int]()
        spans: list[Span] = []
        begin, last = token.map or (0, 0)
        first = begin
        for at, (line, end) in enumerate(lines):
            spans += [*line, replace(end, text="\n") if at in kept and end.text else end]
            if is_contents_line(texts[at]):
                yield from self._build_block(spans, first, begin + at + 1)
                spans, first = [], begin + at + 1
        if spans:
            yield from self._build_block(spans, first, last)

    def _find_breaks(self, texts: Sequence[str], first: Sequence[Span]) -> set[int]:
        """Return the lines of a paragraph behind which a break is meant, though Markdown joins them.

        So it is where no width ended the line, behind parts with bars, before each field of several ("Date: ..."), and
        behind a first line all in bold, as what heads the others.
        """
        lines = [Line(text=text.strip() or " . ", indent=0, number=0) for text in texts]
        forced = {
            at
            for at, (above, below) in enumerate(pairwise(lines))
            if is_forced(above, below, self.width) and not starts_small(below.text)
        }
        fields = [at for at, text in enumerate(texts) if LABEL.match(text)]
        headed = all(span.bold for span in first if span.text.strip())
        parts = {at for at, text in enumerate(texts[:-1]) if text.count(" | ") > 1}
        return forced | parts | ({at - 1 for at in fields} if len(fields) > 1 else set()) | ({0} if headed else set())

    def _build_block(self, spans: Sequence[Span], first: int, last: int) -> Iterator[Block]:
        """Return the block of an element, if there is anything in it; a list item's marker is used once.

        ``first`` and ``last`` are its lines, from 0, the last one not included.
        """
        marker, self.marker = self.marker, None
        kind, level = BlockKind.PARAGRAPH, 0
        if self.heading:
            kind, level = BlockKind.HEADING, self.heading
        elif marker is not None:
            kind, level = BlockKind.LIST_ITEM, len(self.lists)
        for block in build_block(kind, (Span(text=marker or ""), *spans), level):
            yield place_block(block, first + 1, last)


def _read_row(tokens: Sequence[Token]) -> Iterator[Block]:
    cells = (
        normalise_spans(span for line, end in _read_lines(token.children or ()) for span in (*line, end))
        for token in tokens
        if token.type == "inline"
    )
    first, last = tokens[0].map or (0, 0)
    for block in build_block(BlockKind.TABLE_ROW, join_cells(cells)):
        if block.text.strip(" |\n"):
            yield place_block(block, first + 1, last)


def _read_lines(children: Sequence[Token]) -> Iterator[tuple[list[Span], Span]]:
    """Return the source lines of an inline text as spans, each with what ends it: a space, a line feed, or nothing."""
    line: list[Span] = []
    link: str | None = None
    bold = italic = 0
    for token in children:
        if token.type in {"strong_open", "strong_close"}:
            bold += token.nesting
        elif token.type in {"em_open", "em_close"}:
            italic += token.nesting
        elif token.type in {"link_open", "link_close"}:
            link = str(token.attrs.get("href", "")) if token.nesting > 0 else None
        elif token.type in {"softbreak", "hardbreak"}:
            end = "\n" if token.type == "hardbreak" else SOFT_BREAK
            yield line, Span(text=end, bold=bold > 0, italic=italic > 0, link=link)
            line = []
        elif token.type in {"text", "code_inline", "text_special"}:
            set_off = italic > 0 or token.type == "code_inline"  # another face, as italics are
            line += _read_left_bold(Span(text=token.content, bold=bold > 0, italic=set_off, link=link))
        elif token.type == "html_inline" and token.content.lower().startswith("<br"):
            line.append(Span(text="\n"))
    yield line, Span(text="")


def _read_left_bold(span: Span) -> Iterator[Span]:
    """Read ``**`` that CommonMark leaves standing beside Chinese punctuation."""
    for number, text in enumerate(_LEFT_BOLD.split(span.text)):
        if text:
            yield span if text == span.text else replace(span, text=text, bold=span.bold or number % 2 == 1)
