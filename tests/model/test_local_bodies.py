"""Bodies of provinces and cities are made of a place, a field and a rank."""

from __future__ import annotations

import pytest

from bot.names.lexicon import Body, Lexicon
from bot.names.local_bodies import Field, LocalBodies, Place

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
