"""Which reports are about one official document: the keys that each bears, and the groups that follow from them.

Identity, strongest first: the document number with its brackets normalised, if it tells whose it is; the Chinese title
without wrapper and draft mark; the English title with an issuer in common and dates close together. A draft for comment
and its final text are two documents that know each other by their title. What people decided comes before all of it,
and the order in which sources were read never matters.
"""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import product
from typing import NamedTuple

from bot.model.briefing import Briefing, Item, PolicyStatus, ReportedPolicy, is_commented
from bot.model.ids import fold, fold_title, normalise_document_number

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
YEAR = re.compile(r"(?:19|20)\d\d")
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
    """Return the name in a Chinese title, folded: inside 《》 if quoted, without draft marks and the state's name."""
    whole = _fold_quoted(title)
    core = whole.removeprefix(_STATE)
    return core if len(core) >= _SHORTEST_ZH else whole


def _fold_quoted(title: str) -> str:
    quoted = _QUOTED.search(title)
    return fold_title(_DRAFT_MARKS.sub("", quoted[1] if quoted else title))


def split_counted(number: str) -> tuple[str, str] | None:
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
    return counted["names"], f"{kind}{year}第{counted['serial']}号"


def document_keys(policy: ReportedPolicy, issuers: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the keys by which a document is known, the strongest first: number, Chinese title, English title.

    Every body counts its announcements from 1 each year: a number that names no body is a key with ``issuers`` alone.
    One that names bodies we know has that key too, so that it does not matter whether and how a source names them.
    """
    keys, draft = list[str](), "d" if policy.status is PolicyStatus.DRAFT_FOR_COMMENT else ""
    if policy.document_number:
        number = normalise_document_number(policy.document_number)
        is_named = _WORD.search(_COUNTED.sub("", number))
        keys += [f"n:{number}"] if is_named else []
        whose = policy.number_bodies if is_named else issuers
        if whose and (is_named or YEAR.search(number)):
            _, count = split_counted(number) or ("", number)
            keys.append(f"n:{count}|{' '.join(sorted(set(whose)))}")
    title_zh, title_en = policy.title_zh or "", fold_title(_DRAFT_WORDS_EN.sub("", policy.title_en or ""))
    if len(core := title_core_zh(title_zh)) >= _SHORTEST_ZH:
        keys += [f"z{draft}:{each}" for each in dict.fromkeys((core, _fold_quoted(title_zh)))]
    return (*keys, f"e{draft}:{title_en}") if len(title_en) >= _SHORTEST_EN else tuple(keys)


def list_keys(item: Item) -> tuple[str, ...]:
    """Return the keys by which the policy of an item is known; none for other news."""
    return document_keys(item.policy, item.issuing_bodies) if item.policy else ()


def sibling_key(key: str) -> str | None:
    """Return the key that the final text of a draft has, or the draft of a final text; None for keys without such."""
    kind, _, core = key.partition(":")
    return {"z": "zd:", "zd": "z:", "e": "ed:", "ed": "e:"}[kind] + core if kind != "n" else None


def list_references(item: Item) -> tuple[str, ...]:
    """Return the keys of what an item refers to outside its comment; a draft without a title builds on no draft."""
    own, policy = set(list_keys(item)), item.policy
    is_untitled = policy is not None and not (policy.title_en or policy.title_zh)
    is_draft = is_untitled and policy is not None and policy.status is PolicyStatus.DRAFT_FOR_COMMENT
    keys: list[str] = []
    for title in item.references:
        zh, en = title_core_zh(title), fold_title(_DRAFT_WORDS_EN.sub("", title))
        kind, core, shortest = ("e", en, _SHORTEST_EN) if zh.isascii() else ("z", zh, _SHORTEST_ZH)
        names_draft = _DRAFT_MARKS.search(title) or _DRAFT_WORDS_EN.search(title)
        is_whole = len(core) >= shortest and (kind == "z" or core.isascii())
        if is_whole and not (is_draft and names_draft) and not is_commented(item, title):
            keys += [f"{kind}:{core}", f"{kind}d:{core}"]
    return tuple(dict.fromkeys(key for key in keys if key not in own))


def numbers_differ(one: str | None, other: str | None) -> bool:
    """Return whether both print a number and these differ; of announcements and orders the figures alone tell."""
    first, second = normalise_document_number(one or ""), normalise_document_number(other or "")
    if all(_WORD.search(number) and not _COUNTED.search(number) for number in (first, second)):
        return first != second
    return any(a != b for a, b in zip(_split_figures(first), _split_figures(second), strict=False))


def _split_figures(number: str) -> list[str]:
    """Return the figures of a document number from its serial number on: 12, 2024."""
    return _FIGURES.findall(normalise_document_number(number))[::-1]


# From items and decisions to groups.

Decisions = Mapping[tuple[int, int], bool]
"""What people decided of two items, by their numbers in both orders: whether they are about one document."""


class _Report(NamedTuple):
    """An item about a document; ``place`` is where it stands: by date, the undated last, then by what it says."""

    place: tuple[dt.date, object]
    id: int
    item: Item
    policy: ReportedPolicy
    keys: tuple[str, ...]


_Groups = dict[int, list[_Report]]
"""The reports that are one so far, by the number of each of them: one list for all."""


def regroup(items: Mapping[int, Item], decisions: Decisions) -> list[frozenset[int]]:
    """Return which items are about one document: by what people decided, then by the keys, the strongest first.

    Each group has the numbers of its items; that with the oldest one comes first. News about no document is in none.
    Of several groups that an item may join by a key it joins the one that was reported last before it, the largest of
    those that were reported on one day.
    """
    described = (_describe(number, item, item.policy) for number, item in items.items() if item.policy)
    reports = sorted(described, key=lambda report: report.place)
    groups: _Groups = {report.id: [report] for report in reports}
    for pair, is_same in decisions.items():
        if is_same and groups.keys() >= {*pair}:
            _unite(groups, *(groups[number] for number in pair))
    bearers: defaultdict[str, list[_Report]] = defaultdict(list)
    for report in reports:
        for key in report.keys:
            bearers[key].append(report)
    serials = {each.id: _split_figures(each.policy.document_number or "")[:1] for each in reports}
    for key in sorted(bearers, key=lambda key: ("nze".index(key[0]), key)):
        for at, report in enumerate(bearers[key]):
            serial = serials[report.id]  # two that differ in it are never one
            fitting = (each for each in bearers[key][:at] if not serial or serials[each.id] in ([], serial))
            last = {id(groups[each.id]): each for each in fitting}  # the last reported of each group
            last.pop(id(groups[report.id]), None)
            for earlier in sorted(last.values(), key=lambda each: (each.place[0], len(groups[each.id])), reverse=True):
                one, other = groups[report.id], groups[earlier.id]
                parted = (decisions.get((first.id, second.id)) is False for first in one for second in other)
                if _may_be_one(key, report, one, other) and not any(parted):
                    _unite(groups, one, other)
    return sorted({frozenset(each.id for each in group) for group in groups.values()}, key=min)


def _describe(number: int, item: Item, policy: ReportedPolicy) -> _Report:
    keys = list_keys(item)
    said = (keys, repr(policy), item.issuing_bodies, number)
    return _Report((item.reported_on or dt.date.max, said), number, item, policy, keys)


def _unite(groups: _Groups, one: list[_Report], other: list[_Report]) -> None:
    if one is not other:
        one += other
        groups |= {report.id: one for report in other}


def _may_be_one(key: str, report: _Report, one: Sequence[_Report], other: Sequence[_Report]) -> bool:
    """Return whether nothing that two groups print speaks against a key that a report of one and the other bear."""
    numbers, held = ({each.policy.document_number for each in group} for group in (one, other))
    if key[0] == "n":
        return True
    if any(numbers_differ(*pair) for pair in product(numbers, held)):
        return False
    if key[0] == "z":  # what became of a document of a common issuer's is never too late
        first, later = sorted((min(group, key=lambda r: r.place) for group in (one, other)), key=lambda r: r.place)
        issuers, others = ({body for each in group for body in each.item.issuing_bodies} for group in (one, other))
        is_news = later.policy.status in FIRST_WORD or issuers.isdisjoint(others)
        gap = _find_gap(first.item, later.item)
        return not (is_news and gap is not None and gap > _FAR)
    titles, others = ({title_core_zh(each.policy.title_zh or "") for each in group} - {""} for group in (one, other))
    issuers, same = {*report.item.issuing_bodies}, [each.item for each in other if key in each.keys]
    gaps = [_find_gap(report.item, each) for each in same if not issuers.isdisjoint(each.issuing_bodies)]
    is_close = any(each is not None and each <= _CLOSE for each in gaps)
    return is_close and not (titles and others and titles.isdisjoint(others))


def _find_gap(one: Item, other: Item) -> dt.timedelta | None:
    """Return how far apart two items were reported, None where one is undated."""
    return abs(one.reported_on - other.reported_on) if one.reported_on and other.reported_on else None


def name_groups(groups: Sequence[AbstractSet[int]], numbers: Mapping[int, int]) -> list[list[int]]:
    """Return the numbers of policies that lead to each group, the oldest first; each goes with its oldest report."""
    owners = {numbers[report]: report for report in sorted(numbers, reverse=True)}
    return [sorted(number for number, owner in owners.items() if owner in group) for group in groups]


# Which issue of which series a briefing is, and what it is called.


def series_key(briefing: Briefing) -> str:
    """Return the folded name under which the issues of one series belong together."""
    named = fold_title(f"{briefing.publisher or ''}{briefing.series or ''}")
    return named or fold_title(briefing.title or "") or fold(briefing.source_name)


def briefing_identity(briefing: Briefing) -> str:
    """Return the key under which another file of the same issue is recognised: series and date or what stands for them.

    One issue comes as PDF, mail and Markdown; a corrected file has another hash. So the hash identifies only a briefing
    that prints neither a date nor a title. An official notice is no issue of a series: a body issues several a day.
    """
    if notice := _find_notice(briefing):
        keys = document_keys(notice)
        if number := next((key for key in reversed(keys) if key.startswith("n:")), ""):
            return f"notice|{number}"
        own = f"{series_key(briefing)}|{fold_title(notice.title_zh or briefing.title or '')}"
        title = next((key for key in reversed(keys) if key.startswith("z")), own)
        printed = fold_title(notice.document_number or "")  # the kind parts a text from its interpretation
        return f"notice|{title}|{notice.document_type or ''}|{printed}|{briefing.published_on or ''}"
    day = briefing.published_on or (f"to {briefing.period_end}" if briefing.period_end else None)
    if day and (briefing.publisher or briefing.series or briefing.title):
        return f"{series_key(briefing)}|{day}"
    return f"{series_key(briefing)}|{fold_title(briefing.title)}" if briefing.title else f"sha256|{briefing.sha256}"


def _find_notice(briefing: Briefing) -> ReportedPolicy | None:
    """Return the document of an official notice by itself; None for any other briefing."""
    item = briefing.items[0] if len(briefing.items) == 1 else None
    return item.policy if item and item.is_official else None


def is_known_by_title(briefing: Briefing) -> bool:
    """Return whether only its title names the issue: every issue may bear it, so it names none by itself."""
    dated = briefing.published_on or briefing.period_end
    return not dated and not briefing_identity(briefing).startswith(("notice|", "sha256|"))


def is_same_issue(held: Briefing, new: Briefing) -> bool:
    """Return whether two undated briefings of one series are one in two files: more than half of both is equal."""
    said, others = (
        Counter(fold_title(f"{item.headline or ''} {item.text}") for item in each.items) for each in (held, new)
    )
    is_like = (said & others).total() * 2 > max(len(held.items), len(new.items))
    return held.sha256 == new.sha256 or (is_like and series_key(held) == series_key(new))


def briefing_name(briefing: Briefing) -> str:
    """Return the short name of the series for citations: publisher and series, else the title, else the file's name."""
    publisher, series = briefing.publisher or "", briefing.series or ""
    if publisher and series and fold(series).startswith(fold(publisher)):
        return series
    return f"{publisher} {series}".strip() or briefing.title or briefing.source_name
