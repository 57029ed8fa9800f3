"""Every listener tried as every kind of person, through the real app: who reaches it, who is refused, what is kept."""

import json
from collections.abc import Iterator

import pytest

from bot.access.roles import Admins
from bot.slack.in_memory.local_slack import ADMIN, CHANNEL, TEAM
from bot.store.access import AuditRow
from bot.store.memos import MemoKind
from tests.access_room import DROPPED, NEEDS, PERSONS, REFUSED, AccessRoom, Body, build_body, may_come_to
from tests.access_room import ELSEWHERE as ELSEWHERE_TEAM

MEMBER = "U1MEMBER"
ELSEWHERE = "another workspace's"


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AccessRoom]:
    """The program while guests are shut out."""
    with AccessRoom(tmp_path_factory.mktemp("shut")) as room:
        yield room


@pytest.fixture(scope="module")
def open_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AccessRoom]:
    """The program with GONGBAO_GUESTS=read."""
    with AccessRoom(tmp_path_factory.mktemp("open"), guests_read=True) as room:
        yield room


def send(room: AccessRoom, body: Body) -> tuple[str, list[AuditRow]]:
    """Send a request; return what was said and the rows that it left."""
    before = len(room.list_rows())
    return room.send(body), room.list_rows()[before:]


def check_listener(room: AccessRoom, key: str, *, guests_read: bool = False) -> None:
    """Try one listener as everybody."""
    for person, (user, _) in PERSONS.items():
        tried = room.try_listener(key, person)
        assert tried.outcome in may_come_to(key, person, guests_read=guests_read), (key, person, tried)
        if tried.outcome == REFUSED:
            (row,) = tried.rows
            assert row.actor == (user or "nobody")
            if user and person != ELSEWHERE:  # others are refused before it is known whose it is, or what it reaches
                assert row.subject == key
            check_refusal(key, person, tried.said)
        elif tried.outcome == DROPPED:
            assert tried.said == ""


def check_refusal(key: str, person: str, said: str) -> None:
    """A refusal is told in the form that this kind of request can show, privately and with what to do."""
    kind = key.partition(":")[0]
    if kind == "event":
        assert said == ""
    elif kind == "options":
        assert json.loads(said) == {"options": []}
    elif kind == "view":
        assert json.loads(said)["response_action"] == "update"
        assert "⚠" in said or "\\u26a0" in said
    elif kind == "command":
        payload = json.loads(said)
        assert payload["response_type"] == "ephemeral"
        assert payload["blocks"][0]["text"]["text"].startswith("⚠")
    elif kind == "action" and person not in {"nobody", ELSEWHERE}:
        assert "'response_type': 'ephemeral'" in said
        assert "'replace_original': False" in said


@pytest.mark.parametrize("key", NEEDS)
def test_each_listener_is_reached_by_those_whom_its_entry_lets_in(room: AccessRoom, key: str) -> None:
    """Everybody else is refused, told so where it can be, and stands in the audit trail under the listener's key."""
    check_listener(room, key)


@pytest.mark.no_cover
@pytest.mark.parametrize("key", NEEDS)
def test_guests_may_read_where_the_setting_lets_them(open_room: AccessRoom, key: str) -> None:
    """GONGBAO_GUESTS=read lets guests reach what only reads, and nothing else changes."""
    check_listener(open_room, key, guests_read=True)


def test_a_person_of_another_organisation_may_read_in_a_channel_that_was_opened(room: AccessRoom) -> None:
    """And nowhere else, and nothing but read."""
    external = PERSONS["external"][0]
    body = build_body("command:policy", user=external, team=TEAM)
    assert "can't ask Gongbao here" in room.send({**body, "channel_id": "C0OTHER"})
    now = room.app.services.clock.now()
    Admins(room.app.store).grant("C0OTHER", by="command line", now=now, kind=MemoKind.CHANNEL)
    assert "can't ask Gongbao here" not in room.send({**body, "channel_id": "C0OTHER"})
    assert "can't ask Gongbao here" in room.send(body)
    shared = build_body("command:ingest", user=external, team=TEAM)
    assert "can't ingest briefings here" in room.send({**shared, "channel_id": "C0OTHER"})


FORGED: dict[str, tuple[str, dict[str, object]]] = {
    "a whole organisation": ("command:policy", {"is_enterprise_install": "true", "enterprise_id": "E1"}),
    "an organisation without a workspace": (
        "command:policy",
        {"is_enterprise_install": True, "team_id": None, "enterprise_id": "E1"},
    ),
    "no workspace": ("command:policy", {"team_id": None}),
    "a user that is no text": ("command:policy", {"user_id": 7}),
    "a user that is a list": ("command:policy", {"user_id": [ADMIN]}),
    "a channel that is an object": ("command:policy", {"channel": {"id": {"id": "C1"}}}),
}


@pytest.mark.parametrize(("person", "refused"), [("member", False), ("external", True)])
def test_a_form_from_a_channel_that_two_share_belongs_to_whose_window_it_is(
    room: AccessRoom, person: str, refused: bool
) -> None:
    """Slack may name the other workspace as its team: our window is taken, and the person is whom Slack names."""
    body = build_body("view:search.form", user=PERSONS[person][0], team="T9")
    body["view"]["app_installed_team_id"] = TEAM
    said, rows = send(room, body)
    assert [(row.actor, row.subject) for row in rows] == ([(PERSONS[person][0], "view:search.form")] if refused else [])
    assert ("People of another organisation can't ask Gongbao here." in said) == refused


def test_another_workspaces_window_is_refused(room: AccessRoom) -> None:
    """Whatever else the request says, a window that another workspace's app opened is not ours."""
    body = build_body("view:review.same", user=ADMIN, team=TEAM)
    body["view"]["app_installed_team_id"] = ELSEWHERE_TEAM
    said, (row,) = send(room, body)
    assert "serves another workspace" in said
    assert (row.action, row.actor) == ("denied", ADMIN)
    assert ELSEWHERE_TEAM in row.detail


@pytest.mark.parametrize("name", FORGED)
def test_a_request_that_names_nobody_is_refused(room: AccessRoom, name: str) -> None:
    """No person, no workspace, or what is none: an audit row, and a command says so."""
    key, forged = FORGED[name]
    said, (row,) = send(room, {**build_body(key, user=MEMBER, team=TEAM), **forged})
    assert (row.action, row.actor) == ("denied", "nobody")
    if key.startswith("command:"):
        assert json.loads(said)["response_type"] == "ephemeral"


def test_what_was_refused_is_not_written_down_word_by_word(room: AccessRoom) -> None:
    """The audit trail says who, which listener and as what; never what they wrote."""
    body = build_body("command:ingest", user=MEMBER, team=TEAM)
    _, (row,) = send(room, {**body, "text": "https://example.org/private-words"})
    assert "private-words" not in str(row)
    assert row.detail == f"member, needs ingest in {CHANNEL}"


@pytest.mark.parametrize(
    "forged",
    [
        {"type": "block_actions", "actions": [{"action_id": "review.page", "block_id": "b", "type": "button"}]},
        {"type": "view_submission", "view": {"callback_id": "review.same", "type": "modal", "id": "V"}},
        {"event": {"type": "app_mention", "user": ADMIN, "channel": CHANNEL, "ts": "1.1", "text": "x"}},
    ],
)
def test_a_command_that_also_claims_to_be_something_else_is_checked_as_what_runs(
    room: AccessRoom, forged: dict[str, object]
) -> None:
    """What is checked is the listener that runs, so no mixture of bodies reaches one with another's rights."""
    _, rows = send(room, {**build_body("command:ingest", user=MEMBER, team=TEAM), **forged})
    assert [row.action for row in rows] == ["denied"]
