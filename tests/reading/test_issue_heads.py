"""What stands between the title of an issue and its news: lists of sections, sentences on the issue, who made it."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.records.briefing import Section
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

ALERT = """Winch & Crane LLP
=================

Harbour Rules Update
--------------------

May 2024 / Issue 18

{note}

{contents}

A. LEGISLATION AND RULES
------------------------

**A.1 Ropes get names**

*Ministry of Commerce · 3 May 2024 · in force*

Every port has to keep a list of its ropes and to show it to whoever asks.

_Our comment:_ Keep the list short.

**A.2 Winches are counted**

*MIIT · 5 May 2024 · issued*

Whoever has more than ten winches has to name them to the port.

_Our comment:_ Count your winches.

B. ENFORCEMENT
--------------

**B.1 A port is fined**

*Ministry of Commerce · 7 May 2024 · issued*

The port of Wuxi had no list at all and paid for it.

_Our comment:_ It was cheap.
"""


@pytest.mark.parametrize(
    "note",
    [
        "_This update covers developments between 1 and 31 May 2024. It was sent on 3 June 2024._",
        "_This update covers 1 May to 31 May 2024. Published on 3 June 2024. Write to your usual partner._",
    ],
)
@pytest.mark.parametrize("contents", ["Contents: A. Legislation and rules — B. Enforcement", "Contents: rules; cases"])
def test_a_list_of_sections_is_no_summary(note: str, contents: str) -> None:
    """Though items have labels below it, the heading above belongs to the title, and the note tells day and period."""
    briefing = read_briefing(ALERT.format(note=note, contents=contents).encode(), source_name="a.md", lexicon=LEXICON)
    assert (briefing.publisher, briefing.series) == ("Winch & Crane LLP", "Harbour Rules Update")
    assert briefing.published_on == dt.date(2024, 6, 3)
    assert (briefing.period_start, briefing.period_end) == (dt.date(2024, 5, 1), dt.date(2024, 5, 31))
    heads = [item.headline for item in briefing.items]
    assert heads == ["Ropes get names", "Winches are counted", "A port is fined"]


LETTER = """**Harbour Institute**

# Rope Monitor

*No. 5 | May 2024 | Reporting period: 1 to 31 May 2024*

{credit}

## Policy

- 3 May: MIIT opened a list of ropes.
- 5 May: The NDRC cut the fees for cranes.
"""


@pytest.mark.parametrize(
    "credit",
    [
        "Edited by Ann Bow. Published on 3 June 2024.",
        "Editor: Ann Bow. Released 3 June 2024.",
        "Written by Ann Bow and sent on 3 June 2024.",
        "Authors: Ann Bow, Ole Rope. Last updated: 3 June 2024.",
    ],
)
def test_a_line_may_name_who_made_an_issue_and_its_day(credit: str) -> None:
    """In a sentence each, or in one."""
    briefing = read_briefing(LETTER.format(credit=credit).encode(), source_name="a.md", lexicon=LEXICON)
    assert briefing.published_on == dt.date(2024, 6, 3)
    assert briefing.people[0].name == "Ann Bow"


NOTE = """# Harbour Chamber

## Rope Flash 5/2024

3 June 2024

## MUST KNOW

### Ropes get names

{first}

Every port has to keep a list of its ropes and to show it to whoever asks.

**What it means for members:** Count your ropes.

### Winches are counted

{second}

Whoever has more than ten winches has to name them to the port.

**What it means for members:** Count your winches.
"""


@pytest.mark.parametrize(
    "form",
    [
        "By: {body}  \nDate: {day}",
        "Who acted: {body}  \nDate: {day}",
        "Desk: {body}  \nDate: {day}",
        "{body} ◆ {day}",
        "{body} » {day} » issued",
        "Issuer {body} — Date {day}",
        "Authority: {body} | Date of issue {day}",
    ],
)
def test_who_acted_and_when_stands_below_a_headline(form: str) -> None:
    """Under any word of the house's, or beside any sign."""
    values = (
        ("MIIT, Ministry of Commerce", "3 May 2024"),
        ("National Development and Reform Commission", "5 May 2024"),
    )
    first, second = (form.format(body=body, day=day) for body, day in values)
    briefing = read_briefing(NOTE.format(first=first, second=second).encode(), source_name="a.md", lexicon=LEXICON)
    assert [item.issuing_bodies for item in briefing.items] == [("MIIT", "MOFCOM"), ("NDRC",)]
    assert [item.reported_on for item in briefing.items] == [dt.date(2024, 5, 3), dt.date(2024, 5, 5)]
    assert [item.text.split()[0] for item in briefing.items] == ["Every", "Whoever"]
    assert {item.section for item in briefing.items} == {Section.TOP}


@pytest.mark.parametrize("word", ["No. ", "Number ", "Doc. no. ", ""])
def test_a_number_beside_them_is_the_document_s(word: str) -> None:
    """Whether a word says so or not."""
    line = f"Issuer Ministry of Commerce — Date 3 May 2024 — {word}商务部公告2024年第5号"
    text = NOTE.format(first=line, second="Issuer MIIT — Date 5 May 2024")
    item = read_briefing(text.encode(), source_name="a.md", lexicon=LEXICON).items[0]
    assert item.policy is not None
    assert item.policy.document_number == "商务部公告2024年第5号"
    assert item.issuing_bodies == ("MOFCOM",)
