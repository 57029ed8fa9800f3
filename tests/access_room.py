"""Every listener of the real app, tried as each kind of person behind what ``serve`` puts before it; what came of it.

``python -m tests.benchmarks.access_table`` prints the table, ``tests/slack/test_access_table.py`` checks it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from slack_bolt import BoltRequest

from bot.access.gatekeeper import DENIED
from bot.access.roles import Admins, Need
from bot.app import bootstrap
from bot.clock import FixedClock
from bot.config import Settings
from bot.slack.app import LISTENERS
from bot.slack.gate import carry_channel
from bot.slack.in_memory.local_slack import ADMIN, CHANNEL, REPLIES, TEAM
from bot.slack.transport.deliveries import Deliveries
from bot.store.access import AuditRow, list_audit
from bot.store.memos import MemoKind
from tests import builders as b
from tests.empty_store import make_empty
from tests.fake_slack import requests

Body = dict[str, Any]
NEEDS = {listener.key: listener.need for listener in LISTENERS}
ELSEWHERE = "T0OTHER"
PARTNER = "T9"
"""The workspace of another organisation that shares the channel ``OPENED``."""
OPENED = "C0OPENED"
INSIDE = "external, opened"
"""Who asks inside the channel that an admin opened."""
PERSONS: dict[str, tuple[str, Body]] = {
    "admin": (ADMIN, {}),
    "member": ("U1MEMBER", {}),
    "guest": ("U1GUEST", {"is_restricted": True}),
    "single-channel guest": ("U1SINGLE", {"is_restricted": True, "is_ultra_restricted": True}),
    "external": ("U1EXTERNAL", {"team_id": PARTNER, "is_stranger": True}),
    "external, opened": ("U1PARTNER", {"team_id": PARTNER, "is_stranger": True}),
    "deactivated": ("U1GONE", {"deleted": True}),
    "deactivated admin": ("U1GONEADMIN", {"deleted": True}),
    "guest admin": ("U1GUESTADMIN", {"is_restricted": True}),
    "app": ("U1APP", {"is_bot": True}),
    "another workspace's": ("U1OTHER", {}),
    "nobody": ("", {}),
}
"""Kinds of persons: id, and what Slack says of them beyond a plain member."""
_NAME_CHANNELS = frozenset({"command", "action"})
"""Kinds of listeners whose requests come from a channel; a form names none."""
REFUSED, REACHED, DROPPED = "refused", "reached", "dropped"
_GUESTS = frozenset({"guest", "single-channel guest", "guest admin"})
_REACHES = {
    Need.NONE: frozenset(PERSONS),
    **dict.fromkeys((Need.READ, Need.SHARE, Need.SUBSCRIBE_CHANNEL, Need.PERSONAL), frozenset({"admin", "member"})),
    **dict.fromkeys((Need.INGEST, Need.REVIEW), frozenset({"admin"})),
}
"""Who reaches what while guests are shut out; whoever is not named is refused."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tried:
    """What came of one request: ``REFUSED`` with an audit row, ``REACHED``, or ``DROPPED`` (names no person)."""

    outcome: str
    rows: tuple[AuditRow, ...]
    said: str


class Anew(Deliveries):
    """Takes each request as one that never came before."""

    def claim(self, key: str) -> bool:
        """Say that it is new."""
        _ = key
        return True


class AccessRoom:
    """The program over an empty database, with a person of each kind; a context manager."""

    def __init__(self, folder: Path, *, guests_read: bool = False) -> None:
        admins = frozenset({ADMIN, "U1GONEADMIN", "U1GUESTADMIN"})
        settings = Settings(db=make_empty(folder / "access.db"), admins=admins, guests_read=guests_read)
        self.app = bootstrap(settings, clock=FixedClock(b.NOW), create=True)
        self.workspace = self.app.workspace
        for user, facts in PERSONS.values():
            self.workspace.slack.people[user] = facts
        shared = self.workspace.slack.open_channel(OPENED, "shared")
        shared.is_ext_shared = True
        now = self.app.services.clock.now()
        Admins(self.app.store).grant(OPENED, by="command line", now=now, kind=MemoKind.CHANNEL)
        self._bolt = self.workspace.app
        self._bolt.use(Anew(self.app.store, clock=self.app.services.clock))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.app.__exit__(*error)

    def list_rows(self) -> list[AuditRow]:
        """Return the audit trail."""
        with self.app.store.read() as db:
            return list_audit(db)

    def send(self, body: Body) -> str:
        """Bring a request as it is, and give the acknowledgement as JSON, "" for one without payload."""
        return str(self._bolt.dispatch(BoltRequest(body=body, mode="socket_mode")).body)

    def try_listener(self, key: str, person: str) -> Tried:
        """Send what reaches this listener as this kind of person."""
        user = PERSONS[person][0]
        team = ELSEWHERE if person == "another workspace's" else TEAM
        before = len(self.list_rows())
        self.workspace.screen = None
        place = OPENED if person == INSIDE else CHANNEL
        body = build_body(key, user=user, team=team, address=f"{REPLIES}{user}/{place}", channel=place)
        said = self.send(body)
        rows = tuple(row for row in self.list_rows()[before:] if row.action == DENIED)
        screen = self.workspace.screen
        said += "" if screen is None else str(screen.payload)
        if rows:
            return Tried(outcome=REFUSED, rows=rows, said=said)
        dropped = person in {"nobody", "app"} and key.startswith("event:")
        return Tried(outcome=DROPPED if dropped else REACHED, rows=rows, said=said)


def build_body(key: str, *, user: str, team: str, address: str = "", channel: str = CHANNEL) -> Body:
    """Return the body that Slack sends for this listener; without a user where that is empty.

    Slack names a channel with commands and buttons; a window carries the one it was opened in.
    """
    kind, _, name = key.partition(":")
    name = name.removesuffix(".#").replace("*", "of.nobody")
    if kind == "command":
        body = requests.build_command(f"/{name}", response_url=address, user=user, channel=channel)
        body |= {"team_id": team}
        return body if user else _leave_out(body, "user_id")
    if kind == "event":
        return _build_event(name, user=user, team=team)
    home = PARTNER if user in {PERSONS["external"][0], PERSONS[INSIDE][0]} else team
    view: Body = {"type": "modal", "id": "V1", "callback_id": name, "private_metadata": "", "state": {"values": {}}}
    match kind:
        case "action":
            pressed = {"type": "button", "action_id": name, "value": "odd"}
            body = requests.build_press(pressed, response_url=address, user=user, channel=channel)
        case "view":
            body = {**requests.build_interaction("view_submission", user=user), "view": carry_channel(view, channel)}
        case _:
            assert kind == "options", key
            suggests = {"action_id": name, "block_id": "b", "value": "a", "view": carry_channel(view, channel)}
            body = {**requests.build_interaction("block_suggestion", user=user), **suggests}
    body |= {"team": {"id": team, "domain": "local"}, "user": {"id": user, "team_id": home}}
    return body if user else _leave_out(body, "user")


def _leave_out(body: Body, field: str) -> Body:
    return {name: value for name, value in body.items() if name != field}


def _build_event(name: str, *, user: str, team: str) -> Body:
    kind, _, subtype = name.partition(".")
    event: Body = {"type": kind, "channel": CHANNEL, "ts": "1700000000.000100", "text": "<@U0BOT> help", "tab": "home"}
    event |= {"user": user} if user else {}
    event |= {"channel": "D1", "channel_type": "im"} if kind == "message" else {}
    event |= {"subtype": subtype, "files": []} if subtype else {}
    body = requests.build_event(event, event_id="Ev1")
    return {**body, "team_id": team, "authorizations": [{**body["authorizations"][0], "team_id": team}]}


def may_come_to(key: str, person: str, *, guests_read: bool) -> frozenset[str]:
    """Return the outcomes that are right for this listener and person; what is not granted is refused."""
    if person == "another workspace's":
        return frozenset({REFUSED})  # by the desk, before it is known what listens
    need = NEEDS[key]
    names_nobody = key.startswith("event:") and person in {"nobody", "app"}
    if need is Need.NONE:
        return frozenset({REACHED, DROPPED})
    if names_nobody:
        return frozenset({DROPPED})
    reaches = _REACHES[need] | (_GUESTS if guests_read and need is Need.READ else frozenset())
    if need is Need.READ and key.partition(":")[0] in _NAME_CHANNELS:
        reaches |= {INSIDE}
    return frozenset({REACHED if person in reaches else REFUSED})
