"""Which deadlines of an item a later report of its policy has moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.records.briefing import Deadline, DeadlineKind, Item

if TYPE_CHECKING:
    from bot.domain.records.policy import PolicyFacts


def list_moved(item: Item, policy: PolicyFacts) -> tuple[Deadline, ...]:
    """Give the deadlines of an item whose kind has another day in its policy, a day that the item does not give."""
    current = {
        DeadlineKind.COMMENTS_CLOSE: policy.comments_close_on,
        DeadlineKind.APPLICATIONS_CLOSE: policy.applications_close_on,
        DeadlineKind.TAKES_EFFECT: policy.effective_on,
    }
    given = {(each.kind, each.on) for each in item.deadlines}
    return tuple(
        each for each in item.deadlines if (day := current.get(each.kind)) is not None and (each.kind, day) not in given
    )


def moves_deadline(later: Item, earlier: Item, policy: PolicyFacts) -> bool:
    """Tell whether an item gives the day to which a deadline of an earlier one was moved, by what their policy says."""
    moved = {each.kind for each in list_moved(earlier, policy)}
    return any(each.kind in moved and each not in list_moved(later, policy) for each in later.deadlines)
