"""An item of a briefing in a few words: its name, who issued what and when, and how two reports of it differ."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence

from bot.digests.compose import DigestSource
from bot.model.briefing import DeadlineKind, Item, PolicyStatus, Section, join_printed
from bot.model.changes import Difference, Fact, list_differences
from bot.model.comments import fold_spaces
from bot.model.subscription import is_person
from bot.slack.blocks import cut
from bot.slack.mrkdwn import cut_clause, escape, format_day, plural

ACTIONS = {DeadlineKind.COMMENTS_CLOSE: "Comment by", DeadlineKind.APPLICATIONS_CLOSE: "Apply by"}
"""What is to be done by a deadline of each kind that asks for something."""
_MAX_NAME = 120
_MAX_TITLE = 250
_MAX_WORDS = 300
_MAX_ISSUERS = 2
_LEAD = re.compile(r"(.{9,79}?[a-z)”])[.:] (?=[A-Z])")
"""A title set before a text that goes on: ``Carbon market to grow. On 9 September, ...``."""
_POLICY = (Section.TOP, Section.POLICY_NEWS)


def is_policy(item: Item) -> bool:
    """Say whether an item is about an official document, or policy news."""
    return item.policy is not None or item.section in _POLICY


def find_title(item: Item) -> str:
    """Return the headline of an item, else the title of its document or the one that opens its text; raw, or ""."""
    title = item.headline or (item.policy.title_en if item.policy else None)
    lead = None if title else _LEAD.match(fold_spaces(item.text))
    return cut(fold_spaces(title), _MAX_TITLE) or (lead[1] if lead else "")


def name_item(item: Item) -> str:
    """Return the shortest name of an item, raw: its title, else its first clause."""
    return cut(find_title(item), _MAX_NAME) or cut_clause(join_printed(item))


def describe_issuers(item: Item, issuers: Mapping[str, str]) -> str:
    """Return who issued what an item reports, by label; of many the first two, and how many more."""
    names = [issuers.get(body, body) for body in item.issuing_bodies]
    left = len(names) - _MAX_ISSUERS
    return ", ".join(names[:_MAX_ISSUERS]) + (f" and {left} more" if left > 0 else "")


def describe_facts(item: Item, issuers: Mapping[str, str], *, year: int | None = None) -> str:
    """Return issuer, kind and day, raw: ``MIIT draft guidelines, 23 Nov``; a day of ``year`` goes without it."""
    kind = ""
    if item.policy is not None:
        is_draft = item.policy.status is PolicyStatus.DRAFT_FOR_COMMENT
        named = item.policy.document_type.value.replace("_", " ") if item.policy.document_type else ""
        nature = item.policy.nature.value if item.policy.nature else ""
        kind = " ".join(filter(None, ("draft" if is_draft else nature, "" if named == "other" else named)))
    between = " · " if len(item.issuing_bodies) > _MAX_ISSUERS and kind else " "  # "and 2 more notice" reads wrong
    who = f"{describe_issuers(item, issuers)}{between}{kind}".strip()
    return ", ".join(filter(None, (who, shorten_day(item.reported_on, year) if item.reported_on else "")))


def shorten_day(day: dt.date, year: int | None) -> str:
    """Return a day without its year where that is the one beside it: ``23 Nov``."""
    return format_day(day).removesuffix(f" {year}")


def describe_deadline(kind: DeadlineKind, on: dt.date, left: int, *, year: int | None = None) -> str:
    """Return a deadline with the days left: ``Comment by Fri 22 Dec · 15 days left``."""
    day = f"{on:%a} {shorten_day(on, year)}"
    days = "today" if left <= 0 else plural(left, "day")
    if kind in ACTIONS:
        return f"{ACTIONS[kind]} {day} · {days}{' left' if left > 0 else ''}"
    return f"Takes effect {day} · {days if left <= 0 else f'in {days}'}"


def describe_differences(now: Item, was: Item, issuers: Mapping[str, str]) -> Iterator[str]:
    """Yield each fact in which a report differs from an earlier one, raw: ``deadline 27 Mar 2024 (was 20 Mar 2024)``.

    ``issuers`` gives the label of each body id.
    """
    for each in list_differences(now, was):
        new, old = (_describe_values(values, each, issuers) for values in (each.now, each.was))
        yield f"{each.fact.value} {new or 'none'} (was {old or 'none'})"


def _describe_values(values: Sequence[dt.date | str], of: Difference, issuers: Mapping[str, str]) -> str:
    words = [format_day(each) if isinstance(each, dt.date) else issuers.get(each, each) for each in values]
    said = ", ".join(words)
    return cut(said.replace("_", " ") if of.fact is Fact.STATUS else said, _MAX_WORDS)


def describe_pages(item: Item) -> str:
    """Return where an item stands in its file: ``p. 5``, ``lines 81–83``; "" where that is not known."""
    for one, many, span in (("p.", "pp.", item.pages), ("line", "lines", item.lines)):
        if span is not None:
            return f"{one} {span[0]}" if span[0] == span[1] else f"{many} {span[0]}–{span[1]}"
    return ""


def describe_source(source: DigestSource) -> str:
    """Return a briefing's name and date, escaped."""
    return escape(source.name) + (f", {format_day(source.published_on)}" if source.published_on else "")


def describe_filter_words(words: Sequence[str]) -> str:
    """Return a filter in words, escaped."""
    return cut(escape(", ".join(words)), _MAX_WORDS) or "everything"


def count_reasons(counted: Sequence[tuple[str, int]]) -> str:
    """Return reasons with how many items each has, escaped: ``2 posted by D1, 1 other topics``."""
    return ", ".join(f"{count} {escape(reason)}" for reason, count in counted)


def code(text: str) -> str:
    """Return raw text, such as a command to type, escaped and set as code."""
    return f"`{escape(text)}`"


def mention(place: str) -> str:
    """Return the mention of a channel, or of a person."""
    return f"<@{escape(place)}>" if is_person(place) else f"<#{escape(place)}>"
