"""Who may change a subscription: its owner and admins, whichever way they take; everybody else is refused and noted."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.access.gatekeeper import DENIED
from bot.access.roles import Admins
from bot.cli.text import render_message
from bot.model.subscription import SubscriptionState
from bot.slack.actions import CHANGE, END, PAUSE, RESUME
from bot.slack.in_memory.local_slack import ADMIN, CHANNEL
from bot.store.access import list_audit
from tests.channel_room import LATER, NOW, Room, open_room
from tests.corpus import make_briefing

OWNER, OTHER, THIRD = "U1OWNER", "U1OTHER", "U1THIRD"
TOLD = "⚠ @U1OWNER manages D1: ask them, or an admin of Gongbao."
HIDDEN = "⚠ There is no subscription D1 in this channel."
DONE = {
    "pause D1": "D1 is paused",
    "resume D1": "D1 is on again",
    "unsubscribe D1": "D1 has ended",
    "change D1 topic:robotics": "From now on this channel gets a summary of what's new: topic Robotics",
}
BUTTONS = {"pause D1": PAUSE, "resume D1": RESUME, "unsubscribe D1": END}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """The channel of three members and an admin; one of the members set up D1, and it has posted."""
    with open_room(tmp_path) as room:
        room.app.workspace.slack.open_channel(CHANNEL).members += [OWNER, OTHER, THIRD]
        room.ingest(make_briefing())
        room.subscribe("topic:energy", user=OWNER)
        room.tick()
        room.tick(LATER)
        yield room


def command(room: Room, user: str, text: str) -> str:
    return confirm(room, room.command(f"/digest {text}", user=user))


def mention(room: Room, user: str, text: str) -> str:
    return confirm(room, render_message(room.app.workspace.mention(f"digest {text}", user=user).payload))


def direct(room: Room, user: str, text: str) -> str:
    return confirm(room, render_message(room.app.workspace.write(f"digest {text}", user=user).payload))


def confirm(room: Room, said: str) -> str:
    """Press the button of an answer that asks first."""
    return room.press("Unsubscribe") if said.startswith("End D1?") else said


def listed(room: Room, user: str, text: str) -> str:
    """Press the button of the owner's list, as a request that names somebody else may do."""
    room.command("/digest list", user=OWNER)
    return press(room, user, text)


def posted(room: Room, user: str, text: str) -> str:
    """Press the button under what was posted to the channel."""
    room.look(user=user)
    return press(room, user, text)


def home(room: Room, user: str, text: str) -> str:
    """Press the button of the owner's Home."""
    room.app.workspace.open_home(user=OWNER)
    return press(room, user, text)


def form(room: Room, user: str, text: str) -> str:
    """Submit the form that the owner opened."""
    room.look(user=OWNER)
    room.press(BUTTONS.get(text, CHANGE))
    seen_by(room, user)
    return room.submit(What="topic:robotics")


def press(room: Room, user: str, text: str) -> str:
    """Press the button that does this as somebody; Change opens a form, which is saved."""
    seen_by(room, user)
    said = confirm(room, room.press(BUTTONS.get(text, CHANGE)))
    screen = room.app.workspace.screen
    assert screen is not None
    opened = text not in BUTTONS and screen.payload.get("callback_id") == "subscription.form"
    return room.submit(What="topic:robotics") if opened else said


def seen_by(room: Room, user: str) -> None:
    """Let what is on the screen be on somebody else's."""
    screen = room.app.workspace.screen
    assert screen is not None
    room.app.workspace.show(replace(screen, user=user))


CHANGING = "change D1 topic:robotics"
WAYS: dict[str, tuple[Callable[[Room, str, str], str], tuple[str, ...]]] = {
    "command": (command, tuple(DONE)),
    "mention": (mention, tuple(DONE)),
    "direct message": (direct, tuple(DONE)),
    "list": (listed, tuple(DONE)),
    "post": (posted, ("pause D1", CHANGING)),
    "home": (home, (CHANGING,)),
    "form": (form, (CHANGING,)),
}
TRIED = [(way, text) for way, (_, texts) in WAYS.items() for text in texts]
ELSEWHERE = {"direct message", "home"}
"""Ways that lead through no channel: there a subscription is its owner's alone."""


def hold(room: Room) -> list[Any]:
    """Return all that a change would leave: the rule, the lines that wait, and its audit trail."""
    with room.app.store.read() as db:
        rows = [row for name in ("subscriptions", "posts") for row in db.table(name).rows]
        return [*rows, [row for row in list_audit(db) if row.action != DENIED]]


def denials(room: Room) -> list[tuple[str, str, str]]:
    with room.app.store.read() as db:
        rows = [row for row in list_audit(db) if row.action == DENIED]
    return [(row.actor, row.subject, row.detail) for row in rows]


def prepare(room: Room, text: str) -> None:
    if text.startswith("resume"):
        room.command("/digest pause D1", user=OWNER)


@pytest.mark.parametrize(("way", "text"), TRIED)
def test_a_member_does_not_change_what_somebody_else_set_up(room: Room, way: str, text: str) -> None:
    """They are told in a line who does, nothing is changed, and the audit trail has who tried."""
    prepare(room, text)
    before = hold(room)
    said = WAYS[way][0](room, OTHER, text)
    assert (HIDDEN if way in ELSEWHERE else TOLD) in said
    assert hold(room) == before
    ((actor, subject, detail),) = denials(room)
    assert (actor, subject) == (OTHER, "D1")
    assert detail.startswith("not visible" if way in ELSEWHERE else f"no admin, managed by {OWNER} in {CHANNEL}")


@pytest.mark.parametrize(
    ("user", "way", "text"),
    [*((OWNER, *each) for each in TRIED), *((ADMIN, *each) for each in TRIED if each[0] not in ELSEWHERE)],
)
def test_its_owner_and_admins_change_it(room: Room, user: str, way: str, text: str) -> None:
    """Its owner by every way, from outside its channel too; in its channel an admin may do all that the owner may."""
    prepare(room, text)
    assert DONE[text] in WAYS[way][0](room, user, text)
    assert denials(room) == []


def test_an_admin_is_one_while_granted_and_a_member(room: Room) -> None:
    """Who was made an admin may until it is taken back; who became a guest may nothing, whatever the setting says."""
    admins = Admins(room.app.store)
    admins.grant(OTHER, by="command line", now=NOW)
    assert "D1 is paused" in command(room, OTHER, "pause D1")
    admins.revoke(OTHER, by="command line", now=NOW)
    assert TOLD in command(room, OTHER, "resume D1")
    room.app.workspace.slack.people[ADMIN] = {"is_restricted": True}
    room.clock.at += dt.timedelta(days=2)
    assert "Guests can't ask Gongbao here." in command(room, ADMIN, "resume D1")
    assert room.rule().state is SubscriptionState.PAUSED


def test_what_a_channel_gets_is_shown_in_it_alone(room: Room) -> None:
    """Its owner asks elsewhere in vain, another hears that there is none; the audit trail has both."""
    assert "Only people in it can see what it brings" in direct(room, OWNER, "preview D1")
    assert HIDDEN in direct(room, OTHER, "preview D1")
    assert [(actor, detail.split(" in ")[0]) for actor, _, detail in denials(room)] == [
        (OWNER, "asked outside its channel"),
        (OTHER, "not visible"),
    ]
