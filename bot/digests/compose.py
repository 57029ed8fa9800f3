"""What a digest says to one channel or person: each item's fate for a rule, and the value that is rendered."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.access.licences import KEPT_OUT, cut_item, find_longest_quotes, may_be_posted
from bot.answers.lookup import Lookup
from bot.answers.quotes import choose_quote, extend_lead
from bot.model.briefing import SECTION_ORDER, Deadline, Item, Section, add_points
from bot.model.changes import DEADLINES, changes_nothing, list_differences
from bot.model.deadlines import DeadlineKey, beijing_day, deadline_is_open
from bot.model.identity import briefing_name
from bot.model.ids import IdKind, fold, parse_id
from bot.model.policy import DEADLINE_FIELDS, list_printed
from bot.model.post import Decided, DigestItem, Fate
from bot.model.review import find_doubt
from bot.names.lexicon import Lexicon
from bot.query.query import parse_query
from bot.query.query_record import Choices, Query, describe_query, format_query
from bot.query.search_plan import compose_search_plan
from bot.store.briefings import get_briefing, list_briefings
from bot.store.database import Database
from bot.store.items import StoredItem, list_items, list_items_of
from bot.store.ledger import list_delivered, list_told_before
from bot.store.policies import list_policies
from bot.store.search import find_items

# The values.


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestEntry:
    """One line of a digest: an item and the one sentence of the source that says it."""

    item: DigestItem
    sentence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestDeadline:
    """A deadline ahead: ``days`` from today in Beijing to its day."""

    entry: DigestEntry
    deadline: Deadline
    days: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestSource:
    """The briefing a digest is of; the period is inclusive."""

    briefing_id: int
    name: str
    published_on: dt.date | None
    period_start: dt.date | None
    period_end: dt.date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest:
    """A digest: deadlines by day, entries by section and position, and what was left out, counted by reason.

    ``sources`` are the briefings it is of. ``rule`` is the subscription (``D3``) or None in a preview; ``filter_words``
    its filter in words. ``window`` are the days it covers, both included; None for one briefing. ``day`` is the day in
    Beijing on which it is put together.
    """

    sources: tuple[DigestSource, ...]
    rule: str | None
    filter_words: tuple[str, ...]
    deadlines: tuple[DigestDeadline, ...]
    entries: tuple[DigestEntry, ...]
    left_out: tuple[tuple[str, int], ...]
    window: tuple[dt.date, dt.date] | None = None
    day: dt.date | None = None

    @property
    def source(self) -> DigestSource:
        """The first of its briefings."""
        return self.sources[0]

    @property
    def not_brought(self) -> tuple[tuple[str, int], ...]:
        """What matches and is left out all the same, counted by reason."""
        return tuple((reason, count) for reason, count in self.left_out if reason not in SECTION_WORDS.values())

    @property
    def total_left_out(self) -> int:
        """How many items of its briefings it does not carry."""
        return sum(count for _, count in self.left_out)


SECTION_WORDS = {
    Section.TOP: "other topics",
    Section.POLICY_NEWS: "policy news",
    Section.CORPORATE_NEWS: "company news",
    Section.OTHER: "other news",
}
"""What is said of items that a filter leaves out, by section."""


def name_left_out(item: Item) -> str:
    """Return what an item is called that a filter leaves out; a document is policy news in whatever part it stands."""
    is_document = item.policy is not None and item.section is Section.OTHER
    return SECTION_WORDS[Section.POLICY_NEWS if is_document else item.section]


@dataclass(frozen=True, kw_only=True, slots=True)
class Issue:
    """A briefing as digests are made of it: its source line and its items."""

    source: DigestSource
    items: tuple[DigestItem, ...]


def get_issue(db: Database, briefing_id: int, items: Collection[int] | None = None) -> Issue:
    """Return a briefing in force with its items, or those of these numbers; NotFoundError when it is not in force."""
    briefing = get_briefing(db, briefing_id).briefing
    longest = find_longest_quotes(db).get(fold(briefing.publisher or ""))
    held = (each for each in list_items_of(db, briefing_id) if items is None or each.id in items)
    source = DigestSource(
        briefing_id=briefing_id,
        name=briefing_name(briefing),
        published_on=briefing.published_on,
        period_start=briefing.period_start,
        period_end=briefing.period_end,
    )
    return Issue(source=source, items=tuple(_read_item(each, longest) for each in held))


def _read_item(held: StoredItem, longest: int | None = None) -> DigestItem:
    item, policy = cut_item(held.item, longest), f"P{held.policy_id}" if held.policy_id else None
    return DigestItem(item_id=held.id, version=held.version, item=item, policy_id=policy, briefing_id=held.briefing_id)


def read_issues(db: Database, numbers: Iterable[int], items: Collection[int] | None = None) -> tuple[Issue, ...]:
    """Return these briefings with their items, or those of these numbers; what is not in force is left out."""
    asked = list(numbers)
    in_force = list_briefings(db, asked)
    found = [get_issue(db, number, items) for number in asked if number in in_force]
    return tuple(issue for issue in found if issue.items or items is None)


# Each item's fate for a rule.


class Matcher:
    """Reads filters and finds what they bring, from inside a transaction."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup

    def lexicon(self) -> Lexicon:
        """Return all names we know; see ``Lookup.lexicon``."""
        return self._lookup.lexicon()

    def parse(self, filter_text: str, *, now: dt.datetime) -> Query:
        """Return the query of a filter as of ``now``; BadQueryError when it cannot be read (any more)."""
        return parse_query(filter_text, lexicon=self.lexicon(), today=beijing_day(now))

    def match(self, db: Database, query: Query, *, now: dt.datetime, briefing: int) -> set[int]:
        """Return the numbers of the items in force of a briefing that a filter finds as of ``now``."""
        if not query.briefing:
            query = replace(query, briefing=Choices(include=(str(briefing),)))
        plan = compose_search_plan(query.terms, self.lexicon())
        return {hit.item_id for hit in find_items(db, query, plan, today=query.as_of or beijing_day(now)).hits}


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """For whom a digest is made: the rule's id, and the workspace and channel (or person) it posts to.

    Without a ``place`` it is read privately. ``counts_had`` when what the place has had is left out. Where only these
    items are ``wanted``, the others are left out.
    """

    rule: str | None = None
    place: tuple[str, str] | None = None
    counts_had: bool = True
    wanted: frozenset[int] | None = None


UNASKED = "does not match:"
"""How the reason begins of what a filter does not ask for."""


def decide_items(
    db: Database, matcher: Matcher, query: Query, issues: Sequence[Issue], *, reader: Reader, now: dt.datetime
) -> tuple[Decided, ...]:
    """Decide the fate of every item of these briefings for a reader with this filter.

    An item that names the companies asked for only by a guess (no list of ours holds the name), or of whose issuer,
    date, status or deadline nobody is sure, waits for a decision. What a new report only repeats counts as had.
    """
    numbers = [issue.source.briefing_id for issue in issues]
    matched = {item for number in numbers for item in matcher.match(db, query, now=now, briefing=number)}
    workspace, channel = reader.place or ("", "")
    had = list_delivered(db, workspace=workspace, channel=channel, briefings=numbers)
    told = list_told_before(db, workspace=workspace, channel=channel, briefings=numbers)
    earlier = {held.id: held for held in list_items(db, sorted({each.item_id for each in told.values()}))}
    quoted = {*numbers, *(held.briefing_id for held in earlier.values())} if reader.place else set()
    kept_out = {number for number in quoted if not may_be_posted(db, number, channel)}
    unasked = f"{UNASKED} {format_query(query, matcher.lexicon(), moving=True) or 'everything'}"
    decided = []
    for item in (item for issue in issues for item in issue.items):
        had_by, told_by = had.get((item.item_id, item.version)), told.get(item.item_id)
        before = None
        if told_by and (reader.counts_had or had_by is None):
            before = _read_item(earlier[told_by.item_id])
        is_own = told_by is not None and told_by.rule == reader.rule
        fate, reason, post_id = Fate.INCLUDED, "", None
        if item.item_id not in matched and not (is_own and _moves_deadline(item, before)):
            fate, reason = Fate.FILTERED, unasked
        elif item.briefing_id in kept_out:
            fate, reason = Fate.WITHHELD, KEPT_OUT
        elif reader.counts_had and had_by:
            fate, reason, post_id = Fate.ALREADY_HAD, f"posted by {had_by.rule}", had_by.post_id
        elif doubt := _find_doubt(item.item, query):
            fate, reason = Fate.UNDECIDED, doubt
        elif reader.counts_had and told_by and before and changes_nothing(item.item, before.item):
            reason = f"posted by {told_by.rule} from an earlier report, and nothing changed"
            fate, post_id = Fate.ALREADY_HAD, told_by.post_id
        elif reader.wanted is not None and item.item_id not in reader.wanted:
            fate, reason = Fate.FILTERED, "it came at another time"
        is_named = before is not None and before.briefing_id not in kept_out
        decided.append(Decided(replace(item, before=before if is_named else None), fate, reason, post_id))
    return tuple(decided)


def _moves_deadline(item: DigestItem, before: DigestItem | None) -> bool:
    """Return whether an item gives a deadline otherwise than what its place was told before."""
    found = list_differences(item.item, before.item) if before else ()
    return any(each.fact in DEADLINES and not each.is_silence for each in found)


def _find_doubt(item: Item, query: Query) -> str | None:
    companies = query.company.include
    if companies and not any(mention.company_id in companies for mention in item.companies):
        return "names the company only by a guess"
    return find_doubt(item)


# The digest of what was decided.


def compose_digest(
    db: Database,
    matcher: Matcher,
    query: Query,
    issues: Sequence[Issue],
    *,
    reader: Reader,
    now: dt.datetime,
    window: tuple[dt.date, dt.date] | None = None,
) -> tuple[Digest, tuple[Decided, ...]]:
    """Return what these briefings (at least one) bring a reader, and the fate of each of their items."""
    decided = decide_items(db, matcher, query, issues, reader=reader, now=now)
    order = {issue.source.briefing_id: at for at, issue in enumerate(issues)}
    included = sorted(
        (one.item for one in decided if one.fate is Fate.INCLUDED),
        key=lambda item: (SECTION_ORDER.index(item.item.section), order[item.briefing_id], item.item.position),
    )
    entries = {item.item_id: DigestEntry(item=item, sentence=choose_sentence(item.item)) for item in included}
    deadlines = (
        DigestDeadline(entry=entries[item.item_id], deadline=each, days=(each.on - beijing_day(now)).days)
        for item, each in find_ahead(db, included, now=now).values()
        if query.due is None or query.due.meets(each.on)
    )
    others = (one for one in decided if one.fate is not Fate.INCLUDED)
    counts = Counter(name_left_out(one.item.item) if one.fate is Fate.FILTERED else one.reason for one in others)
    digest = Digest(
        sources=tuple(issue.source for issue in issues),
        rule=reader.rule,
        filter_words=describe_query(query, matcher.lexicon(), moving=True),
        deadlines=tuple(deadlines),
        entries=tuple(entries.values()),
        left_out=tuple(counts.most_common()),
        window=window,
        day=beijing_day(now),
    )
    return digest, decided


def choose_sentence(item: Item) -> str:
    """Return the sentence to post for an item, with the points it announces; never the publisher's view."""
    quote = choose_quote(item, ())
    if quote.sentence and not quote.in_comment:
        return add_points(item, extend_lead(item, quote.sentence))
    return item.headline or ""


def find_ahead(
    db: Database, items: Sequence[DigestItem], *, now: dt.datetime
) -> dict[DeadlineKey, tuple[DigestItem, Deadline]]:
    """Return the deadlines of these items that are open, the next first, each once, as the newest briefing gives it.

    One that another report of its policy has moved is left out.
    """
    dated = [item for item in items if item.policy_id and item.item.deadlines]
    numbers = {item.item_id: parse_id(item.policy_id or "", IdKind.POLICY) for item in dated}
    policies = list_policies(db, sorted(set(numbers.values())))
    moved = {
        (item.item_id, deadline)
        for item in dated
        if (policy := policies.get(numbers[item.item_id])) is not None
        for deadline in item.item.deadlines
        if getattr(policy, DEADLINE_FIELDS[deadline.kind]) not in {None, *list_printed(item.item, deadline.kind)}
    }
    found: dict[DeadlineKey, tuple[DigestItem, Deadline]] = {}
    for item in sorted(items, key=lambda each: -each.briefing_id):
        for each in item.item.deadlines:
            if deadline_is_open(each.on, now) and (item.item_id, each) not in moved:
                found.setdefault(DeadlineKey(subject=item.shown_id, kind=each.kind, on=each.on), (item, each))
    return dict(sorted(found.items(), key=lambda pair: pair[0]))
