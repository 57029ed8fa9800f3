"""Forms of wording that other publishers use: offices of bodies, cells, terms, titles without a verb, spans of days."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.lexicon import Body, Lexicon, Topic
from bot.domain.records.briefing import DocumentType, Nature, PolicyStatus, Section
from bot.reading.parts import BriefingParts, ItemParts
from bot.reading.recognition.company_names import tidy_company
from bot.reading.recognition.recognise import recognise
from tests.reading.recognition.recognise_lexicon import DOCUMENT, LEXICON, read_company_news, read_item


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        ("The general offices of the Central Committee and the State Council issued rules.", ["CPC_CC_GO", "SCGO"]),
        ("The General Office of the State Council issued rules.", ["SCGO"]),
        ("The general office of the Ministry of Finance issued rules.", ["MOF"]),
        ("The Central Committee and the State Council issued rules.", ["CPC_CC", "STATE_COUNCIL"]),
        ("MIIT and fifteen other bodies, the CAC among them, issued rules.", ["MIIT", "CAC"]),
        ("财政部、海关总署公告，延长免税。", ["MOF", "GACC"]),
    ],
)
def test_who_issues(text: str, issuers: list[str]) -> None:
    """Offices of bodies we hold count as such; bodies in an aside and before 公告 issue too."""
    assert list(read_item(text).issuing_bodies) == issuers


@pytest.mark.parametrize(
    ("text", "deadlines"),
    [
        ("MIIT published rules (衡器管理办法), effective 1 May 2024.", [("2024-05-01", "takes_effect")]),
        ("MIIT tightened rules with effect from 1 May 2024.", [("2024-05-01", "takes_effect")]),
        ("Controls of MOFCOM took effect on 12 March 2024.", [("2024-03-12", "takes_effect")]),
        ("Controls of MOFCOM took effect on 1 March 2024.", []),
        ("The CAC's provisions on cranes took effect.", [("2024-03-12", "takes_effect")]),
        ("Effective date: 1 May 2024", [("2024-05-01", "takes_effect")]),
    ],
)
def test_from_when_it_holds(text: str, deadlines: list[tuple[str, str]]) -> None:
    """An effect told as past is a deadline only where it is the day's news."""
    found = read_item(text).deadlines
    assert [(deadline.on.isoformat(), deadline.kind.value) for deadline in found] == deadlines


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("MIIT published provisions; they apply from the day of publication.", PolicyStatus.IN_FORCE),
        ("MOFCOM proposed to limit sales. Firms can comment until 1 April 2024.", PolicyStatus.DRAFT_FOR_COMMENT),
        ("The work report set a target.", PolicyStatus.ISSUED),
        ("Controls of MOFCOM took effect on 12 March 2024.", PolicyStatus.IN_FORCE),
    ],
)
def test_status_from_wording_and_dates(text: str, status: PolicyStatus) -> None:
    """A deadline for comments makes a draft; words of effect say what is in force."""
    policy = read_item(text).policy
    assert policy is not None
    assert policy.status is status


@pytest.mark.parametrize(
    ("text", "title_en", "title_zh", "kind"),
    [
        (
            "The MIIT presented version 1 of its Crane Safety Governance Framework.",
            "Crane Safety Governance Framework",
            None,
            DocumentType.OTHER,
        ),
        (
            "The State Council adopted the Crane Promotion Law (吊机产业促进法).",
            "Crane Promotion Law",
            "吊机产业促进法",
            DocumentType.LAW,
        ),
        (
            "MOFCOM asked for opinions on changes to the Catalogue of Goods Barred or Restricted from Sale.",
            "Catalogue of Goods Barred or Restricted from Sale",
            None,
            DocumentType.CATALOGUE,
        ),
        (
            "MOF widened the scheme (关于加力支持吊机更新的通知).",
            None,
            "关于加力支持吊机更新的通知",
            DocumentType.NOTICE,
        ),
        ("MOF widened the scheme (吊机更新的通知).", None, None, None),
        ("The CAC's provisions on cranes took effect.", None, None, DocumentType.PROVISIONS),
        ("工信部就吊机行业标准公开征求意见。", None, None, DocumentType.STANDARD),
    ],
)
def test_titles_and_kinds(text: str, title_en: str | None, title_zh: str | None, kind: DocumentType | None) -> None:
    """Names that end in a document's word, acts in brackets, and kinds beside other verbs are read."""
    policy = read_item(text).policy
    assert policy is not None
    assert (policy.title_en, policy.title_zh, policy.document_type) == (title_en, title_zh, kind)


def test_a_series_number_beside_the_title_is_no_part_of_it() -> None:
    """公告 numbers that a label gave are taken off the title."""
    policy = read_item("", article_text="关于吊机出口的公告 商务部公告2024年第46号").policy
    assert policy is not None
    assert (policy.title_zh, policy.document_number) == ("关于吊机出口的公告", "商务部公告2024年第46号")


@pytest.mark.parametrize(("label", "nature"), [("Status: trial", Nature.TRIAL), ("Nature: interim", Nature.INTERIM)])
def test_nature_from_a_table(label: str, nature: Nature) -> None:
    """A column that says trial or interim gives the nature."""
    policy = read_item("", summary=("Scales need seals.", label), article_text="Measures for Scales").policy
    assert policy is not None
    assert policy.nature is nature


@pytest.mark.parametrize(
    ("text", "companies"),
    [
        ("Company: Little Lathe", ["Little Lathe"]),
        ("Crane specialist Quayworks won an order.", ["Quayworks"]),
        ("A licence went to Hefei Heron Aviation.", ["Hefei Heron Aviation"]),
    ],
)
def test_companies_by_more_cues(text: str, companies: list[str]) -> None:
    """A table's cell, a trade and a name's end show a company; a city in its name stays."""
    assert [company.name for company in read_company_news(text).companies] == companies


def test_only_a_nationality_goes_from_a_name() -> None:
    """German Quayworks is Quayworks; Hefei Quayworks keeps its city."""
    assert tidy_company("German Quayworks") == "Quayworks"
    assert tidy_company("Hefei Quayworks") == "Hefei Quayworks"


@pytest.mark.parametrize("text", ["政策延续到2027年底。", "许可有效期至2027年底。"])
def test_what_runs_until_a_year_is_no_goal(text: str) -> None:
    """An extension's end sets no goal."""
    assert read_item(text).targets == ()


def test_other_news_is_a_policy_without_a_body_of_ours_when_a_document_is_issued() -> None:
    """A regulator we do not know may issue one; a company's plan is none."""
    assert read_item("The harbour office published rules on cranes.", section=Section.OTHER).policy is not None
    assert read_item("BYD published a plan for cranes.", section=Section.OTHER).policy is None
    assert read_item("The harbour office counted cranes.", section=Section.OTHER).policy is None


def test_a_span_of_days_has_its_first_day() -> None:
    """An item dated with a short range is dated by its start; a long one has no date."""
    assert read_item("Cranes.", date_text="12–13 March").reported_on == dt.date(2024, 3, 12)
    assert read_item("Cranes.", date_text="12–13 March").year_inferred
    assert read_item("Cranes.", date_text="12 January – 13 March").reported_on is None


def test_without_a_title_page_the_year_is_that_of_the_other_items() -> None:
    """A day without a year takes the latest year printed with an item."""
    items = tuple(
        ItemParts(section=Section.OTHER, position=position, summary=("Cranes.",), date_text=text)
        for position, text in enumerate(("5 March 2024", "6 March"), start=1)
    )
    found = recognise(BriefingParts(items=items), lexicon=LEXICON, document=DOCUMENT).items
    assert [item.reported_on for item in found] == [dt.date(2024, 3, 5), dt.date(2024, 3, 6)]


TOPICS = Lexicon(
    bodies=(Body(id="CAAC", name_en="Civil Aviation Administration", name_zh="民航局"),),
    topics=(
        Topic(id="trade", name_en="Trade", name_zh="贸易", keywords_en=("exports",)),
        Topic(id="data", name_en="Data", name_zh="数据", keywords_en=("data export",)),
        Topic(id="transport", name_en="Transport", name_zh="交通", keywords_en=("civil aviation",)),
    ),
)


@pytest.mark.parametrize(
    ("heading", "text", "topics"),
    [
        (None, "Data exports are checked.", ("data",)),
        (None, "Exports grew.", ("trade",)),
        (None, "The Civil Aviation Administration checks exports.", ("trade",)),
        (None, "The Civil Aviation Administration spoke.", ("transport",)),
        ("Trade and transport", "Cranes were counted.", ("trade", "transport")),
    ],
)
def test_topics_of_longer_words_bodies_and_headings(heading: str | None, text: str, topics: tuple[str, ...]) -> None:
    """The longer keyword wins, a body's name counts only alone, and a heading may be a topic's name."""
    item = ItemParts(section=Section.OTHER, position=1, summary=(text,), heading_text=heading)
    read = recognise(BriefingParts(items=(item,)), lexicon=TOPICS, document=DOCUMENT).items[0]
    assert set(read.topics) == set(topics)


def test_inches_are_a_unit() -> None:
    """A measure may be tied to its number by a hyphen."""
    figures = read_item("BYD builds a 12-inch line.").figures
    assert [(figure.value, figure.unit) for figure in figures] == [("12", "inch")]
