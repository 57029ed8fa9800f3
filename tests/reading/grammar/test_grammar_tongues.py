"""Newsletters that mix German, French, Spanish and Italian dates with English news."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.reading.formats.markdown import read_markdown_blocks
from bot.reading.formats.plain import read_plain_blocks
from bot.reading.grammar.parse import parse_parts
from bot.reading.recognition.recognise import recognise
from tests.reading.grammar.grammar_blocks import document, read
from tests.reading.recognition.recognise_lexicon import LEXICON

NEWS = """# Harbour Letter

No. 3, 9. März 2026

Zeitraum: 15. Februar bis 8. März 2026

## Policy news

- 3. März: MIIT issued measures on cranes. Comments are open until 2. April 2026.
- **27. Feb.** NDRC lists docks. It rose by 3. April follows.
- 15. Februar: MOFCOM opened a review of ropes.
- 4 mars – MOT publishes a standard on seals; it takes effect on 1. Mai 2026.
"""
PLAIN = NEWS.replace("# ", "").replace("#", "").replace("- ", "\n").replace("**", "")


@pytest.mark.parametrize("form", ["markdown", "plain"])
def test_items_and_deadlines_of_a_mixed_newsletter(form: str) -> None:
    """Each date is its item's and its figure no number of a list; its full stop ends no sentence and no period."""
    blocks = read_markdown_blocks(NEWS) if form == "markdown" else read_plain_blocks(PLAIN)
    whole = document().__class__(source_name="x", media_type="text/plain", sha256="0" * 64, blocks=blocks)
    briefing = recognise(parse_parts(whole), lexicon=LEXICON, document=whole)
    assert (briefing.published_on, briefing.period_start, briefing.period_end) == (
        dt.date(2026, 3, 9),
        dt.date(2026, 2, 15),
        dt.date(2026, 3, 8),
    )
    assert [item.reported_on for item in briefing.items] == [
        dt.date(2026, 3, 3),
        dt.date(2026, 2, 27),
        dt.date(2026, 2, 15),
        dt.date(2026, 3, 4),
    ]
    assert [item.text.split()[0] for item in briefing.items] == ["MIIT", "NDRC", "MOFCOM", "MOT"]
    assert [[str(d.on) for d in item.deadlines] for item in briefing.items] == [["2026-04-02"], [], [], ["2026-05-01"]]
    assert not briefing.unread


@pytest.mark.parametrize(
    ("note", "date_text"),
    [
        ("Montag, 3. März: MIIT lists docks.", "Montag, 3. März"),
        ("le 3 mars 2026: MIIT lists docks.", "3 mars 2026"),
        ("15 de enero de 2026: MIIT lists docks.", "15 de enero de 2026"),
        ("3.–4. März: MIIT lists docks.", "3.–4. März"),
        ("Am 3. März the MIIT listed docks.", "3. März"),
        ("20-Dez-25: MIIT lists docks.", "20 December 2025"),
        ("4. April figures: MIIT lists docks.", None),
        ("May it be: MIIT lists docks.", None),
    ],
)
def test_leads_in_other_tongues(note: str, date_text: str | None) -> None:
    """A bullet's lead is a date in each of the tongues; words that only look like one are none."""
    (item,) = read("# Harbour Letter", "9 March 2026", "## Policy news", f"- {note}").parts.items
    assert item.date_text == date_text


def test_numbered_headlines_before_a_month_keep_their_number() -> None:
    """A number before a headline that starts with a month's name is no day."""
    items = read(
        "# Harbour Letter", "9 March 2026", "1. April figures of docks", "Summary: Docks wait.", "Date: 3. März 2026",
        "2. March of the cranes", "Summary: Cranes wait.", "Date: 5. März 2026",
    ).parts.items  # fmt: skip
    assert [(item.headline, item.date_text) for item in items] == [
        ("April figures of docks", "3. März 2026"),
        ("March of the cranes", "5. März 2026"),
    ]


def test_a_german_period_place_and_calendar() -> None:
    """A period whose first day has a full stop, a place before the date, and a list of days to come are known."""
    parts = read(
        "# Harbour Letter", "München, 19. Dezember 2025", "Zeitraum: 1. bis 18. Dezember 2025", "## Policy news",
        "- 3. Dezember: MIIT lists docks.", "## Termine", "- 15. Januar: Applications close.",
    ).parts  # fmt: skip
    assert (parts.publisher, parts.series) == (None, "Harbour Letter")
    assert (parts.period_start, parts.period_end) == (dt.date(2025, 12, 1), dt.date(2025, 12, 18))
    assert [(item.section.value, item.heading_text) for item in parts.items] == [
        ("policy_news", None),
        ("other", "Termine"),
    ]
