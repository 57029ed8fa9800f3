"""Measure how well questions find what answers them: part of ``make accuracy``.

The questions in ``tests/data/retrieval/`` are our own, over the documents of ``tests/data/labelled/``: ``before.json``
was written before the search was, ``after.json`` afterwards and without a look at what it finds. Each is a kind, a
question and the items that answer it (document and place). Recall@5 is the share of the wanted items (of the first five
where there are more) among the first five found; "first" the share of questions whose first item is wanted; for absent
things it is the share that was rightly not answered.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config import find_data_folder
from bot.domain.dates import beijing_day
from bot.domain.query import parse_query
from bot.errors import BadQueryError
from bot.reading.pipeline import read_briefing
from bot.services.ingest import Ingest
from bot.services.lookup import Lookup
from bot.services.results import PolicyRow
from bot.store.database import open_store
from bot.store.reference import load_lexicon
from bot.store.wording import load_wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.briefing import Briefing
    from bot.domain.lexicon import Lexicon
    from bot.store.database import Store

ROOT = Path(__file__).resolve().parents[2]
LABELLED = ROOT / "tests" / "data" / "labelled"
QUESTIONS = ROOT / "tests" / "data" / "retrieval"
NOW = dt.datetime(2025, 7, 1, 9, tzinfo=dt.UTC)
LOOKED_AT = 5

Question = tuple[str, str, list[str]]


class PlainReader:
    """Reads in this process: the documents are our own."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def read(self, *, source_name: str, data: bytes) -> Briefing:
        """Give the briefing in these bytes."""
        return read_briefing(data, source_name=source_name, lexicon=self.lexicon)


class NoAnnouncer:
    """Posts nothing."""

    def announce(self, *_: object, **__: object) -> tuple[str, ...]:
        """Enqueue nothing."""
        return ()

    withdraw = announce


def ingest_labelled(store: Store, lookup: Lookup) -> dict[str, str]:
    """Store every labelled document; give each item's document and place by its id."""
    service = Ingest(store, PlainReader(lookup.lexicon()), NoAnnouncer())
    places: dict[str, str] = {}
    for label in sorted(LABELLED.glob("*.json")):
        source = ROOT / json.loads(label.read_text(encoding="utf-8"))["document"]
        report = service.ingest(source_name=source.name, data=source.read_bytes(), by="retrieval", now=NOW)
        card = lookup.get_briefing(int(report.briefing_id[1:]), now=NOW)
        for row in getattr(card, "rows", ()):
            places[row.id] = f"{label.stem} {row.item.section}/{row.item.position}"
    return places


def read_questions(name: str) -> list[Question]:
    """Give the questions of one half."""
    listed = json.loads((QUESTIONS / f"{name}.json").read_text(encoding="utf-8"))
    return [(kind, asked, wanted) for kind, asked, wanted in listed]


def list_absent() -> list[str]:
    """Give 200 things that none of the documents speaks of: names and subjects put in many ways."""
    listed = json.loads((QUESTIONS / "absent.json").read_text(encoding="utf-8"))
    ways: list[str] = listed["ways"]
    return [ways[number % len(ways)].format(thing) for number, thing in enumerate(listed["things"])]


def find_places(lookup: Lookup, asked: str, places: dict[str, str]) -> list[str]:
    """Give where the items of the answer's first page stand, in its order; a policy's other items count as its row."""
    try:
        query = parse_query(asked, lexicon=lookup.lexicon(), today=beijing_day(NOW))
        answer = lookup.search(query, now=NOW)
    except BadQueryError as error:
        return [f"refused: {error.message}"]
    found = [row.row.id if isinstance(row, PolicyRow) else row.id for row in answer.rows]
    return [places.get(each, each) for each in found]


def score(questions: Sequence[Question], found: Sequence[list[str]]) -> dict[str, list[tuple[float, float]]]:
    """Give recall@5 and first place of each question, by kind."""
    by_kind: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for (kind, _, wanted), listed in zip(questions, found, strict=True):
        if not wanted:
            by_kind[kind].append((float(not listed), float(not listed)))
            continue
        held = set(listed[:LOOKED_AT]) & set(wanted)
        recall = len(held) / min(len(wanted), LOOKED_AT)
        by_kind[kind].append((recall, float(bool(listed) and listed[0] in wanted)))
    return dict(by_kind)


def print_table(name: str, scores: dict[str, list[tuple[float, float]]]) -> None:
    """Print one line a kind and one for all."""
    print(f"{f'retrieval, {name}':44} {'asked':>6} {'recall@5':>9} {'first':>7}")
    rows = [*scores.items(), ("all", [pair for pairs in scores.values() for pair in pairs])]
    for kind, pairs in rows:
        recall, first = (sum(pair[i] for pair in pairs) / len(pairs) for i in (0, 1))
        print(f"{kind:44} {len(pairs):6} {recall:9.3f} {first:7.3f}")
    print()


def main() -> int:
    """Print the tables of both halves and of the absent things; ``--misses`` lists what was not found."""
    folder = find_data_folder("reference")
    lexicon, wording = load_lexicon(folder), load_wording(folder)
    with tempfile.TemporaryDirectory() as scratch:
        store = open_store(Path(scratch) / "retrieval.db", create=True)
        places = ingest_labelled(store, Lookup(store, lexicon))
        for way, meaning in (("words only", None),):
            measure(way, Lookup(store, lexicon, wording=wording, meaning=meaning), places)
        store.close()
    return 0


def measure(way: str, lookup: Lookup, places: dict[str, str]) -> None:
    """Print what this lookup finds."""
    for half in ("before", "after"):
        if not (QUESTIONS / f"{half}.json").exists():
            continue
        questions = read_questions(half)
        found = [find_places(lookup, asked, places) for _, asked, _ in questions]
        print_table(f"{half} the code, {way}", score(questions, found))
        if "--misses" in sys.argv:
            for (kind, asked, wanted), listed in zip(questions, found, strict=True):
                if (listed[:1] and listed[0] not in wanted) or bool(listed) != bool(wanted):
                    print(f"  {kind}: {asked}\n      wanted {wanted}\n      found  {listed[:LOOKED_AT]}")
    if (QUESTIONS / "absent.json").exists():
        absent = list_absent()
        answered = [asked for asked in absent if find_places(lookup, asked, places)]
        print(f"absent things, {way}: {len(absent)} asked, {len(answered)} answered {answered}\n")


if __name__ == "__main__":
    sys.exit(main())
