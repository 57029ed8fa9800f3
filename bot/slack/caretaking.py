"""Putting together who tells people in private."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.services.operation.notices import PrivateNotices
from bot.slack.commands import name_commands
from bot.slack.messages.feeds import build_private_notice

if TYPE_CHECKING:
    from bot.slack.admission import Admission


def build_notices(admission: Admission, *, workspace: str, prefix: str = "") -> PrivateNotices:
    """Give who tells the people of a workspace something in private; ``prefix`` is our commands' there."""
    return PrivateNotices(
        workspace=workspace,
        admins=admission.admins,
        render=lambda text: build_private_notice(name_commands(text, prefix)),
    )
