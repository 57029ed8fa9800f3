"""How English trackers and letters tell who acts, which companies are meant, and what is only done."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.records.briefing import PolicyStatus, Section
from bot.reading.grammar.layout.lead_ins import find_told_date
from bot.reading.grammar.lines.title_page import parse_title_page
from bot.reading.parts import BriefingParts, ItemParts
from bot.reading.recognition.weekdays import find_weekday
from tests.reading.grammar.grammar_blocks import read
from tests.reading.recognition.recognise_lexicon import read_company_news, read_item


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        ("The General Offices of the Central Committee and of the State Council issued opinions on ropes.", 2),
        ("MIIT, GACC and the MOT's shipping department announced export controls on ropes.", 3),
        ("MIIT and the market regulator SAMR named 18 yards where ropes are tested.", 2),
        ("The General Administration of Customs (GACC) no longer asks for a certificate for ropes.", 1),
    ],
)
def test_all_who_act_together_issue(text: str, issuers: int) -> None:
    """A department in small letters, a word on what a body is and "of the" before the second part no chain."""
    assert len(read_item(text).issuing_bodies) == issuers


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("MIIT began to buy ropes for the state reserve.", PolicyStatus.UNKNOWN),
        ("MIIT said it would begin to sell old ropes in May.", PolicyStatus.UNKNOWN),
        ("MIIT began accepting applications for its rope pilot.", PolicyStatus.ISSUED),
        ("Huawei will open a rope works in Wuxi, the company announced.", PolicyStatus.UNKNOWN),
    ],
)
def test_doings_are_not_issued(text: str, status: PolicyStatus) -> None:
    """What a body begins to do, and what only a company announces, is no document."""
    policy = read_item(text).policy
    assert policy is not None
    assert policy.status is status


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Acme Industrial Ropes, a client of our Lyon office, bought 40 percent of a mill.", ["Acme Industrial Ropes"]),
        ("Rope tester Tidewell Semicon filed for a listing.", ["Tidewell Semicon"]),
        ("German crane fitter Uhlen Hebe stopped its service.", ["Uhlen Hebe"]),
        ("German finance minister Anna Uhlen stopped in Wuxi.", []),
        ("A second plant opens in Kolding, the company announced.", []),
        ("Acme Sports Goods Co., Ltd. (远东绳索用品有限公司) moved to Chengdu.", ["Acme Sports Goods"]),
    ],
)
def test_companies_by_what_they_do(text: str, names: list[str]) -> None:
    """A name behind what somebody makes or tests, or before an aside, is a company's; its Chinese one is no other."""
    assert [company.name for company in read_company_news(text).companies] == names


def test_top_items_without_bodies_tell_of_companies() -> None:
    """Where no body is named, the subject of a top item is a company as in news of companies."""
    told = read_item("German crane fitter Uhlen Hebe stopped its service in Wuxi.", section=Section.TOP)
    assert [company.name for company in told.companies] == ["Uhlen Hebe"]


def test_the_day_of_the_announcement_told_dates_news() -> None:
    """The day of a document that the news goes by is that of the news, not the day of its effect."""
    told = "From 1 December 2022, MIIT gives priority to ropes, according to an announcement of 11 November."
    assert find_told_date(told) == "11 November"


def test_links_in_brackets_are_no_words_of_a_title() -> None:
    """A link of a word or two that stands in brackets behind a title says where it stands."""
    reading = read(
        "# Acme Letter",
        "2 December 2024",
        "## In focus",
        "### 1. One list for ropes",
        "**Summary:** Four older lists become one.",
        "**Document:** Announcement on the List of Ropes (绳索清单) ([MOFCOM]{https://a.example/1})",
        "**Issued by:** MOFCOM",
    )
    (item,) = reading.parts.items
    assert item.article_text == "Announcement on the List of Ropes (绳索清单)"
    assert [link.label for link in item.links] == ["MOFCOM"]


def test_the_namesake_of_a_series_is_its_house() -> None:
    """Of names without a form, the one that opens as the series does is the publisher's, and a motto is not."""
    lines = ("OAKDALE WEEKLY", "Ropes for people with little time", "Oakdale Public Affairs, Brussels", "14 May 2022")
    page = parse_title_page(lines)
    assert (page.publisher, page.series) == ("Oakdale Public Affairs", "OAKDALE WEEKLY")
    assert page.published_on == dt.date(2022, 5, 14)


def test_more_wordings_of_titles_and_subjects() -> None:
    """A draft that is put out, a law of three signs, whose name a later sentence tells."""
    put_out = read_item("MIIT put its Measures for the Safety of Ropes out for a second round of comments.").policy
    law = read_item("MIIT issued the Rope Law (缆绳法) on Friday.").policy
    assert put_out is not None
    assert put_out.title_en == "Measures for the Safety of Ropes"
    assert law is not None
    assert law.title_zh == "缆绳法"
    told = read_company_news("Two firms signed a contract. Kolding Yeast will buy ropes. Banks will lend.")
    assert [company.name for company in told.companies] == ["Kolding Yeast"]


def test_offices_of_the_party_and_of_the_state_council() -> None:
    """The second of two general offices is known where the first is called the Party's."""
    assert "SCGO" in read_item("The General Offices of the Party and of the State Council issued a plan.").bodies


def test_who_is_fined_or_bought() -> None:
    """The object of such a verb is a company's name, without the sum behind it; a bank may be called one."""
    fined = read_item("SAMR fined Kolding Rural Bank CNY 3.2 million for lending to mills.")
    bought = read_company_news("Nio bought Kolding Rope Works for CNY 20 million.")
    assert [company.name for company in fined.companies] == ["Kolding Rural Bank"]
    assert "Kolding Rope Works" in [company.name for company in bought.companies]
    assert read_item("SAMR fined it RMB 18 million.").companies == ()


def test_a_title_with_a_verb_behind_it_is_a_sentence() -> None:
    """What a plan wants is told of it: the title ends before."""
    policy = read_item("The Action Plan for Saving Ropes (节绳行动方案) wants ropes to last for two years.").policy
    assert policy is not None
    assert policy.title_en == "Action Plan for Saving Ropes"


def test_views_on_opinions_are_asked_for() -> None:
    """The opinions on which views are sought are the document; what is amended while comments are open is a draft."""
    asked = read_item("MIIT seeks views on opinions on ropes.").policy
    revised = read_item(
        "MIIT published a revision of its catalogue of ropes. Comments are due on 27 March 2024."
    ).policy
    assert asked is not None
    assert asked.document_type == "opinions"
    assert revised is not None
    assert revised.status is PolicyStatus.DRAFT_FOR_COMMENT


def test_a_weekday_behind_a_name_with_to() -> None:
    """Only "to" before a verb tells of days to come."""
    briefing_day = dt.date(2024, 3, 13)
    item = ItemParts(section=Section.OTHER, position=1, summary=("It shipped a rope to Air China on Monday.",))
    ahead = ItemParts(section=Section.OTHER, position=1, summary=("It is to ship a rope on Monday.",))
    parts = BriefingParts(published_on=briefing_day)
    assert find_weekday(item, parts) == dt.date(2024, 3, 11)
    assert find_weekday(ahead, parts) is None


def test_a_title_before_its_credit() -> None:
    """Words in bold, or those before brackets that say by whom they were issued, are the document's title."""
    credit = "[Chinese] (issued on 1 April 2024 by MIIT; effective on 1 May 2024) Ropes are registered."
    for heading in ("Measures for Managing Ropes", "New texts"):
        policy = read_item(f"Measures for Managing Ropes {credit}", heading_text=heading).policy
        assert policy is not None
        assert policy.title_en == "Measures for Managing Ropes"


def test_whom_an_office_tells_what_to_do() -> None:
    """A name between such a verb and "to" is a company's."""
    assert [company.name for company in read_item("SAMR asked Orvane Speech to withdraw it.").companies] == [
        "Orvane Speech"
    ]


def test_the_session_of_a_reading_is_no_title() -> None:
    """What stands behind the law's name tells when it was read."""
    policy = read_item("The NPC Standing Committee did not pass the draft Rope Law in its June session.").policy
    assert policy is not None
    assert "June" not in (policy.title_en or "")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The Catalogue of Ropes was revised by MIIT: three kinds were added.", PolicyStatus.AMENDED),
        ("The draft Rope Law may be read in the autumn.", PolicyStatus.UNKNOWN),
        ("The MIIT and SAMR let some cities sell short ropes.", PolicyStatus.ISSUED),
    ],
)
def test_more_acts_and_plans(text: str, status: PolicyStatus) -> None:
    """What was revised is amended, what may be read is planned, and to let somebody do something is an act."""
    policy = read_item(text).policy
    assert policy is not None
    assert policy.status is status


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The Measures for Weighing Ropes say when ropes are heavy.", "Measures for Weighing Ropes"),
        (
            "Regulations on Ropes in Mines (Decree No. 822), promulgated on 10 March 2024, in force from 1 May.",
            "Regulations on Ropes in Mines",
        ),
        ("The State Administration for Market Regulation says that ropes are heavy.", None),
    ],
)
def test_titles_that_begin_an_entry(text: str, title: str | None) -> None:
    """A title whose contents the sentence tells, or that stands before when it was promulgated."""
    policy = read_item(text).policy
    assert policy is not None
    assert policy.title_en == title


def test_more_names_of_companies() -> None:
    """Behind a dateline, among entities, and what somebody purchases."""
    dated = read_company_news("SHANGHAI, May 15 – Kolding Paint bought a mill.")
    listed = read_item("Ten foreign entities were added to the list, among them Orvane and Dedrope.")
    bought = read_item("MIIT looks into its purchase of Autorope.")
    assert [company.name for company in dated.companies] == ["Kolding Paint"]
    assert [company.name for company in listed.companies] == ["Orvane", "Dedrope"]
    assert [company.name for company in bought.companies] == ["Autorope"]
