"""Wordings of news: numbers before a title, what begins, companies between their trade and a day, drafts laid open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.records.briefing import DeadlineKind, PolicyStatus
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

if TYPE_CHECKING:
    from bot.domain.records.briefing import Item


def _read(text: str, section: str = "政策") -> Item:
    document = f"# 港口早报\n\n2024年12月6日\n\n## {section}\n\n- {text}\n- 12月1日，交通运输部印发《渡轮办法》。\n"
    return read_briefing(document.encode(), source_name="a.md", lexicon=LEXICON).items[0]


@pytest.mark.parametrize(
    ("text", "title", "number"),
    [
        (
            "两部门公告2024年第23号《关于对缆绳实施出口管制的公告》规定，缆绳未经许可不得出口。",
            "关于对缆绳实施出口管制的公告",
            "公告2024年第23号",
        ),
        (
            "商务部12月3日发布2024年第46号公告《关于缆绳出口的公告》：缆绳原则上不予许可出口。",
            "关于缆绳出口的公告",
            "商务部公告2024年第46号",
        ),
        ("国令第762号。国务院12月3日公布《船舶登记条例》，对渡轮作出安排。", "船舶登记条例", "国令第762号"),
    ],
)
def test_numbers_before_a_title_and_the_title(text: str, title: str, number: str) -> None:
    """What stands before a title in 《》 is no part of it; a number alone in a sentence is the document's."""
    policy = _read(text).policy
    assert policy is not None
    assert (policy.title_zh, policy.document_number) == (title, number)


@pytest.mark.parametrize(
    "text",
    [
        "商务部12月4日开始征集示范应用场景，企业可于12月27日前提交申请。",
        "商务部开始受理缆绳出口许可申请。",
        "商务部面向全国公开征集渡轮试点方案。",
    ],
)
def test_who_begins_or_calls_for_something_acts(text: str) -> None:
    """A body that begins to call for, to take or to carry out something is who acts."""
    assert _read(text).issuing_bodies == ("MOFCOM",)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("大连企业砺北精密轴承12月5日称，将供应轴承。", "砺北精密轴承"),
        ("缆绳制造商浙江镁北材料科技12月5日向深交所递交申请。", "浙江镁北材料科技"),
        ("冷链物流企业晶北冷链12月4日订购300辆重卡。", "晶北冷链"),
    ],
)
def test_a_name_between_a_trade_and_a_day_is_a_companys(text: str, name: str) -> None:
    """Who is called a maker, and acts on a day, is a company."""
    assert [company.name for company in _read(text, "企业").companies] == [name]


@pytest.mark.parametrize("text", ["多家企业家代表12月5日座谈。", "外资企业协会12月5日开会。", "企业名单12月5日公布。"])
def test_what_firms_have_is_no_company(text: str) -> None:
    """Lists, associations and people of firms are none."""
    assert _read(text, "企业").companies == ()


@pytest.mark.parametrize(
    "text", ["12月10日，海关总署公布前11个月外贸数据。", "运营者最迟须在 1 小时内报告。", "申请人可在3天之内补正。"]
)
def test_months_up_to_now_and_terms_are_no_figures(text: str) -> None:
    """前11个月 and 1小时内 are times and count nothing."""
    assert _read(text).figures == ()


def test_what_is_counted_ends_before_what_it_may_do() -> None:
    """可申请 is no part of what 21家 counts, 可再生能源 is."""
    assert [(f.value, f.unit) for f in _read("21家全国性金融机构可申请。").figures] == [("21", "家全国性金融机构")]
    assert [(f.value, f.unit) for f in _read("新增3个可再生能源项目。").figures] == [("3", "个可再生能源项目")]


@pytest.mark.parametrize(
    "text",
    [
        "财政部经国务院同意印发《渡轮税费办法》。",
        "财政部以2024年第17号令发布《渡轮税费办法》。",
        "财政部经研究制定《渡轮税费办法》。",
    ],
)
def test_how_an_office_issues_stands_between_it_and_the_verb(text: str) -> None:
    """Whose consent it has, and by which order it acts, part no office from its act."""
    assert _read(text).issuing_bodies == ("MOF",)


@pytest.mark.parametrize(
    ("cited", "label"),
    [
        ("据《北岬日报》", "《北岬日报》"),
        ("据北岬晚报", "北岬晚报"),
        ("摘自商务部网站", "商务部网站"),
        ("《北岬周刊》",) * 2,
    ],
)
def test_sources_behind_a_word_and_papers_in_title_marks(cited: str, label: str) -> None:
    """据 and 摘自 are no part of a source's name; a paper in 《》 is no document."""
    item = _read(f"财政部12月3日印发《渡轮税费办法》，渡轮税费减半。（{cited}）")
    assert [link.label for link in item.links] == [label]
    assert item.policy is not None
    assert item.policy.title_zh == "渡轮税费办法"


def test_papers_are_to_arrive_by_a_day() -> None:
    """申报材料须在…前送达 closes applications."""
    found = _read("财政部12月3日印发《渡轮贴息通知》，申报材料须在12月20日前送达。").deadlines
    assert [(str(deadline.on), deadline.kind) for deadline in found] == [
        ("2024-12-20", DeadlineKind.APPLICATIONS_CLOSE)
    ]


def test_what_a_plan_states_to_be_formed_by_a_year_is_a_goal() -> None:
    """提出2030年…形成 is a goal as 达到 is."""
    targets = _read("财政部印发《渡轮方案》，提出2030年推动渡轮形成万亿级市场。").targets
    assert [target.year for target in targets] == [2030]


def test_of_a_house_named_in_two_tongues_the_first_publishes() -> None:
    """The name in the tongue that an issue begins with is its publisher's, whichever its imprint has."""
    text = (
        "# 北岬工商会\n\nNorth Cape Chamber of Commerce\n\n## 会员双语简报\n\n2024年12月6日\n\n## 政策\n\n"
        "- 12月1日，交通运输部印发《渡轮办法》。\n\n© 2024 North Cape Chamber of Commerce\n"
    )
    briefing = read_briefing(text.encode(), source_name="a.md", lexicon=LEXICON)
    assert (briefing.publisher, briefing.series) == ("北岬工商会", "会员双语简报")


RECORD = """# 北岬双语简报

2024年12月6日

## 政策

### 1.1 渡轮税费减半征收

财政部、商务部 | 12月3日

两部门印发《渡轮税费办法》，渡轮税费减半征收。

EN Ferries pay half of the fees from next year on.

### 1.2 起重机每年登记一次

交通运输部 | 12月4日

《起重机登记办法》要求起重机每年登记一次。

EN Cranes have to be entered in a register every year.

### 1.3 缆绳出口须先登记

商务部、海关总署 | 12月5日

《缆绳出口登记办法》要求出口缆绳的厂商登记名称。

EN Makers of ropes enter their names before they export.
"""


def test_a_field_in_another_tongue_keeps_the_credit_of_its_item() -> None:
    """Who acted and when stays with an item whose last paragraph is a field by its words."""
    briefing = read_briefing(RECORD.encode(), source_name="a.md", lexicon=LEXICON)
    assert [(str(item.reported_on), item.issuing_bodies) for item in briefing.items] == [
        ("2024-12-03", ("MOF", "MOFCOM")),
        ("2024-12-04", ("MOT",)),
        ("2024-12-05", ("MOFCOM", "GACC")),
    ]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("MOFCOM made public its first list of filed ropes on 1 December.", ("MOFCOM",)),
        ("On 1 December MOFCOM signed an agreement with its American counterpart on ropes.", ("MOFCOM",)),
        ("MOFCOM decided on 1 December, at one of its meetings, to extend the exemption for ropes.", ("MOFCOM",)),
    ],
)
def test_what_is_made_public_signed_or_decided_in_a_meeting(text: str, bodies: tuple[str, ...]) -> None:
    """Whoever makes public, signs or decides issues, whatever stands between the verb and what it is about."""
    assert _read(text).issuing_bodies == bodies


def test_a_draft_that_somebody_laid_open_is_for_comment_and_a_day_is_no_part_of_a_title() -> None:
    """In a relative clause a draft is told to be open too; "29 August an" opens no title."""
    draft = _read("In a draft that MOFCOM laid open on 1 December, ferries may run at night.").policy
    assert draft is not None
    assert draft.status is PolicyStatus.DRAFT_FOR_COMMENT
    plan = _read(
        "MOFCOM published on 1 December an Action Plan for Faster Ropes (加快缆绳发展行动计划), which has ten fields."
    )
    assert plan.policy is not None
    assert plan.policy.title_en == "Action Plan for Faster Ropes"
