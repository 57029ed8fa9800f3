"""Policies that a reading made one, or two again: said in its report, and kept in the audit trail."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain.ids import IdKind, format_id
from bot.store.audit import AuditRow, add_audit

if TYPE_CHECKING:
    import datetime as dt

    from bot.store.database import Database
    from bot.store.unions import Move


@dataclass(slots=True)
class Unions:
    """Gathers which policies the items of one reading moved."""

    _moves: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    """By policy: where it led before, where it leads now, and the item that moved it last."""
    moved: set[int] = field(default_factory=set)
    """The policies that moved, and where any of them led meanwhile."""

    def add(self, item_id: int, moves: tuple[Move, ...]) -> None:
        """Take what storing one item, or taking it away, moved."""
        for move in moves:
            before = self._moves[move.policy][0] if move.policy in self._moves else move.before
            self._moves[move.policy] = (before, move.after, item_id)
            self.moved |= {move.policy, move.before, move.after}

    def record(self, db: Database, *, by: str, now: dt.datetime) -> tuple[str, ...]:
        """Write what has changed in the end to the audit trail, and give a line for each policy, by number."""
        lines = []
        for policy, (before, after, item_id) in sorted(self._moves.items()):
            if before == after:
                continue
            shown, item = format_id(IdKind.POLICY, policy), format_id(IdKind.ITEM, item_id)
            if after == policy:
                action, said = "part", f"stands by itself, no longer one with {format_id(IdKind.POLICY, before)}"
            else:
                lead = format_id(IdKind.POLICY, after)
                action, said = "unite", f"leads to {lead} now: {item} prints what each is known by"
            add_audit(db, AuditRow(at=now, actor=by, action=action, subject=shown, detail=said))
            lines.append(f"{shown} {said}")
        return tuple(lines)
