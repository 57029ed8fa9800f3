"""What an issue says of itself once its news is told, and news that only looks like it."""

from __future__ import annotations

import pytest

from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

ENGLISH = (
    "# Policy Tracker\n\nHarbour Institute, 14 March 2025\n\n## Policy\n\n"
    "- 4 March: MOFCOM put ropes under export control.\n"
    "- 6 March: NDRC issued measures on old winches.\n\n"
    "## Companies\n\n- 5 March: Seilbau opened a rope works in Wuxi.\n\n"
)
CHINESE = (
    "# 渡轮周报\n\n海河渡轮协会　2025年3月14日\n\n## 政策动态\n\n- 3月4日，交通运输部印发《渡轮登记办法》。\n"
    "- 3月6日，商务部发布《关于缆绳出口的公告》。\n\n## 企业动态\n\n- 3月5日，海潮起重机公司交付四十台绞车。\n\n"
)


@pytest.mark.parametrize(
    "said",
    [
        "This tracker is compiled from public sources and updated on the first Monday of each month.",
        "The next issue appears on 28 March 2025.",
        "All links were checked on 13 March 2025.",
        "We welcome corrections and additions.",
        "Harbour Institute tracks maritime policy for its members since 1998.",
        "Data as of 13 March 2025. Dates are those of publication.",
    ],
)
def test_what_an_issue_says_of_itself_is_no_news(said: str) -> None:
    """With a day in it or without, below the last list."""
    briefing = read_briefing(f"{ENGLISH}{said}\n".encode(), source_name="a.md", lexicon=LEXICON)
    assert [item.points for item in briefing.items] == [()] * 3
    assert not any(said[:20] in item.text for item in briefing.items)
    assert briefing.unread == ()


@pytest.mark.parametrize(
    "said",
    [
        "本周报由海河渡轮协会秘书处根据公开信息整理，供会员参考。",
        "下期预告：渡轮补贴细则解读。",
        "协会将于下月举办渡轮技术沙龙，报名请联系秘书处。",
        "注：以上信息截至2025年3月13日。",
        "统计口径：以文件成文日期为准。",
        "如需文件原文，可联系秘书处索取。",
    ],
)
def test_what_a_chinese_issue_says_of_itself_is_no_news(said: str) -> None:
    """As accounts and associations close their issues."""
    briefing = read_briefing(f"{CHINESE}{said}\n".encode(), source_name="a.md", lexicon=LEXICON)
    assert len(briefing.items) == len(CHINESE.split("\n- ")) - 1
    assert not any(said[:8] in item.text for item in briefing.items)
    assert briefing.unread == ()


@pytest.mark.parametrize(
    "news", ["It was fined 3 million yuan for this.", "Harbour Institute expects that ropes will be dear next year."]
)
def test_what_goes_on_with_the_news_is_kept(news: str) -> None:
    """In an item, or for a person's look."""
    briefing = read_briefing(f"{ENGLISH}{news}\n".encode(), source_name="a.md", lexicon=LEXICON)
    kept = " ".join((*(item.text for item in briefing.items), *(part.text for part in briefing.unread)))
    assert news in kept
