"""What is left out in people's own words: names, words, kinds and statuses, and how far an exception reaches."""

from __future__ import annotations

import pytest

from bot.domain.queries.query import Query, format_query, parse_query
from bot.domain.queries.query_scan import Term
from bot.domain.queries.question_exceptions import cut_exceptions, join_exceptions
from bot.domain.queries.question_names import refuse_negation
from bot.domain.queries.questions import Understood, understand_query
from bot.domain.queries.wording import QuestionWords, Wording
from bot.errors import BadQueryError
from tests.domain.query_lexicon import LEXICON, TODAY

WORDING = Wording(
    english=QuestionWords(
        openers=("what", "which"),
        fillers=("what", "which", "are", "from", "on", "in", "us", "it", "for", "is"),
        drafts=("drafts",),
        negations=("without", "not"),
        untrue=("not", "not yet", "no longer"),
        exceptions=("except", "except for", "other than", "but not"),
        excepted=("firms",),
        statuses={"draft_for_comment": ("open for comment",), "in_force": ("in force",)},
    ),
    chinese=QuestionWords(
        openers=("哪些",),
        fillers=("哪些", "的"),
        negations=("除了",),
        untrue=("未",),
        exceptions=("不包括",),
        statuses={"draft_for_comment": ("征求意见稿",), "in_force": ("生效",)},
    ),
    translations=(("drones", "无人机"), ("power batteries", "动力电池"), ("aluminium", "aluminum", "铝")),
)


def ask(text: str) -> Understood:
    query = parse_query(text, lexicon=LEXICON, today=TODAY)
    return understand_query(query, lexicon=LEXICON, wording=WORDING, today=TODAY)


def canonical(query: Query) -> str:
    return format_query(query, LEXICON)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("chips except steel", "chips -steel"),
        ("chips but not solid state batteries", 'chips -"solid state batteries"'),
        ("chips except for steel and cement in 2022", "chips -steel -cement since:2022-01-01 until:2022-12-31"),
        ("firms other than Huawei", "-company:Huawei"),
        ("chips except MIIT and steel", "chips -steel -mentions:MIIT"),
        ("chips except steel or MIIT", "chips -steel -mentions:MIIT"),
        ("chips except steel MIIT", "chips MIIT -steel"),
        ("chips except steel 2022", "chips 2022 -steel"),
        ("chips except data security", "chips -topic:data_security"),
        ("chips except data security audits", 'chips -"data security audits"'),
        ("chips without data security audits", "chips without data security audits"),
        ("chips without data security in 2022", "chips -topic:data_security since:2022-01-01 until:2022-12-31"),
        ("chips except drafts", "chips -status:draft_for_comment,comment_closed"),
        ("chips except notices", "chips -type:notice"),
        ("which chips are not yet in force", "chips -status:in_force"),
        ("which chips are in force", "chips status:in_force"),
        ("chips no longer in force", "chips -status:in_force"),
        ("哪些芯片未生效", "芯片 -status:in_force"),
        ("芯片，不包括钢铁", "芯片 -钢铁"),
        ("芯片不包括华为", "芯片 -company:Huawei"),
        ("除钢铁外的芯片", "芯片 -钢铁"),
        ("除了华为、钢铁和水泥以外的芯片", "芯片 -华为 -钢铁 -水泥"),
        ("除征求意见稿之外 芯片", "芯片 -status:draft_for_comment,comment_closed"),
        ("芯片 钢铁除外", "芯片 -钢铁"),
        ("芯片，不包括无人机", "芯片 -无人机 -drones"),
        ("除铝和动力电池以外的芯片", '芯片 -铝 -aluminium -aluminum -动力电池 -"power batteries"'),
        ("chips except drone", "chips -drone -无人机"),
        ("chips except aluminium", "chips -aluminium -aluminum -铝"),
        ("chips -drones", "chips -drones"),
        ("chips except", "chips except"),
        ("chips except -steel", "chips except -steel"),
        ("除尘 芯片", "除尘 芯片"),
        ("免除外国企业 芯片", "免除外国企业 芯片"),
        ("'除钢铁外' 芯片", '"除钢铁外" 芯片'),
    ],
)
def test_what_is_left_out(text: str, expected: str) -> None:
    """Names by their records, kinds and statuses by their filters, anything else as words."""
    assert canonical(ask(text).query) == expected


def test_words_joined_in_one_exception_may_be_one_thing() -> None:
    """The comma of "steel, cement and zinc" is gone, so whether that is two things or three is asked."""
    with pytest.raises(BadQueryError, match="one thing") as caught:
        ask("chips except steel, cement and zinc")
    assert '-"steel cement"' in caught.value.hint
    assert "-steel -cement" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("chips without steel", "without steel"),
        ("chips not from the US", "not the"),
        ("chips not for US", "not US"),
        ("chips not for us", ""),
        ("chips without Huawei", ""),
        ("chips", ""),
        ("which chips are not steel", "not steel"),
        ("'chips without steel'", ""),
    ],
)
def test_a_negation_that_leaves_nothing_out_is_told(text: str, unread: str) -> None:
    """It may be what is not wanted, or a part of what is looked for; "US" in capitals is a country."""
    assert ask(text).unread_negation == unread


def test_the_refusal_shows_both_ways() -> None:
    """Leaving out, and looking for."""
    with pytest.raises(BadQueryError, match="without … steel") as caught:
        refuse_negation("without steel")
    assert "-steel" in caught.value.hint
    assert '"steel"' in caught.value.hint


def test_words_from_one_end_of_an_exception_to_the_other_are_one() -> None:
    """Up to four words on; what is quoted parts them, and an exception without an end stays open."""
    plain = [Term(text="除比亚迪"), Term(text="华为以外"), Term(text="芯片")]
    assert [term.text for term in join_exceptions(plain)] == ["除比亚迪、华为以外", "芯片"]
    quoted = [Term(text="除比亚迪"), Term(text="x", phrase=True), Term(text="华为以外")]
    assert join_exceptions(quoted) == quoted
    assert join_exceptions([Term(text="除了华为"), Term(text="芯片")]) == [Term(text="除了华为"), Term(text="芯片")]
    assert cut_exceptions(Term(text="-x", excluded=True)) == [Term(text="-x", excluded=True)]
