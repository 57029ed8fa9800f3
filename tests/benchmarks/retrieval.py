"""Measure how well questions find what answers them: part of ``make accuracy``; fails under the bars below.

The questions are our own (``tests/data/retrieval/README.md`` says which were written when) over the documents of
``tests/data/labelled/``. Recall@5 is the share of the wanted items (of the first five where there are more) among the
first five found; "first" the share of questions whose first item is wanted; for absent things both are the share that
was rightly not answered. Beside it stands a plain search that wants every word, over the same index in the same run.
"""

import datetime as dt
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile
from pathlib import Path

from bot.answers.lookup import Lookup
from bot.answers.rows import PolicyRow
from bot.answers.semantic import load_meaning
from bot.config import find_data_folder
from bot.digests.outbox import Digests
from bot.errors import BadQueryError
from bot.ingest.ingest import Ingest
from bot.model.briefing import Briefing
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind, fold_title
from bot.names.lexicon import Lexicon
from bot.names.reference import load_lexicon
from bot.query.query import parse_query
from bot.query.query_record import Alternatives, Query
from bot.query.search_plan import SearchPlan
from bot.query.wording import load_wording
from bot.reading.child import ChildReader
from bot.reading.pipeline import read_briefing
from bot.store.database import Store, open_store
from bot.store.search import find_items

ROOT = Path(__file__).resolve().parents[2]
LABELLED = ROOT / "tests" / "data" / "labelled"
QUESTIONS = ROOT / "tests" / "data" / "retrieval"
NOW = dt.datetime(2025, 7, 1, 9, tzinfo=dt.UTC)
LOOKED_AT = 5
HALVES = ("before", "after", "later", "phrased", "spoken", "asked", "conditions", "typed")
BARS = {
    "before recall": 0.94,
    "before first": 0.94,
    "after recall": 0.93,
    "after first": 0.92,
    "later recall": 0.80,
    "later first": 0.83,
    "phrased recall": 0.90,
    "phrased first": 0.92,
    "spoken recall": 0.90,
    "spoken first": 0.92,
    "asked recall": 0.88,
    "asked first": 0.87,
    "conditions recall": 0.86,
    "conditions first": 0.90,
    "typed recall": 0.85,
    "typed first": 0.86,
    "absent": 1.0,
}
"""What must be reached, with the extra and without; a little under what is."""

Question = tuple[str, str, list[str]]


class PlainReader(ChildReader):
    """Reads in this process: the documents are our own."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def read(self, *, source_name: str, data: bytes, layouts: Mapping[str, str] | None = None) -> Briefing:
        """Return the briefing in these bytes."""
        return read_briefing(data, source_name=source_name, lexicon=self.lexicon, layouts=layouts or {})


class NoAnnouncer(Digests):
    """Posts nothing."""

    def __init__(self) -> None:
        """Need no store."""

    def announce(self, *_: object, **__: object) -> None:
        """Enqueue nothing."""

    def correct(self, *_: object, **__: object) -> tuple[str, ...]:
        """Correct nothing."""
        return ()


def ingest_labelled(store: Store, lookup: Lookup) -> dict[str, str]:
    """Store the labelled documents that the questions are about; give each item's document and place by its id.

    The place is that of the label with the same words: what reading makes of sections is measured elsewhere.
    """
    service = Ingest(store, PlainReader(lookup.lexicon()), NoAnnouncer())
    places: dict[str, str] = {}
    for stem in json.loads((QUESTIONS / "documents.json").read_text(encoding="utf-8")):
        label = json.loads((LABELLED / f"{stem}.json").read_text(encoding="utf-8"))
        source = ROOT / label["document"]
        labelled = {_join(each): f"{each['section']}/{each['position']}" for each in label["items"]}
        report = service.ingest(source_name=source.name, data=source.read_bytes(), by="retrieval", now=NOW)
        card = lookup.open(IdKind.BRIEFING, int(report.briefing_id[1:]), now=NOW, limit=1000)
        for row in getattr(card, "rows", ()):
            said = _join({"headline": row.item.headline, "text": row.item.text})
            nearest = max((_count_equal(each, said), place) for each, place in labelled.items())
            places[row.id] = f"{stem} {nearest[1]}"
    return places


def _count_equal(one: str, other: str) -> int:
    """Return how many letters two texts have in common at the beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _join(item: Mapping[str, str | None]) -> str:
    """Return the letters of headline and text, by the longest beginning of which an item is known."""
    return fold_title(f"{item.get('headline') or ''}{item.get('text') or ''}")


def read_questions(name: str) -> list[Question]:
    """Return the questions of one half."""
    listed = json.loads((QUESTIONS / f"{name}.json").read_text(encoding="utf-8"))
    return [(kind, asked, wanted) for kind, asked, wanted in listed]


def list_absent() -> list[str]:
    """Return 200 things that none of the documents speaks of: names and subjects put in many ways."""
    listed = json.loads((QUESTIONS / "absent.json").read_text(encoding="utf-8"))
    ways: list[str] = listed["ways"]
    return [ways[number % len(ways)].format(thing) for number, thing in enumerate(listed["things"])]


def find_places(lookup: Lookup, asked: str, places: dict[str, str]) -> list[str]:
    """Get where the items of the answer's first page stand, in its order; a policy's other items count as its row."""
    try:
        query = parse_query(asked, lexicon=lookup.lexicon(), today=beijing_day(NOW))
        answer = lookup.search(query, now=NOW)
    except BadQueryError as error:
        return [f"refused: {error.message}"]
    found = [row.row.id if isinstance(row, PolicyRow) else row.id for row in answer.rows]
    return [places.get(each, each) for each in found]


def score(questions: Sequence[Question], found: Sequence[list[str]]) -> dict[str, list[tuple[float, float]]]:
    """Return recall@5 and first place of each question, by kind."""
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


def find_plainly(store: Store, asked: str, places: dict[str, str]) -> list[str]:
    """Return what a search finds that wants every word as typed and knows nothing else: the baseline."""
    wanted = tuple(Alternatives(wordings=((word,),)) for word in asked.split())
    plan = SearchPlan(wanted=wanted, excluded=(), marked=(), texts=tuple(asked.split()))
    with store.read() as db:
        hits = find_items(db, Query(), plan, today=beijing_day(NOW), limit=LOOKED_AT).hits
    return [places[f"I{hit.item_id}"] for hit in hits]


def main() -> int:
    """Print the tables of all questions and of the absent things; ``--misses`` lists what was not found."""
    folder = find_data_folder("reference")
    lexicon, wording = load_lexicon(folder), load_wording(folder)
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        store = open_store(Path(scratch) / "retrieval.db", create=True)
        places = ingest_labelled(store, Lookup(store, lexicon))
        measure("baseline: plain search", lambda asked: find_plainly(store, asked, places))
        for way, meaning in (("words only", None), ("with the extra", load_meaning())):
            if way == "words only" or meaning is not None:
                lookup = Lookup(store, lexicon, wording=wording, meaning=meaning)
                scores = measure(way, lambda asked, lookup=lookup: find_places(lookup, asked, places))  # type: ignore[misc]
                faults += [
                    f"{way}, {name}: {score:.3f} is under {bar}"
                    for name, bar in BARS.items()
                    if (score := scores[name]) < bar
                ]
            else:
                print("The extra gongbao[semantic] is not installed: not measured.\n")
        store.close()
    print("\n".join(faults) or "Retrieval: every bar is met.")
    return 1 if faults else 0


def measure(way: str, find: Callable[[str], list[str]]) -> dict[str, float]:
    """Print what is found in this way; give the figures that have bars, by name."""
    figures: dict[str, float] = {}
    for half in HALVES:
        questions = read_questions(half)
        found = [find(asked) for _, asked, _ in questions]
        scores = score(questions, found)
        print_table(f"{half}, {way}", scores)
        pairs = [pair for each in scores.values() for pair in each]
        figures |= {
            f"{half} {name}": sum(p[i] for p in pairs) / len(pairs) for i, name in enumerate(("recall", "first"))
        }
        if "--misses" in sys.argv:
            print_misses(questions, found)
    absent = list_absent()
    answered = [asked for asked in absent if find(asked)]
    print(f"absent things, {way}: {len(absent)} asked, {len(answered)} answered {answered}\n")
    return figures | {"absent": 1 - len(answered) / len(absent)}


def print_misses(questions: Sequence[Question], found: Sequence[list[str]]) -> None:
    """Print the questions that did not find first what is wanted."""
    for (kind, asked, wanted), listed in zip(questions, found, strict=True):
        if (listed[:1] and listed[0] not in wanted) or bool(listed) != bool(wanted):
            print(f"  {kind}: {asked}\n      wanted {wanted}\n      found  {listed[:LOOKED_AT]}")


if __name__ == "__main__":
    sys.exit(main())
