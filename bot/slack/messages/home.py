"""A person's Home: deadlines first, then what is new, then what they follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from bot.answers.rows import ItemRow, PolicyRow
from bot.answers.sources import join_series
from bot.digests.accounts import MAX_WATCHES, HomePage
from bot.digests.subscriptions import Changed
from bot.model.briefing import DeadlineKind
from bot.model.subscription import SubscriptionState
from bot.slack.actions import SEARCH, Ask
from bot.slack.blocks import MAX_VIEW_BLOCKS, Block, actions, button, context, divider, header, menu, section
from bot.slack.messages.frame import capitalise, follow_button, join_facts, open_button
from bot.slack.messages.ingest_progress import OPEN_FORM
from bot.slack.messages.items import code, describe_deadline, describe_issuers, mention, name_item
from bot.slack.messages.notices import build_rule_menu, describe_rule
from bot.slack.mrkdwn import bold, escape, format_day, plural

_MAX_ITEMS = 6


def build_home(
    page: HomePage, *, prefix: str = "", withheld: str = "", only_reads: bool = False, is_admin: bool = False
) -> Block:
    """Build Home; whoever ``only_reads`` follows nothing, an admin of an empty store is offered the form to fill it.

    ``withheld`` says what somebody may not see.
    """
    about = join_facts(("China's industrial policy, from your briefings", escape(withheld)))
    head = [header("Gongbao"), context(about)]
    if page.newest is None and not withheld:
        upload = [actions(button("Upload a briefing", OPEN_FORM, "form", style="primary"))] if is_admin else []
        hint = "" if is_admin else "\nAn admin of Gongbao uploads the first one."
        follows = list(_list_watches(page, prefix, only_reads=only_reads)) if page.watches else []
        return {"type": "home", "blocks": [*head, section(f"{bold('No briefings yet')}{hint}"), *upload, *follows]}
    search = [
        button("Search", SEARCH, style="primary"),
        open_button("Ministries", Ask(command="ministry"), 1),
        open_button("Companies", Ask(command="company"), 2),
        *menu(open_button("Briefings", Ask(command="briefing", text="list"), 3)),
    ]
    follows = (
        [] if only_reads and not page.watches else [divider(), *_list_watches(page, prefix, only_reads=only_reads)]
    )
    blocks = [*head, actions(*search), *_list_deadlines(page), *_list_new(page), *follows]
    return {"type": "home", "blocks": blocks[:MAX_VIEW_BLOCKS]}


def _list_deadlines(page: HomePage) -> Iterator[Block]:
    """Yield a row for each of the next deadlines, with its button; nothing without any."""
    for number, row in enumerate(page.deadlines):
        yield section(
            _describe_deadline(row, page.asked_on),
            accessory=open_button("Open", Ask(command="policy", text=row.policy.id), number),
        )
    left = page.deadlines_total - len(page.deadlines)
    if left > 0:
        yield actions(open_button(f"{left} more deadlines", Ask(command="policy", text="due"), 0))


def _describe_deadline(row: PolicyRow, today: dt.date) -> str:
    policy = row.policy
    days = (
        (DeadlineKind.COMMENTS_CLOSE, policy.comments_close_on),
        (DeadlineKind.APPLICATIONS_CLOSE, policy.applications_close_on),
        (DeadlineKind.TAKES_EFFECT, policy.effective_on),
    )
    ahead = sorted((on, kind) for kind, on in days if on is not None and on >= today)
    name = escape(name_item(row.row.item))
    if not ahead:
        return name
    on, kind = ahead[0]
    return f"{bold(f'⏳ {describe_deadline(kind, on, (on - today).days, year=today.year)}')}\n{name} · {policy.id}"


def _list_new(page: HomePage) -> Iterator[Block]:
    """Yield the newest briefing with its first items."""
    yield divider()
    if page.newest is None:
        yield section("No briefings are open to you.")
        return
    briefing = page.newest.briefing
    name = join_series(briefing.publisher, briefing.series) or briefing.name
    day = f", {format_day(briefing.published_on)}" if briefing.published_on else ""
    rows = page.newest.rows[:_MAX_ITEMS]
    title = f"{bold(f'{name}{day}')} · {plural(page.newest.total, 'item')}"
    opens = open_button("Open briefing", Ask(command="briefing", text=briefing.id), 1)
    yield section("\n".join([title, *map(_describe_item, rows)]), accessory=opens)


def _describe_item(row: ItemRow) -> str:
    issuers = escape(describe_issuers(row.item, {})) if row.item.policy is not None else ""
    return f"• {join_facts((escape(name_item(row.item)), issuers, row.policy_id or row.id))}"


def _list_watches(page: HomePage, prefix: str, *, only_reads: bool) -> Iterator[Block]:
    """Yield what somebody follows, each with its menu, and the button to follow more."""
    if not page.watches:
        how = f"Press Follow under an answer, or type {code(f'/{prefix}digest subscribe')} in a channel."
        yield section(f"{bold('Following')}\nNothing yet. {how}")
    else:
        yield section(bold("Following"))
    yield from (_build_watch(each, page.hidden) for each in page.watches[:MAX_WATCHES])
    left = len(page.watches) - MAX_WATCHES
    if left > 0:
        yield context(f"{left} more: {code(f'/{prefix}digest list')}")
    follow = [] if only_reads else follow_button("Follow…", "")
    if follow:
        yield actions(*follow)


def _build_watch(watch: Changed, hidden: frozenset[str]) -> Block:
    rule = watch.subscription
    if rule.shown_id in hidden:
        return section(f"{rule.shown_id} posts to a private channel that you aren't in.")
    where = "in your direct messages" if rule.is_personal else f"in {mention(rule.channel)}"
    facts = join_facts((where, "paused" if rule.state is SubscriptionState.PAUSED else "", rule.shown_id))
    what = capitalise(describe_rule(rule, watch.filter_words, rule.schedule))
    return section(f"{what}\n{facts}", accessory=build_rule_menu(rule))
