"""Memoranda: who writes them stands behind "From:", and their initials below the last news."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import Person
from tests.reading.grammar.grammar_blocks import read

NEWS = ("## Policy news", "- 3 May: MIIT issued rules for ropes.")


@pytest.mark.parametrize("post", ["Beijing Liaison Office", "head of the China desk", "senior analyst"])
def test_a_person_with_a_post_writes_a_memorandum(post: str) -> None:
    """The house stands elsewhere; a house behind the word publishes it."""
    head = ("China Memorandum", "Baltic Rope Federation", f"From: Ann Bow, {post}", "Date: 4 May 2024")
    parts = read(*head, *NEWS).parts
    assert (parts.publisher, parts.series) == ("Baltic Rope Federation", "China Memorandum")
    assert parts.people == (Person(name="Ann Bow", role="author"),)
    housed = read("China Memorandum", "From: Baltic Rope Federation, Beijing Office", "Date: 4 May 2024", *NEWS).parts
    assert (housed.publisher, housed.people) == ("Baltic Rope Federation", ())


@pytest.mark.parametrize("initials", ["A. B.", "A.B.", "A. B. C."])
def test_initials_below_the_last_news_sign_it(initials: str) -> None:
    """They are no news and nothing that is left unread."""
    parts = read("# China Memorandum", "4 May 2024", *NEWS, initials).parts
    assert ([item.summary for item in parts.items], parts.unread) == ([("MIIT issued rules for ropes.",)], ())


@pytest.mark.parametrize(
    ("line", "house"),
    [
        ("Acme Quill LLP, China practice, Oslo and London", "Acme Quill LLP"),
        ("Acme Ropes GmbH, Hafenstrasse 4, Kiel", "Acme Ropes GmbH"),
    ],
)
def test_a_house_ends_with_its_legal_form(line: str, house: str) -> None:
    """Departments and places behind it are no part of the name."""
    assert read("# Rope Weekly", line, "4 May 2024", *NEWS).parts.publisher == house
