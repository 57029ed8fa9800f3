"""The cost of a layout: what stays unexplained of a document that is read with it, one small term for each failure."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import log

from bot.reading.layout.beside import names_office
from bot.reading.layout.label_names import Field
from bot.reading.layout.lines import Line
from bot.reading.layout.walker import Segment, Segments, rank_of

_MARKS = ("head", "bold", "marked", "capital", "tagged", "numbered", "lettered")
_LEAST_SHARE = 0.25
_FIRST_TOLD = 2
_ENOUGH = 4
"""Words of a text that may be news."""


def rate(lines: Sequence[Line], segments: Segments) -> float:
    """Return what stays unexplained: the sum of all terms by their weights."""
    return sum(weight * term(lines, segments) for term, weight in TERMS.items())


def _undated_items(lines: Sequence[Line], segments: Segments) -> float:
    """Count the items that nothing dates, the less the fewer have a day at all."""
    undated = sum(not _is_dated(lines, item) for item in segments.items)
    return undated * max(_LEAST_SHARE, 1 - undated / max(1, len(segments.items)))


def _is_dated(lines: Sequence[Line], item: Segment) -> bool:
    """Whether a heading, or the first or last words of an item give its day."""
    told = 0
    for at in item.lines:
        line = lines[at]
        labelled = line.label is not None and line.label.field is Field.DATE
        if labelled or (line.is_row and Field.DATE in line.columns) or (line.dated and told < _FIRST_TOLD):
            return True
        told += lines[at].is_prose
    return item.day is not None or lines[item.lines[-1]].dated


def _swallowed_news(lines: Sequence[Line], segments: Segments) -> float:
    """Count the lines inside items that would be items by themselves: they open with a day, or tell an act."""
    found = 0.0
    for item in segments.items:
        first, told, dated = lines[item.first], 0, item.day is not None
        for line in (lines[at] for at in item.body):
            if told and not line.is_day and line.label is None:
                found += _rate_inside(line, first, is_headed=bool(item.headline), was_dated=dated)
            told += line.is_prose or line.opening is not None or line.is_bullet
            dated = dated or line.dated
    return found


def _rate_inside(line: Line, first: Line, *, is_headed: bool, was_dated: bool) -> float:
    if line.opening is not None or (line.is_bullet and first.is_bullet and line.level == first.level and not is_headed):
        return 1.0
    acts = line.acts and line.is_prose
    again = line.dated and (line.is_row or (was_dated and acts))
    return 0.6 * (again or (acts and not (is_headed or first.lead_end or line.is_bullet)))


def _repeated_labels(lines: Sequence[Line], segments: Segments) -> float:
    """Count the labels that an item has twice: they are those of another item."""
    found = 0
    for item in segments.items:
        words = [label.words.casefold() for at in item.body if (label := lines[at].label) is not None]
        found += len(words) - len(set(words))
    return found


def _unused_looks(lines: Sequence[Line], segments: Segments) -> float:
    """Count the lines inside items whose look sets them off and comes again, and yet means nothing."""
    bodies = (at for item in segments.items for at in (item.body if item.headline else item.body[1:]))
    inside = (line for at in bodies if not ((line := lines[at]).label or line.is_day or line.is_value))
    counts = Counter(line.look for line in inside if _is_marked(line))
    return sum(count * (1 + ("heading" in look)) for look, count in counts.items() if count > 1)


def _is_marked(line: Line) -> bool:
    return line.look != "numbered paragraph" and any(mark in line.look for mark in _MARKS)


def _headings_last(lines: Sequence[Line], segments: Segments) -> float:
    """Count the items that end with a heading: it heads what follows."""
    ends = [lines[item.body[-1]] for item in segments.items if len(item.body) > (not item.headline)]
    ends = [line for line in ends if not (line.is_prose or line.label)]
    return sum(1.0 if _is_marked(line) else 0.3 * (line.look in {"short line", "capital line"}) for line in ends)


def _headlines_alone(lines: Sequence[Line], segments: Segments) -> float:
    """Count the headlines without a text."""
    headed = (item for item in segments.items if item.headline)
    return sum(not any(lines[at].is_prose or lines[at].words >= 2 * _ENOUGH for at in item.body) for item in headed)


def _odd_headlines(lines: Sequence[Line], segments: Segments) -> float:
    """Count the headlines that come again, are a word or two that tell nothing, furniture or the issue's title."""
    headlines = [lines[at] for item in segments.items for at in item.headline]
    counts = Counter(line.text for line in headlines)
    found = float(sum(count for count in counts.values() if count > 1))
    for line in headlines:
        found += 0.2 * (line.words < _ENOUGH - 1 and not line.acts and line.text.replace(" ", "").isalpha())
        found += line.is_furniture or line.is_title_date
    return found


def _odd_groups(lines: Sequence[Line], segments: Segments) -> float:
    """Count the headings over items that are long, stand over all others, or have no item below them."""
    items = {item.first for item in segments.items}
    ranks = [rank_of(lines[at]) for at in segments.groups]
    found = 2.0 * (sum(lines[at].is_day for at in segments.groups) == 1)
    found += len(ranks) > 1 and ranks[0] < min(ranks[1:]) and lines[segments.groups[0]].section is None
    for at, following in pairwise([*segments.groups, segments.end]):
        line = lines[at]
        if not names_office(line.text):
            found += (line.words > 2 * _ENOUGH + 1) + (line.words > _ENOUGH + 1) * 0.3
        found += 0.3 * (not any(first in items for first in range(at + 1, following)))
    return found


def _groups_of_one(lines: Sequence[Line], segments: Segments) -> float:
    """Count the headings that head one item only, unless they name a section, where most do."""
    counts = Counter(item.group for item in segments.items if item.group is not None)
    alone = sum(count == 1 and lines[group].section is None for group, count in counts.items())
    return alone if alone * 2 > len(counts) else 0


def _texts_both_ways(lines: Sequence[Line], segments: Segments) -> float:
    """Count the headlines over a text that is set as items without a headline are: they head these."""
    bare = {
        lines[item.first].look
        for before, item in pairwise(segments.items)
        if before.headline and not item.headline and (before.group, before.part) == (item.group, item.part)
    }
    return sum(bool(item.headline and item.body) and lines[item.body[0]].look in bare for item in segments.items)


def _news_outside(lines: Sequence[Line], segments: Segments) -> float:
    """Count the lines outside items that read as news or as prose, or look as what heads the items."""
    heads = {lines[at].look for at in segments.groups}
    heads |= {lines[at].look for item in segments.items for at in item.headline}
    groups = set(segments.groups)
    found = 0.0
    for at in segments.outside:
        line = lines[at]
        of_issue = line.is_about_issue and (at < segments.title or not line.dated)
        if line.is_furniture or line.is_contents or line.is_aside or of_issue:
            continue
        inside = segments.start <= at < segments.end
        if line.is_prose and not line.is_row:
            found += 0.1 if not line.dated and at - 1 in groups else _rate_prose(line, inside=inside)
        elif at < segments.start and line.is_title_date:
            found += 0.1
        elif at < segments.start and at >= segments.title and line.look in heads:
            found += 0.6 if line.acts else 0.3
        elif at >= segments.title:
            found += _rate_line(line, inside=inside)
    return found


def _rate_prose(line: Line, *, inside: bool) -> float:
    if line.dated and (line.acts or inside):
        return 2.0
    if line.acts:
        return 1.4
    return 0.6 if inside or line.is_bullet else 0.3


def _rate_line(line: Line, *, inside: bool) -> float:
    if line.is_row or (line.opening is not None and not line.is_day) or (line.is_bullet and (line.acts or line.dated)):
        return 1.2
    if line.label is not None:
        return 0.7 if inside else 0.2
    return 0.3 if line.look == "counter" else 0.2 * inside


def _items_before_groups(lines: Sequence[Line], segments: Segments) -> float:
    """Count the items before the first heading over items, where such headings come again."""
    heads = [at for at in segments.groups if not lines[at].is_day]
    return sum(item.first < heads[0] for item in segments.items) if len(heads) > 1 else 0


def _uneven_items(lines: Sequence[Line], segments: Segments) -> float:
    """Count the items that are much longer or shorter than most."""
    sizes = [log(sum(lines[at].words for at in item.lines) + 1) for item in segments.items]
    mean = sum(sizes) / max(1, len(sizes))
    return sum(abs(size - mean) > 1.0 for size in sizes)


def _stray_labels(lines: Sequence[Line], segments: Segments) -> float:
    """Count the items that begin with a label though others have headlines."""
    stray = sum(not item.headline and lines[item.first].label is not None for item in segments.items)
    return stray if any(item.headline for item in segments.items) else 0.0


def _mixed_forms(lines: Sequence[Line], segments: Segments) -> float:
    """Count the kinds of look that open an item: a publisher has few."""
    return len({lines[item.first].look for item in segments.items})


def _furniture_inside(lines: Sequence[Line], segments: Segments) -> float:
    """Count the lines of items that belong to the issue: contact, rights, its own day."""
    return sum(lines[at].is_furniture for item in segments.items for at in item.lines)


def _title_inside(lines: Sequence[Line], segments: Segments) -> float:
    """Count the lines of the first item that give a day or a number as no other item has it: they are the issue's."""
    if not segments.items:
        return 0
    first, *others = segments.items
    headed = [item for item in others if item.headline]
    over = bool(first.headline and first.body) and first.body[0] < first.headline[0]
    found = float(over and not any(item.body and item.body[0] < item.headline[0] for item in headed))
    looks = {lines[item.headline[0]].look for item in headed}
    found += 0.6 * (bool(first.headline and looks) and lines[first.headline[0]].look not in looks)
    return found + sum(lines[at].is_title_date and not lines[at].is_beside for at in first.lines)


TERMS: dict[Callable[[Sequence[Line], Segments], float], float] = {
    _undated_items: 1.0,
    _swallowed_news: 1.0,
    _repeated_labels: 1.0,
    _unused_looks: 0.4,
    _headings_last: 1.5,
    _headlines_alone: 1.2,
    _odd_headlines: 1.0,
    _odd_groups: 1.0,
    _groups_of_one: 0.15,
    _texts_both_ways: 0.3,
    _news_outside: 1.0,
    _items_before_groups: 0.15,
    _uneven_items: 0.15,
    _stray_labels: 1.0,
    _mixed_forms: 0.2,
    _furniture_inside: 1.0,
    _title_inside: 1.0,
}
