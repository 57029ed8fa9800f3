"""Issues of Chinese publishers: news under headlines with lines of fields, and what tells them from one notice."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.records.briefing import Section
from bot.reading.formats.source import read_document
from bot.reading.grammar.lines.field_lines import find_field_line
from bot.reading.grammar.lines.headings import find_section, has_leaders
from bot.reading.grammar.lines.placement import Place
from bot.reading.grammar.parse import parse_parts
from tests.reading.grammar.grammar_blocks import read


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("来源：港口报 | 2024-05-06 | 原文", ((), "2024-05-06", (), ("港口报",))),
        ("发布时间：2024-05-06 来源：港口管理局", ((), "2024-05-06", (), ("港口管理局",))),
        (
            "时间：2024年5月6日 | 单位：港口管理局 | 文号：港发〔2024〕7号",
            (("港口管理局",), "2024年5月6日", ("港发〔2024〕7号",), ()),
        ),
        ("【发布单位】：港口管理局 · 【发布时间】：2024-05-06 09:30", (("港口管理局",), "2024-05-06", (), ())),
        ("单位：港口管理局 | 生成时间：2024-05-06", (("港口管理局",), "2024-05-06", (), ())),
        ("来源：港口报 | 日期：2024-05-06 | 时间：09:30", ((), "2024-05-06", (), ("港口报",))),
        ("日期：2024-05-06 编辑：海潮", ((), "2024-05-06", (), ())),
        ("发布时间：2024-05-06", None),
        ("来源：港口报 | 原文", None),
        ("来源：港口报 | 2024-05-06 | 起重机的数量比去年同期增长了百分之二十三，码头的数量没有变化", None),
        ("港口管理局 | 2024-05-06", None),
    ],
)
def test_a_line_of_fields_names_day_issuer_number_and_source(line: str, told: object) -> None:
    """It opens with a field's name and tells a day; one field alone is a label, a sentence is none."""
    found = find_field_line(line)
    assert (found and (found.issuers, found.date_text, found.numbers, found.sources)) == told


HEADS = ("港口管理局发布起重机登记办法", "粮食局公开征求粮仓检查规定的意见", "北海港务公司买下两座码头")
FIELDS = (
    "发布时间：2024-05-06 来源：港口管理局",
    "发布时间：2024-05-07 来源：粮食局",
    "发布时间：2024-05-08 来源：港口报",
)
TEXTS = (
    "办法要求起重机每年登记一次，登记由港口所在地的管理机构负责办理。",
    "规定要求粮仓每季度检查一次，检查的结果要在一个月之内公布出来。",
    "公司说两座码头一共花了三亿元，年底以前可以开始停靠货船。",
)


@pytest.mark.parametrize("below", [True, False])
@pytest.mark.parametrize("sign", ["", "### "])
def test_headlines_with_lines_of_fields_are_items_and_no_notice(sign: str, *, below: bool) -> None:
    """The line stands under the headline or under the text; a headline that ends as a title makes no notice of all."""
    blocks = []
    for head, fields, text in zip(HEADS, FIELDS, TEXTS, strict=True):
        blocks += [f"{sign}{head}", fields, text] if below or not sign else [f"{sign}{head}", text, fields]
    reading = read("# 港口简报 第6期" if sign else "港口简报 第6期", "2024年5月9日", *blocks)
    told = [(item.headline, item.date_text, item.summary) for item in reading.parts.items]
    assert told == [(head, fields[5:15], (text,)) for head, fields, text in zip(HEADS, FIELDS, TEXTS, strict=True)]
    assert reading.parts.published_on == dt.date(2024, 5, 9)
    assert not any(item.is_official for item in reading.parts.items)


def test_the_title_over_its_day_is_no_headline() -> None:
    """The first line has a line of fields below it too, and the first headline right below that."""
    blocks = [block for three in zip(HEADS, FIELDS, TEXTS, strict=True) for block in three]
    reading = read("港口简报 第6期", "发布时间：2024-05-09 编辑：海潮", *blocks)
    assert (reading.parts.series, reading.parts.published_on) == ("港口简报", dt.date(2024, 5, 9))
    assert [item.headline for item in reading.parts.items] == list(HEADS)


@pytest.mark.parametrize(
    "title",
    ["港口周报", "港口周报 #2024.05.09", "港口简报 第6期", "港口监管动态（2024年第6期）", "港口早报｜2024年5月9日"],
)
def test_a_series_over_titles_is_no_notice(title: str) -> None:
    """News whose headlines are titles of documents is no notice under the name of a series with number or day."""
    blocks = ("## 1. 起重机登记办法", f"5月6日，{TEXTS[0]}", "## 2. 粮仓检查规定", f"5月7日，{TEXTS[1]}")
    reading = read(f"# {title}", "2024年5月9日", *blocks)
    assert [(item.headline, item.date_text) for item in reading.parts.items] == [
        ("起重机登记办法", "5月6日"),
        ("粮仓检查规定", "5月7日"),
    ]


@pytest.mark.parametrize("number", ["", "{}.", "{}、"])
def test_plain_headlines_over_a_dated_paragraph_are_headlines(number: str) -> None:
    """A line too long for a topic over one paragraph that opens with a day heads it, numbered or not."""
    blocks = []
    for at, (head, text) in enumerate(zip(HEADS, TEXTS, strict=True), start=1):
        blocks += [f"{number.format(at)}{head}", f"2024年5月{at}日，{text}"]
    reading = read("# 港口月报", "2024年5月", *blocks)
    assert [(item.headline, item.date_text) for item in reading.parts.items] == [
        (head, f"2024年5月{at}日") for at, head in enumerate(HEADS, start=1)
    ]


def test_the_place_or_actor_before_a_day_leaves_it_the_items_day() -> None:
    """So do lists by province ("北海：5月6日，..."); a label of a day does not."""
    reading = read(
        "# 港口月报",
        "2024年5月31日",
        "## 地方动态",
        "- 北海：5月6日，港口买下两座码头。",
        "- 截止日期：5月8日，逾期不收。",
    )
    assert [item.date_text for item in reading.parts.items] == ["5月6日", None]


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("一、宏观与产业政策", Section.POLICY_NEWS),
        ("▍政策法规", Section.POLICY_NEWS),
        ("📋 政务快讯", Section.POLICY_NEWS),
        ("政策与监管", Section.POLICY_NEWS),
        ("●国家政策", Section.POLICY_NEWS),
        ("二、企业与项目", Section.CORPORATE_NEWS),
        ("投融资动态", Section.CORPORATE_NEWS),
        ("特别关注", Section.TOP),
        ("国外资讯", Section.OTHER),
        ("产业政策委员会", None),
        ("政策工具", None),
    ],
)
def test_sections_in_the_words_of_chinese_publishers(heading: str, section: Section | None) -> None:
    """Signs before a name and what is joined to it leave it a section's name."""
    assert find_section(heading) is section


def test_an_ellipsis_is_no_leader() -> None:
    """Chinese writes it with six dots; a line of contents has more, or a page number behind them."""
    assert not has_leaders("港口、码头、粮仓……")
    assert has_leaders("港口的码头………5")


def test_what_accounts_close_with_is_no_news() -> None:
    """Words to the reader and disclaimers are furniture, wherever they stand."""
    closing = ("— END —", "欢迎点赞、在看、转发", "免责声明：本文仅供参考，不构成投资建议。")
    reading = read("# 港口周报", "2024年5月9日", "## 政策动态", "- 5月6日，港口管理局发布起重机登记办法。", *closing)
    placed = {placement.text: placement.place for placement in reading.placements}
    assert {placed[text] for text in closing} == {Place.IMPRINT}
    assert len(reading.parts.items) == 1


@pytest.mark.parametrize(
    ("line", "series", "day"),
    [
        ("港口月报（2024年5月刊，总第37期）", "港口月报", None),
        ("Port Notes\n\nIssue 12, 16 May 2024 / 第12期 2024年5月16日", "Port Notes", dt.date(2024, 5, 16)),
    ],
)
def test_numbers_and_days_of_issues(line: str, series: str, day: dt.date | None) -> None:
    """Number and month in one bracket, and both in two tongues, belong to the issue."""
    text = (
        f"{line}\n\n一、政策动态\n\n1、5月6日，港口管理局发布起重机登记办法。\n\n2、5月7日，粮食局发布粮仓检查规定。\n"
    )
    parts = parse_parts(read_document(text.encode(), source_name="issue.txt"))
    assert (parts.series, parts.published_on) == (series, day)


NEWS = (
    "1、港口管理局：5月起重机的数量比去年增长百分之三。",
    "2、粮食局、盐业局：延续仓库的税收政策，为期一年。",
    "3、交通运输部等六部门：开展码头专项检查行动，为期三个月。",
)


@pytest.mark.parametrize("form", ["【{}】", "▍{}"])
def test_topics_in_brackets_or_behind_a_bar_part_news_whose_numbers_run_on(form: str) -> None:
    """Such lines are headings, the first one too; items open with a number and who acted."""
    blocks = (form.format("水上"), NEWS[0], NEWS[1], "", form.format("岸上"), NEWS[2], "")
    text = "\n".join(("【港口早读】2024年5月9日 星期四", "", *blocks))
    parts = parse_parts(read_document(text.encode(), source_name="issue.txt"))
    assert [item.summary for item in parts.items] == [(told[2:],) for told in NEWS]
    assert (parts.series, parts.published_on) == ("港口早读", dt.date(2024, 5, 9))


def test_numbers_with_a_list_comma_open_lines_of_plain_text() -> None:
    """ "1、" needs no empty line before it; what holds a full stop is no headline."""
    text = (
        "港口周报\n\n2024年5月9日\n\n一、政策动态\n\n"
        "1、起重机登记开始。5月6日，港口管理局发布起重机登记办法。（来源：港口报）\n\n"
        "2、粮仓检查开始。5月7日，粮食局发布粮仓检查规定。（来源：港口报）\n"
    )
    parts = parse_parts(read_document(text.encode(), source_name="issue.txt"))
    assert [item.date_text for item in parts.items] == ["5月6日", "5月7日"]


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("2024.05.03 – 2024.05.09", ("2024-05-03", "2024-05-09")),
        ("2024.5.3-5.9", ("2024-05-03", "2024-05-09")),
        ("2024年第6期（总第88期） 5月3日—5月9日", ("2024-05-03", "2024-05-09")),
        ("2024年第二季度", ("2024-04-01", "2024-06-30")),
    ],
)
def test_periods_of_chinese_issues(line: str, period: tuple[str, str]) -> None:
    """Days with dots, the year beside the issue's number, and quarters."""
    parts = read("# 港口双周", line, "## 政策动态", "- 5月6日，港口管理局发布起重机登记办法。").parts
    assert (parts.series, str(parts.period_start), str(parts.period_end)) == ("港口双周", *period)


def test_a_second_role_is_no_part_of_the_publisher() -> None:
    """Imprints set editors and telephone behind the house on one line."""
    news = ("## 政策动态", "- 5月6日，港口管理局发布起重机登记办法。")
    parts = read("北海港口协会", "# 会员通讯", "2024年5月9日", *news, "主办：北海港口协会编辑：秘书处电话：010-1").parts
    assert (parts.publisher, parts.series) == ("北海港口协会", "会员通讯")


def test_a_table_under_chinese_column_heads() -> None:
    """Day, place or office, the document and what it says."""
    rows = (
        "| 5月6日 | 港口管理局 | 《起重机登记办法》 | 起重机每年登记一次。 |",
        "| 5月7日 | 粮食局 | 《粮仓检查规定》 | 粮仓每季检查。 |",
    )
    reading = read("# 港口月报", "2024年5月31日", "| 发布时间 | 地区/部门 | 政策名称 | 核心要点 |", *rows)
    assert [(item.date_text, item.issuer_text, item.headline) for item in reading.parts.items] == [
        ("5月6日", "港口管理局", "《起重机登记办法》"),
        ("5月7日", "粮食局", "《粮仓检查规定》"),
    ]


def test_lone_bullets_that_name_sections_are_headings() -> None:
    """Plain text sets a bullet before a section's name; a line of fields between bars below a headline stands alone."""
    text = (
        "港口动态（半月刊）\n2024年5月1日—5月15日\n\n●国家政策\n\n"
        "关于开展起重机登记工作的通知\n时间：2024年5月6日 | 单位：港口管理局 | 文号：港发〔2024〕7号\n"
        "起重机每年登记一次。\n\n"
        "●企业动态\n\n北海港务公司买下两座码头\n时间：2024年5月8日 | 来源：港口报\n两座码头一共花了三亿元。\n"
    )
    parts = parse_parts(read_document(text.encode(), source_name="issue.txt"))
    assert [(item.section, item.headline, item.date_text, item.summary) for item in parts.items] == [
        (Section.POLICY_NEWS, "关于开展起重机登记工作的通知", "2024年5月6日", ("起重机每年登记一次。",)),
        (Section.CORPORATE_NEWS, "北海港务公司买下两座码头", "2024年5月8日", ("两座码头一共花了三亿元。",)),
    ]


def test_circled_numbers_open_headlines() -> None:
    """Accounts number their news with ①②③."""
    text = (
        "港口领域本周要闻回顾（2024年5月6日—5月12日）\n\n"
        "① 港口管理局调研两座码头\n5月6日，港口管理局在北海调研两座新码头。\n"
        "② 两部门联合印发起重机登记办法\n5月7日，港口管理局、粮食局联合印发办法，要求每年登记。\n"
    )
    parts = parse_parts(read_document(text.encode(), source_name="issue.txt"))
    assert [(item.headline, item.date_text) for item in parts.items] == [
        ("港口管理局调研两座码头", "5月6日"),
        ("两部门联合印发起重机登记办法", "5月7日"),
    ]


def test_latin_capitals_in_chinese_are_no_capitals() -> None:
    """A numbered headline with an acronym stands at the level of the others."""
    text = (
        "港口一周观察\n\n2024年5月9日\n\n1.海湾公司完成B轮融资，加强AGV和VTS的研发\n\n5月6日，海湾公司宣布完成融资。\n\n"
        "2.北海港务公司买下两座码头\n\n5月7日，公司宣布买下码头。\n"
    )
    parts = parse_parts(read_document(text.encode(), source_name="issue.txt"))
    assert [item.headline for item in parts.items] == [
        "海湾公司完成B轮融资，加强AGV和VTS的研发",
        "北海港务公司买下两座码头",
    ]


def test_headings_set_as_the_title_is_are_pieces_of_news() -> None:
    """A heading that names rules is no notice's title where others of its level tell of other things."""
    text = (
        "# 渡口商会简讯\n\n2024年9月\n\n## 航运\n\n### 【港口局】发布渡轮编号规则\n\n"
        "港口管理局9月5日发布渡轮编号规则。\n\n"
        "### 【海事局】就渡轮灯光办法征求意见\n\n海事管理局9月8日公布办法草案，意见请于10月8日前反馈。\n\n"
        "### 【商务部】渡轮出口退税率提高两个百分点\n\n商务部9月12日公告，退税率自10月1日起提高。\n"
    )
    parts = parse_parts(read_document(text.encode(), source_name="jianxun.md"))
    assert [item.headline for item in parts.items] == [
        "【港口局】发布渡轮编号规则",
        "【海事局】就渡轮灯光办法征求意见",
        "【商务部】渡轮出口退税率提高两个百分点",
    ]


def test_who_made_an_issue_on_one_line_without_spaces() -> None:
    """Each role opens a name of its own; a greeting's line on what follows is no news."""
    news = "港口管理局5月6日公布《起重机登记办法》，要求所有起重机按年登记，登记由港口所在地的管理机构办理。"
    reading = read(
        "# 缆绳周报", "2025年5月6日", "以下为本周政策要点。", "## 起重机须登记", news, "编辑：王晓审核：李明"
    )
    assert [person.name for person in reading.parts.people] == ["王晓"]
    assert reading.parts.unread == ()
    barred = read("# 缆绳周报", "2025年5月6日", "## 起重机须登记", news, "责编｜周宁")
    assert [person.name for person in barred.parts.people] == ["周宁"]


def test_bullets_over_paragraphs_are_headlines_in_chinese_too() -> None:
    """A headline has no spaces there that count its words."""
    crane = "8月26日，港口管理局印发《起重机登记办法》，要求所有起重机按年登记。"
    ship = "8月28日，北海船厂宣布签订渡轮采购合同，金额2.5亿元。"
    notes = ("- 港口管理局印发起重机登记办法", crane, "来源：港口报", "- 北海船厂获渡轮订单", ship, "来源：公司公告")
    items = read("# 港口周刊", "2025年8月31日", *notes).parts.items
    assert [item.headline for item in items] == ["港口管理局印发起重机登记办法", "北海船厂获渡轮订单"]


def test_the_only_news_under_a_heading_beside_lists() -> None:
    """Its number goes as those of the lists do; the first figure of a day is no part of it."""
    text = (
        "港口政策月刊\n\n2025年8月\n\n港口管理局\n\n1.8月4日，港口管理局印发《起重机登记办法》。\n2.8月12日，港口管理局公布《渡轮规则》。\n\n"
        "粮食局\n\n1.8月25日，粮食局印发《粮仓意见》。"
    )
    items = parse_parts(read_document(text.encode(), source_name="a.txt")).items
    assert [(item.date_text, item.heading_text) for item in items] == [
        ("8月4日", "港口管理局"),
        ("8月12日", "港口管理局"),
        ("8月25日", "粮食局"),
    ]


def test_a_table_of_drafts_names_who_asks_for_views() -> None:
    """征求意见单位 heads the column of issuers, 截止日期 that of the last days."""
    text = (
        "# 港口简报\n\n2025年5月31日\n\n| 序号 | 名称 | 征求意见单位 | 发布日期 | 截止日期 |\n|---|---|---|---|---|\n"
        "| 1 | 渡轮办法（征求意见稿） | 港口管理局 | 2025-05-20 | 2025-06-19 |\n"
    )
    (item,) = parse_parts(read_document(text.encode(), source_name="a.md")).items
    assert (item.issuer_text, item.date_text) == ("港口管理局", "2025-05-20")


def test_numbered_news_behind_tags() -> None:
    """Who or where in 【】 behind the number makes news of each, with a day or without."""
    text = (
        "【港口早报】2025年9月3日 星期三\n\n1、【港口管理局】发布《关于渡轮的意见》，到2030年渡轮超百艘。（8月27日）\n"
        "2、【财政部】调整港口免税政策，9月1日起执行。\n3、【东港】印发《东港起重机规划》，共三章。\n"
    )
    items = parse_parts(read_document(text.encode(), source_name="a.txt")).items
    assert [item.date_text for item in items] == ["8月27日", None, None]
    assert [item.summary[0][:5] for item in items] == ["【港口管理", "【财政部】", "【东港】印"]


def test_fields_on_one_line_are_no_headline() -> None:
    """Soft breaks of Markdown put 时间 and 机构 on one line, 影响 behind the text."""
    when = "**时间**：2025-10-09\n**机构**：港口管理局\n**文号**：港发〔2025〕62号"
    fields = f"{when}\n**要点**：渡轮须登记。\n**影响**：成本上升。\n"
    text = f"# 港口观察\n\n2025年10月12日\n\n## 重点政策\n\n### 渡轮须登记\n\n{fields}\n### 缆绳须登记\n\n{fields}"
    items = parse_parts(read_document(text.encode(), source_name="a.md")).items
    assert [(item.headline, item.date_text, item.comment) for item in items] == [
        (name, "2025-10-09", ("成本上升。",)) for name in ("渡轮须登记", "缆绳须登记")
    ]


def test_sections_and_headlines_behind_signs() -> None:
    """A section's name over bullets is a heading, whatever its sign; stars around the series are no part of it."""
    crane = "6月18日，港口管理局公布起重机委员会的筹建方案，所有港口都可以参加这个委员会。"
    ship = "6月30日，北海船厂宣布收购东港缆绳公司六成股份，收购在年底前完成。"
    text = (
        "★港口产业半月报★ 2025年6月下半月\n\n►国家动态\n★港口管理局成立起重机委员会\n"
        f"{crane}\n\n►企业动态\n★北海船厂收购东港缆绳\n{ship}\n"
    )
    parts = parse_parts(read_document(text.encode(), source_name="a.txt"))
    assert (parts.series, str(parts.period_start), str(parts.period_end)) == (
        "港口产业半月报",
        "2025-06-16",
        "2025-06-30",
    )
    assert [(item.headline, item.section) for item in parts.items] == [
        ("港口管理局成立起重机委员会", Section.POLICY_NEWS),
        ("北海船厂收购东港缆绳", Section.CORPORATE_NEWS),
    ]


PAPER = "5月20日，商务部公布了一份文件。"


@pytest.mark.parametrize("words", ["公布：{} 施行：{}　效力级别：部门规章　商务部令2025年第3号",
                                   "印发：{}｜生效：{}｜性质：规章｜商务部令2025年第3号",
                                   "发布日期：{}；施行日期：{}；商务部令2025年第3号"])  # fmt: skip
def test_fields_may_be_named_by_a_verb_and_a_number_by_nothing(words: str) -> None:
    """In the line below a headline; where the source lost the spaces behind days in words too."""
    line = words.format("2025-03-24", "2025-05-01")
    item = read(
        "# 绳索周报", "2025年3月31日", "## 新规", "### 绳索有了规则", line, "商务部公布《绳索办法》，规范绳索。"
    ).parts.items[0]
    told = find_field_line(line)
    assert told is not None
    assert (item.date_text, told.numbers) == ("2025-03-24", ("商务部令2025年第3号",))
    assert item.summary[0] == "商务部公布《绳索办法》，规范绳索。"
    joined = find_field_line("印发：2025年3月24日生效：2025年5月1日性质：部门规章")
    assert joined is not None
    assert (joined.date_text, joined.terms) == ("2025年3月24日", ("生效：2025年5月1日",))


def test_figures_before_chinese_headlines_count_without_a_sign() -> None:
    """Where they count up from 1 ("1　绳索"); a contents list above says the same, and what each part holds."""
    parts = read(
        "# 绳索周报", "2025年3月31日",
        "本期目录", "新规", "1 绳索有了规则", "2 渔网有了规则", "企业: 3 三一重工开设船厂", "征求意见: 4–5",
        "## 新规", "### 1 绳索有了规则", PAPER, "### 2 渔网有了规则", PAPER,
        "## 企业", "### 3 三一重工开设船厂", PAPER,
        "## 征求意见", "### 4 浮标有了草案", PAPER, "### 5 缆车有了草案", PAPER,
    ).parts  # fmt: skip
    assert [item.headline for item in parts.items] == [
        "绳索有了规则", "渔网有了规则", "浮标有了草案", "缆车有了草案", "三一重工开设船厂",
    ]  # fmt: skip
    assert not parts.unread
    amounts = ("8 部门联合整治绳索", "3 地试点渔网登记", "15 项标准发布")
    told = read(
        "# 绳索周报", "2025年3月31日", "## 政策", *(note for head in amounts for note in (f"### {head}", PAPER))
    )
    assert tuple(item.headline for item in told.parts.items) == amounts
