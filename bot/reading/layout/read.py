"""Reading by layout: a document, the layout that explains it best, and what stands in it then."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.dates.printed_periods import find_day_first
from bot.model.briefing import Section, SeenLook, UnreadBlock
from bot.model.ids import fold
from bot.reading.document import BriefingParts, Document, ItemParts, Place, Placement, number_items
from bot.reading.layout.candidates import Candidate, Search, find_news_end
from bot.reading.layout.cost import rate
from bot.reading.layout.fill import fill_item
from bot.reading.layout.frame import Outside, Zone, read_frame
from bot.reading.layout.label_names import Field
from bot.reading.layout.layouts import DatePlace, Kind, Layout, PointsPlace
from bot.reading.layout.lines import Line
from bot.reading.layout.looks import Looks, list_seen_looks, look_over
from bot.reading.layout.notice import read_notice
from bot.reading.layout.printed_days import word_days
from bot.reading.layout.section_names import is_of_abroad
from bot.reading.layout.spans import is_mostly_han
from bot.reading.layout.walker import Role, Segment, Segments, list_roles, walk

_NAMED = frozenset({Section.POLICY_NEWS, Section.CORPORATE_NEWS})
_HEAD_LINES = 60
_FEW = 3
_FEEDS = ("rss", "atom")
_FEED_ROLES = {"bullet 1": Role.ITEM, "bullet head 1": Role.ITEM, "heading 2": Role.GROUP, "heading 3": Role.GROUP}


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A document's parts, where each of its lines went, and the layout that it was read with.

    ``cost`` is what the layout leaves unexplained, for a given one without what was found beside it; ``runner_up`` is
    the next best layout where one was looked for.
    """

    parts: BriefingParts
    placements: tuple[Placement, ...]
    layout: Layout
    cost: float = 0.0
    runner_up: Layout | None = None
    runner_up_cost: float | None = None
    looks: tuple[SeenLook, ...] = ()


def read_layout(document: Document, layout: Layout | None = None, *, is_of_another: bool = False) -> Reading:
    """Return the document read with this layout, else with the one that explains it best; never fails.

    With a layout only where the news begins and ends is searched, and with that of another issue (``is_of_another``)
    what looks mean that it never met. Every block ends in an item, a field of the briefing,
    named furniture or ``unread``.
    """
    notice = read_notice(document) if layout is None or layout.kind is Kind.NOTICE else None
    if notice is not None:
        parts, placements = notice
        return Reading(parts=parts, placements=placements, layout=Layout(kind=Kind.NOTICE))
    own = {fold(words): Field(name) for words, name in {**layout.labels, **layout.columns}.items()} if layout else {}
    named = {words.casefold(): section for words, section in layout.sections.items()} if layout else {}
    plain = {*layout.headline, *layout.item, *layout.text} if layout and layout.group else set()
    looks = look_over(document.blocks, own, named, plain=plain)
    closes = layout.closes if layout else ""
    search = Search(looks.lines, closes)
    other: Candidate | None = None
    cost: float | None = None
    if layout is not None and layout.kind is not Kind.FEED:
        best = search.find_start_of(list_roles(layout), start=min(layout.title_page, len(looks.lines)), is_given=True)
        cost = best.cost
        if is_of_another:
            kept = {**list_roles(layout), **dict.fromkeys(layout.text, Role.TEXT)}
            best, _ = Search(looks.lines, closes, kept).find_best()
    elif layout is not None or _is_feed(document):
        best = search.find_start_of(_FEED_ROLES)
    else:
        best, other = search.find_best()
    segments = walk(looks.lines, best.roles, start=best.start, end=find_news_end(looks.lines, closes))
    items = _fill_items(document, looks, segments, layout)
    reading = _put_together(document, looks, segments, items, layout, best, other)
    return reading if cost is None else replace(reading, cost=cost)


def _is_feed(document: Document) -> bool:
    return any(name in document.media_type for name in _FEEDS)


def _fill_items(document: Document, looks: Looks, segments: Segments, layout: Layout | None) -> list[ItemParts]:
    lines = looks.lines
    is_title = not (layout and layout.sections) and _is_title(lines, segments)
    named = [] if is_title else [item for item in segments.items if item.section in _NAMED]
    first = named[0].first if named else 0
    forms = {lines[item.headline[0]].look for item in named if item.headline}
    items = []
    for order, item in enumerate(segments.items):
        leads = item.first < first and not (item.headline and lines[item.headline[0]].look in forms)
        section = None if is_title and item.section in _NAMED else item.section
        heads_others = bool(named) and not _is_feed(document)
        is_placed = item.group is not None and (heads_others or is_of_abroad(lines[item.group].text))
        if section is None or (section is Section.OTHER and leads and not item.headline):
            section = Section.OTHER if _is_feed(document) else _find_unnamed(item, lines, leads=leads)
        filled = fill_item(
            item, lines, document.blocks, order=order, section=section, is_entry=_is_feed(document), layout=layout
        )
        items.append(replace(filled, is_placed=is_placed))
    return items


def _is_title(lines: Sequence[Line], segments: Segments) -> bool:
    """Whether the one name of a section stands over all of many items, set as no other heading: it is a title."""
    sorts = [lines[at].look for at in segments.groups if lines[at].section not in {None, Section.OTHER}]
    headed = [lines[at].look for at in segments.groups]
    over = len(segments.items) > _FEW and all(item.section for item in segments.items)
    return over and len(sorts) == 1 and sorts == headed[:1] and headed.count(sorts[0]) == 1


def _find_unnamed(item: Segment, lines: Sequence[Line], *, leads: bool) -> Section:
    """Return the section of an item under no section's name.

    Counted headlines and records of labels are top items where no heading stands above them, or ``leads`` tells that
    they come before all that is under such a name, and are set in another way.
    """
    if item.group is not None and not leads:
        return Section.OTHER
    counted = item.counter is not None or bool(item.headline and lines[item.headline[0]].number is not None)
    labelled = sum(lines[at].label is not None for at in item.body) > 1
    labelled &= bool(item.headline) or lines[item.first].label is not None
    return Section.TOP if counted or labelled else Section.OTHER


def _put_together(
    document: Document,
    looks: Looks,
    segments: Segments,
    items: Sequence[ItemParts],
    layout: Layout | None,
    best: Candidate,
    other: Candidate | None,
) -> Reading:
    lines = looks.lines
    outside = _list_outside(lines, segments)
    day_first = find_day_first(line.text for line in lines)
    frame, framed = read_frame(
        document,
        [each for _, each in outside],
        item_dates=[item.date_text for item in items if item.date_text],
        day_first=day_first,
    )
    items = _word_days(items, looks, layout, near=frame.published_on, day_first=day_first)
    places = _list_places(lines, segments, [at for at, _ in outside], framed)
    blocks, placed = document.blocks, {line.block for line in lines}
    placements = [
        *(Placement(block=line.block, place=place, text=line.text) for line, place in zip(lines, places, strict=True)),
        *(Placement(block=at, place=Place.BLANK, text=each.text) for at, each in enumerate(blocks) if at not in placed),
    ]
    unread = (
        UnreadBlock(page=blocks[each.block].page, line=blocks[each.block].line, text=each.text)
        for each in placements
        if each.place is Place.UNREAD
    )
    parts = replace(frame, items=number_items(items), unread=(*frame.unread, *unread), day_first=day_first)
    return Reading(
        parts=parts,
        placements=tuple(sorted(placements, key=lambda each: each.block)),
        layout=layout or _name_layout(looks, segments, items, best.roles, is_feed=_is_feed(document)),
        cost=rate(lines, segments),
        runner_up=_name_layout(looks, segments, items, other.roles) if other else None,
        runner_up_cost=other.cost if other else None,
        looks=list_seen_looks(lines, [at for item in segments.items for at in item.lines]),
    )


def _word_days(
    items: Sequence[ItemParts], looks: Looks, layout: Layout | None, *, near: dt.date | None, day_first: bool | None
) -> list[ItemParts]:
    """Return the items with days in figures alone in words, in the order that the document or its layout tells."""
    form = layout.date_form if layout else ""
    day_first = form.startswith("D") if form in {"D/M", "M/D", "D.M.", "M-D", "D-M"} else day_first
    text = "".join(line.text for line in looks.lines[:_HEAD_LINES])
    texts = [item.date_text for item in items if item.date_text]
    worded = word_days(texts, near=near, day_first=day_first, is_han=is_mostly_han(text))
    return [replace(item, date_text=worded.get(item.date_text or "", item.date_text)) for item in items]


def _list_outside(lines: Sequence[Line], segments: Segments) -> list[tuple[int, Outside]]:
    taken = [at for item in segments.items for at in item.lines]
    first, last = (min(taken), max(taken)) if taken else (len(lines), -1)
    counts = Counter(line.block for line in lines)
    return [
        (
            at,
            Outside(
                block=lines[at].block,
                zone=Zone.AHEAD if at < first else Zone.BEHIND if at > last else Zone.BETWEEN,
                text=lines[at].text if counts[lines[at].block] > 1 else None,
            ),
        )
        for at in sorted(segments.outside)
    ]


def _list_places(
    lines: Sequence[Line], segments: Segments, outside: Sequence[int], framed: Sequence[Place]
) -> list[Place]:
    places = [Place.ITEM] * len(lines)
    for at in segments.groups:
        places[at] = Place.SECTION_HEADING if lines[at].section else Place.TOPIC_HEADING
    for at in segments.heads:
        places[at] = Place.TABLE_HEAD
    for at, place in zip(outside, framed, strict=True):
        line = lines[at]
        lost = not segments.items and line.is_prose and not (line.is_furniture or line.is_about_issue)
        places[at] = Place.UNREAD if lost else place
    return places


def _name_layout(
    looks: Looks, segments: Segments, items: Sequence[ItemParts], roles: Mapping[str, Role], *, is_feed: bool = False
) -> Layout:
    """Return the layout of these roles, with what the document shows of dates, sections and labels."""
    lines = looks.lines
    used = Counter(lines[at].look for at in (*segments.groups, *(at for item in segments.items for at in item.lines)))

    def list_looks(role: Role) -> tuple[str, ...]:
        return tuple(look for look, _ in used.most_common() if roles.get(look) is role)

    columns = {
        name: field.value
        for at in segments.heads
        for name, field in zip(lines[at].column_names, lines[at].columns, strict=True)
        if field is not Field.OTHER
    }
    printed = {lines[at].text: lines[at].section for at in segments.groups}
    return Layout(
        kind=Kind.FEED if is_feed else Kind.BRIEFING,
        group=list_looks(Role.GROUP),
        headline=list_looks(Role.HEADLINE),
        item=list_looks(Role.ITEM),
        date=_find_date_place(lines, segments, is_feed=is_feed),
        points=PointsPlace.BULLETS if any(item.points for item in items) else PointsPlace.NONE,
        sections={text: section for text, section in printed.items() if section is not None},
        labels={words: field.value for words, field in looks.labels.items()},
        columns=columns,
        closes=next((lines[at].text for at in segments.outside if at > segments.start and lines[at].ends_news), ""),
    )


def _find_date_place(lines: Sequence[Line], segments: Segments, *, is_feed: bool) -> DatePlace:
    """Return where most items have their date."""
    if is_feed:
        return DatePlace.ENTRY
    counts: Counter[DatePlace] = Counter()
    for item in segments.items:
        own = [lines[at] for at in item.lines]
        if any(line.label and line.label.field is Field.DATE for line in own):
            counts[DatePlace.LABEL] += 1
        elif any(Field.DATE in line.columns for line in own):
            counts[DatePlace.COLUMN] += 1
        elif item.day is not None:
            counts[DatePlace.DAY_HEADING] += 1
        elif any(line.is_day for line in own):
            counts[DatePlace.UNDER] += 1
        elif any(line.opening for line in own):
            counts[DatePlace.BEFORE] += 1
    return counts.most_common(1)[0][0] if counts else DatePlace.PROSE
