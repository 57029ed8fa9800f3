"""Lines: what a document is read as, one printed line after another, with what can be seen of each by itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.dates.printed_dates import find_printed_dates
from bot.model.briefing import Section
from bot.model.ids import HAN, fold
from bot.reading.document import Block, BlockKind, Span
from bot.reading.layout.beside import parse_beside
from bot.reading.layout.frame import ends_news
from bot.reading.layout.furniture import is_aside, is_contents_line, is_furniture, is_greeting, speaks_of_issue
from bot.reading.layout.labels import Field, Label, find_label, list_labels, tell_columns, tell_label
from bot.reading.layout.people import list_credited
from bot.reading.layout.printed_days import PrintedDay, find_closing_day, find_opening_day, find_told_day, is_day
from bot.reading.layout.section_names import tell_section
from bot.reading.layout.spans import count_words, cut_spans, is_link_only, join_lines, raw_of, text_of
from bot.reading.layout.title_line import is_title_date

CELL = " | "
_SHORT = 16
"""Words that a line without a sentence's end may have and still be no prose."""
_LONG = 24
_FEW = 8
_LONGEST_LINE = 34
"""Words that a line which is no bullet may have without a sentence's end."""
_TAIL = 200
_HEAD = 400
"""Characters of a line in which its first sentences are looked for."""
_BOLD_LINE = 200
_MOST_WORDS_IN_LEAD = 22
_ANY_YEAR = 2000
_END = re.compile(r"[.!?。！？…；;][)\]）】”\"'’]*\s*(?:[(\[（【][^()\[\]（）【】]{1,90}[)\]）】]\s*)*\Z")
_BRACKETS = re.compile(r"[(\[（【]([^()\[\]（）【】]{3,90})[)\]）】]")
_SENTENCES = re.compile(r"[A-Za-z)]{2}[.!?] [A-Z]")
_NUMBER = re.compile(
    r"\s*(?:(?:No\.?\s?)?(?P<figure>\d{1,3}(?=[)、．）：]|[.:](?!\d))|0\d(?=\s)|\d{1,2}(?=\s+[一-龥]))[.)、．）:：]?\s*(?=\D)|[(（]\s?(?P<bracketed>\d{1,3})\s?[)）]\s*"
    r"|(?P<circled>[①-⑳])\s*|[(（](?P<han_bracketed>[一二三四五六七八九十]{1,3})[)）]\s*|第?(?P<han>[一二三四五六七八九十]{1,3})[、，.．:：]\s*"
    r"|(?P<deep>\d{1,2}\.\d{1,2})\s+(?=[^\W\d_])|(?P<roman>[IVX]{1,5})[.)]\s+|(?P<letter>[A-Za-z])[.)]\s+)"
)
_GOES_ON = re.compile(
    r"(?:It|They|This|These|Those|We|Our|Its|Their|He|She|Both|But|And|However|Also|In addition|Moreover|Details|Among other things|"
    r"The (?:plan|draft|rules?|notice|measures|document|text|company|scheme|move|law|two|new|first|cut|list|guidelines|opinions)|"
    r"If|As|Companies|Under)\b|(?:此外|其中|同时|该|这|上述|我们|另外|据悉|公司|意见|办法|通知|方案)"
)
"""How a paragraph opens that goes on with what the one before it tells."""
_HAN_NUMBERS = "〇一二三四五六七八九"
_SIGN = re.compile(r"[\s▪•■□►▶▸▷●○◆◇★☆·*‣▍▎▌▋◎➤➢✦▲△▼|｜☞◉❖※»›§¶→⇒✓✔#–—-]+(?=\S)")
_MARKED = re.compile(r"\s*(?:[▪■□►▶▸▷●○◆◇★☆▍▎▌▋◎➤➢✦▲△▼☞❖※»›§¶→⇒✓✔]|【[^【】]{1,40}】\s*\Z|[\U0001F300-\U0001FAFF])")
_TAG = re.compile(
    r"\s*(?:【[^【】]{1,60}】|\[[^\[\]]{2,40}\](?!\()|[^\W\d_][^:：.。|｜\n]{1,50}\s*(?:[:：|｜]|\s[–—-]\s))\s*(?=\S)"
)
_ACT = re.compile(
    r"\b(?:[a-z]{2,}ed|said|set|sold|bought|cut|won|told|met|held|put|made|gave|built|found|rose|fell|drew|took|sought|"
    r"(?:ha[sd]|have|will|would|may|must|is|are|was|were) [a-z]+|began|spent|left|laid|lost|broke|went|came|got|ran|"
    r"(?:issu|releas|announc|propos|amend|approv|open|clos|order|rais|extend|ban|requir|unveil|start|plan|agre|introduc|want|seek|ask|say|"
    r"call|invit|consult|lower|eas|tighten|allow|supply|show|take|cut|add|set|launch|publish|impos|invest|build|list|draft|buy|sell|win|join)"
    r"(?:e?s|ies))\b"
)
_ACT_HAN = re.compile(
    r"印发|发布|公布|出台|下发|下达|上调|下调|制定|修订|修改|调整|征求|启动|召开|部署|批准|核准|同意|审议|通过|通报|公告|约谈|立案|开展|推进|推出|明确|设立|新增"
    r"|允许|要求|提出|强调|决定|宣布|起草|处罚|建立|取消|延长|延续|恢复|暂停|举行|转发|认定|作出|裁定|签[订署约]|收购|中标|投产|融资|上市|量产|交付|开工|扩产|下线|增长|下降|同比"
    r"|入选|获|施行|实施|完成|投资|成立|达成|合作|开通|报告|表示|增加|减少|废止|开放"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One printed line or paragraph of a block with what is seen of it; offsets count in ``raw``.

    ``level`` is the level of a heading or the depth of a bullet among those of the document, from 1. ``number`` is what
    it is counted with, in letters or Chinese figures where ``is_lettered``, ``start`` where its words begin behind number and signs, ``lead_end`` where the bold words end
    that open it (0 for none). ``opening`` is the day it opens with, behind a tag where ``tag_end`` is above 0, ``is_day`` tells that it is nothing else,
    ``is_beside`` that it says who acted and when as lines beside headlines do. ``dated``
    tells that it has the day of what it tells, ``acts`` that its first sentence tells what somebody did, ``goes_on`` that it opens as what goes on with another, ``is_prose``
    that it is a sentence rather than a line; the next six what of a briefing outside the items it may be. ``continues`` tells that
    it goes on in the middle of a sentence of the line before, as a page or a column ended. ``cells`` are those of a table's row, ``columns`` and ``column_names`` the
    fields that its table's head names and its words, ``is_head`` tells that it is that head.
    """

    block: int
    kind: BlockKind
    level: int
    spans: tuple[Span, ...]
    raw: str
    text: str
    words: int
    number: int | None
    is_lettered: bool
    start: int
    lead_end: int
    is_bold: bool
    is_prose: bool
    label: Label | None
    tag_end: int
    opening: PrintedDay | None
    is_day: bool
    is_beside: bool
    dated: bool
    acts: bool
    goes_on: bool
    section: Section | None
    is_furniture: bool
    is_aside: bool
    is_about_issue: bool
    is_contents: bool
    is_title_date: bool
    ends_news: bool
    continues: bool = False
    look: str = ""
    cells: tuple[str, ...] = ()
    columns: tuple[Field, ...] = ()
    column_names: tuple[str, ...] = ()
    is_head: bool = False

    @property
    def heads(self) -> bool:
        """Whether it is set as a line that may head others: a heading, or a short line."""
        return self.kind is BlockKind.HEADING or (self.kind is BlockKind.PARAGRAPH and not self.is_prose)

    @property
    def is_bullet(self) -> bool:
        """Whether it is an item of a list."""
        return self.kind is BlockKind.LIST_ITEM

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return self.kind is BlockKind.TABLE_ROW

    @property
    def is_news(self) -> bool:
        """Whether it tells by itself what somebody did, and when."""
        return self.dated and (self.acts or self.is_prose)


def list_lines(blocks: Sequence[Block], labels: Mapping[str, Field], *, in_figures: bool = False) -> list[Line]:
    """Return the lines of all blocks, in order; ``labels`` are the publisher's own, ``in_figures`` the form of days."""
    depths = sorted({block.level for block in blocks if block.kind is BlockKind.LIST_ITEM})
    lines: list[Line] = []
    repeated = _find_repeated(blocks, labels)
    for number, block in enumerate(blocks):
        level = block.level if block.kind is BlockKind.HEADING else 0
        if block.kind is BlockKind.LIST_ITEM:
            level = depths.index(block.level) + 1
        for spans in split_block(block, labels):
            lines.append(_look_at(number, block.kind, level, spans, {**labels, **repeated}, in_figures=in_figures))
    lines = [
        replace(line, continues=_continues(above, line)) for above, line in zip([None, *lines], lines, strict=False)
    ]
    return _read_tables(_drop_lone_labels(lines), labels)


def _continues(above: Line | None, line: Line) -> bool:
    if above is None or line.kind is not BlockKind.PARAGRAPH or above.is_row or above.kind is BlockKind.HEADING:
        return False
    broken = above.words > 3 and above.label is None and above.raw.rstrip()[-1:] not in '.!?。！？:：;；…)）]】"”'
    return line.text[:1].islower() and line.text[:1].isascii() and broken


def _find_repeated(blocks: Sequence[Block], labels: Mapping[str, Field]) -> dict[str, Field]:
    """Return the short lines that come again and would be labels before a colon, with their fields."""
    parts = [
        part.strip() for block in blocks for part in raw_of(block.spans).split("\n") if len(part) < _BOLD_LINE // 4
    ]
    texts = {fold(text): text for text in parts if count_words(text) < _FEW // 2 and text.replace(" ", "").isalpha()}
    counts = Counter(map(fold, parts))
    often = [words for words in texts if counts[words] > 2]
    found = ((words, find_label(f"{texts[words]}: ", labels)) for words in often[:_BOLD_LINE])
    return {words: label.field for words, label in found if label is not None}


def _drop_lone_labels(lines: list[Line]) -> list[Line]:
    """Return the lines without the labels that are headings of their own, unless they come again or head a comment."""
    counts = Counter(line.label.field for line in lines if line.label and line.label.end >= len(line.raw.rstrip()))
    return [
        replace(line, label=None)
        if line.label is not None
        and (line.kind is BlockKind.HEADING or line.label.end >= len(line.raw.rstrip()))
        and counts[line.label.field] == 1
        and not line.label.is_strong
        and line.label.field not in {Field.SUMMARY, Field.COMMENT}
        else line
        for line in lines
    ]


def split_block(block: Block, labels: Mapping[str, Field]) -> Iterator[tuple[Span, ...]]:
    """Yield the spans of the lines of a block: at its line breaks, and at each of several labels in a line."""
    raw = raw_of(block.spans)
    cuts = {0, len(raw)}
    if block.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM} and "\n" in raw:
        cuts.update(_list_breaks(raw, block, labels))
    if block.kind is not BlockKind.TABLE_ROW:
        found = list_labels(raw, labels)
        if len(found) > 1 or (found and "\n" in raw):
            cuts.update(start for start, _ in found)
    bounds = sorted(cuts)
    for start, end in zip(bounds, bounds[1:], strict=False):
        spans = cut_spans(block.spans, start, end)
        if raw[start:end].strip(" \n\t|·"):
            yield spans


def _list_breaks(raw: str, block: Block, labels: Mapping[str, Field]) -> Iterator[int]:
    at = -1
    while (at := raw.find("\n", at + 1)) >= 0:
        before, after = raw[:at].rstrip(), raw[at + 1 :].lstrip()
        if not after or after[0].islower() or before.endswith((",", "，", "、", "-")):
            continue
        line = after.split("\n", 1)[0]
        if (
            block.kind is BlockKind.PARAGRAPH
            or after.startswith(("--", "—", "©"))
            or find_label(line, labels)
            or find_opening_day(line)
        ):
            yield at + 1


def _look_at(
    block: int, kind: BlockKind, level: int, spans: tuple[Span, ...], labels: Mapping[str, Field], *, in_figures: bool
) -> Line:
    raw, text = raw_of(spans), text_of(spans)
    start, number = _find_start(raw, in_figures=in_figures)
    lead_end, is_bold = _find_lead(spans, raw)
    words = count_words(text[:2000])
    is_prose = (
        words > (_LONG if kind is BlockKind.LIST_ITEM else _LONGEST_LINE)
        or (words > _FEW - 2 and _SENTENCES.search(text) is not None)
        or (words > 3 and _END.search(text[-_TAIL:]) is not None)
        or (words > _SHORT and "。" in text)
    )
    is_row = kind is BlockKind.TABLE_ROW
    names = words < _SHORT and not is_prose and start < len(raw) and not is_link_only(spans)
    section = tell_section(join_lines(raw[start:])) if names and fold(join_lines(raw)) not in labels else None
    label = find_label(raw, labels) if not is_row and section is None else None
    if label is None and section is None and not is_row and not is_prose and words < _FEW:
        label = tell_label(text, labels)
    if label is None and lead_end and (label := tell_label(raw[start:lead_end].strip(" .:：。\n"), labels)) is not None:
        label = replace(label, end=lead_end)
    opening = (
        None if is_row else _find_opening(raw, start if number is not None else 0, lead_end, in_figures=in_figures)
    )
    tag_end = 0
    if opening is None and not is_row and is_prose:
        tag_end, opening = _find_day_behind_tag(raw, start, lead_end, in_figures=in_figures)
    label = label if opening is None else None
    whole_day = words < _SHORT and not is_row and is_day(join_lines(raw[start:]), in_figures=in_figures)
    head = text[:_HEAD]
    dated = whole_day or opening is not None or find_closing_day(raw[-_HEAD:]) is not None
    dated = dated or _has_day_in_brackets(text) or find_told_day(head) is not None
    acts = _tells_act(head[tag_end:])
    titled = words < _LONG and label is None and section is None and number is None and not is_prose
    return Line(
        block=block,
        kind=kind,
        level=level,
        spans=spans,
        raw=raw,
        text=text,
        words=words,
        number=number,
        is_lettered=number is not None and not any(sign.isascii() and sign.isdigit() for sign in raw[:start]),
        start=start,
        lead_end=lead_end,
        is_bold=is_bold,
        is_prose=is_prose,
        label=label,
        tag_end=tag_end,
        opening=opening,
        is_day=whole_day,
        is_beside=not is_row and not is_prose and words < _LONG and label is None and parse_beside(text) is not None,
        dated=dated,
        acts=acts,
        goes_on=_GOES_ON.match(text) is not None or text[:1].islower(),
        section=section,
        is_furniture=not is_row
        and (is_furniture(text) or (words < _SHORT and (is_greeting(text) or any(list_credited(text))))),
        is_aside=not is_row and is_aside(text),
        is_about_issue=kind is BlockKind.PARAGRAPH and speaks_of_issue(text),
        is_contents=is_contents_line(text),
        is_title_date=titled and is_title_date(text),
        ends_news=section is None and label is None and words < _FEW and ends_news(text),
    )


def _has_day_in_brackets(text: str) -> bool:
    """Whether brackets in the first words or at the end hold a day."""
    groups = (*_BRACKETS.findall(text[: _TAIL + _TAIL // 2]), *_BRACKETS.findall(text[-_TAIL // 2 :])[-1:])
    return any(find_printed_dates(words, default_year=_ANY_YEAR) for words in groups if any(map(str.isdigit, words)))


def _find_opening(raw: str, start: int, lead_end: int, *, in_figures: bool) -> PrintedDay | None:
    """Return the day that a line opens with behind its number."""
    day = find_opening_day(raw[start:], in_figures=in_figures, look_end=max(0, lead_end - start))
    if day is None and len(raw) - start < _BOLD_LINE // 2 and raw[start : start + 1].isdigit():
        first = next(iter(find_printed_dates(raw[start:], default_year=_ANY_YEAR)), None)
        if first is not None and first[0] == 0 and raw[start + first[1] :][1:2].isupper():
            day = PrintedDay(text=raw[start : start + first[1]], start=0, end=first[1] + 1)
    return PrintedDay(text=day.text, start=start + day.start, end=start + day.end) if day and start else day


def _find_day_behind_tag(raw: str, start: int, lead_end: int, *, in_figures: bool) -> tuple[int, PrintedDay | None]:
    """Return where the tag ends that a line opens with ("【国务院】", "NDRC, NEA (4 June): "), and the day behind it."""
    match = _TAG.match(raw, start)
    ends = [end for end in (lead_end, match.end() if match else 0) if end > start]
    for end in ends:
        if (day := find_opening_day(raw[end:], in_figures=in_figures)) is not None:
            return end, PrintedDay(text=day.text, start=end + day.start, end=end + day.end)
    return (match.end() if match else 0), None


def _tells_act(head: str) -> bool:
    """Whether the first words tell what somebody did, and do not go on with what was told before."""
    if _GOES_ON.match(head):
        return False
    is_han = any("一" <= sign <= "龥" for sign in head[:12])
    return (
        _ACT_HAN.search(head[: _HEAD // 4]) if is_han else head[:1].isupper() and _ACT.search(head[: _HEAD // 2])
    ) not in {None, False}


def _find_start(raw: str, *, in_figures: bool) -> tuple[int, int | None]:
    """Return where the words begin behind signs and a number, and the number."""
    sign = _SIGN.match(raw)
    at = sign.end() if sign else 0
    match = _NUMBER.match(raw, at)
    if match is None or (match["deep"] and in_figures) or (match["figure"] and _is_start_of_day(raw, match)):
        return at, None
    if match["circled"]:
        return match.end(), ord(match["circled"]) - ord("①") + 1
    if match["deep"]:
        return match.end(), int(match["deep"].split(".")[1])
    figures = match["figure"] or match["bracketed"]
    if figures:
        return match.end(), int(figures)
    if han := match["han"] or match["han_bracketed"]:
        return match.end(), _count_han(han)
    letters = match["letter"] or match["roman"]
    return match.end(), _count_roman(letters) if match["roman"] else ord(letters.lower()) - ord("a") + 1


def _is_start_of_day(raw: str, match: re.Match[str]) -> bool:
    found = find_printed_dates(raw[match.start() : match.start() + 40], default_year=_ANY_YEAR)
    return bool(found) and found[0][0] < match.end() - match.start()


def _count_han(figures: str) -> int:
    tens, _, ones = figures.rpartition("十")
    if "十" not in figures:
        return _HAN_NUMBERS.find(figures[-1])
    return 10 * (_HAN_NUMBERS.find(tens) if tens else 1) + (_HAN_NUMBERS.find(ones) if ones else 0)


def _count_roman(figures: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[figure] for figure in figures]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def _find_lead(spans: Sequence[Span], raw: str) -> tuple[int, bool]:
    """Return where the bold words end that open a line (0 for none), and whether all its words are bold."""
    at = end = 0
    for span in spans:
        if span.bold or not span.text.strip(" ▪•■►▶●◆–—-\n\t[](（【"):
            end = at + len(span.text) if span.bold else end
            at += len(span.text)
            continue
        break
    else:
        return 0, bool(end) and len(raw) <= _BOLD_LINE
    if not end or count_words(raw[:end]) > _MOST_WORDS_IN_LEAD:
        return 0, False
    is_bold = not any(map(str.isalnum, raw[end:]))
    return (0, len(raw) <= _BOLD_LINE) if is_bold else (end, False)


def _read_tables(lines: list[Line], labels: Mapping[str, Field]) -> list[Line]:
    """Return the lines with the rows of tables read by the heads of their columns."""
    read: list[Line] = []
    columns: tuple[Field, ...] = ()
    names: tuple[str, ...] = ()
    for at, line in enumerate(lines):
        if not line.is_row:
            read.append(line)
            continue
        cells = tuple(cell.strip() for cell in line.raw.split(CELL.strip(" ")))
        found = tell_columns(cells, labels)
        is_first = at == 0 or not lines[at - 1].is_row
        is_head = found is not None and (is_first or found == columns)
        if found is not None and is_head:
            columns, names = found, cells
        elif is_first and len(cells) != len(columns):
            columns, names = (), ()
        pair = find_label(f"{cells[0]}: ", labels) if len(cells) == 2 and not columns else None
        if pair is not None:
            at_value = line.raw.index(CELL.strip()) + 1
            read.append(replace(line, cells=cells, label=replace(pair, end=at_value)))
            continue
        dated = Field.DATE in columns or any(is_day(cell) for cell in cells if len(cell) < _BOLD_LINE // 4)
        read.append(
            replace(
                line,
                dated=dated and not is_head,
                cells=cells,
                columns=columns,
                column_names=names,
                is_head=is_head,
                label=None,
            )
        )
    return read


def assign_looks(lines: list[Line]) -> list[Line]:
    """Return the lines with the look of each."""
    lines = [
        replace(line, look=_name_look(line, following))
        for line, following in zip(lines, [*lines[1:], None], strict=True)
    ]
    return lines


def _name_look(line: Line, following: Line | None) -> str:
    counted = "" if line.number is None else "lettered " if line.is_lettered else "numbered "
    if not line.is_row and line.text.strip(" .、)").isdigit() and len(line.text) < _FEW // 2:
        return "counter"
    if line.is_row:
        return "row"
    if line.kind is BlockKind.HEADING:
        return f"{counted}heading {min(max(line.level, 1), 6)}"
    if line.is_bullet:
        return _name_bullet(line, following)
    if not line.is_prose and (line.is_beside or not line.opening or line.opening.end >= len(line.raw.rstrip())):
        return _name_short(line, counted)
    if line.is_bold and not line.is_prose:
        return f"{counted}bold line"
    return _name_paragraph(line)


def _name_paragraph(line: Line) -> str:
    if line.lead_end and not (line.opening and line.lead_end <= line.opening.end and not line.tag_end):
        return "bold lead"
    if line.raw.lstrip()[:1] in "【[" and line.tag_end:
        return "tagged paragraph"
    if line.opening:
        return "dated paragraph"
    if line.number is not None:
        return "numbered paragraph"
    if line.acts:
        return "dated paragraph" if line.dated else "acting paragraph"
    return "paragraph"


def _name_bullet(line: Line, following: Line | None) -> str:
    level = min(line.level, 6)
    tells = line.acts and line.words >= _FEW
    bare = not (line.is_prose or line.dated or tells) and following is not None
    over = (
        bare
        and following is not None
        and (
            (following.is_bullet and following.level > line.level)
            or (
                following.kind is BlockKind.PARAGRAPH
                and (following.is_prose or following.is_beside)
                and not following.continues
            )
        )
    )
    return f"bullet head {level}" if over else f"bullet {level}"


def _name_short(line: Line, counted: str) -> str:
    if line.is_beside:
        return "short line"
    if line.is_bold:
        return f"{counted}bold line"
    if counted:
        return f"{counted}line"
    if _MARKED.match(line.raw):
        return "marked line"
    letters = [sign for sign in line.text if sign.isascii() and sign.isalpha()]
    if len(letters) > 2 and all(map(str.isupper, letters)) and not re.search(f"[{HAN}]", line.text):
        return "capital line"
    return "linked line" if is_link_only(line.spans) else "short line"


def join_places(lines: Iterable[Line]) -> str:
    """Return the words of lines of one block, as they are placed."""
    return " ".join(line.text for line in lines)
