"""Answers where nothing or too much is meant: a name that no briefing mentions, and one that can mean several."""

from __future__ import annotations

from bot.answers.absent import Absent, Choice
from bot.model.post import Message
from bot.slack.actions import Ask, parse_command
from bot.slack.blocks import MAX_MENU, Block, build_message, build_rows, cut, menu, section
from bot.slack.messages.frame import (
    Frame,
    describe_coverage,
    describe_proof,
    join_facts,
    join_understood,
    open_button,
    open_buttons,
)
from bot.slack.mrkdwn import bold, escape, plural

_MAX_ASKED = 120
_MAX_CHOICES = 20
_OF_ONE = frozenset({"policy", "briefing"})
_COMMANDS = frozenset({*_OF_ONE, "ministry", "company"})


def build_absent(answer: Absent, frame: Frame) -> Message:
    """Build what is said of a name that no briefing mentions: until when it could be known, and the nearest names."""
    said = _say_absence(answer)
    command = answer.kind if answer.kind in _COMMANDS else frame.ask.command
    words = _flatten(answer.asked)
    blocks = frame.open_first(section(said))
    blocks += build_nearest(answer.nearest, frame, command=command)
    if answer.in_words:
        line = f"Its words are in {plural(answer.in_words, 'item')}, but I know no {escape(answer.kind)} of that name."
        search = open_button("Search the words", Ask(command="policy", text=words))
        blocks.append(section(line, accessory=search if frame.shared_by is None else None))
    blocks += frame.close(describe_coverage(answer.coverage)) if answer.coverage.briefings else []
    return build_message(said, blocks)


def _flatten(text: str) -> str:
    return cut(" ".join(text.split()), _MAX_ASKED)


def _say_absence(answer: Absent) -> str:
    asked, proof = bold(_flatten(answer.asked)), describe_proof(answer.coverage)
    if not asked:
        none = "that may be shown here" if answer.coverage.is_narrowed else "yet"
        return f"You have no {escape(answer.kind)} {none}."
    if answer.filters:
        return f"Nothing about {asked} matches {join_understood(answer.filters)}. {proof}".strip()
    if answer.kind in _OF_ONE:
        return f"You have no {escape(answer.kind)} {asked}. {proof}".strip()
    return f"{asked} isn't mentioned in your briefings. {proof}".strip()


def build_nearest(nearest: tuple[str, ...], frame: Frame, *, command: str) -> list[Block]:
    """Build the line of the nearest names, with what asks for one of them; nothing when none is near."""
    shown = nearest[:MAX_MENU]
    if not shown:
        return []
    names = ", ".join(escape(name) for name in shown)
    buttons = open_buttons([(name, Ask(command=command, text=name)) for name in shown])
    offered = buttons if len(buttons) == 1 else menu(*buttons)
    line = f"Did you mean {names}?" if len(shown) == 1 else f"Similar names: {names}"
    return [section(line, accessory=offered[0] if offered and frame.shared_by is None else None)]


def build_choice(answer: Choice, frame: Frame) -> Message:
    """Build the question which of several a name means, a row for each with what opens it."""
    means = "names several" if answer.is_several else "can mean several"
    said = f"“{escape(_flatten(answer.asked))}” {means}. Which one?"
    rows = []
    for label, command in answer.options[:_MAX_CHOICES]:
        ask = parse_command(command, frame.prefix) or parse_command(command)
        opened = open_buttons([("Open", ask or Ask(command=frame.ask.command, text=command))])
        rows.append([section(escape(label), accessory=opened[0] if opened else None)])
    text = f"{said} {join_facts(escape(label) for label, _ in answer.options)}"
    return build_rows(text, head=frame.open_first(section(said)), rows=rows, tail=lambda _: ())
