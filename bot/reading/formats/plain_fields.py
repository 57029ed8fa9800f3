"""Fields of records in plain text: words in a column of their own ("文  号  某字3号"), and their headlines."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.reading.formats.normalise import HAN
from bot.reading.formats.plain_lines import Line

FIELD_HAN = re.compile(
    r"(?:发文|发布|印发|成文)?(?:单位|机关|机构|部门|日期|时间|文号|字号|摘要|来源|要点|内容)："
    rf"|[{HAN}]{{0,6}}(?:[点短快简]评|观点)："
)
"""A field of a document, or a house's view of it, which needs no other beside it."""
_GAP = re.compile(
    rf"[·•●○◆■▪□]?\s?(?P<word>[{HAN}](?:\s{{0,6}}[{HAN}]|[{HAN}]{{1,7}}))(?:\s*[:：]|\s{{2,}})\s*(?P<value>\S.*)"
    r"|(?P<word_en>[A-Z][A-Za-z]*(?:[ /][A-Za-z]+){0,2}) {2,}(?P<value_en>[^\s:].*)"
)
_LEADERS = re.compile(r"(?P<word>[A-Z][A-Za-z/ ]{1,40}?)\s*\.{3,}\s*(?P<value>(?!\d{1,3}\Z)[^\s.].*)")
"""A name and its value with dots between ("Edition ...... 5 May 2024"), and no heading and its page."""
_COLUMN = re.compile(r"\s{2,}")
_MARK = re.compile(
    r"(?:【\d{1,2}】|[·•■▲△▪●○◦◆◇★☆□➢►▶▸❖])\s*(?:\d{1,2}(?:\.\d{1,2}){0,2}(?:[.．、)）]\s*(?!\d)|\s+)"
    r"|[（(]?[一二三四五六七八九十]{1,3}[)）、]\s*)?(?=\S)"
)
"""A bullet or counter before a headline, and the number behind it."""
_EDGE = re.compile(
    r"(?P<left>[^\s|](?:[^\s|]| {1,3}(?=\S)){0,80}) {4,}(?P<right>(?!\|)(?=.*[^\W\d_])\S(?:\S| (?=\S)){1,40})"
)
"""What stands at the left and at the right edge of a line."""
_LEAST_RECORDS, _LEAST_FIELDS = 3, 2
_NEAR = 2
"""Columns by which two right edges may differ, as hands set them."""
_LONGEST_HEAD = 80
_STOPS = ("。", "；", "，", "：", ":", ".", ";", ",")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Field:
    word: str
    value: str


def set_fields(lines: list[Line]) -> list[Line]:
    """Return the lines with a colon behind the fields' words of records that are set in columns.

    A bulleted line right above the fields of a record is marked as the headline it is, as Markdown marks it. Records
    are three at least that have words in common, each word but once, and rows of a table are none.
    """
    fields = {at: found for at, line in enumerate(lines) if (found := _find_field(line.text))}
    if len(fields) < _LEAST_RECORDS * _LEAST_FIELDS:
        return lines
    records = [record for record in _list_records(lines, fields) if len(record) >= _LEAST_FIELDS]
    records = [record for record in records if len({fields[at].word for at in record}) == len(record)]
    words = Counter(fields[at].word for record in records for at in record)
    common = {word for word, times in words.items() if times >= _LEAST_RECORDS}
    records = [record for record in records if sum(fields[at].word in common for at in record) >= _LEAST_FIELDS]
    if len(records) < _LEAST_RECORDS:
        return lines
    kept = list(lines)
    for at in (at for record in records for at in record):
        word, value = fields[at].word, fields[at].value
        kept[at] = replace(
            lines[at],
            text=f"{word}: {value}" if word.isascii() else f"{word}：{value}",
            after_blank=lines[at].after_blank or word.isascii(),
        )
    heads = [record[0] - 1 for record in records if record[0]]
    bulleted = {at: text for at in heads if (text := _find_headline(lines[at])) and at not in fields}
    if len(bulleted) * 2 > len(records):
        for at, text in bulleted.items():
            kept[at] = replace(lines[at], text=f"### {text}")
    return kept


def set_leaders(lines: list[Line]) -> list[Line]:
    """Return the lines with a colon for the dots between a name and its value, where two such lines stand together."""
    led = {
        at: found for at, line in enumerate(lines) if "..." in line.text and (found := _LEADERS.fullmatch(line.text))
    }
    rows = {at for at in led if not led.keys().isdisjoint({at - 1, at + 1})}
    return [
        replace(line, text=f"{led[at]['word']}: {led[at]['value']}") if at in rows else line
        for at, line in enumerate(lines)
    ]


def set_bars_in_gaps(lines: list[Line]) -> list[Line]:
    """Return the lines with a bar for the one gap inside each of those whose right part ends where others end too.

    So stand a number of the issue and days at the right edge; three lines right below each other are rows of a table.
    """
    gaps = {at: gap for at, line in enumerate(lines) if (gap := _EDGE.fullmatch(line.text))}
    ends: defaultdict[int, set[int]] = defaultdict(set)
    for at, gap in gaps.items():
        ends[lines[at].indent + gap.end()].add(lines[at].indent + gap.start("right"))
    near = {end: set[int]().union(*(ends.get(end + by, ()) for by in range(-_NEAR, _NEAR + 1))) for end in ends}
    edges = {end for end, starts in near.items() if len(starts) > 1}
    tops = [at for at in gaps if {at + 1, at + 2} <= gaps.keys()]
    rows = {at for top in tops for at in range(top, top + _LEAST_RECORDS)}
    return [
        replace(line, text=f"{gap['left']} | {gap['right']}")
        if (gap := gaps.get(at)) and at not in rows and line.indent + gap.end() in edges
        else line
        for at, line in enumerate(lines)
    ]


def set_bullets(lines: list[Line]) -> list[Line]:
    """Get the lines with a bullet for a quotation's sign that only opens paragraphs, whose other lines are set in."""
    quoted = [at for at, line in enumerate(lines) if line.text.startswith("> ")]
    opens = all(lines[at].after_blank and not lines[at].indent for at in quoted)
    below = [lines[at + 1] for at in quoted if at + 1 < len(lines) and not lines[at + 1].after_blank]
    if len(quoted) < _LEAST_RECORDS or not opens or not below or not all(line.indent for line in below):
        return lines
    return [replace(line, text=f"•{line.text[1:]}") if line.text.startswith("> ") else line for line in lines]


def _find_field(text: str) -> _Field | None:
    gap = _GAP.fullmatch(text)
    value = (gap["value"] or gap["value_en"]) if gap else ""
    if gap is None or _COLUMN.search(value):
        return None
    return _Field(word=gap["word_en"] or "".join(gap["word"].split()), value=value)


def _list_records(lines: Sequence[Line], fields: dict[int, _Field]) -> Iterator[list[int]]:
    """Return the places of the fields that stand together, with nothing but what goes on with them between."""
    record: list[int] = []
    for at, line in enumerate(lines):
        if line.after_blank or (at not in fields and line.indent <= (lines[record[-1]].indent if record else 0)):
            yield record
            record = []
        if at in fields:
            record.append(at)
    yield record


def _find_headline(line: Line) -> str | None:
    """Return the words of a bulleted line that begins a group and does not end a sentence, else None."""
    bullet = _MARK.match(line.text)
    if bullet is None or not line.after_blank or len(line.text) > _LONGEST_HEAD or line.text.endswith(_STOPS):
        return None
    return line.text[bullet.end() :]
