"""Where a name should stand, a date or an exception beside it makes it a question about that name."""

from __future__ import annotations

import pytest

from bot.domain.queries.named_questions import asks_for_previous, lift_topic, understand_briefings, understand_named
from bot.domain.queries.query import format_query, parse_query
from bot.domain.queries.wording import QuestionWords, Wording
from tests.domain.query_lexicon import LEXICON, TODAY

WORDING = Wording(english=QuestionWords(openers=("what",), fillers=("what", "in"), exceptions=("except",)))


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
