"""The list of topics: all of the contract's, with precise keywords."""

from __future__ import annotations

import re

import pytest

from bot.config import find_data_folder
from bot.names.reference import load_lexicon

LEXICON = load_lexicon(find_data_folder("reference"))
CONTRACT = (
    "ai robotics vehicles batteries telecoms industrial_internet semiconductors data_security cybersecurity energy "
    "carbon manufacturing machine_tools aerospace space health agriculture finance accounting foreign_investment trade "
    "export_control standards smes materials rare_earths construction transport science"
)
HAN = re.compile(r"[\u4e00-\u9fff]")


def topics_of(text: str) -> set[str]:
    """Find the topics one of whose keywords stands in the text, as whole words with a plural s in English."""
    lowered = text.lower()
    found = set()
    for topic in LEXICON.topics:
        words = (*topic.keywords_en, *topic.weak_en)
        english = any(re.search(rf"(?<!\w){re.escape(word)}s?(?!\w)", lowered) for word in words)
        if english or any(word in lowered for word in topic.keywords_zh):
            found.add(topic.id)
    return found


def test_every_topic_of_the_contract_is_there() -> None:
    """The ids are those the export promises, each with names and keywords in both languages."""
    assert [topic.id for topic in LEXICON.topics] == CONTRACT.split()
    for topic in LEXICON.topics:
        assert HAN.search(topic.name_zh), topic.id
        assert not HAN.search(topic.name_en), topic.id
        assert topic.keywords_en, topic.id
        assert topic.keywords_zh, topic.id


def test_keywords_are_clean() -> None:
    """English keywords are lower case and hold no Chinese; each stands once; no bare word that fits anything."""
    for topic in LEXICON.topics:
        keywords = (*topic.keywords_en, *topic.keywords_zh)
        assert len(keywords) == len(set(keywords)), topic.id
        assert all(word == word.lower().strip() for word in keywords), topic.id
        assert not any(HAN.search(word) for word in (*topic.keywords_en, *topic.weak_en)), topic.id
        assert not {"data", "standard", "network", "trade", "carbon", "vehicle", "research"} & set(keywords), topic.id


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Guidelines on machine tools and five-axis lathes", {"machine_tools"}),
        ("高端数控机床发展方案", {"machine_tools"}),
        ("Licences for rare earth exports", {"rare_earths", "trade"}),
        ("A list of humanoid robots", {"robotics"}),
        ("Rules for product carbon footprints", {"carbon"}),
        ("Autonomous vehicles on public roads", {"vehicles"}),
        ("Support for little giants among SMEs", {"smes"}),
        ("A new satellite constellation", {"space"}),
        ("Export controls on dual-use items", {"export_control"}),
        ("Equal treatment for foreign-invested firms", {"foreign_investment"}),
        ("Relief for small-scale taxpayers", {"smes"}),
        ("A notice on swine fever in herds", {"agriculture"}),
        ("Standards for ships are one thing, tolls another", {"standards", "transport"}),
        ("小规模纳税人增值税政策", {"smes"}),
        ("全国统一大市场建设", {"trade"}),
        ("家禽养殖", {"agriculture"}),
    ],
)
def test_a_keyword_places_its_text(text: str, expected: set[str]) -> None:
    """The phrases of a field place a text under it, and under nothing else."""
    assert topics_of(text) == expected


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "text",
    [
        "The office gathered data and met standards",
        "A trade-in offer",
        "本次会议强调统筹推进各项工作",
        "local government financing vehicle",
        "国家电子政务平台提供电子服务",
        "开发电子商务系统，提高使用能力和功能效果",
        "人民机关和居民机构使用手机载入信息",
        "版权声明",
        "开户银行和最终用户",
        "the death toll of a broad spectrum of parties",
    ],
)
def test_everyday_words_place_nothing(text: str) -> None:
    """Words that stand everywhere are no keywords."""
    assert topics_of(text) - {"finance"} == set()
