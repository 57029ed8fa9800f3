"""Lookups over a real store: each question finds what was said, and says so when nothing was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answers.lookup import Lookup
from bot.answers.results import (
    BriefingCard,
    BriefingList,
    Choice,
    CompanyCard,
    CompanyList,
    ItemCard,
    MinistryCard,
    NotHeld,
    PolicyCard,
    PolicyRow,
)
from bot.config import find_data_folder
from bot.model.briefing import PolicyStatus
from bot.names.lexicon import Lexicon
from bot.names.records import Company
from bot.query.wording import Wording, load_wording
from tests.room import ISSUE, LEXICON, NOW, POLICY, TOP, Room

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
    opened.ingest(ISSUE)
    opened.ingest(LATER)
    yield opened
    opened.close()


def search(room: Room, text: str, *, now: dt.datetime = NOW) -> tuple[tuple[str, ...], tuple[str, ...]]:
    items, policies, _ = room.lookup.find_ids(room.query(text, now=now), now=now)
    return items, policies


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("robots", ("I1", "I2")),
        ("robot", ("I1", "I2")),
        ("机器人", ("I1", "I2")),
        ("robotics", ("I1", "I2")),
        ("目录", ("I3",)),
        ("录", ("I3",)),
        ("工业和信息化部", ("I1", "I3")),
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
    found = search(room, text)[0]
    assert found == items


def test_open_is_decided_on_the_day_of_asking(room: Room) -> None:
    """A draft is open until its deadline's day ends in Beijing; then it is closed, and the answer shows it as such."""
    last_moment = dt.datetime(2024, 4, 1, 15, 59, tzinfo=dt.UTC)
    assert search(room, "status:draft_for_comment", now=last_moment)[0] == ("I1",)
    assert search(room, "status:draft_for_comment", now=AFTER)[0] == ()
    assert search(room, "status:comment_closed", now=AFTER)[0] == ("I1",)
    query = room.query("status:draft_for_comment", now=AFTER)
    answer = room.lookup.search(query, now=AFTER)
    assert answer.asked_open
    assert [row.policy.id for row in answer.closed_drafts] == ["P1"]
    assert not answer.closed_drafts[0].is_open


def test_a_list_shows_policies_first_in_pages(room: Room) -> None:
    """Policies stand before other news; pages follow each other and count everything once."""
    query = room.query("")
    first = room.lookup.search(query, now=NOW)
    second = room.lookup.search(query, now=NOW, offset=2)
    assert [row.policy.id if isinstance(row, PolicyRow) else row.id for row in first.rows] == ["P2", "P1"]
    assert [row.id for row in second.rows if not isinstance(row, PolicyRow)] == ["I2"]
    assert (first.total, first.total_items) == (3, 3)
    assert first.held.briefings == 2
    assert first.held.newest_on == dt.date(2024, 4, 6)
    assert room.lookup.search(room.query("limit:1"), now=NOW).page_size == 1


def test_nothing_found_names_the_nearest(room: Room) -> None:
    """A name spelled almost so is looked for as it is spelled, and said; one farther off is only named as near."""
    almost = room.lookup.search(room.query("Huawai"), now=NOW)
    assert almost.notes[0].startswith("Did you mean “Huawei”?")
    assert almost.rows
    assert room.lookup.search(room.query("Huwawei Robots"), now=NOW).nearest == ()
    assert room.lookup.search(room.query("Nuawei"), now=NOW).nearest == ("Huawei",)
    assert room.lookup.search(room.query("zzz"), now=NOW).nearest == ()
    spelled = Lookup(room.store, LEXICON, wording=Wording(synonyms=(("Nuawei", "gallium"),)))
    assert spelled.search(room.query("Nuawei"), now=NOW).nearest == ()  # a word of our lists is spelled right
    called = Lexicon(companies=(Company(id="tern-cars", name="Tern Cars", name_zh="燕鸥汽车"),))
    lookup = Lookup(room.store, called)
    for text in ("燕鸥", "燕鸥 证书"):
        assert lookup.search(room.query(text), now=NOW).nearest == ("Tern Cars",)
    assert lookup.search(room.query("Tern Cars"), now=NOW).nearest == ()


def test_cards_of_policies_and_items(room: Room) -> None:
    """An id or a document number opens the thing itself, with its bodies and its sources."""
    card = room.lookup.get_policy(1, now=NOW)
    assert isinstance(card, PolicyCard)
    assert card.is_open
    assert [body.id for body in card.bodies] == ["MIIT", "MOT"]
    by_number = room.lookup.find_document("工信部电子[2024]7号", now=NOW)
    assert isinstance(by_number, PolicyCard)
    assert by_number.policy.id == "P2"
    without_issuer = room.lookup.find_document("〔2024〕7号", now=NOW)
    assert isinstance(without_issuer, PolicyCard)
    assert without_issuer.policy.id == "P2"
    item = room.lookup.get_item(2, now=NOW)
    assert isinstance(item, ItemCard)
    assert item.policy is None
    about = room.lookup.get_item(1, now=NOW)
    assert isinstance(about, ItemCard)
    assert about.policy is not None
    assert about.policy.id == "P1"


@pytest.mark.parametrize("number", [9, 2**40])
def test_ids_that_are_not_held_are_said_not_to_be(room: Room, number: int) -> None:
    """An id that nothing carries is answered with what is held."""
    answers = (
        room.lookup.get_policy(number, now=NOW),
        room.lookup.get_item(number, now=NOW),
        room.lookup.get_briefing(number, now=NOW),
        room.lookup.find_document("工信部〔2001〕1号", now=NOW),
    )
    assert all(isinstance(answer, NotHeld) and answer.held.briefings == 2 for answer in answers)


def test_a_ministry_is_found_by_any_of_its_names(room: Room) -> None:
    """The card counts what a body issued alone and jointly, and with whom."""
    for name in ("MIIT", "工业和信息化部", "ministry:MIIT", "Ministry of Industry and Information Technology"):
        card = room.lookup.get_ministry(room.query(name), now=NOW)
        assert isinstance(card, MinistryCard)
        assert (card.total, card.alone, card.joint, card.mentioned) == (2, 1, 1, 0)
        assert card.with_bodies == (("MOT", 1),)
        assert [row.policy.id for row in card.open_drafts] == ["P1"]
    later = room.lookup.get_ministry(room.query("MIIT since:2024-03-10", now=AFTER), now=AFTER)
    assert isinstance(later, MinistryCard)
    assert later.total == 1
    closed = room.lookup.get_ministry(room.query("MOT", now=AFTER), now=AFTER)
    assert isinstance(closed, MinistryCard)
    assert closed.last_closed is not None
    assert not closed.open_drafts


def test_the_lists_count_what_the_corpus_names(room: Room) -> None:
    """Ministries come by policies issued, companies by their newest news."""
    ministries = room.lookup.list_ministries(now=NOW)
    assert [(count.body.id, count.issued, count.named) for count in ministries.counts] == [
        ("MIIT", 2, 2),
        ("MOT", 1, 2),
    ]
    companies = room.lookup.list_companies(now=NOW)
    assert isinstance(companies, CompanyList)
    assert [(count.company.name, count.items) for count in companies.counts] == [("Huawei", 1), ("Nimbus Gears", 1)]
    assert companies.counts[0].newest.id == "I2"


def test_a_company_is_shown_with_whom_it_is_seen(room: Room) -> None:
    """The card lists the items that name it and counts its company; one that stands on no list is unconfirmed."""
    card = room.lookup.get_company(room.query("华为"), now=NOW)
    assert isinstance(card, CompanyCard)
    assert [row.id for row in card.rows] == ["I2"]
    assert card.seen_with == (("Nimbus Gears", 1),)
    assert card.policies == ()
    unlisted = room.lookup.get_company(room.query("company:Nimbus Gears"), now=NOW)
    assert isinstance(unlisted, CompanyCard)
    assert not unlisted.company.confirmed


def test_companies_that_are_not_named(room: Room) -> None:
    """A name of no list, a known name without news, and no name at all are three different answers."""
    assert isinstance(room.lookup.get_company(room.query(""), now=NOW), CompanyList)
    missing = room.lookup.get_company(room.query("Tezla"), now=NOW)
    assert isinstance(missing, NotHeld)
    assert missing.known_name is None
    before = room.lookup.get_company(room.query("Huawei until:2020"), now=NOW)
    assert isinstance(before, NotHeld)
    assert before.known_name == "Huawei"
    assert (before.in_words, before.filters) == (0, ("until 31 Dec 2020",))


def test_briefings_are_listed_and_opened(room: Room) -> None:
    """The latest is the default; dates and words of the name choose among them."""
    latest = room.lookup.get_briefing(None, now=NOW)
    assert isinstance(latest, BriefingCard)
    assert latest.briefing.id == "B2"
    first = room.lookup.get_briefing(1, now=NOW)
    assert isinstance(first, BriefingCard)
    assert first.briefing.counts == (("top", 1), ("corporate_news", 1))
    assert [row.policy.id for row in first.open_deadlines] == ["P1"]
    listed = room.lookup.list_briefings()
    assert [row.id for row in listed.rows] == ["B2", "B1"]
    march = room.lookup.find_briefings(room.query("watch on:2024-03"), now=NOW)
    assert isinstance(march, BriefingList)
    assert [row.id for row in march.rows] == ["B2", "B1"]  # the issue of April covers days of March
    assert isinstance(room.lookup.find_briefings(room.query("nothing"), now=NOW), NotHeld)


@pytest.mark.parametrize(
    ("text", "briefing", "before"),
    [
        ("the last one", "B2", "B1"),
        ("what could not be read?", "B2", "B1"),
        ("what changed since the last briefing?", "B2", "B1"),
        ("the previous one", "B1", None),
        ("上一期", "B1", None),
        ("compare briefing:B1 and briefing:B2", "B2", "B1"),
        ("briefing:B1 vs briefing:B2", "B2", "B1"),
        ("compare latest and briefing:B1", "B2", "B1"),
        ("briefing:B1 against the latest", "B2", "B1"),
        ("latest briefing:B1", "B1", None),
        ("watch march", "B1", None),
        ("Institute April", "B2", "B1"),
    ],
)
def test_a_briefing_is_asked_for_in_words(room: Room, text: str, briefing: str, before: str | None) -> None:
    """The latest, the one before it, or one compared with another."""
    lookup = Lookup(room.store, LEXICON, wording=load_wording(find_data_folder("reference")))
    card = lookup.find_briefings(room.query(text), now=NOW)
    assert isinstance(card, BriefingCard)
    assert (card.briefing.id, card.news.before.id if card.news else None) == (briefing, before)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("which briefing covers March 2024?", ["B2", "B1"]),
        ("which briefings are of 6 April 2024?", "B2"),
        ("what's new against the one before?", "B2"),
        ("latest one", "B2"),
        ("latest one limit:1", "B2"),
        ("which briefing covers May 2021?", None),
        ("which briefing is about harbours", None),
    ],
)
def test_briefings_may_be_asked_for_in_a_question(room: Room, text: str, held: list[str] | str | None) -> None:
    """Its dates choose among them, one for none of them is for the latest, and what it names may be held nowhere."""
    lookup = Lookup(room.store, LEXICON, wording=load_wording(find_data_folder("reference")))
    answer = lookup.find_briefings(room.query(text), now=NOW)
    if isinstance(answer, BriefingList):
        assert [row.id for row in answer.rows] == held
    elif isinstance(answer, BriefingCard):
        assert answer.briefing.id == held
    else:
        assert held is None


def test_an_empty_store_says_so(tmp_path: Path) -> None:
    """With nothing held, every answer is that nothing is held."""
    empty = Room.open(tmp_path / "e.db")
    latest = empty.lookup.get_briefing(None, now=NOW)
    assert isinstance(latest, NotHeld)
    assert latest.held.briefings == 0
    assert empty.lookup.search(empty.query("robots"), now=NOW).total == 0
    empty.close()


def test_a_name_on_no_list_is_said_to_be(room: Room) -> None:
    """A ministry or company that nobody knows finds nothing, and the answer says why."""
    answer = room.lookup.search(room.query("ministry:Ministry of Transprt"), now=NOW)
    assert answer.total == 0
    assert answer.notes == ("“Ministry of Transprt” is a ministry on none of our lists.",)
    assert answer.nearest == ("Ministry of Transport",)


def test_a_name_that_two_companies_share_is_a_choice(room: Room) -> None:
    """The person picks between companies of one name."""
    twins = Lexicon(companies=(Company(id="a", name="Alpha", aliases=("Al",)), Company(id="b", name="Al")))
    choice = Lookup(room.store, twins).get_company(room.query("Al"), now=NOW)
    assert isinstance(choice, Choice)
    assert [command for _, command in choice.options] == ["/company Alpha", "/company Al"]


@pytest.mark.parametrize("asked", ["what about Huawei?", "what did Huawei announce?", "华为有什么新闻？"])
def test_a_question_may_stand_for_a_companys_name(room: Room, asked: str) -> None:
    """The name is lifted out of it, and the answer says what it understood; without a name it is not in the corpus."""
    lookup = Lookup(room.store, LEXICON, wording=load_wording(find_data_folder("reference")))
    card = lookup.get_company(room.query(asked), now=NOW)
    assert isinstance(card, CompanyCard)
    assert card.notes == ("Understood: about the company Huawei.",)
    assert isinstance(lookup.get_company(room.query("what did bears do?"), now=NOW), NotHeld)


def test_a_briefing_named_with_a_filter_gives_its_items_that_match(room: Room) -> None:
    """The card stays the briefing's, its items are those that match; words and dates are asked of the items too."""
    for text, items in (("briefing:B1 section:corporate_news", ["I2"]), ("briefing:B1 robots since:2030", [])):
        card = room.lookup.find_briefings(room.query(text), now=NOW)
        assert isinstance(card, BriefingCard)
        assert ([row.id for row in card.rows], card.total) == (items, len(items))
        assert card.briefing.id == "B1"
        assert card.understood
    whole = room.lookup.find_briefings(room.query("briefing:B1"), now=NOW)
    assert isinstance(whole, BriefingCard)
    assert (whole.total, whole.understood) == (2, ())
