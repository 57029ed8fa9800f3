"""What a subscription would have brought, what somebody has not seen, and why a post brought what it brought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.access.licences import KEPT_OUT
from bot.digests.news import News
from bot.digests.replay import Replayed, ReplayedPost
from bot.digests.why import LeftOut, LeftOutItem, MatchedItem, Why
from bot.model.digest import Digest, Fate, name_left_out
from bot.model.post import Message
from bot.model.subscription import SubscriptionState, describe_schedule, to_local
from bot.slack.blocks import Block, build_message, build_rows, context, section
from bot.slack.messages.digest import build_private_digest
from bot.slack.messages.digest_lines import code, is_change, list_shown_items, name_item, say_counts, say_words
from bot.slack.messages.subscriptions import build_notes, format_moment
from bot.slack.mrkdwn import bold, escape, format_day, format_period, plural

_SHOWN_POSTS = 12


def build_preview(
    replayed: Replayed,
    latest: Digest | None,
    *,
    notes: tuple[str, ...] = (),
    prefix: str = "",
    only_reads: bool = False,
) -> Message:
    """Return a preview: the posts of the last 90 days, how many a week, and the newest of them in full.

    Where there is none, ``latest`` shows what the filter would bring of the latest briefing held, unless what matches
    was left out. Whoever ``only_reads`` sees what is open alone.
    """
    opening = [*build_notes(notes), *describe_replay(replayed)]
    if replayed.posts:
        opening.append(section(bold("The newest of them")))
        return build_private_digest(replayed.posts[-1].digest, opening=opening, prefix=prefix)
    if others := _list_left_out(replayed):
        return build_message(f"What matches is left out: {others}.", opening)
    if latest is None:
        text = f"No briefing is {'open to you' if only_reads else 'held yet'}, so there is nothing to preview."
        return build_message(text, [*build_notes(notes), section(text)])
    if not latest.entries:
        words = say_words(replayed.filter_words)
        text = f"Nothing in the latest briefing matches {words} either."
        if latest.not_brought:
            text = f"What matches in the latest briefing is left out: {say_counts(latest.not_brought)}."
        text += " A summary without entries is not posted."
        return build_message(text, [*opening, section(text)])
    opening.append(section(bold("The latest briefing held would bring this")))
    return build_private_digest(latest, opening=opening, prefix=prefix)


def describe_replay(replayed: Replayed) -> list[Block]:
    """Return the count and the dates of a replay."""
    zone = replayed.schedule.zone
    period = format_period(to_local(replayed.since, zone).date(), to_local(replayed.until, zone).date())
    what = f"{say_words(replayed.filter_words)}, {escape(describe_schedule(replayed.schedule))}"
    others = _list_left_out(replayed)
    if not replayed.posts:
        why = "no briefing was announced in that time" if replayed.issues == 0 else "nothing that matches was due then"
        why = f"what matches is left out: {others}" if others else why
        lines = [f"{bold('Preview')} of {what}", f"{period}: no post, {why}.", *_count_reminders(replayed)]
        return [section("\n".join(lines))]
    rate = _say_rate(replayed.a_week)
    counted = f"{plural(len(replayed.posts), 'post')} with {plural(replayed.items, 'item')}, about {rate} a week"
    lines = [f"{bold('Preview')} of {what}", f"{period}: {counted}, at most {_most_in_a_week(replayed)} in one."]
    lines += [f"Left out: {others}."] if others else []
    lines += _count_reminders(replayed)
    return [section("\n".join(lines)), context(_list_times(replayed))]


def _list_left_out(replayed: Replayed) -> str:
    """Return what matched and was not brought, and why; "" for nothing."""
    left = [f"{plural(replayed.left, 'item')} that {', '.join(replayed.besides)} brought"] if replayed.left else []
    left += [f"{plural(replayed.withheld, 'item')} {KEPT_OUT}"] if replayed.withheld else []
    left += [f"{plural(replayed.unchanged, 'item')} {Fate.UNCHANGED}"] if replayed.unchanged else []
    return ", ".join(left)


def _count_reminders(replayed: Replayed) -> list[str]:
    if not replayed.schedule.remind:
        return []
    if not replayed.reminders:
        return ["No reminders of deadlines in that time."]
    counted = plural(len(replayed.reminders), "reminder")
    return [f"Besides {counted} of deadlines, about {_say_rate(replayed.reminders_a_week)} a week."]


def _say_rate(a_week: float) -> str:
    return f"{a_week:.1f}".removesuffix(".0")


def _most_in_a_week(replayed: Replayed) -> int:
    weeks = Counter(to_local(post.at, replayed.schedule.zone).date().isocalendar()[:2] for post in replayed.posts)
    return max(weeks.values())


def _list_times(replayed: Replayed) -> str:
    shown: Sequence[ReplayedPost] = replayed.posts[-_SHOWN_POSTS:]
    times = [f"{format_moment(post.at, replayed.schedule.zone)} ({len(post.digest.entries)})" for post in shown]
    left = len(replayed.posts) - len(shown)
    earlier = [f"{left} earlier"] if left else []
    return f"Posts, with their items: {' · '.join([*earlier, *times])} · {escape(replayed.schedule.zone)}"


def build_news(news: News, *, filtered: bool = False, notes: tuple[str, ...] = (), prefix: str = "") -> Message:
    """Get what was learned since somebody last asked; what does not fit comes when they ask again, unless filtered."""
    since = f"{format_day(news.since.date())} {news.since:%H:%M} UTC"
    asked = f"since {since}, as you ask for the first time" if news.is_first else f"since you asked on {since}"
    if news.digest is None:
        text = f"Nothing new {asked}."
        return build_message(text, [*build_notes(notes), section(text)])
    is_new = not any(is_change(entry.item, news.digest) for entry in news.digest.entries)
    text = f"{bold(plural(len(news.digest.entries), 'new item' if is_new else 'new or changed item'))} {asked}"
    text += f"; {news.left_over} of them did not fit then" if news.left_over else ""
    opening = [*build_notes(notes), section(text)]
    whole = build_private_digest(news.digest, opening=opening, prefix=prefix)
    if len(list_shown_items(news.digest, whole)) == len(news.digest.entries):
        return whole
    again = code(f"/{prefix}digest now")
    hint = f"A narrower filter shows the rest; {again} without one shows all, part by part."
    closing = [context(hint if filtered else f"{again} once more shows the rest.")]
    return build_private_digest(news.digest, opening=opening, closing=closing, prefix=prefix)


def build_why(why: Why, *, prefix: str = "") -> Message:
    """Return why a post brought its items: the rule, and what matched in each."""
    rule = why.subscription
    schedule = escape(describe_schedule(rule.schedule))
    asks = f"Rule {rule.shown_id}: {say_words(why.filter_words)}, {schedule}; set up by <@{escape(rule.created_by)}>."
    asks += " What it asks for has changed since this post." if why.is_changed else ""
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
