"""Where a name should stand, a date or an exception beside it makes it a question about that name."""

from __future__ import annotations

import pytest

from bot.config import find_data_folder
from bot.names.lexicon import Lexicon
from bot.names.records import Body
from bot.query.named_questions import find_asked_names, understand_briefings, understand_named, understand_rule
from bot.query.query import parse_query
from bot.query.query_record import Query, format_query
from bot.query.wording import QuestionWords, Wording, load_wording
from tests.query_lexicon import LEXICON, TODAY

REAL = load_wording(find_data_folder("reference"))
BANKS = Body(id="CBIRC", name_en="China Banking and Insurance Regulatory Commission", name_zh="银保监会")
WITH_BANKS = Lexicon(bodies=(*LEXICON.bodies, BANKS), companies=LEXICON.companies, topics=LEXICON.topics)
WORDING = Wording(english=QuestionWords(openers=("what",), fillers=("what", "in"), exceptions=("except",)))


def ask(text: str) -> Query:
    return parse_query(text, lexicon=WITH_BANKS, today=TODAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MIIT in late 2022", "mentions:MIIT since:2022-09-01 until:2022-12-31"),
        ("Huawei except cars", "-cars company:Huawei"),
        ("what MIIT", "mentions:MIIT"),
        ("MIIT", "MIIT"),
        ("MIIT robots", "robots mentions:MIIT"),
        ("MIIT in AI", "AI mentions:MIIT"),
        ("Ministry of Finance Robots Unit", "Ministry of Finance Robots Unit"),
        ("Huawei 5G", "Huawei 5G"),
        ('Huawei "robots"', 'Huawei "robots"'),
        ("robots MIIT", "robots MIIT"),
    ],
)
def test_a_name_with_a_date_or_exception(text: str, expected: str) -> None:
    """The name becomes a filter too, as it does before plain words; alone, or before a capital, it is left as it is."""
    query = parse_query(text, lexicon=LEXICON, today=TODAY)
    found = understand_named(query, lexicon=LEXICON, wording=WORDING, today=TODAY)
    assert format_query(found.query, LEXICON) == expected


READS_BRIEFINGS = Wording(
    english=QuestionWords(
        openers=("which", "what"),
        fillers=("which", "what", "is", "latest", "the"),
        newest=("latest",),
        briefings=("briefing", "one", "against"),
        previous=("before", "previous"),
    )
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("which briefing covers May 2023", "since:2023-05-01 until:2023-05-31"),
        ("latest one", ""),
        ("the latest", ""),
        ("one", ""),
        ('what is one "one"', '"one"'),
        ("Harbour in May 2023", "Harbour since:2023-05-01 until:2023-05-31"),
        ("Harbour", None),
    ],
)
def test_a_question_for_briefings(text: str, expected: str | None) -> None:
    """Dates and words of a name are left, words for a briefing are not; what is no question gives nothing."""
    query = parse_query(text, lexicon=LEXICON, today=TODAY)
    found = understand_briefings(query, lexicon=LEXICON, wording=READS_BRIEFINGS, today=TODAY)
    assert (found if found is None else format_query(found, LEXICON)) == expected


@pytest.mark.parametrize(
    ("text", "kind", "meant"),
    [
        ("which ministries issued most documents?", "ministries", ""),
        ("which companies are named most?", "companies", ""),
        ("哪些公司", "companies", ""),
        ("哪些部门发布了关于人工智能的文件", "ministries", "topic:ai"),
        ("which companies work on artificial intelligence", "companies", "topic:ai"),
        ("哪些公司在用机器人", "companies", "机器人"),
        ("which ministries use robots", None, ""),
        ("companies house", None, ""),
        ("makers of robots", None, ""),
        ("number of policies by ministry", "ministries", ""),
        ("ranking of ministries", "ministries", ""),
        ("news items per company", "companies", ""),
        ("各部门 人工智能 政策数量", "ministries", "topic:ai"),
        ("policies by ministry of finance", None, ""),
        ("issued by ministries", None, ""),
        ("which", None, ""),
    ],
)
def test_all_names_are_listed_where_nothing_else_is_asked(text: str, kind: str | None, meant: str) -> None:
    """Filters and a topic narrow the list; other words are for the companies of what they find, and for no bodies."""
    found = find_asked_names(ask(text), lexicon=WITH_BANKS, wording=REAL, today=TODAY)
    assert (found[0] if found else None) == kind
    assert found is None or format_query(found[1], WITH_BANKS) == meant


def test_a_subscription_reads_a_question_as_its_conditions() -> None:
    """Words that are none stay words, and one of a schedule that is left is in quotes again."""
    query = ask("what did MIIT issue on month")
    rule = understand_rule(query, lexicon=LEXICON, wording=REAL, today=TODAY)
    assert format_query(rule, LEXICON) == '"month" ministry:MIIT'
    assert rule.notes[-1].startswith("Understood: “month”")
    plain = understand_rule(ask("what is there on robots?"), lexicon=LEXICON, wording=REAL, today=TODAY)
    assert format_query(plain, LEXICON) == "robots"
    for text in ("all news about robots", "every news about robots", "robots"):
        every = understand_rule(ask(text), lexicon=LEXICON, wording=REAL, today=TODAY)
        assert format_query(every, LEXICON) == "robots"
    for text, words in (
        ("every draft on robots", "draft on robots"),
        ("所有机器人", "机器人"),
        ("所有", "所有"),
        ("all", "all"),
    ):
        bare = understand_rule(ask(text), lexicon=LEXICON, wording=REAL, today=TODAY)
        assert format_query(bare, LEXICON) == words
    for text in ('"all news" robots', "-所有机器人 robots"):
        assert understand_rule(ask(text), lexicon=LEXICON, wording=REAL, today=TODAY) == ask(text)
    for text in ("robots", "what is new?", "what"):
        assert understand_rule(ask(text), lexicon=LEXICON, wording=REAL, today=TODAY) == ask(text)
