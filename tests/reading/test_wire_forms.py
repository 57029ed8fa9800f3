"""Pages of news sites and letters by mail: stamps, tags, other articles, days in cells of their own."""

from __future__ import annotations

from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from bot.domain.records.briefing import Person, Section
from bot.reading.formats.source import read_document
from bot.reading.grammar.parse import parse_parts

if TYPE_CHECKING:
    from bot.reading.parts import BriefingParts

POLICY, COMPANIES = Section.POLICY_NEWS, Section.CORPORATE_NEWS
PAGE = """\
<html><head><title>Rope Desk</title></head><body><main><h1>Rope Desk</h1><p>11 April 2024</p>
<h2>Rules</h2>
<article><span>DOCKS</span><h3>Docks need names for all ropes</h3><p>11 April 2024, 08:15 · By Ann Bow</p>
<p>MIIT will let docks choose names for their ropes until the end of the year.</p>
<aside><b>Related</b> <a href="/1">How ropes were named</a> | <a href="/2">Rope makers cheer</a></aside></article>
<article><span>INVESTMENT</span><h3>A list of promises to rope makers</h3><p>Sunday 7 April 2024, 14:22</p>
<p>The State Council issued a plan with nine measures for foreign makers of ropes.</p></article>
<h2>Companies</h2>
<article><span>WINCHES</span><h3>Seilbau puts money into Hefei</h3><p>9 April 2024 · By our Beijing staff</p>
<p>Seilbau is to enlarge its plant in Anhui, where it prepares two winches.</p></article>
</main></body></html>
"""
ROW = '<tr><td width="58">{}</td><td><a href="https://a.example/{}"><b>{}</b></a><br>{}</td></tr>'
ROWS = (
    ("21.12.", "Rope know-how stays at home", "MOFCOM published a new catalogue of ropes that may not leave."),
    ("22.12.", "Games with ropes: no more?", "Draft measures of MIIT would cap what players spend on ropes."),
    ("04.01.", "Lower duties on ropes", "The Ministry of Finance set new import duties for nine ropes."),
)


def read(text: str, name: str = "a.html") -> BriefingParts:
    """Read a page or a mail."""
    return parse_parts(read_document(text.encode(), source_name=name))


def test_a_stamp_is_the_day_and_its_author_one_of_the_issue() -> None:
    """The time of day is no part of the news, nor is who wrote it, a house or a person."""
    parts = read(PAGE)
    assert [(item.date_text, item.summary[0].split()[0]) for item in parts.items] == [
        ("11 April 2024", "MIIT"),
        ("7 April 2024", "The"),
        ("9 April 2024", "Seilbau"),
    ]
    assert parts.people == (Person(name="Ann Bow", role="author"),)


@pytest.mark.parametrize(
    "stamp",
    [
        "By Ann Bow, 11 April 2024, 8:15 am",
        "By Ann Bow | 11 April 2024",
        "Ann Bow — 11 April 2024 — 2 min read",
        "Published 11 April 2024 at 08:15 CET",
    ],
)
def test_a_stamp_may_open_with_its_author(stamp: str) -> None:
    """Its day is the news' own, whatever weekday the text tells; such a line alone is no habit."""
    parts = read(PAGE.replace("11 April 2024, 08:15 · By Ann Bow", stamp))
    assert (parts.items[0].date_text, parts.items[0].summary[0].split()[0]) == ("11 April 2024", "MIIT")
    assert [person.name for person in parts.people] == ["Ann Bow"] * ("Ann" in stamp)


def test_a_tag_moves_no_news_out_of_its_section() -> None:
    """A word over a headline that could name a section tells the topic where the news has a section already."""
    assert [(item.section, item.heading_text) for item in read(PAGE).items] == [
        (POLICY, "DOCKS"),
        (POLICY, "INVESTMENT"),
        (COMPANIES, "WINCHES"),
    ]


@pytest.mark.parametrize("word", ["Related", "Read also:", "Related stories"])
def test_links_to_other_articles_are_no_news(word: str) -> None:
    """A line that is such a word and links is left out."""
    parts = read(PAGE.replace("Related", word))
    assert (parts.unread, [link for item in parts.items for link in item.links]) == ((), [])


def test_a_plain_mail_with_addresses_below_the_news() -> None:
    """An address in angle brackets leads to the source; one sign on both sides makes a heading; questions head news."""
    mail = EmailMessage()
    mail["Subject"], mail["Date"] = "Rope note #31", "Mon, 3 Jun 2024 07:30:00 +0200"
    mail.set_content(
        "Rope note, 3 June 2024\n\n* POLICY *\n\n28.05. Cranes go electric?\nMIIT set out a plan for cranes; nine of\n"
        "ten of them are to be electric soon.\n<https://a.example/1>\n\n29.05. Small boats pay less\n"
        "The Ministry of Transport halves the dues of small\nboats from 1 July.\nOur take: Good for islands.\n"
        "<https://a.example/2>\n\n* COMPANIES *\n\n31.05. Seilbau sells cranes\n"
        "Seilbau sold 12 cranes to a terminal in Hamburg for\nEUR 120 million.\n<https://a.example/3>\n\n"
        "31.05. Kranwerk buys ships\nKranwerk ordered ten ships from a yard in Shanghai.\n"
    )
    items = parse_parts(read_document(mail.as_bytes(), source_name="a.eml")).items
    assert [(item.section, item.headline, [link.url for link in item.links]) for item in items] == [
        (POLICY, "Cranes go electric?", ["https://a.example/1"]),
        (POLICY, "Small boats pay less", ["https://a.example/2"]),
        (COMPANIES, "Seilbau sells cranes", ["https://a.example/3"]),
        (COMPANIES, "Kranwerk buys ships", []),
    ]
    assert not any("https" in text for item in items for text in (*item.summary, *item.comment))


def test_days_in_cells_beside_the_news_of_a_letter() -> None:
    """Dotted days date the rows, a question is a headline as the others are, the greeting is none."""
    rows = "".join(ROW.format(day, at, head, text) for at, (day, head, text) in enumerate(ROWS))
    title = "<b>Hemp &amp; Tar, no. 112</b><br>The rope letter of the Sound Rope Forum<br>12 January 2024"
    greeting = "Dear members,<br>a happy new year. The offices did not rest, so this letter is a long one."
    foot = 'Written by Ann Bow and Joe Fox. Sound Rope Forum, Malmoe.<br><a href="https://a.example/u">Unsubscribe</a>'
    line = '<tr><td colspan="2">{}</td></tr>'
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Hemp & Tar no. 112: ropes, games", "Sound Rope Forum <a@a.example>"
    mail["Date"] = "Fri, 12 Jan 2024 07:30:00 +0100"
    body = "".join((line.format(title), line.format(greeting), line.format("RULES"), rows, line.format(foot)))
    mail.set_content(f"<html><body><table>{body}</table></body></html>", subtype="html")
    parts = parse_parts(read_document(mail.as_bytes(), source_name="a.eml"))
    assert [(item.section, item.headline, item.date_text) for item in parts.items] == [
        (POLICY, "Rope know-how stays at home", "21 December"),
        (POLICY, "Games with ropes: no more?", "22 December"),
        (POLICY, "Lower duties on ropes", "4 January"),
    ]
    assert (parts.publisher, parts.series) == ("Sound Rope Forum", "Hemp & Tar")
    assert [person.name for person in parts.people] == ["Ann Bow", "Joe Fox"]
