"""Where the posts of a briefing stand, in words and with the buttons that fit, and what they will look like."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bot.domain.posts.posting import BY_DIGESTS, Posting, PostingState
from bot.slack.blocks import MAX_VIEW_BLOCKS, Block, button, context, divider, modal, section
from bot.slack.calls.payloads import load_blocks
from bot.slack.mrkdwn import escape, plural

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.services.posting.holds import Held, Preview

PREVIEW = "ingest.preview"
POST = "ingest.post"
HOLD = "ingest.hold"
ANNOUNCE = "ingest.announce"


def describe_posting(posting: Posting, *, now: dt.datetime) -> str:
    """Give where the posts of a briefing stand in one line, as of ``now``."""
    waiting = plural(posting.waiting, "channel")
    match posting.state:
        case PostingState.ARCHIVED | PostingState.NOBODY:
            said = f"none, {escape(posting.reason)}"
        case PostingState.WAITING:
            said = f"{waiting} {format_wait(posting.due_at, now=now)}"
        case PostingState.ON_HOLD:
            said = (
                f"{waiting} on hold until somebody lets them go" if posting.waiting else _describe_quiet_hold(posting)
            )
        case PostingState.GOING:
            said = f"{plural(posting.waiting + posting.going, 'channel')}, on their way"
        case PostingState.POSTED:
            said = f"sent to {plural(posting.sent, 'channel')}" if posting.sent else "none sent"
        case PostingState.WITHDRAWN:
            said = "withdrawn"
    return f"Posts: {', '.join([said, *_list_besides(posting)])}"


def _describe_quiet_hold(posting: Posting) -> str:
    later = "digests bring it once it is let go"
    return f"on hold; {later if posting.reason == BY_DIGESTS else escape(posting.reason)}"


def _list_besides(posting: Posting) -> list[str]:
    besides = []
    if posting.state in {PostingState.WAITING, PostingState.ON_HOLD} and posting.going:
        besides.append(f"{posting.going} on their way already")
    if posting.state is not PostingState.POSTED and posting.sent:
        besides.append(f"{posting.sent} sent already")
    if posting.stuck:
        besides.append(f"{posting.stuck} could not be sent and want an admin")
    return besides


def format_wait(due_at: dt.datetime | None, *, now: dt.datetime) -> str:
    """Give how long something waits, with the moment it ends: ``in 10 minutes, at 09:10 UTC``."""
    if due_at is None or due_at <= now:
        return "now"
    minutes = math.ceil((due_at - now).total_seconds() / 60)
    if minutes > 120:  # noqa: PLR2004  two hours, after which minutes say nothing
        return f"on {due_at.day} {due_at:%b, %H:%M} UTC"
    return f"in {plural(minutes, 'minute')}, at {due_at:%H:%M} UTC"


def list_posting_buttons(posting: Posting, value: str) -> list[Block]:
    """Give the buttons that fit where the posts stand; ``value`` names the briefing and its reading."""
    preview = button("Preview", PREVIEW, value)
    post_now = button("Post now", POST, value, style="primary")
    match posting.state:
        case PostingState.WAITING:
            return [preview, post_now, button("Hold", HOLD, value)]
        case PostingState.ON_HOLD:
            return [preview, post_now] if posting.waiting else [post_now]
        case PostingState.GOING if posting.waiting:
            return [preview]
        case PostingState.ARCHIVED:
            return [button("Announce anyway", ANNOUNCE, value)]
        case _:
            return []


def describe_done(action: str, held: Held, *, now: dt.datetime) -> str:
    """Say what came of ``release``, ``hold`` or ``announce``: what was done, or why there was nothing to do."""
    state = held.posting.state
    where = describe_posting(held.posting, now=now).removeprefix("Posts: ")
    if held.changed:
        done = {"release": "let go", "hold": "put on hold", "announce": "announced after all"}[action]
        return f"{held.briefing_id} is {done}. Posts: {where}."
    if action == "hold" and state is PostingState.ON_HOLD:
        return f"{held.briefing_id} was on hold already: {where}."
    nothing = {"release": "let go", "hold": "hold", "announce": "announce"}[action]
    return f"Nothing to {nothing} for {held.briefing_id}: {where.removeprefix('none, ')}."


def build_preview_view(name: str, previews: Sequence[Preview], *, hidden: int, left: int, now: dt.datetime) -> Block:
    """Give the window that shows posts exactly as they wait, as many as fit whole, at least one.

    ``hidden`` counts posts to places whose following is nobody else's business: private channels and persons;
    ``left`` those that were not looked at.
    """
    blocks: list[Block] = [context(f"{escape(name)}: what waits to be posted, as it will look")]
    rows = [_build_preview(preview, now=now) for preview in previews]
    kept = 0
    for row in rows:
        if kept and len(blocks) + len(row) > MAX_VIEW_BLOCKS - 2:
            break
        blocks += row[: MAX_VIEW_BLOCKS - 4]
        kept += 1
    left += len(rows) - kept
    notes = [f"… {plural(left, 'more post')} wait, not shown here"] if left else []
    notes += [f"{plural(hidden, 'more post')} to private channels or persons: only they see them"] if hidden else []
    if not rows and not hidden:
        notes.append("Nothing waits to be posted.")
    return modal("Preview", [*blocks, *([context(*notes)] if notes else [])])


def _build_preview(preview: Preview, *, now: dt.datetime) -> list[Block]:
    when = "on hold" if preview.not_before is None else format_wait(preview.not_before, now=now)
    blocks = [divider(), section(f"{escape(preview.rule)} to <#{escape(preview.channel)}>, {when}")]
    for number, message in enumerate(preview.messages):
        blocks += [context("then in its thread:")] if number else []
        for block in load_blocks(message):
            blocks += _still(block)
    return blocks


def _still(block: Block) -> list[Block]:
    """Give a block without its buttons, which would act before there is a post; they are named instead."""
    if block.get("type") == "actions":
        labels = " ".join(f"[{escape(str(each['text']['text']))}]" for each in block["elements"] if "text" in each)
        return [context(labels)] if labels else []
    return [{key: value for key, value in block.items() if key not in {"accessory", "block_id"}}]
