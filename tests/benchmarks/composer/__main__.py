"""Measure how the reading copes with publishers' layouts: ``make layouts``.

Composes briefings at random of a layout, facts and independent habits, in English and in Chinese, with the truth known
by construction, and reads each twice: with the layout that the reader finds, and with its own given. Printed are for
each habit and language the share of items found exactly (start of the text, headline, date, points) by the first and by
the second reading, and of the first the share in the right section, of comments, and of fields of the title page. What
is found and not there counts as an item missed. ``--count`` and ``--seed`` say how many and which, ``--language`` takes
one only, ``--only HABIT`` those with it ("date: line under"), and ``--show N`` prints the N worst with what differs
(``--given`` the worst with their own layout).
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.names.lexicon import Lexicon
from bot.reading.layout.layouts import format_layout
from tests.benchmarks.common import LEXICON, build_parser, print_table
from tests.benchmarks.composer.drawing import draw_plan
from tests.benchmarks.composer.issue import Composed, compose
from tests.benchmarks.composer.measuring import Measured, read_both
from tests.benchmarks.composer.pool import load_pool

LANGUAGES = ("english", "chinese")
COUNT = 300
_FIELDS = ("group", "headline", "date", "date_form", "points")


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """A briefing and how it was read, with the layout found and with its own."""

    composed: Composed
    found: Measured
    given: Measured

    def list_habits(self) -> list[str]:
        """Return all that was chosen, by name."""
        plan = self.composed.plan
        named = {name: getattr(plan.layout, name) for name in _FIELDS}
        looks = {name: looks[0] if looks else "none" for name, looks in named.items() if isinstance(looks, tuple)}
        return [f"{name}: {value}" for name, value in {**plan.habits, **named, **looks}.items()]


def compose_some(language: str, count: int, seed: int) -> Iterable[Composed]:
    """Compose so many briefings in a language; each has its own seed."""
    for number in range(count):
        chance = random.Random(f"{seed}/{language}/{number}")  # noqa: S311  the same in every run
        yield compose(draw_plan(chance, load_pool(language)), chance)


def try_out(composed: Composed, lexicon: Lexicon) -> Result:
    """Read a briefing in both ways."""
    found, given = read_both(composed, lexicon)
    return Result(composed=composed, found=found, given=given)


def count_shares(results: Iterable[Measured]) -> tuple[Counter[str], dict[str, float]]:
    """Return how many there are of each kind, and the share that is right."""
    right: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for each in results:
        right.update(each.right)
        of.update(each.of)
    return of, {name: right[name] / count for name, count in of.items() if count}


def _print_tables(results: Sequence[Result]) -> None:
    """Print a table a language: how many items each habit has, and the shares that are right."""
    for language in LANGUAGES:
        groups: dict[str, list[Result]] = defaultdict(list)
        for result in (each for each in results if each.composed.plan.pool.language == language):
            for name in ("all", *result.list_habits()):
                groups[name].append(result)
        rows = [(name, *_list_shares(groups[name])) for name in sorted(groups, key=lambda each: (each != "all", each))]
        if rows:
            print_table((language, "items", "exact", "given", "section", "comment", "head"), rows, width=38)
            print()


def _list_shares(results: Sequence[Result]) -> tuple[float | None, ...]:
    of, shares = count_shares(each.found for each in results)
    given = count_shares(each.given for each in results)[1]
    return of["exact"], shares.get("exact"), given.get("exact"), *map(shares.get, ("section", "comment", "head"))


def _show(result: Result, measured: Measured) -> None:
    composed = result.composed
    print("\n" + "=" * 100 + f"\n{'; '.join(result.list_habits())}\n{format_layout(composed.plan.layout)}")
    print("\n".join(f"[{part.kind} {part.level}] {part.text}" for part in composed.parts))
    print("\n".join(f"  ! {text}" for text in measured.differences))


def main() -> None:
    """Print the table, and the worst documents where asked."""
    parser = build_parser(__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--language", choices=LANGUAGES)
    parser.add_argument("--given", action="store_true")
    asked = parser.parse_args()
    results = [
        try_out(composed, LEXICON)
        for language in LANGUAGES
        if asked.language in {None, language}
        for composed in compose_some(language, asked.count, asked.seed)
    ]
    for only in asked.only:
        results = [each for each in results if only in each.list_habits()]
    _print_tables(results)
    worst = [(each.given if asked.given else each.found, each) for each in results]
    worst.sort(key=lambda pair: (pair[0].right["exact"] + pair[0].right["section"]) / max(1, pair[0].of["exact"]))
    for measured, result in worst[: asked.show]:
        _show(result, measured)


if __name__ == "__main__":
    main()
