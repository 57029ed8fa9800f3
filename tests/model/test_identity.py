"""Which reports are about one document: the keys that they bear, and the groups that follow."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.briefing import DocumentType, Item, Nature, PolicyStatus, ReportedPolicy, Section
from bot.model.identity import (
    document_keys,
    list_keys,
    name_groups,
    numbers_differ,
    regroup,
    sibling_key,
    title_core_zh,
)

DRAFT = ReportedPolicy(
    title_en="Rules for the Export of Kites (Draft for Comments)",
    title_zh="公开征求对《风筝出口管理办法（试行）（征求意见稿）》的意见",
    document_number=None,
    document_type=DocumentType.MEASURES,
    nature=Nature.TRIAL,
    status=PolicyStatus.DRAFT_FOR_COMMENT,
)
FINAL = replace(
    DRAFT,
    title_en="Rules for the Export of Kites",
    title_zh="关于印发《风筝出口管理办法（试行）》的通知",
    document_number="商贸发[2024] 12号",
    status=PolicyStatus.ISSUED,
)
EMPTY = ReportedPolicy(
    title_en=None, title_zh=None, document_number=None, document_type=None, nature=None, status=PolicyStatus.UNKNOWN
)


def report(policy: ReportedPolicy, day: int | None = 1, *issuers: str) -> Item:
    """Build an item of a day counted from March 2024."""
    item = Item(section=Section.TOP, position=1, headline=None, text="t", policy=policy)
    on = None if day is None else dt.date(2024, 3, 1) + dt.timedelta(days=day - 1)
    return replace(item, reported_on=on, issuing_bodies=issuers or ("MOFCOM",))


def test_a_draft_and_its_final_text_are_two_that_know_each_other() -> None:
    """The Chinese title counts without its wrapper and its draft mark; the keys of both lead to one another."""
    assert title_core_zh(DRAFT.title_zh or "") == title_core_zh(FINAL.title_zh or "")
    draft, final = document_keys(DRAFT), document_keys(FINAL)
    assert not {*draft} & {*final}
    assert [sibling_key(key) for key in final] == [None, *draft]
    assert [sibling_key(key) for key in draft] == [*final[1:]]


@pytest.mark.parametrize("title", ["Draft Measures for Cranes", "Draft of the Measures for Cranes"])
def test_a_draft_is_known_wherever_its_title_says_so(title: str) -> None:
    """In front or in brackets, it is the same draft."""
    printed = replace(EMPTY, title_en="Measures for Cranes (draft)", status=PolicyStatus.DRAFT_FOR_COMMENT)
    assert document_keys(replace(printed, title_en=title)) == document_keys(printed)
    assert document_keys(replace(printed, title_en="Drafting Measures for Cranes")) != document_keys(printed)


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("2023年第32号", "商务部公告2023年第32号", False),
        ("商务部公告2023年第32号", "中华人民共和国商务部公告2023年第32号", False),
        ("商务部令第3号", "商务部令2023年第3号", False),
        ("2023年第32号", "商务部公告2023年第33号", True),
        ("2022年第32号", "商务部公告2023年第32号", True),
        ("商贸发〔2023〕32号", "商办发〔2023〕32号", True),
    ],
)
def test_announcements_differ_by_their_figures(one: str, other: str, *, differ: bool) -> None:
    """The body's name is printed long, short or not at all; an office's sign is always the same."""
    assert numbers_differ(one, other) is numbers_differ(other, one) is differ


ENGLISH = replace(FINAL, title_zh=None, document_number=None)
PLAIN = replace(FINAL, document_number=None)
IN_FORCE, REPEALED = (replace(PLAIN, status=status) for status in (PolicyStatus.IN_FORCE, PolicyStatus.REPEALED))
FIRST, SECOND = (replace(FINAL, document_number=f"商贸发〔2024〕{number}号") for number in (1, 2))
BARE = replace(EMPTY, document_number="2023年第32号公告")
NAMED = replace(BARE, document_number="商务部公告2023年第32号", number_bodies=("MOFCOM",))
OTHER_WORDS = replace(NAMED, document_number="中华人民共和国商务部公告2023年第32号")
FOREIGN = replace(BARE, document_number="交通运输部公告2023年第32号", number_bodies=("MOT",))


@pytest.mark.parametrize(
    ("items", "groups"),
    [
        # An English title with an issuer in common and close days is enough, and nothing less.
        ((report(ENGLISH, 1), report(ENGLISH, 9)), [{0, 1}]),
        ((report(ENGLISH, 1), report(ENGLISH, 2, "MOT"), report(ENGLISH, 30)), [{0}, {1}, {2}]),
        # A generic title half a year later is another document, unless that tells what became of the first.
        ((report(PLAIN, 5), report(PLAIN, 62, "MIIT")), [{0, 1}]),
        ((report(PLAIN, 5), report(PLAIN, 276)), [{0}, {1}]),
        ((report(PLAIN, 5), report(IN_FORCE, 276)), [{0, 1}]),
        ((report(PLAIN, 5), report(REPEALED, 276, "MIIT")), [{0}, {1}]),
        ((report(PLAIN, 5), report(REPEALED, None, "MIIT")), [{0, 1}]),
        # Two numbers are two documents; what prints none is about the one reported last before it.
        ((report(PLAIN, 21), report(FIRST, 1), report(SECOND, 20)), [{0, 2}, {1}]),
        ((report(FIRST, 1), report(SECOND, 5), report(PLAIN, 3)), [{0, 2}, {1}]),
        # A bare number is that of its only issuer, in whatever words others name it.
        ((report(BARE, 1), report(BARE, 1, "MOT"), report(BARE, 2)), [{0, 2}, {1}]),
        ((report(NAMED, 1), report(BARE, 2), report(FOREIGN, 2), report(OTHER_WORDS, 3)), [{0, 1, 3}, {2}]),
    ],
)
def test_what_sources_print_says_which_document_it_is(items: tuple[Item, ...], groups: list[set[int]]) -> None:
    """By number, Chinese title or English title; the reports are numbered in the order given."""
    assert regroup(dict(enumerate(items)), {}) == groups


PRINTED = st.builds(
    ReportedPolicy,
    title_zh=st.sampled_from([None, FINAL.title_zh, "无人机出口管理规定"]),
    title_en=st.sampled_from([None, FINAL.title_en, "Rules for the Export of Drones"]),
    document_number=st.sampled_from([None, FIRST.document_number, SECOND.document_number]),
    document_type=st.none(),
    nature=st.none(),
    status=st.sampled_from([PolicyStatus.ISSUED, PolicyStatus.DRAFT_FOR_COMMENT, PolicyStatus.IN_FORCE]),
    number_bodies=st.just(()),
)
DAYS, ISSUERS = st.sampled_from([None, 0, 1, 12, 200, 400]), st.sampled_from(["MIIT", "MOFCOM"])
REPORTS = st.lists(st.builds(report, PRINTED, DAYS, ISSUERS), max_size=9)
PAIRS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda pair: pair[0] != pair[1]), max_size=2)


@given(items=REPORTS, data=st.data())
def test_no_order_of_reading_matters(items: list[Item], data: st.DataObject) -> None:
    """Numbered and given in any order, the same reports are together, whatever speaks for and against."""
    order = data.draw(st.permutations(range(len(items))))
    said = []
    for numbers in (range(len(items)), order):
        numbered = dict(zip(numbers, items, strict=True))
        given_in = data.draw(st.permutations(list(numbered)))
        found = regroup({number: numbered[number] for number in given_in}, {})
        said.append(sorted(sorted(repr(numbered[number]) for number in group) for group in found))
    assert said[0] == said[1]


@given(items=REPORTS, same=PAIRS, apart=PAIRS)
def test_what_people_decided_holds(
    items: list[Item], same: list[tuple[int, int]], apart: list[tuple[int, int]]
) -> None:
    """Whatever keys say; groups are those of what hangs together by keys and decisions, each worked out by itself."""
    numbered = dict(enumerate(items))
    borders = [] if same else apart
    decisions = dict.fromkeys(same, True) | dict.fromkeys((*borders, *(pair[::-1] for pair in borders)), False)
    found = regroup(numbered, decisions)
    assert sorted(number for group in found for number in group) == [*numbered]
    of = {number: group for group in found for number in group}
    assert all(
        (of[one] is of[other]) is is_same for (one, other), is_same in decisions.items() if {one, other} <= {*of}
    )
    related: list[set[int]] = []
    for number, item in numbered.items():
        ties = [
            group
            for group in related
            if any({*list_keys(item)} & {*list_keys(items[n])} or {number, n} in map(set, same) for n in group)
        ]
        related = [group for group in related if group not in ties] + [{number}.union(*ties)]
    parts = [regroup({number: items[number] for number in group}, decisions) for group in related]
    assert sorted(map(sorted, found)) == sorted(sorted(group) for groups in parts for group in groups)


def test_numbers_stay_with_the_oldest_report() -> None:
    """A group has the oldest number of its reports, the others lead there; apart again each has its own."""
    numbers = {1: 1, 2: 2, 3: 1, 4: 2}
    assert name_groups([{1, 2, 3, 4}], numbers) == [[1, 2]]
    assert name_groups([{1}, {2, 4}, {3}], numbers) == [[1], [2], []]
