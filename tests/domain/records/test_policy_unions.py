"""Which policies are one, decided from what unites and what parts them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.records.policy_unions import decide_leads, group_by_keys

PAIRS = st.lists(st.tuples(st.integers(1, 8), st.integers(1, 8)), max_size=12)


def test_the_oldest_leads_all_that_are_one() -> None:
    """Links join along chains; what no link reaches leads to itself."""
    assert decide_leads([1, 2, 3, 4], [(3, 4), (1, 3)], []) == {1: 1, 2: 2, 3: 1, 4: 1}


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


def decide_by_pairs(numbers: range, links: list[tuple[int, int]], apart: list[tuple[int, int]]) -> dict[int, int]:
    """Decide the slow way: each link against each border, with every member looked at."""
    groups = {number: {number} for number in numbers}
    for one, other in links:
        joined = groups[one] | groups[other]
        if not any({*border} <= joined for border in apart):
            groups |= dict.fromkeys(joined, joined)
    return {number: min(group) for number, group in groups.items()}


@given(links=PAIRS, apart=PAIRS)
def test_leads_are_those_of_each_link_held_against_each_border(
    links: list[tuple[int, int]], apart: list[tuple[int, int]]
) -> None:
    """In the order of the links, whichever way borders lie."""
    borders = [(one, other) for one, other in apart if one != other]
    assert decide_leads(range(1, 9), links, borders) == decide_by_pairs(range(1, 9), links, borders)


@given(links=PAIRS, data=st.data())
def test_without_borders_the_order_of_links_is_all_one(links: list[tuple[int, int]], data: st.DataObject) -> None:
    """The same links in any order, and twice, give the same policies."""
    shuffled = data.draw(st.permutations(links))
    assert decide_leads(range(1, 9), links, []) == decide_leads(range(1, 9), [*shuffled, *links], [])


def test_reports_hold_together_by_the_keys_they_bear() -> None:
    """Along chains, whichever comes first; one without keys stands by itself."""
    keys = {4: frozenset("ab"), 1: frozenset("a"), 2: frozenset("b"), 3: frozenset("c"), 5: frozenset[str]()}
    assert group_by_keys(keys) == (frozenset({1, 2, 4}), frozenset({3}), frozenset({5}))
    assert group_by_keys({}) == ()


KEYS = st.dictionaries(st.integers(1, 8), st.frozensets(st.sampled_from("abcde"), max_size=3))


@given(keys=KEYS)
def test_groups_share_no_key_and_lose_nobody(keys: dict[int, frozenset[str]]) -> None:
    """Each report is in one group, and no key in two."""
    groups = group_by_keys(keys)
    assert sorted(number for group in groups for number in group) == sorted(keys)
    borne = [frozenset().union(*(keys[number] for number in group)) for group in groups]
    assert sum(map(len, borne)) == len(frozenset().union(*borne))
