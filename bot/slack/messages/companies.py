"""Companies as messages: those in the news, and the card of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.records.standing import is_claim, names_company_in_comment
from bot.slack.actions import Ask
from bot.slack.blocks import Block, build_rows, context, cut, header, section
from bot.slack.messages.citations import cite
from bot.slack.messages.frame import (
    Frame,
    Offers,
    Pages,
    describe_held,
    describe_narrowed,
    join_facts,
    open_button,
    source_button,
)
from bot.slack.messages.notes import build_notes
from bot.slack.messages.policy_facts import name_policy
from bot.slack.messages.record_lists import build_record_list
from bot.slack.messages.statements import COMMENTED, format_sentence
from bot.slack.mrkdwn import bold, escape, format_day, italic, join_some, plural

if TYPE_CHECKING:
    from bot.domain.lexicon import Company
    from bot.domain.posts.post import Message
    from bot.services.results import CompanyCard, CompanyCount, CompanyList, ItemRow, PolicyRow

UNCONFIRMED = "unconfirmed: read from the text, not on our list"
_MAX_SEEN = 10
_SHORT_SENTENCE = 160


def build_company_list(answer: CompanyList, frame: Frame) -> Message:
    """Build the companies in the news, each with its newest item."""
    counted = plural(answer.total, "company", "companies")
    names = ", ".join(escape(count.company.name) for count in answer.counts[:5])
    rows = [_build_count(count) for count in answer.counts]
    text = f"{counted}: {names} · {describe_held(answer.held)}"
    order = f"{'named in what matches' if answer.understood else 'in the news'}, the most recent first"
    return build_record_list(answer, frame, rows=rows, text=text, counted=counted, order=order)


def _build_count(count: CompanyCount) -> Block:
    facts = join_facts(
        (
            bold(_name(count.company)),
            plural(count.items, "item"),
            f"newest {format_day(count.newest.item.reported_on)}",
            "" if count.company.confirmed else "unconfirmed",
        )
    )
    sentence = format_sentence(count.newest, _SHORT_SENTENCE)
    ask = Ask(command="company", text=count.company.name)
    return section(f"{facts}\n{sentence}\n— {cite(count.newest.source)}", accessory=open_button("Open", ask, 1))


def _name(company: Company) -> str:
    return " ".join(each for each in (company.name, company.name_zh) if each)


def build_company_card(answer: CompanyCard, frame: Frame) -> Message:
    """Build the card of one company: its items with their sources, claims marked, and the policies naming it."""
    company = answer.company
    head: list[Block] = [
        *frame.opening(answer.notes),
        header(_name(company)),
        *(section(line) for line in describe_narrowed(answer.understood)),
        context(*_format_facts(answer)),
    ]
    rows = [[_build_item(row)] for row in answer.rows]

    def tail(shown: int) -> list[Block]:
        pages = Pages.of(answer, shown=shown)
        seen = join_some([f"{escape(name)} {count}" for name, count in answer.seen_with], _MAX_SEEN, " · ")
        lines = [line for line in (pages.describe(), f"Seen with: {seen or 'nobody else'}") if line]
        lines += _format_fields(answer)
        offers = Offers(follow="Follow…", filter=answer.follow, cite=True, wrong=True, note=f"company:{company.id}")
        seen_blocks = [context(*lines)] if lines else []
        return [*seen_blocks, *build_notes(answer.team_notes), *frame.closing(pages=pages, offers=offers)]

    text = f"{escape(_name(company))}: {plural(answer.total, 'item')} · {describe_held(answer.held)}"
    return build_rows(text, head=head, rows=rows, tail=tail)


def _format_facts(answer: CompanyCard) -> list[str]:
    company = answer.company
    shown = ", ".join(_name_naming(row, company) for row in answer.policies)
    left = answer.policies_total - len(answer.policies)
    policies = f"policies naming it: {shown or 'none'}{f' and {left} more' if left > 0 else ''}"
    also = ", ".join(escape(each) for each in (*company.aliases, *company.brands))
    return [
        join_facts((plural(answer.total, "item"), policies, describe_held(answer.held))),
        join_facts(
            (
                f"also: {cut(also, 300)}" if also else "",
                f"home: {escape(company.country)}" if company.country else "",
                "" if company.confirmed else UNCONFIRMED,
            )
        ),
    ]


def _name_naming(row: PolicyRow, company: Company) -> str:
    """Give a policy that names a company, marked where only the publisher's comment does."""
    name = f"{row.policy.id} {escape(cut(name_policy(row.policy, row.row), 60))}"
    is_view = names_company_in_comment([each.item for each in row.rows], company)
    return f"{name} ({italic(COMMENTED)})" if is_view else name


def _format_fields(answer: CompanyCard) -> list[str]:
    """Give the newest policies of its fields, and that no source links them to it; nothing without any field."""
    if not answer.fields:
        return []
    fields = escape(", ".join(answer.fields).lower())
    if not answer.field_policies:
        return [f"Policies of its fields ({fields}): none held."]
    name = escape(answer.company.name)
    shown = "; ".join(
        f"{row.policy.id} {escape(cut(name_policy(row.policy, row.row), 60))}" for row in answer.field_policies
    )
    return [f"Policies of its fields ({fields}), none of which a source held links to {name}: {shown}"]


def _build_item(row: ItemRow) -> Block:
    standing = "" if is_claim(row.item) else f"about {row.policy_id}" if row.policy_id else "news"
    facts = join_facts((bold(f"{row.id}  {format_day(row.item.reported_on)}"), standing))
    return section(f"{facts}\n{format_sentence(row)}\n— {cite(row.source)}", accessory=source_button(row.id))
