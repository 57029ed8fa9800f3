"""Where no heading names a section, who acts tells it: a state or a company, under whichever of its names."""

import pytest

from bot.config import find_data_folder
from bot.names.reference import load_lexicon
from bot.reading.pipeline import read_briefing

LEXICON = load_lexicon(find_data_folder("reference"))


@pytest.mark.parametrize(
    ("section", "news"),
    [
        ("policy_news", "A fine of 3.5 billion yuan for Alibaba ends the antitrust case."),
        ("policy_news", "Nvidia is being investigated by SAMR for a breach of the antimonopoly law."),
        ("policy_news", "The list of unreliable entities now has PVH and Illumina."),
        ("policy_news", "电动自行车新国标实施，雅迪等企业停产旧款。"),
        ("policy_news", "数据出境新规施行，企业申报安全评估的门槛放宽。"),
        (
            "policy_news",
            "Nvidia must explain the risks of its H20 chips, the cyberspace regulator said after summoning it.",
        ),
        ("policy_news", "Banks were told to lend more to small exporters."),
        ("policy_news", "Licences for 15 new games, among them one from Tencent, came out."),
        ("policy_news", "全国碳市场首次纳入水泥、钢铁、电解铝行业。"),
        ("corporate_news", "SMIC counts on subsidies for its new fab."),
        ("corporate_news", "After the ministry's warning, Temu lowered its fees for sellers."),
        ("corporate_news", "比亚迪获财政部新能源汽车补贴12亿元。"),
        ("corporate_news", "中国银行为吉利提供20亿元绿色贷款。"),
    ],
)
def test_who_acts_tells_the_section(section: str, news: str) -> None:
    """A company that is the subject makes company news, even where a ministry is named."""
    day, other = (
        ("5月3日：", "5月2日：国家能源局发布公告。")
        if not news[:2].isascii()
        else ("3 May: ", "2 May: The NEA published a notice.")
    )
    text = f"# Harbour Letter\n\n9 May 2024\n\n- {day}{news}\n\n- {other}\n"
    items = read_briefing(text.encode(), source_name="a.md", lexicon=LEXICON).items
    assert [str(item.section) for item in items if news[:12] in item.text] == [section]
