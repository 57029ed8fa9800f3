"""A bot over a Slack that fails: its process killed and started again, its posts counted by that Slack."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from bot.digests.holds import HeldPosts
from bot.digests.pace import DeliveryReport
from bot.model.post import Post, PostState
from bot.store.database import open_store
from bot.store.outbox import list_posts
from bot.store.subscriptions import get_subscription
from tests.fake_slack.chaos import ChaosSlack, Times
from tests.faults.sender import Sender, Task
from tests.posting import add_active, add_summary

TICK_S = 5.0
QUIET_S = 1800.0


def is_waiting(post: Post) -> bool:
    """Whether a post is not at an end."""
    return post.state in {PostState.PENDING, PostState.RETRY, PostState.SENDING} or post.is_unclear


def make_template(folder: Path) -> Path:
    """Return an empty database to copy: making one takes longer than a whole scenario."""
    path = folder / "template.db"
    open_store(path, create=True).close()
    return path


@dataclass(kw_only=True)
class Rig:
    """One workspace with one database; ``kills`` are the steps at which the next processes die.

    At the step ``full_at`` of the next process its disk is full.
    """

    path: Path
    times: Times = field(default_factory=Times)
    kills: list[int] = field(default_factory=list)
    full_at: int | None = None
    died_at: list[str] = field(default_factory=list)
    due: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.slack = ChaosSlack(self.times)
        self.store = open_store(self.path, create=True)
        self.sender: Sender | None = None

    @classmethod
    def make(cls, template: Path, folder: Path, name: str) -> Self:
        """Return a rig on a copy of an empty database."""
        path = folder / f"{name}.db"
        for suffix in ("", "-wal", "-shm", ".sender"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        shutil.copy(template, path)
        return cls(path=path)

    def open(self) -> Sender:
        """Start the sender anew: nothing is left of the last one but the file."""
        if self.sender is not None:
            self.sender.kill()
        self.slack.forgive()
        kill_at = self.kills.pop(0) if self.kills else None
        self.sender = Sender(Task(path=str(self.path), kill_at=kill_at, full_at=self.full_at), self.slack)
        self.full_at = None
        return self.sender

    def close(self) -> None:
        """End the sender and what looks at its file."""
        if self.sender is not None:
            self.sender.kill()
            self.sender = None
        self.store.close()

    def decide(self, *, channel: str = "C1", parts: int = 1, slot: str = "B1v1") -> int:
        """Decide a summary to a channel of its own subscription; it is due now."""
        self.slack.open_channel(channel)
        now = self.times.now()
        with self.store.write() as db:
            found = db.execute("SELECT id FROM subscriptions WHERE channel = ? AND filter = ''", [channel]).fetchone()
            subscription = get_subscription(db, found[0]) if found else add_active(db, channel=channel)
            blocks = '[{"type":"section","text":{"type":"mrkdwn","text":"all of it"}}]'
            number = add_summary(db, subscription, slot=slot, parts=parts, not_before=now, blocks=blocks)
            rows = db.execute("SELECT key FROM posts WHERE id = ? OR parent_id = ?", [number, number]).fetchall()
        self.due |= {key for (key,) in rows}
        return number

    def tick(self) -> DeliveryReport | None:
        """Let the sender do one tick; None when it was killed in it: the next tick starts it again."""
        sender = self.sender or self.open()
        report = sender.tick()
        if report is None:
            self.died_at.append(str(sender.died_at))
            sender.kill()
            self.sender = None
        return report

    def run(self, *, limit_s: float = QUIET_S) -> None:
        """Tick until nothing waits any more, or for so long."""
        until = self.times.passed_s + limit_s
        while self.times.passed_s < until:
            report = self.tick()
            self.times.go_on(1.0 if report is not None and report.more else TICK_S)
            if report is not None and not self.list_waiting():
                break
        self.times.go_on(self.slack.lag_s + 200.0)
        self.slack.land()

    def list_waiting(self) -> list[Post]:
        """Return what is not at an end."""
        return [post for post in self.list_posts() if is_waiting(post)]

    def list_posts(self) -> list[Post]:
        """Return all posts that were decided."""
        with self.store.read() as db:
            return list_posts(db)

    def settle_all(self, *, sent: bool) -> None:
        """Let a person settle all that is held."""
        held = HeldPosts(self.store)
        for post in held.list_held():
            held.settle(post.id, sent=sent, by="U9", now=self.times.now())

    def count(self) -> Count:
        """Count what stands in the channels against what was due."""
        stands = self.slack.count_keys()
        posts = {post.key: post for post in self.list_posts()}
        missing = [posts.get(key) for key in self.due if not stands[key]]
        misplaced = self._list_misplaced()
        return Count(
            due=len(self.due),
            posted=sum(1 for key in self.due if stands[key] == 1),
            doubled=sum(1 for key in stands if stands[key] > 1),
            held=sum(1 for post in missing if post and post.is_asked),
            ended=sum(1 for post in missing if post and (post.state is PostState.CANCELLED or post.is_parked)),
            lost=sum(1 for post in missing if post is None or post.state is PostState.SENT or is_waiting(post)),
            wrong=len(misplaced) + len(self.slack.early),
        )

    def _list_misplaced(self) -> list[str]:
        """Return the keys of thread parts that stand outside their thread, and of first parts inside one."""
        standing = {
            post["metadata"]["event_payload"]["key"]: post for _, post in reversed(list(self.slack.list_ours()))
        }
        posts = [post for post in self.list_posts() if post.key in standing]
        places = {post.id: standing[post.key]["ts"] for post in posts}
        return [post.key for post in posts if standing[post.key].get("thread_ts") != places.get(post.parent_id or 0)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """Posts due and what became of them: in the channel once, twice, held for a person, ended with a word, lost."""

    due: int = 0
    posted: int = 0
    doubled: int = 0
    held: int = 0
    ended: int = 0
    lost: int = 0
    wrong: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(**{name: getattr(self, name) + getattr(other, name) for name in Count.__dataclass_fields__})

    @property
    def is_sound(self) -> bool:
        """Whether the promise was kept: nothing twice, nothing lost without a word, nothing out of place."""
        return not (self.doubled or self.lost or self.wrong)
