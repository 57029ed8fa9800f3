"""A name that means several is asked back, with a command for each meaning."""

from pathlib import Path

import pytest

from bot.answers.context import Choice, offer_meanings
from bot.answers.lookup import Lookup
from bot.names.lexicon import Lexicon
from bot.names.records import Body, Company
from bot.query.query import parse_query
from tests.room import NOW, Room

LEXICON = Lexicon(
    bodies=(
        Body(id="NFRA", name_en="Financial Administration", name_zh="金融监管总局"),
        Body(id="NFRA_FIRE", name_en="Fire Administration", name_zh="消防救援局", abbreviations=("NFRA",)),
        Body(id="SAIC", name_en="Administration for Commerce", name_zh="工商总局"),
        Body(id="MOST", name_en="Ministry of Science", name_zh="科学技术部"),
    ),
    companies=(Company(id="saic-motor", name="SAIC Motor"), Company(id="most-space", name="MOST Space")),
)


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("what did NFRA issue", ["/ministry Financial Administration", "/ministry Fire Administration"]),
        ("SAIC cars -steel", ["/ministry Administration for Commerce", "/company SAIC Motor"]),
        ("ministry:NFRA floods", []),
        ('"NFRA" floods', []),
        ("MOST floods", []),
        ("floods", []),
    ],
)
def test_each_meaning_of_a_name_has_a_command(text: str, commands: list[str]) -> None:
    """Quoted names, those of a key and those of one meaning are not asked back."""
    offered = offer_meanings(parse_query(text, lexicon=LEXICON, today=NOW.date()), LEXICON)
    assert [command for _, command in offered] == commands


def test_a_name_that_two_companies_share_is_a_choice(tmp_path: Path) -> None:
    """The person picks between companies of one name."""
    room = Room.open(tmp_path / "g.db")
    twins = Lexicon(companies=(Company(id="a", name="Alpha", aliases=("Al",)), Company(id="b", name="Al")))
    room.lookup = Lookup(room.store, twins)
    choice = room.ask("/company Al")
    room.close()
    assert isinstance(choice, Choice)
    assert [command for _, command in choice.options] == ["/company Alpha", "/company Al"]
