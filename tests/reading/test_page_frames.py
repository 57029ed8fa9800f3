"""What frames the news of a page or an issue, and what heads its parts, in forms that houses use."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.bootstrap import read_reference
from bot.domain.records.briefing import Briefing, Section
from bot.reading.grammar.lines.headings import find_section, is_furniture_heading
from bot.reading.pipeline import read_briefing

LEXICON = read_reference()
PAGE = """<html><head><meta property="og:site_name" content="Brenn Wolf LLP"></head><body>
<div class="cookie-banner" role="region"><h2>Your privacy</h2><p>We use cookies for this site and, if you agree, others
that help us. See our <a href="/cookies">notice</a>.</p><button>Accept</button></div>
<ol class="breadcrumbs"><li><a href="/">Home</a></li><li><a href="/notes">Notes</a></li><li>China Round-up</li></ol>
<main><article><p class="kicker">Newsletter</p><h1>China Round-up: May 2022</h1><p><time>7 June 2022</time></p>
<ul class="toc"><li><a href="#ports">Ports</a></li><li><a href="#drugs">Medicines</a></li></ul>
<h2 id="ports">Ports</h2>
<p>On 13 May, the Ministry of Transport issued the Measures for Harbour Cranes. They ask for a seal on every crane.</p>
<p>On 19 May, the Ministry of Transport closed two docks in the south. Their owners have to sell the land.</p>
<h2 id="drugs">Medicines</h2>
<p>On 9 May, the National Medical Products Administration issued a notice on cold stores. It names the depots.</p>
<p>On 16 May, the National Health Commission published a list of clinics. It will grow each year.</p>
<h2 id="tax">Tax</h2>
<p>The Ministry of Finance halved a duty on ropes on 31 May. We expect more of this.</p>
<h3>Get in touch</h3><p>Our desk is at your disposal.</p></article></main></body></html>"""
DIGEST = """# China Trade Digest

**Trade Section, Embassy of Norway in Beijing**

No. 1 of the year, closed on Monday, 15 January 2024

This digest covers the four weeks from 18 December to 12 January. As always, it goes to ministries at home.

## Policy in short

- **Mon 18/12** MIIT put out draft Measures for Cranes. Comments by 18/1.
- **Thu 4/1** MOFCOM published a new edition of the Catalogue of Ropes.

## Companies in short

- **Fri 22/12** Xiaomi showed its first car.

## Dates

- **Wed 17/1** National Bureau of Statistics: figures of 2023
"""


def read(text: str, name: str) -> Briefing:
    return read_briefing(text.encode(), source_name=name, lexicon=LEXICON)


def test_what_frames_a_page_is_no_news() -> None:
    """Cookies, crumbs and the list of the page's own parts; what heads several pieces is no headline of a lone one."""
    briefing = read(PAGE, "notes.html")
    named = (briefing.publisher, briefing.series, briefing.published_on)
    assert named == ("Brenn Wolf LLP", "China Round-up", dt.date(2022, 6, 7))
    told = [(str(item.reported_on), item.headline, item.text.split(",")[0][:20]) for item in briefing.items]
    assert told == [
        ("2022-05-13", None, "On 13 May"),
        ("2022-05-19", None, "On 19 May"),
        ("2022-05-09", None, "On 9 May"),
        ("2022-05-16", None, "On 16 May"),
        ("2022-05-31", None, "The Ministry of Fina"),
    ]
    assert briefing.unread == ()


def test_days_behind_weekdays_date_the_news_and_what_is_to_come() -> None:
    """Over New Year too, and some days behind the issue's own."""
    briefing = read(DIGEST, "digest.md")
    printed = read(DIGEST.replace("18 December to 12 January.", "18 December 2023 to 12 January 2024."), "digest.md")
    assert (printed.period_start, printed.period_end) == (briefing.period_start, briefing.period_end)
    assert (briefing.period_start, briefing.period_end) == (dt.date(2023, 12, 18), dt.date(2024, 1, 12))
    assert [(item.section, str(item.reported_on)) for item in briefing.items] == [
        (Section.POLICY_NEWS, "2023-12-18"),
        (Section.POLICY_NEWS, "2024-01-04"),
        (Section.CORPORATE_NEWS, "2023-12-22"),
        (Section.OTHER, "2024-01-17"),
    ]


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("Policy in short", Section.POLICY_NEWS),
        ("Companies in short", Section.CORPORATE_NEWS),
        ("What companies said this week", Section.CORPORATE_NEWS),
        ("The rules that matter", Section.POLICY_NEWS),
        ("一、重点新规解读", Section.TOP),
        ("二、其他新规一览", Section.POLICY_NEWS),
        ("Notes on regulators", Section.POLICY_NEWS),
        ("Issued by", None),
        ("State Administration for Market Regulation", None),
        ("A list of plants", None),
        ("Rules for all cranes", None),
    ],
)
def test_common_words_around_a_section_s_name_change_nothing(heading: str, section: Section | None) -> None:
    """A body's name, a label and a headline are no section."""
    assert find_section(heading) is section


def test_what_a_house_says_of_itself_is_no_name() -> None:
    """Nor is the heading over its contact."""
    text = (
        "# Dock Monthly\n\nNo. 2/2023 | 6 March 2023\n\n## Policy news\n\n- 2 March: MOT closed two docks.\n\n"
        "## About the Forum\n\nThe Brenn Forum is a think tank in Bern. Contact: a@brenn.example\n"
    )
    assert read(text, "a.md").publisher != "About the Forum"
    assert is_furniture_heading("Get in touch")


LETTER = """Brenn Dock Forum
The Dock Fortnight  |  No. 2/2023
Monday 6 March 2023

Dear reader,

two weeks of fog, "dockyards" and ropes. As always: rules first, then what members should put on their lists.


1. POLICY

* 2 Mar - MOT closed two docks in the south.
    - Their owners have to sell the land
    - Ferries may go on until they find new
      berths
  (MOT)

* 3 Mar - MOF and MOT issued a notice on cranes.
    - Seals become a duty
  (MOF; Reuters)

* 4 Mar - MIIT published a list of yards.
    - It will grow each year
  (association information)

--
Compiled by Ann Bow-Lund (editor). Text for members only.
"""


def test_sources_below_nested_bullets_are_those_of_the_item() -> None:
    """In brackets on a line set in as the item's; what greets readers is no news, a role in brackets is a person's."""
    briefing = read(LETTER, "a.txt")
    assert [[link.label for link in item.links] for item in briefing.items] == [
        ["MOT"],
        ["MOF", "Reuters"],
        ["association information"],
    ]
    assert [item.points[-1] for item in briefing.items] == [
        "Ferries may go on until they find new berths",
        "Seals become a duty",
        "It will grow each year",
    ]
    assert [(person.name, person.role) for person in briefing.people] == [("Ann Bow-Lund", "editor")]
    assert not briefing.unread


def test_news_below_a_salutation_is_not_lost() -> None:
    """A day or what somebody did there is told, or left for a person."""
    told = LETTER.replace("two weeks of fog,", "on 2 March, MOT closed all ports in the north,")
    assert read(told, "a.txt").unread


@pytest.mark.parametrize("link", ["– [text in Chinese](https://a.example/1)", "| [MOT](https://a.example/1)"])
def test_a_link_behind_a_title_is_no_part_of_it(link: str) -> None:
    """It says where the document stands."""
    text = (
        "# Dock Alert\n\n6 March 2023\n\n## Top developments\n\n### 1. Cranes get seals\n\n"
        f"**Document:** Measures for Harbour Cranes (港口起重机办法) {link}\n**Issuer:** Ministry of Transport\n\n"
        "Ports shall count their cranes.\n"
    )
    (item,) = read(text, "a.md").items
    assert item.policy is not None
    assert item.policy.title_en == "Measures for Harbour Cranes"


def test_a_line_of_links_to_sources_is_no_text() -> None:
    """In a page with fields too; a status in one word is the field's."""
    text = (
        "<html><body><h1>Dock Tracker</h1><p>Last updated: 6 March 2023</p><h2>Cranes</h2>"
        "<article><h3>Measures for Harbour Cranes</h3><dl><dt>Chinese title</dt><dd>港口起重机办法</dd>"
        "<dt>Issued by</dt><dd>MOT</dd><dt>Date</dt><dd>2 March 2023</dd><dt>Status</dt><dd>Issued</dd></dl>"
        "<p>Ports shall count their cranes and revise the list each year.</p>"
        '<p><a href="https://a.example/1">Chinese original</a> | <a href="https://a.example/2">Reuters report</a></p>'
        "</article></body></html>"
    )
    (item,) = read(text, "a.html").items
    assert item.text == "Ports shall count their cranes and revise the list each year.\n\nStatus: Issued"
    assert [link.label for link in item.links] == ["Chinese original", "Reuters report"]
    assert item.policy is not None
    assert (item.policy.title_en, item.policy.status.value) == ("Measures for Harbour Cranes", "issued")
