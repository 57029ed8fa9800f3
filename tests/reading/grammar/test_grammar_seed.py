"""The real briefing that lies beside the checkout, where it does: counts and fields, no wording of its own."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from bot.domain.records.briefing import Section
from bot.reading.formats.source import read_document
from bot.reading.grammar.parse import parse_parts

SEED = Path(__file__).resolve().parents[4] / "shared" / "seed"
NAMES = tuple(
    f"china-industries-2023-12{end}" for end in (".md", "_links.md", ".pdf", "_chromium.pdf", "_libreoffice.pdf")
)

pytestmark = pytest.mark.skipif(not SEED.is_dir(), reason="the real briefing is not beside this checkout")


@pytest.mark.parametrize("name", NAMES)
def test_real_briefing(name: str) -> None:
    """Markdown and the PDFs of three engines give the same briefing: 5, 7 and 8 items, 5 people, 37 links."""
    parts = parse_parts(read_document((SEED / name).read_bytes(), source_name=name))
    assert (parts.publisher, parts.series, parts.title) == ("MERICS", "China Industries", "MERICS China Industries")
    assert parts.published_on == dt.date(2023, 12, 6)
    assert (parts.period_start, parts.period_end) == (dt.date(2023, 10, 25), dt.date(2023, 11, 28))
    assert Counter(person.role for person in parts.people) == {"author": 3, "editor": 2}
    assert Counter(item.section for item in parts.items) == {
        Section.TOP: 5,
        Section.POLICY_NEWS: 7,
        Section.CORPORATE_NEWS: 8,
    }
    assert parts.unread == ()
    assert sum(len(item.links) for item in parts.items) == 37
    top = [item for item in parts.items if item.section is Section.TOP]
    assert [len(item.points) for item in top] == [4, 3, 4, 3, 4]
    assert [len(item.comment) for item in top] == [3, 3, 3, 2, 2]
    assert [len(item.summary) for item in top] == [1, 2, 2, 1, 2]
    assert [item.issuer_text for item in top] == ["MIIT", "MOFCOM", "MIIT", "MIIT, MPS, MOHURD, MOT", "MIIT"]
    assert all(item.article_text and "ink)" not in item.article_text for item in top)
    assert all(item.date_text for item in parts.items)
    assert all(item.source_labels for item in parts.items if item.section is not Section.TOP)
