"""Prints what is checked of digests: that Slack takes random ones, and that a preview equals what was posted."""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bot.store.database import open_store
from tests.replayed_days import DAYS, compare
from tests.slack.messages.test_random_digests import check_digests

DIGESTS = 500
RULES = 216
"""Some are paused for good, or follow a policy that never comes, and have no posts to equal: 200 and more are left."""
SEED = 7


def main() -> int:
    """Check both, print the figures; the status is 1 when a preview differs."""
    print(check_digests(DIGESTS))
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder, "g.db"), create=True, wait_s=5)
        found = compare(store, random.Random(SEED), rules=RULES)  # noqa: S311  the same rules in every run
        store.close()
    same = found.rules - len(found.differing)
    print(
        f"previews of {found.rules} random subscriptions (seed {SEED}) over {DAYS} days: {same} equal what was posted,"
        f" {found.posts} posts with {found.items} items and {found.reminders} reminders,"
        f" {found.repeats} items left out as told before"
    )
    for line in found.differing:
        print(line)
    return 1 if found.differing else 0


if __name__ == "__main__":
    sys.exit(main())
