"""Sources of news in Chinese: behind a day on a line of their own, and in brackets at the end of an entry."""

from __future__ import annotations

import pytest

from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

_FRONT = "# 港口早报\n\n2024年12月6日\n\n## 政策\n\n"

_NEWS = (
    ("渡轮须登记", "交通运输部12月3日印发《渡轮登记办法》，要求旧船逐年检验。检验费由船东承担。"),
    ("缆绳减税", "财政部明确缆绳进口减税的范围，自明年1月起实行。其他绳索维持原税率。"),
    ("港口试点", "国家发展改革委在三个港口启动试点，支持企业更新绞车。每台补助2万元。"),
)


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("2024年12月3日　来源：工信部网站", ["工信部网站"]),
        ("12月3日 来源：国家发改委", ["国家发改委"]),
        ("2024年12月3日 | 信息来源：交通运输部、人民日报", ["交通运输部", "人民日报"]),
        ("2024-12-03　出处：商务部港口贸易调查局", ["商务部港口贸易调查局"]),
    ],
)
def test_a_day_and_a_source_below_the_text(line: str, labels: list[str]) -> None:
    """Such a line is no text; what it calls a source is one, an office too."""
    news = "".join(f"**{head}**\n\n{told}\n\n{line}\n\n" for head, told in _NEWS)
    items = read_briefing(f"{_FRONT}{news}".encode(), source_name="a.md", lexicon=LEXICON).items
    assert [[link.label for link in item.links] for item in items] == [labels] * len(_NEWS)
    assert {str(item.reported_on) for item in items} == {"2024-12-03"}
    assert [item.text for item in items] == [told for _, told in _NEWS]


@pytest.mark.parametrize(
    ("cited", "labels"),
    [
        ("国家发改委", ["国家发改委"]),
        ("海州省交通厅、财政部", ["海州省交通厅", "财政部"]),
        ("港航微报", ["港航微报"]),
        ("上交所", ["上交所"]),
    ],
)
def test_offices_and_accounts_in_brackets_at_the_end(cited: str, labels: list[str]) -> None:
    """An office or an account that closes an entry in brackets is its source, though no full stop stands before."""
    text = f"- 12月3日，交通运输部印发渡轮登记办法，要求旧船逐年检验（{cited}）\n- 12月4日，财政部明确缆绳减税\n"
    item = read_briefing(f"{_FRONT}{text}".encode(), source_name="a.md", lexicon=LEXICON).items[0]
    assert ([link.label for link in item.links], item.text[-4:]) == (labels, "逐年检验")


@pytest.mark.parametrize("gloss", ["负责此事的是国家外汇管理局（外汇局）", "交通运输部印发《渡轮办法》（工信部）"])
def test_brackets_behind_a_name_or_a_title_are_no_source(gloss: str) -> None:
    """What a body is called for short, or whose a document is, stays in the text."""
    text = f"- 12月3日，{gloss}\n- 12月4日，财政部明确缆绳减税\n"
    item = read_briefing(f"{_FRONT}{text}".encode(), source_name="a.md", lexicon=LEXICON).items[0]
    assert item.links == ()
    assert item.text.endswith("）")
