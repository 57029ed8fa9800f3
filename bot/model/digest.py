"""What becomes of an item for a channel or person, and what is known of it then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.model.briefing import Item


class Fate(StrEnum):
    """What became of an item for one subscription, as the ledger says it."""

    INCLUDED = "included"
    FILTERED = "filtered"
    ALREADY_HAD = "already had"
    UNCHANGED = "reported before and unchanged"
    UNCERTAIN = "not certain enough"
    PAUSED = "paused"
    WAITING = "waiting"
    WITHHELD = "withheld"
    FAILED = "failed"
    CORRECTED = "came with a correction"
    DECLINED = "not for us"
    OUTDATED = "told by a newer report"
    DROPPED = "taken out"
    REMINDED = "reminded of"


CORRECTED = "corrected"
"""Why an item is told in another version than its post was made with."""
POSTED_BY = "posted by "
"""Why an item is left out that another rule's post brings, before the name of that rule."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestItem:
    """An item as a summary needs it; ``item_id`` and ``briefing_id`` are numbers, ``policy_id`` as people see it.

    ``before`` is the item of an earlier briefing that reported the same policy last, ``before_of`` that briefing and
    ``before_id`` the item's number. Where its reader was told one, it is the last of those, and ``told_by`` the rule
    that brought it.
    """

    item_id: int
    version: int
    item: Item
    policy_id: str | None
    briefing_id: int = 0
    before: Item | None = None
    before_of: int = 0
    before_id: int = 0
    told_by: str = ""

    @property
    def shown_id(self) -> str:
        """The id to look it up by: the policy's, else the item's own."""
        return self.policy_id or f"I{self.item_id}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """An item and its fate; ``reason`` names the rule or the post."""

    item: DigestItem
    fate: Fate
    reason: str


def forget_before(item: DigestItem) -> DigestItem:
    """Return an item as one that was not reported before."""
    return replace(item, before=None, before_of=0, before_id=0, told_by="")
