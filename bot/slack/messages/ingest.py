"""The report of an ingest, the list of ingests, and what admins are told of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.services.ingesting.reports import Outcome
from bot.slack.blocks import Block, actions, build_rows, button, context, cut, section
from bot.slack.messages.frame import Pages, capitalise, join_facts
from bot.slack.messages.ingest_posts import describe_posting, list_posting_buttons
from bot.slack.messages.review import Press, build_entry_blocks
from bot.slack.mrkdwn import bold, escape, format_day, format_period, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.posts.post import Message
    from bot.services.ingesting.ingest_cards import IngestCard, ListedReading, ReadingList
    from bot.services.ingesting.reports import IngestReport, UndoReport

REPORT_ORIGIN = "report"
"""What the entries of the review list that stand in a report name as the message they stand in."""
SHOW = "ingest.show"
UNDO = "ingest.undo"
MORE = "ingest.more"
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
    """Give what a button of a report carries: the briefing, and the reading it reports."""
    return f"{card.report.briefing_id}:{card.reading.id if card.reading else 0}"


def parse_value(value: str) -> tuple[int, int] | None:
    """Give the numbers of the briefing and the reading that a button carries, or None."""
    found = _VALUE.fullmatch(value)
    return (int(found[1]), int(found[2])) if found else None


def build_ingest_card(card: IngestCard, *, prefix: str = "", notes: Sequence[str] = ()) -> Message:
    """Build the report: what was read, what wants a look, where the posts stand, and the buttons that fit."""
    report = card.report
    head = [
        *([context(*notes)] if notes else []),
        section("\n".join([_describe_document(report), *_list_changes(report), *list_counts(report)])),
        *([section("\n".join(_list_united(report)))] if report.united else []),
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
    """Give the line that says what became of what was held; none for a new document."""
    changes = ", ".join(f"{count} {name}" for name, count in report.changes if name != "same")
    held = {
        Outcome.UNCHANGED: "This file is held already: nothing changed.",
        Outcome.SAME_TEXT: "Held already from another file: nothing it says has changed, its places are updated.",
        Outcome.CORRECTED: f"Corrected what was held: {changes}.",
    }
    return [held[report.outcome]] if report.outcome in held else []


def list_counts(report: IngestReport) -> list[str]:
    """Give the lines that count what was read: items by part, and what was found in them. No markup is in them."""
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
    """Give a line for each policy that what was read makes one with another, the first of them at least."""
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
    """Give what wants a person's look, with the buttons that settle it, and what is missing without anything to press.

    Rows go from the end when they do not fit; the review list has them all.
    """
    if card.review is None:
        return []
    at = Press(origin=f"{REPORT_ORIGIN} {format_value(card)}")
    entries = card.review.entries[:_SHOWN_TO_CHECK]
    left = card.review.total - len(entries)
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
    """Give what was and will be posted because of a reading, with the buttons that fit."""
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
