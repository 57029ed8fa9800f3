"""Measure search on many items: the whole command path, the bare SQL of the best plan, and Datasette, in one run.

Items are generated straight into a store (``generate.py``). Each question is asked in turn in three ways: as a slash
command through the whole Bolt app to the finished payload; as the one statement that finds its ten best (the index in
order of date, filters as tokens inside it); and as a statement with the filters in its tables, as one would write it
for Datasette, over HTTP on this machine and on the same file. Ratios of one run are comparable; milliseconds of a
busy machine are not. No test asserts a time.
"""

from __future__ import annotations

import argparse
import datetime as dt
import http.client
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urlencode

from bot.bootstrap import bootstrap
from bot.bootstrap.connection import ASKING
from bot.clock import FixedClock
from bot.config import Settings
from bot.domain.queries.query import parse_query
from bot.domain.queries.search_plan import compose_search_plan
from bot.domain.queries.search_text import match_all
from bot.store.heartbeats import Heartbeat, write_heartbeat
from bot.store.search import build_search_sql, build_statement, is_ranked

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.benchmarks.generate import fill_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.bootstrap import Application
    from bot.domain.queries.query import Query
    from tests.benchmarks.generate import Words

NOW = dt.datetime(2025, 1, 1, 12, tzinfo=dt.UTC)
BEST = 10
AT_ONCE = 20
OWN = "whole, processor time"
"""What the whole path takes of a processor, whatever else this machine does meanwhile."""
_WAIT_S = 30.0
_WARM = 1
"""So often all questions are asked before those that are held to the bar."""
_ROUNDS_AT_ONCE = 100
"""So many times they come: of two thousand answers twenty are beyond the 99th of a hundred."""
_ROUNDS_OF_A_STATE = 20
"""So many times they come for a state that lasts no longer: a process just begun, a store just written."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question: as typed after ``/policy``, and as bare SQL, and joined; ``filtered`` when it has keys."""

    text: str
    sql: str
    values: tuple[object, ...]
    joined: str
    filtered: bool


def make_questions(app: Application, words: Words, count: int, *, seed: int = 7) -> list[Question]:
    """Give so many different questions: one to three words, phrases, Chinese, and keys of every kind."""
    chance = random.Random(seed)  # noqa: S311  questions for a benchmark
    lexicon = app.lookup.lexicon()
    bodies = ("MIIT", "NDRC", "MOFCOM", "CAC", "MOF", "SAMR")
    topics = ("ai", "energy", "vehicles", "data_security", "batteries", "finance")

    def word(lowest: int = 20) -> str:
        return words.listed[min(len(words.listed) - 1, lowest + int(len(words.listed) ** chance.random()))]

    makers: tuple[tuple[bool, Callable[[], str]], ...] = (
        (False, word),
        (False, lambda: f"{word()} {word()}"),
        (False, lambda: f"{word()} {word()} {word(2)}"),
        (False, lambda: "".join(chance.choices("工业数据安全能源汽车", k=2))),
        (True, lambda: f"{word()} ministry:{chance.choice(bodies)}"),
        (True, lambda: f"{word()} topic:{chance.choice(topics)} since:{chance.randint(2016, 2024)}"),
        (True, lambda: f"ministry:{chance.choice(bodies)} type:notice since:{chance.randint(2016, 2024)}-03"),
        (True, lambda: f"topic:{chance.choice(topics)} on:{chance.randint(2016, 2024)}-{chance.randint(1, 12):02}"),
        (True, lambda: f"{word()} -{word()} section:policy_news until:{chance.randint(2016, 2024)}"),
    )
    found: dict[str, Question] = {}
    while len(found) < count:
        filtered, make = makers[len(found) % len(makers)]
        text = make()
        query = parse_query(text, lexicon=lexicon, today=NOW.date())
        plan = compose_search_plan(query.terms, lexicon)
        statement = build_statement(query, plan, NOW.date())
        sql, values = build_search_sql(query, statement, limit=BEST, ranked=is_ranked(query, plan))
        wanted, unwanted = match_all(plan.wanted), [match_all((each,)) for each in plan.excluded]
        joined = join_tables(query, f"({wanted}) NOT ({' OR '.join(unwanted)})" if wanted and unwanted else wanted)
        found[text] = Question(text=text, sql=sql, values=tuple(values), joined=joined, filtered=filtered)
    return list(found.values())


def join_tables(query: Query, match: str) -> str:
    """Give the question as SQL over the tables: words in the index, each filter in the table that holds it."""
    where = [f"item_index MATCH {quote(match)}"] if match else ["i.active"]
    source = "item_index JOIN items i ON i.place = item_index.rowid" if match else "items i"
    for choices, inside in (
        (query.ministry, "SELECT item_id FROM item_bodies WHERE issuing AND body_id"),
        (query.topic, "SELECT item_id FROM item_topics WHERE topic_id"),
    ):
        where += [f"i.id IN ({inside} = {quote(value)})" for value in choices.include]
    where += [f"p.document_type = {quote(value)}" for value in query.type.include]
    where += [f"i.section = {quote(value)}" for value in query.section.include]
    if query.dates and query.dates.start:
        where.append(f"i.reported_on >= '{query.dates.start}'")
    if query.dates and query.dates.end:
        where.append(f"i.reported_on < '{query.dates.end}'")
    order = "bm25(item_index, 8.0, 6.0, 3.0, 1.0, 3.0, 0.0, 0.0)" if match else "i.reported_on DESC"
    return (
        f"SELECT i.id, i.reported_on, p.record FROM {source} LEFT JOIN policies p ON p.id = i.policy_id"
        f" WHERE {' AND '.join(where)} ORDER BY {order} LIMIT {BEST}"
    )


def quote(value: str) -> str:
    """Give a text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def time_ms(work: Callable[[], object]) -> float:
    """Give how long the work took in milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def percentile(times: Sequence[float], share: float) -> float:
    """Give the time that this share of all stays within."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def ask(app: Application, question: Question) -> bytes:
    """Ask through the whole Bolt app; gives the payload as it goes to Slack."""
    return app.workspace.answer(f"/policy {question.text}").encode()


def ask_bare(app: Application, question: Question) -> object:
    """Run the bare statement."""
    with app.store.read() as db:
        return db.execute(question.sql, list(question.values)).fetchall()


class Datasette:
    """A Datasette over one file, on a port of this machine; a context manager that ends it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.port = 0

    def __enter__(self) -> Self:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "datasette", "serve", str(self.path), "--port", "0", "--setting"]
        command += ["sql_time_limit_ms", "20000"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        assert self._process.stderr is not None
        for line in self._process.stderr:
            if "running on http" in line:
                self.port = int(line.split("http://127.0.0.1:")[1].split()[0].strip("/ )"))
                break
        threading.Thread(target=self._process.stderr.read, daemon=True).start()
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_WAIT_S)
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._connection.close()
        self._process.terminate()
        self._process.wait(_WAIT_S)

    def ask(self, question: Question) -> object:
        """Put the joined statement to it over HTTP; gives the rows."""
        path = f"/{self.path.stem}.json?" + urlencode({"sql": question.joined, "_shape": "array"})
        try:
            self._connection.request("GET", path)
            answer = self._connection.getresponse().read()
        except http.client.RemoteDisconnected:  # it closes a line on which nothing came for five seconds
            self._connection.close()
            return self.ask(question)
        rows = json.loads(answer)
        if not isinstance(rows, list):
            raise TypeError(answer[:200])
        return rows


def measure_alone(app: Application, questions: Sequence[Question], rounds: int) -> dict[str, list[float]]:
    """Give the times of every question in each of the three ways, asked in turn after one round to warm up."""
    with Datasette(app.store.path) as datasette:
        ways: dict[str, Callable[[Question], object]] = {
            "whole": lambda question: ask(app, question),
            "bare SQL": lambda question: ask_bare(app, question),
            "Datasette": datasette.ask,
        }
        times: dict[str, list[float]] = {name: [] for name in (*ways, OWN)}
        for number in range(rounds + 1):
            for question in questions:
                for name, way in ways.items():
                    spent = time.thread_time()
                    took = time_ms(lambda way=way, question=question: way(question))  # type: ignore[misc]
                    if number:
                        times[name].append(took)
                    if number and name == "whole":
                        times[OWN].append((time.thread_time() - spent) * 1000)
    return times


def measure_at_once(
    work: Callable[[Question], object],
    questions: Sequence[Question],
    *,
    before: Callable[[], object],
    warm: int = 0,
    rounds: int = _ROUNDS_AT_ONCE,
) -> list[float]:
    """Give the times from the moment that twenty questions come at once until each is answered.

    As many threads answer as in ``serve``: the others wait in its queue, and their wait is counted. ``before`` is done
    before each twenty. So many times are all questions asked first and not counted.
    """
    times: list[float] = []
    warming = warm * len(questions) // AT_ONCE
    with ThreadPoolExecutor(ASKING) as pool:
        for number in range(warming + rounds):
            before()
            start = time.perf_counter()

            def answer(question: Question, start: float = start) -> float:
                work(question)
                return (time.perf_counter() - start) * 1000

            shift = number * AT_ONCE
            batch = [questions[(shift + each) % len(questions)] for each in range(AT_ONCE)]
            took = list(pool.map(answer, batch))
            if number >= warming:
                times += took
    return times


def say(what: str, value: float, bar: float, why: str) -> None:
    """Print one figure beside the bar it is held to."""
    print(f"  {what:34} {value:9.2f} ms   bar {bar:9.2f} ms ({why}): {'met' if value <= bar else 'MISSED'}")


def report(app: Application, questions: Sequence[Question], rounds: int) -> None:
    """Measure and print the figures of one size against their bars."""
    times = measure_alone(app, questions, rounds)
    for name, measured in times.items():
        print(f"  {name:34} p50 {percentile(measured, 0.5):9.2f} ms   p99 {percentile(measured, 0.99):9.2f} ms")
    half, most = (percentile(times["whole"], share) for share in (0.5, 0.99))
    bare = percentile(times["bare SQL"], 0.5)
    say("whole path, p50", half, 3 * bare + 2, "3 × bare SQL + 2 ms")
    say("whole path, p99 alone", most, 15.0, "15 ms")
    theirs = percentile(times["Datasette"], 0.99)
    say("whole path, p99", most, theirs / 3, f"a third of Datasette; it takes {theirs / most:.1f} × as long")
    asking, alive = partial(ask, app), partial(write_alive, app)
    cold = measure_at_once(asking, questions, before=alive, rounds=_ROUNDS_OF_A_STATE)
    serving = percentile(measure_at_once(asking, questions, before=alive, warm=_WARM), 0.99)
    bare_at_once = percentile(measure_at_once(partial(ask_bare, app), questions, before=alive), 0.99)
    say(f"whole path, p99 with {AT_ONCE} at once", serving, 200.0, f"200 ms; bare SQL alone {bare_at_once:.2f} ms")
    written = measure_at_once(asking, questions, before=partial(write_corpus, app), rounds=_ROUNDS_OF_A_STATE)
    for name, measured in (("the same, just begun", cold), ("the same, right after an ingest", written)):
        print(f"  {name:34} p50 {percentile(measured, 0.5):9.2f} ms   p99 {percentile(measured, 0.99):9.2f} ms")


def write_alive(app: Application) -> None:
    """Commit that the bot is alive, as it does every few seconds while it serves."""
    with app.store.write() as db:
        write_heartbeat(db, Heartbeat(workspace="T0BENCH", at=NOW, mode="socket", problems=()))


def write_corpus(app: Application) -> None:
    """Commit a change to what answers are made of, after which nothing that was kept of the store counts."""
    with app.store.write() as db:
        db.execute("UPDATE briefings SET active = active WHERE id = 1")


def measure_growth(app: Application, questions: Sequence[Question]) -> dict[str, float]:
    """Give the median processor times of filtered and of other questions through the whole path."""
    found: dict[str, float] = {}
    for name, filtered in (("filtered", True), ("words only", False)):
        chosen = [question for question in questions if question.filtered is filtered]
        for question in chosen:
            ask(app, question)
        times: list[float] = []
        for question in chosen:
            start = time.thread_time()
            ask(app, question)
            times.append((time.thread_time() - start) * 1000)
        found[name] = percentile(times, 0.5)
    return found


def open_filled(folder: Path, size: int) -> Iterator[tuple[Application, Words]]:
    """Give an application over so many generated items; the file is removed afterwards."""
    path = folder / f"items{size}.db"
    with bootstrap(Settings(db=path, semantic=False), clock=FixedClock(NOW), create=True) as app:
        start = time.perf_counter()
        words = fill_store(app.store, app.lookup.lexicon(), size)
        print(f"{size:,} items generated in {time.perf_counter() - start:.0f} s, {path.stat().st_size / 1e6:,.0f} MB")
        yield app, words
    for each in folder.glob(f"{path.name}*"):
        each.unlink()


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure 100,000 items against SQL and Datasette, then the growth from 10,000 to ``--largest`` items."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=1_000_000, help="items of the largest store (0: no growth)")
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args(arguments)
    growth: dict[int, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for size in (100_000, *((10_000, chosen.largest) if chosen.largest else ())):
            for app, words in open_filled(Path(scratch), size):
                questions = make_questions(app, words, 180)
                if size == 100_000:
                    report(app, questions, chosen.rounds)
                growth[size] = measure_growth(app, questions)
    first, last = min(growth), max(growth)
    for name in growth[first]:
        listed = ", ".join(f"{size:,}: {growth[size][name]:.2f} ms" for size in sorted(growth))
        slower = growth[last][name] / growth[first][name]
        print(f"growth, {name}, p50 of processor time: {listed}; items × {last / first:.0f}, time × {slower:.1f}")


if __name__ == "__main__":
    main()
