"""Measure speed, each figure beside its baseline in the same run: ``make bench``.

    /policy   a question through the whole Bolt app, against the bare SQL that it runs
    PDF       a sample briefing read by a warm child, against bare text extraction by the same library
    ask       ``gongbao ask`` from a cold start, against starting the interpreter

Machines are noisy: medians of many runs, in turn, and no test asserts a time. ``--pdf FILE`` reads another document.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2

from bot.bootstrap import bootstrap, open_reader
from bot.clock import FixedClock
from bot.config import Settings, find_data_folder
from bot.domain.queries.query import parse_query
from bot.domain.queries.search_plan import compose_search_plan
from bot.services.answering.search_steps import LOOKED_AT
from bot.store.search import build_search_sql, build_statement, is_ranked

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.bootstrap import Application

NOW = dt.datetime(2025, 6, 1, 12, tzinfo=dt.UTC)
QUESTIONS = ("data security", "artificial intelligence", "since:2024 ministry:MIIT", "数据", "topic:energy")


def measure(*works: Callable[[], object], runs: int) -> list[float]:
    """Give the median milliseconds of each work, run in turn after one warm-up each."""
    times: list[list[float]] = [[] for _ in works]
    for work in works:
        work()
    for _ in range(runs):
        for number, work in enumerate(works):
            start = time.perf_counter()
            work()
            times[number].append((time.perf_counter() - start) * 1000)
    return [statistics.median(measured) for measured in times]


def show(what: str, ours: float, baseline: float, against: str, bar: str, *, met: bool) -> None:
    """Print one figure beside its baseline."""
    ratio = ours / baseline if baseline else float("inf")
    verdict = "met" if met else "MISSED"
    print(f"{what:44} {ours:9.2f} ms   {against:20} {baseline:9.2f} ms   ratio {ratio:6.2f}   {bar}: {verdict}")


def bench_policy(app: Application) -> None:
    """Time /policy through Bolt beside its bare SQL."""
    lexicon = app.lookup.lexicon()
    for question in QUESTIONS:
        query = parse_query(question, lexicon=lexicon, today=NOW.date())
        plan = compose_search_plan(query.terms, lexicon)
        statement = build_statement(query, plan, NOW.date())
        sql, values = build_search_sql(query, statement, limit=LOOKED_AT, ranked=is_ranked(query, plan))

        def bare(sql: str = sql, values: list[object] = values) -> object:
            with app.store.read() as db:
                return db.execute(sql, values).fetchall()

        def whole(question: str = question) -> object:
            return app.workspace.command(f"/policy {question}")

        ours, baseline = measure(whole, bare, runs=200)
        show(f"/policy {question}", ours, baseline, "bare SQL", "≤ 3 × + 2 ms", met=ours <= 3 * baseline + 2)


def bench_pdf(path: Path) -> None:
    """Time reading a PDF in the child beside the library's own text extraction."""
    data = path.read_bytes()

    def bare() -> object:
        with pypdfium2.PdfDocument(data) as document:
            texts = []
            for page in document:
                text_page = page.get_textpage()
                texts.append(text_page.get_text_bounded())
                text_page.close()
                page.close()
            return texts

    with open_reader() as reader:
        ours, baseline = measure(lambda: reader.read(source_name=path.name, data=data), bare, runs=20)
    show(f"read {path.name}", ours, baseline, "bare text extraction", "≤ 15 ×", met=ours <= 15 * baseline)


def bench_ask(db: Path) -> None:
    """Time a cold start of ``gongbao ask`` beside starting the interpreter."""

    def ask() -> object:
        command = [sys.executable, "-m", "bot", "ask", "/policy data security", "--db", str(db)]
        return subprocess.run(command, check=True, capture_output=True)

    def start() -> object:
        return subprocess.run([sys.executable, "-c", "pass"], check=True, capture_output=True)

    ours, baseline = measure(ask, start, runs=7)
    show("gongbao ask, cold", ours, baseline, "python -c pass", "< 1,000 ms", met=ours < 1000)


def main() -> None:
    """Run everything and print one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pdf", type=Path, action="append", default=[], help="another PDF to read")
    arguments = parser.parse_args()
    samples = sorted(find_data_folder("briefings").iterdir())
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder) / "bench.db"
        with bootstrap(Settings(db=db), clock=FixedClock(NOW), create=True) as app:
            for path in samples:
                if path.suffix == ".md":
                    app.ingest.ingest(source_name=path.name, data=path.read_bytes(), by="bench", now=NOW)
            bench_policy(app)
        for path in [*(p for p in samples if p.suffix == ".pdf"), *arguments.pdf]:
            bench_pdf(path)
        bench_ask(db)


if __name__ == "__main__":
    main()
