"""What a lookup answers with: frozen values that the message builders show and ``--json`` callers read.

Ids are as people see them (``P5``). Every shown statement can be traced through its ``Source``; what the team notes
(``team_notes``) is no source's.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.model.briefing import Item, Person, UnreadBlock
from bot.model.deadlines import Event
from bot.model.paper import Note
from bot.model.policy import Policy
from bot.names.records import Body, Company

# Where a statement stands (``Source``), and what the store holds (``Held``).


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Where an item stands: briefing, section and position, pages or lines."""

    briefing_id: str
    publisher: str | None
    series: str | None
    title: str | None
    published_on: dt.date | None
    source_name: str
    section: str
    position: int
    pages: tuple[int, int] | None
    lines: tuple[int, int] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """What the store holds: how many briefings, the period from the first to the last (inclusive), and the newest.

    ``covered`` are the stretches of it that they cover (first and last day), in order. ``is_narrowed``: it is what
    licences let be shown where the answer goes, and more is held.
    """

    briefings: int
    period_start: dt.date | None
    period_end: dt.date | None
    newest_id: str | None
    newest_name: str | None
    newest_on: dt.date | None
    covered: tuple[tuple[dt.date, dt.date], ...] = ()
    is_narrowed: bool = False


# What a question for named lists is answered with: names and words that people saved, which no source says.


@dataclass(frozen=True, kw_only=True, slots=True)
class ListCard:
    """A named list: ``filter`` as saved and its parts in ``words``; ``is_own`` when it is a person's, not a channel's.

    ``is_saved`` right after it was saved, ``notes`` what is odd about it then.
    """

    id: str
    name: str
    is_own: bool
    filter: str
    words: tuple[str, ...]
    is_saved: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ListOfLists:
    """The named lists that whoever asks may use, the channel's before their own."""

    rows: tuple[ListCard, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemRow:
    """An item with where it stands, and the sentence of it that answers (``sentence``; ``matched`` words inside it)."""

    id: str
    item: Item
    policy_id: str | None
    source: Source
    sentence: str
    matched: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyRow:
    """A policy in a list, the item of it that matched best, and its ``others``. ``is_open`` as of the day of asking."""

    policy: Policy
    row: ItemRow
    is_open: bool
    others: tuple[ItemRow, ...] = ()

    @property
    def rows(self) -> tuple[ItemRow, ...]:
        """All its items, the one that matched first."""
        return (self.row, *self.others)


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyList:
    """The answer to a search: one page of policies and other items.

    ``rows`` is the page, each a PolicyRow (items about a policy) or an ItemRow (others); ``total`` counts all rows,
    ``total_items`` all items. ``understood`` are the filters in words, ``notes`` what was read differently than typed.
    ``target_years`` are the years whose goals were asked for (rows then show those goals). ``closed_drafts`` are drafts
    that matched but whose deadline has passed, for "nothing open; it closed on ..."; beside open ones only where words
    are asked for too. ``nearest`` are known names close
    to what was asked, ``near`` rows that have some of it, not enough to count. ``step`` is the step of
    ``bot.answers.rows`` that found the rows. ``is_cut``: more match than are listed (``total_items``
    is then what is known of them); ``is_newest_first``: too many match to be ranked. ``query_text`` is the normalised
    text that pages ask for again. ``choices`` are the meanings of a name that has several: (label, search for it
    alone).
    ``follow`` is the filter of a subscription to what is asked for, "" for everything; None where none would take it.
    ``uncovered``: the dates asked for are covered by no briefing held. ``elsewhere`` names the briefings that have what
    those it was asked of have not.
    """

    query_text: str
    rows: tuple[PolicyRow | ItemRow, ...]
    total: int
    total_items: int
    offset: int
    page_size: int
    held: Held
    asked_on: dt.date
    understood: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    target_years: tuple[int, ...] = ()
    asked_open: bool = False
    closed_drafts: tuple[PolicyRow, ...] = ()
    nearest: tuple[str, ...] = ()
    near: tuple[PolicyRow | ItemRow, ...] = ()
    step: str = "all"
    is_cut: bool = False
    is_newest_first: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    follow: str | None = None
    uncovered: bool = False
    elsewhere: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyCard:
    """One policy with everything that its items say; ``rows`` in the order of date.

    ``siblings`` are the final texts of a draft, or the drafts of a final text, that are held. ``builds_on`` are the
    policies held that its reports refer to, ``built_on_by`` those whose reports refer to it. ``near_finals`` are texts
    of a closed draft's issuers under titles near its own, where none is held under that.
    """

    policy: Policy
    rows: tuple[ItemRow, ...]
    bodies: tuple[Body, ...]
    is_open: bool
    asked_on: dt.date
    held: Held
    siblings: tuple[Policy, ...] = ()
    builds_on: tuple[Policy, ...] = ()
    built_on_by: tuple[Policy, ...] = ()
    near_finals: tuple[Policy, ...] = ()
    notes: tuple[str, ...] = ()
    team_notes: tuple[Note, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class TimelineRow:
    """One event, what it happened to, and the item that says so."""

    event: Event
    row: PolicyRow | ItemRow
    said_by: ItemRow


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeline:
    """A page of events, the earliest first: of the policy ``about`` and its kin, or of all that match.

    ``undated`` counts what has no date at all, ``total`` all events; those after ``asked_on`` are ahead. Where nothing
    matches, ``nearest`` and ``uncovered`` are as in ``PolicyList``.
    """

    about: str
    rows: tuple[TimelineRow, ...]
    total: int
    undated: int
    offset: int
    page_size: int
    asked_on: dt.date
    held: Held
    understood: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    uncovered: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemCard:
    """One item, whole; ``policy`` when it is about one."""

    row: ItemRow
    policy: Policy | None
    bodies: tuple[Body, ...]
    asked_on: dt.date
    held: Held


@dataclass(frozen=True, kw_only=True, slots=True)
class BodyCount:
    """A body in the list of ministries: policies issued and items that name it."""

    body: Body
    issued: int
    named: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MinistryList:
    """The bodies that the corpus names, or the items that match ``understood``; those that issued most first."""

    counts: tuple[BodyCount, ...]
    total: int
    offset: int
    page_size: int
    held: Held
    understood: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class MinistryCard:
    """One body: its names and succession, and a page of what it issued, newest first.

    ``alone`` and ``joint`` count policies; ``with_bodies`` are (body id, policies issued together), most first;
    ``open_drafts`` are the newest of the ``open_total`` that are open for comment or applications on the day asked,
    ``last_closed`` the last one that closed. ``mentioned`` counts items that only name it. ``by_topic`` are (topic,
    policies), most first, ``by_month`` (first of the month, alone, jointly) from the first month to the last, empty
    ones too where a briefing covers them. ``only_joint`` when only joint ones were asked for. Only what matches
    ``understood`` is counted and listed; ``filter_text`` is the same as a filter. ``follow`` as in ``PolicyList``.
    """

    body: Body
    predecessors: tuple[Body, ...]
    successors: tuple[Body, ...]
    rows: tuple[PolicyRow, ...]
    total: int
    offset: int
    page_size: int
    alone: int
    joint: int
    with_bodies: tuple[tuple[str, int], ...]
    open_drafts: tuple[PolicyRow, ...]
    open_total: int
    last_closed: PolicyRow | None
    mentioned: int
    asked_on: dt.date
    held: Held
    notes: tuple[str, ...] = ()
    team_notes: tuple[Note, ...] = ()
    by_topic: tuple[tuple[str, int], ...] = ()
    by_month: tuple[tuple[dt.date, int, int], ...] = ()
    only_joint: bool = False
    understood: tuple[str, ...] = ()
    filter_text: str = ""
    follow: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CompanyCount:
    """A company in the list of companies in the news, with its newest item."""

    company: Company
    items: int
    newest: ItemRow


@dataclass(frozen=True, kw_only=True, slots=True)
class CompanyList:
    """The companies in the news, or in the items that match ``understood``; the most recent first.

    ``notes`` say which step of the search found the items.
    """

    counts: tuple[CompanyCount, ...]
    total: int
    offset: int
    page_size: int
    held: Held
    understood: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class CompanyCard:
    """One company: a page of the items that name it, newest first, and the policies whose items name it.

    ``policies`` are the first of ``policies_total``; ``about`` are those that the page's items are about.
    ``fields`` are the topics of its news, ``field_policies`` the newest policies of these that do not name it: no
    source makes that link. Only what matches ``understood`` is listed. ``follow`` as in ``PolicyList``.
    """

    company: Company
    rows: tuple[ItemRow, ...]
    total: int
    offset: int
    page_size: int
    policies: tuple[PolicyRow, ...]
    policies_total: int
    about: tuple[PolicyRow, ...]
    seen_with: tuple[tuple[str, int], ...]
    held: Held
    notes: tuple[str, ...] = ()
    team_notes: tuple[Note, ...] = ()
    fields: tuple[str, ...] = ()
    field_policies: tuple[PolicyRow, ...] = ()
    understood: tuple[str, ...] = ()
    follow: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NotHeld:
    """Nothing in the corpus by this name: what is held, and the nearest names.

    ``kind`` is policy, ministry, company or briefing; ``known_name`` is set when our lists know the name. ``words``
    are those of the name, and ``in_words`` how many items have them all. ``filters`` are those that leave nothing of a
    known one, in words; ``elsewhere`` names the briefings that have it where it was asked of another.
    """

    kind: str
    asked: str
    nearest: tuple[str, ...]
    held: Held
    known_name: str | None = None
    words: str = ""
    in_words: int = 0
    filters: tuple[str, ...] = ()
    elsewhere: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """A name that means several, or ``is_several`` names: the person picks one. ``options`` are (label, command)."""

    asked: str
    options: tuple[tuple[str, str], ...]
    is_several: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class BriefingRow:
    """A briefing in the list, with its counts of items by section."""

    id: str
    name: str
    publisher: str | None
    series: str | None
    published_on: dt.date | None
    period_start: dt.date | None
    period_end: dt.date | None
    counts: tuple[tuple[str, int], ...]
    unread: int


@dataclass(frozen=True, kw_only=True, slots=True)
class BriefingList:
    """The briefings held, or those with an item that matches ``understood``; newest first."""

    rows: tuple[BriefingRow, ...]
    total: int
    offset: int
    page_size: int
    held: Held
    understood: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class BriefingNews:
    """What a briefing has that the one before it (``before``) has not, and which policies both report (``again``).

    Ids of policies, and names of companies and bodies, in the briefing's order.
    """

    before: BriefingRow
    policies: tuple[str, ...]
    again: tuple[str, ...]
    companies: tuple[str, ...]
    bodies: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class BriefingCard:
    """One briefing: a page of what it holds, in its own order, and what could not be read.

    ``open_deadlines`` are the first of the ``open_total`` policies in it that take comments or applications on the day
    asked; ``news`` is against the briefing before it. With ``understood`` only the items that match it are listed;
    where none does, ``elsewhere`` names the briefings that have some.
    """

    briefing: BriefingRow
    people: tuple[Person, ...]
    rows: tuple[ItemRow, ...]
    total: int
    offset: int
    page_size: int
    open_deadlines: tuple[PolicyRow, ...]
    open_total: int
    unread: tuple[UnreadBlock, ...]
    asked_on: dt.date
    held: Held
    news: BriefingNews | None = None
    understood: tuple[str, ...] = ()
    elsewhere: str = ""


Answer = (
    PolicyList
    | Timeline
    | PolicyCard
    | ItemCard
    | MinistryList
    | MinistryCard
    | CompanyList
    | CompanyCard
    | BriefingList
    | BriefingCard
    | ListCard
    | ListOfLists
    | NotHeld
    | Choice
)
"""Everything a lookup can answer with."""
