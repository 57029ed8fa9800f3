"""Targets: goals for a year, and years that are none."""

from __future__ import annotations

import pytest

from bot.reading.recognition.targets import find_goal_years
from tests.reading.recognition.recognise_lexicon import read_item

GOALS = [
    ("Ports shall have reached a share of half by 2027.", (2027,)),
    ("By 2027, planners want robots in every plant.", (2027,)),
    ("Output shall double by the end of 2025 and triple by 2030.", (2025, 2030)),
    ("The share is to reach half by end-2026.", (2026,)),
    ("Before 2030 emissions should peak.", (2030,)),
    ("The targets set for 2025 are modest.", (2025,)),
    ("Its goal for the year 2026 is parity.", (2026,)),
    ("The ministry kept its 2024 growth target.", (2024,)),
    ("Growth is to reach about 5 percent in 2024.", (2024,)),
    ("Output must fall by 3.5 percent in 2024, the plan says.", (2024,)),
    ("Prices are to be kept at 2 percent in 2024.", (2024,)),
    ("In 2030, half of all cars will be electric.", (2030,)),
    ("The plan aims to open ten centres by June 2025.", (2025,)),
    ("Sales, which reached 9 million in 2022, should hit 20 million by 2026.", (2026,)),
    ("NEA set a target of 200 GW of new wind and solar capacity for 2025.", (2025,)),
    ("From 2025 on, half of all roofs shall carry panels.", (2025,)),
    ("The report names a growth target of 4.5–5 percent for 2026.", (2026,)),
    ("Demand shall grow until 2035.", (2035,)),
    ("Capacity is to exceed 3.6 billion kW this year.", (2024,)),
    ("Over the 15th Five-Year Plan period, the country aims to add 120 GW.", (2030,)),
    ("力争“十五五”期间新增装机1.2亿千瓦。", (2030,)),
    ("会议通过规划，提出2030年制氢量达到50万吨。", (2030,)),
    ("到2025年，产量达到百万台。", (2025,)),
    ("力争2027年建成体系，2030年底前全面应用。", (2027, 2030)),
    ("2026年的目标是翻番。", (2026,)),
    ("The cabinet wants twice as many ships in 2027 as in 2023.", (2027,)),
    ("A first stage until 2025 brings ten standards, a second until 2030 more.", (2025,)),
    ("Ports get three years, to the end of 2027, to halve their emissions.", (2027,)),
    ("Target (2030): 60 percent.", (2030,)),
    ("The plan sets 2027 as the date for a hundred parks.", (2027,)),
    ("明确2027年产业规模达1万亿元。", (2027,)),
]
NO_GOALS = [
    "Ports have reached a share of half by 2024.",
    "During the 14th Five-Year Plan period, 2,000 barges were scrapped.",
    "“十四五”期间累计淘汰2000万辆。",
    "Production is to start in 2025.",
    "Rope making is due to begin in 2025.",
    "Sales fell this year.",
    "The paper names projects until 30 June 2025 and a goal of ten plants.",
    "工厂投产时间推迟至2026年。",
    "By 2022 the country had ten plants.",
    "Ten platforms were set up by October 2024.",
    "The Action Plan for Robots (2023–2025) is under way.",
    "Made in China 2025 was launched long ago.",
    "Sales rose in 2024.",
    "The firm is to open two plants in 2024.",
    "The port is to reach out to 5 owners and was built in 2024.",
    "Sales should reach 5 million in 2024.",
    "The rules are to stay in 2024.",
    "The 2025 list names ten factories.",
    "MOFCOM said that applications for the rope quota of 2026 close soon.",
    "Firms bid for a share in the quota for 2026.",
    "The subsidy runs until 2026.",
    "The period 2024-2026 is short.",
    "From 2025 cars need a licence.",
    "Makers have until 2027 to comply with the rules.",
    "The ministry wants comments in 2025.",
    "2024年至2026年为试点期。",
    "2025年3月1日前报送材料。",
    "2026年举行展会。",
]


@pytest.mark.parametrize(("sentence", "expected"), GOALS)
def test_a_year_with_a_word_of_aim_is_a_goal(sentence: str, expected: tuple[int, ...]) -> None:
    """Each year for which a goal is set counts once, in order."""
    assert find_goal_years(sentence, year=2024) == expected


@pytest.mark.parametrize("sentence", NO_GOALS)
def test_a_year_that_is_merely_mentioned_is_no_goal(sentence: str) -> None:
    """What is past, a document's name, a range, a start or an end of validity sets no goal."""
    assert find_goal_years(sentence, year=2024) == ()


def test_points_under_a_line_of_goals_are_one_target_each() -> None:
    """The line that introduces them gives the year and is itself none; its earlier sentences count as usual."""
    lead = "By 2030, robots are to be common. Targets for 2026 include:"
    item = read_item(lead, lead=lead, points=("Make a hand", "Make an arm by 2026 or by 2028"))
    assert [(target.year, target.quote) for target in item.targets] == [
        (2030, "By 2030, robots are to be common."),
        (2026, "Make a hand"),
        (2026, "Make an arm by 2026 or by 2028"),
        (2028, "Make an arm by 2026 or by 2028"),
    ]


def test_a_lead_that_does_not_introduce_its_points_keeps_its_goal() -> None:
    """Only a colon or words such as "include" hand the year down; else the lead sets the goal and the points none."""
    lead = "MIIT issued a plan. By 2026, output should reach 100,000 hands."
    item = read_item(lead, lead=lead, points=("Towns must file plans.", "Make a hand"))
    assert [(target.year, target.quote) for target in item.targets] == [
        (2026, "By 2026, output should reach 100,000 hands.")
    ]
    lead = "By 2026, the plan's goals include the following."
    item = read_item(lead, lead=lead, points=("Make a hand",))
    assert [(target.year, target.quote) for target in item.targets] == [(2026, "Make a hand")]


def test_a_lead_that_is_not_in_the_summary_is_read_all_the_same() -> None:
    """The grammar may keep the introducing line apart from the summary."""
    item = read_item("Robots are coming.", lead="By 2026, the plan wants to:", points=("Make a hand",))
    assert [(target.year, target.quote) for target in item.targets] == [(2026, "Make a hand")]


def test_targets_stand_in_headline_and_comment_too_and_without_a_date_any_year_counts() -> None:
    """A goal is quoted from wherever it stands."""
    item = read_item("Nothing.", headline="Steel to go green by 2035", comment=("It aims at 2030. By 2040, all will.",))
    assert [target.year for target in item.targets] == [2035, 2040]
    assert find_goal_years("By 2021, ten plants should run.", year=None) == (2021,)
