"""Titles in Chinese as sentences print them: without marks, behind whose they are, in full where a head is short."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import Nature
from tests.reading.recognition.recognise_lexicon import read_item


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "交通运输部、财政部发布关于实施旧船报废更新的通知（交水发〔2024〕9号），支持旧船更新。",
            "关于实施旧船报废更新的通知",
        ),
        (
            "交通运输部关于印发缆绳登记试点工作方案的通知（交水发〔2024〕9号）对外公布，试点为期两年。",
            "交通运输部关于印发缆绳登记试点工作方案的通知",
        ),
        (
            "财政部、交通运输部等七部门关于支持渡轮更新的意见日前印发，补助旧船更新。",
            "财政部、交通运输部等七部门关于支持渡轮更新的意见",
        ),
        (
            "12月3日，国家能源局关于有序推动岸电建设的通知下发，岸电比例不低于六成。",
            "国家能源局关于有序推动岸电建设的通知",
        ),
        ("交通运输部发布2024年缆绳标准化工作要点，将加快标准研制。", "2024年缆绳标准化工作要点"),
        ("交通运输部起草了促进渡轮出海规定（征求意见稿），渡轮可免于申报。", "促进渡轮出海规定（征求意见稿）"),
        ("交通运输部近日印发渡轮更新行动方案（2024—2026年），支持旧船更新。", "渡轮更新行动方案（2024—2026年）"),
        ("交通运输部发布新版渡轮管理办法，要求渡轮登记。", None),
        ("交通运输部印发通知，要求落实渡轮管理。", None),
    ],
)
def test_titles_without_marks(text: str, title: str | None) -> None:
    """A title behind a verb or at the head of a sentence needs no marks, where its form tells it from a description."""
    policy = read_item(text).policy
    assert policy is not None
    assert policy.title_zh == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("中共中央、国务院《关于加快渡轮更新的意见》提出：到2030年，渡轮全部更新。", "关于加快渡轮更新的意见"),
        ("交通运输部办公厅《关于开展渡轮推荐工作的通知》明确，各地应当推荐。", "关于开展渡轮推荐工作的通知"),
        ("商务部、海关总署《关于调整缆绳出口的公告》将三种缆绳纳入管制。", "关于调整缆绳出口的公告"),
        ("财会〔2024〕11号文，即财政部《船舶会计处理暂行规定》，明年1月1日起执行。", "船舶会计处理暂行规定"),
        ("国务院修改《船舶登记条例》，新增渡轮一章。", "船舶登记条例"),
        ("科技部等七部门联合推出《支持渡轮更新的若干措施》，共15条。", "支持渡轮更新的若干措施"),
        ("国务院新闻办今日发表《中国的渡轮》白皮书。", "中国的渡轮"),
        ("国家能源局拿出《岸电建设方案（征求意见稿）》，目标是建成300个岸电。", "岸电建设方案（征求意见稿）"),
        ("工信部装备司负责人就《渡轮更新方案》作出解读，指出去年更新了三成。", "渡轮更新方案"),
        ("财政部令第43号《渡轮补贴办法》落地，2025年1月1日生效。", "渡轮补贴办法"),
        ("国家能源局：《岸电管理规程》12月1日起施行。", "岸电管理规程"),
        ("国务院办公厅转发财政部《关于推动渡轮发展的意见》", "关于推动渡轮发展的意见"),
        ("《海州市促进渡轮发展若干政策》对新建渡轮按投入的20%给予补助。", "海州市促进渡轮发展若干政策"),
        ("根据国务院《船舶登记条例》，渡轮应当登记。", None),
    ],
)
def test_titles_behind_their_issuer_or_a_verb(text: str, title: str | None) -> None:
    """A title right behind those whose it is, at the head of a sentence, is what the news tells of; no ground is."""
    policy = read_item(text).policy
    assert policy is not None
    assert policy.title_zh == title


def test_a_short_headline_is_no_title_where_the_text_prints_it_in_full() -> None:
    """The title in marks has the words on trial too, which the headline left out."""
    policy = read_item(
        "海州市交通运输局印发《海州市渡轮更新资金管理实施细则（试行）》，支持渡轮更新。", headline="海州渡轮扶持细则"
    ).policy
    assert policy is not None
    assert (policy.title_zh, policy.nature) == ("海州市渡轮更新资金管理实施细则（试行）", Nature.TRIAL)
