"""Numbers of announcements and orders in English become those of the Chinese text."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import DocumentType
from bot.domain.records.policy_identity import list_keys, strong_keys
from tests.reading.recognition.recognise_lexicon import read_item


@pytest.mark.parametrize("word", ["the existing", "its former", "changes to"])
def test_the_number_of_an_order_that_is_changed_is_none_of_the_new_one(word: str) -> None:
    """It was there before."""
    item = read_item(f"MOFCOM has published Rules for Ropes, which replace or touch {word} Order No. 65.")
    assert item.policy is not None
    assert item.policy.document_number is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("GACC issued GACC Announcement No. 98 of 2025 on ropes.", "海关总署公告2025年第98号"),
        ("MOFCOM issued MOFCOM Announcement 2025 No. 61 on ropes.", "商务部公告2025年第61号"),
        ("MOFCOM issued Announcement No. 18 [2025] of the Ministry of Commerce.", "商务部公告2025年第18号"),
        ("MOFCOM issued its Announcement (2025) No. 61 on ropes.", "商务部公告2025年第61号"),
        ("MOFCOM issued Announcement No. 2025-61 on ropes.", "商务部公告2025年第61号"),
        ("MOFCOM's 2025 Announcement No. 61 lists ropes; MOFCOM issued it today.", "商务部公告2025年第61号"),
        (
            "Ropes need licences, MIIT and MOFCOM announced (Announcement No. 7/2025).",
            "公告2025年第7号",
        ),
        ("MOFCOM and MIIT Joint Announcement No. 7 of 2025 was issued.", "商务部工业和信息化部公告2025年第7号"),
        ("MIIT issued Announcement No. 7 of 2025, MOFCOM and MIIT on ropes.", "商务部工业和信息化部公告2025年第7号"),
        ("MIIT issued the Measures for Ropes (MIIT Order No. 25).", "工业和信息化部令第25号"),
        ("MOFCOM published Order No. 2 of 2024 of the Ministry of Commerce on ropes.", "商务部令2024年第2号"),
        ("MOFCOM issued Announcement No. 61 on ropes.", None),
        ("MOFCOM and MIIT issued Order No. 25 on ropes.", None),
        ("MIIT issued rules on ropes under MOFCOM Announcement No. 61 of 2025.", None),
        ("MIIT issued rules on ropes; GACC Announcement No. 5 of 2025 lists ports.", None),
        ("MIIT issued rules on ropes in the order No. 1 buyers asked for.", None),
    ],
)
def test_a_number_in_english_has_its_body_kind_year_and_serial(text: str, number: str | None) -> None:
    """The body beside it, else who issues; what is cited, of another body or without a year is none."""
    policy = read_item(text).policy
    assert policy is not None
    assert policy.document_number == number


def test_an_announcement_known_by_its_number_alone_is_a_notice() -> None:
    """As one with a number in Chinese is."""
    policy = read_item("GACC on ropes: GACC Announcement No. 98 of 2025 issued today.").policy
    assert policy is not None
    assert policy.document_type is DocumentType.NOTICE


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("GACC issued GACC Announcement No. 98 of 2025.", "海关总署发布公告（海关总署公告2025年第98号）。"),
        (
            "SAMR issued the Rope Rules (SAMR Order No. 25).",
            "市场监管总局公布《缆绳规则》（国家市场监督管理总局令第25号）。",
        ),
        ("MIIT and MOFCOM issued Announcement No. 7 of 2025.", "工业和信息化部、商务部发布2025年第7号公告。"),
    ],
)
def test_reports_in_both_languages_have_a_key_in_common(english: str, chinese: str) -> None:
    """So that they are one policy, without a title that both print."""
    one, other = read_item(english), read_item(chinese)
    assert one.policy is not None
    assert other.policy is not None
    assert set(strong_keys(one.policy, one.issuing_bodies)) & set(strong_keys(other.policy, other.issuing_bodies))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("海关总署发布2025年第98号公告。", "海关总署发布公告（海关总署公告2025年第98号）。"),
        ("商务部、海关总署发布2025年第98号公告。", "商务部发布公告（商务部 海关总署公告2025年第98号）。"),
        ("MIIT issued Announcement No. 98 of 2025.", "工信部发布工信部公告2025年第98号。"),
        ("市场监管总局公布《缆绳规则》（市场监管总局令第25号）。", "SAMR issued the Rope Rules (SAMR Order No. 25)."),
    ],
)
def test_a_bare_number_and_one_that_names_its_bodies_have_a_key_in_common(one: str, other: str) -> None:
    """With the body's long name, its short one or none."""
    first, second = read_item(one), read_item(other)
    assert set(list_keys(first)) & set(list_keys(second))


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("商务部发布公告（商务部公告2025年第98号）。", ("MOFCOM",)),
        ("商务部发布公告（中华人民共和国商务部公告2025年第98号）。", ("MOFCOM",)),
        ("商务部发布公告（商务部 海关总署公告2025年第98号）。", ("MOFCOM", "GACC")),
        ("商务部发布公告（商务部 缆绳管理局公告2025年第98号）。", ()),
        ("商务部发布公告（缆绳管理局公告2025年第98号）。", ()),
        ("商务部发布通知（商贸发〔2025〕98号）。", ()),
        ("商务部发布2025年第98号公告。", ("MOFCOM",)),
        ("商务部等部门发布2025年第98号公告。", ()),
    ],
)
def test_whose_count_a_number_is_of_is_known_where_all_its_names_are(text: str, bodies: tuple[str, ...]) -> None:
    """One unknown name among them leaves it open; a number without any is that of the one body that issues it."""
    policy = read_item(text).policy
    assert policy is not None
    assert policy.number_bodies == bodies


def test_who_stands_in_the_number_issues_where_nobody_else_does() -> None:
    """An announcement is counted by those who issue it."""
    assert read_item("GACC Announcement No. 98 of 2025 was issued on ropes.").issuing_bodies == ("GACC",)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("GACC issued Announcement on Ropes from Abroad (No. 172, 2019).", "海关总署公告2019年第172号"),
        ("GACC issued Announcement of the Ministry of Commerce on Ropes (No. 2, [2019]).", "商务部公告2019年第2号"),
        ("GACC and MIIT issued Announcement on Ropes from Abroad (No. 172, 2019).", None),
        ("GACC issued rules in line with the Announcement on Ropes (No. 172, 2019).", None),
    ],
)
def test_a_number_in_brackets_behind_an_announcement_is_its_own(text: str, number: str | None) -> None:
    """Counted by whom the title begins with, else by the one that issues it."""
    item = read_item(text)
    assert (item.policy.document_number if item.policy else None) == number
