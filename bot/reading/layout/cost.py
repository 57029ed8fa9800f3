"""The cost of a layout: what stays unexplained of a document that is read with it, one small term for each failure."""

import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from math import log

from bot.reading.document import BlockKind
from bot.reading.layout.beside import is_office, names_office
from bot.reading.layout.label_names import Field
from bot.reading.layout.lines import Line
from bot.reading.layout.walker import Segment, Segments, rank_of

_MARKS = re.compile("head|bold|marked|capital|tagged|numbered|lettered")
_CERTAIN = frozenset({Field.TITLE, Field.ISSUER, Field.DATE, Field.NUMBER, Field.EFFECT, Field.CLOSES})
"""Labels between two of which nothing is another item."""
_PLAIN = BlockKind.PARAGRAPH
_LEAST_SHARE = 0.25
_FIRST_TOLD = 2
_ENOUGH = 4
"""Words of a text that may be news."""


def rate(found: Segments) -> float:
    """Return what stays unexplained: the sum of all terms by their weights."""
    return sum(weight * term(found) for term, weight in TERMS.items()) + sum(
        weight * term(item) for term, weight in ITEM_TERMS.items() for item in found.items
    )


# Terms of an item.


def _swallowed_news(item: Segment) -> float:
    """Count the lines inside an item that would be items by themselves: they open with a day, or tell an act."""
    told, cost = 0, 0.0
    first, dated = item.first, item.day is not None
    has_text = any(line.is_prose and not line.is_bullet for line in item.body)
    labelled = item.headline is not None and any(line.label and line.label.field in _CERTAIN for line in item.body)
    for line in item.body:
        is_first, was_dated = told == 0, dated
        told += line.is_prose or line.opening is not None or line.is_bullet
        dated = dated or line.dated
        if is_first or line.is_day or line.label is not None or labelled:
            continue
        acts = line.acts and line.is_prose
        beside = line.is_bullet and first.is_bullet and line.level == first.level and not item.headline
        if line.opening is not None or beside:
            cost += 1
        elif (line.dated and (line.is_row or (was_dated and acts))) or (
            acts and not (item.headline or first.lead_end or line.is_bullet)
        ):
            cost += 0.6
        elif acts and line.is_bullet and not first.is_bullet:
            cost += 0.3 if has_text else 0.5
    return cost


def _repeated_labels(item: Segment) -> float:
    """Count the labels that an item has twice: they are those of another item."""
    words = [line.label.words.casefold() for line in item.body if line.label is not None]
    return len(words) - len(set(words))


def _headline_twice(item: Segment) -> float:
    """Whether a headline stands over a text that opens with a headline of its own."""
    told = next((line for line in item.body if line.label is None and not line.is_day), None)
    return item.headline is not None and told is not None and told.look in {"bold lead", "tagged paragraph"}


def _heading_last(item: Segment) -> float:
    """Whether an item ends with a heading: it heads what follows."""
    end = item.body[-1] if len(item.body) > (not item.headline) else None
    if end is None or end.is_prose or end.label or end.is_day or end.is_beside or end.is_value:
        return 0.0
    return 1.0 if _MARKS.search(end.look) else 0.3 * (end.look in {"short line", "capital line"})


def _headline_alone(item: Segment) -> float:
    """Whether a headline has no text, and in part whether it stands over dated bullets alone."""
    if not item.headline:
        return 0.0
    told = [line for line in item.body if _is_told(line)]
    listed = bool(told) and all(line.is_bullet for line in told)
    if not told:
        return 0.3 if item.headline.opening and item.headline.words > 2 * _ENOUGH else 1.2
    return 0.6 * (listed and told[0].dated and told[0].words > _ENOUGH)


def _is_told(line: Line) -> bool:
    told = line.is_prose or line.is_row or line.is_bullet or line.label is not None or line.words >= 2 * _ENOUGH
    return told and not line.is_day


def _text_without_beginning(item: Segment) -> float:
    """Whether an item without a headline has a text that goes on with something, or is no sentence."""
    line = item.first
    if item.headline or line.label or line.is_row:
        return 0.0
    is_short = not line.is_bullet or line.words < _ENOUGH
    return line.goes_on or (not line.is_prose and not line.dated and is_short)


def _odd_headline(item: Segment) -> float:
    """Count how often a headline is prose, a day, furniture, a title or a section's name, or says too little."""
    line = item.headline
    if line is None:
        return 0.0
    cost = 0.2 * (line.words < _ENOUGH - 1 and not line.acts and line.text.replace(" ", "").isalpha())
    cost += (line.is_prose and line.words > 3 * _ENOUGH) or line.is_day or line.section is not None
    return cost + (line.is_furniture or (line.is_title_date and not line.is_day))


def _furniture_inside(item: Segment) -> float:
    """Count the lines of an item that belong to the issue: contact, rights, its contents."""
    return sum(line.is_furniture or line.is_contents for line in item.lines)


# Terms of the whole document.


def _undated_items(found: Segments) -> float:
    """Count the items that nothing dates, the less the fewer have a day at all."""
    undated = sum(not _is_dated(item) for item in found.items)
    return undated * max(_LEAST_SHARE, 1 - undated / max(1, len(found.items)))


def _is_dated(item: Segment) -> bool:
    """Whether a heading, a line, a label or the first words of an item give its day."""
    if item.day is not None or item.is_view:
        return True
    told = 0
    for line in item.lines:
        is_labelled = line.label is not None and line.label.field is Field.DATE
        has_cell = line.is_row and Field.DATE in line.columns[: len(line.cells)]
        if is_labelled or has_cell or (line.dated and (told < _FIRST_TOLD or line.is_day)):
            return True
        told += line.is_prose
    return item.lines[-1].dated


def _headlines_again(found: Segments) -> float:
    """Count the headlines whose words come again."""
    counts = Counter(item.headline.text for item in found.items if item.headline)
    return sum(count for count in counts.values() if count > 1)


def _unused_looks(found: Segments) -> float:
    """Count the lines inside items whose look sets them off and comes again, and yet means nothing."""
    bodies = [line for item in found.items for line in (item.body if item.headline else item.body[1:])]
    inside = [line for line in bodies if not (line.label or line.is_day or line.is_value)]
    counts = Counter(line.look for line in inside if _MARKS.search(line.look) and line.look != "numbered paragraph")
    counts += Counter(line.look for line in inside if _heads_text(line, found))
    return sum(count * (1 + ("heading" in look)) for look, count in counts.items() if count > 1)


def _heads_text(line: Line, found: Segments) -> bool:
    if line.look not in {"linked line", "short line"} or line.is_beside or line.at + 1 >= len(found.lines):
        return False
    below = found.lines[line.at + 1]
    return below.is_prose and below.label is None and not below.is_bullet


def _odd_groups(found: Segments) -> float:
    """Count the headings over items that are long, prose, or have no item below them."""
    cost, items = 0.0, {item.first.at for item in found.items}
    cost += 2 * (sum(line.is_day for line in found.groups) == 1)
    ranks = [rank_of(line) for line in found.groups]
    cost += len(ranks) > 1 and ranks[0] < min(ranks[1:]) and found.groups[0].section is None
    ends = [*(line.at for line in found.groups[1:]), found.end]
    for line, end in zip(found.groups, ends, strict=False):
        if not (names_office(line.text) and is_office(line.text[line.start :])):
            cost += (line.words > 2 * _ENOUGH + 1) + (line.words > _ENOUGH + 1) * 0.3
            cost += line.acts * (line.words > _ENOUGH) * 0.5
        if items.isdisjoint(range(line.at + 1, end)):
            cost += 0.3
    return cost


def _groups_of_one(found: Segments) -> float:
    """Count the headings that head one item only, unless they name a section."""
    counts = Counter(item.group for item in found.items if item.group is not None)
    alone = sum(count == 1 and group.section is None for group, count in counts.items())
    return alone if alone * 2 > len(counts) else 0


def _texts_both_ways(found: Segments) -> float:
    """Count the headlines over a text that is set as items without a headline are: they head these."""
    bare = {
        item.first.look
        for before, item in pairwise(found.items)
        if before.headline and not item.headline and (before.group, before.part) == (item.group, item.part)
    }
    return sum(bool(item.headline and item.body) and item.body[0].look in bare for item in found.items)


def _forms_by_turns(found: Segments) -> float:
    """Count the items without a headline or bold words right behind one that has them, under the same heading."""
    return sum(
        bool(before.headline or before.first.lead_end) and not (item.headline or item.first.lead_end)
        for before, item in pairwise(found.items)
        if (before.group, before.part, before.day) == (item.group, item.part, item.day) and item.first.kind is _PLAIN
    )


def _news_outside(found: Segments) -> float:
    """Count the lines outside items that read as news or as prose, or look as what heads the items."""
    heads = {line.look for line in found.groups} | {item.headline.look for item in found.items if item.headline}
    groups = {line.at for line in found.groups}
    cost = 0.0
    for line in found.outside:
        is_ahead = line.at < found.title
        told = not line.is_about_issue or (line.dated and not is_ahead)
        if line.is_furniture or line.is_contents or line.is_aside or not told:
            continue
        inside = found.start <= line.at < found.end
        may_head = line.at < found.start and line.look in heads and line.opening is None
        if line.is_prose and not line.is_row:
            cost += 0.1 if not line.dated and line.at - 1 in groups else _rate_prose(line, inside=inside)
        elif line.at < found.start and (line.is_title_date or line.is_beside) and not line.is_bullet:
            cost += 0.1
        elif may_head and not is_ahead and not line.is_title_date:
            cost += 0.6 if line.acts else 0.3
        elif not is_ahead:
            cost += _rate_line(line, inside=inside)
    return cost


def _rate_prose(line: Line, *, inside: bool) -> float:
    if line.is_news and (line.acts or inside):
        return 2.0
    if line.acts:
        return 1.4
    return 0.6 if inside or line.is_bullet else 0.3


def _rate_line(line: Line, *, inside: bool) -> float:
    if line.is_row or (line.opening is not None and not line.is_day) or (line.is_bullet and (line.acts or line.dated)):
        return 1.2
    if line.label is not None:
        return 0.7 if inside else 0.2
    if line.look == "counter":
        return 0.3
    return 0.2 if inside else 0.0


def _items_before_groups(found: Segments) -> float:
    """Count the items before the first heading over items, where such headings come again."""
    heads = [line.at for line in found.groups if not line.is_day]
    early = (item for item in found.items if item.day is None and item.first.at < heads[0])
    return len(list(early)) if len(heads) > 1 else 0


def _uneven_items(found: Segments) -> float:
    """Count the items whose length, as a number of words, is far from the others'."""
    sizes = [log(sum(line.words for line in item.lines) + 1) for item in found.items]
    mean = sum(sizes) / max(1, len(sizes))
    return sum(abs(size - mean) > 1.0 for size in sizes)


def _stray_labels(found: Segments) -> float:
    """Count the items that begin with a label though others have headlines."""
    stray = sum(not item.headline and item.first.label is not None for item in found.items)
    return stray if any(item.headline for item in found.items) else 0.0


def _mixed_forms(found: Segments) -> float:
    """Count the kinds of look that open an item: a publisher has few."""
    return len({item.first.look for item in found.items})


def _title_inside(found: Segments) -> float:
    """Count the lines of the first item that give a day or a number as no other item has it: they are the issue's."""
    if not found.items:
        return 0
    first, *others = found.items
    looks = {item.headline.look for item in others if item.headline}
    cost = float(_has_line_over(first) and not any(map(_has_line_over, others)))
    cost += 0.6 * (first.headline is not None and bool(looks) and first.headline.look not in looks)
    ahead = first.group is None and first.day is None and all(item.group or item.day for item in others)
    cost += 0.6 * (ahead and bool(others) and not any(line.acts for line in first.lines))
    titled = [line for line in first.lines if _is_title(line)]
    return cost if any(_is_title(line) for item in others for line in item.lines) else cost + len(titled)


def _has_line_over(item: Segment) -> bool:
    return item.headline is not None and bool(item.body) and item.body[0].at < item.headline.at


def _is_title(line: Line) -> bool:
    return (line.is_day or (line.is_title_date and not line.is_beside)) and not line.is_bullet and line.label is None


ITEM_TERMS: dict[Callable[[Segment], float], float] = {
    _swallowed_news: 1.0,
    _repeated_labels: 1.0,
    _headline_twice: 0.4,
    _heading_last: 1.5,
    _headline_alone: 1.0,
    _text_without_beginning: 0.7,
    _odd_headline: 1.0,
    _furniture_inside: 1.0,
}
TERMS: dict[Callable[[Segments], float], float] = {
    _undated_items: 1.0,
    _headlines_again: 1.0,
    _unused_looks: 0.4,
    _odd_groups: 1.0,
    _groups_of_one: 0.15,
    _texts_both_ways: 0.3,
    _forms_by_turns: 0.15,
    _news_outside: 1.0,
    _items_before_groups: 0.15,
    _uneven_items: 0.15,
    _stray_labels: 1.0,
    _mixed_forms: 0.2,
    _title_inside: 1.0,
}
