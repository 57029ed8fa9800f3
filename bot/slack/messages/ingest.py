"""What is said of reading briefings: how a request stands, its report, the list of ingests, and feeds."""

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain

from bot.ingest.ingest import UndoReport
from bot.ingest.reports import ListPage
from bot.model.briefing import SECTION_ORDER
from bot.model.intake import IngestReport, Job, JobState, Outcome, Source
from bot.model.post import BY_DIGESTS, UNTIL_RELEASED, Message, Post, Posting, PostingState
from bot.slack.blocks import (
    Block,
    actions,
    build_message,
    build_rows,
    button,
    context,
    cut,
    divider,
    menu,
    modal,
    section,
)
from bot.slack.calls.client import load_blocks
from bot.slack.messages.facts import name_dated
from bot.slack.messages.frame import build_line, build_pages, mention_user, type_command
from bot.slack.messages.layouts import OPEN, RIGHT, SECTION_WORDS, build_question
from bot.slack.messages.review import ALONE, Press, build_entry, build_entry_row
from bot.slack.mrkdwn import bold, cut_lines, escape, find_host, format_day, format_period, join_facts, plural
from bot.store.intake import Feed

PREVIEW, POST, HOLD, ANNOUNCE = "ingest.preview", "ingest.post", "ingest.hold", "ingest.announce"
SHOW, UNDO = "ingest.show", "ingest.undo"
"""These carry the briefing and its reading, as ``format_value`` writes them."""
MORE = "ingest.more"
_VALUE = re.compile(r"B([1-9][0-9]{0,9}):([1-9][0-9]{0,9})")
_SHOWN_TO_CHECK = 3
_SHOWN_UNITED = 3
_MAX_NAME = 150
_LONGEST_WAIT = 120
"""Minutes after which a wait is told by its end alone."""


def format_value(report: IngestReport) -> str:
    """Return what a button of a report carries: the briefing, and the reading it reports."""
    return f"{report.briefing_id}:{report.reading}"


def parse_value(value: str) -> tuple[int, int] | None:
    """Return the numbers of the briefing and the reading that a button carries, or None."""
    found = _VALUE.fullmatch(value)
    return (int(found[1]), int(found[2])) if found else None


# Where the posts of a briefing are.


def describe_posting(posting: Posting, *, now: dt.datetime) -> str:
    """Return where the posts of a briefing are in one line, as of ``now``."""
    channels = plural(posting.waiting, "channel")
    later = "digests bring it once you let it go" if posting.reason == BY_DIGESTS else escape(posting.reason)
    said = {
        PostingState.ARCHIVED: f"Not posted: {escape(posting.reason)}",
        PostingState.NOBODY: f"Not posted: {escape(posting.reason)}",
        PostingState.WAITING: f"Goes to {channels} {_format_wait(posting.due_at, now=now)}",
        PostingState.ON_HOLD: f"On hold: {f'goes to {channels} once you let it go' if posting.waiting else later}",
        PostingState.GOING: f"On its way to {plural(posting.waiting + posting.going, 'channel')}",
        PostingState.POSTED: f"Sent to {plural(posting.sent, 'channel')}" if posting.sent else "Not posted",
    }
    waits = posting.state in {PostingState.WAITING, PostingState.ON_HOLD}
    besides = (
        f"{posting.going} on their way" if waits and posting.going else "",
        f"{posting.sent} sent" if posting.state is not PostingState.POSTED and posting.sent else "",
        f"{posting.stuck} couldn't be sent: an admin decides" if posting.stuck else "",
    )
    return ", ".join(filter(None, (said[posting.state], *besides)))


def _format_wait(due_at: dt.datetime | None, *, now: dt.datetime) -> str:
    """Return how long something waits, with the moment it ends: ``in 10 minutes, at 09:10 UTC``."""
    if due_at is None or due_at <= now:
        return "now"
    minutes = math.ceil((due_at - now).total_seconds() / 60)
    if minutes > _LONGEST_WAIT:
        return f"on {due_at.day} {due_at:%b, %H:%M} UTC"
    return f"in {plural(minutes, 'minute')}, at {due_at:%H:%M} UTC"


def _format_moment(at: dt.datetime) -> str:
    return f"{format_day(at.date())}, {at:%H:%M} UTC"


def describe_done(action: str, report: IngestReport, *, changed: bool) -> str:
    """Say what came of ``release``, ``hold`` or ``announce``: what was done, or why there was nothing to do."""
    where = f" {describe_posting(report.posting, now=report.seen_at)}." if report.posting else ""
    done = {"release": "let go", "hold": "put on hold", "announce": "announced"}[action]
    if changed:
        return f"{report.briefing_id} is {done}.{where}"
    return f"Nothing to do, {report.briefing_id} was {done} before or has no posts.{where}"


def build_preview_view(
    name: str, previews: Sequence[Sequence[Post]], *, hidden: int, left: int, now: dt.datetime
) -> Block:
    """Return the window that shows posts, each with its parts, as they will look.

    ``hidden`` counts posts to private channels and persons, ``left`` those that were not looked at.
    """
    note = context(
        f"{escape(name)}: what will be posted",
        f"{plural(left, 'post')} more, not shown here" if left else "",
        f"{plural(hidden, 'post')} more to private channels or people" if hidden else "",
        "Nothing is about to be posted." if not previews and not hidden else "",
    )
    return modal("Preview", [note, *chain(*(_build_preview(parts, now=now) for parts in previews))])


def _build_preview(parts: Sequence[Post], *, now: dt.datetime) -> list[Block]:
    """Return a post without its buttons, which would act before there is a post."""
    slot, not_before = parts[0].slot, parts[0].not_before
    when = "on hold" if not_before == UNTIL_RELEASED else _format_wait(not_before, now=now)
    blocks = [divider(), section(f"{escape(slot.source)} to <#{escape(slot.channel)}>, {when}")]
    for post in parts:
        blocks += [context("in its thread:")] if post.part else []
        shown = [each for each in load_blocks(post.message) if each["type"] != "actions"]
        blocks += [{key: value for key, value in each.items() if key != "accessory"} for each in shown]
    return blocks


# The report.


def build_report(report: IngestReport, *, notes: Sequence[str] = ()) -> Message:
    """Build the report: title and period, counts, what to check, where it goes and when, and the buttons that fit."""
    said = "\n".join([_describe_title(report), *_list_changes(report), *map(escape, list_counts(report))])
    tail = [section(_say_posts(report)), actions(*_list_buttons(report))]
    text = f"Read: {escape(report.name)}, {plural(report.items, 'item')}"
    head = [context(*notes), section(said)]
    return build_rows(text, head=head, rows=_list_to_check(report), tail=lambda _shown: tail)


def _describe_title(report: IngestReport) -> str:
    period = format_period(report.briefing.period_start, report.briefing.period_end)
    title = bold(name_dated(report.name, report.briefing.published_on))
    return join_facts((title, f"covers {period}" if period else "", report.briefing_id))


def _list_changes(report: IngestReport) -> list[str]:
    """Return what became of what was known before, and which policies turned out to be one."""
    counts = Counter(line.partition(":")[0] for line in report.effects.changes)
    changes = ", ".join(f"{count} {name}" for name, count in counts.items())
    said = {
        Outcome.UNCHANGED: "This file was read before: nothing changed.",
        Outcome.SAME_TEXT: "Another file of this briefing was read before: only its pages and lines changed.",
        Outcome.CORRECTED: f"This briefing was read before. Corrected: {changes}.",
    }
    united = [f"The same policy: {escape(line)}." for line in report.effects.united]
    return [*filter(None, [said.get(report.effects.outcome)]), *cut_lines(united, _SHOWN_UNITED)]


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
    return [f"{plural(report.items, 'item')}: {counted} · {unread_text}", *filter(None, [join_facts(facts)])]


def _list_to_check(report: IngestReport) -> list[list[Block]]:
    """Return at most three things to check, each with its button: an uncertain layout first, then the least certain."""
    question = build_question(report) if report.in_force else {}
    shown = report.to_check[: _SHOWN_TO_CHECK - bool(question)]
    at = Press(origin=report.briefing_id)
    left = len(report.to_check) - len(shown)
    more = f"… {left} more to check: {type_command('ingest review')}" if left else ""
    rows = [[section(bold("Please check"))], [question], *([build_entry_row(entry, at)] for entry in shown)]
    return [*(rows if question or shown else []), [context(more)]]


def _say_posts(report: IngestReport) -> str:
    """Return what was and will be posted because of a reading."""
    if report.undone_at is not None:
        when = _format_moment(report.undone_at)
        return f"{bold('Undone')} on {when}. Reading the file again brings it back with the same ids."
    if not report.in_force:
        return f"{report.briefing_id} was read again later: that reading counts."
    lines = [escape(f"Posts: {line}") for line in report.effects.posts]
    return "\n".join([*lines, *([describe_posting(report.posting, now=report.seen_at)] if report.posting else [])])


def _list_buttons(report: IngestReport) -> list[Block]:
    """Return what may be done with a reading; nothing with one that doesn't count any more."""
    value, posting, layout = format_value(report), report.posting, report.layout
    if posting is None:
        return []
    post_now = button("Post now", POST, value, style="primary")
    turns = {
        PostingState.WAITING: [post_now, button("Hold", HOLD, value)],
        PostingState.ON_HOLD: [post_now],
        PostingState.ARCHIVED: [button("Post anyway", ANNOUNCE, value)],
    }
    return [
        *turns.get(posting.state, []),
        button("Looks right", RIGHT, report.briefing_id) if layout and layout.doubt else {},
        menu(
            button("Something is off", OPEN, report.briefing_id) if layout else {},
            button("Preview", PREVIEW, value) if posting.waiting else {},
            button("Undo", UNDO, value),
        ),
    ]


def describe_undone(report: UndoReport) -> str:
    """Say what an undo took back."""
    what = "the reading before it counts again" if report.restored else "it is in no answer any more"
    more = "".join(f" {escape(line)}." for line in report.united[:_SHOWN_UNITED])
    more += "".join(f" Posts: {escape(line)}." for line in report.posts)
    return f"{report.briefing_id} was undone: {what}, {plural(report.items, 'item')} changed.{more}"


# The list of ingests.


def build_reading_list(answer: ListPage[IngestReport]) -> Message:
    """Build a page of the ingests, the newest first: by whom, when, how many items, and where their posts are."""
    if not answer.rows:
        return build_line("There is nothing more." if answer.total else "Nothing was read yet.")
    text = f"{plural(answer.total, 'ingest')}, newest first"
    rows = [[_build_reading(row)] for row in answer.rows]
    return build_pages(text, answer, rows, head=[section(bold(text))], action=MORE)


def _build_reading(row: IngestReport) -> Block:
    state = describe_posting(row.posting, now=row.seen_at) if row.posting else "Read again later"
    state = f"Undone on {format_day(row.undone_at.date())}" if row.undone_at is not None else state
    read = f"read {_format_moment(row.at)} by {mention_user(row.by)}"
    facts = join_facts((read, plural(row.items, "item"), row.briefing_id))
    return section(
        f"{bold(name_dated(row.name, row.briefing.published_on))}\n{facts}\n{state}",
        accessory=button("Report", SHOW, format_value(row)),
    )


# A request to read something: what waits, is read, and how it ended.

_OUTCOMES = {
    Outcome.UNCHANGED: "read before, nothing changed",
    Outcome.SAME_TEXT: "read before from another file",
    Outcome.CORRECTED: "corrected",
    Outcome.ADDED: "",
}


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
        return build_entry(job.asked, Press(origin=ALONE)) if job.asked else build_line(_describe_job(job))
    ended = sum(job.ended for job in jobs)
    read = sum(job.report is not None for job in jobs)
    head = f"{len(jobs)} documents, {ended} done"
    if ended == len(jobs):
        head = f"{plural(read, 'document')} read" + (f", {len(jobs) - read} not" if read < len(jobs) else "")
    return build_message(head, [section(bold(head)), *map(_build_job, jobs)])


def _name_source(source: Source) -> str:
    """Name a document: its address as it was typed, or its file's name; escaped, never a link."""
    return escape(cut(source.name, _MAX_NAME))


def _build_job(job: Job) -> Block:
    report = job.report
    if report is None:
        return build_entry_row(job.asked, Press(origin=ALONE)) if job.asked else section(_describe_job(job))
    to_check = f"{len(report.to_check)} to check" if report.to_check else ""
    outcome = _OUTCOMES[report.effects.outcome]
    facts = (escape(cut(report.name, _MAX_NAME)), plural(report.items, "item"), to_check, outcome)
    line = f"✓ {_name_source(job.source)}: {join_facts((*facts, report.briefing_id))}"
    return section(line, accessory=button("Report", SHOW, format_value(report)))


def _describe_job(job: Job) -> str:
    name = _name_source(job.source)
    if job.error:
        again = " I'll try again." if job.state is JobState.WAITING else ""
        return f"⚠ {'' if job.source.name in job.error else f'{name}: '}{escape(job.error)}{again}"
    return f"{name}: {'waiting' if job.state is JobState.WAITING else 'reading …'}"


# What is said of feeds on the command line, and what admins hear in private.


def list_feed_lines(card: Feed) -> list[str]:
    """Return a feed in plain lines; the texts of others are raw."""
    waiting, last = f"{card.waiting} waiting" if card.waiting else "", f"last {card.last_id}" if card.last_id else ""
    facts = join_facts((f"every {card.every}", f"{card.read} read", waiting, last))
    failing = [f"    Fails: {card.error} Next try {_format_moment(card.next_poll_at)}."] if card.error else []
    name = f"{cut(card.title, _MAX_NAME)} ({find_host(card.url) or 'address not shown'})"
    return [f"{name} {card.id}", f"    {facts}", *failing]
