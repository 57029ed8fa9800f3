"""Forms of Chinese houses, read as a whole: law firms' lists, morning notes, digests of accounts, mails, bulletins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.records.briefing import DocumentType, PolicyStatus, Section
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing, Item


def read(*paragraphs: str, name: str = "a.txt") -> Briefing:
    """Read paragraphs with empty lines between them."""
    return read_briefing("\n\n".join(paragraphs).encode(), source_name=name, lexicon=LEXICON)


def deadlines(item: Item) -> list[str]:
    return [f"{deadline.on} {deadline.kind}" for deadline in item.deadlines]


FIELDS = """1.1 《渡轮登记暂行办法》
【发布机关】交通运输部
【文  号】交水发〔2024〕7号
【发布日期】2024.05.06
【施行日期】{effect}
【要点】
（1）登记满5年的渡轮须检验；
（2）未登记的渡轮不得载客。

1.2 《关于渡轮出口的公告》
【发布机关】商务部
【文  号】2024年第9号
【发布日期】2024.05.07
【施行日期】2024.09.01
【要点】
（1）渡轮出口须经许可。
"""


@pytest.mark.parametrize(
    ("effect", "closes", "status"),
    [
        ("2024.08.01", ["2024-08-01 takes_effect"], PolicyStatus.ISSUED),
        ("自发布之日起施行", [], PolicyStatus.IN_FORCE),
    ],
)
def test_fields_whose_names_stand_in_brackets(effect: str, closes: list[str], status: PolicyStatus) -> None:
    """【发布机关】 and its like are labels without a colon; numbers below 【要点】 count points; 1.1 opens a title."""
    briefing = read("某某律师事务所", "法规速递\n2024年5月刊", "一、交通运输", FIELDS.format(effect=effect))
    first, second = briefing.items
    assert (first.headline, str(first.reported_on)) == ("《渡轮登记暂行办法》", "2024-05-06")
    assert first.points == ("登记满5年的渡轮须检验；", "未登记的渡轮不得载客。")
    assert first.policy is not None
    assert (first.policy.title_zh, first.policy.document_number) == ("渡轮登记暂行办法", "交水发〔2024〕7号")
    assert (deadlines(first), first.policy.status) == (closes, status)
    assert second.policy is not None
    assert (second.policy.title_zh, second.policy.document_number) == ("关于渡轮出口的公告", "商务部公告2024年第9号")


def test_a_word_that_is_a_tag_too_is_no_label() -> None:
    """【政策】 before news says where it belongs."""
    briefing = read(
        "# 渡轮周报", "2024年5月6日", "- 【政策】商务部公布渡轮目录。", "- 【企业】渡轮公司投产。", name="a.md"
    )
    assert [item.section for item in briefing.items] == [Section.POLICY_NEWS, Section.CORPORATE_NEWS]


def test_a_morning_note() -> None:
    """要闻速递 heads the lead items, the house on the page is the maker's, companies before a colon are news each."""
    briefing = read(
        "东岸证券研究所\n晨会纪要\n2024年5月6日 星期一",
        "一、要闻速递",
        "【商务部：渡轮出口须经许可】商务部5月5日公布渡轮出口许可办法。",
        "【交通部：渡轮登记改为一年】交通运输部5月5日公布渡轮登记办法。",
        "二、公司动态",
        "远洋重工（600000.SH）：一季度交付渡轮5艘。\n近海股份：与船东签署渡轮合同。",
        "三、风险提示",
        "免责声明：本报告由东岸证券股份有限公司制作，仅供客户参考。",
    )
    assert (briefing.publisher, briefing.series) == ("东岸证券研究所", "晨会纪要")
    assert [(item.section, item.headline, item.text[:4]) for item in briefing.items] == [
        (Section.TOP, "商务部：渡轮出口须经许可", "商务部5"),
        (Section.TOP, "交通部：渡轮登记改为一年", "交通运输"),
        (Section.CORPORATE_NEWS, None, "远洋重工"),
        (Section.CORPORATE_NEWS, None, "近海股份"),
    ]


def test_a_digest_of_an_account() -> None:
    """PART 02 counts sections, a week's days before a name are the period, 05-14 with a gap is a day to come."""
    briefing = read(
        "渡轮早知道 | 渡轮周报（第9期）",
        "渡轮研究 2024年05月13日 07:30 江苏",
        "5.6-5.12 一周速览",
        "PART 01 政策",
        "▎渡轮登记办法出炉\n商务部5月7日公布《渡轮登记办法》。",
        "PART 02 融资",
        "▎远洋传动完成融资\n5月8日晚，远洋传动宣布完成两亿元融资。",
        "PART 03 下周预告",
        "05-14　商务部召开渡轮发布会\n05-16　《渡轮办法（征求意见稿）》意见反馈截止",
    )
    assert (str(briefing.period_start), str(briefing.period_end)) == ("2024-05-06", "2024-05-12")
    told = [(item.section, str(item.reported_on), item.text) for item in briefing.items]
    assert told[1:] == [
        (Section.CORPORATE_NEWS, "2024-05-08", "远洋传动宣布完成两亿元融资。"),
        (Section.OTHER, "2024-05-14", "商务部召开渡轮发布会"),
        (Section.OTHER, "2024-05-16", "《渡轮办法（征求意见稿）》意见反馈截止"),
    ]


def test_a_source_with_its_day_in_brackets_on_a_line_of_its_own() -> None:
    """Such a source is a link's label, one with figures in its name too."""
    briefing = read(
        "远洋咨询｜渡轮日报\n2024年5月8日",
        "一、国内政策",
        "1. 商务部：渡轮出口须经许可\n商务部公布渡轮出口许可办法，对渡轮实施许可证管理。\n（商务部网站，5月7日）",
        "2. 交通部：渡轮登记改为一年\n交通运输部公布渡轮登记办法，登记改为一年一次。\n（36氪，5月7日）",
    )
    assert [[link.label for link in item.links] for item in briefing.items] == [["商务部网站"], ["36氪"]]
    assert {str(item.reported_on) for item in briefing.items} == {"2024-05-07"}


def test_sources_under_news_and_events_to_come() -> None:
    """信息来源 closes an item with its day; an event may ask for something before its own day."""
    briefing = read(
        "# 会员通讯",
        "远洋商会　2024年5月31日",
        "# 一、政策要情",
        "（一）渡轮出口须经许可",
        "商务部公布渡轮出口许可办法。",
        "信息来源：商务部网站　5月27日",
        "# 二、会务通知",
        "- 6月8日　RCEP培训，报名截止6月4日",
        name="a.md",
    )
    first, event = briefing.items
    assert (first.section, str(first.reported_on)) == (Section.POLICY_NEWS, "2024-05-27")
    assert [link.label for link in first.links] == ["商务部网站"]
    assert (event.section, event.text) == (Section.OTHER, "RCEP培训，报名截止6月4日")
    assert deadlines(event) == ["2024-06-04 applications_close"]


def test_short_bold_lines_among_long_ones_are_headlines() -> None:
    """Lines set alike are alike: most of them are too long for topics."""
    briefing = read(
        "# 渡轮周讯",
        "2024年5月13日",
        "## 政策动态",
        "**渡轮登记办法更新**",
        "5月7日，交通运输部公布《渡轮登记办法》，收录渡轮规格九十六项。（交通报）",
        "**商务部调整渡轮和起重机出口许可的办理**",
        "5月8日，商务部公布《渡轮出口许可办法》，自2024年10月1日起施行。（商务部网站）",
        "## 企业动态",
        "**渡轮二期投产**",
        "5月9日，远洋泵业宣布渡轮水泵智能工厂二期投产，新增产能一百台。（证券报）",
        "**沿海渡轮集团有限公司签下国外的渡轮水泵订单**",
        "5月10日，沿海渡轮集团有限公司与国外船东签约，供应渡轮水泵一百台。（商报）",
        "**起重机公司扩大渡轮起重机的生产能力**",
        "5月10日，沿海起重机有限公司宣布扩大渡轮起重机的生产能力，明年投产。（商报）",
        name="a.md",
    )
    assert [item.headline for item in briefing.items] == [
        "渡轮登记办法更新",
        "商务部调整渡轮和起重机出口许可的办理",
        "渡轮二期投产",
        "沿海渡轮集团有限公司签下国外的渡轮水泵订单",
        "起重机公司扩大渡轮起重机的生产能力",
    ]
    assert [company.name for company in briefing.items[2].companies] == ["远洋泵业"]


@pytest.mark.parametrize(
    ("line", "period"),
    [("2024年5月第4期", None), ("2024年5月第5期", "2024-05-01"), ("2024年5月刊", "2024-05-01")],
)
def test_one_of_several_issues_in_a_month_is_not_of_the_month(line: str, period: str | None) -> None:
    """The fifth issue of May is that of May where the year has one a month."""
    briefing = read(f"渡轮周报\n{line}\n2024年5月28日", "一、政策", "1. 渡轮出口须经许可\n商务部公布渡轮办法。")
    assert (str(briefing.period_start) if briefing.period_start else None) == period


def test_a_number_on_a_line_of_its_own() -> None:
    """It is that of the document which the paragraph above tells of."""
    briefing = read(
        "渡轮周报\n2024年5月28日",
        "一、政策",
        "1. 渡轮出口须经许可\n商务部、海关总署对渡轮实施出口管制。",
        "商务部　海关总署公告2024年第33号",
    )
    assert briefing.items[0].policy is not None
    assert briefing.items[0].policy.document_number == "商务部海关总署公告2024年第33号"


def test_a_table_of_new_rules() -> None:
    """A standard's code among the numbers names the kind and no title, and 公布之日 in a column is in force."""
    briefing = read(
        "# 2024年第二季度产业新规一览表",
        "编制：远洋研究室　更新日期：2024年7月9日",
        "| 序号 | 文件名称 | 发文单位 | 文号 | 印发时间 | 施行时间 | 主要内容 |\n|---|---|---|---|---|---|---|\n"
        "| 1 | 渡轮安全 第2部分：激光舵机 | 商务部 | GB 9.2-2024 | 2024年5月10日 | 2024年9月1日 | 规定舵机的要求 |\n"
        "| 2 | 关于渡轮出口的公告 | 商务部 | 公告2024年第53号 | 2024年5月25日 | 公布之日 | 渡轮出口须经许可 |",
        name="a.md",
    )
    policies = [item.policy for item in briefing.items]
    assert [(p and p.title_zh, p and p.document_number, p and p.document_type, p and p.status) for p in policies] == [
        ("渡轮安全第2部分：激光舵机", None, DocumentType.STANDARD, PolicyStatus.ISSUED),
        ("关于渡轮出口的公告", "商务部公告2024年第53号", DocumentType.NOTICE, PolicyStatus.IN_FORCE),
    ]


def test_news_behind_numbers_in_circles() -> None:
    """They count pieces of news where these tell who did what."""
    briefing = read(
        "【远洋早报】5月9日 星期四",
        "① 商务部公布渡轮出口许可办法。",
        "② 交通运输部印发《渡轮登记办法》，登记改为一年一次。",
        "③ 比亚迪宣布渡轮电池投产。",
    )
    assert [item.text[:6] for item in briefing.items] == ["商务部公布渡", "交通运输部印", "比亚迪宣布渡"]
    assert briefing.series == "远洋早报"


def test_a_long_heading_over_one_dated_paragraph_is_a_headline() -> None:
    """No topic is so long; the editor's name stands before an address."""
    briefing = read(
        "# 远洋双周简讯",
        "2024年第14期 | 2024年5月1日—5月14日 | 远洋促进会 编",
        "## 一、本期重点",
        "### 商务部、交通运输部支持渡轮高质量发展",
        "5月7日，商务部、交通运输部印发《支持渡轮发展的若干措施》，提出16条举措。",
        "来源：商务部网站",
        "## 二、国家政策",
        "- 商务部公布渡轮目录。（5月3日）",
        "编辑：陶以宁　电子邮箱：news@yuanyang.example",
        name="a.md",
    )
    assert briefing.items[0].headline == "商务部、交通运输部支持渡轮高质量发展"
    assert [person.name for person in briefing.people] == ["陶以宁"]


def test_a_calendar_tells_when_documents_take_effect() -> None:
    """Its entries are days to come, and report no document."""
    news = "一、政策法规", "5月6日，交通运输部印发《缆绳管理办法》。"
    calendar = "二、合规日历", "- 6月1日：《缆绳管理办法》正式施行\n- 6月9日：缆绳展开幕"
    items = read("缆绳周报", "2024年5月20日", *news, *calendar).items
    assert [(item.section, item.policy is not None, deadlines(item)) for item in items[1:]] == [
        (Section.OTHER, False, ["2024-06-01 takes_effect"]),
        (Section.OTHER, False, []),
    ]


def test_a_house_before_its_address_ends_the_news() -> None:
    """As one before its telephone does."""
    news = "一、政策法规", "5月6日，交通运输部印发《缆绳管理办法》。", "5月7日，商务部公布《缆绳目录》。"
    briefing = read("东港缆绳研究院", "缆绳周报", "2024年5月20日", *news, "东港缆绳研究院地址：东港市中区")
    assert briefing.items[-1].text.endswith("《缆绳目录》。")
    assert not briefing.unread


def test_figures_that_come_out_are_no_act() -> None:
    """In other news and among days to come."""
    items = read(
        "缆绳周报",
        "2024年5月20日",
        "一、政策法规",
        "5月6日，交通运输部印发《缆绳管理办法》。",
        "二、其他",
        "5月7日，海关总署公布，4月缆绳出口同比下降3%。",
        "三、数据与日程",
        "- 6月7日：海关总署公布5月进出口数据",
        "四、下期关注",
        "- 6月9日：交通运输部召开缆绳工作会议",
    ).items
    assert [(item.section, item.policy is None, item.issuing_bodies) for item in items[1:]] == [
        (Section.OTHER, True, ()),
    ] * 3


def test_numbered_brackets_head_news_however_short() -> None:
    """Behind a number two signs in 【】 are a headline; sections behind bars may end in pictures."""
    text = (
        "产业周记\n2024年3月9日\n\n▎政策雷达 📡\n\n"
        "① 【绳索标准】\n工信部印发绳索标准目录，自5月1日起施行。\n来源：工信部｜3月5日\n\n"
        "② 【船锚】\n交通运输部公布船锚管理办法。\n来源：交通运输部｜3月6日\n\n"
        "③ 【再来一份】\n商务部当天还就缆绳启动反倾销调查。\n来源：商务部｜3月6日\n\n"
        "▎公司动向 🏭\n\n④ 【新缆下线】甲绳股份有限公司的新缆投产。（来源：日报，3月7日）\n"
        "⑤ 【更正】乙锚科技有限公司的订单为三千万元。（来源：日报，3月7日）\n"
        "⑥ 【停产】丙船集团停产。（来源：日报，3月8日）\n⑦ 【上市】丁港集团上市。（来源：日报，3月8日）\n"
    )
    items = read(text).items
    assert [item.headline for item in items] == ["绳索标准", "船锚", "再来一份", "新缆下线", "更正", "停产", "上市"]
    assert [item.section for item in items] == [Section.POLICY_NEWS] * 3 + [Section.CORPORATE_NEWS] * 4


def test_figures_as_on_cheques_count_sections() -> None:
    """So do their dots, and decimals count headlines in Chinese; a link behind a credit is no part of it."""
    text = (
        "# 产业双周报\n\n2024年3月9日\n\n## 壹 · 本期焦点\n\n**1.1 绳索有了标准**\n\n工信部印发绳索标准目录。\n\n"
        "**1.2 船锚要登记**\n\n交通运输部公布船锚管理办法。\n\n## 贰 · 部门新政\n\n### 驳船换新\n\n"
        "国家能源局电力司｜3月5日｜[通知全文](https://nea.example/1)\n\n国家能源局发布驳船换新通知。\n"
    )
    items = read(text, name="a.md").items
    assert [item.headline for item in items] == ["绳索有了标准", "船锚要登记", "驳船换新"]
    assert [item.section for item in items] == [Section.TOP, Section.TOP, Section.POLICY_NEWS]
    assert (str(items[2].reported_on), items[2].text) == ("2024-03-05", "国家能源局发布驳船换新通知。")


def test_how_often_an_issue_comes_is_not_its_name() -> None:
    """Beside its name and its house; a source behind a day in figures is a source."""
    news = "".join(
        f"### {number} {head}\n\n{day}来源：{source}\n\n{told}\n\n"
        for number, head, day, source, told in (
            ("01", "绳索须亮明身份", "03-14", "工信部网站", "工信部发布绳索标识办法。"),
            ("02", "船锚要登记在册", "03-05", "新华社", "交通运输部发布船锚登记规定。"),
        )
    )
    front = (
        "江洲绳索观察\n\n半月刊 · 2025年第5期\n\n江洲绳索信息中心编 2025年3月17日出刊 收录时段：2025年3月1日至3月15日"
    )
    briefing = read(f"{front}\n\n## 壹 政令\n\n{news}", name="a.md")
    assert (briefing.publisher, briefing.series) == ("江洲绳索信息中心", "江洲绳索观察")
    assert [str(item.reported_on) for item in briefing.items] == ["2025-03-14", "2025-03-05"]
    assert [[link.label for link in item.links] for item in briefing.items] == [["工信部网站"], ["新华社"]]
    assert [item.text for item in briefing.items] == ["工信部发布绳索标识办法。", "交通运输部发布船锚登记规定。"]
