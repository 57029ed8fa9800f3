"""Lookups over a real store: each question finds what was said, and says so when nothing was."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.answers.briefing import BriefingCard, BriefingComparison, BriefingList
from bot.answers.cards import CompanyCard, CompanyList, ItemCard, MinistryCard, MinistryList, PolicyCard
from bot.answers.context import Absent, Choice
from bot.answers.lists import PolicyList, Timeline
from bot.answers.lookup import Answer, Lookup
from bot.answers.rows import PolicyRow
from bot.config import find_data_folder
from bot.model.briefing import PolicyStatus, Target
from bot.query.wording import load_wording
from tests.room import ISSUE, LEXICON, NOW, POLICY, TOP, Room
from tests.shown import show

WORDING = load_wording(find_data_folder("reference"))
AFTER = dt.datetime(2024, 4, 2, 9, tzinfo=dt.UTC)
LATER = replace(
    ISSUE,
    sha256="later",
    title=None,
    published_on=dt.date(2024, 4, 6),
    items=(
        replace(
            TOP,
            headline="Carmakers and chips",
            text="The ministry listed chips that carmakers may buy. A second sentence names suppliers.",
            policy=replace(
                POLICY,
                title_en=None,
                title_zh="关于汽车芯片目录的通知",
                document_number="工信部电子〔2024〕7号",
                status=PolicyStatus.ISSUED,
            ),
            reported_on=dt.date(2024, 3, 20),
            issuing_bodies=("MIIT",),
            points=(),
            deadlines=(),
            targets=(),
            topics=(),
        ),
    ),
)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = Room.open(tmp_path / "g.db", page_size=2)
    opened.lookup = Lookup(opened.store, LEXICON, wording=WORDING, page_size=2)
    opened.ingest(ISSUE)
    opened.ingest(LATER)
    yield opened
    opened.close()


def search(room: Room, text: str, *, now: dt.datetime = NOW) -> tuple[str, ...]:
    return room.lookup.find_ids(room.query(text, now=now), now=now)[0]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("robots", ("I1", "I2")),
        ("robot", ("I1", "I2")),
        ("机器人", ("I1", "I2")),
        ("robotics", ("I1", "I2")),
        ("目录", ("I3",)),
        ("录", ("I3",)),
        ("工业和信息化部", ("I3", "I1")),
        ("robot -licence", ("I2",)),
        ('"draft measures"', ("I1",)),
        ("ministry:MIIT", ("I3", "I1")),
        ("ministry:MOT", ("I1",)),
        ("-ministry:MOT", ("I3", "I2")),
        ("company:Huawei", ("I2",)),
        ("company:Nimbus", ()),
        ("topic:robotics", ("I1",)),
        ("type:measures", ("I3", "I1")),
        ("status:draft_for_comment", ("I1",)),
        ("status:comment_closed", ()),
        ("-status:issued", ("I2", "I1")),
        ("section:corporate_news", ("I2",)),
        ("briefing:B2", ("I3",)),
        ("since:2024-03-02 until:2024-03", ("I3", "I2")),
        ("on:2024-03-01", ("I1",)),
        ("on:2024-03-01,2024-03-20", ("I3", "I1")),
        ("-on:2024-03-02", ("I3", "I1")),
        ("learned:2024-03", ("I3", "I2", "I1")),
        ("due:2024", ("I1",)),
        ("target:2027", ("I1",)),
        ("asof:2024-03-01", ("I1",)),
        ("sort:due", ("I1", "I3", "I2")),
        ("robot sort:date", ("I2", "I1")),
        ("quantum", ()),
    ],
)
def test_each_filter_finds_what_it_says(room: Room, text: str, items: tuple[str, ...]) -> None:
    """A question gives just the items that its words and keys describe, in its order."""
    assert search(room, text) == items


def test_open_is_decided_on_the_day_of_asking(room: Room) -> None:
    """A draft is open until its deadline's day ends in Beijing; then it is closed, and the answer shows it as such."""
    last_moment = dt.datetime(2024, 4, 1, 15, 59, tzinfo=dt.UTC)
    assert search(room, "status:draft_for_comment", now=last_moment) == ("I1",)
    assert search(room, "status:draft_for_comment", now=AFTER) == ()
    assert search(room, "status:comment_closed", now=AFTER) == ("I1",)
    query = room.query("status:draft_for_comment", now=AFTER)
    answer = room.lookup.search(query, now=AFTER)
    assert answer.asked_open
    assert [(row.policy.id, row.is_open) for row in answer.near if isinstance(row, PolicyRow)] == [("P1", False)]


def test_a_list_shows_policies_first_in_pages(room: Room) -> None:
    """Policies stand before other news; pages follow each other and count everything once."""
    query = room.query("")
    first = room.lookup.search(query, now=NOW)
    second = room.lookup.search(query, now=NOW, offset=2)
    assert [row.policy.id if isinstance(row, PolicyRow) else row.id for row in first.rows] == ["P2", "P1"]
    assert [row.id for row in second.rows if not isinstance(row, PolicyRow)] == ["I2"]
    assert first.total == 3
    assert first.coverage.briefings == 2
    assert first.coverage.newest_on == dt.date(2024, 4, 6)
    assert room.lookup.search(room.query("limit:1"), now=NOW).page_size == 1


_LISTED: dict[type, Callable[[Any], list[str]]] = {
    PolicyCard: lambda answer: [answer.policy.id],
    ItemCard: lambda answer: [answer.row.id],
    MinistryCard: lambda answer: [answer.body.id, *(row.policy.id for row in answer.rows)],
    MinistryList: lambda answer: [body.id for body, _ in answer.counts],
    CompanyCard: lambda answer: [answer.company.id, *(row.id for row in answer.rows)],
    CompanyList: lambda answer: [company.id for company, _ in answer.counts],
    BriefingCard: lambda answer: [answer.briefing.id, *(row.id for row in answer.rows)],
    BriefingComparison: lambda answer: [answer.before.id, answer.after.id],
    BriefingList: lambda answer: [row.id for row in answer.rows],
    Choice: lambda answer: [label for label, _ in answer.options],
    Timeline: lambda answer: [row.subject for row in answer.rows],
    PolicyList: lambda answer: [row.policy.id if isinstance(row, PolicyRow) else row.id for row in answer.rows],
    Absent: lambda answer: [answer.kind, answer.asked],
}


def describe(answer: Answer) -> str:
    """Return an answer's kind and the ids that it lists, or what it says is absent."""
    return " ".join([type(answer).__name__, *_LISTED[type(answer)](answer)])


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/policy", "PolicyList P2 P1"),
        ("/policy robots", "PolicyList P1 I2"),
        ("/policy P1", "PolicyCard P1"),
        ("/policy P1 binding?", "PolicyCard P1"),
        ("/policy P99", "Absent policy P99"),
        ("/policy I2", "ItemCard I2"),
        ("/policy I99", "Absent item I99"),
        ("/policy 工信部电子[2024]7号", "PolicyCard P2"),
        ("/policy 工信部〔2001〕1号", "Absent policy 工信部〔2001〕1号"),
        ("/policy due", "PolicyList P1"),
        ("/policy deadlines", "PolicyList P1"),
        ("/policy targets", "PolicyList P1"),
        ("/policy timeline P1", "Timeline P1 P1"),
        ("/policy timeline", "Timeline P2 P1"),
        (
            "/policy compare MIIT and MOT since:2024-03-10",
            "Choice MIIT: 1 item MOT: 0 items",
        ),
        (
            "/policy compare P1 and P2",
            "Choice P1 Measures for Robots (Draft for Comments): 1 item P2 关于汽车芯片目录的通知: 1 item",
        ),
        (
            "/policy compare Huawei and Nimbus Gears",
            "Choice Huawei: 1 item Nimbus Gears: 1 item",
        ),
        ("/policy August 2024", "BriefingCard B2 I3"),
        ("/policy August 2021", "PolicyList"),
        ("/policy compare MIIT", "PolicyList P2 P1"),
        ("/policy which ministries issue the most?", "MinistryList MIIT MOT"),
        ("/policy which companies are named?", "CompanyList huawei nimbus-gears"),
        ("/policy what is in the latest briefing?", "BriefingCard B2 I3"),
        ("/policy which briefings do you have?", "BriefingList B2 B1"),
        ("/policy what is in the briefing of 2021?", "Absent briefing the briefing of 2021"),
        ("/policy what does the latest briefing say about chips?", "PolicyList P2"),
        ("/ministry", "MinistryList MIIT MOT"),
        ("/ministry MIIT", "MinistryCard MIIT P2 P1"),
        ("/ministry 工业和信息化部", "MinistryCard MIIT P2 P1"),
        ("/ministry ministry:MIIT", "MinistryCard MIIT P2 P1"),
        ("/ministry MIIT since:2024-03-10", "MinistryCard MIIT P2"),
        ("/ministry joint MIIT", "MinistryCard MIIT P1"),
        ("/ministry Ministry of Magic", "Absent ministry Ministry of Magic"),
        ("/company", "CompanyList huawei nimbus-gears"),
        ("/company 华为", "CompanyCard huawei I2"),
        ("/company company:Nimbus Gears", "CompanyCard nimbus-gears I2"),
        ("/company what about Huawei?", "CompanyCard huawei I2"),
        ("/company Tezla", "Absent company Tezla"),
        ("/company Huawai", "CompanyCard huawei I2"),
        ("/company Nimbus", "CompanyCard nimbus-gears I2"),
        ("/company huawei", "CompanyCard huawei I2"),
        ("/ministry Ministry of Transprt", "MinistryCard MOT P1"),
        ("/company Huawei until:2020", "Absent company Huawei"),
        ("/briefing", "BriefingCard B2 I3"),
        ("/briefing list", "BriefingList B2 B1"),
        ("/briefing B1", "BriefingCard B1 I1 I2"),
        ("/briefing B1 Huawei", "BriefingCard B1 I2"),
        ("/briefing B1 zeppelins", "BriefingCard B1 I1 I2"),
        ("/briefing B99", "Absent briefing B99"),
        ("/briefing watch on:2024-03", "BriefingList B2 B1"),
        ("/briefing April 2024", "BriefingCard B2 I3"),
        ("/briefing compare B1 B2", "BriefingComparison B1 B2"),
        ("/briefing briefing:B1 section:corporate_news", "BriefingCard B1 I2"),
        ("/briefing chips", "BriefingCard B2 I3"),
        ("/briefing nothing", "Absent briefing nothing"),
    ],
)
def test_each_command_gets_its_kind_of_answer(room: Room, typed: str, answer: str) -> None:
    """By subcommand, by id, by name and by a question in words, read alike on every command."""
    assert describe(room.ask(typed)) == answer


def test_nothing_found_names_the_nearest(room: Room) -> None:
    """A name spelled almost so is searched for as it is spelled, and said; a word like no name has none near."""
    almost = room.lookup.search(room.query("Huawai"), now=NOW)
    assert almost.rows
    assert any("Huawei" in note for note in almost.notes)
    assert room.lookup.search(room.query("zzz"), now=NOW).nearest == ()


def test_cards_and_lists_count(room: Room) -> None:
    """What a body issued alone and jointly, with whom, and what is open; ministries come by policies issued.

    Companies come by their newest news, a briefing's sections in the order of the export.
    """
    card, closed = room.ask("/ministry MIIT"), room.ask("/ministry MOT", now=AFTER)
    assert isinstance(card, MinistryCard)
    assert isinstance(closed, MinistryCard)
    assert (card.total, card.alone, card.joint, card.mentioned) == (2, 1, 1, 0)
    assert [row.policy.id for row in card.open_drafts] == ["P1"]
    assert not closed.open_drafts
    ministries, companies, first = room.ask("/ministry"), room.ask("/company"), room.ask("/briefing B1")
    assert isinstance(ministries, MinistryList)
    assert [(body.id, each.issued, each.items) for body, each in ministries.counts] == [("MIIT", 2, 2), ("MOT", 1, 2)]
    assert isinstance(companies, CompanyList)
    assert [(company.name, each.items) for company, each in companies.counts] == [("Huawei", 1), ("Nimbus Gears", 1)]
    assert companies.counts[0][1].latest_on == dt.date(2024, 3, 2)
    assert isinstance(first, BriefingCard)
    assert first.briefing.counts == (("top", 1), ("corporate_news", 1))
    assert [row.policy.id for row in first.open_deadlines] == ["P1"]


def test_companies_that_are_not_mentioned(room: Room) -> None:
    """A name of no list, a known one that filters leave nothing of, and one that a briefing brought differ."""
    missing, before = room.ask("/company Tezla"), room.ask("/company Huawei until:2020")
    assert isinstance(missing, Absent)
    assert missing.in_words == 0
    assert "Tezla isn't mentioned in your briefings. Your latest is from 6 Apr 2024" in show(missing)
    assert isinstance(before, Absent)
    assert (before.asked, before.filters) == ("Huawei", ("until 31 Dec 2020",))
    unlisted = room.ask("/company company:Nimbus Gears")
    assert isinstance(unlisted, CompanyCard)
    assert not unlisted.company.confirmed


def test_an_empty_store_says_so(tmp_path: Path) -> None:
    """With no briefing, every answer is that there is none."""
    empty = Room.open(tmp_path / "e.db")
    latest = empty.ask("/briefing")
    assert isinstance(latest, Absent)
    assert latest.coverage.briefings == 0
    assert empty.lookup.search(empty.query("robots"), now=NOW).total == 0
    empty.close()


def test_what_a_search_leaves_unsaid_is_said(room: Room) -> None:
    """A name on no list, an id that there is none of, and what an answer as on a day holds: one line each."""
    answer = room.lookup.search(room.query("ministry:Ministry of Transprt"), now=NOW)
    assert answer.total == 0
    assert "“Ministry of Transprt” is a ministry on none of our lists." in answer.notes
    assert answer.nearest[:1] == ("Ministry of Transport",)
    for text in ("cranes briefing:B9", "cranes policy:P99"):
        assert f"There is no {text.rpartition(':')[2]}." in room.lookup.search(room.query(text), now=NOW).notes
    denied = room.lookup.search(room.query("zebras without stripes"), now=NOW)
    assert "“without stripes” is read as words. To leave it out write -stripes." in denied.notes
    (line,) = room.lookup.search(room.query("asof:2024-01-20"), now=NOW).notes
    assert line.startswith("As of 20 Jan 2024: what is dated up to that day")
    assert line.endswith("Your briefings begin on 1 Feb 2024.")


def test_goals_of_the_comment_are_no_goals_of_the_policy(room: Room) -> None:
    """A year that only the comment speaks of finds nothing; of several goals the next one decides the order."""
    hopeful = replace(
        TOP,
        position=2,
        headline="Looms",
        text="Looms are to be faster by 2025. Looms are to be silent by 2030.",
        comment="By 2029 nobody may weave.",
        policy=replace(POLICY, title_en="Loom plan", title_zh="织机规划"),
        points=(),
        targets=(
            Target(year=2025, quote="Looms are to be faster by 2025."),
            Target(year=2029, quote="By 2029 nobody may weave."),
            Target(year=2030, quote="Looms are to be silent by 2030."),
        ),
    )
    room.ingest(replace(ISSUE, sha256="looms", series="Looms", items=(hopeful,)))
    assert describe(room.ask("/policy targets 2029")) == "PolicyList"
    assert describe(room.ask("/policy targets")) == "PolicyList P3 P1"
