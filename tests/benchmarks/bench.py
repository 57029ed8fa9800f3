"""Measure speed, each figure beside its baseline in the same run: ``make bench``.

    /policy     a question at 100,000 generated items through the whole Bolt app to the finished payload, alone and 20
                at once, against Datasette on the same file over HTTP, asked in turn with the same question as SQL
    documents   a PDF and a Markdown file read, stored and indexed, against bare text extraction by the same library
    briefings   a thousand briefings of twenty items, one after the other, against the bare parser; and the memory

Ratios of one run are comparable; milliseconds of a busy machine are not. No test asserts a time.
"""

import datetime as dt
import http.client
import json
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

import pypdfium2
from markdown_it import MarkdownIt

from bot.app import Application
from data.make_sample_pdf import build_pdf
from tests.benchmarks.common import LEXICON, build_parser, find_memory_mb, ingest, open_app, say_met
from tests.benchmarks.generate import Words, fill_store, write_briefing
from tests.fake_slack.requests import build_command

NOW = dt.datetime(2025, 6, 1, 12, tzinfo=dt.UTC)
ITEMS = 100_000
BEST = 10
AT_ONCE = 20
BRIEFINGS = 1000
_ROUNDS = 5
_WAVES = 50
_RUNS = 15
_WAIT_S = 30.0
_BODIES = ("MIIT", "NDRC", "MOFCOM", "CAC", "MOF", "SAMR")
_TOPICS = ("ai", "energy", "vehicles", "data_security", "batteries", "finance")


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question: as typed after ``/policy``, and as somebody would write it in SQL."""

    text: str
    sql: str


def build_sql(match: str = "", *, body: str = "", topic: str = "", since: str = "") -> str:
    """Return the SQL of a question: words in the full-text index, each filter in the table that holds it."""
    where = [f"item_index MATCH '{match}'"] if match else ["i.active"]
    source = "item_index JOIN items i ON i.place = item_index.rowid" if match else "items i"
    if body:
        where.append(f"i.id IN (SELECT item_id FROM item_facets WHERE kind = 'issuer' AND value = '{body}')")
    if topic:
        where.append(f"i.id IN (SELECT item_id FROM item_facets WHERE kind = 'topic' AND value = '{topic}')")
    if since:
        where.append(f"i.reported_on >= '{since}'")
    order = "bm25(item_index)" if match else "i.reported_on DESC"
    return (
        f"SELECT i.id, i.reported_on, p.record FROM {source} LEFT JOIN policies p ON p.id = i.policy_id"
        f" WHERE {' AND '.join(where)} ORDER BY {order} LIMIT {BEST}"
    )


def make_questions(words: Words, count: int, *, seed: int = 7) -> list[Question]:
    """Return so many different questions: one to three words, and words with a ministry, a topic or a day."""
    chance = random.Random(seed)  # noqa: S311  questions for a benchmark
    found: dict[str, Question] = {}
    while len(found) < count:
        one, two, three = (words.take(chance, 1) for _ in range(3))
        body, topic, year = chance.choice(_BODIES), chance.choice(_TOPICS), chance.randint(2016, 2024)
        text, sql = (
            (one, build_sql(one)),
            (f"{one} {two}", build_sql(f"{one} {two}")),
            (f"{one} {two} {three}", build_sql(f"{one} {two} {three}")),
            (f"{one} ministry:{body}", build_sql(one, body=body)),
            (f"{one} topic:{topic} since:{year}", build_sql(one, topic=topic, since=f"{year}-01-01")),
            (f"ministry:{body} topic:{topic} since:{year}", build_sql(body=body, topic=topic, since=f"{year}-01-01")),
        )[len(found) % 6]
        found[text] = Question(text=text, sql=sql)
    return list(found.values())


class Datasette:
    """A Datasette over one file, on a port of this machine; a context manager that ends it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Self:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "datasette", "serve", str(self._path), "--port", "0"]
        command += ["--setting", "sql_time_limit_ms", "20000"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        assert self._process.stderr is not None
        line = next(line for line in self._process.stderr if "running on http" in line)
        threading.Thread(target=self._process.stderr.read, daemon=True).start()
        port = int(line.split("http://127.0.0.1:")[1].split()[0].strip("/ )"))
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_WAIT_S)
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._connection.close()
        self._process.terminate()
        self._process.wait(_WAIT_S)

    def ask(self, question: Question) -> None:
        """Put the question's SQL to it over HTTP."""
        path = f"/{self._path.stem}.json?" + urlencode({"sql": question.sql, "_shape": "array"})
        try:
            self._connection.request("GET", path)
            answer = self._connection.getresponse().read()
        except http.client.RemoteDisconnected:  # it closes a line on which nothing came for five seconds
            self._connection.close()
            self.ask(question)
            return
        if not isinstance(json.loads(answer), list):
            raise TypeError(answer[:200])


def time_ms(work: Callable[[], object]) -> float:
    """Return the milliseconds of one run."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def percentiles(times: Sequence[float]) -> tuple[float, float]:
    """Return the times that half and 99 of a hundred stay within."""
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return cuts[49], cuts[98]


def show(what: str, figures: str, bar: str, *, met: bool) -> None:
    """Print one figure beside its baseline and its bar."""
    print(f"{what:34} {figures}   {bar}: {say_met(met=met)}", flush=True)


def bench_policy(folder: Path, items: int) -> None:
    """Time /policy through the whole command path, alone beside Datasette and then many at once."""
    path = folder / "items.db"
    with open_app(path, NOW) as app:
        words = fill_store(app.store, LEXICON, items)
        print(f"{items:,} items generated, {path.stat().st_size / 1e6:,.0f} MB", flush=True)
        questions = make_questions(words, 180)
        times: list[tuple[float, float]] = []
        with Datasette(path) as datasette:
            for number in range(_ROUNDS + 1):
                for question in questions:
                    took = time_ms(partial(ask, app, question)), time_ms(partial(datasette.ask, question))
                    times += [took] if number else []  # the first round is a warm-up
        ours, theirs = (percentiles(column) for column in zip(*times, strict=True))
        show("/policy alone", f"p50 {ours[0]:.2f}, p99 {ours[1]:.2f} ms", "p99 ≤ 15 ms", met=ours[1] <= 15)
        ratios = f"{theirs[0] / ours[0]:.1f} and {theirs[1] / ours[1]:.1f} × as long, at least 3 at p99"
        figures = f"p50 {theirs[0]:.2f}, p99 {theirs[1]:.2f} ms"
        show("Datasette on the same file", figures, ratios, met=theirs[1] >= 3 * ours[1])
        half, most = percentiles(measure_at_once(app, questions))
        show(f"/policy, {AT_ONCE} at once", f"p50 {half:.2f}, p99 {most:.2f} ms", "p99 ≤ 200 ms", met=most <= 200)


def ask(app: Application, question: Question) -> None:
    """Ask through the whole Bolt app, to the payload as it goes to Slack."""
    app.workspace.send(build_command(f"/policy {question.text}"))


def measure_at_once(app: Application, questions: Sequence[Question]) -> list[float]:
    """Return the times from the moment that many questions come at once until each is answered."""
    times: list[float] = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for wave in range(_WAVES):
            start = time.perf_counter()

            def answer(number: int, start: float = start) -> float:
                ask(app, questions[number % len(questions)])
                return (time.perf_counter() - start) * 1000

            took = list(pool.map(answer, range(wave * AT_ONCE, (wave + 1) * AT_ONCE)))
            times += took if wave else ()
    return times


def extract_text(data: bytes) -> list[str]:
    """Extract a PDF's bare text."""
    texts = []
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            text_page = page.get_textpage()
            texts.append(text_page.get_text_bounded())
            text_page.close()
            page.close()
    return texts


def bench_documents(app: Application) -> None:
    """Time single files, each of a new text so that none is skipped as known; the best of all runs counts."""
    pdf: list[tuple[float, float]] = []
    markdown: list[tuple[float, float]] = []
    for number in range(_RUNS + 1):
        data, text = build_pdf(write_briefing(5000 + number, sentences=14)), write_briefing(7000 + number)
        stored = time_ms(partial(ingest, app, f"{number}.pdf", data))
        pdf.append((stored, time_ms(partial(extract_text, data))))
        stored = time_ms(partial(ingest, app, f"{number}.md", text.encode()))
        markdown.append((stored, time_ms(partial(MarkdownIt().parse, text))))
    pages = len(extract_text(data))
    for what, times, most in (
        (f"PDF of {pages} pages, stored", pdf, 250),
        ("Markdown of 20 items, stored", markdown, 60),
    ):
        ours, bare = zip(*times[1:], strict=True)
        best, baseline = min(ours), min(bare)
        figures = f"{best:.1f} ms (median {statistics.median(ours):.1f})   bare {baseline:.2f} ms"
        show(what, f"{figures}, ratio {best / baseline:.1f}", f"≤ {most} ms", met=best <= most)


def bench_briefings(app: Application, count: int) -> None:
    """Time many briefings, one after the other, and watch the memory from the first fifth on."""
    texts = [write_briefing(number) for number in range(count)]
    bare = time_ms(lambda: [MarkdownIt().parse(text) for text in texts]) / 1000
    memory: list[float] = []
    start = time.perf_counter()
    for number, text in enumerate(texts):
        ingest(app, f"notes-{number}.md", text.encode())
        memory.append(find_memory_mb("VmRSS"))
    took = time.perf_counter() - start
    growth = memory[-1] / memory[count // 5]
    figures = f"{took:.1f} s   bare {bare:.2f} s, ratio {took / bare:.1f}   memory {memory[-1]:.0f} MB, × {growth:.2f}"
    met = took <= 90 and growth <= 1.2
    show(f"{count:,} briefings of 20 items", figures, "≤ 90 s, memory × 1.2", met=met)


def main() -> None:
    """Run everything, each part on a store of its own."""
    parser = build_parser(__doc__)
    parser.add_argument("--items", type=int, default=ITEMS, help="how many items /policy is asked about")
    parser.add_argument("--briefings", type=int, default=BRIEFINGS, help="how many are read one after the other")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bench_policy(folder, given.items)
        with open_app(folder / "documents.db", NOW, semantic=True) as app:
            bench_documents(app)
            bench_briefings(app, given.briefings)


if __name__ == "__main__":
    main()
