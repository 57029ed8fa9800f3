"""The review list in the workspace: pressed by an admin, brought up to date in place, refused to others."""

from dataclasses import replace

import pytest

from bot.model.review import find_failed
from bot.names.records import Company
from bot.slack.in_memory.local_slack import ADMIN, TEAM
from bot.slack.messages.forms import COMPANIES
from bot.slack.messages.review import build_entry
from tests.channel_room import Room
from tests.room import NOW


def companies(office: Room) -> dict[str, Company]:
    return office.app.services.lookup.lexicon().company_by_id


def test_each_press_brings_the_one_message_up_to_date(office: Room) -> None:
    """What was done stands above what still waits; a settled entry is gone."""
    assert "2 things to review" in office.command("/ingest review")
    shown = office.press("Yes")
    assert shown.startswith("R1: “Nimbus Gears” is a company, in later briefings too.\n1 thing to review")
    assert office.press("Seen") == "R2: seen.\nNothing to review."
    assert companies(office)["nimbus-gears"].confirmed
    assert office.app.services.review.get(1).settled_by == ADMIN


def test_the_form_takes_a_company_of_the_menu(office: Room) -> None:
    """Same as… asks which; a company that does not fit is refused in the form; then the list is shown."""
    assert office.command("/ingest review", "Same as…").startswith("[ Same as… ]\n“Nimbus Gears” · R1")
    chosen = {"type": "external_select", "selected_option": {"value": "nimbus-gears"}}
    with pytest.raises(Exception, match="not another company I know"):
        office.workspace.submit({COMPANIES: {COMPANIES: chosen}})
    with pytest.raises(Exception, match="Which company"):
        office.workspace.submit({})
    office.workspace.submit({COMPANIES: {COMPANIES: {**chosen, "selected_option": {"value": "huawei"}}}})
    assert "R1: “Nimbus Gears” is another name of Huawei" in office.show()
    assert "nimbus-gears" not in companies(office)
    assert "Nimbus Gears" in companies(office)["huawei"].aliases


def test_a_note_is_settled_and_its_reporter_told_by_direct_message(office: Room) -> None:
    """Fixed: one message goes to the person who wrote it, once, with the next tick."""
    office.app.services.review.report_wrong(subject="P1", note="The date is off", user="U5", workspace=TEAM, now=NOW)
    assert "The person who reported it hears about it." in office.command("/ingest review", "Fixed")
    for _ in range(2):
        office.tick()
    texts = [post["text"] for held in office.workspace.slack.channels.values() for post in held.posts]
    assert texts == ["You reported a mistake in P1: “The date is off”. It is fixed."]


def test_what_could_not_be_read_says_why() -> None:
    """A feed that fails is an entry like the others."""
    failed = replace(find_failed("F1", "Feed F1 (Harbour <Notes>)", "It gives no feed."), shown_id="R3")
    message = build_entry(failed)
    assert message.text == "Could not be read: “Feed F1 (Harbour &lt;Notes&gt;)”"
    assert "It gives no feed. · R3" in message.blocks
