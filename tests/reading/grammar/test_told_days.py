"""The day that a piece of news prints somewhere in its first words: datelines, brackets, documents' dates, Chinese."""

from __future__ import annotations

import pytest

from tests.reading.grammar.grammar_blocks import read

TITLE = ("# Harbour Notes", "19 January 2026", "# Policy news", "- 12 January: NDRC issued rules on ropes.")
LAST = "- 15 January: MOF issued rules on fees."

TOLD = [
    ("MIIT issued rules on cranes on Wednesday (14 January).", "14 January"),
    ("On Wednesday (14 January), MIIT issued rules on cranes.", "14 January"),
    ("MIIT issued rules on cranes on Wednesday (Jan. 14), and ports must follow them.", "Jan. 14"),
    ("MIIT on Jan. 14 issued rules on cranes.", "Jan. 14"),
    ("On 14 January MIIT issued the Crane Rules, which take effect on 1 May.", "14 January"),
    ("BEIJING, Jan 14 — MIIT issued rules on cranes.", "Jan 14"),
    ("BEIJING, Jan. 14 (Harbour Wire) — MIIT issued rules on cranes.", "Jan. 14"),
    ("BEIJING (Harbour Wire), 14 January – MIIT issued rules on cranes.", "14 January"),
    ("Beijing, 14 January: MIIT issued rules on cranes.", "14 January"),
    ("SHANGHAI, January 14, 2026 - MIIT issued rules on cranes.", "January 14, 2026"),
    ("HONG KONG, 14 Jan -- MIIT issued rules on cranes.", "14 Jan"),
    ("BEIJING, 14/1/2026 – MIIT issued rules on cranes.", "14 January 2026"),
    ("Beijing (14 January) – MIIT issued rules on cranes.", "14 January"),
    ("Ports take papers (MIIT Announcement No. 9 of 2026, issued 14 January).", "14 January"),
    ("MIIT said in a notice dated 14 January that cranes need rules.", "14 January"),
    ("MIIT issued rules on cranes in a notice of 14 January.", "14 January"),
    ("In a circular published 14 January, MIIT sets rules on cranes.", "14 January"),
    ("In its announcement dated Jan. 14, MIIT sets rules on cranes.", "Jan. 14"),
    ("MIIT yesterday, 14 January, issued rules on cranes.", "14 January"),
    ("MIIT today (14 January) issued rules on cranes.", "14 January"),
    ("工信部发布起重机管理办法（1月14日）。", "1月14日"),
    ("（1月14日）工信部发布起重机管理办法。", "1月14日"),
    ("1月14日，工信部发布起重机管理办法。", "1月14日"),
    ("1月14日电，工信部发布起重机管理办法。", "1月14日"),
    ("北京1月14日电 工信部发布起重机管理办法。", "1月14日"),
    ("本报北京1月14日讯 工信部发布起重机管理办法。", "1月14日"),
    ("近日（1月14日），工信部发布起重机管理办法。", "1月14日"),
    ("工信部1月14日发布起重机管理办法。", "1月14日"),
    ("工信部于1月14日联合财政部印发起重机管理办法。", "1月14日"),
    ("工信部在1月14日公布的通知中要求加强起重机管理。", "1月14日"),
    ("工信部、财政部2026年1月14日宣布，起重机须登记。", "2026年1月14日"),
    ("恒远重工：1月14日与港务局签起重机合同。", "1月14日"),
    ("恒远重工1月14日在汉堡发布新起重机。", "1月14日"),
]
NOT_TOLD = [
    "恒远重工：1月14日起起重机涨价。",
    "MIIT issued rules on cranes, which apply from 14 January.",
    "MIIT issued draft rules on cranes, open for comment until 14 January.",
    "MIIT will meet crane operators on 14 January.",
    "MIIT replaced the rules on cranes of 14 January 2020.",
    "The rules on cranes, first issued on 14 January 2019, are out of date, MIIT said.",
    "MIIT says ports must count cranes by Jan. 14.",
    "MIIT said that cranes made before 14 January need no seal.",
    "MIIT said crane shipments since Jan. 14 have doubled.",
    "MIIT said ports must follow, under a notice of 14 January 2020, the rules on cranes.",
    "MIIT said that the notice dated 14 January 2020 is no longer valid for cranes.",
    "Cranes, ropes and pots (until 14 January) – MIIT issued rules.",
    "MIIT will hold a hearing on cranes on Friday (23 January).",
    "MIIT keeps the list of cranes open until this Friday (23 January).",
    "MIIT said the crane fair, which starts on Friday (23 January), is full.",
    "起重机管理办法曾于2019年1月14日发布，工信部表示须修订。",
    "DEADLINE, 14 January – comments on cranes close, MIIT said.",
    "工信部要求各港口1月14日前清点起重机。",
    "工信部发布起重机管理办法，自1月14日起施行。",
    "工信部称，截至1月14日，共清点起重机300台。",
    "工信部将于1月14日发布起重机管理办法。",
    "工信部拟1月14日公布起重机名单。",
    "工信部要求落实1月14日发布的起重机管理办法。",
    "工信部发布起重机管理办法，有效期至1月14日。",
    "起重机管理办法（2020年1月14日发布）已过期，工信部表示。",
]


@pytest.mark.parametrize(("text", "day"), TOLD)
def test_a_day_of_the_news(text: str, day: str) -> None:
    """A dateline, a day in brackets behind a weekday or 近日, that of the notice, or of the act dates the item."""
    items = read(*TITLE, f"- {text}", LAST).parts.items
    assert (len(items), items[1].date_text) == (3, day)


@pytest.mark.parametrize("text", NOT_TOLD)
def test_a_day_of_something_else(text: str) -> None:
    """What starts, ends or was done long before on a day does not date the item."""
    items = read(*TITLE, f"- {text}", LAST).parts.items
    assert (len(items), items[1].date_text) == (3, None)
