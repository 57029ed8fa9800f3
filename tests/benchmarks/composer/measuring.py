"""Compares how a composed briefing is read with what stands in it."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from bot.model.briefing import Briefing, Item
from bot.model.ids import fold
from bot.names.lexicon import Lexicon
from bot.reading.document import Document
from bot.reading.facts.recognise import recognise
from bot.reading.formats.source import read_document
from bot.reading.layout.label_names import Field
from bot.reading.layout.layouts import Layout
from bot.reading.layout.looks import look_over
from bot.reading.layout.read import read_layout
from tests.benchmarks.composer.issue import Composed, Expected

_START, _KEY = 40, 14
"""Signs of a text that have to be the same, and by which it is looked up; blanks and capitals count for nothing."""
_MARKS = 4
"""Signs and figures before a line that a format may take for marks of a list."""
_LEAST_SHARE = 0.2
"""A layout names the looks that so many of the lines in a role have."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """How one document was read: what is right by what it is, how many there are, and the differences in words.

    Counted are items exact ("exact") and in their section ("section"), comments ("comment") and fields of the title
    page and the imprint ("head"). What is found and not there counts as an item.
    """

    right: Counter[str]
    of: Counter[str]
    differences: tuple[str, ...]


def read_both(composed: Composed, lexicon: Lexicon) -> tuple[Measured, Measured]:
    """Return what is right of a briefing with the layout that the reader finds, and with its own."""
    document = read_document(composed.data, source_name=composed.source_name)
    readings = read_layout(document), read_layout(document, name_looks(composed, document))
    found, given = (recognise(reading.parts, lexicon=lexicon, document=document) for reading in readings)
    return measure(composed, found), measure(composed, given)


def name_looks(composed: Composed, document: Document) -> Layout:
    """Return the layout of a briefing with the looks that its lines have in this format.

    A format may show a heading as a line in bold, and a line behind a sign as a bullet.
    """
    layout = composed.plan.layout
    own = {fold(words): Field(name) for words, name in layout.labels.items()}
    named = {words.casefold(): section for words, section in layout.sections.items()}
    lines = look_over(document.blocks, own, named).lines
    keys = ["".join(filter(str.isalnum, line.text)) for line in lines]
    looks: dict[str, Counter[str]] = defaultdict(Counter)
    end = len(lines)
    for part in reversed([part for part in composed.parts if part.role]):  # a list of contents stands before the news
        key = "".join(filter(str.isalnum, part.words))
        same = (at for at in range(end - 1, -1, -1) if keys[at] in key or key in keys[at])
        at = next((at for at in same if abs(len(keys[at]) - len(key)) <= _MARKS), None)
        if at is not None:
            looks[part.role][lines[at].look] += 1
            end = at
    shown = {
        role: tuple(look for look, count in counts.most_common() if count >= _LEAST_SHARE * counts.total())
        for role, counts in looks.items()
    }
    item = tuple(dict.fromkeys((*shown.get("item", ()), *layout.item)))
    headline = tuple(look for look in shown.get("headline", layout.headline) if look not in item)
    group = tuple(look for look in shown.get("group", layout.group) if look not in {*item, *headline})
    return replace(layout, group=group, headline=headline, item=item)


def measure(composed: Composed, briefing: Briefing) -> Measured:
    """Return what of a document is right."""
    found: dict[str, list[Item]] = defaultdict(list)
    for item in briefing.items:
        found[_bare(item.text)[:_KEY]].append(item)
    right: Counter[str] = Counter()
    differences: list[str] = []
    for expected in composed.items:
        start = _bare(expected.text)
        same = [each for each in found[start[:_KEY]] if _bare(each.text).startswith(start[:_START])]
        if not same:
            differences.append(f"missed: {expected.text[:40]}")
            continue
        item = same[0]
        found[start[:_KEY]].remove(item)
        wrong = _list_wrong(expected, item)
        right["exact"] += not wrong
        for name, got, is_right in (
            ("section", item.section, item.section in expected.sections),
            ("comment", item.comment, item.comment == expected.comment),
        ):
            right[name] += is_right and (name == "section" or item.comment is not None)
            wrong += [] if is_right else [f"{name} {got!r}"]
        differences += [f"{expected.text[:30]}: {text}" for text in wrong]
    more = [item for items in found.values() for item in items]
    differences += [f"not there: {item.headline} / {item.text[:60]}" for item in more]
    head = _list_wrong_head(composed, briefing)
    right["head"] = len(composed.head) - len(head)
    items = len(composed.items) + len(more)
    comments = sum(each.comment is not None for each in composed.items)
    of = Counter(exact=items, section=items, comment=comments, head=len(composed.head))
    return Measured(right=right, of=of, differences=(*differences, *head))


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
