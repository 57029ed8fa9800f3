"""Bodies by what newsrooms call them ("the market regulator"), and who acts in wires' sentences."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.bootstrap import read_reference
from bot.reading.pipeline import read_briefing

LEXICON = read_reference()
HEAD = "# Rope Letter\n\nAcme Institute, 5 July 2024\n\n## Policy\n\n### Ropes\n\n{}\n\n### Nets\n\nNets are long.\n"
CALLED = (
    ("the market regulator", "SAMR"),
    ("the cyberspace regulator", "CAC"),
    ("the state planner", "NDRC"),
    ("the securities regulator", "CSRC"),
    ("the central bank", "PBOC"),
    ("the drug regulator", "NMPA"),
    ("the aviation regulator", "CAAC"),
    ("the farm ministry", "MARA"),
)
ELSEWHERE = (
    "The European Central Bank raised rates.",
    "Thailand's central bank raised rates.",
    "The US drug regulator approved a drug.",
    "South Korea's antitrust regulator cleared the deal.",
    "Guangdong's market regulator fined a maker.",
    "Hong Kong's securities regulator fined a bank.",
)


def read(text: str) -> tuple[tuple[str, ...], tuple[str, ...], dt.date | None]:
    """Give who issued, who is named, and the day."""
    item = read_briefing(HEAD.format(text).encode(), source_name="a.md", lexicon=LEXICON).items[0]
    return item.issuing_bodies, item.bodies, item.reported_on


@pytest.mark.parametrize(("called", "body"), CALLED)
@pytest.mark.parametrize("form", ["{}", "China's {}", "Beijing's {}"])
def test_what_newsrooms_call_a_body(form: str, called: str, body: str) -> None:
    """With or without whose it is."""
    who = called if form == "{}" else form.format(called.removeprefix("the "))
    assert read(f"{who[0].upper()}{who[1:]} published rules on ropes.")[:2] == ((body,), (body,))


@pytest.mark.parametrize("text", ELSEWHERE)
def test_of_another_country_or_of_a_province_it_is_none_of_ours(text: str) -> None:
    """Nor is the same body by its own name one abroad."""
    assert read(text)[1] == ()
    assert read(f"{text} The People's Bank of China published rules.")[1] == ("PBOC",)


def test_a_name_right_behind_what_a_body_is_called_is_the_same_body() -> None:
    """So that both are one in a row of those who act."""
    assert read("MIIT and the drug regulator NMPA named 18 hospitals.")[:2] == (("MIIT", "NMPA"), ("MIIT", "NMPA"))


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        (
            "Makers need a licence, the Ministry of Commerce said on Thursday in Announcement No. 61 of 2024.",
            ("MOFCOM",),
        ),
        ("Ports get units. The two ministries behind the pilot of cranes (MIIT, MOT) named them.", ("MIIT", "MOT")),
    ],
)
def test_who_acts_in_wires_sentences(text: str, issuers: tuple[str, ...]) -> None:
    """The weekday stands between what was said and in what."""
    assert read(text)[0] == issuers


def test_a_day_to_come_is_not_that_of_the_news() -> None:
    """The weekday on which it was announced is."""
    told = (
        "The Ministry of Commerce will hear the parties to its case against European brandy on 18 July, it announced on"
    )
    assert read(f"{told} Thursday.")[2] == dt.date(2024, 7, 4)
