"""What a subscription would have brought, what somebody has not seen, and why a post brought what it brought."""

from __future__ import annotations

from bot.digests.compose import Digest, name_left_out
from bot.digests.previews import LeftOut, LeftOutItem, LookBack, MatchedItem, News, Why
from bot.digests.schedule import describe_schedule, to_local
from bot.model.digest import Fate
from bot.model.post import Message
from bot.model.subscription import SubscriptionState
from bot.slack.blocks import Block, build_message, build_rows, context, section
from bot.slack.messages.digest import build_private_digest
from bot.slack.messages.digest_lines import code, is_change, list_shown_items, name_item, say_counts, say_words
from bot.slack.messages.subscriptions import build_notes
from bot.slack.mrkdwn import bold, escape, format_day, format_period, plural

_SHOWN_ITEMS = 12


def build_preview(
    back: LookBack,
    latest: Digest | None,
    *,
    notes: tuple[str, ...] = (),
    prefix: str = "",
    only_reads: bool = False,
) -> Message:
    """Return a preview: how many posts a week, and the items of the last 90 days.

    Where there is none, ``latest`` shows what the filter would bring of the latest briefing held, unless what matches
    was left out. Whoever ``only_reads`` sees what is open alone.
    """
    opening = [*build_notes(notes), *describe_look_back(back)]
    if back.entries:
        return build_message(f"Preview of {say_words(back.filter_words)}", opening)
    if back.left_out:
        return build_message(f"What matches is left out: {say_counts(back.left_out)}.", opening)
    if latest is None:
        text = f"No briefing is {'open to you' if only_reads else 'held yet'}, so there is nothing to preview."
        return build_message(text, [*build_notes(notes), section(text)])
    if not latest.entries:
        text = f"Nothing in the latest briefing matches {say_words(back.filter_words)} either."
        if latest.not_brought:
            text = f"What matches in the latest briefing is left out: {say_counts(latest.not_brought)}."
        text += " A summary without entries is not posted."
        return build_message(text, [*opening, section(text)])
    opening.append(section(bold("The latest briefing held would bring this")))
    return build_private_digest(latest, opening=opening, prefix=prefix)


def describe_look_back(back: LookBack) -> list[Block]:
    """Return the count of the posts, and the newest items."""
    zone = back.schedule.zone
    period = format_period(to_local(back.since, zone).date(), to_local(back.until, zone).date())
    what = f"{bold('Preview')} of {say_words(back.filter_words)}, {escape(describe_schedule(back.schedule))}"
    left_out = say_counts(back.left_out)
    if not back.entries:
        why = "no briefing was announced in that time" if back.issues == 0 else "nothing in its briefings matches"
        why = f"what matches is left out: {left_out}" if left_out else why
        return [section(f"{what}\n{period}: no post, {why}.")]
    rate = f"{back.a_week:.1f}".removesuffix(".0")
    counted = f"{plural(back.posts, 'post')} with {plural(len(back.entries), 'item')}, about {rate} a week"
    lines = [what, f"{period}: {counted}.", *([f"Left out: {left_out}."] if left_out else [])]
    shown = [
        f"{bold(entry.item.shown_id)} {escape(name_item(entry.item.item))}" for entry in back.entries[:_SHOWN_ITEMS]
    ]
    rest = len(back.entries) - len(shown)
    return [section("\n".join(lines)), context(" · ".join([*shown, *([f"and {rest} earlier"] if rest else [])]))]


def build_news(news: News, *, notes: tuple[str, ...] = (), prefix: str = "") -> Message:
    """Return what was learned since somebody last asked."""
    since = f"{format_day(news.since.date())} {news.since:%H:%M} UTC"
    asked = f"since {since}, as you ask for the first time" if news.is_first else f"since you asked on {since}"
    if news.digest is None:
        text = f"Nothing new {asked}."
        return build_message(text, [*build_notes(notes), section(text)])
    is_new = not any(is_change(entry.item, news.digest) for entry in news.digest.entries)
    text = f"{bold(plural(len(news.digest.entries), 'new item' if is_new else 'new or changed item'))} {asked}"
    opening = [*build_notes(notes), section(text)]
    whole = build_private_digest(news.digest, opening=opening, prefix=prefix)
    if len(list_shown_items(news.digest, whole)) == len(news.digest.entries):
        return whole
    again = code(f"/{prefix}digest now topic:energy")
    closing = [context(f"A filter shows the rest, such as {again}.")]
    return build_private_digest(news.digest, opening=opening, closing=closing, prefix=prefix)


def build_why(why: Why, *, prefix: str = "") -> Message:
    """Return why a post brought its items: the rule, and what matched in each."""
    rule = why.subscription
    schedule = escape(describe_schedule(rule.schedule))
    asks = f"Rule {rule.shown_id}: {say_words(why.filter_words)}, {schedule}; set up by <@{escape(rule.created_by)}>."
    asks += " It has ended." if (is_over := rule.state is SubscriptionState.CANCELLED) else ""
    lines = [f"{bold(each.shown_id)} {escape(name_item(each.item))}: {_reasons(each, why)}" for each in why.items]
    hint = f"{code(f'/{prefix}digest preview {rule.shown_id}')} shows what else the rule brings."
    tail = [] if is_over else [context(hint)]
    return build_rows(asks, head=[section(asks)], rows=[[section(line)] for line in lines], tail=lambda _shown: tail)


def build_left_out(left: LeftOut, *, prefix: str = "") -> Message:
    """Return what a post left out, under the reason of each, for one person alone."""
    rule = left.subscription
    if not left.items:
        text = f"{rule.shown_id} left nothing out."
        return build_message(text, [section(text)])
    groups: dict[str, list[str]] = {}
    for each in left.items:
        line = f"• {bold(each.shown_id)} {escape(name_item(each.item))}"
        groups.setdefault(bold(_say_why_not(each, left)), []).append(line)
    text = f"Left out by {rule.shown_id} ({say_words(left.filter_words)}): {plural(len(left.items), 'item')}"
    rows = []
    for why, lines in sorted(groups.items(), key=lambda group: -len(group[1])):
        title = section(f"{why} · {len(lines)}")
        rows += [[title, section(lines[0])], *([section(line)] for line in lines[1:])]
    hint = f"An id opens it: {code(f'/{prefix}policy {left.items[0].shown_id}')}"
    return build_rows(text, head=[section(text)], rows=rows, tail=lambda _shown: [context(hint)])


def _say_why_not(each: LeftOutItem, left: LeftOut) -> str:
    """Return the reason of one item, raw."""
    if each.fate == Fate.FILTERED:
        asked = ", ".join(left.filter_words) or "everything"
        return f"{name_left_out(each.item).capitalize()}: not {asked}"
    fate = "already had" if each.fate == "posted" else each.fate
    return f"{fate.capitalize()}: {each.reason}" if each.reason else fate.capitalize()


def _reasons(matched: MatchedItem, why: Why) -> str:
    if matched.reasons:
        return escape(", ".join(matched.reasons))
    return "it matched when this was posted" if why.filter_words else "the rule asks for everything"
