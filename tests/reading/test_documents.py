"""Every labelled document is read no worse than it was, whole, with citations that stand in it, and the same each time.

The documents and what a careful reader finds in them are data (``tests/data``, ``tests/data/labelled``); ``make
accuracy`` says how they are compared. ``tests/data/floors.json`` holds what each document must reach at least;
``python -m tests.benchmarks.accuracy --floors`` writes it again from what is reached now.
"""

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config import find_data_folder
from bot.model.briefing import SECTION_ORDER, Briefing, Item, looks_like_briefing
from bot.names.reference import load_lexicon
from bot.reading.document import Document, Place
from bot.reading.formats.source import read_document
from bot.reading.layout.read import read_layout
from bot.reading.pipeline import read_briefing
from bot.reading.received import decode_text
from tests.benchmarks.accuracy import CHECK_ISSUE, FLOORS, score_document
from tests.benchmarks.common import LABELLED, ROOT

LEXICON = load_lexicon(find_data_folder("reference"))
LABELS: dict[str, dict[str, Any]] = {
    path.stem: label
    for path in sorted(LABELLED.glob("*.json"))
    if (label := json.loads(path.read_text(encoding="utf-8"))).get("series_issue") != CHECK_ISSUE
}
HELD = json.loads(FLOORS.read_text(encoding="utf-8"))
_NO_WORD = re.compile(r"[\W_]+")
_NO_LETTER = re.compile(r"[\W\d_]+")
_ENDS_PASSAGE = re.compile(r"(?<=[.!?。！？])\s*|:\s|[：｜\n]")
"""Behind a column's head, a headline or a label that stands before the words it heads, and at a sentence's end."""

PIECES = (
    *("# Policy news", "## Corporate news", "NOTEWORTHY", "Top 5", "CONTENTS", "AUTHORS", "Coming up", "Imprint"),
    *("**At a glance:**", "Acme comment:", "**Article:**", "Issuing body: MIIT", "Date: 5 March 2024", "Source:"),
    *("1. Ports", "2) Cranes", "- *October 26:* Docks fell by 120 yuan.", "(5 March 2024)", "3月5日：", "a) Ropes"),
    *("**Ropes get names**", "Editors:", "Ann Berg", "Head of Ports, Acme", "© Acme Ltd", "Tel.: 1 555", "..... 3"),
    *("工业和信息化部关于印发某某办法的通知", "工信部〔2024〕1号", "各单位：", "2024年5月20日", "发布机构："),
    *(
        "[notice](https://example.org/a)",
        "(MIIT notice, Reuters)",
        "MIIT issued a notice on ropes.",
        "Week of 5 March 2024",
    ),
    *("| Date | Title |\n| --- | --- |\n| 5 March | Ropes |", "🏭 Ropes get names", "Published by: Acme"),
)
_LONGEST_LABEL = 15
"""Letters that a block may lose: a label of a house's own is written as the known one, and a counter as a number."""


@dataclass(frozen=True)
class Sample:
    """A labelled document as it is on disk and as it is read."""

    label: dict[str, Any]
    source: Path
    document: Document
    briefing: Briefing


def read(source: Path) -> Briefing:
    """Return the briefing in a file."""
    return read_briefing(source.read_bytes(), source_name=source.name, lexicon=LEXICON)


def get_sample(name: str) -> Sample:
    """Return a labelled document as it is read."""
    source = ROOT / LABELS[name]["document"]
    document = read_document(source.read_bytes(), source_name=source.name)
    return Sample(label=LABELS[name], source=source, document=document, briefing=read(source))


def squeeze(text: str) -> str:
    """Return the letters and figures of a text alone: spaces, hyphens at line ends and quotes differ by format."""
    return _NO_WORD.sub("", text)


def list_strange(text: str, printed: str) -> list[str]:
    """Return the passages of a text that are not verbatim in what is printed."""
    return [passage for passage in _ENDS_PASSAGE.split(text) if squeeze(passage) not in printed]


def list_quotes(item: Item) -> list[str]:
    """Return all that an item cites."""
    return [
        *(deadline.quote for deadline in item.deadlines),
        *(target.quote for target in item.targets),
        *(figure.quote for figure in item.figures),
        *(company.quote for company in item.companies),
        *(inference.quote for inference in item.inferred),
    ]


def assert_nothing_lost(document: Document) -> None:
    """Check that each block is placed with all it says, and that what is unread is listed."""
    reading = read_layout(document)
    placed: dict[int, str] = {}
    for placement in reading.placements:
        placed[placement.block] = f"{placed.get(placement.block, '')} {placement.text}"
    assert sorted(placed) == list(range(len(document.blocks)))
    for number, block in enumerate(document.blocks):
        lost = Counter(_NO_LETTER.sub("", block.text)) - Counter(_NO_LETTER.sub("", placed[number]))
        assert lost.total() <= _LONGEST_LABEL, block.text
    unread = [placement.text for placement in reading.placements if placement.place is Place.UNREAD]
    assert unread == [block.text for block in reading.parts.unread]


def assert_citations_stand(sample: Sample) -> None:
    """Check that each fact's quote is verbatim in its item's own words, and these in the document."""
    printed = squeeze(" ".join(block.text for block in sample.document.blocks))
    for item in sample.briefing.items:
        for text in (item.headline or "", item.text, *item.points, item.comment or "", *list_quotes(item)):
            assert list_strange(text, printed) == []


def assert_inferences_are_explained(briefing: Briefing) -> None:
    """Check that what is inferred, of an item or the whole, is never certain and says why in words."""
    for inference in (*briefing.inferred, *(each for item in briefing.items for each in item.inferred)):
        assert 0 < inference.confidence < 1
        assert inference.reason
        assert inference.value


def assert_positions_count(briefing: Briefing) -> None:
    """Check that sections come in the order of the export, and positions from one without a gap."""
    items = briefing.items
    assert [item.section for item in items] == sorted((item.section for item in items), key=SECTION_ORDER.index)
    for section in SECTION_ORDER:
        positions = [item.position for item in items if item.section is section]
        assert positions == list(range(1, len(positions) + 1))


def assert_lines_lead_to_items(sample: Sample) -> None:
    """Check that in a text file the lines that an item cites hold the words with which it begins."""
    lines = decode_text(sample.source.read_bytes(), source_name=sample.source.name).splitlines()
    for item in sample.briefing.items:
        assert item.lines
        first, last = item.lines
        assert list_strange(item.text[:20], squeeze(" ".join(lines[first - 1 : last]))) == []


@pytest.mark.parametrize("name", LABELS)
def test_a_document_is_read_as_well_as_before_and_whole(name: str) -> None:
    """Its F1 is at its floor, each block has a place, what is cited stands in it, and it passes for a briefing."""
    sample = get_sample(name)
    score = score_document(sample.label, sample.briefing)
    assert score.f1 >= HELD[sample.source.name], "\n".join(score.examples)
    assert_nothing_lost(sample.document)
    assert_citations_stand(sample)
    assert_inferences_are_explained(sample.briefing)
    assert_positions_count(sample.briefing)
    assert looks_like_briefing(sample.briefing)
    if sample.source.suffix in {".md", ".txt"}:
        assert_lines_lead_to_items(sample)


def test_every_document_has_a_floor() -> None:
    """A new document's is written with the others'."""
    assert set(HELD) == {Path(label["document"]).name for label in LABELS.values()}


@settings(max_examples=100, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=25))
def test_nothing_is_lost_of_any_mixture(pieces: list[str]) -> None:
    """However labels, days, headings, bullets, imprints and sentences follow each other."""
    assert_nothing_lost(read_document("\n\n".join(pieces).encode(), source_name="a.md"))


@pytest.mark.parametrize("name", list(LABELS)[::8])
def test_the_same_bytes_give_the_same_briefing(name: str) -> None:
    """Whatever was read in between."""
    sample = get_sample(name)
    assert read(sample.source) == sample.briefing
