"""What the benchmarks share: where things lie, options, tables, and a store to measure on."""

import argparse
import csv
import json
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from bot.config import find_data_folder
from bot.names.reference import load_lexicon

ROOT = Path(__file__).resolve().parents[2]
LABELLED = ROOT / "tests" / "data" / "labelled"
SHARED = ROOT.parent / "shared"
"""A folder beside the checkout, with texts that are no part of the project."""
CORPUS = SHARED / "corpora" / "zh_policies.csv"
"""A public collection of Chinese official documents: titles, days and full texts."""
LEXICON = load_lexicon(find_data_folder("reference"))


def build_parser(about: str | None) -> argparse.ArgumentParser:
    """Return a parser of options whose help is a module's docstring."""
    return argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)


def say_met(*, met: bool) -> str:
    """Return the word for whether a bar was met."""
    return "met" if met else "MISSED"


def print_table(head: Sequence[str], rows: Iterable[Sequence[object]], *, width: int = 0) -> None:
    """Print rows below their head: the first column at the left, at least so wide, the others at the right.

    Shares have three decimals; None leaves a cell empty.
    """
    cells = [list(head), *([_show(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    widths[0] = max(widths[0], width)
    for first, *others in cells:
        shown = "".join(f"  {cell:>{wide}}" for cell, wide in zip(others, widths[1:], strict=True))
        print(f"{first:{widths[0]}}{shown}", flush=True)


def _show(cell: object) -> str:
    return "" if cell is None else f"{cell:.3f}" if isinstance(cell, float) else str(cell)


def read_label(path: Path) -> tuple[dict[str, Any], Path]:
    """Return what is labelled of a document, and where the document lies."""
    label: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return label, ROOT / label["document"]


@cache
def read_corpus(path: Path = CORPUS) -> tuple[dict[str, str], ...]:
    """Return the rows of the collection of Chinese documents; none where it is not there."""
    if not path.is_file():
        return ()
    csv.field_size_limit(1 << 27)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return tuple(csv.DictReader(lines))
