"""Where a name should stand, a date or an exception beside it makes it a question about that name."""

from __future__ import annotations

import pytest

from bot.bootstrap.parts import read_wording
from bot.domain.lexicon import Body, Lexicon
from bot.domain.queries.named_questions import (
    asks_for_previous,
    find_asked_names,
    find_listed,
    find_succession,
    leave_asking,
    lift_topic,
    lists_names,
    understand_briefings,
    understand_named,
    understand_rule,
)
from bot.domain.queries.query import Query, format_query, parse_query
from bot.domain.queries.wording import QuestionWords, Wording
from tests.domain.query_lexicon import LEXICON, TODAY

REAL = read_wording()
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("data security company:Huawei", "company:Huawei topic:data_security"),
        ("robots company:Huawei", "robots company:Huawei"),
        ('"AI"', '"AI"'),
        ("company:Huawei", "company:Huawei"),
    ],
)
def test_words_that_are_a_topic_narrow_to_it(text: str, expected: str) -> None:
    """A card may be of a topic; other words are no filter."""
    query = parse_query(text, lexicon=LEXICON, today=TODAY)
    assert format_query(lift_topic(query, LEXICON), LEXICON) == expected


def test_without_words_of_questions_nothing_is_read_so() -> None:
    """A date is still a date."""
    query = parse_query("MIIT last month", lexicon=LEXICON, today=TODAY)
    found = understand_named(query, lexicon=LEXICON, wording=Wording(), today=TODAY)
    assert (found.is_question, format_query(found.query, LEXICON)) == (False, "MIIT since:2023-11-01 until:2023-11-30")


@pytest.mark.parametrize("text", ["predecessor of the CBIRC", "what was the CBIRC before?", "银保监会的前身"])
def test_the_history_of_a_body_is_asked_of_the_body(text: str) -> None:
    """Where a name should stand too: its card tells."""
    found = understand_named(ask(text), lexicon=WITH_BANKS, wording=REAL, today=TODAY)
    assert (found.is_question, format_query(found.query, WITH_BANKS)) == (True, "mentions:CBIRC")


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
    ("text", "asks"),
    [
        ("the previous one", True),
        ("briefing before", True),
        ("before", True),
        ("one", False),
        ("one against the one before", False),
        ("what is before", False),
        ('"before"', False),
        ("-before", False),
    ],
)
def test_the_issue_before_the_latest_is_asked_for(text: str, asks: bool) -> None:
    """Where nothing is asked of it, such as what is new against it."""
    query = parse_query(text, lexicon=LEXICON, today=TODAY)
    assert asks_for_previous(query, READS_BRIEFINGS) is asks


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("what replaced the CBIRC?", "CBIRC"),
        ("who took over from CBIRC?", "CBIRC"),
        ("what was the CBIRC before?", "CBIRC"),
        ("predecessor of the CBIRC", "CBIRC"),
        ("银保监会的前身是什么", "银保监会"),
        ("银保监会后来变成什么？", "银保监会"),
        ("银保监会现在叫什么", "银保监会"),
        ("银保监会并入了哪里", "银保监会"),
        ("which rules replaced the MIIT notice on robots?", None),
        ("robots replaced CBIRC", None),
        ("what replaced the steam engine?", None),
        ('"what" replaced CBIRC', None),
        ("what replaced", None),
        ("what did CBIRC issue?", None),
        ("what replaced " + "the very old and large " * 3 + "CBIRC", None),
    ],
)
def test_what_a_body_was_or_became_is_told_by_its_card(text: str, name: str | None) -> None:
    """A question for the history of one body is one with its name and nothing else."""
    found = find_succession(ask(text).terms, WITH_BANKS, REAL)
    assert (found[0].text if found else None) == name


@pytest.mark.parametrize(
    ("text", "kind", "meant"),
    [
        ("which ministries issued most documents?", "ministries", ""),
        ("who issues the most?", "ministries", ""),
        ("which ministry issued most in 2024?", "ministries", "since:2024-01-01 until:2024-12-31"),
        ("which companies are named most?", "companies", ""),
        ("which companies did MIIT name?", "companies", "mentions:MIIT"),
        ("list all the companies in company news", "companies", "section:corporate_news"),
        ("哪些公司", "companies", ""),
        ("哪些公司被提到最多", "companies", ""),
        ("哪些部门发布的文件最多", "ministries", ""),
        ("哪些部门发布了关于人工智能的文件", "ministries", "topic:ai"),
        ("which companies are leaving?", "companies", "leaving"),
        ("which companies are affected by the cranes rules?", "companies", "cranes"),
        ("which firms use robots", "companies", "robots"),
        ("which companies work on artificial intelligence", "companies", "topic:ai"),
        ("companies using robots", "companies", "robots"),
        ("companies named in 2024", "companies", "since:2024-01-01 until:2024-12-31"),
        ("哪些公司在用机器人", "companies", "机器人"),
        ("哪些企业受机器人办法的影响", "companies", "机器人办法"),
        ("哪些公司用", "companies", "用"),
        ("which ministries use robots", None, ""),
        ("how many companies use robots", None, ""),
        ("how many companies are there", "companies", ""),
        ("companies house", None, ""),
        ("which robot makers cut jobs", "companies", "which robot makers cut jobs"),
        ("what do robot makers report?", None, ""),
        ("makers of robots", None, ""),
        ("which company news is there?", None, ""),
        ("companies", None, ""),
        ("number of policies by ministry", "ministries", ""),
        ("how many policies did each ministry issue in 2024?", "ministries", "since:2024-01-01 until:2024-12-31"),
        ("artificial intelligence policies per body", "ministries", "topic:ai"),
        ("ranking of ministries", "ministries", ""),
        ("most active ministries", "ministries", ""),
        ("ministries by number of documents", "ministries", ""),
        ("news items per company", "companies", ""),
        ("companies ranked by mentions", "companies", ""),
        ("各部门发布了多少政策", "ministries", ""),
        ("2024年各部委发文数量", "ministries", "since:2024-01-01 until:2024-12-31"),
        ("各部门 人工智能 政策数量", "ministries", "topic:ai"),
        ("按企业统计新闻", "companies", ""),
        ("各部门职责", None, ""),
        ("policies by ministry of finance", None, ""),
        ("number of policies by ministry MIIT", None, ""),
        ("rules of each ministry on robots", None, ""),
        ("issued by ministries", None, ""),
        ("robots of which companies", None, ""),
        ('"which" companies', None, ""),
        ("which", None, ""),
    ],
)
def test_all_names_are_listed_where_nothing_else_is_asked(text: str, kind: str | None, meant: str) -> None:
    """Filters and a topic narrow the list; other words are for the companies of what they find, and for no bodies."""
    found = find_asked_names(ask(text), lexicon=WITH_BANKS, wording=REAL, today=TODAY)
    assert (found[0] if found else None) == kind
    assert found is None or format_query(found[1], WITH_BANKS) == meant


@pytest.mark.parametrize(
    ("text", "kind"),
    [("companies briefing:B1", "companies"), ("ministries briefing:B1", "ministries"), ("robots briefing:B1", None)],
)
def test_of_a_briefing_the_word_for_all_names_is_enough(text: str, kind: str | None) -> None:
    """Alone it is a word to look for."""
    found = find_asked_names(ask(text), lexicon=WITH_BANKS, wording=REAL, today=TODAY)
    assert (found[0] if found else None) == kind


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("most active", True),
        ("number of policies", True),
        ("ranking", True),
        ("latest", True),
        ("companies", True),
        ("since:2024", True),
        ("topic:ai section:top", True),
        ("since:2024 company:Huawei", False),
        ("since:2024 ministry:MIIT", False),
        ("robots since:2024", False),
        ('"ranking"', False),
        ("how", False),
        ("", False),
    ],
)
def test_a_count_and_days_alone_ask_for_names(text: str, listed: bool) -> None:
    """Where a name should stand; with a name, or a word to look for, it is for that."""
    assert lists_names(ask(text), REAL) is listed


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("most active", ""),
        ("since:2024", "since:2024-01-01"),
        ("battery makers", "battery makers"),
        ("carmakers since:2024", "carmakers since:2024-01-01"),
        ("carmakers company:Huawei", None),
        ('"makers"', None),
        ("who invested in chips", "who invested in chips"),
        ("谁投资了芯片", "谁投资了芯片"),
        ("who sold to company:Huawei", None),
        ("Maker Bank", None),
    ],
)
def test_companies_are_listed_by_trade_and_by_what_they_do(text: str, meant: str | None) -> None:
    """By words that items say of them too, beside what lists all names."""
    found = find_listed(ask(text), REAL)
    assert (format_query(found, LEXICON) if found else None) == meant


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


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("who regulates robots?", "robots"),
        ("which ministries work on robots in 2024?", "robots since:2024-01-01 until:2024-12-31"),
        ("谁在管机器人", "管机器人"),
        ("哪些部门负责机器人", "机器人"),
        ("what about robots?", None),
        ("who issued in 2024?", None),
        ("robots", None),
    ],
)
def test_what_a_question_for_bodies_is_about(text: str, meant: str | None) -> None:
    """Without the words that ask for them; a text that is no question is for a name."""
    found = leave_asking(ask(text), lexicon=WITH_BANKS, wording=REAL, today=TODAY)
    assert (format_query(found, WITH_BANKS) if found else None) == meant
