"""What a text is read as: filters and words, in English and Chinese, with the words that travel with the program."""

import datetime as dt

import pytest

from bot.config import find_data_folder
from bot.errors import BadQueryError
from bot.names.lexicon import Lexicon
from bot.names.records import Body
from bot.query.query import lift_ids, parse_query
from bot.query.query_record import format_query
from bot.query.questions import Asked, Issue, Question, name_issue, read_question, read_rule
from bot.query.wording import load_wording
from tests.query_lexicon import LEXICON

WORDING = load_wording(find_data_folder("reference"))
TODAY = dt.date(2025, 4, 10)
QUESTIONS = (
    ("what did MIIT issue on road tests?", "road tests ministry:MIIT"),
    ("what is 'State Council' on", '"State Council"'),
    ("工信部发布了哪些数据", "数据 ministry:MIIT"),
    ("which drafts open", "status:draft_for_comment"),
    ("what are the 2027 car goals", "car target:2027"),
    ("哪些正在征求意见", "status:draft_for_comment"),
    ("chips from 2022", "chips since:2022-01-01 until:2022-12-31"),
    ("chips from 2022 on", "chips since:2022-01-01"),
    ("chips published in 2022", "chips since:2022-01-01 until:2022-12-31"),
    ("chips 11月", "chips since:2024-11-01 until:2024-11-30"),
    ("chips by the end of 2027", "chips by the end of 2027"),
    ("2023年中国芯片", "芯片 since:2023-01-01 until:2023-12-31"),
    ("which deadlines are there in November 2023", "due:2023-11-01..2023-11-30 sort:due"),
    ("什么2023年11月截止", "due:2023-11-01..2023-11-30 sort:due"),
    ("which chips without Huawei", "chips -company:Huawei"),
    ("MIIT's chip plans", "chip mentions:MIIT"),
    ("工信部的芯片", "芯片 mentions:MIIT"),
    ("跟芯片有关的规定", "芯片"),
    ("looking for anything on chips since the winter", "chips since:2024-12-01"),
    ("除了华为之外的芯片", "芯片 -company:Huawei"),
    ("海外 废除 芯片", "海外 废除 芯片"),
    ("chips without Huawei, NDRC or China Mobile", 'chips -mentions:NDRC -company:Huawei,"China Mobile"'),
    ("什么芯片除了华为", "芯片 -company:Huawei"),
    ("除芯片外 新能源汽车", "新能源汽车 -芯片"),
    ("chips without data security", "chips -topic:data_security"),
    ("what came out last month?", "since:2025-03-01 until:2025-03-31"),
    ("what's new on robots?", "robots sort:date"),
    ("this year's robots rules", "robots since:2025-01-01 until:2025-12-31"),
    ("last month’s news on robots", "robots since:2025-03-01 until:2025-03-31"),
    ("今年三月份工信部发了什么？", "ministry:MIIT since:2025-03-01 until:2025-03-31"),
    ("which draft rules on robots can still be commented on", "robots status:draft_for_comment"),
    ("are there any draft laws?", "type:law status:draft_for_comment,comment_closed"),
    ("what came into force this year?", "effect:2025-01-01..2025-04-10"),
    ("what closed this year?", "due:2025-01-01..2025-04-10"),
    ("what is MOST doing on robots", "MOST robots"),
    ("robots in the second half of September 2024", "robots since:2024-09-16 until:2024-09-30"),
    ("robots on 24/3", "robots on:2025-03-24"),
    ("exports fall by 1/3", "exports fall 1/3"),
    ("现在还能提意见的草案", "status:draft_for_comment"),
    ("现在有哪些征求意见稿", "status:draft_for_comment"),
    ("chips except the steel", "chips -steel"),
    (
        "which rules on robots are legally binding?",
        "robots type:law,regulation,measures,provisions -status:draft_for_comment,comment_closed",
    ),
    ("is the notice on robots binding?", "robots type:notice"),
    (
        "哪些机器人文件具有法律约束力",
        "机器人 type:law,regulation,measures,provisions -status:draft_for_comment,comment_closed",
    ),
    ("robots targets 2025", "robots target:2025"),
    ("rules in force from 1 June 2025", "effect:2025-06-01"),
    ("what do robots stand for", "robots"),
    ("number of notices by MIIT", "ministry:MIIT type:notice"),
    ("targets after 2027", "target:2028..2066"),
    ("which robots goals are there until 2027?", "robots target:2025..2027"),
    ("when do the labelling rules take effect?", "labelling -status:draft_for_comment,comment_closed"),
    ("when does the comment period on robots close?", "robots status:draft_for_comment sort:due"),
    ("标识办法什么时候生效？", "标识 type:measures -status:draft_for_comment,comment_closed"),
    ("which drafts close in May?", "status:draft_for_comment due:2025-05-01..2025-05-31 sort:due"),
    ("comments closed in May 2024", "status:comment_closed due:2024-05-01..2024-05-31"),
    ("which drafts close by 25 August?", "status:draft_for_comment due:2025-04-10..2025-08-25 sort:due"),
    ("what takes effect on 1 January?", "effect:2026-01-01"),
    ("what takes effect soon?", "effect:2025-04-10.."),
    ("when will the robots come into force?", "robots -status:draft_for_comment,comment_closed"),
    ("when did comments on steel close?", "steel status:comment_closed"),
    ("which drafts close in the next 30 days", "status:draft_for_comment due:2025-04-10..2025-05-10 sort:due"),
    ("drafts without deadlines", "status:draft_for_comment,comment_closed due:none"),
    ("没有截止日期的", "due:none"),
    ("final measures", "type:measures status:issued,in_force,amended"),
    ("未定稿的文件", "status:draft_for_comment,comment_closed"),
    ("nonbinding rules", "type:opinions,notice,plan,action_plan,guidelines"),
    (
        "binding rules of MIIT",
        "mentions:MIIT type:law,regulation,measures,provisions -status:draft_for_comment,comment_closed",
    ),
    ("MIIT documents, no drafts", "mentions:MIIT -status:draft_for_comment,comment_closed"),
    ("what is not yet in force?", "effect:2025-04-11.."),
    ("不含草案", "-status:draft_for_comment,comment_closed"),
    ("what is closing soon?", "due:2025-04-10.. sort:due"),
    ("MIIT and NDRC jointly", "joint:MIIT,NDRC"),
    ("with whom did MIIT issue rules", "joint:MIIT"),
    ('"四部门"', '"四部门"'),
    ("issued alone by MIIT", "ministry:MIIT -joint:MIIT"),
    ("工信部单独发布", "ministry:MIIT -joint:MIIT"),
    ("MIIT joint venture", "MIIT joint venture"),
    ("MIIT met NDRC together", "MIIT met NDRC together"),
    ("which drafts 2024?", "status:draft_for_comment,comment_closed since:2024-01-01 until:2024-12-31"),
    ("what are the latest 3 policies on robots", "robots sort:date limit:3"),
    ("最新三条机器人政策", "机器人 sort:date limit:3"),
    ("company news in March 2025", "section:corporate_news since:2025-03-01 until:2025-03-31"),
    ("everything except company news", "-section:corporate_news"),
    ("most recent draft", "status:draft_for_comment,comment_closed sort:date"),
    ("MIIT and NDRC", "MIIT NDRC"),
    ("robots except Huawei and China Mobile", 'robots -company:Huawei,"China Mobile"'),
    ("chips except steel", "chips -steel"),
    ("which chips are not yet in force", "chips effect:2025-04-11.."),
    ("chips without steel", "chips without steel"),
    ("what is new on chips OR robots?", "chips OR robots sort:date"),
    ("what is new on Huawei OR China Mobile?", 'company:Huawei,"China Mobile" sort:date'),
)
REFUSALS = (
    ("rules on 3/4", "“3/4” can be read two ways: 2025-03-04 or 2025-04-03."),
    ("AI on 31 February 2024", "“31 February 2024” is not a date, or one that the calendar does not have"),
    ("2024年2月30日的文件", "“2024年2月30日” is not a date, or one that the calendar does not have"),
    ("what changed since the last briefing?", "The command briefing tells what is new against the issue before."),
    ("上一期以来有什么新政策", "“上一期以来” is no date"),
    ("what is that about", "Nothing in this question says what to look for. Name a subject, a ministry, a company"),
)


def read(text: str, command: str = "policy", lexicon: Lexicon = LEXICON, issues: tuple[Issue, ...] = ()) -> Question:
    query = lift_ids(parse_query(text, lexicon=lexicon, today=TODAY))
    return read_question(
        query, lexicon=lexicon, wording=WORDING, today=TODAY, command=command, list_issues=lambda: issues
    )


@pytest.mark.parametrize(("text", "meant"), QUESTIONS)
def test_a_question_is_read_as_filters_and_words(text: str, meant: str) -> None:
    """What names a body, company, kind, status or date becomes a filter, what only asks is left out."""
    assert format_query(read(text).query, LEXICON) == meant


@pytest.mark.parametrize(("text", "said"), REFUSALS)
def test_what_a_question_leaves_open_is_refused_with_what_to_write(text: str, said: str) -> None:
    """One line says what is wrong and what to write instead."""
    with pytest.raises(BadQueryError) as refused:
        read(text)
    assert said in str(refused.value)


BANKS = Body(id="CBIRC", name_en="China Banking and Insurance Regulatory Commission", name_zh="银保监会")
WITH_BANKS = Lexicon(bodies=(*LEXICON.bodies, BANKS), companies=LEXICON.companies, topics=LEXICON.topics)
ASKED = (
    # what a command is for, with its name and the rest of what is typed
    ("ministry", "state coun november", Asked.MINISTRY, "ministry:STATE_COUNCIL since:2024-11-01 until:2024-11-30"),
    ("ministry", "MIIT november", Asked.MINISTRY, "ministry:MIIT since:2024-11-01 until:2024-11-30"),
    ("ministry", "MIIT on artificial intelligence", Asked.MINISTRY, "ministry:MIIT topic:ai"),
    ("ministry", "ministry:MIIT", Asked.MINISTRY, "ministry:MIIT"),
    ("ministry", "topic:ai", Asked.MINISTRIES, "topic:ai"),
    ("ministry", "most active", Asked.MINISTRIES, ""),
    ("company", "Huawei chips", Asked.COMPANY, "chips company:Huawei"),
    ("company", "which companies use drones", Asked.COMPANIES, "drones"),
    ("briefing", "november", Asked.BRIEFINGS, "since:2024-11-01 until:2024-11-30"),
    ("briefing", "Harbour", Asked.BRIEFINGS, "Harbour"),
    ("briefing", "the previous one", Asked.BRIEFING, "briefing:B2"),
    ("briefing", "what's in it about chips", Asked.BRIEFING, "chips briefing:B3"),
    ("briefing", "compare B1 B2", Asked.COMPARE, "briefing:B1,B2"),
    # lists of names, and what stands side by side
    ("policy", "who issues the most?", Asked.MINISTRIES, ""),
    ("policy", "which ministry publishes most", Asked.MINISTRIES, ""),
    ("policy", "哪个部门发文最多", Asked.MINISTRIES, ""),
    ("policy", "ministries by number of policies", Asked.MINISTRIES, ""),
    ("policy", "top 5 companies", Asked.COMPANIES, "limit:5"),
    ("policy", "各部门 人工智能 政策数量", Asked.MINISTRIES, "topic:ai"),
    ("policy", "which ministries use robots", Asked.SEARCH, "robots"),
    ("policy", "number of policies by ministry", Asked.MINISTRIES, ""),
    ("policy", "哪些公司", Asked.COMPANIES, ""),
    ("policy", "companies house", Asked.SEARCH, "companies house"),
    ("policy", "compare MIIT and NDRC", Asked.COMPARE, "ministry:MIIT,NDRC"),
    ("policy", "P5 vs P7", Asked.COMPARE, "policy:P5,P7"),
    ("policy", "compare data security and AI", Asked.COMPARE, "topic:data_security,ai"),
    ("ministry", "finance", Asked.MINISTRY, "ministry:MOF"),
    ("policy", "哪些征求意见快截止了", Asked.SEARCH, "status:draft_for_comment sort:due"),
    # one policy, deadlines, goals
    ("policy", "P2 binding?", Asked.POLICY, "policy:P2"),
    ("policy", "P1 link", Asked.POLICY, "policy:P1"),
    ("policy", "remind me about P5", Asked.POLICY, "policy:P5"),
    ("policy", "timeline of P5", Asked.TIMELINE, "policy:P5"),
    ("policy", "P5 and P7 policy:P5", Asked.SEARCH, "policy:P5,P7"),
    ("policy", "p5 since:2023", Asked.SEARCH, "policy:P5 since:2023-01-01"),
    ("policy", "'P5' I12 -P7", Asked.SEARCH, '"P5" I12 -P7'),
    ("policy", "P5 robots", Asked.SEARCH, "robots policy:P5"),
    ("policy", "deadline", Asked.DUE, "due:2025-04-10.. sort:due"),
    ("policy", "MIIT deadlines", Asked.DUE, "ministry:MIIT due:2025-04-10.. sort:due"),
    ("policy", "drafts open until May", Asked.DUE, "status:draft_for_comment due:2025-04-10..2025-05-31 sort:due"),
    ("policy", "goals for 2027", Asked.TARGETS, "target:2027"),
    # briefings by day, publisher, series or place in the row
    ("policy", "summarize the last briefing", Asked.BRIEFING, "briefing:B3"),
    ("policy", "robots in the latest issue", Asked.SEARCH, "robots briefing:B3"),
    ("policy", "what does the briefing of 16 September say about AI?", Asked.SEARCH, "AI briefing:B2"),
    ("policy", "what did Harbour Notes report on robots?", Asked.SEARCH, "robots briefing:B1"),
    ("policy", "robots in the December Quay briefing", Asked.SEARCH, "robots briefing:B0"),
    ("policy", "9月16日的简报说了什么关于机器人", Asked.SEARCH, "机器人 briefing:B2"),
    ("policy", "how many briefings are there", Asked.BRIEFINGS, ""),
)
ISSUES = tuple(
    Issue(number=number, names=name_issue(names), published_on=on, first_on=on.replace(day=1), last_on=on)
    for number, names, on in (
        (1, ("Institute", "Harbour Notes", None), dt.date(2024, 4, 3)),
        (2, ("Institute", "The Tide Letter", None), dt.date(2024, 9, 16)),
        (3, ("Quay", "Harbour Watch Weekly", None), dt.date(2025, 4, 2)),
    )
)


@pytest.mark.parametrize(("command", "text", "asked", "meant"), ASKED)
def test_the_kind_of_answer_is_read(command: str, text: str, asked: Asked, meant: str) -> None:
    """A list, a card, a comparison or a search, on every command."""
    found = read(text, command, WITH_BANKS, ISSUES)
    assert (found.asked, format_query(found.query, WITH_BANKS)) == (asked, meant)


def test_a_briefing_that_is_not_there_is_told() -> None:
    """Its name is said, and nothing else is searched in its place."""
    found = read("robots in the December Quay briefing", issues=ISSUES)
    assert found.absent_briefing == "the December Quay briefing"


def test_what_is_not_understood_is_told() -> None:
    """A negation before a plain word, a comparison of one thing, and whose view is asked for."""
    assert read("chips without steel").notes == ("“without steel” is read as words. To leave it out write -steel.",)
    assert read("compare MIIT").notes == ("Left out: “compare”.",)
    assert read("what does the Institute think of robots?", issues=ISSUES).wants_comment


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("policies on EVs", True),
        ("十一月有什么新政策", True),
        ("新能源汽车有什么政策", True),
        ("关于芯片的政策有哪些", True),
        ("新政策对芯片企业有什么影响", False),
        ("rules on chips", True),
        ("chips policy", False),
        ("what's new on robots?", False),
    ],
)
def test_policies_are_asked_for_by_name(text: str, wanted: bool) -> None:
    assert read(text).wants_policies is wanted


def test_names_and_years_stay_at_hand_as_words() -> None:
    """Where the filters find nothing, they are asked for as words; quoted ones are never touched."""
    assert format_query(read("what did MIIT issue on road tests in May 2024?").plain, LEXICON) == (
        "MIIT road tests since:2024-05-01 until:2024-05-31"
    )
    assert format_query(read("MIIT 2023").plain, LEXICON) == "MIIT 2023"
    assert format_query(read('"what did MIIT issue"').query, LEXICON) == '"what did MIIT issue"'


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("what did MIIT issue on month", "month ministry:MIIT"),
        ("MIIT deadlines", "deadlines ministry:MIIT"),
        ("all news about robots", "robots"),
        ("the robots", "robots"),
        ("drafts on AI", "AI status:draft_for_comment,comment_closed"),
        ('"all news" robots', '"all news" robots'),
        ("what is new?", "what is new"),
    ],
)
def test_a_subscription_reads_a_question_as_its_conditions(text: str, meant: str) -> None:
    """Words that are none stay words, and one of a schedule that is left is in quotes again."""
    query = parse_query(text, lexicon=LEXICON, today=TODAY, bare_cadence=True)
    assert format_query(read_rule(query, lexicon=LEXICON, wording=WORDING, today=TODAY), LEXICON) == meant
