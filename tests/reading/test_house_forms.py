"""Forms of houses of their own: signs, faces and lines that say what a title, a view, a day or a writer is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.records.briefing import PolicyStatus, Section
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing


def read(text: str, name: str = "a.md") -> Briefing:
    return read_briefing(text.encode(), source_name=name, lexicon=LEXICON)


def test_titles_in_both_tongues_below_the_text_are_the_documents() -> None:
    """A line each, the number on a third, or all on one line with the number behind."""
    briefing = read(
        "# Rope letter\n\n5 August 2025\n\n## Policy\n\n"
        "### Ropes get names\n\nEvery rope needs a name from 3 May.\n\n"
        "Measures for the Names of Ropes\\\n绳索名称管理办法\\\n工信部联科〔2025〕12号\n\n"
        "### Winches cost more\n\nDuties last for five years.\n\n"
        "Notice on the Prices of Winches 关于绞车价格的通知, 商务部公告2025年第7号\n\n"
        "### Hooks move\n\nHooks move up the queue.\n\n"
        "Guidelines for the Standards of Hooks 吊钩标准体系建设指南\n"
    )
    policies = [item.policy for item in briefing.items if item.policy]
    assert [(policy.title_en, policy.title_zh, policy.document_number) for policy in policies] == [
        ("Measures for the Names of Ropes", "绳索名称管理办法", "工信部联科〔2025〕12号"),
        ("Notice on the Prices of Winches", "关于绞车价格的通知", "商务部公告2025年第7号"),
        ("Guidelines for the Standards of Hooks", "吊钩标准体系建设指南", None),
    ]
    assert [item.text for item in briefing.items][2] == "Hooks move up the queue."


@pytest.mark.parametrize("part", ["<br>", "<p>"])
def test_lines_of_a_cell_are_title_twin_and_number(part: str) -> None:
    """Under a column of official titles, beside one of what the house calls them."""
    rows = "".join(
        f"<tr><td>{name}<td>MIIT<td>{day} May 2025<td>Owners keep a list of all {name.lower()}."
        f"<td>Measures for {name}{part}{zh}管理办法{part}工信部联科〔2025〕{day}号"
        for name, zh, day in (("Ropes", "绳索", 2), ("Winches", "绞车", 3), ("Hooks", "吊钩", 4))
    )
    briefing = read(
        "<h1>Rope Radar</h1><p>Acme Institute, 5 May 2025</p><h2>Policy</h2><table><tr><th>Measure<th>Authority"
        f"<th>Published<th>Content<th>Official title and number{rows}</table>",
        "a.html",
    )
    assert [item.headline for item in briefing.items] == ["Ropes", "Winches", "Hooks"]
    policies = [item.policy for item in briefing.items if item.policy]
    assert [(policy.title_en, policy.title_zh, policy.document_number) for policy in policies] == [
        (f"Measures for {name}", f"{zh}管理办法", f"工信部联科〔2025〕{day}号")
        for name, zh, day in (("Ropes", "绳索", 2), ("Winches", "绞车", 3), ("Hooks", "吊钩", 4))
    ]


def test_bold_may_stand_in_the_short_form_of_a_font() -> None:
    """A newsletter's headlines have no other sign: "font: 700 16px serif"."""
    news = "".join(
        f'<p style="font:{weight} 17px/1.3 Georgia,serif">{head}</p><p style="font:400 15px Georgia">{text}</p>'
        for weight, head, text in (
            ("700", "Ropes get names", "MIIT issued rope rules on 2 May."),
            ("bold", "Winches may go on", "MOT opened a dock on 3 May."),
            ("italic 800", "Hooks move", "MOT closed a dock on 4 May."),
        )
    )
    briefing = read(f"<h1>Rope letter</h1><p>5 May 2024</p><h2>Policy</h2>{news}", "a.html")
    assert [item.headline for item in briefing.items] == ["Ropes get names", "Winches may go on", "Hooks move"]


def test_days_before_two_strokes_open_news() -> None:
    """The days are no part of the text."""
    briefing = read(
        "# Dock wire\n\n6 May 2024\n\n## Companies\n\n"
        "20 Apr // BYD opens a plant in Bern.\n\n22 Apr // CATL sells cells to docks.\n\n1 May // NIO closes a shop.\n"
    )
    assert [item.text for item in briefing.items] == [
        "BYD opens a plant in Bern.",
        "CATL sells cells to docks.",
        "NIO closes a shop.",
    ]
    assert [item.reported_on and (item.reported_on.month, item.reported_on.day) for item in briefing.items] == [
        (4, 20),
        (4, 22),
        (5, 1),
    ]


def test_who_drafted_an_issue_is_its_author() -> None:
    """As who wrote it is."""
    briefing = read(
        "# Rope memo\n\nDrafted by: Ann Bow\n\n6 May 2024\n\n## Policy\n\n- 2 May: MIIT issued rope rules.\n"
    )
    assert [(person.role, person.name) for person in briefing.people] == [("author", "Ann Bow")]


def test_fields_of_one_line_whose_names_are_set_in_bold() -> None:
    """Signs between them; one name is known, others are the house's own."""
    records = "\n\n".join(
        f"### {head}\n\nOwners keep a list of all {what}.\n\n"
        f"**Authority** MIIT — **Out** {day} May 2024 — **Stage** {stage}"
        for head, what, day, stage in (
            ("Ropes get names", "ropes", 2, "draft"),
            ("Winches may go on", "winches", 3, "in force"),
            ("Hooks move", "hooks", 4, "draft"),
        )
    )
    briefing = read(f"# Rope letter\n\n6 May 2024\n\n## Policy\n\n{records}\n")
    assert [item.issuing_bodies for item in briefing.items] == [("MIIT",)] * 3
    assert [item.reported_on and item.reported_on.day for item in briefing.items] == [2, 3, 4]
    stands = [item.policy and item.policy.status for item in briefing.items]
    assert stands == [PolicyStatus.DRAFT_FOR_COMMENT, PolicyStatus.IN_FORCE, PolicyStatus.DRAFT_FOR_COMMENT]


def test_chinese_heads_between_brackets_and_behind_old_numbers() -> None:
    """A number for sums before a gap opens a part, 【】 stands around a headline, the house's hint is its view."""
    briefing = read(
        "绳索商会通讯\n2024年第5期\n2024年5月6日\n\n"
        "壹　政策速递\n\n【四类绳索企业须在年内登记名称】\n"
        "5月2日，工业和信息化部印发通知，要求登记名称。商会提示：会员应尽快登记。\n\n"
        "【八类绞车列入新的产品清单】\n5月3日，商务部公布清单，列入八类绞车。商会提示：请核对产品。\n\n"
        "贰　企业动态\n\n【比亚迪在伯尔尼开设首家工厂】\n5月4日，比亚迪在伯尔尼开设工厂。商会提示：欢迎参观。\n\n"
        "【宁德时代扩大绳索电池的产能】\n5月5日，宁德时代扩大产能。\n",
        "a.txt",
    )
    assert [item.headline for item in briefing.items] == [
        "四类绳索企业须在年内登记名称",
        "八类绞车列入新的产品清单",
        "比亚迪在伯尔尼开设首家工厂",
        "宁德时代扩大绳索电池的产能",
    ]
    assert [item.section for item in briefing.items] == [
        *[Section.POLICY_NEWS] * 2,
        *[Section.CORPORATE_NEWS] * 2,
    ]
    assert [item.comment for item in briefing.items][:2] == ["会员应尽快登记。", "请核对产品。"]


def test_names_in_brackets_behind_the_text_are_its_sources() -> None:
    """Papers and offices, as links are."""
    briefing = read(
        "# Rope wire\n\n6 May 2024\n\n## Policy\n\n"
        "- 2 May: MIIT issued rope rules. (Xinhua, Caixin)\n- 3 May: MOT opened a dock. (MOT)\n"
        "- 4 May: MOFCOM counts hooks. (Reuters; 21st Century Business Herald)\n"
    )
    assert [[link.label for link in item.links] for item in briefing.items] == [
        ["Xinhua", "Caixin"],
        ["MOT"],
        ["Reuters", "21st Century Business Herald"],
    ]


def test_a_mail_that_was_pasted_keeps_its_headers_out_of_the_title() -> None:
    """A title whose letters stand apart is read as words; numbers in square brackets count headlines."""
    briefing = read(
        "From: Rope desk\nTo: All members\nSubject: Rope Weekly, 6 May 2024\n\nR O P E   W E E K L Y\n\n"
        "POLICY\n\n[1] ROPES GET NAMES\n\nMIIT issued rope rules on 2 May.\n\n"
        "[2] WINCHES MAY GO ON\n\nMOT opened a dock on 3 May.\n",
        "a.txt",
    )
    assert briefing.series == "ROPE WEEKLY"
    assert [item.headline for item in briefing.items] == ["ROPES GET NAMES", "WINCHES MAY GO ON"]
