"""An ingest report to vary."""

from __future__ import annotations

import datetime as dt

from bot.services.ingesting.reports import IngestReport, Outcome

BASE = IngestReport(
    briefing_id="B3",
    name="Harbour Notes",
    outcome=Outcome.ADDED,
    source_name="notes.pdf",
    media_type="application/pdf",
    published_on=dt.date(2024, 1, 5),
    period_start=dt.date(2023, 12, 1),
    period_end=dt.date(2024, 1, 1),
    pages=1,
    items=3,
    sections=(("top", 1), ("policy_news", 1), ("other", 1)),
    changes=(("added", 3),),
    dated=2,
    years_inferred=0,
    policies=2,
    with_issuer=1,
    deadlines=0,
    links=0,
    links_without_address=0,
    unread=0,
    to_check=(),
    posts=(),
)
