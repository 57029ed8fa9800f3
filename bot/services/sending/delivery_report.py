"""What a tick of the sender did, counted while it goes on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain.posts.post import PostState

if TYPE_CHECKING:
    from bot.services.sending.pace import Watch


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliveryReport:
    """What one tick did; ``lines`` say what a person should know, one each; ``failed`` when it could not be done.

    ``more`` when something is due that the next tick, a second later, can send. ``blocked`` says why nothing could be
    sent at all, "" when the way was open. ``took_s`` are the seconds that it took.
    """

    sent: int = 0
    retried: int = 0
    parked: int = 0
    unclear: int = 0
    held: int = 0
    skipped: int = 0
    changed: int = 0
    failed: bool = False
    more: bool = False
    blocked: str = ""
    took_s: float = 0.0
    lines: tuple[str, ...] = ()


@dataclass(kw_only=True)
class Tally:
    """Counts what happens in one tick."""

    watch: Watch
    counts: dict[PostState, int] = field(default_factory=dict)
    changed: int = 0
    lines: list[str] = field(default_factory=list)
    waiting_channels: set[str] = field(default_factory=set)
    limits: int = 0
    more: bool = False

    def add(self, state: PostState) -> None:
        """Count a post that came to this state."""
        self.counts[state] = self.counts.get(state, 0) + 1

    def report(self) -> DeliveryReport:
        """Give what was counted."""
        count = self.counts.get
        return DeliveryReport(
            sent=count(PostState.SENT, 0),
            retried=count(PostState.RETRY, 0),
            parked=count(PostState.PARKED, 0),
            unclear=count(PostState.AMBIGUOUS, 0),
            held=count(PostState.HELD, 0),
            skipped=count(PostState.SKIPPED, 0),
            changed=self.changed,
            more=self.more,
            took_s=self.watch.count_passed(),
            lines=tuple(self.lines),
        )
