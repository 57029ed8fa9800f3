"""Publishers' licences on every surface of the workspace, through the whole app: what may not be seen, and how long."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path

import docx
import pytest

from bot.access.licences import Licences
from bot.access.roles import Admins
from bot.app import Application, bootstrap
from bot.clock import FixedClock
from bot.config import Settings
from bot.model.briefing import Figure
from bot.slack.gate import carry_channel
from bot.slack.in_memory.local import Screen
from bot.slack.in_memory.local_slack import ADMIN, CHANNEL, TEAM
from bot.slack.messages.forms import SEARCH_VIEW
from bot.store.access import Licence, LicenceKind
from bot.store.memos import MemoKind
from tests.empty_store import make_empty
from tests.room import ISSUE, NEWS, TOP, FakeReader

NOW = dt.datetime(2024, 3, 7, 9, tzinfo=dt.UTC)
MEMBER, GUEST, PARTNER = "U1MEMBER", "U1GUEST", "U1PARTNER"
OPENED = "C0OPENED"
PROSE, TITLE = "canaryprose", "canarytitle"
"""What stands beyond the fourth word of whatever may be quoted, and in what the publisher calls things."""
LONGEST = 4
TRACES = (PROSE, TITLE, "Institute", "Measures for Robots")
"""What no place says of the publisher that may not be shown there."""
CLOSES = dt.date(2024, 3, 20)
POLICY_ITEM = replace(
    TOP,
    headline=f"Robots get {TITLE}",
    text=f"One two three four {PROSE} robots.",
    points=(f"Five six seven eight {PROSE}.",),
    comment=f"Nine ten eleven twelve {PROSE}.",
    deadlines=tuple(replace(each, on=CLOSES, quote=f"Until this day in {PROSE}.") for each in TOP.deadlines),
    targets=tuple(replace(each, quote=f"By that year then {PROSE}.") for each in TOP.targets),
    figures=(Figure(value="7", unit="robots", quote=f"Seven of all robots {PROSE}."),),
)
COMPANY_ITEM = replace(
    NEWS,
    text=f"Huawei showed a hand {PROSE} {TITLE}.",
    companies=tuple(replace(each, quote=f"Huawei showed a hand {PROSE}.") for each in NEWS.companies[:1]),
)
RESTRICTED = replace(
    ISSUE,
    title=f"Watch {TITLE}",
    items=(POLICY_ITEM, COMPANY_ITEM),
    unread=tuple(replace(each, text=f"Not placed at all {PROSE} {TITLE}.") for each in ISSUE.unread),
)
OPEN = replace(
    ISSUE,
    publisher="Gazette",
    series="Gazette",
    title="Gazette",
    published_on=dt.date(2024, 3, 1),
    sha256="bb",
    items=(replace(TOP, headline="Open robots", text="Open text.", policy=None, deadlines=(), targets=(), points=()),),
    unread=(),
)
ELSEWHERE = Licence(publisher="Institute", kind=LicenceKind.CHANNELS, channels=frozenset({"C9"}))
"""A licence that names none of the channels here."""
NEXT = replace(OPEN, published_on=dt.date(2024, 3, 7), sha256="cc")


class Surfaces:
    """The whole app over two briefings, and everything that is seen of it."""

    def __init__(self, folder: Path) -> None:
        settings = Settings(db=make_empty(folder / "g.db"), admins=frozenset({ADMIN}), guests_read=True)
        reader = FakeReader({b"a": RESTRICTED, b"b": OPEN, b"c": NEXT})
        self.app: Application = bootstrap(
            settings, clock=FixedClock(NOW), create=True, reader=reader, hold=dt.timedelta()
        )
        self.workspace = self.app.workspace
        people = self.workspace.slack.people
        people |= {MEMBER: {}, GUEST: {"is_restricted": True}, PARTNER: {"team_id": "T9", "is_stranger": True}}
        shared = self.workspace.slack.open_channel(OPENED, "shared")
        shared.is_ext_shared = True
        Admins(self.app.store).grant(OPENED, by=ADMIN, now=NOW, kind=MemoKind.CHANNEL)
        for name in (b"a", b"b"):
            self.app.services.ingest.ingest(source_name="issue.md", data=name, by=ADMIN, now=NOW)
        self.set(Licence(publisher="Gazette", kind=LicenceKind.OPEN))

    def set(self, licence: Licence) -> None:
        """Put a licence in force."""
        Licences(self.app.store).set_licence(licence, by=ADMIN, now=NOW)

    def ask(self, command: str, *presses: str, user: str = MEMBER, channel: str = CHANNEL) -> str:
        """Run a command, press buttons, and give all that was seen on the way, windows included."""
        seen = [_read(self.workspace.command(command, user=user, channel=channel))]
        seen += [_read(self.workspace.press(press)) for press in presses]
        return "\n".join(seen)

    def posts(self, channel: str) -> str:
        """Return what stands in a channel."""
        return json.dumps([post for post in self.workspace.list_posts(channel) if post.get("bot_id")])

    def files(self) -> str:
        """Return what stands in the files that were sent."""
        return "\n".join(_read_file(each.name, each.data) for each in self.workspace.slack.uploads)


def _read(screen: Screen) -> str:
    return json.dumps(screen.payload, ensure_ascii=False)


def _read_file(name: str, data: bytes) -> str:
    if not name.endswith(".docx"):
        return data.decode().replace("\r\n ", "")
    document = docx.Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Surfaces]:
    """Everything, closed at the end."""
    room = Surfaces(tmp_path)
    with room.app:
        yield room


def follow(room: Surfaces, *, channel: str = CHANNEL) -> str:
    """Return what a channel that follows everything gets: notice, summary with its thread, and reminder."""
    room.ask("/digest subscribe topic:robotics remind:14", "Subscribe", channel=channel)
    room.app.scheduler.tick(NOW)
    room.app.services.ingest.ingest(source_name="issue.md", data=b"c", by=ADMIN, now=NOW)
    for _ in range(3):
        room.app.scheduler.tick(NOW)
    return room.posts(channel)


def explain(room: Surfaces) -> str:
    """Return what the buttons under a summary tell in private."""
    follow(room)
    seen = []
    for label in ("Why these", "Left out"):
        post = [post for post in room.workspace.list_posts() if label in json.dumps(post)][-1]
        room.workspace.show(Screen(kind="in_channel", payload=post, channel=CHANNEL, user=MEMBER))
        named = next(each.label for each in room.workspace.list_buttons() if each.label.startswith(label))
        seen.append(_read(room.workspace.press(named)))
    return "\n".join(seen)


SHARED = ("/policy robots", "/briefing B1", "/company Huawei", "/policy I1", "/ministry MIIT", "/policy timeline")


def share(room: Surfaces, *, channel: str = CHANNEL) -> str:
    """Return what a channel sees when somebody shares answers, by the button and by the key."""
    for command in SHARED:
        room.workspace.command(command, user=MEMBER, channel=channel)
        if any(button.label == "Share" for button in room.workspace.list_buttons()):
            room.workspace.press("Share")
        room.ask(f"{command} share:yes", channel=channel)
    return room.posts(channel)


def mention(room: Surfaces, *, channel: str = CHANNEL) -> str:
    """Return what a channel sees of mentions."""
    for text in ("policy robots", "briefing B1", "company Huawei", "what did MIIT issue on robots?", "policy P1"):
        room.workspace.mention(text, user=MEMBER, channel=channel)
    return room.posts(channel)


def search_by_form(room: Surfaces, *, user: str = MEMBER, channel: str = "") -> str:
    """Return what the search form answers, with what its menus suggest."""
    view = {"type": "modal", "id": "V1", "callback_id": SEARCH_VIEW, "private_metadata": "", "blocks": []}
    held = carry_channel({**view, "state": {"values": {"words": {"words": {"value": "robots"}}}}}, channel)
    asker = {"team": {"id": TEAM}, "user": {"id": user, "team_id": "T9" if user == PARTNER else TEAM}}
    said = room.workspace.send({"type": "view_submission", "view": held, "trigger_id": "t", **asker})
    typed = {"type": "block_suggestion", "action_id": "names.companies", "block_id": "b", "value": "Hua"}
    return json.dumps([said, room.workspace.send({**typed, "view": held, **asker})], ensure_ascii=False)


Ask = Callable[[Surfaces], str]


def asking(*asked: str | tuple[str, ...]) -> dict[str, Ask]:
    """Return how commands are asked, each alone or with the button that is pressed then, by name."""
    return {str(each): partial(ask_all, asked=(each,) if isinstance(each, str) else each) for each in asked}


def ask_all(room: Surfaces, *, asked: tuple[str, ...]) -> str:
    """Return what a command and a button under its answer show, with the files and messages that were sent."""
    return room.ask(*asked) + room.files() + room.posts(f"D{MEMBER[1:]}")


QUOTING = asking(
    *("/policy robots", "/policy P1", "/policy I1", "/policy targets", "/company Huawei", "/briefing B1"),
    *(("/policy P1", "Full text"), ("/policy P1", "Send to me")),
    *("/policy robots export:csv", "/policy robots export:md", "/policy robots export:docx"),
) | {
    "form": search_by_form,
    "Home": lambda room: _read(room.workspace.open_home(user=MEMBER)),
    "direct message": lambda room: _read(room.workspace.write("robots", user=MEMBER)),
    "summary and reminder": follow,
    "Share": share,
    "mention": mention,
}
"""Where a member sees what a publisher wrote, alone or in a channel of the workspace."""
NAMING = asking(
    *("/policy due", "/ministry MIIT", "/policy timeline", "/company", "/briefing list", "/policy robots export:ics"),
    *(("/policy robots", "Cite"), ("/policy P1", "Report a mistake"), ("/policy robots", "Refine")),
    "/digest preview type:measures",
) | {"Why these": explain}
"""Where they see its names, dates and facts, and need not see its words."""
CUT_SIGNS = ("[…]", r"[\u2026]", r"\[…\]")
"""The sign of a cut as text, in JSON, and in Markdown."""


@pytest.mark.parametrize("surface", [*QUOTING, *NAMING])
def test_no_surface_quotes_more_than_may_be_quoted(room: Surfaces, surface: str) -> None:
    """Of a text, a point, a comment, a deadline's sentence nothing is seen beyond so many words, and the cut shows."""
    room.set(Licence(publisher="Institute", longest_quote=LONGEST))
    said = (QUOTING | NAMING)[surface](room)
    assert PROSE not in said
    assert surface in NAMING or any(sign in said for sign in CUT_SIGNS)
    assert any(name in said for name in ("Robots get", "Measures for Robots", "Huawei", "Institute Watch"))


COMMANDS = (
    *("/policy robots", "/policy P1", "/policy I1", "/policy due", "/policy targets", "/policy timeline"),
    *("/policy huawei", "/ministry MIIT", "/company Huawei", "/company", "/briefing B1", "/briefing", "/briefing list"),
    *("/digest preview topic:robotics", "/digest list", "/policy robots export:md", "/policy"),
)


def ask_and_press(room: Surfaces, command: str, *, user: str, channel: str) -> str:
    """Return what a command and each button under its answer show, with files and posts."""
    seen = room.ask(command, user=user, channel=channel)
    for press in dict.fromkeys(button.label for button in room.workspace.list_buttons()):
        seen += room.ask(command, user=user, channel=channel)
        if press in {button.label for button in room.workspace.list_buttons()}:
            seen += _read(room.workspace.press(press))
    return seen + room.files() + room.posts(channel) + room.posts(f"D{user[1:]}")


@pytest.mark.parametrize(("user", "channel"), [(GUEST, CHANNEL), (PARTNER, OPENED)], ids=["guest", "partner"])
@pytest.mark.parametrize("command", COMMANDS)
def test_who_is_no_member_sees_no_trace_of_it(room: Surfaces, command: str, user: str, channel: str) -> None:
    """By no command and no button under its answer; what is open they see."""
    seen = ask_and_press(room, command, user=user, channel=channel)
    assert not [trace for trace in TRACES if trace in seen]


def test_home_forms_and_direct_messages_show_no_trace_either(room: Surfaces) -> None:
    """Guests see what is open on Home, in forms and in direct messages."""
    seen = [_read(room.workspace.open_home(user=GUEST))]
    seen += [_read(room.workspace.write(text, user=GUEST)) for text in ("robots", "briefing B1")]
    seen.append(search_by_form(room, user=GUEST))
    assert not [trace for trace in TRACES if any(trace in said for said in seen)]
    assert all("Open robots" in said for said in (seen[0], seen[1], seen[3]))


@pytest.mark.parametrize("text", ["policy P1", "briefing", "what is new?", "company Huawei"])
def test_a_mention_is_refused_where_its_answer_is_kept_out(room: Surfaces, text: str) -> None:
    """As Share is: that nothing is held would not be so, and whoever asked is a member, who sees it in private."""
    room.set(replace(ELSEWHERE, publisher="Gazette"))
    room.set(ELSEWHERE)
    room.workspace.mention(text, user=MEMBER)
    seen = room.posts(CHANNEL)
    assert "Nothing of this may be shown here: the licence of 2 publishers keeps it out of this channel." in seen
    assert "Ask for it in private" in seen
    assert not [word for word in ("corpus", "no briefing", "open to everybody", *TRACES) if word in seen]


CHANNELS: dict[str, Callable[..., str]] = {"Share": share, "mention": mention, "summary and reminder": follow}


@pytest.mark.parametrize("surface", CHANNELS)
@pytest.mark.parametrize("channel", [CHANNEL, OPENED], ids=["not named by the licence", "shared with others"])
def test_a_channel_sees_no_trace_of_it(room: Surfaces, surface: str, channel: str) -> None:
    """Where the licence keeps it out, whatever members do there; what is open is seen."""
    if channel == CHANNEL:
        room.set(ELSEWHERE)
    seen = CHANNELS[surface](room, channel=channel)
    assert not [trace for trace in TRACES if trace in seen]
    assert "Open robots" in seen
