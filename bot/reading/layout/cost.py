"""The cost of a layout: what stays unexplained of a document that is read with it, one small term for each failure."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import log

from bot.reading.layout.beside import is_office, names_office
from bot.reading.layout.label_names import Field
from bot.reading.layout.lines import Line
from bot.reading.layout.walker import Segment, Segments, rank_of

_MARKS = re.compile("head|bold|marked|capital|tagged|numbered|lettered")
_CERTAIN = frozenset({Field.TITLE, Field.ISSUER, Field.DATE, Field.NUMBER, Field.EFFECT, Field.CLOSES})
"""Labels between two of which nothing is another item."""
_LEAST_SHARE = 0.25
_FIRST_TOLD = 2
_ENOUGH = 4
"""Words of a text that may be news."""


def rate(lines: Sequence[Line], segments: Segments) -> float:
    """Return what stays unexplained: the sum of all terms by their weights."""
    return sum(weight * term(lines, segments) for term, weight in TERMS.items())


def explain(lines: Sequence[Line], segments: Segments) -> dict[str, float]:
    """Return each term by its name with what it adds to the cost."""
    return {term.__name__.strip("_"): weight * term(lines, segments) for term, weight in TERMS.items()}


def _undated_items(lines: Sequence[Line], segments: Segments) -> float:
    """Count the items that nothing dates, the less the fewer have a day at all."""
    undated = sum(not is_dated(lines, item) for item in segments.items)
    return undated * max(_LEAST_SHARE, 1 - undated / max(1, len(segments.items)))


def is_dated(lines: Sequence[Line], item: Segment) -> bool:
    """Whether a heading, a line, a label or the first words of an item give its day."""
    label = lines[item.first].label if item.headline else None
    if item.day is not None or (label is not None and label.field is Field.COMMENT):
        return True
    told = 0
    for at in item.lines:
        line = lines[at]
        if line.label is not None and line.label.field is Field.DATE:
            return True
        if line.is_row and Field.DATE in line.columns and len(line.cells) > line.columns.index(Field.DATE):
            return True
        if line.dated and (told < _FIRST_TOLD or line.is_day):
            return True
        told += line.is_prose
    return lines[item.lines[-1]].dated


def _swallowed_news(lines: Sequence[Line], segments: Segments) -> float:
    """Count the lines inside items that would be items by themselves: they open with a day, or tell an act."""
    found = 0.0
    for item in segments.items:
        told = 0
        has_text = any(lines[at].is_prose and not lines[at].is_bullet for at in item.body)
        labelled = any(label is not None and label.field in _CERTAIN for at in item.body if (label := lines[at].label))
        dated = item.day is not None
        for at in item.body:
            line = lines[at]
            is_first, was_dated = told == 0, dated
            told += line.is_prose or line.opening is not None or line.is_bullet
            dated = dated or line.dated
            if is_first or line.is_day or line.label is not None or (labelled and item.headline):
                continue
            first = lines[item.first]
            if (line.opening is not None and not line.is_day) or (
                line.is_bullet and first.is_bullet and line.level == first.level and not item.headline
            ):
                found += 1
            elif (line.dated and (line.is_row or (was_dated and line.acts and line.is_prose))) or (
                line.acts and line.is_prose and not (item.headline or first.lead_end) and not line.is_bullet
            ):
                found += 0.6
            elif line.acts and line.is_prose and line.is_bullet and not first.is_bullet:
                found += 0.3 if has_text else 0.5
    return found


def _repeated_labels(lines: Sequence[Line], segments: Segments) -> float:
    """Count the labels that an item has twice: they are those of another item."""
    found = 0
    for item in segments.items:
        words = [label.words.casefold() for at in item.body if (label := lines[at].label) is not None]
        found += len(words) - len(set(words))
    return found


def _unused_looks(lines: Sequence[Line], segments: Segments) -> float:
    """Count the lines inside items whose look sets them off and comes again, and yet means nothing."""
    bodies = [at for item in segments.items for at in (item.body if item.headline else item.body[1:])]
    inside = [lines[at] for at in bodies if not (lines[at].label or lines[at].is_day or lines[at].is_value)]
    counts = Counter(line.look for line in inside if _MARKS.search(line.look) and line.look != "numbered paragraph")
    counts += Counter(lines[at].look for at in bodies if _heads_text(lines, at))
    return sum(count * (1 + ("heading" in look)) for look, count in counts.items() if count > 1)


def _heads_text(lines: Sequence[Line], at: int) -> bool:
    line = lines[at]
    if line.look not in {"linked line", "short line"} or line.is_beside or line.label or line.is_day or line.is_value:
        return False
    return (
        at + 1 < len(lines) and lines[at + 1].is_prose and lines[at + 1].label is None and not lines[at + 1].is_bullet
    )


def _headlines_twice(lines: Sequence[Line], segments: Segments) -> float:
    """Count the headlines over a text that opens with a headline of its own."""
    found = 0
    for item in segments.items:
        told = next((lines[at] for at in item.body if lines[at].label is None and not lines[at].is_day), None)
        found += bool(item.headline) and told is not None and told.look in {"bold lead", "tagged paragraph"}
    return found


def _headings_last(lines: Sequence[Line], segments: Segments) -> float:
    """Count the items that end with a heading: it heads what follows."""
    ends = (lines[item.body[-1]] for item in segments.items if len(item.body) > (not item.headline))
    ends = (line for line in ends if not (line.is_prose or line.label or line.is_day))
    alone = (line for line in ends if not (line.is_beside or line.is_value))
    return sum(
        1.0 if _MARKS.search(line.look) else 0.3 * (line.look in {"short line", "capital line"}) for line in alone
    )


def _headlines_alone(lines: Sequence[Line], segments: Segments) -> float:
    """Count the headlines without a text, and in part those over dated bullets alone."""
    found = 0.0
    for item in segments.items:
        told = [lines[at] for at in item.body if _is_told(lines[at])] if item.headline else []
        found += 1.2 * (bool(item.headline) and not told)
        found += 0.6 * (
            bool(told) and told[0].dated and told[0].words > _ENOUGH and all(line.is_bullet for line in told)
        )
    return found


def _is_told(line: Line) -> bool:
    told = line.is_prose or line.is_row or line.is_bullet or line.label is not None or line.words >= 2 * _ENOUGH
    return told and not line.is_day


def _texts_without_beginning(lines: Sequence[Line], segments: Segments) -> float:
    """Count the items without a headline whose text goes on with something, or is no sentence."""
    found = 0.0
    for item in segments.items:
        line = lines[item.first]
        if item.headline or line.label or line.is_row:
            continue
        if line.goes_on or (not line.is_prose and not line.dated and (not line.is_bullet or line.words < _ENOUGH)):
            found += 1
    return found


def _odd_headlines(lines: Sequence[Line], segments: Segments) -> float:
    """Count the headlines that are prose, a day, furniture, or a section's name."""
    counts = Counter(lines[item.headline[0]].text for item in segments.items if item.headline)
    found = float(sum(count for count in counts.values() if count > 1))
    for item in segments.items:
        for at in item.headline:
            line = lines[at]
            found += 0.2 * (line.words < _ENOUGH - 1 and not line.acts and line.text.replace(" ", "").isalpha())
            found += (line.is_prose and line.words > 3 * _ENOUGH) or line.is_day or line.section is not None
            found += line.is_furniture or (line.is_title_date and not line.is_day)
    return found


def _odd_groups(lines: Sequence[Line], segments: Segments) -> float:
    """Count the headings over items that are long, prose, or have no item below them."""
    found, items = 0.0, {item.first for item in segments.items}
    bounds = [*segments.groups, segments.end]
    found += 2 * (sum(lines[at].is_day for at in segments.groups) == 1)
    ranks = [rank_of(lines[at]) for at in segments.groups]
    found += len(ranks) > 1 and ranks[0] < min(ranks[1:]) and lines[segments.groups[0]].section is None
    for at, following in pairwise(bounds):
        line = lines[at]
        if not (names_office(line.text) and is_office(line.text[line.start :])):
            found += (line.words > 2 * _ENOUGH + 1) + (line.words > _ENOUGH + 1) * 0.3
            found += line.acts * (line.words > _ENOUGH) * 0.5
        if not line.is_day and not any(first in items for first in range(at + 1, following)):
            found += 0.3
    return found


def _groups_of_one(lines: Sequence[Line], segments: Segments) -> float:
    """Count the headings that head one item only, unless they name a section."""
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
    found = 0.0
    for at in segments.outside:
        line = lines[at]
        if line.is_furniture or line.is_contents or line.is_aside:
            continue
        if line.is_about_issue and (at < segments.title or not line.dated):
            continue
        inside = segments.start <= at < segments.end
        if line.is_prose and not line.is_row:
            found += 0.1 if not line.dated and at - 1 in segments.groups else _rate_prose(line, inside=inside)
        elif at < segments.start and (line.is_title_date or line.is_beside) and not line.is_bullet:
            found += 0.1
        elif at < segments.title:
            continue
        elif at < segments.start and line.look in heads and not line.is_title_date and line.opening is None:
            found += 0.6 if line.acts else 0.3
        else:
            found += _rate_line(line, inside=inside)
    return found


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


def _items_before_groups(lines: Sequence[Line], segments: Segments) -> float:
    """Count the items before the first heading over items, where such headings come again."""
    heads = [at for at in segments.groups if not lines[at].is_day]
    return sum(item.first < heads[0] for item in segments.items) if len(heads) > 1 else 0


def _uneven_items(lines: Sequence[Line], segments: Segments) -> float:
    """Return how far the lengths of items differ from one another, in lines of the same kind."""
    sizes = [log(sum(lines[at].words for at in item.lines) + 1) for item in segments.items]
    if not sizes:
        return 0.0
    mean = sum(sizes) / len(sizes)
    return sum(abs(size - mean) > 1.0 for size in sizes)


def _stray_labels(lines: Sequence[Line], segments: Segments) -> float:
    """Count the items that begin with a label though others have headlines."""
    headed = sum(bool(item.headline) for item in segments.items)
    stray = sum(not item.headline and lines[item.first].label is not None for item in segments.items)
    return stray if headed else 0.0


def _mixed_forms(lines: Sequence[Line], segments: Segments) -> float:
    """Count the kinds of look that open an item: a publisher has few."""
    return len({lines[item.first].look for item in segments.items})


def _furniture_inside(lines: Sequence[Line], segments: Segments) -> float:
    """Count the lines of items that belong to the issue: contact, rights, its own day."""
    return sum(lines[at].is_furniture or lines[at].is_contents for item in segments.items for at in item.lines)


def _title_inside(lines: Sequence[Line], segments: Segments) -> float:
    """Count the lines of the first item that give a day or a number as no other item has it: they are the issue's."""
    if not segments.items:
        return 0
    first, *others = segments.items
    over = bool(first.headline) and bool(first.body) and first.body[0] < first.headline[0]
    found = float(over and not any(item.headline and item.body and item.body[0] < item.headline[0] for item in others))
    looks = {lines[item.headline[0]].look for item in others if item.headline}
    alone = bool(first.headline) and bool(looks) and lines[first.headline[0]].look not in looks
    found += 0.6 * alone
    ahead = first.group is None and first.day is None and all(item.group or item.day for item in others)
    found += 0.6 * (ahead and bool(others) and not any(lines[at].acts for at in first.lines))
    titled = [at for at in first.lines if _is_title(lines[at])]
    if titled and not any(_is_title(lines[at]) for item in others for at in item.lines):
        found += len(titled)
    return found


def _is_title(line: Line) -> bool:
    return (line.is_day or (line.is_title_date and not line.is_beside)) and not line.is_bullet and line.label is None


TERMS: dict[Callable[[Sequence[Line], Segments], float], float] = {
    _undated_items: 1.0,
    _swallowed_news: 1.0,
    _repeated_labels: 1.0,
    _unused_looks: 0.4,
    _headlines_twice: 0.4,
    _headings_last: 1.5,
    _headlines_alone: 1.0,
    _texts_without_beginning: 0.7,
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
