"""A person's Home: deadlines first, then what is new, then what they follow."""

from collections.abc import Iterator

from bot.answers.briefing import BriefingCard
from bot.answers.rows import join_series
from bot.digests.accounts import MAX_WATCHES, HomePage
from bot.slack.actions import SEARCH, Ask
from bot.slack.blocks import MAX_VIEW_BLOCKS, Block, actions, button, context, divider, header, menu, section
from bot.slack.messages.facts import format_bodies, format_deadlines, name_dated, name_item
from bot.slack.messages.forms import UPLOAD
from bot.slack.messages.frame import follow_button, is_mere_reader, open_button, open_row, type_command
from bot.slack.messages.subscriptions import build_rule
from bot.slack.mrkdwn import bold, escape
from bot.slack.wording import join_facts, plural

_MAX_ITEMS = 6


def build_home(page: HomePage, *, withheld: str, is_admin: bool) -> Block:
    """Build Home; an admin of an empty store is offered the form to fill it, ``withheld`` is what is not shown."""
    has_answers, upload = page.newest is not None or bool(withheld), {}
    about = context(join_facts(("China's industrial policy, from your briefings", escape(withheld))))
    if is_admin:
        upload = button("Upload a briefing", UPLOAD, "form", style="primary")
    none = bold("No briefings yet") + ("" if is_admin else "\nAn admin of Gongbao uploads the first one.")
    shown = _list_answers(page) if has_answers else [section(none), actions(upload)]
    follows = page.watches or (has_answers and not is_mere_reader())
    blocks = [header("Gongbao"), about, *shown, *(_list_watches(page) if follows else ())]
    return {"type": "home", "blocks": list(filter(None, blocks))[:MAX_VIEW_BLOCKS]}


def _list_answers(page: HomePage) -> Iterator[Block]:
    """Yield what may be asked, a row for each of the next deadlines, and the newest briefing."""
    yield actions(
        button("Search", SEARCH, style="primary"),
        open_button("Ministries", Ask(command="ministry"), 1),
        open_button("Companies", Ask(command="company"), 2),
        menu(open_button("Briefings", Ask(command="briefing", text="list"), 3)),
    )
    for number, row in enumerate(page.deadlines):
        days = format_deadlines(row, page.asked_on)[:1]
        named = f"{escape(name_item(row.row.item))} · {row.policy.id}"
        yield open_row("\n".join((*days, named)), row.policy.id, number=number)
    left = page.deadlines_total - len(page.deadlines)
    yield actions(open_button(f"{left} more deadlines", Ask(command="policy", text="due"), 0) if left > 0 else {})
    yield divider()
    yield _build_newest(page.newest) if page.newest else section("No briefings are open to you.")


def _build_newest(newest: BriefingCard) -> Block:
    briefing = newest.briefing
    name = join_series(briefing.publisher, briefing.series) or briefing.name
    lines = [f"{bold(name_dated(name, briefing.published_on))} · {plural(newest.total, 'item')}"]
    for row in newest.rows[:_MAX_ITEMS]:
        issuers = format_bodies(row.item.issuing_bodies, 1) if row.item.policy is not None else ""
        lines.append(f"• {join_facts((escape(name_item(row.item)), issuers, row.policy_id or row.id))}")
    return open_row("\n".join(lines), briefing.id, command="briefing", label="Open briefing")


def _list_watches(page: HomePage) -> Iterator[Block]:
    how = f"\nNothing yet. Press Follow under an answer, or type {type_command('digest subscribe')} in a channel."
    yield divider() if page.newest is not None else {}
    yield section(f"{bold('Following')}{'' if page.watches else how}")
    for watch in page.watches[:MAX_WATCHES]:
        shown_id = watch.subscription.shown_id
        unseen = section(f"{shown_id} posts to a private channel that you aren't in.")
        yield unseen if shown_id in page.hidden else build_rule(watch, at_home=True)
    left = len(page.watches) - MAX_WATCHES
    yield context(f"{left} more: {type_command('digest list')}" if left > 0 else "")
    yield actions({} if is_mere_reader() else follow_button("Follow…", ""))
