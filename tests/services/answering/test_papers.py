"""The paper of an answer: each kind of answer gives its rows, with their standing and their source."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.licence import Licence, LicenceKind
from bot.domain.records.briefing import CompanyMention, Link, Section
from bot.domain.records.paper import Paper, Standing
from bot.domain.records.policy_identity import compose_policy
from bot.errors import BadQueryError
from bot.services.access.licences import HeldLicence
from bot.services.answering.papers import Asked, compose_paper
from tests import builders as b

if TYPE_CHECKING:
    from bot.services.results import Answer

ASKED = Asked(text="/policy battery", as_of=dt.date(2024, 3, 7), team="T1")


def compose(answer: Answer, *licences: HeldLicence) -> Paper:
    return compose_paper(answer, ASKED, licences)


@pytest.mark.parametrize(
    ("answer", "title"),
    [
        (b.build_policy_list(), "“battery”"),
        (b.build_policy_list(understood=()), "Newest policies"),
        (b.build_policy_card(), "P5 "),
        (b.build_item_card(), "I2 "),
        (b.build_ministry_card(), "MIIT Ministry"),
        (b.build_company_card(), "Huawei in the news"),
        (b.build_briefing_card(), ""),
        (b.build_timeline(), "Timeline of P5"),
        (b.build_timeline(about="", understood=("topic AI",)), "Timeline: topic AI"),
    ],
)
def test_each_kind_of_answer_has_its_paper(answer: Answer, title: str) -> None:
    """What was asked, the day it holds for, what is held, and a source behind every row."""
    paper = compose(answer)
    assert paper.title.startswith(title) or title == "“battery”"
    assert (paper.asked, paper.as_of, paper.team) == ("/policy battery", dt.date(2024, 3, 7), "T1")
    assert paper.held.startswith("Held: 1 briefing (")
    assert paper.rows
    assert all(row.source.name and row.source.place and row.title for row in paper.rows)
    assert paper.total >= len(paper.rows)


@pytest.mark.parametrize("answer", [b.build_ministry_list(), b.build_company_list(), b.build_choice()])
def test_a_list_of_names_is_no_paper(answer: Answer) -> None:
    """It states nothing that has a source."""
    with pytest.raises(BadQueryError, match="list of names"):
        compose(answer)


@pytest.mark.parametrize("answer", [b.build_not_held(), b.build_policy_list(rows=(), total=0, total_items=0)])
def test_nothing_is_no_paper(answer: Answer) -> None:
    """An empty file would look like an answer."""
    with pytest.raises(BadQueryError, match="nothing here to export"):
        compose(answer)


def test_standings_are_told_apart() -> None:
    """An official document, what a publisher reports, and a company of itself."""
    notice = b.build_item_row(b.build_item(is_official=True))
    official = compose(b.build_policy_card(rows=(notice,))).rows[0]
    assert (official.standing, official.is_official) == (Standing.OFFICIAL, True)
    assert compose(b.build_policy_card()).rows[0].standing is Standing.REPORTED
    claim = compose(b.build_item_card(row=b.build_claim_row(), policy=None)).rows[0]
    assert (claim.standing, claim.is_policy) == (Standing.CLAIM, False)


def test_companies_of_the_view_alone_are_no_fact() -> None:
    """Who is named in the publisher's comment only stands apart, and makes no claim of an item without a document."""
    mentions = (
        CompanyMention(name="Huawei", company_id="huawei", quote="Huawei builds it."),
        CompanyMention(name="Chery", company_id="chery", quote="Chery may follow."),
    )
    item = b.build_item(text="Huawei builds it.", comment="Chery may follow.", companies=mentions)
    row = compose(b.build_item_card(row=b.build_item_row(item))).rows[0]
    assert (row.companies, row.viewed_companies) == (("Huawei",), ("Chery",))
    other = replace(item, section=Section.OTHER, policy=None, companies=mentions[1:])
    assert compose(b.build_item_card(row=b.build_item_row(other), policy=None)).rows[0].standing is Standing.REPORTED


def test_a_body_is_named_as_people_read_it() -> None:
    """No id in capitals with a sign between its words stands in a paper."""
    row = b.build_item_row(b.build_item(issuing_bodies=("STATE_COUNCIL", "MIIT")))
    assert compose(b.build_item_card(row=row)).rows[0].issuing_bodies == ("State Council", "MIIT")


def test_a_card_is_told_whole_and_a_list_by_its_sentences() -> None:
    """Who takes a card along wants all that the source reports of it."""
    row = b.build_item_row(b.build_item(text="One. Two.", points=()), sentence="Two.")
    policy = b.build_policy_row(row=row)
    assert compose(b.build_policy_card(policy=policy.policy, rows=(row,))).rows[0].said == "One. Two."
    assert compose(b.build_policy_list(rows=(policy,))).rows[0].said == "Two."


def test_the_publishers_view_is_never_what_is_said() -> None:
    """A sentence that stands only in the comment gives way to what the source reports."""
    item = b.build_item(text="It is so.", points=(), comment="We doubt it.", headline=None)
    row = compose(b.build_item_card(row=b.build_item_row(item, sentence="We doubt it."))).rows[0]
    assert (row.said, row.view) == ("It is so.", "We doubt it.")
    bare = replace(item, text="", headline="Only a headline", comment=None)
    assert compose(b.build_item_card(row=b.build_item_row(bare, sentence="Nowhere."))).rows[0].said == "Only a headline"


def test_an_item_without_a_record_says_what_it_reports() -> None:
    """In a briefing's paper each item gives its own title, deadlines and address; only web addresses are kept."""
    links = (Link(label="a", url="ftp://x"), Link(label="b", url=None), Link(label="c", url="https://example.org"))
    item = replace(b.build_item(), links=links, section=Section.TOP)
    paper = compose(b.build_briefing_card(rows=(b.build_item_row(item),)))
    assert paper.rows[0].source.url == "https://example.org"
    assert [each.on for each in paper.rows[0].deadlines] == [each.on for each in item.deadlines]


def test_a_licence_that_lets_nothing_out_is_said() -> None:
    """Of the publishers that are quoted, and of no others."""
    publisher = b.build_item_row().source.publisher or ""
    own = HeldLicence(licence=Licence(publisher=publisher), is_set=False, is_held=True)
    other = HeldLicence(licence=Licence(publisher="Else"), is_set=True, is_held=True)
    (said,) = compose(b.build_policy_card(), own, other).licences
    assert said.startswith(f"{publisher}: licence internal")
    open_one = HeldLicence(licence=Licence(publisher=publisher, kind=LicenceKind.OPEN), is_set=True, is_held=True)
    assert compose(b.build_policy_card(), open_one).licences == ()


def test_each_row_says_what_its_own_item_says() -> None:
    """A report of a document whose notice is held is no official document; the notice stands before it."""
    closing = b.build_item().deadlines[0]
    notice = b.build_item_row(b.build_item(is_official=True), id="I9")
    told = replace(notice.item, is_official=False, reported_on=dt.date(2024, 2, 25), issuing_bodies=("MIIT",))
    report = b.build_item_row(replace(told, deadlines=(replace(closing, on=dt.date(2024, 3, 30)),)), id="I2")
    policy = compose_policy("P5", [("I9", notice.item), ("I2", report.item)])
    row = b.build_policy_row(policy=policy, row=report, others=(notice,))
    paper = compose(b.build_policy_list(rows=(row,), total=3))
    assert [(each.item_id, each.standing, each.dated_on, each.issuing_bodies) for each in paper.rows] == [
        ("I9", Standing.OFFICIAL, dt.date(2024, 2, 20), ("MIIT", "NEA")),
        ("I2", Standing.REPORTED, dt.date(2024, 2, 25), ("MIIT",)),
    ]
    assert paper.total == 4  # two more match
    ((_, deadline),) = paper.deadlines
    assert (deadline.on, deadline.source.item_id, deadline.is_official) == (closing.on, "I9", True)
    assert [each.on for each in paper.rows[1].deadlines] == [dt.date(2024, 3, 30)]


def test_what_is_printed_is_whole() -> None:
    """A sentence that announces points is not quoted without them, nor with what follows them in their place."""
    item = b.build_item(
        text="It forbids practices such as:\n\nOffices report by May.", points=("picking winners", "asking for shares")
    )
    row = b.build_item_row(item, sentence="It forbids practices such as:")
    said = "It forbids practices such as: • picking winners • asking for shares Offices report by May."
    assert compose(b.build_item_card(row=row)).rows[0].said == said
