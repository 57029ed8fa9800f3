"""Chinese wordings of publishers and offices: days on lines of their own, kinds of documents, who acts."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import DocumentType, Nature, PolicyStatus, Section
from bot.reading.formats.normalise import normalise_text
from bot.reading.parts import BriefingParts, ItemParts
from bot.reading.recognition.document_types import find_document_type
from bot.reading.recognition.recognise import recognise
from bot.reading.recognition.titles import is_bare_title
from tests.reading.recognition.recognise_lexicon import DOCUMENT, LEXICON, read_company_news, read_item


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("4 月 15 日，反馈截止 2026 年 5 月 31 日", "4月15日，反馈截止 2026年5月31日"),
        ("实施日为 2026 年 7 月 1 日。", "实施日为2026年7月1日。"),
        ("主任 张三 2025 年 4 月 23 日", "主任张三 2025年4月23日"),
        ("从 20 万元下调至 15 万元", "从 20 万元下调至 15 万元"),
        ("于２０２５年４月２５日前，ＡＩ％", "于2025年4月25日前，AI％"),
    ],
)
def test_spaces_inside_a_day_are_none(printed: str, read: str) -> None:
    """Publishers set them between signs and figures; one before a day that stands alone stays; wide figures go."""
    assert normalise_text(printed) == read


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("深海市支持低空飞行的若干措施", DocumentType.MEASURES),
        ("深海市支持起重机制造的若干政策", DocumentType.MEASURES),
        ("起重机安全操作规程", DocumentType.PROVISIONS),
        ("港口管理局对第27号建议的答复", DocumentType.OTHER),
        ("《起重机编号规则》等21项行业标准报批公示", DocumentType.STANDARD),
        ("起重机登记办法公开征求意见", DocumentType.MEASURES),
        ("起重机安全要求", DocumentType.STANDARD),
        ("起重机登记指导原则", DocumentType.GUIDELINES),
        ("《起重机登记规定》实施细则", DocumentType.PROVISIONS),
        ("关于发布起重机登记指南的通知", DocumentType.GUIDELINES),
        ("关于适用《起重机法》若干问题的解释（二）", DocumentType.INTERPRETATION),
        ("关于印发起重机登记办法（2024年版）的通知", DocumentType.MEASURES),
    ],
)
def test_kinds_by_chinese_endings(title: str, kind: DocumentType) -> None:
    """Measures by another word, codes of practice, answers, and standards shown by the first of many."""
    assert find_document_type(None, title) is kind


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("关于印发《起重机登记办法》的通知", True),
        ("《起重机登记办法》", True),
        ("国家发展改革委联合印发《关于起重机登记的指导意见》", False),
    ],
)
def test_a_headline_that_tells_who_issued_what_is_no_title(text: str, bare: bool) -> None:
    """A title says what it is on before any verb of issuing."""
    assert is_bare_title(text) is bare


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("二、征求意见时间\n\n2024年4月4日至2024年4月27日。", ["2024-04-27 comments_close"]),
        ("征求意见起止时间：\n\n2024年4月4日至4月27日", ["2024-04-27 comments_close"]),
        ("一、申报时间\n\n请于2024年4月30日前提交。", ["2024-04-30 applications_close"]),
        ("一、试点时间\n\n2024年4月4日至2024年4月27日。", []),
        ("有关建议、批评和意见，请于4月10日前，通过电话或书面形式反映。", ["2024-04-10 comments_close"]),
        ("新办法的正式实施日为2024年7月1日。", ["2024-07-01 takes_effect"]),
        ("政策自2024年7月1日至2025年6月30日执行。", ["2024-07-01 takes_effect"]),
        ("税率自2024年7月1日起调整。", ["2024-07-01 takes_effect"]),
    ],
)
def test_days_under_a_line_that_says_what_closes(text: str, expected: list[str]) -> None:
    """A line of its own above a day is its label; what is reported by a day in the offices' own words closes then."""
    item = read_item(summary=tuple(text.split("\n\n")))
    assert [f"{each.on} {each.kind}" for each in item.deadlines] == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("海王集团旗下云帆出行完成10亿元融资。", ["云帆出行"]),
        ("雄鹰股份、白海豚船厂中标码头项目。", ["雄鹰股份"]),
        ("Acme与美国萨姆松公司签署两份协议。", ["萨姆松公司"]),
        ("中国科技宣布不了什么。", []),
        ("发展重工和新能源，与该公司签署协议。", []),
    ],
)
def test_short_names_of_companies_by_chinese_cues(text: str, names: list[str]) -> None:
    """What a group owns, whose news it is, and who comes from abroad; words for all or for the same are none."""
    found = [company.name for company in read_company_news(text).companies if not company.company_id]
    assert found == names


@pytest.mark.parametrize(
    ("label", "unread"),
    [("北海市港口管理局", ["北海市港口管理局"]), ("深海市粮食局", []), ("粮仓联盟", ["粮仓联盟"])],
)
def test_a_local_office_that_the_item_tells_of_is_not_unread(label: str, unread: list[str]) -> None:
    """No list of ours holds it; where only its label has it, or it may be anybody, a person looks."""
    item = ItemParts(
        section=Section.POLICY_NEWS, position=1, issuer_text=label, summary=("深海市粮食局和粮仓联盟发布办法。",)
    )
    briefing = recognise(BriefingParts(items=(item,)), lexicon=LEXICON, document=DOCUMENT)
    assert [block.text for block in briefing.unread] == unread


@pytest.mark.parametrize(
    "text",
    [
        "国家发展改革委3月15日就《起重机登记办法》修订发布征求意见稿。",
        "国家发展改革委等三部门发文，要求起重机每年登记。",
        "国家发展改革委第12次委务会议审议通过《起重机登记办法》。",
        "国家发展改革委会同有关部门起草了《起重机登记办法》。",
        "国家发展改革委：延续实施《起重机登记办法》。",
        "主任签署第5号国家发展改革委令，公布《起重机登记办法》。",
    ],
)
def test_who_acts_in_chinese_wordings(text: str) -> None:
    """The document or a meeting may stand between the actor and the verb; 发文 is one, and so is an order signed."""
    assert read_item(text).issuing_bodies == ("NDRC",)


def test_a_day_for_comments_before_the_items_own_is_over() -> None:
    """A day that opens a clause before the item's own tells history; what took effect then may be in force."""
    text = "2024年3月11日至4月10日，国家发展改革委公开征求意见。办法自2024年4月20日起施行。"
    item = ItemParts(section=Section.POLICY_NEWS, position=1, summary=(text,), date_text="2024年5月20日")
    (read,) = recognise(BriefingParts(items=(item,)), lexicon=LEXICON, document=DOCUMENT).items
    assert [f"{each.on} {each.kind}" for each in read.deadlines] == ["2024-04-20 takes_effect"]


@pytest.mark.parametrize(
    ("text", "companies"),
    [
        ("青岛缆绳有限公司8月12日与挪威Fjellmar Subsea签约。", ["青岛缆绳", "Fjellmar Subsea"]),
        ("德国Hallbach Pumpen在苏州新设研发中心。", ["Hallbach Pumpen"]),
        ("缆绳协会与Ropal Marine合作。", ["Ropal Marine"]),
        ("渡轮上用了德国TÜV认证的缆绳。", []),
        ("缆绳采用美国AI芯片，获FDA批准。", []),
        ("海澜智造（688999）：拟定增募资。", ["海澜智造"]),
        ("【缆绳出海】东港缆绳股份有限公司12月1日公告，将在墨西哥建厂。", ["东港缆绳"]),
        ("12月2日东港缆绳股份有限公司停产。", ["东港缆绳"]),
        ("会员单位东港缆绳（大连）有限公司投产。", ["东港缆绳（大连）"]),
    ],
)
def test_companies_by_country_number_and_place(text: str, companies: list[str]) -> None:
    """A country or a partner before a Latin name, the number of shares behind one, and brackets or days before it."""
    assert [company.name for company in read_company_news(text).companies] == companies


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        ("中国人民银行转发商务部《缆绳出口意见》，要求压实责任。", ("PBOC", "MOFCOM")),
        ("市场监管总局附条件批准一起缆绳企业收购案。", ("SAMR",)),
        ("国家能源局8月14日在京召开座谈会，听取缆绳企业意见。", ("NEA",)),
    ],
)
def test_who_passes_on_approves_and_meets(text: str, issuers: tuple[str, ...]) -> None:
    """What is passed on is of both, an approval with conditions an act, and who calls a meeting acts."""
    assert read_item(text).issuing_bodies == issuers


def test_a_headline_tells_who_acts_where_the_text_does_not() -> None:
    """By whom something "was approved" in the text, did not issue it."""
    found = read_item("《缆绳工作方案》经公安部批准印发，新增缆绳1500条。", headline="商务部扩大缆绳范围")
    assert found.issuing_bodies == ("MOFCOM",)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("国家能源局8月14日在京召开座谈会，听取缆绳企业意见。", PolicyStatus.UNKNOWN),
        ("商务部8月14日召开工作会，印发缆绳办法。", PolicyStatus.ISSUED),
        ("商务部修订发布《缆绳指引》，要求缆绳公司作出说明。", PolicyStatus.AMENDED),
    ],
)
def test_what_becomes_of_it(text: str, status: PolicyStatus) -> None:
    """A meeting that hears views issues nothing; what is issued after a revision is amended."""
    found = read_item(text)
    assert found.policy is not None
    assert found.policy.status is status


@pytest.mark.parametrize(
    ("text", "title", "nature"),
    [
        ("《缆绳负面清单（2025年版）》事项由117项减至106项。", "缆绳负面清单（2025年版）", None),
        ("国家能源局公示强制性国家标准《缆绳安全规程》，公示期至5月14日。", "缆绳安全规程", None),
        ("商务部公布《缆绳利用办法》，2016年的暂行办法同时废止。", "缆绳利用办法", None),
        ("商务部公布《缆绳利用暂行办法》，自5月1日起施行。", "缆绳利用暂行办法", Nature.INTERIM),
    ],
)
def test_titles_of_lists_and_notices_to_the_public(text: str, title: str, nature: Nature | None) -> None:
    """A title may open the news, or be put up (公示); what is repealed with it says nothing of its nature."""
    found = read_item(text)
    assert found.policy is not None
    assert (found.policy.title_zh, found.policy.nature) == (title, nature)


def test_a_title_in_both_languages_on_one_line() -> None:
    """A headline that is the title twice gives both; one that only describes the document gives none."""
    text = "缆绳每年登记一次。"
    twin = read_item(text, headline="关于缆绳登记的公告 Announcement on the Registration of Ropes").policy
    assert twin is not None
    assert (twin.title_zh, twin.title_en) == ("关于缆绳登记的公告", "Announcement on the Registration of Ropes")
    told = read_item(
        "商务部公布《缆绳调控管理暂行办法》。", headline="Rope quotas: interim rules 缆绳调控暂行办法"
    ).policy
    assert told is not None
    assert (told.title_zh, told.title_en) == ("缆绳调控管理暂行办法", None)


def test_a_leading_title_has_no_marks_and_names_its_issuer() -> None:
    """《...》 before a colon is the title without its marks, and who stands before 关于 issues it."""
    found = read_item("《工业和信息化部关于缆绳管理的意见》：12月3日发布，共16条。").policy
    assert found is not None
    assert found.title_zh == "工业和信息化部关于缆绳管理的意见"
    assert read_item("商务部关于缆绳管理的意见（商发〔2024〕52号）：12月25日公布。").issuing_bodies == ("MOFCOM",)


def test_an_amendment_bill_is_a_law() -> None:
    """修正草案 stands behind the kind of what it amends."""
    assert find_document_type(None, "中华人民共和国价格法修正草案（征求意见稿）") is DocumentType.LAW


def test_what_will_be_put_off_is_not_issued() -> None:
    """将延后发布 tells of no act."""
    found = read_item("商务部11月6日表示指南将延后发布。").policy
    assert found is not None
    assert found.status is PolicyStatus.UNKNOWN


def test_who_pays_out_acts() -> None:
    """向…发放 is an act."""
    assert read_item("财政部9月25日向困难群众发放一次性补助。").issuing_bodies == ("MOF",)


def test_a_document_behind_the_names_of_its_issuers() -> None:
    """ "商务部、财政部《办法》" is the title alone, and they issue it; what is about a title keeps its own words."""
    found = read_item("按保险费的一半补助。", headline="缆绳补偿", article_text="商务部、财政部《缆绳保险补偿办法》")
    assert found.policy is not None
    assert (found.policy.title_zh, found.issuing_bodies) == ("缆绳保险补偿办法", ("MOFCOM", "MOF"))


def test_who_starts_something_in_several_places() -> None:
    """Where it starts stands between who acts and the act."""
    assert read_item("财政部10月23日在北京、上海、海南启动缆绳试点。").issuing_bodies == ("MOF",)
