"""The lines of a plain text, which of them run along the edges of its pages, and where they were wrapped."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.dates.date_words import ANY_MONTH, WEEKDAY
from bot.reading.document import Span
from bot.reading.formats.normalise import HAN, keep_clauses

_IN_BRACKETS = re.compile(r"[(（\[][^()（）\[\]]{2,120}[)）\]]\.?")
_MASKED = re.compile(r"\d+")
_MIN_REPEATS = 2
_MIN_PAGES_SHARE = 0.4
_WIDE = re.compile(rf"[{HAN}\u3000-\u303f\uff00-\uff60]")
_GAP = re.compile(r"\S {4,}\S")
"""Parts what stands beside each other on a line that nobody wrapped."""
_POINTED = re.compile(r"<(?!https?:)(?=[^<>]*[^\W\d_]{2})[^<>@/]{2,100}>")
_SPACED_OUT = re.compile(r"(?:[A-ZÄÖÜ&] +){4,60}[A-ZÄÖÜ&]")
_WIDER_GAP = re.compile(r" {2,}")
_HAN_SIGN = re.compile(f"[{HAN}]")
ENDS = (".", "!", "?", ":", ";", "。", "！", "？", "：", "；", ".”", '."', "”", ")", "）")
MAX_LIST_HEAD = 60
"""A line so short, right above a dash, heads a list; a longer one is a sentence that was wrapped before the dash."""
_WIDTH_SHARE = 0.85
_WIDEST = 110
"""A text with a longer line of many words was not wrapped: every end of a line in it is meant."""
_WIDER = 1.4
"""So much longer than those that another follows, a line shows that these were ended early."""
_UNWRAPPED_WORDS = 12
_MIN_SENTENCES, _LONG_HAN = 3, 30
_SENTENCES_SHARE = 0.9
_HEAD_SIGN = re.compile(r"[»›→▸§~] (?=\S)")
_LONGEST_HEAD = 110
_FEW_SENTENCES = 2
"""So many longer lines are enough where each of them ends a sentence."""


_SQUARES = frozenset("■◆□◇❖▲★")
_SQUARE_NAME = re.compile(rf".\s*(?:[{HAN}、]{{2,8}}|\d{{1,2}}月\d{{1,2}}日[{HAN}\s（）()]{{0,8}})")
"""A square before a name or a day."""


@dataclass(kw_only=True)
class Line:
    """A source line: its text without indent, its number and page; ``after_blank`` when it starts a group."""

    text: str
    indent: int
    number: int
    page: int | None
    after_blank: bool = False

    @property
    def is_aside(self) -> bool:
        """Whether all of it stands in brackets."""
        return _IN_BRACKETS.fullmatch(self.text) is not None


def read_lines(text: str) -> list[Line]:
    """Return the lines that hold something."""
    found: list[Line] = []
    paged = "\f" in text.rstrip("\f\r\n ")
    page, blank = 1, True
    for number, raw in enumerate(re.split(r"\r\n|[\n\r\x85\u2028\u2029]", text), start=1):
        page += raw.count("\f")
        line = raw.replace("\f", "").expandtabs(4).replace("\x00", "")
        shown = keep_clauses(_close_up(line.strip()))
        if shown:
            indent = len(line) - len(line.lstrip())
            found.append(
                Line(text=shown, indent=indent, number=number, page=page if paged else None, after_blank=blank)
            )
        blank = not shown
    return found


def _close_up(line: str) -> str:
    """Return a line of capitals set apart letter by letter as words, which wider gaps part ("A C M E   B R I E F")."""
    spaced = _SPACED_OUT.fullmatch(line)
    return " ".join(word.replace(" ", "") for word in _WIDER_GAP.split(line)) if spaced else line


def find_running(lines: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of lines that stand at the edges of many pages, digits aside."""
    by_page: dict[int, list[Line]] = {}
    for line in lines:
        if line.page is not None:
            by_page.setdefault(line.page, []).append(line)
    edges = [
        line for page in by_page.values() for line in {id(edge): edge for edge in (*page[:2], *page[-2:])}.values()
    ]
    seen = Counter((line.page, _MASKED.sub("#", line.text)) for line in edges)
    pages = Counter(masked for _, masked in seen)
    enough = max(_MIN_REPEATS, _MIN_PAGES_SHARE * len(by_page))
    return frozenset(line.number for line in edges if pages[_MASKED.sub("#", line.text)] >= enough)


def set_signs(lines: list[Line]) -> list[Line]:
    """Return the lines with the usual signs for a house's own that are told by repetition."""
    return set_head_signs(set_colons(set_bars(set_brackets(lines))))


def set_bars(lines: Sequence[Line]) -> list[Line]:
    """Get the lines with a bar for a square before a few Chinese signs, where all lines with that square are so short.

    Two do at least, none right below another: they are no bullets but name what stands below them.
    """
    squares = {sign for line in lines if (sign := line.text[:1]) in _SQUARES}
    bars: set[str] = set()
    for sign in squares:
        marked = [line for line in lines if line.text.startswith(sign)]
        apart = all(after.number - line.number > 1 for line, after in pairwise(marked))
        if len(marked) >= _MIN_REPEATS and apart and all(_SQUARE_NAME.fullmatch(line.text) for line in marked):
            bars.add(sign)
    return [replace(line, text=f"▍{line.text[1:]}") if line.text[:1] in bars else line for line in lines]


@dataclass(frozen=True, kw_only=True, slots=True)
class Width:
    """How wide lines were wrapped: 0 if none follows another, as the longest if none was; of Chinese in columns."""

    words: int
    han: int
    opening: int = 0
    """By how much the first line of a paragraph in Chinese is set in, where its other lines are not; else 0."""
    in_columns: bool = False
    """Whether most lines are Chinese, so that each such sign counts as two."""
    unwrapped: int = 0
    """The length of a Chinese line so much longer than those that another follows that none was wrapped; else 0."""


def _count_columns(text: str) -> int:
    """Return how wide a text is: two columns for a Chinese sign, one for any other."""
    return len(text) + len(_WIDE.findall(text))


def count_signs(text: str, width: Width) -> int:
    """Return how long a text is, measured as the width is."""
    return _count_columns(text) if width.in_columns else len(text)


def measure_width(lines: Sequence[Line]) -> Width:
    """Return at what length the lines were wrapped, by those that another follows."""
    following = [line for line, after in pairwise(lines) if not after.after_blank]
    lengths = sorted(len(line.text) + line.indent for line in following)
    longest = max((len(line.text) for line in lines if len(line.text.split()) >= _UNWRAPPED_WORDS), default=0)
    usual = lengths[int(len(lengths) * _WIDTH_SHARE)] if lengths else 0
    if longest > min(_WIDEST, _WIDER * usual):
        lengths = [longest]
    opening = _measure_opening(lines)
    han = [line for line in following if _HAN_SIGN.search(line.text) and not _GAP.search(line.text)]
    in_columns = len(han) * 2 > len(following)
    count = _count_columns if in_columns else len
    wrapped = max((count(line.text) + line.indent for line in han), default=0)
    longest = max((count(line.text) for line in lines if "。" in line.text), default=0)
    if _ends_sentences(following):
        return Width(words=2 * lengths[-1], han=4 * lengths[-1], opening=opening, in_columns=in_columns)
    return Width(
        words=lengths[int(len(lengths) * _WIDTH_SHARE)] if lengths else 0,
        han=wrapped,
        opening=opening,
        in_columns=in_columns,
        unwrapped=longest if longest > _WIDER * wrapped or (longest > wrapped and _are_heads(lines)) else 0,
    )


def set_head_signs(lines: list[Line]) -> list[Line]:
    """Return the lines with Markdown's sign for the one that opens a line behind an empty one and above another.

    So it is three times and hardly elsewhere ("» Ropes get names").
    """
    opened = Counter(line.text[0] for line in lines if _HEAD_SIGN.match(line.text))
    heads = {
        id(line): line.text[0]
        for line, below in pairwise(lines)
        if _HEAD_SIGN.match(line.text) and line.after_blank and not below.after_blank
        if len(line.text) <= _LONGEST_HEAD and not line.text.endswith((".", ";", ":", "。", "；", "："))
    }
    times = Counter(heads.values())
    known = {sign for sign, often in times.items() if often > _MIN_REPEATS and often * 2 > opened[sign]}
    return [
        replace(line, text=f"### {line.text[1:].lstrip()}") if heads.get(id(line)) in known else line for line in lines
    ]


def _are_heads(lines: Sequence[Line]) -> bool:
    """Say whether the Chinese lines that another follows each begin what they stand in, and differ much in length.

    Behind the title page such lines are headlines right above their text, which no width ended.
    """
    first = next((at for at, line in enumerate(lines) if at and line.after_blank), 0)
    heads = [line for line, below in pairwise(lines[first:]) if not below.after_blank and _HAN_SIGN.search(line.text)]
    lengths = sorted(len(line.text) for line in heads if line.after_blank)
    begins = all(line.after_blank or line.text.endswith(ENDS) for line in heads)
    return begins and len(lengths) > _MIN_REPEATS and lengths[-1] > _WIDER * lengths[0]


def _measure_opening(lines: Sequence[Line]) -> int:
    set_in = Counter(
        line.indent
        for line, below in pairwise(lines)
        if line.indent > below.indent == 0
        and not below.after_blank
        and _HAN_SIGN.search(line.text[-2:])
        and not line.text.endswith(ENDS)
    )
    indent, times = next(iter(set_in.most_common(1)), (0, 0))
    return indent if times >= _MIN_REPEATS else 0


def _ends_sentences(lines: Sequence[Line]) -> bool:
    """Say whether nearly every longer line ends a sentence, which lines that were wrapped do by chance alone."""
    texts = [line.text for line in lines]
    long = [text for text in texts if len(text) > (_LONG_HAN if _HAN_SIGN.match(text) else MAX_LIST_HEAD)]
    ended = sum(text.endswith(ENDS) for text in long)
    if _FEW_SENTENCES <= len(long) == ended:
        return True
    return len(long) >= _MIN_SENTENCES and ended >= _SENTENCES_SHARE * len(long)


_SOME_DAYS = r"\d{1,2}(?:\s?[-–]\s?\d{1,2})?"
NAMED_DAY = rf"(?:{_SOME_DAYS}\s{ANY_MONTH}\.?|{ANY_MONTH}\.?\s{_SOME_DAYS}|\d{{1,2}}月\d{{1,2}}日)"
"""A day with its month's name."""
_DAY_COLUMN = re.compile(
    rf"((?:{WEEKDAY}\b\.?,?\s)?(?:{NAMED_DAY}|\d{{1,2}}/\d{{1,2}})(?=\s{{2}})|(?P<month>0[1-9]|1[0-2])[-.](?P<day>0[1-9]|[12]\d|3[01])(?=\s+[{HAN}《“])|\d{{1,2}}月\d{{1,2}}日(?=\s(?!星期|周[一二三四五六日]|[至到起前])[{HAN}《“【]))\s+(?=\S)",
    re.IGNORECASE,
)
"""A day with a gap behind it, as in a list of days set in two columns."""


def set_colons(lines: list[Line]) -> list[Line]:
    """Get the lines with a colon behind the day that each begins with, where two set days in a column of their own."""
    if sum(_DAY_COLUMN.match(line.text) is not None for line in lines) < _MIN_REPEATS:
        return lines
    return [replace(line, text=_set_colon(line.text)) for line in lines]


def set_brackets(lines: list[Line]) -> list[Line]:
    """Return the lines with round brackets for the pointed ones around a whole line, where three have such.

    So some mails name where news is from ("<NDRC; Xinhua>"); an address in such brackets stays.
    """
    pointed = {at for at, line in enumerate(lines) if _POINTED.fullmatch(line.text)}
    if len(pointed) < _MIN_SENTENCES:
        return lines
    return [replace(line, text=f"({line.text[1:-1]})") if at in pointed else line for at, line in enumerate(lines)]


def _set_colon(text: str) -> str:
    """Return a line with a colon behind the day that it begins with, for the gap to the next column."""
    day = _DAY_COLUMN.match(text)
    if day is None:
        return text
    named = f"{int(day['month'])}月{int(day['day'])}日" if day["month"] else day[1]
    return f"{named}: {text[day.end() :]}"


_COLUMNS = re.compile(rf"\S(?: {{4,}}| (?:\||//) )\S|\s(?:--?|[–—])\s(?i:{NAMED_DAY})(?:,?\s20\d\d)?\Z")
"""A gap or bar inside a line, as between two ends of a page's head, or its day behind a dash: it was not wrapped."""
_LEANS = re.compile(r"\s(?i:an?|the|of|and|or|to|in|on|for|with|by|from|at|its|their|that|which|sources?:|via:)\Z")
"""Words that no line ends with but one that was wrapped."""
_SHORT_LINE = 40
_ASIDE = re.compile(r"[(（](?!(?:link|source|via|see)\b)[a-z]|关于")
"""Opens no line but one that goes on, as what a document is about below who issues it."""
_DAY_AHEAD = re.compile(rf"(?i:{NAMED_DAY})(?:,?\s20\d\d)? // ")
"""A day before news, parted by a sign that elsewhere stands between the fields of a line."""
FULL_LINE = 0.85
"""The share of a width up to which a line may be wrapped."""


_DAY_AND_MORE = re.compile(r"(?:\d\d?[./]\d\d?[./](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)\s+[/|·]\s+\S[^/|·]*[^./|·,;]")
"""A line of a day and who acted, with nothing else on it ("29.01.2024 / MIIT, MOT")."""


def is_forced(before: Line, line: Line, width: Width) -> bool:
    """Say whether the next word (in Chinese: the next sign) would have fitted on the line before."""
    open_ = any(before.text.count(left) > before.text.count(right) for left, right in ("（）", "《》"))
    if open_ or (_LEANS.search(before.text) and len(before.text) > _SHORT_LINE) or _ASIDE.match(line.text):
        return False
    if _COLUMNS.search(before.text) and not _DAY_AHEAD.match(before.text):
        return True
    word = "" if _DAY_AND_MORE.fullmatch(before.text) else line.text.split()[0]
    if _HAN_SIGN.search(line.text) and _HAN_SIGN.search(before.text[-1:] + word):
        sign = 1 + width.in_columns
        return before.indent + count_signs(before.text, width) + sign < max(width.han, width.unwrapped) * FULL_LINE
    longest = max(width.words, width.han if _HAN_SIGN.match(before.text[-1]) else 0)
    return before.indent + count_signs(before.text, width) + 1 + len(word) < longest * FULL_LINE


_LAST_ADDRESS = re.compile(r"\s*<(https?://[^\s<>]+)>\s*")


def part_address(texts: list[str]) -> tuple[list[str], tuple[Span, ...]]:
    """Return the lines of a block without an address in angle brackets that is the last of them, and this as a link."""
    last = _LAST_ADDRESS.fullmatch(texts[-1]) if texts else None
    if last is None:
        return texts, ()
    return texts[:-1], (*((Span(text=" "),) if texts[1:] else ()), Span(text=last[1], link=last[1]))


VIEW_SIGN = ">>"
_MARGIN = re.compile(rf"{VIEW_SIGN} ?|[»|] (?=\S)")
"""A sign at the margin, which runs down the lines of a view."""


def without_margin(texts: list[str]) -> list[str]:
    """Return the lines of a block without the sign (">>") that each of them opens with, but for the first."""
    sign = _MARGIN.match(texts[0])
    if sign is None or not all(text.strip().startswith(sign[0]) for text in texts):
        return texts
    return [texts[0], *(text.replace(sign[0], "", 1) for text in texts[1:])]


# Fields of records in plain text: words in a column of their own ("文 号 某字3号"), and their headlines.

FIELD_HAN = re.compile(
    r"(?:发文|发布|印发|成文)?(?:单位|机关|机构|部门|日期|时间|文号|字号|摘要|来源|要点|内容)："
    rf"|[{HAN}]{{0,6}}(?:[点短快简]评|观点)："
)
"""A field of a document, or a house's view of it, which needs no other beside it."""
_PLAIN_FIELDS_GAP = re.compile(
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
_PLAIN_FIELDS_LONGEST_HEAD = 80
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
    gap = _PLAIN_FIELDS_GAP.fullmatch(text)
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
    if (
        bullet is None
        or not line.after_blank
        or len(line.text) > _PLAIN_FIELDS_LONGEST_HEAD
        or line.text.endswith(_STOPS)
    ):
        return None
    return line.text[bullet.end() :]
