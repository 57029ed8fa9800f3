"""Conditions that a question sets for documents, or denies, with the words that travel with the program."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.bootstrap.parts import read_wording
from bot.domain.queries.query import describe_query, format_query, parse_query
from bot.domain.queries.questions import Understood, understand_query
from bot.errors import BadQueryError
from tests.domain.query_lexicon import LEXICON

WORDING = read_wording()
TODAY = dt.date(2025, 4, 10)
DRAFTS = "status:draft_for_comment,comment_closed"
NO_DRAFTS = f"-{DRAFTS}"
FINAL = "status:issued,in_force,amended"
GUIDING = "type:opinions,notice,plan,action_plan,guidelines"
BINDING = "type:law,regulation,measures,provisions"
TO_COME = "effect:2025-04-11.."


def understand(text: str) -> Understood:
    query = parse_query(text, lexicon=LEXICON, today=TODAY)
    return understand_query(query, lexicon=LEXICON, wording=WORDING, today=TODAY)


def read(text: str) -> str:
    return format_query(understand(text).query, LEXICON)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("drafts without deadlines", f"{DRAFTS} due:none"),
        ("drafts without a deadline on robots", f"robots {DRAFTS} due:none"),
        ("policies without any deadline", "due:none"),
        ("which MIIT documents have no closing date?", "mentions:MIIT due:none"),
        ("rules that don't have a deadline", "due:none"),
        ("drafts without a printed deadline", f"{DRAFTS} due:none"),
        ("drafts with any stated deadline", "stated status:draft_for_comment sort:due"),
        ("没有截止日期的", "due:none"),
        ("没有截止日期的草案", f"{DRAFTS} due:none"),
        ("无截止日期的工信部文件", "mentions:MIIT due:none"),
        ("没有截止日期", "没有截止日期"),
    ],
)
def test_no_deadline_is_one_that_is_not_printed(text: str, meant: str) -> None:
    """Whatever stands between the denial and the deadline; up to six characters stay a string."""
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("documents that are not final", DRAFTS),
        ("which rules on robots are not yet final?", f"robots {DRAFTS}"),
        ("non-final rules", DRAFTS),
        ("final rules on robots", f"robots {FINAL}"),
        ("final measures", f"type:measures {FINAL}"),
        ("final robots rules", f"robots {FINAL}"),
        ("which final texts did MIIT issue?", f"ministry:MIIT {FINAL}"),
        ("are there final rules on robots?", f"robots {FINAL}"),
        ("did the rules on robots become final?", "robots"),
        ("compare the draft on robots with the final rules", "robots"),
        ("what changed between the robots draft and the final rules?", "robots"),
        ("final assembly of robots", "final assembly of robots"),
        ("未定稿的文件", DRAFTS),
        ("which drafts became final?", DRAFTS),
        ("机器人办法的征求意见稿和正式稿有什么不同", "机器人办法"),
    ],
)
def test_what_is_final_is_no_draft(text: str, meant: str) -> None:
    """Of one document, or of a draft and its final text, both are wanted; a word for something else stays one."""
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("rules that are not binding", GUIDING),
        ("non-binding documents on robots", f"robots {GUIDING}"),
        ("nonbinding rules", GUIDING),
        ("which documents are not legally binding?", GUIDING),
        ("binding rules of MIIT", f"mentions:MIIT {BINDING} {NO_DRAFTS}"),
        ("没有约束力的文件", GUIDING),
        ("不具约束力的政策", GUIDING),
        ("binding of books", "binding of books"),
    ],
)
def test_what_does_not_bind_is_of_kinds_that_guide(text: str, meant: str) -> None:
    """News is none of them, and that drafts do not bind either is said."""
    assert read(text) == meant
    assert bool(understand(text).query.notes) is (meant.endswith(GUIDING))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("MIIT documents, no drafts", f"mentions:MIIT {NO_DRAFTS}"),
        ("MIIT without drafts", f"mentions:MIIT {NO_DRAFTS}"),
        ("MIIT but not drafts", f"mentions:MIIT {NO_DRAFTS}"),
        ("which rules are not drafts?", NO_DRAFTS),
        ("except drafts and MIIT: robots", f"robots -mentions:MIIT {NO_DRAFTS}"),
        ("不含草案", NO_DRAFTS),
        ("what is not yet in force?", TO_COME),
        ("rules that have yet to take effect", TO_COME),
        ("尚未生效的规定", TO_COME),
        ("还没有生效的政策", TO_COME),
        ("which rules are no longer in force?", "-status:in_force"),
        ("is the robots rule in force?", "robots"),
        ("are the robots rules no longer in force?", "robots"),
        ("have the robots rules been repealed?", "robots"),
        ("is there any rule in force on robots?", "robots status:in_force"),
        ("are there rules in force on robots?", "robots status:in_force"),
        ("is the robots draft open for comment?", "robots status:draft_for_comment"),
        ("which rules will be in force by September?", "effect:2025-04-10..2025-09-30"),
        ("机器人办法生效了吗", "机器人办法"),
        ("机器人办法还有效吗", "机器人办法"),
        ("哪些办法现行有效", "type:measures status:in_force"),
    ],
)
def test_what_is_denied_is_left_out_or_to_come(text: str, meant: str) -> None:
    """Drafts of any state are left out; what is not yet in force takes effect from tomorrow on.

    Whether one document is in force is asked, and no condition for it.
    """
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("what is closing soon?", "due:2025-04-10.. sort:due"),
        ("closing soon", "due:2025-04-10.. sort:due"),
        ("which drafts are closing soon?", "status:draft_for_comment sort:due"),
        ("what closes next?", "due:2025-04-10.. sort:due"),
        ("what takes effect next?", "effect:2025-04-10.."),
        ("即将截止的", "due:2025-04-10.. sort:due"),
        ("即将截止的草案", "status:draft_for_comment sort:due"),
        ("快到期的征求意见稿", "status:draft_for_comment sort:due"),
    ],
)
def test_soon_is_whatever_is_ahead_the_next_first(text: str, meant: str) -> None:
    """How soon soon is nobody says, so nothing ahead is left out."""
    assert read(text) == meant


def test_no_deadline_has_a_value_of_its_own() -> None:
    """``due:none`` is said in words, and takes no days beside it; drafts of any state are said as such."""
    query = parse_query("robots due:none", lexicon=LEXICON, today=TODAY)
    assert format_query(query, LEXICON) == "robots due:none"
    assert describe_query(query, LEXICON) == ("“robots”", "no deadline printed")
    said = describe_query(parse_query(f"robots {NO_DRAFTS}", lexicon=LEXICON, today=TODAY), LEXICON)
    assert said == ("“robots”", "no drafts")
    for text in ("due:none,30d", "due:none,any", "-due:none"):
        with pytest.raises(BadQueryError, match="stands alone"):
            parse_query(text, lexicon=LEXICON, today=TODAY)


@pytest.mark.parametrize(
    ("text", "meant", "said"),
    [
        ("due:any", "due:any", "due on any date"),
        ("effect:any", "effect:any", "taking effect on any date"),
        ("effect:any,2024", "effect:any", "taking effect on any date"),
        ("due:any -due:2024", "due:..2023-12-31,2025-01-01..", "due until 31 Dec 2023 or since 1 Jan 2025"),
    ],
)
def test_any_day_has_a_value_of_its_own(text: str, meant: str, said: str) -> None:
    """Not every document prints a deadline or a day from which it binds, so any day is a filter too."""
    query = parse_query(text, lexicon=LEXICON, today=TODAY)
    assert format_query(query, LEXICON) == meant
    assert describe_query(query, LEXICON) == (said,)
    assert parse_query(meant, lexicon=LEXICON, today=TODAY) == query


@pytest.mark.parametrize(
    ("text", "said"), [("-due:any", "cannot be excluded"), ("since:any", "not a date"), ("on:any", "not a date")]
)
def test_any_day_is_refused_where_it_says_nothing(text: str, said: str) -> None:
    """Every item is of a date; and what has no deadline is asked for with ``due:none``."""
    with pytest.raises(BadQueryError, match=said):
        parse_query(text, lexicon=LEXICON, today=TODAY)
