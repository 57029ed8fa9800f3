"""Spellings: what is near enough to be suggested, what to be tried, and what is left alone."""

from __future__ import annotations

import pytest

from bot.domain.lexicon import Body, Company, Lexicon
from bot.services.answering.nearest import (
    find_in_pinyin,
    find_name_spelling,
    find_nearest,
)

LEXICON = Lexicon(
    bodies=(Body(id="NDRC", name_en="National Development and Reform Commission", name_zh="国家发展和改革委员会"),),
    companies=tuple(Company(id=name.lower(), name=name) for name in ("Huawei", "Xiaomi", "Chery", "Cheri")),
)


def test_the_nearest_names_are_suggested() -> None:
    """Names spelled almost so, the nearest first; nothing under five letters is compared."""
    assert find_nearest("Huwaei", ["Huawei", "Xiaomi", "Hisense"]) == ("Huawei",)
    assert find_nearest("BYD", ["BYD", "BYDX"]) == ()


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("MITT", ("MIIT",)),
        ("MIITT", ("MIIT",)),
        ("NDCR", ("NDRC",)),
        ("BDY", ("BYD",)),
        ("工信布", ("工信部",)),
        ("华维", ("华为",)),
        ("华能", ()),
        ("BYE", ()),
        ("mitt", ()),
        ("SIIT", ()),
        ("MIIT", ()),
        ("M", ()),
    ],
)
def test_short_names_are_suggested_one_step_away(asked: str, near: tuple[str, ...]) -> None:
    """Abbreviations in capitals and Chinese names; words in small letters are no abbreviations."""
    assert find_nearest(asked, ["MIIT", "NDRC", "BYD", "工信部", "华为", "Ministry of Finance"]) == near


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("Hauwei", "Huawei"),
        ("Huaweii", "Huawei"),
        ("Huawei", None),
        ("Hawk", None),
        ("华为公司技术", None),
        ("Tauwei", None),
        ("Xiaami", "Xiaomi"),
        ("Chero", None),
        ("Cherx", None),
    ],
)
def test_a_name_is_tried_where_the_first_letter_is_right(asked: str, name: str | None) -> None:
    """One wrong or two swapped letters, of one name alone; the name itself and other writing are no misspelling."""
    assert find_name_spelling(asked, LEXICON) == name


@pytest.mark.parametrize(
    ("asked", "ids"),
    [("biyadi", ["byd"]), ("bi ya di", ["byd"]), ("Biyadi Qiche", ["byd"]), ("biya", []), ("BYD", []), ("比亚迪", [])],
)
def test_companies_are_known_in_pinyin(asked: str, ids: list[str]) -> None:
    """The whole of a Chinese name, with spaces or without, and no part of one."""
    companies = (
        Company(id="byd", name="BYD", name_zh="比亚迪", aliases=("比亚迪汽车",)),
        Company(id="x", name="Xi An"),
    )
    assert [company.id for company in find_in_pinyin(asked, companies)] == ids
