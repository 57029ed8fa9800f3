"""Which reports are about one official document: the keys that each bears, and the groups that follow from them.

Identity, strongest first: the document number with its brackets normalised, if it tells whose it is; the Chinese title
without wrapper and draft mark; the English title with an issuer in common and dates close together. A draft for comment
and its final text are two documents that know each other by their title. What people decided comes before all of it.

Groups depend on the reports and decisions alone, never on the order in which sources were read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.model.briefing import Item, PolicyStatus, ReportedPolicy
from bot.model.ids import fold_title, normalise_document_number

# The keys of a report: ``n:`` a number, ``z:`` and ``zd:`` a Chinese title and that of a draft, ``e:`` and ``ed:`` an
# English one. Only the English ones are weak.

_QUOTED = re.compile(r"《(.+)》")
_DRAFT_MARKS = re.compile(r"[(（](?:公开)?(?:征求意见稿|征求意见|草案|送审稿|修订草案)[^)）]*[)）]")
_DRAFT_WORDS_EN = re.compile(
    r"\s*\((?:draft|exposure draft|consultation)[^)]*\)|\A\s*(?:exposure )?draft (?:of (?:the )?)?", re.IGNORECASE
)
_COUNTED = re.compile(r"公告|通告|令")
"""The documents that a body counts by year, without a sign for its office."""
_COUNTED_NUMBER = re.compile(
    r"(?P<names>.*?)(?P<kind>公告|通告|令)?[〔(]?(?P<year>(?:19|20)\d\d)?[〕)]?年?第(?P<serial>\d{1,5})号(?P<behind>公告|通告|令)?"
)
_WORD = re.compile(r"[^\W\d_年第号字]")
_FIGURES = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_STATE = "中华人民共和国"
_SHORTEST_ZH = 6
_SHORTEST_EN = 12
FIRST_WORD = frozenset({PolicyStatus.ISSUED, PolicyStatus.DRAFT_FOR_COMMENT, PolicyStatus.UNKNOWN})
"""The statuses of a report that tells of the document itself, not of what became of it."""
_FAR = dt.timedelta(days=183)
"""Reports under one Chinese title that are further apart are about two documents: generic titles come every year."""
_CLOSE = dt.timedelta(days=14)
"""Reports under one English title are about one document when they are at most so far apart."""


def title_core_zh(title: str) -> str:
    """Return the part of a Chinese title that names the document: inside 《》 if quoted, without draft marks, folded.

    Laws are also called without the name of the state before their own.
    """
    whole = _fold_core(title)
    core = whole.removeprefix(_STATE)
    return core if len(core) >= _SHORTEST_ZH else whole


def _fold_core(title: str) -> str:
    quoted = _QUOTED.search(title)
    return fold_title(_DRAFT_MARKS.sub("", quoted[1] if quoted else title))


def is_draft_title(title: str) -> bool:
    """Return whether a title bears the mark of a draft, in either language."""
    return bool(_DRAFT_MARKS.search(title) or _DRAFT_WORDS_EN.search(title))


@dataclass(frozen=True, kw_only=True, slots=True)
class CountedNumber:
    """The number of an announcement or order: the ``names`` before it, empty where it is bare, and its ``count``."""

    names: str
    count: str


def split_counted(number: str) -> CountedNumber | None:
    """Return names and count of such a number in one form (商务部2025年第3号令: 商务部, 令2025年第3号); else None.

    A bare number without a word for what is counted is that of an announcement. An order alone may have no year.
    """
    counted = _COUNTED_NUMBER.fullmatch(normalise_document_number(number))
    if counted is None:
        return None
    kind = counted["kind"] or counted["behind"] or ("" if counted["names"] else "公告")
    if not kind or not (counted["year"] or kind == "令"):
        return None
    year = f"{counted['year']}年" if counted["year"] else ""
    return CountedNumber(names=counted["names"], count=f"{kind}{year}第{counted['serial']}号")


def strong_keys(policy: ReportedPolicy, issuers: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the keys each of which alone says that two reports are about one document, the strongest first.

    Every body counts its announcements from 1 each year: a number that names no body is a key with ``issuers`` alone.
    One that names bodies we know has that key too, so that it does not matter whether and how a source names them.
    """
    keys = []
    if policy.document_number:
        number = normalise_document_number(policy.document_number)
        is_named = _names_body(number)
        if is_named:
            keys.append(f"n:{number}")
        whose = policy.number_bodies if is_named else issuers
        counted = split_counted(number)
        if whose and (is_named or _YEAR.search(number)):
            keys.append(f"n:{counted.count if counted else number}|{' '.join(sorted(set(whose)))}")
    if policy.title_zh and len(core := title_core_zh(policy.title_zh)) >= _SHORTEST_ZH:
        keys += [_prefix("z", policy) + each for each in dict.fromkeys((core, _fold_core(policy.title_zh)))]
    return tuple(keys)


def weak_key(policy: ReportedPolicy) -> str | None:
    """Return the key that says so only together with an issuer in common and close dates."""
    if not policy.title_en:
        return None
    core = fold_title(_DRAFT_WORDS_EN.sub("", policy.title_en))
    return _prefix("e", policy) + core if len(core) >= _SHORTEST_EN else None


def _prefix(kind: str, policy: ReportedPolicy) -> str:
    return f"{kind}d:" if policy.status is PolicyStatus.DRAFT_FOR_COMMENT else f"{kind}:"


def list_keys(item: Item) -> tuple[str, ...]:
    """Return all keys by which the policy of an item is known, the strongest first; none for other news."""
    if item.policy is None:
        return ()
    weak = weak_key(item.policy)
    return tuple(dict.fromkeys((*strong_keys(item.policy, item.issuing_bodies), *((weak,) if weak else ()))))


def sibling_key(key: str) -> str | None:
    """Return the key that the final text of a draft has, or the draft of a final text; None for keys without such."""
    kind, _, core = key.partition(":")
    return {"z": "zd:", "zd": "z:", "e": "ed:", "ed": "e:"}[kind] + core if kind != "n" else None


def reference_keys(references: Sequence[str]) -> tuple[str, ...]:
    """Return the keys under which the documents of these titles would be held, as final texts and as drafts."""
    keys: dict[str, None] = {}
    for title in references:
        zh, en = title_core_zh(title), fold_title(_DRAFT_WORDS_EN.sub("", title))
        if not zh.isascii() and len(zh) >= _SHORTEST_ZH:
            keys |= dict.fromkeys((f"z:{zh}", f"zd:{zh}"))
        elif en.isascii() and len(en) >= _SHORTEST_EN:
            keys |= dict.fromkeys((f"e:{en}", f"ed:{en}"))
    return tuple(keys)


def numbers_differ(one: str | None, other: str | None) -> bool:
    """Return whether both documents print a number and the numbers are not the same: then they are two documents.

    Announcements and orders are printed with their body's full name, its short one or none: figures alone tell.
    """
    if not one or not other:
        return False
    first, second = normalise_document_number(one), normalise_document_number(other)
    if all(_names_body(number) and not _COUNTED.search(number) for number in (first, second)):
        return first != second
    figures, others = _split_figures(first), _split_figures(second)
    shorter = min(len(figures), len(others))
    return figures[:shorter] != others[:shorter]


def _split_figures(number: str) -> list[str]:
    """Return the figures of a document number from its serial number on: 12, 2024."""
    return _FIGURES.findall(number)[::-1]


def _names_body(number: str) -> bool:
    return _WORD.search(_COUNTED.sub("", number)) is not None


# From reports and decisions to groups.


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What of an item tells which document it is about; ``id`` is the item's number."""

    id: int
    keys: tuple[str, ...]
    on: dt.date | None
    issuers: frozenset[str]
    is_first_word: bool
    number: str | None
    title_zh: str

    @property
    def serial(self) -> str:
        """The serial number in the document number, empty without one: two that differ in it are never one."""
        return next(iter(_split_figures(normalise_document_number(self.number or ""))), "")

    @property
    def place(self) -> tuple[object, ...]:
        """Where it stands among others: by date, then by what it says; the undated last."""
        said = (self.keys, self.number or "", self.title_zh, sorted(self.issuers), self.is_first_word)
        return self.on or dt.date.max, said, self.id


def describe_report(number: int, item: Item) -> Report | None:
    """Return what of an item tells which document it is about; None for news about none."""
    if item.policy is None:
        return None
    return Report(
        id=number,
        keys=list_keys(item),
        on=item.reported_on,
        issuers=frozenset(item.issuing_bodies),
        is_first_word=item.policy.status in FIRST_WORD,
        number=item.policy.document_number,
        title_zh=title_core_zh(item.policy.title_zh or ""),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Decisions:
    """What people decided of reports, by number: which are about one document, and which two sets are about two."""

    same: tuple[frozenset[int], ...] = ()
    apart: tuple[tuple[frozenset[int], frozenset[int]], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Grouping:
    """The groups of reports, by their oldest number; ``refused`` are pairs that only a person's word keeps apart.

    Of each pair the first bears a strong key of the other.
    """

    groups: tuple[frozenset[int], ...]
    refused: tuple[tuple[int, int], ...]


@dataclass(slots=True, eq=False)
class _Group:
    """Reports that are one so far, with what may speak against others."""

    members: set[int]
    apart: set[int]
    numbers: set[str]
    issuers: set[str]
    titles: set[str]
    first: Report

    def take(self, other: _Group) -> None:
        self.members |= other.members
        self.apart |= other.apart
        self.numbers |= other.numbers
        self.issuers |= other.issuers
        self.titles |= other.titles
        self.first = min(self.first, other.first, key=lambda report: report.place)


def regroup(reports: Collection[Report], decisions: Decisions) -> Grouping:
    """Return which reports are about one document: by what people decided, then by the keys, the strongest first.

    Of several groups that a report may join by a key it joins the one that was reported last before it, the largest of
    those that were reported on one day.
    """
    ordered = sorted(reports, key=lambda report: report.place)
    groups = {report.id: _start_group(report, decisions) for report in ordered}
    for same in decisions.same:
        present = [number for number in same if number in groups]
        for number in present[1:]:
            _unite(groups, present[0], number)
    bearers: defaultdict[str, list[Report]] = defaultdict(list)
    for report in ordered:
        for key in report.keys:
            bearers[key].append(report)
    refused: set[tuple[int, int]] = set()
    for key in sorted(bearers, key=lambda key: ("nze".index(key[0]), key)):
        for report, earlier in _list_links(key, bearers[key], groups):
            one, other = groups[report.id], groups[earlier.id]
            if one.apart & other.members:
                refused |= set() if key[0] == "e" else {(report.id, earlier.id)}
            else:
                _unite(groups, report.id, earlier.id)
    found = {id(group): frozenset(group.members) for group in groups.values()}
    return Grouping(groups=tuple(sorted(found.values(), key=min)), refused=tuple(sorted(refused)))


def _start_group(report: Report, decisions: Decisions) -> _Group:
    sides = [pair for one, other in decisions.apart for pair in ((one, other), (other, one))]
    return _Group(
        members={report.id},
        apart=set().union(*(beyond for side, beyond in sides if report.id in side)),
        numbers={report.number} if report.number else set(),
        issuers=set(report.issuers),
        titles={report.title_zh} - {""},
        first=report,
    )


def _unite(groups: dict[int, _Group], one: int, other: int) -> None:
    small, large = sorted((groups[one], groups[other]), key=lambda group: len(group.members))
    if small is not large:
        large.take(small)
        groups |= dict.fromkeys(small.members, large)


def _list_links(key: str, bearers: list[Report], groups: Mapping[int, _Group]) -> Iterator[tuple[Report, Report]]:
    """Yield the pairs of bearers of a key, in order of date, whose groups are two and may be one by all they print."""
    met: defaultdict[str, dict[tuple[int, frozenset[str]], Report]] = defaultdict(dict)  # by the serial numbers
    for report in bearers:
        serials = ("", report.serial) if report.serial else tuple(met)
        fitting = [each for serial in serials for each in met[serial].values()]
        fitting.sort(key=lambda each: (each.on or dt.date.max, len(groups[each.id].members)), reverse=True)
        for earlier in fitting:
            if groups[earlier.id] is not groups[report.id] and _may_be_one(key, report, earlier, groups):
                yield report, earlier
        place = min(groups[report.id].members), report.issuers
        met[report.serial].pop(place, None)
        met[report.serial][place] = report  # nearer in time than any like it before


def _may_be_one(key: str, report: Report, earlier: Report, groups: Mapping[int, _Group]) -> bool:
    one, other = groups[report.id], groups[earlier.id]
    if key[0] == "n":
        return True
    if any(numbers_differ(first, second) for first in one.numbers for second in other.numbers):
        return False
    if key[0] == "z":
        return not _are_far(one, other)
    if (one.titles and other.titles and not one.titles & other.titles) or not report.issuers & earlier.issuers:
        return False
    return report.on is not None and earlier.on is not None and report.on - earlier.on <= _CLOSE


def _are_far(one: _Group, other: _Group) -> bool:
    """Return whether two groups under one Chinese title are about the documents of two years.

    A later report of a common issuer's that a document came into force, was amended or repealed is never too late.
    """
    first, later = sorted((one.first, other.first), key=lambda report: report.place)
    if first.on is None or later.on is None or later.on - first.on <= _FAR:
        return False
    return later.is_first_word or not one.issuers & other.issuers


def name_groups(
    groups: Sequence[AbstractSet[int]], numbers: Mapping[int, int], taken_back: Mapping[int, int]
) -> list[tuple[int, ...]]:
    """Return for each group the policies' numbers that lead to it, its own first; none where it needs a new one.

    ``numbers`` are those that the reports had so far: of several groups the one with the oldest report keeps it.
    ``taken_back`` are numbers of which no report is in force, each with the report whose document it was.
    """
    group_of = {report: at for at, group in enumerate(groups) for report in group}
    owners: dict[int, int] = {}
    for report in sorted(group_of):
        if report in numbers:
            owners.setdefault(numbers[report], group_of[report])
    named: list[list[int]] = [[] for _ in groups]
    for number, at in sorted(owners.items()):
        named[at].append(number)
    for number, report in sorted(taken_back.items()):
        if number not in owners:
            named[group_of[report]].append(number)
    return [tuple(each) for each in named]
