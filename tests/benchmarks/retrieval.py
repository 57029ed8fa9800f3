"""Measure how well questions find what answers them: part of ``make accuracy``; fails under the bars below.

The questions are our own (``tests/data/retrieval/README.md`` says which were written when) over the documents of
``tests/data/labelled/``. Recall@5 is the share of the wanted items (of the first five where there are more) among the
first five found; "first" the share of questions whose first item is wanted; for absent things both are the share that
was rightly not answered. Beside it stands a plain search that wants every word, over the same index in the same run.
``--misses`` lists what was not found.
"""

import datetime as dt
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Any

from bot.answers.briefing import BriefingCard
from bot.answers.lookup import Lookup
from bot.answers.rows import PolicyRow
from bot.answers.semantic import load_meaning
from bot.app import Application
from bot.config import find_data_folder
from bot.errors import BadQueryError
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind, fold_title
from bot.query.query import parse_query
from bot.query.query_record import Alternatives, Query
from bot.query.search_plan import SearchPlan
from bot.query.wording import load_wording
from bot.store.database import Store
from bot.store.search import find_items
from tests.benchmarks.common import LEXICON, ROOT, build_parser, ingest, meets, open_app, print_table, read_label

QUESTIONS = ROOT / "tests" / "data" / "retrieval"
NOW = dt.datetime(2025, 7, 1, 9, tzinfo=dt.UTC)
LOOKED_AT = 5
BARS = {
    "before": (0.94, 0.94),
    "after": (0.93, 0.92),
    "later": (0.80, 0.83),
    "phrased": (0.90, 0.92),
    "spoken": (0.90, 0.92),
    "asked": (0.88, 0.87),
    "conditions": (0.86, 0.90),
    "typed": (0.85, 0.86),
}
"""Recall and first place that must be reached in each file of questions; no absent thing may be answered."""

Places = dict[str, str]
"""The document and place of each item, by its id."""
Find = Callable[[str], list[str]]
Question = tuple[str, str, list[str]]
"""Its kind, the question, and the places that are wanted."""


def ingest_labelled(app: Application) -> Places:
    """Store the labelled documents that the questions are about; give where each item stands.

    The place is that of the label with the same words: what reading makes of sections is measured elsewhere.
    """
    places: Places = {}
    for stem in read_data("documents"):
        label, source = read_label(stem)
        labelled = {_join(**each): f"{each['section']}/{each['position']}" for each in label["items"]}
        report = ingest(app, source.name, source.read_bytes())
        card = app.services.lookup.open(IdKind.BRIEFING, int(report.briefing_id[1:]), now=NOW, limit=1000)
        assert isinstance(card, BriefingCard)
        for row in card.rows:
            said = _join(headline=row.item.headline, text=row.item.text)
            nearest = max((_count_equal(each, said), place) for each, place in labelled.items())
            places[row.id] = f"{stem} {nearest[1]}"
    return places


def _join(*, headline: str | None = None, text: str | None = None, **_: object) -> str:
    """Return the letters of headline and text, by the longest beginning of which an item is known."""
    return fold_title(f"{headline or ''}{text or ''}")


def _count_equal(one: str, other: str) -> int:
    """Return how many letters two texts have in common at the beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def read_data(name: str) -> Any:
    """Return what a file of the questions' folder holds."""
    return json.loads((QUESTIONS / f"{name}.json").read_text(encoding="utf-8"))


def find_places(lookup: Lookup, places: Places, asked: str) -> list[str]:
    """Get where the items of the answer's first page stand, in its order; a policy's other items count as its row."""
    try:
        query = parse_query(asked, lexicon=lookup.lexicon(), today=beijing_day(NOW))
        answer = lookup.search(query, now=NOW)
    except BadQueryError as error:
        return [f"refused: {error.message}"]
    found = [row.row.id if isinstance(row, PolicyRow) else row.id for row in answer.rows]
    return [places.get(each, each) for each in found]


def find_plainly(store: Store, places: Places, asked: str) -> list[str]:
    """Return what a search finds that wants every word as typed and knows nothing else: the baseline."""
    plan = SearchPlan(wanted=tuple(Alternatives(wordings=((word,),), text=word) for word in asked.split()))
    with store.read() as db:
        hits = find_items(db, Query(), plan, today=beijing_day(NOW), limit=LOOKED_AT).hits
    return [places[f"I{hit.item_id}"] for hit in hits]


def score(wanted: Sequence[str], listed: Sequence[str]) -> tuple[float, float]:
    """Return recall@5 and first place of one question."""
    if not wanted:
        return float(not listed), float(not listed)
    held = set(listed[:LOOKED_AT]) & set(wanted)
    return len(held) / min(len(wanted), LOOKED_AT), float(bool(listed) and listed[0] in wanted)


def average(scores: Iterable[tuple[float, ...]]) -> tuple[float, ...]:
    """Return the mean of each figure."""
    return tuple(sum(column) / len(column) for column in zip(*scores, strict=True))


def measure(way: str, find: Find, *, lists_misses: bool) -> list[tuple[str, float, float]]:
    """Print what is found in this way; return the figures beside their bars."""
    bars: list[tuple[str, float, float]] = []
    for half, least in BARS.items():
        by_kind: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
        questions: list[Question] = read_data(half)
        found = [find(asked) for _, asked, _ in questions]
        for (kind, _, wanted), listed in zip(questions, found, strict=True):
            by_kind[kind].append(score(wanted, listed))
            by_kind["all"].append(by_kind[kind][-1])
        overall = by_kind.pop("all")
        rows = [(kind, len(each), *average(each)) for kind, each in [*by_kind.items(), ("all", overall)]]
        print_table((f"retrieval, {half}, {way}", "asked", "recall@5", "first"), rows, width=44)
        for (kind, asked, wanted), listed in zip(questions, found, strict=True) if lists_misses else ():
            if score(wanted, listed)[1] < 1:
                print(f"  {kind}: {asked}\n      wanted {wanted}\n      found  {listed[:LOOKED_AT]}")
        print()
        reached = zip(("recall", "first"), average(overall), least, strict=True)
        bars += [(f"{way}, {half} {name}", figure, wanted) for name, figure, wanted in reached]
    ways, things = read_data("absent").values()
    absent = [ways[number % len(ways)].format(thing) for number, thing in enumerate(things)]
    answered = [asked for asked in absent if find(asked)]
    print(f"absent things, {way}: {len(absent)} asked, {len(answered)} answered {answered}\n")
    return [*bars, (f"{way}, absent things not answered", 1 - len(answered) / len(absent), 1.0)]


def main() -> int:
    """Print the tables of all questions and of the absent things."""
    parser = build_parser(__doc__)
    parser.add_argument("--misses", action="store_true")
    misses = parser.parse_args().misses
    wording, meaning = load_wording(find_data_folder("reference")), load_meaning()
    with tempfile.TemporaryDirectory() as scratch, open_app(Path(scratch) / "retrieval.db", NOW) as app:
        places = ingest_labelled(app)
        measure("baseline: plain search", partial(find_plainly, app.store, places), lists_misses=misses)
        bars = []
        for way, own in (("words only", None), ("with the extra", meaning))[: 2 if meaning else 1]:
            lookup = Lookup(app.store, LEXICON, wording=wording, meaning=own)
            bars += measure(way, partial(find_places, lookup, places), lists_misses=misses)
    if meaning is None:
        print("The extra gongbao[semantic] is not installed: not measured.\n")
    return 0 if meets(bars) else 1


if __name__ == "__main__":
    sys.exit(main())
