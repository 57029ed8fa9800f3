"""An item as it stands in its source, the form to report a mistake, and what is said of what licences keep out."""

from __future__ import annotations

from typing import Any

from bot.access.licences import Licences, current_place
from bot.access.roles import only_reads
from bot.answers.absent import Absent
from bot.answers.lookup import Answer
from bot.answers.policy import ItemCard, PolicyCard
from bot.answers.rows import ItemRow, PolicyRow
from bot.errors import NotAllowedError
from bot.model.briefing import Item, split_printed
from bot.model.comments import fold_spaces
from bot.slack.blocks import MAX_LABEL, Block, context, divider, modal, plain, section, split_text
from bot.slack.messages.facts import (
    cite,
    format_bodies,
    format_claim,
    format_links,
    name_comment,
    name_item,
    name_policy,
)
from bot.slack.messages.frame import capitalise, join_facts
from bot.slack.mrkdwn import bold, escape, find_host, format_day, italic, plural, unescape

_PIECE = 2500
_MAX_PIECES = 20
SOURCE_VIEW = "source"


def build_source_view(card: ItemCard) -> Block:
    """Build the window that shows an item whole, as its source has it, with its place, deadlines and links."""
    row = card.row
    item = row.item
    inferred = " (the year follows from the period)" if item.year_inferred else ""
    day = f"{format_day(item.reported_on)}{inferred}" if item.reported_on else ""
    claim = capitalise(format_claim(row))
    blocks: list[Block] = [
        context(
            join_facts((cite(row.source), f"file {escape(row.source.source_name)}", row.source.briefing_id, row.id))
        ),
        *([section(bold(item.headline))] if item.headline else []),
        *_build_facts(day, format_bodies(item.issuing_bodies) if item.policy else "", italic(claim)),
        *_build_pieces(_join_printed(item)),
    ]
    if item.comment:
        paragraphs = [italic(piece) for part in item.comment.split("\n") for piece in split_text(part, _PIECE)]
        label = section(f"{bold(capitalise(name_comment(row.source)))} (opinion)")
        blocks += [divider(), label, *(section(each) for each in paragraphs[:_MAX_PIECES] if each)]
    quotes = dict.fromkeys(
        f"{capitalise(each.kind.value.replace('_', ' '))} {format_day(each.on)}: “{escape(fold_spaces(each.quote))}”"
        for each in item.deadlines
    )
    blocks += _build_pieces("\n".join([bold("Deadlines"), *quotes])) if quotes else []
    counters = dict.fromkeys(host for each in item.links if (host := find_host(each.via)))
    passed = f"Printed as links of {escape(', '.join(counters))}; shown is where they lead." if counters else ""
    links = "\n".join(filter(None, (f"Links: {format_links(item.links)}", passed)))
    return modal("Source", [*blocks, divider(), context(links)], callback_id=SOURCE_VIEW)


def _build_facts(*facts: str) -> list[Block]:
    said = join_facts(facts)
    return [context(said)] if said else []


def _join_printed(item: Item) -> str:
    """Return text and points in the order of the source, escaped."""
    before, after = (escape("\n\n".join(each)) for each in split_printed(item))
    points = "\n".join(f"• {escape(fold_spaces(point))}" for point in item.points)
    return "\n\n".join(filter(None, (before, points, after)))


def _build_pieces(text: str) -> list[Block]:
    return [section(piece) for piece in split_text(text, _PIECE)[:_MAX_PIECES]]


# What is said where publishers' licences keep something out of an answer: never that there is none.


def say_withheld(licences: Licences | None) -> str:
    """Say that somebody sees what is open alone, "" where they see everything."""
    whose = _count_withheld(licences)
    return f"You see what is open to everybody; the briefings of {whose} are for members alone." if whose else ""


def is_mere_reader() -> bool:
    """Return whether whoever is answered now may do nothing but read."""
    place = current_place()
    return place is not None and only_reads(place.role)


def note_withheld(answer: Answer, licences: Licences | None, *, to_all: bool) -> tuple[str, ...]:
    """Return the note that something is left out where this answer goes, nothing where all is shown.

    An answer to a channel that comes to nothing by that is refused (NotAllowedError): it would say what is not so.
    """
    whose = _count_withheld(licences)
    if not whose:
        return ()
    if not to_all:
        return (say_withheld(licences),)
    if isinstance(answer, Absent) or getattr(answer, "total", 1) == 0:
        raise NotAllowedError(
            f"Nothing of this may be shown here: the licence of {whose} keeps it out of this channel.",
            hint="Ask for it in private; an admin sees the licences with gongbao licence list.",
        )
    return (f"Left out: what the licence of {whose} keeps out of this channel.",)


def _count_withheld(licences: Licences | None) -> str:
    hidden = 0 if licences is None else licences.count_hidden(current_place())
    return plural(hidden, "publisher") if hidden else ""


# The form that reports a mistake.

WRONG_VIEW = "wrong.report"
SUBJECT = "subject"
NOTE = "note"
MAX_NOTE = 1000
_MAX_SUBJECTS = 25

Subject = tuple[str, str]
"""An id that can be wrong, and what people read beside it."""


def list_subjects(answer: Answer) -> list[Subject]:
    """Return what of an answer can be wrong, the whole before its parts; none for one that states nothing."""
    rows: list[Any] = list(getattr(answer, "rows", ()))
    subjects: list[Subject] = []
    if isinstance(answer, PolicyCard):
        subjects.append((answer.policy.id, name_policy(answer.policy, rows[0] if rows else None)))
    for row in [answer.row] if isinstance(answer, ItemCard) else rows:
        if isinstance(row, PolicyRow):
            subjects.append((row.policy.id, name_policy(row.policy, row.row)))
        elif isinstance(row, ItemRow):
            subjects.append((row.id, f"{name_item(row.item, row.sentence)} ({unescape(cite(row.source))})"))
    return subjects


def build_wrong_form(subjects: list[Subject]) -> Block:
    """Build the form; what it is about is chosen where there are several."""
    options = [
        {
            "text": plain(f"{label} · {subject}" if len(label) < MAX_LABEL - 9 else f"{subject} {label}", MAX_LABEL),
            "value": subject,
        }
        for subject, label in subjects[:_MAX_SUBJECTS]
    ]
    about: list[Block] = [section(f"{bold(subjects[0][1])} · {subjects[0][0]}")]
    if len(options) > 1:
        select = {"type": "static_select", "action_id": SUBJECT, "options": options, "initial_option": options[0]}
        about = [{"type": "input", "block_id": SUBJECT, "label": plain("What is wrong?", MAX_LABEL), "element": select}]
    note: Block = {
        "type": "input",
        "block_id": NOTE,
        "label": plain("How is it wrong?", MAX_LABEL),
        "element": {"type": "plain_text_input", "action_id": NOTE, "multiline": True, "max_length": MAX_NOTE},
        "hint": plain("One or two sentences, such as: the date is the publisher's, the notice says 3 March.", 150),
    }
    told = context("An admin will look at it, and we'll tell you the outcome.")
    return modal(
        "Report a mistake", [*about, note, told], callback_id=WRONG_VIEW, submit="Report", private=subjects[0][0]
    )


def build_wrong_taken(subject: str, entry: str) -> Block:
    """Build what the window says once the note is on the review list; ``entry`` is its id there."""
    text = f"Thank you. Your note on {bold(subject)} is with the admins ({entry}), and we'll tell you the outcome."
    return modal("Report a mistake", [section(text)])
