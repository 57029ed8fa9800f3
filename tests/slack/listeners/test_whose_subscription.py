"""Who may change a subscription: its owner and admins, whichever way they take; everybody else is refused and noted."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.access.gatekeeper import DENIED
from bot.access.roles import Admins
from bot.model.subscription import SubscriptionState
from bot.slack.actions import CHANGE, END, PAUSE, RESUME
from bot.slack.in_memory.local_slack import ADMIN, CHANNEL
from bot.store.access import list_audit
from tests.channel_room import LATER, NOW, Room, open_room
from tests.corpus import make_briefing

OWNER, OTHER = "U1OWNER", "U1OTHER"
TOLD = "⚠ @U1OWNER manages D1: ask them, or an admin of Gongbao."
HIDDEN = "⚠ There is no subscription D1 in this channel."
CHANGING = "change D1 topic:robotics"
DONE = {
    "pause D1": "D1 is paused",
    "resume D1": "D1 is on again",
    "unsubscribe D1": "D1 has ended",
    CHANGING: "From now on this channel gets a summary of what's new: topic Robotics",
}
BUTTONS = {"pause D1": PAUSE, "resume D1": RESUME, "unsubscribe D1": END}
TRIED = [
    *((way, text) for way in ("command", "mention", "direct message", "list") for text in DONE),
    *(("post", "pause D1"), ("post", CHANGING), ("home", CHANGING), ("form", CHANGING)),
]
ELSEWHERE = {"direct message", "home"}
"""Ways that lead through no channel: there a subscription is its owner's alone."""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """The channel of two members and an admin; one of the members set up D1, and it has posted."""
    with open_room(tmp_path) as room:
        room.workspace.slack.open_channel(CHANNEL).members += [OWNER, OTHER]
        room.ingest(make_briefing())
        room.subscribe("topic:energy", user=OWNER)
        room.tick()
        room.tick(LATER)
        yield room


def go(room: Room, way: str, user: str, text: str) -> str:
    """Go this way to do this as somebody; who presses may do so on the owner's screen, as a forged request does."""
    typed = {"command": room.command, "mention": room.mention, "direct message": room.write}
    if way in typed:
        said = typed[way](f"{'/' if way == 'command' else ''}digest {text}", user=user)
        return room.press("Unsubscribe") if said.startswith("End D1?") else said
    if way == "list":
        room.command("/digest list", user=OWNER)
    elif way == "home":
        room.workspace.open_home(user=OWNER)
    else:
        room.look(user=OWNER)
    if way != "form":
        room.show(to=user)
    said = room.press(BUTTONS.get(text, CHANGE))
    if said.startswith("End D1?"):
        return room.press("Unsubscribe")
    screen = room.workspace.screen
    assert screen is not None
    if screen.payload.get("callback_id") != "subscription.form":
        return said
    room.show(to=user)
    return room.submit(What="topic:robotics")


def hold(room: Room) -> list[Any]:
    """Return all that a change would leave: the rule, the lines that wait, and its audit trail."""
    with room.app.store.read() as db:
        rows = [row for name in ("subscriptions", "posts") for row in db.table(name).rows]
        return [*rows, [row for row in list_audit(db) if row.action != DENIED]]


def denials(room: Room) -> list[tuple[str, str, str]]:
    with room.app.store.read() as db:
        return [(row.actor, row.subject, row.detail) for row in list_audit(db) if row.action == DENIED]


@pytest.mark.parametrize(
    ("user", "way", "text"),
    [(user, *each) for user in (OWNER, OTHER, ADMIN) for each in TRIED if user != ADMIN or each[0] not in ELSEWHERE],
)
def test_its_owner_and_an_admin_in_its_channel_change_it(room: Room, user: str, way: str, text: str) -> None:
    """Others are told in a line who does, nothing is changed, and the audit trail has who tried."""
    if text == "resume D1":
        room.command("/digest pause D1", user=OWNER)
    before = hold(room)
    said = go(room, way, user, text)
    if user != OTHER:
        assert DONE[text] in said
        assert denials(room) == []
        return
    assert (HIDDEN if way in ELSEWHERE else TOLD) in said
    assert hold(room) == before
    ((actor, subject, detail),) = denials(room)
    assert (actor, subject) == (OTHER, "D1")
    assert detail.startswith("not visible" if way in ELSEWHERE else f"no admin, managed by {OWNER} in {CHANNEL}")


def test_an_admin_is_one_while_granted_and_a_member(room: Room) -> None:
    """Who was made an admin may until it is taken back; who became a guest may nothing, whatever the setting says."""
    admins = Admins(room.app.store)
    admins.grant(OTHER, by="command line", now=NOW)
    assert "D1 is paused" in room.command("/digest pause D1", user=OTHER)
    admins.revoke(OTHER, by="command line", now=NOW)
    assert TOLD in room.command("/digest resume D1", user=OTHER)
    room.workspace.slack.people[ADMIN] = {"is_restricted": True}
    room.clock.at += dt.timedelta(days=2)
    assert "Guests can't ask Gongbao here." in room.command("/digest resume D1")
    assert room.rule().state is SubscriptionState.PAUSED


def test_what_a_channel_gets_is_shown_in_it_alone(room: Room) -> None:
    """Its owner asks elsewhere in vain, another hears that there is none; the audit trail has both."""
    assert "Only people in it can see what it brings" in room.write("digest preview D1", user=OWNER)
    assert HIDDEN in room.write("digest preview D1", user=OTHER)
    assert [(actor, detail.split(" in ")[0]) for actor, _, detail in denials(room)] == [
        (OWNER, "asked outside its channel"),
        (OTHER, "not visible"),
    ]
