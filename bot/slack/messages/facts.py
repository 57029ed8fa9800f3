"""What is said of an item or a policy: name, kind, issuers, deadlines, the sentence that answers, and where it is.

Three kinds of statement look different everywhere: what is printed, a company's claim, the publisher's opinion.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from bot.answers.cards import PolicyCard
from bot.answers.rows import BriefingRow, ItemRow, PolicyRow
from bot.model.briefing import DeadlineKind, Item, PolicyStatus, ReportedPolicy, fold_spaces, is_claim, is_commented
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
_MAX_TITLE, _MAX_BODIES, _MAX_WORDS, _MAX_DIFFERING, _MAX_SENTENCE, _MAX_OUTLETS = 250, 4, 300, 3, 160, 3
_LEAST_REST = 20
"""What a sentence says behind its first words, which are the title already, is shown from so many signs on."""
_REPORTS = "article|report|story|interview|video|post|press release|announcement|statement"
_OUTLET = re.compile(rf"(\S.{{1,60}}?)\s+(?:{_REPORTS})s?", re.IGNORECASE)
ACTIONS = {DeadlineKind.COMMENTS_CLOSE: "Comment by", DeadlineKind.APPLICATIONS_CLOSE: "Apply by"}
"""What is to be done by a deadline of each kind that asks for something."""
CLOSES = {
    DeadlineKind.COMMENTS_CLOSE: "comments close",
    DeadlineKind.APPLICATIONS_CLOSE: "applications close",
    DeadlineKind.TAKES_EFFECT: "takes effect",
}

# What an item, a policy or a row of an answer is called, as raw text.


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


def split_row(row: PolicyRow | ItemRow) -> tuple[Policy | None, ItemRow, str]:
    """Return the policy that a row is of, if any, the item that it shows, and its raw name."""
    if isinstance(row, PolicyRow):
        return row.policy, row.row, name_policy(row.policy, row.row)
    return None, row, name_item(row.item, row.sentence)


# Kind, issuers and filters in words.


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


# Deadlines as of a day, and what sources say otherwise.


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
    said = list[tuple[int, str]]()
    for kind, day in list_counted_days([(each.id, each.item) for each in row.rows]):
        closes, left = f"{CLOSES[kind]} {format_day(day.on)}", (day.on - asked_on).days
        if left < 0:
            closed = strike(capitalise(closes.replace("close", "closed")))
            said.append((9, closed if kind in ACTIONS else f"took effect {format_day(day.on)}"))
        elif kind in ACTIONS and (row.is_open or kind is DeadlineKind.APPLICATIONS_CLOSE):
            said.append(([*CLOSES].index(kind), bold(f"⏳ {describe_deadline(kind, day.on, left)}")))
        else:
            said.append((8, closes if kind in ACTIONS else describe_deadline(kind, day.on, left)))
    return [text for _, text in sorted(said, key=lambda each: each[0])]


def list_open(rows: Sequence[PolicyRow], total: int, asked_on: dt.date) -> list[str]:
    """Return a line for each of these policies that take comments or applications, and how many more of ``total``."""
    named = ((*format_deadlines(row, asked_on)[:1], escape(split_row(row)[2]), row.policy.id) for row in rows)
    return [*map(join_facts, named), *([f"and {total - len(rows)} more open"] if total > len(rows) else [])]


def describe_differences(differences: Iterable[Difference]) -> str:
    """Return the facts in which a report differs from an earlier one, raw: ``deadline 27 Mar 2024 (was 20 Mar)``."""
    said = []
    for each in differences:
        new, old = (
            cut(", ".join(format_day(one) if isinstance(one, dt.date) else spell_id(one) for one in values), _MAX_WORDS)
            for values in (each.now, each.was)
        )
        said.append(f"{each.fact} {new or 'none'} (was {old or 'none'})")
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


# What an item says: a claim, an opinion, the sentence that answers.


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

    Of a long one it is the part with the first word that matched; one of the publisher's comment is in italics under
    its label.
    """
    sentence, said = fold_spaces(row.sentence or row.item.text), title.removesuffix("…")
    is_opinion = is_commented(row.item, row.sentence)
    if not is_opinion and said and sentence.startswith(said):
        rest = sentence[len(said) :].strip(" .,;:")
        sentence = f"…{rest}" if len(rest) >= _LEAST_REST else ""
    first = min((place for each in row.matched if (place := sentence.find(each)) >= 0), default=0)
    start = sentence.rfind(" ", 0, first - _MAX_SENTENCE // 2) + 1 if first > _MAX_SENTENCE * 2 // 3 else 0
    shown = cut(f"…{sentence[start:]}" if start else sentence, _MAX_SENTENCE)
    return f"{name_comment(row.source)}\n{quote(italic(shown))}" if is_opinion else quote(mark(shown, row.matched))


# Where an item stands.


def name_dated(name: str, on: dt.date | None) -> str:
    """Return a name with a day: ``Harbour Notes, 5 Mar 2024``."""
    return ", ".join(filter(None, (name, format_day(on))))


def name_source(source: BriefingRow) -> str:
    """Return a briefing, escaped: publisher and series, else title or file name, and its date."""
    return f"{escape(source.name)}, {format_day(source.published_on) or 'undated'}"


def cite(row: ItemRow) -> str:
    """Return the citation of an item, escaped."""
    return f"{name_source(row.source)}, {row.place}"


def name_sources(rows: Sequence[ItemRow]) -> tuple[str | None, list[str]]:
    """Return which briefing all these items are from, None for several; and what each row says of its own, escaped."""
    named = {name_source(row.source) for row in rows}
    if len(named) == 1:
        return f"All from {named.pop()}", [""] * len(rows)
    own = [(fold_spaces(row.source.series) or row.source.name, row.source.published_on) for row in rows]
    return None, [escape(name_dated(*each)) for each in own]
