"""Deadlines in the wordings of many publishers: two groups with a day each, terms in days and weeks, months' ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.records.review import CERTAIN
from tests.reading.recognition.recognise_lexicon import read_item

if TYPE_CHECKING:
    from bot.domain.records.briefing import Item


def read(text: str) -> list[str]:
    """Give the deadlines of an item of 12 March 2024."""
    return [f"{deadline.on} {deadline.kind}" for deadline in read_item(text).deadlines]


def confidences(item: Item) -> list[float]:
    return [inference.confidence for inference in item.inferred if inference.field == "deadlines"]


@pytest.mark.parametrize("word", ["In force", "In effect", "Enters into force", "Entry into force:", "Takes effect"])
def test_a_field_says_in_two_words_from_when(word: str) -> None:
    """A cell of a table needs no preposition before the day."""
    assert read(f"Rules for Ferries\n\nNext date: {word} 1 Aug 2024") == ["2024-08-01 takes_effect"]


def test_what_somebody_accepts_from_a_day_on_takes_effect_then() -> None:
    """As what applies, or is needed, from that day on does."""
    assert read("From 1 July 2024 customs accepts electronic papers.") == ["2024-07-01 takes_effect"]


GROUPS = [
    (
        "Companies can send comments until 20 November 2024, industry associations until 30 November 2024.",
        ["2024-11-20 comments_close", "2024-11-30 comments_close"],
    ),
    (
        "Carmakers may apply by April 5, 2024, suppliers by April 20, 2024.",
        ["2024-04-05 applications_close", "2024-04-20 applications_close"],
    ),
    (
        "Domestic firms have until 5 April 2024 to send feedback, foreign firms until 19 April 2024.",
        ["2024-04-05 comments_close", "2024-04-19 comments_close"],
    ),
    (
        "Comments close on 5 April 2024 for individuals and on 12 April 2024 for companies.",
        ["2024-04-05 comments_close", "2024-04-12 comments_close"],
    ),
    (
        "Individuals can comment by 5 April 2024 and local governments by 12 April 2024.",
        ["2024-04-05 comments_close", "2024-04-12 comments_close"],
    ),
    (
        "Applications from universities are accepted until 5 April 2024, those from companies until 30 April 2024.",
        ["2024-04-05 applications_close", "2024-04-30 applications_close"],
    ),
    (
        "企业请于2024年4月5日前、行业协会请于2024年4月20日前反馈意见。",
        ["2024-04-05 comments_close", "2024-04-20 comments_close"],
    ),
    (
        "企业应于2024年4月5日前提交申报材料，地方主管部门应于2024年4月20日前。",
        ["2024-04-05 applications_close", "2024-04-20 applications_close"],
    ),
]
GROUPS_NOT = [
    (
        "Comments are open until 20 November 2024, the subsidy until 30 November 2024.",
        ["2024-11-20 comments_close"],
    ),
    (
        "Companies can send comments until 5 April 2024, mills must close by 30 April 2024.",
        ["2024-04-05 comments_close"],
    ),
    (
        "Firms can comment until 5 April 2024, and ports will charge fees until 30 April 2024.",
        ["2024-04-05 comments_close"],
    ),
    ("Carmakers cut output until 5 April 2024, suppliers until 30 April 2024.", []),
    ("Comments are due by 5 April 2024, the trial by 30 April 2024.", ["2024-04-05 comments_close"]),
    (
        "Applications close on 5 April 2024 for individuals, and the fair opens on 12 April 2024 for companies.",
        ["2024-04-05 applications_close"],
    ),
    ("Old licences run until 5 April 2024, companies have until 30 April 2024 to close.", []),
    ("Exports are open to firms until 5 May 2024, others until 6 June 2024.", []),
    ("Comments closed for firms on 5 March 2024 and for others on 8 March 2024.", []),
    (
        "Applications close on 5 April 2024, results for companies on 30 April 2024.",
        ["2024-04-05 applications_close"],
    ),
    ("Comments are due by 5 April 2024; companies have until 1 June 2024 to comply.", ["2024-04-05 comments_close"]),
    ("Comments are due by 5 April 2024, companies have until 1 June 2024.", ["2024-04-05 comments_close"]),
    (
        "Firms can comment until 5 April 2024, importers until 1 June 2024 for goods on the way.",
        ["2024-04-05 comments_close"],
    ),
    ("企业应于2024年4月5日前停产，地方主管部门应于2024年4月20日前。", []),
]

TERMS = [
    ("The draft is open for public comment for 30 days.", "2024-04-11 comments_close"),
    ("Comments may be submitted within 30 days of publication.", "2024-04-11 comments_close"),
    ("Stakeholders may send feedback within 15 days from the date of the notice.", "2024-03-27 comments_close"),
    ("MIIT released the draft rules for a 30-day comment period.", "2024-04-11 comments_close"),
    ("MIIT opened a 30-day public consultation on the draft.", "2024-04-11 comments_close"),
    ("The public consultation closes in two weeks.", "2024-03-26 comments_close"),
    ("The comment period ends in 10 days.", "2024-03-22 comments_close"),
    ("The ministry is seeking comments for one month.", "2024-04-12 comments_close"),
    ("The draft measures are open for comment for two weeks.", "2024-03-26 comments_close"),
    ("Applications must be filed within 20 days of the publication of this notice.", "2024-04-01 applications_close"),
    ("The application window closes in three weeks.", "2024-04-02 applications_close"),
    ("The rules take effect 30 days after publication.", "2024-04-11 takes_effect"),
    ("The measures will enter into force 60 days after their publication.", "2024-05-11 takes_effect"),
    ("请于本公告发布之日起30日内反馈意见。", "2024-04-11 comments_close"),
    ("公众可自公布之日起15日内提出意见。", "2024-03-27 comments_close"),
    ("公开征求意见，期限为30天。", "2024-04-11 comments_close"),
    ("就起重机管理办法征求意见，为期30天。", "2024-04-11 comments_close"),
    ("征求意见期为30天，自2024年3月1日起。", "2024-03-31 comments_close"),
    ("公示期为7天，自2024年3月12日起，征求社会意见。", "2024-03-19 comments_close"),
    ("征求意见时间自2024年3月10日起30日。", "2024-04-09 comments_close"),
    ("The comment period of 30 days starts on 15 March 2024.", "2024-04-14 comments_close"),
    ("Comments are accepted for 30 days from 15 March 2024.", "2024-04-14 comments_close"),
    ("Submissions are accepted for six weeks from 20 March 2024.", "2024-05-01 applications_close"),
    ("Comments must reach the ministry within one month of the notice.", "2024-04-12 comments_close"),
    ("The new tariff applies 15 days after publication.", "2024-03-27 takes_effect"),
    ("The ministry is to open a 30-day consultation.", "2024-04-11 comments_close"),
    ("自本公告发布之日起20日内提交申报材料。", "2024-04-01 applications_close"),
    ("本办法自公布之日起30日后施行。", "2024-04-11 takes_effect"),
]
TERMS_NOT = [
    "The ministry answers comments within 30 days.",
    "Firms must file a report within 30 days of an accident.",
    "Applications are processed within 20 days.",
    "Customs decides on applications within 30 days of receipt.",
    "The shop closes in two weeks.",
    "The comment period lasted 30 days.",
    "After a 30-day comment period, MIIT issued the rules.",
    "The final rules follow a 30-day public consultation.",
    "Comments had been open for 30 days.",
    "Firms have 30 days to comply.",
    "Exporters must apply within 30 days before shipment.",
    "MIIT received 300 comments within two weeks.",
    "The draft gives companies 30 days to respond to inspectors.",
    "Parties may comment within 10 working days.",
    "受理机关应在收到申请之日起30日内作出决定。",
    "企业应当自事故发生之日起15日内报告。",
    "申请人可自收到决定之日起60日内申请行政复议。",
    "在30天的征求意见期后，办法正式发布。",
    "公示期为7个工作日。",
    "征求意见期为30天，已于2月结束。",
    "The licence takes effect 30 days after approval.",
    "Comments on the fee, which ends in two weeks, are rare.",
    "The pilot, open to applications, will run for three weeks.",
    "Under the rules, applicants may apply for review within 30 days of the announcement of the result.",
    "WTO members have a 60-day comment period for such measures.",
    "The law sets a 30-day comment period for local rules.",
    "China has had a 30-day consultation requirement for rules since 2017.",
    "Users may file a complaint within 15 days of publication of the decision.",
    "The committee meets in two weeks to discuss comments.",
    "企业应自本办法公布之日起60日内完成备案申请。",
    "自公告发布之日起15个工作日内反馈意见。",
    "Rules for comments within 30 days were dropped.",
]

ENDS = [
    ("Comments are welcome until the end of April 2024.", "2024-04-30 comments_close"),
    ("Feedback is due by end-March 2024.", "2024-03-31 comments_close"),
    ("Companies can apply until the end of this month.", "2024-03-31 applications_close"),
    ("The consultation runs until the end of April.", "2024-04-30 comments_close"),
    ("The consultation closes at the end of January.", "2025-01-31 comments_close"),
    ("Comments are accepted until end April.", "2024-04-30 comments_close"),
    ("Applications close at the end of next month.", "2024-04-30 applications_close"),
    ("请于4月底前反馈意见。", "2024-04-30 comments_close"),
    ("企业应在2024年5月底前完成申报。", "2024-05-31 applications_close"),
    ("请于本月底前将意见反馈我司。", "2024-03-31 comments_close"),
]
ENDS_NOT = [
    "Comments are due by mid-May.",
    "Feedback is welcome until mid-May 2024.",
    "Comments are open until early April.",
    "Applications close in late April 2024.",
    "Mills must close by the end of April 2024.",
    "The consultation ended at the end of January.",
    "The plan is to be done by the end of 2025.",
    "Comments at the end of March were rare.",
    "Comments are due in April 2024.",
    "At the end of April, MIIT will collect views on steel.",
    "By the end of May, MIIT wants companies to apply AI in factories.",
    "The ministry will reply to applications by the end of May 2024.",
    "By end-2025 companies can apply for subsidies.",
    "请于5月中旬前反馈意见。",
    "工程将于4月底前完工。",
    "MIIT will publish the comments by the end of April 2024.",
]

DRAFT = "MIIT released draft measures on ropes. "
DRAFT_ZH = "工信部就缆绳管理办法公开征求意见。"
BARE = [
    (DRAFT + "Deadline: 20 April 2024.", "2024-04-20 comments_close"),
    ("Comments: until 20 April 2024", "2024-04-20 comments_close"),
    ("Comments: by April 20", "2024-04-20 comments_close"),
    ("Comments due: 20 April 2024", "2024-04-20 comments_close"),
    ("Consultation closes: 20 April 2024", "2024-04-20 comments_close"),
    ("Consultation ends: 20 April", "2024-04-20 comments_close"),
    ("Open for comment until: 20 April 2024", "2024-04-20 comments_close"),
    ("Last day for comments: 20 April 2024", "2024-04-20 comments_close"),
    ("Final date for submissions of comments: 20 April 2024", "2024-04-20 comments_close"),
    ("Feedback window closes: 20 April 2024", "2024-04-20 comments_close"),
    ("Applications: until 20 April 2024", "2024-04-20 applications_close"),
    ("Application deadline – 20 April 2024", "2024-04-20 applications_close"),
    ("Apply before: 20 April 2024", "2024-04-20 applications_close"),
    ("Comments until – 20 April 2024", "2024-04-20 comments_close"),
    ("Takes effect: 1 May 2024", "2024-05-01 takes_effect"),
    ("Effective: 1 May 2024", "2024-05-01 takes_effect"),
    ("Applies from: 1 May 2024", "2024-05-01 takes_effect"),
    ("Start of application: 1 May 2024", "2024-05-01 takes_effect"),
    (DRAFT_ZH + "截止日期：2024年4月20日", "2024-04-20 comments_close"),
    (DRAFT_ZH + "截止时间为2024年4月20日。", "2024-04-20 comments_close"),
    ("意见反馈截止时间为4月20日。", "2024-04-20 comments_close"),
    ("意见反馈截止时间：2024年4月20日", "2024-04-20 comments_close"),
    ("请于4月20日前反馈。", "2024-04-20 comments_close"),
    ("请于2024年4月20日之前反馈至我司邮箱。", "2024-04-20 comments_close"),
    ("反馈意见截至2024年4月20日。", "2024-04-20 comments_close"),
    ("反馈意见截至4月20日17时。", "2024-04-20 comments_close"),
    ("意见征集时间：即日起至2024年4月20日", "2024-04-20 comments_close"),
    ("申报截止时间：2024年4月20日", "2024-04-20 applications_close"),
    ("申报时间截至2024年4月20日。", "2024-04-20 applications_close"),
    ("施行日期：2024年5月1日", "2024-05-01 takes_effect"),
    ("生效时间为2024年5月1日。", "2024-05-01 takes_effect"),
]
BARE_NOT = [
    "Deadline: 20 April 2024.",
    "Comments: 20 April 2024 was a holiday.",
    "Comments: MIIT will visit mills until 20 April 2024.",
    "Comments: The measures were issued on 2 March 2024.",
    "Consultation closed: 2 March 2024",
    "Closed: 2 March 2024",
    "Applications: the robot is used in mines until 20 April 2024",
    "Last day of the fair: 20 April 2024",
    "数据统计截至2024年2月20日。",
    "截至2024年2月20日，已收到反馈意见300条。",
    "截至3月1日，征求意见稿共收到意见200条。",
    "施工截止日期：2024年4月20日",
    "征求意见已于2024年3月1日截止。",
    "会议反馈，截至2月底，产量增长。",
    "Status: 20 April 2024",
]

TONGUES = [
    ("Frist für Stellungnahmen: 20. April 2024", "2024-04-20 comments_close"),
    ("Stellungnahmen bis 20. April 2024", "2024-04-20 comments_close"),
    ("Kommentare sind bis zum 20. April 2024 möglich.", "2024-04-20 comments_close"),
    ("Der Entwurf steht bis zum 20. April 2024 zur Kommentierung offen.", "2024-04-20 comments_close"),
    ("Die Konsultation endet am 20. April 2024.", "2024-04-20 comments_close"),
    ("Die Frist für Kommentare läuft am 20. April 2024 ab.", "2024-04-20 comments_close"),
    ("Rückmeldungen werden bis 20. April entgegengenommen.", "2024-04-20 comments_close"),
    ("Anträge können bis zum 20. April 2024 gestellt werden.", "2024-04-20 applications_close"),
    ("Bewerbungsfrist: 20. April 2024", "2024-04-20 applications_close"),
    ("Die Regelung tritt am 1. Mai 2024 in Kraft.", "2024-05-01 takes_effect"),
    ("Das Gesetz gilt ab dem 1. Mai 2024.", "2024-05-01 takes_effect"),
    ("Inkrafttreten: 1. Mai 2024", "2024-05-01 takes_effect"),
    ("Les commentaires sont acceptés jusqu'au 20 avril 2024.", "2024-04-20 comments_close"),
    ("Date limite des candidatures : 20 avril 2024", "2024-04-20 applications_close"),
    ("Le règlement entre en vigueur le 1er mai 2024.", "2024-05-01 takes_effect"),
    ("Los comentarios se aceptan hasta el 20 de abril de 2024.", "2024-04-20 comments_close"),
    ("La norma entra en vigor el 1 de mayo de 2024.", "2024-05-01 takes_effect"),
]
TONGUES_NOT = [
    "Die Fabrik bleibt bis zum 20. April 2024 geschlossen.",
    "Die Frist für Kommentare endete am 2. März 2024.",
    "Das Gesetz trat am 1. Januar 2023 in Kraft.",
    "Kommentare vom 20. April 2024 zeigen Sorge.",
    "Stellungnahmen des Ministeriums vom 2. März 2024",
    "Die Kommentare, nach denen Werke bis zum 20. April 2024 schließen müssen, sind falsch.",
    "Anträge der Opposition wurden bis zum 20. April 2024 vertagt.",
    "Kommentar: Die Steuer endet am 20. April 2024",
    "Der Minister reist bis 20. April 2024.",
    "L'usine reste fermée jusqu'au 20 avril 2024.",
    "Le règlement est entré en vigueur le 1er mars 2023.",
    "La fábrica cierra hasta el 20 de abril de 2024.",
    "La norma entró en vigor el 1 de marzo de 2023.",
]


@pytest.mark.parametrize(("text", "expected"), [*GROUPS, *GROUPS_NOT])
def test_a_day_for_each_group(text: str, expected: list[str]) -> None:
    """A clause that only names who else may do the same, and until when, has its own deadline; any other has none."""
    assert read(text) == expected


@pytest.mark.parametrize(("text", "expected"), TERMS)
def test_a_term_from_a_known_day(text: str, expected: str) -> None:
    """A term in days, weeks or months gives a day, reckoned from the item's or the one printed, and not surely."""
    item = read_item(text)
    assert [f"{deadline.on} {deadline.kind}" for deadline in item.deadlines] == [expected]
    assert confidences(item)
    assert all(confidence < CERTAIN for confidence in confidences(item))


@pytest.mark.parametrize("text", TERMS_NOT)
def test_a_term_for_something_else(text: str) -> None:
    """A standing duty, an authority's own term, one that is over or one in working days gives no day."""
    assert read(text) == []


@pytest.mark.parametrize(("text", "expected"), ENDS)
def test_the_end_of_a_month(text: str, expected: str) -> None:
    """The end of a month is its last day."""
    assert read(text) == [expected]


@pytest.mark.parametrize("text", ENDS_NOT)
def test_no_day_in_a_month(text: str) -> None:
    """The middle of a month is no day, and its end closes only what is asked for."""
    assert read(text) == []


@pytest.mark.parametrize(("text", "expected"), [*BARE, *TONGUES])
def test_a_label_or_another_tongue(text: str, expected: str) -> None:
    """A day behind a bare label, and in the words of another tongue, is of the kind that these say."""
    assert read(text) == [expected]


@pytest.mark.parametrize("text", [*BARE_NOT, *TONGUES_NOT])
def test_a_day_of_something_else(text: str) -> None:
    """A label that says nothing of comments, and what is over, closes nothing."""
    assert read(text) == []


def test_a_term_without_a_day_to_reckon_from() -> None:
    """An item without a day has no deadline in a term."""
    assert read_item("The draft is open for comment for 30 days.", date_text=None).deadlines == ()


@pytest.mark.parametrize(
    "text",
    [
        "SAMR drafted rules for toys. Feedbacks need to be submitted by 12 April 2024.",
        "SAMR drafted rules for toys. Feedback must reach it by 12 April 2024.",
    ],
)
def test_feedback_may_be_counted(text: str) -> None:
    """As those write whose first language is another."""
    assert read(text) == ["2024-04-12 comments_close"]


@pytest.mark.parametrize(
    ("text", "closes"),
    [
        ("商务部起草渡轮办法，征求意见期限为即日起至4月25日。", "2024-04-25 comments_close"),
        ("交通运输部印发通知，渡轮试点申报至4月30日结束。", "2024-04-30 applications_close"),
        ("交通运输部印发通知，渡轮申报时间延至4月30日。", "2024-04-30 applications_close"),
        ("交通运输部延长渡轮申报，截止日期由4月10日顺延至4月30日。", "2024-04-30 applications_close"),
        ("商务部就渡轮办法征求意见，反馈截止至2024年4月30日。", "2024-04-30 comments_close"),
        ("商务部就国外渡轮采取措施发布公告，自4月6日起，渡轮采购项目应排除国外企业。", "2024-04-06 takes_effect"),
        ("国务院：4月10日12时01分起，对渡轮加征34%关税。", "2024-04-10 takes_effect"),
        ("交通运输部组织申报，申报时间：2024年4月15日前。", "2024-04-15 applications_close"),
        ("商务部调整渡轮出口许可，企业须自4月1日起通过系统办理。", "2024-04-01 takes_effect"),
    ],
)
def test_chinese_terms_that_end_are_put_off_or_bind(text: str, closes: str) -> None:
    """From now on until a day, until the end on it, put off to it, and a duty from it on."""
    assert read(text) == [closes]
