"""A person's Home: deadlines first, then what is new, then what they follow."""

from collections.abc import Iterator

from bot.answers.briefing import BriefingCard
from bot.answers.rows import join_series
from bot.digests.accounts import MAX_WATCHES, HomePage
from bot.digests.subscriptions import Changed
from bot.slack.actions import SEARCH, Ask
from bot.slack.blocks import MAX_VIEW_BLOCKS, Block, actions, button, context, divider, header, menu, section
from bot.slack.messages.facts import format_bodies, format_deadlines, name_dated, name_item
from bot.slack.messages.forms import UPLOAD
from bot.slack.messages.frame import follow_button, is_mere_reader, open_button, open_row, type_command
from bot.slack.messages.subscriptions import build_rule
from bot.slack.mrkdwn import bold, escape, join_facts, plural

_MAX_ITEMS = 6


def build_home(page: HomePage, *, withheld: str, is_admin: bool) -> Block:
    """Build Home; an admin of an empty store is offered the form to fill it, ``withheld`` is what is not shown."""
    if page.newest is not None or withheld:
        body = [*_list_answers(page), *(_list_watches(page) if page.watches or not is_mere_reader() else ())]
    else:
        hint = "" if is_admin else "\nAn admin of Gongbao uploads the first one."
        upload = button("Upload a briefing", UPLOAD, "form", style="primary") if is_admin else {}
        body = [section(f"{bold('No briefings yet')}{hint}"), actions(upload)]
        body += _list_watches(page) if page.watches else ()
    about = context(join_facts(("China's industrial policy, from your briefings", escape(withheld))))
    return {"type": "home", "blocks": list(filter(None, [header("Gongbao"), about, *body]))[:MAX_VIEW_BLOCKS]}


def _list_answers(page: HomePage) -> Iterator[Block]:
    """Yield what may be asked, a row for each of the next deadlines, and the newest briefing."""
    yield actions(
        button("Search", SEARCH, style="primary"),
        open_button("Ministries", Ask(command="ministry"), 1),
        open_button("Companies", Ask(command="company"), 2),
        menu(open_button("Briefings", Ask(command="briefing", text="list"), 3)),
    )
    for number, row in enumerate(page.deadlines):
        days = format_deadlines(row.rows, is_open=row.is_open, asked_on=page.asked_on)[:1]
        named = f"{escape(name_item(row.row.item))} · {row.policy.id}"
        yield open_row("\n".join((*days, named)), row.policy.id, number=number)
    left = page.deadlines_total - len(page.deadlines)
    yield actions(open_button(f"{left} more deadlines", Ask(command="policy", text="due"), 0) if left > 0 else {})
    yield divider()
    yield _build_newest(page.newest) if page.newest else section("No briefings are open to you.")


def _build_newest(newest: BriefingCard) -> Block:
    """Return the newest briefing with its first items."""
    briefing = newest.briefing
    name = join_series(briefing.publisher, briefing.series) or briefing.name
    title = name_dated(name, briefing.published_on)
    lines = [f"{bold(title)} · {plural(newest.total, 'item')}"]
    for row in newest.rows[:_MAX_ITEMS]:
        issuers = format_bodies(row.item.issuing_bodies, 1) if row.item.policy is not None else ""
        lines.append(f"• {join_facts((escape(name_item(row.item)), issuers, row.policy_id or row.id))}")
    return open_row("\n".join(lines), briefing.id, command="briefing", label="Open briefing")


def _list_watches(page: HomePage) -> Iterator[Block]:
    """Yield what somebody follows, each with its menu, and the button to follow more."""
    how = f"\nNothing yet. Press Follow under an answer, or type {type_command('digest subscribe')} in a channel."
    if page.newest is not None:
        yield divider()
    yield section(f"{bold('Following')}{'' if page.watches else how}")
    yield from (_build_watch(each, page.hidden) for each in page.watches[:MAX_WATCHES])
    left = len(page.watches) - MAX_WATCHES
    yield context(f"{left} more: {type_command('digest list')}" if left > 0 else "")
    yield actions({} if is_mere_reader() else follow_button("Follow…", ""))


def _build_watch(watch: Changed, hidden: frozenset[str]) -> Block:
    if watch.subscription.shown_id in hidden:
        return section(f"{watch.subscription.shown_id} posts to a private channel that you aren't in.")
    return build_rule(watch, at_home=True)
