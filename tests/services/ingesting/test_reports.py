"""What an ingest reports: the counts, and what a person should look at, least certain first."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.domain.records.briefing import Deadline, DeadlineKind, Link, UnreadBlock
from bot.domain.records.changes import Change, ItemChange
from bot.services.ingesting.reports import IngestReport, Outcome, build_report
from tests.corpus import ITEMS, make_briefing, make_company_item, make_policy_item

DAY = dt.date(2024, 2, 3)
LINKS = (Link(label="Notice", url="https://a.example/1"), Link(label="Article", url=None))
DEADLINE = Deadline(on=dt.date(2024, 5, 1), kind=DeadlineKind.TAKES_EFFECT, quote="From May.")


def report_on(*items: object, unread: tuple[UnreadBlock, ...] = ()) -> IngestReport:
    """Give the report of an issue with these items, all of them new."""
    chosen = tuple(item for item in ITEMS if not items) or items
    briefing = replace(make_briefing(items=chosen), unread=unread)  # type: ignore[arg-type]  # items all the same
    changes = tuple(ItemChange(change=Change.ADDED, item_id=None, item=item) for item in briefing.items)
    return build_report(3, briefing, Outcome.ADDED, changes, posts=("none, archived",))


def test_the_counts() -> None:
    """Sections and changes with a count only, in their order; dates, issuers, deadlines and links as they are."""
    first = replace(ITEMS[0], links=LINKS, deadlines=(*ITEMS[0].deadlines, DEADLINE), year_inferred=True)
    report = report_on(first, replace(ITEMS[1], issuing_bodies=()), ITEMS[2])
    assert (report.briefing_id, report.name, report.outcome) == ("B3", "Harbour Institute Harbour Notes", Outcome.ADDED)
    assert (report.items, report.sections) == (3, (("top", 2), ("corporate_news", 1)))
    assert report.changes == (("added", 3),)
    assert (report.dated, report.years_inferred) == (2, 1)
    assert (report.policies, report.with_issuer, report.deadlines) == (2, 1, 2)
    assert (report.links, report.links_without_address) == (2, 1)
    assert (report.pages, report.unread) == (2, 0)
    assert report.posts == ("none, archived",)


def test_unlisted_companies_come_first_and_once() -> None:
    """Then what has no date, what has no issuer, and what no rule understood, with its place."""
    novacell = replace(make_company_item(1, "Novacell says so.", name="Novacell", company_id=None), reported_on=DAY)
    report = report_on(
        replace(make_policy_item(1, "A plan without an issuer."), issuing_bodies=(), headline=None),
        novacell,
        replace(novacell, position=2, text="Novacell says it again."),
        make_company_item(3, "No day is given."),
        unread=(
            UnreadBlock(page=2, line=14, text="Odd  block\nof text"),
            UnreadBlock(page=None, line=7, text="Another"),
            UnreadBlock(page=4, line=None, text="One more"),
            UnreadBlock(page=None, line=None, text="The last"),
        ),
    )
    assert report.to_check == (
        "“Novacell”: a company not on the list",
        "no date: No day is given.",
        "no issuer: A plan without an issuer.",
        "not understood (p. 2, line 14): Odd block of text",
        "not understood (line 7): Another",
        "not understood (p. 4): One more",
        "not understood: The last",
    )
