"""Wordings of English desks: who acts, what is cited, whose share is bought, on which day it was said."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.records.briefing import DocumentType, Section
from tests.reading.recognition.recognise_lexicon import read_item


@pytest.mark.parametrize(
    ("text", "issuers", "kind"),
    [
        ("State Council, 13 March: Action Plan for Ropes.", ("STATE_COUNCIL",), "action_plan"),
        ("A joint notice of the NDRC and the MOF extends green ropes to all ports.", ("NDRC", "MOF"), "notice"),
        (
            "MOFCOM and GACC put ropes under export control (Announcements No. 27 and No. 28).",
            ("MOFCOM", "GACC"),
            "notice",
        ),
        ("NDRC and MOF (5 March): Notice on Winches.", ("NDRC", "MOF"), "notice"),
        ("CAC, 14 March: a Q&A on exports of data.", ("CAC",), "interpretation"),
        ("SAMR, March 11: 30 national standards for valves released.", ("SAMR",), "standard"),
        ("Ropes may be sold, according to a notice of MOFCOM and SAMR.", ("MOFCOM", "SAMR"), "notice"),
        ("MIIT is consulting on Basic Security Requirements for Ropes.", ("MIIT",), "standard"),
        ("Ropes: MIIT is consulting on new rules.", ("MIIT",), "provisions"),
    ],
)
def test_who_acts_in_lists_and_reports(text: str, issuers: tuple[str, ...], kind: str) -> None:
    """A day may stand behind the names; whose notice says so acts."""
    read = read_item(text, section=Section.OTHER)
    assert read.policy
    assert (read.issuing_bodies, read.policy.document_type) == (issuers, DocumentType(kind))


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        ("The NPC Standing Committee decided to raise the age.", ("NPCSC",)),
        ("The NEA shut 11 pits after an accident.", ("NEA",)),
        (
            "Ropes must have names, says a plan of nine pages. MIIT leads; NDRC and SAMR signed too.",
            ("MIIT", "NDRC", "SAMR"),
        ),
        ("The rules on ropes took effect on release by the MIIT.", ("MIIT",)),
        ("Three bodies, the NDRC, the NEA and SAMR, want boats to give power back.", ("NDRC", "NEA", "SAMR")),
        ("According to MIIT, output of ropes fell.", ()),
        ("Output fell, according to figures from MIIT.", ()),
    ],
)
def test_decisions_are_acts(text: str, issuers: tuple[str, ...]) -> None:
    """Figures and views are none."""
    assert read_item(text, section=Section.OTHER).issuing_bodies == issuers


@pytest.mark.parametrize("does", ["count on ropes", "hope for ropes", "expect ropes"])
def test_what_several_bodies_hope_for_is_theirs(does: str) -> None:
    """In news of policies the subject of the first sentence acts."""
    assert read_item(f"MIIT and SAMR {does} to lift twelve trades.").issuing_bodies == ("MIIT", "SAMR")


def test_a_number_behind_export_control_is_its_own() -> None:
    """What is put under control is not done under another announcement."""
    read = read_item("MOFCOM and GACC put ropes under export control on 4 April (Announcement No. 18 of 2025).")
    assert read.policy
    assert read.policy.document_number == "公告2025年第18号"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Swiss group Brewer Tools took over 60 percent of Ropeworks Alder.", ["Brewer Tools", "Ropeworks Alder"]),
        ("Huawei sold its 49 percent stake in Ropeworks Alder.", ["Huawei", "Ropeworks Alder"]),
        ("Huawei signed a contract for 12 winches with Brewer Tools.", ["Huawei", "Brewer Tools"]),
        ("“Too long,” says our member Oskar Lindgate.", []),
        ("Europe holds 60 percent of China's market for ropes.", []),
        ("Apple is building a plant in Ohio.", ["Apple"]),
        ("Huawei will supply a plant that Apple is building.", ["Huawei", "Apple"]),
        ("The World Bank put Huawei on a list.", ["Huawei"]),
    ],
)
def test_more_companies_by_grammar(text: str, names: list[str]) -> None:
    """Shares, groups from abroad, contracts; whom a quotation names is a person."""
    assert [company.name for company in read_item(text, section=Section.CORPORATE_NEWS).companies] == names


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Huawei will move to Oslo by the end of the year, a spokeswoman said on 9 March.", dt.date(2024, 3, 9)),
        ("Ropes may be sold, according to a notice of MOFCOM dated 7 March.", dt.date(2024, 3, 7)),
        ("Huawei will move to Oslo on 9 March.", None),
    ],
)
def test_the_day_on_which_it_was_said_dates_the_news(text: str, day: dt.date | None) -> None:
    """However far ahead the news looks."""
    assert read_item(text, section=Section.CORPORATE_NEWS, date_text=None).reported_on == day


@pytest.mark.parametrize(
    ("heading", "status"),
    [("Still open for your views", "draft_for_comment"), ("Consultations", "draft_for_comment"), ("Ropes", None)],
)
def test_a_heading_says_that_entries_are_open_for_comment(heading: str, status: str | None) -> None:
    """Each names its document before its bodies in brackets, and then the last day alone."""
    read = read_item("Rope Law, amendment (NDRC and SAMR), until 2 July", section=Section.OTHER, heading_text=heading)
    assert (read.policy.status.value if read.policy else None) == status
    assert read.issuing_bodies == (("NDRC", "SAMR") if status else ())


def test_what_a_body_is_ready_to_do_is_not_issued() -> None:
    """It said so, and no more."""
    read = read_item("MOFCOM said on 7 March that it was ready to open a fast lane for ropes.")
    assert read.policy
    assert read.policy.status.value == "unknown"


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        (
            "BEIJING, Oct 9 (Rope Wire) - The MOFCOM on Thursday said that foreign firms would need its licence.",
            ("MOFCOM",),
        ),
        ("SHANGHAI - MIIT wants ropes to have names.", ("MIIT",)),
        ("BEIJING, 9 October — The NDRC counts on ropes.", ("NDRC",)),
        ("NDRC chairman Wang Xiaoming announces a fund for ropes.", ("NDRC",)),
        ("MIIT's vice minister Li Ming announced a plan for ropes.", ("MIIT",)),
        (
            "Ropes will have to hold 100 kg, MIIT said in a joint announcement with the MOF and the NEA.",
            ("MIIT", "MOF", "NEA"),
        ),
        ("Trade-ins of ropes get more money, says the report of the NDRC.", ("NDRC",)),
        ("Ropes get no more money from the budget, MOF and MIIT recalled on Dec. 29.", ("MOF", "MIIT")),
        ("Ropes may leave only with a licence from MOFCOM, according to its Announcement No. 62 of 2025.", ("MOFCOM",)),
        ("MOFCOM has forbidden the company to send ropes to China.", ("MOFCOM",)),
        (
            "MIIT set out how ropes fly. Ropes are to be a market by 2030, says the plan, which SAMR signed too.",
            ("MIIT", "SAMR"),
        ),
        ("The director of a rope maker announced a plant.", ()),
    ],
)
def test_wires_name_who_acts_in_their_ways(text: str, issuers: tuple[str, ...]) -> None:
    """Behind a dateline, by who heads the body, behind what was said, and who signed too."""
    assert read_item(text, section=Section.POLICY_NEWS).issuing_bodies == issuers


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        ("Together with GACC, the ministry issued Announcement No. 18 of 2025.", ("MOFCOM", "GACC")),
        ("The ministry, SAMR and NDRC put a list of ropes into force.", ("MOFCOM", "SAMR", "NDRC")),
        ("SAMR opened a case against a rope maker.", ("SAMR",)),
    ],
)
def test_news_below_a_ministry_call_it_by_its_noun(text: str, issuers: tuple[str, ...]) -> None:
    """It acts beside those who are named; where nobody calls it so it is only what the news stands under."""
    assert read_item(text, heading_text="Ministry of Commerce (MOFCOM)").issuing_bodies == issuers
