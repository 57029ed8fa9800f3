"""A person's Home: deadlines first, then what is new, then what they follow."""

from collections.abc import Iterator

from bot.answers.rows import ItemRow, PolicyRow, join_series
from bot.digests.accounts import MAX_WATCHES, HomePage
from bot.digests.subscriptions import Changed
from bot.model.subscription import SubscriptionState
from bot.slack.actions import SEARCH, Ask
from bot.slack.blocks import MAX_VIEW_BLOCKS, Block, actions, button, context, divider, header, menu, section
from bot.slack.messages.facts import format_bodies, format_deadlines, mention, name_item
from bot.slack.messages.forms import UPLOAD
from bot.slack.messages.frame import follow_button, open_button, open_row
from bot.slack.messages.notices import build_rule_menu, describe_rule
from bot.slack.mrkdwn import bold, capitalise, code, escape, format_day, join_facts, plural

_MAX_ITEMS = 6


def build_home(
    page: HomePage, *, prefix: str = "", withheld: str = "", only_reads: bool = False, is_admin: bool = False
) -> Block:
    """Build Home; whoever ``only_reads`` follows nothing, an admin of an empty store is offered the form to fill it.

    ``withheld`` says what somebody may not see.
    """
    is_empty = page.newest is None and not withheld
    follows = list(_list_watches(page, prefix, only_reads=only_reads)) if page.watches or not only_reads else []
    search = actions(
        button("Search", SEARCH, style="primary"),
        open_button("Ministries", Ask(command="ministry"), 1),
        open_button("Companies", Ask(command="company"), 2),
        menu(open_button("Briefings", Ask(command="briefing", text="list"), 3)),
    )
    hint = "" if is_admin else "\nAn admin of Gongbao uploads the first one."
    upload = button("Upload a briefing", UPLOAD, "form", style="primary") if is_admin else {}
    body = [search, *_list_deadlines(page), divider(), _build_newest(page), divider() if follows else {}, *follows]
    if is_empty:
        body = [section(f"{bold('No briefings yet')}{hint}"), actions(upload), *(follows if page.watches else [])]
    about = context(join_facts(("China's industrial policy, from your briefings", escape(withheld))))
    return {"type": "home", "blocks": list(filter(None, [header("Gongbao"), about, *body]))[:MAX_VIEW_BLOCKS]}


def _list_deadlines(page: HomePage) -> Iterator[Block]:
    """Yield a row for each of the next deadlines, with its button; nothing without any."""
    for number, row in enumerate(page.deadlines):
        yield open_row(_describe_deadline(row, page), row.policy.id, number=number)
    left = page.deadlines_total - len(page.deadlines)
    more = open_button(f"{left} more deadlines", Ask(command="policy", text="due"), 0)
    yield actions(more if left > 0 else {})


def _describe_deadline(row: PolicyRow, page: HomePage) -> str:
    days = format_deadlines(row.rows, is_open=row.is_open, asked_on=page.asked_on)[:1]
    return "\n".join([*days, f"{escape(name_item(row.row.item))} · {row.policy.id}"])


def _build_newest(page: HomePage) -> Block:
    """Return the newest briefing with its first items."""
    if page.newest is None:
        return section("No briefings are open to you.")
    briefing = page.newest.briefing
    name = join_series(briefing.publisher, briefing.series) or briefing.name
    title = ", ".join(filter(None, (name, format_day(briefing.published_on))))
    lines = [f"{bold(title)} · {plural(page.newest.total, 'item')}"]
    lines += map(_describe_item, page.newest.rows[:_MAX_ITEMS])
    return section(
        "\n".join(lines), accessory=open_button("Open briefing", Ask(command="briefing", text=briefing.id), 1)
    )


def _describe_item(row: ItemRow) -> str:
    issuers = format_bodies(row.item.issuing_bodies, 1) if row.item.policy is not None else ""
    return f"• {join_facts((escape(name_item(row.item)), issuers, row.policy_id or row.id))}"


def _list_watches(page: HomePage, prefix: str, *, only_reads: bool) -> Iterator[Block]:
    """Yield what somebody follows, each with its menu, and the button to follow more."""
    how = f"\nNothing yet. Press Follow under an answer, or type {code(f'/{prefix}digest subscribe')} in a channel."
    yield section(f"{bold('Following')}{'' if page.watches else how}")
    yield from (_build_watch(each, page.hidden) for each in page.watches[:MAX_WATCHES])
    left = len(page.watches) - MAX_WATCHES
    yield context(f"{left} more: {code(f'/{prefix}digest list')}" if left > 0 else "")
    yield actions({} if only_reads else follow_button("Follow…", ""))


def _build_watch(watch: Changed, hidden: frozenset[str]) -> Block:
    rule = watch.subscription
    if rule.shown_id in hidden:
        return section(f"{rule.shown_id} posts to a private channel that you aren't in.")
    where = "in your direct messages" if rule.is_personal else f"in {mention(rule.channel)}"
    facts = join_facts((where, "paused" if rule.state is SubscriptionState.PAUSED else "", rule.shown_id))
    what = capitalise(describe_rule(rule, watch.filter_words, rule.schedule))
    return section(f"{what}\n{facts}", accessory=build_rule_menu(rule))
