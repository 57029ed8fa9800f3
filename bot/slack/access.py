"""Who may reach which listener: one table over all of them. What is not in it cannot be registered.

How to add a listener: write ``register(app, services)`` as ever, with the very call forms of Bolt, and add its entry to
``ACCESS``. ``app`` is a ``Listeners``: ``app.command("/x")(handle)``, ``app.action("x.do")(ack=..., lazy=[...])``,
``app.view``, ``app.options``, ``app.event``, ``app.shortcut``. The program does not start while an entry is missing.

    command:NAME    without slash and prefix; what a subcommand needs beyond it, its listener asks for (``require``)
    action:ID       ``action:ID.#`` for numbered ones (``ID``, ``ID.2``), registered with ``numbered(ID)``
    view:ID         both its submission and its closing
    options:ID, event:TYPE (event:TYPE.SUBTYPE for a listener of one subtype), shortcut:ID

The check stands before the listener itself (Bolt's middleware of that listener), so what is checked is always what
runs, whatever a body claims to be. A listener may take ``viewer`` (``bot.access.roles.Viewer``) by name: who asks,
where, and as what; this, and never ``body["user_id"]``, is who it works for. What writes asks the service again, with
``services.gatekeeper.require(viewer, Need.X, about=...)``. What it reads is what publishers' licences let that person
see (``bot.access.licences``); a listener that needs SHARE reads what may be shown in its channel.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from slack_bolt import App, BoltResponse

from bot.access.roles import Need

Constraint = str | re.Pattern[str] | dict[str, Any]

ACCESS: Mapping[str, Need] = MappingProxyType(
    {
        "command:policy": Need.READ,  # lists, notes and files need more, asked for where they are made
        "command:ministry": Need.READ,
        "command:company": Need.READ,
        "command:briefing": Need.READ,
        "command:digest": Need.READ,  # its changes need SUBSCRIBE_CHANNEL, asked for where they are made
        "command:ingest": Need.INGEST,
        "action:ingest.preview": Need.INGEST,
        "action:ingest.post": Need.INGEST,
        "action:ingest.hold": Need.INGEST,
        "action:ingest.announce": Need.INGEST,
        "action:ingest.undo": Need.INGEST,
        "action:ingest.show": Need.INGEST,
        "action:ingest.more.#": Need.INGEST,
        "action:ingest.keep": Need.INGEST,
        "action:layout.right": Need.INGEST,
        "action:layout.open": Need.INGEST,
        "action:layout.try": Need.INGEST,
        "view:layout.form": Need.INGEST,
        "action:ingest.discard": Need.INGEST,
        "action:ingest.open": Need.INGEST,
        "view:ingest.form": Need.INGEST,
        "event:message.file_share": Need.INGEST,  # a file in a direct message with the bot
        "command:*": Need.READ,  # a command that is none of ours: the list of those that are
        "action:answer.more": Need.READ,
        "action:answer.back": Need.READ,
        "action:answer.open.#": Need.READ,
        "action:answer.share": Need.SHARE,
        "action:item.source": Need.READ,
        "action:review.settle.#": Need.REVIEW,
        "action:review.show": Need.REVIEW,
        "action:review.page.#": Need.REVIEW,
        "action:review.same": Need.REVIEW,
        "view:review.same": Need.REVIEW,
        "action:answer.cite": Need.READ,
        "action:answer.edit": Need.READ,
        "action:answer.send": Need.PERSONAL,
        "action:answer.wrong": Need.PERSONAL,
        "view:wrong.report": Need.PERSONAL,
        "action:note.add": Need.PERSONAL,
        "action:note.edit": Need.PERSONAL,  # its author or an admin, asked for where it is changed
        "action:note.delete": Need.PERSONAL,
        "view:note.form": Need.PERSONAL,
        "action:search.open": Need.READ,
        "shortcut:search_policies": Need.READ,
        "view:search.form": Need.READ,
        "options:names.bodies": Need.READ,
        "options:names.companies": Need.READ,
        "options:names.topics": Need.READ,
        "event:app_home_opened": Need.READ,
        "event:app_mention": Need.SHARE,  # its answer is seen by the whole channel
        "event:message": Need.READ,  # a command in a mention or message needs what it needs as a command, too
        "event:message.thread_broadcast": Need.READ,
        "event:message.me_message": Need.READ,
        "action:held.sent": Need.REVIEW,
        "action:held.again": Need.REVIEW,
        "action:held.send_all": Need.REVIEW,
        "action:held.skip_all": Need.REVIEW,
        "action:subscription.follow": Need.READ,  # what the form saves needs more, asked for where it is saved
        "action:subscription.why": Need.READ,
        "action:subscription.more": Need.READ,  # shows the rest of the form
        "action:subscription.change": Need.READ,  # who set it up or is an admin, asked for where it is changed, too
        "action:subscription.pause": Need.READ,  # a channel's needs SUBSCRIBE_CHANNEL, one's own PERSONAL
        "action:subscription.resume": Need.READ,
        "action:subscription.end": Need.READ,
        "view:subscription.form": Need.READ,
        "action:subscription.left_out": Need.READ,
        "action:deadline.take": Need.READ,  # a channel's needs SUBSCRIBE_CHANNEL, one's own PERSONAL
        "action:deadline.decline": Need.READ,
        "action:*": Need.READ,  # a button that nobody knows any more: it says so
        "view:*": Need.READ,  # the same of a form
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

ANY = re.compile(r".*", re.DOTALL)
"""The constraint of a listener for whatever nobody else knows; its entry is ``*``."""
_NAMES = ("action_id", "callback_id", "type")


class AccessError(Exception):
    """A listener without an entry in the table: a fault of the program, found when it starts."""


Middleware = Callable[..., BoltResponse | None]
"""A plain function that Bolt calls before a listener, with the arguments that it names."""
Check = Callable[[str, Need], Middleware]
"""Makes the middleware that stands before a listener of an entry; see ``bot.slack.middleware.build_check``."""


class Listeners:
    """Registers listeners with Bolt, each behind the check that its entry asks for; ``prefix`` is our commands'.

    ``wrap`` makes of each what Bolt calls, with ``guarded`` true for a lazy one that can reply to whoever asked.
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

    def command(self, name: str | re.Pattern[str]) -> Callable[..., Any]:
        """Register a slash command, named with slash and prefix."""
        short = name.removeprefix("/").removeprefix(self._prefix) if isinstance(name, str) else name
        return self._register(self._app.command, "command", name, short)

    def action(self, constraint: Constraint) -> Callable[..., Any]:
        """Register a button, a menu or another element."""
        return self._register(self._app.action, "action", constraint, constraint)

    def view(self, constraint: Constraint) -> Callable[..., Any]:
        """Register what a window submits; ``{"type": "view_closed", "callback_id": ...}`` for its closing."""
        return self._register(self._app.view, "view", constraint, constraint)

    def options(self, constraint: Constraint) -> Callable[..., Any]:
        """Register what a menu offers while somebody types."""
        return self._register(self._app.options, "options", constraint, constraint)

    def event(self, constraint: str | dict[str, Any]) -> Callable[..., Any]:
        """Register an event."""
        return self._register(self._app.event, "event", constraint, constraint)

    def shortcut(self, constraint: Constraint) -> Callable[..., Any]:
        """Register a shortcut."""
        return self._register(self._app.shortcut, "shortcut", constraint, constraint)

    def _register(
        self, register: Callable[..., Any], kind: str, constraint: Constraint, named: Constraint
    ) -> Callable[..., Any]:
        key = find_entry(kind, named, self._table)
        need = self._table[key]
        self.keys.append(key)
        add = register(constraint, middleware=[self._check(key, need)])

        def keep(*handlers: Callable[..., Any], ack: Any = None, lazy: Sequence[Callable[..., Any]] = ()) -> Any:  # noqa: ANN401  Bolt's own forms
            if ack is None:
                return add(*(self._wrap(handle) for handle in handlers))
            return add(ack=self._wrap(ack), lazy=[self._wrap(each, guarded=kind != "event") for each in lazy])

        return keep


def numbered(name: str) -> re.Pattern[str]:
    """Return the constraint of buttons that may be numbered (``answer.open``, ``answer.open.2``)."""
    return re.compile(rf"{re.escape(name)}(\.\d+)?")


def find_entry(kind: str, constraint: Constraint, table: Mapping[str, Need] = ACCESS) -> str:
    """Return the key of a listener's entry, or raise AccessError naming the one that is missing."""
    key = f"{kind}:{_name(kind, constraint)}"
    if key not in table:
        raise AccessError(f"The listener {key} has no entry in ACCESS (bot/slack/access.py): say what it needs.")
    return key


def _name(kind: str, constraint: Constraint) -> str:
    if isinstance(constraint, str):
        return constraint
    if isinstance(constraint, dict):
        named = next((constraint[name] for name in _NAMES if name in constraint and kind != "view"), None)
        named = constraint.get("callback_id", named)
        if kind == "event" and isinstance(constraint.get("subtype"), str):
            return f"{named}.{constraint['subtype']}"
        return _name(kind, named) if isinstance(named, str | re.Pattern) else "?"
    if constraint.pattern == ANY.pattern:
        return "*"
    base = re.sub(r"\\(.)", r"\1", constraint.pattern.removesuffix(r"(\.\d+)?"))
    return f"{base}.#" if numbered(base).pattern == constraint.pattern else constraint.pattern
