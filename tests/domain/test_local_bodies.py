"""Bodies of provinces and cities are made of a place, a field and a rank."""

from __future__ import annotations

import pytest

from bot.domain.lexicon import Body, Lexicon, spell_id
from bot.domain.local_bodies import LOCAL, Field, LocalBodies, Place

LOCALS = LocalBodies(
    places=(
        Place(name_en="Guangdong", name_zh="广东省"),
        Place(name_en="Guangxi", name_zh="广西壮族自治区"),
        Place(name_en="Shanghai", name_zh="上海市"),
        Place(name_en="Xi'an", name_zh="西安市", province="Shaanxi"),
    ),
    fields=(
        Field(
            id="economy-information",
            name_en="Economy and Information Technology",
            name_zh="经济和信息化",
            names_en=("Economy and Informatization",),
            short_zh=("经信",),
        ),
        Field(id="finance", name_en="Finance", name_zh="财政"),
    ),
)
LEXICON = Lexicon(bodies=(Body(id="MOF", name_en="Ministry of Finance", name_zh="财政部"),), local=LOCALS)


@pytest.mark.parametrize(
    ("name", "body_id"),
    [
        ("广东省财政厅", "GUANGDONG_FINANCE_DEPARTMENT"),
        ("广东财政厅", "GUANGDONG_FINANCE_DEPARTMENT"),
        ("广西财政厅", "GUANGXI_FINANCE_DEPARTMENT"),
        ("上海市经信委", "SHANGHAI_ECONOMY_INFORMATION_COMMISSION"),
        ("西安市人民政府", "XIAN_GOVERNMENT"),
        ("Shanghai Municipal Commission of Economy and Informatization", "SHANGHAI_ECONOMY_INFORMATION_COMMISSION"),
        ("Guangdong Provincial Department of Finance", "GUANGDONG_FINANCE_DEPARTMENT"),
        ("Guangdong Finance Department", "GUANGDONG_FINANCE_DEPARTMENT"),
        ("Xi’an Finance Bureau", "XIAN_FINANCE_BUREAU"),
        ("Guangdong Provincial People's Government", "GUANGDONG_GOVERNMENT"),
        ("Shanghai government", "SHANGHAI_GOVERNMENT"),
        ("guangxi_finance_department", "GUANGXI_FINANCE_DEPARTMENT"),
        ("Ministry of Finance", "MOF"),
    ],
)
def test_a_name_in_either_language_finds_the_body(name: str, body_id: str) -> None:
    """Full or short, with or without what the place is, and by the id; a body of the centre as ever."""
    assert [body.id for body in LEXICON.find_bodies(name)] == [body_id]


@pytest.mark.parametrize(
    "name",
    [
        "财政厅",
        "湖南省财政厅",
        "广东省教育厅",
        "Department of Finance",
        "Narnia Finance Bureau",
        "Narnia government",
        "X",
    ],
)
def test_a_place_or_field_that_is_unknown_makes_no_body(name: str) -> None:
    """Nothing is guessed."""
    assert LEXICON.find_bodies(name) == ()


def test_every_name_of_a_body_finds_it() -> None:
    """What a card shows as a name can be asked for."""
    for body_id in ("GUANGDONG_FINANCE_DEPARTMENT", "SHANGHAI_ECONOMY_INFORMATION_COMMISSION", "XIAN_GOVERNMENT"):
        body = LEXICON.body_by_id[body_id]
        assert body.kind == LOCAL
        assert {found.id for name in body.all_names for found in LEXICON.find_bodies(name)} == {body_id}


def test_names_are_written_as_offices_write_them() -> None:
    """A commission stands behind its field in English, another rank before it."""
    shown = [
        (body.name_en, body.name_zh)
        for body in map(
            LEXICON.body_by_id.__getitem__, ("SHANGHAI_ECONOMY_INFORMATION_COMMISSION", "XIAN_FINANCE_BUREAU")
        )
    ]
    assert shown == [
        ("Shanghai Economy and Information Technology Commission", "上海市经济和信息化委员会"),
        ("Xi'an Bureau of Finance", "西安市财政局"),
    ]
    assert spell_id("XIAN_FINANCE_BUREAU") == "Xian Finance Bureau"


def test_an_index_tells_what_it_can_make() -> None:
    """Membership, get and lookup agree; what is no body is missing, with or without places."""
    assert "GUANGDONG_GOVERNMENT" in LEXICON.body_by_id
    assert LEXICON.body_by_id.get("GUANGDONG_CIRCUS_BUREAU") is None
    assert "NARNIA_GOVERNMENT" not in LEXICON.body_by_id
    with pytest.raises(KeyError):
        LEXICON.body_by_id["NARNIA_GOVERNMENT"]
    assert "GUANGDONG_GOVERNMENT" not in Lexicon().body_by_id
