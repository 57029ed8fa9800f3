"""What is read as a question and what its words ask for, with the words that travel with the program."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.bootstrap.parts import read_wording
from bot.domain.queries.query import Query, format_query, parse_query
from bot.domain.queries.questions import Understood, understand_query
from bot.errors import BadQueryError
from tests.domain.query_lexicon import LEXICON

WORDING = read_wording()
TODAY = dt.date(2025, 4, 10)


def understand(text: str) -> Understood:
    query = parse_query(text, lexicon=LEXICON, today=TODAY)
    return understand_query(query, lexicon=LEXICON, wording=WORDING, today=TODAY)


def read(text: str) -> str:
    return format_query(understand(text).query, LEXICON)


def test_a_name_with_a_year_in_it_is_one_name() -> None:
    """Neither its year nor its words are taken out of it."""
    named = replace(LEXICON, abbreviations=(("MIC 2025", "Made in China 2025", "中国制造2025"),))
    for text in ("what is new on Made in China 2025?", "中国制造2025有什么进展"):
        query = parse_query(text, lexicon=named, today=TODAY)
        found = understand_query(query, lexicon=named, wording=WORDING, today=TODAY).query
        assert " ".join(term.text for term in found.terms) in {"Made in China 2025", "中国制造2025"}
        assert found.dates is None


MARCH = "since:2025-03-01 until:2025-03-31"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("what came out last month?", MARCH),
        ("what got published in March?", MARCH),
        ("which policies went out in March 2025?", MARCH),
        ("what arrived from MIIT in March 2025?", f"mentions:MIIT {MARCH}"),
        ("what has emerged on robots in March 2025?", f"robots {MARCH}"),
        ("is Huawei mentioned anywhere in 2024?", "company:Huawei since:2024-01-01 until:2024-12-31"),
        ("what was put out by MOF in March?", f"mentions:MOF {MARCH}"),
    ],
)
def test_verbs_of_appearing_are_words_of_a_question(text: str, meant: str) -> None:
    """Whatever came, went, got or arrived: what is asked for is the date and the name."""
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("latest from MIIT", "mentions:MIIT sort:date"),
        ("the newest on robots", "robots sort:date"),
        ("most recent policies on robots", "robots sort:date"),
        ("recent robots rules", "robots sort:date"),
        ("what's new on robots?", "robots sort:date"),
        ("anything new from MIIT", "mentions:MIIT sort:date"),
        ("what new robots rules are there", "robots"),
        ("newest robots sort:relevance", "robots sort:relevance"),
        ("工信部最近有什么动作", "mentions:MIIT sort:date"),
        ("最新的工信部机器人政策", "机器人 mentions:MIIT sort:date"),
        ("最新的机器人", "最新的机器人"),
        ("the most robots", "the most robots"),
        ("MOST recent robots", "MOST recent robots"),
        ("latest", "sort:date"),
        ("the newest", "sort:date"),
        ("最新", "sort:date"),
        ('"latest" robots', '"latest" robots'),
    ],
)
def test_the_newest_come_first_where_they_are_asked_for(text: str, meant: str) -> None:
    """A word for the newest opens a question and gives its order, unless another is typed or it is quoted."""
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("this year's robots rules", "robots since:2025-01-01 until:2025-12-31"),
        ("2024's robots", "robots since:2024-01-01 until:2024-12-31"),
        ("last month’s news on robots", f"robots {MARCH}"),
        ("MIIT's rules from last year", "MIIT's since:2024-01-01 until:2024-12-31"),
        ("robots rules after 15 March", "robots since:2025-03-16"),
        ("robots action plan in early 2025", "robots action plan since:2025-01-01 until:2025-04-30"),
        ("robots rules", "robots rules"),
    ],
)
def test_beside_a_date_words_that_only_ask_are_left_out(text: str, meant: str) -> None:
    """A possessive is a date too, and "rules" beside one asks for nothing more; a kind of document stays."""
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("今年三月份工信部发了什么？", f"ministry:MIIT {MARCH}"),
        ("上个月有什么新规", MARCH),
        ("工信部去年发布的通知", "ministry:MIIT type:notice since:2024-01-01 until:2024-12-31"),
        ("工信部发布的通知", "ministry:MIIT type:notice"),
        ("工信部有关机器人的政策", "机器人 mentions:MIIT"),
        ("华为的新闻", "company:Huawei"),
        ("国务院关于机器人的意见", "国务院关于机器人的意见"),
        ("机器人的意见", "机器人的意见"),
        ("去年的负面清单", "负面清单 since:2024-01-01 until:2024-12-31"),
        ("本月截止的征求意见", "status:draft_for_comment due:2025-04-01..2025-04-30 sort:due"),
        ("去年生效的规定", "effect:2024-01-01..2024-12-31"),
        ("帮我找一下未来产业的实施意见", "未来产业 type:opinions"),
        ("请列出2024年的所有意见", "type:opinions since:2024-01-01 until:2024-12-31"),
        ("九月份的新闻", "since:2024-09-01 until:2024-09-30"),
        ("人脸识别办法是什么时候发布的", "人脸识别办法"),
        ("关于2025年加力扩围实施的通知", "关于2025年加力扩围实施的通知"),
        ("《2025年的通知》", '"2025年的通知"'),
        ("研发了什么", "研发"),
    ],
)
def test_chinese_is_cut_at_its_words_of_asking(text: str, meant: str) -> None:
    """Dates, names and kinds are lifted out of a phrase with 的 too; the title of a document is left alone."""
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("which drafts can we still comment on?", "status:draft_for_comment"),
        ("drafts we can still comment on", "status:draft_for_comment"),
        ("what can we comment on right now?", "status:draft_for_comment"),
        ("which draft rules on robots can still be commented on", "robots status:draft_for_comment"),
        ("open consultations", "status:draft_for_comment"),
        ("which drafts are still open", "status:draft_for_comment"),
        ("are there any draft laws?", "type:law status:draft_for_comment"),
        ("are there any draft robots?", "robots"),
        ("哪些草案还开放？", "status:draft_for_comment"),
        ("which draft laws did MIIT publish", "laws ministry:MIIT"),
        ("who can comment", "status:draft_for_comment"),
        ("robots can", "robots can"),
    ],
)
def test_what_may_be_commented_on_is_an_open_draft(text: str, meant: str) -> None:
    """That comments may be sent, or drafts of a kind are there, is a status; "draft" as a verb is not."""
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("what came into force this year?", "effect:2025-01-01..2025-04-10"),
        ("what took effect in 2024?", "effect:2024-01-01..2024-12-31"),
        ("which regulations came into effect in 2024", "type:regulation effect:2024-01-01..2024-12-31"),
        ("what takes effect in May?", "effect:2025-05-01..2025-05-31"),
        ("what closed this year?", "due:2025-01-01..2025-04-10"),
        ("what was due since March", "due:2025-03-01..2025-04-10"),
    ],
)
def test_what_came_into_force_has_a_day_of_its_own_kind(text: str, meant: str) -> None:
    """Days of effect gone by are no deadlines for comments, and what has happened did so by today."""
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("WHAT ARE THE MOST IMPORTANT RULES ON ROBOTS", "ROBOTS"),
        ("WHAT DID MOST ISSUE IN 2024", "MOST since:2024-01-01 until:2024-12-31"),
        ("what is MOST doing on robots", "MOST robots"),
        ("MOST robots", "MOST robots"),
        ('WHAT ABOUT "MOST" ROBOTS', '"MOST" ROBOTS'),
    ],
)
def test_capitals_mean_nothing_where_all_is_in_capitals(text: str, meant: str) -> None:
    """MOST is then a word, unless a verb of issuing follows."""
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("robots 9月8日至9月11日", dt.date(2024, 9, 8), dt.date(2024, 9, 11)),
        ("三月十四日", dt.date(2025, 3, 14), dt.date(2025, 3, 14)),
        ("三月底", dt.date(2025, 3, 21), dt.date(2025, 3, 31)),
        ("3月下半月", dt.date(2025, 3, 16), dt.date(2025, 3, 31)),
        ("2024年2月上半月", dt.date(2024, 2, 1), dt.date(2024, 2, 15)),
        ("robots in the second half of September 2024", dt.date(2024, 9, 16), dt.date(2024, 9, 30)),
        ("robots first half of March", dt.date(2025, 3, 1), dt.date(2025, 3, 15)),
        ("robots on 24/3", dt.date(2025, 3, 24), dt.date(2025, 3, 24)),
    ],
)
def test_clear_dates_are_read(text: str, first: dt.date, last: dt.date) -> None:
    """Days in Chinese figures, from one day to another, and halves of a month are dates wherever they stand."""
    dates = understand(text).query.dates
    assert dates is not None
    assert (dates.start, dates.last) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "rules on 3/4",
        "AI rules before Christmas",
        "AI around Chinese New Year",
        "春节前的新闻",
        "AI in the first week of September 2024",
        "AI last week of March",
    ],
)
def test_open_dates_are_refused(text: str) -> None:
    """Figures that can be read two ways and feasts that last for days are never guessed at nor searched as words."""
    with pytest.raises(BadQueryError, match=r"two ways|leaves open"):
        understand(text)


@pytest.mark.parametrize("text", ["exports fall by 1/3", "3/4 of firms", "Christmas trees", "first half of the tunnel"])
def test_what_is_no_date_stays_words(text: str) -> None:
    """Shares, feasts and halves of something else are what is looked for."""
    assert (understand(text).query.dates, read(text)) == (None, text)


def test_goals_may_be_asked_for_without_a_year() -> None:
    """The word for goals at the beginning asks for those of any year; with a year for those of it."""
    assert understand("targets robots").query.targets[:1] == (1995,)
    assert understand("targets for 2030 on robots").query.targets == (2030,)
    assert [term.text for term in understand("targets for 2030 on robots").query.terms] == ["robots"]
    assert understand("robots targets").query == Query(
        terms=parse_query("robots targets", lexicon=LEXICON, today=TODAY).terms
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("drafts open now", "status:draft_for_comment"),
        ("drafts that are still open for comment", "status:draft_for_comment"),
        ("drafts on robots that are open", "robots status:draft_for_comment"),
        ("open drafts on robots", "robots status:draft_for_comment"),
        ("drafts on robots open to debate", "drafts on robots open to debate"),
        ("robots that are open", "robots that are open"),
        ("现在还能提意见的草案", "status:draft_for_comment"),
        ("尚在征求意见的机器人文件", "机器人 status:draft_for_comment"),
        ("征求意见的机器人", "征求意见的机器人"),
        ("2030年机器人目标", "机器人 target:2030"),
        ("机器人目标", "机器人目标"),
    ],
)
def test_phrases_without_a_word_of_asking_are_questions(text: str, meant: str) -> None:
    """So is one for drafts that are open, whatever stands between, and one for goals of a year."""
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (
            "which rules on robots are legally binding?",
            "robots type:law,regulation,measures,provisions -status:draft_for_comment,comment_closed",
        ),
        (
            "哪些机器人文件具有法律约束力",
            "机器人 type:law,regulation,measures,provisions -status:draft_for_comment,comment_closed",
        ),
        ("which rules on robots are not binding?", "robots type:opinions,notice,plan,action_plan,guidelines"),
        ("is the notice on robots binding?", "robots type:notice"),
        ('which rules on "binding" robots', '"binding" robots'),
        ("binding robots", "binding robots"),
    ],
)
def test_what_binds_is_asked_for_by_kinds(text: str, meant: str) -> None:
    """Several are told apart by kinds that bind and are no drafts; of one document its card tells."""
    assert read(text) == meant


@pytest.mark.parametrize(
    "text",
    ["what changed since the last briefing?", "anything new since our previous issue", "上一期以来有什么新政策"],
)
def test_since_a_briefing_is_refused_with_where_to_ask(text: str) -> None:
    """An issue is no day, and what is new in one stands on its card."""
    with pytest.raises(BadQueryError, match="is no date") as caught:
        understand(text)
    assert "briefing" in caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "AI on 31 February 2024",
        "AI on 32 March",
        "AI April 31st, 2024",
        "what came on 30 February",
        "2024年2月30日的文件",
    ],
)
def test_days_that_the_calendar_does_not_have_are_refused(text: str) -> None:
    """No month stands for them."""
    with pytest.raises(BadQueryError, match="is not a date"):
        understand(text)


def test_what_was_open_on_a_day_is_asked_as_of_it() -> None:
    """Open means on the day of asking; of a month, or of a day to come, nothing is refused."""
    for asked in ("which drafts were open on 15 September 2024?", "drafts open for comment on 15 September 2024"):
        with pytest.raises(BadQueryError, match="as of today") as caught:
            understand(asked)
        assert "status:draft_for_comment asof:2024-09-15" in caught.value.hint
    assert read("which drafts are open on robots of 15 September 2024") == (
        "robots status:draft_for_comment on:2024-09-15"
    )
    assert read("what was open for comment in 2024") == ("status:draft_for_comment since:2024-01-01 until:2024-12-31")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("robots targets 2025", "robots target:2025"),
        ("2025 goals MIIT", "mentions:MIIT target:2025"),
        ("低空经济目标2030", "低空经济 target:2030"),
        ("2030低空经济指标", "低空经济 target:2030"),
        ("低空经济到2030年要达到多大规模", "低空经济 规模 target:2030"),
        ("机器人 2025年 目标", "机器人 target:2025"),
        ("robots targets", "robots targets"),
        ("robots 2025", "robots 2025"),
        ('robots "targets" 2025', 'robots "targets" 2025'),
    ],
)
def test_a_word_for_goals_beside_a_year_asks_for_those_of_the_year(text: str, meant: str) -> None:
    """The year is no date of the items then, though nothing is put as a question."""
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("what is open for comment right now?", "status:draft_for_comment"),
        ("which drafts are open at the moment?", "status:draft_for_comment"),
        ("what has MIIT issued so far?", "ministry:MIIT"),
        ("which deadlines are coming up in the next two weeks?", "due:2025-04-10..2025-04-24 sort:due"),
    ],
)
def test_words_for_now_are_no_words_to_look_for(text: str, meant: str) -> None:
    """They only say when it is asked; what is open is open on the day of asking."""
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("rules in force from 1 June 2025", "effect:2025-06-01"),
        ("robots rules effective from September 2025", "robots effect:2025-09-01..2025-09-30"),
        ("rules in force since 2025", "effect:2025-01-01..2025-04-10"),
        ("robots in force from seed", "robots in force from seed"),
    ],
)
def test_what_is_in_force_from_a_day_is_asked_for(text: str, meant: str) -> None:
    """Without a word of asking too, where the day is said."""
    assert read(text) == meant


def test_since_the_last_briefing_is_no_date_in_any_text() -> None:
    """It is refused with what tells it, whether put as a question or not."""
    with pytest.raises(BadQueryError, match="is no date"):
        understand("since the last briefing")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("机器人有什么新规定", "机器人"),
        ("什么时候开始要求机器人标识", "机器人标识"),
        ("what do robots stand for", "robots"),
        ("policies w/ robots", "robots"),
        ("how many times is Huawei mentioned", "company:Huawei"),
        ("which documents name Huawei", "company:Huawei"),
        ("number of notices by MIIT", "mentions:MIIT type:notice"),
        ("closed drafts", "status:comment_closed"),
    ],
)
def test_words_that_only_ask_are_left_out(text: str, meant: str) -> None:
    """New rules, a beginning and what a name stands for are asked for, not looked for."""
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("targets after 2027", "target:2028..2066"),
        ("which goals are there from 2030 on robots?", "robots target:2030..2068"),
        ("which robots goals are there until 2027?", "robots target:2025..2027"),
        ("goals before 2027", "target:2025..2026"),
        ("robots rules after 2024", "robots since:2025-01-01"),
    ],
)
def test_goals_are_asked_for_before_and_after_a_year(text: str, meant: str) -> None:
    """Beside a word for goals a year that begins or ends is theirs; else it is the date."""
    assert read(text) == meant
