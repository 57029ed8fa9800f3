"""What the second process does with a question (``bot.slack.relief``)."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.errors import GongbaoError
from bot.slack.actions import Ask
from bot.slack.calls.payloads import build_ack
from bot.slack.listeners.briefing import find_briefing
from bot.slack.listeners.company import find_company
from bot.slack.listeners.ministry import find_ministry
from bot.slack.listeners.policy import find_policies
from bot.slack.listeners.questions import answer_command
from bot.slack.middleware import look_as_asked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.domain.access import Viewer
    from bot.slack.listeners.questions import Finder, Reply
    from bot.slack.relief import Question
    from bot.slack.services import Services

FINDERS: Mapping[str, Finder] = MappingProxyType(
    {
        "policy": find_policies,
        "ministry": find_ministry,
        "company": find_company,
        "briefing": find_briefing,
    }
)
"""Who answers which command."""


def answer_alone(question: Question, services: Services) -> str | None:
    """Give the acknowledgement that ``/policy`` and the like would give, as JSON; None for what is answered at home.

    That is what cannot be answered, and what more than the asker would see.
    """
    ask = Ask(command=question.command, text=question.text)
    look = _build_look(services.prefix)
    try:
        reply = look(ask=ask, services=services, viewer=question.viewer, reading=question.place)
    except GongbaoError:
        return None
    return None if reply.shared else build_ack(reply.message).body


@lru_cache
def _build_look(prefix: str) -> Callable[..., Reply]:
    return look_as_asked(_answer, prefix=prefix)


def _answer(ask: Ask, services: Services, viewer: Viewer) -> Reply:
    return answer_command(ask, FINDERS[ask.command], services, viewer=viewer)
