"""Days, goals, figures, issuers and numbers in further English wordings of the news."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import PolicyStatus
from bot.reading.document import Block, BlockKind, Document, Span
from bot.reading.grammar.parse import parse_parts
from bot.reading.recognition.recognise import recognise
from tests.reading.recognition.recognise_lexicon import LEXICON, read_item


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
        "MOF cut the tax on ropes. Retroactive from 1 January 2024.",
        "SAMR issued rules on ropes. Effective upon issue.",
        "SAMR issued rules on ropes. Effective on the day of issue.",
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
