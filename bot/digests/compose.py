"""What a summary says to one channel or person, put together from what became of each item."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from bot.model.briefing import SECTION_ORDER, Deadline, Item, Section, add_points
from bot.model.changes import changes_nothing
from bot.model.deadlines import AnswerKind, DateRange, DeadlineAnswer, DeadlineKey, beijing_day, deadline_is_open
from bot.model.digest import POSTED_BY, Decided, DigestItem, Fate, forget_before
from bot.model.review import find_doubt


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestEntry:
    """One line of a summary: an item and the one sentence of the source that says it."""

    item: DigestItem
    sentence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestDeadline:
    """A deadline ahead: ``days`` from today in Beijing to its day, ``answer`` who takes it on, if anybody said so."""

    entry: DigestEntry
    deadline: Deadline
    days: int
    answer: DeadlineAnswer | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestSource:
    """The briefing a summary is of; the period is inclusive."""

    briefing_id: int
    name: str
    published_on: dt.date | None
    period_start: dt.date | None
    period_end: dt.date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestRule:
    """What a summary is made for: see ``Digest``; with ``due`` it shows the deadlines in this range only.

    ``answers`` is what its channel said to deadlines: what is not for them is not shown as one ahead. ``moved`` are
    deadlines that later reports have moved, each with its item's number: they are none ahead. Those ``reminded`` of on
    the same day are left to their reminders.
    """

    rule: str | None
    filter_words: tuple[str, ...]
    window: tuple[dt.date, dt.date] | None = None
    due: DateRange | None = None
    answers: Mapping[DeadlineKey, DeadlineAnswer] = field(default_factory=dict)
    moved: AbstractSet[tuple[int, Deadline]] = frozenset()
    reminded: AbstractSet[DeadlineKey] = frozenset()

    def declines(self, key: DeadlineKey) -> bool:
        """Say whether its channel wants to hear no more of a deadline."""
        answer = self.answers.get(key)
        return answer is not None and answer.kind is AnswerKind.DECLINED


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest:
    """A summary: deadlines by day, entries by section and position, and what was left out, counted by reason.

    ``sources`` are the briefings it is of, in the order of their entries. ``rule`` is the subscription (``D3``) or None
    in a preview of a filter; ``filter_words`` its filter in words. ``issuers`` gives the label of each body id.
    ``is_agenda`` when it lists deadlines ahead, told before or not. ``window`` is the stretch of learning that it
    covers, its local days, both included; None for one briefing at once. ``day`` is the day in Beijing on which it is
    put together: what ended before is over.
    """

    sources: tuple[DigestSource, ...]
    rule: str | None
    filter_words: tuple[str, ...]
    deadlines: tuple[DigestDeadline, ...]
    entries: tuple[DigestEntry, ...]
    left_out: tuple[tuple[str, int], ...]
    issuers: Mapping[str, str]
    window: tuple[dt.date, dt.date] | None = None
    is_agenda: bool = False
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


def decide_fates(
    items: Sequence[DigestItem],
    *,
    matched: AbstractSet[int],
    companies: tuple[str, ...],
    had: Mapping[tuple[int, int], str],
    rule: str,
) -> tuple[Decided, ...]:
    """Decide each item's fate for one subscription.

    ``matched`` are the numbers of the items its filter finds; ``companies`` the company ids it asks for: an item that
    names those only by a guess (no list of ours holds the name) is not posted unasked, nor is one of whose issuer,
    date, status or deadline nobody is sure yet. ``had`` maps (item, version) that the channel already got to the rule
    that posted it; ``rule`` is the filter's text.
    """
    return tuple(_decide(item, matched=matched, companies=companies, had=had, rule=rule) for item in items)


def _decide(
    item: DigestItem,
    *,
    matched: AbstractSet[int],
    companies: tuple[str, ...],
    had: Mapping[tuple[int, int], str],
    rule: str,
) -> Decided:
    if item.item_id not in matched:
        return Decided(item=item, fate=Fate.FILTERED, reason=f"does not match: {rule or 'everything'}")
    poster = had.get((item.item_id, item.version))
    if poster is not None:
        return Decided(item=item, fate=Fate.ALREADY_HAD, reason=f"{POSTED_BY}{poster}")
    if companies and not any(mention.company_id in companies for mention in item.item.companies):
        return Decided(item=item, fate=Fate.UNCERTAIN, reason="names the company only by a guess")
    doubt = find_doubt(item.item)
    if doubt is not None:
        return Decided(item=item, fate=Fate.UNCERTAIN, reason=doubt)
    return Decided(item=item, fate=Fate.INCLUDED, reason="")


def leave_unchanged(decided: Sequence[Decided]) -> tuple[Decided, ...]:
    """Leave out what its reader was told by an earlier report and the new one does not change.

    Where its reader was not told of it, and not by this summary either, an earlier report that says the same is not
    spoken of: it is news.
    """
    briefings = {one.item.briefing_id for one in decided if one.fate is Fate.INCLUDED}
    return tuple(_compare(one, briefings) for one in decided)


def _compare(one: Decided, briefings: AbstractSet[int]) -> Decided:
    item = one.item
    if one.fate is not Fate.INCLUDED or item.before is None or not changes_nothing(item.item, item.before):
        return one
    if item.told_by:
        return Decided(item=item, fate=Fate.UNCHANGED, reason=f"{POSTED_BY}{item.told_by}")
    return one if item.before_of in briefings else replace(one, item=forget_before(item))


def choose_sentence(item: Item, proposed: str) -> str:
    """Return the sentence to post for an item: the proposed one if the item says it, never the publisher's view.

    One that announces points has them behind it.
    """
    own = (item.headline or "", item.text, *item.points)
    if proposed.strip() and any(proposed.strip() in text for text in own):
        return add_points(item, proposed.strip())
    return item.headline or add_points(item, item.text.split("\n\n", 1)[0].strip()) or next(iter(item.points), "")


def compose_digest(
    *,
    sources: tuple[DigestSource, ...],
    decided: Sequence[Decided],
    sentences: Mapping[int, str],
    of: DigestRule,
    issuers: Mapping[str, str],
    now: dt.datetime,
) -> Digest:
    """Put a summary together from the decided items; ``sentences`` are proposals by item number.

    Only deadlines whose day has not ended in Beijing at ``now`` are ahead.
    """
    order = {source.briefing_id: at for at, source in enumerate(sources)}
    included = sorted(
        (d.item for d in decided if d.fate is Fate.INCLUDED),
        key=lambda item: (_place(item)[0], order.get(item.briefing_id, 0), _place(item)[1]),
    )
    entries = tuple(
        DigestEntry(item=i, sentence=choose_sentence(i.item, sentences.get(i.item_id, ""))) for i in included
    )
    return Digest(
        sources=sources,
        rule=of.rule,
        filter_words=of.filter_words,
        deadlines=_deadlines(entries, of, now=now),
        entries=entries,
        left_out=_count_left_out(decided, of.rule),
        issuers=issuers,
        window=of.window,
        day=beijing_day(now),
    )


def _place(item: DigestItem) -> tuple[int, int]:
    return SECTION_ORDER.index(item.item.section), item.item.position


def _deadlines(entries: Sequence[DigestEntry], of: DigestRule, *, now: dt.datetime) -> tuple[DigestDeadline, ...]:
    ahead: dict[DeadlineKey, DigestDeadline] = {}
    for entry in entries:
        for key, deadline in list_ahead(entry.item, of, now=now):
            if of.declines(key) or key in of.reminded:
                continue
            days = (deadline.on - beijing_day(now)).days
            found = DigestDeadline(entry=entry, deadline=deadline, days=days, answer=of.answers.get(key))
            ahead.setdefault(key, found)
    return tuple(ahead[key] for key in sorted(ahead, key=lambda each: each.place))


def list_ahead(item: DigestItem, of: DigestRule, *, now: dt.datetime) -> Iterator[tuple[DeadlineKey, Deadline]]:
    """Return the deadlines of an item that lie ahead in the range of a rule, declined or not, each with its key."""
    for deadline in item.item.deadlines:
        is_in_range = of.due is None or of.due.contains(deadline.on)
        if is_in_range and deadline_is_open(deadline.on, now) and (item.item_id, deadline) not in of.moved:
            yield DeadlineKey(subject=item.shown_id, kind=deadline.kind, on=deadline.on), deadline


def name_reason(one: Decided, rule: str | None) -> str:
    """Return why a rule's summary leaves out what matches, in words that hold before and after the post that brings it.

    That may be another of its own.
    """
    if one.fate is Fate.ALREADY_HAD:
        poster = one.reason.removeprefix(POSTED_BY)
        return f"left to {'another post of ' if poster == rule else ''}{poster}"
    return one.fate if one.fate is Fate.UNCHANGED else one.reason


def _count_left_out(decided: Sequence[Decided], rule: str | None) -> tuple[tuple[str, int], ...]:
    counts: Counter[str] = Counter()
    for one in sorted(decided, key=lambda d: (d.fate is not Fate.FILTERED, _place(d.item))):
        if one.fate is Fate.FILTERED:
            counts[name_left_out(one.item.item)] += 1
        elif one.fate is not Fate.INCLUDED:
            counts[name_reason(one, rule)] += 1
    return tuple(sorted(counts.items(), key=lambda pair: -pair[1]))
