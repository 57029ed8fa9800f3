"""What is said of an item or a policy: name, kind, issuers, deadlines, the sentence that answers, and where it is.

Three kinds of statement look different everywhere: what is printed, a company's claim, the publisher's opinion.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from bot.answers.cards import ItemCard, PolicyCard
from bot.answers.lookup import Answer
from bot.answers.rows import BriefingRow, ItemRow, PolicyRow
from bot.model.briefing import (
    DeadlineKind,
    Item,
    PolicyStatus,
    ReportedPolicy,
    Section,
    fold_spaces,
    is_claim,
    is_commented,
    list_own_targets,
)
from bot.model.changes import Difference
from bot.model.policy import Policy, list_counted_days, list_days
from bot.names.records import spell_id
from bot.slack.blocks import cut
from bot.slack.mrkdwn import bold, escape, italic, mark, quote, strike
from bot.slack.wording import capitalise, cut_clause, cut_lines, format_day, join_facts, plural, shorten_day

_TOLD = {PolicyStatus.IN_FORCE, PolicyStatus.AMENDED, PolicyStatus.REPEALED, PolicyStatus.WITHDRAWN}
"""What is said of a document beside its kind."""
_LEAD = re.compile(r"(.{9,79}?[a-z)”])[.:] (?=[A-Z])")
"""A title before a text that goes on: ``Carbon market to grow. On 9 September, ...``."""
_MAX_TITLE, _MAX_BODIES, _MAX_WORDS, _MAX_DIFFERING = 250, 4, 300, 3
_MAX_SENTENCE, _MAX_GOAL, _MAX_OUTLETS = 160, 320, 3


def is_policy(item: Item) -> bool:
    """Say whether an item is about an official document, or policy news."""
    return item.policy is not None or item.section in {Section.TOP, Section.POLICY_NEWS}


def find_title(item: Item) -> str:
    """Return the headline of an item, else the title of its document or the one that opens its text; raw, or ""."""
    title = item.headline or (item.policy.title_en if item.policy else None)
    lead = None if title else _LEAD.match(fold_spaces(item.text))
    return cut(fold_spaces(title), _MAX_TITLE) or (lead[1] if lead else "")


def name_item(item: Item, sentence: str = "") -> str:
    """Return the shortest raw name of an item: its title, else the first clause of what it says."""
    clauses = (cut_clause(text) for text in (sentence or item.text, " ".join(item.points)))
    return find_title(item) or next(filter(None, clauses), "untitled")


def name_policy(policy: Policy, row: ItemRow | None = None) -> str:
    """Return a raw name in any case: the briefing's headline, else the document's title, else the first clause."""
    names = map(fold_spaces, (row.item.headline if row else None, policy.title_en, policy.title_zh))
    return next(filter(None, names), "") or (name_item(row.item, row.sentence) if row else "untitled")


def split_row(row: PolicyRow | ItemRow) -> tuple[Policy | None, ItemRow]:
    """Return the policy that a row is of, if any, and the item that it shows."""
    return (row.policy, row.row) if isinstance(row, PolicyRow) else (None, row)


def name_row(row: PolicyRow | ItemRow) -> str:
    """Return the raw name of a row of an answer."""
    policy, told = split_row(row)
    return name_policy(policy, told) if policy else name_item(told.item, told.sentence)


def list_cited(answer: Answer) -> list[PolicyRow | ItemRow]:
    """Return the rows of an answer that each rest on a source; an item's card has one."""
    rows: Sequence[object] = (answer.row,) if isinstance(answer, ItemCard) else getattr(answer, "rows", ())
    return [row for row in rows if isinstance(row, PolicyRow | ItemRow)]


def format_kind(policy: Policy | ReportedPolicy | None) -> str:
    """Return kind and status in words: ``draft guidelines``, ``interim provisions, in force``; "" for neither."""
    if policy is None:
        return ""
    kind = (policy.document_type or "").replace("_", " ")
    before = "draft" if policy.status is PolicyStatus.DRAFT_FOR_COMMENT else policy.nature or ""
    named = f"{before} {'' if kind == 'other' else kind}".strip()
    status = policy.status.replace("_", " ") if policy.status in _TOLD else ""
    return ", ".join(filter(None, (named, status)))


def format_bodies(body_ids: Sequence[str], most: int = _MAX_BODIES) -> str:
    """Return the issuers, the first one leading: ``MIIT with MPS, MOT``; "" without any."""
    first, *others = [escape(spell_id(each)) for each in body_ids] or [""]
    left = f" and {len(others) - most} more" if len(others) > most else ""
    return f"{first} with {', '.join(others[:most])}{left}" if others else first


def describe_filter_words(words: Sequence[str]) -> str:
    """Return a filter in words, escaped."""
    return cut(escape(", ".join(words)), _MAX_WORDS) or "everything"


ACTIONS = {DeadlineKind.COMMENTS_CLOSE: "Comment by", DeadlineKind.APPLICATIONS_CLOSE: "Apply by"}
"""What is to be done by a deadline of each kind that asks for something."""
CLOSES = {
    DeadlineKind.COMMENTS_CLOSE: "comments close",
    DeadlineKind.APPLICATIONS_CLOSE: "applications close",
    DeadlineKind.TAKES_EFFECT: "takes effect",
}


def describe_deadline(kind: DeadlineKind, on: dt.date, left: int) -> str:
    """Return a deadline with the days left: ``Comment by Fri 22 Dec · 15 days left``."""
    day = f"{on:%a} {shorten_day(on, on - dt.timedelta(days=left))}"
    days = "today" if left <= 0 else plural(left, "day")
    if kind in ACTIONS:
        return f"{ACTIONS[kind]} {day} · {days}{' left' if left > 0 else ''}"
    return f"Takes effect {day} · {days if left <= 0 else f'in {days}'}"


def format_deadlines(row: PolicyRow | PolicyCard, asked_on: dt.date) -> list[str]:
    """Return a policy's deadlines as of the day asked, whole days in Beijing: those ahead first, what is over struck.

    A source may print several days of one kind.
    """
    ahead, later, over = list[tuple[int, str]](), list[str](), list[str]()
    for kind, day in list_counted_days([(each.id, each.item) for each in row.rows]):
        closes, left = f"{CLOSES[kind]} {format_day(day.on)}", (day.on - asked_on).days
        if left < 0:
            closed = strike(capitalise(closes.replace("close", "closed")))
            over.append(closed if kind in ACTIONS else f"took effect {format_day(day.on)}")
        elif kind in ACTIONS and (row.is_open or kind is DeadlineKind.APPLICATIONS_CLOSE):
            ahead.append(([*CLOSES].index(kind), bold(f"⏳ {describe_deadline(kind, day.on, left)}")))
        else:
            later.append(closes if kind in ACTIONS else describe_deadline(kind, day.on, left))
    return [*(text for _, text in sorted(ahead, key=lambda each: each[0])), *later, *over]


def list_open(rows: Sequence[PolicyRow], total: int, asked_on: dt.date) -> list[str]:
    """Return a line for each of these policies that take comments or applications, and how many more of ``total``."""
    named = ((*format_deadlines(row, asked_on)[:1], escape(name_row(row)), row.policy.id) for row in rows)
    return [*map(join_facts, named), *([f"and {total - len(rows)} more open"] if total > len(rows) else [])]


def describe_differences(differences: Iterable[Difference]) -> str:
    """Return the facts in which a report differs from an earlier one, raw: ``deadline 27 Mar 2024 (was 20 Mar)``."""
    said = []
    for each in differences:
        new, old = (
            ", ".join(format_day(value) if isinstance(value, dt.date) else spell_id(value) for value in values)
            for values in (each.now, each.was)
        )
        said.append(f"{each.fact} {cut(new, _MAX_WORDS) or 'none'} (was {cut(old, _MAX_WORDS) or 'none'})")
    return "; ".join(said)


def list_differing(policy: Policy, rows: Sequence[ItemRow]) -> str:
    """Return what sources say otherwise of date, issuers and deadlines, each by the first; "" where they agree."""
    said: dict[str, list[str]] = {row.id: [] for row in rows}
    for day in list_days([(row.id, row.item) for row in rows]):
        if not day.counts:
            said[day.item_id].append(f"{CLOSES[day.kind] if day.kind else 'date'} {format_day(day.on)}")
    for issuers, row in {frozenset(row.item.issuing_bodies): row for row in reversed(rows)}.items():
        if issuers and issuers != set(policy.issuing_bodies):
            said[row.id].append(f"issuers {format_bodies(row.item.issuing_bodies)}")
    lines = [f"{', '.join(said[row.id])} ({cite(row)})" for row in rows if said[row.id]]
    return f"{bold('Sources differ:')} {join_facts(cut_lines(lines, _MAX_DIFFERING))}" if lines else ""


_LEAST_REST = 20
"""What a sentence says behind its first words, which are the title already, is shown from so many signs on."""
_REPORTS = "article|report|story|interview|video|post|press release|announcement|statement"
_OUTLET = re.compile(rf"(\S.{{1,60}}?)\s+(?:{_REPORTS})s?", re.IGNORECASE)


def format_claim(row: ItemRow) -> str:
    """Return who reports what a company says of itself: ``reported by Yicai, unverified``; "" for anything else."""
    if not is_claim(row.item):
        return ""
    outlets = dict.fromkeys(found[1] for link in row.item.links if (found := _OUTLET.fullmatch(link.label.strip())))
    whom = fold_spaces(", ".join([*outlets][:_MAX_OUTLETS]) or row.source.publisher)
    return f"reported{f' by {escape(cut(whom, 100))}' if whom else ''}, unverified"


def name_comment(source: BriefingRow) -> str:
    """Return what a publisher's comment is called, as its label: ``MERICS's comment (opinion)``, in bold."""
    publisher = fold_spaces(source.publisher) or "The publisher"
    whose = f"{publisher}'{'' if publisher.endswith('s') else 's'}"  # MERICS's, but Samples'
    return f"{bold(f'{whose} comment')} (opinion)"


def format_sentence(row: ItemRow, title: str) -> str:
    """Return the sentence that answers as a quotation with the match bold, without what the title says already.

    A sentence of the publisher's comment is in italics under its label.
    """
    sentence, said = fold_spaces(row.sentence or row.item.text), title.removesuffix("…")
    if is_commented(row.item, row.sentence):
        return f"{name_comment(row.source)}\n{quote(italic(_cut_around(sentence, row.matched)))}"
    if said and sentence.startswith(said):
        rest = sentence[len(said) :].strip(" .,;:")
        sentence = f"…{rest}" if len(rest) >= _LEAST_REST else ""
    return quote(mark(_cut_around(sentence, row.matched), row.matched))


def _cut_around(sentence: str, matched: Sequence[str]) -> str:
    """Return the part of a long sentence that has the first word that matched, cut at words."""
    first = min((place for each in matched if (place := sentence.find(each)) >= 0), default=0)
    start = sentence.rfind(" ", 0, first - _MAX_SENTENCE // 2) + 1 if first > _MAX_SENTENCE * 2 // 3 else 0
    return cut(f"…{sentence[start:]}" if start else sentence, _MAX_SENTENCE)


def format_goals(item: Item, years: tuple[int, ...]) -> list[str]:
    """Return the sentences that set goals for these years, one line each, else for any; none where no year is asked."""
    own = sorted(list_own_targets(item), key=lambda each: each.year)
    chosen = [each for each in own if each.year in years] or own
    said = dict.fromkeys((each.year, fold_spaces(each.quote)) for each in chosen if years)
    return [f"• {bold(str(year))} {cut(escape(text), _MAX_GOAL)}" for year, text in said]


def name_dated(name: str, on: dt.date | None) -> str:
    """Return a name with a day: ``Harbour Notes, 5 Mar 2024``."""
    return ", ".join(filter(None, (name, format_day(on))))


def name_source(source: BriefingRow) -> str:
    """Return a briefing, escaped: publisher and series, else title or file name, and its date."""
    return f"{escape(source.name)}, {format_day(source.published_on) or 'undated'}"


def name_issue(source: BriefingRow) -> str:
    """Return a briefing in a row among others, escaped: its series, else its publisher, and its date."""
    return escape(name_dated(fold_spaces(source.series) or source.name, source.published_on))


def cite(row: ItemRow) -> str:
    """Return the citation of an item, escaped."""
    return f"{name_source(row.source)}, {row.place}"


def find_only_source(rows: Iterable[ItemRow]) -> str | None:
    """Say which briefing all these items are from; None where there are several."""
    sources = {name_source(row.source) for row in rows}
    return f"All from {sources.pop()}" if len(sources) == 1 else None
