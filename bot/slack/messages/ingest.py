"""The report of an ingest, the list of ingests, and what admins are told of them."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.digests.holds import Held
from bot.digests.outbox import Preview
from bot.errors import GongbaoError
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
    modal,
    plain,
    section,
)
from bot.slack.calls.client import load_blocks
from bot.slack.calls.files import parse_shared_file
from bot.slack.messages.frame import Pages, capitalise, join_facts
from bot.slack.messages.layouts import build_question
from bot.slack.messages.review import Press, build_entry_blocks
from bot.slack.mrkdwn import bold, escape, format_day, format_period, plural

# Where the posts of a briefing stand, in words and with the buttons that fit, and what they will look like.

PREVIEW = "ingest.preview"
POST = "ingest.post"
HOLD = "ingest.hold"
ANNOUNCE = "ingest.announce"


def describe_posting(posting: Posting, *, now: dt.datetime) -> str:
    """Return where the posts of a briefing stand in one line, as of ``now``."""
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
    """Return how long something waits, with the moment it ends: ``in 10 minutes, at 09:10 UTC``."""
    if due_at is None or due_at <= now:
        return "now"
    minutes = math.ceil((due_at - now).total_seconds() / 60)
    if minutes > 120:  # noqa: PLR2004  two hours, after which minutes say nothing
        return f"on {due_at.day} {due_at:%b, %H:%M} UTC"
    return f"in {plural(minutes, 'minute')}, at {due_at:%H:%M} UTC"


def list_posting_buttons(posting: Posting, value: str) -> list[Block]:
    """Return the buttons that fit where the posts stand; ``value`` names the briefing and its reading."""
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
    """Return the window that shows posts exactly as they wait, as many as fit whole, at least one.

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
    """Return a block without its buttons, which would act before there is a post; they are named instead."""
    if block.get("type") == "actions":
        labels = " ".join(f"[{escape(str(each['text']['text']))}]" for each in block["elements"] if "text" in each)
        return [context(labels)] if labels else []
    return [{key: value for key, value in block.items() if key not in {"accessory", "block_id"}}]


REPORT_ORIGIN = "report"
"""What the entries of the review list that stand in a report name as the message they stand in."""
SHOW = "ingest.show"
UNDO = "ingest.undo"
MORE = "ingest.more"
KEEP = "ingest.keep"
DISCARD = "ingest.discard"
"""These two carry the number of a document that does not look like a briefing."""
_VALUE = re.compile(r"B([1-9][0-9]{0,9}):([1-9][0-9]{0,9})")
_PERSON = re.compile(r"[UW][A-Z0-9]{1,30}")
_SECTIONS = {"top": "top", "policy_news": "policy", "corporate_news": "company", "other": "other"}
_KINDS = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word file",
    "text/html": "web page",
    "message/rfc822": "mail",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "text/markdown": "Markdown",
    "text/plain": "text",
}
_SHOWN_TO_CHECK = 6
_SHOWN_MISSING = 5
_SHOWN_UNITED = 5
_MISSING = ("no date", "no issuer")
"""How the report's lines begin that nothing on the review list stands for."""
_MAX_LINE = 200


def format_value(card: IngestCard) -> str:
    """Return what a button of a report carries: the briefing, and the reading it reports."""
    return f"{card.report.briefing_id}:{card.reading.id if card.reading else 0}"


def parse_value(value: str) -> tuple[int, int] | None:
    """Return the numbers of the briefing and the reading that a button carries, or None."""
    found = _VALUE.fullmatch(value)
    return (int(found[1]), int(found[2])) if found else None


def build_ingest_card(card: IngestCard, *, prefix: str = "", notes: Sequence[str] = ()) -> Message:
    """Build the report: what was read, what wants a look, where the posts stand, and the buttons that fit."""
    report = card.report
    head = [
        *([context(*notes)] if notes else []),
        section("\n".join([_describe_document(report), *_list_changes(report), *list_counts(report)])),
        *([section("\n".join(_list_united(report)))] if report.united else []),
        *(build_question(report) if card.in_force else []),
    ]
    rows = _build_to_check(card, prefix)

    def tail(shown: int) -> list[Block]:
        _ = shown
        return [*_build_posts(card), *_build_end(card)]

    return build_rows(_describe_push(report), head=head, rows=rows, tail=tail)


def _describe_push(report: IngestReport) -> str:
    return f"Read: {escape(report.name)} ({report.briefing_id}), {plural(report.items, 'item')}"


def _describe_document(report: IngestReport) -> str:
    title = bold(f"Read: {report.name}{f', {format_day(report.published_on)}' if report.published_on else ''}")
    period = format_period(report.period_start, report.period_end)
    kind = _KINDS.get(report.media_type, escape(report.media_type))
    pages = f", {plural(report.pages, 'page')}" if report.pages else ""
    return join_facts((f"{title}{f' ({period})' if period else ''}", f"{kind}{pages}", report.briefing_id))


def _list_changes(report: IngestReport) -> list[str]:
    """Return the line that says what became of what was held; none for a new document."""
    changes = ", ".join(f"{count} {name}" for name, count in report.changes if name != "same")
    held = {
        Outcome.UNCHANGED: "This file is held already: nothing changed.",
        Outcome.SAME_TEXT: "Held already from another file: nothing it says has changed, its places are updated.",
        Outcome.CORRECTED: f"Corrected what was held: {changes}.",
    }
    return [held[report.outcome]] if report.outcome in held else []


def list_counts(report: IngestReport) -> list[str]:
    """Return the lines that count what was read: items by part, and what was found in them. No markup is in them."""
    unread = "every block placed, unread 0" if report.unread == 0 else f"unread {report.unread}"
    if not report.items:
        return [f"No item was found in it · {unread}"]
    counted = " + ".join(f"{count} {_SECTIONS[name]}" for name, count in report.sections)
    inferred = f", year inferred in {report.years_inferred}" if report.years_inferred else ""
    return [
        f"{plural(report.items, 'item')} = {counted} · {unread}",
        join_facts(
            (
                f"Dates {report.dated} of {report.items}{inferred}",
                f"issuers {report.with_issuer} of {report.policies}",
                f"deadlines {report.deadlines}",
                _describe_links(report),
            )
        ),
    ]


def _list_united(report: IngestReport) -> list[str]:
    """Return a line for each policy that what was read makes one with another, the first of them at least."""
    shown = [f"One document: {escape(line)}." for line in report.united[:_SHOWN_UNITED]]
    left = len(report.united) - len(shown)
    return [*shown, *([f"… {left} more, in the audit trail"] if left else [])]


def _describe_links(report: IngestReport) -> str:
    if not report.links:
        return "no links"
    if report.links_without_address == report.links:
        return f"links {report.links}, none with an address in the source"
    missing = f", {report.links_without_address} without an address" if report.links_without_address else ""
    return f"links {report.links}{missing}"


def _build_to_check(card: IngestCard, prefix: str) -> list[list[Block]]:
    """Get what wants a person's look, with the buttons that settle it, and what is missing without anything to press.

    Rows go from the end when they do not fit; the review list has them all.
    """
    if card.review is None:
        return []
    at = Press(origin=f"{REPORT_ORIGIN} {format_value(card)}")
    asked = [entry for entry in card.review.entries if entry.kind is not ReviewKind.LAYOUT]  # asked above
    entries = asked[:_SHOWN_TO_CHECK]
    left = card.review.total - (len(card.review.entries) - len(asked)) - len(entries)
    missing = [line for line in card.report.to_check if line.startswith(_MISSING)]
    if not entries and not missing:
        return []
    rows = [[section(bold("Please check, least certain first"))]]
    rows += [build_entry_blocks(entry, at) for entry in entries]
    if left > 0:
        rows.append([context(f"… {left} more: `{escape(f'/{prefix}ingest review')}`")])
    lines = [escape(cut(line, _MAX_LINE)) for line in missing[:_SHOWN_MISSING]]
    lines += [f"… {len(missing) - len(lines)} more without date or issuer"] if len(missing) > len(lines) else []
    return [*rows, *([[context("\n".join(lines))]] if lines else [])]


def _build_posts(card: IngestCard) -> list[Block]:
    """Return what was and will be posted because of a reading, with the buttons that fit."""
    done = [f"Posts: {escape(line)}" for line in card.report.posts if card.report.outcome is not Outcome.ADDED]
    if card.posting is None:
        return [section("\n".join(done))] if done else []
    buttons = list_posting_buttons(card.posting, format_value(card))
    line = describe_posting(card.posting, now=card.seen_at)
    return [section("\n".join([*done, line])), *([actions(*buttons)] if buttons else [])]


def _build_end(card: IngestCard) -> list[Block]:
    reading = card.reading
    if reading is None:
        return []
    if reading.undone_at is not None:
        when = f"{format_day(reading.undone_at.date())}, {reading.undone_at:%H:%M} UTC"
        return [section(f"{bold('Taken back')} on {when}. Reading it again brings it back under its ids.")]
    if not reading.in_force:
        return [context(f"A later ingest of {card.report.briefing_id} is in force now.")]
    undo = button("Undo this ingest", UNDO, format_value(card), style="danger")
    undo["confirm"] = {
        "title": {"type": "plain_text", "text": "Undo this ingest?"},
        "text": {
            "type": "plain_text",
            "text": "What it brought is taken back. What waits to be posted is cancelled, what was posted is marked as "
            "withdrawn.",
        },
        "confirm": {"type": "plain_text", "text": "Undo it"},
        "deny": {"type": "plain_text", "text": "Keep it"},
        "style": "danger",
    }
    return [context("Reading it again changes nothing."), actions(undo)]


def describe_undone(report: UndoReport) -> str:
    """Say what an undo took back."""
    what = "the reading before it is in force again" if report.restored else "it is out of every answer"
    more = "".join(f" {escape(line)}." for line in report.united[:_SHOWN_UNITED])
    more += "".join(f" Posts: {escape(line)}." for line in report.posts)
    return f"{report.briefing_id} is taken back: {what}, {plural(report.items, 'item')} changed.{more}"


def build_reading_list(answer: ReadingList, *, prefix: str = "") -> Message:
    """Build a page of the ingests, the newest first: by whom, when, how many items, and where their posts stand."""
    if not answer.rows:
        text = "Nothing was ingested yet." if not answer.total else "There are no more ingests."
        return build_rows(text, head=[section(text)], rows=[], tail=lambda _: ())
    head: list[Block] = [section(f"{bold(plural(answer.total, 'ingest'))}, the newest first")]
    rows = [[_build_row(row, answer)] for row in answer.rows]

    def tail(shown: int) -> list[Block]:
        pages = Pages.of(answer, shown=shown)
        turning = []
        if answer.offset > 0:
            turning.append(button("Back", f"{MORE}.1", str(max(0, answer.offset - answer.page_size))))
        if pages.next_offset < answer.total:
            turning.append(button("More", f"{MORE}.2", str(pages.next_offset)))
        in_force = next((row.reading.shown_id for row in answer.rows if row.posting is not None), None)
        hint = f"`{escape(f'/{prefix}ingest undo {in_force}')}` takes one back" if in_force else ""
        said = join_facts((pages.describe(), hint))
        return [*([context(said)] if said else []), *([actions(*turning)] if turning else [])]

    return build_rows(plural(answer.total, "ingest"), head=head, rows=rows, tail=tail)


def _build_row(row: ListedReading, answer: ReadingList) -> Block:
    reading = row.reading
    title = f"{reading.shown_id}  {reading.name}"
    if reading.published_on:
        title += f", {format_day(reading.published_on)}"
    read_at = f"{format_day(reading.at.date())}, {reading.at:%H:%M} UTC"
    if reading.undone_at is not None:
        state = f"taken back on {format_day(reading.undone_at.date())}"
    elif row.posting is None:
        state = "a later ingest is in force"
    else:
        state = capitalise(describe_posting(row.posting, now=answer.seen_at))
    facts = join_facts((f"read {read_at} by {name_person(reading.by)}", plural(reading.items, "item")))
    value = f"{reading.shown_id}:{reading.id}"
    return section(f"{bold(title)}\n{facts}\n{state}", accessory=button("Report", SHOW, value))


def name_person(by: str) -> str:
    """Name who did something: a mention for a person in Slack, else the word that is kept."""
    return f"<@{by}>" if _PERSON.fullmatch(by) else escape(by)


# The one message about a request to read something: what waits, what is under way, and how it ended.

_MAX_NAME = 150


def build_accepted(sources: Sequence[Source]) -> Message:
    """Build the answer to a request: what is read now and where its report comes."""
    named = name_source(sources[0]) if len(sources) == 1 else plural(len(sources), "document")
    text = f"Reading {named}. The report comes to your direct messages with me."
    return build_message(text, [section(text)])


def build_progress(progress: Progress, *, prefix: str = "") -> Message:
    """Build the message of a request as things stand: one document's report when there is one, else a line for each."""
    jobs = progress.intake.jobs
    if len(jobs) == 1:
        card = progress.cards.get(jobs[0].id)
        if card is not None:
            return build_ingest_card(card, prefix=prefix)
        line = _describe_job(jobs[0])
        asked = [actions(*_build_choice(jobs[0]))] if jobs[0].state is JobState.ASKED else []
        return build_message(line, [section(line), *asked])
    ended = sum(job.ended for job in jobs)
    head = f"{len(jobs)} documents, {ended} done" if ended < len(jobs) else f"{len(jobs)} documents are done"
    rows = [_build_line(job, progress) for job in jobs]
    read = sum(job.state is JobState.DONE for job in jobs)
    tail = [context(f"{read} read, {len(jobs) - read} not read")] if ended == len(jobs) else []
    return build_message(head, [section(bold(head)), *rows, *tail])


def name_source(source: Source) -> str:
    """Name a document: its address as it was typed, or its file's name; escaped, never a link."""
    return escape(cut(source.name, _MAX_NAME))


def _build_line(job: Job, progress: Progress) -> Block:
    card = progress.cards.get(job.id)
    if job.state is JobState.ASKED:
        return section(_describe_job(job), accessory=_build_choice(job)[0])
    if card is None:
        return section(_describe_job(job))
    report = card.report
    facts = [report.briefing_id, escape(cut(report.name, _MAX_NAME)), plural(report.items, "item")]
    facts += [f"{card.review.total} to check"] if card.review and card.review.total else []
    facts += [_describe_outcome(card)]
    line = f"✓ {name_source(job.source)}: {' · '.join(fact for fact in facts if fact)}"
    has_report = card.reading is not None
    return section(line, accessory=button("Report", SHOW, format_value(card)) if has_report else None)


def _describe_outcome(card: IngestCard) -> str:
    words = {
        Outcome.UNCHANGED: "held already, nothing changed",
        Outcome.SAME_TEXT: "held already from another file",
        Outcome.CORRECTED: "corrected",
        Outcome.ADDED: "",
    }
    return words[card.report.outcome]


def _build_choice(job: Job) -> tuple[Block, Block]:
    """Return the buttons that store a document that does not look like a briefing, and that leave it."""
    return button("Keep it", KEEP, str(job.id)), button("Discard", DISCARD, str(job.id))


def _describe_job(job: Job) -> str:
    name = name_source(job.source)
    if job.state is JobState.ASKED:
        return f"{name}: this doesn't look like a briefing. Keep it?"
    if job.state is JobState.FAILED:
        hint = f" {escape(job.hint)}" if job.hint else ""
        said = escape(job.said)
        about = "" if job.source.name in job.said else f"{name}: "
        return f"⚠ {about}{said}{hint}"
    if job.state is JobState.WAITING:
        return f"{name}: waiting"
    return f"{name}: reading …"


# The form of ``/ingest``: addresses, files, or both; what it was given, and what is wrong with it.

FORM = "ingest.form"
OPEN_FORM = "ingest.open"
"""The button of an offer of the form."""
ADDRESSES, FILES = "addresses", "files"
"""The ids of the two fields, each of its block and of its element."""
FILE_TYPES = ("pdf", "docx", "html", "htm", "eml", "md", "markdown", "txt", "xml", "rss", "atom")
_MAX_ERROR = 2000
_MAX_ADDRESSES = 3000


def build_form() -> Block:
    """Build the window."""
    blocks: list[Block] = [
        context("Briefings and official notices: PDF, Word, web pages, mail (EML), feeds, Markdown and text."),
        {
            "type": "input",
            "block_id": FILES,
            "optional": True,
            "label": plain("Files", 150),
            "hint": plain(f"At most {MOST_DOCUMENTS} documents in all. The report comes to your direct messages.", 150),
            "element": {
                "type": "file_input",
                "action_id": FILES,
                "filetypes": list(FILE_TYPES),
                "max_files": MOST_DOCUMENTS,
            },
        },
        {
            "type": "input",
            "block_id": ADDRESSES,
            "optional": True,
            "label": plain("Or web addresses", 150),
            "hint": plain("Public https addresses, one a line.", 150),
            "element": {
                "type": "plain_text_input",
                "action_id": ADDRESSES,
                "multiline": True,
                "max_length": _MAX_ADDRESSES,
                "placeholder": plain("https://…", 150),
            },
        },
    ]
    return modal("Ingest", blocks, callback_id=FORM, submit="Read")


def build_form_offer() -> Message:
    """Build the answer to a message that would open the form: only a press or a command opens one."""
    text = "A message cannot open a form. Press the button for it, or send me the file in a direct message."
    return build_message(text, [section(text), actions(button("Open the form", OPEN_FORM, "form"))])


def read_form(view: Mapping[str, Any]) -> tuple[tuple[Source, ...], dict[str, str]]:
    """Return the documents that a submitted form names, and for each field what is wrong with it."""
    addresses = _get_field(view, ADDRESSES).get("value")
    files = _get_field(view, FILES).get("files")
    sources: list[Source] = []
    errors: dict[str, str] = {}
    try:
        sources += parse_addresses(str(addresses or "").split())
    except GongbaoError as error:
        errors[ADDRESSES] = _shorten(error)
    for said in files if isinstance(files, list) else []:
        try:
            sources.append(parse_shared_file(said if isinstance(said, dict) else {}))
        except GongbaoError as error:
            errors[FILES] = _shorten(error)
    if not errors and not sources:
        errors[FILES] = "Give a file or an address."
    if not errors and len(sources) > MOST_DOCUMENTS:
        errors[FILES] = f"These are {len(sources)} documents; at most {MOST_DOCUMENTS} are read at once."
    return tuple(sources), errors


def _get_field(view: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found: Any = view
    for key in ("state", "values", name, name):
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def _shorten(error: GongbaoError) -> str:
    return str(error)[:_MAX_ERROR]
