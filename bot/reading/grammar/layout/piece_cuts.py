"""Where blocks are cut into pieces: at labels, fields, days and signs that open a part of their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from bot.dates.date_words import ANY_MONTH
from bot.dates.printed_dates import parse_printed_date
from bot.model.ids import HAN, is_in_capitals
from bot.reading.document import Block, BlockKind, Span
from bot.reading.grammar.layout.lead_ins import find_bold_lead, find_dated_lead
from bot.reading.grammar.layout.pieces import Piece, is_link_only
from bot.reading.grammar.lines.headings import find_section, is_contents_heading
from bot.reading.grammar.lines.imprint import find_role_heading, list_role_starts
from bot.reading.grammar.lines.labels import (
    LabelKind,
    find_field_line,
    find_inner_label_starts,
    find_label,
    is_bold_label,
    uses_labels,
)
from bot.reading.grammar.lines.reports import count_words, is_closed, is_prose, is_report

# Tagged news: paragraphs that each open with what they are about or who acts ("[Ports] ...", "工信部｜...").

TAG = (
    r"【[^【】\n]{1,24}】\s*|\d{1,2}[:：]\d\d\s*[|｜]\s*|[\[［][^\W\d_][^\[\]［］\n]{0,30}[\]］]\s*"
    rf"|(?![^|｜\n]{{0,40}}[.。:：;；,，!?])(?:[A-Z{HAN}][^|｜\n]{{0,30}}?)\s*[|｜]\s*"
)
"""The pattern of a tag: words in square or lenticular brackets, or a few, or the time, before a bar."""
_TAG = re.compile(rf"[\s*_]*(?:{TAG})[*_]*\s*(?=[^\s|｜])")
_TAGGED_NEWS_BARS = ("|", "｜")
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
    return tuple(piece.as_block(BlockKind.LIST_ITEM, 1) if at in bullets else piece for at, piece in enumerate(pieces))


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
    plain = not any(bar in told for bar in _TAGGED_NEWS_BARS) and not _credits_day(tag[0], piece.cut(tag.end()))
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
    lead = find_dated_lead(told) if tag.rstrip().endswith(_TAGGED_NEWS_BARS) else None
    return lead is not None and not told.raw[: lead.start].rstrip().endswith((",", "，"))


_DRAWN_RULE = re.compile(r"\s*([_=*~.·•#＿─━═—–-])(?:\s?\1){4,}\s*")
"""A line that is drawn of signs between parts."""
_WORD = re.compile(r"[^\W\d_]")
_DOTS = re.compile(r"\s+[·•|]\s+|\s*｜\s*")
_FACTS = re.compile(
    r"\s+[·•|]\s+|\s*｜\s*|;\s+(?=[A-Z])|\.\s+(?=[A-Z][a-z]+(?: [a-z]+){0,3}:\s)|\s+(?=(?:SOURCE|DATE)\s?:)"
)
_FACT = re.compile(r"[\s*_▷▹▶►◇◆○●▪■]*[^\W\d_][\w'’/-]*(?: [\w'’/-]+){0,3}\.?\s*[:：](?!//)(?=\s*\S)")
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
_NAMED_ZH = re.compile(r"\W*\w{2,16}[:：]")
"""Opens a text under a name of its own, which is no bullet behind a bar."""
_BARS = ("▍", "▎", "▌")
_OPEN_SENTENCE = re.compile(r"[，、][^。！？；：]*\Z")
_LONGEST_SENTENCE = 400
_DAY_OPENS = re.compile(
    rf"\s*(?:\d{{1,2}}\s{ANY_MONTH}\.?|{ANY_MONTH}\.?\s\d{{1,2}}|\d{{1,2}}月(?:\d{{1,2}}日|[上中下]旬))(?=[\s:：,，–—{HAN}-])",
    re.IGNORECASE,
)
_LINE_VALUES = frozenset({LabelKind.ISSUER, LabelKind.DATE, LabelKind.NUMBER, LabelKind.TERM})
_SHORTEST_SUMMARY = 24


def split_pieces(blocks: Iterable[Block]) -> tuple[Piece, ...]:
    """Return all blocks with text as pieces, cut where a label starts inside a block."""
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
    """Return the parts of a line of fields with the label of the day that the line opens with, where it has none."""
    label = find_label(parts[1].raw) if len(parts) > 1 else None
    if label is None or not label.colon or label.kind is LabelKind.SUMMARY or not parse_printed_date(parts[0].text):
        return parts
    return [parts[0].headed("Date: "), *parts[1:]]


def _undecorate(piece: Piece) -> Piece:
    """Return a heading, or a line behind a bar, without the pictures around its words, and without brackets 【】.

    A bullet goes without the pictures that it opens with.
    """
    if piece.raw.isascii():
        return piece
    if piece.kind is BlockKind.LIST_ITEM:
        marker = _LEADING_PICTURES.match(piece.raw)
        return piece.cut(marker.end()) if marker else piece
    if not (piece.is_heading or piece.raw.lstrip()[:1] in _BARS):
        return piece
    if piece.kind is BlockKind.PARAGRAPH and is_closed(piece.text) and not _NAMED_ZH.match(piece.raw):
        bullet = piece.cut(piece.raw.index(piece.raw.lstrip()[0]) + 1)
        return replace(bullet, source=replace(piece.source, kind=BlockKind.LIST_ITEM, level=1))
    bracketed = _IN_BRACKETS.fullmatch(piece.raw)
    if bracketed is not None:
        count = Span(text=bracketed["count"], bold=piece.is_bold)
        return replace(piece, spans=(*((count,) if count.text else ()), *piece.cut(*bracketed.span("words")).spans))
    bounds = [0, *(end for sign in _HEAD_PICTURES.finditer(piece.raw) for end in sign.span()), len(piece.raw)]
    kept = [(start, end) for start, end in zip(bounds[::2], bounds[1::2], strict=True) if start < end]
    return piece.cut(*kept[0]) if len(kept) == 1 else piece


def _part_by_dots(piece: Piece) -> list[Piece]:
    """Return the labels and days of a line of them that dots part ("Issued by: NDRC · 3 May 2024 · In force: ...").

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
    """Return a part of a line of labels that has none with that of a day or of a link, where it is one."""
    if parse_printed_date(part.text):
        return part.headed("Date: ")
    return part.headed("Source: ") if is_link_only(part.spans) else part


def _list_faced(piece: Piece) -> list[Piece]:
    """Get the fields of a line whose names are set in another face, signs between ("`Issuer` MIIT — `When` 5 May")."""
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
    """Get the parts of a line that bars or semicolons part, where all are facts; words we do not know set in bold."""
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
    """Return the bounds of lines inside a block that name a section, the contents or a role, and so stand alone.

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
    """Return the bounds of lines inside a block that all open with bold words, or all with a day: each is news.

    So with lines that all name what they give, of which we know a name: each is a field.
    """
    raw = piece.raw
    if "\n" in raw.strip() and piece.kind is BlockKind.LIST_ITEM:
        return _list_field_lines(raw)
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


def _list_field_lines(raw: str) -> list[int]:
    """Return where lines below a bullet's own name what they give, two or more, one of them by a name we know."""
    starts = [at + 1 for at, sign in enumerate(raw) if sign == "\n" and raw[at + 1 :].strip()]
    lines = [raw[start:end] for start, end in pairwise([*starts, len(raw)])]
    named = [at for at, line in zip(starts, lines, strict=True) if _FACT.match(line)]
    known = any(find_label(line) for line in lines if _FACT.match(line))
    return named if len(named) >= _LEAST_FACED and known else []


def _list_value_ends(piece: Piece) -> list[int]:
    """Return where lines inside a block end a field's value and a bold headline, the summary in a line below.

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
    """Return the offsets where bold text that reads as a label follows plain text."""
    starts: list[int] = []
    at = 0
    before: Span | None = None
    for span in piece.spans:
        turns_bold = span.bold and before is not None and not before.bold
        colon = piece.raw[at + len(span.text) :][:1].strip() in {":", "："} if turns_bold else False
        words = f"{span.text}：" if colon else span.text
        parted = before is not None and before.text.rstrip()[-1:] in _FIELD_SIGNS and words.rstrip()[-1:] not in ":："
        if turns_bold and not parted and piece.kind is not BlockKind.TABLE_ROW and is_bold_label(words):
            starts.append(at)
        at += len(span.text)
        before = span if span.text.strip() else before
    return starts
