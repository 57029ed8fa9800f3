"""Compare search with LIKE for 100 Chinese strings of one to six characters, on documents that lie beside the checkout.

``make chinese`` reads ``../shared/corpora/zh_policies.csv`` (titles and full texts of Chinese official documents, which
stay there), each row as a text of its own, into a store of its own. Without the file it says so and does nothing; the
twin of this over our own texts is ``tests/store/test_like.py``. Times of both ways are printed beside each other.
"""

import datetime as dt
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bot.app import Application
from bot.errors import GongbaoError
from bot.query.query import parse_query
from tests.benchmarks.common import CORPUS, LEXICON, ingest, open_app, read_corpus
from tests.like import choose_strings, find_like, list_differences, read_texts

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
STRINGS = 100


def ingest_corpus(app: Application, path: Path) -> Counter[str]:
    """Read every row of the file; return how many were "read" and how many "refused"."""
    counts: Counter[str] = Counter(read=0, refused=0)
    for number, row in enumerate(read_corpus(path)):
        text = f"{row['title']}\n\n{row['publication_date']}\n\n{row['full_text']}\n"
        try:
            ingest(app, f"{number}.txt", text.encode())
            counts["read"] += 1
        except GongbaoError as error:
            counts["refused"] += 1
            print(f"  row {number} is refused: {error.message}", file=sys.stderr)
    return counts


def main() -> int:
    """Print whether the hits are the same, and how long both ways take; status 1 where a string differs."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    if not path.is_file():
        print("Skipped: ../shared/corpora/zh_policies.csv is not there (its twin over our own texts is a test).")
        return 0
    with tempfile.TemporaryDirectory() as scratch, open_app(Path(scratch) / "chinese.db", NOW) as app:
        store, lookup = app.store, app.services.lookup
        counts, texts = ingest_corpus(app, path), read_texts(store)
        size = sum(map(len, texts.values()))
        print(f"{counts['read']} documents read, {counts['refused']} refused: {len(texts)} items, {size:,} characters")
        strings = choose_strings(random.Random(9), list(texts.values()), STRINGS)  # noqa: S311  the same in every run
        differences = list_differences(store, lookup, strings, now=NOW)
        print("\n".join(differences))
        print(f"{len(strings)} strings of 1 to 6 characters: {len(strings) - len(differences)} with the hits of LIKE")
        queries = [parse_query(f'"{each}"', lexicon=LEXICON, today=NOW.date()) for each in strings]
        start = time.perf_counter()
        for query in queries:
            lookup.find_ids(query, now=NOW)
        middle = time.perf_counter()
        with store.read() as db:
            for each in strings:
                find_like(db, texts, each)
        took = [(middle - start) * 1000 / STRINGS, (time.perf_counter() - middle) * 1000 / STRINGS]
        print(f"search {took[0]:.2f} ms a string, LIKE {took[1]:.2f} ms")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
