"""One policy or one item: its card, its full text in a window, the team's notes on it, and the report of a mistake."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answers.lookup import Answer
from bot.answers.notes import MAX_NOTE
from bot.answers.policy import ItemCard, PolicyCard
from bot.answers.rows import ItemRow, PolicyRow
from bot.model.briefing import PolicyStatus, list_source_links, split_printed
from bot.model.comments import fold_spaces
from bot.model.policy import Policy, describe_binding, describe_finality
from bot.model.post import Message
from bot.names.lexicon import Lexicon
from bot.names.records import spell_id
from bot.query.keys import Key
from bot.slack.actions import NOTE_DELETE, NOTE_EDIT, REMIND, Ask
from bot.slack.blocks import (
    MAX_LABEL,
    Block,
    actions,
    ask_first,
    button,
    context,
    cut,
    divider,
    fields,
    link_button,
    modal,
    section,
    split_text,
)
from bot.slack.messages.facts import (
    cite,
    format_bodies,
    format_claim,
    format_deadlines,
    format_links,
    list_differing,
    list_printed_lines,
    name_comment,
    name_item,
    name_policy,
    name_row,
)
from bot.slack.messages.forms import input_block, select_input, text_input
from bot.slack.messages.frame import (
    Frame,
    Offers,
    build_line,
    build_title,
    capitalise,
    join_facts,
    open_button,
    open_row,
    source_button,
)
from bot.slack.mrkdwn import bold, cut_lines, escape, find_host, format_day, format_known, italic, quote, unescape
from bot.store.notes import Note

_MAX_PRINTED = 420
_MAX_COMMENT = 260
_MAX_BODIES = 8
_PIECE = 2500
_NOT_ADVICE = "our reading of status, not legal advice"


def build_policy_card(answer: PolicyCard, frame: Frame) -> Message:
    """Build the card of one policy: title and deadline, its facts in two columns, then what each source says."""
    policy, rows = answer.policy, answer.rows
    title = name_policy(policy, rows[0] if rows else None)
    deadlines = format_deadlines(policy, rows, is_open=answer.is_open, asked_on=answer.asked_on)
    when = f"{join_facts(deadlines)}{' (Beijing time)' if deadlines else ''}{_say_no_final(answer)}"
    titles = [bold(policy.title_en or ""), escape(policy.title_zh or "")]
    titles = [
        said for said, each in zip(titles, (policy.title_en, policy.title_zh), strict=True) if each not in {None, title}
    ]
    remind = [button("Remind me", REMIND, policy.id)] if _is_ahead(answer) else []
    one = len(rows) == 1
    return frame.build(
        build_title(title),
        *([section(when)] if when else []),
        text=join_facts((escape(title), *deadlines, format_bodies(policy.issuing_bodies), policy.id)),
        notes=answer.notes,
        body=[
            fields(_list_fields(answer)),
            *([section("\n".join(titles))] if titles else []),
            *_build_related(answer),
            *map(section, list_differing(policy, rows)),
        ],
        rows=[build_report(row, with_citation=not one) for row in rows],
        above=build_team_notes(answer.team_notes),
        facts=[policy.id, cite(rows[0].source) if one else "", _NOT_ADVICE],
        offers=Offers(
            first=(*_find_notice(rows), *remind),
            others=(open_button("Timeline", Ask(command="policy", text=f"timeline {policy.id}")),),
            follow=f"{Key.POLICY}:{policy.id}",
            cite=True,
            note=policy.id,
        ),
    )


def _is_ahead(answer: PolicyCard) -> bool:
    last = answer.policy.applications_close_on
    return answer.is_open or (last is not None and last >= answer.asked_on)


def _say_no_final(answer: PolicyCard) -> str:
    policy = answer.policy
    is_closed = policy.comments_close_on is not None and not answer.is_open
    if not is_closed or policy.status is not PolicyStatus.DRAFT_FOR_COMMENT or answer.siblings:
        return ""
    return "\nYour briefings have no final text of it."


def _list_fields(answer: PolicyCard) -> list[tuple[str, str]]:
    """Return the facts of a policy that are known, each under its label."""
    policy, chinese = answer.policy, {body.id: body.name_zh for body in answer.bodies}
    named = [f"{spell_id(each)} {chinese.get(each) or ''}".strip() for each in policy.issuing_bodies]
    is_draft = policy.status is PolicyStatus.DRAFT_FOR_COMMENT
    kind = ", ".join(filter(None, ((policy.document_type or "").replace("_", " "), policy.nature)))
    status = f"Binding: {escape(describe_binding(policy))}\nFinal: {escape(describe_finality(policy))}"
    published = format_known(policy.issued_on)
    pairs = (
        ("Issuer" if len(named) == 1 else "Issuers", escape("\n".join(cut_lines(named, _MAX_BODIES, "and {} more")))),
        ("Published", f"{published}{' (official notice)' if policy.official and published else ''}"),
        ("Document", join_facts((capitalise(kind), escape(policy.document_number or "")))),
        ("Status", "Draft, not binding" if is_draft else status),
    )
    return [(label, said) for label, said in pairs if said]


def _build_related(answer: PolicyCard) -> list[Block]:
    """Return a line with Open for each policy that this one belongs to: its final text or draft, and what builds on."""
    sides = [
        ("Draft" if each.status is PolicyStatus.DRAFT_FOR_COMMENT else "Final text", each) for each in answer.siblings
    ]
    sides += [("Builds on", each) for each in answer.builds_on]
    sides += [("Built on by", each) for each in answer.built_on_by]
    return [_build_other(label, each) for label, each in sides]


def _build_other(label: str, policy: Policy) -> Block:
    facts = join_facts((escape(name_policy(policy)), format_bodies(policy.issuing_bodies), policy.id))
    return open_row(f"{bold(label)}: {facts}", policy.id)


def _find_notice(rows: Sequence[ItemRow]) -> list[Block]:
    """Return the button that leads to the issuer's own page; none where no source links to one."""
    for row in rows:
        for each in list_source_links(row.item):
            host = find_host(each.url)
            if each.url and host and (host.endswith(".gov.cn") or row.item.is_official):
                return [link_button("Official notice ↗", each.url)]
    return []


def build_report(row: ItemRow, *, with_citation: bool) -> list[Block]:
    """Build what one item says: as printed, then the publisher's opinion; each whole behind its button."""
    printed = cut("\n".join(list_printed_lines(row.item, _MAX_PRINTED)), _MAX_PRINTED)
    printed = re.sub(r"(?:…?\s*•|…)\s*…$", "…", printed) or escape(name_item(row.item, row.sentence))
    claim = format_claim(row)
    lines = [quote(printed), *([italic(capitalise(claim))] if claim else [])]
    lines += [join_facts((row.id, cite(row.source)))] if with_citation else []
    blocks = [section("\n".join(lines), accessory=source_button(row.id))]
    comment = fold_spaces(row.item.comment)
    if comment:
        more = source_button(row.id, "Read all") if len(comment) > _MAX_COMMENT else None
        blocks.append(section(f"{name_comment(row.source)}\n{italic(cut(comment, _MAX_COMMENT))}", accessory=more))
    return blocks


def build_item_card(card: ItemCard, frame: Frame) -> Message:
    """Build one item whole, as its source has it: text, opinion, deadlines, place, links and its policy."""
    row, item = card.row, card.row.item
    title = name_item(item, row.sentence)
    inferred = " (the year follows from the period)" if item.year_inferred else ""
    day = f"{format_day(item.reported_on)}{inferred}" if item.reported_on else ""
    facts = join_facts((format_bodies(item.issuing_bodies), day, italic(capitalise(format_claim(row)))))
    before, after = (escape("\n\n".join(each)) for each in split_printed(item))
    points = "\n".join(f"• {escape(fold_spaces(point))}" for point in item.points)
    rows = [[section(piece)] for piece in split_text("\n\n".join(filter(None, (before, points, after))), _PIECE)]
    if item.comment:
        pieces = [italic(piece) for part in item.comment.split("\n") for piece in split_text(part, _PIECE)]
        rows += [[divider()], *([section(piece)] for piece in (name_comment(row.source), *filter(None, pieces)))]
    for each in dict.fromkeys(item.deadlines):
        kind = bold(capitalise(each.kind.value.replace("_", " ")))
        rows.append([section(f"{kind} {format_day(each.on)}: “{escape(fold_spaces(each.quote))}”")])
    rows += [[_build_other("Policy", card.policy)]] if card.policy is not None else []
    counters = dict.fromkeys(host for each in item.links if (host := find_host(each.via)))
    passed = f"Printed as links of {escape(', '.join(counters))}; shown is where they lead." if counters else ""
    links = f"Links: {format_links(item.links)}" if item.links else ""
    return frame.build(
        build_title(title),
        *([context(facts)] if facts else []),
        text=join_facts((escape(title), facts, cite(row.source))),
        rows=rows,
        above=[context("\n".join(filter(None, (links, passed))))] if links else [],
        facts=[row.id, cite(row.source), f"file {escape(row.source.source_name)}", row.source.briefing_id],
        offers=Offers(cite=True),
    )


# Notes of the team: on a card under a heading of their own, and in the form to write one.

NOTE_VIEW = "note.form"
NOTE_TEXT = "note_text"
_MAX_SHOWN = 3
_MAX_TEXT = 400


def build_team_notes(notes: Sequence[Note]) -> list[Block]:
    """Build the notes on a card, the newest first, each with a button to change it; nothing without any."""
    blocks = [context(bold("Notes of your team"))] if notes else []
    for note in notes[:_MAX_SHOWN]:
        changed = f", changed {format_day(note.changed_at.date())}" if note.changed_at else ""
        head = f"<@{note.written_by}>, {format_day(note.written_at.date())}{changed} · {note.shown_id}"
        edit = button("Edit note", NOTE_EDIT, note.shown_id)
        blocks.append(section(f"{_quote_note(note)}\n{head}", accessory=edit))
    left = len(notes) - _MAX_SHOWN
    return [*blocks, *([context(f"… {left} older")] if left > 0 else [])]


def _quote_note(note: Note) -> str:
    return quote(cut(escape(note.text), _MAX_TEXT))


def build_note_form(subject: str, lexicon: Lexicon, note: Note | None = None) -> Block:
    """Build the form for a new note on a subject, or to change one that is there."""
    box = text_input(note.text if note else "", limit=MAX_NOTE, many=True)
    blocks = [
        section(bold(_name_subject(subject, lexicon))),
        input_block(NOTE_TEXT, "Note", box, optional=False),
        context("Members of this workspace see it on the card, in private. It is in no export and nothing shared."),
    ]
    if note is not None:
        delete = button("Delete", NOTE_DELETE, note.shown_id, style="danger")
        blocks.append(actions(ask_first(delete, "Delete this note?", "It can't be brought back.", yes="Delete")))
    return modal("Note", blocks, callback_id=NOTE_VIEW, submit="Save", private=note.shown_id if note else subject)


def build_note_kept(note: Note, done: str, lexicon: Lexicon) -> Message:
    """Build the private word that a note was saved, changed or deleted."""
    said = f"{done}: {note.shown_id} on {bold(_name_subject(note.subject, lexicon))}."
    return build_line(said if done == "Deleted" else f"{said}\n{_quote_note(note)}")


def _name_subject(subject: str, lexicon: Lexicon) -> str:
    kind, _, record_id = subject.partition(":")
    if kind == "company" and record_id in lexicon.company_by_id:
        return lexicon.company_by_id[record_id].name
    return spell_id(record_id) if record_id else subject


# The form that reports a mistake.

WRONG_VIEW = "wrong.report"
SUBJECT, NOTE = "subject", "note"
_MAX_REPORT = 1000
MAX_SUBJECTS = 25

Subject = tuple[str, str]
"""An id that can be wrong, and what people read beside it."""


def list_subjects(answer: Answer) -> list[Subject]:
    """Return what of an answer can be wrong, the whole before its parts; none for one that states nothing."""
    rows: Sequence[object] = (answer.row,) if isinstance(answer, ItemCard) else getattr(answer, "rows", ())
    subjects = []
    if isinstance(answer, PolicyCard):
        subjects.append((answer.policy.id, name_policy(answer.policy, answer.rows[0] if answer.rows else None)))
    for row in rows:
        if isinstance(row, PolicyRow):
            subjects.append((row.policy.id, name_row(row)))
        elif isinstance(row, ItemRow):
            subjects.append((row.id, f"{name_row(row)} ({unescape(cite(row.source))})"))
    return subjects


def build_wrong_form(subjects: Sequence[Subject]) -> Block:
    """Build the form; what it is about is chosen where there are several."""
    first = subjects[0]
    choices = {
        subject: f"{label} · {subject}" if len(label) < MAX_LABEL - 9 else f"{subject} {label}"
        for subject, label in subjects[:MAX_SUBJECTS]
    }
    about = section(f"{bold(first[1])} · {first[0]}")
    if len(choices) > 1:
        about = input_block(SUBJECT, "What is wrong?", select_input(choices, first[0]), optional=False)
    hint = "One or two sentences, such as: the date is the publisher's, the notice says 3 March."
    note = input_block(
        NOTE, "How is it wrong?", text_input("", limit=_MAX_REPORT, many=True), hint=hint, optional=False
    )
    told = context("An admin will look at it, and we'll tell you the outcome.")
    blocks = [about, note, told]
    return modal("Report a mistake", blocks, callback_id=WRONG_VIEW, submit="Report", private=first[0])


def build_wrong_taken(subject: str, entry: str) -> Block:
    """Build what the window says once the note is on the review list; ``entry`` is its id there."""
    text = f"Thank you. Your note on {bold(subject)} is with the admins ({entry}), and we'll tell you the outcome."
    return modal("Report a mistake", [section(text)])
