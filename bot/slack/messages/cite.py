"""Sources as lines to paste into a paper: who wrote it, where it stands, what it is called, when it was held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.lexicon import spell_id
from bot.domain.names import fold_title
from bot.domain.records.source_links import list_source_links
from bot.domain.records.standing import is_claim
from bot.errors import BadQueryError
from bot.services.results import (
    BriefingCard,
    CompanyCard,
    ItemCard,
    MinistryCard,
    PolicyCard,
    PolicyList,
    PolicyRow,
)
from bot.slack.blocks import build_message, context, cut, section, split_text
from bot.slack.messages.citations import format_place, name_series
from bot.slack.messages.statements import CLAIM, COMMENTED, is_view
from bot.slack.mrkdwn import clean, escape, find_host, format_day, plural

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.posts.post import Message
    from bot.domain.records.policy import Policy
    from bot.services.results import Answer, BriefingRow, ItemRow

MAX_LINES = 40
"""So many sources are cited at once."""
_MAX_HEADLINE = 160
_MAX_TITLE = 200
_MAX_LINE = 900
_PIECE = 2800


def build_citations(answer: Answer, *, today: dt.date) -> Message:
    """Build the lines to paste, in a block that is easily copied; ``today`` is the day they hold as of.

    Raises BadQueryError for an answer that rests on no source.
    """
    lines = compose_citations(answer, today=today)
    if not lines:
        raise BadQueryError("There is nothing to cite here.", hint="Open a policy or an item, and press Cite there.")
    shown = lines[:MAX_LINES]
    pieces = split_text("\n".join(escape(cut(line, _MAX_LINE)) for line in shown), _PIECE)
    left = max(len(lines), _count_rows(answer)) - len(shown)
    more = f" · {left} more: narrow the question to cite them" if left > 0 else ""
    return build_message(
        escape(shown[0]),
        [
            context(f"{plural(len(shown), 'source')} to copy{more}"),
            *(section(f"```\n{piece}\n```") for piece in pieces),
        ],
    )


def _count_rows(answer: Answer) -> int:
    return answer.total if isinstance(answer, (PolicyList, MinistryCard, CompanyCard)) else 0


def compose_citations(answer: Answer, *, today: dt.date) -> list[str]:
    """Give the source lines of an answer as raw text, in its order."""
    match answer:
        case PolicyCard():
            return [format_citation(row, answer.policy, today=today) for row in answer.rows]
        case ItemCard():
            return [format_citation(answer.row, answer.policy, today=today)]
        case PolicyList() | MinistryCard():
            return [
                format_citation(row.row, row.policy, today=today)
                if isinstance(row, PolicyRow)
                else format_citation(row, None, today=today)
                for row in answer.rows
            ]
        case CompanyCard():
            policies = {row.policy.id: row.policy for row in answer.about}
            return [format_citation(row, policies.get(row.policy_id or ""), today=today) for row in answer.rows]
        case BriefingCard():
            return [format_briefing(answer.briefing, today=today)]
        case _:
            return []


def format_citation(row: ItemRow, policy: Policy | None, *, today: dt.date) -> str:
    """Give one item's line: publisher and series, issue, place, headline, official title, issuers, date and number.

    Then whether it is but a view or a claim, its address, and the day it is held as of.
    """
    source = row.source
    name = name_series(source.publisher, source.series) or source.title or source.source_name
    issued = format_day(source.published_on) if source.published_on else "undated"
    where = f"{_flat(name)}, {issued}, {format_place(source)}"
    url = next((link.url for link in list_source_links(row.item) if find_host(link.url)), None)
    headline = _flat(row.item.headline or row.sentence or row.item.text)
    facts = (
        f"{where}: “{cut(headline, _MAX_HEADLINE)}”",
        _name_policy(policy, headline) if policy else "",
        *_describe_origin(row),
        f"document number {_flat(policy.document_number)}" if policy and policy.document_number else "",
        COMMENTED if is_view(row) else CLAIM if is_claim(row.item) else "",
        url or "",
        f"held as of {format_day(today)}",
    )
    return "; ".join(fact for fact in facts if fact)


def _describe_origin(row: ItemRow) -> list[str]:
    """Give who issued a document and when, as this item has it."""
    item = row.item
    if item.policy is None:
        return []
    standing = "official" if item.is_official else "as reported"
    issuers = ", ".join(spell_id(each) for each in item.issuing_bodies) or "issuer not stated"
    return [f"{_flat(issuers)}, {f'{format_day(item.reported_on)} ({standing})' if item.reported_on else 'undated'}"]


def format_briefing(row: BriefingRow, *, today: dt.date) -> str:
    """Give a whole briefing's line."""
    name = name_series(row.publisher, row.series) or row.name
    issued = format_day(row.published_on) if row.published_on else "undated"
    return f"{_flat(name)}, {issued}; held as of {format_day(today)}"


def _name_policy(policy: Policy, headline: str) -> str:
    """Give the official title, in Chinese and as translated; what the headline says already is not said again."""
    english, chinese = (_flat(title or "") for title in (policy.title_en, policy.title_zh))
    if fold_title(english) == fold_title(headline):
        english = ""
    title = f"{chinese} ({english})" if english and chinese else chinese or english
    return cut(title, _MAX_TITLE)


def _flat(text: str) -> str:
    return " ".join(clean(text).split())
