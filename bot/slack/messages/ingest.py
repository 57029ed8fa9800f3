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
from bot.slack.messages.layouts import OPEN, RIGHT, SECTION_WORDS, build_question
from bot.slack.messages.review import build_entry, build_entry_row
from bot.slack.mrkdwn import bold, escape, find_host, mention
from bot.slack.wording import cut_lines, format_day, format_period, join_facts, plural
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
    if minutes > _LONGEST_WAIT:
        return f"on {_format_moment(due_at)}"
    return f"in {plural(minutes, 'minute')}, at {due_at:%H:%M} UTC"


def _format_moment(at: dt.datetime) -> str:
    return f"{format_day(at.date())}, {at:%H:%M} UTC"


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
        *(build_entry_row(entry) for entry in shown),
        context(f"… {left} more to check: {type_command('ingest review')}" if left else ""),
    ]
    return build_message(
        f"Read: {escape(report.name)}, {plural(len(report.briefing.items), 'item')}",
        head=[context(*notes), section("\n".join(said))],
        rows=[[row] for row in rows],
        tail=lambda _shown: [section(_say_posts(report)), _list_buttons(report)],
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


def _say_posts(report: IngestReport) -> str:
    if report.undone_at is not None:
        when = _format_moment(report.undone_at)
        return f"{bold('Undone')} on {when}. Reading the file again brings it back with the same ids."
    if not report.in_force:
        return f"{report.briefing_id} was read again later: that reading counts."
    lines = [escape(f"Posts: {line}") for line in report.effects.posts]
    return "\n".join([*lines, *([_describe_posting(report.posting, now=report.seen_at)] if report.posting else [])])


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
        button("Looks right", RIGHT, value) if layout and layout.doubt else {},
        more=[
            button("Something is off", OPEN, value) if layout else {},
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


# The list of ingests.


def build_reading_list(answer: ListPage[IngestReport]) -> Message:
    """Build a page of the ingests, the newest first: by whom, when, how many items, and where their posts are."""
    if not answer.rows:
        return build_line("There is nothing more." if answer.total else "Nothing was read yet.")
    text, rows = f"{plural(answer.total, 'ingest')}, newest first", []
    for row in answer.rows:
        state = _describe_posting(row.posting, now=row.seen_at) if row.posting else "Read again later"
        state = f"Undone on {format_day(row.undone_at.date())}" if row.undone_at is not None else state
        read = f"read {_format_moment(row.at)} by {mention(row.by)}"
        facts = join_facts((read, plural(len(row.briefing.items), "item"), row.briefing_id))
        rows.append([_build_row(row, f"{bold(name_dated(row.name, row.briefing.published_on))}\n{facts}\n{state}")])
    return build_list(Content(said=bold(text), rows=rows), answer, {"Back": f"{MORE}.1", "More": f"{MORE}.2"})


def _build_row(report: IngestReport, text: str) -> Block:
    return section(text, accessory=button("Report", SHOW, report.briefing_id))


# A request to read something: what waits, is read, and how it ended.


def build_accepted(sources: Sequence[Source]) -> Message:
    """Build the answer to a request: what is read now and where its report comes."""
    named = _name_source(sources[0]) if len(sources) == 1 else plural(len(sources), "document")
    return build_line(f"Reading {named}. I'll send the report to your direct messages.")


def build_progress(jobs: Sequence[Job]) -> Message:
    """Build the message of a request as things are: one document's report when there is one, else a line for each."""
    if len(jobs) == 1:
        job = jobs[0]
        if job.report is not None:
            return build_report(job.report)
        return build_entry(job.asked) if job.asked else build_line(_describe_job(job))
    ended, read = sum(job.ended for job in jobs), sum(job.report is not None for job in jobs)
    head = f"{len(jobs)} documents, {ended} done"
    if ended == len(jobs):
        head = f"{plural(read, 'document')} read" + (f", {len(jobs) - read} not" if read < len(jobs) else "")
    return build_message(head, head=[section(bold(head))], rows=[[_build_job(job)] for job in jobs])


def _name_source(source: Source) -> str:
    return escape(cut(source.name, _MAX_NAME))


def _build_job(job: Job) -> Block:
    report = job.report
    if report is None:
        return build_entry_row(job.asked) if job.asked else section(_describe_job(job))
    to_check = f"{len(report.to_check)} to check" if report.to_check else ""
    facts = (
        escape(cut(report.name, _MAX_NAME)),
        plural(len(report.briefing.items), "item"),
        to_check,
        report.briefing_id,
    )
    return _build_row(report, f"✓ {_name_source(job.source)}: {join_facts(facts)}\n{_say_outcome(report)}".strip())


def _describe_job(job: Job) -> str:
    name, is_waiting = _name_source(job.source), job.state is JobState.WAITING
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
        *([f"    Fails: {card.error} Next try {_format_moment(card.next_poll_at)}."] if card.error else ()),
    ]
