"""Reading by layout: a document, the layout that explains it best, and what stands in it then."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

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
from bot.reading.layout.looks import list_seen_looks, look_over
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
    plain = frozenset((*layout.headline, *layout.item, *layout.text) if layout and layout.group else ())
    looks = look_over(document.blocks, own, named, plain=plain)
    lines, closes = looks.lines, layout.closes if layout else ""
    search = Search(lines, closes)
    other: Candidate | None = None
    given: Candidate | None = None
    if (layout is not None and layout.kind is Kind.FEED) or (layout is None and _is_feed(document)):
        best = search.find_start_of(_FEED_ROLES)
    elif layout is None:
        best, other = search.find_best()
    else:
        best = given = search.find_start_of(list_roles(layout), start=min(layout.title_page, len(lines)), is_given=True)
        if is_of_another:
            kept = {**list_roles(layout), **dict.fromkeys(layout.text, Role.TEXT)}
            best, _ = Search(lines, closes, kept).find_best()
    found = walk(lines, best.roles, start=best.start, end=find_news_end(lines, closes))
    parts, placements = _put_together(document, found, layout)
    name = partial(_name_layout, found, looks.labels, parts.items)
    return Reading(
        parts=parts,
        placements=placements,
        layout=layout or name(best.roles, is_feed=_is_feed(document)),
        cost=given.cost if given else rate(found),
        runner_up=name(other.roles, is_feed=False) if other else None,
        runner_up_cost=other.cost if other else None,
        looks=list_seen_looks(lines, [line for item in found.items for line in item.lines]),
    )


def _is_feed(document: Document) -> bool:
    return any(name in document.media_type for name in _FEEDS)


def _fill_items(document: Document, found: Segments, layout: Layout | None) -> list[ItemParts]:
    is_feed = _is_feed(document)
    is_title = not (layout and layout.sections) and _is_title(found)
    named = [] if is_title else [item for item in found.items if item.section in _NAMED]
    first = named[0].first.at if named else 0
    forms = {item.headline.look for item in named if item.headline}
    items = []
    for order, item in enumerate(found.items):
        leads = item.first.at < first and not (item.headline and item.headline.look in forms)
        section = None if is_title and item.section in _NAMED else item.section
        if section is None or (section is Section.OTHER and leads and not item.headline):
            section = Section.OTHER if is_feed else _find_unnamed(item, leads=leads)
        parts = fill_item(item, document.blocks, order=order, section=section, is_entry=is_feed, layout=layout)
        heads_others = bool(named) and not is_feed
        is_placed = item.group is not None and (heads_others or is_of_abroad(item.group.text))
        items.append(replace(parts, is_placed=is_placed or item.is_view))
    return items


def _is_title(found: Segments) -> bool:
    """Whether the one name of a section stands over all of many items, set as no other heading: it is a title."""
    sorts = [line.look for line in found.groups if line.section not in {None, Section.OTHER}]
    headed = [line.look for line in found.groups]
    over = len(found.items) > _FEW and all(item.section for item in found.items)
    return over and len(sorts) == 1 and sorts == headed[:1] and headed.count(sorts[0]) == 1


def _find_unnamed(item: Segment, *, leads: bool) -> Section:
    """Return the section of an item under no section's name.

    Counted headlines and records of labels are top items where no heading stands above them, or ``leads`` tells that
    they come before all that is under such a name, and are set in another way.
    """
    counted = item.counter is not None or bool(item.headline and item.headline.number is not None)
    counted &= item.headline is None or item.headline.label is None
    labelled = sum(line.label is not None for line in item.body) > 1
    labelled &= bool(item.headline) or item.first.label is not None
    return Section.TOP if (counted or labelled) and (leads or item.group is None) else Section.OTHER


def _put_together(
    document: Document, found: Segments, layout: Layout | None
) -> tuple[BriefingParts, tuple[Placement, ...]]:
    lines, blocks = found.lines, document.blocks
    day_first = find_day_first(line.text for line in lines)
    items = _fill_items(document, found, layout)
    dates = [item.date_text for item in items if item.date_text]
    frame, framed = read_frame(document, _list_outside(found), item_dates=dates, day_first=day_first)
    items = _word_days(items, lines, layout, near=frame.published_on, day_first=day_first)
    places = dict.fromkeys((line.at for line in found.heads), Place.TABLE_HEAD)
    for line in found.groups:
        places[line.at] = Place.SECTION_HEADING if line.section else Place.TOPIC_HEADING
    for line, place in zip(found.outside, framed, strict=True):
        lost = not found.items and line.is_prose and not (line.is_furniture or line.is_about_issue)
        places[line.at] = Place.UNREAD if lost else place
    placed = {line.block for line in lines}
    blank = [Placement(block=at, place=Place.BLANK, text=each.text) for at, each in enumerate(blocks)]
    told = [Placement(block=line.block, place=places.get(line.at, Place.ITEM), text=line.text) for line in lines]
    placements = sorted([*told, *(each for each in blank if each.block not in placed)], key=lambda each: each.block)
    unread = (
        UnreadBlock(page=blocks[each.block].page, line=blocks[each.block].line, text=each.text)
        for each in told
        if each.place is Place.UNREAD
    )
    parts = replace(frame, items=number_items(items), unread=(*frame.unread, *unread), day_first=day_first)
    return parts, tuple(placements)


def _word_days(
    items: Sequence[ItemParts],
    lines: Sequence[Line],
    layout: Layout | None,
    *,
    near: dt.date | None,
    day_first: bool | None,
) -> list[ItemParts]:
    """Return the items with days in figures alone in words, in the order that the document or its layout tells."""
    form = layout.date_form if layout else ""
    day_first = form.startswith("D") if form in {"D/M", "M/D", "D.M.", "M-D", "D-M"} else day_first
    text = "".join(line.text for line in lines[:_HEAD_LINES])
    texts = [item.date_text for item in items if item.date_text]
    worded = word_days(texts, near=near, day_first=day_first, is_han=is_mostly_han(text))
    return [replace(item, date_text=worded.get(item.date_text or "", item.date_text)) for item in items]


def _list_outside(found: Segments) -> list[Outside]:
    """Return the lines that no item has, for the title page and the imprint to be read from."""
    taken = [line.at for item in found.items for line in item.lines]
    first, last = min(taken, default=len(found.lines)), max(taken, default=-1)
    counts = Counter(line.block for line in found.lines)
    return [
        Outside(
            block=line.block,
            zone=Zone.AHEAD if line.at < first else Zone.BEHIND if line.at > last else Zone.BETWEEN,
            text=line.text if counts[line.block] > 1 else None,
        )
        for line in found.outside
    ]


def _name_layout(
    found: Segments,
    labels: Mapping[str, Field],
    items: Sequence[ItemParts],
    roles: Mapping[str, Role],
    *,
    is_feed: bool,
) -> Layout:
    """Return the layout of these roles, with what the document shows of dates, sections and labels."""
    used = Counter(line.look for line in (*found.groups, *(line for item in found.items for line in item.lines)))
    looks = {
        role: tuple(look for look, _ in used.most_common() if roles.get(look) is role)
        for role in (Role.GROUP, Role.HEADLINE, Role.ITEM)
    }
    columns = {
        name: field.value
        for line in found.heads
        for name, field in zip(line.column_names, line.columns, strict=True)
        if field is not Field.OTHER
    }
    return Layout(
        kind=Kind.FEED if is_feed else Kind.BRIEFING,
        group=looks[Role.GROUP],
        headline=looks[Role.HEADLINE],
        item=looks[Role.ITEM],
        date=DatePlace.ENTRY if is_feed else _find_date_place(found),
        points=PointsPlace.BULLETS if any(item.points for item in items) else PointsPlace.NONE,
        sections={line.text: line.section for line in found.groups if line.section is not None},
        labels={words: field.value for words, field in labels.items()},
        columns=columns,
        closes=next((line.text for line in found.outside if line.at > found.start and line.ends_news), ""),
    )


def _find_date_place(found: Segments) -> DatePlace:
    """Return where most items have their date."""
    counts = Counter(filter(None, map(_find_place, found.items)))
    return counts.most_common(1)[0][0] if counts else DatePlace.PROSE


def _find_place(item: Segment) -> DatePlace | None:
    if any(line.label and line.label.field is Field.DATE for line in item.lines):
        return DatePlace.LABEL
    if any(Field.DATE in line.columns for line in item.lines):
        return DatePlace.COLUMN
    if item.day is not None:
        return DatePlace.DAY_HEADING
    if any(line.is_day for line in item.lines):
        return DatePlace.UNDER
    return DatePlace.BEFORE if any(line.opening for line in item.lines) else None
