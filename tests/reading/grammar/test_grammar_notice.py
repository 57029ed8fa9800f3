"""Official notices in Chinese are one item of `top`, with number, issuers and date."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.records.briefing import Section
from bot.reading.formats.source import read_document
from bot.reading.grammar.lines.placement import Place
from bot.reading.grammar.notices.number_places import complete_government
from bot.reading.grammar.parse import parse_parts
from tests.reading.grammar.grammar_blocks import read

TITLE = "港口管理局关于征求《起重机管理办法（征求意见稿）》意见的通知"


@pytest.mark.parametrize(
    ("notes", "issuer", "date_text", "number"),
    [
        (
            (f"# {TITLE}", "港发〔2024〕15号", "各单位：", "请提出意见。", "港口管理局", "2024年5月20日"),
            "港口管理局",
            "2024年5月20日",
            "港发〔2024〕15号",
        ),
        (
            (TITLE, "港发[2024]15号", "请提出意见。", "港口管理局 粮食局", "2024年5月20日"),
            "港口管理局、粮食局",
            "2024年5月20日",
            "港发[2024]15号",
        ),
        (
            (f"{TITLE}\n港发〔2024〕15号\n各单位：\n请提出意见。", "港口管理局\n2024年5月20日"),
            "港口管理局",
            "2024年5月20日",
            "港发〔2024〕15号",
        ),
        ((f"{TITLE}\n各单位：\n请提出意见。", "港口管理局\n2024年5月20日"), "港口管理局", "2024年5月20日", None),
        ((TITLE, "请提出意见。", "港口管理局 2024年5月20日"), "港口管理局", "2024年5月20日", None),
        ((TITLE, "请提出意见。", "港口管理局\n2024年5月20日"), "港口管理局", "2024年5月20日", None),
        ((f"# {TITLE}", "发布日期：2024-05-20", "发布机构：粮食局", "请提出意见。"), "港口管理局", "2024-05-20", None),
        (
            (f"# {TITLE}", "成文日期：\n2024-05-20", "发布日期：\n2024-05-24", "请提出意见。"),
            "港口管理局",
            "2024-05-20",
            None,
        ),
        (("# 起重机管理办法的公告", "发布机构：粮食局", "请提出意见。"), "粮食局", None, None),
        (("# 起重机管理办法的公告", "发文机关：盐业局", "发布机构：粮食局", "请提出意见。"), "盐业局", None, None),
        ((f"# {TITLE}", "2024年5月20日 17:06 来源： 港口网", "请提出意见。"), "港口管理局", "2024年5月20日", None),
        (
            (
                f"# {TITLE}",
                f"首页 {TITLE} 2024年5月20日 17:06 来源： 港口网 打印 {TITLE} 港发〔2024〕15号 各单位：请提出意见。",
            ),
            "港口管理局",
            "2024年5月20日",
            "港发〔2024〕15号",
        ),
        ((f"# {TITLE}", "请提出意见。"), "港口管理局", None, None),
        (("# 起重机管理办法", "第一条 起重机要登记。"), None, None, None),
    ],
)
def test_notice(notes: tuple[str, ...], issuer: str | None, date_text: str | None, number: str | None) -> None:
    """Issuers come from the signature, a label or the title; the date from the end, a label or the page's head."""
    reading = read(*notes)
    (item,) = reading.parts.items
    assert (item.section, item.position, item.headline) == (Section.TOP, 1, notes[0].removeprefix("# ").split("\n")[0])
    assert (item.issuer_text, item.date_text) == (issuer, date_text)
    assert (item.article_text or "").removeprefix(item.headline or "").strip() == (number or "")
    assert reading.parts.published_on == (dt.date(2024, 5, 20) if date_text else None)
    assert reading.parts.unread == ()


@pytest.mark.parametrize(
    ("head", "number", "expected"),
    [
        (
            "中华人民共和国港口和起重机械管理部公告",
            "2023年第32号",
            "中华人民共和国港口和起重机械管理部公告2023年第32号",
        ),
        (
            "中华人民共和国港口和起重机械管理部公告 2023年第32号",
            "",
            "中华人民共和国港口和起重机械管理部公告 2023年第32号",
        ),
        ("各单位：", "2023年第32号", "2023年第32号"),
        ("港口管理部关于起重机的公告", "2023年第32号", "2023年第32号"),
    ],
)
def test_the_number_of_an_announcement_names_its_body(head: str, number: str, expected: str) -> None:
    """The line above a bare number says whose it is; a long name is not cut."""
    title = "关于起重机登记的公告"
    reading = read(*filter(None, (title, head, number)), "现公告如下。", "港口管理部", "2023年12月7日")
    (item,) = reading.parts.items
    assert item.article_text == f"{title} {expected}"


@pytest.mark.parametrize(
    "notes",
    [
        (f"# {TITLE}", "## 政策动态", "- 3月5日：名单到期"),
        (f"# {TITLE}", "- 3月5日：名单到期", "- 3月6日：名单再到期"),
        (f"# {TITLE}", "| 日期 | 标题", "| 2024年3月5日 | 起重机办法"),
        (TITLE,),
        ("# Port Watch", "Lists are due", f"《{TITLE}》"),
    ],
)
def test_not_a_notice(notes: tuple[str, ...]) -> None:
    """A briefing in Chinese, a title alone or a text in English is no notice."""
    assert all(item.headline != notes[0].removeprefix("# ") for item in read(*notes).parts.items)


def test_navigation_is_furniture() -> None:
    """A web page's navigation lines are no part of the notice."""
    reading = read("当前位置：首页", TITLE, "请提出意见。", "- 第一", "扫一扫在手机打开")
    assert [p.place for p in reading.placements] == [Place.NAVIGATION, *[Place.ITEM] * 3, Place.NAVIGATION]
    assert reading.parts.items[0].points == ("第一",)


@pytest.mark.parametrize(
    ("notes", "title", "number"),
    [
        (
            ("港发〔2024〕15号《北海市港口管理局关于起重机登记的实施意见》", "为做好登记，提出如下意见。"),
            "北海市港口管理局关于起重机登记的实施意见",
            "港发〔2024〕15号",
        ),
        (
            ("港口管理局公告2024年第3号 关于码头登记的公告", "现将有关事项公告如下。"),
            "关于码头登记的公告",
            "港口管理局公告2024年第3号",
        ),
        (
            ("港口管理局办公室函", "港办函〔2024〕15号", "关于公开征求起重机登记意见的通知", "请提出意见。"),
            "关于公开征求起重机登记意见的通知",
            "港办函〔2024〕15号",
        ),
        (
            ("港口管理局对第27号建议的答复", "港建议〔2024〕5号", "您的建议收悉。"),
            "港口管理局对第27号建议的答复",
            "港建议〔2024〕5号",
        ),
        (("七部门联合倡议：让码头远离火种", "为保安全，现提出倡议。"), "七部门联合倡议：让码头远离火种", None),
        (("港口管理局关于登记的意见", "一、总体要求", "登记要及时。"), "港口管理局关于登记的意见", None),
    ],
)
def test_titles_of_notices(notes: tuple[str, ...], title: str, number: str | None) -> None:
    """A number, a red head and marks around it are no part of a title; a numbered heading below it is none."""
    (item,) = read(*notes).parts.items
    assert (item.is_official, item.headline) == (True, title)
    assert (item.article_text or "").removeprefix(title).strip() == (number or "")


def test_names_signed_without_a_space_are_parted() -> None:
    """Copied text loses the spaces between them; an office of another, in its name or its place, is no second name."""
    for signed in ("北海市港口管理局北海市财政局", "交通运输部财政部国家粮食局", "财政部税务总局"):
        parts = read(f"# {TITLE}", "请提出意见。", signed, "2024年5月20日").parts
        assert "".join((parts.publisher or "").split("、")) == signed
        assert len((parts.publisher or "").split("、")) == signed.count("局") + signed.count("部")
    whole = ("国家粮食和物资储备局办公室", "北海市人大常委会办公厅", "公安部港口管理局", "国家粮食局北海市粮食局")
    for signed in whole:
        (item,) = read(f"# {TITLE}", "请提出意见。", signed, "2024年5月20日").parts.items
        assert item.issuer_text == signed


def test_a_field_of_the_page_in_the_words_of_a_section_is_none() -> None:
    """Below a colon stands a value ("分类：" over "产业政策"), which makes no briefing of a notice."""
    reading = read(f"# {TITLE}", "分类：", "产业政策", "请提出意见。", "港口管理局", "2024年5月20日")
    assert [item.is_official for item in reading.parts.items] == [True]


@pytest.mark.parametrize(
    ("notes", "title"),
    [
        (("港口管理局关于印发", "《起重机登记办法》", "的通知"), "港口管理局关于印发《起重机登记办法》的通知"),
        (("港口动态。", "关于起重机登记的通知"), "关于起重机登记的通知"),
        (("首页 > 港口 > 关于起重机登记的通知", "关于粮仓检查的通知"), "关于粮仓检查的通知"),
        (("标题：关于粮仓检查的通知",), "关于粮仓检查的通知"),
        (("港口管理局令（第5号）", "起重机登记办法"), "起重机登记办法"),
        (
            ("起重机登记办法（港口管理局令第5号）", "港口管理局令第5号", "《起重机登记办法》已经会议通过，现予公布。"),
            "起重机登记办法",
        ),
    ],
)
def test_where_a_title_stands(notes: tuple[str, ...], title: str) -> None:
    """In several paragraphs, behind its field's name, or below an order's; the page's path to it is none."""
    (item,) = read(*notes, "各单位：", "请每年登记一次。", "港口管理局", "2024年5月20日").parts.items
    assert (item.is_official, item.headline) == (True, title)


@pytest.mark.parametrize("number", ["2024年第4号", "〔2024〕第4号", "[2024]4号"])
def test_the_serial_of_an_order(number: str) -> None:
    """It counts within a year in any brackets, and its day stands below it or at the end."""
    reading = read(f"港口管理局令{number}", "《起重机登记办法》已经会议通过，现予公布。", "局长海潮", "2024年5月20日")
    (item,) = reading.parts.items
    assert (item.headline, item.issuer_text, item.date_text) == ("起重机登记办法", "港口管理局", "2024年5月20日")


def test_the_day_beside_the_number_is_the_notices() -> None:
    """A line with nothing but number and day tells both; days in the text are of what it tells."""
    head = ("# 港口管理局关于起重机登记的通知", "港发〔2024〕15号 2024年5月20日")
    (item,) = read(*head, "各单位：", "登记自2024年6月1日开始。").parts.items
    assert item.date_text == "2024年5月20日"


def test_a_page_right_below_the_title_and_attachments_are_no_title() -> None:
    """Copied pages set day, time and source under the title; an attachment may be another office's notice."""
    text = (
        "关于开展起重机登记工作的通知\n2024-05-23 16:22:05   来源:港口网   点击:\n\n各单位:\n\n"
        "请于5月30日前报送申报材料。\n\n附件:1.港口管理局办公室关于开展起重机登记工作的通知\n\n2.申请书\n\n"
        "北海市港口管理局\n\n2024年5月20日\n"
    )
    (item,) = parse_parts(read_document(text.encode(), source_name="notice.txt")).items
    assert (item.headline, item.issuer_text, item.date_text) == (
        "关于开展起重机登记工作的通知",
        "北海市港口管理局",
        "2024年5月20日",
    )


def test_a_notice_put_up_again_elsewhere_keeps_its_own_day_and_number() -> None:
    """They stand on one line, below the title and the day on which the page was put up."""
    parts = read(
        "您的位置: 首页 » 法律资料",
        "港口管理局关于调整绳索规则的通知",
        "时间:2024-05-22 19:54:20 来源: 法律资料",
        "下载地址: 点击此处下载",
        "港口管理局",
        "港口管理局关于调整绳索规则的通知",
        "2020年12月28日港发[2020]17号",
        "各港口：",
        "自2021年1月1日起调整规则。现通知如下。",
    ).parts
    (item,) = parts.items
    assert (item.date_text, item.article_text) == ("2020年12月28日", "港口管理局关于调整绳索规则的通知 港发[2020]17号")
    assert item.summary[-1] == "自2021年1月1日起调整规则。现通知如下。"
    assert not any("下载" in text or "来源" in text for text in item.summary)


@pytest.mark.parametrize(
    ("issuer", "number", "named"),
    [
        ("省人民政府", "鄂政发〔2020〕26号", "湖北省人民政府"),
        ("省人民政府办公厅", "苏政办发〔2020〕26号", "江苏省人民政府办公厅"),
        ("自治区人民政府", "桂政发〔2020〕26号", "广西壮族自治区人民政府"),
        ("市人民政府", "沪府发〔2020〕26号", None),
        ("港口管理局", "鄂政发〔2020〕26号", None),
        (None, "鄂政发〔2020〕26号", None),
    ],
)
def test_a_government_has_the_place_of_its_number(issuer: str | None, number: str, named: str | None) -> None:
    """Its own paper calls it without."""
    assert complete_government(issuer, number) == named


def test_the_issuer_of_a_provinces_paper_is_named_with_the_province() -> None:
    """From the title and the number below it."""
    notes = (
        "省人民政府关于",
        "进一步办好港口的若干意见",
        "鄂政发〔2018〕26号",
        "各市人民政府：",
        "请办好港口。",
        "2018年5月16日",
    )
    (item,) = read(*notes).parts.items
    assert item.issuer_text == "湖北省人民政府"


def test_a_pages_headline_and_the_whole_title_below_it_are_one() -> None:
    """The title with all who issue it is no text below a headline that only counts them."""
    reading = read(
        "# 两部门关于开展缆绳梯度培育行动的通知",
        "发布时间：2025-05-09 16:20 来源：一司",
        "港口管理局办公厅 粮食局办公厅\n关于开展缆绳梯度培育行动的通知",
        "港厅联〔2025〕188号",
        "各单位：",
        "请在8月31日前报送名单。",
        "港口管理局办公厅",
        "粮食局办公厅",
        "2025年4月28日",
    )
    (item,) = reading.parts.items
    assert item.summary == ("各单位：", "请在8月31日前报送名单。")
    assert reading.parts.publisher == "港口管理局办公厅、粮食局办公厅"


def test_fields_in_cells_and_what_else_there_is_to_read_belong_to_the_page() -> None:
    """A number stands in the cell beside its label; links below 相关阅读 are none of the notice."""
    reading = read(
        "主题分类 | 缆绳 | 发文字号 | 港发〔2025〕412号",
        "## 港口管理局关于申报缆绳项目的通知",
        "各单位：",
        "请在7月15日前申报项目。",
        "港口管理局",
        "2025年5月16日",
        "#### 相关阅读",
        "- [一图读懂缆绳]{/a}",
        "[网站声明]{/b} | [网站地图]{/c}",
    )
    (item,) = reading.parts.items
    assert (item.article_text, item.links) == ("港口管理局关于申报缆绳项目的通知 港发〔2025〕412号", ())
