"""What an answer says of an item or a policy: names, deadlines, issuers, the sentence that answers, and where it is.

Three kinds of statement look different everywhere: what is printed, a company's claim, the publisher's opinion.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import groupby

from bot.answers.rows import ItemRow, PolicyRow
from bot.answers.sources import Source, describe_place, join_series
from bot.model.briefing import DeadlineKind, Item, Link, PolicyStatus, split_printed
from bot.model.comments import fold_spaces, is_claim, is_commented
from bot.model.policy import DEADLINE_KINDS, ISSUERS, Difference, Policy, list_days, list_differences
from bot.names.records import spell_id
from bot.slack.blocks import cut
from bot.slack.messages.frame import capitalise, join_facts
from bot.slack.mrkdwn import (
    NO_LINK,
    bold,
    cut_clause,
    escape,
    find_host,
    format_day,
    format_day_short,
    format_known,
    italic,
    join_words,
    link,
    mark,
    plural,
    quote,
    strike,
)

# What a policy is called, what kind it is, who issued it and until when something can be done.

_STATUS_WORDS = {
    PolicyStatus.DRAFT_FOR_COMMENT: "draft",
    PolicyStatus.IN_FORCE: "in force",
    PolicyStatus.AMENDED: "amended",
    PolicyStatus.REPEALED: "repealed",
    PolicyStatus.WITHDRAWN: "withdrawn",
}
_AHEAD = {
    DeadlineKind.COMMENTS_CLOSE: "comments until",
    DeadlineKind.APPLICATIONS_CLOSE: "apply by",
    DeadlineKind.TAKES_EFFECT: "takes effect",
}
_KINDS = {
    DeadlineKind.COMMENTS_CLOSE: "comments close",
    DeadlineKind.APPLICATIONS_CLOSE: "applications close",
    DeadlineKind.TAKES_EFFECT: "takes effect",
}
_MAX_BODIES = 4
_MAX_DIFFERING = 3


def name_item(item: Item, sentence: str = "") -> str:
    """Return a raw name of an item: its headline, else the first clause of what it says."""
    return fold_spaces(item.headline) or cut_clause(sentence or item.text) or "untitled"


def name_policy(policy: Policy, row: ItemRow | None = None) -> str:
    """Return a raw name in any case: the briefing's headline, else the document's title, else the first clause."""
    names = (row.item.headline if row else None, policy.title_en, policy.title_zh)
    title = next((fold_spaces(name) for name in names if name and name.strip()), "")
    return title or (name_item(row.item, row.sentence) if row else "untitled")


def format_kind(policy: Policy) -> str:
    """Return kind, nature and status in words: ``draft guidelines, trial``; "" where none is known."""
    kind = (policy.document_type or "").replace("_", " ")
    status = _STATUS_WORDS.get(policy.status, "")
    is_draft = policy.status is PolicyStatus.DRAFT_FOR_COMMENT
    named = " ".join(filter(None, (status if is_draft else "", "" if kind == "other" else kind)))
    return ", ".join(filter(None, (named, policy.nature or "", "" if is_draft else status)))


def format_bodies(body_ids: Sequence[str], most: int = _MAX_BODIES) -> str:
    """Return the issuers, the first one leading: ``MIIT with MPS, MOT``; "" without any."""
    first, *others = [escape(spell_id(each)) for each in body_ids] or [""]
    left = len(others) - most
    named = f"{', '.join(others[:most])}{f' and {left} more' if left > 0 else ''}"
    return f"{first} with {named}" if others else first


def format_deadlines(
    policy: Policy, rows: Sequence[ItemRow], *, is_open: bool, asked_on: dt.date, is_long: bool = False
) -> list[str]:
    """Return the deadlines as of the day asked, whole days in Beijing: those ahead first, what is over struck through.

    ``rows`` are the policy's items: a source may print several days of one kind. ``is_long`` adds weekday and year.
    """
    days = list_days(policy, [(row.id, row.item) for row in rows])
    ahead, past = [], []
    for kind in DEADLINE_KINDS:
        coming = [day.on for day in days if day.kind is kind and day.on >= asked_on]
        over = [day.on for day in days if day.kind is kind and day.on < asked_on]
        if coming:
            shown = join_words(_format_ahead(day, asked_on, is_long=is_long) for day in coming)
            left = _count_days(coming[0], asked_on)
            takes = is_open if kind is DeadlineKind.COMMENTS_CLOSE else kind is DeadlineKind.APPLICATIONS_CLOSE
            words = "Comment by" if kind is DeadlineKind.COMMENTS_CLOSE else capitalise(_AHEAD[kind])
            marked = f"⏳ {bold(f'{words} {shown} · {left}')}" if is_long else f"⏳ {bold(f'{words} {shown}')} ({left})"
            ahead.append(marked if takes else f"{_AHEAD[kind]} {shown}")
        if over and kind is DeadlineKind.TAKES_EFFECT:
            past.append(f"took effect {format_day(over[-1])}")
        elif over:
            past.append(strike(f"{_AHEAD[kind]} {join_words(map(format_day, over))}"))
    return [*ahead, *past]


def _format_ahead(day: dt.date, asked_on: dt.date, *, is_long: bool) -> str:
    return f"{day:%a} {format_day(day)}" if is_long else format_day_short(day, asked_on)


def _count_days(on: dt.date, asked_on: dt.date) -> str:
    days = (on - asked_on).days
    return f"{plural(days, 'day')} left" if days > 0 else "last day today"


def list_differing(policy: Policy, rows: Sequence[ItemRow]) -> list[str]:
    """Return a line of what sources say otherwise of date, issuers and deadlines; none where they agree."""
    by_id = {row.id: row for row in rows}
    found = list_differences(policy, [(row.id, row.item) for row in rows]) if len(rows) > 1 else []
    ordered = sorted(found, key=lambda each: list(by_id).index(each.item_id))
    said = [
        f"{join_words(map(_format_difference, each))} ({cite(by_id[item_id].source)})"
        for item_id, each in groupby(ordered, key=lambda each: each.item_id)
    ]
    left = len(said) - _MAX_DIFFERING
    more = plural(left, "more source") if left > 0 else ""
    return [f"{bold('Sources differ:')} {join_facts((*said[:_MAX_DIFFERING], more))}"] if said else []


def _format_difference(each: Difference) -> str:
    if each.fact == ISSUERS:
        return f"issuers {format_bodies(each.issuing_bodies)}"
    is_deadline = each.fact in set(DeadlineKind)
    return f"{_KINDS[DeadlineKind(each.fact)] if is_deadline else each.fact} {format_day(each.on)}"


# The sentence that answers, a company's claim and the publisher's opinion.

_MAX_SENTENCE = 240
_MAX_POINT = 320
_MAX_POINTS = 6
_LEAST_REST = 20
"""What a sentence says behind its first words, which are the title already, is shown from so many signs on."""
_MAX_OUTLETS = 3
_OUTLET = re.compile(
    r"(?P<outlet>\S.{1,60}?)\s+(?:article|report|story|interview|video|post|press release|announcement|statement)s?",
    re.IGNORECASE,
)


def is_opinion(row: ItemRow) -> bool:
    """Say whether the sentence that answers stands only in the publisher's comment."""
    return is_commented(row.item, row.sentence)


def format_claim(row: ItemRow) -> str:
    """Return who reports what a company says of itself: ``reported by Yicai, unverified``; "" for anything else."""
    if not is_claim(row.item):
        return ""
    named = (_OUTLET.fullmatch(link.label.strip()) for link in row.item.links)
    outlets = list(dict.fromkeys(match["outlet"] for match in named if match))[:_MAX_OUTLETS]
    whom = ", ".join(outlets) or row.source.publisher or ""
    return f"reported{f' by {escape(cut(fold_spaces(whom), 100))}' if whom else ''}, unverified"


def name_comment(source: Source) -> str:
    """Return what a publisher's comment is called, escaped: ``MERICS's comment``."""
    publisher = fold_spaces(source.publisher)
    return f"{escape(publisher)}'s comment" if publisher else "The publisher's comment"


def format_sentence(row: ItemRow, title: str) -> str:
    """Return the sentence that answers as a quotation with the match bold, without what the title says already.

    A sentence of the publisher's comment is in italics under its label.
    """
    sentence = fold_spaces(row.sentence or row.item.text)
    if is_opinion(row):
        return f"{bold(name_comment(row.source))} (opinion)\n{quote(italic(_cut_around(sentence, row.matched)))}"
    said = title.removesuffix("…")
    if said and sentence.startswith(said):
        rest = sentence[len(said) :].strip(" .,;:")
        sentence = f"…{rest}" if len(rest) >= _LEAST_REST else ""
    return quote(mark(_cut_around(sentence, row.matched), row.matched)) if sentence else ""


def _cut_around(sentence: str, matched: Sequence[str]) -> str:
    """Return the part of a long sentence that has the first word that matched, cut at words."""
    first = min((place for each in matched if (place := sentence.find(each)) >= 0), default=0)
    start = sentence.rfind(" ", 0, first - _MAX_SENTENCE // 2) + 1 if first > _MAX_SENTENCE * 2 // 3 else 0
    return cut(f"…{sentence[start:]}" if start else sentence, _MAX_SENTENCE)


def format_goals(item: Item, years: tuple[int, ...]) -> list[str]:
    """Return the sentences that set goals for these years, one line each, else for any; not those of the comment."""
    own = [each for each in item.targets if not is_commented(item, each.quote)]
    chosen = [each for each in own if each.year in years] or own
    said = dict.fromkeys((each.year, fold_spaces(each.quote)) for each in sorted(chosen, key=lambda each: each.year))
    return [f"• {bold(str(year))} {cut(escape(text), _MAX_POINT)}" for year, text in said]


def list_printed_lines(item: Item, limit: int, *, besides: str = "", more: str = "in the full text") -> list[str]:
    """Return what the source reports in its own order, escaped: a text of up to ``limit``, points, the text after them.

    ``besides`` is left out where the text opens with it: it was said already. The points that are left out are counted,
    and ``more`` says where they are.
    """
    before, after = split_printed(item)
    if before and besides:
        before = [fold_spaces(before[0]).removeprefix(fold_spaces(besides)).strip(), *before[1:]]
    lines = [cut(escape("\n".join(before).strip()), limit)]
    lines += [f"• {cut(escape(fold_spaces(point)), _MAX_POINT)}" for point in item.points[:_MAX_POINTS]]
    left = len(item.points) - _MAX_POINTS
    lines += [f"… {left} more {more}"] if left > 0 else []
    lines.append(cut(escape("\n".join(after)), limit))
    return [line for line in lines if line]


# How a source is named, never cut: ``MERICS China Industries, 6 Dec 2023, item 4, p. 5``.

_MAX_LINKS = 6


def name_source(source: Source) -> str:
    """Return a briefing, escaped: publisher and series, else title or file name, and its date."""
    name = join_series(source.publisher, source.series) or source.title or source.source_name
    return f"{escape(fold_spaces(name))}, {format_day(source.published_on) if source.published_on else 'undated'}"


def name_issue(source: Source) -> str:
    """Return a briefing in a row among others, escaped: its series, else its publisher, and its date."""
    name = source.series or source.publisher or source.title or source.source_name
    return ", ".join(filter(None, (escape(fold_spaces(name)), format_known(source.published_on))))


def cite(source: Source) -> str:
    """Return the citation of an item, escaped."""
    return f"{name_source(source)}, {describe_place(source)}"


def name_only_source(rows: Sequence[PolicyRow | ItemRow]) -> str:
    """Return the briefing that all these rows are from, "" where there are several."""
    sources = {name_source((row.row if isinstance(row, PolicyRow) else row).source) for row in rows}
    return sources.pop() if len(sources) == 1 else ""


def format_links(links: tuple[Link, ...]) -> str:
    """Return an item's links with their hosts; those without address in words."""
    shown = links[:_MAX_LINKS]
    if not any(find_host(each.url) for each in shown):
        labels = ", ".join(dict.fromkeys(escape(each.label) for each in shown if each.label.strip()))
        return f"{NO_LINK} ({labels})" if labels else NO_LINK
    left = len(links) - len(shown)
    return " · ".join([*(link(each.label, each.url) for each in shown), *([f"{left} more"] if left else [])])
