"""What a second process is asked when questions come faster than one can answer them.

One interpreter does one thing at a time. A question that only asks, with all that its answer depends on beside the
store, can be answered by another process as well, which is told nothing else and decides nothing: who may ask was
settled before, and what it does not answer is answered here.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003  msgspec reads the annotations at run time
from typing import TYPE_CHECKING, Protocol

import msgspec

from bot.domain.access import Viewer  # noqa: TC001  the same
from bot.domain.licence import Place  # noqa: TC001  the same

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt import BoltResponse


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A command that only asks: its name without slash and prefix, the text after it, who asks, and when (aware UTC).

    ``place`` is where the answer will be shown.
    """

    command: str
    text: str
    viewer: Viewer
    place: Place
    at: dt.datetime


class Relief(Protocol):
    """Answers one question while another is answered here."""

    def answer(self, question: Question, here: Callable[[], BoltResponse]) -> BoltResponse:
        """Give the acknowledgement with the answer: what ``here`` gives, or the same from elsewhere."""
        ...
