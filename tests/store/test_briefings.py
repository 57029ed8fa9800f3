"""What is written with each briefing: the days that all cover together."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from bot.model.briefing import Briefing
from bot.store.access import narrow
from bot.store.briefings import get_reading, list_covered, undo_reading
from tests.corpus import make_briefing, store_briefing
from tests.empty_store import open_empty
from tests.posting import NOW

DAY = NOW.date()


def make_issue(name: str, *, first: int, last: int) -> Briefing:
    """Build an issue of a series of this name that covers these days, counted from DAY."""
    start, end = DAY + dt.timedelta(days=first), DAY + dt.timedelta(days=last)
    issue = make_briefing(end, sha256=name)
    return replace(issue, publisher=name, series=None, title=None, period_start=start, period_end=end)


def count_days(periods: tuple[tuple[dt.date, dt.date], ...]) -> list[tuple[int, int]]:
    return [((first - DAY).days, (last - DAY).days) for first, last in periods]


def test_coverage_follows_what_is_in_force(tmp_path: Path) -> None:
    """Stretches that nearly meet are one; a briefing that is taken back leaves a gap; a reader sees only their own."""
    store = open_empty(tmp_path / "g.db")
    with store.write() as db:
        store_briefing(db, make_issue("One", first=0, last=20), now=NOW)
        middle = store_briefing(db, make_issue("Two", first=22, last=40), now=NOW)
        store_briefing(db, make_issue("Three", first=42, last=60), now=NOW)
        assert count_days(list_covered(db)) == [(0, 60)]
        undo_reading(db, get_reading(db, middle), now=NOW)
    with store.read() as db:
        assert count_days(list_covered(db)) == [(0, 20), (42, 60)]
        narrow(db, frozenset({"Three"}))
        assert count_days(list_covered(db)) == [(42, 60)]
    store.close()
