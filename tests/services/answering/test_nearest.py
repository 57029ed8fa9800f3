"""Spellings: what is near enough to be suggested, what to be tried, and what is left alone."""

from __future__ import annotations

import pytest

from bot.domain.lexicon import Body, Company, Lexicon
from bot.services.answering.nearest import (
    choose_spelling,
    find_in_pinyin,
    find_misspelt_run,
    find_name_spelling,
    find_nearest,
    find_nearest_companies,
    find_nearest_name,
    list_near_stems,
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
    "asked", ["Huwaei", "Xiaom", "Xiaomi Ltd", "National Developement and Reform", "Hua", "wei", "x" * 40]
)
def test_names_of_our_lists_are_suggested_as_any_others(asked: str) -> None:
    """Only names of a length that can be near are compared, and none that is near is missed."""
    assert find_nearest_name(asked, LEXICON) == find_nearest(asked, LEXICON.names_by_fold.values())


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


def test_the_beginning_of_a_company_s_name_is_near_to_it() -> None:
    """Whole words of it; where a name is spelled almost so, that alone."""
    gears = Company(id="g", name="Nimbus Gears Works", name_zh="云齿轮厂")
    lexicon = Lexicon(companies=(gears, Company(id="h", name="Huawei")))
    assert find_nearest_companies("云齿轮", lexicon) == ("Nimbus Gears Works",)
    assert find_nearest_companies("云", lexicon) == ()
    assert find_nearest_companies("nimbus gears", lexicon) == ("Nimbus Gears Works",)
    assert find_nearest_companies("nimb", lexicon) == ()
    assert find_nearest_companies("Huwaei", lexicon) == ("Huawei",)


def test_stems_that_a_word_might_have_are_listed() -> None:
    """Near beginnings of the word, nearest first; short words and other writing have none."""
    assert list_near_stems("consumtion", ["consum", "consumpt", "contract", "con"])[0] == "consum"
    assert list_near_stems("galium", ["gallium", "galleri"]) == ["gallium"]
    assert list_near_stems("secuirty", ["secur", "sector", "section"]) == ["secur"]
    assert list_near_stems("steel", ["steel"]) == []
    assert list_near_stems("数据安全管理", ["steel"]) == []


def test_whole_words_decide() -> None:
    """Of the words with these stems the one spelled most alike is meant; an ending may be longer than asked."""
    assert choose_spelling("consumtion", ["Consumers", "consumption"]) == "consumption"
    assert choose_spelling("generativ", ["general", "generative"]) == "generative"
    assert choose_spelling("galium", ["gala", "gallium", "gallium"]) == "gallium"
    assert choose_spelling("banana", ["bandana", "steel"]) == "bandana"
    assert choose_spelling("secuirty", ["secure", "Security", "securities"]) == "Security"
    assert choose_spelling("labling", ["labels", "labelling"]) == "labelling"
    assert choose_spelling("hosptal", ["hospitable", "hospitals"]) == "hospitals"
    assert choose_spelling("traffic", ["tariffs"]) is None
    assert choose_spelling("banana", ["steel"]) is None


def test_a_misspelt_name_of_several_words_is_found_among_others() -> None:
    """The run nearest to the name, of which one word is held nowhere; what is quoted is no part of one."""
    words = ["the", "National", "Developmint", "and", "Reform", "Commission", "did"]
    run = find_misspelt_run(words, {"Developmint"}, LEXICON)
    assert run == (1, 6, "National Development and Reform Commission")
    assert find_misspelt_run(words, {"did"}, LEXICON) is None
    assert find_misspelt_run([*words[:3], None, *words[4:]], {"Developmint"}, LEXICON) is None


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
