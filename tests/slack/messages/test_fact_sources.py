"""Where several items report a policy, each fact is cited to the one that gives it, and differences are told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answers.company import CompanyCard
from bot.answers.lists import Timeline
from bot.answers.policy import PolicyCard
from bot.answers.rows import PolicyRow
from bot.model.briefing import CompanyMention, Deadline, DeadlineKind, Figure
from tests.room import ISSUE, NOW, TOP, Room
from tests.shown import show

QUOTE = "Makers may answer until 10 April, associations until 20 April."
OTHER = replace(
    ISSUE,
    publisher="Harbour",
    series="Notes",
    sha256="bb",
    published_on=dt.date(2024, 3, 7),
    items=(
        replace(
            TOP,
            text=QUOTE,
            reported_on=dt.date(2024, 3, 2),
            issuing_bodies=("MIIT",),
            bodies=("MIIT",),
            deadlines=tuple(
                Deadline(on=dt.date(2024, 4, day), kind=DeadlineKind.COMMENTS_CLOSE, quote=QUOTE) for day in (20, 10)
            ),
        ),
    ),
)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = Room.open(tmp_path / "g.db")
    opened.ingest(OTHER)
    opened.ingest(ISSUE)
    yield opened
    opened.close()


def test_a_list_cites_what_is_not_in_the_item_shown(room: Room) -> None:
    """The next day is told first, and both with the source that prints them; the other source's day is a difference."""
    (row,) = room.lookup.search(room.query("associations"), now=NOW).rows
    assert isinstance(row, PolicyRow)
    shown = show(room.lookup.search(room.query("published"), now=NOW))
    assert (
        "MIIT with MOT · Open for comment until 10 Apr 2024 (34 days left, Beijing), other comments until 20" in shown
    )
    assert "— comments close: Harbour, 7 Mar 2024, item 1, lines 10–20" in shown
    assert "Sources differ: " in shown
    assert "comments close 1 Apr 2024 (Institute, 6 Mar 2024, item 1, lines 10–20)" in shown
    assert "date 2 Mar 2024 and issuers MIIT (Harbour, 7 Mar 2024, item 1, lines 10–20)" in shown


def test_a_timeline_cites_each_day_to_who_gives_it(room: Room) -> None:
    """Both days of issue and all three deadlines, each with its own source."""
    timeline = room.lookup.get_timeline(1, now=NOW)
    assert isinstance(timeline, Timeline)
    said = [(row.event.on.isoformat(), row.said_by.source.publisher) for row in timeline.rows]
    assert said == [
        ("2024-04-01", "Institute"),
        ("2024-04-10", "Harbour"),
        ("2024-04-20", "Harbour"),
        ("2024-03-02", "Harbour"),
        ("2024-03-01", "Institute"),
    ]
    assert "2 Mar 2024 · draft published (as reported): P1" in show(timeline)


def test_what_only_the_comment_says_is_marked(tmp_path: Path) -> None:
    """Figures, documents and companies of the publisher's comment are not told as the document's."""
    comment = "Under the Data Security Law fines reach 10 million CNY. Huawei will pay."
    figures = (
        Figure(value="21", unit="kinds", quote="MIIT lists 21 kinds."),
        Figure(value="10 million", unit="CNY", quote="Under the Data Security Law fines reach 10 million CNY."),
    )
    item = replace(
        TOP,
        text="MIIT lists 21 kinds.",
        comment=comment,
        figures=figures,
        references=("Data Security Law",),
        companies=(CompanyMention(name="Huawei", company_id="huawei", quote="Huawei will pay."),),
    )
    other = replace(
        TOP,
        position=2,
        text="MIIT lists robots.",
        companies=(),
        policy=replace(TOP.policy, title_zh="机器人目录管理规定", title_en="Robot list rules") if TOP.policy else None,
    )
    again = replace(item, text="Huawei is named.", companies=(replace(item.companies[0], quote="Huawei is named."),))
    opened = Room.open(tmp_path / "g.db")
    opened.ingest(replace(ISSUE, items=(item, other)))
    opened.ingest(replace(ISSUE, sha256="y", publisher="Plain", items=(TOP,)))  # same topic, no company
    card = opened.lookup.get_policy(1, now=NOW)
    assert isinstance(card, PolicyCard)
    shown = show(card)
    assert "\nFigures as printed: 21 kinds\n" in shown
    assert "Figures in the publisher's comment, not fact: 10 million CNY" in shown
    assert "Named in the publisher's comment, not fact: Data Security Law" in shown
    assert "Builds on: Data" not in shown
    assert "Builds on: nothing that its reports name" in shown

    def show_company() -> str:
        answer = opened.ask("/company company:huawei")
        assert isinstance(answer, CompanyCard)
        return show(answer)

    naming = "policies naming it: P1 Measures for Robots (Draft for Comments)"
    assert f"{naming} (in the publisher's comment, not fact)" in show_company()
    later = replace(again, reported_on=dt.date(2024, 3, 4), topics=())
    opened.ingest(replace(ISSUE, sha256="x", publisher="Harbour", series="Notes", items=(later,)))
    assert f"{naming} · from" in show_company()
    opened.close()
