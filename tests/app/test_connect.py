"""Connecting: everything around a workspace of Slack, and nothing left open when it fails."""

import datetime as dt
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.app import Connected, connect
from bot.clock import FixedClock
from bot.config import Settings, SlackSettings
from bot.errors import DeliveryError, NotAllowedError, StoreError
from bot.operations.health import read_health
from bot.slack.in_memory.local_slack import BOT_USER, CHANNEL, TEAM
from bot.slack.transport.http import HttpMode
from bot.slack.transport.socket import SocketMode
from bot.store.database import open_store
from bot.store.memos import Memo, MemoKind, find_memo, put_memo
from tests.corpus import make_briefing, store_briefing
from tests.fake_slack.person import HttpRoad, Person, SocketRoad
from tests.fake_slack.program import SECRET
from tests.fake_slack.requests import build_command, build_event
from tests.fake_slack.server import APP_TOKEN, BOT_TOKEN, WAIT_S, FakeSlack

CLOCK = FixedClock(dt.datetime(2024, 3, 10, 4, tzinfo=dt.UTC))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a database that does not exist yet."""
    return Settings(db=tmp_path / "g.db", admins=frozenset({"U1"}))


def build_slack(fake: FakeSlack, mode: str, *, bot_token: str = BOT_TOKEN, port: int = 0) -> SlackSettings:
    """Return the settings for a mode."""
    secrets: dict[str, Any] = {"bot_token": bot_token, "app_token": APP_TOKEN, "signing_secret": SECRET}
    return SlackSettings(mode=mode, api_url=fake.api_url, port=port, **secrets)


@contextmanager
def running(app: Connected, stop: threading.Event) -> Iterator[None]:
    """Let it serve beside the test, and end it, also when a check fails."""
    thread = threading.Thread(target=app.run, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(WAIT_S)
    assert not thread.is_alive()


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_it_answers_until_told_to_stop(fake: FakeSlack, settings: Settings, mode: str) -> None:
    """The workspace is the one that Slack names; the answer is the app's; sending, once stopped, is allowed again."""
    stop = threading.Event()
    store = open_store(settings.db, create=True)
    with store.write() as db:
        put_memo(db, Memo(kind=MemoKind.STOPPED, subject=TEAM, at=CLOCK.now(), record="token_revoked"))
    app = connect(settings, build_slack(fake, mode), clock=CLOCK, stop=stop)
    assert app is not None
    with store.read() as db:
        assert find_memo(db, MemoKind.STOPPED, TEAM) is None
    store.close()
    with app:
        assert app.identity.team == TEAM
        with running(app, stop):
            if isinstance(app.mode, HttpMode):
                with urllib.request.urlopen(f"http://127.0.0.1:{app.mode.port}/health", timeout=WAIT_S) as answer:
                    assert answer.status == 200
                person = Person(fake=fake, road=HttpRoad(port=app.mode.port))
            else:
                fake.wait_for_socket()
                person = Person(fake=fake, road=SocketRoad(fake=fake))
            assert "no briefings yet" in person.type("/policy P5")["text"]


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_each_delivery_has_one_effect(fake: FakeSlack, settings: Settings, mode: str) -> None:
    """A command and an event, four times each and once more after a restart: one named list, one reply."""
    posts = fake.slack.open_channel(CHANNEL).posts
    asked = fake.say(CHANNEL, f"<@{BOT_USER}> ministry MIIT", ts=f"{CLOCK.now().timestamp():.6f}")
    mention = build_event({**asked, "type": "app_mention", "channel": CHANNEL}, event_id="Ev1")
    sent = [(build_command("/policy list save us = topic:ai"), "slash_commands"), (mention, "events_api")] * 4
    for _ in range(2):
        stop = threading.Event()
        app = connect(settings, build_slack(fake, mode), clock=CLOCK, stop=stop)
        assert app is not None
        with app, running(app, stop):
            if isinstance(app.mode, SocketMode):
                fake.wait_quietly(lambda mode=app.mode: mode.list_problems() == (), at_most_s=WAIT_S)  # type: ignore[misc]
            road = HttpRoad(port=app.mode.port) if isinstance(app.mode, HttpMode) else SocketRoad(fake=fake)
            for body, kind in sent:
                road.bring(body, kind=kind)
            fake.wait_until(lambda: any(post.get("bot_id") for post in posts), what="a reply")
            with app.store.read() as db:
                assert db.execute("SELECT count(*) FROM named_lists").fetchone()[0] == 1
    assert len([post for post in posts if post.get("bot_id") and post.get("thread_ts")]) == 1


def test_health_knows_that_nothing_is_sent(fake: FakeSlack, settings: Settings) -> None:
    """Once the database was replaced under it, the bot says so over HTTP."""
    stop = threading.Event()
    app = connect(settings, build_slack(fake, "http"), clock=CLOCK, stop=stop)
    assert app is not None
    settings.db.unlink()
    open_store(settings.db, create=True).close()
    with app:
        assert isinstance(app.mode, HttpMode)
        status, problems = 200, ""
        until = time.monotonic() + WAIT_S
        with running(app, stop):
            while status == 200 and time.monotonic() < until:
                status, problems = ask_health(app.mode.port)
    assert status == 503
    assert "The database was replaced" in problems


def test_a_patient_start_is_seen(fake: FakeSlack, settings: Settings) -> None:
    """While Slack is away the heartbeat says who waits; once it is there that line is gone."""
    fake.refusals["auth.test"] = [503]
    stop = threading.Event()
    seen: list[str] = []

    def look(_: float | None = None) -> bool:
        with closing(open_store(settings.db, create=False)) as store:
            seen.append(read_health(store, now=CLOCK.now()).lines[0])
        return False

    stop.wait = look  # type: ignore[method-assign, assignment]  # whenever somebody waits
    app = connect(settings, build_slack(fake, "socket"), clock=CLOCK, stop=stop)
    assert app is not None
    with app:
        look()
        for pool in app.pools:
            pool.shutdown()
    assert seen[0].startswith("A bot that is starting (socket mode): Slack cannot be reached")
    assert seen[-1].startswith("No bot has served")


def ask_health(port: int) -> tuple[int, str]:
    """Return the status and the body of the health page."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=WAIT_S) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_a_mode_that_fails_ends_everything(fake: FakeSlack, settings: Settings) -> None:
    """The scheduler stops too, and the caller gets the reason."""
    fake.refusals["apps.connections.open"] = [{"ok": False, "error": "token_revoked"}]
    stop = threading.Event()
    app = connect(settings, build_slack(fake, "socket"), clock=CLOCK, stop=stop)
    assert app is not None
    with app, pytest.raises(NotAllowedError, match="SLACK_APP_TOKEN"):
        app.run(stop)
    assert stop.is_set()


def test_what_fails_leaves_nothing_open(fake: FakeSlack, settings: Settings, tmp_path: Path) -> None:
    """A refused token, a taken port, a file that is not ours: each is its own error."""
    stop = threading.Event()
    with pytest.raises(NotAllowedError, match="SLACK_BOT_TOKEN"):
        connect(settings, build_slack(fake, "socket", bot_token="xoxb-other"), clock=CLOCK, stop=stop)  # noqa: S106
    port = int(fake.address.rpartition(":")[2])
    with pytest.raises(DeliveryError, match=f"port {port}"):
        connect(settings, build_slack(fake, "http", port=port), clock=CLOCK, stop=stop)
    (tmp_path / "other.db").write_text("not a database")
    with pytest.raises(StoreError, match="is not a Gongbao database"):
        connect(Settings(db=tmp_path / "other.db"), build_slack(fake, "http"), clock=CLOCK, stop=stop)


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_told_to_stop_while_slack_is_away(fake: FakeSlack, settings: Settings, mode: str) -> None:
    """There is nothing to run then, and the port is free again, as it is when Slack refuses the token."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    fake.refusals["auth.test"] = [503]
    stop = threading.Event()
    stop.set()
    assert connect(settings, build_slack(fake, mode, port=port), clock=CLOCK, stop=stop) is None
    with pytest.raises(NotAllowedError):
        connect(settings, build_slack(fake, mode, bot_token="xoxb-other", port=port), clock=CLOCK, stop=stop)  # noqa: S106
    socket.create_server(("127.0.0.1", port)).close()


def test_an_overdue_source_is_told_to_the_admins(fake: FakeSlack, settings: Settings) -> None:
    """The admin gets one direct message; a restart adds none."""
    for minutes in (11, 12):
        clock = FixedClock(CLOCK.now() + dt.timedelta(minutes=minutes))
        app = connect(settings, build_slack(fake, "socket"), clock=clock, stop=threading.Event())
        assert app is not None
        with app:
            if minutes == 11:
                store_silent_series(app)
            app.scheduler.tick(clock.now())
            app.scheduler.do_chores(clock.now())
            app.scheduler.tick(clock.now())
            for pool in app.pools:
                pool.shutdown()
    said = "Harbour Institute Harbour Notes has brought nothing since 2024-02-02, much longer than usual."
    assert [post["text"] for post in fake.slack.open_direct("U1").posts] == [f"{said} Is an issue missing?"]


def store_silent_series(app: Connected) -> None:
    """Store five weekly issues, the last five weeks ago."""
    with app.store.write() as db:
        for week in range(5):
            briefing = make_briefing(dt.date(2024, 1, 5) + dt.timedelta(weeks=week), sha256=str(week))
            store_briefing(db, briefing, now=CLOCK.now())
