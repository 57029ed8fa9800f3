"""What is said of reading briefings: the form, how a request stands, its report, the list of ingests, feeds."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.digests.holds import Held
from bot.digests.outbox import Preview
from bot.errors import GongbaoError
from bot.ingest.feeds import FeedCard
from bot.ingest.ingest_cards import IngestCard, ListedReading, ReadingList
from bot.ingest.intake import Progress
from bot.ingest.reports import IngestReport, Outcome, UndoReport
from bot.model.intake import MOST_DOCUMENTS, Job, JobState, Source
from bot.model.post import BY_DIGESTS, Message, Posting, PostingState
from bot.model.review import ReviewKind
from bot.slack.arguments import parse_addresses
from bot.slack.blocks import (
    MAX_VIEW_BLOCKS,
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
from bot.slack.calls.files import parse_shared_file
from bot.slack.messages.facts import code
from bot.slack.messages.forms import input_block, read_field, text_input
from bot.slack.messages.frame import build_line, describe_page, join_facts, turn_page
from bot.slack.messages.layouts import OPEN, RIGHT, build_question
from bot.slack.messages.review import ALONE, Press, build_entry, build_entry_row
from bot.slack.mrkdwn import bold, cut_lines, escape, find_host, format_day, format_period, plural

PREVIEW, POST, HOLD, ANNOUNCE = "ingest.preview", "ingest.post", "ingest.hold", "ingest.announce"
SHOW, UNDO = "ingest.show", "ingest.undo"
"""These carry the briefing and its reading, as ``format_value`` writes them."""
MORE = "ingest.more"
REPORT_ORIGIN = "report"
"""What the entries of the review list that are in a report name as the message they are in."""
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


# Where the posts of a briefing are.


def describe_posting(posting: Posting, *, now: dt.datetime) -> str:
    """Return where the posts of a briefing are in one line, as of ``now``."""
    channels = plural(posting.waiting, "channel")
    later = "digests bring it once you let it go" if posting.reason == BY_DIGESTS else escape(posting.reason)
    said = {
        PostingState.ARCHIVED: f"Not posted: {escape(posting.reason)}",
        PostingState.NOBODY: f"Not posted: {escape(posting.reason)}",
        PostingState.WAITING: f"Goes to {channels} {format_wait(posting.due_at, now=now)}",
        PostingState.ON_HOLD: f"On hold: {f'goes to {channels} once you let it go' if posting.waiting else later}",
        PostingState.GOING: f"On its way to {plural(posting.waiting + posting.going, 'channel')}",
        PostingState.POSTED: f"Sent to {plural(posting.sent, 'channel')}" if posting.sent else "Not posted",
        PostingState.WITHDRAWN: "Withdrawn",
    }
    waits = posting.state in {PostingState.WAITING, PostingState.ON_HOLD}
    besides = (
        f"{posting.going} on their way" if waits and posting.going else "",
        f"{posting.sent} sent" if posting.state is not PostingState.POSTED and posting.sent else "",
        f"{posting.stuck} couldn't be sent: an admin decides" if posting.stuck else "",
    )
    return ", ".join(filter(None, (said[posting.state], *besides)))


def format_wait(due_at: dt.datetime | None, *, now: dt.datetime) -> str:
    """Return how long something waits, with the moment it ends: ``in 10 minutes, at 09:10 UTC``."""
    if due_at is None or due_at <= now:
        return "now"
    minutes = math.ceil((due_at - now).total_seconds() / 60)
    if minutes > _LONGEST_WAIT:
        return f"on {due_at.day} {due_at:%b, %H:%M} UTC"
    return f"in {plural(minutes, 'minute')}, at {due_at:%H:%M} UTC"


def _format_moment(at: dt.datetime) -> str:
    return f"{format_day(at.date())}, {at:%H:%M} UTC"


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
    notes = (
        f"… {plural(left, 'more post')}, not shown here" if left else "",
        f"{plural(hidden, 'more post')} to private channels or people" if hidden else "",
        "Nothing is about to be posted." if not previews and not hidden else "",
    )
    return modal("Preview", [*blocks, *([context(*notes)] if any(notes) else [])])


def _build_preview(preview: Preview, *, now: dt.datetime) -> list[Block]:
    """Return a post without its buttons, which would act before there is a post."""
    when = "on hold" if preview.not_before is None else format_wait(preview.not_before, now=now)
    blocks = [divider(), section(f"{escape(preview.rule)} to <#{escape(preview.channel)}>, {when}")]
    for number, message in enumerate(preview.messages):
        blocks += [context("in its thread:")] if number else []
        for block in load_blocks(message):
            still = {key: value for key, value in block.items() if key not in {"accessory", "block_id"}}
            blocks += [still] if block.get("type") != "actions" else []
    return blocks


# The report.


def build_ingest_card(card: IngestCard, *, prefix: str = "", notes: Sequence[str] = ()) -> Message:
    """Build the report: title and period, counts, what to check, where it goes and when, and the buttons that fit."""
    report = card.report
    said = "\n".join([_describe_title(report), *_list_changes(report), *map(escape, list_counts(report))])
    where, buttons = _list_posts(card)
    tail = [*([section(where)] if where else []), *([actions(*buttons)] if buttons else [])]
    text = f"Read: {escape(report.name)}, {plural(report.items, 'item')}"
    head = [*([context(*notes)] if notes else []), section(said)]
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
    united = [f"The same policy: {escape(line)}." for line in report.united]
    return [*filter(None, [said.get(report.outcome)]), *cut_lines(united, _SHOWN_UNITED)]


def list_counts(report: IngestReport) -> list[str]:
    """Return the lines that count what was read, and what is missing. No markup is in them."""
    unread = f"{plural(report.unread, 'part')} couldn't be read" if report.unread else "everything was read"
    if not report.items:
        return [f"No items found · {unread}"]
    counted = ", ".join(f"{count} {_SECTIONS[name]}" for name, count in report.sections)
    no_links = report.links and report.links_without_address == report.links
    facts = [plural(report.deadlines, "deadline")] if report.deadlines else []
    missing = (
        (report.items - report.dated, "without a date"),
        (report.years_inferred, "with the year inferred"),
        (report.policies - report.with_issuer, "without an issuer"),
    )
    facts += [f"{count} {what}" for count, what in missing if count]
    facts += ["the file contains no link addresses"] if no_links else []
    return [f"{plural(report.items, 'item')}: {counted} · {unread}", *filter(None, [join_facts(facts)])]


def _list_to_check(card: IngestCard, prefix: str) -> list[list[Block]]:
    """Return at most three things to check, each with its button: an uncertain layout first, then the least certain."""
    if card.review is None:
        return []
    question = build_question(card.report) if card.in_force else []
    entries = [entry for entry in card.review.entries if entry.kind is not ReviewKind.LAYOUT]  # asked in question
    shown = entries[: _SHOWN_TO_CHECK - bool(question)]
    at = Press(origin=card.report.briefing_id)
    rows = [*([question] if question else []), *([build_entry_row(entry, at)] for entry in shown)]
    left = card.review.total - (len(card.review.entries) - len(entries)) - len(shown)
    more = [[context(f"… {left} more to check: {code(f'/{prefix}ingest review')}")]] if left > 0 else []
    return [*([[section(bold("Please check"))]] if rows else []), *rows, *more]


def _list_posts(card: IngestCard) -> tuple[str, list[Block]]:
    """Return what was and will be posted because of a reading, and the buttons that fit."""
    reading, report, value, posting = card.reading, card.report, format_value(card), card.posting
    lines = [escape(f"Posts: {line}") for line in report.posts if report.outcome is not Outcome.ADDED]
    if reading is None:
        return "\n".join(lines), []
    if reading.undone_at is not None:
        when = _format_moment(reading.undone_at)
        return f"{bold('Undone')} on {when}. Reading the file again brings it back with the same ids.", []
    if not reading.in_force:
        return f"{report.briefing_id} was read again later: that reading counts.", []
    lines += [describe_posting(posting, now=card.seen_at)] if posting else []
    post_now, hold = button("Post now", POST, value, style="primary"), button("Hold", HOLD, value)
    turns = {
        PostingState.WAITING: [post_now, hold],
        PostingState.ON_HOLD: [post_now],
        PostingState.ARCHIVED: [button("Post anyway", ANNOUNCE, value)],
    }
    buttons = turns.get(posting.state, []) if posting else []
    doubted = report.layout is not None and report.layout.doubt is not None
    right = [button("Looks right", RIGHT, report.briefing_id)] if doubted else []
    off = [button("Something is off", OPEN, report.briefing_id)] if report.layout is not None else []
    preview = [button("Preview", PREVIEW, value)] if posting is not None and posting.waiting else []
    return "\n".join(lines), [*buttons, *right, *menu(*off, *preview, button("Undo", UNDO, value))]


def describe_undone(report: UndoReport) -> str:
    """Say what an undo took back."""
    what = "the reading before it counts again" if report.restored else "it is in no answer any more"
    more = "".join(f" {escape(line)}." for line in report.united[:_SHOWN_UNITED])
    more += "".join(f" Posts: {escape(line)}." for line in report.posts)
    return f"{report.briefing_id} was undone: {what}, {plural(report.items, 'item')} changed.{more}"


# The list of ingests.


def build_reading_list(answer: ReadingList) -> Message:
    """Build a page of the ingests, the newest first: by whom, when, how many items, and where their posts are."""
    if not answer.rows:
        return build_line("There is nothing more." if answer.total else "Nothing was read yet.")
    text = f"{plural(answer.total, 'ingest')}, newest first"

    def tail(shown: int) -> list[Block]:
        turns = turn_page(answer, shown, lambda label, at: button(label, f"{MORE}.{1 + (label == 'More')}", str(at)))
        page = describe_page(answer, shown)
        return [*([context(page)] if page else []), *([actions(*turns)] if turns else [])]

    rows = [[_build_reading(row, answer)] for row in answer.rows]
    return build_rows(text, head=[section(bold(text))], rows=rows, tail=tail)


def _build_reading(row: ListedReading, answer: ReadingList) -> Block:
    reading = row.reading
    title = f"{reading.name}, {format_day(reading.published_on)}" if reading.published_on else reading.name
    state = describe_posting(row.posting, now=answer.seen_at) if row.posting else "Read again later"
    state = f"Undone on {format_day(reading.undone_at.date())}" if reading.undone_at is not None else state
    by = f"<@{reading.by}>" if _PERSON.fullmatch(reading.by) else escape(reading.by)
    read = f"read {_format_moment(reading.at)} by {by}"
    facts = join_facts((read, plural(reading.items, "item"), reading.shown_id))
    value = f"{reading.shown_id}:{reading.id}"
    return section(f"{bold(title)}\n{facts}\n{state}", accessory=button("Report", SHOW, value))


# A request to read something: what waits, is read, and how it ended.

_MAX_NAME = 150
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


def build_progress(progress: Progress, *, prefix: str = "") -> Message:
    """Build the message of a request as things are: one document's report when there is one, else a line for each."""
    jobs = progress.jobs
    if len(jobs) == 1:
        card, asked = progress.cards.get(jobs[0].id), progress.asked.get(jobs[0].id)
        if card is not None:
            return build_ingest_card(card, prefix=prefix)
        return build_entry(asked, Press(origin=ALONE)) if asked else build_line(_describe_job(jobs[0]))
    ended = sum(job.ended for job in jobs)
    read = sum(job.state is JobState.DONE for job in jobs)
    head = f"{len(jobs)} documents, {ended} done"
    if ended == len(jobs):
        head = f"{plural(read, 'document')} read" + (f", {len(jobs) - read} not" if read < len(jobs) else "")
    return build_message(head, [section(bold(head)), *(_build_job(job, progress) for job in jobs)])


def _name_source(source: Source) -> str:
    """Name a document: its address as it was typed, or its file's name; escaped, never a link."""
    return escape(cut(source.name, _MAX_NAME))


def _build_job(job: Job, progress: Progress) -> Block:
    card = progress.cards.get(job.id)
    asked = progress.asked.get(job.id)
    if card is None:
        return build_entry_row(asked, Press(origin=ALONE)) if asked else section(_describe_job(job))
    report = card.report
    to_check = f"{card.review.total} to check" if card.review and card.review.total else ""
    facts = (escape(cut(report.name, _MAX_NAME)), plural(report.items, "item"), to_check, _OUTCOMES[report.outcome])
    line = f"✓ {_name_source(job.source)}: {join_facts((*facts, report.briefing_id))}"
    return section(line, accessory=button("Report", SHOW, format_value(card)) if card.reading is not None else None)


def _describe_job(job: Job) -> str:
    name = _name_source(job.source)
    if job.state is JobState.FAILED:
        about = "" if job.source.name in job.said else f"{name}: "
        return f"⚠ {about}{escape(f'{job.said} {job.hint}'.strip())}"
    return f"{name}: {'waiting' if job.state is JobState.WAITING else 'reading …'}"


# The form of /ingest.

FORM = "ingest.form"
OPEN_FORM = "ingest.open"
"""The button of an offer of the form."""
ADDRESSES, FILES = "addresses", "files"
"""The ids of the two fields, each of its block and of its element."""
FILE_TYPES = ("pdf", "docx", "html", "htm", "eml", "md", "markdown", "txt", "xml", "rss", "atom")
_MAX_ERROR = 2000
_MAX_ADDRESSES = 3000


def build_form() -> Block:
    """Build the window in which files and addresses are named."""
    files: Block = {"type": "file_input", "filetypes": list(FILE_TYPES), "max_files": MOST_DOCUMENTS}
    addresses = text_input("", limit=_MAX_ADDRESSES, placeholder="https://…", many=True)
    about = "PDF, Word, web pages, mail (EML), feeds, Markdown and text. The report comes to your direct messages."
    blocks = [
        context(about),
        input_block(FILES, "Files", files, hint=f"At most {MOST_DOCUMENTS} documents in all."),
        input_block(ADDRESSES, "Or web addresses", addresses, hint="Public https addresses, one a line."),
    ]
    return modal("Upload a briefing", blocks, callback_id=FORM, submit="Read")


def build_form_offer() -> Message:
    """Build the answer to a message that would open the form: only a press or a command opens one."""
    text = "Press the button to open the form, or send me the file in a direct message."
    return build_line(text, actions(button("Upload a briefing", OPEN_FORM, "form")))


def read_form(view: Mapping[str, Any]) -> tuple[tuple[Source, ...], dict[str, str]]:
    """Return the documents that a submitted form names, and for each field what is wrong with it."""
    sources: list[Source] = []
    errors: dict[str, str] = {}
    try:
        sources += parse_addresses(str(read_field(view, ADDRESSES).get("value") or "").split())
    except GongbaoError as error:
        errors[ADDRESSES] = str(error)[:_MAX_ERROR]
    named = read_field(view, FILES).get("files")
    for each in named if isinstance(named, list) else []:
        try:
            sources.append(parse_shared_file(each if isinstance(each, dict) else {}))
        except GongbaoError as error:
            errors[FILES] = str(error)[:_MAX_ERROR]
    if not errors and not sources:
        errors[FILES] = "Choose a file or type an address."
    if not errors and len(sources) > MOST_DOCUMENTS:
        errors[FILES] = f"These are {len(sources)} documents; I can read {MOST_DOCUMENTS} at once."
    return tuple(sources), errors


# What is said of feeds on the command line, and what admins hear in private.


def list_feed_lines(card: FeedCard) -> list[str]:
    """Return a feed in plain lines; the texts of others are raw."""
    waiting = f"{card.waiting} waiting" if card.waiting else ""
    newest = f"last {card.last_id}" if card.last_id else ""
    facts = join_facts((f"every {card.every}", f"{card.read} read", waiting, newest))
    failing = [f"    Fails: {card.error} Next try {_format_moment(card.next_poll_at)}."] if card.error else []
    unread = [f"    Not read: “{title}”. {error}" for title, error in card.failed]
    return [f"{_name_feed(card)} {card.id}", f"    {facts}", *failing, *unread]


def _name_feed(card: FeedCard) -> str:
    return f"{cut(card.title, _MAX_NAME)} ({find_host(card.url) or 'address not shown'})"


def build_private_notice(text: str) -> Message:
    """Return what people hear in private of what does not come or go out; ``text`` is raw."""
    return build_line(escape(text))
