"""What becomes of an item for a channel or person, and what is known of it then."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.model.briefing import Item


class Fate(StrEnum):
    """What became of an item for one subscription; what was included reads in the ledger as its post stands."""

    INCLUDED = "included"
    FILTERED = "filtered"
    ALREADY_HAD = "already had"
    WAITING = "waiting"
    UNDECIDED = "waiting for a decision"
    WITHHELD = "withheld"


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestItem:
    """An item as a summary needs it; ``item_id`` and ``briefing_id`` are numbers, ``policy_id`` as people see it.

    ``before`` is the last earlier report of the same policy, of another briefing, that its place was told; in a
    correction the item as it was.
    """

    item_id: int
    version: int
    item: Item
    policy_id: str | None
    briefing_id: int = 0
    before: DigestItem | None = None

    @property
    def shown_id(self) -> str:
        """The id to look it up by: the policy's, else the item's own."""
        return self.policy_id or f"I{self.item_id}"


@dataclass(frozen=True, slots=True)
class Decided:
    """An item and its fate; ``reason`` says why in words, ``post_id`` is the post that its place already had it by."""

    item: DigestItem
    fate: Fate
    reason: str = ""
    post_id: int | None = None
