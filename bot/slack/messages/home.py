"""A person's Home: deadlines first, then what is new, then what they follow."""

from bot.answers.briefing import BriefingCard
from bot.digests.accounts import MAX_WATCHES, HomePage
from bot.slack.actions import SEARCH, Ask
from bot.slack.blocks import DIVIDER, MAX_VIEW_BLOCKS, Block, actions, button, context, header, section
from bot.slack.messages.facts import format_bodies, list_open, name_dated, name_item
from bot.slack.messages.forms import UPLOAD
from bot.slack.messages.frame import follow_button, is_mere_reader, open_button, open_row, type_command
from bot.slack.messages.subscriptions import build_rule
from bot.slack.mrkdwn import bold, escape
from bot.slack.wording import join_facts, plural

_MAX_ITEMS = 6


def build_home(page: HomePage, *, withheld: str, is_admin: bool) -> Block:
    """Build Home; an admin of an empty store is offered the form to fill it, ``withheld`` is what is not shown."""
    has_answers, may_follow = page.newest is not None or bool(withheld), not is_mere_reader()
    about = context(join_facts(("China's industrial policy, from your briefings", escape(withheld))))
    upload = button("Upload a briefing", UPLOAD, "form", style="primary") if is_admin else {}
    none = bold("No briefings yet") + ("" if is_admin else "\nAn admin of Gongbao uploads the first one.")
    shown = _list_answers(page) if has_answers else [section(none), actions(upload)]
    how = f"\nNothing yet. Press Follow under an answer, or type {type_command('digest subscribe')} in a channel."
    left = len(page.watches) - MAX_WATCHES
    follows = [
        DIVIDER,
        section(f"{bold('Following')}{'' if page.watches else how}"),
        *(
            section(f"{watch.subscription.shown_id} posts to a private channel that you aren't in.")
            if watch.subscription.shown_id in page.hidden
            else build_rule(watch, at_home=True)
            for watch in page.watches[:MAX_WATCHES]
        ),
        context(f"{left} more: {type_command('digest list')}" if left > 0 else ""),
        actions(follow_button("Follow…", "") if may_follow else {}),
    ]
    blocks = [header("Gongbao"), about, *shown, *(follows if page.watches or (has_answers and may_follow) else ())]
    return {"type": "home", "blocks": list(filter(None, blocks))[:MAX_VIEW_BLOCKS]}


def _list_answers(page: HomePage) -> list[Block]:
    """Return what may be asked, a row for each of the next deadlines, and the newest briefing."""
    left = page.deadlines_total - len(page.deadlines)
    lines = list_open(page.deadlines, len(page.deadlines), page.asked_on)
    return [
        actions(
            button("Search", SEARCH, style="primary"),
            open_button("Ministries", Ask(command="ministry"), 1),
            open_button("Companies", Ask(command="company"), 2),
            more=[open_button("Briefings", Ask(command="briefing", text="list"), 3)],
        ),
        *(open_row(line, row.policy.id) for line, row in zip(lines, page.deadlines, strict=True)),
        actions(open_button(f"{left} more deadlines", Ask(command="policy", text="due"), 0) if left > 0 else {}),
        DIVIDER,
        _build_newest(page.newest) if page.newest else section("No briefings are open to you."),
    ]


def _build_newest(newest: BriefingCard) -> Block:
    briefing = newest.briefing
    lines = [f"{bold(name_dated(briefing.name, briefing.published_on))} · {plural(newest.total, 'item')}"]
    for row in newest.rows[:_MAX_ITEMS]:
        issuers = format_bodies(row.item.issuing_bodies, 1) if row.item.policy is not None else ""
        lines.append(f"• {join_facts((escape(name_item(row.item)), issuers, row.policy_id or row.id))}")
    return open_row("\n".join(lines), briefing.id, command="briefing", label="Open briefing")
