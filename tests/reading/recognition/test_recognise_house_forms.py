"""Wordings that other houses use: for titles, issuers, days that bind, drafts, and names of companies."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.records.briefing import PolicyStatus, Section
from bot.reading.parts import BriefingParts, ItemParts
from bot.reading.recognition.item_dates import read_item_date
from bot.reading.recognition.titles import Titles, list_printed_titles, parse_article
from tests.reading.recognition.recognise_lexicon import read_company_news, read_item


@pytest.mark.parametrize(
    ("text", "title_en", "title_zh"),
    [
        ("MOF opened a consultation on the General Rules for Rope Labels.", "General Rules for Rope Labels", None),
        (
            "A consultation on draft Measures for the Labelling of Ropes (绳索标识办法) is open.",
            "Measures for the Labelling of Ropes",
            "绳索标识办法",
        ),
        ("A consultation showed that Measures for the Labelling of Ropes are wanted.", None, None),
        (
            "MIIT issued the Rules on Deepening the “East Rope” Project.",
            "Rules on Deepening the “East Rope” Project",
            None,
        ),
        (
            "MIIT issued the “Rope ×” Three-Year Action Plan (2024–2026).",
            "“Rope ×” Three-Year Action Plan (2024–2026)",
            None,
        ),
        ("The NPC Standing Committee passed the revised Rope Law.", "Rope Law", None),
        ("MIIT published on 2 March “Guiding Opinions on Making Ropes”.", "Guiding Opinions on Making Ropes", None),
        ("Ropes shall be sold by the metre: Notice on Selling Ropes.", "Notice on Selling Ropes", None),
        ("The MIIT's Provisions on Ropes will take effect on 1 May.", "Provisions on Ropes", None),
        ("Rules of the Ministry of Finance on ropes (绳索管理暂行规定) took effect.", None, "绳索管理暂行规定"),
        ("Firms ask how the Provisions on Ropes work before others take effect.", None, None),
        ("The MIIT's Provisions on Ropes (MIIT Order No. 5) take effect now.", "Provisions on Ropes", None),
        ("NDRC and MOF sign off on “Guidelines on Buying Ropes”.", "Guidelines on Buying Ropes", None),
        ("The Provisions on Ropes (绳索管理规定) contain 31 measures.", "Provisions on Ropes", "绳索管理规定"),
        ("It adopted a decision on amending the Rope Law.", None, None),
    ],
)
def test_titles_in_other_wordings(text: str, title_en: str | None, title_zh: str | None) -> None:
    """Titles with quoted words, spans of years, behind a colon or a day, or as the subject of what takes effect."""
    policy = read_item(text).policy
    assert policy is not None
    assert (policy.title_en, policy.title_zh) == (title_en, title_zh)


@pytest.mark.parametrize("wording", ["none", "n/a", "Not published yet", "无"])
def test_a_label_over_nothing_gives_no_title(wording: str) -> None:
    """Words that say there is no document are no title."""
    assert parse_article(wording) == Titles()


def test_a_number_of_an_order_is_no_part_of_the_title() -> None:
    """Whoever's order it is."""
    assert parse_article("Rules on Ropes (绳索管理规则), MIIT Order No. 18").en == "Rules on Ropes"
    assert list_printed_titles("It issued rules of the Ministry of Finance.") == ()


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        ("MIIT cut its list on 2 March, jointly with the Ministry of Finance and SAMR.", ["MIIT", "MOF", "SAMR"]),
        ("Seven ministries, with MIIT in the lead, issue a plan for ropes.", ["MIIT"]),
        ("The General Offices of the Central Committee and the State Council published rules.", ["CPC_CC_GO", "SCGO"]),
        ("Applicants for a pilot on ropes, run by MIIT and MOF, hand in papers.", ["MIIT", "MOF"]),
        ("MOFCOM placed winches under export control.", ["MOFCOM"]),
        ("The General Office of the State Council forwarded rules drawn up by MOFCOM.", ["SCGO"]),
        ("MOFCOM talked jointly with the Ministry of Finance.", ["MOFCOM"]),
    ],
)
def test_who_acts_with_whom(text: str, issuers: list[str]) -> None:
    """Those with whom somebody acts may be named behind the act."""
    assert list(read_item(text).issuing_bodies) == issuers


@pytest.mark.parametrize(
    ("text", "deadlines"),
    [
        ("MOFCOM said that the scheme starts on 1 May 2024.", [("2024-05-01", "takes_effect")]),
        ("MOF puts duties of 10 percent on American ropes from 1 May 2024.", [("2024-05-01", "takes_effect")]),
        ("MIIT cut its list; from 1 May 2024, new requirements apply.", [("2024-05-01", "takes_effect")]),
        (
            "The draft is out. You have until 1 May 2024 to tell the CAC what you think.",
            [("2024-05-01", "comments_close")],
        ),
        ("MOT collects opinions on draft rules; the last day is 1 May 2024.", [("2024-05-01", "comments_close")]),
        ("Status: draft, open until 1 May 2024", [("2024-05-01", "comments_close")]),
        ("Comments due on the draft rules for ropes", [("2024-03-12", "comments_close")]),
    ],
)
def test_days_in_other_wordings(text: str, deadlines: list[tuple[str, str]]) -> None:
    """Schemes start, duties hold from a day, and readers have until one to say what they think."""
    assert [(d.on.isoformat(), d.kind.value) for d in read_item(text).deadlines] == deadlines


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Draft rules of MIIT would make rope makers file reports.", PolicyStatus.DRAFT_FOR_COMMENT),
        ("The NPC Standing Committee passed the revised Rope Law.", PolicyStatus.AMENDED),
        ("MIIT issued rules on ropes. They apply at once.", PolicyStatus.IN_FORCE),
        ("MIIT issued rules on ropes. In force since: 1 March 2024", PolicyStatus.IN_FORCE),
    ],
)
def test_status_in_other_wordings(text: str, status: PolicyStatus) -> None:
    """What a draft "would" do is not yet so."""
    policy = read_item(text).policy
    assert policy is not None
    assert policy.status is status


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("German gear maker Wiessner & Pohl built a plant.", ["Wiessner & Pohl"]),
        ("Gear makers Wiessner & Pohl built plants.", ["Wiessner", "Pohl"]),
        ("Finnish valve group Kymivalve buys a foundry in Wuxi.", ["Kymivalve"]),
        ("Buyers such as Brugger Magnetics and Havnbio ask.", ["Brugger Magnetics", "Havnbio"]),
        ("Smaller members such as Havnbio welcome it.", ["Havnbio"]),
        ("Fifteen firms, incl. Leidholm, are on the list.", ["Leidholm"]),
        ("Rope maker Veldheim sells out. Dutch start-up Veldheim Optiek said so.", ["Veldheim Optiek"]),
    ],
)
def test_companies_in_other_wordings(text: str, names: list[str]) -> None:
    """ "A & B" is one company behind a role in the singular; a name's first word alone is no second one."""
    assert [company.name for company in read_company_news(text).companies] == names


def test_a_year_before_a_dash_begins_no_range() -> None:
    """ "in 2022 – 46% of the total" counts 46 percent."""
    figures = read_company_news("Acme sold ropes for EUR 2 million in 2022 – 46% of the total.").figures
    assert ("46", "%") in [(figure.value, figure.unit) for figure in figures]


@pytest.mark.parametrize(
    ("published_on", "text", "expected"),
    [
        (dt.date(2025, 12, 18), "Jan 1", dt.date(2026, 1, 1)),
        (dt.date(2025, 12, 18), "12-13 January", dt.date(2026, 1, 12)),
        (dt.date(2025, 12, 18), "April 1", dt.date(2025, 4, 1)),
        (dt.date(2025, 1, 8), "Dec 20", dt.date(2024, 12, 20)),
        (dt.date(2025, 1, 8), "Jan 20", dt.date(2025, 1, 20)),
    ],
)
def test_a_day_beyond_new_year(published_on: dt.date, text: str, expected: dt.date) -> None:
    """Without a period, a day without a year lies near the day of publication, on either side of New Year."""
    briefing = BriefingParts(published_on=published_on, items=(ItemParts(section=Section.OTHER, position=1),))
    found = read_item_date(text, briefing, year=published_on.year)
    assert found is not None
    assert found[0] == expected
