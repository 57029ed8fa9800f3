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


RULING = (
    "商务部关于对进口缆绳反倾销调查期终复审裁定的公告\n\n公告2025年第93号\n\n"
    "2024年6月17日，商务部发布2024年第91号公告，决定立案调查。\n\n"
    "2025年3月5日，商务部发布初步裁定。现将有关事项公告如下：\n\n一、继续征收反倾销税。\n\n"
)


def test_a_signed_notice_may_tell_of_several_days() -> None:
    """Paragraphs that open with days are news of their own only where nobody signs below them."""
    item, policy = _read_one(f"{RULING}商务部\n2025年9月5日")
    assert (str(item.reported_on), policy.document_number) == ("2025-09-05", "商务部公告2025年第93号")
    assert len(_read(RULING).items) > 1


def test_a_list_of_news_is_no_page_around_its_last_title() -> None:
    """Bullets that open with a day are items, though the last of them ends as a title does."""
    briefing = _read(
        "<html><head><title>港口政策日历</title></head><body><h1>港口政策日历 2025年7月第3周（7月14日—7月20日）</h1>"
        "<h3>国务院</h3><ul><li>7月15日　国务院办公厅印发《关于完善港口的意见》（国办发〔2025〕93号）</li></ul>"
        "<h3>水利部</h3><ul><li>7月16日　《泵站管理办法》公布，2025年9月1日起施行</li></ul>"
        "<h3>商务部</h3><ul><li>7月18日　商务部公告2025年第97号，调整《禁止出口目录》</li></ul></body></html>",
        "a.html",
    )
    assert [(str(item.reported_on), item.issuing_bodies) for item in briefing.items] == [
        ("2025-07-15", ("SCGO",)),
        ("2025-07-16", ("MWR",)),
        ("2025-07-18", ("MOFCOM",)),
    ]


@pytest.mark.parametrize(
    ("news", "bodies"),
    [
        ("8月25日，中办、国办印发《关于加强港口建设的意见》。", ("CPC_CC_GO", "SCGO")),
        ("近日，中办国办印发《关于加强港口建设的意见》。", ("CPC_CC_GO", "SCGO")),
        ("财政部 税务总局公告2025年第92号：港口设备免税。", ("MOF", "STA")),
        ("水利部印发《泵站通知》，集中办理登记，改善全国办学条件。", ("MWR",)),
        ("水利部印发《泵站通知》，落实国办发〔2025〕3号文件。", ("MWR",)),
    ],
)
def test_short_names_and_names_without_a_space_between(news: str, bodies: tuple[str, ...]) -> None:
    """中办 and 国办 are parts of other words too; of a space between names nothing may be left."""
    items = _read(f"# 周报\n\n2025年9月8日\n\n- {news}\n- 9月2日，商务部发布公告。\n", "a.md").items
    assert (items[0].issuing_bodies, items[0].bodies) == (bodies, bodies)


@pytest.mark.parametrize(
    ("news", "day", "number"),
    [
        ("《港口意见》（国发〔2025〕92号，7月15日发布）：到2030年建成港口。", "2025-07-15", "国发〔2025〕92号"),
        ("《港口条例》（国务院令第898号，7月17日公布）：自2025年10月1日起施行。", "2025-07-17", "国务院令第898号"),
        ("就《港口指引》（公开征求意见稿）征求意见，7月16日发布，截止8月15日。", "2025-07-16", None),
    ],
)
def test_the_day_of_issue_beside_a_title(news: str, day: str, number: str | None) -> None:
    """In brackets with the number, or between commas."""
    items = _read(f"# 周报\n\n2025年7月20日\n\n## 国务院\n\n- {news}\n- 7月18日，国务院印发通知。\n", "a.md").items
    assert items[0].policy is not None
    assert (str(items[0].reported_on), items[0].policy.document_number) == (day, number)


def test_an_orders_number_beside_a_title_in_another_language() -> None:
    """It stands behind the Chinese title, in the same brackets."""
    news = (
        "Am 10. Juni 2025 hat das MOFCOM die „Maßnahmen“ (《出口许可证管理办法》, 商务部令2025年第6号) veröffentlicht."
    )
    (item,) = _read(f"# Hafenbrief\n\n16. Juni 2025\n\n## Politik\n\n### Neue Regeln\n\n{news}\n", "a.md").items
    assert item.policy is not None
    assert (item.policy.title_zh, item.policy.document_number) == ("出口许可证管理办法", "商务部令2025年第6号")


def test_the_day_under_who_signs_an_order_is_its_own() -> None:
    """Not the day of the meeting in its text; the name stands on the line above, or on the same one."""
    item, policy = _read_one(
        "水利部令\n第93号\n\n《泵站管理办法（试行）》已于2017年11月6日由水利部部务会议审议通过，现予公布，自公布之日起施行。\n\n"
        "部长　甲某某\n2018年1月10日\n\n泵站管理办法（试行）\n\n第一条　为规范泵站管理，制定本办法。"
    )
    assert (str(item.reported_on), policy.document_number, policy.nature) == ("2018-01-10", "水利部令第93号", "trial")


def test_proposals_of_projects_are_applications() -> None:
    """项目建议 are no views on a draft, and calling for them makes none."""
    item, policy = _read_one(
        "关于征集2026年度泵站标准项目建议的函\n\n水标函〔2025〕93号\n\n各会员单位：\n\n"
        "现征集2026年度泵站标准项目建议。请于2025年11月15日前将项目建议书报送我会。\n\n水利部\n2025年10月8日"
    )
    assert [(str(d.on), d.kind) for d in item.deadlines] == [("2025-11-15", "applications_close")]
    assert policy.status == "issued"
