"""Frames of English desks: names of sections, one lead story, the house in bold, who made it and for which days."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.records.briefing import Person, Section
from bot.reading.document import Span
from bot.reading.grammar.layout.cited_sources import split_cited_sources
from bot.reading.grammar.lines.headings import find_section
from bot.reading.grammar.lines.imprint import list_credited
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

LEAD_STORY = """Crane House LLP
Harbour Mail, week of 11 March 2024
Sent Friday, 15 March 2024

IN THE SPOTLIGHT

Ropes: looks without notice

MIIT published new Measures for the Inspection of Ropes on Tuesday. Inspectors may come at
any time and speak with staff alone. Works abroad are covered as well.

Tell your works whom to call.

ENFORCEMENT

* SAMR fined a maker of winches on 12 March.
"""
BOLD_HOUSE = """# Harbour Observer

**Crane Centre for Asian Economies**

Issue 7 | July 2024 (covers 1–31 July)

This month in brief: two drafts, and a works that moved.

## Main developments

### 1. Ropes come under review

**The facts.** SAMR has set out how ropes are checked.

**Responsible authority:** SAMR

**Released:** 12 July 2024
"""
TOLD_PERIOD = """# Harbour News

Crane Association · 6 May 2025 · by Rowan Pettifer

Tariffs overshadowed it all. Below is what our office collected for members between 1 and 30 April 2025.

## Government measures

- 4 April: MIIT issued rules on ropes.
- 9 April: SAMR issued rules on winches.
"""
LETTERED = """# Harbour Overview

Crane Office

As of 20 September 2024

## A. Drafts open for comment

| No. | Draft | Issued by | Deadline | Remarks |
|---|---|---|---|---|
| 1 | Regulations on Ropes | CAC and MPS | 30 September 2024 | Applies to importers too. |
| 2 | Catalogue of Winches, revised | NDRC, MOFCOM | 8 October 2024 | Adds hand winches. |

## B. Recently adopted

**Ropes.** MOFCOM and GACC published rules on ropes on 15 August.

**Winches.** The NDRC published rules on winches on 8 September.

## C. Visits

- On 5 September a delegation met MOFCOM.
"""


@pytest.mark.parametrize(
    ("name", "section"),
    [
        ("IN THE SPOTLIGHT", Section.TOP),
        ("Our top picks", Section.TOP),
        ("What mattered this month", Section.TOP),
        ("Focus of the week", Section.TOP),
        ("Enforcement actions", Section.POLICY_NEWS),
        ("Official announcements", Section.POLICY_NEWS),
        ("Policy radar", Section.POLICY_NEWS),
        ("Company announcements", Section.CORPORATE_NEWS),
        ("And finally", Section.OTHER),
        ("From Beijing", Section.POLICY_NEWS),
        ("From the factories", Section.CORPORATE_NEWS),
        ("Deal flow", Section.CORPORATE_NEWS),
        ("German", None),
        ("Foreign investment", None),
        ("Announcements", None),
        ("Radar", None),
        ("What matters for ropes", None),
    ],
)
def test_more_words_name_sections(name: str, section: Section | None) -> None:
    """Words that tell nothing of whose news it is make no section alone."""
    assert find_section(name) is section


def test_one_line_below_the_name_of_lead_stories_is_a_headline() -> None:
    """It takes no second one like it; the paragraph was lost before."""
    briefing = read_briefing(LEAD_STORY.encode(), source_name="a.txt", lexicon=LEXICON)
    assert [(item.section, item.headline) for item in briefing.items] == [
        (Section.TOP, "Ropes: looks without notice"),
        (Section.POLICY_NEWS, None),
    ]
    assert briefing.items[0].reported_on == dt.date(2024, 3, 12)
    assert briefing.unread == ()


def test_a_bold_house_over_the_line_of_its_issue_is_no_headline() -> None:
    """Nor is the list of what an issue holds any news."""
    briefing = read_briefing(BOLD_HOUSE.encode(), source_name="a.md", lexicon=LEXICON)
    assert (briefing.publisher, len(briefing.items)) == ("Crane Centre for Asian Economies", 1)
    assert briefing.unread == ()
    assert (briefing.period_start, briefing.period_end) == (dt.date(2024, 7, 1), dt.date(2024, 7, 31))


def test_a_sentence_to_the_readers_tells_the_period() -> None:
    """One month may stand behind both days; who wrote it stands behind the day of issue."""
    briefing = read_briefing(TOLD_PERIOD.encode(), source_name="a.md", lexicon=LEXICON)
    assert (briefing.period_start, briefing.period_end) == (dt.date(2025, 4, 1), dt.date(2025, 4, 30))
    assert briefing.people == (Person(name="Rowan Pettifer", role="author"),)
    assert briefing.unread == ()


def test_the_heading_of_a_table_says_what_closes() -> None:
    """Where the rows do not; a heading with a letter is told by its news."""
    briefing = read_briefing(LETTERED.encode(), source_name="a.md", lexicon=LEXICON)
    drafts = briefing.items[:2]
    assert [deadline.kind.value for item in drafts for deadline in item.deadlines] == ["comments_close"] * 2
    assert [item.policy.status.value for item in drafts if item.policy] == ["draft_for_comment"] * 2
    assert briefing.unread == ()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Prepared by Ann Bow and Tim Roe", ["Ann Bow", "Tim Roe"]),
        ("Crane House · 6 May 2025 · by Ann Bow", ["Ann Bow"]),
        ("Compiled by the Beijing office", []),
        ("Prepared by Crane Consulting", []),
        ("Weekly · by Crane & Bow LLP", []),
    ],
)
def test_who_prepared_an_issue_is_its_author(line: str, names: list[str]) -> None:
    """A house or an office is none."""
    assert [person.name for person in list_credited(line)] == names


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("The CAC invited comments until 4 August (CAC).", ("CAC",)),
        ("5 May – SAMR and MIIT issued rules (SAMR, MIIT).", ("SAMR", "MIIT")),
        ("The market regulator issued rules (SAMR).", ()),
        ("Exports to Japan fell in May (Japan).", ()),
        ("MIIT issued the Measures on Ropes (Trial).", ()),
        ("Crane Works opened a yard in Dalian (embassy information)", ("embassy information",)),
        ("Crane Works opened a yard in Dalian (member's notice)", ("member's notice",)),
        ("Crane Works opened a yard in Dalian (DalianPost; Dock Herald)", ("DalianPost", "Dock Herald")),
        ("MIIT issued rules on private data (personal information)", ()),
    ],
)
def test_the_subject_again_in_brackets_at_the_end_is_the_source(text: str, labels: tuple[str, ...]) -> None:
    """What explains a name, or says where, is none."""
    assert split_cited_sources((Span(text=text),)).labels == labels


@pytest.mark.parametrize(
    ("line", "unread"),
    [
        ("In this issue: ropes that moved, winches that did not", 0),
        ("The week in brief: MIIT issued the Measures on Ropes on 5 May; SAMR fined a maker.", 1),
    ],
)
def test_what_an_issue_holds_is_no_news_unless_it_tells_more(line: str, unread: int) -> None:
    """A line with a body or a day may be all that is told of it."""
    text = f"CRANE HOUSE\nHarbour Mail\n7 May 2024\n\n{line}\n\nPOLICY\n\n* MIIT issued rules on 4 May 2024.\n"
    briefing = read_briefing(text.encode(), source_name="a.txt", lexicon=LEXICON)
    assert (len(briefing.items), len(briefing.unread)) == (1, unread)


@pytest.mark.parametrize("series", ["Policy Radar", "From Beijing", "Official Announcements"])
def test_a_series_named_like_a_section_is_the_series(series: str) -> None:
    """The house stands below it, over the day."""
    text = f"# {series}\n\n**Crane House LLP**\n\n7 May 2024\n\n## Ropes\n\nMIIT issued rules on ropes on 5 May 2024.\n"
    briefing = read_briefing(text.encode(), source_name="a.md", lexicon=LEXICON)
    assert (briefing.publisher, briefing.series) == ("Crane House LLP", series)
    assert briefing.published_on == dt.date(2024, 5, 7)
