"""A name that means several is asked back, with a command for each meaning."""

from pathlib import Path

import pytest

from bot.answers.context import Choice
from bot.answers.lookup import Lookup
from bot.names.lexicon import Lexicon
from bot.names.records import Body, Company
from tests.room import Room

LEXICON = Lexicon(
    bodies=(
        Body(id="NFRA", name_en="Financial Administration", name_zh="金融监管总局"),
        Body(id="NFRA_FIRE", name_en="Fire Administration", name_zh="消防救援局", abbreviations=("NFRA",)),
        Body(id="SAIC", name_en="Administration for Commerce", name_zh="工商总局"),
        Body(id="MOST", name_en="Ministry of Science", name_zh="科学技术部"),
    ),
    companies=(
        Company(id="saic-motor", name="SAIC Motor"),
        Company(id="most-space", name="MOST Space"),
        Company(id="a", name="Alpha", aliases=("Al",)),
        Company(id="b", name="Al"),
    ),
)


@pytest.mark.parametrize(
    ("typed", "commands"),
    [
        ("/ministry NFRA", ["/ministry Financial Administration", "/ministry Fire Administration"]),
        ("/ministry SAIC", ["/ministry Administration for Commerce", "/company SAIC Motor"]),
        ("/company Al", ["/company Alpha", "/company Al"]),
        ("/ministry SAIC Motor", []),
        ("/company MOST Space", []),
    ],
)
def test_each_meaning_of_a_name_has_a_command(tmp_path: Path, typed: str, commands: list[str]) -> None:
    """The person picks between bodies, companies, or both of one name; a name of one meaning is not asked back."""
    room = Room.open(tmp_path / "g.db")
    room.lookup = Lookup(room.store, LEXICON)
    answer = room.ask(typed)
    room.close()
    assert [command for _, command in (answer.options if isinstance(answer, Choice) else ())] == commands
