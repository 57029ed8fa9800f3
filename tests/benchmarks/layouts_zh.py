"""Measure how briefings in Chinese of unknown publishers are read: ``python -m tests.benchmarks.layouts_zh``.

Issues are composed at random of independent choices of a publisher's habits, so that what stands in them is known.
Printed are for each choice the share of items found exactly (headline, text, day and points) and of sections right.
``--count N`` and ``--seed N`` choose which, ``--show N`` prints the N worst with what differs, ``--write FOLDER`` keeps
these as files. ``--alone`` changes one habit at a time of a plain publisher's, which tells causes apart.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from bot.config import find_data_folder
from bot.names.reference import load_lexicon
from tests.composed_zh.compose import compose
from tests.composed_zh.habits import CHOICES, choose_habits, list_plain
from tests.composed_zh.scoring import Scored, score


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--alone", action="store_true")
    given = parser.parse_args()
    lexicon = load_lexicon(find_data_folder("reference"))
    found: list[Scored] = []
    listed = list_plain(6) if given.alone else [None] * given.count
    for at, habits in enumerate(listed):
        chance = random.Random(given.seed * 1_000_000 + at)  # noqa: S311  the same in every run
        found.append(score(compose(chance, habits or choose_habits(chance)), lexicon))
    _print_choices(found)
    worst = sorted(found, key=lambda each: each.share)[: given.show]
    for at, each in enumerate(worst):
        print(f"\n{at}: {each.exact} of {each.wanted}, {each.extra} too many; {each.composed.habits}")
        print("\n".join(f"  {line}" for line in each.differences))
        if given.write:
            given.write.mkdir(parents=True, exist_ok=True)
            (given.write / f"{at}_{each.composed.name}").write_bytes(each.composed.data)
    return 0


def _print_choices(found: list[Scored]) -> None:
    """Print the shares of all issues, and of those with each choice."""
    by_choice: defaultdict[tuple[str, str], list[Scored]] = defaultdict(list)
    for each in found:
        for name, choice in each.composed.habits.list_choices():
            by_choice[name, choice].append(each)
    print(f"{'choice':28} {'issues':>6} {'items':>6} {'exact':>6} {'sections':>8}")
    _print_line("all", found)
    for name, choices in CHOICES.items():
        for choice in dict.fromkeys(choices):
            if by_choice[name, choice]:
                _print_line(f"{name}: {choice}", by_choice[name, choice])


def _print_line(name: str, found: list[Scored]) -> None:
    wanted = sum(each.wanted for each in found)
    all_items = wanted + sum(each.extra for each in found)
    exact, placed = sum(each.exact for each in found), sum(each.placed for each in found)
    print(f"{name:28} {len(found):6} {wanted:6} {exact / all_items:6.3f} {placed / wanted:8.3f}")


if __name__ == "__main__":
    sys.exit(main())
