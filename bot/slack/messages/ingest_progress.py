"""The form of /ingest, and the one message about a request to read something: what waits, is read, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.errors import GongbaoError
from bot.ingest.intake import Progress
from bot.ingest.reports import Outcome
from bot.model.intake import MOST_DOCUMENTS, Job, JobState, Source
from bot.model.post import Message
from bot.slack.arguments import parse_addresses
from bot.slack.blocks import Block, actions, build_message, button, context, cut, modal, section
from bot.slack.calls.files import parse_shared_file
from bot.slack.messages.ingest import SHOW, build_ingest_card, format_value
from bot.slack.messages.inputs import input_block, read_field, text_input
from bot.slack.messages.notices import build_line
from bot.slack.mrkdwn import bold, escape, plural

KEEP = "ingest.keep"
DISCARD = "ingest.discard"
"""These two carry the number of a document that does not look like a briefing."""
FORM = "ingest.form"
OPEN_FORM = "ingest.open"
"""The button of an offer of the form."""
ADDRESSES, FILES = "addresses", "files"
"""The ids of the two fields, each of its block and of its element."""
FILE_TYPES = ("pdf", "docx", "html", "htm", "eml", "md", "markdown", "txt", "xml", "rss", "atom")
_MAX_NAME = 150
_MAX_ERROR = 2000
_MAX_ADDRESSES = 3000
_OUTCOMES = {
    Outcome.UNCHANGED: "read before, nothing changed",
    Outcome.SAME_TEXT: "read before from another file",
    Outcome.CORRECTED: "corrected",
    Outcome.ADDED: "",
}


def build_accepted(sources: Sequence[Source]) -> Message:
    """Build the answer to a request: what is read now and where its report comes."""
    named = name_source(sources[0]) if len(sources) == 1 else plural(len(sources), "document")
    text = f"Reading {named}. I'll send the report to your direct messages."
    return build_line(text)


def build_progress(progress: Progress, *, prefix: str = "") -> Message:
    """Build the message of a request as things stand: one document's report when there is one, else a line for each."""
    jobs = progress.jobs
    if len(jobs) == 1:
        card = progress.cards.get(jobs[0].id)
        if card is not None:
            return build_ingest_card(card, prefix=prefix)
        line = _describe_job(jobs[0])
        choice = button("Keep it", KEEP, str(jobs[0].id)), button("Discard", DISCARD, str(jobs[0].id))
        asked = [actions(*choice)] if jobs[0].state is JobState.ASKED else []
        return build_line(line, *asked)
    ended = sum(job.ended for job in jobs)
    read = sum(job.state is JobState.DONE for job in jobs)
    head = f"{len(jobs)} documents, {ended} done"
    if ended == len(jobs):
        head = f"{plural(read, 'document')} read" + (f", {len(jobs) - read} not" if read < len(jobs) else "")
    return build_message(head, [section(bold(head)), *(_build_line(job, progress) for job in jobs)])


def name_source(source: Source) -> str:
    """Name a document: its address as it was typed, or its file's name; escaped, never a link."""
    return escape(cut(source.name, _MAX_NAME))


def _build_line(job: Job, progress: Progress) -> Block:
    card = progress.cards.get(job.id)
    if card is None:
        keep = button("Keep it", KEEP, str(job.id)) if job.state is JobState.ASKED else None
        return section(_describe_job(job), accessory=keep)
    report = card.report
    to_check = f"{card.review.total} to check" if card.review and card.review.total else ""
    facts = (escape(cut(report.name, _MAX_NAME)), plural(report.items, "item"), to_check, _OUTCOMES[report.outcome])
    line = f"✓ {name_source(job.source)}: {' · '.join(filter(None, (*facts, report.briefing_id)))}"
    return section(line, accessory=button("Report", SHOW, format_value(card)) if card.reading is not None else None)


def _describe_job(job: Job) -> str:
    name = name_source(job.source)
    if job.state is JobState.ASKED:
        return f"{name}: this doesn't look like a briefing. Keep it?"
    if job.state is JobState.FAILED:
        about = "" if job.source.name in job.said else f"{name}: "
        return f"⚠ {about}{escape(f'{job.said} {job.hint}'.strip())}"
    return f"{name}: {'waiting' if job.state is JobState.WAITING else 'reading …'}"


def build_form() -> Block:
    """Build the window in which files and addresses are named."""
    files: Block = {"type": "file_input", "filetypes": list(FILE_TYPES), "max_files": MOST_DOCUMENTS}
    addresses = text_input("", limit=_MAX_ADDRESSES, placeholder="https://…", many=True)
    blocks = [
        context(
            "PDF, Word, web pages, mail (EML), feeds, Markdown and text. The report comes to your direct messages."
        ),
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
    addresses, files = (read_field(view, name) for name in (ADDRESSES, FILES))
    sources: list[Source] = []
    errors: dict[str, str] = {}
    try:
        sources += parse_addresses(str(addresses.get("value") or "").split())
    except GongbaoError as error:
        errors[ADDRESSES] = str(error)[:_MAX_ERROR]
    named = files.get("files")
    for said in named if isinstance(named, list) else []:
        try:
            sources.append(parse_shared_file(said if isinstance(said, dict) else {}))
        except GongbaoError as error:
            errors[FILES] = str(error)[:_MAX_ERROR]
    if not errors and not sources:
        errors[FILES] = "Choose a file or type an address."
    if not errors and len(sources) > MOST_DOCUMENTS:
        errors[FILES] = f"These are {len(sources)} documents; I can read {MOST_DOCUMENTS} at once."
    return tuple(sources), errors
