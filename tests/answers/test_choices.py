"""A name that means several is asked back, with a search for each meaning alone."""

from __future__ import annotations

import pytest

from bot.answers.absent import list_choices, offer_meanings
from bot.config import find_data_folder
from bot.model.deadlines import beijing_day
from bot.names.lexicon import Lexicon
from bot.names.records import Body, Company
from bot.query.query import parse_query
from bot.query.questions import read_question
from bot.query.search_plan import list_meanings
from bot.query.wording import load_wording
from tests.room import NOW

TODAY = beijing_day(NOW)
LEXICON = Lexicon(
    bodies=(
        Body(id="NFRA", name_en="Financial Administration", name_zh="金融监管总局"),
        Body(id="NFRA_FIRE", name_en="Fire Administration", name_zh="消防救援局", abbreviations=("NFRA",)),
        Body(id="SAIC", name_en="Administration for Commerce", name_zh="工商总局"),
        Body(id="MOST", name_en="Ministry of Science", name_zh="科学技术部"),
    ),
    companies=(Company(id="saic-motor", name="SAIC Motor"), Company(id="most-space", name="MOST Space")),
)
WORDING = load_wording(find_data_folder("reference"))


def choose(text: str) -> list[str]:
    """Return the searches that are offered for a question."""
    query = parse_query(text, lexicon=LEXICON, today=TODAY)
    question = read_question(query, lexicon=LEXICON, wording=WORDING, today=TODAY)
    return [search for _, search in list_choices(question.query, LEXICON, typed=query)]


@pytest.mark.parametrize(
    ("text", "searches"),
    [
        ("NFRA floods", ["floods mentions:金融监管总局", "floods mentions:NFRA_FIRE"]),
        ("what did NFRA issue", ["ministry:金融监管总局", "ministry:NFRA_FIRE"]),
        ("ministry:NFRA floods", []),
        ("SAIC cars -steel", ["cars -steel mentions:SAIC", "cars -steel company:SAIC Motor"]),
        ("what about SAIC", ["mentions:SAIC", "company:SAIC Motor"]),
        ("mentions:NFRA floods", []),
        ("ministry:NFRA,MOST", []),
        ('"NFRA" floods', []),
        ("ministry:SAIC", []),
        ("ministry:SAIC,MOST", []),
        ("MOST floods", []),
        ("floods", []),
    ],
)
def test_each_meaning_is_a_search_of_its_own(text: str, searches: list[str]) -> None:
    """The name alone is replaced by its filter; quoted names and those of one meaning are not asked back."""
    assert [parse_query(each, lexicon=LEXICON, today=TODAY) for each in choose(text)] == [
        parse_query(each, lexicon=LEXICON, today=TODAY) for each in searches
    ]


def test_a_choice_opens_each_by_its_full_name() -> None:
    """A body is opened by /ministry, a company by /company."""
    choice = offer_meanings("SAIC", list_meanings("SAIC", LEXICON))
    assert [command for _, command in choice.options] == [
        "/ministry Administration for Commerce",
        "/company SAIC Motor",
    ]
