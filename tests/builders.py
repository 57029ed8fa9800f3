"""Sample values for tests: a small corpus of our own wording, each piece changeable by keyword."""

import datetime as dt
from dataclasses import replace
from typing import Any

from bot.answers.briefing import BriefingCard, BriefingComparison, BriefingList, BriefingRow, PolicyChange
from bot.answers.company import CompanyCard, CompanyCount, CompanyList
from bot.answers.context import Absent, Choice
from bot.answers.lists import PolicyList, Timeline, TimelineRow
from bot.answers.ministry import BodyCount, MinistryCard, MinistryList
from bot.answers.named_lists import ListCard, ListOfLists
from bot.answers.policy import ItemCard, PolicyCard
from bot.answers.rows import Coverage, ItemRow, PolicyRow, Source
from bot.model.briefing import (
    CompanyMention,
    Deadline,
    DeadlineKind,
    DocumentType,
    Item,
    Link,
    Nature,
    Person,
    PolicyStatus,
    ReportedPolicy,
    Section,
    Target,
    UnreadBlock,
)
from bot.model.policy import Policy, list_days
from bot.model.subscription import Schedule, Subscription, SubscriptionState
from bot.names.lexicon import Lexicon
from bot.names.records import Body, Company, Topic

NOW = dt.datetime(2024, 3, 10, 4, 0, tzinfo=dt.UTC)
TODAY = dt.date(2024, 3, 10)

MIIT = Body(
    id="MIIT",
    name_en="Ministry of Industry and Information Technology",
    name_zh="工业和信息化部",
    names_zh=("工信部",),
    pinyin=("gongxinbu",),
    since="2008",
    predecessors=("MII",),
)
MII = Body(id="MII", name_en="Ministry of Information Industry", name_zh="信息产业部", until="2008")
NEA = Body(id="NEA", name_en="National Energy Administration", name_zh="国家能源局")
HUAWEI = Company(id="huawei", name="Huawei", name_zh="华为", aliases=("Huawei Technologies",), country="CN")
LEXICON = Lexicon(
    bodies=(MIIT, MII, NEA),
    companies=(HUAWEI,),
    topics=(Topic(id="energy", name_en="Energy", name_zh="能源", keywords_en=("storage",)),),
)
HELD = Coverage(
    briefings=1,
    period_start=dt.date(2024, 2, 1),
    period_end=dt.date(2024, 2, 29),
    newest_id="B1",
    newest_name="Harbour Notes, 5 Mar 2024",
    newest_on=dt.date(2024, 3, 5),
)
HELD_NONE = Coverage(briefings=0, period_start=None, period_end=None, newest_id=None, newest_name=None, newest_on=None)
SOURCE = Source(
    briefing_id="B1",
    publisher="Harbour Institute",
    series="Harbour Notes",
    title="China industry in February",
    published_on=dt.date(2024, 3, 5),
    source_name="notes.pdf",
    section="top",
    position=2,
    pages=(3, 4),
    lines=None,
)


def build_item(**changes: Any) -> Item:
    """Return a top item on a draft of MIIT."""
    item = Item(
        section=Section.TOP,
        position=2,
        headline="Storage makers get a draft rulebook",
        text="The draft sets size limits for battery stations.\n\nIt also asks owners to report fires within a day.",
        points=("Stations over 100 MWh need a second exit", "Cells are tested every two years"),
        comment="The fire rule may prove hard to follow in the west.",
        reported_on=dt.date(2024, 2, 20),
        year_inferred=True,
        policy=ReportedPolicy(
            title_en="Safety rules for battery storage",
            title_zh="电池储能安全规定",
            document_number=None,
            document_type=DocumentType.PROVISIONS,
            nature=Nature.TRIAL,
            status=PolicyStatus.DRAFT_FOR_COMMENT,
        ),
        issuing_bodies=("MIIT", "NEA"),
        bodies=("MIIT", "NEA"),
        deadlines=(
            Deadline(on=dt.date(2024, 3, 22), kind=DeadlineKind.COMMENTS_CLOSE, quote="Comments run to 22 March."),
        ),
        targets=(
            Target(year=2025, quote="By 2025 every station has a fire plan."),
            Target(year=2027, quote="By 2027 losses fall by half."),
        ),
        references=("《安全生产法》",),
        links=(Link(label="MIIT notice", url=None), Link(label="Wire story", url="https://news.example.org/a?b=1&c=2")),
        pages=(3, 4),
    )
    return replace(item, **changes)


def build_claim(**changes: Any) -> Item:
    """Return a piece of company news."""
    item = Item(
        section=Section.CORPORATE_NEWS,
        position=1,
        headline=None,
        text="Huawei says its new inverter is the lightest on the market.",
        reported_on=dt.date(2024, 2, 14),
        companies=(CompanyMention(name="Huawei", company_id="huawei", quote="Huawei says"),),
        links=(Link(label="Daily report", url="#"),),
        lines=(80, 81),
    )
    return replace(item, **changes)


def build_item_row(item: Item | None = None, **changes: Any) -> ItemRow:
    """Return an item with its place; an item of its own section."""
    held = item or build_item()
    source = replace(SOURCE, section=held.section.value, position=held.position, pages=held.pages, lines=held.lines)
    row = ItemRow(
        id="I2",
        item=held,
        policy_id="P5" if held.policy else None,
        source=source,
        sentence=held.text.split("\n", maxsplit=1)[0],
        matched=("battery",),
    )
    return replace(row, **changes)


def build_claim_row(**changes: Any) -> ItemRow:
    """Return a piece of company news with its place."""
    return build_item_row(build_claim(), id="I7", **changes)


def build_policy(**changes: Any) -> Policy:
    """Return the draft that ``build_item`` reports."""
    policy = Policy(
        id="P5",
        title_en="Safety rules for battery storage",
        title_zh="电池储能安全规定",
        document_number=None,
        document_type=DocumentType.PROVISIONS,
        nature=Nature.TRIAL,
        status=PolicyStatus.DRAFT_FOR_COMMENT,
        issuing_bodies=("MIIT", "NEA"),
        issued_on=dt.date(2024, 2, 20),
        comments_close_on=dt.date(2024, 3, 22),
        applications_close_on=None,
        effective_on=None,
        item_ids=("I2",),
    )
    return replace(policy, **changes)


def build_policy_row(**changes: Any) -> PolicyRow:
    """Return the draft as a row, open."""
    return replace(PolicyRow(policy=build_policy(), row=build_item_row(), is_open=True), **changes)


def build_subscription(**changes: Any) -> Subscription:
    """Return an active rule of a channel that posts at once what is about energy."""
    rule = Subscription(
        id=3,
        workspace="T1",
        channel="C1",
        filter="topic:energy",
        schedule=Schedule(),
        state=SubscriptionState.ACTIVE,
        reason=None,
        created_by="U1",
        created_at=NOW,
        started_at=NOW,
    )
    return replace(rule, **changes)


def build_policy_list(**changes: Any) -> PolicyList:
    """Return an answer with one policy and one piece of company news."""
    answer = PolicyList(
        query_text="battery",
        rows=(build_policy_row(), build_claim_row()),
        total=2,
        offset=0,
        page_size=8,
        coverage=HELD,
        asked_on=TODAY,
        understood=("“battery”",),
        follow="battery",
    )
    return replace(answer, **changes)


def build_policy_card(**changes: Any) -> PolicyCard:
    """Return the card of the draft."""
    card = PolicyCard(
        policy=build_policy(),
        rows=(build_item_row(),),
        bodies=(MIIT, NEA),
        is_open=True,
        asked_on=TODAY,
        coverage=HELD,
    )
    return replace(card, **changes)


def build_item_card(**changes: Any) -> ItemCard:
    """Return the card of the item on the draft."""
    card = ItemCard(row=build_item_row(), policy=build_policy(), coverage=HELD)
    return replace(card, **changes)


def build_ministry_list(**changes: Any) -> MinistryList:
    """Return a list of two bodies."""
    counts = (BodyCount(body=MIIT, issued=3, named=4), BodyCount(body=NEA, issued=1, named=1))
    return replace(
        MinistryList(asked_on=TODAY, counts=counts, total=2, offset=0, page_size=8, coverage=HELD), **changes
    )


def build_ministry_card(**changes: Any) -> MinistryCard:
    """Return the card of MIIT with one open draft."""
    card = MinistryCard(
        body=MIIT,
        predecessors=(MII,),
        successors=(),
        rows=(build_policy_row(),),
        total=1,
        offset=0,
        page_size=8,
        alone=0,
        joint=1,
        with_bodies=(("NEA", 1),),
        open_drafts=(build_policy_row(),),
        open_total=1,
        mentioned=2,
        asked_on=TODAY,
        coverage=HELD,
        follow="ministry:MIIT",
    )
    return replace(card, **changes)


def build_company_list(**changes: Any) -> CompanyList:
    """Return a list of one company."""
    counts = (CompanyCount(company=HUAWEI, items=1, latest_on=build_claim().reported_on),)
    return replace(CompanyList(asked_on=TODAY, counts=counts, total=1, offset=0, page_size=8, coverage=HELD), **changes)


def build_company_card(**changes: Any) -> CompanyCard:
    """Return the card of Huawei with one claim."""
    card = CompanyCard(
        asked_on=TODAY,
        company=HUAWEI,
        rows=(build_claim_row(),),
        total=1,
        offset=0,
        page_size=8,
        coverage=HELD,
        follow="company:Huawei",
    )
    return replace(card, **changes)


def build_briefing_row(**changes: Any) -> BriefingRow:
    """Return the briefing as a row."""
    row = BriefingRow(
        id="B1",
        name="Harbour Notes, 5 Mar 2024",
        publisher="Harbour Institute",
        series="Harbour Notes",
        published_on=dt.date(2024, 3, 5),
        period_start=dt.date(2024, 2, 1),
        period_end=dt.date(2024, 2, 29),
        counts=(("top", 1), ("policy_news", 0), ("corporate_news", 1), ("other", 0)),
        unread=1,
    )
    return replace(row, **changes)


def build_briefing_list(**changes: Any) -> BriefingList:
    """Return the list of the one briefing."""
    answer = BriefingList(asked_on=TODAY, rows=(build_briefing_row(),), total=1, offset=0, page_size=8, coverage=HELD)
    return replace(answer, **changes)


def build_briefing_card(**changes: Any) -> BriefingCard:
    """Return the card of the briefing: two items, one unread block."""
    card = BriefingCard(
        briefing=build_briefing_row(),
        people=(Person(name="An Author", role="author"),),
        rows=(build_item_row(), build_claim_row()),
        total=2,
        offset=0,
        page_size=8,
        open_deadlines=(build_policy_row(),),
        open_total=1,
        unread=(UnreadBlock(page=4, line=12, text="A stray table row"),),
        asked_on=TODAY,
        coverage=HELD,
    )
    return replace(card, **changes)


def build_absent(**changes: Any) -> Absent:
    """Return the answer that a company is not in the corpus."""
    return replace(Absent(kind="company", asked="Tesla", nearest=("Telstar",), coverage=HELD), **changes)


def build_choice(**changes: Any) -> Choice:
    """Return the question which of two bodies is meant."""
    options = (("NFRA: financial", "/ministry National Financial Regulatory Administration"), ("other", "what"))
    return replace(Choice(asked="NFRA", options=options), **changes)


def build_list_card(**changes: Any) -> ListCard:
    """A named list of a channel."""
    card = ListCard(id="L1", name="us", is_own=False, filter="topic:batteries", words=("topic Batteries",))
    return replace(card, **changes)


def build_list_of_lists() -> ListOfLists:
    """A channel's list and a person's own."""
    return ListOfLists(rows=(build_list_card(), build_list_card(id="L2", name="mine", is_own=True)))


def build_timeline(**changes: Any) -> Timeline:
    """Return the draft's deadline, which is ahead, then a piece of company news and the day of the draft."""
    row = build_policy_row()
    issued, closing = (
        TimelineRow(on=day.on, day=day, row=row, said_by=row.row) for day in list_days([(row.row.id, row.row.item)])
    )
    claim = build_claim_row()
    rows = (closing, TimelineRow(on=dt.date(2024, 2, 27), day=None, row=claim, said_by=claim), issued)
    answer = Timeline(
        about="P5", rows=rows, total=len(rows), undated=1, offset=0, page_size=8, asked_on=TODAY, coverage=HELD
    )
    return replace(answer, **changes)


def build_briefing_comparison(**changes: Any) -> BriefingComparison:
    """Return what is new, changed and gone against an earlier briefing."""
    found = BriefingComparison(
        before=build_briefing_row(id="B9", published_on=dt.date(2024, 1, 5)),
        after=build_briefing_row(),
        new=(PolicyChange(policy_id="P5", name="Safety rules for battery storage"),),
        changed=(PolicyChange(policy_id="P3", name="Rules for lathes", said="draft for comment, now issued"),),
        moved=(PolicyChange(policy_id="P3", name="Rules for lathes", said="comments close 1 Apr 2024"),),
        gone=(PolicyChange(policy_id="P2", name="Plan for mills"),),
        coverage=HELD,
    )
    return replace(found, **changes)
