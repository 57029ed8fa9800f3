"""The paper of an answer: each kind of answer gives its rows, with their standing and their source."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.answers.exports import compose_paper
from bot.answers.lookup import Answer
from bot.files.paper import Paper, Standing
from bot.model.briefing import CompanyMention, Link, Section
from bot.store.access import Licence, LicenceKind
from tests import builders as b

DAY = dt.date(2024, 3, 7)


def compose(answer: Answer, *licences: Licence) -> Paper:
    return compose_paper(
        answer, asked="/policy battery", as_of=DAY, held="From 1 briefing", team="T1", licences=licences
    )


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
        (b.build_timeline(about="", understood=("topic AI",)), "Timeline of topic AI"),
    ],
)
def test_each_kind_of_answer_has_its_paper(answer: Answer, title: str) -> None:
    """What was asked, the day it holds for, what is held, and a source behind every row."""
    paper = compose(answer)
    assert paper.title.startswith(title) or title == "“battery”"
    assert (paper.asked, paper.as_of, paper.team) == ("/policy battery", dt.date(2024, 3, 7), "T1")
    assert paper.rows
    assert all(row.source and row.title for row in paper.rows)
    assert paper.total >= len(paper.rows)


def test_standings_are_told_apart() -> None:
    """An official document, what a publisher reports, and a company of itself, which none is in the comment alone."""
    notice = b.build_item_row(b.build_item(is_official=True))
    official = compose(b.build_policy_card(rows=(notice,))).rows[0]
    assert official.standing is Standing.OFFICIAL
    assert compose(b.build_policy_card()).rows[0].standing is Standing.REPORTED
    claim = compose(b.build_item_card(row=b.build_claim_row(), policy=None)).rows[0]
    assert (claim.standing, claim.is_policy) == (Standing.CLAIM, False)
    said, view = "Huawei builds it.", "Chery may follow."
    mentions = tuple(
        CompanyMention(name=name, company_id=name.casefold(), quote=quote)
        for name, quote in (("Huawei", said), ("Chery", view))
    )
    item = b.build_item(text=said, comment=view, companies=mentions)
    row = compose(b.build_item_card(row=b.build_item_row(item))).rows[0]
    assert (row.companies, row.viewed_companies) == (("Huawei",), ("Chery",))
    other = replace(item, section=Section.OTHER, policy=None, companies=mentions[1:])
    assert compose(b.build_item_card(row=b.build_item_row(other), policy=None)).rows[0].standing is Standing.REPORTED


def test_an_item_without_a_record_says_what_it_reports() -> None:
    """In a briefing's paper each item gives its own title, deadlines and address; only web addresses are kept."""
    links = (Link(label="a", url="ftp://x"), Link(label="b", url=None), Link(label="c", url="https://example.org"))
    item = replace(b.build_item(), links=links, section=Section.TOP)
    paper = compose(b.build_briefing_card(rows=(b.build_item_row(item),)))
    assert paper.rows[0].url == "https://example.org"
    assert [each.on for each in paper.rows[0].deadlines] == [each.on for each in item.deadlines]


def test_a_licence_that_lets_nothing_out_is_said() -> None:
    """Of the publishers that are quoted, and of no others."""
    publisher = b.build_item_row().source.publisher or ""
    own = Licence(publisher)
    other = Licence("Else")
    (said,) = compose(b.build_policy_card(), own, other).licences
    assert said.startswith(f"{publisher}: licence internal")
    open_one = Licence(publisher, kind=LicenceKind.OPEN)
    assert compose(b.build_policy_card(), open_one).licences == ()
