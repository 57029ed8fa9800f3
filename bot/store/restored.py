"""A restore from a backup leaves a mark beside the database; what the channels say since then is kept in it.

The mark is written before the file is replaced, so no restored file is ever without one. It is a file because a backup
may be of an older schema. Channels are read by ``bot.services.sending.restoration``, once each.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.domain.posts.post import CLAIMABLE, PostKind, PostState
from bot.domain.posts.subscription import is_person
from bot.errors import GongbaoError, StoreError
from bot.store.database import restore_store
from bot.store.told_before import keep_told

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from sqlite_utils import Database

    from bot.domain.posts.delivery import StandingPost
    from bot.domain.posts.post import Post
    from bot.store.database import Store

_OPEN, _DONE, _BLIND = "open", "done", "blind"
_READ_AGAIN = frozenset({"briefings", "items", "policies"})
"""The tables whose rows come back when what was read since the backup is read again."""
_ANY_OTHER = ""
"""In the place of a channel: the bound of those that the backup does not know; open until channels may be read."""
_UNKNOWN = "not in the backup"
"""Why nothing waited for a place at the restore."""
_FAR = 1000
"""More rules, lists and notes than are made between two backups."""
_FAR_PLACES = 1000
"""So many places far behind a backup's numbers there are to go on from, for one that is put on new disks again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scan:
    """A channel that has to be read from ``after_ts`` on, its ``threads`` by their first message too."""

    channel: str
    after_ts: str
    threads: tuple[str, ...]


def restore_marked(source: Path, target: Path, *, place: int | None = None) -> Path | None:
    """Restore a backup as ``restore_store`` does, and mark the result: nothing is sent before the channels were read.

    A restore that fails leaves no mark. No number of a rule, a post or a list is given again that was given out since
    the backup; what is read again gets the numbers that it had, as long as it is read in its order. Where nobody knows
    the numbers given out, as on a new disk, they go on from a far ``place`` of a thousand, which is drawn by chance.
    """
    mark = _find_mark(target)
    marked_before, folder_before = mark.exists(), target.parent.exists()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with mark.open("a", encoding="ascii") as file:
            os.fsync(file.fileno())
    except OSError as error:
        raise StoreError(
            f"{target} cannot be written: {error.strerror}.", hint="Check the folder and its rights."
        ) from error
    try:
        kept = restore_store(source, target)
    except GongbaoError:
        if not marked_before:
            mark.unlink(missing_ok=True)
        if not folder_before:
            with suppress(OSError):
                target.parent.rmdir()
        raise
    try:
        far = _FAR * (secrets.randbelow(_FAR_PLACES) + 1 if place is None else place)
        _pass_numbers(target, _read_numbers(kept) if kept is not None else {}, far=far)
        _pass_state(target, kept)
    except sqlite3.Error as error:
        raise StoreError(f"{target} was restored, and cannot be written: {error}.", hint="Restore it again.") from error
    return kept


def _pass_numbers(path: Path, given: Mapping[str, int], *, far: int) -> None:
    """Go on behind the numbers that were ``given`` out; ``far`` behind those of the backup where nobody knows them."""
    with closing(sqlite3.connect(str(path))) as conn, conn:
        tables = conn.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'").fetchall()
        held = dict(conn.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
        for (name,) in tables:
            if name in _READ_AGAIN:
                continue
            last = held.get(name, 0)
            behind = max(last, given.get(name, 0)) if given else last + far
            conn.execute("DELETE FROM sqlite_sequence WHERE name = ?", [name])
            conn.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", [name, behind])


def _read_numbers(kept: Path) -> dict[str, int]:
    """Give the last number of each table of what stood there before; nothing where it cannot be read."""
    try:
        with closing(sqlite3.connect(str(kept))) as conn:
            return dict(conn.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
    except sqlite3.DatabaseError:
        return {}


def _pass_state(path: Path, kept: Path | None) -> None:
    """Give the store a state that no file had that stood there, so that nothing kept of one passes for its own."""
    own = _read_state(path)
    if own:  # a backup of an earlier version gets its number when it is brought to this one
        reached = max(own, _read_state(kept) if kept is not None else 0)
        with closing(sqlite3.connect(str(path))) as conn, conn:
            conn.execute("UPDATE states SET number = ?", [reached + 1 + secrets.randbelow(_FAR * _FAR_PLACES)])


def _read_state(path: Path) -> int:
    """Give the number of a file's state; nought where it has none yet, or cannot be read."""
    try:
        with closing(sqlite3.connect(str(path))) as conn:
            return int(conn.execute("SELECT number FROM states").fetchone()[0])
    except sqlite3.DatabaseError:
        return 0


def is_marked(path: Path) -> bool:
    """Tell whether the database at ``path`` was restored and its channels have not been listed for reading yet."""
    return _find_mark(path).exists()


def remove_mark(path: Path) -> None:
    """Take the mark away: the channels to read are in the database."""
    _find_mark(path).unlink(missing_ok=True)


def find_identity(path: Path) -> tuple[int, int] | None:
    """Give what tells this very file from another put in its place; None when there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def list_for_reading(db: Database, workspace: str, *, now: dt.datetime) -> int:
    """Note every channel of a workspace that may hold posts since the backup; give how many.

    The newest message of ours that the backup knows bounds them in Slack's time: one at a time is sent.
    """
    newest = db.execute("SELECT max(ts) FROM posts WHERE workspace = ? AND ts IS NOT NULL", [workspace]).fetchone()[0]
    sql = """
        INSERT INTO restore_scans (workspace, channel, after_ts, marked_at, state)
        SELECT ?1, channel, ?2, ?3, ?4 FROM (
            SELECT channel FROM posts WHERE workspace = ?1 UNION SELECT channel FROM subscriptions WHERE workspace = ?1
        ) WHERE true
        ON CONFLICT (workspace, channel) DO UPDATE
        SET after_ts = min(after_ts, excluded.after_ts), marked_at = excluded.marked_at, state = excluded.state,
          reason = NULL
    """
    listed = int(db.execute(sql, [workspace, newest or "0", now.isoformat(), _OPEN]).rowcount)
    sql = """
        INSERT INTO restore_scans (workspace, channel, after_ts, marked_at, state) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (workspace, channel) DO UPDATE
        SET after_ts = min(after_ts, excluded.after_ts), marked_at = excluded.marked_at, state = excluded.state
    """
    db.execute(sql, [workspace, _ANY_OTHER, newest or "0", now.isoformat(), _OPEN])
    return listed


def must_wait(db: Database, workspace: str) -> bool:
    """Tell whether channels were noted for reading, and their history may not show yet what was posted just before."""
    sql = "SELECT 1 FROM restore_scans WHERE workspace = ? AND channel = ? AND state = ?"
    return db.execute(sql, [workspace, _ANY_OTHER, _OPEN]).fetchone() is not None


def end_wait(db: Database, workspace: str) -> None:
    """Record that the histories show all by now, also to the next process."""
    _close(db, workspace, _ANY_OTHER, _DONE, None)


def list_unknown(db: Database, workspace: str) -> list[str]:
    """Give the places of which the restored backup knew nothing and to which something is to go by now.

    They may hold posts of the lost time all the same: of a rule that was made in it, and is made again.
    """
    sql = """
        SELECT channel FROM (
            SELECT channel FROM subscriptions WHERE workspace = ?1
            UNION SELECT channel FROM posts WHERE state IN (?2, ?3) AND workspace = ?1
        ) c
        WHERE EXISTS (SELECT 1 FROM restore_scans WHERE workspace = ?1 AND channel = ?4)
          AND NOT EXISTS (SELECT 1 FROM restore_scans s WHERE s.workspace = ?1 AND s.channel = c.channel)
        ORDER BY channel
    """
    return [channel for (channel,) in db.execute(sql, [workspace, *CLAIMABLE, _ANY_OTHER]).fetchall()]


def add_for_reading(db: Database, workspace: str, channels: Iterable[str]) -> None:
    """Note places to be read that ``list_unknown`` gave."""
    sql = """
        INSERT INTO restore_scans (workspace, channel, after_ts, marked_at, state, reason)
        SELECT workspace, ?, after_ts, marked_at, ?, ? FROM restore_scans WHERE workspace = ? AND channel = ?
        ON CONFLICT DO NOTHING
    """
    for channel in channels:
        db.execute(sql, [channel, _OPEN, _UNKNOWN, workspace, _ANY_OTHER])


def list_scans(db: Database, workspace: str) -> list[Scan]:
    """Give the channels that have to be read before anything is sent to them."""
    rows = db.execute(
        "SELECT channel, after_ts FROM restore_scans WHERE workspace = ? AND state = ? AND channel <> ?"
        " ORDER BY channel",
        [workspace, _OPEN, _ANY_OTHER],
    ).fetchall()
    threads = """
        SELECT DISTINCT parent.ts FROM posts p JOIN posts parent ON parent.id = p.parent_id
        WHERE p.workspace = ? AND p.channel = ? AND p.state <> ? AND parent.ts IS NOT NULL ORDER BY parent.ts
    """
    return [
        Scan(
            channel=channel,
            after_ts=after_ts,
            threads=tuple(ts for (ts,) in db.execute(threads, [workspace, channel, PostState.SENT]).fetchall()),
        )
        for channel, after_ts in rows
    ]


def find_unread(store: Store) -> frozenset[str]:
    """Give the places that have to be read before anything is decided for them; before they are noted, all.

    With a channel all persons who have subscriptions: they may hear it.
    """
    with store.read() as db:
        if is_marked(store.path):
            return frozenset(channel for (channel,) in db.execute("SELECT channel FROM subscriptions").fetchall())
        unread = {place for (place,) in db.execute("SELECT channel FROM restore_scans WHERE state = ?", [_OPEN])}
        places = db.execute("SELECT DISTINCT channel FROM subscriptions").fetchall() if unread else []
    return frozenset(unread | {place for (place,) in places if is_person(place)})


def record_seen(db: Database, workspace: str, channel: str, posts: tuple[StandingPost, ...]) -> None:
    """Keep the keys that stand in a channel, and what they tell; it has been read."""
    for post in posts:
        add_seen(db, post.key, post.ts)
        keep_told(db, workspace, channel, key=post.key, ts=post.ts, telling=post.telling)
    _close(db, workspace, channel, _DONE, None)


def record_blind(db: Database, workspace: str, channel: str, *, reason: str) -> None:
    """Record that a channel cannot be read: what waited at the restore, and is decided again soon, is for a person."""
    db.execute(
        "INSERT INTO restore_doubts (post_id) SELECT p.id FROM posts p"
        " JOIN restore_scans r ON r.workspace = p.workspace AND r.channel = p.channel AND r.reason IS NOT ?"
        " WHERE p.workspace = ? AND p.channel = ? AND p.state IN (?, ?) ON CONFLICT DO NOTHING",
        [_UNKNOWN, workspace, channel, *CLAIMABLE],
    )
    _close(db, workspace, channel, _BLIND, reason)


def find_seen(db: Database, key: str) -> str | None:
    """Give where the post of this key stands in its channel by what was read there; None when it was not found."""
    row = db.execute("SELECT ts FROM seen_posts WHERE key = ?", [key]).fetchone()
    return row[0] if row else None


def find_unread_thread(db: Database, post: Post, thread_ts: str) -> str | None:
    """Give from when a thread has to be read for a post that nobody tried, or None where it need not be.

    It began before what was read of its channel after a restore, so its newer messages are not known.
    """
    sql = "SELECT after_ts FROM restore_scans WHERE workspace = ? AND channel = ? AND state = ? AND after_ts > ?"
    row = db.execute(sql, [post.slot.workspace, post.slot.channel, _DONE, thread_ts]).fetchone()
    return row[0] if row and post.attempts == 0 and find_seen(db, post.key) is None else None


def add_seen(db: Database, key: str, ts: str) -> None:
    """Keep the key of a post that stands in its channel."""
    db.execute("INSERT INTO seen_posts (key, ts) VALUES (?, ?) ON CONFLICT (key) DO NOTHING", [key, ts])


def take_doubt(db: Database, number: int, *, again_within: dt.timedelta, now: dt.datetime) -> str | None:
    """Give why it cannot be known whether this claimed post was made before the restore, the first time; or None.

    Posts decided within ``again_within`` after the restore may be those of the lost time, decided again. Lines that
    tell of rules and troubles are not held for that: else nobody would hear of what is.
    """
    row = db.execute(
        "SELECT r.reason, r.marked_at, p.attempts, p.kind, d.post_id FROM posts p"
        " JOIN restore_scans r ON r.workspace = p.workspace AND r.channel = p.channel AND r.state = ?"
        " LEFT JOIN restore_doubts d ON d.post_id = p.id WHERE p.id = ?",
        [_BLIND, number],
    ).fetchone()
    if row is None:
        return None
    reason, marked_at, attempts, kind, doubted = row
    soon = kind != PostKind.NOTICE and attempts <= 1 and (now - again_within).isoformat() <= marked_at
    db.execute("DELETE FROM restore_doubts WHERE post_id = ?", [number])
    return str(reason) if soon or doubted is not None else None


def _close(db: Database, workspace: str, channel: str, state: str, reason: str | None) -> None:
    db.execute(
        "UPDATE restore_scans SET state = ?, reason = ? WHERE workspace = ? AND channel = ?",
        [state, reason, workspace, channel],
    )


def _find_mark(path: Path) -> Path:
    return Path(f"{path}.restored")
