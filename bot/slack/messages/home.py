"""A person's Home: search, what is new, open deadlines, and what they follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.posts.schedule import describe_schedule
from bot.domain.posts.subscription import SubscriptionState
from bot.services.subscribing.home import MAX_WATCHES
from bot.slack.actions import CHANGE, SEARCH, Ask
from bot.slack.blocks import MAX_VIEW_BLOCKS, Block, actions, button, context, cut, divider, header, section
from bot.slack.messages.citations import cite, name_series
from bot.slack.messages.fact_sources import format_differences, format_fact_sources
from bot.slack.messages.frame import capitalise, describe_held, follow_button, join_facts, open_button, source_button
from bot.slack.messages.policy_facts import format_bodies, format_dated, format_deadlines, name_policy
from bot.slack.messages.statements import format_sentence
from bot.slack.mrkdwn import bold, escape, format_day, plural

if TYPE_CHECKING:
    import datetime as dt

    from bot.services.results import ItemRow, PolicyRow
    from bot.services.subscribing.home import HomePage
    from bot.services.subscribing.subscriptions import Changed

_MAX_ITEMS = 6
_MAX_SENTENCE = 220
_STATES = {
    SubscriptionState.PENDING_NOTICE: "starts once its notice is posted",
    SubscriptionState.PAUSED: "paused",
}


def build_home(page: HomePage, *, prefix: str = "", withheld: str = "", only_reads: bool = False) -> Block:
    """Build Home; each part says so plainly where there is nothing.

    ``withheld`` says what somebody may not see; whoever ``only_reads`` follows nothing.
    """
    held = "" if withheld and not page.held.briefings else describe_held(page.held)
    about = join_facts(("China's industrial policy out of your briefings", held))
    blocks = [
        header("Gongbao"),
        context(*filter(None, (about, escape(withheld)))),
        actions(
            button("Search policies", SEARCH, style="primary"),
            open_button("Deadlines", Ask(command="policy", text="due"), 1),
            open_button("Ministries", Ask(command="ministry"), 2),
            open_button("Companies", Ask(command="company"), 3),
            open_button("Briefings", Ask(command="briefing", text="list"), 4),
        ),
        divider(),
        *_build_new(page, withheld),
        divider(),
        *_build_deadlines(page, withheld),
        *([] if only_reads and not page.watches else [divider(), *_build_watches(page, prefix, only_reads=only_reads)]),
    ]
    return {"type": "home", "blocks": blocks[:MAX_VIEW_BLOCKS]}


def _build_new(page: HomePage, withheld: str) -> list[Block]:
    if page.newest is None:
        none = "Nothing is open to you." if withheld else "No briefing is held yet. An admin ingests the first one."
        return [section(f"{bold('What is new')}\n{none}")]
    briefing = page.newest.briefing
    name = name_series(briefing.publisher, briefing.series) or briefing.name
    day = format_day(briefing.published_on) if briefing.published_on else "undated"
    rows = page.newest.rows[:_MAX_ITEMS]
    ask = Ask(command="briefing", text=briefing.id)
    title = f"{bold('What is new')}\n{escape(name)}, {day} · {plural(page.newest.total, 'item')}"
    return [section(title, accessory=open_button(f"All of {briefing.id}", ask, 1)), *map(_build_item, rows)]


def _build_item(row: ItemRow) -> Block:
    title = f"{row.id}  {row.item.headline}" if row.item.headline else row.id
    issuers = format_bodies(row.item.issuing_bodies) if row.item.policy is not None else ""
    facts = join_facts((bold(title), issuers, format_day(row.item.reported_on)))
    text = f"{facts}\n{format_sentence(row, _MAX_SENTENCE)}\n— {cite(row.source)}"
    return section(text, accessory=source_button(row.id))


def _build_deadlines(page: HomePage, withheld: str) -> list[Block]:
    if not page.deadlines:
        where = "what is open to you" if withheld else "what is held"
        return [section(f"{bold('Deadlines ahead')}\nNone is printed in {where}.")]
    rows = [_build_deadline(row, page.asked_on) for row in page.deadlines]
    left = page.deadlines_total - len(rows)
    more = [context(f"{left} more under Deadlines")] if left > 0 else []
    return [section(bold("Deadlines ahead")), *rows, *more]


def _build_deadline(row: PolicyRow, asked_on: dt.date) -> Block:
    policy = row.policy
    title = escape(cut(name_policy(policy, row.row), 120))
    deadline = capitalise(format_deadlines(policy, row.rows, is_open=row.is_open, asked_on=asked_on))
    facts = join_facts((format_bodies(policy.issuing_bodies), format_dated(policy)))
    sources = [f"{facts} — {cite(row.row.source)}", *format_fact_sources(policy, row.rows, row.row)]
    text = "\n".join([f"{bold(policy.id)} {title}", deadline, *sources, *format_differences(policy, row.rows)])
    return section(text, accessory=open_button(f"Open {policy.id}", Ask(command="policy", text=policy.id), 1))


def _build_watches(page: HomePage, prefix: str, *, only_reads: bool) -> list[Block]:
    follow = [] if only_reads else follow_button("Follow something…", "")
    title = bold("My watches")
    if not page.watches:
        hint = f"Press Follow under an answer, or type `/{prefix}digest subscribe` in a channel."
        return [section(f"{title}\nYou follow nothing yet. {hint}"), actions(*follow)]
    shown = page.watches[:MAX_WATCHES]
    left = len(page.watches) - len(shown)
    more = [context(f"{left} more: type `/{prefix}digest list`")] if left > 0 else []
    rows = [section(title), *(_build_watch(each, page.hidden) for each in shown), *more]
    return [*rows, actions(*follow)] if follow else rows


def _build_watch(watch: Changed, hidden: frozenset[str]) -> Block:
    rule = watch.subscription
    if rule.shown_id in hidden:
        return section(f"{bold(rule.shown_id)} posts to a private channel that you are not in, as far as Slack says")
    words = " · ".join(escape(each) for each in watch.filter_words) or "everything"
    where = "your direct messages" if rule.is_personal else f"<#{rule.channel}>"
    facts = join_facts((capitalise(describe_schedule(rule.schedule)), f"to {where}", _STATES.get(rule.state, "")))
    change = button("Change", CHANGE, rule.shown_id)
    return section(f"{bold(rule.shown_id)} {words}\n{facts}", accessory=change)
