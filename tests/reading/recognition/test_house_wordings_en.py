"""Who acts, what is asked for until when, how documents stand and what they are called, as English houses word it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.bootstrap import read_reference
from bot.reading.pipeline import read_briefing

if TYPE_CHECKING:
    from bot.domain.records.briefing import Item, ReportedPolicy

LEXICON = read_reference()
HEAD = "# Rope Letter\n\n3 March – 17 March 2025\n\n## {}\n\n- **10 March** – {}\n- **11 March** – Nets are long.\n"


def read(text: str, section: str = "Policy") -> Item:
    """Give the one item of that text, dated 10 March 2025."""
    return read_briefing(HEAD.format(section, text).encode(), source_name="a.md", lexicon=LEXICON).items[0]


def read_policy(text: str) -> ReportedPolicy:
    """Give what it says of its document."""
    policy = read(text).policy
    assert policy is not None
    return policy


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        ("MOFCOM, Customs and the Rope Department jointly released rules on ropes.", ("MOFCOM", "GACC")),
        ("MOFCOM and customs published rules on ropes.", ("MOFCOM", "GACC")),
        ("Tax bureau and finance ministry raise the deduction for ropes.", ("STA", "MOF")),
        ("Cabinet has published regulations for ropes.", ("STATE_COUNCIL",)),
        ("MOFCOM lowered duties and customs fees on ropes.", ("MOFCOM",)),
        ("The customs published a list in Peru, and MOFCOM published rules on ropes.", ("MOFCOM",)),
    ],
)
def test_short_names_of_bodies_count_in_a_list_with_one(text: str, issuers: tuple[str, ...]) -> None:
    """And at the head of what they did; elsewhere they are words."""
    item = read(text)
    assert (item.issuing_bodies, item.bodies) == (issuers, issuers)


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        ("Ministry of Commerce, SASTIND and the rope department of the military slap curbs on ropes.", "MOFCOM SASTIND"),
        ("Six agencies headed by the planner NDRC want a chain of ropes.", "NDRC"),
        ("Lawmakers on the NPC Standing Committee voted through a rope law on Friday.", "NPCSC"),
        ("Lawmakers (NPCSC) passed an amendment of the Rope Law.", "NPCSC"),
        ('In "Opinions on Ropes" (关于绳索的意见), MIIT, MOST and two further agencies sketch six ways.', "MIIT MOST"),
        ("The premier has signed State Council Decree No. 775. The MEE explained it.", "STATE_COUNCIL"),
        ("The Measures came out as MIIT Order No. 5; MEE had consulted on them.", "MIIT"),
        ('The text of the "Measures on Nets" left the site of the NPPA. The watchdog withdrew it.', "NPPA"),
        ('A blueprint from MIIT and CAAC – official name: "Plan for Ropes (2024-2030)" – is long.', "MIIT CAAC"),
        ("At its April meeting the Politburo said that it would study ropes.", "POLITBURO"),
        ('Ropes should be longer by 2027, says the "Plan for Ropes" of the MEE and four other departments.', "MEE"),
        ("Since New Year's Day, makers can book ropes: Rope Rules of the Ministry of Finance.", "MOF"),
        ("Provincial branches of MIIT are gathering lists of ropes.", "MIIT"),
        ("Longer ropes: this is the aim of a consultation paper of MIIT's science department.", "MIIT"),
        ("At a forum, an official of the industry ministry said that ropes were too short.", "MIIT"),
        ("A spokesperson of the commerce ministry told reporters that ropes may be sold.", "MOFCOM"),
        ("Nets are old; a CAC spokesperson said on Friday that ropes would follow.", "CAC"),
        ("Guiding Opinions on the Development of Long Ropes (MIIT): a system in place by 2025.", "MIIT"),
        ("Amended: the Catalogue of Ropes. MOFCOM and MOST delete 34 items.", "MOFCOM MOST"),
        ("Document 国办发〔2024〕53号 of the State Council's General Office promises ropes.", "SCGO"),
        ('By an order of 6 March, MIIT declares the "Measures for Ropes" null and void.', "MIIT"),
        ("Remarks on the Catalogue of Ropes can be mailed to MIIT or the Ministry of Water Resources.", "MIIT MWR"),
        ("Send comments on the draft to MIIT by 9 April.", "MIIT"),
        ("The Central Committee of the Communist Party and the State Council tell officials so.", "CPC_CC STATE_COUNCIL"),
        ("Ropes: MOFCOM and the customs administration swap old controls for new ones.", "MOFCOM GACC"),
    ],
)  # fmt: skip
def test_who_acts_in_other_words(text: str, issuers: str) -> None:
    """Votes, blueprints, speakers, branches, orders signed, and those to whom comments go."""
    assert read(text).issuing_bodies == tuple(issuers.split())


def test_what_a_second_body_does_is_none_of_the_watchdog() -> None:
    """Where two are named, "the watchdog" is neither."""
    text = "NPPA and CAC are neighbours in Beijing's east. The watchdog withdrew it on Friday."
    assert read(text).issuing_bodies == ()
