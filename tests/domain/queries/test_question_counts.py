"""How many are asked for, parts of a briefing, and names that a word joins."""

from __future__ import annotations

import pytest

from tests.domain.queries.test_question_marks import read


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("what are the latest 3 policies on robots", "robots sort:date limit:3"),
        ("the three most recent notices", "type:notice sort:date limit:3"),
        ("top 5 robots in 2024", "robots since:2024-01-01 until:2024-12-31 limit:5"),
        ("last 2 policies on robots", "robots limit:2"),
        ("最新三条机器人政策", "机器人 sort:date limit:3"),
        ("最近的两个机器人文件", "机器人 sort:date limit:2"),
        ("latest 3 robots limit:9", "robots sort:date limit:3"),
        ("top 3", "limit:3"),
        ("latest 300 robots", "300 robots sort:date"),
        (
            "what did MIIT issue on robots in the last 3 months",
            "robots ministry:MIIT since:2025-01-10 until:2025-04-10",
        ),
        ("最近3个月有哪些机器人政策", "机器人 since:2025-01-10 until:2025-04-10 sort:date"),
        ("which 3 robots", "3 robots"),
        ('latest "3" robots', '"3" robots sort:date'),
    ],
)
def test_how_many_are_asked_for(text: str, meant: str) -> None:
    """A number beside "latest", "top" or "last" is one of answers, before a unit of time a date."""
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("company news in March 2025", "section:corporate_news since:2025-03-01 until:2025-03-31"),
        ("only policy news on robots", "robots section:policy_news"),
        ("everything except company news", "-section:corporate_news"),
        ("公司新闻有哪些", "section:corporate_news"),
        ("news of the company", "company"),
        ('"company news"', '"company news"'),
    ],
)
def test_parts_of_a_briefing_are_asked_for(text: str, meant: str) -> None:
    """What people call a section is its filter, in a question and where it stands first."""
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("most recent draft", "status:draft_for_comment,comment_closed sort:date"),
        ("how many drafts are there", "status:draft_for_comment,comment_closed"),
        ("which drafts are there on robots", "robots status:draft_for_comment,comment_closed"),
        ("is the draft on robots final?", "robots"),
    ],
)
def test_a_question_for_drafts_alone_is_for_all_of_them(text: str, meant: str) -> None:
    """With a subject too; whether one is final its card tells."""
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("MIIT and NDRC", "MIIT NDRC"),
        ("Ministry of Finance & MIIT", "Ministry of Finance MIIT"),
        ("MIIT or NDRC", "mentions:MIIT,NDRC"),
        ("Huawei or China Mobile in 2024", 'company:"China Mobile",Huawei since:2024-01-01 until:2024-12-31'),
        ("robots except Huawei and China Mobile", 'robots -company:Huawei,"China Mobile"'),
        ("robots and cars", "robots and cars"),
        ("MIIT and robots", "MIIT and robots"),
        ("MIIT and AI", "MIIT AI"),
        ("AI or MIIT", "AI or MIIT"),
        ("robots AND MIIT", "robots MIIT"),
        ("AND MIIT", "mentions:MIIT"),
        ("robots or MIIT", "robots or MIIT"),
        ('"MIIT" and NDRC', '"MIIT" and NDRC'),
        ("and MIIT", "mentions:MIIT"),
        ("工信部和财政部", "工信部 财政部"),
        ("工信部和机器人", "工信部和机器人"),
        ("和", "和"),
    ],
)
def test_names_joined_by_a_word(text: str, meant: str) -> None:
    """ "And" between two names is no word to search for, "or" asks for any of them; between others both stay words."""
    assert read(text) == meant
