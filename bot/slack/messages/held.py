"""A post that nobody can prove: what owner and admins are told, and what an admin's word on it did."""

from __future__ import annotations

from collections.abc import Sequence

from bot.digests.held import Settled
from bot.model.post import Message, Slot
from bot.slack.actions import POST_AGAIN, SEND_ALL, SKIP_ALL, WAS_SENT
from bot.slack.blocks import actions, build_message, button, section
from bot.slack.mrkdwn import escape

_MOST_LISTED = 20
"""So many posts are listed in one question; what is above them is counted."""


def build_held(*, rule: str, channel: str, reason: str, number: int | None) -> Message:
    """Return the message about a held post; with its ``number`` the reader, an admin, is asked to settle it."""
    said = f"A post of {escape(rule)} to {mention(channel)} is held: {escape(reason)}."
    if number is None:
        text = f"{said} An admin of Gongbao has been asked; nothing is posted twice meanwhile."
        return build_message(text, [section(text)])
    text = f"{said} Look whether it stands there, then say so here."
    buttons = actions(button("It was sent", WAS_SENT, str(number)), button("Post again", POST_AGAIN, str(number)))
    return build_message(text, [section(text), buttons])


def build_restored(held: Sequence[tuple[int, Slot]]) -> Message:
    """Build the question about posts, by number, that may have been posted before a restore: send all, or skip all."""
    count = "1 post is" if len(held) == 1 else f"{len(held)} posts are"
    lines = [
        f"• {number}: {escape(slot.source)} to {mention(slot.channel)} ({escape(slot.slot)})"
        for number, slot in held[:_MOST_LISTED]
    ]
    if len(held) > _MOST_LISTED:
        lines.append(f"and {len(held) - _MOST_LISTED} more")
    text = f"A backup was restored. {count} waiting for your decision: before the restore they may have been posted."
    listed = "\n".join(lines)
    hint = "For one by one: `gongbao digest settle NUMBER --again` or `--sent`."
    until = str(max(number for number, _ in held))
    buttons = actions(button("Send", SEND_ALL, until), button("Skip", SKIP_ALL, until))
    return build_message(text, [section(text), section(listed), section(hint), buttons])


def build_restored_settled(count: int, *, sent: bool, by: str) -> Message:
    """Build what stands in the place of that question once it is answered."""
    if count == 0:
        text = "These posts were decided on before. Nothing was changed."
    else:
        done = "skipped: nothing is posted" if sent else "on the way: what is still wanted goes out within a minute"
        text = f"{count} post{'' if count == 1 else 's'} {done}, as <@{escape(by)}> said."
    return build_message(text, [section(text)])


def build_standing(*, rule: str, channel: str, slot: str, reason: str) -> Message:
    """Return the message about a post that was taken back and stands all the same, for somebody to delete."""
    text = (
        f"A post of {escape(rule)} ({escape(slot)}) stands in {mention(channel)} as it was, though what it tells was"
        f" taken back: Slack did not let it be marked ({escape(reason)}). Somebody who may has to delete it there."
    )
    return build_message(text, [section(text)])


def build_settled(settled: Settled, *, sent: bool, by: str) -> Message:
    """Return what stands in the place of the question once it is settled."""
    post = settled.post
    rule = escape(post.slot.source)
    place = f"The post of {rule} to {mention(post.slot.channel)}"
    done = "counts as sent" if sent else "goes out again within a minute"
    text = f"{place} {done}, as <@{escape(by)}> said."
    if settled.is_paused:
        text = (
            f"{place} waits: {rule} is paused. It goes out if {rule} is resumed within 12"
            " hours; after that it is left out, and the other subscriptions of the place bring what they left to it."
        )
    if settled.end:
        text = f"{place} is not posted again: {escape(settled.end)}. <@{escape(by)}> said that it does not stand there."
    return build_message(text, [section(text)])


def mention(channel: str) -> str:
    """Name a channel, or the person whose direct messages it is."""
    return f"<@{escape(channel)}>" if channel.startswith(("U", "W")) else f"<#{escape(channel)}>"
