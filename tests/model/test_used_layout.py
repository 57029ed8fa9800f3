"""When a person is asked to look at the layout that a briefing was read with."""

from dataclasses import replace

import pytest

from bot.model.briefing import LayoutDoubt, UsedLayout
from bot.model.review import decide_doubt

FOUND = UsedLayout(
    toml='item = ["row"]\n', cost=0.1, series="watch", runner_up='item = ["paragraph"]\n', runner_up_cost=0.4
)
KEPT = replace(FOUND, is_kept=True)


@pytest.mark.parametrize(
    ("used", "kept_cost", "doubt"),
    [
        (FOUND, None, LayoutDoubt.NEW),
        (replace(FOUND, runner_up_cost=None), None, LayoutDoubt.NEW),
        (replace(FOUND, runner_up_cost=0.1), None, LayoutDoubt.UNCERTAIN),
        (replace(FOUND, cost=0.9, runner_up_cost=1.5), None, LayoutDoubt.UNCERTAIN),
        (replace(FOUND, is_fixed=True, cost=0.9), None, None),
        (KEPT, 0.1, None),
        (replace(KEPT, cost=0.3, runner_up_cost=0.3), 0.1, None),
        (replace(KEPT, cost=1.2), 0.1, LayoutDoubt.DRIFTED),
        (replace(KEPT, cost=1.2), 1.1, None),
        (replace(FOUND, cost=1.2), 0.1, None),
        (None, None, None),
    ],
)
def test_a_layout_is_asked_about_where_it_is_new_or_fits_badly(
    used: UsedLayout | None, kept_cost: float | None, doubt: LayoutDoubt | None
) -> None:
    """Once where it is new, again where it no longer fits; never a notice's or a feed's."""
    assert decide_doubt(used, kept_cost) is doubt
