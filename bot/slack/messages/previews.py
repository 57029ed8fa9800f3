"""What a subscription would bring, what is new to somebody, and why a post brought or left out what it did."""

from __future__ import annotations

from bot.digests.compose import Digest, name_left_out
from bot.digests.previews import LeftOut, LeftOutItem, LookBack, News, Why
from bot.digests.schedule import describe_schedule, to_local
from bot.model.digest import Fate
from bot.model.post import Message
from bot.slack.blocks import Block, build_message, build_rows, context, section
from bot.slack.messages.digest import build_private_digest
from bot.slack.messages.items import code, count_reasons, describe_filter_words, name_item
from bot.slack.messages.notices import build_line
from bot.slack.messages.subscriptions import build_notes
from bot.slack.mrkdwn import bold, escape, format_day, format_period, plural

_SHOWN_ITEMS = 12


def build_preview(
    back: LookBack, latest: Digest | None, *, notes: tuple[str, ...] = (), only_reads: bool = False
) -> Message:
    """Return how many posts a week a rule makes, with the items of the last 90 days.

    Where there are none, ``latest`` shows what it brings of the latest briefing. Whoever ``only_reads`` sees what is
    open alone.
    """
    opening = [*build_notes(notes), *describe_look_back(back)]
    if back.entries:
        return build_message(describe_rate(back), opening)
    if latest is None:
        return build_line("No briefings are open to you." if only_reads else "No briefings yet.", *build_notes(notes))
    if not latest.entries:
        left = f" Left out: {count_reasons(latest.not_brought)}." if latest.not_brought else ""
        return build_line(f"Nothing to post from your latest briefing.{left}", *opening)
    return build_private_digest(latest, opening=[*opening, section(bold("Your latest briefing would bring this"))])


def describe_look_back(back: LookBack) -> list[Block]:
    """Return about how many posts a week a rule makes, and the newest items that it would have brought."""
    zone = back.schedule.zone
    period = format_period(to_local(back.since, zone).date(), to_local(back.until, zone).date())
    what = f"{bold('Preview')}: {describe_filter_words(back.filter_words)}, {escape(describe_schedule(back.schedule))}"
    left = f" Left out: {count_reasons(back.left_out)}." if back.left_out else ""
    if not back.entries:
        return [section(f"{what}\nNothing in {period}.{left}")]
    counted = f"{describe_rate(back)}. In {period}: {plural(len(back.entries), 'item')}.{left}"
    names = [escape(name_item(entry.item.item)) for entry in back.entries[:_SHOWN_ITEMS]]
    rest = len(back.entries) - len(names)
    return [section(f"{what}\n{counted}"), context("\n".join([*names, *([f"and {rest} more"] if rest else [])]))]


def describe_rate(back: LookBack) -> str:
    """Return about how many posts a week a rule makes, or in the time looked at where that is less; "" for none."""
    if not back.posts:
        return ""
    if back.a_week < 1:
        return f"About {plural(back.posts, 'post')} in {(back.until - back.since).days} days"
    return f"About {plural(round(back.a_week), 'post')} a week"


def build_news(news: News, *, filtered: bool = False, notes: tuple[str, ...] = (), prefix: str = "") -> Message:
    """Return what came since somebody last asked; a ``filtered`` look shows a part of it."""
    since = f"since {format_day(news.since.date())}, {news.since:%H:%M} UTC"
    if news.digest is None:
        return build_line(f"Nothing new {since}.", *build_notes(notes))
    everything = [context(f"{code(f'/{prefix}digest now')} shows all that is new")] if filtered else []
    text = f"{bold(plural(len(news.digest.entries), 'new or changed item'))} {since}"
    return build_private_digest(news.digest, opening=[*build_notes(notes), section(text)], closing=everything)


def build_why(why: Why) -> Message:
    """Return why a post brought its items: the rule, and what matched in each."""
    rule = why.subscription
    words, schedule = describe_filter_words(why.filter_words), escape(describe_schedule(rule.schedule))
    asks = f"{rule.shown_id} follows {words}, {schedule}. Set up by <@{escape(rule.created_by)}>."
    rows = []
    for each in why.items:
        reasons = escape(", ".join(each.reasons)) or ("it matched when posted" if why.filter_words else "")
        rows.append([section(f"• {escape(name_item(each.item))}{f': {reasons}' if reasons else ''} · {each.shown_id}")])
    return build_rows(asks, head=[section(asks)], rows=rows, tail=lambda _shown: ())


def build_left_out(left: LeftOut) -> Message:
    """Return what a post left out, under the reason of each."""
    rule = left.subscription
    if not left.items:
        return build_line(f"{rule.shown_id} left nothing out.")
    groups: dict[str, list[str]] = {}
    for each in left.items:
        groups.setdefault(_describe_reason(each, left), []).append(
            f"• {escape(name_item(each.item))} · {each.shown_id}"
        )
    text = (
        f"Left out by {rule.shown_id} ({describe_filter_words(left.filter_words)}): {plural(len(left.items), 'item')}"
    )
    rows = []
    for reason, lines in sorted(groups.items(), key=lambda group: -len(group[1])):
        rows += [[section(f"{bold(f'{reason} ({len(lines)})')}\n{lines[0]}")], *([section(line)] for line in lines[1:])]
    return build_rows(text, head=[section(text)], rows=rows, tail=lambda _shown: ())


def _describe_reason(each: LeftOutItem, left: LeftOut) -> str:
    """Return why one item was left out, raw."""
    if each.fate == Fate.FILTERED:
        return f"{name_left_out(each.item).capitalize()}: not {', '.join(left.filter_words) or 'everything'}"
    return f"{each.fate.capitalize()}{f': {each.reason}' if each.reason else ''}"
