from __future__ import annotations

import pytest

from bot.errors import BadQueryError
from bot.model.ids import IdKind, find_id, format_id, parse_id


@pytest.mark.parametrize("kind", list(IdKind))
def test_an_id_reads_back_as_it_was_shown(kind: IdKind) -> None:
    """Formatting and finding an id are inverse, in either case."""
    assert find_id(format_id(kind, 12)) == (kind, 12)
    assert find_id(format_id(kind, 12).lower()) == (kind, 12)


def test_an_id_of_another_kind_is_refused_with_an_example() -> None:
    """Where a briefing is wanted, a policy's id is refused in one line."""
    assert parse_id("b3", IdKind.BRIEFING) == 3
    with pytest.raises(BadQueryError, match="B3"):
        parse_id("P3", IdKind.BRIEFING)
