"""What is said of reading briefings: how a request stands, its report, the list of ingests, and feeds."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Sequence

from bot.ingest.ingest import UndoReport
from bot.ingest.reports import ListPage
from bot.model.briefing import SECTION_ORDER
from bot.model.intake import IngestReport, Job, JobState, Outcome, Source
from bot.model.post import BY_DIGESTS, UNTIL_RELEASED, Message, Post, Posting, PostingState
from bot.slack.blocks import DIVIDER, Block, actions, build_message, button, context, cut, modal, section
from bot.slack.calls.client import load_blocks
from bot.slack.messages.facts import name_dated
from bot.slack.messages.frame import Content, build_line, build_list, type_command
from bot.slack.messages.review import (
    LAYOUT_OPEN,
    LAYOUT_RIGHT,
    SECTION_WORDS,
    build_entry,
    build_entry_row,
    build_question,
)
from bot.slack.mrkdwn import bold, escape, find_host, mention
from bot.slack.wording import cut_lines, format_day, format_moment, format_period, join_facts, plural
from bot.store.intake import Feed

PREVIEW, MORE = "ingest.preview", "ingest.more"
SHOW, UNDO = "ingest.show", "ingest.undo"
POST, HOLD, ANNOUNCE = "ingest.release", "ingest.hold", "ingest.announce"
"""All but MORE carry the briefing's id."""
_SHOWN_TO_CHECK = 3
_SHOWN_UNITED = 3
_MAX_NAME = 150
_LONGEST_WAIT = 120
"""Minutes after which a wait is told by its end alone."""


# Where the posts of a briefing are.


def _describe_posting(posting: Posting, *, now: dt.datetime) -> str:
    """Return where the posts of a briefing are in one line, as of ``now``."""
    channels, unsent = plural(posting.waiting, "channel"), f"Not posted: {escape(posting.reason)}"
    later = "digests bring it once you let it go" if posting.reason == BY_DIGESTS else escape(posting.reason)
    said = {
        PostingState.ARCHIVED: unsent,
        PostingState.NOBODY: unsent,
        PostingState.WAITING: f"Goes to {channels} {_format_wait(posting.due_at, now=now)}",
        PostingState.ON_HOLD: f"On hold: {f'goes to {channels} once you let it go' if posting.waiting else later}",
        PostingState.GOING: f"On its way to {plural(posting.waiting + posting.going, 'channel')}",
        PostingState.POSTED: f"Sent to {plural(posting.sent, 'channel')}" if posting.sent else "Not posted",
    }
    stuck = f", {posting.stuck} couldn't be sent: an admin decides" if posting.stuck else ""
    return f"{said[posting.state]}{stuck}"


def _format_wait(due_at: dt.datetime | None, *, now: dt.datetime) -> str:
    """Return how long something waits, with the moment it ends: ``in 10 minutes, at 09:10 UTC``."""
    if due_at is None or due_at <= now:
        return "now"
    minutes = math.ceil((due_at - now).total_seconds() / 60)
    soon = f"in {plural(minutes, 'minute')}, at {due_at:%H:%M} UTC"
    return soon if minutes <= _LONGEST_WAIT else f"on {format_moment(due_at)} UTC"


def build_preview_view(name: str, previews: Sequence[Sequence[Post]], *, hidden: int, now: dt.datetime) -> Block:
    """Return the window that shows posts, each with its parts, as they will look.

    ``hidden`` counts posts to private channels and persons. They come without their buttons, which would act before
    there is a post.
    """
    more = f"{plural(hidden, 'more post')} to private channels or people, or left out" if hidden else ""
    none = "" if previews or hidden else "Nothing is about to be posted."
    blocks = [context(f"{escape(name)}: what will be posted", more, none)]
    for parts in previews:
        slot, due_at = parts[0].slot, parts[0].not_before
        when = "on hold" if due_at == UNTIL_RELEASED else _format_wait(due_at, now=now)
        blocks += [DIVIDER, section(f"{escape(slot.source)} to {mention(slot.channel)}, {when}")]
        for post in parts:
            shown = [each for each in load_blocks(post.message) if each["type"] != "actions"]
            blocks.append(context("in its thread:" if post.part else ""))
            blocks += [{key: value for key, value in each.items() if key != "accessory"} for each in shown]
    return modal("Preview", blocks)


# The report.


def build_report(report: IngestReport, *, notes: Sequence[str] = ()) -> Message:
    """Build the report: title and period, counts, what to check, where it goes and when, and the buttons that fit.

    At most three things are to check: an uncertain layout first, then the least certain.
    """
    period = format_period(report.briefing.period_start, report.briefing.period_end)
    title = bold(name_dated(report.name, report.briefing.published_on))
    said = [
        join_facts((title, f"covers {period}" if period else "", report.briefing_id)),
        *filter(None, [_say_outcome(report)]),
        *cut_lines([f"The same policy: {escape(line)}." for line in report.effects.united], _SHOWN_UNITED),
        *map(escape, list_counts(report)),
    ]
    question = build_question(report) if report.in_force else {}
    shown = report.to_check[: _SHOWN_TO_CHECK - bool(question)]
    left = len(report.to_check) - len(shown)
    rows = [
        section(bold("Please check") if question or shown else ""),
        question,
        *map(build_entry_row, shown),
        context(f"… {left} more to check: {type_command('ingest review')}" if left else ""),
    ]
    posts = [escape(f"Posts: {line}") for line in report.effects.posts]
    posts += [_describe_posting(report.posting, now=report.seen_at)] if report.posting else []
    if report.undone_at is not None:
        when = f"{format_moment(report.undone_at)} UTC"
        posts = [f"{bold('Undone')} on {when}. Reading the file again brings it back with the same ids."]
    elif not report.in_force:
        posts = [f"{report.briefing_id} was read again later: that reading counts."]
    return build_message(
        f"Read: {escape(report.name)}, {plural(len(report.briefing.items), 'item')}",
        [context(*notes), section("\n".join(said))],
        rows=[[row] for row in rows],
        tail=lambda _shown: [section("\n".join(posts)), _list_buttons(report)],
    )


def _say_outcome(report: IngestReport) -> str:
    """Return what became of what was known before; "" for a new briefing."""
    counts = Counter(line.partition(":")[0] for line in report.effects.changes)
    changes = ", ".join(f"{count} {name}" for name, count in counts.items())
    return {
        Outcome.ADDED: "",
        Outcome.UNCHANGED: "This file was read before: nothing changed.",
        Outcome.SAME_TEXT: "Another file of this briefing was read before: only its pages and lines changed.",
        Outcome.CORRECTED: f"This briefing was read before. Corrected: {changes}.",
    }[report.effects.outcome]


def list_counts(report: IngestReport) -> list[str]:
    """Return the lines that count what was read, and what is missing. No markup is in them."""
    items, unread = report.briefing.items, len(report.briefing.unread)
    unread_text = f"{plural(unread, 'part')} couldn't be read" if unread else "everything was read"
    if not items:
        return [f"No items found · {unread_text}"]
    sections, links = Counter(item.section for item in items), [link for item in items for link in item.links]
    counted = ", ".join(f"{sections[name]} {SECTION_WORDS[name]}" for name in SECTION_ORDER if sections[name])
    missing = (
        (sum(item.reported_on is None for item in items), "without a date"),
        (sum(item.year_inferred for item in items), "with the year inferred"),
        (sum(not item.issuing_bodies for item in items if item.policy), "without an issuer"),
    )
    deadlines = sum(len(item.deadlines) for item in items)
    facts = [plural(deadlines, "deadline") if deadlines else ""]
    facts += [f"{count} {what}" for count, what in missing if count]
    facts += ["the file contains no link addresses" if links and not any(link.url for link in links) else ""]
    return [f"{plural(len(items), 'item')}: {counted} · {unread_text}", *filter(None, [join_facts(facts)])]


def _list_buttons(report: IngestReport) -> Block:
    """Return what may be done with a reading; nothing with one that doesn't count any more."""
    value, posting, layout = report.briefing_id, report.posting, report.layout
    if posting is None:
        return {}
    is_waiting, is_held = posting.state is PostingState.WAITING, posting.state is PostingState.ON_HOLD
    return actions(
        button("Post now", POST, value, style="primary") if is_waiting or is_held else {},
        button("Hold", HOLD, value) if is_waiting else {},
        button("Post anyway", ANNOUNCE, value) if posting.state is PostingState.ARCHIVED else {},
        button("Looks right", LAYOUT_RIGHT, value) if layout and layout.doubt else {},
        more=[
            button("Something is off", LAYOUT_OPEN, value) if layout else {},
            button("Preview", PREVIEW, value) if posting.waiting else {},
            button("Undo", UNDO, value),
        ],
    )


def describe_undone(report: UndoReport) -> str:
    """Say what an undo took back."""
    what = "the reading before it counts again" if report.restored else "it is in no answer any more"
    more = [f"{line}." for line in report.united[:_SHOWN_UNITED]] + [f"Posts: {line}." for line in report.posts]
    done = f"{report.briefing_id} was undone: {what}, {plural(report.items, 'item')} changed."
    return " ".join([done, *map(escape, more)])


# The list of ingests, and a request to read something: what waits, is read, and how it ended.


def build_reading_list(answer: ListPage[IngestReport]) -> Message:
    """Build a page of the ingests, the newest first: by whom, when, how many items, and where their posts are."""
    if not answer.rows:
        return build_line("There is nothing more." if answer.total else "Nothing was read yet.")
    rows = []
    for row in answer.rows:
        state = _describe_posting(row.posting, now=row.seen_at) if row.posting else "Read again later"
        state = f"Undone on {format_day(row.undone_at.date())}" if row.undone_at is not None else state
        read = f"read {format_moment(row.at)} UTC by {mention(row.by)}"
        facts = join_facts((read, plural(len(row.briefing.items), "item"), row.briefing_id))
        text = f"{bold(name_dated(row.name, row.briefing.published_on))}\n{facts}\n{state}"
        rows.append([section(text, accessory=button("Report", SHOW, row.briefing_id))])
    content = Content(said=bold(f"{plural(answer.total, 'ingest')}, newest first"), rows=rows)
    return build_list(content, answer, {"Back": f"{MORE}.1", "More": f"{MORE}.2"})


def build_accepted(sources: Sequence[Source]) -> Message:
    """Build the answer to a request: what is read now and where its report comes."""
    named = escape(cut(sources[0].name, _MAX_NAME)) if len(sources) == 1 else plural(len(sources), "document")
    return build_line(f"Reading {named}. I'll send the report to your direct messages.")


def build_progress(jobs: Sequence[Job]) -> Message:
    """Build the message of a request as things are: one document's report when there is one, else a line for each."""
    if len(jobs) == 1 and jobs[0].report is not None:
        return build_report(jobs[0].report)
    if len(jobs) == 1:
        return build_entry(jobs[0].asked) if jobs[0].asked else build_line(_describe_job(jobs[0]))
    ended, read, rows = sum(job.ended for job in jobs), 0, list[list[Block]]()
    for job in jobs:
        report = job.report
        read += report is not None
        to_check = f"{len(report.to_check)} to check" if report and report.to_check else ""
        shown = button("Report", SHOW, report.briefing_id) if report else {}
        row = section(_describe_job(job, to_check), accessory=shown)
        rows.append([build_entry_row(job.asked) if job.asked and not report else row])
    head = f"{len(jobs)} documents, {ended} done"
    if ended == len(jobs):
        head = f"{plural(read, 'document')} read" + (f", {len(jobs) - read} not" if read < len(jobs) else "")
    return build_message(head, [section(bold(head))], rows=rows)


def _describe_job(job: Job, to_check: str = "") -> str:
    """Return a document and what became of it so far, with what of it is to be checked."""
    name, is_waiting, report = escape(cut(job.source.name, _MAX_NAME)), job.state is JobState.WAITING, job.report
    if report is not None:
        items, read = plural(len(report.briefing.items), "item"), escape(cut(report.name, _MAX_NAME))
        return f"✓ {name}: {join_facts((read, items, to_check, report.briefing_id))}\n{_say_outcome(report)}".strip()
    if job.error:
        named, again = "" if job.source.name in job.error else f"{name}: ", " I'll try again." if is_waiting else ""
        return f"⚠ {named}{escape(job.error)}{again}"
    return f"{name}: {'waiting' if is_waiting else 'reading …'}"


def list_feed_lines(card: Feed) -> list[str]:
    """Return a feed in plain lines; the texts of others are raw."""
    waiting, last = f"{card.waiting} waiting" if card.waiting else "", f"last {card.last_id}" if card.last_id else ""
    return [
        f"{cut(card.title, _MAX_NAME)} ({find_host(card.url) or 'address not shown'}) {card.id}",
        f"    {join_facts((f'every {card.every}', f'{card.read} read', waiting, last))}",
        *([f"    Fails: {card.error} Next try {format_moment(card.next_poll_at)} UTC."] if card.error else ()),
    ]
