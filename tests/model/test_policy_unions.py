"""Which policies are one, decided from what unites and what parts them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.model.policy_identity import decide_leads

PAIRS = st.lists(st.tuples(st.integers(1, 8), st.integers(1, 8)), max_size=12)


def test_what_was_said_to_be_two_is_joined_by_no_chain() -> None:
    """The link that would bring the two together is passed over, the more certain before it holds."""
    assert decide_leads([1, 2, 3], [(1, 2), (2, 3)], [(1, 3)]) == {1: 1, 2: 1, 3: 3}
    assert decide_leads([1, 2, 3], [(2, 3), (1, 2)], [(3, 1)]) == {1: 1, 2: 2, 3: 2}


@given(links=PAIRS, apart=PAIRS)
def test_leads_are_one_step_and_keep_what_is_apart(links: list[tuple[int, int]], apart: list[tuple[int, int]]) -> None:
    """Every lead leads to itself and is the oldest of its group, and no border runs within a group."""
    borders = [(one, other) for one, other in apart if one != other]
    leads = decide_leads(range(1, 9), links, borders)
    assert all(leads[lead] == lead <= number for number, lead in leads.items())
    assert all(leads[one] != leads[other] for one, other in borders)


@given(links=PAIRS, data=st.data())
def test_without_borders_the_order_of_links_is_all_one(links: list[tuple[int, int]], data: st.DataObject) -> None:
    """The same links in any order, and twice, give the same policies."""
    shuffled = data.draw(st.permutations(links))
    assert decide_leads(range(1, 9), links, []) == decide_leads(range(1, 9), [*shuffled, *links], [])
