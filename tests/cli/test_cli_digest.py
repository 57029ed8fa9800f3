"""``digest`` on the samples: the preview, one tick, and the ledger."""

import sqlite3

import pytest

from bot.store.database import hold_sender_lock
from tests.cli.terminal import FORTNIGHT, MONITOR, Terminal


@pytest.fixture
def followed(terminal: Terminal) -> Terminal:
    """A database in which a channel follows energy, and a briefing just came in."""
    terminal.run("ingest", str(FORTNIGHT), "--now", "2025-03-01")
    terminal.run("ask", "/digest subscribe topic:carbon", "--press", "Subscribe", "--now", "2025-03-01")
    report = terminal.run("ingest", str(MONITOR), "--now", "2025-04-02T08:00").stdout
    assert "Goes to 1 channel in 10 minutes" in report
    return terminal


def test_preview_shows_what_a_filter_would_bring(held: Terminal) -> None:
    """As ``/digest preview`` does: a question is read as its conditions, and nothing is sent."""
    shown = held.run("digest", "preview", "ministry:CAC", "--now", "2025-04-03").stdout
    assert shown.startswith("Preview: This channel would get a summary of what's new: issued by CAC.\n")
    assert "• Cybersecurity law: stiffer fines are up for comment" in shown
    ran = held.run("digest", "preview", "drafts", "closing", "this", "month", "--now", "2025-04-20")
    assert "status: open for comment, deadlines “this month”, counted when it posts" in ran.stdout
    assert held.run("digest", "run", "--now", "2025-04-03").stdout == ""


def test_preview_counts_the_posts_of_90_days(followed: Terminal) -> None:
    """A filter with a schedule, and a subscription by its id, are replayed; an unknown id is refused."""
    written = followed.run("digest", "preview", "topic:carbon", "weekly", "at", "09:00", "--now", "2025-04-12").stdout
    assert written.startswith(
        "Preview: This channel would get a summary of what's new: topic Carbon and climate · every Monday at 09:00"
    )
    assert ": 1 item." in written
    held = followed.run("digest", "preview", "D1", "--now", "2025-04-12").stdout
    assert held.startswith("Preview: This channel would get a summary of what's new: topic Carbon and climate.\n")
    assert "About 1 post in 90 days" in held
    assert "There is no subscription D9" in followed.refuse("digest", "preview", "D9")


def test_what_waits_is_shown_then_sent_once(followed: Terminal) -> None:
    """A summary waits ten minutes, is sent by one tick, and by no second one; the ledger says each item's fate."""
    early = followed.run("digest", "run", "--now", "2025-04-02T08:09")
    assert (early.stdout, early.stderr) == ("", "Nothing was due.\n")
    sent = followed.run("digest", "run", "--now", "2025-04-02T08:11")
    assert sent.stdout.startswith("[C0LOCAL]\n")
    assert "Carbon market" in sent.stdout or "carbon market" in sent.stdout
    assert sent.stderr == "2 sent\n"
    again = followed.load("digest", "run", "--json", "--now", "2025-04-02T08:20")
    assert again["posts"] == []
    assert again["report"]["counts"] == {}


def test_the_ledger_has_each_item_with_its_reason(followed: Terminal) -> None:
    """Posted items name the summary, others why they were left out; as text and as JSON."""
    followed.run("digest", "run", "--now", "2025-04-02T08:11")
    rows = followed.load("digest", "ledger", "--json")
    newest = [row for row in rows if row["briefing"] == "B2"]
    assert len(newest) == 15
    assert {row["fate"] for row in newest} == {"posted", "filtered"}
    assert all(row["reason"] for row in rows)
    lines = followed.run("digest", "ledger").stdout.splitlines()
    assert len(lines) == len(rows) + 1
    assert lines[-2].startswith("D1  B2  I29  ")
    assert lines[-1].startswith("D1: 29 items = ")


def test_one_sender_at_a_time(followed: Terminal) -> None:
    """While another process sends, a tick sends nothing and says so; the post goes out with a later one."""
    assert followed.db is not None
    with hold_sender_lock(followed.db) as alone:
        assert alone
        result = followed.run("digest", "run", "--now", "2025-04-02T08:11")
        assert result.stdout == ""
        assert "Another process is sending" in result.stderr
    assert followed.run("digest", "run", "--now", "2025-04-02T08:12").stderr == "2 sent\n"


def test_stuck_posts_are_listed_with_their_reason(followed: Terminal) -> None:
    """What needs a person says why; their word settles it, once."""
    assert followed.db is not None
    followed.run("ask", "/digest pause D1", "--now", "2025-04-02T08:05")
    with sqlite3.connect(followed.db) as db:
        db.execute("UPDATE posts SET state = 'held', why = 'unproven', reason = 'timed out' WHERE slot LIKE 'pause%'")
    db.close()
    said = followed.run("posts", "held").stdout
    number = said.partition(":")[0].removeprefix("Post ")
    assert said.endswith(" of D1 to C0LOCAL: timed out\n")
    assert "counts as sent" in followed.run("posts", "skip", number).stdout
    assert f"Post {number} doesn't wait for a decision." in followed.refuse("posts", "send", number, status=2)


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_failed_tick_ends_with_status_1(followed: Terminal, form: tuple[str, ...]) -> None:
    """Whoever runs the tick from a timer learns that it failed."""
    assert followed.db is not None
    with sqlite3.connect(followed.db) as db:
        db.execute("CREATE TRIGGER odd BEFORE UPDATE ON posts BEGIN SELECT RAISE(ABORT, 'odd'); END")
    db.close()
    result = followed.run("digest", "run", *form, "--now", "2025-04-02T08:11", status=1)
    assert "The tick failed" in result.output
    assert "Nothing was due" not in result.output
