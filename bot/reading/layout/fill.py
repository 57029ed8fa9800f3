"""Filling: from an item's lines to its headline, date, issuer, text, points, comment, title, links and place."""

import re
from collections.abc import Sequence

from bot.model.briefing import Section
from bot.reading.document import Block, ItemParts, Span
from bot.reading.layout.beside import is_title, names_office, parse_beside
from bot.reading.layout.filling import Filling, read_row
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
_KEYS = {
    DatePlace.LABEL: "label",
    DatePlace.COLUMN: "label",
    DatePlace.HEADLINE: "headline",
    DatePlace.BEFORE: "before",
    DatePlace.UNDER: "line",
    DatePlace.OVER: "line",
    DatePlace.BEHIND: "behind",
    DatePlace.SOURCES: "sources",
}
"""What a day is kept under by the place where it stands."""
_AROUND_HEADLINE = " \t\n▪■►▶●◆|｜·•*_#:：▍▎"


def fill_item(
    segment: Segment,
    lines: Sequence[Line],
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
    _read_headline(filling, [lines[at] for at in segment.headline])
    has_headline = bool(filling.headline)
    for number, at in enumerate(segment.body):
        line = lines[at]
        if line.continues and filling.join(line.spans):
            continue
        if line.is_row and line.label is None:
            read_row(filling, line, is_whole=not has_headline)
        elif not (
            has_headline and number < _MOST_BESIDE and _read_beside(filling, line, is_last=at == segment.body[-1])
        ):
            is_first = not filling.summary and not (line.is_bullet and has_headline)
            _read_line(filling, line, is_first=is_first, is_brief=not has_headline, is_entry=is_entry)
    _take_day_behind(filling)
    if layout is not None and (place := _KEYS.get(layout.date)) in filling.days:
        filling.days = {"label": filling.days[place or ""]}
    return _finish(filling, segment, lines, blocks, order=order, section=section)


def _read_headline(filling: Filling, lines: Sequence[Line]) -> None:
    for line in lines:
        spans = cut_spans(line.spans, line.opening.end if line.opening else line.start)
        if (framed := raw_of(spans).strip()).startswith("【") and framed.endswith("】"):
            spans = cut_spans(spans, raw_of(spans).index("【") + 1, raw_of(spans).rindex("】"))
        if line.opening:
            filling.days.setdefault("headline", line.opening.text)
        closing = find_closing_day(raw_of(spans))
        if closing is not None:
            filling.days.setdefault("headline", closing.text)
            spans = cut_spans(spans, 0, len(raw_of(spans)[: closing.start].rstrip("(（[ ")))
        text = text_of(spans).strip(_AROUND_HEADLINE)
        filling.links.extend(link for link in list_links(spans) if link.label != text or link.url)
        if line.label is not None and line.label.field is Field.COMMENT:
            filling.slot = Field.COMMENT
        if text:
            filling.headline.append(text)


def _read_beside(filling: Filling, line: Line, *, is_last: bool) -> bool:
    """Read a line under the headline that says who acted and when, or on what; False for any other."""
    if line.label is not None or line.is_bullet or filling.summary or filling.awaits:
        return False
    if line.is_day:
        filling.days.setdefault("line", line.text.strip(" ()（）[]:："))
        return True
    beside = parse_beside(line.text) if line.is_beside or line.raw.count("|") > 1 else None
    if beside is not None:
        filling.add_beside(beside)
        return True
    if not (line.is_prose or is_last or filling.article) and is_title(line.text):
        filling.add_field(Field.TITLE, line.spans, "")
        return True
    if line.words < _FEW and not line.is_prose and not filling.issuers and names_office(line.text) and not line.acts:
        filling.issuers.append(line.text)
        return True
    named = None if line.is_prose or not filling.slot_read else _NAMED.match(line.raw)
    if named is not None:
        filling.add_field(Field.OTHER, cut_spans(line.spans, named.end()), named[1])
    return named is not None


def _read_line(filling: Filling, line: Line, *, is_first: bool, is_brief: bool, is_entry: bool) -> None:
    label = line.label
    if label is not None and not (line.is_bullet and is_brief and label.field in TOLD_WITH_LABEL):
        value = cut_spans(line.spans, label.end)
        is_term = label.field is Field.COMMENT and is_day(text_of(value))
        filling.add_field(Field.CLOSES if is_term else label.field, value, label.words)
    elif filling.awaits and not line.is_bullet:
        filling.add_field(filling.slot, line.spans, filling.term)
    elif line.is_day and not line.is_bullet:
        filling.days.setdefault("line", line.text.strip(" ()（）[]:："))
    elif is_source_line(line.spans):
        filling.add_sources(line.spans)
    elif is_first:
        _read_first(filling, line, is_entry=is_entry)
    else:
        start = line.start if line.is_bullet else 0
        filling.add_paragraph(cut_spans(line.spans, start), is_point=line.is_bullet)


def _read_first(filling: Filling, line: Line, *, is_entry: bool) -> None:
    """Read the first words of an item: its day, its bold lead where no headline stands above it, its text."""
    start = 0 if filling.headline else line.start
    credit = parse_beside(line.raw[start : line.lead_end]) if start < line.lead_end else None
    if credit is not None and Field.TOPIC not in credit and line.raw[line.lead_end :].strip():
        filling.add_beside(credit)
        filling.add_paragraph(strip_spans(cut_spans(line.spans, line.lead_end)), is_point=False)
        return
    if line.opening is not None:
        filling.days.setdefault("before", line.opening.text)
        start = line.opening.end if not line.tag_end else start
    lead_end = 0
    if not filling.headline:
        lead_end = _find_title_end(line, start) if is_entry else _find_headline_end(line, start)
    if lead_end:
        lead = cut_spans(line.spans, start, lead_end)
        filling.links.extend(list_links(lead))
        filling.headline.append(text_of(lead).strip(" 【】:：.。–—-|｜*"))
        start = lead_end
        rest = raw_of(cut_spans(line.spans, start))
        start += len(rest) - len(rest.lstrip(" \n" + _LEAD_SIGNS))
        if line.opening is not None and 0 <= line.opening.start - start < _LEAST_LEAD:
            start = line.opening.end
    spans = cut_spans(line.spans, start)
    if line.tag_end > start and line.opening is not None and _is_set_off(line.raw, line.opening):
        tag = cut_spans(line.spans, start, line.opening.start)
        spans = (*_strip_end(tag), *cut_spans(line.spans, line.opening.end))
    if not filling.days:
        spans = _take_brackets(filling, spans)
    filling.add_paragraph(spans, is_point=False)


def _take_brackets(filling: Filling, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return a text without brackets near its start that say who acted and when ("... (NDRC, 22 March): ...")."""
    raw = raw_of(spans)
    for match in _IN_BRACKETS.finditer(raw, 0, _FIRST_WORDS):
        beside = parse_beside(match[1])
        if beside is not None and raw[match.end() :].strip(" .。"):
            filling.add_beside(beside)
            return (*cut_spans(spans, 0, len(raw[: match.start()].rstrip())), *cut_spans(spans, match.end()))
    return tuple(spans)


def _is_set_off(raw: str, day: PrintedDay) -> bool:
    """Whether a day behind a tag is in brackets or in figures, and so no part of the sentence."""
    opens = raw[day.start : day.start + 1] in "([（" or raw[: day.start].rstrip()[-1:] in "([（｜|"
    return opens or not any(map(str.isalpha, day.text))


def _strip_end(tag: Sequence[Span]) -> tuple[Span, ...]:
    """Return the tag without the bracket before the day, with a colon where its words would run into the rest."""
    raw = raw_of(tag).rstrip(" ([（")
    joint = "" if raw[-1:] in "｜|:：】]" else ": "
    return (*cut_spans(tag, 0, len(raw)), Span(text=joint))


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
    end = line.lead_end
    raw = line.raw
    if end <= start:
        return 0
    lead, rest = raw[start:end].strip(), raw[end:].lstrip()
    signed = lead[-1:] in _LEAD_SIGNS or rest[:1] in _LEAD_SIGNS or "\n" in raw[end - 1 : end + 2] or line.tag_heads
    least = _LEAST_LEAD if not is_mostly_han(lead) else _LEAST_LEAD + 1
    return end if signed and count_words(lead) >= least and rest.strip(_LEAD_SIGNS) else 0


def _take_day_behind(filling: Filling) -> None:
    """Take the day that closes the text, or stands among the sources, for the item's."""
    for label in list(filling.source_labels):
        if is_day(label, in_figures=True):
            filling.days.setdefault("sources", label)
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
        filling.days.setdefault("behind", told.pop(at).strip(" ()（）[]"))
        return True
    closing = find_closing_day(told[at])
    if closing is None or (filling.days and closing.text not in filling.days.values()):
        return False
    filling.days.setdefault("behind", closing.text)
    told[at] = told[at][: closing.start].rstrip(" ,，;；–—-|｜(（")
    return True


def _finish(
    filling: Filling, segment: Segment, lines: Sequence[Line], blocks: Sequence[Block], *, order: int, section: Section
) -> ItemParts:
    day = next(
        (filling.days[name] for name in ("label", "line", "before", "headline", "behind") if name in filling.days), None
    )
    if day is None and segment.day is not None:
        day = text_of(cut_spans(lines[segment.day].spans, lines[segment.day].start)).strip(_AROUND_HEADLINE)
    day = day or filling.days.get("sources") or next(filter(None, map(find_told_day, filling.summary[:1])), None)
    own = [blocks[number] for number in dict.fromkeys(lines[at].block for at in segment.lines)]
    group = lines[segment.group] if segment.group is not None else None
    topics = (
        [] if group is None or group.is_day else [text_of(cut_spans(group.spans, group.start)).strip(_AROUND_HEADLINE)]
    )
    part = lines[segment.part] if segment.part is not None and section is Section.OTHER else None
    return ItemParts(
        section=section,
        position=1,
        order=order,
        headline=" ".join(filling.headline) or None,
        summary=(*filling.summary, *filling.terms),
        lead=filling.lead if filling.points else None,
        points=tuple(filling.points),
        comment=tuple(filling.comment),
        article_text=_join_article(filling) or None,
        issuer_text=", ".join(text.rstrip(" ,;") for text in filling.issuers) or None,
        date_text=day,
        heading_text=" | ".join((*topics, *filling.topics)) or None,
        part_text=text_of(cut_spans(part.spans, part.start)).strip(_AROUND_HEADLINE) if part else None,
        links=tuple(filling.links),
        source_labels=tuple(filling.source_labels),
        pages=find_bounds(page for block in own for page in (block.page, block.last_page)),
        lines=find_bounds(line for block in own for line in (block.line, block.last_line)),
    )


def _join_article(filling: Filling) -> str:
    article = " ".join(filling.article)
    for number in filling.numbers:
        if number not in article and any(map(str.isdigit, number)):
            article = f"{article} {number}".strip()
    return article
