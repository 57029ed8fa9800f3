"""What a digest says to one channel or person: each item's fate for a rule, and the value that is rendered."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from bot.access.licences import cut_item, find_longest_quotes, withhold
from bot.answers.lookup import Lookup
from bot.answers.quotes import choose_quote, extend_lead
from bot.errors import NotFoundError
from bot.model.briefing import SECTION_ORDER, Deadline, Item, Section, add_points
from bot.model.changes import DEADLINES, changes_nothing, list_differences
from bot.model.deadlines import DateRange, DeadlineKey, beijing_day, deadline_is_open
from bot.model.digest import Decided, DigestItem, Fate
from bot.model.ids import IdKind, fold, parse_id
from bot.model.policy import list_moved
from bot.model.review import find_doubt
from bot.model.series import briefing_name
from bot.names.lexicon import Lexicon
from bot.query.query import parse_query
from bot.query.query_record import Choices, Query, describe_query, format_query
from bot.query.search_plan import compose_search_plan
from bot.store.briefings import get_briefing
from bot.store.database import Database
from bot.store.items import StoredItem, list_items, list_items_of
from bot.store.ledger import Delivered, list_delivered, list_told_before
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
    its filter in words. ``window`` are the days it
    covers, both included; None for one briefing. ``day`` is the day in Beijing on which it is put together.
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
    return Issue(
        source=DigestSource(
            briefing_id=briefing_id,
            name=briefing_name(briefing),
            published_on=briefing.published_on,
            period_start=briefing.period_start,
            period_end=briefing.period_end,
        ),
        items=tuple(
            _read_item(held, longest) for held in list_items_of(db, briefing_id) if items is None or held.id in items
        ),
    )


def _read_item(held: StoredItem, longest: int | None = None) -> DigestItem:
    return DigestItem(
        item_id=held.id,
        version=held.version,
        item=cut_item(held.item, longest),
        policy_id=f"P{held.policy_id}" if held.policy_id else None,
        briefing_id=held.briefing_id,
    )


def read_issues(db: Database, numbers: Iterable[int], items: Collection[int] | None = None) -> tuple[Issue, ...]:
    """Return these briefings with their items, or those of these numbers; what is not in force is left out."""
    found = []
    for number in numbers:
        try:
            issue = get_issue(db, number, items)
        except NotFoundError:
            continue
        if issue.items or items is None:
            found.append(issue)
    return tuple(found)


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
    had: Mapping[tuple[int, int], Delivered] = {}
    told: Mapping[int, Delivered] = {}
    if reader.place is not None:
        workspace, channel = reader.place
        had = list_delivered(db, workspace=workspace, channel=channel, briefings=numbers)
        told = list_told_before(db, workspace=workspace, channel=channel, briefings=numbers)
    earlier = {held.id: held for held in list_items(db, sorted({each.item_id for each in told.values()}))}
    unasked = f"{UNASKED} {format_query(query, matcher.lexicon(), moving=True) or 'everything'}"
    decided = []
    for item in (item for issue in issues for item in issue.items):
        had_by, before = had.get((item.item_id, item.version)), told.get(item.item_id)
        if before is not None and (reader.counts_had or had_by is None):
            item = replace(item, before=_read_item(earlier[before.item_id]))  # noqa: PLW2901  with what was told of it
        moves = before is not None and before.rule == reader.rule and _moves_deadline(item)
        if item.item_id not in matched and not moves:
            decided.append(Decided(item, Fate.FILTERED, unasked))
        elif reader.counts_had and had_by is not None:
            reason = f"posted by {had_by.rule}"
            decided.append(Decided(item, Fate.ALREADY_HAD, reason, post_id=had_by.post_id))
        elif doubt := _find_doubt(item.item, query):
            decided.append(Decided(item, Fate.UNDECIDED, doubt))
        elif reader.counts_had and before and item.before and changes_nothing(item.item, item.before.item):
            reason = f"posted by {before.rule} from an earlier report, and nothing changed"
            decided.append(Decided(item, Fate.ALREADY_HAD, reason, post_id=before.post_id))
        else:
            decided.append(Decided(item, Fate.INCLUDED))
    shown = withhold(db, decided, channel=reader.place[1] if reader.place else None)
    if reader.wanted is None:
        return shown
    return tuple(
        replace(one, fate=Fate.FILTERED, reason="it came at another time")
        if one.fate is Fate.INCLUDED and one.item.item_id not in reader.wanted
        else one
        for one in shown
    )


def _moves_deadline(item: DigestItem) -> bool:
    """Return whether an item gives a deadline otherwise than what its place was told before."""
    found = list_differences(item.item, item.before.item) if item.before else ()
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
    entries = tuple(DigestEntry(item=item, sentence=choose_sentence(item.item)) for item in included)
    deadlines = tuple(_list_ahead(db, entries, query.due, now=now))
    digest = Digest(
        sources=tuple(issue.source for issue in issues),
        rule=reader.rule,
        filter_words=describe_query(query, matcher.lexicon(), moving=True),
        deadlines=deadlines,
        entries=entries,
        left_out=_count_left_out(decided),
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


def _list_ahead(
    db: Database, entries: Sequence[DigestEntry], due: DateRange | None, *, now: dt.datetime
) -> Iterator[DigestDeadline]:
    """Return the deadlines ahead, the next first, each once: by the newest report, unless a later one has moved it."""
    moved = find_moved(db, [entry.item for entry in entries])
    ahead: dict[DeadlineKey, DigestDeadline] = {}
    for entry in sorted(entries, key=lambda each: -each.item.briefing_id):
        for deadline in entry.item.item.deadlines:
            key = DeadlineKey(subject=entry.item.shown_id, kind=deadline.kind, on=deadline.on)
            is_wanted = due is None or due.contains(deadline.on)
            if is_wanted and deadline_is_open(deadline.on, now) and (entry.item.item_id, deadline) not in moved:
                days = (deadline.on - beijing_day(now)).days
                ahead.setdefault(key, DigestDeadline(entry=entry, deadline=deadline, days=days))
    return (ahead[key] for key in sorted(ahead, key=lambda each: each.place))


def find_moved(db: Database, items: Sequence[DigestItem]) -> AbstractSet[tuple[int, Deadline]]:
    """Return the deadlines of these items that other reports of their policies have moved, with the items' numbers."""
    dated = [item for item in items if item.policy_id and item.item.deadlines]
    numbers = {item.item_id: parse_id(item.policy_id or "", IdKind.POLICY) for item in dated}
    policies = list_policies(db, sorted(set(numbers.values())))
    return {
        (item.item_id, deadline)
        for item in dated
        if (policy := policies.get(numbers[item.item_id])) is not None
        for deadline in list_moved(item.item, policy)
    }


def _count_left_out(decided: Sequence[Decided]) -> tuple[tuple[str, int], ...]:
    others = (one for one in decided if one.fate is not Fate.INCLUDED)
    counts = Counter(name_left_out(one.item.item) if one.fate is Fate.FILTERED else one.reason for one in others)
    return tuple(counts.most_common())
