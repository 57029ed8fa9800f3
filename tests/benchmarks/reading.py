"""Measure the way from a file to the store, each figure beside its baseline: part of ``make bench``.

    PDF      eight pages read in the warm child, stored and indexed, against bare text extraction by the same library
    Markdown the same text as Markdown, against the bare parser
    long run a thousand briefings of twenty items, one after the other: time against the bare parser, and memory

Every timed ingest is of a new text, so that nothing is skipped as known. The best of fifteen runs counts, ours and the
baseline's alike, since other programs only add; the median stands beside it. No test asserts a time.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import statistics
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
from markdown_it import MarkdownIt

from bot.bootstrap import bootstrap
from bot.clock import FixedClock
from bot.config import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.bootstrap import Application

ROOT = Path(__file__).resolve().parents[2]
NOW = dt.datetime(2025, 6, 1, 12, tzinfo=dt.UTC)
SEED = ROOT.parent / "shared" / "seed" / "china-industries-2023-12.pdf"
"""A publisher's real briefing, where it is held beside the checkout."""
RUNS = 15
ITEMS = 20
BRIEFINGS = 1000
BODIES = ("MIIT", "NDRC", "MOFCOM", "the Ministry of Finance", "SAMR", "the Cyberspace Administration of China")
SUBJECTS = ("cranes", "lathes", "tunnel drills", "battery cells", "data rooms", "grid meters", "rare magnets", "seeds")
ACTS = ("issued a notice on", "released measures for", "published draft guidelines for", "set out an action plan for")
TEXTS = (
    "The {thing} of plant {number} must be checked each year, and {share} percent of them renewed by {year}.",
    "Local governments are asked to help small makers of {thing} with loans, land and trained staff.",
    "The text leaves open who pays for the change, and what happens to makers that cannot follow in time.",
    "Foreign makers of {thing} may take part on the same terms where they keep their records inside the country.",
    "Plant {number} serves as the model: it shares its data with its suppliers and tells its results in public.",
)


def write_briefing(number: int, sentences: int = 1) -> str:
    """Give a briefing of twenty items of our own making, its Markdown: no two are the same.

    ``sentences`` is how many stand in each item after its first.
    """
    day = dt.date(2015, 1, 1) + dt.timedelta(days=3 * number)
    lines = [f"# Harbour Notes {number}", "", f"{day:%-d %B %Y}", "", "## Policy news", ""]
    for at in range(ITEMS):
        body, thing = BODIES[(number + at) % len(BODIES)], SUBJECTS[(number * 7 + at) % len(SUBJECTS)]
        act = ACTS[(number + 3 * at) % len(ACTS)]
        when = day - dt.timedelta(days=at % 3)
        said = " ".join(
            TEXTS[more % len(TEXTS)].format(
                thing=thing, number=number * ITEMS + at + more, share=5 + more, year=day.year + 2 + more % 9
            )
            for more in range(sentences)
        )
        lines.append(f"- *{when:%B} {when.day}:* {body} {act} {thing} in region {number}-{at}. {said} ([notice](#))")
    return "\n".join([*lines, ""])


def load_pdf_builder() -> Callable[[str], bytes]:
    """Give what makes a PDF of our Markdown: the script that makes the sample."""
    spec = importlib.util.spec_from_file_location("make_sample_pdf", ROOT / "data" / "make_sample_pdf.py")
    if spec is None or spec.loader is None:
        raise SystemExit("data/make_sample_pdf.py is gone")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    build_pdf: Callable[[str], bytes] = module.build_pdf
    return build_pdf


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


def time_ms(work: Callable[[], object]) -> float:
    """Give the milliseconds of one run."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def find_memory_mb() -> float:
    """Give this process's memory now, in MB; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


def show(what: str, ours: list[float], baseline: list[float], *, times: float, most_ms: float) -> None:
    """Print the best of both, their ratio, our median, and whether both bars are met."""
    mine, bare = min(ours), min(baseline)
    met = mine <= most_ms and (times == 0 or mine <= times * bare)
    bar = f"≤ {most_ms:.0f} ms" + (f" and ≤ {times:.0f} ×" if times else "")
    verdict = f"{bar}: {'met' if met else 'MISSED'}"
    middle = statistics.median(ours)
    print(
        f"{what:36} {mine:7.1f} ms (median {middle:6.1f})   bare {bare:6.2f} ms   ratio {mine / bare:5.1f}   {verdict}"
    )


def bench_files(app: Application) -> None:
    """Time single files."""
    build_pdf = load_pdf_builder()
    pdf_ours, pdf_bare, md_ours, md_bare = [], [], [], []
    pages = 0
    for number in range(RUNS + 1):
        data = build_pdf(write_briefing(5000 + number, sentences=14))
        pages = len(extract_text(data))
        pdf_ours.append(time_ms(partial(ingest, app, f"{number}.pdf", data)))
        pdf_bare.append(time_ms(partial(extract_text, data)))
        text = write_briefing(7000 + number)
        md_ours.append(time_ms(partial(ingest, app, f"{number}.md", text.encode())))
        md_bare.append(time_ms(partial(MarkdownIt().parse, text)))
    if SEED.is_file():
        bench_seed(app)
    show(f"PDF of {pages} pages, stored, indexed", pdf_ours[1:], pdf_bare[1:], times=15, most_ms=250)
    show("Markdown of 20 items, the same", md_ours[1:], md_bare[1:], times=0, most_ms=60)


def bench_seed(app: Application) -> None:
    """Time a publisher's briefing of eight pages, taken back after each time."""
    data = SEED.read_bytes()
    ours, bare = [], []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        report = app.ingest.ingest(source_name=SEED.name, data=data, by="bench", now=NOW)
        ours.append((time.perf_counter() - start) * 1000)
        bare.append(time_ms(partial(extract_text, data)))
        app.ingest.undo(int((report.briefing_id or "B0")[1:]), by="bench", now=NOW)
    pages = len(extract_text(data))
    show(f"PDF of {pages} pages, a real briefing", ours[1:], bare[1:], times=15, most_ms=250)


def ingest(app: Application, name: str, data: bytes) -> None:
    """Read a file, store and index it."""
    app.ingest.ingest(source_name=name, data=data, by="bench", now=NOW)


def bench_long_run(app: Application) -> None:
    """Time a thousand briefings and watch the memory."""
    texts = [write_briefing(number) for number in range(BRIEFINGS)]
    bare = time_ms(lambda: [MarkdownIt().parse(text) for text in texts]) / 1000
    memory, start = [find_memory_mb()], time.perf_counter()
    for number, text in enumerate(texts):
        ingest(app, f"notes-{number}.md", text.encode())
        if number % 100 == 99:
            memory.append(find_memory_mb())
            print(
                f"  {number + 1:5} briefings {time.perf_counter() - start:6.1f} s   memory {memory[-1]:6.1f} MB",
                flush=True,
            )
    took = time.perf_counter() - start
    growth = memory[-1] / memory[2]
    met = took <= 90 and growth <= 1.2
    verdict = f"≤ 90 s, memory × {growth:.2f} since the 200th: {'met' if met else 'MISSED'}"
    what = f"{BRIEFINGS} briefings of 20 items"
    print(f"{what:34} {took:8.1f} s    bare {bare:7.2f} s    ratio {took / bare:6.1f}   {verdict}")


def main() -> None:
    """Run everything on a store of its own."""
    with (
        tempfile.TemporaryDirectory() as folder,
        bootstrap(Settings(db=Path(folder) / "g.db"), clock=FixedClock(NOW), create=True) as app,
    ):
        bench_files(app)
        bench_long_run(app)


if __name__ == "__main__":
    main()
