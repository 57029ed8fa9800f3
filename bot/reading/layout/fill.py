"""Filling: from an item's lines to its headline, date, issuer, text, points, comment, title, links and place."""

import re
from collections.abc import Sequence

from bot.model.briefing import Section
from bot.reading.document import Block, ItemParts, Span
from bot.reading.layout.beside import is_office, is_title, names_office, parse_beside
from bot.reading.layout.filling import Filling, read_row, strip_headline
from bot.reading.layout.label_names import Field
from bot.reading.layout.labels import TOLD_WITH_LABEL
from bot.reading.layout.layouts import DatePlace, Layout, PointsPlace
from bot.reading.layout.lines import Line
from bot.reading.layout.printed_days import PrintedDay, find_closing_day, find_told_day, is_day
from bot.reading.layout.sources import is_source_line
from bot.reading.layout.spans import (
    count_words,
    cut_spans,
    find_bounds,
    is_mostly_han,
    list_links,
    raw_of,
    strip_spans,
    text_of,
)
from bot.reading.layout.walker import Segment

_IN_BRACKETS = re.compile(r"[(（]([^()（）]{5,80})[)）]")
_FIRST_WORDS = 250
_MOST_BESIDE = 3
"""Lines under a headline that may say who acted and when."""
_NAMED = re.compile(r"\s*([^\W\d_][^:：\n.。]{1,24}?)\s*[:：]\s*(?=\S)")
"""Words with a colon before what they name, in a line among labels ("Speaker: Zheng Shanjie")."""
_FEW = 7
_LEAD_SIGNS = ".:：。!?！？–—-|｜"
_LEAST_LEAD = 2
_AROUND_DAY = " ()（）[]:："
_SAME_PLACE = {DatePlace.COLUMN: DatePlace.LABEL, DatePlace.OVER: DatePlace.UNDER}
_TEXTS = (Field.SUMMARY, Field.POINTS, Field.COMMENT)
_SURE = (DatePlace.LABEL, DatePlace.UNDER, DatePlace.BEFORE, DatePlace.HEADLINE, DatePlace.BEHIND)
"""Places of days, the surest first."""


def fill_item(
    segment: Segment,
    blocks: Sequence[Block],
    *,
    order: int,
    section: Section,
    is_entry: bool,
    layout: Layout | None = None,
) -> ItemParts:
    """Return an item as wording, the first of its section.

    ``is_entry`` tells that it is a feed's entry; a ``layout`` that is given says where the date stands that counts, and
    whether bullets are points.
    """
    filling = Filling(takes_points=layout is None or layout.points is not PointsPlace.NONE or not layout.headline)
    if segment.headline:
        _read_headline(filling, segment.headline)
    has_headline = bool(filling.headline)
    for number, line in enumerate(segment.body):
        if line.continues and filling.join(line.spans):
            continue
        may_tell = has_headline and number < _MOST_BESIDE
        if line.is_row and line.label is None and has_headline:
            filling.links += list_links(line.spans)
            filling.summary.append(line.text)
        elif line.is_row and line.label is None:
            read_row(filling, line)
        elif not (may_tell and _read_beside(filling, line, is_last=line is segment.body[-1])):
            _read_line(filling, line, has_headline=has_headline, is_entry=is_entry)
    if not (is_entry or any(filling.texts[name] for name in _TEXTS)):
        filling.summary += filling.headline
        filling.headline.clear()
    _take_day_behind(filling)
    place = _SAME_PLACE.get(layout.date, layout.date) if layout else None
    day = filling.days.get(place) if place else None
    return _finish(filling, segment, blocks, order=order, section=section, day=day)


def _read_headline(filling: Filling, line: Line) -> None:
    begin = line.opening.end if line.opening else line.start
    if line.beside:
        filling.add_beside(line.beside)
    spans = cut_spans(line.spans, begin, line.beside_at or None)
    framed = raw_of(spans).strip()
    if framed.startswith("【") and framed.endswith("】"):
        spans = cut_spans(spans, raw_of(spans).index("【") + 1, raw_of(spans).rindex("】"))
    closing = find_closing_day(raw_of(spans))
    if closing is not None:
        spans = cut_spans(spans, 0, len(raw_of(spans)[: closing.start].rstrip("(（[ ")))
    if day := line.opening or closing:
        filling.days[DatePlace.HEADLINE] = day.text
    if line.label is not None and line.label.field is Field.COMMENT:
        filling.slot = Field.COMMENT
    filling.add_headline(spans)


def _read_beside(filling: Filling, line: Line, *, is_last: bool) -> bool:
    """Read a line under the headline that says who acted and when, or on what; False for any other."""
    if line.label is not None or line.is_bullet or filling.summary or filling.awaits:
        return False
    beside = parse_beside(line.text) if line.is_beside or line.raw.count("|") > 1 else None
    named = None if line.is_prose or not filling.has_labels else _NAMED.match(line.raw)
    is_short = line.words < _FEW and not (line.is_prose or line.acts or filling.texts[Field.ISSUER])
    if line.is_day:
        filling.days.setdefault(DatePlace.UNDER, line.text.strip(_AROUND_DAY))
    elif beside is not None:
        filling.add_beside(beside)
    elif not (line.is_prose or is_last or filling.texts[Field.TITLE]) and is_title(line.text):
        filling.add_field(Field.TITLE, line.spans)
    elif is_short and names_office(line.text):
        filling.texts[Field.ISSUER].append(line.text)
    elif named is not None:
        filling.add_field(Field.OTHER, cut_spans(line.spans, named.end()), named[1])
    else:
        return False
    return True


def _read_line(filling: Filling, line: Line, *, has_headline: bool, is_entry: bool) -> None:
    label = line.label
    if label is not None and not (line.is_bullet and not has_headline and label.field in TOLD_WITH_LABEL):
        value = cut_spans(line.spans, label.end)
        is_term = label.field is Field.COMMENT and is_day(text_of(value))
        filling.add_field(Field.CLOSES if is_term else label.field, value, label.words)
    elif filling.awaits and not line.is_bullet:
        filling.add_field(filling.slot, line.spans, filling.term)
    elif line.is_day and not line.is_bullet:
        filling.days.setdefault(DatePlace.UNDER, line.text.strip(_AROUND_DAY))
    elif is_source_line(line.spans):
        filling.add_sources(line.spans)
    elif not filling.summary and not (line.is_bullet and has_headline):
        _read_first(filling, line, is_entry=is_entry)
    else:
        filling.add_paragraph(cut_spans(line.spans, line.start if line.is_bullet else 0), is_point=line.is_bullet)


def _read_first(filling: Filling, line: Line, *, is_entry: bool) -> None:
    """Read the first words of an item: its day, its bold lead where no headline stands above it, its text."""
    start = 0 if filling.headline else line.start
    credit = parse_beside(line.raw[start : line.lead_end]) if start < line.lead_end else None
    if credit is not None and Field.TOPIC not in credit and line.raw[line.lead_end :].strip():
        filling.add_beside(credit)
        filling.add_paragraph(strip_spans(cut_spans(line.spans, line.lead_end)))
        return
    day = line.opening
    if day is not None:
        filling.days.setdefault(DatePlace.BEFORE, day.text)
        start = start if line.tag_end else day.end
    if not filling.headline and (end := (_find_title_end if is_entry else _find_headline_end)(line, start)):
        lead = cut_spans(line.spans, start, end)
        filling.links += list_links(lead)
        filling.headline.append(text_of(lead).strip(" 【】:：.。–—-|｜*"))
        start = end + len(line.raw[end:]) - len(line.raw[end:].lstrip(" \n" + _LEAD_SIGNS))
        if day is not None and 0 <= day.start - start < _LEAST_LEAD:
            start = day.end
    spans = cut_spans(line.spans, start)
    if line.tag_end > start and day is not None and _is_set_off(line.raw, day):
        raw = line.raw[start : day.start].rstrip(" ([（")
        joint = Span(text="" if raw[-1:] in "｜|:：】]" else ": ")
        spans = (*cut_spans(spans, 0, len(raw)), joint, *cut_spans(line.spans, day.end))
    filling.add_paragraph(spans if filling.days else _take_brackets(filling, spans))


def _take_brackets(filling: Filling, spans: Sequence[Span]) -> Sequence[Span]:
    """Return a text without brackets near its start that say who acted and when ("... (NDRC, 22 March): ...")."""
    raw = raw_of(spans)
    for match in _IN_BRACKETS.finditer(raw, 0, _FIRST_WORDS):
        beside = parse_beside(match[1])
        if beside is not None and raw[match.end() :].strip(" .。"):
            filling.add_beside(beside)
            return (*cut_spans(spans, 0, len(raw[: match.start()].rstrip())), *cut_spans(spans, match.end()))
    return spans


def _is_set_off(raw: str, day: PrintedDay) -> bool:
    """Whether a day behind a tag is in brackets or in figures, and so no part of the sentence."""
    opens = raw[day.start : day.start + 1] in "([（" or raw[: day.start].rstrip()[-1:] in "([（｜|"
    return opens or not any(map(str.isalpha, day.text))


def _find_title_end(line: Line, start: int) -> int:
    """Return where the link ends that is the title of a feed's entry; 0 where the entry has none."""
    at = 0
    for span in line.spans:
        if span.link is not None and line.raw[start:at].strip() == "":
            return at + len(span.text)
        at += len(span.text)
    return 0


def _find_headline_end(line: Line, start: int) -> int:
    """Return where the bold words end that are a headline rather than the sentence's own; 0 where none are."""
    end, raw = line.lead_end, line.raw
    lead, rest = raw[start:end].strip(), raw[end:].lstrip()
    signed = lead[-1:] in _LEAD_SIGNS or rest[:1] in _LEAD_SIGNS or "\n" in raw[end - 1 : end + 2] or line.tag_heads
    if is_office(lead.rstrip(_LEAD_SIGNS)):
        return 0  # who acts, as the subject of what follows
    least = _LEAST_LEAD + is_mostly_han(lead)
    return end if end > start and signed and count_words(lead) >= least and rest.strip(_LEAD_SIGNS) else 0


def _take_day_behind(filling: Filling) -> None:
    """Take the day that closes the text, or stands among the sources, for the item's."""
    for label in [label for label in filling.source_labels if is_day(label, in_figures=True)]:
        filling.days.setdefault(DatePlace.SOURCES, label)
        filling.source_labels.remove(label)
        filling.links = [link for link in filling.links if link.label != label or link.url is not None]
    for told in (filling.points, filling.summary):
        if told and _take_closing_day(filling, told, len(told) - 1):
            return
    for at, text in enumerate(filling.summary[:-1]):
        if not filling.days and text.endswith((")", "]", "）", "】")):
            _take_closing_day(filling, filling.summary, at)


def _take_closing_day(filling: Filling, told: list[str], at: int) -> bool:
    """Take the day at the end of one of these texts for the item's; False where there is none."""
    if at and is_day(told[at]):
        filling.days.setdefault(DatePlace.BEHIND, told.pop(at).strip(_AROUND_DAY))
        return True
    closing = find_closing_day(told[at])
    if closing is None or (filling.days and closing.text not in filling.days.values()):
        return False
    filling.days.setdefault(DatePlace.BEHIND, closing.text)
    told[at] = told[at][: closing.start].rstrip(" ,，;；–—-|｜(（")
    return True


def _finish(
    filling: Filling, segment: Segment, blocks: Sequence[Block], *, order: int, section: Section, day: str | None
) -> ItemParts:
    days, texts = filling.days, filling.texts
    day = day or next((days[place] for place in _SURE if place in days), None)
    if day is None and segment.day is not None:
        day = strip_headline(segment.day.bare)
    told = next(filter(None, map(find_told_day, filling.summary[:1])), None)
    own = [blocks[number] for number in dict.fromkeys(line.block for line in segment.lines)]
    group, part = segment.group, segment.part if section is Section.OTHER else None
    topics = [strip_headline(group.bare)] if group and not group.is_day else []
    article = " ".join(texts[Field.TITLE])
    for number in texts[Field.NUMBER]:
        if number not in article and any(map(str.isdigit, number)):
            article = f"{article} {number}".strip()
    return ItemParts(
        section=section,
        position=1,
        order=order,
        headline=" ".join(filling.headline) or None,
        summary=(*filling.summary, *texts[Field.OTHER]),
        lead=filling.lead if filling.points else None,
        points=tuple(filling.points),
        comment=tuple(texts[Field.COMMENT]),
        article_text=article or None,
        issuer_text=", ".join(text.rstrip(" ,;") for text in texts[Field.ISSUER]) or None,
        date_text=day or days.get(DatePlace.SOURCES) or told,
        heading_text=" | ".join((*topics, *texts[Field.TOPIC])) or None,
        part_text=strip_headline(part.bare) if part else None,
        links=tuple(filling.links),
        source_labels=tuple(filling.source_labels),
        pages=find_bounds(page for block in own for page in (block.page, block.last_page)),
        lines=find_bounds(line for block in own for line in (block.line, block.last_line)),
    )
