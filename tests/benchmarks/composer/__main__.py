"""Measure how the reading copes with publishers' layouts: ``make layouts``.

Composes briefings at random of a layout, facts and independent habits, in English and in Chinese, with the truth known
by construction, and reads each twice: with the layout that the reader finds, and with its own given. Printed are for
each habit and language the share of items found exactly (start of the text, headline, date, points) by the first and by
the second reading, and of the first the share in the right section, of comments, and of fields of the title page. What
is found and not there counts as an item missed. ``--count`` and ``--seed`` say how many and which, ``--language`` takes
one only, ``--only HABIT`` those with it ("date: line under"), ``--show N`` prints the N worst with what differs
(``--given`` the worst with their own layout), and ``--write FOLDER`` keeps these as files.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.config import find_data_folder
from bot.names.lexicon import Lexicon
from bot.names.reference import load_lexicon
from bot.reading.layout.layouts import format_layout
from tests.benchmarks.composer.drawing import draw_plan
from tests.benchmarks.composer.issue import Composed, compose
from tests.benchmarks.composer.measuring import Measured, measure, read_both
from tests.benchmarks.composer.pool import load_pool

LANGUAGES = ("english", "chinese")
COUNT = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """A briefing and how it was read, with the layout found and with its own."""

    composed: Composed
    found: Measured
    given: Measured

    def list_habits(self) -> dict[str, str]:
        """Return all that was chosen, by name."""
        plan = self.composed.plan
        layout = plan.layout
        return {
            **plan.habits,
            "headline": layout.headline[0] if layout.headline else "none",
            "heading": layout.group[0] if layout.group else "none",
            "date": layout.date,
            "date form": layout.date_form,
            "issuer": layout.issuer,
            "source": layout.source,
            "points": layout.points,
        }


def compose_some(language: str, count: int, seed: int) -> Iterable[Composed]:
    """Compose so many briefings in a language; each has its own seed."""
    for number in range(count):
        chance = random.Random(f"{seed}/{language}/{number}")  # noqa: S311  the same in every run
        yield compose(draw_plan(chance, load_pool(language)), chance)


def try_out(composed: Composed, lexicon: Lexicon) -> Result:
    """Read a briefing in both ways."""
    found, given = read_both(composed, lexicon)
    return Result(composed=composed, found=measure(composed, found), given=measure(composed, given))


def _print_table(results: Sequence[Result]) -> None:
    groups: dict[str, dict[str, list[Result]]] = defaultdict(lambda: defaultdict(list))
    for result in results:
        for name in ("all", *(f"{name}: {value}" for name, value in result.list_habits().items())):
            groups[name][result.composed.plan.pool.language].append(result)
    columns = f"{'items':>6}{'exact':>7}{'given':>7}{'section':>8}{'comment':>8}{'head':>7}"
    print(
        f"{'habit':38}" + "  |".join(f"{columns}" for _ in LANGUAGES) + "\n" + f"{'':38}{LANGUAGES[0]:47}{LANGUAGES[1]}"
    )
    for name in sorted(groups, key=lambda name: (name != "all", name)):
        print(f"{name:38}" + "  |".join(_format_shares(groups[name][language]) for language in LANGUAGES))


def _format_shares(results: Sequence[Result]) -> str:
    found, given = [each.found for each in results], [each.given for each in results]
    items = sum(each.items for each in found)
    shares = (
        (sum(each.exact for each in found), items),
        (sum(each.exact for each in given), sum(each.items for each in given)),
        (sum(each.placed for each in found), items),
        (sum(each.comments_right for each in found), sum(each.comments for each in found)),
        (sum(each.fields_right for each in found), sum(each.fields for each in found)),
    )
    told = [f"{right / of:.3f}" if of else "" for right, of in shares]
    return f"{items:6}" + "".join(f"{text:>{width}}" for text, width in zip(told, (7, 7, 8, 8, 7), strict=True))


def _show(result: Result, measured: Measured, number: int, folder: Path | None) -> None:
    composed = result.composed
    print("\n" + "=" * 100 + f"\n{measured.share:.2f} {result.list_habits()}\n{format_layout(composed.plan.layout)}")
    print("\n".join(f"[{part.kind} {part.level}] {part.text}" for part in composed.parts))
    print("\n".join(f"  ! {text}" for text in measured.differences))
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number}_{composed.source_name}").write_bytes(composed.data)


def main() -> None:
    """Print the table, and the worst documents where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--language", choices=LANGUAGES)
    parser.add_argument("--given", action="store_true")
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    lexicon = load_lexicon(find_data_folder("reference"))
    results = [
        try_out(composed, lexicon)
        for language in LANGUAGES
        if asked.language in {None, language}
        for composed in compose_some(language, asked.count, asked.seed)
    ]
    for only in asked.only:
        results = [each for each in results if only in {f"{key}: {value}" for key, value in each.list_habits().items()}]
    _print_table(results)
    worst = [(each.given if asked.given else each.found, each) for each in results]
    worst.sort(key=lambda pair: pair[0].share)
    for number, (measured, result) in enumerate(worst[: asked.show]):
        _show(result, measured, number, asked.write)


if __name__ == "__main__":
    main()
