"""A preview is what the rule would have brought: the same posts as the days themselves."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest

from tests.empty_store import open_empty
from tests.replayed_days import compare

if TYPE_CHECKING:
    from pathlib import Path

COUNT = int(os.environ.get("RULES", "10"))


@pytest.mark.no_cover
def test_a_preview_equals_what_was_posted(tmp_path: Path) -> None:
    """Random rules of channels and persons live through 90 days; each preview gives its posts, items and reminders."""
    store = open_empty(tmp_path / "g.db", wait_s=1)
    found = compare(store, random.Random(7), rules=COUNT)  # noqa: S311  the same rules in every run
    store.close()
    assert found.differing == ()
    assert found.posts > COUNT
    assert found.reminders > COUNT // 2
    assert found.repeats >= COUNT
