"""``gongbao licence`` and the opening of channels: what is said of posts that are not allowed any more."""

import datetime as dt

import pytest

from tests.cli.terminal import MONITOR, Terminal

PUBLISHER = "Gongbao Samples"
AT = dt.datetime(2025, 4, 2, 9, tzinfo=dt.UTC)


@pytest.fixture
def posted(terminal: Terminal) -> Terminal:
    """A channel that follows everything, and had its first summary."""
    terminal.run("ingest", str(MONITOR), "--now", "2025-04-02T08:00")
    terminal.run("ask", "/digest subscribe", "--press", "Subscribe", "--now", "2025-04-02T08:05")
    assert "sent" in terminal.run("digest", "run", "--now", "2025-04-02T08:11").stderr
    return terminal


def test_who_narrows_a_licence_is_told_which_posts_are_visible(posted: Terminal) -> None:
    """Those that quote more than they may or stand where they may not, with links; a wider licence lists none."""
    for words in (("internal", "--quote", "5"), ("channels", "C9")):
        said = posted.run("licence", "set", PUBLISHER, *words).stdout.splitlines()
        assert said[1] == "Still visible there; delete in Slack what must go:"
        assert said[2].startswith("  https://slack.com/archives/C0LOCAL/p")
        assert said[2].endswith(" (D1, B1v1)")
        assert posted.run("licence", "set", PUBLISHER, "open").stdout.splitlines()[1:] == []


def test_who_opens_a_channel_is_told_too(posted: Terminal) -> None:
    """What stands there and is internal is listed; opening it once more says that it is open."""
    said = posted.run("admin", "allow-channel", "C0LOCAL").stdout.splitlines()
    assert said[0] == "C0LOCAL is open now."
    assert said[1].startswith("Still visible there")
    assert posted.run("admin", "allow-channel", "C0LOCAL").stdout == "C0LOCAL is open already.\n"
