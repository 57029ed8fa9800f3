"""Who acted and when, behind the last sentence of news, and what a house sets around news that is told so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.records.briefing import Person, Section
from bot.reading.formats.source import read_document
from bot.reading.grammar.parse import parse_parts

if TYPE_CHECKING:
    from bot.reading.parts import BriefingParts

POLICY, COMPANIES, OTHER = Section.POLICY_NEWS, Section.CORPORATE_NEWS, Section.OTHER
LETTER = """\
# Marlow Rope Bureau

# Hemp & Tar, no. 7

*Monday, 29 July 2024. This number looks back on 1 to 28 July 2024. Put together by Ann Bow (editor).*

## Red string: decrees, drafts and other paper from the ministries

**Ropes belong to the state**, says a decree from 1 October 2024. — *State Council* · 19/07 ([decree](https://a.example/1))

> **Marlow's knot:** Nobody has seen the register yet.

**Winches need a licence** from October, and so do their parts. — *MIIT, MOFCOM* · 22/07

**Old ropes for new**: towns pay for old ropes. — *NDRC* ([notice](https://a.example/2))

> **Marlow's knot:** We expected more.

## Black string: what the companies were up to

**Seilbau** opened a factory in Wuxi that can make 150,000 ropes a year. 24/07 ([Rope Post](https://a.example/3))

**Kranwerk** runs 400 winches in Wuhan.

## Yellow string: stray threads

Exports of ropes grew by 4.7 percent. — *NBS* · 15/07
"""


def read(text: str) -> BriefingParts:
    """Read a text in Markdown."""
    return parse_parts(read_document(text.encode(), source_name="a.md"))


def test_credits_behind_the_last_sentence() -> None:
    """Each tells who acted and when, or one of both, and goes out of the text; what stands behind it is the source."""
    items = read(LETTER).items
    assert [
        (item.section, item.issuer_text, item.date_text, [link.label for link in item.links]) for item in items
    ] == [
        (POLICY, "State Council", "19 July", ["decree"]),
        (POLICY, "MIIT, MOFCOM", "22 July", []),
        (POLICY, "NDRC", None, ["notice"]),
        (COMPANIES, None, "24 July", ["Rope Post"]),
        (COMPANIES, None, None, []),
        (OTHER, "NBS", "15 July", []),
    ]
    assert items[1].summary == ("Winches need a licence from October, and so do their parts.",)
    assert items[3].summary == ("Seilbau opened a factory in Wuxi that can make 150,000 ropes a year.",)


def test_bold_words_that_name_the_house_are_its_view() -> None:
    """They come again behind news; words that name nobody of the front page are no label."""
    view, other = "Marlow's knot", "Sailor's knot"
    assert [item.comment for item in read(LETTER).items][:3] == [
        ("Nobody has seen the register yet.",),
        (),
        ("We expected more.",),
    ]
    assert not any(item.comment for item in read(LETTER.replace(view, other)).items)


def test_a_number_makes_a_heading_over_the_day_of_issue_the_series() -> None:
    """The sentences below it give day, period and people."""
    parts = read(LETTER)
    assert (parts.publisher, parts.series) == ("Marlow Rope Bureau", "Hemp & Tar")
    assert [str(day) for day in (parts.published_on, parts.period_start, parts.period_end)] == [
        "2024-07-29",
        "2024-07-01",
        "2024-07-28",
    ]
    assert (parts.people, parts.unread) == ((Person(name="Ann Bow", role="editor"),), ())


def test_a_day_behind_the_link_to_the_source() -> None:
    """It dates the news, and the link is the source."""
    items = read(
        "# Rope Bureau\n\n# Hemp & Tar — 14\n\n3 June 2024. In this number we look back on 20 May to 2 June 2024.\n\n"
        "### Firms\n\n1. **Seilbau** sold 12 cranes. [Rope List](https://a.example/3), 27 May\n"
        "2. **Kranwerk** ordered ten ships. [filing](https://a.example/4), 31 May\n"
    )
    assert [(item.date_text, item.summary, [link.label for link in item.links]) for item in items.items] == [
        ("27 May", ("Seilbau sold 12 cranes.",), ["Rope List"]),
        ("31 May", ("Kranwerk ordered ten ships.",), ["filing"]),
    ]
    assert (items.publisher, items.series, str(items.period_start)) == ("Rope Bureau", "Hemp & Tar", "2024-05-20")


@pytest.mark.parametrize("ends", ["Ropes cost 4.5.", "The share rose to 1/3", "They meet on 5/7"])
def test_figures_that_end_one_text_are_no_credit(ends: str) -> None:
    """One alone shows no habit, and figures within a sentence are none."""
    text = f"# Rope Letter\n\n3 May 2024\n\n## Company news\n\n- Seilbau opened a plant. {ends}\n- Kranwerk sold one.\n"
    assert ends in read(text).items[0].summary[0]


def test_credits_in_other_signs_and_below_a_topic() -> None:
    """A paper is the source, links may stand behind a dash, and a heading over several such pieces is no headline."""
    items = read(
        "# Rope Letter\n\n3 June 2024\n\n### What the ministries wrote\n\n"
        "**Cranes go electric.** Nine of ten cranes are to be electric. — MIIT, 28 May — [notice](https://a.example/1)\n\n"
        "> Our view: Ports need cables.\n\n"
        "**Small boats pay less.** Dues are halved from 1 July. — MOT, 29 May — [text](https://a.example/2)\n\n"
        "> Our view: Good for islands.\n\n"
        "### What the yards sold\n\nSeilbau sold 12 cranes to Hamburg. – Rope List, 27 May\n\n"
        "Kranwerk ordered ten ships. – Rope List, 31 May\n"
    ).items
    assert [(item.headline, item.issuer_text, item.date_text) for item in items] == [
        ("Cranes go electric", "MIIT", "28 May"),
        ("Small boats pay less", "MOT", "29 May"),
        (None, None, "27 May"),
        (None, None, "31 May"),
    ]
    assert [[link.label for link in item.links] for item in items] == [
        ["notice"],
        ["text"],
        ["Rope List"],
        ["Rope List"],
    ]
    assert items[1].summary == ("Dues are halved from 1 July.",)
