"""The rows of the table, in its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults import answers, kills, race, slots, upsets, zones

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.lab import Lab, Row

ROWS: tuple[Callable[[Lab], Row], ...] = (
    kills.run_kills,
    kills.run_pairs,
    kills.run_change_kills,
    slots.run_decide_kills,
    kills.run_lost_replies,
    kills.run_never_taken,
    kills.run_never_found,
    kills.run_late,
    kills.run_lagging_kills,
    kills.run_threads,
    kills.run_forged,
    answers.run_rate_limits,
    answers.run_codes,
    answers.run_update_codes,
    upsets.run_clocks,
    slots.run_slot_clocks,
    slots.run_downtime,
    upsets.run_full_disk,
    upsets.run_restores,
    slots.run_slot_restores,
    answers.run_burst,
    race.run_race,
    zones.run_zones,
)

NEED_A_REGISTRY: tuple[Callable[[Lab], Row], ...] = (zones.run_old_dateutil,)
"""Rows that install something first: for ``make faults`` alone."""
