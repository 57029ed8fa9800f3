"""When two reports are about one official document, and what a policy's facts are when several sources report it.

Identity, strongest first: the document number with its brackets normalised, if it names its body; the Chinese title
without wrapper and draft mark; the English title with an issuer in common and dates close together. A draft for
comment and its final text are two documents, with their own dates and issuers, and know each other by that title.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.model.briefing import DeadlineKind, Item, PolicyStatus, ReportedPolicy
from bot.model.ids import fold_title, normalise_document_number
from bot.model.policy import Policy, PolicyFacts, PolicyReport

# Which policies are one, by what unites them: a person's word, or a source that prints what each is known by.


def decide_leads(
    numbers: Iterable[int], links: Iterable[tuple[int, int]], apart: Iterable[tuple[int, int]]
) -> dict[int, int]:
    """Return for each policy the one that it leads to: the oldest of those it is one with, which may be itself.

    ``links`` are pairs that are one, the most certain first. A link that would bring together two that were said to be
    two (``apart``) is passed over; both ends of a link or a border are among ``numbers``.
    """
    groups = {number: [number] for number in numbers}
    group_of = {number: number for number in groups}
    borders: dict[int, set[int]] = {number: set() for number in groups}
    for one, other in apart:
        borders[one].add(other)
        borders[other].add(one)
    for one, other in links:
        small, large = sorted(
            (group_of[one], group_of[other]), key=lambda group: len(groups[group]) + len(borders[group])
        )
        if small == large or large in borders[small]:
            continue
        group_of |= dict.fromkeys(groups[small], large)
        groups[large] += groups.pop(small)
        for beyond in borders.pop(small):
            borders[beyond].remove(small)
            borders[beyond].add(large)
            borders[large].add(beyond)
    leads = {group: min(members) for group, members in groups.items()}
    return {number: leads[group] for number, group in group_of.items()}


def group_by_keys(keys: Mapping[int, AbstractSet[str]]) -> tuple[frozenset[int], ...]:
    """Return the reports that hold together, each bearing a key in common with another of its group, the oldest first.

    A report without keys stands by itself.
    """
    bearers: dict[str, list[int]] = {}
    for number, borne in keys.items():
        for key in borne:
            bearers.setdefault(key, []).append(number)
    groups: list[frozenset[int]] = []
    grouped: set[int] = set()
    for number in sorted(keys.keys()):
        if number in grouped:
            continue
        group, waiting = {number}, [number]
        while waiting:
            joined = {other for key in keys[waiting.pop()] for other in bearers.pop(key, ())} - group
            group |= joined
            waiting += joined
        grouped |= group
        groups.append(frozenset(group))
    return tuple(groups)


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
_ENDED = frozenset({PolicyStatus.REPEALED, PolicyStatus.WITHDRAWN})
FAR_DAYS = 183
CLOSE_DAYS = 14
"""Reports under one English title count as the same document when their dates are at most this far apart."""


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


def sibling_key(key: str) -> str | None:
    """Return the key that the final text of a draft has, or the draft of a final text; None for keys without such."""
    kind, _, core = key.partition(":")
    return {"z": "zd:", "zd": "z:", "e": "ed:", "ed": "e:"}[kind] + core if kind != "n" else None


def _prefix(kind: str, policy: ReportedPolicy) -> str:
    return f"{kind}d:" if policy.status is PolicyStatus.DRAFT_FOR_COMMENT else f"{kind}:"


def weak_key(policy: ReportedPolicy) -> str | None:
    """Return the key that says so only together with an issuer in common and close dates."""
    if not policy.title_en:
        return None
    core = fold_title(_DRAFT_WORDS_EN.sub("", policy.title_en))
    return _prefix("e", policy) + core if len(core) >= _SHORTEST_EN else None


def list_keys(item: Item) -> tuple[str, ...]:
    """Return all keys by which the policy of an item is known, the strongest first; none for other news."""
    if item.policy is None:
        return ()
    weak = weak_key(item.policy)
    return (*strong_keys(item.policy, item.issuing_bodies), *((weak,) if weak else ()))


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


def may_be_same(item: Item, policy: Policy) -> bool:
    """Return whether a report with the same weak key is about this policy: an issuer in common and close dates.

    English titles decide nothing where both sources print Chinese titles: those already differ.
    """
    if item.policy and item.policy.title_zh and policy.title_zh:
        return False
    if not set(item.issuing_bodies) & set(policy.issuing_bodies):
        return False
    if item.reported_on is None or policy.issued_on is None:
        return False
    return abs(item.reported_on - policy.issued_on) <= dt.timedelta(days=CLOSE_DAYS)


def may_ever_be_same(item: Item) -> bool:
    """Return whether a weak key can unite an item with anything: it has a day and an issuer to compare."""
    return bool(item.issuing_bodies) and item.reported_on is not None


def is_too_far(item: Item, policy: Policy) -> bool:
    """Return whether an equal Chinese title is that of another year's document: generic titles come every year.

    Dates more than half a year apart part two documents, unless the later report says that this one came into force,
    was amended, repealed or withdrawn and shares an issuer.
    """
    if item.reported_on is None or policy.issued_on is None or item.policy is None:
        return False
    if abs(item.reported_on - policy.issued_on) <= dt.timedelta(days=FAR_DAYS):
        return False
    return item.policy.status in FIRST_WORD or not set(item.issuing_bodies) & set(policy.issuing_bodies)


def numbers_differ(one: str | None, other: str | None) -> bool:
    """Return whether both documents print a number and the numbers are not the same: then they are two documents.

    Announcements and orders are printed with their body's full name, its short one or none: figures alone tell.
    """
    if not one or not other:
        return False
    first, second = normalise_document_number(one), normalise_document_number(other)
    if not all(_names_body(number) and not _COUNTED.search(number) for number in (first, second)):
        figures, others = turn_figures(first), turn_figures(second)
        return not figures.startswith(others) and not others.startswith(figures)
    return first != second


def turn_figures(number: str | None) -> str:
    """Return the figures of a document number from its last on, each with a stroke behind it: 12/2024/; else nothing.

    Numbers of which neither one's figures begin with the other's are those of two documents (``numbers_differ``).
    """
    return "".join(f"{figure}/" for figure in _FIGURES.findall(normalise_document_number(number or ""))[::-1])


def _names_body(number: str) -> bool:
    return _WORD.search(_COUNTED.sub("", number)) is not None


def compose_policy(policy_id: str, reports: Sequence[tuple[str, Item]]) -> Policy:
    """Put together what the items say of one policy; at least one, each (item id, item with a policy).

    The official notice comes before every report. Among reports each fact is that of the earliest that gives it; the
    status and the deadlines are those of the latest. Titles that a notice lacks are taken from the reports.
    """
    dated = sort_reports(reports)
    notices = [item for _, item in dated if item.is_official]
    reported = [(item_id, item) for item_id, item in dated if not item.is_official]
    told = _compose_facts([item for _, item in reported]) if reported else None
    official = _compose_facts(notices) if notices else None
    facts = official or told or _compose_facts([])
    return Policy(
        id=policy_id,
        title_en=facts.title_en or (told.title_en if told else None),
        title_zh=facts.title_zh or (told.title_zh if told else None),
        document_number=facts.document_number,
        document_type=facts.document_type,
        nature=facts.nature,
        status=facts.status,
        issuing_bodies=facts.issuing_bodies,
        issued_on=facts.issued_on,
        comments_close_on=facts.comments_close_on,
        applications_close_on=facts.applications_close_on,
        effective_on=facts.effective_on,
        official=official,
        reports=tuple(
            PolicyReport(item_id=item_id, issued_on=issued_on(item), issuing_bodies=item.issuing_bodies)
            for item_id, item in reported
        ),
        item_ids=tuple(sorted((item_id for item_id, _ in reports), key=_number)),
    )


def sort_reports(reports: Sequence[tuple[str, Item]]) -> list[tuple[str, Item]]:
    """Return reports, each with its item's id, in the order of their dates; the undated last."""
    return sorted(reports, key=lambda pair: (pair[1].reported_on or dt.date.max, _number(pair[0])))


def _compose_facts(dated: Sequence[Item]) -> PolicyFacts:
    """Return the facts of these items, in the order of their dates."""
    said = [item.policy for item in dated if item.policy is not None]
    statuses = [policy.status for policy in said if policy.status is not PolicyStatus.UNKNOWN]
    return PolicyFacts(
        title_en=next((p.title_en for p in said if p.title_en), None),
        title_zh=next((p.title_zh for p in said if p.title_zh), None),
        document_number=next((p.document_number for p in said if p.document_number), None),
        document_type=next((p.document_type for p in said if p.document_type), None),
        nature=next((p.nature for p in said if p.nature), None),
        status=statuses[-1] if statuses else PolicyStatus.UNKNOWN,
        issuing_bodies=next((item.issuing_bodies for item in dated if item.issuing_bodies), ()),
        issued_on=next((day for item in dated if (day := issued_on(item))), None),
        comments_close_on=_last_deadline(dated, DeadlineKind.COMMENTS_CLOSE),
        applications_close_on=_last_deadline(dated, DeadlineKind.APPLICATIONS_CLOSE),
        effective_on=_last_deadline(dated, DeadlineKind.TAKES_EFFECT),
    )


def issued_on(item: Item) -> dt.date | None:
    """Return the day on which the item says that the document was issued: not that of its end."""
    return None if item.policy and item.policy.status in _ENDED else item.reported_on


def _number(item_id: str) -> int:
    return int(item_id[1:])


def _last_deadline(dated: Sequence[Item], kind: DeadlineKind) -> dt.date | None:
    for item in reversed(dated):
        days = [deadline.on for deadline in item.deadlines if deadline.kind is kind]
        if days:
            return max(days)
    return None


# Which item gives which fact of a policy, and what the other sources say instead.

Report = tuple[str, Item]
"""The id of an item about the policy, and the item."""

DEADLINE_KINDS = tuple(DeadlineKind)
"""In the order in which deadlines of one day are told."""
DATE, ISSUERS, STATUS = "date", "issuers", "status"


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyDay:
    """A deadline of a policy: ``item_id`` gives it in the words of ``quote``, None and "" when no item held here does.

    ``is_main`` is the last of its kind that counts: a draft is open until then.
    """

    on: dt.date
    kind: DeadlineKind
    item_id: str | None
    quote: str
    is_official: bool
    is_main: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """What an item says of ``fact`` (DATE, ISSUERS or a kind of deadline) beside what counts: a day or issuers."""

    fact: str
    item_id: str
    on: dt.date | None = None
    issuing_bodies: tuple[str, ...] = ()
    is_official: bool = False


def list_days(policy: Policy, reports: Sequence[Report]) -> list[PolicyDay]:
    """Get every deadline that counts, by day: of each kind those of the notice, else of the latest report with one."""
    found: list[PolicyDay] = []
    kinds = {deadline.kind for _, item in reports for deadline in item.deadlines}
    for kind in DEADLINE_KINDS:
        if kind not in kinds and find_main_day(policy, kind) is None:
            continue
        item_id, item = _find_deciding(policy, reports, kind)
        last = find_main_day(policy, kind)
        days = {each.on: each.quote for each in item.deadlines if each.kind is kind} if item else {}
        if last is not None and last not in days:
            item_id, item, days = None, None, {last: ""}
        found += [
            PolicyDay(
                on=on,
                kind=kind,
                item_id=item_id,
                quote=quote,
                is_official=item.is_official if item else policy.official is not None,
                is_main=on == max(days),
            )
            for on, quote in days.items()
        ]
    return sorted(found, key=lambda day: (day.on, DEADLINE_KINDS.index(day.kind)))


def find_main_day(policy: Policy, kind: DeadlineKind) -> dt.date | None:
    """Return the day of this kind that the policy's record keeps."""
    if kind is DeadlineKind.COMMENTS_CLOSE:
        return policy.comments_close_on
    return policy.applications_close_on if kind is DeadlineKind.APPLICATIONS_CLOSE else policy.effective_on


def _find_deciding(
    policy: Policy, reports: Sequence[Report], kind: DeadlineKind
) -> tuple[str, Item] | tuple[None, None]:
    saying = [each for each in sort_reports(reports) if any(day.kind is kind for day in each[1].deadlines)]
    counted = [each for each in saying if each[1].is_official] or saying
    last = find_main_day(policy, kind)
    kept = [each for each in counted if any(day.kind is kind and day.on == last for day in each[1].deadlines)]
    return next(reversed(kept or counted), (None, None))


def find_givers(policy: Policy, reports: Sequence[Report], preferred: str) -> dict[str, str]:
    """Get the item behind the date, the issuers and the status of a policy: ``preferred`` where that gives it too."""
    counted = _list_counted(policy, reports)
    wanted: dict[str, Callable[[Item], bool]] = {}
    if policy.issued_on:
        wanted[DATE] = lambda item: issued_on(item) == policy.issued_on
    if policy.issuing_bodies:
        wanted[ISSUERS] = lambda item: item.issuing_bodies == policy.issuing_bodies
    if policy.status is not PolicyStatus.UNKNOWN:
        wanted[STATUS] = lambda item: item.policy is not None and item.policy.status is policy.status
    givers: dict[str, str] = {}
    for fact, gives in wanted.items():
        found = [item_id for item_id, item in counted if gives(item)]
        if found:
            givers[fact] = preferred if preferred in found else found[0]
    return givers


def list_differences(policy: Policy, reports: Sequence[Report]) -> list[Difference]:
    """Return what the sources say otherwise of date, issuers and deadlines, each once, by the first that says so.

    The date of a report that tells of something later (in force, amended, repealed) is no other date of issue.
    """
    days = list_days(policy, reports)
    found: dict[object, Difference] = {}
    for item_id, item in sort_reports(reports):
        on = issued_on(item)
        tells_issue = item.policy is not None and item.policy.status in FIRST_WORD
        if tells_issue and on and policy.issued_on and on != policy.issued_on:
            found.setdefault(on, Difference(fact=DATE, item_id=item_id, on=on, is_official=item.is_official))
        issuers = item.issuing_bodies
        if issuers and set(issuers) != set(policy.issuing_bodies):
            found.setdefault(frozenset(issuers), Difference(fact=ISSUERS, item_id=item_id, issuing_bodies=issuers))
        for each in item.deadlines:
            if not any(day.kind is each.kind and day.on == each.on for day in days):
                said = Difference(fact=each.kind.value, item_id=item_id, on=each.on, is_official=item.is_official)
                found.setdefault((each.kind, each.on), said)
    return list(found.values())


def _list_counted(policy: Policy, reports: Sequence[Report]) -> list[Report]:
    ordered = sort_reports(reports)
    return [each for each in ordered if each[1].is_official] if policy.official else ordered
