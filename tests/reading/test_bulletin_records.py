"""Bulletins of records: fields over the text, numbers of the house before headlines, bullets parted by bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.records.briefing import DeadlineKind, DocumentType, PolicyStatus
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing, Item

FRONT = (
    "# Rope Standards Bulletin\n\nKelder Institute for Trade, 6 October 2025\n\nPeriod: 1 July to 30 September 2025\n"
)
TOLD = (
    "Whoever sells a rope has to say who made it, and keep a list for three years.",
    "Old winches go back to their makers, who take them without a fee.",
    "Owners of cranes write down each lift and show it once a year.",
)


def read(text: str) -> Briefing:
    """Read a text as a file of Markdown."""
    return read_briefing(text.encode(), source_name="bulletin.md", lexicon=LEXICON)


def write_records(code: str, fields: tuple[str, str, str]) -> str:
    """Give a bulletin of three records with such codes and lines of fields."""
    heads = ("Safety Rules for Ropes", "Limits of Noise for Winches", "Safety Rules for Cranes")
    records = [
        f"### {code.format(81 + at)}{head}\n\n{field}\n\n{told}\n"
        for at, (head, field, told) in enumerate(zip(heads, fields, TOLD, strict=True))
    ]
    return "\n".join([FRONT, "## Policy\n", *records])


def list_days(items: tuple[Item, ...]) -> list[str]:
    """Give the days of items."""
    return [str(item.reported_on) for item in items]


@pytest.mark.parametrize("code", ["2025-0{} · ", "CN-2025-0{}: ", "25/0{} | ", "2025/{} – ", ""])
def test_running_numbers_of_a_house_are_no_words_of_its_headlines(code: str) -> None:
    """A year and a running number, with or without letters, go from the headlines of three records or more."""
    fields = tuple(f"Issued by: MIIT  \nIssued on: {day} September 2025" for day in (1, 2, 3))
    items = read(write_records(code, (fields[0], fields[1], fields[2]))).items
    heads = ["Safety Rules for Ropes", "Limits of Noise for Winches", "Safety Rules for Cranes"]
    assert [item.headline for item in items] == heads
    assert list_days(items) == ["2025-09-01", "2025-09-02", "2025-09-03"]


@pytest.mark.parametrize("done", ["Approved", "Circulated", "Notified", "Enacted"])
def test_who_did_what_to_a_document_and_when_are_fields(done: str) -> None:
    """The verb is a label with "by" and with "on", whatever was done to the document."""
    fields = tuple(f"{done} by: MIIT and CAC  \n{done} on: {day} August 2025" for day in (4, 5, 6))
    items = read(write_records("", (fields[0], fields[1], fields[2]))).items
    assert list_days(items) == ["2025-08-04", "2025-08-05", "2025-08-06"]
    assert [item.issuing_bodies for item in items] == [("MIIT", "CAC")] * 3
    assert [item.text for item in items] == list(TOLD)


def test_the_day_of_effect_is_the_items_where_no_other_is_given() -> None:
    """So it is where the day lies in the time of the issue, and is no day to come."""
    fields = (
        "Issued by: MIIT  \nIn force since: 1 September 2025",
        "Issued by: MIIT  \nIn force from: 1 March 2026",
        "Issued by: MIIT  \nIssued on: 5 September 2025  \nIn force since: 8 September 2025",
    )
    items = read(write_records("", fields)).items
    assert list_days(items) == ["2025-09-01", "None", "2025-09-05"]
    assert [item.deadlines[0].kind for item in items] == [DeadlineKind.TAKES_EFFECT] * 3


def test_a_chinese_title_alone_has_the_headline_for_its_english_one() -> None:
    """A headline that is a standard's title says it in English; "not seen" is no title, and who guides issues not."""
    fields = (
        "Chinese title: 绳索安全规则  \nIssued by: MIIT, under the guidance of the CAC",
        "Chinese title: 绞车噪声测量方法  \nIssued by: MIIT",
        "Chinese title: not seen  \nIssued by: MIIT with the CAC",
    )
    policies = [item.policy for item in read(write_records("", fields)).items]
    assert [policy and policy.title_en for policy in policies] == [
        "Safety Rules for Ropes",
        "Limits of Noise for Winches",
        "Safety Rules for Cranes",
    ]
    assert [policy and policy.title_zh for policy in policies] == ["绳索安全规则", "绞车噪声测量方法", None]
    assert [policy and policy.document_type for policy in policies][1] is DocumentType.STANDARD
    assert [item.issuing_bodies for item in read(write_records("", fields)).items] == [
        ("MIIT",),
        ("MIIT",),
        ("MIIT", "CAC"),
    ]


@pytest.mark.parametrize("sign", [" · ", " | "])
def test_lines_of_key_data_give_titles_in_both_tongues(sign: str) -> None:
    """A day with a word before it, counted bodies, a title and its twin, and a term instead of the day are fields."""
    lines = (
        (
            "Dated 2 September 2025",
            "Two bodies: MIIT, CAC",
            "Plan for Safe Ropes",
            "绳索安全方案",
            "工信部〔2025〕14号",
        ),
        (
            "Dated 4 September 2025",
            "MIIT",
            "Draft for comment until 3 October 2025",
            "Rules on Winches",
            "绞车管理规定",
        ),
        ("In force since 1 September 2025", "MIIT, CAC"),
    )
    fields = [sign.join(line) for line in lines]
    items = read(write_records("", (fields[0], fields[1], fields[2]))).items
    assert list_days(items) == ["2025-09-02", "2025-09-04", "2025-09-01"]
    assert [item.issuing_bodies for item in items] == [("MIIT", "CAC"), ("MIIT",), ("MIIT", "CAC")]
    policies = [item.policy for item in items[:2] if item.policy]
    assert [policy.title_en for policy in policies] == ["Plan for Safe Ropes", "Rules on Winches"]
    assert [policy.title_zh for policy in policies] == ["绳索安全方案", "绞车管理规定"]
    assert policies[0].document_number == "工信部〔2025〕14号"
    assert policies[1].status is PolicyStatus.DRAFT_FOR_COMMENT


def test_words_that_describe_a_document_in_its_place_are_no_title() -> None:
    """They tell its kind, and what was announced beside others names nobody who issues."""
    fields = (
        "2 September 2025 | MIIT | notice on a pilot, no number given | issued",
        "4 September 2025 | MIIT | announced at a press conference with the CAC",
        "5 September 2025 | MIIT | Rules on Cranes (起重机管理规定) | issued",
    )
    items = read(write_records("", fields)).items
    assert [item.policy and item.policy.title_en for item in items] == [None, None, "Rules on Cranes"]
    assert items[0].policy
    assert items[0].policy.document_type is DocumentType.NOTICE
    assert [item.issuing_bodies for item in items] == [("MIIT",)] * 3


@pytest.mark.parametrize("bold", ["**", ""])
@pytest.mark.parametrize("gap", ["\n  ", "  \n  "])
def test_bullets_with_a_line_of_bars_over_their_text(bold: str, gap: str) -> None:
    """The first line of a bullet gives its day, who issued what, and how it stands; the rest is the news."""
    heads = (
        f"{bold}29 Sep{bold} | MIIT | *2025 Plan for Ropes* / 2025年绳索方案 / 工信部〔2025〕12号 | {bold}final{bold}",
        f"{bold}27 September{bold} | CAC | *Rules on Winches* | {bold}draft, comments until 26 October 2025{bold}",
        f"{bold}25 September{bold} | MIIT and CAC | talks with makers, no document seen | {bold}under way{bold}",
    )
    bullets = [
        f"* {head}{gap}{told}  \n  Source: [Gazette](https://gazette.example/{told[:3]})"
        for head, told in zip(heads, TOLD, strict=True)
    ]
    items = read("\n".join([FRONT, "## Policy\n", *bullets])).items
    assert [item.text.partition("\n")[0] for item in items] == list(TOLD)
    assert list_days(items) == ["2025-09-29", "2025-09-27", "2025-09-25"]
    assert [item.issuing_bodies for item in items] == [("MIIT",), ("CAC",), ("MIIT", "CAC")]
    assert [[link.label for link in item.links] for item in items] == [["Gazette"]] * 3
    policies = [item.policy for item in items if item.policy]
    assert [policy.title_en for policy in policies] == ["2025 Plan for Ropes", "Rules on Winches", None]
    assert policies[0].title_zh == "2025年绳索方案"
    assert policies[0].document_number == "工信部〔2025〕12号"
    assert policies[1].status is PolicyStatus.DRAFT_FOR_COMMENT


def test_notes_at_the_front_say_from_whom_and_what_time_is_covered() -> None:
    """The fields of a note program name the sender and the time under several words."""
    note = "---\nfrom: Embassy of Norvania in Beijing\ntitle: Rope Report\ndate: 2025-06-03\n"
    note += "covering: 27 May – 2 June 2025\n---\n"
    briefing = read(
        f"{note}\n## Policy\n\n- **28 May:** MIIT issued rules on ropes.\n- **29 May:** CAC issued rules on winches.\n"
    )
    assert briefing.publisher == "Embassy of Norvania in Beijing"
    assert (str(briefing.period_start), str(briefing.period_end)) == ("2025-05-27", "2025-06-02")
