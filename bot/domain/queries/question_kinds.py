"""Kinds of document that a question asks for: "which notices ...", 哪些通知, "draft measures on AI"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.names import fold
from bot.domain.queries.query_keys import Key
from bot.domain.queries.query_values import find_value
from bot.domain.queries.question_conditions import ANY_DRAFT, DRAFTS

if TYPE_CHECKING:
    from bot.domain.queries.question_lift import Lift
    from bot.domain.queries.wording import Wording

_KINDS_ASKED = 6
"""A kind of document is meant where it stands among so many first words of a question."""


def lift_kinds(lift: Lift, wording: Wording, *, is_list: bool) -> None:
    """Take a kind of document that the question asks for at its beginning ("which notices ..."), or a Chinese end.

    In a text that only lists what is wanted (``is_list``) it may stand anywhere.
    """
    if (last := lift.words[-1] if lift.words else None) and not last.text.isascii() and lift.text(-1, len(lift.words)):
        kind = find_value(Key.TYPE, last.text)
        if kind:
            lift.types.append(kind)
            lift.take(len(lift.words) - 1, len(lift.words))
            return
    begins = is_list or bool(lift.words and lift.words[0] and fold(lift.words[0].text) in DRAFTS)
    for start in range(0 if begins else 1, min(_KINDS_ASKED, len(lift.words))):
        if not is_list and any(
            term is not None and fold(term.text) not in wording.openers | wording.fillers for term in lift.words[:start]
        ):
            return
        for width in (2, 1):
            text = lift.text(start, start + width) if start + width <= len(lift.words) else None
            if text and _take_kind(lift, text, wording):
                lift.take(start, start + width)
                return


def _take_kind(lift: Lift, text: str, wording: Wording) -> bool:
    """Take this kind of document, or drafts where no status is asked for; False for another text."""
    said = fold(text)
    if said in DRAFTS and not lift.status:
        lift.status += ANY_DRAFT
        return True
    kind = find_value(Key.TYPE, said.replace(" ", "_"))
    if kind and said not in wording.fillers:
        lift.types.append(kind)
        return True
    return False
