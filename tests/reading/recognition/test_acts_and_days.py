"""Who acts, how a document stands and from when it applies, in wordings of short news."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.records.briefing import DeadlineKind, PolicyStatus
from tests.reading.recognition.recognise_lexicon import read_item

ISSUERS = [
    ("Refunds of tax end for ropes from May, the MIIT and the NDRC said.", ("MIIT", "NDRC")),
    ("Ropes must be marked, the NDRC and MIIT have decided.", ("NDRC", "MIIT")),
    ("One list replaces many others. MOFCOM compiled it with MIIT.", ("MOFCOM", "MIIT")),
    ("Rope prices doubled, the MIIT said.", ()),
    ("市场监管总局称，绳索公司收购网具公司未依法申报，已依法立案调查。", ("SAMR",)),
    ("不可靠实体清单新增多家实体。公告由商务部牵头的工作机制作出。", ("MOFCOM",)),
    ("The MIIT-led plan for robots was published on 3 March.", ("MIIT",)),
    ("Rope licences were extended to 2027 by MOF and the NDRC.", ("MOF", "NDRC")),
    ("The plan, which MIIT drew up with NDRC, runs to 2027.", ("MIIT", "NDRC")),
    ("Antimony needs a licence from 15 September — MOFCOM with NDRC.", ("MOFCOM", "NDRC")),
    ("Consultation opened by SAMR on pet food.", ("SAMR",)),
    ("A consultation of MOFCOM on ropes began.", ("MOFCOM",)),
    ("Preliminary ruling of MOFCOM on Indian ropes: a deposit of 17 percent.", ("MOFCOM",)),
    ("MIIT on ropes: tests each year from 2026.", ("MIIT",)),
    ("The SAMR now lets makers register in free trade zones.", ("SAMR",)),
    ("Two ministries, MIIT and MOT, standardise plugs on ships.", ("MIIT", "MOT")),
    ("A meeting of the State Council chaired by the premier approved five ports.", ("STATE_COUNCIL",)),
    ("Beijing's transport ministry caps fares of ferries.", ("MOT",)),
    ("A list of 50 docks has been made public by MIIT.", ("MIIT",)),
    ("The anti-monopoly office of SAMR fined a rope maker.", ("SAMR",)),
]
STATUSES = [
    ("MIIT plans rope rules this year.", PolicyStatus.UNKNOWN),
    ("The NPC put the Rope Law on its agenda for 2024.", PolicyStatus.UNKNOWN),
    ("MIIT issued rope rules under its work plans.", PolicyStatus.ISSUED),
    ("A second draft of the Rope Law went to the NPC Standing Committee.", PolicyStatus.DRAFT_FOR_COMMENT),
    ("MIIT's rope rules expired on 1 March.", PolicyStatus.REPEALED),
]
DAYS = [
    (
        "MOF suspended the rope duty. The suspension has applied since noon on 5 March 2024.",
        DeadlineKind.TAKES_EFFECT,
        (3, 5),
    ),
    (
        "MOFCOM extends its controls; the regime, set out in Notice No. 6, starts on 1 May 2024.",
        DeadlineKind.TAKES_EFFECT,
        (5, 1),
    ),
    ("A notice of MOFCOM adds five ropes, among them nylon, from 8 May 2024.", DeadlineKind.TAKES_EFFECT, (5, 8)),
    ("Duty on ropes goes up to 125 percent on 12 April 2024, MOF said.", DeadlineKind.TAKES_EFFECT, (4, 12)),
    ("Ships will pay a fee in ports from 14 April 2024, MOT said.", DeadlineKind.TAKES_EFFECT, (4, 14)),
    ("Ropes will not leave China without a permit from 1 June 2024, MOFCOM said.", DeadlineKind.TAKES_EFFECT, (6, 1)),
    ("Goods pay another 34 percent, starting on 10 April 2024, MOF said.", DeadlineKind.TAKES_EFFECT, (4, 10)),
    ("MOF kept 10 percent, with effect from 12:01 on 14 April 2024.", DeadlineKind.TAKES_EFFECT, (4, 14)),
    ("The rope rebate of MOF ends; the cut-off is 1 April 2024.", DeadlineKind.TAKES_EFFECT, (4, 1)),
    (
        "MOFCOM imposed duties. They are collected from 19 April 2024 for five years.",
        DeadlineKind.TAKES_EFFECT,
        (4, 19),
    ),
    ("The PBOC lowered the ratio by 0.5 points from 15 April 2024.", DeadlineKind.TAKES_EFFECT, (4, 15)),
    ("Since 3 March 2024, that road is shut, says MIIT.", DeadlineKind.TAKES_EFFECT, (3, 3)),
    ("MIIT opened a list; makers can hand in papers until 20 June 2024.", DeadlineKind.APPLICATIONS_CLOSE, (6, 20)),
    ("Lines get money; the call closes on 15 September 2024, says MIIT.", DeadlineKind.APPLICATIONS_CLOSE, (9, 15)),
    ("MIIT has a draft on ropes and takes letters until 8 May 2024.", DeadlineKind.COMMENTS_CLOSE, (5, 8)),
    ("MIIT seeks comments on a draft standard until Tue 7 May 2024.", DeadlineKind.COMMENTS_CLOSE, (5, 7)),
    ("MIIT issued rope rules that bind makers from 1 May 2024.", DeadlineKind.TAKES_EFFECT, (5, 1)),
    ("MIIT issued rope rules, valid from 1 May 2024 to 30 April 2027.", DeadlineKind.TAKES_EFFECT, (5, 1)),
    ("New rope tariffs kick in on 1 April 2024, MOF said.", DeadlineKind.TAKES_EFFECT, (4, 1)),
    ("The rope catalogue takes the place of the old one on 1 April 2024.", DeadlineKind.TAKES_EFFECT, (4, 1)),
    ("The State Council delays the rope tax to 1 July 2024.", DeadlineKind.TAKES_EFFECT, (7, 1)),
    ("MIIT will demand certificates for ropes starting 1 June 2024.", DeadlineKind.TAKES_EFFECT, (6, 1)),
    ("MIIT asks for comments on rope rules; the window shuts on 30 April 2024.", DeadlineKind.COMMENTS_CLOSE, (4, 30)),
    ("MOT opened a consultation on ropes that runs for 30 days from 12 March.", DeadlineKind.COMMENTS_CLOSE, (4, 11)),
    ("SAMR published draft rope rules, with one month for comments.", DeadlineKind.COMMENTS_CLOSE, (4, 12)),
    ("MIIT wants replies to its draft on ropes by 8 May 2024.", DeadlineKind.COMMENTS_CLOSE, (5, 8)),
    (
        "MIIT calls for proposals for standards; they can be filed until 31 May 2024.",
        DeadlineKind.APPLICATIONS_CLOSE,
        (5, 31),
    ),
    ("Claims are filed in an app run by MOFCOM and close on 10 June 2024.", DeadlineKind.APPLICATIONS_CLOSE, (6, 10)),
    ("MIIT's scheme is open for entries until 10 June 2024.", DeadlineKind.APPLICATIONS_CLOSE, (6, 10)),
    ("MOF said that the lower rate will hold from 1 May 2024.", DeadlineKind.TAKES_EFFECT, (5, 1)),
    ("The MIIT standard goes live on 1 May 2024.", DeadlineKind.TAKES_EFFECT, (5, 1)),
    ("The law takes effect next month, on 1 May 2024, the NPC decided.", DeadlineKind.TAKES_EFFECT, (5, 1)),
    ("The MOFCOM ban starts at midnight on 4 May 2024.", DeadlineKind.TAKES_EFFECT, (5, 4)),
    ("征求意见时间为30天，截至2024年4月29日，国家发展改革委表示。", DeadlineKind.COMMENTS_CLOSE, (4, 29)),
    ("商务部启动试点申报，申报窗口2024年6月10日关闭。", DeadlineKind.APPLICATIONS_CLOSE, (6, 10)),
    ("工信部开展遴选，受理时间到2024年5月31日为止。", DeadlineKind.APPLICATIONS_CLOSE, (5, 31)),
    ("海关总署公告称，新规自发布之日（2024年4月28日）起执行。", DeadlineKind.TAKES_EFFECT, (4, 28)),
    ("工信部新规2024年5月1日正式上线实施。", DeadlineKind.TAKES_EFFECT, (5, 1)),
    ("国务院公布条例，2024年6月1日起落地。", DeadlineKind.TAKES_EFFECT, (6, 1)),
]


@pytest.mark.parametrize(("text", "issuers"), ISSUERS)
def test_who_acts(text: str, issuers: tuple[str, ...]) -> None:
    """In front of -led, behind a dash, behind how far an act goes, and beside what is ruled or asked."""
    assert read_item(text).issuing_bodies == issuers


@pytest.mark.parametrize(("text", "status"), STATUSES)
def test_how_a_document_stands(text: str, status: PolicyStatus) -> None:
    """What is planned or on an agenda is not issued."""
    policy = read_item(text).policy
    assert policy is not None
    assert policy.status is status


@pytest.mark.parametrize(("text", "kind", "day"), DAYS)
def test_from_when_and_until_when(text: str, kind: DeadlineKind, day: tuple[int, int]) -> None:
    """In verbs that bind, start, delay or close, and terms that a consultation has."""
    found = [(deadline.kind, deadline.on) for deadline in read_item(text).deadlines]
    assert found == [(kind, dt.date(2024, *day))]


NAME, NAME_ZH = "Measures for the Administration of Ship Ropes", "船用缆绳管理办法"
TITLES = [
    (f'MOT issued the {NAME} ({NAME_ZH}, "the Measures").', NAME, NAME_ZH),
    (f"MOT issued {NAME_ZH} ({NAME}).", NAME, NAME_ZH),
    (f"MOT issued the {NAME} 《{NAME_ZH}》.", NAME, NAME_ZH),
    (f"MOT issued the {NAME}, {NAME_ZH}.", NAME, NAME_ZH),
    (f"MOT issued the {NAME} / {NAME_ZH}.", NAME, NAME_ZH),
    (f"MOT and MIIT's {NAME} set out who tests ropes.", NAME, None),
    ('MOT\'s "Opinions on Ropes" call for tests.', "Opinions on Ropes", None),
    ("MOT, in its Opinions on Ropes, calls for tests.", "Opinions on Ropes", None),
    ("交通运输部关于加快船用缆绳更新的指导意见发布。", None, "交通运输部关于加快船用缆绳更新的指导意见"),
    ("交通运输部印发关于加快缆绳更新的意见，提出五项任务。", None, "关于加快缆绳更新的意见"),
]


@pytest.mark.parametrize(("text", "en", "zh"), TITLES)
def test_titles_in_two_tongues(text: str, en: str | None, zh: str | None) -> None:
    """With brackets, a comma, a slash or nothing between them, without marks, and behind whose it is."""
    policy = read_item(text).policy
    assert policy is not None
    assert (policy.title_en, policy.title_zh) == (en, zh)


CHINESE = [
    ("国务院常务会议讨论通过《缆绳条例（草案）》。", ("STATE_COUNCIL",), PolicyStatus.DRAFT_FOR_COMMENT),
    ("商务部初裁认定进口缆绳存在倾销。", ("MOFCOM",), PolicyStatus.ISSUED),
    ("多部门联合整治缆绳市场，工信部牵头。", ("MIIT",), PolicyStatus.ISSUED),
    ("交通运输部对十二种缆绳实行目录管理。", ("MOT",), PolicyStatus.ISSUED),
    ("工信部副部长表示，将加快缆绳标准制定。", (), PolicyStatus.UNKNOWN),
    ("商务部废止两项标准。", ("MOFCOM",), PolicyStatus.REPEALED),
    ("国务院总理主持召开国务院常务会议，核准五个港口项目。", ("STATE_COUNCIL",), PolicyStatus.UNKNOWN),
    ("全国人大常委会会议表决通过新的《港口法》。", ("NPCSC",), PolicyStatus.ISSUED),
    ("由国家网信办牵头、五部门联合制定的缆绳标识办法公布。", ("CAC",), PolicyStatus.ISSUED),
    ("记者从工信部获悉，《缆绳规范条件》已发布。", ("MIIT",), PolicyStatus.ISSUED),
    ("经国务院批准，财政部提高缆绳补贴标准。", ("MOF",), PolicyStatus.ISSUED),
]


@pytest.mark.parametrize(("text", "issuers", "status"), CHINESE)
def test_who_acts_in_chinese(text: str, issuers: tuple[str, ...], status: PolicyStatus) -> None:
    """In preliminary rulings, in meetings that discuss and pass, in the lead, and not where it only will."""
    item = read_item(text)
    assert item.policy is not None
    assert (item.issuing_bodies, item.policy.status) == (issuers, status)
