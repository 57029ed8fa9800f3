"""The short form of ``make rush``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.rush import describe, run_rush

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.no_cover
def test_channels_due_at_once_get_one_post_each_and_none_early(socket_enabled: None, tmp_path: Path) -> None:
    """While people ask, each channel gets its post once, none before its Retry-After, none within a second."""
    _ = socket_enabled
    rush = run_rush(tmp_path, channels=10, longest_wait_s=2, asked_before=6)
    found = (rush.once, rush.doubled, rush.lost, rush.early, rush.crowded)
    assert found == (10, 0, 0, 0, 0), describe(rush)
    assert rush.refused
    assert rush.asked <= 2, "all but the channel of the commands are told of at once"
    assert rush.busy_ms
