"""Compares how a composed briefing is read with what stands in it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from bot.model.briefing import Briefing, Item
from bot.names.lexicon import Lexicon
from bot.reading.formats.source import read_document
from bot.reading.layout.layouts import Layout
from bot.reading.layout.read import read_layout
from bot.reading.recognition.recognise import recognise
from tests.benchmarks.composer.issue import Composed, Expected

_START, _KEY = 40, 14
"""Signs of a text that have to be the same, and by which it is looked up; blanks and capitals count for nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """How one document was read: counts of what is right and the differences in words.

    What is found and not there counts as an item; ``comments`` and ``fields`` (of the title page and the imprint) are
    how many there are.
    """

    items: int
    exact: int
    placed: int
    comments: int
    comments_right: int
    fields: int
    fields_right: int
    differences: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of the items that were found exactly and in their section."""
        return (self.exact + self.placed) / (2 * self.items) if self.items else 1.0


def read(composed: Composed, lexicon: Lexicon, layout: Layout | None = None) -> Briefing:
    """Return the briefing as read with this layout, else with the one that the reader finds."""
    document = read_document(composed.data, source_name=composed.source_name)
    return recognise(read_layout(document, layout).parts, lexicon=lexicon, document=document)


def measure(composed: Composed, briefing: Briefing) -> Measured:
    """Return what of a document is right."""
    found: dict[str, list[Item]] = defaultdict(list)
    for item in briefing.items:
        found[_bare(item.text)[:_KEY]].append(item)
    differences: list[str] = []
    exact = placed = comments_right = 0
    for expected in composed.items:
        start = _bare(expected.text)
        same = [item for item in found[start[:_KEY]] if _bare(item.text).startswith(start[:_START])]
        if not same:
            differences.append(f"missed: {expected.text[:40]}")
            continue
        item = same[0]
        found[start[:_KEY]].remove(item)
        wrong = _list_wrong(expected, item)
        exact += not wrong
        placed += item.section in expected.sections
        comments_right += expected.comment is not None and expected.comment == item.comment
        if item.section not in expected.sections:
            wrong.append(f"section {item.section}")
        if item.comment != expected.comment:
            wrong.append(f"comment {item.comment!r} for {expected.comment!r}")
        differences += [f"{expected.text[:30]}: {text}" for text in wrong]
    more = [item for items in found.values() for item in items]
    differences += [f"not there: {item.headline} / {item.text[:60]}" for item in more]
    head = _list_wrong_head(composed, briefing)
    return Measured(
        items=len(composed.items) + len(more),
        exact=exact,
        placed=placed,
        comments=sum(each.comment is not None for each in composed.items),
        comments_right=comments_right,
        fields=len(composed.head),
        fields_right=len(composed.head) - len(head),
        differences=(*differences, *head),
    )


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()


def _list_wrong(expected: Expected, item: Item) -> list[str]:
    """Say what of an item is not as it should be, section and comment apart."""
    wrong = []
    if item.headline not in expected.headlines:
        wrong.append(f"headline {item.headline!r} for {expected.headlines[0]!r}")
    if item.reported_on != expected.reported_on:
        wrong.append(f"date {item.reported_on} for {expected.reported_on}")
    if expected.points is not None and item.points != expected.points:
        wrong.append(f"points {item.points} for {expected.points}")
    return wrong


def _list_wrong_head(composed: Composed, briefing: Briefing) -> list[str]:
    """Say what of the title page and the people is not as it should be."""
    wrong = []
    for name, wanted in composed.head.items():
        got = getattr(briefing, name)
        got = tuple(sorted(person.name for person in got)) if name == "people" else got
        if str(got).casefold() != str(wanted).casefold():
            wrong.append(f"{name} {got} for {wanted}")
    return wrong
