"""``gongbao licence`` and the opening of channels: what is said of posts that are not allowed as they are any more."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.answers.notes import Answers
from bot.answers.rows import Quoted
from bot.store.database import open_store
from bot.store.inbox import Given
from tests.cli.terminal import MONITOR, Terminal

PUBLISHER = "Gongbao Samples"
AT = dt.datetime(2025, 4, 2, 9, tzinfo=dt.UTC)


@pytest.fixture
def posted(terminal: Terminal) -> Terminal:
    """A channel that follows everything, and had its first summary."""
    terminal.run("ingest", str(MONITOR), "--now", "2025-04-02T08:00")
    terminal.run("ask", "/digest subscribe", "--now", "2025-04-02T08:05")
    assert "sent" in terminal.run("digest", "run", "--now", "2025-04-02T08:11").stderr
    return terminal


def test_who_narrows_a_licence_is_told_how_many_posts_change(posted: Terminal) -> None:
    """How many are looked through, then how many are taken back; a licence that allows more reaches none."""
    said = posted.run("licence", "set", PUBLISHER, "internal", "--quote", "5").stdout.splitlines()
    assert said[0].endswith("in its own channels and privately; quotes up to 5 words")
    assert said[1].startswith("Posts: 1 to be looked through for what is not allowed any more, and cut. The bot")
    assert said[2].startswith("Answers that were shared or given to a mention before these were kept on record are not")
    assert posted.run("licence", "set", PUBLISHER, "open").stdout.splitlines()[1:] == []
    said = posted.run("licence", "set", PUBLISHER, "channels", "C9").stdout.splitlines()
    assert said[1].startswith("Posts: 1 to be taken back, or written again without it.")


def test_answers_that_a_channel_saw_are_counted(posted: Terminal) -> None:
    """How many are taken back; how many stay, where and shared by whom; the audit trail says so too."""
    assert posted.db is not None
    store = open_store(posted.db, create=False)
    for user, key in (("U1", "share a"), ("U1", None), ("U7", None)):
        given = Given(workspace="T1", channel="C1", user=user, asked="/policy P1", key=key)
        Answers(store).begin(given, Quoted(briefings=frozenset({1})), since=AT, now=AT)
    store.close()
    said = posted.run("licence", "set", PUBLISHER, "channels", "C9").stdout.splitlines()
    assert said[2] == "Answers that channels see: 1 to be taken back, while it serves."
    assert said[3] == (
        "Staying, since only people can delete them: 1 answer in C1 shared by U1, 1 answer in C1 shared by U7."
    )
    assert said[4] == "Whoever shared them is asked once, in a direct message, to delete them."
    assert "1 shared by U7, which Gongbao cannot take back" in posted.run("audit").stdout


def test_what_a_terminal_showed_stands_nowhere(posted: Terminal) -> None:
    """Answers to a mention and shared ones of a workspace in memory are gone with it, and not on record."""
    posted.ask("@Gongbao P1")
    posted.ask("/policy P1", "--press", "Share")
    posted.ask("/policy P1 share:yes")
    said = posted.run("licence", "set", PUBLISHER, "channels", "C9").stdout
    assert "that channels see" not in said
    assert "only people can delete" not in said


def test_who_opens_a_channel_is_told_too(posted: Terminal) -> None:
    """What stands there and is internal is taken back; opening it once more says that it is open."""
    said = posted.run("admin", "allow-channel", "C0LOCAL").stdout.splitlines()
    assert said[0] == "C0LOCAL is open now."
    assert said[1].startswith("Posts: 1 to be taken back")
    assert posted.run("admin", "allow-channel", "C0LOCAL").stdout == "C0LOCAL is open already.\n"
