"""Who may reach which listener: one table over all of them. What is not in it cannot be registered.

How to add a listener: add its entry to ``ACCESS``, and register it under that very key with ``Listeners.on``.

    command:NAME    without slash and prefix; what a subcommand needs beyond it, its listener asks for (``require``)
    action:ID       ``action:ID.#`` for numbered ones (``ID``, ``ID.2``)
    view:ID, options:ID, shortcut:ID
    event:TYPE      ``event:TYPE.SUBTYPE`` for a listener of one subtype; ``event:message`` has none

The check stands before the listener itself (Bolt's middleware of that listener), so what is checked is always what
runs, whatever a body claims to be. A listener takes an ``Incoming`` (``bot.slack.incoming``); its ``viewer``, and never
``body["user_id"]``, is who it works for. What writes asks again: ``incoming.require(Need.X, about)``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from slack_bolt import Ack, App, BoltResponse

from bot.access.roles import Need
from bot.slack.incoming import Incoming

ACCESS: Mapping[str, Need] = MappingProxyType(
    {
        "command:policy": Need.READ,  # lists, notes and files need more, asked for where they are made
        "command:ministry": Need.READ,
        "command:company": Need.READ,
        "command:briefing": Need.READ,
        "command:digest": Need.READ,  # its changes need SUBSCRIBE_CHANNEL, asked for where they are made
        "command:ingest": Need.INGEST,
        "command:*": Need.READ,  # a command that is none of ours: the list of those that are
        "action:typed.confirm": Need.READ,  # and what its command needs
        "action:answer.more": Need.READ,
        "action:answer.back": Need.READ,
        "action:answer.open.#": Need.READ,
        "action:answer.share": Need.SHARE,
        "action:answer.cite": Need.READ,
        "action:answer.edit": Need.READ,
        "action:answer.send": Need.PERSONAL,
        "action:answer.export": Need.PERSONAL,
        "action:answer.wrong": Need.PERSONAL,
        "action:agent.feedback": Need.PERSONAL,
        "action:item.source": Need.READ,
        "action:ministry.names": Need.READ,
        "action:link.open": Need.READ,  # Slack opens the address itself
        "action:note.add": Need.PERSONAL,
        "action:note.edit": Need.PERSONAL,  # its author or an admin, asked for where it is changed
        "action:note.delete": Need.PERSONAL,
        "action:search.open": Need.READ,
        "action:subscription.follow": Need.READ,  # what the form saves needs more, asked for where it is saved
        "action:subscription.more": Need.READ,  # shows the rest of the form
        "action:subscription.why": Need.READ,
        "action:subscription.left_out": Need.READ,
        "action:subscription.change": Need.READ,  # who set it up or is an admin, asked for where it is changed, too
        "action:subscription.pause": Need.READ,  # a channel's needs SUBSCRIBE_CHANNEL, one's own PERSONAL
        "action:subscription.resume": Need.READ,
        "action:subscription.end": Need.READ,
        "action:subscription.take_over.#": Need.REVIEW,
        "action:deadline.remind": Need.PERSONAL,
        "action:deadline.take": Need.READ,  # a channel's needs SUBSCRIBE_CHANNEL, one's own PERSONAL
        "action:deadline.decline": Need.READ,
        "action:held.sent": Need.REVIEW,
        "action:held.again": Need.REVIEW,
        "action:held.send_all": Need.REVIEW,
        "action:held.skip_all": Need.REVIEW,
        "action:ingest.preview": Need.INGEST,
        "action:ingest.post": Need.INGEST,
        "action:ingest.hold": Need.INGEST,
        "action:ingest.announce": Need.INGEST,
        "action:ingest.undo": Need.INGEST,
        "action:ingest.show": Need.INGEST,
        "action:ingest.more.#": Need.INGEST,
        "action:ingest.keep": Need.INGEST,
        "action:ingest.discard": Need.INGEST,
        "action:ingest.open": Need.INGEST,
        "action:layout.right": Need.INGEST,
        "action:layout.open": Need.INGEST,
        "action:layout.try": Need.INGEST,
        "action:review.settle.#": Need.REVIEW,
        "action:review.page.#": Need.REVIEW,
        "action:review.show": Need.REVIEW,
        "action:review.same": Need.REVIEW,
        "action:*": Need.READ,  # a button that nobody knows any more: it says so
        "view:search.form": Need.READ,
        "view:subscription.form": Need.READ,
        "view:wrong.report": Need.PERSONAL,
        "view:note.form": Need.PERSONAL,
        "view:ingest.form": Need.INGEST,
        "view:layout.form": Need.INGEST,
        "view:review.same": Need.REVIEW,
        "view:*": Need.READ,  # a form that nobody knows any more: it says so
        "shortcut:search_policies": Need.READ,
        "options:names.bodies": Need.READ,
        "options:names.companies": Need.READ,
        "options:names.topics": Need.READ,
        "event:app_home_opened": Need.READ,
        "event:link_shared": Need.SHARE,  # what unfurls is seen by the whole channel
        "event:entity_details_requested": Need.READ,
        "event:function_executed": Need.NONE,  # its listener asks for the right of whoever searches
        "event:app_mention": Need.SHARE,  # its answer is seen by the whole channel
        "event:message": Need.READ,  # a command in a mention or message needs what it needs as a command, too
        "event:message.thread_broadcast": Need.READ,
        "event:message.me_message": Need.READ,
        "event:message.file_share": Need.INGEST,  # a file in a direct message with the bot
        "event:message.*": Need.NONE,  # what is said to others, and edits: heard so that Slack does not send it again
        "event:user_change": Need.NONE,
        "event:channel_archive": Need.NONE,
        "event:channel_deleted": Need.NONE,
        "event:channel_left": Need.NONE,
        "event:channel_shared": Need.NONE,
        "event:channel_unshared": Need.NONE,
        "event:channel_id_changed": Need.NONE,
        "event:group_archive": Need.NONE,
        "event:group_deleted": Need.NONE,
        "event:group_left": Need.NONE,
    }
)
"""What each listener needs; ``*`` stands for whatever has no entry of its own and only ever says that."""


class AccessError(Exception):
    """A listener without an entry in the table: a fault of the program, found when it starts."""


Middleware = Callable[..., BoltResponse | None]
"""A plain function that Bolt calls before a listener, with the arguments that it names."""
Check = Callable[[str, Need], Middleware]
"""Makes the middleware that stands before a listener of an entry; see ``bot.slack.middleware.build_check``."""


Handler = Callable[[Incoming], object]
"""What a listener does with a request; what acknowledges one may return the response."""


def _acknowledge(ack: Ack) -> None:
    ack()


class Listeners:
    """Registers listeners with Bolt, each behind the check that its entry asks for; ``prefix`` is our commands'.

    ``wrap`` makes of each handler what Bolt calls, ``guarded`` for a later one that can reply to whoever asked.
    """

    def __init__(
        self,
        app: App,
        check: Check,
        wrap: Callable[..., Callable[..., Any]],
        *,
        prefix: str = "",
        table: Mapping[str, Need] = ACCESS,
    ) -> None:
        self._app = app
        self._check = check
        self._wrap = wrap
        self._prefix = prefix
        self._table = table
        self.keys: list[str] = []

    def on(self, key: str, handle: Handler | None = None, *, later: Handler | None = None) -> None:
        """Register what acknowledges a request, and what is done ``later``, beside it; AccessError without an entry.

        Without a ``handle`` the acknowledgement is empty.
        """
        if key not in self._table:
            raise AccessError(f"The listener {key} has no entry in ACCESS (bot/slack/access.py): say what it needs.")
        self.keys.append(key)
        kind, _, name = key.partition(":")
        add = getattr(self._app, kind)(self._constrain(kind, name), middleware=[self._check(key, self._table[key])])
        lazy = [] if later is None else [self._wrap(later, guarded=kind != "event")]
        add(ack=_acknowledge if handle is None else self._wrap(handle), lazy=lazy)

    def _constrain(self, kind: str, name: str) -> Any:  # noqa: ANN401  Bolt's own forms
        if kind == "event" and name.startswith("message"):
            subtype = name.partition(".")[2] or None
            return "message" if subtype == "*" else {"type": "message", "subtype": subtype}
        if name == "*":
            return re.compile(r".*", re.DOTALL)
        if name.endswith(".#"):
            return re.compile(rf"\A{re.escape(name.removesuffix('.#'))}(\.\d+)?\Z")
        return f"/{self._prefix}{name}" if kind == "command" else name
