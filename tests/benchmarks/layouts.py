"""Measure how the reading copes with publishers' habits: ``make layouts``.

Composes briefings at random from independent choices, with the truth known by construction, and prints for each choice
the share of items found exactly (start of the text, headline, date, points), of those in the right section, and of
fields of the title page that are right. What is found and not there counts as an item missed. ``--show N`` prints the N
worst documents with the differences, ``--only CHOICE`` only those made by a choice, ``--count N`` and ``--seed N`` say
how many, and which.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.config import find_data_folder
from bot.model.briefing import Briefing, Item
from bot.names.lexicon import Lexicon
from bot.names.reference import load_lexicon
from bot.reading.pipeline import read_briefing
from tests.benchmarks.layout_documents import Composed, Expected, compose

COUNT = 1_000
START = 40
KEY = 25
"""Characters by which an item is looked up; behind the text of a short one its labels may follow."""


@dataclass(kw_only=True, slots=True)
class Measured:
    """How one document was read: counts, and the differences in words."""

    composed: Composed
    items: int = 0
    exact: int = 0
    placed: int = 0
    fields: int = 0
    fields_right: int = 0
    differences: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The share of the items that were found exactly and in their section."""
        return (self.exact + self.placed) / (2 * self.items) if self.items else 1.0


def _start(text: str) -> str:
    return text[:KEY]


def measure(composed: Composed, lexicon: Lexicon) -> Measured:
    """Read one document and compare."""
    briefing = read_briefing(composed.data, source_name=composed.source_name, lexicon=lexicon)
    made = Measured(composed=composed)
    found: dict[str, list[Item]] = defaultdict(list)
    for item in briefing.items:
        found[_start(item.text)].append(item)
    for expected in composed.items:
        made.items += 1
        same = [item for item in found[_start(expected.text)] if item.text.startswith(expected.text[:START])]
        if not same:
            made.differences.append(f"missed: {_start(expected.text)}")
            continue
        item = same[0]
        found[_start(expected.text)].remove(item)
        wrong = list_wrong(expected, item)
        made.exact += not wrong
        made.placed += item.section in expected.sections
        if item.section not in expected.sections:
            wrong.append(f"section {item.section}")
        made.differences += [f"{_start(expected.text)}: {text}" for text in wrong]
    more = [item for items in found.values() for item in items]
    made.items += len(more)
    made.differences += [f"not there: {item.headline} / {item.text[:60]}" for item in more]
    _compare_head(made, briefing)
    return made


def list_wrong(expected: Expected, item: Item) -> list[str]:
    """Say what of an item is not as it should be, sections apart."""
    return [
        f"{name} {got!r} for {wanted!r}"
        for name, got, wanted in (
            ("headline", item.headline, expected.headline),
            ("date", item.reported_on and str(item.reported_on), expected.reported_on and str(expected.reported_on)),
            ("points", item.points, expected.points),
        )
        if got != wanted
    ]


def _compare_head(made: Measured, briefing: Briefing) -> None:
    for name, wanted in made.composed.head.items():
        got = getattr(briefing, name)
        same = str(got).casefold() == str(wanted).casefold()
        made.fields += 1
        made.fields_right += same
        if not same:
            made.differences.append(f"{name} {got} for {wanted}")


def compose_all(count: int, seed: int) -> list[Composed]:
    """Compose so many documents; each has its own seed."""
    chances = (random.Random(f"{seed}/{number}") for number in range(count))  # noqa: S311  the same in every run
    return [compose(chance) for chance in chances]


def measure_all(count: int, seed: int, lexicon: Lexicon) -> list[Measured]:
    """Read them all."""
    return [measure(composed, lexicon) for composed in compose_all(count, seed)]


def _print_table(measured: Iterable[Measured]) -> None:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for made in measured:
        values = Counter(
            items=made.items, exact=made.exact, placed=made.placed, fields=made.fields, right=made.fields_right
        )
        for name in ("overall", *(f"{key}: {value}" for key, value in made.composed.choices.items())):
            counts[name].update(values)
    print(f"{'choice':36} {'items':>7} {'exact':>7} {'section':>8} {'head':>7}")
    for name in sorted(
        counts,
        key=lambda name: (name != "overall", name.split(":")[0], counts[name]["exact"] / max(1, counts[name]["items"])),
    ):
        c = counts[name]
        shares = c["exact"] / max(1, c["items"]), c["placed"] / max(1, c["items"]), c["right"] / max(1, c["fields"])
        print(f"{name:36} {c['items']:7} {shares[0]:7.3f} {shares[1]:8.3f} {shares[2]:7.3f}")


def main() -> None:
    """Print the table, and the worst documents where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--only", action="append", default=[])
    asked = parser.parse_args()
    measured = measure_all(asked.count, asked.seed, load_lexicon(find_data_folder("reference")))
    for only in asked.only:
        measured = [m for m in measured if only in {f"{key}: {value}" for key, value in m.composed.choices.items()}]
    _print_table(measured)
    for made in sorted(measured, key=lambda made: made.share)[: asked.show]:
        print("\n" + "=" * 100 + f"\n{made.share:.2f} {made.composed.choices}")
        print(made.composed.outline)
        print("\n".join(f"  ! {text}" for text in made.differences))


if __name__ == "__main__":
    main()
