"""Wrong?: the form in which a person says what is wrong, and what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.answers.results import Answer, CompanyCard, ItemCard, ItemRow, PolicyCard
from bot.slack.blocks import MAX_LABEL, Block, context, modal, plain, section
from bot.slack.messages.policy_facts import name_policy
from bot.slack.messages.source import cite_plain
from bot.slack.mrkdwn import bold, escape

WRONG_VIEW = "wrong.report"
SUBJECT = "subject"
NOTE = "note"
MAX_NOTE = 1000
_MAX_SUBJECTS = 25

Subject = tuple[str, str]
"""An id that can be wrong, and what people read beside it."""


def list_subjects(answer: Answer) -> list[Subject]:
    """Return what of an answer can be wrong, the whole before its parts; none for an answer that is a list."""
    match answer:
        case PolicyCard():
            title = name_policy(answer.policy, answer.rows[0] if answer.rows else None)
            return [(answer.policy.id, title), *_list_items(answer.rows)]
        case ItemCard():
            return _list_items((answer.row,))
        case CompanyCard():
            return _list_items(answer.rows)
        case _:
            return []


def _list_items(rows: Sequence[ItemRow]) -> list[Subject]:
    return [(row.id, cite_plain(row)) for row in rows]


def build_wrong_form(subjects: Sequence[Subject]) -> Block:
    """Build the form; what it is about is chosen where there are several."""
    options = [_option(*subject) for subject in subjects[:_MAX_SUBJECTS]]
    about: list[Block] = [section(f"{bold(subjects[0][0])} {escape(subjects[0][1])}")]
    if len(options) > 1:
        select: dict[str, Any] = {
            "type": "static_select",
            "action_id": SUBJECT,
            "options": options,
            "initial_option": options[0],
        }
        about = [{"type": "input", "block_id": SUBJECT, "label": plain("What is wrong?", MAX_LABEL), "element": select}]
    note: Block = {
        "type": "input",
        "block_id": NOTE,
        "label": plain("How is it wrong?", MAX_LABEL),
        "element": {"type": "plain_text_input", "action_id": NOTE, "multiline": True, "max_length": MAX_NOTE},
        "hint": plain("One or two sentences, such as: the date is the publisher's, the notice says 3 March.", 150),
    }
    told = context("The admins of Gongbao look at it; you are told what came of it.")
    return modal("Wrong?", [*about, note, told], callback_id=WRONG_VIEW, submit="Report", private=subjects[0][0])


def _option(subject: str, label: str) -> Block:
    return {"text": plain(f"{subject}  {label}", MAX_LABEL), "value": subject}


def build_wrong_taken(subject: str, entry: str) -> Block:
    """Build what the window says once the note is on the review list; ``entry`` is its id there."""
    text = f"Thank you. Your note on {bold(subject)} is on the admins' review list as {bold(entry)}; you will be told."
    return modal("Wrong?", [section(text)])
