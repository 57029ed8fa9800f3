"""Golden pairs: whole documents of our own writing, and the parts the grammar must find in them."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from bot.reading.document import Document
from bot.reading.formats.markdown import read_markdown_blocks
from bot.reading.grammar.lines.placement import Place
from bot.reading.grammar.parse import parse_reading
from bot.reading.parts import BriefingParts

ROOT = Path(__file__).resolve().parents[3]
PAIRS = sorted((ROOT / "tests" / "data").glob("*.parts.json"))
SAMPLES = sorted(path for path in (ROOT / "data" / "briefings").glob("*.md") if path.name != "README.md")


def read(path: Path) -> Document:
    blocks = read_markdown_blocks(path.read_text(encoding="utf-8"))
    return Document(source_name=path.name, media_type="text/markdown", sha256="0", blocks=blocks)


def plain(value: Any) -> Any:
    """Give a record as JSON values, without the fields that are None or empty."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        optional = isinstance(value, BriefingParts) or hasattr(value, "position")
        if fields.get("via", "") is None:
            del fields["via"]
        fields.pop("order", None)
        return {name: v for name, v in fields.items() if not optional or v not in (None, [], False)}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return value if value is None or isinstance(value, (int, str)) else str(value)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda path: path.name.split(".")[0])
def test_golden_pair(pair: Path) -> None:
    """A document gives exactly the parts that stand beside it."""
    document = read(pair.with_name(pair.name.replace(".parts.json", ".md")))
    assert plain(parse_reading(document).parts) == json.loads(pair.read_text(encoding="utf-8"))


def test_there_are_pairs_for_every_layout() -> None:
    """Labels, tracker, table, plain list, stories and official notice each have their pair."""
    assert {path.name.split(".")[0] for path in PAIRS} == {
        "labelled", "tracker", "table", "plain_list", "stories", "notice",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("china-industry-monitor-2025-04.md", {"top": 4, "policy_news": 5, "corporate_news": 6}),
        ("policy-fortnight-2024-09.md", {"corporate_news": 5, "other": 9}),
        ("quarter-in-documents-2024-q1.md", {"policy_news": 8, "corporate_news": 5, "other": 2}),
    ],
)
def test_samples_are_read_whole(name: str, counts: dict[str, int]) -> None:
    """Each sample briefing gives all its items, its publisher and dates, and leaves nothing unread."""
    reading = parse_reading(read(ROOT / "data" / "briefings" / name))
    parts = reading.parts
    found: dict[str, int] = {}
    for item in parts.items:
        found[item.section.value] = found.get(item.section.value, 0) + 1
    assert found == counts
    assert parts.unread == ()
    assert parts.publisher == "Gongbao Samples"
    assert parts.published_on is not None
    assert parts.period_start is not None
    assert all(item.date_text for item in parts.items)
    assert Place.UNREAD not in {placement.place for placement in reading.placements}


def test_every_sample_has_its_row() -> None:
    """No sample briefing is left out of the test above."""
    assert [path.name for path in SAMPLES] == [
        "china-industry-monitor-2025-04.md",
        "policy-fortnight-2024-09.md",
        "quarter-in-documents-2024-q1.md",
    ]
