"""Who acts, what is issued and under which number, in more wordings of short news in Chinese."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import DeadlineKind, DocumentType, PolicyStatus
from bot.reading.pipeline import read_briefing
from bot.reading.recognition.document_numbers import find_own_number
from bot.reading.recognition.document_types import find_document_type
from bot.reading.recognition.targets import find_goal_years
from bot.reading.recognition.titles import is_bare_title, parse_article
from bot.reading.recognition.units import find_unit
from tests.reading.recognition.recognise_lexicon import LEXICON


@pytest.mark.parametrize(
    ("text", "issuers", "title"),
    [
        ("工业和信息化部、商务部发出《关于渡轮试点的通知》，为期两年。", ("MIIT", "MOFCOM"), "关于渡轮试点的通知"),
        ("工业和信息化部等两部门公开《渡轮数据标准体系建设指南》。", ("MIIT",), "渡轮数据标准体系建设指南"),
        ("商务部将《缆绳出口促进法（草案征求意见稿）》全文公布。", ("MOFCOM",), "缆绳出口促进法（草案征求意见稿）"),
        ("工业和信息化部在商务部发布会上公布《渡轮中长期规划》。", ("MIIT",), "渡轮中长期规划"),
        ("商务部披露，渡轮基金已完成设立，规模100亿元。", ("MOFCOM",), None),
    ],
)
def test_verbs_of_issuing(text: str, issuers: tuple[str, ...], title: str | None) -> None:
    """Who sends out, makes public or discloses something acts; whose press room it was does not."""
    page = f"# 港航周报\n\n2025年4月3日\n\n## 政策动态\n\n- {text}\n"
    (item,) = read_briefing(page.encode(), source_name="a.md", lexicon=LEXICON).items
    assert item.issuing_bodies == issuers
    assert item.policy is not None
    assert item.policy.title_zh == title
    assert item.policy.status is not PolicyStatus.UNKNOWN


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("国务院总理签署国务院令第785号，公布《渡轮条例》。", "国务院令第785号"),
        ("商务部公告2024年第11号终止对渡轮征收反倾销税。", "商务部公告2024年第11号"),
        ("商务部公告2024年第12号初步裁定渡轮存在倾销。", "商务部公告2024年第12号"),
        ("商务部公告2024年第13号继续对缆绳征税。", "商务部公告2024年第13号"),
    ],
)
def test_numbers_without_who_signed(text: str, number: str) -> None:
    """Whoever signs is no part of an order's number, and what a duty's announcement does follows its number."""
    assert find_own_number(text) == number


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("国务院关于实施《中华人民共和国公司法》登记制度的规定（征求意见稿）", DocumentType.PROVISIONS),
        ("关于深化渡轮改革的八条措施", DocumentType.MEASURES),
        ("企业排放核算与报告指南 船舶行业（征求意见稿）", DocumentType.GUIDELINES),
        ("关于《渡轮办法》公开征求意见的通知", DocumentType.MEASURES),
    ],
)
def test_kinds_by_titles(title: str, kind: DocumentType) -> None:
    """The words behind a law's name, a count before measures, or a trade behind a kind, hide no kind."""
    assert find_document_type(None, title) is kind


def test_a_title_that_holds_another() -> None:
    """The marks around the whole go, those inside stay."""
    assert (
        parse_article("《国务院关于实施《公司法》的规定（征求意见稿）》").zh
        == "国务院关于实施《公司法》的规定（征求意见稿）"
    )
    assert parse_article("《渡轮办法》和《缆绳办法》").zh == "《渡轮办法》和《缆绳办法》"


@pytest.mark.parametrize(
    "title", ["渡轮结构调整指导目录（2024年本）", "港航负面清单（2024年版）", "渡轮核算指南（2024版）"]
)
def test_lists_of_a_year_are_titles(title: str) -> None:
    """A list with its year's edition behind it is a document's title as it stands."""
    assert is_bare_title(title)
    assert not is_bare_title("商务部调整渡轮目录（2024年本）")


@pytest.mark.parametrize(("text", "unit"), [("股，募资", "股"), ("股份", "")])
def test_shares_are_counted(text: str, unit: str) -> None:
    """Shares are a figure, and what a firm is in its name is none."""
    assert find_unit(f"发行3{text}", 3)[0] == unit


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("规划分2027年、2035年、2050年三个阶段推进，确定五大主题。", (2027, 2035, 2050)),
        ("纲要分到2027年和2035年两个阶段实施。", (2027, 2035)),
        ("2027年、2028年举办展会。", ()),
        ("试点分三个阶段，2026年启动。", ()),
    ],
)
def test_years_of_stages_are_goals(text: str, years: tuple[int, ...]) -> None:
    """A plan that goes on in stages to some years has each of them for a goal."""
    assert find_goal_years(text, year=2024) == years


@pytest.mark.parametrize("what", ["会员摸排表报送截止", "专精特新企业申报截止", "港航沙龙报名截止", "年度数据填报截止"])
def test_what_closes_on_a_day_of_a_calendar(what: str) -> None:
    """Whatever is sent in, the day of its row is the last for it; whom to ask stands in a column of its own."""
    table = (
        f"| 时间 | 事项 | 联系人 |\n| --- | --- | --- |\n| 2月28日 | {what} | 秘书处 |\n| 3月15日 | 年会 | 会员部 |\n"
    )
    page = f"# 港航周报\n\n2025年1月31日\n\n## 协会通知\n\n{table}"
    first, second = read_briefing(page.encode(), source_name="a.md", lexicon=LEXICON).items
    assert (first.text, second.text) == (what, "年会")
    assert [(str(each.on), each.kind) for each in first.deadlines] == [("2025-02-28", DeadlineKind.APPLICATIONS_CLOSE)]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("支持1000多家重点“小巨人”企业。", [("1000多", "家重点“小巨人”企业")]),
        ("打造3～5家生态主导型企业。", [("3～5", "家生态主导型企业")]),
        ("投资10余亿元，新增20多万辆汽车。", [("10余亿", "元"), ("20多万", "辆汽车")]),
    ],
)
def test_about_so_many(text: str, figures: list[tuple[str, str]]) -> None:
    """A figure that is more or less so keeps the word for it."""
    page = f"# 港航周报\n\n2025年4月3日\n\n## 政策动态\n\n- 3月28日，商务部发布公告。{text}\n"
    (item,) = read_briefing(page.encode(), source_name="a.md", lexicon=LEXICON).items
    assert [(figure.value, figure.unit) for figure in item.figures] == figures
