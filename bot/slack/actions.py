"""The names of our buttons, and what a button carries: the question to answer again, since the bot keeps no state."""

from __future__ import annotations

from typing import Annotated, TypeVar

import msgspec

from bot.errors import BadQueryError
from bot.slack.commands import BY_NAME

OPEN = "answer.open"
"""Answer another question beside this one; numbered (``answer.open.2``) where several stand in one row."""
MORE = "answer.more"
BACK = "answer.back"
SHARE = "answer.share"
SOURCE = "item.source"
SEND = "answer.send"
EXPORT = "answer.export"
CITE = "answer.cite"
WRONG = "answer.wrong"
EDIT = "answer.edit"
NAMES = "ministry.names"
"""Show the names of a ministry and its history; it carries the question that the ministry answers."""
CONFIRM = "typed.confirm"
"""Do the typed command that it carries, which asked first."""
NOTE_ADD = "note.add"
NOTE_EDIT = "note.edit"
NOTE_DELETE = "note.delete"
FOLLOW = "subscription.follow"
SUBSCRIBE = "subscription.subscribe"
"""Set up the subscription that was shown; it carries its filter and schedule."""
RELATED = "subscription.related"
"""The tick boxes of related terms beside it."""
REMIND = "deadline.remind"
"""Remind whoever presses of the deadlines of the policy whose id it carries."""
WAS_SENT = "held.sent"
POST_AGAIN = "held.again"
SEND_ALL = "held.send_all"
SKIP_ALL = "held.skip_all"
WHY = "subscription.why"
LEFT_OUT = "subscription.left_out"
CHANGE = "subscription.change"
PAUSE, RESUME, END = "digest.pause", "digest.resume", "digest.unsubscribe"
TAKE_OVER = "subscription.take_over"
"""These seven carry the subscription's id (``D3``)."""
SEARCH = "search.open"
"""Open the form to search; it carries no question."""

_Carried = TypeVar("_Carried", bound=msgspec.Struct)


class Ask(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A question as a button carries it: a command without slash or prefix, its text, and the row to start at."""

    command: Annotated[str, msgspec.Meta(pattern=rf"\A(?:{'|'.join(BY_NAME)})\Z")]
    text: str = ""
    offset: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 0

    def at(self, offset: int) -> Ask:
        """Return the same question from another row on."""
        return msgspec.structs.replace(self, offset=max(0, offset))


def build_stale_error() -> BadQueryError:
    """Return the refusal of a button or a form that we no longer know."""
    return BadQueryError("This button or form is from an older version.", hint="Ask again to get a fresh answer.")


def format_carried(record: msgspec.Struct) -> str:
    """Return a record as the value of a button: a JSON array."""
    return msgspec.json.encode(record).decode()


def format_ask(ask: Ask) -> str:
    """Return the button value of a question: a JSON array of command, text and offset."""
    text = ask.text.encode("utf-8", "replace").decode()  # half a surrogate pair has no UTF-8
    return format_carried(msgspec.structs.replace(ask, text=text))


def parse_carried(value: str, kind: type[_Carried]) -> _Carried:
    """Read what a button carries as a record of this kind, or raise BadQueryError."""
    try:
        return msgspec.json.decode(value, type=kind)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise build_stale_error() from error


def parse_command(text: str, prefix: str = "") -> Ask | None:
    """Read a command as a person would type it (``/policy P5``), with or without slash and prefix; else None."""
    name, _, rest = text.strip().removeprefix("/").partition(" ")
    command = name.removeprefix(prefix)
    return Ask(command=command, text=rest.strip()) if command in BY_NAME else None
