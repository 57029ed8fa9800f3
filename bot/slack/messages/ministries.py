"""Bodies as messages: the list of ministries, and the card of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.lexicon import spell_id
from bot.slack.actions import Ask
from bot.slack.blocks import Block, build_rows, context, cut, header, section
from bot.slack.messages.charts import build_counts
from bot.slack.messages.frame import (
    Frame,
    Offers,
    Pages,
    Place,
    capitalise,
    describe_held,
    describe_narrowed,
    join_facts,
    open_button,
    open_buttons,
)
from bot.slack.messages.notes import build_notes
from bot.slack.messages.policies import build_row
from bot.slack.messages.policy_facts import format_ahead, name_policy
from bot.slack.messages.record_lists import build_record_list
from bot.slack.mrkdwn import bold, escape, format_day, join_some, plural

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.lexicon import Body, FormerNames
    from bot.domain.posts.post import Message
    from bot.services.results import BodyCount, MinistryCard, MinistryList, PolicyRow

_MAX_NAMES = 700
_MAX_WITH = 8


def build_ministry_list(answer: MinistryList, frame: Frame) -> Message:
    """Build the list of bodies the corpus names, with what each issued."""
    names = ", ".join(spell_id(count.body.id) for count in answer.counts[:5])
    return build_record_list(
        answer,
        frame,
        rows=[_build_count(count) for count in answer.counts],
        text=f"{plural(answer.total, 'ministry', 'ministries')}: {escape(names)} · {describe_held(answer.held)}",
        counted=plural(answer.total, "ministry or body", "ministries and bodies"),
        order="named in the corpus",
        note='"issued" means named as issuer',
    )


def _build_count(count: BodyCount) -> Block:
    body = count.body
    facts = join_facts((f"issued {count.issued:,}", f"named in {plural(count.named, 'item')}"))
    names = join_facts((escape(body.name_en), escape(body.name_zh)))
    return section(
        f"{bold(spell_id(body.id))}  {names}\n{facts}",
        accessory=open_button("Open", Ask(command="ministry", text=body.id), 1),
    )


def build_ministry_card(answer: MinistryCard, frame: Frame) -> Message:
    """Build the card of one body: its names and succession, its drafts, and a page of what it issued."""
    body = answer.body
    head: list[Block] = [
        *frame.opening(answer.notes),
        header(_name_body(body)),
        section("\n".join(_format_names(answer))),
        *(section(line) for line in describe_narrowed(answer.understood)),
        section("\n".join(_format_record(answer))),
    ]
    head += build_counts(answer, with_chart=frame.place is not Place.WINDOW)
    rows = [[build_row(row, asked_on=answer.asked_on)] for row in answer.rows]

    def tail(shown: int) -> list[Block]:
        pages = Pages.of(answer, shown=shown)
        mentions = frame.command(f"mentions:{body.id}", "policy")
        hint = join_facts((pages.describe(), f'"Issued" means named as issuer; otherwise: {mentions}'))
        asks = _list_other_views(answer)
        offers = Offers(follow="Follow…", filter=answer.follow, cite=answer.total > 0, note=f"body:{body.id}")
        return [
            *build_notes(answer.team_notes),
            context(hint),
            *frame.closing(open_buttons(asks), pages=pages, offers=offers),
        ]

    text = f"{escape(_name_body(body))}: issued {answer.alone + answer.joint} · {describe_held(answer.held)}"
    return build_rows(text, head=head, rows=rows, tail=tail)


def _list_other_views(answer: MinistryCard) -> list[tuple[str, Ask]]:
    """Give the way to what it issued with others, and back."""
    if answer.only_joint:
        text = f"{answer.body.id} {answer.filter_text}".rstrip()
        return [(f"All {answer.alone + answer.joint}", Ask(command="ministry", text=text))]
    if answer.alone and answer.joint:
        text = f"joint {answer.body.id} {answer.filter_text}".rstrip()
        return [("Only joint", Ask(command="ministry", text=text))]
    return []


def _name_body(body: Body) -> str:
    """Give a body's id and English name, once where they are the same in words."""
    spelled = spell_id(body.id)
    return spelled if spelled == body.name_en else f"{spelled}  {body.name_en}"


def _format_names(answer: MinistryCard) -> list[str]:
    body = answer.body
    known = {body.id, body.name_en}
    names = join_facts(escape(name) for name in (body.name_zh, *body.aliases) if name not in known)
    lines = [cut(names, _MAX_NAMES)] if names else []
    life = join_facts(
        (
            f"since {escape(body.since)}" if body.since else "",
            f"until {escape(body.until)}" if body.until else "",
            f"formerly named: {', '.join(map(_format_former, body.former_names))}" if body.former_names else "",
            f"before: {_name_bodies(answer.predecessors)}" if answer.predecessors else "",
            f"since then: {_name_bodies(answer.successors)}" if answer.successors else "",
        )
    )
    return [*lines, *([capitalise(life)] if life else [])] or [escape(body.name_en)]


def _format_former(former: FormerNames) -> str:
    until = f" (until {former.until})" if former.until else ""
    return escape(f"{', '.join(former.names)}{until}")


def _name_bodies(bodies: tuple[Body, ...]) -> str:
    return ", ".join(
        escape(f"{spell_id(body.id)} {body.name_zh or body.name_en}{_format_life(body)}") for body in bodies
    )


def _format_life(body: Body) -> str:
    """Give from when until when a body was, as far as our list is certain of it."""
    if body.since and body.until:
        return f" ({body.since} – {body.until})"
    return f" (until {body.until})" if body.until else f" (since {body.since})" if body.since else ""


def _format_record(answer: MinistryCard) -> list[str]:
    issued = answer.alone + answer.joint
    alone = f"issued {issued} ({answer.alone} alone, {answer.joint} joint)"
    lines = [
        f"{capitalise(describe_held(answer.held))} → {alone} · named besides in {plural(answer.mentioned, 'item')}"
    ]
    if answer.with_bodies:
        partners = [f"{escape(name)} ({count})" for name, count in answer.with_bodies]
        lines.append(f"Together with: {join_some(partners, _MAX_WITH)}")
    return [*lines, _format_waiting(answer)]


def _format_waiting(answer: MinistryCard) -> str:
    open_drafts = [_format_draft(row, answer.asked_on) for row in answer.open_drafts]
    left = answer.open_total - len(open_drafts)
    more = f" and {left} more" if left > 0 else ""
    waiting = f"{', '.join(open_drafts)}{more}" if open_drafts else "none open"
    last = ""
    if answer.last_closed is not None:
        policy = answer.last_closed.policy
        last = f"last closed {policy.id}, {format_day(policy.comments_close_on)}"
    return f"{bold('Waiting for answers:')} {join_facts((waiting, last))}"


def _format_draft(row: PolicyRow, asked_on: dt.date) -> str:
    title = escape(cut(name_policy(row.policy, row.row), 60))
    return f"{row.policy.id} {title}, {format_ahead(row, asked_on)}"
