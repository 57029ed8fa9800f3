"""Whatever stands in the store and whatever is asked, Slack takes every answer, and nothing in it comes alive."""

import datetime as dt
import itertools
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.app import Application, bootstrap
from bot.clock import FixedClock
from bot.config import Settings
from tests.file_rules import CHECKS
from tests.ingest.web_of_feeds import FakeWeb
from tests.made_up_briefings import FakeReader, make_briefing, write_text
from tests.output_walk import Walk, follow_all

NOW = dt.datetime(2025, 4, 10, 12, tzinfo=dt.UTC)
COMMANDS = tuple(
    f"/{line.strip()}"
    for line in """
    policy | policy data security | policy 数据安全 | policy due | policy targets | policy help | policy colour:red
    policy nothing has these words | policy what did MIIT issue on robots? | policy since:03/04/2023
    policy status:draft_for_comment | policy limit:40 | ministry | ministry MIIT | ministry x | ministry list
    ministry NFRA | ministry help | company | company Huawei | company Nobody | company list | company help
    briefing | briefing list | briefing 2025-03 | briefing help | digest | digest preview | digest help
    ingest | ingest list | ingest review | none
    policy timeline | policy timeline P1 | policy timeline P2 export:ics | policy list | policy export:csv
    policy list save us = topic:ai company:Huawei robots | policy list:us | policy list show us
    policy list save x = y z | policy list delete x
    ministry joint MIIT
    policy due export:docx | company Huawei export:md | ministry MIIT export:csv | briefing B1 export:md
    """.strip()
    .replace("\n", "|")
    .split("|")
)
BIDI = "\u202e"
MARKS = (
    *("<!channel>", "<!here>", "<!everyone|all>", "<@U9EVIL>", "<#C0EVIL>", "<!subteam^S1|team>", "<@U9EVIL", "```x"),
    *("<https://evil.example|bank>", "<javascript:alert(1)|x>", "<mailto:a@evil.example|x>", "&lt;!channel&gt;"),
    *("&amp;lt;!here&amp;gt;", "> <!channel>", "*<!here>*", "_<@U9EVIL>_", "~<!channel>~", "`<!here>`"),
    *("<<!channel>>", "https://evil.example/@channel", "<!date^1^{date}^https://evil.example|x>", "=1+1<!here>"),
    *(f"{BIDI}<!channel>", "\x1b[31m<!here>", "a\x00<!channel>", "\ud800<@U1>", "|<!here>|", "<!channel\n>"),
    *("＜!channel＞", "@channel", "#general", "+cmd|' /C calc'!A0", "@SUM(1)", "<img src=x onerror=alert(1)>"),
    *("[bank](https://evil.example)", "![x](https://evil.example)", "x\r\nBEGIN:VEVENT\r\nX:1"),
)


def make_hostile() -> list[str]:
    """Return two hundred different strings: each mark alone, doubled, inside words, and deep in a long text."""
    ways: tuple[Callable[[str], str], ...] = (
        lambda mark: mark,
        lambda mark: mark * 2,
        lambda mark: f"policy {mark} robots",
        lambda mark: f"{'long ' * 700}{mark}{' tail' * 200}",
        lambda mark: f"{mark[:2]}{mark}{mark[-1:]}",
        lambda mark: f"数据{mark}安全",
        lambda mark: f"{mark}\n{mark}",
    )
    return list(itertools.islice((way(mark) for way in ways for mark in MARKS), 200))


@pytest.fixture
def reader() -> FakeReader:
    return FakeReader()


@pytest.fixture
def app(tmp_path: Path, reader: FakeReader) -> Iterator[Application]:
    settings = Settings(db=tmp_path / "every.db", semantic=False)
    clock = FixedClock(NOW)
    with bootstrap(settings, clock=clock, create=True, reader=reader, fetcher=FakeWeb(), hold=dt.timedelta()) as opened:
        yield opened


def ingest(app: Application, reader: FakeReader) -> None:
    """Read what the reader has and what is not stored yet."""
    for number, briefing in enumerate(reader.briefings):
        app.services.ingest.ingest(source_name=briefing.source_name, data=str(number).encode(), by="U0ADMIN", now=NOW)


def list_ids(count: int) -> list[str]:
    """Return commands that open so many policies, items and briefings."""
    return [f"/policy {kind}{number}" for kind in "PI" for number in range(1, count)] + ["/briefing B1", "/policy B2"]


@pytest.mark.no_cover
def test_slack_takes_every_answer(app: Application, reader: FakeReader) -> None:
    """At least 400 different answers, windows and posts of every kind keep all of Slack's rules."""
    chance = random.Random(5)  # noqa: S311  the same briefings in every run
    sizes = (1, 12, 20)
    reader.briefings = [
        make_briefing(chance, n, lambda: write_text(chance), items=size) for n, size in enumerate(sizes)
    ]
    follow_all(app)
    ingest(app, reader)
    walk = Walk(app)
    walk.ask(COMMANDS)
    walk.ask(list_ids(34))
    walk.open_home()
    walk.tick(times=3)
    assert not walk.faults, "\n".join(walk.faults[:20])
    assert len(walk.seen) >= 400


@pytest.mark.no_cover
def test_nothing_hostile_comes_alive(app: Application, reader: FakeReader) -> None:
    """Two hundred hostile strings, in every field that is stored and in every command, are shown and stay dead."""
    chance = random.Random(6)  # noqa: S311  the same places in every run
    strings = make_hostile()
    assert len(set(strings)) == 200
    waiting = itertools.cycle(each.replace("\ud800", "\ufffd") for each in strings)  # half a sign leaves no reader
    reader.briefings = [make_briefing(chance, number, lambda: next(waiting), items=20) for number in range(3)]
    follow_all(app)
    ingest(app, reader)
    walk = Walk(app, hosts=frozenset({"paper.example"}))
    walk.ask(COMMANDS)
    walk.ask(list_ids(12))
    walk.ask((f"/{name} {each}" for each in strings for name in ("policy", "company")), presses=False)
    walk.ask((f"/policy list save us = {each}" for each in strings[:80]), presses=False)
    walk.ask((f"/policy list save {each} = x" for each in strings[:32]), presses=False)
    walk.ask((f"/policy {each} export:md" for each in strings[:32]), presses=False)
    walk.ask(("/policy list", "/policy list:us", "/policy timeline"))
    walk.ask(f"/{name} {each}" for each in strings[:32] for name in ("ministry", "briefing", "digest", "ingest"))
    walk.open_home()
    walk.tick(times=3)
    assert not walk.faults, "\n".join(walk.faults[:20])


def test_nothing_hostile_runs_in_a_file(app: Application, reader: FakeReader) -> None:
    """Exports of the same strings hold no formula, no markup, no link to a stranger and no line of their own."""
    chance = random.Random(7)  # noqa: S311  the same places in every run
    waiting = itertools.cycle(each.replace("\ud800", "\ufffd") for each in make_hostile())
    reader.briefings = [make_briefing(chance, number, lambda: next(waiting), items=20) for number in range(3)]
    ingest(app, reader)
    for kind, check in CHECKS.items():
        app.workspace.command(f"/policy {'due ' if kind == 'ics' else ''}limit:40 export:{kind}")
        upload = app.workspace.slack.uploads[-1]
        assert upload.name.endswith(f".{kind}")
        assert list(check(upload.data)) == [], kind
