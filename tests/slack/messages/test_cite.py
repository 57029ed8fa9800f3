"""Cite: a line says who issued a document and when, and whether what is cited is but a view or a claim."""

import datetime as dt

from bot.model.briefing import Link
from bot.slack.messages.answers import compose_citations
from tests import builders as b

TODAY = dt.date(2024, 3, 10)


def test_a_line_names_issuers_and_date_as_its_source_gives_them() -> None:
    """Of a report as reported, of the notice as official; what is not stated is said so."""
    (line,) = compose_citations(b.build_policy_card(), today=TODAY)
    assert "; MIIT, NEA, 20 Feb 2024 (as reported); " in line
    official = b.build_item_row(b.build_item(is_official=True))
    (line,) = compose_citations(b.build_item_card(row=official), today=TODAY)
    assert "; MIIT, NEA, 20 Feb 2024 (official); " in line
    bare = b.build_item_row(b.build_item(issuing_bodies=(), reported_on=None))
    (line,) = compose_citations(b.build_item_card(row=bare), today=TODAY)
    assert "; issuer not stated, undated; " in line


def test_a_view_and_a_claim_are_cited_as_such() -> None:
    """What stands only in the publisher's comment is no word of the document."""
    view = b.build_item_row(sentence="The fire rule may prove hard to follow in the west.")
    (line,) = compose_citations(b.build_item_card(row=view), today=TODAY)
    assert "; the publisher's opinion; " in line
    (policy, claim) = compose_citations(b.build_policy_list(), today=TODAY)
    assert "opinion" not in policy
    assert "; reported by Daily, unverified; " in claim


def test_the_address_is_that_of_the_source() -> None:
    """A link on which the comment has words leads to something else; without another there is no address."""
    source = Link(label="Notice", url="https://miit.example.org/notice")
    ways = [Link(label="The fire rule", url="https://other.example.org/rule")]
    ways.append(Link(label="size limits", url="https://other.example.org/limits"))
    for links, address in (((*ways, source), source.url), (tuple(ways), ways[1].url), (tuple(ways[:1]), None)):
        row = b.build_item_row(b.build_item(links=links))
        (line,) = compose_citations(b.build_item_card(row=row), today=TODAY)
        assert [part for part in line.split("; ") if part.startswith("https:")] == ([address] if address else [])
