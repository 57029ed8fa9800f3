"""Questions as people type them: what becomes a filter, what stays a word, and what is left alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.domain.calendar.date_ranges import DateRange
from bot.domain.lexicon import Company, Lexicon, NamedList
from bot.domain.queries.pinyin import list_splits, reads_as_pinyin, split_pinyin
from bot.domain.queries.query import Query, describe_query, parse_query
from bot.domain.queries.question_names import drop_fillers, find_named
from bot.domain.queries.questions import Understood, understand_query
from bot.domain.queries.search_plan import compose_search_plan
from bot.domain.queries.search_text import Alternatives, facet_token
from bot.domain.queries.wording import QuestionWords, Wording
from bot.errors import BadQueryError
from tests.domain.query_lexicon import LEXICON, TODAY

WORDING = Wording(
    english=QuestionWords(
        openers=("what", "which", "is", "show"),
        light=("using",),
        fillers=("what", "which", "is", "new", "us", "did", "the", "on", "of", "about", "show", "are", "there", "that"),
        issuing=("issue", "issued", "announced"),
        goals=("goal", "goals"),
        deadlines=("deadlines", "close"),
        negations=("without", "not"),
        ours=("about us", "on our list"),
        everything=("new",),
        statuses={"draft_for_comment": ("open for comment", "drafts open"), "in_force": ("in force",)},
    ),
    chinese=QuestionWords(
        openers=("什么", "哪些", "吗"),
        fillers=("什么", "哪些", "吗", "了", "的"),
        kept=("目的", "了解"),
        issuing=("发布",),
        goals=("目标",),
        deadlines=("截止",),
        negations=("除了",),
        ours=("涉及我们",),
        statuses={"draft_for_comment": ("正在征求意见",)},
    ),
    synonyms=(("car", "vehicle"), ("chip", "semiconductor", "integrated circuit", "芯片")),
)


def ask(text: str) -> Understood:
    query = parse_query(text, lexicon=LEXICON, today=TODAY)
    return understand_query(query, lexicon=LEXICON, wording=WORDING, today=TODAY)


def words(query: Query) -> str:
    return " ".join(term.text for term in query.terms)


@pytest.mark.parametrize(
    ("text", "left", "ministry", "mentions", "company"),
    [
        ("what did MIIT issue on road tests?", "road tests", ("MIIT",), (), ()),
        ("what is the Ministry of Finance about", "", (), ("MOF",), ()),
        ("what about Huawei's chips", "chips", (), (), ("huawei",)),
        ("which roads issued by the NDRC", "roads by", ("NDRC",), (), ()),
        ("工信部发布了哪些数据", "发布 数据", ("MIIT",), (), ()),
        ("财政部有什么数据", "有 数据", (), ("MOF",), ()),
        ("what is 'State Council' on", "State Council", (), (), ()),
        ("what -Huawei chips", "Huawei chips", (), (), ()),
    ],
)
def test_names_become_filters(
    text: str, left: str, ministry: tuple[str, ...], mentions: tuple[str, ...], company: tuple[str, ...]
) -> None:
    """A body acts where the question has a verb of issuing, else it is named; quoted and excluded words stay."""
    found = ask(text)
    assert found.is_question
    assert (words(found.query), found.query.ministry.include) == (left, ministry)
    assert (found.query.mentions.include, found.query.company.include) == (mentions, company)


@pytest.mark.parametrize(
    ("text", "status", "types", "targets"),
    [
        ("which drafts open", ("draft_for_comment",), (), ()),
        ("what is in force on chips", ("in_force",), (), ()),
        ("哪些正在征求意见", ("draft_for_comment",), (), ()),
        ("which notices are there on chips", (), ("notice",), ()),
        ("which action plans", (), ("action_plan",), ()),
        ("which chips notices", (), (), ()),
        ("what is the car goal by 2027", (), (), (2027,)),
        ("what are the 2027 car goals", (), (), (2027,)),
        ("what are the goals in 2027 of cars", (), (), (2027,)),
        ("到2027年什么汽车", (), (), (2027,)),
        ("什么汽车2027年的目标", (), (), (2027,)),
        ("drafts open", ("draft_for_comment",), (), ()),
        ("what cars by the end of 2030", (), (), (2030,)),
    ],
)
def test_statuses_kinds_and_goals_become_filters(
    text: str, status: tuple[str, ...], types: tuple[str, ...], targets: tuple[int, ...]
) -> None:
    """A status anywhere, a kind of document at the beginning, the year of a goal after "by"."""
    query = ask(text).query
    assert (query.status.include, query.type.include, query.targets) == (status, types, targets)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("chips published in 2022", dt.date(2022, 1, 1), dt.date(2023, 1, 1)),
        ("chips issued published in 2022", dt.date(2022, 1, 1), dt.date(2023, 1, 1)),
        ("chips in November", dt.date(2023, 11, 1), dt.date(2023, 12, 1)),
        ("chips 11月", dt.date(2023, 11, 1), dt.date(2023, 12, 1)),
        ("chips last month", dt.date(2023, 11, 1), dt.date(2023, 12, 1)),
        ("chips 2023-11", dt.date(2023, 11, 1), dt.date(2023, 12, 1)),
        ("2023年11月 芯片", dt.date(2023, 11, 1), dt.date(2023, 12, 1)),
        ("哪些芯片2023年11月", dt.date(2023, 11, 1), dt.date(2023, 12, 1)),
        ("chips Q4 2023", dt.date(2023, 10, 1), dt.date(2024, 1, 1)),
        ("chips in late 2022", dt.date(2022, 9, 1), dt.date(2023, 1, 1)),
        ("chips mid-2023", dt.date(2023, 5, 1), dt.date(2023, 9, 1)),
        ("chips since Monday", dt.date(2023, 12, 4), None),
        ("chips since last Friday", dt.date(2023, 12, 8), None),
        ("chips at the end of last year", dt.date(2022, 9, 1), dt.date(2023, 1, 1)),
        ("芯片 上半年", dt.date(2023, 1, 1), dt.date(2023, 7, 1)),
        ("chips early March", dt.date(2023, 3, 1), dt.date(2023, 3, 11)),
        ("去年底芯片", dt.date(2022, 9, 1), dt.date(2023, 1, 1)),
        ("近三个月芯片", dt.date(2023, 9, 10), dt.date(2023, 12, 11)),
        ("2023年上半年芯片", dt.date(2023, 1, 1), dt.date(2023, 7, 1)),
        ("上周五以来 芯片", dt.date(2023, 12, 1), None),
        ("chips since:2023-11-20 2023-11", dt.date(2023, 11, 20), dt.date(2023, 12, 1)),
    ],
)
def test_dates_are_lifted_from_any_text(text: str, start: dt.date, end: dt.date | None) -> None:
    """Dates written out become a half-open range, inside the one that a key gives."""
    found = ask(text)
    assert found.lifted
    assert found.query.dates == DateRange(start=start, end=end)


@pytest.mark.parametrize(
    "text",
    [
        "chips",
        "chips 2023",
        "by 2027",
        "issued 2023",
        "'last month' chips",
        "last chip standing",
        "what",
        "",
        "may chips",
        "chips November",
        "chips by the end of 2027",
        "heating in winter",
        "spring festival chips",
        "chips on the Monday list",
        "2023年中国芯片",
        "chips a few weeks",
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    """A bare year, quoted words and texts that only look like dates are words."""
    found = ask(text)
    assert found.query.dates is None
    assert not found.lifted
    assert found.query == found.plain


def test_dates_that_leave_no_day_are_words() -> None:
    """A written date outside the range of a key would find nothing, so nothing is lifted."""
    found = ask("chips since:2023-11 2022-03")
    assert not found.lifted
    assert words(found.query) == "chips 2022-03"


def test_a_date_that_can_be_read_two_ways_is_refused() -> None:
    """Never guessed."""
    with pytest.raises(BadQueryError, match="two ways"):
        ask("chips 03/04/2023")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("what about chips before the summer?", "which months"),
        ("chips summer 2023", "which months"),
        ("芯片 夏天之前", "which months"),
        ("chips in the past few weeks", "how many"),
        ("近几个月芯片", "how many"),
        ("chips since Sunday", "2023-12-10 or 2023-12-03"),
    ],
)
def test_a_time_that_leaves_its_days_open_is_refused(text: str, message: str) -> None:
    """Seasons, "a few weeks" and today's weekday are nobody's guess."""
    with pytest.raises(BadQueryError, match=message):
        ask(text)


def test_the_plain_query_keeps_the_names() -> None:
    """Where the filters find nothing, the words are asked for as words."""
    assert words(ask("what did MIIT issue on chips").plain) == "MIIT chips"


def test_fillers_are_dropped_where_other_words_are_left() -> None:
    """In a known name, and with another word that means one thing with it, "of" stays; alone nothing is dropped."""
    query = parse_query("the Ministry of Finance of chips -tax", lexicon=LEXICON, today=TODAY)
    plan = compose_search_plan(query.terms, LEXICON)
    kept = drop_fillers(query.terms, plan.texts, WORDING)
    assert [term.text for term in kept] == ["Ministry", "of", "Finance", "chips", "tax"]
    goals = parse_query("chips goal", lexicon=LEXICON, today=TODAY)
    assert drop_fillers(goals.terms, ("chips", "goal"), WORDING) == goals.terms[:1]
    light = parse_query("using chips", lexicon=LEXICON, today=TODAY)
    assert drop_fillers(light.terms, ("using", "chips"), WORDING) == light.terms[1:]
    named = replace(WORDING, translations=(("using chips", "用芯片"),))
    assert drop_fillers(light.terms, ("using", "chips"), named) == light.terms
    assert drop_fillers(light.terms[::-1], ("chips", "using"), named) == light.terms[1:]
    alone = parse_query("the of", lexicon=LEXICON, today=TODAY)
    assert drop_fillers(alone.terms, compose_search_plan(alone.terms, LEXICON).texts, WORDING) == alone.terms


@pytest.mark.parametrize(("typed", "looked_for"), [("Huawei's", "huawei"), ("Huawei’s", "huawei"), ("Ray's", "rays")])
def test_a_possessive_is_no_part_of_a_name_but_where_the_name_has_one(typed: str, looked_for: str) -> None:
    """Huawei's chips are Huawei's; the name of Ray's is not Ray."""
    lexicon = Lexicon(companies=(Company(id="huawei", name="Huawei"), Company(id="rays", name="Ray's")))
    plan = compose_search_plan(parse_query(typed, lexicon=lexicon, today=TODAY).terms, lexicon)
    assert (facet_token("company", looked_for),) in plan.wanted[0].wordings


def test_names_with_article_and_possessive() -> None:
    """ "The State Council's" is the State Council; what is no name is none."""
    bodies, companies = find_named("the State Council's", LEXICON)
    assert [body.id for body in bodies] == ["STATE_COUNCIL"]
    assert companies == ()
    assert find_named("steel", LEXICON) == ((), ())


def test_synonyms_in_either_number() -> None:
    """A group gives its other wordings, to singular and plural."""
    assert set(WORDING.list_synonyms("chips")) >= {"semiconductor", "integrated circuit"}
    assert "vehicle" in WORDING.list_synonyms("cars")
    assert "chip" in WORDING.list_synonyms("芯片")
    assert WORDING.list_synonyms("steel") == ()


@pytest.mark.parametrize(
    ("text", "syllables"),
    [
        ("gongxinbu", ("gong", "xin", "bu")),
        ("shu ju", ("shu", "ju")),
        ("xian", ("xian",)),
        ("steel", ()),
        ("a" * 80, ()),
    ],
)
def test_pinyin_is_cut_into_syllables(text: str, syllables: tuple[str, ...]) -> None:
    """What cannot be cut wholly is no pinyin; two syllables make one."""
    assert split_pinyin(text) == syllables
    assert reads_as_pinyin(text) is (len(syllables) > 1)


def test_what_was_understood_can_be_said() -> None:
    """The filters lifted from a question stand in the description of its query."""
    said = describe_query(ask("what did MIIT issue on chips in 2022").query, LEXICON)
    assert any("MIIT" in part for part in said)


@pytest.mark.parametrize(("value", "moves"), [("30d", True), ("2024-03", False), ("2/29", True), ("76y", True)])
def test_a_deadline_range_counted_from_today_is_kept_as_typed(value: str, moves: bool) -> None:
    """``due:30d`` moves with the day of asking, ``due:2024-03`` does not."""
    query = parse_query(f"due:{value}", lexicon=LEXICON, today=TODAY)
    assert query.due_text == (value if moves else None)


def test_a_question_for_the_newest_is_one_for_everything() -> None:
    """Where only words of the question are left nothing is searched for, and goals without a year are such words."""
    found = ask("what is new")
    assert found.is_question
    assert found.query.terms == ()
    assert words(ask("what are the goals of cars").query) == "cars"


@pytest.mark.parametrize("text", ["what is that about", "which of that", "什么的吗"])
def test_a_question_that_names_nothing_is_refused(text: str) -> None:
    """Everything is no answer to a question of which nothing was understood; with a filter there is something."""
    with pytest.raises(BadQueryError, match="Nothing in this question"):
        ask(text)
    assert ask(f"{text} topic:ai").query.topic.include == ("ai",)


def with_lists(*names: str) -> Lexicon:
    return LEXICON.with_lists(
        tuple(NamedList(id=n, owner="C1", name=name, filter="company:Huawei") for n, name in enumerate(names, 1))
    )


@pytest.mark.parametrize(
    ("text", "names", "chosen"),
    [
        ("which is about us", ("cars", "us"), "L2"),
        ("which chips are on our list", ("cars", "我们"), "L2"),
        ("哪些芯片涉及我们", ("cars",), "L1"),
    ],
)
def test_about_us_asks_for_the_list_of_whoever_asks(text: str, names: tuple[str, ...], chosen: str) -> None:
    """The list named "us" or 我们 is meant, else the only one; what is on it is looked for."""
    query = parse_query(text, lexicon=LEXICON, today=TODAY)
    found = understand_query(query, lexicon=with_lists(*names), wording=WORDING, today=TODAY)
    assert (found.query.list.include, found.plain) == ((chosen,), found.query)
    assert found.query.listed == (Alternatives(wordings=((facet_token("company", "huawei"),),)),)


@pytest.mark.parametrize(("names", "hint"), [((), "list save us = "), (("cars", "chips"), "list:cars, list:chips")])
def test_about_us_without_a_list_says_what_to_write(names: tuple[str, ...], hint: str) -> None:
    """No list is guessed at."""
    query = parse_query("which is about us", lexicon=LEXICON, today=TODAY)
    with pytest.raises(BadQueryError) as caught:
        understand_query(query, lexicon=with_lists(*names), wording=WORDING, today=TODAY)
    assert hint in (caught.value.hint or "")


def test_words_that_hold_a_filler_stay_whole() -> None:
    """The 的 of 目的 and the 了 of 了解 are no words of a question."""
    assert words(ask("什么目的的芯片").query) == "目的 芯片"
    assert words(ask("哪些了解芯片").query) == "了解芯片"


def test_pinyin_may_be_read_in_several_ways() -> None:
    """All ways of one spelling are given, those in fewest syllables first, and none of what is no pinyin."""
    assert list_splits("shujuanquan")[0] == ("shu", "juan", "quan")
    assert ("shu", "ju", "an", "quan") in list_splits("shujuanquan")
    assert list_splits("xi'an") == (("xi", "an"),)
    assert list_splits("steel") == ()
    assert list_splits("a" * 41) == ()


@pytest.mark.parametrize(
    "text", ["which deadlines are there in November 2023", "which close in November 2023", "什么2023年11月截止"]
)
def test_a_date_with_a_word_for_deadlines_is_one(text: str) -> None:
    """What is due in a month is asked for by its deadline, not by its date; without a date the word is left out."""
    query = ask(text).query
    assert (query.terms, query.dates) == ((), None)
    assert query.due == DateRange(start=dt.date(2023, 11, 1), end=dt.date(2023, 12, 1))
    assert words(ask("which chips close").query) == "chips"


@pytest.mark.parametrize(
    ("text", "left", "mentions", "company"),
    [
        ("which chips without Huawei", "chips", (), ("huawei",)),
        ("which chips not of the NDRC", "chips", ("NDRC",), ()),
        ("什么芯片除了华为", "芯片", (), ("huawei",)),
        ("which chips 'not' Huawei", "chips not", (), ()),
        ("which not chips Huawei", "not chips", (), ()),
        ("what not the of about Huawei", "not", (), ()),
        ("Huawei without what", "Huawei without what", (), ()),
        ("chips not of Huawei", "chips", (), ("huawei",)),
        ("not Huawei chips", "chips", (), ("huawei",)),
        ("除了华为 芯片", "芯片", (), ("huawei",)),
        ("chips without Huawei, NDRC or China Mobile", "chips", ("NDRC",), ("huawei", "china-mobile")),
        ("chips without Huawei and steel", "chips and steel", (), ("huawei",)),
        ("chips without steel", "chips without steel", (), ()),
        ('chips not "Huawei"', "chips not Huawei", (), ()),
        ("chips without Huawei and data security", "chips and data security", (), ("huawei",)),
        ("chips without Huawei and", "chips and", (), ("huawei",)),
    ],
)
def test_a_name_behind_a_negation_is_left_out(
    text: str, left: str, mentions: tuple[str, ...], company: tuple[str, ...]
) -> None:
    """A known name right behind "without" or "not from" is excluded, and the question is never read as words."""
    found = ask(text)
    assert words(found.query) == left
    assert (found.query.mentions.exclude, found.query.company.exclude) == (mentions, company)
    assert not (mentions or company) or found.plain == found.query


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("chips without data security", ("data_security",)),
        ("which chips are not about data security", ("data_security",)),
        ("which chips do not yet mention data security", ()),
    ],
)
def test_a_topic_is_left_out_right_behind_a_negation(text: str, topics: tuple[str, ...]) -> None:
    """Further off it may be what is asked for."""
    assert ask(text).query.topic.exclude == topics


def test_what_is_excluded_covers_what_the_name_covers_where_it_is_wanted() -> None:
    """A dash before a name leaves out the record in every language; before quoted words only those words."""
    for text in ("Huawei", "华为"):
        query = parse_query(f"chips -{text}", lexicon=LEXICON, today=TODAY)
        assert compose_search_plan(query.terms, LEXICON).excluded == (
            Alternatives(wordings=((text,), (facet_token("company", "huawei"),))),
        )
    quoted = parse_query('chips -"Huawei"', lexicon=LEXICON, today=TODAY)
    assert compose_search_plan(quoted.terms, LEXICON).excluded == (Alternatives(wordings=(("Huawei",),)),)
