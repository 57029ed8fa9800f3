"""Offices of provinces and cities are read by grammar, and issue as bodies of the centre do."""

from __future__ import annotations

import pytest

from bot.bootstrap import read_reference
from bot.reading.pipeline import read_briefing

LEXICON = read_reference()


def read_issuers(sentence: str) -> list[tuple[str, ...]]:
    """Give the issuers of the items of a list of policy news with this one entry."""
    text = f"# Brief\n\n5 May 2025\n\n## Policy news\n\n- {sentence}\n"
    briefing = read_briefing(text.encode(), source_name="brief.md", lexicon=LEXICON)
    return [item.issuing_bodies for item in briefing.items]


@pytest.mark.parametrize(
    ("sentence", "issuers"),
    [
        (
            "5月2日，浙江省发展改革委、省财政厅联合印发《海岛供水办法》。",
            ("ZHEJIANG_DEVELOPMENT_REFORM_COMMISSION", "ZHEJIANG_FINANCE_DEPARTMENT"),
        ),
        (
            "5月2日，深圳市工信局、市商务局发布通知。",
            ("SHENZHEN_INDUSTRY_INFORMATION_BUREAU", "SHENZHEN_COMMERCE_BUREAU"),
        ),
        ("5月2日，省能源局印发《河北省地热规划》。", ("HEBEI_ENERGY_BUREAU",)),
        ("5月2日，四川省人民政府办公厅印发《竹产业方案》。", ("SICHUAN_GOVERNMENT",)),
        (
            "2 May: The Guangdong Provincial Department of Transport and the Guangzhou Port Bureau issued barge rules.",
            ("GUANGDONG_TRANSPORT_DEPARTMENT", "GUANGZHOU_PORT_BUREAU"),
        ),
        ("2 May: The Commission of Commerce of Shanghai issued a notice on fairs.", ("SHANGHAI_COMMERCE_COMMISSION",)),
        ("2 May: Hunan's provincial government released a bamboo plan.", ("HUNAN_GOVERNMENT",)),
        ("2 May: Beijing's municipal government issued rules for ferries.", ("BEIJING_GOVERNMENT",)),
        ("2 May: Hunan Provincial People's Government released a bamboo plan.", ("HUNAN_GOVERNMENT",)),
        ("2 May: The People's Government of Hunan Province released a bamboo plan.", ("HUNAN_GOVERNMENT",)),
    ],
)
def test_a_local_office_issues(sentence: str, issuers: tuple[str, ...]) -> None:
    """Its place stands with it, or an office of a place that the item names."""
    assert read_issuers(sentence) == [issuers]


@pytest.mark.parametrize(
    "sentence",
    [
        "5月2日，各省药监局公布名单。",
        "5月2日，省财政厅印发通知。",
        "5月2日，瑞安市财政局、市商务局印发通知。",
        "2 May: Beijing's Finance Bureau issued a notice.",
    ],
)
def test_an_office_of_no_known_place_is_nobodys(sentence: str) -> None:
    """Nothing is guessed from the level alone, and Beijing's may be the country's."""
    assert read_issuers(sentence) == [()]


def test_an_office_of_a_city_stands_for_the_province_when_the_province_is_meant() -> None:
    """省商务厅 behind an office of Hangzhou is Zhejiang's."""
    issuers = read_issuers("5月2日，杭州市商务局会同省商务厅发布通知。")
    assert issuers == [("HANGZHOU_COMMERCE_BUREAU", "ZHEJIANG_COMMERCE_DEPARTMENT")]


def test_the_ministry_within_an_offices_name_is_not_named() -> None:
    """The National Health Commission is no part of a province's."""
    text = (
        "# Brief\n\n5 May 2025\n\n## Policy news\n\n- 2 May: The Hubei Provincial Health Commission issued a notice.\n"
    )
    item = read_briefing(text.encode(), source_name="brief.md", lexicon=LEXICON).items[0]
    assert item.bodies == ("HUBEI_HEALTH_COMMISSION",)
