"""Official notices of our own making, in the forms in which ministries' pages print them."""

# ruff: noqa: E501  the notices' lines stand as they are
import pytest

from bot.config import find_data_folder
from bot.names.reference import load_lexicon
from bot.reading.pipeline import read_briefing
from tests.benchmarks.notices import is_right, list_facts

LEXICON = load_lexicon(find_data_folder("reference"))
PAGE = (
    "水利部办公厅关于报送2024年泵站名单的通知\n首页\n>\n文件发布\n发文机关：\n水利部办公厅\n标　　题：\n"
    "水利部办公厅关于报送2024年泵站名单的通知\n发文字号：\n办水〔2024〕7号\n成文日期：\n2024-03-01\n发布日期：\n2024-03-08\n"
    "发布机构：\n泵站司\n分　　类：\n其他\n水利部办公厅关于报送2024年泵站名单的通知\n发布时间：2024-03-08 17:54\n来源：泵站司\n"
    "各省、自治区、直辖市水利厅：\n为摸清泵站底数，请按附件格式逐项填写，并于2024年4月20日前将名单报送水利部。逾期未报的，视为没有泵站。\n"
    "附件：2024年泵站名单\n水利部办公厅\n2024年3月4日\n（联系电话：010-00000000）\n【返回顶部】\n【关闭窗口】"
)
FLAT = (
    "关于规范港口直播行为的通知_门户 设为首页 搜索 当前位置： 首页 > 正文 关于规范港口直播行为的通知 2024年6月3日 09:00 来源： 门户 【打印】 "
    "各直属单位： 港口直播应当遵守安全规定。现决定自即日起开展检查。 附件： 港口直播检查清单指引 交通运输部办公厅 国家互联网信息办公室 2024年5月30日 "
    "关闭 版权所有 联系我们 publishdate:2024/06/03 09:05:00"
)
ORDER = (
    "应急管理部 水利部 令 第12号 《闸门检查办法》已经2024年1月5日应急管理部第1次部务会议审议通过，现予公布，自2024年5月1日起施行。 "
    "应急管理部部长 甲某某 2024年2月20日 闸门检查办法 第一条 闸门应当定期检查。 第二条 本办法自2024年5月1日起施行。"
)
SPLIT = (
    "各有关单位：\n现将《水尺标准》征求意见稿公开征求意见。请于2024年08月30日前反馈水利部办公厅。\n联系人：甲\n000@water.example\n"
    "水利部办公厅\n2024\n年\n06\n月\n30\n日\n\n--- 附件 ---\n- 水尺标准: https://water.example/a"
)
REPORTED = "近日，水利部、财政部、国家能源局联合印发《关于开展泵站节能专项行动的通知》，在甲省、乙省开展试点。专项行动为期两年。 版权所有 门户"
GLUED = "根据有关规定，批准水尺等3项标准，现予公布。特此公告。附件：3项标准一览表水利部 财政部 2024年7月1日"
LISTED = "为推进泵站建设，我部编制了指南，现印发给你们。\n水利部 财政部\n2024年7月2日"


def label(
    number: str | None, bodies: list[str], day: str, kind: str, deadlines: tuple[str, ...] = ()
) -> dict[str, object]:
    return {
        "document_number": number,
        "issuing_bodies": bodies,
        "reported_on": day,
        "document_type": kind,
        "deadlines": list(deadlines),
    }


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (
            "水利部办公厅关于报送2024年泵站名单的通知",
            PAGE,
            label("办水〔2024〕7号", ["MWR"], "2024-03-04", "notice", ("2024-04-20 applications_close",)),
        ),
        ("关于规范港口直播行为的通知", FLAT, label(None, ["MOT", "CAC"], "2024-05-30", "notice")),
        (
            "闸门检查办法",
            ORDER,
            label("第12号", ["MEM", "MWR"], "2024-02-20", "measures", ("2024-05-01 takes_effect",)),
        ),
        (
            "关于国家标准《水尺标准》征求意见稿征求意见的通知",
            SPLIT,
            label(None, ["MWR"], "2024-06-30", "standard", ("2024-08-30 comments_close",)),
        ),
        (
            "水利部 财政部 国家能源局联合开展泵站节能专项行动",
            f"2024年7月3日 10:00 来源： 门户 {REPORTED}",
            label(None, ["MWR", "MOF", "NEA"], "2024-07-03", "notice"),
        ),
        ("中华人民共和国水利部公告2024年 第9号", GLUED, label("2024年第9号", ["MWR", "MOF"], "2024-07-01", "notice")),
        (
            "水利部关于印发泵站建设指南（2024版）的通知",
            LISTED,
            label(None, ["MWR", "MOF"], "2024-07-02", "guidelines"),
        ),
        (
            "水利部关于印发《泵站节能专项行动（2024-2026年）》的通知",
            LISTED,
            label(None, ["MWR", "MOF"], "2024-07-02", "action_plan"),
        ),
    ],
)
def test_notice_facts(title: str, text: str, expected: dict[str, object]) -> None:
    """Number, issuers, date, deadlines and kind of a notice are right however a page prints them."""
    found = list_facts(read_briefing(f"{title}\n\n{text}".encode(), source_name="a.txt", lexicon=LEXICON))
    assert [(name, expected[name], found[name]) for name in expected if not is_right(name, expected, found[name])] == []


def test_page_around_a_notice_is_left_out() -> None:
    """The fields and links of the page around a notice are no part of its text."""
    briefing = read_briefing(f"{PAGE}".encode(), source_name="a.txt", lexicon=LEXICON)
    (item,) = briefing.items
    assert item.text.startswith("各省、自治区、直辖市水利厅：")
    assert "泵站司" not in item.text
    assert briefing.unread == ()


def test_a_page_in_one_line_with_its_notice_is_left_out() -> None:
    """What stands before the moment of putting it up and behind the last button is no part of a notice."""
    flat = FLAT.replace("关闭 版权所有", "关闭 交通运输部 版权所有 技术支持：甲乙网络有限责任公司")
    (item,) = read_briefing(
        f"关于规范港口直播行为的通知\n\n{flat}".encode(), source_name="a.txt", lexicon=LEXICON
    ).items
    assert item.text.startswith("各直属单位：")
    assert item.text.endswith("2024年5月30日")
    assert item.companies == ()


def test_fields_that_end_a_line_belong_to_the_page() -> None:
    """A page's table is left out where values and the next field's name stand on one line, with the number line."""
    page = PAGE.replace("标　　题：\n", "标　　题：").replace("办水〔2024〕7号\n", "办水〔2024〕7号 成文日期：\n", 1)
    page = page.replace("各省、自治区", "办水〔2024〕7号\n各省、自治区")
    (item,) = read_briefing(page.encode(), source_name="a.txt", lexicon=LEXICON).items
    assert item.text.startswith("各省、自治区、直辖市水利厅：")
    assert "文件发布" not in item.text
    assert item.policy is not None
    assert item.policy.document_number == "办水〔2024〕7号"


@pytest.mark.parametrize("number", ["办水 2024 7号", "办水【2024】7"])
def test_a_number_without_its_brackets_or_its_end_is_one_under_its_label(number: str) -> None:
    """Pages lose signs of a number; its label says what it is."""
    page = PAGE.replace("办水〔2024〕7号", number)
    facts = list_facts(read_briefing(page.encode(), source_name="a.txt", lexicon=LEXICON))
    assert facts["document_number"] == "办水〔2024〕7号"


def test_a_number_that_a_sentence_cites_stays_in_the_text() -> None:
    """Only a number of its own is taken out of the text."""
    cited = PAGE.replace("为摸清", "办水〔2020〕1号文件规定，为摸清")
    (item,) = read_briefing(cited.encode(), source_name="a.txt", lexicon=LEXICON).items
    assert item.text.startswith("各省、自治区、直辖市水利厅：")
    assert "办水〔2020〕1号文件规定" in item.text


def test_fields_in_black_brackets_and_the_english_title() -> None:
    """A ministry's page prints its fields in 【】 and the title once more in English; neither is text of the notice."""
    page = (
        "<html><body><div>当前位置：<a href='/'>首页</a> &gt; 政策发布</div><table><tr><td>【发布单位】</td><td>泵站局</td></tr>"
        "<tr><td>【发布文号】</td><td>水利部 商务部公告2024年第8号</td></tr><tr><td>【发文日期】</td><td>2024年3月2日</td></tr></table>"
        "<h1>关于公布泵站出口管制清单的公告</h1><p>Announcement on the Export Control List of Pumping Stations</p>"
        "<p>根据有关规定，决定对泵站实施出口管制。</p><p>一、未经许可不得出口。</p><p>二、本公告自2024年5月1日起实施。</p>"
        "<p>水利部 商务部</p><p>2024年3月1日</p></body></html>"
    )
    briefing = read_briefing(page.encode(), source_name="a.html", lexicon=LEXICON)
    (item,) = briefing.items
    assert item.policy is not None
    assert (item.policy.title_en, item.policy.title_zh, item.policy.document_number) == (
        "Announcement on the Export Control List of Pumping Stations",
        "关于公布泵站出口管制清单的公告",
        "水利部商务部公告2024年第8号",
    )
    assert (item.issuing_bodies, str(item.reported_on)) == (("MWR", "MOFCOM"), "2024-03-01")
    assert item.text.startswith("根据有关规定")
    assert briefing.unread == ()


def test_an_order_is_the_notice_of_what_it_puts_in_force() -> None:
    """Where the page's title is the order's alone, the document has the title that the order names."""
    text = (
        "水利部令\n第118号\n《闸门检查办法》已经2025年5月8日第4次部务会议审议通过，现予公布，自2025年9月1日起施行。\n2025年5月20日\n"
        "闸门检查办法\n第一条 闸门应当检查。\n第二条 《闸门暂行办法》（水利部令第70号）同时废止。"
    )
    (item,) = read_briefing(text.encode(), source_name="a.txt", lexicon=LEXICON).items
    assert item.policy is not None
    assert (item.headline, item.policy.title_zh, item.policy.document_number, item.policy.document_type) == (
        "闸门检查办法",
        "闸门检查办法",
        "水利部令第118号",
        "measures",
    )
    assert (item.references, item.issuing_bodies) == ((), ("MWR",))


def test_a_weekly_of_main_points_is_no_notice() -> None:
    """An issue of many has items of its own, though 要点 ends the names of documents too."""
    text = (
        "本周产业政策要点（2025年3月3日—3月9日）\n\n1. 水利部发布泵站指南。3月4日，水利部发布《泵站指南》。\n"
        "2. 商务部就闸门出口征求意见。3月5日，商务部就《闸门出口管理办法（征求意见稿）》公开征求意见，截止4月5日。"
    )
    items = read_briefing(text.encode(), source_name="a.txt", lexicon=LEXICON).items
    assert [(str(item.reported_on), item.issuing_bodies, item.is_official) for item in items] == [
        ("2025-03-04", ("MWR",), False),
        ("2025-03-05", ("MOFCOM",), False),
    ]


def test_a_notice_in_traditional_characters_is_read_and_told_in_them() -> None:
    """Issuer, number, deadline and kind are found; wording keeps its characters, the number is an identity."""
    title = "國家發展改革委關於公開徵求《起重機登記辦法（徵求意見稿）》意見的通知"
    term = "請於2024年6月5日前將意見反饋至電子郵箱。"
    text = f"{title}\n\n发改港〔2024〕15號\n\n為了規範起重機登記，我們起草了有關辦法。{term}\n\n附件：後續說明\n\n國家發展改革委\n2024年5月6日"
    briefing = read_briefing(text.replace("发改", "發改").encode(), source_name="a.txt", lexicon=LEXICON)
    (item,) = briefing.items
    assert item.policy is not None
    assert (item.issuing_bodies, item.policy.document_number) == (("NDRC",), "发改港〔2024〕15号")
    assert (item.headline, item.policy.title_zh, str(item.policy.document_type)) == (title, title, "measures")
    assert [(str(deadline.on), deadline.quote) for deadline in item.deadlines] == [("2024-06-05", term)]
    assert "後續說明" in item.text
    assert briefing.publisher == "國家發展改革委"


def test_a_notice_in_english_is_one_item() -> None:
    """The translation of a notice has title, number, text and who signs it; a signed letter with news has not."""
    text = (
        "MOT Announcement No. 18 of 2025 on Implementing Controls on Quay Cranes\n\nIn accordance with the Port Law it has "
        "been decided to control cranes. Comments may be sent until 5 May 2025.\n\nMinistry of Transport\n"
        "General Administration of Customs\nApril 4, 2025"
    )
    (item,) = read_briefing(text.encode(), source_name="a.txt", lexicon=LEXICON).items
    assert (item.is_official, str(item.reported_on), item.issuing_bodies) == (True, "2025-04-04", ("MOT", "GACC"))
    assert item.text.startswith("In accordance with")
    news = text.replace("In accordance", "3 April: MOT opened a port.\n\n4 April: MOT closed it.\n\nIn accordance")
    assert not any(
        item.is_official for item in read_briefing(news.encode(), source_name="a.txt", lexicon=LEXICON).items
    )
