"""The list of companies, and the list of names that are none."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from bot.config import find_data_folder
from bot.model.ids import fold, slug
from bot.names.reference import load_lexicon

LEXICON = load_lexicon(find_data_folder("reference"))
HAN = re.compile(r"[\u4e00-\u9fff]")
SUFFIX = re.compile(
    r"[ ,](Co|Company|Ltd|Limited|Inc|Incorporated|Corp|Corporation|GmbH|AG|KGaA|KG|plc|LLC|LLP|S\.?A|SE"
    r"|N\.?V|B\.?V|SpA|AB|Oyj|Pte|Pty)\.?$",
    re.IGNORECASE,
)
SUFFIX_IS_PART_OF_THE_NAME = {"Merck & Co", "Merck KGaA", "China Investment Corporation"}
"""Two companies are called Merck; the fund is known by its full name only."""


def test_there_are_many_and_each_stands_once() -> None:
    """Ids are slugs of the names and unique."""
    every = [company.id for company in LEXICON.companies]
    assert len(every) == len(set(every)) > 1000
    assert [company.id for company in LEXICON.companies if company.id != slug(company.name)] == []


def test_canonical_names_carry_no_legal_suffix_and_no_chinese() -> None:
    """The name is English as people use it, without the legal form."""
    names = {company.name for company in LEXICON.companies}
    assert {name for name in names if SUFFIX.search(name)} == SUFFIX_IS_PART_OF_THE_NAME
    assert {name for name in names if HAN.search(name)} == set()


def test_no_two_companies_share_a_name() -> None:
    """A name, brand or alias leads to one company."""
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for company in LEXICON.companies:
        for name in {fold(name) for name in company.all_names}:
            owners[name].append(company.id)
    assert {name: found for name, found in owners.items() if len(found) > 1} == {}


COMMON = (
    "alphabet amazon apple arm cadence canon caterpillar chevron conch continental envision hexagon honor huntsman"
    " intel meta metro micron mistral montage oracle prudential puma risen shell swatch vale vanguard"
)
"""Words of English that are names here: found in a large body of prose and manuals in lower case."""


def test_names_that_are_words_are_marked() -> None:
    """What is a word of English too is marked, so that it names a company only where the text shows so."""
    marked = {word.casefold() for company in LEXICON.companies for word in company.words}
    assert {word for word in COMMON.split() if LEXICON.find_companies(word)} <= marked
    assert len(marked) > len(COMMON.split())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Huawei Technologies", "Huawei"),
        ("华为", "Huawei"),
        ("Chongqing Changan Automobile", "Changan"),
        ("Luxeed", "Chery"),
        ("Zeekr", "Geely"),
        ("Contemporary Amperex Technology", "CATL"),
        ("KWS Saat", "KWS"),
        ("Aero Engine Corporation of China", "AECC"),
        ("TikTok", "ByteDance"),
        ("BYD Auto", "BYD"),
        ("中石化", None),
        ("GM", None),
    ],
)
def test_a_name_or_brand_leads_to_its_maker(name: str, expected: str | None) -> None:
    """Aliases and brands stand for their maker; forms that also mean other things are not held."""
    assert [company.name for company in LEXICON.find_companies(name)] == ([expected] if expected else [])


@pytest.mark.parametrize(
    "text",
    [
        "其中车辆",
        "其中粮食",
        "北京东城",
        "公安联合",
        "湖北汽车",
        "化工行业",
        "最佳能效",
        "智慧与",
        "增强生产",
        "沟通力度",
        "提高通信",
        "中国银行业",
    ],
)
def test_a_chinese_name_does_not_hide_inside_everyday_words(text: str) -> None:
    """No Chinese name of a company stands inside an everyday expression, unless the longer one is listed."""
    if text not in LEXICON.not_companies:
        names = [name for c in LEXICON.companies for name in c.all_names if HAN.search(name) and name in text]
        assert names == []


@pytest.mark.parametrize(
    "name",
    [
        "Xinhua",
        "CGTN",
        "Yicai",
        "Caixin",
        "Reuters",
        "South China Morning Post",
        "Tsinghua University",
        "MERICS",
        "CIIE",
        "EU Chamber",
        "WTO",
        "European Commission",
        "Made in China 2025",
        "5G",
        "MIT",
    ],
)
def test_press_and_others_are_listed_as_no_company(name: str) -> None:
    """Press, universities, publishers, fairs, organisations and programmes are never companies."""
    assert name in LEXICON.not_companies
