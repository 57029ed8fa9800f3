"""Compare search with LIKE for 100 Chinese strings of one to six characters, on documents that lie beside the checkout.

``make chinese`` reads ``../shared/corpora/zh_policies.csv`` (titles and full texts of Chinese official documents, which
stay there), each row as a text of its own, into a store of its own. Without the file it says so and does nothing; the
twin of this over our own texts is ``tests/store/test_like.py``. Times of both ways are printed beside each other.
"""

import csv
import datetime as dt
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from bot.answers.lookup import Lookup
from bot.config import find_data_folder
from bot.errors import GongbaoError
from bot.ingest.ingest import Ingest
from bot.names.reference import load_lexicon
from bot.query.query import parse_query
from bot.store.database import Store, open_store
from tests.benchmarks.retrieval import NoAnnouncer, PlainReader
from tests.like import choose_strings, find_like, list_differences, read_texts

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "zh_policies.csv"
NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
STRINGS = 100


def ingest_corpus(store: Store, path: Path, lookup: Lookup) -> tuple[int, int]:
    """Read every row of the file; give how many were stored and how many refused."""
    csv.field_size_limit(10_000_000)
    service = Ingest(store, PlainReader(lookup.lexicon()), NoAnnouncer())
    stored = refused = 0
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines)):
            text = f"{row['title']}\n\n{row['publication_date']}\n\n{row['full_text']}\n"
            try:
                service.ingest(source_name=f"{number}.txt", data=text.encode(), by="chinese", now=NOW)
                stored += 1
            except GongbaoError as error:
                refused += 1
                print(f"  row {number} is refused: {error.message}", file=sys.stderr)
    return stored, refused


def main() -> int:
    """Print whether the hits are the same, and how long both ways take; status 1 where a string differs."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    if not path.is_file():
        print("Skipped: ../shared/corpora/zh_policies.csv is not there (its twin over our own texts is a test).")
        return 0
    lexicon = load_lexicon(find_data_folder("reference"))
    with tempfile.TemporaryDirectory() as scratch:
        store = open_store(Path(scratch) / "chinese.db", create=True)
        lookup = Lookup(store, lexicon)
        stored, refused = ingest_corpus(store, path, lookup)
        texts = read_texts(store)
        size = sum(map(len, texts.values()))
        print(f"{stored} documents read, {refused} refused: {len(texts)} items, {size:,} characters")
        strings = choose_strings(random.Random(9), list(texts.values()), STRINGS)  # noqa: S311  the same in every run
        differences = list_differences(store, lookup, strings, now=NOW)
        print("\n".join(differences))
        print(f"{len(strings)} strings of 1 to 6 characters: {len(strings) - len(differences)} with the hits of LIKE")
        queries = [parse_query(f'"{each}"', lexicon=lexicon, today=NOW.date()) for each in strings]
        start = time.perf_counter()
        for query in queries:
            lookup.find_ids(query, now=NOW)
        middle = time.perf_counter()
        with store.read() as db:
            for each in strings:
                find_like(db, texts, each)
        took = [(middle - start) * 1000 / STRINGS, (time.perf_counter() - middle) * 1000 / STRINGS]
        print(f"search {took[0]:.2f} ms a string, LIKE {took[1]:.2f} ms")
        store.close()
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
