"""The review list in the workspace: pressed by an admin, brought up to date in place, refused to others."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import Application, bootstrap
from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.config import Settings
from bot.names.records import Company
from bot.slack.in_memory.local_slack import ADMIN, TEAM
from bot.slack.messages.forms import COMPANIES
from tests.empty_store import make_empty
from tests.room import ISSUE, NEWS, NOW, TOP, FakeReader

LATER = FixedClock(NOW)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Application]:
    reader = FakeReader(briefings={b"x": replace(ISSUE, items=(TOP, NEWS))})
    with bootstrap(Settings(db=make_empty(tmp_path / "g.db")), clock=LATER, create=True, reader=reader) as opened:
        opened.services.ingest.ingest(source_name="issue.md", data=b"x", by="test", now=NOW)
        yield opened


def show(app: Application) -> str:
    assert app.workspace.screen is not None
    return render_message(app.workspace.screen.payload)


def companies(app: Application) -> dict[str, Company]:
    return app.services.lookup.lexicon().company_by_id


def test_each_press_brings_the_one_message_up_to_date(app: Application) -> None:
    """What was done stands above what still waits; a settled entry is gone."""
    app.workspace.command("/ingest review")
    assert "2 things to review" in show(app)
    app.workspace.press("Yes")
    assert show(app).startswith("R1: “Nimbus Gears” is a company, in later briefings too.\n1 thing to review")
    app.workspace.press("Seen")
    assert show(app).splitlines() == [
        "R2: seen. The text stays with its briefing.",
        "Nothing to review.",
    ]
    assert companies(app)["nimbus-gears"].confirmed
    assert app.services.review.get(1).settled_by == ADMIN


def test_the_form_takes_a_company_of_the_menu(app: Application) -> None:
    """Same as… asks which; a company that does not fit is refused in the form; then the list is shown."""
    app.workspace.command("/ingest review")
    app.workspace.press("Same as…")
    assert show(app).startswith("[ Same as… ]\n“Nimbus Gears” · R1")
    chosen = {"type": "external_select", "selected_option": {"value": "nimbus-gears"}}
    with pytest.raises(Exception, match="not another company I know"):
        app.workspace.submit({COMPANIES: {COMPANIES: chosen}})
    with pytest.raises(Exception, match="Which company"):
        app.workspace.submit({})
    app.workspace.submit({COMPANIES: {COMPANIES: {**chosen, "selected_option": {"value": "huawei"}}}})
    assert "R1: “Nimbus Gears” is another name of Huawei" in show(app)
    assert "nimbus-gears" not in companies(app)
    assert "Nimbus Gears" in companies(app)["huawei"].aliases


def test_a_note_is_settled_and_its_reporter_told_by_direct_message(app: Application) -> None:
    """Fixed: one message goes to the person who wrote it, once, with the next tick."""
    app.services.review.report_wrong(subject="P1", note="The date is off", user="U5", workspace=TEAM, now=NOW)
    app.workspace.command("/ingest review")
    app.workspace.press("Fixed")
    assert "The person who reported it hears about it." in show(app)
    for _ in range(2):
        app.scheduler.tick(NOW)
    texts = [post["text"] for held in app.workspace.slack.channels.values() for post in held.posts]
    assert texts == ["You reported a mistake in P1: “The date is off”. It is fixed."]
