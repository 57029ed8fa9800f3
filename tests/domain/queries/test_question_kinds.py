"""Kinds of document that a text lists, with dates and names and nothing else, with the words of the program."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.bootstrap.parts import read_wording
from bot.domain.queries.query import format_query, parse_query
from bot.domain.queries.questions import understand_query
from tests.domain.query_lexicon import LEXICON

WORDING = read_wording()
TODAY = dt.date(2025, 4, 10)
DRAFTS = "status:draft_for_comment,comment_closed"
IN_2024 = "since:2024-01-01 until:2024-12-31"


def read(text: str) -> str:
    query = parse_query(text, lexicon=LEXICON, today=TODAY)
    found = understand_query(query, lexicon=LEXICON, wording=WORDING, today=TODAY)
    return format_query(found.query, LEXICON)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("this month's drafts", f"{DRAFTS} since:2025-04-01 until:2025-04-30"),
        ("MIIT drafts", f"ministry:MIIT {DRAFTS}"),
        ("drafts from MIIT in 2024", f"ministry:MIIT {DRAFTS} since:2024-01-01 until:2024-12-31"),
        ("notices by MIIT since 2024", "ministry:MIIT type:notice since:2024-01-01"),
        ("MIIT or NDRC action plans", "mentions:MIIT,NDRC type:action_plan"),
        ("MIIT guiding robots", "MIIT guiding robots"),
        ("all laws", "type:law"),
        ("all notices of MIIT", "ministry:MIIT type:notice"),
        ("all robots", "all robots"),
        ("本月的草案", f"{DRAFTS} since:2025-04-01 until:2025-04-30"),
        ("2024 notices", f"type:notice {IN_2024}"),
        ("notices in 2024", f"type:notice {IN_2024}"),
        ("MIIT notices 2024", f"ministry:MIIT type:notice {IN_2024}"),
        ("2024年通知", f"type:notice {IN_2024}"),
        ("2024公告", f"type:notice {IN_2024}"),
        ("工信部2024年草案", f"ministry:MIIT {DRAFTS} {IN_2024}"),
        ("2024年工信部和财政部的通知", f"ministry:MIIT,MOF type:notice {IN_2024}"),
        ("MIIT 2024", f"mentions:MIIT {IN_2024}"),
        ("miit 2024", f"mentions:MIIT {IN_2024}"),
        ("Huawei 2024", f"company:Huawei {IN_2024}"),
        ("2024 华为", f"company:Huawei {IN_2024}"),
        ("华为2024年", f"company:Huawei {IN_2024}"),
        ("MIIT March 2024", "mentions:MIIT since:2024-03-01 until:2024-03-31"),
        ("2024", "2024"),
        ("by 2024", "by 2024"),
        ("robots 2024", "robots 2024"),
        ("MIIT robots 2024", "MIIT robots 2024"),
        ("2024年机器人通知", "2024年机器人通知"),
        ('"2024" MIIT', '"2024" MIIT'),
        ("drafts", "drafts"),
        ("draft beer", "draft beer"),
        ("plans for robots", "plans for robots"),
        ("MIIT drafts robots", "MIIT drafts robots"),
        ('"drafts" MIIT', '"drafts" MIIT'),
    ],
)
def test_a_list_of_documents_is_read_as_one(text: str, meant: str) -> None:
    """A kind of document, of a date or a body and nothing else, is a filter, and so is a name with a year alone."""
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("which drafts 2024?", f"{DRAFTS} {IN_2024}"),
        ("what did MIIT issue of 2024?", f"ministry:MIIT {IN_2024}"),
        ("what robots rules of 2024?", "robots 2024"),
        ("what 2024?", "2024"),
        ("哪些新政策", ""),
        ("机器人创新政策有哪些", "机器人创新"),
    ],
)
def test_a_year_that_is_left_beside_filters_is_a_date(text: str, meant: str) -> None:
    """Beside other words it is one of them; what only says that something is new is left out."""
    assert read(text) == meant
