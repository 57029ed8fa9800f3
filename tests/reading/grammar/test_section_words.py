"""Chinese names of sections that are put together of words, and what of an issue's frame stands around them."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.records.briefing import Section
from bot.reading.formats.source import read_document
from bot.reading.grammar.lines.field_lines import find_field_line
from bot.reading.grammar.lines.headings import find_section, is_outlook
from bot.reading.grammar.lines.holders import find_holder
from bot.reading.grammar.lines.imprint import list_credited
from bot.reading.grammar.lines.numbers import find_number
from bot.reading.grammar.lines.placement import Place
from bot.reading.grammar.lines.title_line import split_title_line
from bot.reading.grammar.parse import parse_parts
from tests.reading.grammar.grammar_blocks import read


@pytest.mark.parametrize(
    ("name", "section"),
    [
        ("一、新规解读", Section.POLICY_NEWS),
        ("执法动态", Section.POLICY_NEWS),
        ("【宏观要闻】", Section.POLICY_NEWS),
        ("▍已发布", Section.POLICY_NEWS),
        ("03 即将实施", Section.POLICY_NEWS),
        ("行业监管", Section.POLICY_NEWS),
        ("国际政策", Section.POLICY_NEWS),
        ("公司公告", Section.CORPORATE_NEWS),
        ("上市公司动态", Section.CORPORATE_NEWS),
        ("▌国际", Section.OTHER),
        ("地方观察", Section.OTHER),
        ("政策要情", Section.POLICY_NEWS),
        ("PART 02 融资", Section.CORPORATE_NEWS),
        ("地方与自贸港", Section.OTHER),
        ("要闻速递", Section.TOP),
        ("融资", None),
        ("产品", None),
        ("政策与市场", None),
        ("公司治理", None),
        ("地方政府", None),
        ("最新发布", None),
        ("国务院 | 2025-06-01", None),
    ],
)
def test_words_make_up_a_sections_name(name: str, section: Section | None) -> None:
    """Policy words decide over those of companies and places, joined kinds and unknown words leave it open."""
    assert find_section(name) is section


@pytest.mark.parametrize("name", ["三、下周提示", "四、今明关注", "未来一周", "截止日期提醒", "近期重要日程"])
def test_what_comes_next_is_no_news(name: str) -> None:
    """Days to come are named by many words; 截止日期 alone is a field."""
    assert is_outlook(name)
    assert not is_outlook("截止日期")


def test_two_figures_before_chinese_count() -> None:
    """ "03 缆绳" counts, "03 月" is a month, and "3 艘" a quantity."""
    found = find_number("03 缆绳登记")
    assert found is not None
    assert (found.number, found.end) == (3, 3)
    assert find_number("03 月缆绳登记") is None
    assert find_number("30 艘渡轮登记") is None


@pytest.mark.parametrize(
    ("line", "names", "issue", "period"),
    [
        (
            "2024年6月17日 本期覆盖：2024年6月8日至6月14日",
            (),
            ("2024年6月17日",),
            ("2024年6月8日至6月14日",),
        ),
        (
            "东港咨询 发布时间：2025年6月9日 统计区间：6月2日—6月8日",
            ("东港咨询",),
            ("2025年6月9日",),
            ("6月2日—6月8日",),
        ),
        ("缆绳快报〔2025〕第10期", ("缆绳快报",), (), ()),
        ("缆绳快报（2025）第3期", ("缆绳快报",), (), ()),
    ],
)
def test_title_lines_with_labels(
    line: str, names: tuple[str, ...], issue: tuple[str, ...], period: tuple[str, ...]
) -> None:
    """A period has many labels in Chinese, and the year before an issue's number stands in brackets too."""
    found = split_title_line(line)
    assert (found.names, found.issue_texts, found.period_texts) == (names, issue, period)


def test_who_holds_the_rights_may_have_a_place_in_the_name() -> None:
    """东港咨询（海宁）有限公司 holds them, not 有限公司."""
    assert find_holder("东港咨询（海宁）有限公司 版权所有 浙ICP备00000000号") == "东港咨询（海宁）有限公司"


def test_an_analyst_wrote_it() -> None:
    """分析师 is an author, with the licence behind the name."""
    reading = read(
        "# 东港证券晨报",
        "2025年5月15日",
        "## 公司公告",
        "- 5月14日，缆绳公司停产。",
        "分析师：海潮（执业证书编号：S01）",
    )
    assert [(person.name, person.role) for person in reading.parts.people] == [("海潮", "author")]
    assert [person.name for person in list_credited("研究员：海潮")] == ["海潮"]


def test_signs_that_set_headlines_off_are_no_part_of_them() -> None:
    """ "◆" before a headline goes, whatever stands behind it."""
    reading = read(
        "# 东港周报",
        "2025年6月9日",
        "## 01 法规快讯",
        "### ◆ 缆绳登记系统上线",
        "港口管理局 | 2025-06-03",
        "港口管理局要求缆绳逐条登记，没有登记的不得出售。",
        "## 02 即将实施",
        "### ◆ 渡轮办法生效",
        "国务院 | 2025-06-01",
        "渡轮办法自2025年6月1日起施行，船上要有两条救生索。",
    )
    found = [(item.section, item.headline, item.date_text) for item in reading.parts.items]
    assert found == [
        (Section.POLICY_NEWS, "缆绳登记系统上线", "2025-06-03"),
        (Section.POLICY_NEWS, "渡轮办法生效", "2025-06-01"),
    ]


def test_a_letters_greeting_tells_the_period_and_its_foot_is_no_news() -> None:
    """The days in "现将本周（...）..." are the period, tags, buttons and rights below the last news its foot."""
    reading = read(
        "# 缆绳周报",
        "2025年3月14日",
        "各位会员：",
        "您好！现将本周（2025年3月10日至3月14日）缆绳信息汇总如下，请查收。",
        "## 政策要闻",
        "- 3月11日，港口管理局公布缆绳清单。",
        "标签：缆绳 渡轮",
        "上一篇：缆绳周报第2期",
        "东港缆绳事务所保留一切权利。本刊内容不视为正式法律意见。",
        "东港信息中心 内部参考，请勿外传。个别条目仅作示例。",
        "注：以官方公布文本为准。",
    )
    parts = reading.parts
    assert (parts.period_start, parts.period_end) == (dt.date(2025, 3, 10), dt.date(2025, 3, 14))
    assert [item.summary for item in parts.items] == [("港口管理局公布缆绳清单。",)]
    assert not parts.unread
    assert {placement.place for placement in reading.placements[-5:]} == {Place.IMPRINT}


def test_who_put_a_list_together_is_its_house() -> None:
    """整理 names the publisher where a house stands behind it, beside the day in a line of fields."""
    news = ("## 新规", "- 3月4日，港口管理局公布清单。")
    own = read("# 缆绳新规一览表", "整理：东港缆绳联盟 更新日期：2025年3月5日", *news)
    assert own.parts.publisher == "东港缆绳联盟"
    person = read("# 缆绳新规一览表", "整理：海潮 更新日期：2025年3月5日", *news)
    assert person.parts.publisher is None
    assert {own.parts.published_on, person.parts.published_on} == {dt.date(2025, 3, 5)}


def test_a_second_paragraph_in_another_language_dates_the_item() -> None:
    """News told twice has its day where either tells it."""
    reading = read(
        "# 缆绳简报",
        "2025年8月28日",
        "## Policy 政策",
        "### Draft on ropes 缆绳征求意见",
        "The port office invites comments on its draft.",
        "港口管理局8月25日就《缆绳办法（征求意见稿）》征求意见。",
    )
    assert [item.date_text for item in reading.parts.items] == ["8月25日"]


@pytest.mark.parametrize(
    ("name", "section"),
    [
        ("▌政策风向标", Section.POLICY_NEWS),
        ("本市企业动向", Section.CORPORATE_NEWS),
        ("海外视角", Section.OTHER),
        ("五、今日提示", Section.OTHER),
    ],
)
def test_more_names_of_parts(name: str, section: Section) -> None:
    """What stands beside the telling word may be any word for news, or whose place it is."""
    assert find_section(name) is section


@pytest.mark.parametrize(
    ("line", "issuers", "day", "terms", "sources"),
    [
        (
            "发布日期：2025年8月1日生效日期：2025年9月1日发布部门：港口管理局",
            ("港口管理局",),
            "2025年8月1日",
            ("生效日期：2025年9月1日",),
            (),
        ),
        (
            "颁布日期：2025年8月2日 意见反馈截止日期：2025年9月1日 颁布部门：粮食局",
            ("粮食局",),
            "2025年8月2日",
            ("意见反馈截止日期：2025年9月1日",),
            (),
        ),
        ("来源：港口报日期：2025-07-15", (), "2025-07-15", (), ("港口报",)),
    ],
)
def test_fields_without_a_space_between_them(
    line: str, issuers: tuple[str, ...], day: str, terms: tuple[str, ...], sources: tuple[str, ...]
) -> None:
    """The space of Chinese lines is often lost; days of effect and of comments stand beside the day of issue."""
    found = find_field_line(line)
    assert found is not None
    assert (found.issuers, found.date_text, found.terms, found.sources) == (issuers, day, terms, sources)


def test_a_source_without_an_address_is_a_link_with_its_name() -> None:
    """来源 in a line of fields names the source of the news, as one in brackets behind it does."""
    reading = read(
        "# 缆绳周刊",
        "2025年7月18日",
        "## 企业之窗",
        "### 东港缆绳出口塔吊",
        "东港缆绳有限公司向北海交付30台塔吊，年底前还要交付10台。",
        "来源：东港晚报日期：2025-07-15",
    )
    (item,) = reading.parts.items
    assert ([link.label for link in item.links], item.date_text) == (["东港晚报"], "2025-07-15")


def test_fields_in_two_languages_on_lines_of_their_own() -> None:
    """Each line is a field though its label stands there twice; a title page may print its day in both."""
    reading = read(
        "# 缆绳快讯 Rope Alert",
        "2025年4月11日 11 April 2025",
        "## 政策法规 Policies and Regulations",
        "### 1. 缆绳登记办法 Measures for the Registration of Ropes",
        "发布机构 Issued by: 港口管理局\n发布日期 Date: 2025-04-09\n文号 Document No.: 港发〔2025〕80号",
        "缆绳每年登记一次。",
    )
    (item,) = reading.parts.items
    assert reading.parts.published_on == dt.date(2025, 4, 11)
    assert (item.issuer_text, item.date_text) == ("港口管理局", "2025-04-09")
    assert item.summary == ("缆绳每年登记一次。",)
    assert "港发〔2025〕80号" in (item.article_text or "")


def test_an_issues_end_sign_ends_it_and_its_preface_is_no_item() -> None:
    """Behind "— 完 —" stand only its makers; 编者按 with the days that it covers gives the period."""
    reading = read(
        "# 缆绳双周报 | 第12期",
        "2024年11月18日",
        "编者按：本期选取11月4日至11月17日与缆绳有关的8条动态。",
        "## 国内监管",
        "### 缆绳清单发布",
        "港口管理局11月15日发布缆绳清单，自12月1日起实施。",
        "— 完 —",
        "撰稿｜海潮、江月",
        "排版｜小港",
    )
    parts = reading.parts
    assert (parts.period_start, parts.period_end) == (dt.date(2024, 11, 4), dt.date(2024, 11, 17))
    assert [item.headline for item in parts.items] == ["缆绳清单发布"]
    assert [person.name for person in parts.people] == ["海潮", "江月"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("编辑：海潮联系：010-00000000", ["海潮"]),
        ("编辑：能源组", []),
        ("分析师 海潮 S0000000000002", ["海潮"]),
    ],
)
def test_makers_beside_contacts_numbers_and_groups(line: str, names: list[str]) -> None:
    """A contact behind a name is none of it, nor is a licence, and a group of editors has no name."""
    reading = read("# 缆绳早报", "2025年1月9日", "## 公司公告", "- 1月8日，东港缆绳公司停产。", line)
    assert [person.name for person in reading.parts.people] == names


def test_news_of_companies_in_paragraphs_of_one_section() -> None:
    """Each paragraph that opens with a company that did something is news of its own."""
    reading = read(
        "# 缆绳简报",
        "2024年11月5日",
        "## 企业动向",
        "东港缆绳有限公司10月30日与北海渡轮签订合同。",
        "东港纺织股份有限公司10月31日在新三板挂牌。",
    )
    assert [item.summary for item in reading.parts.items] == [
        ("东港缆绳有限公司10月30日与北海渡轮签订合同。",),
        ("东港纺织股份有限公司10月31日在新三板挂牌。",),
    ]


def test_a_column_may_be_named_by_promulgation() -> None:
    """颁布部门 and 颁布日期 are columns, and the mark of a draft stays with its title."""
    reading = read(
        "# 缆绳法规清单",
        "2025年7月10日",
        "## 征求意见稿",
        "| 序号 | 法规名称 | 颁布部门 | 颁布日期 | 主要内容",
        "| 1 | 缆绳登记办法（征求意见稿） | 港口管理局 | 2025年6月10日 | 缆绳每年登记一次。",
    )
    (item,) = reading.parts.items
    assert item.headline == "缆绳登记办法（征求意见稿）"
    assert (item.issuer_text, item.date_text) == ("港口管理局", "2025年6月10日")


def test_a_day_in_figures_behind_a_mails_subject_is_no_name() -> None:
    """早报0109 is the series and a day."""
    assert split_title_line("缆绳早报0109").names == ("缆绳早报",)


@pytest.mark.parametrize(
    ("name", "section"),
    [
        ("【本周重磅】", Section.TOP),
        ("企业声音", Section.CORPORATE_NEWS),
        ("政策提示", Section.POLICY_NEWS),
        ("一、国家级政策", Section.POLICY_NEWS),
        ("内地政策", Section.POLICY_NEWS),
        ("公开咨询", Section.POLICY_NEWS),
        ("园区企业风采", Section.CORPORATE_NEWS),
        ("合规提示", None),
        ("企业建议", None),
    ],
)
def test_advice_to_companies_is_no_section(name: str, section: Section | None) -> None:
    """提示 heads news of policy, but what the makers advise companies is no part with news."""
    assert find_section(name) is section


def test_pictures_before_chinese_headlines_part_them_from_the_text() -> None:
    """A headline without spaces has words enough, and a heading in 【】 on its line stands alone."""
    text = (
        "缆绳一周\n\n2025年6月30日\n\n【监管风向】\n\n"
        "🔹 缆绳登记有了办法\n港口管理局6月25日公布《缆绳登记办法》，8月1日起施行。\n\n"
        "🔹 渡轮检查启动\n港口管理局6月26日启动渡轮检查，为期三个月。\n\n"
        "【下周关注】\n7月1日 《缆绳交易规则》系统升级\n7月3日 渡轮公司公布季报\n"
    )
    parts = parse_parts(read_document(text.encode(), source_name="a.txt"))
    assert [(item.section, item.headline, item.summary) for item in parts.items] == [
        (Section.POLICY_NEWS, "缆绳登记有了办法", ("港口管理局6月25日公布《缆绳登记办法》，8月1日起施行。",)),
        (Section.POLICY_NEWS, "渡轮检查启动", ("港口管理局6月26日启动渡轮检查，为期三个月。",)),
        (Section.OTHER, None, ("《缆绳交易规则》系统升级",)),
        (Section.OTHER, None, ("渡轮公司公布季报",)),
    ]


def test_tags_tell_the_section_under_headings_of_days() -> None:
    """【政策】 and 【企业】 before news part it where headings name days, a weekday in brackets behind them."""
    reading = read(
        "# 汽车周讯",
        "2025年第6周 2月3日—2月9日",
        "## 2月5日（周三）",
        "- 【政策】商务部公布汽车出口清单。",
        "- 【企业】渡轮公司公布一月销量。",
        "## 2月6日（周四）",
        "- 【数据】一月零售渡轮179艘。",
        "- 【政策】工信部公布渡轮清单。",
    )
    parts = reading.parts
    assert parts.published_on is None
    assert (parts.period_start, parts.period_end) == (dt.date(2025, 2, 3), dt.date(2025, 2, 9))
    assert [(item.section, item.date_text, item.summary[0]) for item in parts.items] == [
        (Section.POLICY_NEWS, "2月5日（周三）", "商务部公布汽车出口清单。"),
        (Section.POLICY_NEWS, "2月6日（周四）", "工信部公布渡轮清单。"),
        (Section.CORPORATE_NEWS, "2月5日（周三）", "渡轮公司公布一月销量。"),
        (Section.OTHER, "2月6日（周四）", "【数据】一月零售渡轮179艘。"),
    ]


def test_news_by_the_hour_is_a_list() -> None:
    """Lines that open with a time and a bar are pieces of news, and the time is no word of them."""
    reading = read(
        "渡轮快讯",
        "2025年9月3日",
        "08:31 | 港口管理局印发《渡轮基本规则》，2026年3月1日起施行。",
        "10:18 | 粮食局今日开展粮仓检查，为期三个月。",
        "14:55 | 渡轮公司公布二季度营收190.1亿元。",
    )
    assert [item.summary[0][:5] for item in reading.parts.items] == ["港口管理局", "粮食局今日", "渡轮公司公"]


def test_fields_of_a_support_measure() -> None:
    """政策依据 is the document, 支持内容 the summary; who may apply and when stays beside them."""
    reading = read(
        "# 惠企政策速递（第17期）",
        "东港企业服务中心 2025年4月25日",
        "## 一、国家级政策",
        "## （1）缆绳保险补偿",
        "政策依据：工业和信息化部、财政部《缆绳保险补偿办法》",
        "适用对象：缆绳企业",
        "申报时间：2025年5月30日前",
        "支持内容：按保险费的一半补助。",
        "咨询电话：000-00000000",
    )
    (item,) = reading.parts.items
    assert reading.parts.publisher == "东港企业服务中心"
    assert (item.section, item.headline) == (Section.POLICY_NEWS, "缆绳保险补偿")
    assert item.summary == ("按保险费的一半补助。", "适用对象：缆绳企业", "申报时间：2025年5月30日前")


def test_bullets_that_name_sections_and_sources_behind_dashes() -> None:
    """ "■ 部门政策" alone over numbered headlines is a section, and ——新华社 behind the text its source."""
    text = (
        "缆绳观察\n\n东港研究院 2025年5月19日\n\n■ 高层动态\n\n1. 国务院部署缆绳工作\n"
        "5月15日召开的国务院常务会议强调，要把缆绳作为港口经济行稳致远的举措，并要求各港口在年底以前清点。——新华社\n\n"
        "■ 企业前沿\n\n2. 渡轮公司出口缆绳\n5月15日，渡轮公司与北海港签署供货合同，金额3200万欧元。——东港日报\n\n"
        "■ 地方实践\n\n3. 东港登记渡轮\n5月17日，东港登记渡轮，到年底登记完毕。——东港日报\n\n"
        "主编：陈海潮 编辑：苏江月 何牧云\n"
    )
    parts = parse_parts(read_document(text.encode(), source_name="a.txt"))
    assert [(item.section, item.headline, item.date_text, item.links[0].label) for item in parts.items] == [
        (Section.POLICY_NEWS, "国务院部署缆绳工作", "5月15日", "新华社"),
        (Section.CORPORATE_NEWS, "渡轮公司出口缆绳", "5月15日", "东港日报"),
        (Section.OTHER, "东港登记渡轮", "5月17日", "东港日报"),
    ]
    assert [person.name for person in parts.people] == ["陈海潮", "苏江月", "何牧云"]


def test_a_columns_head_in_two_languages() -> None:
    """Each half of "Issuer 发布机构" may be the column's name."""
    reading = read(
        "# Rope Calendar 缆绳日历",
        "Port Counsel | 30 June 2025",
        "| Title 标题 | Issuer 发布机构 | Date 发布日期 | Effective 实施日期",
        "| Rope Rules 缆绳条例 | Port Office 港口管理局 | 2025-06-03 | 2025-08-01",
    )
    (item,) = reading.parts.items
    assert (item.issuer_text, item.date_text) == ("Port Office 港口管理局", "2025-06-03")


def test_headlines_counted_before_a_bar_with_their_day_behind() -> None:
    """ "1｜" counts as "01｜" does; （3.25） behind a Chinese headline is its day."""
    text = (
        "# 缆绳周记\n\n2025年3月31日\n\n## 国家政策\n\n"
        "**1｜缆绳标准发布**（3.25）\n港口管理局发布缆绳标准，9月1日实施，没有登记的缆绳不得出售。\n\n"
        "**2｜渡轮委员会征求委员**（3.26）\n港口管理局组建渡轮委员会，征集委员，委员任期三年。\n\n"
        "**3｜缆绳保护体系建设**（3.28）\n港口管理局印发缆绳保护方案，到2027年取得明显进步。\n"
    )
    parts = parse_parts(read_document(text.encode(), source_name="a.md"))
    assert [(item.headline, item.date_text) for item in parts.items] == [
        ("缆绳标准发布", "3月25日"),
        ("渡轮委员会征求委员", "3月26日"),
        ("缆绳保护体系建设", "3月28日"),
    ]


def test_a_period_in_figures_with_a_dot_may_open_a_line() -> None:
    """The month stands first, as behind a name."""
    assert split_title_line("3.24–3.30 | 东港政策社").period_texts == ("3月24日—3月30日",)


def test_parts_of_an_issue_are_counted_before_their_names() -> None:
    """第二部分 stands before the name of a section, and 一、 before news in one sentence."""
    reading = read(
        "# 缆绳通报",
        "2025年7月15日",
        "第一部分 政策信息",
        "一、港口管理局7月9日印发缆绳办法。",
        "二、粮食局7月10日印发粮仓办法。",
        "第二部分 企业信息",
        "一、东港轴承有限公司7月9日与北海渡轮签署供货协议。",
        "二、东港汽车公司7月11日公布上半年出口55万辆。",
        "第三部分 会议预告",
        "7月22日，缆绳座谈会（东港）",
    )
    assert [(item.section, item.summary) for item in reading.parts.items] == [
        (Section.POLICY_NEWS, ("港口管理局7月9日印发缆绳办法。",)),
        (Section.POLICY_NEWS, ("粮食局7月10日印发粮仓办法。",)),
        (Section.CORPORATE_NEWS, ("东港轴承有限公司7月9日与北海渡轮签署供货协议。",)),
        (Section.CORPORATE_NEWS, ("东港汽车公司7月11日公布上半年出口55万辆。",)),
        (Section.OTHER, ("缆绳座谈会（东港）",)),
    ]


@pytest.mark.parametrize(("name", "section"), [("◎ 台企资讯", Section.CORPORATE_NEWS), ("◎ 活动讯息", Section.OTHER)])
def test_names_with_other_words_for_news(name: str, section: Section) -> None:
    """讯息 and 通讯 are news, and companies may be called by where they come from."""
    assert find_section(name) is section
