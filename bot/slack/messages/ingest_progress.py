"""The one message about a request to read something: what waits, what is under way, and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.intake import JobState
from bot.services.ingesting.intake import Stage
from bot.services.ingesting.reports import Outcome
from bot.slack.blocks import build_message, button, context, cut, section
from bot.slack.messages.ingest import SHOW, build_ingest_card, format_value
from bot.slack.mrkdwn import bold, escape, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.intake import Job, Source
    from bot.domain.posts.post import Message
    from bot.services.ingesting.ingest_cards import IngestCard
    from bot.services.ingesting.intake import Progress
    from bot.slack.blocks import Block

_MAX_NAME = 150
_STAGES = {Stage.FETCHING: "fetching", Stage.READING: "reading and storing"}


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
        line = _describe_job(jobs[0], progress)
        return build_message(line, [section(line)])
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
    if card is None:
        return section(_describe_job(job, progress))
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


def _describe_job(job: Job, progress: Progress) -> str:
    name = name_source(job.source)
    if job.state is JobState.FAILED:
        hint = f" {escape(job.hint)}" if job.hint else ""
        said = escape(job.said)
        about = "" if job.source.name in job.said else f"{name}: "
        return f"⚠ {about}{said}{hint}"
    if job.state is JobState.WAITING:
        return f"{name}: waiting"
    return f"{name}: {_STAGES[progress.stages.get(job.id, Stage.FETCHING)]} …"
