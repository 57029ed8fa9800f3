"""Sample values for tests: a small corpus of our own wording, each piece changeable by keyword."""

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import Any

from bot.answers.briefing import BriefingCard, BriefingComparison, BriefingList, PolicyChange
from bot.answers.cards import CompanyCard, CompanyList, ItemCard, MinistryCard, MinistryList, PolicyCard
from bot.answers.context import Absent, Choice
from bot.answers.lists import PolicyList, Timeline, TimelineRow
from bot.answers.named_lists import ListRow, ShownLists
from bot.answers.rows import BriefingRow, Coverage, ItemRow, PolicyRow
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
from bot.model.changes import Difference
from bot.model.policy import Policy, list_days
from bot.model.subscription import Schedule, Subscription, SubscriptionState
from bot.names.lexicon import Lexicon
from bot.names.records import Body, Company, Topic
from bot.store.notes import NameCount

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
PAGE: dict[str, Any] = {"asked_on": TODAY, "coverage": HELD, "offset": 0, "page_size": 8}
"""What every answer in pages has."""
BRIEFING_ROW = BriefingRow(
    id="B1",
    name="Harbour Institute Harbour Notes",
    publisher="Harbour Institute",
    series="Harbour Notes",
    published_on=dt.date(2024, 3, 5),
    period_start=dt.date(2024, 2, 1),
    period_end=dt.date(2024, 2, 29),
    source_name="notes.pdf",
    counts=(("top", 1), ("policy_news", 0), ("corporate_news", 1), ("other", 0)),
    unread=1,
)
"""The briefing as a row."""
build_briefing_row = partial(replace, BRIEFING_ROW)

ITEM = Item(
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
    deadlines=(Deadline(on=dt.date(2024, 3, 22), kind=DeadlineKind.COMMENTS_CLOSE, quote="Comments run to 22 March."),),
    targets=(
        Target(year=2025, quote="By 2025 every station has a fire plan."),
        Target(year=2027, quote="By 2027 losses fall by half."),
    ),
    references=("《安全生产法》",),
    links=(Link(label="MIIT notice", url=None), Link(label="Wire story", url="https://news.example.org/a?b=1&c=2")),
    pages=(3, 4),
)
"""A top item on a draft of MIIT."""
build_item = partial(replace, ITEM)

CLAIM = Item(
    section=Section.CORPORATE_NEWS,
    position=1,
    headline=None,
    text="Huawei says its new inverter is the lightest on the market.",
    reported_on=dt.date(2024, 2, 14),
    companies=(CompanyMention(name="Huawei", company_id="huawei", quote="Huawei says"),),
    links=(Link(label="Daily report", url="#"),),
    lines=(80, 81),
)
"""A piece of company news."""
build_claim = partial(replace, CLAIM)


def build_item_row(item: Item | None = None, **changes: Any) -> ItemRow:
    """Return an item with its place; an item of its own section."""
    held = item or build_item()
    row = ItemRow(
        id="I2",
        item=held,
        policy_id="P5" if held.policy else None,
        source=BRIEFING_ROW,
        sentence=held.text.split("\n", maxsplit=1)[0],
        matched=("battery",),
    )
    return replace(row, **changes)


def build_claim_row(**changes: Any) -> ItemRow:
    """Return a piece of company news with its place."""
    return build_item_row(build_claim(), id="I7", **changes)


POLICY = Policy(
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
"""The draft that ``build_item`` reports."""
build_policy = partial(replace, POLICY)

POLICY_ROW = PolicyRow(policy=build_policy(), row=build_item_row(), is_open=True)
"""The draft as a row, open."""
build_policy_row = partial(replace, POLICY_ROW)

SUBSCRIPTION = Subscription(
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
"""An active rule of a channel that posts at once what is about energy."""
build_subscription = partial(replace, SUBSCRIPTION)

POLICY_LIST = PolicyList(
    query_text="battery",
    rows=(build_policy_row(), build_claim_row()),
    total=2,
    understood=("“battery”",),
    follow="battery",
    **PAGE,
)
"""An answer with one policy and one piece of company news."""
build_policy_list = partial(replace, POLICY_LIST)

POLICY_CARD = PolicyCard(
    policy=build_policy(),
    rows=(build_item_row(),),
    bodies=(MIIT, NEA),
    is_open=True,
    asked_on=TODAY,
    coverage=HELD,
)
"""The card of the draft."""
build_policy_card = partial(replace, POLICY_CARD)

ITEM_CARD = ItemCard(row=build_item_row(), policy=build_policy(), coverage=HELD)
"""The card of the item on the draft."""
build_item_card = partial(replace, ITEM_CARD)

MINISTRY_LIST = MinistryList(
    counts=(
        (MIIT, NameCount(id="MIIT", issued=3, items=4, latest_on=TODAY)),
        (NEA, NameCount(id="NEA", issued=1, items=1, latest_on=TODAY)),
    ),
    total=2,
    **PAGE,
)
"""A list of two bodies."""
build_ministry_list = partial(replace, MINISTRY_LIST)

MINISTRY_CARD = MinistryCard(
    body=MIIT,
    predecessors=(MII,),
    successors=(),
    rows=(build_policy_row(),),
    total=1,
    alone=0,
    joint=1,
    open_drafts=(build_policy_row(),),
    open_total=1,
    mentioned=2,
    follow="ministry:MIIT",
    **PAGE,
)
"""The card of MIIT with one open draft."""
build_ministry_card = partial(replace, MINISTRY_CARD)

COMPANY_LIST = CompanyList(
    counts=((HUAWEI, NameCount(id="huawei", issued=0, items=1, latest_on=build_claim().reported_on)),),
    total=1,
    **PAGE,
)
"""A list of one company."""
build_company_list = partial(replace, COMPANY_LIST)

COMPANY_CARD = CompanyCard(
    company=HUAWEI,
    rows=(build_claim_row(),),
    total=1,
    follow="company:Huawei",
    **PAGE,
)
"""The card of Huawei with one claim."""
build_company_card = partial(replace, COMPANY_CARD)

BRIEFING_LIST = BriefingList(
    rows=(build_briefing_row(),),
    total=1,
    **PAGE,
)
"""The list of the one briefing."""
build_briefing_list = partial(replace, BRIEFING_LIST)

BRIEFING_CARD = BriefingCard(
    briefing=build_briefing_row(),
    people=(Person(name="An Author", role="author"),),
    rows=(build_item_row(), build_claim_row()),
    total=2,
    open_deadlines=(build_policy_row(),),
    open_total=1,
    unread=(UnreadBlock(page=4, line=12, text="A stray table row"),),
    **PAGE,
)
"""The card of the briefing: two items, one unread block."""
build_briefing_card = partial(replace, BRIEFING_CARD)

ABSENT = Absent(kind="company", asked="Tesla", nearest=("Telstar",), coverage=HELD)
"""The answer that a company is not in the corpus."""
build_absent = partial(replace, ABSENT)

CHOICE = Choice(
    asked="NFRA",
    options=(("NFRA: financial", "/ministry National Financial Regulatory Administration"), ("other", "what")),
)
"""The question which of two bodies is meant."""
build_choice = partial(replace, CHOICE)

LIST_ROW = ListRow(id="L1", name="us", is_own=False, filter="topic:batteries", words=("topic Batteries",))
"""A named list of a channel."""


def build_lists(**changes: Any) -> ShownLists:
    """A channel's list and a person's own."""
    return replace(ShownLists(rows=(LIST_ROW, replace(LIST_ROW, id="L2", name="mine", is_own=True))), **changes)


def build_timeline(**changes: Any) -> Timeline:
    """Return the draft's deadline, which is ahead, then a piece of company news and the day of the draft."""
    row = build_policy_row()
    issued, closing = (
        TimelineRow(on=day.on, day=day, row=row, said_by=row.row) for day in list_days([(row.row.id, row.row.item)])
    )
    claim = build_claim_row()
    rows = (closing, TimelineRow(on=dt.date(2024, 2, 27), day=None, row=claim, said_by=claim), issued)
    return replace(Timeline(about="P5", rows=rows, total=len(rows), undated=1, **PAGE), **changes)


BRIEFING_COMPARISON = BriefingComparison(
    before=build_briefing_row(id="B9", published_on=dt.date(2024, 1, 5)),
    after=build_briefing_row(),
    changes=(
        PolicyChange(kind="new", policy_id="P5", item=ITEM),
        PolicyChange(
            kind="changed",
            policy_id="P3",
            item=build_item(headline="Rules for lathes"),
            differences=(Difference("status", (PolicyStatus.ISSUED,), (PolicyStatus.DRAFT_FOR_COMMENT,)),),
        ),
        PolicyChange(
            kind="moved",
            policy_id="P3",
            item=build_item(headline="Rules for lathes"),
            differences=(Difference("deadline", (dt.date(2024, 4, 1),), ()),),
        ),
        PolicyChange(kind="no longer mentioned", policy_id="P2", item=build_item(headline="Plan for mills")),
    ),
    coverage=HELD,
)
"""What is new, changed and gone against an earlier briefing."""
build_briefing_comparison = partial(replace, BRIEFING_COMPARISON)
