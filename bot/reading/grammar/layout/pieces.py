"""Pieces: what the grammar places one at a time; a block, or a part of a block that starts a label of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from bot import lazy_re as re
from bot.domain.calendar.dates import parse_printed_date
from bot.domain.calendar.month_names import ANY_MONTH, starts_with_dotted_day
from bot.domain.names import HAN, is_in_capitals
from bot.domain.records.briefing import Link
from bot.reading.document import Block, BlockKind, Span
from bot.reading.grammar.lines.field_lines import find_field_line
from bot.reading.grammar.lines.headings import find_section, is_contents_heading
from bot.reading.grammar.lines.imprint import find_role_heading, list_role_starts
from bot.reading.grammar.lines.labels import LabelKind, find_inner_label_starts, find_label, is_bold_label, uses_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.reading.grammar.lines.field_lines import Credit

_SPACES = re.compile(r"[ \t\n]+")
_HAN_BREAK = re.compile(rf"(?<=[{HAN}，。；：、）》」])\n(?=[{HAN}（《「])")
_DRAWN_RULE = re.compile(r"\s*([_=*~.·•#＿─━═—–-])(?:\s?\1){4,}\s*")
"""A line that is drawn of signs between parts."""
_NOTE_NUMBER = re.compile(r"(?<=\S)\s*\[\d{1,3}\]\Z")
_BRACKETS = "()[]（）［］【】〔〕 \t\n"
_LETTER = re.compile(r"[^\W_]")
_WORD = re.compile(r"[^\W\d_]")
_HAN_SIGN = re.compile(rf"[{HAN}]")
_OTHER_SCHEME = re.compile(r"(?!(?:https?|mailto):)[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
_HEADLINE_LENGTH = 200
_BULLET = re.compile(r"[\s▪•■►▶●○◆·*‣–—-]+(?=\S)")
_AHEAD = re.compile(r"\s*(?:\d{1,2}[:：]\d\d\s*[|｜]|[一二三四五六七八九十]{1,3}、)\s*(?=\S)")
"""The time at which a piece of news came, as lists of a day's news print it ("08:31 | ..."), or its Chinese number."""
_DOTS = re.compile(r"\s+[·•|]\s+|\s*｜\s*")
_FACTS = re.compile(
    r"\s+[·•|]\s+|\s*｜\s*|;\s+(?=[A-Z])|\.\s+(?=[A-Z][a-z]+(?: [a-z]+){0,3}:\s)|\s+(?=(?:SOURCE|DATE)\s?:)"
)
_FACT = re.compile(r"[\s*_▷▹▶►◇◆○●▪■]*[^\W\d_][\w'’/-]*(?: [\w'’/-]+){0,3}\.?\s*[:：](?!//)(?=\s*\S)")
_FACTS_END = re.compile(r"[\s·•|｜;]*\Z")
_FIELD_SIGNS = frozenset("·•|｜")
_FACED = re.compile(r"\s*(?P<words>[A-Z][\w'’/&-]*(?: [\w'’/&-]+){0,3})\s*")
_BETWEEN_FIELDS = re.compile(r"(?:\s+[—–|·•;/-]|;)\s*\Z")
_LEAST_FACED = 2
_SIGN_LAST = re.compile(r"(?<=\S)(?:\s[·•|]|\s*｜)\s*\Z")
"""What parts a field from the next, where that was cut off as a label of its own."""
_LONGEST_FACTS = 320
_PICTURES = r"(?:[\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff][\ufe0e\ufe0f\u200d]*)++"
_HEAD_PICTURES = re.compile(rf"\s*(?:{_PICTURES}\s*)++(?=\w)|(?<=[\w)）])\s*(?:{_PICTURES}\s*)++\Z")
"""Pictures that decorate a heading, at either end."""
_LEADING_PICTURES = re.compile(rf"\s*(?:{_PICTURES}\s*)++(?=[\w(（“\"《【])")
_IN_BRACKETS = re.compile(r"(?P<count>\s*[①-⑳]\s*(?=【[^【】\n]{2})|(?=【[^【】\n]{5}))【(?P<words>[^【】\n]+)】\s*")
_BARS = ("▍", "▎", "▌")
_OPEN_SENTENCE = re.compile(r"[，、][^。！？；：]*\Z")
_LONGEST_SENTENCE = 400
_DAY_OPENS = re.compile(
    rf"\s*(?:\d{{1,2}}\s{ANY_MONTH}\.?|{ANY_MONTH}\.?\s\d{{1,2}}|\d{{1,2}}月(?:\d{{1,2}}日|[上中下]旬))(?=[\s:：,，–—{HAN}-])",
    re.IGNORECASE,
)
_LINE_VALUES = frozenset({LabelKind.ISSUER, LabelKind.DATE, LabelKind.NUMBER, LabelKind.TERM})
_SHORTEST_SUMMARY = 24
_LIST_NUMBER = re.compile(r"\s*(?:\d{1,3}[.)]|[(（]\d{1,3}[)）])\s+(?=\S)")


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A block or a part of one; ``block`` is its index in the document, ``spans`` its own part of the spans.

    ``credit`` is what stood behind its last sentence about who acted and when.
    """

    block: int
    source: Block
    spans: tuple[Span, ...]
    credit: Credit | None = None

    @cached_property
    def raw(self) -> str:
        """The text as the block has it, with line breaks, unstripped; offsets count in this."""
        return "".join([span.text for span in self.spans])

    @cached_property
    def text(self) -> str:
        """The text on one line."""
        return join_lines(self.raw)

    @cached_property
    def kind(self) -> BlockKind:
        """The kind of the block it belongs to."""
        return self.source.kind

    @property
    def level(self) -> int:
        """The level of the block it belongs to."""
        return self.source.level

    @property
    def starts_block(self) -> bool:
        """Whether it is the block from its start."""
        return self.spans[:1] == self.source.spans[:1]

    @cached_property
    def is_heading(self) -> bool:
        """Whether it is set as a heading."""
        return self.kind is BlockKind.HEADING

    @cached_property
    def is_bold(self) -> bool:
        """Whether all its words are bold, and short enough to be a heading."""
        words = [span for span in self.spans if span.text.strip()]
        return bool(words) and all(span.bold for span in words) and len(self.raw) <= _HEADLINE_LENGTH

    def cut(self, start: int, end: int | None = None) -> Piece:
        """Give the part between two offsets in ``raw``."""
        return Piece(block=self.block, source=self.source, spans=cut_spans(self.spans, start, end))

    def in_bold(self, end: int) -> Piece:
        """Give the piece without the sign that parts it from the next, its words up to here bold."""
        stop = _FACTS_END.search(self.raw)
        rest = cut_spans(self.spans, end, stop.start() if stop else None)
        return replace(self, spans=(*((Span(text=self.raw[:end], bold=True),) if end else ()), *rest))

    def headed(self, words: str) -> Piece:
        """Give the piece with words before it, not bold: the label or number that its place says it has."""
        return replace(self, spans=(Span(text=words), *self.spans))

    def lines(self) -> tuple[str, ...]:
        """Give its printed lines that have text."""
        return tuple(line.strip() for line in self.raw.split("\n") if line.strip())


def join_lines(text: str) -> str:
    """Give text on one line: line breaks become a space, none between Chinese characters."""
    if "\n" in text or "\t" in text or "  " in text:
        text = _SPACES.sub(" ", _HAN_BREAK.sub("", text))
    return text.strip()


def cut_spans(spans: Sequence[Span], start: int, end: int | None = None) -> tuple[Span, ...]:
    """Give the spans between two offsets of their joined text; ``end`` None means to the end."""
    kept: list[Span] = []
    at = 0
    for span in spans:
        low = max(start - at, 0)
        high = len(span.text) if end is None else min(end - at, len(span.text))
        if low < high:
            kept.append(span if (low, high) == (0, len(span.text)) else span.with_text(span.text[low:high]))
        at += len(span.text)
    return tuple(kept)


def split_pieces(blocks: Iterable[Block]) -> tuple[Piece, ...]:
    """Give all blocks with text as pieces, cut where a label starts inside a block."""
    pieces: list[Piece] = []
    wholes = [Piece(block=index, source=block, spans=block.spans) for index, block in enumerate(blocks)]
    is_labelled = uses_labels(whole.raw for whole in wholes)
    for whole in map(_undecorate, wholes):
        block = whole.source
        raw = whole.raw
        if not raw.strip() or _DRAWN_RULE.fullmatch(raw):
            continue
        roles = list_role_starts(raw) if block.kind is BlockKind.PARAGRAPH else []
        labels = find_inner_label_starts(raw, is_labelled=is_labelled)
        starts = {0, *roles, *_list_marker_lines(whole), *_list_bold_label_starts(whole), *labels}
        starts.update(_list_news_lines(whole), _list_value_ends(whole))
        bounds = [*sorted(starts), len(raw)]
        parts = [
            part for a, b in pairwise(bounds) for part in _part_by_dots(whole.cut(a, b) if starts != {0} else whole)
        ]
        pieces.extend(_head_day([part for part in parts if part.raw.strip()]))
    return tuple(pieces)


def _head_day(parts: list[Piece]) -> list[Piece]:
    """Give the parts of a line of fields with the label of the day that the line opens with, where it has none."""
    label = find_label(parts[1].raw) if len(parts) > 1 else None
    if label is None or not label.colon or label.kind is LabelKind.SUMMARY or not parse_printed_date(parts[0].text):
        return parts
    return [parts[0].headed("Date: "), *parts[1:]]


def _undecorate(piece: Piece) -> Piece:
    """Give a heading, or a line behind a bar, without the pictures around its words, and without brackets 【】.

    A bullet goes without the pictures that it opens with.
    """
    if piece.raw.isascii():
        return piece
    if piece.kind is BlockKind.LIST_ITEM:
        marker = _LEADING_PICTURES.match(piece.raw)
        return piece.cut(marker.end()) if marker else piece
    if not (piece.is_heading or piece.raw.lstrip()[:1] in _BARS):
        return piece
    bracketed = _IN_BRACKETS.fullmatch(piece.raw)
    if bracketed is not None:
        count = Span(text=bracketed["count"], bold=piece.is_bold)
        return replace(piece, spans=(*((count,) if count.text else ()), *piece.cut(*bracketed.span("words")).spans))
    bounds = [0, *(end for sign in _HEAD_PICTURES.finditer(piece.raw) for end in sign.span()), len(piece.raw)]
    kept = [(start, end) for start, end in zip(bounds[::2], bounds[1::2], strict=True) if start < end]
    return piece.cut(*kept[0]) if len(kept) == 1 else piece


def _part_by_dots(piece: Piece) -> list[Piece]:
    """Give the labels and days of a line of them that dots part ("Issued by: NDRC · 3 May 2024 · In force: ...").

    Bars and semicolons part them where each part has words before a colon, whether we know these or not.
    """
    if faced := _list_faced(piece):
        return faced
    ends = _SIGN_LAST.search(piece.raw) if piece.raw.rstrip()[-1:] in _FIELD_SIGNS else None
    piece = piece.cut(0, ends.start()) if ends else piece
    raw = piece.raw
    parted = piece.kind is BlockKind.PARAGRAPH and _FACTS.search(raw) and not find_field_line(piece.text)
    label = find_label(raw) if parted else None
    if label is None or not label.colon or label.kind is LabelKind.SUMMARY:
        return [piece]
    if len(facts := _list_facts(piece)) > 1:
        return facts
    parts, start = [], 0
    for dots in _DOTS.finditer(raw):
        after = _DOTS.split(raw[dots.end() :], maxsplit=1)[0]
        named = find_label(after)
        leads_on = label.kind in _LINE_VALUES and is_link_only(piece.cut(dots.end(), dots.end() + len(after)).spans)
        if (named is not None and named.colon) or parse_printed_date(after) or leads_on:
            parts.append(piece.cut(start, dots.start()))
            start = dots.end()
    return [part if find_label(part.raw) else _name_value(part) for part in (*parts, piece.cut(start))]


def _name_value(part: Piece) -> Piece:
    """Give a part of a line of labels that has none with that of a day or of a link, where it is one."""
    if parse_printed_date(part.text):
        return part.headed("Date: ")
    return part.headed("Source: ") if is_link_only(part.spans) else part


def _list_faced(piece: Piece) -> list[Piece]:
    """Give the fields of a line whose names are set in another face, signs between ("`Issuer` MIIT — `When` 5 May")."""
    if piece.kind is not BlockKind.PARAGRAPH or not any(span.bold or span.italic for span in piece.spans[:1]):
        return []
    starts: list[int] = []
    named, at, before = False, 0, ""
    for span in piece.spans:
        name = _FACED.fullmatch(span.text) if (span.bold or span.italic) and span.link is None else None
        if name and (not before.strip() or _BETWEEN_FIELDS.search(before)):
            starts.append(at)
            named = named or find_label(f"{name['words']}: x") is not None
        at += len(span.text)
        before += span.text
    if len(starts) < _LEAST_FACED or starts[0] or not named:
        return []
    ends = [*starts[1:], len(piece.raw)]
    return [
        piece.cut(start, start + len(_BETWEEN_FIELDS.sub("", piece.raw[start:end])))
        for start, end in zip(starts, ends, strict=True)
    ]


def opens_with_name(raw: str) -> bool:
    """Whether a text opens with a few words and a colon, as a field does ("Sector: meat")."""
    return _FACT.match(raw) is not None


def _list_facts(piece: Piece) -> list[Piece]:
    """Give the parts of a line that bars or semicolons part, where all are facts; words we do not know set in bold."""
    if len(piece.raw) > _LONGEST_FACTS:
        return []
    bounds = [0, *(sign.end() for sign in _FACTS.finditer(piece.raw)), len(piece.raw)]
    parts = [piece.cut(start, start + len(piece.raw[start:end].rstrip(" ."))) for start, end in pairwise(bounds)]
    heads = [_FACT.match(part.raw) for part in parts]
    if not all(heads):
        return []
    return [
        part.in_bold(0) if find_label(part.raw) else part.in_bold(head.end())
        for part, head in zip(parts, heads, strict=True)
        if head
    ]


def _list_marker_lines(piece: Piece) -> list[int]:
    """Give the bounds of lines inside a block that name a section, the contents or a role, and so stand alone.

    No line does within a Chinese sentence that the source broke ("..., 增强 / 企业 / 质量").
    """
    raw = piece.raw
    if "\n" not in raw or piece.kind not in {BlockKind.PARAGRAPH, BlockKind.HEADING}:
        return []
    bounds: list[int] = []
    at = 0
    for line in raw.split("\n"):
        heads_people = (at == 0 or is_in_capitals(line)) and find_role_heading(line) is not None
        named = heads_people or find_section(line) or is_contents_heading(line)
        if named and not _OPEN_SENTENCE.search(raw, max(0, at - _LONGEST_SENTENCE), at):
            bounds.extend((at, min(at + len(line) + 1, len(raw))))
        at += len(line) + 1
    return bounds


def _list_news_lines(piece: Piece) -> list[int]:
    """Give the bounds of lines inside a block that all open with bold words, or all with a day: each is news.

    So with lines that all name what they give, of which we know a name: each is a field.
    """
    raw = piece.raw
    if "\n" not in raw.strip() or piece.kind is not BlockKind.PARAGRAPH:
        return []
    starts = [0, *(at + 1 for at, sign in enumerate(raw) if sign == "\n" and raw[at + 1 :].strip())]
    lines = [piece.cut(start, end) for start, end in pairwise([*starts, len(raw)])]
    days = [_DAY_OPENS.match(line.raw) for line in lines]
    dated = all(day and _WORD.search(line.raw, day.end()) for day, line in zip(days, lines, strict=True))
    signed = [at for at, line in enumerate(lines) if at and _LEADING_PICTURES.match(line.raw)]
    if linked := [starts[at] for at in signed if is_link_only(lines[at].spans)]:  # behind a sign the sources stand
        return linked
    fields = all(_FACT.match(line.raw) for line in lines) and any(find_label(line.raw) for line in lines)
    alike = fields or all(map(_opens_bold, lines)) or dated
    return starts[1:] if alike else []


def _list_value_ends(piece: Piece) -> list[int]:
    """Give where lines inside a block end a field's value and a bold headline, the summary in a line below.

    So do cells of newsletters, which hold a whole item: headline, issuer, text, link.
    """
    raw = piece.raw
    if "\n" not in raw.strip() or piece.kind is not BlockKind.PARAGRAPH:
        return []
    breaks = [at + 1 for at, sign in enumerate(raw) if sign == "\n"]
    ends = [
        end
        for start, end, after in zip([0, *breaks], breaks, [*breaks[1:], len(raw)], strict=False)
        if len(raw[end:after].strip()) >= _SHORTEST_SUMMARY
        and _holds_value(raw[start:end])
        and not find_label(raw[end:after])
    ]
    return [*breaks[:1], *ends] if ends and piece.cut(0, breaks[0]).is_bold else ends


def _holds_value(line: str) -> bool:
    label = find_label(line)
    return label is not None and label.colon and label.kind in _LINE_VALUES and label.end < len(line.rstrip())


def _opens_bold(piece: Piece) -> bool:
    """Whether it opens with bold words, and goes on in others."""
    shown = [span for span in piece.spans if span.text.strip()]
    return len(shown) > 1 and shown[0].bold and not shown[-1].bold


def _list_bold_label_starts(piece: Piece) -> list[int]:
    """Give the offsets where bold text that reads as a label follows plain text."""
    starts: list[int] = []
    at = 0
    before: Span | None = None
    for span in piece.spans:
        turns_bold = span.bold and before is not None and not before.bold
        colon = piece.raw[at + len(span.text) :][:1].strip() in {":", "："} if turns_bold else False
        words = f"{span.text}：" if colon else span.text
        if turns_bold and piece.kind is not BlockKind.TABLE_ROW and is_bold_label(words):
            starts.append(at)
        at += len(span.text)
        before = span if span.text.strip() else before
    return starts


def list_links(spans: Iterable[Span]) -> tuple[Link, ...]:
    """Give the links in order; neighbouring spans of one address are one link, labels have no brackets around them."""
    merged: list[Span] = []
    open_link = False
    for span in spans:
        if span.link is None:
            open_link = False
        elif open_link and merged[-1].link == span.link:
            merged[-1] = replace(merged[-1], text=merged[-1].text + span.text)
        else:
            merged.append(span)
            open_link = True
    return tuple(
        Link(label=clean_label(span.text), url=clean_url(span.link or ""), via=span.via)
        for span in merged
        if _LETTER.search(span.text) or span.link
    )


def clean_label(text: str) -> str:
    """Give a link's label without the brackets that stand around the whole of it, and a note's number behind it."""
    label = _NOTE_NUMBER.sub("", join_lines(text))
    while label and label[0] in _BRACKETS and label[-1] in _BRACKETS and len(label) > 1:
        label = label[1:-1].strip()
    if label.count("(") != label.count(")") or label.count("（") != label.count("）"):
        label = label.strip(_BRACKETS)
    return label


def clean_url(address: str) -> str | None:
    """Give a usable address, or None for an empty one, a place on the same page, or one of no page and no mailbox."""
    url = address.strip()
    return None if not url or url.startswith("#") or _OTHER_SCHEME.match(url) else url


def is_link_only(spans: Iterable[Span]) -> bool:
    """Whether there are links and all letters belong to them."""
    kept = tuple(spans)
    linked = any(span.link is not None for span in kept)
    return linked and all(span.link is not None or not _LETTER.search(span.text) for span in kept)


def is_mostly_han(text: str) -> bool:
    """Whether more than half of the letters are Chinese characters."""
    letters = len(_LETTER.findall(text))
    return len(_HAN_SIGN.findall(text)) * 2 > letters


def without_bullet(piece: Piece) -> Piece:
    """Give a piece without the sign or the list's number that it starts with."""
    number = _LIST_NUMBER.match(piece.raw) if piece.kind is BlockKind.LIST_ITEM else None
    if number is not None and not starts_with_dotted_day(piece.raw):
        return piece.cut(number.end())
    match = _BULLET.match(piece.raw) or _AHEAD.match(piece.raw)
    return piece.cut(match.end()) if match and piece.raw[: match.end()].strip("*- ") != "-" else piece
