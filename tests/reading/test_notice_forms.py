"""Forms of official notices: interpretations of courts, announcements in parts, orders, broken lines, figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.bootstrap import read_reference
from bot.reading.pipeline import read_briefing

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing, Item, ReportedPolicy

LEXICON = read_reference()


def _read(text: str, name: str = "a.txt") -> Briefing:
    return read_briefing(text.encode(), source_name=name, lexicon=LEXICON)


def _read_one(text: str, name: str = "a.txt") -> tuple[Item, ReportedPolicy]:
    briefing = _read(text, name)
    (item,) = briefing.items
    assert item.policy is not None
    assert briefing.unread == ()
    return item, item.policy


def test_an_interpretation_of_two_courts_is_a_notice() -> None:
    """Its title begins on the line above with who issues it; the number that it repeals is not its own."""
    item, policy = _read_one(
        "最高人民法院 最高人民检察院\n关于办理码头盗窃案件适用法律若干问题的解释\n\n法释〔2024〕93号\n\n"
        "为正确审理码头盗窃案件，根据《中华人民共和国刑法》等法律规定，制定本解释。\n\n"
        "第一条　盗窃缆绳的，依照本解释处理。\n\n"
        "第二条　本解释自2024年6月1日起施行。《最高人民法院关于审理缆绳案件的规定》（法释〔2010〕92号）同时废止。"
    )
    assert item.issuing_bodies == ("SPC", "SPP")
    assert [(str(d.on), d.kind) for d in item.deadlines] == [("2024-06-01", "takes_effect")]
    assert (policy.title_zh, policy.document_number, policy.document_type) == (
        "最高人民法院最高人民检察院关于办理码头盗窃案件适用法律若干问题的解释",
        "法释〔2024〕93号",
        "interpretation",
    )


def test_what_is_announced_stands_below_whose_announcement_it_is() -> None:
    """The heading with the subject is the title; a column of days of effect dates each row."""
    item, policy = _read_one(
        "# 中华人民共和国国家标准公告\n\n2024年第93号\n\n# 关于批准发布《渡轮灯光》等2项国家标准的公告\n\n"
        "国家市场监督管理总局（国家标准化管理委员会）批准2项国家标准，现予以公布。\n\n"
        "国家市场监督管理总局 国家标准化管理委员会\n\n2024年7月24日\n\n"
        "| 序号 | 标准编号 | 标准名称 | 实施日期 |\n| --- | --- | --- | --- |\n"
        "| 1 | GB/T 93001-2024 | 渡轮灯光 | 2025-02-01 |\n| 2 | GB/T 93002-2024 | 渡轮汽笛 | 2025-03-01 |\n",
        "a.md",
    )
    assert policy.title_zh == "关于批准发布《渡轮灯光》等2项国家标准的公告"
    assert item.issuing_bodies == ("SAMR", "SAC")
    assert [(str(d.on), d.kind) for d in item.deadlines] == [
        ("2025-02-01", "takes_effect"),
        ("2025-03-01", "takes_effect"),
    ]


def test_an_orders_number_has_the_bodys_whole_name() -> None:
    """Also behind 中华人民共和国, which no number of ours begins with."""
    _, policy = _read_one(
        "# 中华人民共和国国家发展和改革委员会令\n\n第93号\n\n"
        "《渡轮价格管理规定》已经2025年1月6日第17次委务会议审议通过，现予公布，自2025年4月1日起施行。\n\n"
        "主　任　甲某某\n\n2025年1月15日\n\n## 渡轮价格管理规定\n\n为规范渡轮价格，制定本规定。\n",
        "a.md",
    )
    assert (policy.title_zh, policy.document_number) == ("渡轮价格管理规定", "国家发展和改革委员会令第93号")


def test_ministries_that_sign_on_one_line_are_the_publisher_one_by_one() -> None:
    """The space between their names is lost where lines are joined."""
    briefing = _read(
        "关于渡轮免税政策的公告\n财政部 税务总局 工业和信息化部公告2023年第93号\n\n现就渡轮免税政策公告如下：\n"
        "一、对渡轮免税。\n特此公告。\n财政部 税务总局 工业和信息化部\n2023年6月19日\n"
    )
    assert briefing.publisher == "财政部、税务总局、工业和信息化部"


def test_a_word_of_a_broken_sentence_names_no_section() -> None:
    """Pages of ministries break lines anywhere; such a text is one notice all the same."""
    item, policy = _read_one(
        "水利部关于开展泵站改造的通知\n\n各单位：\n\n为改造泵站，\n水利部决定开展改造。\n现通知如下：\n\n"
        "围绕\n落实要求，重点推动管理方法应用，增强\n企业\n质量提升动力。\n\n水利部\n2024年3月4日"
    )
    assert (policy.title_zh, str(item.reported_on)) == ("水利部关于开展泵站改造的通知", "2024-03-04")


def test_wide_figures_and_days_in_chinese_numerals_are_read() -> None:
    """In the number, under the text, and as the last day for comments."""
    item, policy = _read_one(
        "水利部关于公开征求《泵站管理办法（征求意见稿）》意见的公告\n\n办水〔２０２５〕９３号\n\n"
        "现公开征求意见。意见反馈截止日期为二〇二五年八月三日。\n\n水利部\n２０２５年７月４日"
    )
    assert (policy.document_number, str(item.reported_on)) == ("办水〔2025〕93号", "2025-07-04")
    assert [(str(d.on), d.kind) for d in item.deadlines] == [("2025-08-03", "comments_close")]


def test_a_ruling_that_asks_for_comments_is_no_draft() -> None:
    """It has a day of effect beside the last day for comments."""
    _, policy = _read_one(
        "商务部关于对进口缆绳反倾销调查初步裁定的公告\n\n公告2025年第93号\n\n"
        "自2025年9月10日起，实施临时反倾销措施。各利害关系方可于2025年9月15日前提交书面评论意见。\n\n商务部\n2025年9月5日"
    )
    assert policy.status == "issued"


@pytest.mark.parametrize(
    ("others", "bodies"),
    [
        ("、某某港务局", ("CAC", "MIIT")),
        ("、中央军委政治工作部、中央军委政法委员会", ("CAC", "MIIT", "CMC_MILITARY")),
        ("与东港大学", ("CAC", "MIIT")),
    ],
)
def test_who_issues_with_somebody_that_no_list_holds(others: str, bodies: tuple[str, ...]) -> None:
    """One unknown name in a row, or an organ of a known body, hides none of the others."""
    news = f"近日，国家互联网信息办公室、工业和信息化部{others}联合印发《港口传播管理办法》，自2025年3月1日起施行。"
    items = _read(f"# 周报\n\n2025年2月8日\n\n- {news}\n- 2月7日，商务部发布公告。\n", "a.md").items
    assert items[0].issuing_bodies == bodies
