"""The report of an ingest: what was read, what to check, where its posts stand; and the list of all ingests."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence

from bot.digests.holds import Held
from bot.digests.outbox import Preview
from bot.ingest.ingest_cards import IngestCard, ListedReading, ReadingList
from bot.ingest.reports import IngestReport, Outcome, UndoReport
from bot.model.post import BY_DIGESTS, Message, Posting, PostingState
from bot.model.review import ReviewKind
from bot.slack.blocks import (
    MAX_VIEW_BLOCKS,
    Block,
    actions,
    build_rows,
    button,
    context,
    divider,
    menu,
    modal,
    section,
)
from bot.slack.calls.client import load_blocks
from bot.slack.messages.frame import Pages, join_facts
from bot.slack.messages.layouts import OPEN, RIGHT, build_question
from bot.slack.messages.notices import build_line
from bot.slack.messages.review import Press, build_entry_row
from bot.slack.mrkdwn import bold, escape, format_day, format_period, plural

PREVIEW = "ingest.preview"
POST = "ingest.post"
HOLD = "ingest.hold"
ANNOUNCE = "ingest.announce"
SHOW = "ingest.show"
UNDO = "ingest.undo"
"""These carry the briefing and its reading, as ``format_value`` writes them."""
MORE = "ingest.more"
REPORT_ORIGIN = "report"
"""What the entries of the review list that stand in a report name as the message they stand in."""
_VALUE = re.compile(r"B([1-9][0-9]{0,9}):([1-9][0-9]{0,9})")
_PERSON = re.compile(r"[UW][A-Z0-9]{1,30}")
_SECTIONS = {"top": "top", "policy_news": "policy", "corporate_news": "company", "other": "other"}
_SHOWN_TO_CHECK = 3
_SHOWN_UNITED = 3
_LONGEST_WAIT = 120
"""Minutes after which a wait is told by its end alone."""


def format_value(card: IngestCard) -> str:
    """Return what a button of a report carries: the briefing, and the reading it reports."""
    return f"{card.report.briefing_id}:{card.reading.id if card.reading else 0}"


def parse_value(value: str) -> tuple[int, int] | None:
    """Return the numbers of the briefing and the reading that a button carries, or None."""
    found = _VALUE.fullmatch(value)
    return (int(found[1]), int(found[2])) if found else None


# Where the posts of a briefing stand.


def describe_posting(posting: Posting, *, now: dt.datetime) -> str:
    """Return where the posts of a briefing stand in one line, as of ``now``."""
    channels = plural(posting.waiting, "channel")
    match posting.state:
        case PostingState.ARCHIVED | PostingState.NOBODY:
            said = f"Not posted: {escape(posting.reason)}"
        case PostingState.WAITING:
            said = f"Goes to {channels} {format_wait(posting.due_at, now=now)}"
        case PostingState.ON_HOLD:
            later = "digests bring it once you let it go" if posting.reason == BY_DIGESTS else escape(posting.reason)
            said = f"On hold: goes to {channels} once you let it go" if posting.waiting else f"On hold: {later}"
        case PostingState.GOING:
            said = f"On its way to {plural(posting.waiting + posting.going, 'channel')}"
        case PostingState.POSTED:
            said = f"Sent to {plural(posting.sent, 'channel')}" if posting.sent else "Not posted"
        case PostingState.WITHDRAWN:
            said = "Withdrawn"
    waits = posting.state in {PostingState.WAITING, PostingState.ON_HOLD}
    besides = [f"{posting.going} on their way" if waits and posting.going else ""]
    besides += [f"{posting.sent} sent" if posting.state is not PostingState.POSTED and posting.sent else ""]
    besides += [f"{posting.stuck} couldn't be sent: an admin decides" if posting.stuck else ""]
    return ", ".join(filter(None, [said, *besides]))


def format_wait(due_at: dt.datetime | None, *, now: dt.datetime) -> str:
    """Return how long something waits, with the moment it ends: ``in 10 minutes, at 09:10 UTC``."""
    if due_at is None or due_at <= now:
        return "now"
    minutes = math.ceil((due_at - now).total_seconds() / 60)
    if minutes > _LONGEST_WAIT:
        return f"on {due_at.day} {due_at:%b, %H:%M} UTC"
    return f"in {plural(minutes, 'minute')}, at {due_at:%H:%M} UTC"


def describe_done(action: str, held: Held, *, now: dt.datetime) -> str:
    """Say what came of ``release``, ``hold`` or ``announce``: what was done, or why there was nothing to do."""
    where = describe_posting(held.posting, now=now)
    done = {"release": "let go", "hold": "put on hold", "announce": "announced"}[action]
    if held.changed:
        return f"{held.briefing_id} is {done}. {where}."
    return f"Nothing to do, {held.briefing_id} was {done} before or has no posts. {where}."


def build_preview_view(name: str, previews: Sequence[Preview], *, hidden: int, left: int, now: dt.datetime) -> Block:
    """Return the window that shows posts as they will look, as many as fit whole, at least one.

    ``hidden`` counts posts to private channels and persons, ``left`` those that were not looked at.
    """
    blocks: list[Block] = [context(f"{escape(name)}: what will be posted")]
    shown = 0
    for preview in previews:
        row = _build_preview(preview, now=now)
        if shown and len(blocks) + len(row) > MAX_VIEW_BLOCKS - 2:
            break
        blocks += row[: MAX_VIEW_BLOCKS - 4]
        shown += 1
    left += len(previews) - shown
    notes = [f"… {plural(left, 'more post')}, not shown here" if left else ""]
    notes += [f"{plural(hidden, 'more post')} to private channels or people" if hidden else ""]
    notes += ["Nothing is about to be posted." if not previews and not hidden else ""]
    return modal("Preview", [*blocks, *([context(*filter(None, notes))] if any(notes) else [])])


def _build_preview(preview: Preview, *, now: dt.datetime) -> list[Block]:
    when = "on hold" if preview.not_before is None else format_wait(preview.not_before, now=now)
    blocks = [divider(), section(f"{escape(preview.rule)} to <#{escape(preview.channel)}>, {when}")]
    for number, message in enumerate(preview.messages):
        blocks += [context("in its thread:")] if number else []
        blocks += [still for block in load_blocks(message) for still in _still(block)]
    return blocks


def _still(block: Block) -> list[Block]:
    """Return a block without its buttons, which would act before there is a post."""
    if block.get("type") == "actions":
        return []
    return [{key: value for key, value in block.items() if key not in {"accessory", "block_id"}}]


# The report.


def build_ingest_card(card: IngestCard, *, prefix: str = "", notes: Sequence[str] = ()) -> Message:
    """Build the report: title and period, counts, what to check, where it goes and when, and the buttons that fit."""
    report = card.report
    head = [
        *([context(*notes)] if notes else []),
        section("\n".join([_describe_title(report), *_list_changes(report), *map(escape, list_counts(report))])),
    ]
    where, buttons = _list_posts(card)
    tail = [*([section(where)] if where else []), *([actions(*buttons)] if buttons else [])]
    text = f"Read: {escape(report.name)}, {plural(report.items, 'item')}"
    return build_rows(text, head=head, rows=_list_to_check(card, prefix), tail=lambda _shown: tail)


def _describe_title(report: IngestReport) -> str:
    period = format_period(report.period_start, report.period_end)
    day = f", {format_day(report.published_on)}" if report.published_on else ""
    return join_facts((bold(f"{report.name}{day}"), f"covers {period}" if period else "", report.briefing_id))


def _list_changes(report: IngestReport) -> list[str]:
    """Return what became of what was known before, and which policies turned out to be one."""
    changes = ", ".join(f"{count} {name}" for name, count in report.changes if name != "same")
    said = {
        Outcome.UNCHANGED: "This file was read before: nothing changed.",
        Outcome.SAME_TEXT: "Another file of this briefing was read before: only its pages and lines changed.",
        Outcome.CORRECTED: f"This briefing was read before. Corrected: {changes}.",
    }
    united = [f"The same policy: {escape(line)}." for line in report.united[:_SHOWN_UNITED]]
    left = len(report.united) - len(united)
    return [*([said[report.outcome]] if report.outcome in said else []), *united, *([f"… {left} more"] if left else [])]


def list_counts(report: IngestReport) -> list[str]:
    """Return the lines that count what was read, and what is missing. No markup is in them."""
    unread = f"{plural(report.unread, 'part')} couldn't be read" if report.unread else "everything was read"
    if not report.items:
        return [f"No items found · {unread}"]
    counted = ", ".join(f"{count} {_SECTIONS[name]}" for name, count in report.sections)
    missing = [
        (report.items - report.dated, "without a date"),
        (report.years_inferred, "with the year inferred"),
        (report.policies - report.with_issuer, "without an issuer"),
    ]
    facts = [
        plural(report.deadlines, "deadline") if report.deadlines else "",
        *(f"{count} {what}" for count, what in missing if count),
        "the file contains no link addresses" if report.links and report.links_without_address == report.links else "",
    ]
    lines = [f"{plural(report.items, 'item')}: {counted} · {unread}", join_facts(facts)]
    return [line for line in lines if line]


def _list_to_check(card: IngestCard, prefix: str) -> list[list[Block]]:
    """Return at most three things to check, each with its button: an uncertain layout first, then the least certain."""
    if card.review is None:
        return []
    question = build_question(card.report) if card.in_force else []
    entries = [entry for entry in card.review.entries if entry.kind is not ReviewKind.LAYOUT]  # asked in question
    shown = entries[: _SHOWN_TO_CHECK - bool(question)]
    at = Press(origin=card.report.briefing_id)
    rows = [question] if question else []
    rows += [[build_entry_row(entry, at)] for entry in shown]
    left = card.review.total - (len(card.review.entries) - len(entries)) - len(shown)
    more = [[context(f"… {left} more to check: `{escape(f'/{prefix}ingest review')}`")]] if left > 0 else []
    return [*([[section(bold("Please check"))]] if rows else []), *rows, *more]


def _list_posts(card: IngestCard) -> tuple[str, list[Block]]:
    """Return what was and will be posted because of a reading, and the buttons that fit."""
    reading, report, value = card.reading, card.report, format_value(card)
    lines = [escape(f"Posts: {line}") for line in report.posts if report.outcome is not Outcome.ADDED]
    if reading is None:
        return "\n".join(lines), []
    if reading.undone_at is not None:
        when = f"{format_day(reading.undone_at.date())}, {reading.undone_at:%H:%M} UTC"
        return f"{bold('Undone')} on {when}. Reading the file again brings it back with the same ids.", []
    if not reading.in_force:
        return f"{report.briefing_id} was read again later: that reading counts.", []
    posting = card.posting
    lines += [describe_posting(posting, now=card.seen_at)] if posting else []
    doubted = report.layout is not None and report.layout.doubt is not None
    right = [button("Looks right", RIGHT, report.briefing_id)] if doubted else []
    off = [button("Something is off", OPEN, report.briefing_id)] if report.layout is not None else []
    preview = [button("Preview", PREVIEW, value)] if posting is not None and posting.waiting else []
    more = menu(*off, *preview, button("Undo", UNDO, value))
    return "\n".join(lines), [*_list_turns(posting, value), *right, *more]


def _list_turns(posting: Posting | None, value: str) -> list[Block]:
    """Return the buttons that let posts go or hold them, as far as they fit where the posts stand."""
    post_now, hold = button("Post now", POST, value, style="primary"), button("Hold", HOLD, value)
    turns = {
        PostingState.WAITING: [post_now, hold],
        PostingState.ON_HOLD: [post_now],
        PostingState.ARCHIVED: [button("Post anyway", ANNOUNCE, value)],
    }
    return turns.get(posting.state, []) if posting else []


def describe_undone(report: UndoReport) -> str:
    """Say what an undo took back."""
    what = "the reading before it counts again" if report.restored else "it is in no answer any more"
    more = "".join(f" {escape(line)}." for line in report.united[:_SHOWN_UNITED])
    more += "".join(f" Posts: {escape(line)}." for line in report.posts)
    return f"{report.briefing_id} was undone: {what}, {plural(report.items, 'item')} changed.{more}"


# The list of ingests.


def build_reading_list(answer: ReadingList) -> Message:
    """Build a page of the ingests, the newest first: by whom, when, how many items, and where their posts stand."""
    if not answer.rows:
        text = "Nothing was read yet." if not answer.total else "There is nothing more."
        return build_line(text)
    text = f"{plural(answer.total, 'ingest')}, newest first"

    def tail(shown: int) -> list[Block]:
        pages = Pages.of(answer, shown=shown)
        turning = []
        if answer.offset > 0:
            turning.append(button("Back", f"{MORE}.1", str(max(0, answer.offset - answer.page_size))))
        if pages.next_offset < answer.total:
            turning.append(button("More", f"{MORE}.2", str(pages.next_offset)))
        shown_rows = pages.describe()
        return [*([context(shown_rows)] if shown_rows else []), *([actions(*turning)] if turning else [])]

    rows = [[_build_row(row, answer)] for row in answer.rows]
    return build_rows(text, head=[section(bold(text))], rows=rows, tail=tail)


def _build_row(row: ListedReading, answer: ReadingList) -> Block:
    reading = row.reading
    title = f"{reading.name}, {format_day(reading.published_on)}" if reading.published_on else reading.name
    read_at = f"{format_day(reading.at.date())}, {reading.at:%H:%M} UTC"
    if reading.undone_at is not None:
        state = f"Undone on {format_day(reading.undone_at.date())}"
    elif row.posting is None:
        state = "Read again later"
    else:
        state = describe_posting(row.posting, now=answer.seen_at)
    facts = join_facts(
        (f"read {read_at} by {name_person(reading.by)}", plural(reading.items, "item"), reading.shown_id)
    )
    value = f"{reading.shown_id}:{reading.id}"
    return section(f"{bold(title)}\n{facts}\n{state}", accessory=button("Report", SHOW, value))


def name_person(by: str) -> str:
    """Name who did something: a mention for a person in Slack, else the word that is kept."""
    return f"<@{by}>" if _PERSON.fullmatch(by) else escape(by)
