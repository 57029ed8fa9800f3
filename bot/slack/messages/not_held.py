"""What is not there: "not in the corpus" with what is, and a name that means several."""

from __future__ import annotations

from bot.answers.results import Choice, NotHeld
from bot.model.post import Message
from bot.slack.actions import Ask, parse_command
from bot.slack.blocks import Block, actions, build_message, context, cut, section
from bot.slack.messages.frame import Frame, capitalise, describe_held, describe_proof, open_buttons
from bot.slack.mrkdwn import bold, escape, plural

_MAX_NEAREST = 5
_MAX_ASKED = 120
_COMMANDS = {"policy": "policy", "ministry": "ministry", "company": "company", "briefing": "briefing"}


def build_not_held(answer: NotHeld, frame: Frame) -> Message:
    """Build "not in the corpus": the name as asked, what is held, and the nearest names."""
    what = _format_absence(answer)
    where = describe_where(answer.elsewhere)
    held = f"{capitalise(describe_held(answer.held))}."
    if answer.held.briefings:
        held += f" {describe_proof(answer.held)}"
    command = _COMMANDS.get(answer.kind, frame.ask.command)
    blocks = [
        *frame.opening(),
        section(f"{bold(f'{where}:')} {what}"),
        *build_nearest(answer.nearest, frame, command=command),
        *_build_words(answer, frame),
        context(held),
    ]
    return build_message(f"{where}: {what} {held}", blocks)


def _build_words(answer: NotHeld, frame: Frame) -> list[Block]:
    """Build how many items have the words of a name that nobody bears, with a button that searches them."""
    if not answer.in_words:
        return []
    words = cut(answer.words, _MAX_ASKED)
    line = f"Its words stand in {plural(answer.in_words, 'item')}, where they name no {answer.kind} that is known."
    buttons = open_buttons([("Search the words", Ask(command="policy", text=words))])
    return [section(line), *([actions(*buttons)] if frame.shared_by is None else [])]


def describe_where(elsewhere: str) -> str:
    """Say where something is not: what another briefing has is in the corpus."""
    return "Not in the briefing asked for" if elsewhere else "Not in the corpus"


def explain_nothing(*, uncovered: bool, elsewhere: str = "") -> str:
    """Say that nothing matches, and which other briefings have it; of days that none covers it proves nothing."""
    if elsewhere:
        return f"Held elsewhere: {escape(elsewhere)}."
    told = " No briefing held covers these days, so that says nothing about them." if uncovered else ""
    return f"Nothing held matches.{told}"


def _format_absence(answer: NotHeld) -> str:
    asked = cut(" ".join(answer.asked.split()), _MAX_ASKED)
    if not asked:
        return f"no {escape(answer.kind)} {'that may be shown here' if answer.held.is_narrowed else 'yet'}."
    known = answer.known_name
    also = f" ({escape(known)})" if known and known != answer.asked else ""
    speaks = " The name is known, but nothing held speaks of it." if known else ""
    if known and answer.filters:
        speaks = f" The name is known, but nothing held of it matches: {escape(' · '.join(answer.filters))}."
        speaks += f" Held elsewhere: {escape(answer.elsewhere)}." if answer.elsewhere else ""
    return f"{escape(answer.kind)} “{escape(asked)}”{also}.{speaks}"


def build_nearest(nearest: tuple[str, ...], frame: Frame, *, command: str) -> list[Block]:
    """Build the nearest names, each with a button that asks for it; nothing when none is near."""
    shown = nearest[:_MAX_NEAREST]
    if not shown:
        return []
    names = ", ".join(escape(name) for name in shown)
    line = context(f"Did you mean {names}?" if len(shown) == 1 else f"Nearest names: {names}")
    buttons = open_buttons([(name, Ask(command=command, text=name)) for name in shown])
    return [line, *([actions(*buttons)] if buttons and frame.shared_by is None else [])]


def build_choice(answer: Choice, frame: Frame) -> Message:
    """Build the question which of several a name means, one button each."""
    asked = escape(cut(answer.asked, _MAX_ASKED))
    lines = [f"• {escape(label)}" for label, _ in answer.options]
    asks = []
    for label, command in answer.options:
        ask = parse_command(command, frame.prefix) or parse_command(command)
        asks.append((label, ask or Ask(command=frame.ask.command, text=command)))
    means = "names several" if answer.is_several else "can mean several"
    buttons = open_buttons(asks)
    blocks: list[Block] = [
        *frame.opening(),
        section("\n".join([f"“{asked}” {means}. Which one?", *lines])),
        *([actions(*buttons)] if buttons else []),
    ]
    return build_message(f"“{asked}” {means}", blocks)
