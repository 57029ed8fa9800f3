"""Days, goals, figures, issuers and numbers in further English wordings of the news."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import DocumentType, PolicyStatus
from bot.reading.document import Block, BlockKind, Document, Span
from bot.reading.grammar.parse import parse_parts
from bot.reading.recognition.recognise import recognise
from tests.reading.recognition.recognise_lexicon import LEXICON, read_company_news, read_item


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "MIIT starts a round of subsidies. Ports may propose up to 5 ropes each; the window closes on 10 April.",
            ["2024-04-10 applications_close"],
        ),
        ("MIIT issued draft rules for ropes. The window closes on 10 April.", ["2024-04-10 comments_close"]),
        ("MIIT opened a consultation on ropes. It runs until 10 April.", ["2024-04-10 comments_close"]),
        ("MIIT raised the aid for ropes. It runs until 10 April.", []),
        ("MIIT issued draft rules for ropes. Comments closed on 8 April.", ["2024-04-08 comments_close"]),
        ("MIIT issued draft rules for ropes; comments were due on 8 April 2024.", ["2024-04-08 comments_close"]),
        ("MIIT read the comments on ropes that were due on 8 February 2024.", []),
        ("MOF cut the tax on ropes. Retroactive from 1 January 2024.", ["2024-01-01 takes_effect"]),
        ("MOF cut the tax on ropes with retroactive effect from 1 January 2024.", ["2024-01-01 takes_effect"]),
        ("SAMR takes the watch on ropes over from 1 July.", ["2024-07-01 takes_effect"]),
        ("From 1 May, importers file declarations for ropes online.", ["2024-05-01 takes_effect"]),
        ("Rope makers file for listings on 1 May.", []),
        ("New yards comply from 1 October 2026.", ["2026-10-01 takes_effect"]),
        ("Ports have been bound by the rope rules since 1 March 2024.", ["2024-03-01 takes_effect"]),
        ("Rope exporters need a licence from today.", ["2024-03-12 takes_effect"]),
        ("From today on, buyers of ropes receive 15 percent.", ["2024-03-12 takes_effect"]),
        ("Rope prices have risen sharply until today.", []),
        ("MOF said that the fee is back. From 8 May 2024 hemp ropes are taxed again.", ["2024-05-08 takes_effect"]),
        ("From 8 May one list of ropes replaces the many of MOFCOM.", ["2024-05-08 takes_effect"]),
        ("交通运输部公告，5月8日起，对旧缆绳按每吨400元计收港务费。", ["2024-05-08 takes_effect"]),
        ("As of today, 1,200 ports have ropes.", []),
        (
            "MIIT asked cities to bid for ropes. Bids go to MIIT no later than 30 April.",
            ["2024-04-30 applications_close"],
        ),
        ("Parties register within 20 days, that is until 2 April 2024.", ["2024-04-02 applications_close"]),
        ("MOST's call for rope projects remains open until 8 May.", ["2024-05-08 applications_close"]),
        (
            "MIIT takes comments. The consultation, which started on 10 March, runs for 30 days and ends on 9 April.",
            ["2024-04-09 comments_close"],
        ),
    ],
)
def test_days_that_close_or_begin_something(text: str, expected: list[str]) -> None:
    """A term that is over counts where it ends after the news; what a window takes may stand in another sentence."""
    item = read_item(text)
    assert [f"{deadline.on} {deadline.kind}" for deadline in item.deadlines] == expected


@pytest.mark.parametrize(
    "text",
    [
        "MOFCOM put ropes under control (effective at once).",
        "MOFCOM issued rules on ropes. In force immediately.",
        "MOFCOM issued rules on ropes. They came out on Friday and applied at once.",
        "MOF cut the tax on ropes. Retroactive from 1 January 2024.",
        "SAMR issued rules on ropes. Effective upon issue.",
        "SAMR issued rules on ropes. Effective on the day of issue.",
        "MOT's rope rules are out; ports have been bound by them since 1 March.",
        "Rope exporters need a licence from today, MOFCOM said in a notice.",
    ],
)
def test_what_has_effect_at_once_is_in_force(text: str) -> None:
    """On the day of issue, or from one before it."""
    policy = read_item(text).policy
    assert policy is not None
    assert policy.status is PolicyStatus.IN_FORCE


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("MIIT: ropes must be steel, but not before 2026.", []),
        ("MIIT will not allow hemp ropes before 2026.", []),
        ("All ropes shall be steel before 2026.", [2026]),
        ("Rope works of 10 GW are planned for 2025.", [2025]),
        ("A review of the rope rules is planned for 2025.", []),
        ("Production of ropes is planned for 2025.", []),
        ("Ports have to scrap 30 ropes between 2025 and 2030.", [2030]),
        ("MIIT told ports to raise the share of steel ropes to at least 3 percent this year.", [2024]),
        ("MIIT wants to see 40 rope yards in 2027.", [2027]),
        ("Riggers AG will build a rope yard and start up in 2027.", []),
        ("Ten rope yards shall be built between 2024 and 2027.", [2027]),
        ("MIIT plans to train 500 riggers from 2024 to 2026.", [2026]),
        ("The exemption will apply between 2024 and 2027.", []),
        ("Use of ropes fell by half between 2018 and 2023.", []),
    ],
)
def test_goals_for_the_end_of_a_span_and_what_is_planned(text: str, years: list[int]) -> None:
    """What is to be done by then; not the first year in which something may, nor how long a rule holds."""
    assert [target.year for target in read_item(text).targets] == years


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Large ports must pay within 60 days of delivery.", []),
        ("Entry into force: 12 months after adoption.", []),
        ("The recorder keeps the last 20 seconds.", []),
        ("Ports report within 24 hours.", [("24", "hours")]),
        ("MIIT met rope makers at 3 p.m. on Monday.", []),
        ("It has 200 staff now and 20 offices overseas.", [("200", "staff"), ("20", "offices")]),
        ("It costs PLN 60 million.", [("60 million", "PLN")]),
    ],
)
def test_times_that_only_say_when_are_no_figures(text: str, figures: list[tuple[str, str]]) -> None:
    """Counted from an act or from now; and adverbs are no part of a unit."""
    assert [(figure.value, figure.unit) for figure in read_item(text).figures] == figures


def test_a_company_sets_nothing_in_force() -> None:
    """The day from which it does something is no deadline, unless a body is named."""
    assert read_company_news("Huawei cut the prices of its ropes as of 1 May.").deadlines == ()
    assert len(read_company_news("Huawei must label its ropes as of 1 May, SAMR said.").deadlines) == 1


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        ("With its Notice on Ropes in Ports, the NDRC ends a long quarrel.", ("NDRC",)),
        ("As from 15 May, ports must count their ropes, SAMR decided.", ("SAMR",)),
        ("Ropes of hemp are now allowed in all ports, MIIT and SAMR said.", ("MIIT", "SAMR")),
        ("Draft standards for ropes were released for comment by MIIT.", ("MIIT",)),
        ("Ports have to scrap old ropes. That is the core of MIIT's new measures.", ("MIIT",)),
        ("Ports must count ropes by June, says a circular of the NDRC and MIIT.", ("NDRC", "MIIT")),
        ("Entries can be handed in until 12 June, says a circular of the NDRC.", ("NDRC",)),
        ("Hemp is banned in ports, under provisions of the NDRC.", ("NDRC",)),
        ("The trial version of MIIT's Guidelines for Ropes is out.", ("MIIT",)),
        ("The General Offices of the Party and the State Council want ports to share ropes.", ("CPC_CC_GO", "SCGO")),
        ("MOST's call for rope projects remains open.", ("MOST",)),
        ("The State Council's regular executive meeting extended the rope subsidy.", ("STATE_COUNCIL",)),
        ("Duties will be levied on Turkish ropes, MOFCOM ruled.", ("MOFCOM",)),
        ("Rope makers may grow by 5 percent this year, as the NDRC said.", ()),
        ("Riggers fear a breach of SAMR's rules.", ()),
    ],
)
def test_who_acts_in_further_wordings(text: str, issuers: tuple[str, ...]) -> None:
    """Before or behind what is required, beside its document, in a sentence that a day with "until" opens."""
    assert read_item(text).issuing_bodies == issuers


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("NDRC wants steel ropes, according to an action plan that it wrote.", DocumentType.ACTION_PLAN),
        ("The NDRC wants ports to share. Its opinions ask for ten ropes each.", DocumentType.OPINIONS),
        ("The NDRC and MIIT aim for steel ropes. Their action plan names 21 tasks.", DocumentType.ACTION_PLAN),
        ("The trial measures for ropes, which MIIT issued on Friday, apply in ten ports.", DocumentType.MEASURES),
        ("Hemp is banned in ports, under provisions of the NDRC.", DocumentType.PROVISIONS),
    ],
)
def test_kinds_of_documents_named_in_passing(text: str, kind: DocumentType) -> None:
    """By what the news is told, or what it goes on with."""
    policy = read_item(text).policy
    assert policy is not None
    assert policy.document_type is kind


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Ropes would be steel from 2028, according to a draft that MIIT circulated.", PolicyStatus.DRAFT_FOR_COMMENT),
        ("MIIT has begun work on a list of ropes.", PolicyStatus.UNKNOWN),
    ],
)
def test_drafts_told_behind_and_work_begun(text: str, status: PolicyStatus) -> None:
    """What would be is told before the draft; a list that is being written is not issued."""
    policy = read_item(text).policy
    assert policy is not None
    assert policy.status is status


def test_a_title_behind_whose_it_is() -> None:
    """The sentence tells what the document aims at."""
    policy = read_item("MIIT's Implementation Plan for Upgrading Ropes aims at steel.").policy
    assert policy is not None
    assert policy.title_en == "Implementation Plan for Upgrading Ropes"


def test_a_company_with_a_particle_in_its_name() -> None:
    """French and Italian ones too."""
    item = read_company_news("French rope maker Cordes de Lisle halted a plant in Qingdao.")
    assert [company.name for company in item.companies] == ["Cordes de Lisle"]


def test_the_general_offices_of_the_party_and_of_others_are_both_named() -> None:
    """The Party's stands there as one word."""
    item = read_item("The General Offices of the Party and the State Council issued opinions on ropes.")
    assert item.issuing_bodies == ("CPC_CC_GO", "SCGO")


@pytest.mark.parametrize(
    "text",
    [
        "MOFCOM published Announcement No. 10 of MOFCOM and GACC (2025) on ropes.",
        "Announcement No. 10 of 2025 of MOFCOM and GACC puts ropes under licence.",
        "Under Announcement No. 10 of MOFCOM and GACC of 4 February 2025, exporters need a licence for ropes.",
    ],
)
def test_a_number_is_of_all_bodies_behind_it(text: str) -> None:
    """Its year stands before them or behind them."""
    policy = read_item(text).policy
    assert policy is not None
    assert policy.document_number == "商务部海关总署公告2025年第10号"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The Premier signed the Regulations on Ropes (国务院令第845号).", "国务院令第845号"),
        ("MIIT said in a letter that hemp is banned under the Regulations on Ropes (国务院令第845号).", None),
    ],
)
def test_the_number_of_an_order_in_brackets(text: str, number: str | None) -> None:
    """Behind an English title, where the document is not merely the ground of the act."""
    policy = read_item(text).policy
    assert policy is not None
    assert policy.document_number == number


@pytest.mark.parametrize(("kicker", "unread"), [("ROPES · 12 MARCH", []), ("ROPES · 12 March", ["ROPES"])])
def test_a_word_beside_a_day_in_capitals_is_no_unknown_issuer(kicker: str, unread: list[str]) -> None:
    """A topic is in capitals there as all is; where only the word is, it may be an abbreviation."""
    lines = (
        (BlockKind.HEADING, "Harbour Notes"),
        (BlockKind.PARAGRAPH, "22 March 2025"),
        (BlockKind.HEADING, "Policy news"),
        (BlockKind.HEADING, "Steel for sailors"),
        (BlockKind.PARAGRAPH, kicker),
        (BlockKind.PARAGRAPH, "MIIT issued rules on ropes for sailors, which take effect on 1 May 2025."),
    )
    blocks = tuple(Block(kind=kind, level=1, spans=(Span(text=text),)) for kind, text in lines)
    document = Document(source_name="x", media_type="text/plain", sha256="0" * 64, blocks=blocks)
    briefing = recognise(parse_parts(document), lexicon=LEXICON, document=document)
    assert [block.text for block in briefing.unread] == unread
