"""Policies: titles, numbers, kinds, nature, status and the documents they build on."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.records.briefing import DocumentType, Nature, PolicyStatus, ReportedPolicy, Section
from bot.reading.recognition.document_numbers import find_document_number
from bot.reading.recognition.document_types import find_document_type, find_worded_type
from bot.reading.recognition.statuses import decide_status, find_nature
from bot.reading.recognition.titles import (
    Titles,
    is_bare_title,
    list_printed_titles,
    parse_article,
)
from tests.reading.recognition.recognise_lexicon import read_item

ARTICLES = [
    ("Notice on Robots (关于机器人的通知) (Link)", Titles(en="Notice on Robots", zh="关于机器人的通知")),
    ("Rules on Robots (Trial) (机器人规则（试行）)", Titles(en="Rules on Robots (Trial)", zh="机器人规则（试行）")),
    ("Guide to “5G+ Labs” Zones ( “5G+实验” 园区指南)", Titles(en="Guide to “5G+ Labs” Zones", zh="“5G+实验”园区指南")),
    ("Two Acts （甲办法（暂行），乙办法）", Titles(en="Two Acts", zh="甲办法（暂行），乙办法")),
    ("关于机器人的通知（工信部联科〔2024〕12号）", Titles(zh="关于机器人的通知", number="工信部联科〔2024〕12号")),
    ("《2025年机器人行动方案》", Titles(zh="2025年机器人行动方案")),
    ("关于机器人的通知 (Notice on Robot Safety)", Titles(en="Notice on Robot Safety", zh="关于机器人的通知")),
    ("2025年机器人大赛公告", Titles(zh="2025年机器人大赛公告")),
    ("12 Measures 机器人办法", Titles(en="12 Measures", zh="机器人办法")),
    ("关于印发《机器人 指南》的通知", Titles(zh="关于印发《机器人指南》的通知")),
    ("Measures for Data 数据办法", Titles(en="Measures for Data", zh="数据办法")),
    ("Notice on Robots (关于机器人的通知", Titles(en="Notice on Robots", zh="关于机器人的通知")),
    ("Notice on Robots [关于机器人的通知]", Titles(en="Notice on Robots", zh="关于机器人的通知")),
    ("Rules [Trial] (机器人规则)", Titles(en="Rules [Trial]", zh="机器人规则")),
    ("“Plan for Robots”", Titles(en="Plan for Robots")),
    ("Plan (A) for Robots)", Titles(en="Plan (A) for Robots)")),
    ("Plan one (甲计划) (乙计划)", Titles(en="Plan one", zh="甲计划；乙计划")),
    (
        "工业和信息化部公告（2025年第7号）",
        Titles(zh="工业和信息化部公告（2025年第7号）", number="工业和信息化部公告2025年第7号"),
    ),
    ("Notice on tax for cranes (公告2023年第10号)", Titles(en="Notice on tax for cranes", number="公告2023年第10号")),
    ("Notice on Cranes (财税〔2023〕5号)", Titles(en="Notice on Cranes", number="财税〔2023〕5号")),
    ("Measures for Cranes (《起重机办法》, Order No. 19)", Titles(en="Measures for Cranes", zh="起重机办法")),
    ("Measures for Cranes (起重机办法), Order No. 19", Titles(en="Measures for Cranes", zh="起重机办法")),
    ("Rules on Order No. 19", Titles(en="Rules on Order No. 19")),
    (
        "《起重机〈暂行〉办法》 Measures for Cranes (Trial)",
        Titles(en="Measures for Cranes (Trial)", zh="起重机〈暂行〉办法"),
    ),
    (
        "Measures for Cranes (Draft) 起重机检查办法（征求意见稿）",
        Titles(en="Measures for Cranes (Draft)", zh="起重机检查办法（征求意见稿）"),
    ),
    (
        "《关于起重机的公告》 Announcement on Big Cranes 财政部公告2022年第27号",
        Titles(en="Announcement on Big Cranes", zh="关于起重机的公告", number="财政部公告2022年第27号"),
    ),
    ("起重机办法 / Measures for Cranes", Titles(en="Measures for Cranes", zh="起重机办法")),
    ("Two Acts (《甲办法》, 《乙办法》)", Titles(en="Two Acts", zh="《甲办法》, 《乙办法》")),
    ("State Council Order No. 783", Titles()),
    (
        "Rules on Ropes | MIIT Announcement [2025] No. 18 | Issued by MIIT, 7 July 2025",
        Titles(en="Rules on Ropes"),
    ),
    ("Rules on Ropes (绳索规则) – MIIT", Titles(en="Rules on Ropes", zh="绳索规则")),
    ("Rules on Ropes (绳索规则) – text in Chinese", Titles(en="Rules on Ropes", zh="绳索规则")),
    (
        "Special Measures (Negative List) for Ropes (2024 Edition) (绳索特别措施). The last bans on hemp go.",
        Titles(en="Special Measures (Negative List) for Ropes (2024 Edition)", zh="绳索特别措施"),
    ),
    ("Draft measures for ropes (绳索办法). Marks are foreseen.", Titles(zh="绳索办法")),
    ("Guidelines for new winches in ports. Owners are told which to replace.", Titles()),
    ("", Titles()),
]


@pytest.mark.parametrize(
    ("text", "en", "zh"),
    [
        (
            "The MIIT issued the Plan for the Testing of Harbour Cranes 2024–2027 (港口起重机检测计划（2024—2027年）).",
            "Plan for the Testing of Harbour Cranes 2024–2027",
            "港口起重机检测计划（2024—2027年）",
        ),
        (
            "The MIIT asked for comments on crane rules; see its draft 关于做好起重机检测的通知（征求意见稿）.",
            None,
            "关于做好起重机检测的通知（征求意见稿）",
        ),
        ("The MIIT issued guidance on cranes (起重机检测指导原则).", None, "起重机检测指导原则"),
    ],
)
def test_titles_in_running_text(text: str, en: str | None, zh: str | None) -> None:
    """Spans of years with a long dash, Chinese titles without marks and of further kinds."""
    policy = read_item(text).policy
    assert policy is not None
    assert (policy.title_en, policy.title_zh) == (en, zh)


@pytest.mark.parametrize(("text", "expected"), ARTICLES)
def test_an_article_is_read_into_its_titles(text: str, expected: Titles) -> None:
    """The English title, the Chinese one without its outer brackets, and the number, tidied of stray spaces."""
    assert parse_article(text) == expected


@given(st.text(alphabet="Ab （）()《》“”中文办法 ", max_size=60))
@example(" 中《A》")
@example("中文《办法》")
def test_no_article_is_too_odd_to_be_read(text: str) -> None:
    """Brackets in any order lose no Chinese character and raise nothing."""
    titles = parse_article(text)
    kept = (titles.en or "") + (titles.zh or "")
    assert all(char in kept for char in text if char in "中文办法")


NUMBERS = [
    ("根据工信部联通装〔2023〕217号办理", "工信部联通装〔2023〕217号"),
    ("国办发[2024] 9 号", "国办发〔2024〕9号"),
    ("财税（2022）5号", "财税〔2022〕5号"),
    ("商务部公告2023年第39号", "商务部公告2023年第39号"),
    ("2023年第12号公告", "2023年第12号公告"),
    ("国务院令第743号", "国务院令第743号"),
    ("中华人民共和国商务部公告 2024年 第 5 号", "商务部公告2024年第5号"),
    ("中华人民共和国工业和信息化部公告2023年 第32号", "工业和信息化部公告2023年第32号"),
    ("中华人民共和国人力资源和社会保障部公告2023年第3号", "人力资源和社会保障部公告2023年第3号"),
    ("No. 5 of 2023", None),
]


def test_a_number_beside_a_title_is_no_part_of_it() -> None:
    """A bare number after the title of an announcement goes into no title."""
    assert parse_article("关于吊机出口的公告 2023年 第32号").zh == "关于吊机出口的公告"
    assert parse_article("国令第820号") == Titles(number="国令第820号")
    assert parse_article("发改价格〔2026〕512号.") == Titles(number="发改价格〔2026〕512号")


@pytest.mark.parametrize(("text", "expected"), NUMBERS)
def test_a_document_number_is_found_and_normalised(text: str, expected: str | None) -> None:
    """Any bracket, any spaces, and the numbers of announcements and orders."""
    assert find_document_number(text) == expected


KINDS = [
    (None, "工信部关于印发《机器人指导意见》的通知", DocumentType.OPINIONS),
    (None, "公开征求对《数据裁量指引（试行）（征求意见稿）》的意见", DocumentType.GUIDELINES),
    (None, "关于开展试点工作的通知", DocumentType.NOTICE),
    (None, "关于落实《机器人规划》的通知", DocumentType.NOTICE),
    (None, "关于做好清理工作的函", DocumentType.OTHER),
    (None, "《数据办法》解读", DocumentType.INTERPRETATION),
    (None, "一图读懂《数据办法》", DocumentType.INTERPRETATION),
    (None, "数据处罚典型案例", DocumentType.OTHER),
    (None, "图解｜数据出境指引", DocumentType.INTERPRETATION),
    (None, "数据安全法", DocumentType.LAW),
    (None, "数据管理办法（2024年修订）", DocumentType.MEASURES),
    (None, "试点工作规则（暂行），“甲”建设指南", DocumentType.PROVISIONS),
    (None, "电池行业规范条件", DocumentType.OTHER),
    (None, "机器人行动方案", DocumentType.ACTION_PLAN),
    (None, "产业发展规划", DocumentType.PLAN),
    (None, "工业和信息化部公告 2019年第61号", DocumentType.NOTICE),
    (None, "关于国家标准《机器人用语》征求意见稿征求意见的通知", DocumentType.STANDARD),
    (None, "关于《机器人办法》公开征求意见的通知", DocumentType.MEASURES),
    (None, "2025年工作要点", DocumentType.PLAN),
    (None, "关于印发《机器人故事》的通知", DocumentType.NOTICE),
    (None, "外商投资目录", DocumentType.CATALOGUE),
    (None, "网络数据条例", DocumentType.REGULATION),
    ("Guiding Opinions on Robots", None, DocumentType.OPINIONS),
    ("Notice on Issuing the Measures for Data", None, DocumentType.MEASURES),
    ("Notice on Rules for Robots", None, DocumentType.NOTICE),
    ("Discretionary Guidelines for Fines under the Data Law", None, DocumentType.GUIDELINES),
    ("Action Plan for Robots", None, DocumentType.ACTION_PLAN),
    ("Data Security Law", None, DocumentType.LAW),
    ("For Robots: a Catalogue", None, DocumentType.CATALOGUE),
    ("Robots", "机器人", None),
    (None, None, None),
]


@pytest.mark.parametrize(("title_en", "title_zh", "expected"), KINDS)
def test_the_title_tells_the_kind(title_en: str | None, title_zh: str | None, expected: DocumentType | None) -> None:
    """The inner title of what only issues it, else the suffix, Chinese before English."""
    assert find_document_type(title_en, title_zh) is expected


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        (" a draft regulation", DocumentType.REGULATION),
        (" the list of plants", DocumentType.CATALOGUE),
        (" a pilot scheme", DocumentType.PLAN),
        ("新版目录", DocumentType.CATALOGUE),
        ("第三批国家标准计划，含规范两项", DocumentType.PLAN),
        (" applications", None),
    ],
)
def test_the_wording_tells_the_kind_without_a_title(wording: str, expected: DocumentType | None) -> None:
    """The first word for a document counts."""
    assert find_worded_type(wording) is expected


@pytest.mark.parametrize(
    ("wordings", "expected"),
    [
        (("Rules (Trial)", ""), Nature.TRIAL),
        (("", "The interim measures came"), Nature.INTERIM),
        (("办法（暂行）",), Nature.INTERIM),
        (("A pilot plan, and a trial run",), None),
        (("从试点试行的经验出发",), None),
        (("本办法自发布之日起试行。",), Nature.TRIAL),
    ],
)
def test_the_nature_is_what_the_wording_states(wordings: tuple[str, ...], expected: Nature | None) -> None:
    """Trial and interim are natures, a pilot is none."""
    assert find_nature(wordings) is expected


STATUSES = [
    ("办法（征求意见稿）", "", PolicyStatus.DRAFT_FOR_COMMENT),
    ("Rules (Draft for Comments)", "", PolicyStatus.DRAFT_FOR_COMMENT),
    ("", "It issued draft rules.", PolicyStatus.DRAFT_FOR_COMMENT),
    ("", "It is soliciting comments on the rules.", PolicyStatus.DRAFT_FOR_COMMENT),
    ("", "It issued the rules after seeking public comments on them.", PolicyStatus.ISSUED),
    ("", "The final version of the draft rules was issued: drafts were published in May.", PolicyStatus.ISSUED),
    ("", "It issued rules that took effect on Monday.", PolicyStatus.ISSUED),
    ("", "The rules took effect on Monday.", PolicyStatus.IN_FORCE),
    ("", "本办法自发布之日起施行。", PolicyStatus.IN_FORCE),
    ("关于印发标准计划的通知", "标准在公开征求意见后报批。", PolicyStatus.ISSUED),
    ("", "现公开征求意见。", PolicyStatus.DRAFT_FOR_COMMENT),
    ("", "现面向社会公开征集对缆绳标准的修改建议。", PolicyStatus.DRAFT_FOR_COMMENT),
    ("关于规范缆绳账号的通知", "不得公开征集他人的负面信息。", PolicyStatus.ISSUED),
    ("《缆绳办法》答记者问", "去年七月曾就《缆绳办法》公开征求意见。期间反响热烈。", PolicyStatus.ISSUED),
    ("《缆绳办法》答记者问", "七月至八月，就《缆绳办法》公开征求意见。期间反响热烈。", PolicyStatus.ISSUED),
    ("《缆绳办法（征求意见稿）》解读", "现公开征求意见。", PolicyStatus.DRAFT_FOR_COMMENT),
    ("", "It amended the rules.", PolicyStatus.AMENDED),
    ("关于修改《办法》的决定", "", PolicyStatus.AMENDED),
    ("关于废止《办法》的决定", "", PolicyStatus.REPEALED),
    ("行业标准制修订计划", "", PolicyStatus.ISSUED),
    ("", "It repealed the rules.", PolicyStatus.REPEALED),
    ("", "It withdrew the draft rules.", PolicyStatus.WITHDRAWN),
    ("", "It issued rules.", PolicyStatus.ISSUED),
    ("", "MIIT issued rules on lamps. The March draft had been open for comment until 10 April.", PolicyStatus.ISSUED),
    ("", "MIIT issued rules on lamps. A draft was out for comment in March.", PolicyStatus.ISSUED),
    ("", "工信部印发灯具管理办法。该办法征求意见稿曾于3月公开征求意见。", PolicyStatus.ISSUED),
    ("", "MIIT issued lamp rules. During the comment period, 300 firms sent their views.", PolicyStatus.ISSUED),
    ("", "MIIT issued lamp rules. The comment period runs until 3 May.", PolicyStatus.DRAFT_FOR_COMMENT),
    ("", "The lamp rules, put out for public comment in April, are final.", PolicyStatus.ISSUED),
    ("", "MIIT adopted the list. A first draft was published for comment on 3 March.", PolicyStatus.ISSUED),
    ("", "MIIT wants better lamps. A draft was published and is open to comments.", PolicyStatus.DRAFT_FOR_COMMENT),
    ("", "MIIT issued a draft on lamps. A first draft was published in May.", PolicyStatus.DRAFT_FOR_COMMENT),
    ("", "MIIT's lamp rules, on which comments were invited until May, took effect.", PolicyStatus.ISSUED),
    ("", "MIIT's lamp rules, on which comments were invited, cover sockets.", PolicyStatus.DRAFT_FOR_COMMENT),
    ("", "MIIT issued rules that incorporate feedback on a text released for comment.", PolicyStatus.ISSUED),
    ("", "MIIT put out, in response to complaints, a lamp text for comment.", PolicyStatus.DRAFT_FOR_COMMENT),
    ("", "MIIT issued rules on lamps. They take effect at once.", PolicyStatus.IN_FORCE),
    ("", "A draft of the lamp rules was open for comment until 2 June.", PolicyStatus.DRAFT_FOR_COMMENT),
    ("", "MIIT published draft rules on lamps. They are open for comment.", PolicyStatus.DRAFT_FOR_COMMENT),
    ("", "MIIT has opened the draft for comment. It was out of date.", PolicyStatus.DRAFT_FOR_COMMENT),
    ("", "现就灯具管理办法公开征求意见。", PolicyStatus.DRAFT_FOR_COMMENT),
    ("", "MIIT consults on rules for lamps.", PolicyStatus.DRAFT_FOR_COMMENT),
    ("", "New text on lamps: MIIT takes views until June.", PolicyStatus.DRAFT_FOR_COMMENT),
]


@pytest.mark.parametrize(("titles", "news", "expected"), STATUSES)
def test_the_status_is_what_the_source_says(titles: str, news: str, expected: PolicyStatus) -> None:
    """Drafts, amendments, repeals and effect are told by title or report; else it is issued."""
    assert decide_status(titles=titles, news=news, issued=True) is expected


def test_without_an_issuer_or_a_verb_the_status_is_unknown() -> None:
    """Nothing says that the document exists yet."""
    assert decide_status(titles="", news="Robots are up.", issued=False) is PolicyStatus.UNKNOWN


def _policy(text: str, headline: str | None = None) -> ReportedPolicy:
    policy = read_item(text, headline=headline).policy
    assert policy is not None
    return policy


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The MIIT floats a plan for robots.", DocumentType.PLAN),
        ("The MIIT has sent a notice on robots to provinces.", DocumentType.NOTICE),
        ("MIIT's new catalogue of robots names 20 machines.", DocumentType.CATALOGUE),
        ("Under a new MIIT circular makers must count robots.", DocumentType.NOTICE),
        ("A MIIT circular of old did not count robots, says the MOF.", None),
    ],
)
def test_the_kind_may_stand_beside_the_body(text: str, kind: DocumentType | None) -> None:
    """Behind its name or a word for new, and not of any document that is named so."""
    assert _policy(text).document_type is kind


def test_a_bullet_gives_the_titles_it_prints_and_the_kind_it_words() -> None:
    """Quoted, capitalised and Chinese titles are the policy's own when something issues them."""
    quoted = _policy("The MIIT issued the “Action Plan for Green Robots (2024–2026)” on Monday.")
    assert (quoted.title_en, quoted.document_type) == (
        "Action Plan for Green Robots (2024–2026)",
        DocumentType.ACTION_PLAN,
    )
    named = _policy("The CAC published the Interim Measures for the Labelling of Robots, which bind makers.")
    assert named.title_en == "Interim Measures for the Labelling of Robots"
    assert (named.document_type, named.nature) == (DocumentType.MEASURES, Nature.INTERIM)
    both = _policy("工信部印发《机器人行动计划》，工信部联科〔2024〕12号。")
    assert (both.title_zh, both.document_number) == ("机器人行动计划", "工信部联科〔2024〕12号")
    ordered = _policy("国务院公布《绳索条例》（国务院令第803号）。", headline="国务院公布《绳索条例》")
    assert (ordered.title_zh, ordered.document_number) == ("绳索条例", "国务院令第803号")
    worded = _policy("The NDRC issued new guidelines on steel.")
    assert (worded.title_en, worded.document_type) == (None, DocumentType.GUIDELINES)
    passive = _policy("A catalogue of robots was published by the MIIT.")
    assert passive.document_type is DocumentType.CATALOGUE
    assert _policy("The MIIT launched applications for labs.").document_type is None


def test_a_document_it_builds_on_is_a_reference_and_no_title() -> None:
    """What an act follows is not what it issues."""
    item = read_item("In line with the “Outline Plan for Robots to 2030”, the MIIT issued rules. 根据《数据安全法》")
    assert item.policy is not None
    assert item.policy.title_en is None
    assert item.references == ("Outline Plan for Robots to 2030", "数据安全法")


def test_a_title_may_stand_before_a_passive_verb_or_in_brackets_after_the_news() -> None:
    """The subject of "was issued" and a Chinese title in brackets are the policy's own; the object of study is not."""
    passive = _policy("The “Plan for Steel Robots” was issued by the MIIT.")
    assert passive.title_en == "Plan for Steel Robots"
    active = _policy("The “Plan for Steel Robots” worries mills, the MIIT announced.")
    assert active.title_en is None
    chinese = _policy("《钢铁机器人办法》由工信部发布。")
    assert chinese.title_zh == "钢铁机器人办法"
    bracketed = _policy("The MIIT issued a notice on robots (关于钢铁机器人的通知, 工信部科〔2024〕7号).")
    assert (bracketed.title_zh, bracketed.document_number) == ("关于钢铁机器人的通知", "工信部科〔2024〕7号")
    untitled = _policy("The MIIT (工业和信息化部) issued a notice, 根据国科发〔2020〕5号。")
    assert (untitled.title_zh, untitled.document_number) == (None, None)
    both = _policy("The MIIT released the Measures for Steel Robots (钢铁机器人办法（试行）).")
    assert (both.title_en, both.title_zh, both.nature) == (
        "Measures for Steel Robots",
        "钢铁机器人办法（试行）",
        Nature.TRIAL,
    )
    other = _policy("The MIIT issued a notice on how the Data Security Law applies.")
    assert (other.title_en, other.document_type) == (None, DocumentType.NOTICE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("工信部按照《机器人管理暂行办法》（工信部科〔2020〕5号）发布《机器人名单》。", None),
        ("按照《机器人管理办法（试行）》，工信部公布机器人名单。", None),
        ("The MIIT issued a list of robots under the “Interim Measures for Robots of Steel”.", None),
        ("工信部印发《机器人管理暂行办法》，落实《机器人规划》。", Nature.INTERIM),
        ("工信部印发机器人管理办法（试行）。", Nature.TRIAL),
    ],
)
def test_the_ground_of_an_act_gives_it_no_nature(text: str, expected: Nature | None) -> None:
    """A list that is made by interim measures is no interim list."""
    assert _policy(text).nature is expected


def test_a_bare_title_as_a_whole_is_the_title() -> None:
    """Lists and tables give nothing but the title."""
    listed = _policy("Notice on Robot Safety (关于机器人安全的通知)")
    assert (listed.title_en, listed.title_zh) == ("Notice on Robot Safety", "关于机器人安全的通知")
    assert is_bare_title("工业和信息化部关于印发《机器人指南》的通知")
    assert is_bare_title("Plan for the Care of Robots")
    assert not is_bare_title("Plan for the care of robots")
    assert is_bare_title("机器人监测条例")
    assert is_bare_title("机器人管理暂行办法（试行）")
    assert not is_bare_title("工信部发布关于机器人的通知。企业须知。")
    assert not is_bare_title("工信部出台机器人管理办法")
    assert not is_bare_title("机器人迎来新办法")
    assert not is_bare_title("The Notice on Robots was issued")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("海南省机器人产业若干措施（琼政办发〔2026〕8号，2月10日）：给予奖励。", "海南省机器人产业若干措施"),
        ("机器人促进条例：工信部2月13日通过，自5月1日起施行。", "机器人促进条例"),
        ("机器人：工信部印发新办法。", None),
    ],
)
def test_a_title_may_stand_before_a_colon(text: str, title: str | None) -> None:
    """With its number in brackets or without."""
    assert _policy(text).title_zh == title


def test_title_brackets_without_a_title_name_no_document() -> None:
    """Brackets around a sign or nothing are read over."""
    for text in ("《 , 》", "《》 and 《。》 came."):
        assert read_item(text).references == ()


def test_references_leave_out_the_own_title_and_repetitions() -> None:
    """Other documents named in text and comment, each once, the longest form of a name."""
    item = read_item(
        "It follows the Foreign Trade Law and the 14th Five-Year Plan.",
        article_text="Notice on Robots (关于印发《机器人指南》的通知)",
        comment=(
            "《机器人指南》 and the “Robot Accord Declaration” cite Made in China 2025. The Foreign Trade Law is old.",
        ),
        section=Section.TOP,
    )
    assert item.references == (
        "Foreign Trade Law",
        "the 14th Five-Year Plan",
        "Robot Accord Declaration",
        "Made in China 2025",
    )


def test_what_a_title_carries_out_is_a_reference_and_what_is_approved_is_none() -> None:
    """A plan to carry out guidelines builds on them; standards that an announcement approves are its own."""
    carried = read_item(
        "现印发给你们。", article_text="关于印发《绳业落实〈机器人指南〉方案》的通知", section=Section.TOP
    )
    assert carried.references == ("机器人指南",)
    obeyed = read_item(
        "为落实《机器人法》，做好工作。", article_text="关于贯彻落实《机器人法》的通知", section=Section.TOP
    )
    assert obeyed.references == ("机器人法",)
    approved = read_item("工信部批准《机器人伺服电机规范》《绳索术语》等4项标准，依据《标准化法》。")
    assert approved.references == ("标准化法",)


def test_a_notice_builds_on_nothing_that_it_makes_attaches_or_has_filled_in() -> None:
    """Forms, attachments and what it calls by a short name are its own; other documents that others issued are not."""
    text = (
        "工信部近日印发《机器人整治通知》（以下简称《通知》）。2023年，财政部印发《机器人规划》。请按照《复核方案》（附件2）填写，"
        "提交《机器人申报书》。工信部将组织评审，发布《机器人清单》。《通知》要求落实《机器人法》。"
    )
    item = read_item(text, headline="工信部部署机器人整治", is_official=True, section=Section.TOP)
    assert item.references == ("机器人规划", "机器人法")


def test_printed_titles_do_not_overlap_and_need_a_documents_word() -> None:
    """A quoted phrase is no title."""
    assert list_printed_titles("A “special clean-up of sorts” and a “New Plan for the Old Rules of Steel”.") == (
        (37, "New Plan for the Old Rules of Steel"),
    )


def test_a_policy_that_binds_already_is_in_force() -> None:
    """The text dates its effect no later than the item."""
    begun = _policy("The MIIT issued rules, effective from March 1, 2024.")
    ahead = _policy("The MIIT issued rules, effective from May 1, 2024.")
    assert (begun.status, ahead.status) == (PolicyStatus.IN_FORCE, PolicyStatus.ISSUED)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The regulator's Measures for the Care of Robots (机器人养护管理办法) end the old order.",
            ("Measures for the Care of Robots", "机器人养护管理办法", DocumentType.MEASURES),
        ),
        (
            "The ministry put forward changes to the Catalogue of Robots and Ropes (机器人和绳索目录).",
            ("Catalogue of Robots and Ropes", "机器人和绳索目录", DocumentType.CATALOGUE),
        ),
        (
            "The State Council's Measures for the Care of Robots (机器人养护管理办法) were published.",
            ("Measures for the Care of Robots", "机器人养护管理办法", DocumentType.MEASURES),
        ),
        ("Under the Measures for the Care of Robots (机器人养护管理办法) prices rose.", (None, None, None)),
        (
            "The Interim Measures for the Care of Robots (机器人养护管理暂行办法), issued by MIIT, are short.",
            ("Interim Measures for the Care of Robots", "机器人养护管理暂行办法", DocumentType.MEASURES),
        ),
        ("MIIT announced controls (Announcement No. 27 of 2023).", (None, None, DocumentType.NOTICE)),
        ("The notice (工信部联装〔2024〕7号) leaves much to the provinces.", (None, None, DocumentType.NOTICE)),
    ],
)
def test_a_title_needs_no_verb_beside_its_chinese_title(
    text: str, expected: tuple[str | None, str | None, DocumentType | None]
) -> None:
    """A title with its Chinese title is the document's unless it is only the ground; a number shows the kind."""
    policy = read_item(text).policy
    assert policy is not None
    assert (policy.title_en, policy.title_zh, policy.document_type) == expected


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("The NPCSC adopted the Rope Trade Law (绳索贸易法).", ("Rope Trade Law", "绳索贸易法")),
        ("The NPCSC adopted the Rope Trade Law (新的做法).", ("Rope Trade Law", None)),
        (
            "The Measures for Ropes (缆绳管理办法), which MIIT issued, are short.",
            ("Measures for Ropes", "缆绳管理办法"),
        ),
        ("MIIT met owners. The Measures for Ropes, which MIIT praised, are short.", (None, None)),
    ],
)
def test_a_law_has_a_short_title_and_a_clause_may_say_who_issued_it(
    text: str, titles: tuple[str | None, str | None]
) -> None:
    """Five signs that end as a law's name, and a title before "which MIIT issued"."""
    policy = read_item(text).policy
    assert policy is not None
    assert (policy.title_en, policy.title_zh) == titles


def test_the_number_of_a_series_counts_where_it_is_issued() -> None:
    """A numbered announcement without its office's name is the document's number beside a verb of issuing."""
    policy = read_item("3月3日，工业和信息化部发布2024年第27号公告，管制缆绳。").policy
    assert policy is not None
    assert policy.document_number == "工业和信息化部公告2024年第27号"
    other = read_item("工业和信息化部提到2024年第27号公告。").policy
    assert other is not None
    assert other.document_number is None


@pytest.mark.parametrize(
    "text",
    [
        "3月6日，商务部发布2026年第2号公告，公布缆绳目录。此前，海关总署发布《缆绳检验办法》。",
        "MOFCOM issued a list of ropes. Earlier, GACC published the Measures for the Inspection of Ropes.",
        "MOFCOM issued a list of ropes. GACC had issued the Measures for the Inspection of Ropes in May.",
    ],
)
def test_what_was_issued_before_the_news_is_not_its_document(text: str) -> None:
    """The title of a sentence that tells of the past is another's."""
    policy = read_item(text).policy
    assert policy is not None
    assert (policy.title_en, policy.title_zh) == (None, None)


def test_an_amending_decision_is_not_the_law_that_it_names() -> None:
    """A title in brackets that holds another one is the document's, whole."""
    item = read_item(
        "On 12 March, the MIIT adopted the decision on amending the Robot Law (关于修改《机器人法》的决定)."
    )
    assert item.policy
    assert item.policy.title_zh == "关于修改《机器人法》的决定"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "MOFCOM and GACC published Announcement No. 5 of 2024 (商务部 海关总署公告2024年第5号) on ropes.",
            "商务部海关总署公告2024年第5号",
        ),
        ("The announcement (商务部公告2024年第5号) lists ropes.", "商务部公告2024年第5号"),
        (
            "商务部公布对缆绳实施出口管制的决定（商务部 海关总署公告2024年第5号），自5月20日起实施。",
            "商务部海关总署公告2024年第5号",
        ),
        ("工信部根据有关规定（商务部公告2014年第5号）发布缆绳名单。", None),
        ("MOF cut the rebate for ropes to 6 percent (财政部公告2024年第5号, 8 January 2024).", "财政部公告2024年第5号"),
        ("MOF replaced its older rules on ropes (财政部公告2014年第5号).", None),
        ("MIIT named the firms under the announcement (商务部公告2024年第5号).", None),
        ("MIIT issued rules on ropes (see 商务部公告2024年第5号).", None),
    ],
)
def test_an_announcements_number_may_stand_in_brackets(text: str, expected: str | None) -> None:
    """All offices before the number are part of it; one that is but the ground is not the report's."""
    policy = read_item(text).policy
    assert (policy.document_number if policy else None) == expected


def test_a_number_alone_leaves_the_title_to_the_news() -> None:
    """Where an item gives the number apart, its title is the one that the text prints."""
    policy = read_item("工信部发布《绳索管理办法》。", article_text="工信部函〔2024〕7号").policy
    assert policy is not None
    assert (policy.title_zh, policy.document_number) == ("绳索管理办法", "工信部函〔2024〕7号")


def test_opinions_that_are_asked_for_are_no_document() -> None:
    """What is asked for stands before what it is asked on."""
    asked = read_item("The NDRC solicited opinions on the 2024 edition of the Catalogue of Big Cranes.").policy
    issued = read_item("The NDRC issued opinions on the catalogue of cranes.").policy
    assert asked is not None
    assert (asked.document_type, asked.title_en) == (DocumentType.CATALOGUE, "Catalogue of Big Cranes")
    assert issued is not None
    assert issued.document_type is DocumentType.OPINIONS


@pytest.mark.parametrize(
    ("headline", "title"),
    [
        ("Provisions on the Safety of Ropes", "Provisions on the Safety of Ropes"),
        ("Rope Safety Governance Framework", "Rope Safety Governance Framework"),
        ("Ropes need marks", None),
        ("绳索安全管理规定", None),
    ],
)
def test_the_headline_of_an_entry_with_a_chinese_title_is_the_english_one(headline: str, title: str | None) -> None:
    """Where the whole of it reads as a document's name; a headline that tells news is none."""
    policy = read_item("Makers must mark ropes.", headline=headline, article_text="绳索安全管理规定").policy
    assert policy is not None
    assert (policy.title_en, policy.title_zh) == (title, "绳索安全管理规定")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("An implementation plan for ropes covers the years to 2027. MIIT wants marks.", DocumentType.PLAN),
        ("MIIT wants to renew its rules for ropes. Makers could use other laboratories.", DocumentType.PROVISIONS),
        ("MIIT gives ropes more weight. Under the action plan, marks come by 2030.", DocumentType.ACTION_PLAN),
        ("MIIT told ports to buy winches. The work plan (绳索工作方案) gives them two years.", DocumentType.PLAN),
    ],
)
def test_a_kind_without_a_verb_of_issuing(text: str, kind: DocumentType | None) -> None:
    """What news opens with, what a body wants to renew, and what the news goes on to tell of."""
    assert _policy(text).document_type is kind


@pytest.mark.parametrize(
    "text",
    [
        "The MIIT met on robots and called for order.",
        "MIIT and the MOF called makers of robots to a meeting. They want fewer robots.",
        "工信部约谈三家企业，要求其整改。",
        "3月4日召开的国务院常务会议研究机器人发展，要求加强检测。",
    ],
)
def test_a_meeting_issues_nothing(text: str) -> None:
    """Its status is open under policy news; among other news it is no policy at all."""
    assert _policy(text).status is PolicyStatus.UNKNOWN
    assert read_item(text, section=Section.OTHER).policy is None


@pytest.mark.parametrize(
    "text",
    [
        "The MIIT published figures on robots; output rose by 4 percent.",
        "工信部公布，8月机器人产量同比增长4%。",
        "工信部公布，8月机器人销量完成281.5万台。",
    ],
)
def test_a_statistic_is_no_policy_among_other_news(text: str) -> None:
    """Whoever publishes it issues no document; a document that is named beside it is one."""
    item = read_item(text, section=Section.OTHER)
    assert (item.policy, item.issuing_bodies) == (None, ())
    named = read_item(f"{text} 工信部发布《机器人办法》。", section=Section.OTHER).policy
    assert named is not None


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("3月4日召开的工信部常务会议研究机器人发展，要求加强检测。", "MIIT"),
        ("工信部因某公司涉嫌违反规定，依法对其开展立案调查。", "MIIT"),
        ("MIIT found dumping in its ruling on robots from Canada.", "MIIT"),
    ],
)
def test_who_met_looked_into_or_found_it_acts(text: str, issuer: str) -> None:
    """The day of the meeting and the ground of an inquiry stand before the verb."""
    assert read_item(text).issuing_bodies == (issuer,)


@pytest.mark.parametrize(
    ("text", "en", "zh"),
    [
        (
            "The MIIT issued the Notice on Carrying out the Testing of Robots.",
            "Notice on Carrying out the Testing of Robots",
            None,
        ),
        (
            "At a fair, the MIIT showed the Global Robot Action Plan (全球机器人行动计划).",
            "Global Robot Action Plan",
            "全球机器人行动计划",
        ),
        ("Robots spread. The work plan (机器人工作方案) gives makers two years.", None, "机器人工作方案"),
    ],
)
def test_more_places_of_titles(text: str, en: str | None, zh: str | None) -> None:
    """Particles inside, a name right before its Chinese one, a kind before the Chinese one in brackets."""
    policy = _policy(text)
    assert (policy.title_en, policy.title_zh) == (en, zh)


def test_an_announcements_number_is_no_title() -> None:
    """Nor is what is to be revised one day amended now."""
    assert parse_article("MOFCOM Announcement No. 13 of 2025").en is None
    text = "The MIIT issued a guideline. Thirty norms are to be written or revised by the end of 2026."
    assert _policy(text).status is PolicyStatus.ISSUED


def test_amendments_to_a_law_are_a_law() -> None:
    """The kind stands behind what is said of its changes."""
    assert (
        _policy("The MIIT put draft amendments to the law on robots out for comment.").document_type is DocumentType.LAW
    )


@pytest.mark.parametrize(
    ("text", "en", "zh"),
    [
        ("China's first Robot Law (机器人法) puts robots first.", "Robot Law", "机器人法"),
        (
            "MIIT issued the Key Points of Robot Work in 2025 (2025年机器人工作要点) on Monday.",
            "Key Points of Robot Work in 2025",
            "2025年机器人工作要点",
        ),
        (
            "The Normative Conditions for the Robot Industry (2024 Edition) (机器人行业规范条件（2024年本）) are out.",
            "Normative Conditions for the Robot Industry (2024 Edition)",
            "机器人行业规范条件（2024年本）",
        ),
        (
            "The Plan for Improving the Safety of Old Robots (2024–2026) sets targets for makers.",
            "Plan for Improving the Safety of Old Robots (2024–2026)",
            None,
        ),
        (
            "New Standard Conditions for the Old Robot Industry ask makers to be quick.",
            "Standard Conditions for the Old Robot Industry",
            None,
        ),
        (
            "The standard for robots, Safety Requirements for Old Robots (GB 5-2025), was published.",
            "Safety Requirements for Old Robots",
            None,
        ),
    ],
)
def test_a_title_stands_right_before_its_chinese_one_and_ends_before_a_verb(
    text: str, en: str | None, zh: str | None
) -> None:
    """Whatever stands before it, and where the sentence goes on with what it does."""
    policy = read_item(text).policy
    assert policy is not None
    assert (policy.title_en, policy.title_zh) == (en, zh)


def test_a_catalogue_that_is_adjusted_is_amended() -> None:
    """The verb has its title for an object."""
    policy = read_item("The two ministries adjusted the Catalogue of Robots Restricted from Export.").policy
    assert policy is not None
    assert (policy.title_en, policy.status) == ("Catalogue of Robots Restricted from Export", PolicyStatus.AMENDED)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "The Opinions on Deepening Reform of Rope Firms name six sectors.",
            "Opinions on Deepening Reform of Rope Firms",
        ),
        ("The “Measures for Labelling Ropes” put a cap on lengths.", "Measures for Labelling Ropes"),
        ("Makers must keep records, says the Notice on Rope Safety.", "Notice on Rope Safety"),
        ("The MIIT made public the Rules on Ropes.", "Rules on Ropes"),
        ("SAMR fined Acme Rope under the Anti-Monopoly Law.", None),
    ],
)
def test_a_title_whose_contents_are_told_is_the_own_one(text: str, title: str | None) -> None:
    """What a document says, or who must do what under it, is news of that document; a fine under a law is not."""
    assert _policy(text).title_en == title


@pytest.mark.parametrize(
    "text",
    [
        "An urgent notice bans the sale of old ropes.",
        "MIIT in a notice lets ports clear ropes in a day.",
        "Ports clear ropes in a day. The rest of the notice names the ports.",
        "MIIT opened a pilot for ropes. The circular is No. 107 of its series.",
    ],
)
def test_a_notice_is_named_by_what_it_does(text: str) -> None:
    """The notice that news is told from is its kind, whatever verb follows."""
    assert _policy(text).document_type is DocumentType.NOTICE
