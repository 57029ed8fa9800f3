"""What the benchmarks share: where things lie, options, tables, and a store to measure on."""

import argparse
import csv
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from bot.app import Application, bootstrap
from bot.clock import FixedClock
from bot.config import Settings, find_data_folder
from bot.model.intake import IngestReport
from bot.names.reference import load_lexicon

ROOT = Path(__file__).resolve().parents[2]
LABELLED = ROOT / "tests" / "data" / "labelled"
SHARED = ROOT.parent / "shared"
"""A folder beside the checkout, with texts that are no part of the project."""
CORPUS = SHARED / "corpora" / "zh_policies.csv"
"""A public collection of Chinese official documents: titles, days and full texts."""
Label = dict[str, Any]
"""A briefing in the words of the export."""
LEXICON = load_lexicon(find_data_folder("reference"))


def build_parser(about: str | None) -> argparse.ArgumentParser:
    """Return a parser of options whose help is a module's docstring."""
    return argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)


def say_met(*, met: bool) -> str:
    """Return the word for whether a bar was met."""
    return "met" if met else "MISSED"


def print_table(head: Sequence[str], rows: Iterable[Sequence[object]], *, width: int = 0) -> None:
    """Print rows below their head: words at the left, figures at the right; the first column is at least so wide.

    Shares have three decimals; None leaves a cell empty.
    """
    listed = list(rows)
    columns = [[title, *map(_show, cells)] for title, *cells in zip(head, *listed, strict=True)]
    widths = [max(map(len, column)) for column in columns]
    widths[0] = max(widths[0], width)
    signs = ["<" if any(isinstance(cell, str) for cell in cells) else ">" for cells in zip(*listed, strict=True)]
    for row in zip(*columns, strict=True):
        shown = (f"{cell:{sign}{wide}}" for cell, sign, wide in zip(row, signs, widths, strict=True))
        print("  ".join(shown).rstrip(), flush=True)


def _show(cell: object) -> str:
    return "" if cell is None else f"{cell:.3f}" if isinstance(cell, float) else str(cell)


def meets(bars: Iterable[tuple[str, float, float]]) -> bool:
    """Print figures beside the least that is wanted of each; return whether all are met."""
    missed = 0
    for what, reached, least in bars:
        missed += reached < least
        print(f"{what}: {reached:.3f}, wanted {least:.3f}: {say_met(met=reached >= least)}")
    return not missed


def list_labels() -> Iterator[tuple[str, Label, Path]]:
    """Yield the name of each labelled document, what is labelled of it, and where it lies."""
    for path in sorted(LABELLED.glob("*.json")):
        yield path.stem, *read_label(path.stem)


def read_label(name: str) -> tuple[Label, Path]:
    """Return what is labelled of a document, and where the document lies."""
    label: Label = json.loads((LABELLED / f"{name}.json").read_text(encoding="utf-8"))
    return label, ROOT / label["document"]


@cache
def read_corpus(path: Path = CORPUS) -> tuple[dict[str, str], ...]:
    """Return the rows of the collection of Chinese documents; none where it is not there."""
    if not path.is_file():
        return ()
    csv.field_size_limit(1 << 27)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return tuple(csv.DictReader(lines))


def open_app(db: Path, now: dt.datetime, *, semantic: bool = False) -> Application:
    """Open the program over a database, a new one where there is none; its clock stands still."""
    return bootstrap(Settings(db=db, semantic=semantic), clock=FixedClock(now), create=True)


def ingest(app: Application, name: str, data: bytes, *, dry_run: bool = False) -> IngestReport:
    """Read a file, store and index it; with ``dry_run`` only say what would come of that."""
    now = app.services.clock.now()
    return app.services.ingest.ingest(source_name=name, data=data, by="bench", now=now, dry_run=dry_run)


def ingest_samples(app: Application) -> None:
    """Read the sample briefings in."""
    for sample in sorted(find_data_folder("briefings").glob("*.md")):
        ingest(app, sample.name, sample.read_bytes())


def find_memory_mb(name: str) -> float:
    """Return "VmRSS", this process's memory now, or "VmHWM", the most it had, in MB; 1 where the system is silent."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(name)), 1.0)
