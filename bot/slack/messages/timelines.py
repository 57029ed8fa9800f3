"""A timeline as a message: what happened day by day, and below a line what is ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.records.briefing import PolicyStatus
from bot.domain.records.standing import is_claim
from bot.domain.records.timeline import EventKind
from bot.services.results import PolicyRow
from bot.slack.actions import Ask
from bot.slack.blocks import Block, build_rows, context, cut, section
from bot.slack.messages.citations import cite
from bot.slack.messages.frame import (
    Frame,
    Offers,
    Pages,
    capitalise,
    describe_held,
    describe_proof,
    join_facts,
    open_buttons,
    source_button,
)
from bot.slack.messages.not_held import build_nearest, explain_nothing
from bot.slack.messages.policy_facts import format_bodies, name_policy
from bot.slack.messages.statements import CLAIM
from bot.slack.mrkdwn import bold, escape, format_day, italic, plural

if TYPE_CHECKING:
    from bot.domain.posts.post import Message
    from bot.services.results import ItemRow, Timeline, TimelineRow

_MAX_TITLE = 120
_AHEAD = "Ahead, after"


def build_timeline(answer: Timeline, frame: Frame) -> Message:
    """Build a page of events, the earliest first; a line stands before the first that is still ahead."""
    about = f" of {answer.about}" if answer.about else ""
    total = plural(answer.total, "dated event")
    undated = f" · {plural(answer.undated, 'entry', 'entries')} without a date" if answer.undated else ""
    head: list[Block] = [
        *frame.opening(answer.notes),
        section(f"{bold(f'Timeline{about}')}: {total}{undated}{_format_understood(answer)}"),
        context(capitalise(describe_held(answer.held))),
    ]
    is_absent = answer.total == 0 and answer.undated == 0
    absence = f"Not in the corpus. {explain_nothing(uncovered=answer.uncovered)}"
    if is_absent:
        nothing = absence.replace("Not in the corpus.", bold("Not in the corpus."), 1)
        head.insert(-1, section(f"{nothing} {describe_proof(answer.held)}"))
    rows = [_build_row(answer, place) for place in range(len(answer.rows))]

    def tail(shown: int) -> list[Block]:
        pages = Pages.of(answer, shown=shown)
        opens = open_buttons(
            [(f"Open {answer.about}", Ask(command="policy", text=answer.about))] if answer.about else []
        )
        near = build_nearest(answer.nearest, frame, command="policy") if is_absent else []
        return [*pages.build(), *near, *frame.closing(opens, pages=pages, offers=Offers())]

    text = f"{f'{absence} ' if is_absent else ''}Timeline{escape(about)}: {total} · {describe_held(answer.held)}"
    return build_rows(text, head=head, rows=rows, tail=tail)


def _format_understood(answer: Timeline) -> str:
    return f"\nUnderstood: {' · '.join(escape(each) for each in answer.understood)}" if answer.understood else ""


def _build_row(answer: Timeline, place: int) -> list[Block]:
    row = answer.rows[place]
    is_ahead = row.event.on > answer.asked_on
    before = answer.rows[place - 1].event.on if place else None
    begins = is_ahead and (before is None or before <= answer.asked_on)
    line = [context(bold(f"{_AHEAD} {format_day(answer.asked_on)}"))] if begins else []
    return [*line, _build_event(row)]


def _build_event(row: TimelineRow) -> Block:
    item_row = row.row.row if isinstance(row.row, PolicyRow) else row.row
    what, who = _describe(row, item_row)
    lines = [join_facts((bold(format_day(row.event.on)), what, who)), f"— {cite(row.said_by.source)}"]
    return section("\n".join(lines), accessory=source_button(row.said_by.id))


def _describe(row: TimelineRow, item_row: ItemRow) -> tuple[str, str]:
    if isinstance(row.row, PolicyRow):
        policy = row.row.policy
        title = escape(cut(name_policy(policy, item_row), _MAX_TITLE))
        kind = row.event.kind
        standing = " (official)" if row.event.is_official else " (as reported)"
        word = f"{kind.value}{standing}"
        if kind is EventKind.ISSUED:
            is_draft = policy.status is PolicyStatus.DRAFT_FOR_COMMENT
            word = f"{'draft published' if is_draft else kind.value}{standing}"
        told = row.said_by.item
        issuers = policy.issuing_bodies if row.event.is_official else told.issuing_bodies or policy.issuing_bodies
        return f"{word}: {bold(policy.id)} {title}", format_bodies(issuers)
    said = escape(cut(" ".join((item_row.item.headline or item_row.sentence).split()), _MAX_TITLE))
    return f"{bold(item_row.id)} {said}", italic(CLAIM) if is_claim(item_row.item) else "news"
